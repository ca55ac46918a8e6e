"""The first rows of a list by the search index: it knows which questions they are, SPARQL tells the rest.

An engine that is asked for the newest fifty of a hundred thousand questions looks all of them up before it can put
them in order. The search index beside a store has the same questions in that order already. So a list whose header
has ``index`` gets the first of them as rows of ``VALUES`` beside its own conditions, which stay: what the index gives
can only be too little, never wrong, and it is not asked where it could be.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pqgraph.errors import PqgraphError
from pqgraph.queries.binding import Bound
from pqgraph.queries.first_rows import among
from pqgraph.queries.fulltext import NO_QUESTION
from pqgraph.queries.header import IndexOrder, ParamType, bounded
from pqgraph.queries.serialising import serialise
from pqgraph.queries.stored import StoredQuery
from pqgraph.store.results import Queryable, RdfTerm

if TYPE_CHECKING:
    from pqgraph.search import Condition, SearchIndex, Where

__all__ = ["narrowed"]

_MOST_KEYS = 20_000
"""Questions that are written into a text; who wants more waits for the engine."""
_KEY = "order"
"""The field of ``pq:sortKey``."""


def narrowed(
    query: StoredQuery, made: Bound, values: Mapping[str, str | None], target: Queryable | None, first: int
) -> str:
    """A list's text with the questions among which its first rows are.

    Args:
        query: The stored query.
        made: The same with values in it.
        values: These values, as users write them.
        target: What will be asked.
        first: How many questions are enough.

    Returns:
        The text as it came, if there is no index in step with the store, or it does not know the order or a value.
    """
    about = query.header.index
    folder = getattr(target, "held_folder", None)
    if about is None or not isinstance(folder, Path) or first > _MOST_KEYS:
        return made.text
    given = _given(query, made, values)
    if given is None or not given.keys() <= about.params.keys():
        return made.text
    from pqgraph.search import SearchIndex

    try:
        index = SearchIndex.open(folder)
    except PqgraphError as problem:
        # A list is answered without an index too, so none is made for it.
        if problem.code.id in ("PQ608", "PQ902"):
            return made.text
        raise
    with index:
        found = _first(index, about.order, _where(query, about, given), first)
    if found is None:
        return made.text
    rows = [serialise(RdfTerm("iri", iri)) for iri in found or [NO_QUESTION]]
    return among(made.text, query.header.keys[0], rows)


def _given(query: StoredQuery, made: Bound, values: Mapping[str, str | None]) -> dict[str, RdfTerm] | None:
    """The terms that count, defaults of the text among them; ``None`` if one of these is no IRI in full."""
    found = dict(made.terms)
    for name, default in query.defaults.items():
        if name not in values and not default.is_undef:
            if not default.text.startswith("<"):
                return None
            found[name] = RdfTerm("iri", default.text[1:-1])
    return found


def _first(index: SearchIndex, order: str, where: Where, count: int) -> list[str] | None:
    """The first questions; ``None`` where the index orders otherwise than SPARQL does."""
    from pqgraph.search import Exists

    # What has no place in the order comes last in the index, and in SPARQL first if the order ascends.
    if not order.startswith("-") and index.search(where={**where, _KEY: Exists(False)}, limit=0).total:
        return None
    return [hit.iri for hit in index.search(where=where, sort=order, limit=count, snippets=False).hits]


def _where(query: StoredQuery, about: IndexOrder, given: Mapping[str, RdfTerm]) -> Where:
    """The conditions of the header and of the values."""
    from pqgraph.search import AllOf, Not, Range

    found: dict[str, list[Condition]] = {}
    for name, value in about.where.items():
        found.setdefault(name, []).append(_typed(name, value))
    for name, value in about.without.items():
        found.setdefault(name, []).append(Not(_typed(name, value)))
    for name in about.past:
        # What SPARQL's NOW() begins with.
        today = dt.datetime.now(dt.UTC).date()
        found.setdefault(name, []).append(Range(high=today, with_high=False))
    for param, term in given.items():
        bound, name = bounded(about.params[param])
        demand = _demand(query.header.params[param].type, bound, term)
        found.setdefault(name, []).append(demand)
    return {name: each[0] if len(each) == 1 else AllOf(tuple(each)) for name, each in found.items()}


def _typed(name: str, value: str) -> Condition:
    from pqgraph.search import FIELDS, Kind

    return value == "true" if FIELDS[name].kind is Kind.FLAG else value


def _demand(kind: ParamType, bound: str, term: RdfTerm) -> Condition:
    """What a value asks of its field."""
    from pqgraph.search import Range

    if bound:
        return Range(low=term.value) if bound == ">=" else Range(high=term.value)
    match kind:
        case "month":
            return term.value.rpartition("/")[2]
        case "year":
            return int(term.value.rpartition("/")[2])
        case _:
            return term.value
