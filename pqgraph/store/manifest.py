"""The manifest of a store folder: what is in it, and which version of pqgraph made it.

It is written last, so a folder with a manifest holds a whole store. It tells no time unless
``SOURCE_DATE_EPOCH`` does: the same inputs give the same manifest.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import msgspec

from pqgraph import __version__
from pqgraph.errors import PqgraphError
from pqgraph.files import sync_folder, write_durably

__all__ = [
    "FILE_NAME",
    "FORMAT_VERSION",
    "Manifest",
    "StoreInput",
    "read_manifest",
    "write_manifest",
]

FILE_NAME = "manifest.json"
FORMAT_VERSION = 1


class StoreInput(msgspec.Struct, frozen=True):
    """One file whose content is in the store."""

    name: str
    """File name without folders."""
    sha256: str
    """SHA-256 of the file's bytes, 64 hex digits."""


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
    created: str | None = None
    """Time of writing, from ``SOURCE_DATE_EPOCH``."""

    @classmethod
    def now(cls, triples: int, inputs: tuple[StoreInput, ...], *, content: str | None = None) -> Manifest:
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
            created=created,
        )


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
