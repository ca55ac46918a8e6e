"""The HTML page of the Linked Data API as Elda's stylesheet writes it, read into blocks and fields.

Inside ``div#result`` each item is a ``section`` with one ``table``: its ``caption`` links to the item, each
``tr`` has a ``th`` with the property's name and a ``td.value``. Nested resources are tables inside
``td.value``; several literals are a table whose rows have no ``th``. Flags are pictures with ``alt``, times
``time`` elements with ``datetime``; links that filter stand in ``td.filter`` and are not read. Pages saved
by a browser have ``tbody``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pqgraph.errors import PqgraphError
from pqgraph.readers._lda_tree import Block, Field, last_part

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["parse_html"]

_SPACES = re.compile(r"\s+")
_ABSOLUTE = re.compile(r"https?://", re.ASCII)
_NOT_SHOWN = ("script", "style")
_LIMITS = ("ERR_RESOURCE_LIMIT", "ERR_INTERNAL_ERROR", "ERR_NO_MEMORY")


def parse_html(text: str, name: str) -> list[Block]:
    """The items of a page.

    Args:
        text: The page.
        name: The file's name, for errors.

    Raises:
        PqgraphError: PQ108, the parser gave up: no document, nested too deep, or larger than it allows.
    """
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as problem:
        raise PqgraphError("PQ108", f"the HTML does not parse: {problem}", place=name) from problem
    # The parser forgives much, but what goes beyond its limits it would leave out without a word.
    for entry in parser.error_log:
        if entry.type_name in _LIMITS:
            found = "the HTML is nested too deep for a page, or one text in it is too long"
            raise PqgraphError("PQ108", found, place=f"{name}#L{entry.line}")
    return _Page(root).items()


class _Page:
    def __init__(self, root: HtmlElement) -> None:
        self._root = root
        self._tree = root.getroottree()

    def items(self) -> list[Block]:
        found: list[Block] = []
        for container in self._root.xpath('//*[@id="result"]') or [self._root]:
            address = container.xpath('.//p[@class="id"]//a/@href')
            for section in container.iter("section"):
                if section.get("id") == "search":
                    continue
                for table in section.findall("table"):
                    block = self._block(table)
                    block.place = self._tree.getpath(section)
                    if not block.key and address:  # the page of one item has its address above the table
                        block.iri = str(address[0])
                        block.key = last_part(block.iri)
                    found.append(block)
        return found

    def _block(self, table: HtmlElement) -> Block:
        block = Block(self._tree.getpath(table), "")
        caption = table.find("caption")
        if caption is not None:
            block.iri, block.key = _resource(caption)
        for row in _rows(table):
            heading = row.find("th")
            if heading is None:
                continue
            each = Field(_shown(heading).lower(), self._tree.getpath(row))
            for cell in row.findall("td"):
                if "value" in _classes(cell):
                    self._value(cell, each)
            block.fields.append(each)
        return block

    def _value(self, cell: HtmlElement, into: Field) -> None:
        tables = cell.findall("table")
        for table in tables:
            if table.find("caption") is not None or any(row.find("th") is not None for row in _rows(table)):
                into.blocks.append(self._block(table))
                continue
            for row in _rows(table):
                for inner in row.findall("td"):
                    if "value" in _classes(inner):
                        self._value(inner, into)
        if not tables:
            self._leaf(cell, into)

    def _leaf(self, cell: HtmlElement, into: Field) -> None:
        moment = cell.find("time")
        if moment is not None:
            into.values.append(moment.get("datetime") or _shown(moment))
            return
        picture = cell.find("img")
        if picture is not None:
            into.values.append(picture.get("alt") or "")
            return
        text = _text(cell)
        into.values.append(text)
        if cell.find("a") is not None:
            iri, key = _resource(cell)
            block = Block(self._tree.getpath(cell), last_part(iri) if iri else key, iri)
            if text.strip() not in (block.key, iri):
                block.fields.append(Field("label", block.place, [text]))
            into.blocks.append(block)


def _resource(cell: HtmlElement) -> tuple[str | None, str]:
    """IRI and key of the resource that a caption or cell links to.

    A link inside the page has no IRI; where a link was adjusted to this site, the one titled "view original"
    has it.
    """
    links = [link for link in cell.iter("a") if _ABSOLUTE.match(link.get("href") or "")]
    original = [link for link in links if (link.get("title") or "") == "view original"]
    text = _shown(cell).removesuffix(" original") if original else _shown(cell)
    for link in original or links:
        iri = str(link.get("href"))
        return iri, last_part(iri)
    return (text, last_part(text)) if _ABSOLUTE.match(text) else (None, text)


def _rows(table: HtmlElement) -> list[HtmlElement]:
    rows = [table.findall("tr")]
    rows.extend(part.findall("tr") for part in table if part.tag in ("thead", "tbody", "tfoot"))
    return [row for group in rows for row in group]


def _classes(element: HtmlElement) -> list[str]:
    return (element.get("class") or "").split()


def _text(element: HtmlElement) -> str:
    return "".join(
        str(part)
        for part in element.xpath(".//text()")
        if part.getparent().tag not in _NOT_SHOWN or part.is_tail
    )


def _shown(element: HtmlElement) -> str:
    return _SPACES.sub(" ", _text(element)).strip()
