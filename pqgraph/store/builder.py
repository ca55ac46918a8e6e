"""Building a store whole or not at all.

A store is built in a folder of a temporary name beside its place and put there when it is finished: by one
rename, and if it replaces another, by one exchange of two names where the system can do that (Linux).
Whoever looks sees the old store, the new one or, elsewhere and only if the machine stops between two
renames, none; never a part. Who reads the old store meanwhile reads on; it is removed when nobody reads it any more,
at the latest by the next build.
"""

from __future__ import annotations

import ctypes
import errno
import glob
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from pqgraph.errors import PqgraphError
from pqgraph.files import sync_folder
from pqgraph.rdf.formats import RdfFormat, format_of_path
from pqgraph.store import locking, manifest
from pqgraph.store.contents import ContentDigest, Digesting
from pqgraph.store.kept import LOADED_FOLDER, copies_of, take_over
from pqgraph.store.local import RDF_FOLDER, LocalStore
from pqgraph.store.locking import StoreLock
from pqgraph.store.manifest import Manifest, StoreInput

__all__ = ["RECORDS_FOLDER", "SEARCH_FOLDER", "StoreBuilder", "sweep"]

RECORDS_FOLDER = "records"
SEARCH_FOLDER = "search"

_SCRATCH = "scratch"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class StoreBuilder:
    """Builds a store folder; a context manager.

    ::

        with StoreBuilder(folder) as builder:
            builder.add(Path("questions.nt"))
            builder.finish()

    Leaving the block without :meth:`finish`, by an error or not, leaves what was there before.

    Args:
        path: The store folder to make. It may exist if it is empty.
        replace: Take the place of a store that is there.
        update: Take the place of a store that is there, and start with the records it was built from and what was
            loaded into it.

    Raises:
        PqgraphError: On entering: PQ602 a store is there and may not be replaced; PQ603 it is in use; PQ606
            the folder cannot be made; PQ607 the folder holds other files.
    """

    def __init__(self, path: str | Path, *, replace: bool = False, update: bool = False) -> None:
        # A link to the folder stays; what it leads to is built.
        self._path = Path(path).resolve()
        self._replace = replace or update
        self._update = update
        self._part: Path | None = None
        self._lock: StoreLock | None = None
        self._store: LocalStore | None = None
        self._content = ContentDigest()
        self._old: Manifest | None = None
        self._loads: tuple[StoreInput, ...] = ()

    def __enter__(self) -> StoreBuilder:
        import pyoxigraph as ox

        self._check_place()
        self._sweep()
        if self._update:
            self._old = self._there()
        try:
            part = Path(tempfile.mkdtemp(prefix=f".{self._path.name}.part-", dir=self._path.parent))
            self._part = part
            part.chmod(0o755)
            self._lock = StoreLock(part, exclusive=True)
            self._store = LocalStore(ox.Store(str(part / RDF_FOLDER)))
        except OSError as problem:
            self._discard()
            raise PqgraphError("PQ606", problem.strerror or str(problem), place=str(self._path)) from problem
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._discard()
        if isinstance(error, OSError) and error.errno in _FULL and error.filename is None:
            raise PqgraphError("PQ606", error.strerror or str(error), place=str(self._path)) from error

    @property
    def store(self) -> LocalStore:
        """The store in the making, for checks that need the whole graph before it takes its place."""
        if self._store is None:
            raise ValueError("the builder is not at work: use it in a with block, before finish()")
        return self._store

    @property
    def records(self) -> Path:
        """A folder for the records that the store is built from, kept in it so that a later build can add to them."""
        if self._part is None:
            raise ValueError("the builder is not at work: use it in a with block, before finish()")
        folder = self._part / RECORDS_FOLDER
        if not folder.exists():
            old = self._path / RECORDS_FOLDER
            if self._update and old.is_dir():
                shutil.copytree(old, folder)
            else:
                folder.mkdir()
        return folder

    @property
    def search(self) -> Path:
        """The place of the search index, which comes and goes with the store; whoever writes one makes the folder."""
        if self._part is None:
            raise ValueError("the builder is not at work: use it in a with block, before finish()")
        return self._part / SEARCH_FOLDER

    @property
    def content(self) -> str:
        """What has been added so far, as the manifest will name it if nothing more is."""
        return self._content.hexdigest()

    @property
    def scratch(self) -> Path:
        """A folder for files that are needed until :meth:`finish`; it goes with a build that is stopped."""
        if self._part is None:
            raise ValueError("the builder is not at work: use it in a with block, before finish()")
        folder = self._part / _SCRATCH
        folder.mkdir(exist_ok=True)
        return folder

    @property
    def loads(self) -> tuple[StoreInput, ...]:
        """What was loaded into the store that is updated, and is kept: :meth:`add_loads` adds it."""
        return copies_of(self._old)

    @property
    def doubtful(self) -> tuple[StoreInput, ...]:
        """Files of the store that is updated that may have been loaded before loads were kept.

        Unless records that are kept come from them, they would be lost.
        """
        if self._old is None or self._old.keeps:
            return ()
        return tuple(given for given in self._old.inputs if not given.kept and format_of_path(given.name))

    def add_loads(self) -> None:
        """Add what was loaded into the store that is updated, as a load adds it: statistics do not count it.

        Raises:
            PqgraphError: PQ604, a copy is missing or damaged; PQ606, the disk is full.
        """
        if not self.loads or self._part is None:
            return
        try:
            take_over(self._path, self._part, self.loads)
        except OSError as problem:
            raise PqgraphError("PQ606", problem.strerror or str(problem), place=str(self._path)) from problem
        self.store.add_kept(self._part, self.loads)
        self._loads = self.loads
        for given in self._loads:
            self._content.add_digest((given.kept or "").encode())

    def add(self, source: Path | BinaryIO, rdf_format: RdfFormat | None = None) -> None:
        """Add a file or stream, as :meth:`LocalStore.bulk_load`."""
        if isinstance(source, Path):
            self.store.bulk_load(source, rdf_format)
            self._content.add_file(source)
        else:
            stream = Digesting(source)
            self.store.bulk_load(stream.as_stream(), rdf_format)
            self._content.add_digest(stream.digest())

    def finish(self, inputs: Iterable[StoreInput] = ()) -> Manifest:
        """Optimise the store, write its manifest and put it in its place.

        Args:
            inputs: The source files that it was made of.

        Returns:
            The manifest.

        Raises:
            PqgraphError: PQ603 the store to be replaced is in use, or that to be updated has changed; PQ606 the disk
                is full or the place was taken meanwhile.
        """
        store, part = self.store, self._part
        if part is None:
            raise ValueError("the builder is not at work")
        try:
            shutil.rmtree(part / _SCRATCH, ignore_errors=True)
            store.optimize()
            store.flush()
            made = Manifest.now(
                store.count(),
                manifest.with_loads(inputs, self._loads),
                content=self.content,
                keeps=(part / RECORDS_FOLDER).is_dir(),
            )
            store.close()
            self._store = None
            manifest.write_manifest(part, made)
            sync_folder(part / RDF_FOLDER)
            self._check_place()
            if self._lock is not None:
                # It is finished; who reads it as soon as it is in its place must not take it for being written.
                self._lock.share()
            self._put(part)
        except (OSError, RuntimeError) as problem:
            raise PqgraphError("PQ606", str(problem), place=str(self._path)) from problem
        self._discard()
        return made

    def _check_place(self) -> None:
        path = self._path
        if not path.parent.is_dir():
            raise PqgraphError("PQ606", "the folder above it does not exist", place=str(path))
        if not path.exists():
            return
        if not path.is_dir():
            raise PqgraphError("PQ607", "there is a file of this name", place=str(path))
        if not (path / manifest.FILE_NAME).is_file():
            if any(path.iterdir()):
                raise PqgraphError("PQ607", "the folder holds files that are no store", place=str(path))
            return
        if not self._replace:
            raise PqgraphError("PQ602", "there is a store already", place=str(path))
        _check_is_store(path)
        StoreLock(path, exclusive=not locking.HOLDS_FOLDERS).release()

    def _there(self) -> Manifest | None:
        return manifest.read_manifest(self._path) if (self._path / manifest.FILE_NAME).is_file() else None

    def _check_unchanged(self) -> None:
        """What was loaded or built while this build was at work is not in it, and must not go with the old store."""
        if self._update and (there := self._there()) is not None and there != self._old:
            raise PqgraphError(
                "PQ603",
                "another process changed the store meanwhile",
                place=str(self._path),
                advice="Build again: it then starts with what is there now.",
            )

    def _put(self, part: Path) -> None:
        path = self._path
        if not (path / manifest.FILE_NAME).exists():
            part.replace(path)  # also onto an empty folder
            self._part = None
            sync_folder(path.parent)
            return
        # Nobody may write to the old store meanwhile; nor read it, if readers go by its name.
        old_lock = StoreLock(path, exclusive=not locking.HOLDS_FOLDERS)
        try:
            self._check_unchanged()
            if _exchange(part, path):
                old = part
            else:
                old = Path(tempfile.mkdtemp(prefix=f".{path.name}.old-", dir=path.parent))
                path.replace(old)
                part.replace(path)
            self._part = None
            sync_folder(path.parent)
            if not locking.HOLDS_FOLDERS:
                shutil.rmtree(old, ignore_errors=True)
        finally:
            old_lock.release()
        if locking.HOLDS_FOLDERS:
            _remove_unused(old)

    def _discard(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        if self._part is not None:
            shutil.rmtree(self._part, ignore_errors=True)
            self._part = None

    def _sweep(self) -> None:
        path = self._path
        for left in path.parent.glob(f".{glob.escape(path.name)}.old-*"):
            if not path.exists() and (left / manifest.FILE_NAME).is_file():
                # The machine stopped between two renames: this is the store.
                left.replace(path)
                self._check_place()
        sweep(path)


def sweep(path: str | Path) -> None:
    """Remove what lies beside a store and nobody uses: stores that it replaced, and builds that were killed.

    Args:
        path: The store folder. What cannot be removed stays; no error.
    """
    if not locking.AVAILABLE:
        return
    place = Path(path).resolve()
    for kind in ("part", "old"):
        for left in place.parent.glob(f".{glob.escape(place.name)}.{kind}-*"):
            if left.is_dir() and (kind == "part" or place.exists()):
                _remove_unused(left)


def _remove_unused(folder: Path) -> None:
    """Remove a folder, unless somebody reads from it or builds in it: these hold a lock."""
    try:
        lock = StoreLock(folder, exclusive=True)
    except PqgraphError:
        return
    shutil.rmtree(folder, ignore_errors=True)
    lock.release()


def _check_is_store(path: Path) -> None:
    """Nothing but what pqgraph wrote is ever deleted with a store."""
    known = {RDF_FOLDER, RECORDS_FOLDER, LOADED_FOLDER, SEARCH_FOLDER, manifest.FILE_NAME, locking.FILE_NAME}
    names = (p.name for p in path.iterdir())
    others = sorted(n for n in names if n not in known and not n.startswith(manifest.UNFINISHED))
    if others:
        raise PqgraphError("PQ607", f"the store folder also holds {', '.join(others[:3])}", place=str(path))


_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def _exchange(one: Path, other: Path) -> bool:
    """Swap the names of two folders in one step; ``False`` if the system cannot."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    done = renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return bool(done == 0)
