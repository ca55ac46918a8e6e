"""Reader ``api-json``: JSON of the questions-statements API."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from pqgraph.model import Locator, Question, Rejected, SourceFile
from pqgraph.readers._api_lenient import known, unknown_fields, wrong_shape
from pqgraph.readers._api_records import question
from pqgraph.readers._api_shapes import MARKS, ApiItem, ApiQuestion
from pqgraph.readers._json import (
    Chunk,
    FieldError,
    Foreign,
    Parser,
    genuine,
    glimpse,
    is_lines,
    is_suspect,
    replaced,
    scrub,
)
from pqgraph.readers._json_head import key_paths
from pqgraph.readers._json_ways import nameless, two_ways
from pqgraph.readers.base import Item, Source, UnknownFields

__all__ = ["READER", "ApiJson"]

_ITEM = frozenset({"value", "links"})
# Keys of a question that the Linked Data API does not share.
_TELLING = frozenset(
    {"askingMemberId", "isNamedDay", "memberHasInterest", "answerIsHolding", "groupedQuestionsDates"}
)
_CORE = ("house", "dateTabled", "questionText")

_decode_item = msgspec.json.Decoder(ApiItem).decode
_decode_bare = msgspec.json.Decoder(ApiQuestion).decode
_decode_object = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_decode_list = msgspec.json.Decoder(list[msgspec.Raw]).decode


class ApiJson:
    """Reads whole answers of the API, single questions, lists of these, and JSON Lines of any of them.

    Questions may have the envelope that the API gives them (``value`` and ``links``) or not.

    A record's locator is the JSON pointer of its item (``/results/12``, ``/3``, or empty for a single
    question, as RFC 6901 has it), below the line for JSON Lines (``L5``, ``L5/results/12``). A rejection that
    concerns one field points to the field: ``/results/12/value/dateTabled``.

    Party colours and thumbnails are for display and left out, and so are the links. The API puts the status
    into flags; the record has it in the words of the Linked Data API. The list endpoint cuts texts
    (``text_clipped``): a question of exactly 255 characters may be cut, unless its answer is HTML and so
    comes from the item endpoint; an answer of exactly 258 that ends in ``...`` may be, unless it is HTML
    itself.
    """

    name = "api-json"
    summary = "JSON of questions-statements-api.parliament.uk (written questions)"
    description = (
        "Parliament's present API of written questions. This reader takes its answers as they were saved "
        "(lists and single questions, members expanded or not), or one question or answer a line. Answers of "
        "the list endpoint have long texts cut, which the records say; fetch questions one by one for whole "
        "texts."
    )

    def accepts(self, head: bytes) -> bool:
        """Whether this begins like such JSON, compressed or not."""
        paths = key_paths(head)
        if ("results",) in paths and ("totalResults",) in paths:
            return True
        return any(
            (*above, "_about") not in paths
            and (
                any((*above, name) in paths for name in _TELLING)
                or all((*above, name) in paths for name in _CORE)
            )
            for above in ((), ("value",), ("*",), ("*", "value"), ("results", "*", "value"))
        )

    def by_lines(self, source: Source) -> bool:
        """Whether this is JSON Lines, so that its lines can be read one by one."""
        return is_lines(source)

    def read(self, source: Source, file: SourceFile) -> Iterator[Item]:
        """The questions in the order of the source; none from an empty result.

        Raises:
            PqgraphError: PQ104, PQ105, PQ108, PQ110; PQ109 for other things than questions.
        """
        return genuine(two_ways(source, file, _wrapped, _Reading(file).chunk), source, file)


def _wrapped(data: bytes, locator: Locator) -> Question:
    """The question of nearly every line of a large file: wrapped, known and clean."""
    return question(_decode_item(data).value, locator)


class _Reading:
    """The way of everything else: documents, bare questions, and what the typed decoder refuses."""

    def __init__(self, file: SourceFile) -> None:
        self._file = file
        self._parser = Parser(file)
        self._unknown = UnknownFields()

    def chunk(self, chunk: Chunk) -> Iterator[Item]:
        """The questions of a JSON text."""
        try:
            raw_parts = _split_raw(chunk.data)
        except (ValueError, RecursionError):
            try:
                parsed = self._parser.parse(chunk)
            except ValueError as problem:
                yield self._parser.broken(problem, chunk)
                return
            yield from parsed.notices
            for pointer, tree in _split_tree(parsed.tree):
                yield from self._tree(tree, chunk.fragment + pointer, is_suspect=True)
        else:
            for pointer, data in raw_parts:
                yield from self._raw(Chunk(chunk.fragment + pointer, data))

    def _raw(self, part: Chunk) -> Iterator[Item]:
        if not is_suspect(part.data):
            for decode, prefix in _WAYS:
                try:
                    value = decode(part.data)
                except (ValueError, RecursionError):
                    continue
                if not _is_foreign(value):
                    yield from self._record(value, part.fragment, prefix)
                    return
        try:
            parsed = self._parser.parse(part)
        except ValueError as problem:
            yield self._parser.broken(problem, part)
            return
        yield from parsed.notices
        yield from self._tree(parsed.tree, part.fragment, is_suspect=parsed.is_suspect)

    def _tree(self, tree: Any, fragment: str, *, is_suspect: bool) -> Iterator[Item]:
        locator = Locator(self._file, fragment)
        try:
            if is_suspect:
                tree, count = scrub(tree)
                if count:
                    yield replaced(count, locator)
            prefix = "/value" if isinstance(tree, dict) and "value" in tree else ""
            value = tree["value"] if prefix else tree
            if not isinstance(value, dict) or MARKS.isdisjoint(value):
                yield Foreign(
                    code="PQ202", locator=locator, found=f"{glimpse(value)} is not a written question"
                )
                return
            notices = list(self._unknown.check(set(tree), _ITEM, "", locator)) if prefix else []
            notices += unknown_fields(self._unknown, value, locator)
            try:
                typed = msgspec.convert(known(value), ApiQuestion)
            except msgspec.ValidationError as problem:
                yield wrong_shape(problem).rejected(self._file, fragment + prefix)
                return
        except RecursionError:
            yield Rejected(code="PQ206", locator=locator, found="nested too deep")
            return
        yield from self._record(typed, fragment, prefix)
        yield from notices

    def _record(self, value: ApiQuestion, fragment: str, prefix: str) -> Iterator[Item]:
        try:
            record = question(value, Locator(self._file, fragment))
        except FieldError as problem:
            yield problem.rejected(self._file, fragment + prefix)
            return
        yield record
        if record.uin is None:
            yield nameless(record.locator)


def _item_value(data: bytes) -> ApiQuestion:
    return _decode_item(data).value


_WAYS: tuple[tuple[Callable[[bytes], ApiQuestion], str], ...] = ((_item_value, "/value"), (_decode_bare, ""))


def _is_foreign(value: ApiQuestion) -> bool:
    return (value.question_text, value.date_tabled, value.asking_member_id, value.is_named_day) == (None,) * 4


def _split_raw(data: bytes) -> list[tuple[str, bytes]]:
    """The items of an answer, each with its JSON pointer.

    Raises:
        ValueError: The typed decoder refuses the text.
    """
    if data.lstrip().startswith(b"["):
        return [(f"/{number}", bytes(raw)) for number, raw in enumerate(_decode_list(data))]
    top = _decode_object(data)
    if "results" in top:
        return [(f"/results/{number}", bytes(raw)) for number, raw in enumerate(_decode_list(top["results"]))]
    return [("", data)]


def _split_tree(tree: Any) -> list[tuple[str, Any]]:
    if isinstance(tree, list):
        return [(f"/{number}", each) for number, each in enumerate(tree)]
    if isinstance(tree, dict) and "results" in tree:
        results = [] if tree["results"] is None else tree["results"]
        if isinstance(results, list):
            return [(f"/results/{number}", each) for number, each in enumerate(results)]
    return [("", tree)]


READER = ApiJson()
