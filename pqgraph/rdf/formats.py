"""The RDF serialisations that pqgraph reads and writes, by name, suffix and media type."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from pqgraph.errors import PqgraphError

__all__ = ["FORMATS", "RdfFormat", "find_format", "format_of_path"]


@dataclass(frozen=True, slots=True)
class RdfFormat:
    """One RDF serialisation.

    Attributes:
        name: The name on the command line.
        suffixes: File name suffixes, the usual one first.
        media_type: Its IANA media type.
        quads: Whether it can hold named graphs.
        title: Its name in prose.
    """

    name: str
    suffixes: tuple[str, ...]
    media_type: str
    quads: bool
    title: str


FORMATS: dict[str, RdfFormat] = {
    f.name: f
    for f in (
        RdfFormat("turtle", (".ttl",), "text/turtle", False, "Turtle"),
        RdfFormat("ntriples", (".nt",), "application/n-triples", False, "N-Triples"),
        RdfFormat("nquads", (".nq",), "application/n-quads", True, "N-Quads"),
        RdfFormat("trig", (".trig",), "application/trig", True, "TriG"),
        RdfFormat("jsonld", (".jsonld",), "application/ld+json", True, "JSON-LD"),
        RdfFormat("rdfxml", (".rdf", ".owl"), "application/rdf+xml", False, "RDF/XML"),
    )
}
_COMPRESSION = (".gz", ".zst")


def find_format(name: str) -> RdfFormat:
    """The format called ``name``: by its own name, a suffix with or without the dot, or its media type.

    Raises:
        PqgraphError: PQ302, there is none.
    """
    wanted = name.strip().lower()
    for candidate in FORMATS.values():
        if wanted in (candidate.name, candidate.media_type) or f".{wanted.lstrip('.')}" in candidate.suffixes:
            return candidate
    raise PqgraphError("PQ302", f"{name!r} is not an RDF format", advice=f"Use one of: {', '.join(FORMATS)}.")


def format_of_path(path: str | PurePath) -> RdfFormat | None:
    """The format that a file's name tells, looking through ``.gz`` and ``.zst``; ``None`` if it tells none."""
    suffixes = [s.lower() for s in PurePath(path).suffixes]
    if suffixes and suffixes[-1] in _COMPRESSION:
        suffixes.pop()
    if not suffixes:
        return None
    return next((f for f in FORMATS.values() if suffixes[-1] in f.suffixes), None)
