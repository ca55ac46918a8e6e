"""Any graph as the JSON of the Linked Data API, by the names and flags of the API's description.

`Formatting graphs <https://github.com/UKGovLD/linked-data-api/wiki/API_Formatting_Graphs>`_ and Elda's encoder: keys
are short names in the order of their text, a list stands for several values, a language is left out unless the
property is structured, a resource that contains itself is cut to its IRI. The order never depends on the store.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from pqgraph.api.config.shortnames import PropertyInfo, ShortNames, split_iri
from pqgraph.api.index import Index, blank_uses
from pqgraph.api.literals import XSD, datatype_of, language_of, text_of
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Term

__all__ = ["TreeRenderer"]

Tree = dict[str, Any]
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FIRST, _REST, _NIL = f"<{_RDF}first>", f"<{_RDF}rest>", f"<{_RDF}nil>"
_INTEGERS = frozenset(
    f"{XSD}{sign}{size}"
    for sign, size in (
        *(("", size) for size in ("integer", "int", "long", "short", "byte")),
        *(("unsigned", size) for size in ("Long", "Int", "Short", "Byte")),
        *((sign, "Integer") for sign in ("nonNegative", "nonPositive", "negative", "positive")),
    )
)
_FLOATS = frozenset(XSD + name for name in ("decimal", "double", "float"))
_MAX_SAFE = 2**63
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MAX_DEPTH = 60


class TreeRenderer:
    """Renders resources of one graph.

    Args:
        index: The graph.
        names: Short names of the API.
        iso_dates: Whether days and times stay as XML Schema writes them; otherwise they are written as Elda does.
        keys: Keys of some properties, in place of those that the API's names give.
        typed: Whether each literal keeps datatype and language, and each IRI is told from a text, as XML needs it:
            ``{"_value", "_datatype", "_lang"}`` and ``{"_about"}``.
    """

    def __init__(
        self,
        index: Index,
        names: ShortNames,
        *,
        iso_dates: bool,
        keys: Mapping[str, str] | None = None,
        typed: bool = False,
    ) -> None:
        self._index = index
        self._names = names
        self._iso = iso_dates
        self._typed = typed
        predicates = {p[1:-1] for node in index.values() for p in node}
        self._keys = names.for_json(predicates) | dict(keys or {})
        self._datatypes: dict[str, str] = {}
        # Only a blank node that two things point to needs a name.
        shared = sorted(node for node, count in blank_uses(index).items() if count > 1)
        self._labels = {node: f"_:{number}" for number, node in enumerate(shared)}

    def item(self, iri: str) -> Tree | None:
        """A resource, or ``None`` if the graph says nothing of it."""
        node = t.iri(iri)
        return self._tree(node, ()) if node in self._index else None

    def properties(self, iri: str) -> Tree:
        """The properties of a resource without its ``_about``."""
        found = self.item(iri) or {}
        found.pop("_about", None)
        return found

    def _tree(self, node: Term, above: tuple[Term, ...]) -> Tree:
        tree: Tree = {}
        if node.startswith("<"):
            tree["_about"] = node[1:-1]
        elif node in self._labels:
            tree["_about"] = self._labels[node]
        above = (*above, node)
        keyed = sorted((self._keys[p[1:-1]], p) for p in self._index[node])
        for key, predicate in keyed:
            info = self._names.info(predicate[1:-1])
            if not info.hidden:
                tree[key] = self._values(self._index[node][predicate], info, above)
        return tree

    def _values(self, values: Iterable[Term], info: PropertyInfo, above: tuple[Term, ...]) -> Any:
        ordered = sorted(values, key=lambda value: (text_of(value), value))
        if len(ordered) > 1 or info.multiple:
            return [self._value(value, info, above) for value in ordered]
        return self._value(ordered[0], info, above)

    def _value(self, value: Term, info: PropertyInfo, above: tuple[Term, ...]) -> Any:
        if value.startswith('"'):
            return self._literal(value, info)
        if value == _NIL or _FIRST in self._index.get(value, {}):
            return self._list(value, info, above)
        if value not in self._index or value in above or len(above) > _MAX_DEPTH:
            if not value.startswith("<"):
                return {"_about": self._labels.get(value, "_:")}
            return {"_about": text_of(value)} if self._typed else text_of(value)
        return self._tree(value, above)

    def _list(self, node: Term, info: PropertyInfo, above: tuple[Term, ...]) -> list[Any]:
        found = []
        seen = set()
        while node != _NIL and node not in seen and _FIRST in self._index.get(node, {}):
            seen.add(node)
            found.append(self._value(self._index[node][_FIRST][0], info, (*above, node)))
            node = self._index[node].get(_REST, [_NIL])[0]
        return found

    def _literal(self, value: Term, info: PropertyInfo) -> Any:
        text, datatype, language = text_of(value), datatype_of(value), language_of(value)
        if info.structured or (self._typed and (language or datatype not in (None, XSD + "string"))):
            tree: Tree = {"_value": text}
            if datatype is not None:
                tree["_datatype"] = info.datatype or self._names.preferred(datatype) or split_iri(datatype)[1]
            if language:
                tree["_lang"] = language
            return tree
        if datatype == XSD + "boolean" and text in ("true", "false", "1", "0"):
            return text in ("true", "1")
        if datatype in _INTEGERS:
            return _integer(text)
        if datatype in _FLOATS:
            return _float(text)
        if datatype in (XSD + "date", XSD + "dateTime"):
            day = datatype == XSD + "date"
            if not self._iso:
                return _as_elda(text, day=day)
            return text if day else _in_utc(text)
        return text


def _integer(text: str) -> int | str:
    try:
        value = int(text)
    except ValueError:
        return text
    return value if -_MAX_SAFE <= value < _MAX_SAFE else text


def _float(text: str) -> float | str:
    try:
        value = float(text)
    except ValueError:
        return text
    return value if value - value == 0 else text  # JSON has no infinity and no NaN


def _in_utc(text: str) -> str:
    """``2014-12-31T20:59:56Z``, whatever the zone; a time without zone, and what is no time, stays."""
    if text.endswith("Z"):
        return text
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    return text if moment.tzinfo is None else moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def _as_elda(text: str, *, day: bool) -> str:
    """``Thu, 22 Nov 2018`` and ``Thu, 22 Nov 2018 17:29:33 GMT+0000``; what is no day of the calendar stays.

    A time without zone is shown without one.
    """
    try:
        moment = dt.datetime.fromisoformat(text[:10] if day else text)
    except ValueError:
        return text
    zone = ""
    if not day and moment.tzinfo is not None:
        moment, zone = moment.astimezone(dt.UTC), " GMT+0000"
    head = f"{_WEEKDAYS[moment.weekday()]}, {moment.day:02} {_MONTHS[moment.month - 1]} {moment.year:04}"
    return head if day else f"{head} {moment:%H:%M:%S}{zone}"
