"""The life of a question: transfers, what it said before, and what it and its answer refer to."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from pqgraph import iris
from pqgraph.life.corrections import before_correction
from pqgraph.life.references import pursued, refers_elsewhere
from pqgraph.mapping.base import TYPE, Entity, Text, checked_iri, date
from pqgraph.mapping.bodies import body_entity
from pqgraph.model import Answer, EarlierVersion, House, Links, Question, ResolvedReference
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Term, Triple
from pqgraph.terms import dcterms, owl, parl, pq

__all__ = [
    "allocation_triples",
    "earlier_state_triples",
    "earlier_versions",
    "past_holding_answer",
    "pursued_triples",
    "referral_triples",
    "round_robin_triples",
    "same_as_triples",
]

_ALLOCATION_CLASS = t.iri(pq.AnsweringBodyAllocation)
_ALLOCATION = t.iri(pq.allocation)
_ALLOCATED_TO = t.iri(pq.allocatedTo)
_ALLOCATION_SEEN = t.iri(pq.allocationSeen)
_PREVIOUS_ALLOCATION = t.iri(pq.previousAllocation)
_TRANSFERRED = t.iri(pq.transferred)
_BODY_NAME = t.iri(parl.AnsweringBody)
_STATE_CLASS = t.iri(pq.EarlierState)
_STATE = t.iri(pq.earlierState)
_CHANGE_SEEN = t.iri(pq.changeSeen)
_TEXT = t.iri(parl.questionText)
_CLIPPED = t.iri(pq.textClipped)
_HEADING = t.iri(parl.hansardHeading)
_DATE = t.iri(dcterms.date)
_DUE = t.iri(parl.AnswerDate)
_PURSUANT_TO = t.iri(pq.pursuantTo)
_PURSUED_UIN = t.iri(pq.pursuedUin)
_PURSUED_DATE = t.iri(pq.pursuedAnswerDate)
_REFERS_TO = t.iri(pq.refersToAnswer)
_ELSEWHERE = t.iri(pq.refersElsewhere)
_REFERRED_UIN = t.iri(pq.referredUin)
_REFERRED_DATE = t.iri(pq.referredAnswerDate)
_PART_OF = t.iri(pq.partOfRoundRobin)
_ROUND_ROBIN_CLASS = t.iri(pq.RoundRobin)
_SAME_AS = t.iri(owl.sameAs)
_TRUE = t.boolean(True)


def allocation_triples(
    iri: str, question: Question, links: list[Triple], entities: list[Entity]
) -> list[Triple]:
    """The bodies that a transferred question was put to, one node for each.

    Args:
        iri: IRI of the question.
        question: The question.
        links: Takes what the question itself says of them.
        entities: Takes the bodies.
    """
    node = t.iri(iri)
    triples: list[Triple] = []
    previous: Term | None = None
    for number, allocation in enumerate(question.allocations, start=1):
        here = t.iri(iris.allocation(iri, number))
        links.append((node, _ALLOCATION, here))
        triples.append((here, TYPE, _ALLOCATION_CLASS))
        body = allocation.body
        if body.identifier is not None:
            entity = body_entity(body.identifier, body.name)
            entities.append(entity)
            triples.append((here, _ALLOCATED_TO, entity.triples[0][0]))
        if body.name is not None:
            triples.append((here, _BODY_NAME, t.literal(body.name)))
        if allocation.seen is not None:
            triples.append((here, _ALLOCATION_SEEN, date(allocation.seen)))
        if previous is not None:
            triples.append((here, _PREVIOUS_ALLOCATION, previous))
        previous = here
    if len(question.allocations) > 1:
        links.append((node, _TRANSFERRED, _TRUE))
    return triples


def earlier_state_triples(iri: str, question: Question, text: Text, links: list[Triple]) -> list[Triple]:
    """What a question said before each change, one node for each.

    Args:
        iri: IRI of the question.
        question: The question.
        text: Makes the texts' literals.
        links: Takes the links to the nodes.
    """
    triples: list[Triple] = []
    for number, state in enumerate(question.earlier_states, start=1):
        here = t.iri(iris.earlier_state(iri, number))
        links.append((t.iri(iri), _STATE, here))
        triples.append((here, TYPE, _STATE_CLASS))
        if state.date_tabled is not None:
            triples.append((here, _DATE, date(state.date_tabled)))
        if state.heading is not None:
            triples.append((here, _HEADING, text.literal(state.heading)))
        if state.text is not None:
            triples.append((here, _TEXT, text.literal(state.text)))
            if state.text_clipped:
                triples.append((here, _CLIPPED, _TRUE))
        if state.date_for_answer is not None:
            triples.append((here, _DUE, date(state.date_for_answer)))
        if state.changed is not None:
            triples.append((here, _CHANGE_SEEN, date(state.changed)))
    return triples


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
    versions = list(answer.earlier_versions)
    if not versions and not answer.is_correction and answer.original_text is None:
        return versions
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


def pursued_triples(iri: str, question: Question, links: Links | None) -> list[Triple]:
    """The earlier answers that a question follows up: their questions where known, else number and day."""
    if links is not None:
        references: Sequence[ResolvedReference] = links.pursues
    else:
        found = pursued(question.text, question.date_tabled)
        references = [ResolvedReference(uin=ref.uin, answered_on=ref.answered_on) for ref in found]
    if not references:
        return []
    node = t.iri(iri)
    triples: list[Triple] = []
    for reference in references:
        if reference.question is not None and reference.question != iri:
            target = t.iri(checked_iri(reference.question, "question pursued"))
            triples.append((node, _PURSUANT_TO, target))
        else:
            triples += _unlinked(node, reference, _PURSUED_UIN, _PURSUED_DATE)
    return list(dict.fromkeys(triples))


def referral_triples(node: Term, question: str, answer: Answer, links: Links | None) -> list[Triple]:
    """The answers that an answer refers to, and whether it does nothing else.

    Args:
        node: The answer.
        question: IRI of its question.
        answer: The answer.
        links: What the corpus tells of the question; its references are those of the answer that stands.
    """
    if answer.text is None:
        return []
    referral = refers_elsewhere(answer.text, answer.date)
    if referral is None:
        return []
    triples: list[Triple] = []
    # What is cut off may say more.
    if referral.only and not answer.text_clipped:
        triples.append((node, _ELSEWHERE, _TRUE))
    references: Sequence[ResolvedReference] = (
        links.refers_to
        if links is not None and not answer.is_holding
        else [ResolvedReference(uin=ref.uin, answered_on=ref.answered_on) for ref in referral.references]
    )
    for reference in references:
        if reference.question is not None and reference.question != question:
            target = iris.answer(checked_iri(reference.question, "question referred to"))
            triples.append((node, _REFERS_TO, t.iri(target)))
        else:
            triples += _unlinked(node, reference, _REFERRED_UIN, _REFERRED_DATE)
    return list(dict.fromkeys(triples))


def _unlinked(node: Term, reference: ResolvedReference, uin: Term, day: Term) -> list[Triple]:
    triples: list[Triple] = []
    if reference.uin is not None:
        triples.append((node, uin, t.literal(reference.uin)))
    if reference.answered_on is not None:
        triples.append((node, day, date(reference.answered_on)))
    return triples


def round_robin_triples(node: Term, question: Question, links: Links, entities: list[Entity]) -> list[Triple]:
    """The link from a question to its round robin; the round robin itself goes to ``entities``."""
    if links.round_robin is None:
        return []
    robin = t.iri(checked_iri(links.round_robin, "round robin"))
    said: list[Triple] = [(robin, TYPE, _ROUND_ROBIN_CLASS)]
    if question.date_tabled is not None:
        said.append((robin, _DATE, date(question.date_tabled)))
    entities.append(Entity(robin, tuple(said)))
    return [(node, _PART_OF, robin)]


def same_as_triples(iri: str, question: Question, house: House | None, links: Links | None) -> list[Triple]:
    """Other IRIs of a question: those of other sources, and that of the day on which it seemed to be tabled before."""
    others = set(links.same_as) if links is not None else set()
    if house is not None and question.uin is not None:
        others |= {
            iris.question(house, state.date_tabled, question.uin)
            for state in question.earlier_states
            if state.date_tabled is not None
        }
    others.discard(iri)
    return [(t.iri(iri), _SAME_AS, t.iri(checked_iri(other, "question"))) for other in sorted(others)]
