"""What readers read from: files, pipes and blocks of lines, decompressed, with limits on what they may hold."""

from __future__ import annotations

import errno
import gzip
import hashlib
import io
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, cast

from pqgraph import files
from pqgraph.errors import PqgraphError

__all__ = ["HEAD_BYTES", "MAX_DOCUMENT", "MAX_LINE", "LineBlock", "Source"]

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

    first = 1
    """The number of the first line."""

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
        try:
            shutil.copyfileobj(stream, self._spool)
            self._spool.flush()
        except OSError as problem:
            self.close()
            if problem.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            raise PqgraphError(
                "PQ606",
                problem.strerror or str(problem),
                place=tempfile.gettempdir(),
                advice="What comes through a pipe is kept there while it is read: free some space, or set TMPDIR.",
            ) from problem
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
            number = self.first - 1
            while line := stream.readline(limit):
                number += 1
                if len(line) == limit and not line.endswith(b"\n"):
                    raise PqgraphError(
                        "PQ110", f"the line has more than {limit:,} bytes", place=f"{self.name}#L{number}"
                    )
                if stripped := line.strip():
                    yield number, stripped

    def line_blocks(self, size: int) -> Iterator[LineBlock]:
        """The same lines in blocks that can be read one by one, each of about so many bytes.

        Raises:
            PqgraphError: As :meth:`lines`, after all blocks of what comes before.
        """
        first, rest = 1, b""
        try:
            with self.open() as stream:
                while piece := _some(stream, size):
                    rest += piece
                    if len(rest) < size:
                        continue
                    if end := rest.rfind(b"\n") + 1:
                        yield LineBlock(self.name, first, rest[:end])
                        first += rest.count(b"\n", 0, end)
                        rest = rest[end:]
                    elif len(rest) >= MAX_LINE:
                        break  # who reads the block finds the line too long
        except PqgraphError:
            if end := rest.rfind(b"\n") + 1:
                yield LineBlock(self.name, first, rest[:end])
            raise
        if rest:
            yield LineBlock(self.name, first, rest)

    def close(self) -> None:
        """Delete the temporary copy of standard input."""
        if self._spool is not None:
            self._spool.close()


class LineBlock(Source):
    """Some lines of a file of JSON Lines, whole and in memory, to be read elsewhere.

    Args:
        name: The file's name for reports.
        first: The number of the first line.
        data: The lines.
    """

    def __init__(self, name: str, first: int, data: bytes) -> None:
        self.name = name
        self.first = first
        self.data = data

    def __reduce__(self) -> tuple[object, ...]:
        return LineBlock, (self.name, self.first, self.data)

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The lines."""
        yield io.BytesIO(self.data)


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


_CONTROLS = bytes(byte for byte in range(32) if byte < 9 or byte > 13)


def _looks_binary(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False  # UTF-16 with a byte order mark; decode_text tells it
    some = head[:4096]
    return b"\x00" in head or len(some) - len(some.translate(None, _CONTROLS)) > 40
