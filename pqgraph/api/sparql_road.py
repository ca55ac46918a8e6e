"""Selection by SPARQL.

A query is put together from terms and names of variables; no text of a client gets into it except as a literal or an
IRI that was checked, or as a pattern that an operator has allowed.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping

from pqgraph.api.config.model import Chain
from pqgraph.api.selection import (
    Condition,
    Equals,
    Exists,
    Named,
    Near,
    Pattern,
    Range,
    Selected,
    Selection,
    SortKey,
    Subject,
    TextSearch,
)
from pqgraph.api.sparql_text import prologue
from pqgraph.api.vocab import GEO
from pqgraph.errors import PqgraphError
from pqgraph.rdf import terms as t
from pqgraph.store.results import Queryable, Solutions
from pqgraph.terms import rdf

__all__ = ["SparqlRoad"]

IRIS_KEPT = 2_000_000
"""How many IRIs of lists are kept in all; the lists asked for least recently go first."""
_LIST, _CHARACTERS = 10, 100
"""What a list takes beside its IRIs, and characters of its query that take as much as an IRI."""


class SparqlRoad:
    """Selects with one query for a whole list, which is kept: its length is the total, its parts are the pages.

    To sort a list takes as long for one page as for all, so this makes the first page no slower, every further one
    as fast as can be, and walking a list exact. The store must not change while the road stands.

    Args:
        store: Where to ask.
        prefixes: Prefixes that patterns of the description may use.
    """

    def __init__(self, store: Queryable, prefixes: Mapping[str, str]) -> None:
        self._store = store
        self._prefixes = dict(prefixes)
        self._lists: OrderedDict[str, tuple[str, ...]] = OrderedDict()
        self._kept = 0
        self._shared: dict[str, str] = {}
        self._lock = threading.Lock()

    def covers(self, selection: Selection) -> bool:
        """Whatever it is."""
        return True

    def select(self, selection: Selection) -> Selected:
        """The items.

        Raises:
            PqgraphError: PQ503, PQ508, PQ605: the store refuses or fails.
        """
        page = f"\nOFFSET {selection.offset} LIMIT {selection.limit}"
        text = self.text(selection)
        with self._lock:
            whole = self._lists.get(text)
            if whole is not None:
                self._lists.move_to_end(text)
        subject = _subject(selection) if selection.select is not None else None
        if whole is None:
            if not selection.counting and subject is None:
                return Selected(self._items(text + page), None, text + page)
            whole = self._items(text)
            self._keep(text, whole)
        if subject is not None:
            # Nothing can be put into a query of the description's or the client's own.
            whole = (subject,) if subject in whole else ()
        items = whole[selection.offset : selection.offset + selection.limit]
        return Selected(items, len(whole) if selection.counting else None, text + page)

    def text(self, selection: Selection) -> str:
        """The query for the whole list."""
        if selection.select is not None:
            return prologue(selection.select, self._prefixes) + selection.select
        where, order = _Builder().build(selection)
        query = f"SELECT DISTINCT ?item WHERE {{\n{where}}}\nORDER BY {order}"
        return prologue(query, self._prefixes) + query

    def _items(self, text: str) -> tuple[str, ...]:
        result = self._store.query(text)
        if not isinstance(result, Solutions) or "item" not in result.variables:
            raise PqgraphError("PQ605", "a selection was not answered with ?item")
        place = result.variables.index("item")
        # An item that is found in two ways stands once, where it comes first. Blank nodes have no address and are
        # left out, as in Elda.
        terms = (row[place] for row in result.rows)
        return tuple(dict.fromkeys(term.value for term in terms if term is not None and term.kind == "iri"))

    def _keep(self, text: str, items: tuple[str, ...]) -> None:
        weight = _weight(text, items)
        if weight > IRIS_KEPT:
            return
        with self._lock:
            if text in self._lists:
                return
            # The same item stands in many lists; its IRI is held once.
            self._lists[text] = tuple(self._shared.setdefault(iri, iri) for iri in items)
            self._kept += weight
            while self._kept > IRIS_KEPT:
                self._kept -= _weight(*self._lists.popitem(last=False))
            if not self._lists or len(self._shared) > 2 * IRIS_KEPT:
                self._shared = {iri: iri for kept in self._lists.values() for iri in kept}


def _weight(text: str, items: tuple[str, ...]) -> int:
    """What a list takes, in IRIs: queries count too, since clients may send ever new ones that find nothing."""
    return _LIST + len(text) // _CHARACTERS + len(items)


class _Builder:
    """Writes one query; hands out variables that no description uses."""

    def __init__(self) -> None:
        self._number = 0
        self._chains: dict[Chain, str] = {}
        self._of_all = False

    def build(self, selection: Selection) -> tuple[str, str]:
        optional: list[str] = []
        order = self._order(selection, optional)
        return self.where(selection, optional), order

    def where(self, selection: Selection, optional: list[str]) -> str:
        # Oxigraph joins patterns of one shape in the order in which they stand, so what fits few items comes first:
        # what a request asks for, then what the description demands, then ways and classes.
        fixed = [c for c in selection.conditions if isinstance(c, Equals) and len(c.chain) == 1]
        self._of_all = all(isinstance(condition, Exists) for condition in selection.conditions)
        patterns: list[str] = []
        filters: list[str] = []
        for constant in reversed(fixed):
            self._condition(constant, patterns, filters)
        for condition in selection.conditions:
            if condition not in fixed:
                self._condition(condition, patterns, filters)
        patterns += [f"?item <{rdf.type}> <{iri}> ." for iri in selection.types]
        if not patterns:
            patterns.append("?item ?__p ?__v .")
        subject = _subject(selection)
        if subject is not None:
            patterns.insert(0, f"VALUES ?item {{ <{subject}> }}")
        lines = "".join(f"  {line}\n" for line in (*patterns, *filters, *optional))
        return lines if selection.graph is None else f"  GRAPH <{selection.graph}> {{\n{lines}  }}\n"

    def _new(self) -> str:
        self._number += 1
        return f"?__{self._number}"

    def _order(self, selection: Selection, optional: list[str]) -> str:
        if selection.order_by:
            # A line feed ends a comment that stands at the end of the piece.
            return f"{selection.order_by}\n ?item"
        if not selection.sort:
            # IRIs of one kind differ in their numbers: the longer is the greater.
            return "DESC(STRLEN(STR(?item))) DESC(?item)"
        criteria = [self._criterion(key, optional) for key in selection.sort]
        return " ".join((*criteria, "?item"))

    def _criterion(self, key: SortKey, optional: list[str]) -> str:
        lines: list[str] = []
        end = self._walk(key.chain, lines, {})
        optional.append(f"OPTIONAL {{ {' '.join(lines)} }}")
        return f"DESC({end})" if key.descending else end

    def _walk(self, chain: Chain, lines: list[str], known: dict[Chain, str]) -> str:
        """Triple patterns along a chain, sharing what is walked already; the variable at its end."""
        here = "?item"
        for length in range(1, len(chain) + 1):
            end = known.get(chain[:length])
            if end is None:
                end = known[chain[:length]] = self._new()
                lines.append(self._triple(here, chain[length - 1 : length], end))
            here = end
        return here

    def _triple(self, subject: str, step: Chain, value: str) -> str:
        (one,) = step
        predicate = self._new() if one.iri is None else f"<{one.iri}>"
        return f"{value} {predicate} {subject} ." if one.inverse else f"{subject} {predicate} {value} ."

    def _without(self, chain: Chain) -> str:
        """That there is no way along a chain.

        Oxigraph joins patterns that stand side by side in EXISTS anew for each item, whole properties at a time.
        """
        if len(chain) > 1 and self._of_all:
            lines: list[str] = []
            self._walk(chain, lines, {})
            return f"MINUS {{ SELECT ?item WHERE {{ {' '.join(lines)} }} }}"
        return f"FILTER NOT EXISTS {{ {self._way('?item', chain)} }}"

    def _way(self, start: str, chain: Chain) -> str:
        """That there is a way along a chain; each step is looked up from where the one before led."""
        end = self._new()
        step = self._triple(start, chain[:1], end)
        return step if len(chain) == 1 else f"{step} FILTER EXISTS {{ {self._way(end, chain[1:])} }}"

    def _condition(self, condition: Condition, patterns: list[str], filters: list[str]) -> None:
        match condition:
            case Equals(chain, terms):
                before = self._walk(chain[:-1], patterns, self._chains)
                value = terms[0] if len(terms) == 1 else self._new()
                if len(terms) != 1:
                    patterns.append(f"VALUES {value} {{ {' '.join(terms)} }}")
                patterns.append(self._triple(before, chain[-1:], value))
            case Named(chain, labels, terms):
                called = self._new()
                ways = "|".join(f"<{iri}>" for iri in labels)
                end = self._walk(chain, patterns, self._chains)
                # Few things have the name, so they come first.
                patterns.insert(0, f"VALUES {called} {{ {' '.join(terms)} }} {end} {ways} {called} .")
            case Range(chain, comparison, terms, languages):
                end = self._walk(chain, patterns, self._chains)
                shown = f"STR({end})" if languages else end
                test = " || ".join(f"{shown} {comparison} {term}" for term in terms)
                if languages:
                    tags = ", ".join(t.literal(tag) for tag in languages)
                    test = f"({test}) && LCASE(LANG({end})) IN ({tags})"
                filters.append(f"FILTER({test})")
            case Exists(chain, True):
                self._walk(chain, patterns, self._chains)
            case Exists(chain, False):
                filters.append(self._without(chain))
            case Pattern(text):
                patterns.insert(0, text)
            case TextSearch(words, properties):
                value, predicate = self._new(), self._new()
                tests = " && ".join(f"CONTAINS(LCASE(STR({value})), {t.literal(word)})" for word in words)
                values = " ".join(f"<{iri}>" for iri in properties)
                filters.append(
                    f"FILTER EXISTS {{ VALUES {predicate} {{ {values} }} ?item {predicate} {value} . FILTER({tests}) }}"
                )
            case Near(south, north, west, east):
                latitude, longitude = self._new(), self._new()
                patterns.append(f"?item <{GEO}lat> {latitude} ; <{GEO}long> {longitude} .")
                filters.append(f"FILTER({south} <= {latitude} && {latitude} <= {north})")
                filters.append(f"FILTER({west} <= {longitude} && {longitude} <= {east})")


def _subject(selection: Selection) -> str | None:
    """The one item that is asked for, if the selection names one."""
    return next((each.iri for each in selection.conditions if isinstance(each, Subject)), None)
