"""The triples of the items on a page, by subject and predicate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pqgraph.api.views import Property
from pqgraph.errors import PqgraphError
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Term, Triple
from pqgraph.store.results import Queryable, Triples
from pqgraph.terms import rdf

__all__ = [
    "Index",
    "Shape",
    "blank_uses",
    "describe",
    "describing_query",
    "graph_of",
    "index_of",
    "nodes_query",
    "shape_of",
]

Index = Mapping[Term, Mapping[Term, Sequence[Term]]]
"""Subject, predicate, objects; all terms in N-Triples syntax."""


def index_of(triples: Iterable[Triple]) -> dict[Term, dict[Term, list[Term]]]:
    """The index of some triples; a triple that comes twice stands once.

    >>> index_of([("<s>", "<p>", '"o"'), ("<s>", "<p>", '"o"')])
    {'<s>': {'<p>': ['"o"']}}
    """
    index: dict[Term, dict[Term, list[Term]]] = {}
    for subject, predicate, value in triples:
        node = index.get(subject)
        if node is None:
            node = index[subject] = {}
        values = node.get(predicate)
        if values is None:
            node[predicate] = [value]
        elif value not in values:
            values.append(value)
    return index


def blank_uses(index: Index) -> dict[Term, int]:
    """How often each blank node stands as an object: one that stands once needs no name of its own.

    >>> blank_uses(index_of([("<s>", "<p>", "_:a"), ("<t>", "<p>", "_:a"), ("<t>", "<q>", "_:b")]))
    {'_:a': 2, '_:b': 1}
    """
    uses: dict[Term, int] = {}
    for node in index.values():
        for values in node.values():
            for value in values:
                if value.startswith("_:"):
                    uses[value] = uses.get(value, 0) + 1
    return uses


class Shape(NamedTuple):
    """What a view asks for, as SPARQL; made once for a view, because it costs more than the rest of a query's text.

    Attributes:
        paths: The ways from an item to other nodes that are shown, as one property path, or nothing.
        predicates: All properties that are shown of any node.
    """

    paths: str
    predicates: str


def shape_of(view: Sequence[Property], shown: Sequence[Property] | None = None) -> Shape:
    """What a view asks for.

    Args:
        view: The properties.
        shown: The properties that are fetched, if they are more than those that lead to what is shown.
    """
    paths = "|".join(dict.fromkeys(_paths(view, "")))
    return Shape(paths, ", ".join(sorted(_predicates(view if shown is None else shown))))


def describing_query(items: Iterable[str], shape: Shape) -> str:
    """The SPARQL query that fetches all that a view shows of some items, in one go.

    Args:
        items: IRIs of the items.
        shape: Of the view.
    """
    values = " ".join(f"<{item}>" for item in items)
    inner = f" UNION {{ VALUES ?item {{ {values} }} ?item {shape.paths} ?s }}" if shape.paths else ""
    return (
        "CONSTRUCT { ?s ?p ?o } WHERE {\n"
        # Many items point to the same member or House, which need be fetched but once.
        f"  {{ SELECT DISTINCT ?s WHERE {{ {{ VALUES ?s {{ {values} }} }}{inner} }} }}\n"
        "  ?s ?p ?o .\n"
        f"  FILTER(?p IN ({shape.predicates}))\n"
        "}"
    )


def nodes_query(nodes: Iterable[Term], shape: Shape) -> str:
    """The query for what a view may show of some nodes, given as terms, and of nothing that they point to."""
    return (
        f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {' '.join(nodes)} }} ?s ?p ?o . "
        f"FILTER(?p IN ({shape.predicates})) }}"
    )


def graph_of(target: Queryable, query: str) -> Iterator[Triple]:
    """The statements that a CONSTRUCT gives.

    Raises:
        PqgraphError: PQ508 or PQ605, the store fails.
    """
    result = target.query(query)
    if not isinstance(result, Triples):
        raise PqgraphError("PQ605", "a CONSTRUCT was not answered with a graph")
    return result.triples


def describe(target: Queryable, items: Sequence[str], view: Sequence[Property]) -> Index:
    """What a store says of some items, as far as a view shows it.

    Args:
        target: The store.
        items: IRIs of the items.
        view: The properties.

    Raises:
        PqgraphError: PQ508 or PQ605, the store fails.
    """
    if not items:
        return {}
    return index_of(graph_of(target, describing_query(items, shape_of(view))))


def _paths(view: Sequence[Property], above: str) -> Iterable[str]:
    for each in view:
        if each.inner:
            path = f"{above}/{each.predicate}" if above else each.predicate
            yield path
            yield from _paths(each.inner, path)


def _predicates(view: Sequence[Property]) -> set[Term]:
    found = {t.iri(rdf.type)}
    for each in view:
        found.add(each.predicate)
        if each.otherwise is not None:
            found.add(each.otherwise.predicate)
        found |= _predicates(each.inner)
    return found
