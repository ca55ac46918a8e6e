"""Files in and out: named alone or by their folder, compressed or not, written whole or not at all."""

from __future__ import annotations

import gzip
import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

from msgspec import Struct

from pqgraph.errors import PqgraphError

__all__ = [
    "Input",
    "decompressed",
    "expand_inputs",
    "open_input",
    "output",
    "refuse_inputs",
    "sync_folder",
    "write_durably",
]

_BUFFER = 1 << 20
GZIP_MAGIC = b"\x1f\x8b"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"


class Input(Struct, frozen=True):
    """One file to read."""

    path: str
    name: str
    """For reports: the file's name; of a file found in a folder, its path below that."""
    folder: str | None = None
    """The folder that was given, if it was found there: then it is skipped, not an error, if no reader knows it."""


def expand_inputs(inputs: Iterable[str | Path]) -> list[Input]:
    """The files that the inputs name: folders give all their files, sorted, without hidden ones.

    Raises:
        PqgraphError: PQ101, one does not exist; PQ112, a folder holds no file.
    """
    found: list[Input] = []
    for given in inputs:
        path = Path(given)
        if str(given) != "-" and path.is_dir():
            before = len(found)
            for inner in sorted(path.rglob("*")):
                below = inner.relative_to(path)
                hidden = any(part.startswith(".") for part in below.parts)
                if inner.is_file() and not hidden:
                    found.append(Input(str(inner), below.as_posix(), str(given)))
            if len(found) == before:
                raise PqgraphError("PQ112", "the folder holds no file", place=str(given))
        else:
            if str(given) != "-" and not path.exists():
                raise PqgraphError("PQ101", "there is no such file or folder", place=str(given))
            found.append(Input(str(given), "stdin" if str(given) == "-" else path.name))
    return found


def refuse_inputs(target: str | Path | None, inputs: Iterable[str | Path]) -> None:
    """Make sure that the output is none of the files that are read: sources may not be to be had again.

    Args:
        target: The output; ``None`` and ``-`` are standard output.
        inputs: Files, folders or ``-``; what does not exist is passed over.

    Raises:
        PqgraphError: PQ901, it is one of them, or a file in one of the folders.
    """
    if target is None or str(target) == "-" or not Path(target).is_file():
        return
    for given in inputs:
        path = Path(given)
        if str(given) == "-" or not path.exists():
            continue
        for each in path.rglob("*") if path.is_dir() else (path,):
            if each.is_file() and each.samefile(target):
                raise PqgraphError(
                    "PQ901",
                    f"the output is one of the inputs: {each}",
                    advice="Name another file for the output.",
                )


@contextmanager
def open_input(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading and look through gzip or Zstandard, told by the first bytes, not by the name.

    Damage inside the compressed data shows only while reading, as ``EOFError``, ``OSError`` or the error of the
    compression library; :class:`pqgraph.readers.base.Source` turns those into PQ104.
    """
    with path.open("rb", buffering=_BUFFER) as raw, decompressed(raw) as stream:
        yield stream


def decompressed(raw: BinaryIO) -> BinaryIO:
    """Look through gzip or Zstandard in an open, buffered stream.

    Reading gives everything up to the place where the data is damaged or ends too early, then raises
    ``EOFError``, :class:`gzip.BadGzipFile` or :class:`zstandard.ZstdError`.
    """
    magic = cast(io.BufferedReader, raw).peek(4)[:4]
    if magic.startswith(GZIP_MAGIC):
        return cast(BinaryIO, io.BufferedReader(_Decompressed(raw, _gunzip), _BUFFER))
    if magic == ZSTD_MAGIC:
        return cast(BinaryIO, io.BufferedReader(_Decompressed(raw, _unzstd), _BUFFER))
    return raw


class _Decompressor(Protocol):
    """One gzip member or Zstandard frame."""

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, /) -> bytes: ...


def _gunzip() -> _Decompressor:
    from isal import igzip_lib

    return cast(_Decompressor, igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_GZIP))


def _unzstd() -> _Decompressor:
    import zstandard

    return cast(_Decompressor, zstandard.ZstdDecompressor().decompressobj())


class _Decompressed(io.RawIOBase):
    """Decompresses in small steps.

    The libraries' own file objects will not do: gzip's loses up to a buffer of good data before damage, and
    Zstandard's takes a file that ends too early for a whole one.
    """

    # Even the densest data swells so little of it to no more than a few megabytes (gzip) or 64 (Zstandard).
    _STEP = 1 << 11

    def __init__(self, raw: BinaryIO, new: Callable[[], _Decompressor]) -> None:
        self._raw = raw
        self._new = new
        self._current: _Decompressor | None = None
        self._input = b""
        self._output = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._output:
            self._input = self._input or self._raw.read(self._STEP)
            if self._current is None:
                self._input = self._input.lstrip(b"\0")  # tapes and disks pad with zeros
            if not self._input:
                if self._current is not None:
                    raise EOFError("the compressed data ends too early")
                if not (more := self._raw.read(self._STEP)):
                    return 0
                self._input = more
                continue
            self._output = memoryview(self._step())
        size = min(len(buffer), len(self._output))
        buffer[:size] = self._output[:size]
        self._output = self._output[size:]
        return size

    def _step(self) -> bytes:
        from isal import igzip_lib

        damage = cast("type[Exception]", igzip_lib.error)
        if self._current is None:
            self._current = self._new()
        try:
            output = self._current.decompress(self._input)
        except damage as problem:
            raise gzip.BadGzipFile(f"the compressed data is damaged: {problem}") from problem
        self._input = b""
        if self._current.eof:
            self._input = self._current.unused_data
            self._current = None
        return output


@contextmanager
def output(target: str | Path | None) -> Iterator[BinaryIO]:
    """A stream to write to that leaves either the whole file or what was there before.

    ``None`` and ``-`` are standard output. Anything else is written under a temporary name in the same folder,
    flushed to disk and renamed when the block ends well. ``.gz`` and ``.zst`` compress; the same bytes in give
    the same bytes out.

    Raises:
        PqgraphError: PQ606, the file cannot be made or written.
    """
    if target is None or str(target) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(target)
    if path.exists() and not path.is_file():
        # A device or a pipe cannot be replaced, only written to.
        try:
            with path.open("wb") as raw:
                yield raw
        except OSError as problem:
            raise PqgraphError("PQ606", _reason(problem), place=str(path)) from problem
        return
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    except OSError as problem:
        raise PqgraphError("PQ606", _reason(problem), place=str(path)) from problem
    try:
        with os.fdopen(handle, "wb", buffering=_BUFFER) as raw:
            packed = _compressing(raw, path.suffix.lower())
            if packed is raw:
                yield raw
            else:
                even = _EvenPieces(packed)
                yield cast(BinaryIO, even)
                even.close()
            raw.flush()
            os.fsync(raw.fileno())
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except OSError as problem:
        Path(temporary).unlink(missing_ok=True)
        raise PqgraphError("PQ606", _reason(problem), place=str(path)) from problem
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _compressing(raw: BinaryIO, suffix: str) -> BinaryIO:
    if suffix == ".gz":
        from isal import igzip

        # No name and no time in the header: they would make equal data differ.
        stream = igzip.IGzipFile(filename="", fileobj=raw, mode="wb", compresslevel=1, mtime=0)  # type: ignore[no-untyped-call]
        return cast(BinaryIO, stream)
    if suffix == ".zst":
        import zstandard

        return cast(BinaryIO, zstandard.ZstdCompressor(level=3).stream_writer(raw, closefd=False))
    return raw


class _EvenPieces(io.RawIOBase):
    """Hands on what is written in pieces of one size: what compression makes of it depends on where they end.

    Args:
        stream: Where to; it is closed with this.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self._held += data
        if len(self._held) >= _BUFFER:
            whole = len(self._held) - len(self._held) % _BUFFER
            for start in range(0, whole, _BUFFER):
                self._stream.write(bytes(self._held[start : start + _BUFFER]))
            del self._held[:whole]
        return len(data)

    def close(self) -> None:
        """Hand on the rest. Whoever drops this without closing it wants nothing of it written."""
        if not self.closed:
            super().close()
            self._stream.write(bytes(self._held))
            self._stream.close()


def _umask() -> int:
    current = os.umask(0o022)
    os.umask(current)
    return current


def _reason(problem: OSError) -> str:
    return problem.strerror or str(problem)


def write_durably(path: Path, data: bytes) -> None:
    """Write a small file, whole or not at all, and make it last through a power cut.

    Raises:
        OSError: It cannot be written.
    """
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last through a power cut, where the system can.

    Raises:
        OSError: There is no such folder, or the disk fails.
    """
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
