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

from pqgraph import iris
from pqgraph.errors import PqgraphError
from pqgraph.queries.first_rows import among
from pqgraph.queries.header import IndexOrder, ParamType
from pqgraph.queries.serialising import serialise
from pqgraph.queries.stored import StoredQuery
from pqgraph.queries.values import check
from pqgraph.store.results import Queryable, RdfTerm, Solutions

if TYPE_CHECKING:
    from pqgraph.search import Condition, SearchIndex, Where

__all__ = ["narrowed"]

_MOST_KEYS = 20_000
"""Questions that are written into a text; who wants more waits for the engine."""
_MOST_TOPICS = 1000
_KEY = "order"
"""The field of ``pq:sortKey``."""
_NARROWER = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?topic WHERE { ?topic skos:broader* %s }
"""


def narrowed(
    query: StoredQuery, text: str, values: Mapping[str, str | None], target: Queryable | None, first: int
) -> str:
    """A list's text with the questions among which its first rows are.

    Args:
        query: The stored query.
        text: Its text with values put in.
        values: These values, as users write them.
        target: What will be asked.
        first: How many questions are enough.

    Returns:
        The text as it came, if there is no index in step with the store, or it does not know the order or a value.
    """
    about = query.header.index
    folder = getattr(target, "held_folder", None)
    if about is None or target is None or not isinstance(folder, Path) or first > _MOST_KEYS:
        return text
    given = _given(query, values)
    if not given.keys() <= about.params.keys():
        return text
    from pqgraph.search import SearchIndex

    try:
        index = SearchIndex.open(folder)
    except PqgraphError as problem:
        # A list is answered without an index too, so none is made for it.
        if problem.code.id in ("PQ608", "PQ902"):
            return text
        raise
    with index:
        where = _where(query, about, given, target)
        found = _first(index, about.order, where, first) if where is not None else None
    if found is None:
        return text
    # A block without rows is good SPARQL, but not all engines take it; nothing has this IRI.
    rows = [serialise(RdfTerm("iri", iri)) for iri in found or [iris.BASE + "id/question/none"]]
    return among(text, query.header.keys[0], rows)


def _given(query: StoredQuery, values: Mapping[str, str | None]) -> dict[str, str]:
    """The values that count, defaults of the text among them."""
    found = {}
    for name, default in query.defaults.items():
        if name in values:
            value = values[name]
        else:
            value = None if default.is_undef else default.text.removeprefix("<").removesuffix(">")
        if value is not None:
            found[name] = value
    return found


def _first(index: SearchIndex, order: str, where: Where, count: int) -> list[str] | None:
    """The first questions; ``None`` where the index orders otherwise than SPARQL does."""
    from pqgraph.search import Exists

    # What has no place in the order comes last in the index, and in SPARQL first if the order ascends.
    if not order.startswith("-") and index.search(where={**where, _KEY: Exists(False)}, limit=0).total:
        return None
    return [hit.iri for hit in index.search(where=where, sort=order, limit=count, snippets=False).hits]


def _where(
    query: StoredQuery, about: IndexOrder, given: Mapping[str, str], target: Queryable
) -> Where | None:
    """The conditions of the header and of the values; ``None`` if one is beyond the index."""
    from pqgraph.search import AllOf, Exists, Not, Range

    found: dict[str, list[Condition]] = {}
    for name, value in about.where.items():
        found.setdefault(name, []).append(_typed(name, value))
    for name, value in about.without.items():
        found.setdefault(name, []).append(Not(_typed(name, value)))
    for name in about.there:
        found.setdefault(name, []).append(Exists())
    for name in about.past:
        # What SPARQL's NOW() begins with.
        today = dt.datetime.now(dt.UTC).date()
        found.setdefault(name, []).append(Range(high=today, with_high=False))
    for param, value in given.items():
        field = about.params[param]
        term = check(param, query.header.params[param], value, target)
        demand = _demand(query.header.params[param].type, field, term, target)
        if demand is None:
            return None
        found.setdefault(field.lstrip("<=>"), []).append(demand)
    return {name: each[0] if len(each) == 1 else AllOf(tuple(each)) for name, each in found.items()}


def _typed(name: str, value: str) -> Condition:
    from pqgraph.search import FIELDS, Kind

    return value == "true" if FIELDS[name].kind is Kind.FLAG else value


def _demand(kind: ParamType, field: str, term: RdfTerm, target: Queryable) -> Condition | None:
    """What a value asks of its field; ``None`` if that is not known."""
    from pqgraph.search import Range

    if field.startswith(">="):
        return Range(low=term.value)
    if field.startswith("<="):
        return Range(high=term.value)
    match kind:
        case "topic":
            return _narrower(term, target)
        case "month":
            return term.value.rpartition("/")[2]
        case "year":
            return int(term.value.rpartition("/")[2])
        case _:
            return term.value


def _narrower(topic: RdfTerm, target: Queryable) -> list[str] | None:
    """A topic and those below it, as the target has them."""
    result = target.query(_NARROWER % serialise(topic))
    assert isinstance(result, Solutions), "a SELECT has solutions"
    found = [row[0].value for row in result.rows if row[0] is not None and row[0].kind == "iri"]
    return found if 0 < len(found) <= _MOST_TOPICS else None
