"""What the readers of registers in CSV share: headings, rows with their lines, numbers, days and intervals."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator
from typing import NamedTuple

from pqgraph.errors import PqgraphError
from pqgraph.model import Constituency, Locator, Member, Notice, Party, Rejected, SourceFile
from pqgraph.readers._pages import peek
from pqgraph.readers.base import Item, Source, day, decode_text

__all__ = [
    "Row",
    "RowError",
    "constituency",
    "day_of",
    "headings",
    "identifier",
    "interval",
    "members",
    "party",
    "value",
]

Row = dict[str, str]
"""A row by heading, without white space at the ends of values."""

_NOTHING = ("", "NA")
"""How an empty cell is written; R writes ``NA``."""


class RowError(Exception):
    """A row that cannot be used.

    Args:
        code: A key of :data:`pqgraph.errors.CODES`.
        found: What was found, in one line.
    """

    def __init__(self, code: str, found: str) -> None:
        super().__init__(found)
        self.code = code
        self.found = found


class _Line(NamedTuple):
    number: int
    cells: list[str]


def headings(head: bytes) -> tuple[str, ...]:
    """The headings in the first line of a file, or nothing if it does not begin like CSV."""
    first = peek(head).lstrip().split("\n", 1)[0]
    try:
        return tuple(cell.strip() for cell in next(csv.reader([first]), []))
    except csv.Error:
        return ()


def members(
    source: Source, file: SourceFile, make: Callable[[Row, Locator], Member], known: frozenset[str]
) -> Iterator[Item]:
    """The members that the rows of a file tell, one for each row.

    Args:
        source: The file.
        file: The file, for locators; they are lines, of the row's beginning: ``L12``.
        make: Makes a record of a row, or raises :class:`RowError`.
        known: The headings that the reader knows; others are reported (PQ251).

    Raises:
        PqgraphError: PQ104, PQ105, PQ108, PQ110.
    """
    text, notice = decode_text(source.read(), file)
    if notice is not None:
        yield notice
    names: list[str] = []
    for line in _lines(text, file):
        locator = Locator(file, f"L{line.number}")
        if not names:
            names = [cell.strip() for cell in line.cells]
            for name in sorted(set(names) - known):
                yield Notice(code="PQ251", locator=locator, found=f"field {name!r} is not known")
            continue
        if len(line.cells) != len(names):
            found = f"the row has {len(line.cells)} values, the headings are {len(names)}"
            yield Rejected(code="PQ206", locator=locator, found=found)
            continue
        try:
            yield make({name: cell.strip() for name, cell in zip(names, line.cells, strict=True)}, locator)
        except RowError as problem:
            yield Rejected(code=problem.code, locator=locator, found=problem.found)


def _lines(text: str, file: SourceFile) -> Iterator[_Line]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _Line(start, cells)
            start = reader.line_num + 1
    except csv.Error as problem:
        raise PqgraphError("PQ108", f"not CSV: {problem}", place=f"{file.name}#L{start}") from problem


def identifier(row: Row, name: str) -> str:
    """An MNIS number.

    Raises:
        RowError: PQ201 there is none, PQ202 it is no number.
    """
    number = value(row, name)
    if number is None:
        raise RowError("PQ201", f"{name} is empty")
    if not (number.isascii() and number.isdecimal() and len(number) < 10 and int(number)):
        raise RowError("PQ202", f"{name} {number[:40]!r} is not the number of a member")
    return str(int(number))


def value(row: Row, name: str) -> str | None:
    """A cell, or ``None`` if it is empty or the file has no such column."""
    found = row.get(name, "")
    return None if found in _NOTHING else found


def day_of(row: Row, name: str) -> dt.date | None:
    """A day.

    Raises:
        RowError: PQ203, there is no such day.
    """
    text = value(row, name)
    if text is None:
        return None
    try:
        return day(text)
    except ValueError as problem:
        raise RowError("PQ203", f"{name}: {problem}") from None


def interval(row: Row, first: str, last: str) -> tuple[dt.date, dt.date | None]:
    """The first and the last day of a membership.

    Raises:
        RowError: PQ201 there is no first day, PQ203 there is no such day, PQ264 it ends before it begins.
    """
    start, end = day_of(row, first), day_of(row, last)
    if start is None:
        raise RowError("PQ201", f"{first} is empty")
    if end is not None and end < start:
        raise RowError("PQ264", f"it begins on {start} and ends on {end}")
    return start, end


def party(row: Row, number: str, name: str) -> Party:
    """A party.

    Raises:
        RowError: PQ201, there is neither number nor name.
    """
    found = Party(identifier=value(row, number), name=value(row, name))
    if found == Party():
        raise RowError("PQ201", f"{name} is empty")
    return found


def constituency(row: Row, number: str, name: str) -> Constituency:
    """A constituency.

    Raises:
        RowError: PQ201, there is neither number nor name.
    """
    found = Constituency(identifier=value(row, number), name=value(row, name))
    if found == Constituency():
        raise RowError("PQ201", f"{name} is empty")
    return found
