"""Pages in a total order.

tantivy orders by one key and leaves open what comes first among equals. A page must not depend on how the index
happens to be cut into segments, and pages must fit together, so the hits around a page are fetched until no group of
equals is cut, and each group is put in order here. Scores are rounded for this: sums of floating-point numbers differ
in the last digit with the order of adding.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct

from pqgraph.errors import PqgraphError
from pqgraph.search.fields import Kind, field

if TYPE_CHECKING:
    import tantivy

__all__ = ["Counts", "Order", "Window", "parse_order"]

_PLACES = 3
"""Decimal places of a score that count."""
_PAD = 16
_MANY = 1024
"""Equals beyond a page from which on they are looked at by themselves."""
_MOST_PAD = 16 * 8**4
"""Equals beyond a page that are put in order; of more, the order is the index's own."""
_DEEP = 5000
"""Where a page is far down."""
_MONTH = 10**12
"""Numbers of ``pq:sortKey`` that a month has. In floating-point numbers, which tantivy counts in, they are inexact by
some units, but no month's first number is near its beginning."""
_MOST_BUCKETS = 60_000
_ORDER = "order"
_LAST = 1 << 64


class Order(Struct, frozen=True):
    """An order of hits."""

    field: str | None
    """``None``: by relevance."""
    descending: bool = True


def parse_order(sort: str | None, *, with_text: bool) -> Order:
    """The order that a ``sort`` asks for.

    Raises:
        PqgraphError: PQ532, there is none such.
    """
    if sort is None:
        return Order(None) if with_text else Order(_ORDER)
    if sort == "relevance":
        if not with_text:
            raise PqgraphError("PQ532", "without a text nothing is more relevant than anything else")
        return Order(None)
    name = sort.removeprefix("-")
    if field(name).kind not in (Kind.NUMBER, Kind.DAY):
        raise PqgraphError("PQ532", f"{name} has no order to sort by")
    return Order(name, sort.startswith("-"))


Found = tuple[float, "tantivy.DocAddress"]


class Counted(Struct, frozen=True):
    """How many hits there are, in all and by the first value of each bucket."""

    total: int
    by_value: dict[int, int]


class Counts:
    """Keeps the counts that deep pages need, for lists asked for lately: they take longer than all else.

    Safe for use by several threads.

    Args:
        most: How many lists.
    """

    def __init__(self, most: int = 64) -> None:
        self._most = most
        self._kept: OrderedDict[str, Counted] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, key: str, count: Callable[[], Counted]) -> Counted:
        """The counts of a list, counted if they are not kept."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        found = count()
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return found


class Window:
    """The hits of a query in an order.

    Args:
        schema: The fields.
        searcher: The index.
        query: The query.
        order: The order.
        counts: What is kept of other pages.
        key: Names query and order there.
    """

    def __init__(
        self,
        schema: tantivy.Schema,
        searcher: tantivy.Searcher,
        query: tantivy.Query,
        order: Order,
        counts: Counts | None = None,
        key: str = "",
    ) -> None:
        self._counts = counts or Counts()
        self._name = key
        self._schema = schema
        self._searcher = searcher
        self._query = query
        self._order = order
        self.total = 0
        """How many hits there are; known after :meth:`page`."""

    def page(self, offset: int, limit: int) -> list[Found]:
        """Some hits, with their score or key, in order.

        Raises:
            PqgraphError: PQ532, offset or limit is negative.
        """
        if offset < 0 or limit < 0:
            raise PqgraphError("PQ532", "offset and limit cannot be negative")
        # tantivy makes room for all that is asked for, so nobody may ask for more than there is.
        most = self._searcher.num_docs
        first, last = min(offset, most), min(offset + limit, most)
        if self._order.field is not None and first > _DEEP:
            return self._by_buckets(first, last)
        return self._page(first, last)

    def _page(self, first: int, last: int) -> list[Found]:
        """A page by fetching it with what is around it."""
        pad = _PAD
        while True:
            start = max(0, first - pad)
            hits = self._fetch(start, last + pad)
            first, last = min(first, self.total), min(last, self.total)
            if first == last:
                return []
            keys = [self._key(hit) for hit in hits]
            begins = start == 0 or keys[0] != keys[first - start]
            ends = start + len(hits) == self.total or keys[-1] != keys[last - 1 - start]
            if (begins and ends) or pad >= _MOST_PAD:
                return self._ordered(hits, keys, first - start, last - start)
            if pad >= _MANY and self._order.field not in (None, _ORDER):
                return self._by_buckets(first, last)
            pad *= 8

    def _by_buckets(self, first: int, last: int) -> list[Found]:
        """A page far down or among very many equals: the counts of the values before it tell where it begins.

        tantivy would gather and order all hits up to the page.
        """
        counted = self._counts.of(self._name, self._count)
        self.total = counted.total
        found: list[Found] = []
        passed = 0
        inner = Order(_ORDER, self._order.descending)
        values = sorted(counted.by_value, reverse=self._order.descending)
        without = counted.total - sum(counted.by_value.values())
        for value, count in (*((value, counted.by_value[value]) for value in values), (None, without)):
            if passed >= last:
                break
            if passed + count > first:
                bucket = Window(self._schema, self._searcher, self._bucket(value), inner)
                part = bucket._page(max(first - passed, 0), min(last - passed, count))
                found += [(value or 0.0, address) for _, address in part]
            passed += count
        return found

    def _count(self) -> Counted:
        """The hits by value of the field, by month for ``pq:sortKey``."""
        name = str(self._order.field)
        if name == _ORDER:
            request = {"histogram": {"field": name, "interval": _MONTH, "min_doc_count": 1}}
        else:
            request = {"terms": {"field": name, "size": _MOST_BUCKETS}}
        answer = self._searcher.aggregate(self._query, {"values": request})["values"]["buckets"]
        self._fetch(0, 1)
        return Counted(self.total, {int(bucket["key"]): int(bucket["doc_count"]) for bucket in answer})

    def _bucket(self, low: int | None) -> tantivy.Query:
        """The hits of a bucket; without a first value, those without any."""
        from tantivy import FieldType, Occur, Query

        name = str(self._order.field)
        if low is None:
            there = Query.exists_query(name)
            return Query.boolean_query([(Occur.Must, self._query), (Occur.MustNot, there)])
        high = low + (_MONTH if name == _ORDER else 1) - 1
        inside = Query.range_query(self._schema, name, FieldType.Integer, low, high)
        return self._query.and_must_match(inside)

    def _fetch(self, start: int, stop: int) -> list[Found]:
        from tantivy import Order as Direction

        name = self._order.field
        stop = min(stop, self._searcher.num_docs)
        result = self._searcher.search(
            self._query,
            limit=max(1, stop - start),
            offset=start,
            order_by_field=name,
            order=Direction.Desc if self._order.descending else Direction.Asc,
        )
        self.total = int(result.count)  # type: ignore[attr-defined]  # missing from tantivy's stubs
        return result.hits

    def _key(self, hit: Found) -> float | None:
        return round(hit[0], _PLACES) if self._order.field is None else hit[0]

    def _ordered(self, hits: list[Found], keys: list[float | None], first: int, last: int) -> list[Found]:
        """The hits from one place to another after each group of equals has been put in order."""
        group = 0
        places: list[tuple[int, int]] = []
        seconds = self._seconds(hits)
        for index, key in enumerate(keys):
            if index and key != keys[index - 1]:
                group += 1
            places.append((group, seconds[index]))
        numbers = sorted(range(len(hits)), key=places.__getitem__)
        # What is equal even then is ordered by IRI, which must be fetched, so only where the page shows it.
        begin, end = first, last
        while begin and places[numbers[begin - 1]] == places[numbers[first]]:
            begin -= 1
        while end < len(numbers) and places[numbers[end]] == places[numbers[last - 1]]:
            end += 1
        shown = numbers[begin:end]
        ranked = [places[number] for number in shown]
        if len(set(ranked)) < len(ranked):
            shown.sort(key=lambda number: (places[number], self._iri(hits[number])))
        chosen = shown[first - begin : last - begin]
        return [(keys[number] or 0.0, hits[number][1]) for number in chosen]

    def _seconds(self, hits: list[Found]) -> list[int]:
        """What orders equals: ``pq:sortKey`` in the direction of the order, those without one last."""
        if self._order.field == _ORDER:
            return [0] * len(hits)
        values = self._searcher.fast_field_values(_ORDER, [address for _, address in hits])
        sign = -1 if self._order.descending else 1
        return [_LAST if value is None else sign * int(value) for value in values]

    def _iri(self, hit: Found) -> str:
        return str(self._searcher.doc(hit[1]).get_first("iri"))
