"""RDF/XML only with a harmless document type: the door that every RDF file goes through before it is parsed."""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO, cast

from pqgraph.errors import PqgraphError
from pqgraph.prolog import HEAD_BYTES, check_prolog

__all__ = ["checked_file", "checked_stream"]

_XML = frozenset({"rdfxml", "application/rdf+xml"})


def checked_stream(stream: BinaryIO, kind: str, place: str) -> BinaryIO:
    """A stream of RDF, if its document type is harmless.

    Entities that stand for a name, as RDF/XML often has for namespaces, are; what reads other files, or can swell, is
    refused before a parser sees it.

    Args:
        stream: Plain RDF, from its beginning.
        kind: Name or media type of the format; any but RDF/XML is let through as it is.
        place: Its name, for messages.

    Returns:
        A stream of the same bytes.

    Raises:
        PqgraphError: PQ114, it declares more; PQ105, PQ110, PQ301, it is no XML that can be read.
    """
    if kind not in _XML:
        return stream
    head = bytearray()
    while len(head) < HEAD_BYTES and (data := stream.read(HEAD_BYTES - len(head))):
        head += data
    _check(bytes(head), place)
    return cast(BinaryIO, io.BufferedReader(_Joined(bytes(head), stream)))


def checked_file(path: Path, kind: str, place: str) -> None:
    """The same for a file that a library opens by its path.

    Args:
        path: The file, not compressed.
        kind: Name or media type of its format.
        place: Its name, for messages.

    Raises:
        OSError: It cannot be read.
        PqgraphError: As :func:`checked_stream`.
    """
    if kind in _XML:
        with path.open("rb") as stream:
            _check(stream.read(HEAD_BYTES), place)


def _check(head: bytes, place: str) -> None:
    try:
        check_prolog(head, place, names=True)
    except PqgraphError as problem:
        if problem.code.id != "PQ108":
            raise
        raise PqgraphError("PQ301", problem.found, place=problem.place) from problem


class _Joined(io.RawIOBase):
    """What was read of a stream, and then the rest of it. Closing it leaves the stream open."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed: any buffer
        if self._head:
            size = min(len(self._head), len(buffer))
            buffer[:size] = self._head[:size]
            self._head = self._head[size:]
            return size
        data = self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
