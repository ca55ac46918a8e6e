"""Reader ``lda-xml``: XML of the Linked Data API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from lxml import etree

from pqgraph.model import Locator, Notice, Rejected, SourceFile
from pqgraph.readers._json import Foreign, genuine
from pqgraph.readers._lda_items import house_of_dataset, is_oral
from pqgraph.readers._lda_usual import TreeReader
from pqgraph.readers._xml import elements, root_of
from pqgraph.readers.base import Item, Source, UnknownFields

__all__ = ["READER", "LdaXml"]

_FORMAT = re.compile(r"\sformat\s*=\s*[\"']linked-data-api[\"']")
_ADDRESS = re.compile(r"\shref\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_DEFINITION = re.compile(r"<definition((?:\s+[\w:-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)")
_TOPIC = re.compile(r"<(items|primaryTopic)[\s/>]")
# What the JSON leaves plain, while it wraps all other literals.
_PLAIN = frozenset({"questionText", "title", "uin"})
_STEP = re.compile(r"/(\d+)(?=/|$)")


class LdaXml:
    """Reads list pages and pages of one item, as Elda's XML renderer writes them.

    ``href`` is the IRI of a resource, ``item`` elements are several values, everything else is a property. A
    record's locator is the XPath of its element (``/result/items[1]/item[3]``).
    """

    name = "lda-xml"
    summary = "XML of lda.data.parliament.uk (answeredquestions, commonswrittenquestions, …)"
    description = (
        "The XML that the Linked Data API of Parliament served, made by the Elda software: lists of questions "
        "and single ones, in any view. It says the same as the JSON, so the records are the same. Documents "
        "are read item by item, so that their size does not matter; declarations of entities are refused."
    )

    def accepts(self, head: bytes) -> bool:
        """Whether the root element is that of such XML."""
        root = root_of(head)
        return root is not None and root.name == "result" and _FORMAT.search(root.attributes) is not None

    def read(self, source: Source, file: SourceFile) -> Iterator[Item]:
        """The items in the order of the source; none from the page of an empty result.

        Raises:
            PqgraphError: PQ104, PQ105, PQ108, PQ110, PQ114; PQ109 for pages of other things than written
                questions.
        """
        yield from genuine(_items(source, file), source, file)


def _items(source: Source, file: SourceFile) -> Iterator[Item]:
    root = root_of(source.head)
    addresses = _addresses(root.attributes, root.rest) if root is not None else []
    house = next(filter(None, map(house_of_dataset, addresses)), None)
    oral = any(map(is_oral, addresses))
    topic = _TOPIC.search(root.rest) if root is not None else None
    # What stands before is short: addresses and links to the formats, sorted by name.
    if topic is not None and topic[1] == "primaryTopic":
        depth, wanted = 1, "/result/primaryTopic["
    else:
        depth, wanted = 2, "/result/items["
    trees = TreeReader(file, UnknownFields())
    for path, element in elements(source, file, depth=depth):
        if not path.startswith(wanted):
            continue
        if oral:
            found = "the page is of oral questions"
            yield Foreign(code="PQ202", locator=Locator(file, path), found=found)
            continue
        for item in trees.read(_resource(element), path, house):
            yield _placed(item, file, path) if isinstance(item, Rejected | Notice) else item


def _addresses(attributes: str, rest: str) -> list[str | None]:
    definition = _DEFINITION.search(rest)
    return [_address(definition[1]) if definition else None, _address(attributes)]


def _address(attributes: str) -> str | None:
    match = _ADDRESS.search(attributes)
    return unescape(match[1] or match[2] or "") if match else None


def _placed(item: Rejected | Notice, file: SourceFile, path: str) -> Rejected | Notice:
    # The shared code counts values from 0, as JSON pointers do; XPath from 1.
    below = item.locator.fragment.removeprefix(path)
    if not _STEP.search(below):
        return item
    xpath = path + _STEP.sub(lambda match: f"/item[{int(match[1]) + 1}]", below)
    if isinstance(item, Notice):
        return Notice(code=item.code, locator=Locator(file, xpath), found=item.found)
    return Rejected(code=item.code, locator=Locator(file, xpath), found=item.found)


def _resource(element: etree._Element) -> dict[str, Any]:
    """An element that is a resource, in the shape of the API's JSON."""
    tree: dict[str, Any] = {}
    href = element.get("href")
    if href is not None:
        tree["_about"] = href
    for child in element:
        tree[child.tag] = _value(child)
    return tree


def _value(element: etree._Element) -> Any:
    if len(element):
        if element[0].tag == "item":
            return [_value(item) for item in element]
        return _resource(element)
    href = element.get("href")
    if href is not None:
        return {"_about": href}
    text = element.text or ""
    return text if element.tag in _PLAIN else {"_value": text}


READER = LdaXml()
