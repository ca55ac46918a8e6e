"""The life of a question: transfers, what it said before, and what it and its answer refer to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import structs

from pqgraph import iris
from pqgraph.life.corrections import before_correction
from pqgraph.life.references import (
    AnswerReference,
    PursuedReference,
    pursued,
    refers_elsewhere,
    whole_numbers,
)
from pqgraph.mapping.base import Entity, checked_iri, date, of_class
from pqgraph.mapping.bodies import body_entity
from pqgraph.mapping.people import Draft
from pqgraph.model import Answer, EarlierVersion, House, Links, Question, ResolvedReference
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Said
from pqgraph.terms import dcterms, owl, parl, pq

__all__ = [
    "about_allocations",
    "about_earlier_states",
    "earlier_versions",
    "past_holding_answer",
    "said_of_pursued",
    "said_of_referral",
    "said_of_round_robin",
    "said_of_same",
]

_ALLOCATION_CLASS = of_class(pq.AnsweringBodyAllocation)
_ALLOCATION = t.predicate(pq.allocation)
_ALLOCATED_TO = t.predicate(pq.allocatedTo)
_ALLOCATION_SEEN = t.predicate(pq.allocationSeen)
_PREVIOUS_ALLOCATION = t.predicate(pq.previousAllocation)
_IS_TRANSFERRED = t.said(t.predicate(pq.transferred), t.boolean(True))
_BODY_NAME = t.predicate(parl.AnsweringBody)
_STATE_CLASS = of_class(pq.EarlierState)
_STATE = t.predicate(pq.earlierState)
_CHANGE_SEEN = t.predicate(pq.changeSeen)
_TEXT = t.predicate(parl.questionText)
_CLIPPED = t.said(t.predicate(pq.textClipped), t.boolean(True))
_HEADING = t.predicate(parl.hansardHeading)
_DATE = t.predicate(dcterms.date)
_DUE = t.predicate(parl.AnswerDate)
_PURSUANT_TO = t.predicate(pq.pursuantTo)
_PURSUED_UIN = t.predicate(pq.pursuedUin)
_PURSUED_DATE = t.predicate(pq.pursuedAnswerDate)
_REFERS_TO = t.predicate(pq.refersToAnswer)
_REFERS_ELSEWHERE = t.said(t.predicate(pq.refersElsewhere), t.boolean(True))
_REFERRED_UIN = t.predicate(pq.referredUin)
_REFERRED_DATE = t.predicate(pq.referredAnswerDate)
_PART_OF = t.predicate(pq.partOfRoundRobin)
_ROUND_ROBIN_CLASS = of_class(pq.RoundRobin)
_SAME_AS = t.predicate(owl.sameAs)


_Reference = ResolvedReference | PursuedReference | AnswerReference
"""What the corpus tells of a reference, or its text alone."""


def about_allocations(iri: str, question: Question, draft: Draft, links: list[Said]) -> str:
    """The bodies that a transferred question was put to, one node for each, as N-Triples.

    Args:
        iri: IRI of the question.
        question: The question.
        draft: The same in the making.
        links: Takes what the question itself says of them.
    """
    parts: list[str] = []
    previous: Said | None = None
    for number, allocation in enumerate(question.allocations, start=1):
        here = t.iri(iris.allocation(iri, number))
        links.append(t.said(_ALLOCATION, here))
        said = [_ALLOCATION_CLASS]
        body = allocation.body
        if body.identifier is not None:
            entity = body_entity(body.identifier, body.name)
            draft.entities.append(entity)
            said.append(t.said(_ALLOCATED_TO, entity.node))
        if body.name is not None:
            said.append(t.said(_BODY_NAME, t.literal(body.name)))
        if allocation.seen is not None:
            said.append(t.said(_ALLOCATION_SEEN, date(allocation.seen)))
        if previous is not None:
            said.append(previous)
        previous = t.said(_PREVIOUS_ALLOCATION, here)
        parts.append(t.about(here, said))
    if len(question.allocations) > 1:
        links.append(_IS_TRANSFERRED)
    return "".join(parts)


def about_earlier_states(iri: str, question: Question, draft: Draft, links: list[Said]) -> str:
    """What a question said before each change, one node for each, as N-Triples.

    Args:
        iri: IRI of the question.
        question: The question.
        draft: The same in the making.
        links: Takes the links to the nodes.
    """
    parts: list[str] = []
    for number, state in enumerate(question.earlier_states, start=1):
        here = t.iri(iris.earlier_state(iri, number))
        links.append(t.said(_STATE, here))
        said = [_STATE_CLASS]
        if state.date_tabled is not None:
            said.append(t.said(_DATE, date(state.date_tabled)))
        if state.heading is not None:
            said.append(t.said(_HEADING, draft.literal(state.heading)))
        if state.text is not None:
            said.append(t.said(_TEXT, draft.literal(state.text)))
            if state.text_clipped:
                said.append(_CLIPPED)
        if state.date_for_answer is not None:
            said.append(t.said(_DUE, date(state.date_for_answer)))
        if state.changed is not None:
            said.append(t.said(_CHANGE_SEEN, date(state.changed)))
        parts.append(t.about(here, said))
    return "".join(parts)


def past_holding_answer(question: Question) -> tuple[tuple[Answer, ...], Answer | None]:
    """The answers that stand, and the holding answer that one of them has replaced.

    Where the source keeps no more of a past holding answer than its day, the day is all that the answer has.
    """
    answers = question.answers
    if len(answers) == 1 and question.date_of_holding_answer is None:  # nearly all
        return answers, None
    standing = tuple(answer for answer in answers if not answer.is_holding)
    if not standing:
        return answers, None
    held = next((answer for answer in answers if answer.is_holding), None)
    day = question.date_of_holding_answer
    if held is None:
        # Nobody holds a question that prorogation ends.
        is_answered = any(not answer.by_prorogation for answer in standing)
        return standing, Answer(date=day, is_holding=True) if day is not None and is_answered else None
    # The IRI that a source gave it is now that of the answer that stands.
    return standing, structs.replace(held, iri=None, date=held.date or day, grouped_with=())


def earlier_versions(answer: Answer, iri: str) -> list[EarlierVersion]:
    """An answer before each correction, with text, day and member as far as anything tells.

    If there is one earlier version, its text is that which a source gives, or else what the marks of the
    correction leave of the corrected text; of several versions it is not told which the marks belong to. Sources
    keep the day of the first answer with a corrected one.
    """
    if (
        not answer.is_correction and answer.original_text is None and not answer.earlier_versions
    ):  # nearly all
        return []
    versions = list(answer.earlier_versions)
    original = answer.original_text
    if original is None and answer.is_correction:
        marked = (before_correction(text) for text in (answer.comparable_text, answer.text) if text)
        original = next((found.earlier for found in marked if found is not None), None)
    if not versions and original is not None:
        corrected_by_another = answer.correcting_member is not None
        versions = [EarlierVersion(text=original, member=answer.member if corrected_by_another else None)]
    if len(versions) == 1:
        only = versions[0]
        # Where the source gives neither number nor IRI, it is the original.
        given = only.iri if only.iri is not None else iris.correction_original(iri)
        text = only.text if only.text is not None else original
        versions = [structs.replace(only, iri=given, text=text or None, date=only.date or answer.date)]
    elif answer.original_text is not None and all(version.text is None for version in versions):
        versions.append(EarlierVersion(iri=iris.correction_original(iri), text=answer.original_text))
    return versions


def said_of_pursued(iri: str, question: Question, links: Links | None) -> Iterable[Said]:
    """The earlier answers that a question follows up: their questions where known, else number and day."""
    references: Sequence[_Reference] = (
        links.pursues
        if links is not None
        else pursued(whole_numbers(question.text, clipped=question.text_clipped), question.date_tabled)
    )
    if not references:  # nearly always
        return ()
    said: list[Said] = []
    for reference in references:
        other = reference.question if isinstance(reference, ResolvedReference) else None
        if other is not None and other != iri:
            said.append(t.said(_PURSUANT_TO, t.iri(checked_iri(other, "question pursued"))))
        else:
            said += _unlinked(reference, _PURSUED_UIN, _PURSUED_DATE)
    return dict.fromkeys(said)


def said_of_referral(question: str, answer: Answer, links: Links | None) -> Iterable[Said]:
    """The answers that an answer refers to, and whether it does nothing else.

    Args:
        question: IRI of the answer's question.
        answer: The answer.
        links: What the corpus tells of the question; its references are those of the answer that stands.
    """
    if answer.text is None:
        return ()
    referral = refers_elsewhere(whole_numbers(answer.text, clipped=answer.text_clipped), answer.date)
    if referral is None:  # nearly always
        return ()
    said: list[Said] = []
    # What is cut off may say more.
    if referral.only and not answer.text_clipped:
        said.append(_REFERS_ELSEWHERE)
    references: Sequence[_Reference] = (
        links.refers_to if links is not None and not answer.is_holding else referral.references
    )
    for reference in references:
        known = reference if isinstance(reference, ResolvedReference) and reference.has_answer else None
        other = known.question if known is not None else None
        if other is not None and other != question:
            target = iris.answer(checked_iri(other, "question referred to"))
            said.append(t.said(_REFERS_TO, t.iri(target)))
        else:
            said += _unlinked(reference, _REFERRED_UIN, _REFERRED_DATE)
    return dict.fromkeys(said)


def _unlinked(reference: _Reference, uin: str, day: str) -> list[Said]:
    said: list[Said] = []
    if reference.uin is not None:
        said.append(t.said(uin, t.literal(reference.uin)))
    if reference.answered_on is not None:
        said.append(t.said(day, date(reference.answered_on)))
    return said


def said_of_round_robin(question: Question, links: Links, draft: Draft) -> list[Said]:
    """The link from a question to its round robin; the round robin itself goes to ``draft``."""
    if links.round_robin is None:
        return []
    robin = t.iri(checked_iri(links.round_robin, "round robin"))
    said = [_ROUND_ROBIN_CLASS]
    if question.date_tabled is not None:
        said.append(t.said(_DATE, date(question.date_tabled)))
    draft.entities.append(Entity(robin, t.about(robin, said)))
    return [t.said(_PART_OF, robin)]


def said_of_same(iri: str, question: Question, house: House | None, links: Links | None) -> list[Said]:
    """Other IRIs of a question: those of other sources, and that of the day on which it seemed to be tabled before."""
    others = set(links.same_as) if links is not None else set()
    if house is not None and question.uin is not None:
        others |= {
            iris.question(house, state.date_tabled, question.uin)
            for state in question.earlier_states
            if state.date_tabled is not None
        }
    others.discard(iri)
    return [t.said(_SAME_AS, t.iri(checked_iri(other, "question"))) for other in sorted(others)]
