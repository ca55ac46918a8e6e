"""Reader ``lda-csv``: CSV of the Linked Data API."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from pqgraph.errors import PqgraphError
from pqgraph.model import Locator, Notice, Question, Rejected, SourceFile
from pqgraph.readers._csv_rows import BadRow, Row, rows
from pqgraph.readers._lda_columns import Columns, name_of
from pqgraph.readers._lda_items import read_item
from pqgraph.readers._lda_rows import UsualRows
from pqgraph.readers._pages import peek
from pqgraph.readers.base import Item, Source

__all__ = ["READER", "LdaCsv"]

# Rows begin with the IRI; behind it, or before it, R may have put the number of the row.
_ROW = re.compile(r"(?:\"?\d*\"?,)?\"?https?://")
# What UTF-8 looks like once it was read as Windows-1252 and saved: ’ “ – and their like, then £ é ü and theirs.
_MOJIBAKE = re.compile("â€[™œ“”˜¦¢\x9d]|Â[£ °½¼¾·]|Ã[©¨¼¶¤¡±§]")


class LdaCsv:
    """Reads pages as the API served them and as R, pandas or a spreadsheet saved them again.

    Columns are told by their headings, in any order. A record's locator is the line in the file on which its
    row begins (``L12``), however many lines its texts take.
    """

    name = "lda-csv"
    summary = "CSV of lda.data.parliament.uk (answeredquestions, commonswrittenquestions, …)"
    description = (
        "The CSV that the Linked Data API of Parliament served: 36 columns for answered questions, some "
        "with equal headings, several values in one cell separated by ' ; '. Files that R wrote again are "
        "known by what it does to repeated headings; in them NA means that there is nothing. Days that a "
        "spreadsheet turned into 27/04/2017 are read day first. The CSV does not hold the IRIs of the member "
        "who tabled the question, of the House and of attachments; attachments get the numbers that the API "
        "gave them. A row that is broken is rejected, and reading goes on with the next."
    )

    def accepts(self, head: bytes) -> bool:
        """Whether the first line has the headings of such CSV."""
        first = peek(head).lstrip("\n").split("\n", 1)[0]
        try:
            names = {name_of(heading) for heading in next(csv.reader([first]), [])}
        except csv.Error:
            return False
        return {"uri", "question text"} <= names and not names.isdisjoint({"uin", "hansard heading"})

    def read(self, source: Source, file: SourceFile) -> Iterator[Item]:
        """The rows in the order of the source.

        Raises:
            PqgraphError: PQ104, PQ105, PQ110; PQ109 if there are no such columns.
        """
        reading: _Reading | None = None
        for row in rows(source, file, begins=_ROW):
            if isinstance(row, Notice):
                yield row
            elif isinstance(row, BadRow):
                yield Rejected(code="PQ206", locator=Locator(file, f"L{row.line}"), found=row.found)
            elif reading is None:
                reading = _Reading(row, file)
                yield from reading.strangers()
            else:
                yield from reading.items(row)


class _Reading:
    """Reading the rows of one file, whose headings are known."""

    def __init__(self, headings: Row, file: SourceFile) -> None:
        self._file = file
        self._top = Locator(file, f"L{headings.line}")
        self._columns = Columns(headings.cells)
        if not self._columns.has("questionText"):
            raise PqgraphError("PQ109", "there is no column 'question text'", place=str(self._top))
        self._usual = UsualRows(self._columns)
        self._told: set[str] = set()

    def strangers(self) -> Iterator[Notice]:
        """Notices of the headings that are not known."""
        for heading in self._columns.unknown:
            yield Notice(code="PQ251", locator=self._top, found=f"column {heading!r} is not known")

    def items(self, row: Row) -> Iterator[Item]:
        """The record of a row, with notices about it, or its rejection."""
        locator = Locator(self._file, f"L{row.line}")
        try:
            question = self._usual.question(row.cells, locator)
        except (ValueError, KeyError):
            yield from self._unusual(row, locator)
        else:
            yield question
            yield from self._damage(question)
        for code, heading, said in self._columns.notes:
            if code != "PQ258" or code not in self._told:  # once is enough to know what was done to the file
                self._told.add(code)
                yield Notice(code=code, locator=locator, found=f"column {heading!r}: {said}")

    def _unusual(self, row: Row, locator: Locator) -> Iterator[Item]:
        for item in read_item(self._columns.tree(row.cells), self._file, locator.fragment, None):
            if isinstance(item, Question):
                yield item
                yield from self._damage(item)
            elif isinstance(item, Rejected | Notice):
                # What the shared code says of a place in the tree is said here of a column.
                pointer = item.locator.fragment.removeprefix(locator.fragment)
                heading = self._columns.heading(pointer)
                where = "" if heading is None else f"column {heading!r}: "
                kind = Rejected if isinstance(item, Rejected) else Notice
                yield kind(code=item.code, locator=locator, found=where + item.found)

    def _damage(self, question: Question) -> tuple[Notice, ...]:
        if "PQ259" not in self._told and (shown := _mojibake(question)):
            self._told.add("PQ259")
            return (Notice(code="PQ259", locator=question.locator, found=f"the text holds {shown!r}"),)
        return ()


def _mojibake(question: Question) -> str | None:
    for text in (question.text, question.heading, *(answer.text for answer in question.answers)):
        if text and not text.isascii() and ("â€" in text or "Â" in text or "Ã" in text):
            match = _MOJIBAKE.search(text)
            if match is not None:
                return match[0]
    return None


READER = LdaCsv()
