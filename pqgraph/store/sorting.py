"""Sorting more lines than memory holds: sorted runs on disk, then one merge.

Byte order without duplicates, as ``LC_ALL=C sort -u`` gives it.
"""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterator
from typing import IO

__all__ = ["LineSorter"]

_RUN_BYTES = 1 << 27


class LineSorter:
    """A binary stream that takes lines in any order and gives them back sorted.

    Args:
        run_bytes: How many bytes of lines are held before a run goes to disk; Python needs about twice that.
    """

    def __init__(self, run_bytes: int = _RUN_BYTES) -> None:
        self._limit = run_bytes
        self._tail = b""
        self._lines: list[bytes] = []
        self._size = 0
        self._runs: list[IO[bytes]] = []

    def write(self, data: bytes) -> int:
        """Take bytes; they may end inside a line."""
        lines = (self._tail + data).split(b"\n")
        self._tail = lines.pop()
        self._lines += [line + b"\n" for line in lines]
        self._size += len(data)
        if self._size >= self._limit:
            self._spill()
        return len(data)

    def flush(self) -> None:
        """Nothing to do: part of being a stream."""

    def _spill(self) -> None:
        run = tempfile.TemporaryFile(prefix="pqgraph-sort-")  # noqa: SIM115 - closed in lines()
        run.writelines(sorted(set(self._lines)))
        run.seek(0)
        self._runs.append(run)
        self._lines, self._size = [], 0

    def lines(self) -> Iterator[bytes]:
        """All lines, sorted, each once, with their line feeds. Can be read once."""
        if self._tail:
            self._lines.append(self._tail + b"\n")
            self._tail = b""
        previous = None
        try:
            for line in heapq.merge(sorted(self._lines), *self._runs):
                if line != previous:
                    yield line
                previous = line
        finally:
            for run in self._runs:
                run.close()
