"""Names, days and numbers as people read them."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

__all__ = ["count", "day", "moment", "phrase", "shortened"]

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@lru_cache(maxsize=1024)
def phrase(name: str) -> str:
    """A short name as words, as Elda's pages have it: split before capitals, in small letters.

    >>> phrase("answeringDeptShortName"), phrase("AnsweringBody"), phrase("uin")
    ('answering dept short name', 'answering body', 'uin')
    """
    return _CAMEL.sub(" ", name.replace("_", " ")).lower()


def day(text: str) -> str:
    """A day, month or year in words; what is none of them stays.

    >>> day("2018-11-22"), day("2018-11"), day("2018-11-27T17:29:33Z"), day("soon")
    ('22 November 2018', 'November 2018', '27 November 2018', 'soon')
    """
    try:
        found = dt.date.fromisoformat(text[:10] if len(text) > 7 else f"{text}-01")
    except ValueError:
        return text
    if len(text) == 7:
        return f"{_MONTHS[found.month - 1]} {found.year}"
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


def moment(text: str) -> str:
    """A time in words: the day, and hour and minute as written."""
    clock = text[11:16]
    return f"{day(text)}, {clock}" if len(clock) == 5 and clock[2] == ":" else day(text)


def count(number: int, one: str, many: str | None = None) -> str:
    """A number of things.

    >>> count(1, "question"), count(1234, "question"), count(2, "reply", "replies")
    ('1 question', '1,234 questions', '2 replies')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def shortened(text: str, length: int) -> str:
    """A text cut after a word, with an ellipsis if anything was left out.

    >>> shortened("one two three", 8), shortened("one", 8)
    ('one two…', 'one')
    """
    if len(text) <= length:
        return text
    end = text.rfind(" ", 0, length)
    # A word that is longer than half the room is cut itself.
    return text[: end if end > length // 2 else length].rstrip(" ,;:") + "…"
