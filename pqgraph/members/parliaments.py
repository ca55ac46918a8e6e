"""The Parliaments since 1974: when each was elected and dissolved. At dissolution every Commons seat is vacated.

Many registers tell when a member was elected and leave it to the reader to know that the seat ended with the
Parliament at the latest; the Members API gives one stretch of service over several Parliaments.
Source: Parliament's egg timer and election results data, as Parliament's own registers count the days.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

__all__ = ["PARLIAMENTS", "Parliament", "parliament_of", "parliaments_of"]


class Parliament(NamedTuple):
    """A Parliament, as far as Commons seats go."""

    elected: dt.date
    """Polling day of the general election."""
    dissolved: dt.date | None
    """The last day of its members; ``None`` for the present one."""


def _table(*rows: tuple[str, str | None]) -> tuple[Parliament, ...]:
    table = tuple(
        Parliament(dt.date.fromisoformat(elected), dt.date.fromisoformat(dissolved) if dissolved else None)
        for elected, dissolved in rows
    )
    for one, following in pairwise(table):
        if one.dissolved is None or not one.elected < one.dissolved < following.elected:
            raise ValueError(f"the Parliament elected on {one.elected} does not end before the next")
    return table


PARLIAMENTS = _table(
    ("1974-02-28", "1974-09-20"),
    ("1974-10-10", "1979-04-07"),
    ("1979-05-03", "1983-05-13"),
    ("1983-06-09", "1987-05-18"),
    ("1987-06-11", "1992-03-16"),
    ("1992-04-09", "1997-04-08"),
    ("1997-05-01", "2001-05-14"),
    ("2001-06-07", "2005-04-11"),
    ("2005-05-05", "2010-04-12"),
    ("2010-05-06", "2015-03-30"),
    ("2015-05-07", "2017-05-03"),
    ("2017-06-08", "2019-11-06"),
    ("2019-12-12", "2024-05-30"),
    ("2024-07-04", None),
)
_ELECTED = [parliament.elected for parliament in PARLIAMENTS]


def parliament_of(day: dt.date) -> Parliament | None:
    """The Parliament whose election was the last on or before this day; ``None`` for days before 1974."""
    place = bisect_right(_ELECTED, day)
    return PARLIAMENTS[place - 1] if place else None


def parliaments_of(start: dt.date, end: dt.date | None) -> Iterator[Parliament]:
    """The Parliaments of which some days lie between two days, the first and last included."""
    for parliament in PARLIAMENTS:
        if end is not None and parliament.elected > end:
            return
        if parliament.dissolved is None or parliament.dissolved >= start:
            yield parliament
