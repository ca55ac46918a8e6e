"""Running a stored query: find, bind, evaluate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pqgraph.queries.binding import bind
from pqgraph.queries.catalogue import StoredQuery, find
from pqgraph.store.local import check_syntax
from pqgraph.store.results import Queryable, ResultSet

__all__ = ["Answer", "prepare", "run"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of running a stored query.

    Attributes:
        query: The stored query.
        text: The SPARQL text that was evaluated.
        result: The result; it streams.
    """

    query: StoredQuery
    text: str
    result: ResultSet


def prepare(
    name_or_path: str | Path, values: Mapping[str, str | None] | None = None, target: Queryable | None = None
) -> tuple[StoredQuery, str]:
    """The stored query and its final SPARQL text, as ``--show`` prints it.

    Args:
        name_or_path: Name of a shipped query, or path of an ``.rq`` file.
        values: Values by parameter; ``None`` for "not given".
        target: Where names are looked up; without it, members and bodies that only the data knows are
            refused.

    Raises:
        PqgraphError: PQ501 to PQ507.
    """
    query = find(name_or_path)
    text = bind(query, values or {}, target)
    check_syntax(text, place=query.name)
    return query, text


def run(name_or_path: str | Path, values: Mapping[str, str | None] | None, target: Queryable) -> Answer:
    """Run a stored query on a store, a graph in memory or an endpoint.

    Args:
        name_or_path: Name of a shipped query, or path of an ``.rq`` file.
        values: Values by parameter, as users write them.
        target: What to query.

    Raises:
        PqgraphError: PQ501 to PQ508; PQ605 from an endpoint. PQ508 and PQ605 may come while the result is
            read.
    """
    query, text = prepare(name_or_path, values, target)
    return Answer(query, text, target.query(text))
