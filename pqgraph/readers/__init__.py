"""Readers: one source format each, in as bytes, out as records. None of them knows RDF.

Built-in readers are imported on first use. Installed packages add theirs through the entry-point group
``pqgraph.readers``: the entry's name is the reader's name, its value a :class:`~pqgraph.readers.base.Reader`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import NamedTuple

from pqgraph.errors import PqgraphError
from pqgraph.model import SourceFile
from pqgraph.readers._json_head import looks_like_json
from pqgraph.readers.base import Item, Reader, Source

__all__ = ["Item", "Reader", "Source", "all_readers", "detect", "get_reader", "read", "reader_names"]


class _BuiltIn(NamedTuple):
    """Where a reader is, and whether what it accepts begins with a brace or bracket: always, never or maybe."""

    module: str
    json: bool | None


_BUILT_IN = {
    "question-page": _BuiltIn("pqgraph.readers.question_page", None),
    "lda-page": _BuiltIn("pqgraph.readers.lda_page", False),
    "lda-json": _BuiltIn("pqgraph.readers.lda_json", True),
    "api-json": _BuiltIn("pqgraph.readers.api_json", True),
    "lda-csv": _BuiltIn("pqgraph.readers.lda_csv", None),
    "lda-xml": _BuiltIn("pqgraph.readers.lda_xml", False),
    "api-states": _BuiltIn("pqgraph.readers.api_states", True),
    "api-longform": _BuiltIn("pqgraph.readers.api_longform", True),
    "parl-triples": _BuiltIn("pqgraph.readers.parl_triples", None),
    "twfy-xml": _BuiltIn("pqgraph.readers.twfy_xml", False),
    "daily-report": _BuiltIn("pqgraph.readers.daily_report", False),
    "members-api": _BuiltIn("pqgraph.readers.members_api", True),
    "mnis-csv": _BuiltIn("pqgraph.readers.mnis_csv", None),
    "winning-candidacies": _BuiltIn("pqgraph.readers.winning_candidacies", None),
    "popolo": _BuiltIn("pqgraph.readers.popolo", True),
}
_GROUP = "pqgraph.readers"


@cache
def _plug_ins() -> dict[str, EntryPoint]:
    found: dict[str, EntryPoint] = {}
    for entry in entry_points(group=_GROUP):
        if entry.name in _BUILT_IN or entry.name in found:
            raise PqgraphError("PQ113", f"two readers are called {entry.name!r}", place=_origin(entry))
        found[entry.name] = entry
    return found


def _origin(entry: EntryPoint) -> str:
    return f"package {entry.dist.name}" if entry.dist is not None else entry.value


def reader_names() -> tuple[str, ...]:
    """The names of all readers: the built-in ones, then those of installed packages.

    Raises:
        PqgraphError: PQ113, two have the same name.
    """
    return (*_BUILT_IN, *sorted(_plug_ins()))


@cache
def get_reader(name: str) -> Reader:
    """The reader of this name.

    Raises:
        PqgraphError: PQ111, there is none; PQ113, an installed package's reader does not load.
    """
    if name in _BUILT_IN:
        reader: Reader = import_module(_BUILT_IN[name].module).READER
        return reader
    entry = _plug_ins().get(name)
    if entry is None:
        close = difflib.get_close_matches(name, reader_names(), n=1)
        advice = f"Did you mean {close[0]!r}?" if close else f"There are: {', '.join(reader_names())}."
        raise PqgraphError("PQ111", f"there is no reader {name!r}", advice=advice)
    try:
        loaded = entry.load()
    except Exception as problem:  # whatever the package does wrong
        raise PqgraphError("PQ113", f"reader {name!r}: {problem!r}", place=_origin(entry)) from problem
    if not isinstance(loaded, Reader) or loaded.name != name:
        raise PqgraphError("PQ113", f"{entry.value} is not a reader called {name!r}", place=_origin(entry))
    return loaded


def all_readers() -> tuple[Reader, ...]:
    """All readers, in the order of :func:`reader_names`.

    Raises:
        PqgraphError: PQ113, an installed package's reader cannot be used.
    """
    return tuple(map(get_reader, reader_names()))


def detect(source: Source) -> Reader:
    """The one reader that accepts the beginning of the source.

    Raises:
        PqgraphError: PQ106 if none does, PQ107 if several do; PQ102, PQ103 or PQ104 if there is nothing to go
            by; PQ113.
    """
    head = source.head
    is_json = looks_like_json(head)
    # Readers that cannot know the file are not even loaded: with XML and RDF libraries they take a tenth of a start.
    asked = [
        name for name in reader_names() if name not in _BUILT_IN or _BUILT_IN[name].json in (is_json, None)
    ]
    accepting = [reader for reader in map(get_reader, asked) if reader.accepts(head)]
    if not accepting:
        start = " ".join(head[:200].decode("utf-8", "replace").split())
        shown = f"{start[:40]}…" if len(start) > 40 else start
        raise PqgraphError("PQ106", f"no reader knows a file that begins {shown!r}", place=source.name)
    if len(accepting) > 1:
        names = ", ".join(reader.name for reader in accepting)
        raise PqgraphError("PQ107", f"these readers accept it: {names}", place=source.name)
    return accepting[0]


def read(source: Source | str | Path, reader_name: str | None = None) -> tuple[SourceFile, Iterator[Item]]:
    """The file and its records.

    >>> file, items = read("examples/question-page-2018-01-18.txt")
    >>> file.reader, [item.text[:41] for item in items]
    ('question-page', ['To ask the Secretary of State for Educati'])

    Args:
        source: What to read, or a path to it.
        reader_name: Name of the reader; chosen from the content if left out.

    Raises:
        PqgraphError: PQ1xx, here or while reading; a file damaged at its end gives its records first.
    """
    if not isinstance(source, Source):
        source = Source(source)
    reader = detect(source) if reader_name is None else get_reader(reader_name)
    file = SourceFile(name=source.name, sha256=source.sha256, reader=reader.name)
    return file, reader.read(source, file)
