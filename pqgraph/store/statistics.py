"""Whether a store or endpoint holds statistics that can be relied on.

``pqgraph build`` counts the questions and writes the counts as a Data Cube (``docs/statistics.md``). One triple says
that it counted everything; whoever adds statements without counting takes it away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pqgraph import iris
from pqgraph.store.results import Boolean, Queryable
from pqgraph.terms import PREFIXES, dcterms, owl, pq, rdf, skos

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["ASK_CUBE", "LAYOUT", "Watched", "forget_cube", "has_cube"]

LAYOUT = "2"
"""Which datasets and columns there are. To be raised with them: stored queries must not read what an older store
lacks, and would find nothing in place of failing."""
ASK_CUBE = (
    f'ASK {{ <{iris.STATISTICS}> <{pq.questionsCounted}> ?questions ; <{owl.versionInfo}> "{LAYOUT}" }}'
)
"""True where the cube is whole, of this data and of this layout. Two look-ups, however large the store is."""

_COUNTED_VOCABULARIES = (PREFIXES["parl"], PREFIXES["pq"])
_COUNTED = frozenset({dcterms.date, dcterms.subject, skos.broader})


def has_cube(target: Queryable) -> bool:
    """Whether the target holds the statistics of all its questions.

    Raises:
        PqgraphError: PQ508, PQ605: the target cannot answer.
    """
    result = target.query(ASK_CUBE)
    return isinstance(result, Boolean) and result.value


class Watched:
    """Statements on their way into a store, and whether any of them may change what statistics count.

    Questions are counted by what is said in the default graph with the terms of ``docs/graph.md``. Notes about members
    or links to other data change no count.

    Args:
        quads: The statements; they are passed on.
    """

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self._quads = quads
        self.changes_counts = False

    def __iter__(self) -> Iterator[ox.Quad]:
        import pyoxigraph as ox

        a = ox.NamedNode(rdf.type)
        is_counted: dict[ox.NamedNode, bool] = {}
        for quad in self._quads:
            if not self.changes_counts:
                # The class of a thing is said by its object.
                term = quad.object if quad.predicate == a else quad.predicate
                if isinstance(term, ox.NamedNode):
                    counted = is_counted.get(term)
                    if counted is None:
                        counted = is_counted[term] = _is_counted(term.value)
                    self.changes_counts = counted and isinstance(quad.graph_name, ox.DefaultGraph)
            yield quad


def _is_counted(iri: str) -> bool:
    return iri in _COUNTED or iri == skos.Concept or iri.startswith(_COUNTED_VOCABULARIES)


def forget_cube(store: ox.Store, *, held: int) -> int:
    """After statements were added: let nobody rely on statistics that do not count them.

    The observations stay, as counts of what was there.

    Args:
        store: The store.
        held: How many statements it held before. Of an empty one, what came in is all there is, a cube too.

    Returns:
        How many statements were taken away.
    """
    import pyoxigraph as ox

    node, counted = ox.NamedNode(iris.STATISTICS), ox.NamedNode(pq.questionsCounted)
    found = list(store.quads_for_pattern(node, counted, None)) if held else []
    for quad in found:
        store.remove(quad)
    return len(found)
