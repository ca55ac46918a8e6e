"""Running a stored query: find, choose the text, bind, evaluate.

A query over everything may have a second text that reads the statistics (``queries/cube/``). It gives the same
rows in a fraction of the time, and is taken when it can be: nothing is given that it does not know, and the
target holds the statistics.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakKeyDictionary

from pqgraph.errors import PqgraphError
from pqgraph.queries.binding import Bound, bound, check_names
from pqgraph.queries.catalogue import StoredQuery, find
from pqgraph.queries.first_rows import limited
from pqgraph.queries.indexed import narrowed
from pqgraph.store.local import LocalStore, check_syntax
from pqgraph.store.results import Queryable, ResultSet
from pqgraph.store.statistics import has_cube

__all__ = ["Answer", "choose", "prepare", "run"]

_cubes: WeakKeyDictionary[Queryable, bool] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of running a stored query.

    Attributes:
        query: The stored query.
        text: The SPARQL text that was evaluated.
        result: The result; it streams.
        cube: Whether the text that reads the statistics was evaluated.
        notes: What a reader of the result must know, in sentences: that it rests on a part of what a text
            search found.
    """

    query: StoredQuery
    text: str
    result: ResultSet
    cube: bool = False
    notes: tuple[str, ...] = ()


def prepare(
    name_or_path: str | Path,
    values: Mapping[str, str | None] | None = None,
    target: Queryable | None = None,
    *,
    cube: bool | None = None,
    catalogue: str | Path | None = None,
    first: int | None = None,
) -> tuple[StoredQuery, str]:
    """The stored query and its final SPARQL text, as ``--show`` prints it.

    Args:
        name_or_path: Name of a shipped query, or path of an ``.rq`` file.
        values: Values by parameter; ``None`` for "not given".
        target: Where names are looked up; without it, members and bodies that only the data knows are
            refused.
        cube: Whether to read the statistics; ``None``: if that can be (never without a target). ``True`` without a
            target gives the text unseen.
        catalogue: A folder of queries to look for the name in, in place of the shipped ones.
        first: How many rows will be read, as in :func:`run`.

    Raises:
        PqgraphError: PQ501 to PQ510.
    """
    query, _, made = _final(name_or_path, values or {}, target, cube, catalogue, first)
    return query, made.text


def run(
    name_or_path: str | Path,
    values: Mapping[str, str | None] | None,
    target: Queryable,
    *,
    cube: bool | None = None,
    catalogue: str | Path | None = None,
    first: int | None = None,
) -> Answer:
    """Run a stored query on a store, a graph in memory or an endpoint.

    Args:
        name_or_path: Name of a shipped query, or path of an ``.rq`` file.
        values: Values by parameter, as users write them.
        target: What to query.
        cube: Whether to read the statistics; ``None``: if that can be.
        catalogue: A folder of queries to look for the name in, in place of the shipped ones.
        first: How many rows will be read. A query whose header has ``keys`` then lets the engine make no more
            than these and what shows that there are more; others give all rows. Either way the rows are the
            first of the whole answer, and :func:`pqgraph.queries.results.first_rows` cuts it.

    Raises:
        PqgraphError: PQ501 to PQ510; PQ605 from an endpoint. PQ508 and PQ605 may come while the result is
            read.
    """
    query, chosen, made = _final(name_or_path, values or {}, target, cube, catalogue, first)
    return Answer(query, made.text, target.query(made.text), chosen is not query, made.notes)


def _final(
    name_or_path: str | Path,
    values: Mapping[str, str | None],
    target: Queryable | None,
    cube: bool | None,
    catalogue: str | Path | None,
    first: int | None,
) -> tuple[StoredQuery, StoredQuery, Bound]:
    """The stored query, the one of its texts that is to run, and that with values put in."""
    query = find(name_or_path, catalogue)
    chosen = choose(query, values, target, cube)
    known = {name: value for name, value in values.items() if name in chosen.header.params}
    made = bound(chosen, known, target)
    if first is not None and chosen.header.keys:
        text = narrowed(chosen, made, known, target, first + 1)
        made = made._replace(text=limited(text, first + 1))
    check_syntax(made.text, place=query.name)
    return query, chosen, made


def choose(
    query: StoredQuery, values: Mapping[str, str | None], target: Queryable | None, cube: bool | None = None
) -> StoredQuery:
    """The query itself, or its second text, which reads the statistics.

    Args:
        query: The stored query.
        values: Values by parameter.
        target: What will be asked.
        cube: ``True`` wants the second text, ``False`` the first; ``None`` leaves it to what can be.

    Raises:
        PqgraphError: PQ504 no such parameter; PQ509 the statistics are wanted and cannot answer.
    """
    check_names(query, values)
    if cube is False or (cube is None and query.cube is None):
        return query
    second = query.cube
    if second is None:
        raise PqgraphError("PQ509", f"{query.name} has no text that reads the statistics")
    beyond = [n for n, value in values.items() if value is not None and n not in second.header.params]
    if beyond:
        if cube:
            raise PqgraphError("PQ509", f"the statistics cannot answer {query.name} by {', '.join(beyond)}")
        return query
    if target is None:
        return second if cube else query
    if _has_cube(target):
        return second
    if cube:
        raise PqgraphError(
            "PQ509", f"the data asked by {query.name} has no statistics that count all its questions"
        )
    return query


def _has_cube(target: Queryable) -> bool:
    """Whether a target holds the statistics; each endpoint is asked once."""
    # A store at hand answers in microseconds, and may be loaded into between two queries.
    if isinstance(target, LocalStore):
        return has_cube(target)
    try:
        known = _cubes.get(target)
    except TypeError:  # something that cannot be remembered
        return has_cube(target)
    if known is None:
        known = _cubes[target] = has_cube(target)
    return known
