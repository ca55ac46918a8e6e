"""Small RDF documents read whole, with the prefixes that they declare: descriptions and settings, never data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pqgraph.errors import PqgraphError
from pqgraph.rdf.formats import format_of_path
from pqgraph.rdf.guard import checked_file
from pqgraph.rdf.terms import Triple

__all__ = ["MAX_BYTES", "Document", "read_document"]

MAX_BYTES = 8_000_000
"""A settings file is written by hand; what is larger was named by mistake."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a document says.

    Attributes:
        triples: Its statements, in document order, without their graphs.
        prefixes: Prefixes and namespaces it declares.
    """

    triples: tuple[Triple, ...]
    prefixes: dict[str, str]


def read_document(path: Path) -> Document:
    """Read a document; relative IRIs are resolved against its own address.

    Args:
        path: The file; its name tells the format.

    Raises:
        PqgraphError: PQ101, not there; PQ110, too large; PQ301, not RDF; PQ302, the name tells no format.
    """
    import pyoxigraph as ox

    kind = format_of_path(path)
    if kind is None:
        raise PqgraphError("PQ302", "the name does not tell an RDF format", place=path.name)
    ox_format = ox.RdfFormat.from_media_type(kind.media_type)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise PqgraphError("PQ110", f"more than {MAX_BYTES:,} bytes", place=path.name)
        checked_file(path, kind.name, path.name)
        reader = ox.parse(path.read_bytes(), ox_format, base_iri=path.resolve().as_uri())
        triples = tuple((str(q.subject), str(q.predicate), str(q.object)) for q in reader)
    except OSError as problem:
        raise PqgraphError("PQ101", problem.strerror or str(problem), place=str(path)) from problem
    except SyntaxError as problem:
        where = f"{path.name}:{problem.lineno}" if problem.lineno else path.name
        raise PqgraphError("PQ301", str(problem.msg), place=where) from problem
    return Document(triples, dict(reader.prefixes))
