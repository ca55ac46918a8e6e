"""The manifest of a store folder: what is in it, and which version of pqgraph made it.

It is written last, so a folder with a manifest holds a whole store. It tells no time unless
``SOURCE_DATE_EPOCH`` does: the same inputs give the same manifest.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from pqgraph import __version__
from pqgraph.errors import PqgraphError
from pqgraph.files import sync_folder, write_durably

__all__ = [
    "FILE_NAME",
    "FORMAT_VERSION",
    "FORMER_NAME",
    "UNFINISHED",
    "Manifest",
    "StoreInput",
    "read_manifest",
    "with_loads",
    "write_manifest",
]

FILE_NAME = "manifest.json"
UNFINISHED = f".{FILE_NAME}."
"""What names of files begin with that a process which was killed has left beside the manifest."""
FORMER_NAME = f"{UNFINISHED}former"
"""The manifest from before a load, as long as the load lasts."""
FORMAT_VERSION = 1


class StoreInput(msgspec.Struct, frozen=True, omit_defaults=True):
    """One file whose content is in the store."""

    name: str
    """File name without folders."""
    sha256: str
    """SHA-256 of the file's bytes, 64 hex digits."""
    kept: str | None = None
    """Of a file that was loaded as it is: the name of its copy (:mod:`pqgraph.store.kept`). Files without one were
    built from; their records are kept."""


class Manifest(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="pqgraph-store", tag_field="kind"
):
    """What a store folder says of itself."""

    version: int
    """Version of the folder's layout."""
    pqgraph: str
    """Version of pqgraph that wrote it last."""
    triples: int
    """Statements in it when it was written last."""
    inputs: tuple[StoreInput, ...] = ()
    """The files it was made of, in the order of their loading."""
    content: str | None = None
    """Digest of all that was loaded, in its order (:mod:`pqgraph.store.contents`). An index of another content is
    not in step with the store."""
    keeps: bool = False
    """Whether all that is in the store can be made anew from records and copies. Earlier versions kept no copies."""
    created: str | None = None
    """Time of writing, from ``SOURCE_DATE_EPOCH``."""

    @classmethod
    def now(
        cls,
        triples: int,
        inputs: tuple[StoreInput, ...],
        *,
        content: str | None = None,
        keeps: bool = False,
    ) -> Manifest:
        """A manifest of this version of pqgraph."""
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
        created = None
        if epoch.isascii() and epoch.isdecimal():
            created = dt.datetime.fromtimestamp(int(epoch), dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return cls(
            version=FORMAT_VERSION,
            pqgraph=__version__,
            triples=triples,
            inputs=inputs,
            content=content,
            keeps=keeps,
            created=created,
        )


def with_loads(inputs: Iterable[StoreInput], loads: Iterable[StoreInput]) -> tuple[StoreInput, ...]:
    """The inputs of a store and what is loaded besides, each once.

    A file that is named without a copy is the same as one of that name and content with one.
    """
    fresh = tuple(loads)
    copied = {(given.name, given.sha256) for given in fresh}
    others = [given for given in inputs if given.kept or (given.name, given.sha256) not in copied]
    return tuple(dict.fromkeys((*others, *fresh)))


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a store folder.

    Raises:
        PqgraphError: PQ601, there is no store; PQ604, the manifest is damaged or of another version.
    """
    path = folder / FILE_NAME
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise PqgraphError("PQ601", "there is no store made by pqgraph", place=str(folder)) from None
    except OSError as problem:
        raise PqgraphError("PQ604", problem.strerror or str(problem), place=str(path)) from problem
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except msgspec.MsgspecError as problem:
        raise PqgraphError("PQ604", f"the manifest is damaged: {problem}", place=str(path)) from problem
    if manifest.version != FORMAT_VERSION:
        raise PqgraphError(
            "PQ604",
            f"the store has layout {manifest.version}, this pqgraph reads layout {FORMAT_VERSION}",
            place=str(path),
        )
    return manifest


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, whole or not at all, and make it last through a power cut.

    Raises:
        OSError: It cannot be written.
    """
    data = msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"
    write_durably(folder / FILE_NAME, data)
    sync_folder(folder)
