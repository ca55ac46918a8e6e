"""What a reader is, what it reads from, and the small tools that all readers share."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import io
import json
import re
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache, cached_property, lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Protocol, TypeVar, cast, runtime_checkable

from pqgraph import files
from pqgraph.errors import PqgraphError
from pqgraph.model import Locator, Notice, Record, Rejected, SourceFile

__all__ = ["Item", "Reader", "Source", "UnknownFields", "day", "decode_text", "in_batches", "load_json"]

HEAD_BYTES = 1 << 16
MAX_DOCUMENT = 1 << 28
"""A document that must be held whole (a JSON page, an HTML page) may have this many bytes, decompressed."""
MAX_LINE = 1 << 24
"""A line of JSON Lines may have this many bytes."""
MAX_RATIO = 250
"""Compressed data may not swell by more; text of this kind swells by less than 20."""
RATIO_FROM = 1 << 28
"""The ratio counts from so many bytes on; below, equal records or blanks may swell at will."""
_PIECE = 1 << 20

_T = TypeVar("_T")

Item = Record | Rejected | Notice
"""What a reader yields, in the order of the source."""


@runtime_checkable
class Reader(Protocol):
    """One source format, read into records.

    A reader of registers, whose records are members, says so by an attribute ``yields_members = True``: such files
    are read before all others, so that every question finds the register complete.
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


class Source:
    """A file, or standard input, to read from: decompressed, hashed, its beginning at hand.

    Standard input and other pipes are spooled to a temporary file, because a source is read twice: once for
    its hash, once for its records.

    Args:
        path: The file; ``-`` for standard input.
        name: The name for reports; the file's own name if left out.

    Raises:
        PqgraphError: PQ101, there is no such file.
    """

    def __init__(self, path: str | Path, name: str | None = None) -> None:
        self._spool: Any = None
        if str(path) == "-":
            self._keep(sys.stdin.buffer)
            self.name = name or "stdin"
            return
        self.path = Path(path)
        self.name = name or self.path.name
        try:
            kind = self.path.stat()
            if stat.S_ISDIR(kind.st_mode):
                raise PqgraphError("PQ101", "is a folder", place=str(path))
            if not stat.S_ISREG(kind.st_mode):  # a pipe, as the shell's <(…) makes it
                with self.path.open("rb") as pipe:
                    self._keep(pipe)
        except FileNotFoundError as problem:
            raise PqgraphError("PQ101", "there is no such file", place=str(path)) from problem
        except (OSError, ValueError) as problem:
            reason = getattr(problem, "strerror", None) or str(problem)
            raise PqgraphError("PQ101", reason, place=str(path)) from problem

    def _keep(self, stream: BinaryIO) -> None:
        self._spool = tempfile.NamedTemporaryFile(prefix="pqgraph-", delete=True)  # noqa: SIM115
        shutil.copyfileobj(stream, self._spool)
        self._spool.flush()
        self.path = Path(self._spool.name)

    def __enter__(self) -> Source:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the bytes on disk."""
        try:
            with self.path.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as problem:
            raise PqgraphError("PQ101", problem.strerror or str(problem), place=self.name) from problem

    @cached_property
    def head(self) -> bytes:
        """The first 65,536 bytes, decompressed; fewer if the file or its compression breaks off before.

        Raises:
            PqgraphError: PQ102 for an empty file, PQ103 for a binary one, PQ104 for damaged compression.
        """
        head = b""
        try:
            with self.open() as stream:
                while len(head) < HEAD_BYTES and (more := _some(stream, HEAD_BYTES - len(head))):
                    head += more
        except PqgraphError as problem:
            # What came before the damage may hold records; reading them will meet the damage and say so.
            if problem.code.id != "PQ104" or not head.strip():
                raise
        if not head.strip():
            raise PqgraphError("PQ102", "the file is empty", place=self.name)
        if _looks_binary(head):
            raise PqgraphError("PQ103", "the file is not text", place=self.name)
        return head

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The bytes, decompressed. Damage in compressed data becomes PQ104 wherever in the block it shows.

        Raises:
            PqgraphError: PQ101, PQ104; PQ110 if the data swells by more than :data:`MAX_RATIO`.
        """
        try:
            raw = self.path.open("rb", buffering=1 << 20)
        except OSError as problem:
            raise PqgraphError("PQ101", problem.strerror or str(problem), place=self.name) from problem
        with raw:
            try:
                with files.decompressed(raw) as stream:
                    yield stream if stream is raw else _guarded(stream, self.path.stat().st_size, self.name)
            except _damage() as problem:
                raise PqgraphError("PQ104", str(problem), place=self.name) from problem
            except OSError as problem:
                raise PqgraphError("PQ101", str(problem), place=self.name) from problem

    def read(self) -> bytes:
        """The whole document, decompressed.

        Raises:
            PqgraphError: PQ110 if it is larger than :data:`MAX_DOCUMENT`.
        """
        pieces: list[bytes] = []
        size = 0
        with self.open() as stream:
            # Python makes room for as many bytes as are asked for, so they are not all asked for at once.
            while size <= MAX_DOCUMENT and (piece := stream.read(_PIECE)):
                pieces.append(piece)
                size += len(piece)
        if size > MAX_DOCUMENT:
            raise PqgraphError("PQ110", f"the document has more than {MAX_DOCUMENT:,} bytes", place=self.name)
        return b"".join(pieces)

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """The lines with their numbers from 1, without blank ones and line ends.

        A file cut short inside its compression gives its whole lines first, then raises PQ104; a last line
        that the cut broke is not given.

        Raises:
            PqgraphError: PQ110 for a line longer than :data:`MAX_LINE`.
        """
        limit = MAX_LINE
        with self.open() as stream:
            number = 0
            while line := stream.readline(limit):
                number += 1
                if len(line) == limit and not line.endswith(b"\n"):
                    raise PqgraphError(
                        "PQ110", f"the line has more than {limit:,} bytes", place=f"{self.name}#L{number}"
                    )
                if stripped := line.strip():
                    yield number, stripped

    def close(self) -> None:
        """Delete the temporary copy of standard input."""
        if self._spool is not None:
            self._spool.close()


class _Guard(io.RawIOBase):
    """Passes on decompressed bytes until there are more than so small a file can honestly hold."""

    def __init__(self, stream: BinaryIO, size: int, name: str) -> None:
        self._stream = cast(io.BufferedReader, stream)
        self._left = max(RATIO_FROM, size * MAX_RATIO)
        self._name = name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        got = self._stream.readinto1(buffer)
        self._left -= got
        if self._left < 0:
            found = f"the compressed data swells to more than {MAX_RATIO} times its size"
            raise PqgraphError(
                "PQ110", found, place=self._name, advice="If it is meant to be so, decompress it first."
            )
        return got


def _guarded(stream: BinaryIO, size: int, name: str) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(_Guard(stream, size, name), 1 << 18))


def _some(stream: BinaryIO, size: int) -> bytes:
    # At most one read below, so that what came before damage is not lost with it.
    return cast(io.BufferedReader, stream).read1(size)


@cache
def _damage() -> tuple[type[Exception], ...]:
    """What decompressing raises where the data ends too early or makes no sense."""
    import zstandard

    return EOFError, gzip.BadGzipFile, zstandard.ZstdError


def _looks_binary(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False  # UTF-16 with a byte order mark; decode_text tells it
    return b"\x00" in head or sum(byte < 9 or 13 < byte < 32 for byte in head[:4096]) > 40


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
