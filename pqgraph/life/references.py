"""What the texts of questions and answers refer to: earlier answers, by the day and the number of their question.

One Commons question in six opens with an earlier answer: "To ask the Secretary of State for Justice, pursuant to
the Answer of 4 June 2025 to Question 55123 on Prisons: Staff, …". And one answer in twenty-five says nothing but
where another one stands: "I refer the hon. Member to the answer I gave on 16 June 2025 to Question UIN 59139."
The words are those of the Table Office, with the liberties that the published texts take. A number without a
question word before it is never taken for a UIN.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from functools import lru_cache

from msgspec import Struct

__all__ = ["AnswerReference", "PursuedReference", "pursued", "refers_elsewhere"]


class PursuedReference(Struct, frozen=True):
    """An earlier answer that a question pursues."""

    uin: str | None
    """UIN of the question that the earlier answer answered; ``None`` where only its day or column is named."""
    answered_on: dt.date | None
    """The day of the earlier answer, as far as the text tells."""
    start: int
    """Where the words that say so begin in the text."""
    end: int
    """Where they end."""


class AnswerReference(Struct, frozen=True):
    """An answer that another answer refers to."""

    uin: str
    """UIN of the question that it answers."""
    answered_on: dt.date | None
    """Its day, as far as the text tells."""


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
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
        ),
        1,
    )
    for name in names
}
_MONTH = r"(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b"
_UIN = r"(?:HL\s?\d{1,5}|\d{1,6})(?![\d/])"
# Before the number of a question. Some texts call it a UIN, a PQ or a WPQ; a few have no space before the number.
_QUESTION = (
    r"(?:(?:written\s+|oral\s+|parliamentary\s+|named\s+day\s+|topical\s+|substantive\s+|previous\s+)*"
    r"(?:questions?|w?pqs?)(?:\s+with)?(?:[\s,]*(?:\(?uins?|numbers?|nos?\.?|number:|ref(?:erence)?)\b:?)?|\(?uins?\b:?)"
)
_TOKEN = re.compile(
    rf"""
    (?P<day>\d{{1,2}})\s?(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<month>{_MONTH})\.?(?:,?\s+(?P<year>\d{{4}})(?!\d))?
  | (?P<month2>{_MONTH})\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<year2>\d{{4}})(?!\d))?
  | (?P<day3>\d{{1,2}})/(?P<month3>\d{{1,2}})/(?P<year3>\d{{4}})(?!\d)
  | (?P<question>\b{_QUESTION}[\s\xa0]*(?:\([a-z]+\)\s*|[“"'‘]\s*)?(?P<uin>{_UIN}))
  | (?P<more>(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*|\s+or\s+|\s+)(?:to\s+)?(?:\([a-z]+\)\s*)?(?P<next>{_UIN})(?!\s*(?:st|nd|rd|th)\b)
        (?!\s+(?:of\s+)?{_MONTH})(?!\s*(?:%|per\b|percent|million|billion|years?|months?|weeks?|days?)))
    """,
    re.IGNORECASE | re.VERBOSE,
)
