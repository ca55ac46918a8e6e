"""The values of one node, as text, day, flag or number."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import lru_cache

from pqgraph.readers._parl_terms import Iri, Node, values_of
from pqgraph.readers.base import day

__all__ = ["FieldError", "Values"]

_BRITISH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\Z", re.ASCII)
_FLAGS = {"true": True, "false": False, "1": True, "0": False}


class FieldError(Exception):
    """A value that cannot be used.

    Args:
        code: A key of :data:`pqgraph.errors.CODES`.
        found: What was found, in one line.
    """

    def __init__(self, code: str, found: str) -> None:
        super().__init__(found)
        self.code = code


class Values:
    """The values of one node.

    Args:
        node: The node.
        note: Is told when a property that should have one value has several.
    """

    __slots__ = ("_get", "_node", "_note")

    def __init__(self, node: Node, note: Callable[[str], None]) -> None:
        self._node = node
        self._get = node.get
        self._note = note

    def has(self, names: frozenset[str]) -> bool:
        return not names.isdisjoint(self._node)

    def all(self, name: str) -> tuple[str, ...]:
        value = self._get(name)
        if value is None:
            return ()
        return tuple(dict.fromkeys(map(str, value))) if isinstance(value, list) else (str(value),)

    def iris(self, name: str) -> tuple[str, ...]:
        value = self._get(name)
        if value is None:
            return ()
        values = value if isinstance(value, list) else (value,)
        return tuple(dict.fromkeys([str(each) for each in values if isinstance(each, Iri)]))

    def one(self, name: str) -> str | None:
        """The value of a property; the first of several; ``None`` for none."""
        value = self._get(name)
        # Most is asked for in vain, or is one literal; in a record, an IRI is a text like any other.
        if value is None or type(value) is str:
            return value
        if not isinstance(value, list):
            return str(value)
        if (different := len(set(value))) > 1:
            self._note(f"{_short(name)} has {different} values; the first is kept")
        return str(value[0])

    def either(self, name: str, other: str) -> str | None:
        """The value of the first of two properties; of the other if the first has none."""
        value = self.one(name)
        return self.one(other) if value is None else value

    def day(self, name: str, other: str | None = None) -> dt.date | None:
        text = self.one(name) if other is None else self.either(name, other)
        if text is None:
            return None
        try:
            return _day(text)
        except ValueError:
            raise FieldError("PQ203", f"{_short(name)} {text[:40]!r} is not a day") from None

    def flag(self, name: str) -> bool | None:
        """The flag; ``None`` if it is true and false at once."""
        value = self._get(name)
        if value is None:
            return None
        if not isinstance(value, list) and (flag := _FLAGS.get(value)) is not None:
            return flag
        lowered = {each.lower() for each in values_of(self._node, name)}
        if not lowered <= _FLAGS.keys():
            raise FieldError("PQ202", f"{_short(name)} {sorted(lowered)[0][:40]!r} is neither true nor false")
        truths = {_FLAGS[each] for each in lowered}
        return truths.pop() if len(truths) == 1 else None

    def number(self, name: str) -> int | None:
        text = self.one(name)
        if text is None:
            return None
        try:
            return int(text)
        except ValueError:
            raise FieldError("PQ202", f"{_short(name)} {text[:40]!r} is not a whole number") from None


@lru_cache(maxsize=16384)  # a file has few days and many records
def _day(text: str) -> dt.date:
    match = _BRITISH_DAY.match(text)
    return dt.date(int(match[3]), int(match[2]), int(match[1])) if match else day(text)


def _short(name: str) -> str:
    return re.split(r"[#/:]", name)[-1]
