"""When a question was tabled and answered: the links and numbers that make counts and lists fast.

All of it follows from days that stand in the graph anyway. Stores are slow at comparing the days of hundreds of
thousands of questions and fast at following a link, so the links are made here, once.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import NamedTuple

from pqgraph import iris
from pqgraph.mapping.base import Entity, date, of_class
from pqgraph.mapping.people import Draft
from pqgraph.model import House, Question
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Said
from pqgraph.terms import pq, skos

__all__ = ["said_of_timing"]

_MONTH = t.predicate(pq.monthTabled)
_PREF_LABEL = t.predicate(skos.prefLabel)
_START = t.predicate(pq.startDate)
_SORT_KEY = t.predicate(pq.sortKey)
_ANSWERED = t.predicate(pq.dateAnswered)
_DAYS = t.predicate(pq.daysToAnswer)
_LATE = t.predicate(pq.answeredLate)
_IS_LATE, _IN_TIME = t.said(_LATE, t.boolean(True)), t.said(_LATE, t.boolean(False))
_AWAITS_ANSWER = t.said(t.predicate(pq.awaitsAnswer), t.boolean(True))
_UIN_DIGITS = 9
_INTEGER = t.integer(0)[2:]
"""What follows the digits of an ``xsd:integer``."""


class _Day(NamedTuple):
    """What the day of tabling gives."""

    said: Said
    """The link from a question to the month."""
    month: Entity
    """The month itself."""
    key: str
    """The sort key up to the digits of the day."""


@lru_cache(maxsize=65536)
def _day(day: dt.date) -> _Day:
    month = _month(day.year, day.month)
    # A canonical integer has no leading zero, and no question is older than the year 1000.
    digits = day.isoformat().replace("-", "").lstrip("0")
    return _Day(t.said(_MONTH, month.node), month, f'{_SORT_KEY}"{digits}')


@lru_cache(maxsize=4096)
def _month(year: int, month: int) -> Entity:
    node = t.iri(iris.month(year, month))
    said = [
        of_class(pq.Month),
        t.said(_PREF_LABEL, t.literal(f"{year:04}-{month:02}")),
        t.said(_START, date(dt.date(year, month, 1))),
    ]
    return Entity(node, t.about(node, said))


def said_of_timing(question: Question, house: House | None, draft: Draft) -> list[Said]:
    """Month, place in order, and what is reckoned from the days of question and answers.

    Args:
        question: The question.
        house: The House it was tabled in.
        draft: The question in the making; takes the month.
    """
    tabled, answered, waits = question.date_tabled, None, True
    # A holding answer and one by prorogation do not answer the question, so they end no waiting.
    for answer in question.answers:
        if answer.is_holding:
            continue
        waits = False
        if answer.date is not None and not answer.by_prorogation:
            answered = answer.date
            break
    said: list[Said] = []
    if tabled is not None:
        day = _day(tabled)
        draft.entities.append(day.month)
        said += (day.said, _sort_key(day, house, question.uin or ""))
    elif days := [answer.date for answer in question.answers if answer.date is not None]:
        said.append(_sort_key(_day(min(days)), house, question.uin or ""))
    if answered is not None:
        said.append(f"{_ANSWERED}{date(answered)} .\n")
        if tabled is not None:
            said.append(f"{_DAYS}{t.integer((answered - tabled).days)} .\n")
        if question.date_for_answer is not None:
            said.append(_IS_LATE if answered > question.date_for_answer else _IN_TIME)
    elif waits and not question.withdrawn and question.status != "Withdrawn":
        said.append(_AWAITS_ANSWER)
    return said


def _sort_key(day: _Day, house: House | None, uin: str) -> Said:
    digits = uin if uin.isdecimal() and uin.isascii() else "".join(c for c in uin if c in "0123456789")
    place = "1" if house is House.LORDS else "0"
    return f"{day.key}{place}{digits[-_UIN_DIGITS:].zfill(_UIN_DIGITS)}{_INTEGER} .\n"
