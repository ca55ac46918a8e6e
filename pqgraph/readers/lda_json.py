"""Reader ``lda-json``: JSON of the Linked Data API."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from pqgraph.model import House, Locator, Notice, Rejected, SourceFile
from pqgraph.readers._json import (
    Chunk,
    Foreign,
    Parser,
    chunks,
    genuine,
    in_utf8,
    is_suspect,
    replaced,
    scrub,
)
from pqgraph.readers._json_head import key_paths
from pqgraph.readers._lda_items import TELLING, house_of_dataset, is_oral, read_item
from pqgraph.readers._lda_usual import TreeReader, UsualText, question_of, raw_items, usual_text
from pqgraph.readers.base import Item, Source, UnknownFields

__all__ = ["READER", "LdaJson"]


class LdaJson:
    """Reads list pages, pages of one item, arrays of bare items, and JSON Lines of any of these.

    A record's locator is the JSON pointer of its item (``/result/items/3``, ``/result/primaryTopic``, ``/3``,
    or empty for a bare item, as RFC 6901 has it), below the line for JSON Lines (``L5``,
    ``L5/result/items/3``). A rejection that concerns one field points to the field:
    ``/result/items/3/answer/dateOfAnswer``.
    """

    name = "lda-json"
    summary = "JSON of lda.data.parliament.uk (answeredquestions, commonswrittenquestions, …)"
    description = (
        "Until it was closed, the Linked Data API of Parliament served written questions as JSON made by the "
        "Elda software. This reader takes its pages as they were saved (lists and single items, in any "
        "view), an array of items, or one item or page a line. Texts and identifiers are kept exactly as "
        "published."
    )

    def accepts(self, head: bytes) -> bool:
        """Whether this begins like such JSON, compressed or not."""
        paths = key_paths(head)
        if ("result",) in paths and (
            ("format",) in paths or ("result", "items") in paths or ("result", "primaryTopic") in paths
        ):
            return True
        return any(
            (*above, "_about") in paths and any((*above, name) in paths for name in TELLING)
            for above in ((), ("*",))
        )

    def read(self, source: Source, file: SourceFile) -> Iterator[Item]:
        """The items in the order of the source; none from the page of an empty result.

        Raises:
            PqgraphError: PQ104, PQ105, PQ108, PQ110; PQ109 for pages of other things than written questions.
        """
        return genuine(_items(source, file), source, file)


def _items(source: Source, file: SourceFile) -> Iterator[Item]:
    reading = _Reading(file)
    for chunk in chunks(source, file, as_they_are=True):
        if isinstance(chunk, Notice):
            yield chunk
        elif (text := _usual(chunk)) is not None:
            yield from reading.usual(text, chunk)
        else:
            yield from reading.any(chunk)


def _usual(chunk: Chunk) -> UsualText | None:
    """The items of a JSON text, if all are of the usual shape, and it holds no unfit characters."""
    text = usual_text(chunk.data)
    if text is None or is_suspect(chunk.data) or any(map(is_oral, text.addresses)):
        return None
    return text


class _Reading:
    """Reading one file."""

    def __init__(self, file: SourceFile) -> None:
        self._file = file
        self._parser = Parser(file)
        self._unknown = UnknownFields()
        self._trees = TreeReader(file, self._unknown)

    def usual(self, text: UsualText, chunk: Chunk) -> Iterator[Item]:
        """The records of items of the usual shape."""
        file = self._file
        raws: list[msgspec.Raw] = []
        for number, item in enumerate(text.items):
            fragment = chunk.fragment + (text.above if text.is_bare else f"{text.above}/{number}")
            try:
                question = question_of(item, Locator(file, fragment))
            except (ValueError, KeyError):
                # Something in it is unusual all the same, so it is read again, with more care.
                raws = raws or raw_items(text, chunk.data)
                tree = msgspec.json.decode(raws[number])
                yield from read_item(tree, file, fragment, self._unknown, house=_house(text.addresses))
            else:
                yield question

    def any(self, chunk: Chunk) -> Iterator[Item]:
        """The records of whatever JSON."""
        if chunk.is_document:
            data, notice = in_utf8(chunk.data, self._file)
            if notice is not None:
                yield notice
            chunk = Chunk("", data)
        try:
            tree, notices, suspect = self._parser.parse(chunk)
        except ValueError as problem:
            yield self._parser.broken(problem, chunk)
            return
        yield from notices
        addresses = _addresses(tree)
        house = _house(addresses)
        oral = any(map(is_oral, addresses))
        for pointer, item in _split(tree):
            fragment = chunk.fragment + pointer
            if oral:
                found = "the page is of oral questions"
                yield Foreign(code="PQ202", locator=Locator(self._file, fragment), found=found)
                continue
            try:
                if suspect:
                    item, count = scrub(item)
                    if count:
                        yield replaced(count, Locator(self._file, fragment))
                yield from self._trees.read(item, fragment, house)
            except RecursionError:
                yield Rejected(code="PQ206", locator=Locator(self._file, fragment), found="nested too deep")


def _house(addresses: Iterable[Any]) -> House | None:
    return next(filter(None, map(house_of_dataset, addresses)), None)


def _addresses(tree: Any) -> list[Any]:
    result = tree.get("result") if isinstance(tree, dict) else None
    return [result.get("definition"), result.get("_about")] if isinstance(result, dict) else []


def _split(tree: Any) -> list[tuple[str, Any]]:
    """The items of a page, each with its JSON pointer."""
    if isinstance(tree, list):
        return [(f"/{number}", item) for number, item in enumerate(tree)]
    if not isinstance(tree, dict) or "result" not in tree:
        return [("", tree)]
    result = tree["result"]
    if isinstance(result, dict):
        if isinstance(items := result.get("items"), list):
            return [(f"/result/items/{number}", item) for number, item in enumerate(items)]
        for name in ("items", "primaryTopic"):
            if name in result:  # one item instead of a list of one
                return [(f"/result/{name}", result[name])]
    return [("", tree)]


READER = LdaJson()
