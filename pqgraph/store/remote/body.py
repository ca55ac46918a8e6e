"""The body of an answer, as a stream that knows whether it is whole.

Parsers do not tell: half an XML result, or N-Triples cut at the end of a line, is well-formed to them.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from pqgraph.errors import PqgraphError

__all__ = ["Body"]

_TAIL = 400


class Body(io.RawIOBase):
    """Decodes what comes over the network, and counts it.

    Reading raises ``OSError`` when the answer breaks off, because parsers pass that on; :attr:`problem` is the
    error to tell.

    Args:
        parts: The bytes as they come, still compressed.
        encoding: ``Content-Encoding``: ``gzip`` or none.
        framed: Whether the protocol tells where the body ends: by its length or in chunks. If the server only
            closes the connection, the end says nothing.
        close: Called when the stream is closed.
        failure: Makes the error to tell of an exception that ``parts`` raised; given none, the compressed data
            ends too early.
    """

    def __init__(
        self,
        parts: Iterator[bytes],
        encoding: str,
        *,
        framed: bool,
        close: Callable[[], None],
        failure: Callable[[Exception | None], PqgraphError],
    ) -> None:
        self._parts = parts
        self._unzip = zlib.decompressobj(wbits=31) if encoding in ("gzip", "x-gzip") else None
        self._left = memoryview(b"")
        self._at_close = [close]
        self._failure = failure
        self._ended = False
        self.framed = framed
        self.tail = b""
        """The last bytes that were read."""
        self.problem: PqgraphError | None = None

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read into a buffer.

        Raises:
            OSError: The answer breaks off.
        """
        while not self._left and not self._ended:
            self._left = memoryview(self._next())
            if self._left:
                self.tail = (self.tail + bytes(self._left[-_TAIL:]))[-_TAIL:]
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size

    def drain(self) -> None:
        """Read what the parser left, to the end.

        Raises:
            PqgraphError: PQ609, the answer breaks off; PQ605, it takes too long.
        """
        try:
            while self.read(1 << 16):
                pass
        except OSError as problem:
            raise self.problem or self._failure(problem) from problem
        if self.problem is not None:
            raise self.problem

    def close(self) -> None:
        """Let go of the connection."""
        if not self.closed:
            for call in self._at_close:
                call()
        super().close()

    def at_close(self, call: Callable[[], None]) -> None:
        """Call this too when the stream is closed."""
        self._at_close.append(call)

    def _next(self) -> bytes:
        try:
            part = next(self._parts, None)
            if part is None:
                self._ended = True
                if self._unzip is not None and not self._unzip.eof:
                    raise self._broken(None)
                return b""
            return part if self._unzip is None else self._decompressed(part)
        except PqgraphError:
            raise
        except Exception as problem:
            if self.problem is not None:
                raise
            raise self._broken(problem) from problem

    def _decompressed(self, part: bytes) -> bytes:
        assert self._unzip is not None
        whole = b""
        while part:
            if self._unzip.eof:
                self._unzip = zlib.decompressobj(wbits=31)  # a further member
            whole += self._unzip.decompress(part)
            part = self._unzip.unused_data
        return whole

    def _broken(self, problem: Exception | None) -> OSError:
        self._ended = True
        self.problem = self._failure(problem)
        return OSError(self.problem.found)
