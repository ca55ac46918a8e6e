"""Who uses a store: any number of readers, or one writer.

Oxigraph leaves undefined what a reader sees while another process writes, and RocksDB opens its files by
name, late. So pqgraph's own lock keeps writers, and a build that replaces the store, away from readers. The
system frees a lock when its process ends, however it ends.
"""

from __future__ import annotations

import os
from pathlib import Path

from pqgraph.errors import PqgraphError

try:
    import fcntl
except ImportError:  # Windows has no flock; there RocksDB's own lock and open files guard the folder.
    fcntl = None  # type: ignore[assignment]

__all__ = ["AVAILABLE", "FILE_NAME", "StoreLock"]

FILE_NAME = "lock"
AVAILABLE = fcntl is not None
"""Whether this system has such locks."""


class StoreLock:
    """A lock on a store folder, held until :meth:`release`.

    Args:
        folder: The store folder.
        exclusive: For a writer; else for a reader.

    Raises:
        PqgraphError: PQ603, somebody else uses the store in a way that does not go with this.
    """

    def __init__(self, folder: Path, *, exclusive: bool) -> None:
        self._handle: int | None = None
        if fcntl is None:
            return
        try:
            handle = os.open(folder / FILE_NAME, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError:
            try:
                handle = os.open(folder / FILE_NAME, os.O_RDONLY)
            except OSError:
                # Nobody can write to a folder that takes no lock file.
                return
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError as problem:
            os.close(handle)
            what = "is using" if exclusive else "writes to"
            raise PqgraphError("PQ603", f"another process {what} the store", place=str(folder)) from problem
        self._handle = handle

    def release(self) -> None:
        """Give the lock back; a second time does nothing."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)
