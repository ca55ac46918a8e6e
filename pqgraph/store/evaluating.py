"""Queries to Oxigraph, and what comes back in pqgraph's terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pqgraph.errors import PqgraphError
from pqgraph.store.refused import explained
from pqgraph.store.results import Boolean, RdfTerm, ResultSet, Row, Solutions, Triples

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["Dataset", "check_syntax", "evaluate", "result_of"]

_MOST_KEPT = 4096
_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs that a query is put to, in place of the store's default graph and all its named ones.

    What the text says of that (``FROM``) then counts no more (`SPARQL 1.1 Protocol, 2.1.4
    <https://www.w3.org/TR/sparql11-protocol/#dataset>`_).

    Attributes:
        default: IRIs of graphs that together are the default graph.
        named: IRIs of the graphs that ``GRAPH`` reaches.
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


def check_syntax(text: str, *, place: str | None = None) -> None:
    """Whether Oxigraph accepts a query; nothing of it is evaluated on data.

    Raises:
        PqgraphError: PQ503, it does not.
    """
    import pyoxigraph as ox

    evaluate(ox.Store(), text, place=place)


def evaluate(
    store: ox.Store,
    text: str,
    *,
    place: str | None = None,
    dataset: Dataset | None = None,
    base: str | None = None,
) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    """Let Oxigraph evaluate a query.

    Args:
        store: The store.
        text: The query.
        place: Where the text stands, for messages.
        dataset: The graphs that it is put to; ``None`` for those that the text says, or all.
        base: The IRI that relative ones are relative to.

    Raises:
        PqgraphError: PQ503 the text is not a SPARQL query; PQ508 it cannot be evaluated.
    """
    try:
        if dataset is None:
            return store.query(text, base_iri=base)
        import pyoxigraph as ox

        default = [ox.NamedNode(iri) for iri in dataset.default]
        named = [ox.NamedNode(iri) for iri in dataset.named]
        return store.query(text, base_iri=base, default_graph=list(default), named_graphs=list(named))
    except SyntaxError as problem:
        found, where = explained(text, problem)
        if where is None:
            raise PqgraphError("PQ503", found, place=place) from problem
        line, column = where
        at = f"{place}:{line}:{column}" if place else f"line {line}, column {column}"
        raise PqgraphError("PQ503", found, place=at) from problem
    except (OSError, RuntimeError, ValueError) as problem:
        raise PqgraphError("PQ508", str(problem), place=place) from problem


def result_of(result: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> ResultSet:
    """What Oxigraph gives back, in pqgraph's terms."""
    import pyoxigraph as ox

    if isinstance(result, ox.QuerySolutions):
        return Solutions(tuple(v.value for v in result.variables), _rows(result))
    if isinstance(result, ox.QueryBoolean):
        return Boolean(bool(result))
    return Triples(_triples(result))


def _rows(solutions: ox.QuerySolutions) -> Iterator[Row]:
    import pyoxigraph as ox

    named_node, literal, blank_node = ox.NamedNode, ox.Literal, ox.BlankNode

    def convert(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> RdfTerm:
        if isinstance(term, named_node):
            return RdfTerm("iri", term.value)
        if isinstance(term, literal):
            if term.language:
                return RdfTerm("literal", term.value, None, term.language)
            datatype = term.datatype.value
            return RdfTerm("literal", term.value, None if datatype == _XSD_STRING else datatype)
        if isinstance(term, blank_node):
            return RdfTerm("bnode", term.value)
        raise _triple_term()

    # Members, bodies, days and small numbers recur in a result, and a term is found in a third of the time that it
    # takes to convert it.
    known: dict[object, RdfTerm] = {}

    def kept(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> RdfTerm:
        if len(known) >= _MOST_KEPT:
            known.clear()
        known[term] = found = convert(term)
        return found

    find = known.get
    try:
        for solution in solutions:
            yield tuple([None if term is None else find(term) or kept(term) for term in solution])
    except (OSError, RuntimeError, ValueError) as problem:
        raise PqgraphError("PQ508", str(problem)) from problem


def _triples(triples: ox.QueryTriples) -> Iterator[tuple[str, str, str]]:
    import pyoxigraph as ox

    nested = ox.Triple
    try:
        for triple in triples:
            value = triple.object
            # As text, the parts of a triple term would stand in the statement without a sign of what they are.
            if isinstance(value, nested):
                raise _triple_term()
            yield str(triple.subject), str(triple.predicate), str(value)
    except (OSError, RuntimeError, ValueError) as problem:
        raise PqgraphError("PQ508", str(problem)) from problem


def _triple_term() -> PqgraphError:
    return PqgraphError(
        "PQ503",
        "the result holds a triple term; these belong to RDF 1.2 and SPARQL 1.2, which are not supported",
        advice="Ask for its parts with SUBJECT(), PREDICATE() and OBJECT().",
    )
