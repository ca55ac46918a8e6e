"""The graph that a CONSTRUCT query makes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pqgraph.files import output
from pqgraph.notebook.html import preformatted
from pqgraph.queries.results import to_rdflib, write
from pqgraph.queries.stored import StoredQuery
from pqgraph.rdf.formats import find_format, format_of_path
from pqgraph.rdf.terms import Triple
from pqgraph.store.results import Triples

if TYPE_CHECKING:
    from pqgraph.queries.results import RdflibGraph

__all__ = ["Graph"]


class Graph:
    """A graph: a set of triples, in order. Notebooks show it as Turtle.

    Args:
        triples: Triples of terms in N-Triples syntax.
        query: The stored query that made it.
        sparql: The SPARQL that was evaluated.
    """

    def __init__(self, triples: Iterable[Triple], query: StoredQuery, sparql: str) -> None:
        self.triples: list[Triple] = sorted(set(triples))
        """The triples, each once; terms in N-Triples syntax."""
        self.query = query
        """The stored query."""
        self.sparql = sparql
        """The SPARQL that was evaluated."""

    def __len__(self) -> int:
        return len(self.triples)

    def __iter__(self) -> Iterator[Triple]:
        return iter(self.triples)

    def serialize(self, format_name: str = "turtle") -> str:
        """The graph as text, in any format that pqgraph writes.

        Raises:
            PqgraphError: PQ302, it writes no such format.
        """
        stream = io.BytesIO()
        write(Triples(iter(self.triples)), find_format(format_name).name, stream)
        return stream.getvalue().decode()

    @property
    def turtle(self) -> str:
        """The graph as Turtle."""
        return self.serialize()

    def to_rdflib(self) -> RdflibGraph:
        """The graph as a graph of rdflib, which normalises some literals (``01`` becomes ``1``)."""
        return to_rdflib(Triples(iter(self.triples)))

    def save(self, path: str | Path) -> None:
        """Write it to a file; the suffix tells the format, ``.gz`` and ``.zst`` compress.

        Raises:
            PqgraphError: PQ302, the suffix is not that of an RDF format; PQ606, the file cannot be written.
        """
        rdf_format = format_of_path(Path(path)) or find_format(Path(path).suffix.lstrip("."))
        with output(path) as stream:
            write(Triples(iter(self.triples)), rdf_format.name, stream)

    def __repr__(self) -> str:
        return f"<Graph of {self.query.name}: {len(self):,} triple{'' if len(self) == 1 else 's'}>"

    def _repr_html_(self) -> str:
        return preformatted(self.turtle)
