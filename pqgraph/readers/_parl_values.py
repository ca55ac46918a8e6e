"""The values of one node, as text, day, flag or number."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from pqgraph.readers._parl_statements import Iri, Node
from pqgraph.readers.base import day

__all__ = ["FieldError", "Values"]

_BRITISH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\Z", re.ASCII)


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
    """The values of one node."""

    def __init__(self, node: Node, note: Callable[[str], None]) -> None:
        self._node = node
        self._note = note

    def has(self, *names: str) -> bool:
        return not self._node.keys().isdisjoint(names)

    def all(self, name: str) -> tuple[str, ...]:
        values = self._node.get(name)
        if values is None:
            return ()
        return (str(values[0]),) if len(values) == 1 else tuple(dict.fromkeys(map(str, values)))

    def iris(self, name: str) -> tuple[str, ...]:
        values = self._node.get(name, ())
        return tuple(dict.fromkeys(str(value) for value in values if isinstance(value, Iri)))

    def one(self, *names: str) -> str | None:
        """The value of the first of the names that has one."""
        for name in names:
            values = self._node.get(name)
            if values is None:
                continue
            if len(values) > 1 and len(set(values)) > 1:
                self._note(f"{_short(name)} has {len(set(values))} values; the first is kept")
            return str(values[0])
        return None

    def day(self, *names: str) -> dt.date | None:
        text = self.one(*names)
        if text is None:
            return None
        try:
            match = _BRITISH_DAY.match(text)
            return dt.date(int(match[3]), int(match[2]), int(match[1])) if match else day(text)
        except ValueError:
            raise FieldError("PQ203", f"{_short(names[0])} {text[:40]!r} is not a day") from None

    def flag(self, *names: str) -> bool | None:
        """The flag; ``None`` if it is true and false at once."""
        for name in names:
            values = {value.lower() for value in self._node.get(name, ())}
            if not values:
                continue
            if not values <= {"true", "false", "1", "0"}:
                raise FieldError(
                    "PQ202", f"{_short(name)} {sorted(values)[0][:40]!r} is neither true nor false"
                )
            truths = {value in ("true", "1") for value in values}
            return truths.pop() if len(truths) == 1 else None
        return None

    def number(self, name: str) -> int | None:
        text = self.one(name)
        if text is None:
            return None
        try:
            return int(text)
        except ValueError:
            raise FieldError("PQ202", f"{_short(name)} {text[:40]!r} is not a whole number") from None


def _short(name: str) -> str:
    return re.split(r"[#/:]", name)[-1]
