"""Days and UINs in the words that name an answer: "the Answers of 3 and 4 June 2025 to Questions 55123 and 55130"."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import NamedTuple

__all__ = ["QUESTION", "UIN", "Citation", "Cited", "cited", "day_of_words"]

_MONTH_NAMES = (
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may",),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names}
_MONTH = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"

_NUMBER_END = r"(?![\d/,]*\d|\s*%)"
UIN = rf"(?:HL\s?\d{{1,5}}|\d{{1,6}}){_NUMBER_END}(?!\s?(?:st|nd|rd|th)\b)(?!\s+(?:of\s+)?{_MONTH})"
# A number that no word introduces is taken for a UIN only if it has four digits or more, and is no year.
_LONG = rf"(?:HL\s?\d{{1,5}}|(?!(?:19|20)\d\d\b)\d{{4,6}}){_NUMBER_END}(?!\s+(?:of\s+)?{_MONTH})"
_KIND = r"(?:written|parliamentary|named[ -]day|previous|substantive|subsequent)"
# "Question", "Written Parliamentary Questions UIN", "WPQ", "UIN"; sometimes "Qquestion" or "Auestion".
QUESTION = (
    rf"\b(?:(?:{_KIND}\s+)*(?:[a-z]{{1,2}}uestions?|[wp]?pqs?)"
    r"(?:[\s,(]*\b(?:uins?|numbers?|nos?|ref(?:erence)?)\b\.?:?)?|uins?\b)"
)
# All begin a word or a bracket. Said at the outset, it spares six trials at each letter inside a word.
_TOKEN = re.compile(
    rf"""
    (?:\b(?=\w)|(?=\())
    (?:
      \b(?P<day>\d{{1,2}})\s?(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})
        (?:,?\s*(?P<year>\d{{4}})(?!\d)|(?!,?\s*\d{{4}}))
    | \b(?P<month_us>{_MONTH})\s+(?P<day_us>\d{{1,2}})(?:st|nd|rd|th)?\b
        (?:,?\s+(?P<year_us>\d{{4}})(?!\d)|(?!,?\s*\d{{4}}))
    | \b(?P<day_n>\d{{1,2}})[./](?P<month_n>\d{{1,2}})[./](?P<year_n>\d{{4}})(?!\d)
    | (?P<question>{QUESTION})[\s:,]*(?P<item>\([a-z]+\)\s*)?["“'‘(]?\s*(?P<uin>{UIN})
    | (?P<further>\([b-z]+\)|\band)\s+(?P<uin_further>{_LONG})
    | (?:\b(?:to|of|answer)\s+|\(\s?)(?P<uin_bare>{_LONG})
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_DIGIT = re.compile(r"\d")
# "the answer 55083 of 9 June 2025"
_AT_ONCE = re.compile(rf"\s+(?P<uin>{_LONG})", re.IGNORECASE)
# A further number right after one: ", 55130", " and 55131".
_MORE = re.compile(
    rf"\s*(?:,\s*and\b|,|\band\b|&|\bor\b)\s*(?:to\s+)?(?:\([a-z]+\)\s*)?(?P<uin>{UIN})", re.IGNORECASE
)
# "3 and 4 June 2025": the first day has no month of its own.
_BARE_DAY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\s*(?:,|and|&)\s*$")
_BREAK = re.compile(r"[;?]|\.\s+[A-Z]")
_HARMLESS_DOT = re.compile(r"\b(?:hon|rt|no|nos|st|dr|mr|mrs|ms|col|cols|vol)\.", re.IGNORECASE)
# Between two days, or a day and its "to Question".
_JOINT = re.compile(
    r"[\s,(&]*(?:(?:and|of|on|the|to|for|both|\([a-z]+\)|respectively)[\s,(&]*)*", re.IGNORECASE
)
# Between a number and the day of its answer.
_TO_DAY = re.compile(
    r"[\s,()]*(?:(?:which|that|was|were|he|she|it|received|answered|given|provided|published|responded|dated|of|"
    r"on|from|both|by|in|the|answer|response|reply|to)\b[\s,()]*)*",
    re.IGNORECASE,
)
# What leads on to a further answer, behind whatever the last question was about. It may be another minister's, or
# one to another Member.
_AND_ANOTHER = re.compile(
    r"(?:\band|,|&)\s*(?:(?:pursuant|further)\s+to\s+|with\s+reference\s+to\s+)?(?:to\s+)?(?:the\s+|his\s+|her\s+)?"
    r"(?:(?P<member>(?:right\s+|rt\.?\s+)?hon(?:ourable)?\.?\s+(?:member|friend|lady|gentleman)\b[^;?\d]{0,80}?\s)|"
    r"(?:(?:oral|written|corrected|previous)\s+)?(?:(?:answers?|responses?|reply)\s*(?:by\s[^,;?\d]{2,80}?\s)?"
    r"(?:of|to|given|provided|on|in|for|\s)*)?)(?:\([a-z]+\)\s*)?(?:of\s+|on\s+|to\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_GAP = 220
_FIRST_YEAR, _LAST_YEAR = 1988, 2100
"""Between these an answer is given that a text names; another year is mistyped."""


class Citation(NamedTuple):
    """One answer that is named: by the UIN of its question, its day, or both."""

    uin: str | None
    answered_on: dt.date | None


class Cited(NamedTuple):
    """What a phrase names, and where the phrase ends."""

    citations: list[Citation]
    end: int


class _Day(NamedTuple):
    day: int
    month: int
    year: int | None


def cited(text: str, position: int, day: dt.date | None = None) -> Cited:
    """The answers that the words from a position on name.

    Args:
        text: Plain text.
        position: Where to begin: right behind the word "answer", or at the word "question".
        day: The day of the text itself. A day without a year is the last one before it; without ``day``, none. A day
            after it is mistyped, and not told.
    """
    return _Phrase(text, position, day).read()


class _Phrase:
    """Reads one phrase from left to right: days, then the numbers they belong to, or the other way round."""

    def __init__(self, text: str, position: int, day: dt.date | None) -> None:
        self._text = text
        self._end = position
        self._day = day
        self._found: list[Citation] = []
        self._days: list[_Day] = []
        """Days named before the numbers of the run."""
        self._run: list[str] = []
        """Numbers that have not got their days yet."""
        self._many = False
        """The word before the first number announces several: "Questions", or "(a)"."""

    def read(self) -> Cited:
        if bare := _AT_ONCE.match(self._text, self._end):
            self._run.append(bare["uin"])
            self._end = bare.end()
        while match := self._next():
            gap = self._text[self._end : match.start()]
            if _BREAK.search(_HARMLESS_DOT.sub("", gap)):
                break
            is_day = match["day"] or match["month_us"] or match["day_n"]
            if not (self._take_day(match, gap) if is_day else self._take_number(match, gap)):
                break
        self._settle(self._days)
        if not self._found:
            self._found = [Citation(None, day) for day in self._resolved(self._days) if day is not None]
        return Cited(self._found, self._end)

    def _next(self) -> re.Match[str] | None:
        """The next day or number."""
        stop = self._end + _GAP
        # All have a digit, and most phrases end where no other follows.
        if _DIGIT.search(self._text, self._end, stop) is None:
            return None
        return _TOKEN.search(self._text, self._end, stop)

    def _take_day(self, match: re.Match[str], gap: str) -> bool:
        if self._run and not self._days and _TO_DAY.fullmatch(gap):
            self._end = match.end()
            self._settle([_day_of(match)])
            return True
        if self._run or self._found:
            # A day of the next answer, if its question follows.
            joint = _JOINT.match(self._text, match.end())
            following = _TOKEN.match(self._text, joint.end() if joint else match.end())
            if not _AND_ANOTHER.search(gap) or following is None or not following["question"]:
                return False
            self._settle(self._days)
        elif self._days and not _JOINT.fullmatch(gap):
            return False
        day = _day_of(match)
        if not self._days and (bare := _BARE_DAY.search(gap)):
            self._days.append(day._replace(day=int(bare[1])))
        self._days.append(day)
        self._end = match.end()
        return True

    def _take_number(self, match: re.Match[str], gap: str) -> bool:
        uin = match["uin"] or match["uin_further"] or match["uin_bare"]
        if match["question"]:
            if self._run or self._found:
                another = _AND_ANOTHER.search(gap)
                if another is None and not _JOINT.fullmatch(gap):
                    return False
                if another is not None and another["member"]:
                    # The day that was named is that of the answer to the Member before.
                    self._settle(self._days)
            else:
                self._many = bool(match["item"]) or match["question"].lower().endswith("s")
        elif match["uin_bare"]:
            if gap.strip(" ,").lower() not in ("", "to") or self._run or self._found:
                return False
        elif not (self._many and self._run and _alike(uin, self._run[-1])):
            return False
        self._run.append(uin)
        self._end = match.end()
        while (more := _MORE.match(self._text, self._end)) and _alike(more["uin"], uin):
            self._run.append(more["uin"])
            self._end = more.end()
        return True

    def _settle(self, days: list[_Day]) -> None:
        """Give each number of the run its day: the one there is, or of as many days as numbers the one in its place."""
        resolved = self._resolved(days)
        if len(resolved) != len(self._run):
            # Of several days it is not told which is whose.
            resolved = [resolved[0] if len(resolved) == 1 else None] * len(self._run)
        if self._run:
            self._found += [
                Citation(uin.upper().replace(" ", ""), day)
                for uin, day in zip(self._run, resolved, strict=True)
            ]
            self._run = []
            self._days = []

    def _resolved(self, days: list[_Day]) -> list[dt.date | None]:
        """The days with their years: a day without one is the last such day before the next, or before the text."""
        found: list[dt.date | None] = []
        before = self._day
        for day in reversed(days):
            before_it = _likely(day, self._day) if day.year is not None else _last(day, before)
            found.append(before_it)
            before = before_it or before
        return found[::-1]


def _alike(uin: str, other: str) -> bool:
    # A number of quite another length is no UIN of about the same time.
    return uin[:2].upper() == "HL" or abs(len(uin) - len(other)) <= 1


def _day_of(match: re.Match[str]) -> _Day:
    if match["day_n"]:
        return _Day(int(match["day_n"]), int(match["month_n"]), int(match["year_n"]))
    month = _MONTHS[(match["month"] or match["month_us"]).lower().rstrip(".")]
    year = match["year"] or match["year_us"]
    return _Day(int(match["day"] or match["day_us"]), month, int(year) if year else None)


@lru_cache(maxsize=4096)
def day_of_words(day: str, month: str, year: str | None, before: dt.date | None) -> dt.date | None:
    """The day of "4", "June" and "2025"; ``None`` if there is no such day, or if it is after ``before``.

    Without a year it is the last such day that is not after ``before``.
    """
    number = _MONTHS.get(month.lower())
    if number is None:
        return None
    named = _Day(int(day), number, int(year) if year is not None else None)
    return _last(named, before) if year is None else _likely(named, before)


@lru_cache(maxsize=4096)
def _date(day: _Day) -> dt.date | None:
    try:
        return dt.date(day.year or 0, day.month, day.day)
    except ValueError:
        return None


def _likely(day: _Day, before: dt.date | None) -> dt.date | None:
    """The day, unless no answer that a text of the day ``before`` names can have been given on it."""
    found = _date(day)
    if found is None or not _FIRST_YEAR <= found.year < _LAST_YEAR or (before is not None and found > before):
        return None
    return found


def _last(day: _Day, before: dt.date | None) -> dt.date | None:
    """The last such day that is not after ``before``."""
    if before is not None:
        for year in (before.year, before.year - 1):
            found = _date(day._replace(year=year))
            if found is not None and found <= before:
                return found
    return None
