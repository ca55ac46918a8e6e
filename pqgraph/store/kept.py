"""What was loaded into a store, kept beside it so that a build can make the store anew with all of it.

A store folder has a copy of each load in ``loaded/``: compressed N-Quads, graphs and labels of blank nodes as they
stand in the store, named by the digest of the statements. A copy is whole and on disk, and the manifest names it,
before the first statement goes in.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import zstandard

from pqgraph.errors import PqgraphError
from pqgraph.files import open_input, sync_folder
from pqgraph.store.contents import Digesting
from pqgraph.store.manifest import Manifest, StoreInput, read_manifest
from pqgraph.store.rdf_files import input_of, steady_quads

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["LOADED_FOLDER", "copies_of", "keeping", "kept_quads", "take_over"]

LOADED_FOLDER = "loaded"
_SUFFIX = ".nq.zst"
_UNFINISHED = ".copy-"


@contextmanager
def keeping(folder: Path, files: Iterable[Path], graph: str | None) -> Iterator[list[StoreInput]]:
    """Keep copies of files that are about to be loaded; a block that fails leaves none that the manifest does not name.

    Args:
        folder: The store folder.
        files: RDF files.
        graph: IRI of a named graph for what they say in the default graph.

    Yields:
        The files as the manifest is to name them, with what leads to the copies.

    Raises:
        PqgraphError: PQ101, PQ104, PQ301, PQ302 of the files.
        OSError: A copy cannot be written.
    """
    place = folder / LOADED_FOLDER
    made: set[str | None] = set()
    try:
        place.mkdir(exist_ok=True)
        for left in place.glob(f"{_UNFINISHED}*"):
            left.unlink()
        kept = []
        for file in files:
            digest, is_new = _copy(file, graph, place)
            if is_new:
                made.add(digest)
            given = input_of(file)
            kept.append(StoreInput(given.name, given.sha256, digest))
        sync_folder(place)
        sync_folder(folder)
        yield kept
    except BaseException:
        # Where not even the old manifest could be put back, a build must find what the new one names.
        with suppress(PqgraphError):
            named = {given.kept for given in read_manifest(folder).inputs}
            for unnamed in made - named:
                (place / f"{unnamed}{_SUFFIX}").unlink(missing_ok=True)
        raise


def copies_of(manifest: Manifest | None) -> tuple[StoreInput, ...]:
    """The loads that a manifest names copies of, in their order."""
    return tuple(given for given in manifest.inputs if given.kept) if manifest is not None else ()


def kept_quads(folder: Path, loads: Iterable[StoreInput]) -> Iterator[ox.Quad]:
    """The statements of copies, as they went into the store; each copy once.

    Args:
        folder: The store folder.
        loads: As :func:`copies_of` gives them.

    Raises:
        PqgraphError: PQ604, a copy is missing or damaged.
    """
    import pyoxigraph as ox

    for digest, name in {given.kept: given.name for given in loads if given.kept}.items():
        path = folder / LOADED_FOLDER / f"{digest}{_SUFFIX}"
        try:
            with open_input(path) as stream:
                whole = Digesting(stream)
                yield from ox.parse(whole.as_stream(), ox.RdfFormat.N_QUADS)
                if whole.digest().hex() != digest:
                    raise ValueError("it holds other statements")
        except (OSError, EOFError, SyntaxError, ValueError, zstandard.ZstdError) as problem:
            found = f"the copy of what was loaded from {name} cannot be read: {problem}"
            raise PqgraphError("PQ604", found, place=str(path), advice=_again(name)) from problem


def take_over(old: Path, new: Path, loads: Iterable[StoreInput]) -> None:
    """Bring the copies of a store to the one that takes its place.

    Args:
        old: The folder of the store that is there.
        new: The folder of the store in the making.
        loads: Which copies.

    Raises:
        PqgraphError: PQ604, a copy is missing.
        OSError: It cannot be written.
    """
    place = new / LOADED_FOLDER
    place.mkdir(exist_ok=True)
    for given in loads:
        source = old / LOADED_FOLDER / f"{given.kept}{_SUFFIX}"
        target = place / source.name
        if target.exists():
            continue
        if not source.is_file():
            found = f"the copy of what was loaded from {given.name} is missing"
            raise PqgraphError("PQ604", found, place=str(source), advice=_again(given.name))
        try:
            # Nobody writes to a copy, and it is on the disk already.
            os.link(source, target)
        except OSError:
            shutil.copyfile(source, target)
            with target.open("rb+") as stream:
                os.fsync(stream.fileno())
    sync_folder(place)


def _again(name: str) -> str:
    return f"Load {name} again as before, --graph included: 'pqgraph load' writes the copy anew. Then build."


class _Copying:
    """A stream that takes the digest of what is written to another."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        self._stream.write(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held here."""


def _copy(file: Path, graph: str | None, place: Path) -> tuple[str, bool]:
    """Write the copy of a file; the digest of its statements, and whether there was none like it."""
    import pyoxigraph as ox

    handle, temporary = tempfile.mkstemp(prefix=_UNFINISHED, dir=place)
    try:
        with os.fdopen(handle, "wb") as raw:
            packed = cast(BinaryIO, zstandard.ZstdCompressor(level=3).stream_writer(raw, closefd=False))
            copying = _Copying(packed)
            quads = steady_quads(file, graph=graph)
            ox.serialize(quads, cast(BinaryIO, copying), ox.RdfFormat.N_QUADS)
            packed.close()
            raw.flush()
            os.fsync(raw.fileno())
        digest = copying.digest.hexdigest()
        target = place / f"{digest}{_SUFFIX}"
        is_new = not target.exists()
        Path(temporary).chmod(0o644)
        # Also over one that is there: it may be what a disk that failed has left of it.
        Path(temporary).replace(target)
        return digest, is_new
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
