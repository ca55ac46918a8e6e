"""Sessions of Parliament: a UIN names one question of its House only within a session.

Source: Parliament's egg timer (session calendar).
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right

__all__ = ["SESSIONS", "session_of"]

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


def session_of(day: dt.date) -> str | None:
    """The label of the session that a day belongs to: the last that had begun; ``None`` before 1997.

    Days between two sessions count with the one that ended: questions can still be answered then.
    """
    place = bisect_right(_STARTS, day)
    return SESSIONS[place - 1][1] if place else None
