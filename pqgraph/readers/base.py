"""What a reader is, and the small tools that all readers share."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Protocol, TypeVar, runtime_checkable

from pqgraph.errors import PqgraphError
from pqgraph.model import Locator, Notice, Record, Rejected, SourceFile
from pqgraph.readers.source import Source

__all__ = [
    "Item",
    "Reader",
    "Source",
    "UnknownFields",
    "day",
    "decode_text",
    "in_batches",
    "load_json",
]

_T = TypeVar("_T")

Item = Record | Rejected | Notice
"""What a reader yields, in the order of the source."""


@runtime_checkable
class Reader(Protocol):
    """One source format, read into records.

    A reader of registers, whose records are members, says so by an attribute ``yields_members = True``: such files
    are read before all others, so that every question finds the register complete.

    A reader that can read blocks of a file's lines one by one (:class:`~pqgraph.readers.source.LineBlock`) says so by
    a method ``by_lines(source)``: whether this file is such. Then several processes can share it.
    """

    @property
    def name(self) -> str:
        """Name on the command line and in reports."""

    @property
    def summary(self) -> str:
        """One line for ``pqgraph list readers``."""

    @property
    def description(self) -> str:
        """A paragraph for ``pqgraph show readers NAME`` and the documentation: where such files come from."""

    def accepts(self, head: bytes) -> bool:
        """Whether a file that begins with these (up to 65,536, decompressed) bytes is of this format."""

    def read(self, source: Source, file: SourceFile) -> Iterator[Item]:
        """The records of the source, one after the other.

        Raises:
            PqgraphError: The file as a whole cannot be used (PQ1xx).
        """


def in_batches(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """Items so many at a time, all taken before the first is used: what makes them stays in the processor's cache.

    What comes before an input turns out to be unusable is given all the same, before the error.

    Args:
        items: The items.
        size: How many make a batch; the last one may have fewer, none is empty.

    Raises:
        PqgraphError: What taking the items raises.
    """
    held: list[_T] = []
    try:
        for item in items:
            held.append(item)
            if len(held) == size:
                yield held
                held = []
    except PqgraphError:
        if held:
            yield held
        raise
    if held:
        yield held


def decode_text(data: bytes, file: SourceFile) -> tuple[str, Notice | None]:
    """Bytes to text: UTF-8 with or without byte order mark, UTF-16 with one, else Windows-1252 with a notice.

    Raises:
        PqgraphError: PQ105, none of them fits.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), None
        except UnicodeDecodeError as problem:
            raise PqgraphError("PQ105", f"not UTF-16: {problem.reason}", place=file.name) from problem
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            raise PqgraphError(
                "PQ105", f"byte 0x{data[problem.start]:02X} is not UTF-8", place=f"{file.name}#L{line}"
            ) from problem
        found = f"byte 0x{data[problem.start]:02X} is not UTF-8"
        return text, Notice(code="PQ253", locator=Locator(file, f"L{line}"), found=found)


def load_json(data: bytes) -> Any:
    """Parse JSON that the fast parser refuses for its characters.

    Lone surrogates and control characters inside strings pass, to be replaced later. ``NaN`` and ``Infinity``
    do not: they are not JSON.

    Raises:
        ValueError: It is not JSON; a :class:`json.JSONDecodeError` if the place is known.
    """
    try:
        return json.loads(data.decode("utf-8-sig"), strict=False, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("nested too deep") from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)


@lru_cache(maxsize=16384)  # a file has few days and many records
def day(text: str) -> dt.date:
    """A day from ``2018-11-22`` or the midnight that Parliament's APIs write, ``2018-11-22T00:00:00``.

    A zone may follow either. A day stays the day that is printed: no zone and no time of day shifts it.

    Raises:
        ValueError: There is no such day, or the form is another.
    """
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError(f"{_short(text)} is not a date")
    try:
        return dt.date.fromisoformat(match[1])
    except ValueError:
        raise ValueError(f"{_short(text)} is not a day of the calendar") from None


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:39] + "…")


class UnknownFields:
    """Reports each unknown field once a file, where it was first seen."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def check(
        self, names: set[str], known: frozenset[str], prefix: str, locator: Locator
    ) -> Iterator[Notice]:
        """Notices (PQ251) for the names that are neither known nor reported yet.

        Args:
            names: The names the record has.
            known: The names the reader knows.
            prefix: Put before each name in the report: ``answer.`` for a nested one.
            locator: Where the record stands.
        """
        for name in sorted(names - known):
            full = prefix + name
            if full not in self._seen:
                self._seen.add(full)
                yield Notice(code="PQ251", locator=locator, found=f"field {full!r} is not known")
