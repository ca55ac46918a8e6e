"""Who uses a store: any number of readers, or one writer.

Oxigraph leaves undefined what a reader sees while another process writes, so pqgraph's own lock keeps writers and
readers apart. The system frees a lock when its process ends, however it ends.

A build that replaces the store does not write to the old one; it swaps two folders' names. RocksDB opens its files by
name, late, so a reader must not go by the folder's name: it holds the folder itself open and reads through that
(``/proc/self/fd``, Linux). Elsewhere readers keep such a build away too.
"""

from __future__ import annotations

import os
from pathlib import Path

from pqgraph.errors import PqgraphError

try:
    import fcntl
except ImportError:  # Windows has no flock; there RocksDB's own lock and open files guard the folder.
    fcntl = None  # type: ignore[assignment]

__all__ = ["AVAILABLE", "FILE_NAME", "HOLDS_FOLDERS", "StoreLock"]

FILE_NAME = "lock"
AVAILABLE = fcntl is not None
"""Whether this system has such locks."""
_OPEN_FILES = Path("/proc/self/fd")
HOLDS_FOLDERS = AVAILABLE and _OPEN_FILES.is_dir()
"""Whether readers go on reading a store whose place another has taken."""
_TRIES = 10


class StoreLock:
    """A lock on a store folder, held until :meth:`release`.

    Args:
        folder: The store folder.
        exclusive: For a writer; else for a reader.

    Raises:
        PqgraphError: PQ603, somebody else uses the store in a way that does not go with this.
    """

    folder: Path
    """Leads to the locked folder until :meth:`release`; of a reader, whatever becomes of the folder's name."""

    def __init__(self, folder: Path, *, exclusive: bool) -> None:
        self.folder = folder
        self._handle: int | None = None
        self._held: int | None = None
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

    @classmethod
    def of_reader(cls, folder: Path) -> StoreLock:
        """The lock of a reader who goes on reading this very store when another takes its place.

        Raises:
            PqgraphError: PQ603, somebody writes to the store; PQ601, the folder is gone.
        """
        if not HOLDS_FOLDERS:
            return cls(folder, exclusive=False)
        for attempt in range(1, _TRIES + 1):
            try:
                held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            except OSError as problem:
                raise PqgraphError("PQ601", problem.strerror or str(problem), place=str(folder)) from problem
            lock: StoreLock | None = None
            try:
                lock = cls(_OPEN_FILES / str(held), exclusive=False)
                # Another store may have taken the place between the two steps, and this one may be going.
                if os.path.samestat(os.fstat(held), folder.stat()):
                    lock._held, held = held, -1
                    return lock
            except PqgraphError as problem:
                if attempt == _TRIES or os.path.samestat(os.fstat(held), folder.stat()):
                    raise PqgraphError(problem.code.id, problem.found, place=str(folder)) from problem
            finally:
                if held >= 0:
                    if lock is not None:
                        lock.release()
                    os.close(held)
        raise PqgraphError("PQ603", "the store is being replaced again and again", place=str(folder))

    def share(self) -> None:
        """Make a writer's lock a reader's.

        Raises:
            PqgraphError: PQ603, somebody else took the lock in the same moment.
        """
        if self._handle is not None:
            try:
                fcntl.flock(self._handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError as problem:
                raise PqgraphError(
                    "PQ603", "another process uses the store", place=str(self.folder)
                ) from problem

    def release(self) -> None:
        """Give the lock back; a second time does nothing."""
        for handle in (self._handle, self._held):
            if handle is not None:
                os.close(handle)
        self._handle = self._held = None
