"""The triples of the items on a page, by subject and predicate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pqgraph.api.views import Property
from pqgraph.errors import PqgraphError
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Term, Triple
from pqgraph.store.results import Queryable, Triples
from pqgraph.terms import rdf

__all__ = ["Index", "describe", "describing_query", "index_of"]

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


def describing_query(items: Iterable[str], view: Sequence[Property]) -> str:
    """The SPARQL query that fetches all that a view shows of some items, in one go.

    Args:
        items: IRIs of the items.
        view: The properties.
    """
    values = " ".join(f"<{item}>" for item in items)
    paths = "|".join(dict.fromkeys(_paths(view, "")))
    inner = f" UNION {{ VALUES ?item {{ {values} }} ?item {paths} ?s }}" if paths else ""
    return (
        "CONSTRUCT { ?s ?p ?o } WHERE {\n"
        # Many items point to the same member or House, which need be fetched but once.
        f"  {{ SELECT DISTINCT ?s WHERE {{ {{ VALUES ?s {{ {values} }} }}{inner} }} }}\n"
        "  ?s ?p ?o .\n"
        f"  FILTER(?p IN ({', '.join(sorted(_predicates(view)))}))\n"
        "}"
    )


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
    result = target.query(describing_query(items, view))
    if not isinstance(result, Triples):
        raise PqgraphError("PQ605", "a CONSTRUCT was not answered with a graph")
    return index_of(result.triples)


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
