"""What an endpoint holds: counts of graphs, and whether given statements are there."""

from __future__ import annotations

from collections.abc import Sequence

from pqgraph.errors import PqgraphError
from pqgraph.store.results import Boolean, Queryable, Solutions

__all__ = ["count", "missing"]


def count(store: Queryable, graph: str | None) -> int:
    """The number of statements of a graph; 0 if there is none of that name.

    Args:
        store: The endpoint.
        graph: IRI of the graph; ``None`` for the default graph.

    Raises:
        PqgraphError: PQ605, the endpoint fails or gives no number.
    """
    result = store.query(f"SELECT (COUNT(*) AS ?statements) WHERE {{ {_within(graph, '?s ?p ?o')} }}")
    if isinstance(result, Solutions):
        rows = list(result.rows)
        if len(rows) == 1 and len(rows[0]) == 1 and rows[0][0] is not None and rows[0][0].value.isdigit():
            return int(rows[0][0].value)
    raise PqgraphError("PQ605", "the endpoint does not count its statements")


def missing(store: Queryable, graph: str | None, lines: Sequence[bytes]) -> list[bytes]:
    """Which statements a graph lacks.

    Args:
        store: The endpoint.
        graph: The graph.
        lines: Statements, as lines of N-Triples.

    Raises:
        PqgraphError: PQ605, the endpoint fails.
    """
    if not lines or _holds(store, graph, lines):
        return []
    if len(lines) == 1:
        return list(lines)
    half = len(lines) // 2
    return missing(store, graph, lines[:half]) + missing(store, graph, lines[half:])


def _holds(store: Queryable, graph: str | None, lines: Sequence[bytes]) -> bool:
    result = store.query(f"ASK {{ {_within(graph, b''.join(lines).decode())} }}")
    return isinstance(result, Boolean) and result.value


def _within(graph: str | None, pattern: str) -> str:
    return pattern if graph is None else f"GRAPH <{graph}> {{ {pattern} }}"
