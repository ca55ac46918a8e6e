"""What a SPARQL query gives back, the same for every engine.

A SELECT gives :class:`Solutions`, an ASK a :class:`Boolean`, a CONSTRUCT or DESCRIBE :class:`Triples`. Rows
and triples
stream: they are read once, in order, and the engine works while they are read.
`SPARQL 1.1 query forms <https://www.w3.org/TR/sparql11-query/#QueryForms>`_.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from pqgraph.rdf import terms as text
from pqgraph.rdf.terms import Triple

__all__ = ["Boolean", "Queryable", "RdfTerm", "ResultSet", "Row", "Solutions", "TermKind", "Triples"]

TermKind = Literal["iri", "bnode", "literal"]


class RdfTerm(NamedTuple):
    """One RDF term of a result.

    Attributes:
        kind: ``iri``, ``bnode`` or ``literal``.
        value: The IRI, the label of the blank node without ``_:``, or the lexical form.
        datatype: The datatype IRI of a literal; ``None`` for plain literals (``xsd:string``) and those with
            a language.
        language: The language tag of a literal.
    """

    kind: TermKind
    value: str
    datatype: str | None = None
    language: str | None = None

    def ntriples(self) -> str:
        """The term in N-Triples syntax."""
        if self.kind == "iri":
            return text.iri(self.value)
        if self.kind == "bnode":
            return f"_:{self.value}"
        if self.language:
            return text.lang_literal(self.value, self.language)
        return text.typed(self.value, self.datatype) if self.datatype else text.literal(self.value)


Row = tuple[RdfTerm | None, ...]
"""One solution: a term, or ``None`` where nothing is bound, for each variable of the projection."""


@dataclass(frozen=True, slots=True)
class Solutions:
    """The solutions of a SELECT, in the query's order.

    Attributes:
        variables: Names of the projection, without ``?``, in the query's order.
        rows: The solutions; reading them may raise :class:`pqgraph.errors.PqgraphError` PQ508 or PQ605.
    """

    variables: tuple[str, ...]
    rows: Iterator[Row]


@dataclass(frozen=True, slots=True)
class Boolean:
    """The answer of an ASK."""

    value: bool


@dataclass(frozen=True, slots=True)
class Triples:
    """The graph of a CONSTRUCT or DESCRIBE, as N-Triples terms; duplicates are possible."""

    triples: Iterator[Triple]


ResultSet = Solutions | Boolean | Triples


class Queryable(Protocol):
    """Anything that answers SPARQL queries: the embedded store, a graph in memory, a remote endpoint."""

    def query(self, text: str) -> ResultSet:
        """Evaluate a query.

        Raises:
            PqgraphError: PQ503 the text is not a query; PQ508 it cannot be evaluated; PQ605 the endpoint
                fails.
        """
