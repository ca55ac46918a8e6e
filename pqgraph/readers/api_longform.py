"""Reader ``api-longform``: whole texts of questions and answers by their number in the questions-statements API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

from pqgraph.model import Locator, Rejected, SourceFile, WholeText
from pqgraph.readers._json import Chunk, Foreign, Parser, genuine, glimpse, replaced, scrub
from pqgraph.readers._json_head import key_paths
from pqgraph.readers._json_ways import Part, parts, two_ways
from pqgraph.readers.base import Item, Source, UnknownFields

__all__ = ["READER", "ApiLongform"]


class _Texts(Struct, forbid_unknown_fields=True, gc=False):
    id: int | None = None
    month: Any = None
    question_text: str | None = None
    answer_text: str | None = None


_NAMES = frozenset(_Texts.__struct_fields__)
_decode = msgspec.json.Decoder(_Texts).decode


class ApiLongform:
    """Reads JSON Lines, or a list, of ``{"id": …, "question_text": …, "answer_text": …}``.

    The records hold texts only. House, day and UIN stand in other records of the same number, which a build joins
    them with: there, they take the place of clipped texts and answer questions that have no answer yet. The month that
    such files have is that of tabling; the questions tell their day, so it goes no further. A locator is the line
    (``L5``) or the place in the list (``/3``).
    """

    name = "api-longform"
    summary = "whole texts by number of question, to go with clipped ones from api-json"
    description = (
        "The list endpoint of Parliament's API cuts texts, and whole ones must be fetched question by question. Files "
        "of this form keep them by the API's number of the question. Alone they are of no use: build them together "
        "with the lists that they belong to."
    )

    def accepts(self, head: bytes) -> bool:
        """Whether this begins like such JSON, compressed or not."""
        paths = key_paths(head)
        return any(
            (*above, "id") in paths
            and ((*above, "question_text") in paths or (*above, "answer_text") in paths)
            and (*above, "states") not in paths
            for above in ((), ("*",))
        )

    def read(self, source: Source, file: SourceFile) -> Iterator[Item]:
        """The texts in the order of the source.

        Raises:
            PqgraphError: PQ104, PQ105, PQ108, PQ110; PQ109 for other things than such texts.
        """
        parser, unknown = Parser(file), UnknownFields()

        def careful(chunk: Chunk) -> Iterator[Item]:
            for part in parts(parser, chunk):
                if isinstance(part, Part):
                    yield from _careful(part, unknown, file)
                else:
                    yield part

        yield from genuine(two_ways(source, file, _fast, careful), source, file)


def _fast(data: bytes, locator: Locator) -> WholeText:
    record = _record(_decode(data), locator)
    if isinstance(record, Rejected):
        raise ValueError(record.found)
    return record


def _record(texts: _Texts, locator: Locator) -> WholeText | Rejected:
    if texts.id is None:
        return Rejected(code="PQ201", locator=locator, found="the record has no id")
    if texts.id <= 0:
        return Rejected(code="PQ202", locator=locator, found=f"id {texts.id} is no identifier")
    if not texts.question_text and not texts.answer_text:
        return Rejected(code="PQ201", locator=locator, found="the record has no text")
    return WholeText(
        locator=locator,
        api_identifier=str(texts.id),
        question_text=texts.question_text or None,
        answer_text=texts.answer_text or None,
    )


def _careful(part: Part, unknown: UnknownFields, file: SourceFile) -> Iterator[Item]:
    fragment, tree, is_suspect = part
    locator = Locator(file, fragment)
    if not isinstance(tree, dict) or not {"question_text", "answer_text"} & set(tree):
        yield Foreign(code="PQ202", locator=locator, found=f"{glimpse(tree)} holds no text of a question")
        return
    if is_suspect:
        tree, count = scrub(tree)
        if count:
            yield replaced(count, locator)
    yield from unknown.check(set(tree), _NAMES, "", locator)
    try:
        texts = msgspec.convert({name: tree[name] for name in _NAMES & set(tree)}, _Texts)
    except msgspec.ValidationError as problem:
        yield Rejected(code="PQ202", locator=locator, found=str(problem))
        return
    yield _record(texts, locator)


READER = ApiLongform()
