"""Reading a resource of the Linked Data API, in whichever of its shapes a value stands."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Any, TypeVar

from pqgraph.readers._json import FieldError
from pqgraph.readers._lda_plain import FLAGS, IRI
from pqgraph.readers.base import day

__all__ = ["Node"]

_T = TypeVar("_T")

_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
# A second value here would leave open which question, or what of it, the item speaks of.
_SINGLE = frozenset({"_about", "questionText", "uin", "date", "dateTabled", "houseId"})


@lru_cache(maxsize=16384)
def _is_iri(text: str) -> bool:
    return IRI.fullmatch(text) is not None


class Node:
    """A resource: an item, an answer, a member or an attachment.

    Every method takes the name of a property, gives nothing (``None``, an empty tuple) if the resource lacks
    it or has only ``null`` or an empty text there, and raises :class:`FieldError` if the value has a shape
    that the API never gives it.

    Args:
        tree: The JSON object.
        pointer: Where it stands in the item, as a JSON pointer.
        surplus: Takes what was found too much, as pairs of pointer and description.
    """

    __slots__ = ("_nodes", "_tree", "pointer", "surplus")

    def __init__(
        self, tree: dict[str, Any], pointer: str = "", surplus: list[tuple[str, str]] | None = None
    ) -> None:
        self._tree = tree
        self._nodes: dict[str, list[Node]] = {}
        self.pointer = pointer
        self.surplus: list[tuple[str, str]] = [] if surplus is None else surplus

    def lacks(self, names: frozenset[str]) -> bool:
        """Whether it has none of these properties."""
        return names.isdisjoint(self._tree)

    def strangers(self, known: frozenset[str]) -> set[str]:
        """The names of properties that are not among the known ones."""
        return set() if self._tree.keys() <= known else self._tree.keys() - known

    @property
    def iri(self) -> str | None:
        """Its IRI."""
        about = self._tree.get("_about")
        if about is None:
            return None
        if not isinstance(about, str):
            raise self._wrong("_about", "is not an IRI")
        if not _is_iri(about):
            raise FieldError("PQ204", f"{self.pointer}/_about", f"{_short(about)} is not an IRI")
        return about

    def texts(self, name: str) -> tuple[str, ...]:
        """All literal values, each once."""
        value = self._tree.get(name)
        if value is None:
            return ()
        if type(value) is list and len(value) == 1:
            value = value[0]
        plain = value.get("_value") if type(value) is dict else value
        if type(plain) is str:  # the shortest way for nearly all
            return (plain,) if plain else ()
        values = (self._literal(name, value) for value in self._values(name))
        return tuple(dict.fromkeys(value for value in values if value))

    def text(self, name: str) -> str | None:
        """The literal value; the first, if there are more."""
        value = self._tree.get(name)
        if value is None:
            return None
        plain = value.get("_value") if type(value) is dict else value
        if type(plain) is str:  # the shortest way for nearly all
            return plain or None
        values = self.texts(name)
        return self._first(name, values) if len(values) > 1 else values[0] if values else None

    def flag(self, name: str) -> bool | None:
        """The boolean value, which the API writes as a string."""
        value = self.text(name)
        if value is None:
            return None
        if value not in FLAGS:
            raise self._wrong(name, f"is {_short(value)}, neither true nor false")
        return FLAGS[value]

    def day(self, name: str) -> dt.date | None:
        """The day."""
        value = self._tree.get(name)
        if value is None:
            return None
        plain = value.get("_value") if type(value) is dict else value
        if type(plain) is str and plain:
            return self._day(name, plain)
        days = tuple(dict.fromkeys(self._day(name, value) for value in self.texts(name)))
        return self._first(name, days)

    def times(self, name: str) -> tuple[str, ...]:
        """All times as printed; a few of 2014 have no zone, and none is made up for them."""
        return tuple(self._time(name, value) for value in self.texts(name))

    def time(self, name: str) -> str | None:
        """The time."""
        return self._first(name, self.times(name))

    def nodes(self, name: str) -> list[Node]:
        """The resources; some views give only the IRI of each. The same objects at each call."""
        known = self._nodes.get(name)
        if known is None:
            known = self._nodes[name] = self._make_nodes(name) if name in self._tree else []
        return known

    def _make_nodes(self, name: str) -> list[Node]:
        value = self._tree[name]
        if type(value) is dict and "_about" in value:  # the shortest way for nearly all
            return [Node(value, f"{self.pointer}/{name}", self.surplus)]
        found: list[Node] = []
        values = self._values(name)
        for number, value in enumerate(values):
            pointer = f"{self.pointer}/{name}" + (f"/{number}" if len(values) > 1 else "")
            if isinstance(value, str):
                value = {"_about": value}
            elif isinstance(value, dict) and "_value" in value and "_about" not in value:
                value = {"_about": value["_value"]}
            if not isinstance(value, dict):
                raise self._wrong(name, "is not a resource")
            found.append(Node(value, pointer, self.surplus))
        return found

    def _values(self, name: str) -> list[Any]:
        value = self._tree.get(name)
        if isinstance(value, list):
            return [each for each in value if each is not None]
        return [] if value is None else [value]

    def _literal(self, name: str, value: Any) -> str:
        if isinstance(value, dict):
            if "_value" not in value:
                raise self._wrong(name, "is a resource where a text is expected")
            value = value["_value"]
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int | float):
            return str(value)
        if value is None:
            return ""
        raise self._wrong(name, "is not a text")

    def _day(self, name: str, value: str) -> dt.date:
        try:
            return day(value)
        except ValueError as problem:
            raise FieldError("PQ203", f"{self.pointer}/{name}", f"{name}: {problem}") from None

    def _time(self, name: str, value: str) -> str:
        match = _TIME.fullmatch(value)
        try:
            if match is None:
                raise ValueError
            dt.datetime.fromisoformat(match[1])
        except ValueError:
            found = f"{name}: {_short(value)} is not a time"
            raise FieldError("PQ203", f"{self.pointer}/{name}", found) from None
        return value

    def _first(self, name: str, values: tuple[_T, ...]) -> _T | None:
        if len(values) > 1:
            if name in _SINGLE:
                raise self._wrong(name, f"has {len(values)} values, and only one can be meant")
            self.surplus.append(
                (f"{self.pointer}/{name}", f"{name} has {len(values)} values; the first is kept")
            )
        return values[0] if values else None

    def _wrong(self, name: str, found: str) -> FieldError:
        return FieldError("PQ202", f"{self.pointer}/{name}", f"{name} {found}")


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:59] + "…")
