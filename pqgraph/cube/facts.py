"""What one question's triples say of the things it is counted by."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from pqgraph import iris
from pqgraph.mapping import Mapped
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Term
from pqgraph.terms import dcterms, parl, pq, rdf

__all__ = ["Facts", "facts_of"]

_TYPE = t.iri(rdf.type)
_QUESTION = t.iri(parl.WrittenParliamentaryQuestion)
_HOLDING = t.iri(pq.HoldingAnswer)
_HOUSE = t.iri(parl.legislature)
_MONTH = t.iri(pq.monthTabled)
_MEMBER = t.iri(parl.tablingMember)
_BODY = t.iri(pq.answeringBody)
_TOPIC = t.iri(dcterms.subject)
_DATE_ANSWERED = t.iri(pq.dateAnswered)
_DAYS = t.iri(pq.daysToAnswer)
_LATE = t.iri(pq.answeredLate)
_PARTY = t.iri(pq.tablingMemberParty)
_KIND = t.iri(parl.writtenParliamentaryQuestionType)
_DUE = t.iri(parl.AnswerDate)
_WAITS = t.iri(pq.awaitsAnswer)
_ANSWER = t.iri(parl.answer)
_ANSWERING = t.iri(parl.answeringMember)
_TRUE, _FALSE = t.boolean(True), t.boolean(False)
_NAMED_DAY = t.literal("NamedDay")
_UNKNOWN_HOUSE = t.iri(iris.UNKNOWN_HOUSE)
_UNKNOWN_PERIOD = t.iri(iris.UNKNOWN_PERIOD)
_MONTHS = "<" + iris.month(2018, 11).removesuffix("2018-11")

_OF_QUESTION = frozenset(
    (
        *(_HOUSE, _MONTH, _MEMBER, _PARTY, _BODY, _TOPIC, _KIND, _DUE, _DATE_ANSWERED, _DAYS, _LATE, _WAITS),
        *(_ANSWER, _TYPE),
    )
)
_OF_ANSWER = frozenset((_ANSWERING, _TYPE))


class Facts(NamedTuple):
    """Where a question belongs in the statistics."""

    house: Term
    """The House, or the unknown one."""
    month: Term
    """The month of tabling, or the unknown period."""
    year: Term
    """Its year."""
    member: Term | None
    """Who asked."""
    party: Term | None
    """The asking member's party on the day, by the register of members."""
    body: Term | None
    """Whom it is put to."""
    topics: tuple[Term, ...]
    """Its topics, without the broader ones."""
    ministers: tuple[Term, ...]
    """Who answered it in other than a holding answer, in the order of the answers; mostly one."""
    days: Term | None
    """Days from tabling to the answer."""
    named_day: Term
    """Whether it was for a named day; not, if no source tells."""
    due: Term | None
    """The day by which an answer is due."""
    waits: bool
    """Whether nothing answers it and nobody withdrew it."""
    is_answered: bool
    is_late: bool | None
    """Whether the answer came late; ``None`` if that cannot be told."""


def facts_of(record: Mapped) -> Facts | None:
    """What the triples of a record say; ``None`` if it is not a question."""
    node = f"<{record.subject}>"
    said: dict[Term, Term] = {}
    topics: list[Term] = []
    answers: list[Term] = []
    answering: list[tuple[Term, Term]] = []
    holding: set[Term] = set()
    is_question = False
    for subject, predicate, value in record.triples:
        if subject == node:
            if predicate not in _OF_QUESTION:
                continue
            if predicate == _TOPIC:
                topics.append(value)
            elif predicate == _ANSWER:
                answers.append(value)
            elif predicate == _TYPE:
                is_question = is_question or value == _QUESTION
            else:
                said[predicate] = value
        elif predicate in _OF_ANSWER:
            if predicate == _ANSWERING:
                answering.append((subject, value))
            elif value == _HOLDING:
                holding.add(subject)
    if not is_question:
        return None
    month = said.get(_MONTH, _UNKNOWN_PERIOD)
    late = said.get(_LATE)
    return Facts(
        house=said.get(_HOUSE, _UNKNOWN_HOUSE),
        month=month,
        year=_year_of(month),
        member=said.get(_MEMBER),
        party=said.get(_PARTY),
        body=said.get(_BODY),
        topics=tuple(topics),
        # Earlier versions and past holding answers have answering members too, and are no answers of the question.
        ministers=tuple(
            dict.fromkeys(
                member for answer, member in answering if answer in answers and answer not in holding
            )
        ),
        days=said.get(_DAYS),
        named_day=_TRUE if said.get(_KIND) == _NAMED_DAY else _FALSE,
        due=said.get(_DUE),
        waits=said.get(_WAITS) == _TRUE,
        is_answered=_DATE_ANSWERED in said,
        is_late=None if late is None else late == _TRUE,
    )


@lru_cache(maxsize=4096)
def _year_of(month: Term) -> Term:
    if not month.startswith(_MONTHS):
        return _UNKNOWN_PERIOD
    return t.iri(iris.year(int(month.removeprefix(_MONTHS)[:4])))
