"""Reader ``lda-page``: a page of the Linked Data API as people saw it, saved as text or as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pqgraph.errors import PqgraphError
from pqgraph.model import SourceFile
from pqgraph.readers._lda_html import parse_html
from pqgraph.readers._lda_page import is_question_page, read_item
from pqgraph.readers._lda_text import parse_text
from pqgraph.readers._pages import peek
from pqgraph.readers.base import Item, Source, UnknownFields, decode_text

__all__ = ["READER", "LdaPage"]

# Atomic, so that a heap of comments costs no more than its length.
_MARKUP = re.compile(
    r"\s*+(?>(?:<\?xml[^>]*+>|<!--(?s:.*?)-->)\s*+)*+<(?:!doctype\s+html|html)\b", re.IGNORECASE
)
_PAGE = ('id="result"', 'id="openSearch"', 'class="topnav"')
_LINKS = ("more like this", "remove filter")
_ROW = re.compile(
    r"^(?:(?:un)?star this property )?"
    r"(?:question text|hansard heading|uin|house id|answering body|answering dept id|date tabled)\b",
    re.MULTILINE,
)
_KEY = re.compile(r"^[ \t]*(?:https?://\S+/)?\d+[ \t]*$", re.MULTILINE | re.ASCII)
_EMPTY = re.compile(r"^Search Results\s+No results\b", re.MULTILINE)


class LdaPage:
    """Reads list pages and pages of one item; either form gives the same records.

    IRIs that the text does not print are rebuilt from the numbers it does, as the Linked Data API makes them:
    ``http://data.parliament.uk/resources/{id}`` and below it ``/answer``, ``/answer/attachment/{n}``,
    ``/answer/previousversion/{n}``. Where a filter is switched on, its link no longer says the exact value of
    a time; the time that the page shows, in whole seconds, is then taken as UTC.
    Texts are kept but for blanks around them, which neither form shows.
    """

    name = "lda-page"
    summary = "a page of lda.data.parliament.uk (answeredquestions), saved as text or HTML"
    description = (
        "Until it was closed, the Linked Data API of Parliament showed its answered questions to people as "
        "pages of tables, made by the Elda software. This reader takes such a page saved as HTML by a "
        "program or a browser, or its text with the texts of the links ('more like this', 'less than …'). A "
        "page has one or many items. Members and questions keep their official identifiers."
    )

    def accepts(self, head: bytes) -> bool:
        """Whether this begins like such a page, as HTML or as text."""
        text = peek(head)
        if _MARKUP.match(text):
            return "Linked Data API" in text and any(mark in text for mark in _PAGE)
        if text.lstrip()[:1] in ("", "<", "{", "["):
            return False
        if "Linked Data API" in text and _EMPTY.search(text):
            return True
        return any(link in text for link in _LINKS) and bool(_ROW.search(text) and _KEY.search(text))

    def read(self, source: Source, file: SourceFile) -> Iterator[Item]:
        """The items of the page in its order; none if it is the page of an empty result.

        Raises:
            PqgraphError: PQ105 for unknown encodings, PQ108 for HTML that does not parse, PQ109 for a page of
                items of another kind.
        """
        text, notice = decode_text(source.read(), file)
        if notice is not None:
            yield notice
        items = parse_html(text, file.name) if _MARKUP.match(text) else parse_text(text)
        if items and not is_question_page(items):
            found = f"the page has {len(items)} items, none of them a written question"
            raise PqgraphError("PQ109", found, place=file.name)
        unknown = UnknownFields()
        for item in items:
            yield from read_item(item, file, unknown)


READER = LdaPage()
