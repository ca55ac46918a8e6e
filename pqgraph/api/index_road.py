"""Selection by the search index beside a store: filters, ranges, orders by day, exact counts, text, deep pages.

The index takes what it can answer exactly as SPARQL would, and leaves all else to the SPARQL road. Text
(``_search``) is the exception: words are searched for as the index does it, in the language of its queries.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pqgraph.api.index_terms import ORDER, order_fields, where_of
from pqgraph.api.protocol import Problem
from pqgraph.api.selection import Condition, Selected, Selection, TextSearch
from pqgraph.errors import PqgraphError
from pqgraph.search import AllOf, Exists, SearchIndex
from pqgraph.terms import parl

if TYPE_CHECKING:
    from pqgraph.search import Where

__all__ = ["IndexRoad", "roads_beside"]

_QUESTION = (parl.WrittenParliamentaryQuestion,)
_MOST_EQUALS = 2_000
"""Questions of one day that are put in order by IRI; more are left to SPARQL."""
_COUNTS_KEPT = 64
"""Lists of which the numbers by day are kept."""


@dataclass(frozen=True, slots=True)
class _Days:
    """How many questions of a list have which day.

    Attributes:
        counts: By day, the earliest first.
        missing: How many have none.
    """

    counts: tuple[tuple[dt.date, int], ...]
    missing: int

    @property
    def total(self) -> int:
        return self.missing + sum(count for _, count in self.counts)

    def groups(self, first: int, last: int, *, descending: bool) -> Iterator[tuple[dt.date | None, int, int]]:
        """The days of a page, each with its number of questions and of those that come before it in the list."""
        # As SPARQL has it: what has no day comes before all days.
        every: list[tuple[dt.date | None, int]] = [(None, self.missing), *self.counts]
        passed = 0
        for day, count in reversed(every) if descending else every:
            if passed >= last:
                return
            if passed + count > first:
                yield day, count, passed
            passed += count


class IndexRoad:
    """Selects questions with the index.

    Args:
        index: The index, in step with the store.
    """

    def __init__(self, index: SearchIndex) -> None:
        self._index = index
        self._days: OrderedDict[tuple[str | None, str, str], _Days] = OrderedDict()
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
        # What has no key comes last in the index, but SPARQL puts it first where the order ascends.
        if names[-1] == ORDER and not keys[-1][1] and not self._all_have_a_key():
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
        sort = f"-{ORDER}" if descending else ORDER
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
            inside = {**where, name: AllOf((where[name], demand)) if name in where else demand}
            if len(keys) == 2:
                items += self._found(text, inside, keys[1][1], start, stop - start)[0]
            else:
                items += sorted(self._found(text, inside, True, 0, count)[0])[start:stop]
        return items, days.total

    def _counted(self, text: str | None, where: Where, name: str) -> _Days:
        key = text, repr(where), name
        with self._lock:
            days = self._days.get(key)
            if days is not None:
                self._days.move_to_end(key)
                return days
        counts = self._index.facets(text, where, field=name)
        by_day = sorted((day, count) for day, count in counts if isinstance(day, dt.date))
        total = self._index.search(text, where=where, sort=f"-{ORDER}", limit=0, snippets=False).total
        days = _Days(tuple(by_day), total - sum(count for _, count in by_day))
        with self._lock:
            self._days[key] = days
            while len(self._days) > _COUNTS_KEPT:
                self._days.popitem(last=False)
        return days

    def _all_have_a_key(self) -> bool:
        if self._complete is None:
            self._complete = self._index.search(where={ORDER: Exists(False)}, limit=0).total == 0
        return self._complete


def _text(selection: Selection) -> str | None:
    return next((c.text for c in selection.conditions if isinstance(c, TextSearch)), None)


def roads_beside(folder: str | Path) -> tuple[IndexRoad, ...]:
    """The road by the search index of a store folder; none if there is no index that is in step with the store.

    Args:
        folder: The store's folder.
    """
    try:
        return (IndexRoad(SearchIndex.open(folder)),)
    except PqgraphError as error:
        # Without an index, or without tantivy, all is answered all the same.
        if error.code.id in ("PQ608", "PQ902"):
            return ()
        raise
