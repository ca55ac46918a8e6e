"""Reader ``lda-json``: JSON of the Linked Data API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pqgraph.model import Locator, Notice, Rejected, SourceFile
from pqgraph.readers._json import Foreign, Parser, chunks, genuine, replaced, scrub
from pqgraph.readers._json_head import key_paths
from pqgraph.readers._lda_items import TELLING, house_of_dataset, is_oral, read_item
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
        yield from genuine(self._items(source, file), file)

    def _items(self, source: Source, file: SourceFile) -> Iterator[Item]:
        unknown, parser = UnknownFields(), Parser(file)
        for chunk in chunks(source, file):
            if isinstance(chunk, Notice):
                yield chunk
                continue
            try:
                parsed = parser.parse(chunk)
            except ValueError as problem:
                yield parser.broken(problem, chunk)
                continue
            yield from parsed.notices
            yield from _page(parsed.tree, chunk.fragment, parsed.is_suspect, file, unknown)


def _page(
    tree: Any, place: str, is_suspect: bool, file: SourceFile, unknown: UnknownFields
) -> Iterator[Item]:
    addresses = _addresses(tree)
    house = next(filter(None, map(house_of_dataset, addresses)), None)
    for pointer, item in _split(tree):
        fragment = place + pointer
        if any(map(is_oral, addresses)):
            found = "the page is of oral questions"
            yield Foreign(code="PQ202", locator=Locator(file, fragment), found=found)
            continue
        try:
            if is_suspect:
                item, count = scrub(item)
                if count:
                    yield replaced(count, Locator(file, fragment))
            yield from read_item(item, file, fragment, unknown, house=house)
        except RecursionError:
            yield Rejected(code="PQ206", locator=Locator(file, fragment), found="nested too deep")


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
