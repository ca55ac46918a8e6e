"""Rows as a chart sees them: Python values by column, what kind of thing a column holds, and its title."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Literal
from urllib.parse import unquote

from pqgraph.queries.header import Column
from pqgraph.queries.python_values import Iri, Value, python_value
from pqgraph.rdf.terms import clean_text
from pqgraph.store.results import Row

__all__ = [
    "NEVER",
    "Kind",
    "Moment",
    "Step",
    "Table",
    "following",
    "moment",
    "number",
    "period",
    "shown",
    "tail",
]

Kind = Literal["number", "time", "text", "iri", "empty"]
Step = Literal["day", "month", "year"]
Moment = tuple[dt.date, Step]
"""A day, month or year: its first day, and which of them it is."""

NEVER: Moment = (dt.date.min, "day")
"""Sorts before every other moment."""

_MOMENT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?\Z")
_PERIOD = re.compile(r"http://reference\.data\.gov\.uk/id/(?:year|month|day)/([0-9-]+)\Z")
_YEARS = range(1800, 2200)


class Table:
    """The rows of a result.

    Args:
        columns: The variables of the projection.
        rows: The rows.
        about: What the query's header says of its columns; may be empty.
    """

    def __init__(self, columns: Sequence[str], rows: Sequence[Row], about: Mapping[str, Column]) -> None:
        self.columns = tuple(columns)
        self.rows = rows
        self._about = about

    @cached_property
    def _values(self) -> dict[str, list[Value | None]]:
        return {
            name: [python_value(row[place]) for row in self.rows] for place, name in enumerate(self.columns)
        }

    def __getitem__(self, column: str) -> list[Value | None]:
        """The values of a column, row by row."""
        return self._values[column]

    def kind(self, column: str) -> Kind:
        """What a column holds, by its values, and if there are none, by the header."""
        values = [value for value in self[column] if value is not None]
        if not values:
            declared = self._about[column].type if column in self._about else None
            by_type: dict[str | None, Kind] = {
                "integer": "number",
                "decimal": "number",
                "date": "time",
                "dateTime": "time",
                "iri": "iri",
                "string": "text",
            }
            return by_type.get(declared, "empty")
        # A column called year holds years, though they are numbers; any other number is a number.
        if all(isinstance(value, int) for value in values) and column.lower() == "year":
            return "time"
        if all(number(value) is not None for value in values):
            return "number"
        if all(not isinstance(value, int) and moment(value) is not None for value in values):
            return "time"
        return "iri" if all(isinstance(value, Iri) for value in values) else "text"

    def of_kind(self, *kinds: Kind) -> list[str]:
        """The columns that hold one of these, in order."""
        return [column for column in self.columns if self.kind(column) in kinds]

    def key(self, column: str) -> str | None:
        """The column of IRIs that a column of names belongs to: the one just before it."""
        place = self.columns.index(column)
        before = self.columns[place - 1] if place else None
        return before if before and self.kind(column) == "text" and self.kind(before) == "iri" else None

    def named(self, column: str) -> str:
        """The column of names that belongs to a column of IRIs, the one just after it; else the same column."""
        place = self.columns.index(column) + 1
        after = self.columns[place] if place < len(self.columns) else None
        return after if after and self.kind(column) == "iri" and self.key(after) == column else column

    def title(self, column: str) -> str:
        """What a column means, for an axis: the header's words, else the column's name in words."""
        for name in filter(None, (self.key(column), column)):
            if name in self._about and self._about[name].help:
                text = self._about[name].help.strip().rstrip(".")
                return text[0].upper() + text[1:]
        words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", self.key(column) or column).replace("_", " ")
        return words[:1].upper() + words[1:].lower() if not words.isupper() else words

    def axis_title(self, column: str) -> str | None:
        """The title of an axis; months and years need none."""
        return None if self.kind(column) == "time" else self.title(column)

    def labels(self, column: str) -> tuple[list[str], list[str]]:
        """What identifies each row's thing, and what it is called.

        Two members of one name stay two, because the IRI counts, and their names get the end of it; a thing
        without a name is called by the end of its IRI alone.
        """
        key = self.key(column)
        say = _period if self.kind(column) == "time" else shown
        names = [None if value is None else say(value) for value in self[column]]
        if key is None:
            texts = [name or "(none)" for name in names]
            return [str(v) if v is not None else "" for v in self[column]], texts
        keys = self[key]
        texts = [name or (tail(str(k)) if k else "(none)") for name, k in zip(names, keys, strict=True)]
        called: dict[str, set[Value | None]] = {}
        for text, key_value in zip(texts, keys, strict=True):
            called.setdefault(text, set()).add(key_value)
        told = [
            f"{text} ({tail(str(k)).rpartition('/')[2]})" if len(called[text]) > 1 and k else text
            for text, k in zip(texts, keys, strict=True)
        ]
        return [str(k) if k is not None else text for k, text in zip(keys, texts, strict=True)], told


def number(value: Value | None) -> float | None:
    """A value as a number to draw; ``None`` for anything else, infinity and "not a number"."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None


def moment(value: Value | None) -> Moment | None:
    """A value as day, month or year: a date, ``2018-11``, 2018, or Parliament's IRI of a month or year."""
    if isinstance(value, dt.datetime):
        return value.date(), "day"
    if isinstance(value, dt.date):
        return value, "day"
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    period = _PERIOD.match(value) if isinstance(value, str) else None
    match = _MOMENT.match(period[1] if period else str(value))
    if match is None or int(match[1]) not in _YEARS:
        return None
    try:
        first = dt.date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None
    return first, "day" if match[3] else "month" if match[2] else "year"


def _period(value: Value) -> str:
    when = moment(value)
    return shown(value) if when is None else period(*when)


def period(day: dt.date, step: Step) -> str:
    """A day, month or year as it is written: ``2018-11-22``, ``2018-11``, ``2018``."""
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[step]]


def following(day: dt.date, step: Step) -> dt.date:
    """The first day of the day, month or year that comes next."""
    if step == "day":
        return day + dt.timedelta(days=1)
    if step == "year":
        return dt.date(day.year + 1, 1, 1)
    return dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)


def tail(iri: str) -> str:
    """The end of an IRI, which tells most: ``members/4649``, ``special-educational-needs``."""
    parts = [part for part in re.split(r"[/#]", clean_text(unquote(iri))[0]) if part]
    if len(parts) > 1 and parts[-1].isdigit():
        return "/".join(parts[-2:])
    return parts[-1] if parts else clean_text(iri)[0]


def shown(value: Value) -> str:
    """A value as people read it: thousands parted, two decimals, the end of an IRI."""
    if isinstance(value, Iri):
        return tail(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float | Decimal):
        return f"{value:,.2f}".rstrip("0").rstrip(".") if math.isfinite(value) else str(value)
    return " ".join(clean_text(str(value))[0].split())
