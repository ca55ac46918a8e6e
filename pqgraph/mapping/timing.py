"""When a question was tabled and answered: the links and numbers that make counts and lists fast.

All of it follows from days that stand in the graph anyway. Stores are slow at comparing the days of hundreds of
thousands of questions and fast at following a link, so the links are made here, once.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import NamedTuple

from pqgraph import iris
from pqgraph.mapping.base import TYPE, Entity, date
from pqgraph.model import House, Question
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Term, Triple
from pqgraph.terms import pq, skos

__all__ = ["month_entity", "timing_triples"]

_MONTH = t.iri(pq.monthTabled)
_MONTH_CLASS = t.iri(pq.Month)
_PREF_LABEL = t.iri(skos.prefLabel)
_START = t.iri(pq.startDate)
_SORT_KEY = t.iri(pq.sortKey)
_ANSWERED = t.iri(pq.dateAnswered)
_AWAITS = t.iri(pq.awaitsAnswer)
_DAYS = t.iri(pq.daysToAnswer)
_LATE = t.iri(pq.answeredLate)
_TRUE = t.boolean(True)
_UIN_DIGITS = 9
_INTEGER = t.integer(0)[2:]
"""What follows the digits of an ``xsd:integer``."""


class _Month(NamedTuple):
    entity: Entity
    node: Term


@lru_cache(maxsize=4096)
def _month(year: int, month: int) -> _Month:
    node = t.iri(iris.month(year, month))
    triples = (
        (node, TYPE, _MONTH_CLASS),
        (node, _PREF_LABEL, t.literal(f"{year:04}-{month:02}")),
        (node, _START, date(dt.date(year, month, 1))),
    )
    return _Month(Entity(node, triples), node)


def month_entity(day: dt.date) -> Entity:
    """The calendar month of a day."""
    return _month(day.year, day.month).entity


def timing_triples(
    node: Term, question: Question, house: House | None, entities: list[Entity]
) -> list[Triple]:
    """Month, place in order, and what is reckoned from the days of question and answers.

    Args:
        node: The question.
        question: Its record.
        house: The House it was tabled in.
        entities: Takes the month.
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
    triples: list[Triple] = []
    day = tabled
    if tabled is not None:
        month = _month(tabled.year, tabled.month)
        entities.append(month.entity)
        triples.append((node, _MONTH, month.node))
    else:
        day = min((answer.date for answer in question.answers if answer.date is not None), default=None)
    if day is not None:
        triples.append((node, _SORT_KEY, _sort_key(day, house, question.uin or "")))
    if answered is not None:
        triples.append((node, _ANSWERED, date(answered)))
        if tabled is not None:
            triples.append((node, _DAYS, t.integer((answered - tabled).days)))
        if question.date_for_answer is not None:
            triples.append((node, _LATE, t.boolean(answered > question.date_for_answer)))
    elif waits and not question.withdrawn and question.status != "Withdrawn":
        triples.append((node, _AWAITS, _TRUE))
    return triples


def _sort_key(day: dt.date, house: House | None, uin: str) -> Term:
    digits = uin if uin.isdecimal() and uin.isascii() else "".join(c for c in uin if c in "0123456789")
    place = "1" if house is House.LORDS else "0"
    return f'"{_digits_of(day)}{place}{digits[-_UIN_DIGITS:].rjust(_UIN_DIGITS, "0")}{_INTEGER}'


@lru_cache(maxsize=65536)
def _digits_of(day: dt.date) -> str:
    # A canonical integer has no leading zero, and no question is older than the year 1000.
    return day.isoformat().replace("-", "").lstrip("0")
