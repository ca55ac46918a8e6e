"""Days and UINs in the words that name an answer: "the Answers of 3 and 4 June 2025 to Questions 55123 and 55130"."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import NamedTuple

__all__ = ["QUESTION", "UIN", "Citation", "Cited", "cited"]

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

UIN = r"(?:HL\s?\d{1,5}|\d{1,6})(?![\d/,]*\d|\s*%)"
_KIND = r"(?:written|parliamentary|named[ -]day|previous|substantive|subsequent)"
# "Question", "Written Parliamentary Questions UIN", "WPQ", "UIN"; sometimes "Qquestion" or "Auestion".
QUESTION = (
    rf"\b(?:(?:{_KIND}\s+)*(?:[a-z]{{1,2}}uestions?|[wp]?pqs?)"
    r"(?:[\s,(]*\b(?:uins?|numbers?|nos?|ref(?:erence)?)\b\.?:?)?|uins?\b)"
)
_TOKEN = re.compile(
    rf"""
      \b(?P<day>\d{{1,2}})\s?(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})
        (?:,?\s+(?P<year>\d{{4}})(?!\d)|(?!,?\s+\d{{4}}))
    | \b(?P<month_us>{_MONTH})\s+(?P<day_us>\d{{1,2}})(?:st|nd|rd|th)?\b
        (?:,?\s+(?P<year_us>\d{{4}})(?!\d)|(?!,?\s+\d{{4}}))
    | \b(?P<day_n>\d{{1,2}})[./](?P<month_n>\d{{1,2}})[./](?P<year_n>\d{{4}})(?!\d)
    | (?P<question>{QUESTION})[\s:]*(?P<item>\([a-z]+\)\s*)?["“'‘(]?\s*(?P<uin>{UIN})
    | (?P<enumerated>\([b-z]+\))\s*(?P<uin_item>{UIN})
    | \b(?:to|of)\s+(?P<uin_bare>HL\s?\d{{1,5}}|\d{{4,6}})(?![\d/,]*\d|\s*%)
    """,
    re.IGNORECASE | re.VERBOSE,
)
# A further number right after one: ", 55130", " and 55131".
_MORE = re.compile(
    rf"\s*(?:,\s*and\b|,|\band\b|&|\bor\b)\s*(?:to\s+)?(?P<item>\([a-z]+\)\s*)?(?P<uin>{UIN})"
    rf"(?!\s?(?:st|nd|rd|th)\b)(?!\s+(?:of\s+)?{_MONTH})",
    re.IGNORECASE,
)
# "3 and 4 June 2025": the first day has no month of its own.
_BARE_DAY = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s*(?:,|and|&)\s*(?=\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH})",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[;?]|\.\s+[A-Z]")
_HARMLESS_DOT = re.compile(r"\b(?:hon|rt|no|nos|st|dr|mr|mrs|ms|col|cols|vol)\.", re.IGNORECASE)
# Between two days, or a day and its "to Question".
_JOINT = re.compile(r"[\s,(&]*(?:(?:and|of|on|the|to|for|both|\([a-z]+\)|respectively)[\s,(&]*)*", re.IGNORECASE)
# Between a number and the day of its answer.
_TO_DAY = re.compile(
    r"[\s,()]*(?:(?:which|that|was|were|he|she|it|received|answered|given|provided|published|responded|dated|of|"
    r"on|from|both|by|in|the|answer|response|reply|to)\b[\s,()]*)*",
    re.IGNORECASE,
)
_TABLED = re.compile(r"\b(?:tabled|asked|submitted)\b", re.IGNORECASE)
# What leads on to a further answer after whatever the last question was about.
_AND_ANOTHER = re.compile(
    r"(?:\band|,|&)\s*(?:(?:pursuant|further)\s+to\s+|with\s+reference\s+to\s+)?(?:to\s+)?(?:the\s+|his\s+|her\s+)?"
    r"(?:(?:oral|written)\s+)?(?:(?:answers?|responses?|reply)\s*(?:of|to|given|provided|on|in|for|\s)*)?"
    r"(?:\([a-z]+\)\s*)?(?:of\s+|on\s+|to\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_GAP = 150


class Citation(NamedTuple):
    """One answer that is named: by the UIN of its question, its day, or both."""

    uin: str | None
    answered_on: dt.date | None


class Cited(NamedTuple):
    """What a phrase names, and where the phrase ends."""

    citations: list[Citation]
    end: int


def cited(text: str, position: int, day: dt.date | None = None) -> Cited:
    """The answers that the words from a position on name.

    Args:
        text: Plain text.
        position: Where to begin: right behind the word "answer", or at the word "question".
        day: The day of the text itself. A day without a year is the last one before it; without ``day``, none.
    """
    return _Phrase(text, position, day).read()


class _Phrase:
    """Reads one phrase from left to right."""

    def __init__(self, text: str, position: int, day: dt.date | None) -> None:
        self._text = text
        self._start = self._end = position
        self._day = day
        self._found: list[Citation] = []
        self._days: list[dt.date | None] = []
        """Days named since the last number."""
        self._run: list[str] = []
        """Numbers named since the last day."""
        self._enumerates = False

    def read(self) -> Cited:
        while True:
            match = _TOKEN.search(self._text, self._end, self._end + _GAP)
            if match is None:
                break
            gap = self._text[self._end : match.start()]
            if _BREAK.search(_HARMLESS_DOT.sub("", gap)):
                break
            if match["day"] or match["month_us"] or match["day_n"]:
                if not self._date(match, gap):
                    break
            elif not self._number(match, gap):
                break
        self._settle()
        if not self._found and self._days and self._days[-1] is not None:
            self._found = [Citation(None, day) for day in self._days if day is not None]
        return Cited(self._found, self._end)

    def _date(self, match: re.Match[str], gap: str) -> bool:
        day = _date_of(match, self._day)
        if self._run:
            if _TO_DAY.fullmatch(gap):
                self._end = match.end()
                self._settle([day])
                return True
            if not _AND_ANOTHER.search(gap):
                return False
            self._settle()
            # It counts only if a question follows it.
            following = _TOKEN.match(self._text, _skip(self._text, match.end()))
            if following is None or not following["question"]:
                return False
        elif self._days and not _JOINT.fullmatch(gap):
            return False
        elif self._found and not _AND_ANOTHER.search(gap):
            return False
        if not self._days and (bare := _BARE_DAY.search(gap)) and day is not None:
            with_month = int(bare[1])
            if with_month < day.day:
                self._days.append(day.replace(day=with_month))
        self._days.append(day)
        self._end = match.end()
        return True

    def _number(self, match: re.Match[str], gap: str) -> bool:
        if match["uin_item"] and not self._enumerates:
            return False
        if match["uin_bare"] and (gap.strip(" ,") or self._run or self._found):
            return False
        if self._run or self._found:
            if not match["uin_item"] and not _AND_ANOTHER.search(gap) and not _JOINT.fullmatch(gap):
                return False
            if self._days or match["question"]:
                self._settle()
        uin = match["uin"] or match["uin_item"] or match["uin_bare"]
        self._enumerates = self._enumerates or bool(match["item"])
        self._run.append(uin)
        self._end = match.end()
        while more := _MORE.match(self._text, self._end):
            # A number of quite another length is no UIN of the same session.
            alike = abs(len(more["uin"]) - len(uin)) <= 1 or more["uin"][:2].upper() == "HL"
            if not alike:
                break
            self._run.append(more["uin"])
            self._end = more.end()
        return True

    def _settle(self, after: list[dt.date | None] | None = None) -> None:
        """Give each number of the run its day."""
        days = after or self._days
        if not self._run:
            return
        if len(days) == len(self._run):
            pairs = list(zip(self._run, days, strict=True))
        else:
            # One day for all of them; of several it is not told which is whose.
            pairs = [(uin, days[0] if len(days) == 1 else None) for uin in self._run]
        for uin, day in pairs:
            self._found.append(Citation(_tidy(uin), day))
        self._run = []
        self._days = []


def _skip(text: str, position: int) -> int:
    joint = _JOINT.match(text, position)
    return joint.end() if joint else position


def _tidy(uin: str) -> str:
    return uin.upper().replace(" ", "")


def _date_of(match: re.Match[str], day: dt.date | None) -> dt.date | None:
    if match["day_n"]:
        return _date(int(match["day_n"]), int(match["month_n"]), int(match["year_n"]))
    number = match["day"] or match["day_us"]
    month = _MONTHS[(match["month"] or match["month_us"]).lower().rstrip(".")]
    year = match["year"] or match["year_us"]
    if year:
        return _date(int(number), month, int(year))
    return None if day is None else _last(int(number), month, day)


@lru_cache(maxsize=4096)
def _date(day: int, month: int, year: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _last(day: int, month: int, before: dt.date) -> dt.date | None:
    """The last such day that is not after ``before``."""
    for year in (before.year, before.year - 1):
        found = _date(day, month, year)
        if found is not None and found <= before:
            return found
    return None
