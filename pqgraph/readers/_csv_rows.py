"""Rows of CSV in any encoding and with any line ends, in flat memory; a broken row costs no other.

`RFC 4180 <https://www.rfc-editor.org/rfc/rfc4180>`_, read strictly, except where a program that wrote such
files is known to have strayed from it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import BufferedReader, BytesIO
from typing import BinaryIO, NamedTuple, cast

from pqgraph.errors import PqgraphError
from pqgraph.model import Locator, Notice, SourceFile
from pqgraph.readers.base import Source, decode_text
from pqgraph.readers.source import MAX_LINE

__all__ = ["BadRow", "Row", "rows"]

MAX_FIELD = 1 << 20
"""A value may have this many characters; where a closing quotation mark is missing, reading stops there."""

_BLOCK = 1 << 18
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
# A value of a row in which every value is quoted and quotation marks inside are not doubled: it ends at a mark
# that is followed by the end, or by a comma and the next value.
_LOOSE = re.compile(r"(?:\"(.*?)\"|())(?=,(?:[\",]|$)|$)(?:,|$)")


class Row(NamedTuple):
    """The values of a row."""

    line: int
    """Where it begins in the file, from 1."""
    cells: list[str]


class BadRow(NamedTuple):
    """A row that is not CSV."""

    line: int
    found: str


class _Lines:
    """Hands the lines of a file to the parser, line ends and all, and takes back what it need not have had."""

    def __init__(self, source: Iterator[bytes], file: SourceFile) -> None:
        self._source = source
        self._file = file
        self._again: list[str] = []
        self.number = 0
        self.taken: list[str] = []
        self.notices: list[Notice] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self._again:
            line = self._again.pop()
        else:
            data = next(self._source)
            try:
                line = data.decode()
            except UnicodeDecodeError as problem:
                line = self._windows(data, problem)
        self.number += 1
        self.taken.append(line)
        return line

    def back_to(self, place: int) -> None:
        """Take back the lines taken since the last row, from this one on (counted from 0)."""
        again = self.taken[place:]
        self._again += reversed(again)
        self.number -= len(again)

    def _windows(self, data: bytes, problem: UnicodeDecodeError) -> str:
        found = f"byte 0x{data[problem.start]:02X} is not UTF-8"
        locator = Locator(self._file, f"L{self.number + 1}")
        try:
            line = data.decode("cp1252")
        except UnicodeDecodeError:
            raise PqgraphError("PQ105", found, place=str(locator)) from problem
        if not self.notices:
            self.notices.append(Notice(code="PQ253", locator=locator, found=found))
        return line


def _split(stream: BinaryIO, name: str) -> Iterator[bytes]:
    """The lines of a stream with their ends, which are LF, CR LF or, from old spreadsheets, CR alone."""
    rest = b""
    while block := cast(BufferedReader, stream).read1(_BLOCK):
        lines = (rest + block).splitlines(keepends=True)
        rest = b"" if lines[-1].endswith(b"\n") else lines.pop()
        yield from lines
        if len(rest) > MAX_LINE:
            raise PqgraphError("PQ110", f"a line has more than {MAX_LINE:,} bytes", place=name)
    if rest:
        yield rest


def rows(source: Source, file: SourceFile, *, begins: re.Pattern[str]) -> Iterator[Row | BadRow | Notice]:
    """The rows of a file, headings first, without empty ones.

    A row with a quotation mark that opens and never closes would take all that follows with it. Where a row
    ends as no row of CSV can, or has another number of values than there are headings, reading goes on at the
    next line that looks like the beginning of a row. Elda's stylesheet for CSV does not double the quotation
    marks inside values; its rows are read too.

    Args:
        source: The file.
        file: The file, for locators.
        begins: What the lines match on which rows begin.

    Raises:
        PqgraphError: PQ105, PQ110; PQ104, after the rows before the damage.
    """
    csv.field_size_limit(max(csv.field_size_limit(), MAX_FIELD))
    if source.head.startswith(_UTF16):
        text, _ = decode_text(source.read(), file)
        yield from _rows(BytesIO(text.encode()), file, begins)
        return
    with source.open() as stream:
        yield from _rows(stream, file, begins)


def _rows(stream: BinaryIO, file: SourceFile, begins: re.Pattern[str]) -> Iterator[Row | BadRow | Notice]:
    lines = _Lines(_without_mark(_split(stream, file.name)), file)
    reader = csv.reader(lines, strict=True)
    width = told = 0
    while True:
        lines.taken.clear()
        start = lines.number + 1
        problem: csv.Error | None = None
        line = next(lines, None)
        if line is None:
            return
        cells = _plain(line)
        if cells is None or len(cells) != width:
            lines.back_to(0)
            lines.taken.clear()
            try:
                cells = next(reader)
            except csv.Error as caught:
                cells, problem = [], caught
        if len(lines.notices) > told:
            told = len(lines.notices)
            yield from lines.notices
        if len(cells) == width and problem is None and any(cells):
            yield Row(start, cells)
            continue
        if problem is None and not any(cells):
            continue
        if not width and problem is None:
            width = len(cells)
            yield Row(start, cells)
            continue
        if problem is None and len(cells) > width and not any(cells[width:]):
            yield Row(start, cells[:width])
            continue
        if (problem is not None or len(lines.taken) > 1) and (loose := _loose(lines.taken[0], width)):
            lines.back_to(1)
            yield Row(start, loose)
            continue
        resume = next((n for n, line in enumerate(lines.taken) if n and begins.match(line)), None)
        if resume is not None:
            lines.back_to(resume)
        yield BadRow(start, _described(problem, len(cells), width))


def _plain(line: str) -> list[str] | None:
    """The values of a line that is a row of its own, as :mod:`csv` has them; ``None`` where that has to look.

    Nearly all lines are such. Cut at their quotation marks, they take half the time in which :mod:`csv` goes through
    their characters one by one.
    """
    # By turns outside of quotation marks and inside.
    parts = line.rstrip("\r\n").split('"')
    if len(parts) % 2 == 0 or len(line) > MAX_FIELD:
        return None
    cells = parts[0].split(",")
    place, last = 1, len(parts) - 1
    while place < last:
        if cells.pop():
            return None  # the mark does not open the value
        value = parts[place]
        place += 2
        while not (behind := parts[place - 1]) and place < last:
            value += '"' + parts[place]  # the mark is doubled, and part of the value
            place += 2
        cells.append(value)
        if behind:
            if behind[0] != ",":
                return None
            cells += behind[1:].split(",")
    return cells


def _without_mark(lines: Iterator[bytes]) -> Iterator[bytes]:
    yield from (next(lines, b"").removeprefix(b"\xef\xbb\xbf"),)
    yield from lines


def _loose(line: str, width: int) -> list[str] | None:
    """The values of a line in which quotation marks are not doubled, if they are as many as the headings."""
    found, place, text = list[str](), 0, line.rstrip("\r\n")
    while place <= len(text) and len(found) <= width:
        match = _LOOSE.match(text, place)
        if match is None:
            return None
        found.append(match[1] or "")
        if not match[0].endswith(","):
            return found if match.end() == len(text) and len(found) == width else None
        place = match.end()
    return None


def _described(problem: csv.Error | None, count: int, width: int) -> str:
    if problem is None:
        return f"the row has {count} values, the headings are {width}"
    if "field limit" in str(problem):
        return f"a value has more than {MAX_FIELD:,} characters: its closing quotation mark is missing"
    if "end of data" in str(problem):
        return "the file ends inside a quoted value"
    return "a quotation mark inside a value is not doubled"
