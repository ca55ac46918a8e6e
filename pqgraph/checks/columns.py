"""The Core shapes of ``shapes/corpus``: the statistics of a store, checked by columns."""

from __future__ import annotations

from collections.abc import Iterator

from pqgraph.checks.canary import choose_engine
from pqgraph.checks.engines import Engine
from pqgraph.checks.results import Finding
from pqgraph.checks.shapes import Shapes, corpus_core_shapes
from pqgraph.checks.suspects import suspects
from pqgraph.rdf.terms import Term, Triple
from pqgraph.rdf.writers import ntriples
from pqgraph.store.local import LocalStore
from pqgraph.terms import rdf

__all__ = ["check_columns"]

BATCH = 2000
"""Suspect nodes in a batch."""
_TYPE = f"<{rdf.type}>"


def check_columns(store: LocalStore, engine: Engine) -> Iterator[Finding]:
    """Check a store's nodes against the Core shapes of the whole graph: the observations of its statistics.

    Queries over columns of values choose the nodes that may break a shape; only those are given to an engine, so what
    is found is the engine's, and a sound store needs none.

    Args:
        store: The store; its default graph is checked.
        engine: An engine of the kind that shall check; its own shapes do not matter.

    Yields:
        The findings, without ``source``.

    Raises:
        PqgraphError: PQ508, the store cannot answer.
    """
    shapes = corpus_core_shapes()
    nodes = suspects(store, shapes.by_iri.values())
    if not nodes:
        return
    own, _ = choose_engine(engine.name, shapes)
    targets = {f"<{target}>" for info in shapes.by_iri.values() for target in info.targets}
    for start in range(0, len(nodes), BATCH):
        yield from own.validate(_batch(store, nodes[start : start + BATCH], targets, shapes))


def _batch(store: LocalStore, nodes: list[Term], targets: set[Term], shapes: Shapes) -> bytes:
    """The nodes of the classes that are checked, with the classes of what they point to."""
    by_class = {
        f"<{i.path}>" for i in shapes.by_iri.values() if any(c.startswith("class ") for c in i.constraints)
    }
    triples: list[Triple] = []
    pointed: dict[Term, None] = {}
    for node in nodes:
        said = store.statements(node)
        if any(predicate == _TYPE and value in targets for _, predicate, value in said):
            triples += said
            pointed.update(
                (value, None) for _, predicate, value in said if predicate in by_class and value[0] != '"'
            )
    for value in pointed:
        triples += [triple for triple in store.statements(value) if triple[1] == _TYPE]
    return ntriples(triples).encode()
