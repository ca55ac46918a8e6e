"""Which state of the store an index was made of, and whether that is the store's present one.

The folder ``search`` of a store holds a stamp and, in a folder of its own that the stamp names, the index. An index
counts only with a stamp that fits the store, and the stamp is written last and in one step, so an index is there as a
whole or not at all.
"""

from __future__ import annotations

import hashlib
from enum import Enum
from pathlib import Path

import msgspec

from pqgraph.errors import PqgraphError
from pqgraph.files import sync_folder, write_durably
from pqgraph.search.fields import LAYOUT

__all__ = [
    "FOLDER",
    "STAMP_FILE",
    "Stamp",
    "State",
    "content_of_store",
    "read_stamp",
    "sizes",
    "write_stamp",
]

FOLDER = "search"
"""Name of the index's folder inside a store's folder."""
STAMP_FILE = "index.json"
_MANIFEST = "manifest.json"


class State(Enum):
    """How an index stands to its store."""

    READY = "in step with the store"
    MISSING = "missing"
    OTHER = "of another state of the store"
    OUTDATED = "made by another version of pqgraph"
    DAMAGED = "damaged"


class Stamp(msgspec.Struct, frozen=True, kw_only=True, tag="pqgraph-search", tag_field="kind"):
    """What an index says of itself."""

    layout: str
    """Its fields and the way texts were cut."""
    content: str
    """The content of the store that it was made of."""
    documents: int
    """How many questions are in it."""
    data: str
    """Name of the folder with the files."""
    files: dict[str, int]
    """The files and their sizes. tantivy does not miss all that it needs."""


class _StoreManifest(msgspec.Struct, frozen=True):
    """What the index must know of the manifest of a store (:mod:`pqgraph.store.manifest`)."""

    content: str | None = None


def content_of_store(folder: Path) -> str:
    """What tells one state of a store from another.

    Raises:
        PqgraphError: PQ601, there is no store; PQ604, its manifest is damaged.
    """
    try:
        data = (folder / _MANIFEST).read_bytes()
        found = msgspec.json.decode(data, type=_StoreManifest).content
    except (FileNotFoundError, NotADirectoryError):
        raise PqgraphError("PQ601", "there is no store made by pqgraph", place=str(folder)) from None
    except (OSError, msgspec.MsgspecError) as problem:
        raise PqgraphError("PQ604", f"the manifest is damaged: {problem}", place=str(folder)) from problem
    # Stores of earlier versions say nothing of their content; their manifest is as good while nobody writes to them.
    return found or "manifest-" + hashlib.sha256(data).hexdigest()[:32]


def read_stamp(folder: Path) -> Stamp | State:
    """The stamp of the index in a store's folder if it fits the store, else what is wrong.

    Raises:
        PqgraphError: As :func:`content_of_store`.
    """
    content = content_of_store(folder)
    place = folder / FOLDER
    try:
        stamp = msgspec.json.decode((place / STAMP_FILE).read_bytes(), type=Stamp)
    except FileNotFoundError:
        return State.MISSING
    except (OSError, msgspec.MsgspecError):
        return State.DAMAGED
    if stamp.layout != LAYOUT:
        return State.OUTDATED
    if stamp.content != content:
        return State.OTHER
    if Path(stamp.data).name != stamp.data or sizes(place / stamp.data) != stamp.files:
        return State.DAMAGED
    return stamp


def sizes(data: Path) -> dict[str, int]:
    """The files in the folder of an index, without locks, and their sizes; none if there is no such folder."""
    try:
        found = {file.name: file.stat().st_size for file in data.iterdir() if not file.name.endswith(".lock")}
    except OSError:
        return {}
    return dict(sorted(found.items()))


def write_stamp(place: Path, stamp: Stamp) -> None:
    """Write the stamp in one step, and make it last through a power cut.

    Raises:
        OSError: It cannot be written.
    """
    data = msgspec.json.format(msgspec.json.encode(stamp), indent=2) + b"\n"
    write_durably(place / STAMP_FILE, data)
    sync_folder(place)
