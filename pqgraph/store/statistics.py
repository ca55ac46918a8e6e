"""Whether a store or endpoint holds statistics that can be relied on.

``pqgraph build`` counts the questions and writes the counts as a Data Cube (``docs/statistics.md``). One triple says
that it counted everything; whoever adds statements without counting takes it away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pqgraph import iris
from pqgraph.store.results import Boolean, Queryable
from pqgraph.terms import owl, pq

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["ASK_CUBE", "LAYOUT", "forget_cube", "has_cube"]

LAYOUT = "2"
"""Which datasets and columns there are. To be raised with them: stored queries must not read what an older store
lacks, and would find nothing in place of failing."""
ASK_CUBE = (
    f'ASK {{ <{iris.STATISTICS}> <{pq.questionsCounted}> ?questions ; <{owl.versionInfo}> "{LAYOUT}" }}'
)
"""True where the cube is whole, of this data and of this layout. Two look-ups, however large the store is."""


def has_cube(target: Queryable) -> bool:
    """Whether the target holds the statistics of all its questions.

    Raises:
        PqgraphError: PQ508, PQ605: the target cannot answer.
    """
    result = target.query(ASK_CUBE)
    return isinstance(result, Boolean) and result.value


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
