"""Finding stored queries: the shipped ones by name, those of a folder by name, anybody's by path."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pqgraph import resources
from pqgraph.errors import PqgraphError
from pqgraph.queries.stored import Default, StoredQuery, is_one_term, load, load_cube

__all__ = ["Catalogue", "Default", "StoredQuery", "find", "is_one_term", "load", "names", "shipped"]

CUBE_FOLDER = "cube"
"""The folder beside stored queries with their second texts, which read the statistics."""
_SUFFIXES = (".rq", ".sparql")
_MAX_BYTES = 1 << 20


@dataclass(frozen=True)
class Catalogue:
    """A folder of stored queries, each in a file ``NAME.rq`` or, as grlc has it too, ``NAME.sparql``.

    Attributes:
        folder: The folder.
    """

    folder: Path

    @classmethod
    def open(cls, folder: str | Path) -> Catalogue:
        """A folder as a catalogue.

        Raises:
            PqgraphError: PQ101, there is no such folder; PQ501, it holds no queries.
        """
        found = cls(Path(folder))
        if not found.folder.is_dir():
            raise PqgraphError("PQ101", "there is no such folder", place=str(folder))
        if not found.names():
            raise PqgraphError("PQ501", "the folder holds no queries (.rq, .sparql)", place=str(folder))
        return found

    def names(self) -> list[str]:
        """The names of its stored queries, sorted."""
        return sorted(self._files())

    def find(self, name: str) -> StoredQuery:
        """The stored query of a name.

        Raises:
            PqgraphError: PQ501 there is none; PQ502 to PQ507 it cannot be used.
        """
        files = self._files()
        if name not in files:
            raise PqgraphError(
                "PQ501", f"{name!r} is not the name of a stored query", advice=_advice(name, list(files))
            )
        return _load_file(files[name], files[name].name)

    def queries(self) -> Iterator[StoredQuery]:
        """All of them, by name; :meth:`find` says what may be raised."""
        files = self._files()
        return (_load_file(files[name], files[name].name) for name in sorted(files))

    def _files(self) -> dict[str, Path]:
        return {
            path.stem: path
            for suffix in reversed(_SUFFIXES)
            for path in sorted(self.folder.glob(f"*{suffix}"))
            if path.is_file()
        }


def _own() -> Catalogue:
    return Catalogue(resources.folder("queries"))


def names() -> list[str]:
    """The names of the shipped stored queries, sorted."""
    return _own().names()


def shipped() -> list[StoredQuery]:
    """All shipped stored queries, by name."""
    return list(_own().queries())


def find(name_or_path: str | Path, catalogue: str | Path | None = None) -> StoredQuery:
    """A stored query by its name, or by the path of its file (anything with a ``/`` or the suffix of a query).

    Args:
        name_or_path: Which one.
        catalogue: The folder that holds it; without it, the shipped ones are looked through.

    Raises:
        PqgraphError: PQ501 there is none; PQ502 to PQ507 it cannot be used (:func:`load`).
    """
    wanted = str(name_or_path)
    if catalogue is not None:
        return Catalogue.open(catalogue).find(wanted)
    if isinstance(name_or_path, Path) or wanted.endswith(_SUFFIXES) or "/" in wanted or "\\" in wanted:
        path = Path(name_or_path)
        if not path.is_file():
            advice = _advice(path.stem, names())
            raise PqgraphError("PQ501", "there is no such file", place=wanted, advice=advice)
        return _load_file(path, wanted)
    return _own().find(wanted)


def _load_file(path: Path, place: str) -> StoredQuery:
    second = path.parent / CUBE_FOLDER / f"{path.stem}.rq"
    return _load_text(path.stem, place, _read(path), _read(second) if second.is_file() else None)


@lru_cache(maxsize=256)
def _load_text(name: str, place: str, text: str, cube: str | None) -> StoredQuery:
    """Read and check; once for each text, because a server asks the same queries over and over."""
    query = load(text, name=name, place=place)
    return query if cube is None else load_cube(query, cube, place=f"{CUBE_FOLDER}/{name}.rq")


def _read(path: Path) -> str:
    try:
        data = path.read_bytes()
        if len(data) > _MAX_BYTES:
            raise PqgraphError("PQ110", "a query is text, and this is more than a megabyte", place=str(path))
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise PqgraphError("PQ105", "a query is UTF-8 text", place=str(path)) from problem
    except OSError as problem:
        raise PqgraphError("PQ101", problem.strerror or str(problem), place=str(path)) from problem


def _advice(wanted: str, known: list[str]) -> str | None:
    close = difflib.get_close_matches(wanted.lower(), known, n=3, cutoff=0.5)
    return f"Did you mean {' or '.join(close)}?" if close else None
