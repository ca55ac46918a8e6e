"""Selection by the search index beside a store: filters, ranges, orders by day, exact counts, text, deep pages.

The index takes what it can answer exactly as SPARQL would, and leaves all else to the SPARQL road. Text
(``_search``) is the exception: words are searched for as the index does it, in the language of its queries.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pqgraph.api.index_terms import ORDER, by_node, field_of, order_fields, where_of
from pqgraph.api.protocol import Problem
from pqgraph.api.selection import Condition, Named, Selected, Selection, TextSearch
from pqgraph.errors import PqgraphError
from pqgraph.rdf.terms import Term
from pqgraph.search import AllOf, Exists, SearchIndex
from pqgraph.search import Condition as Demand
from pqgraph.store.results import Queryable, Solutions
from pqgraph.terms import parl

if TYPE_CHECKING:
    from pqgraph.search import Where

__all__ = ["IndexRoad", "roads_beside"]

_QUESTION = (parl.WrittenParliamentaryQuestion,)
_MOST_EQUALS = 2_000
"""Questions of one day that are put in order by IRI; more are left to SPARQL."""
_COUNTS_KEPT = 64
"""Lists of which the numbers by day are kept."""
_MOST_NODES = 1_000
"""Things of one label that the index is asked for; more are left to SPARQL."""
_Key = dt.date | int


@dataclass(frozen=True, slots=True)
class _Counts:
    """How many questions of a list have which day, or number of days.

    Attributes:
        counts: By day or number, the least first.
        missing: How many have none.
    """

    counts: tuple[tuple[_Key, int], ...]
    missing: int

    @property
    def total(self) -> int:
        return self.missing + sum(count for _, count in self.counts)

    def groups(self, first: int, last: int, *, descending: bool) -> Iterator[tuple[_Key | None, int, int]]:
        """The keys of a page, each with its number of questions and of those that come before it in the list."""
        # As SPARQL has it: what has no key comes before all keys.
        every: list[tuple[_Key | None, int]] = [(None, self.missing), *self.counts]
        passed = 0
        for key, count in reversed(every) if descending else every:
            if passed >= last:
                return
            if passed + count > first:
                yield key, count, passed
            passed += count


class IndexRoad:
    """Selects questions with the index.

    Args:
        index: The index, in step with the store.
        store: The store, to look up what things that questions point to are called; without it, lists by such names
            are beyond this road.
    """

    def __init__(self, index: SearchIndex, store: Queryable | None = None) -> None:
        self._index = index
        self._store = store
        self._days: OrderedDict[tuple[str | None, str, str], _Counts] = OrderedDict()
        self._complete: bool | None = None
        self._lock = threading.Lock()

    def covers(self, selection: Selection) -> bool:
        """Whether the index says the same as SPARQL would: questions, fields and orders that it has."""
        if selection.types != _QUESTION or selection.order_by or selection.select or selection.graph:
            return False
        where, keys = where_of(selection.conditions), order_fields(selection.sort)
        if where is None or not keys:
            return False
        names = [name for name, _ in keys]
        if names not in ([ORDER], [names[0]], [names[0], ORDER]) or names == [ORDER, ORDER]:
            return False
        if names[0] == ORDER:
            return True
        try:
            days = self._counted(_text(selection), where, names[0])
        except PqgraphError as error:
            # What is wrong with the text is told on selecting.
            return error.code.id == "PQ531"
        if days.missing < 0:
            # Some question has several days, where there should be one.
            return False
        last = selection.offset + selection.limit
        groups = days.groups(selection.offset, last, descending=keys[0][1])
        return len(names) == 2 or all(count <= _MOST_EQUALS for _, count, _ in groups)

    def select(self, selection: Selection) -> Selected:
        """The items.

        Raises:
            Problem: 400, the text cannot be searched for.
            PqgraphError: The index fails.
        """
        where, keys = where_of(selection.conditions), order_fields(selection.sort)
        assert where is not None and keys, "covers() was not asked"
        try:
            if keys[0][0] == ORDER:
                items, total = self._found(
                    _text(selection), where, keys[0][1], selection.offset, selection.limit
                )
            else:
                items, total = self._by_day(selection, where, keys)
        except PqgraphError as error:
            if error.code.id == "PQ531":
                raise Problem(400, f"_search: {error.found}.", {"parameter": "_search"}) from None
            raise
        return Selected(tuple(items), total if selection.counting else None, f"search index: {where!r}")

    def texts(self, iri: str) -> list[str] | None:
        """All plain texts that questions have for a property; ``None`` if the index has no field for it."""
        name = field_of(iri)
        return None if name is None else [str(value) for value, _ in self._index.facets(field=name)]

    def resolved(self, selection: Selection) -> Selection:
        """The selection with things in place of what they are called, where that is asked for."""
        found = None if self._store is None else by_node(selection.conditions)
        if found is None:
            return selection
        conditions = list(selection.conditions)
        for place, (of_questions, of_things) in found.items():
            things = self._things(of_things)
            if things is None:
                return selection
            conditions[place] = replace(of_questions, terms=things)
        return replace(selection, conditions=tuple(conditions))

    def _things(self, condition: Named) -> tuple[Term, ...] | None:
        """The things that a condition holds for; ``None`` if they are too many, or one has no IRI."""
        assert self._store is not None, "resolved() looks"
        query = (
            f"SELECT DISTINCT ?thing WHERE {{ VALUES ?value {{ {' '.join(condition.terms)} }} "
            f"?thing {'|'.join(f'<{iri}>' for iri in condition.labels)} ?value }} LIMIT {_MOST_NODES + 1}"
        )
        result = self._store.query(query)
        assert isinstance(result, Solutions), "a SELECT has solutions"
        things = [row[0] for row in result.rows]
        if len(things) > _MOST_NODES or any(thing is None or thing.kind != "iri" for thing in things):
            return None
        return tuple(sorted(thing.ntriples() for thing in things if thing is not None))

    @property
    def index(self) -> SearchIndex:
        """The index."""
        return self._index

    @staticmethod
    def where(conditions: tuple[Condition, ...]) -> Where | None:
        """The conditions in the index's terms, texts left out; ``None`` if one is beyond it."""
        return where_of(conditions)

    def _found(
        self, text: str | None, where: Where, descending: bool, offset: int, limit: int
    ) -> tuple[list[str], int]:
        """Questions by ``pq:sortKey``, and how many there are in all."""
        if descending or self._all_have_a_key():
            return self._part(text, where, f"-{ORDER}" if descending else ORDER, offset, limit)
        # What has no key comes last in the index, but SPARQL puts it first where the order ascends.
        items, missing = self._part(text, _with(where, ORDER, Exists(False)), ORDER, offset, limit)
        there = _with(where, ORDER, Exists())
        more, total = self._part(text, there, ORDER, max(offset - missing, 0), limit - len(items))
        return items + more, missing + total

    def _part(
        self, text: str | None, where: Where, sort: str, offset: int, limit: int
    ) -> tuple[list[str], int]:
        page = self._index.search(text, where=where, sort=sort, offset=offset, limit=limit, snippets=False)
        return [hit.iri for hit in page.hits], page.total

    def _by_day(
        self, selection: Selection, where: Where, keys: list[tuple[str, bool]]
    ) -> tuple[list[str], int]:
        """Questions by a day; those of one day by ``pq:sortKey`` if the order says so, else by IRI.

        The numbers of questions by day tell which days a page shows, so a deep page takes no longer.
        """
        text, (name, descending) = _text(selection), keys[0]
        days = self._counted(text, where, name)
        first, last = selection.offset, selection.offset + selection.limit
        items: list[str] = []
        for day, count, passed in days.groups(first, last, descending=descending):
            start, stop = max(first - passed, 0), min(last - passed, count)
            demand = Exists(False) if day is None else day
            inside = _with(where, name, demand)
            if len(keys) == 2:
                items += self._found(text, inside, keys[1][1], start, stop - start)[0]
            else:
                items += sorted(self._found(text, inside, True, 0, count)[0])[start:stop]
        return items, days.total

    def _counted(self, text: str | None, where: Where, name: str) -> _Counts:
        key = text, repr(where), name
        with self._lock:
            days = self._days.get(key)
            if days is not None:
                self._days.move_to_end(key)
                return days
        counts = self._index.facets(text, where, field=name)
        by_day = sorted((cast(_Key, key), count) for key, count in counts)
        total = self._index.search(text, where=where, sort=f"-{ORDER}", limit=0, snippets=False).total
        days = _Counts(tuple(by_day), total - sum(count for _, count in by_day))
        with self._lock:
            self._days[key] = days
            while len(self._days) > _COUNTS_KEPT:
                self._days.popitem(last=False)
        return days

    def _all_have_a_key(self) -> bool:
        if self._complete is None:
            self._complete = self._index.search(where={ORDER: Exists(False)}, limit=0).total == 0
        return self._complete


def _with(where: Where, name: str, demand: Demand) -> Where:
    """The conditions and one more."""
    return {**where, name: AllOf((where[name], demand)) if name in where else demand}


def _text(selection: Selection) -> str | None:
    return next((c.text for c in selection.conditions if isinstance(c, TextSearch)), None)


def roads_beside(folder: str | Path, store: Queryable | None = None) -> tuple[IndexRoad, ...]:
    """The road by the search index of a store folder; none if there is no index that is in step with the store.

    Args:
        folder: The store's folder.
        store: The store, open; see :class:`IndexRoad`.
    """
    try:
        return (IndexRoad(SearchIndex.open(folder), store),)
    except PqgraphError as error:
        # Without an index, or without tantivy, all is answered all the same.
        if error.code.id in ("PQ608", "PQ902"):
            return ()
        raise
