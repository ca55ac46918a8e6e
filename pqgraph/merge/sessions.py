"""Sessions of Parliament: a UIN names one question of its House only within a session.

Source: Parliament's egg timer (session calendar).
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right

__all__ = ["SESSIONS", "contradiction", "session_of"]

SESSIONS: tuple[tuple[str, str], ...] = (
    ("1997-05-07", "1997-98"),
    ("1998-11-24", "1998-99"),
    ("1999-11-17", "1999-00"),
    ("2000-12-05", "2000-01"),
    ("2001-06-13", "2001-02"),
    ("2002-11-13", "2002-03"),
    ("2003-11-26", "2003-04"),
    ("2004-11-23", "2004-05"),
    ("2005-05-11", "2005-06"),
    ("2006-11-15", "2006-07"),
    ("2007-11-06", "2007-08"),
    ("2008-12-03", "2008-09"),
    ("2009-11-18", "2009-10"),
    ("2010-05-18", "2010-12"),
    ("2012-05-09", "2012-13"),
    ("2013-05-08", "2013-14"),
    ("2014-06-04", "2014-15"),
    ("2015-05-18", "2015-16"),
    ("2016-05-18", "2016-17"),
    ("2017-06-13", "2017-19"),
    ("2019-10-14", "2019-19"),
    ("2019-12-17", "2019-21"),
    ("2021-05-11", "2021-22"),
    ("2022-05-10", "2022-23"),
    ("2023-11-07", "2023-24"),
    ("2024-07-09", "2024-26"),
    ("2026-05-13", "2026-27"),
)
"""First day and label of each session since 1997."""
_STARTS = [dt.date.fromisoformat(start) for start, _ in SESSIONS]
_LABELS = frozenset(label for _, label in SESSIONS)
# "2017-19", "2017/18" and, of a session that began and ended in one year, "2019".
_LABEL = re.compile(r"(?P<first>\d{4})(?:[-/](?:\d\d)?(?P<last>\d\d))?", re.ASCII)


def session_of(day: dt.date) -> str | None:
    """The label of the session that a day belongs to: the last that had begun; ``None`` before 1997.

    Days between two sessions count with the one that ended: questions can still be answered then.
    """
    place = bisect_right(_STARTS, day)
    return SESSIONS[place - 1][1] if place else None


def contradiction(label: str, day: dt.date) -> str | None:
    """Why a session of this label cannot be that of a question tabled on this day; ``None`` if it can.

    Labels vary: a session of two years has been printed by its years ("2017-19") and by the year ("2017/18"). So one
    that is not Parliament's own is wrong only if its years do not hold the day.

    Args:
        label: As published.
        day: The day on which the question was tabled.
    """
    match = _LABEL.fullmatch(label.strip())
    if match is None:
        return f"{label[:40]!r} is not the label of a session"
    first = int(match["first"])
    short = match["last"] or match["first"][2:]
    last = first + (int(short) - first) % 100
    own = session_of(day)
    wrong = own != plain if (plain := f"{first}-{short}") in _LABELS else not first <= day.year <= last
    if not wrong:
        return None
    return (
        f"{label[:40]!r} is printed, but {day} is in {own}" if own else f"{label[:40]!r} does not hold {day}"
    )
