"""A question and everything that hangs on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from pqgraph import iris
from pqgraph.mapping.answer import answer_triples, holding_answer_triples
from pqgraph.mapping.base import TYPE, Entity, Mapped, RecordError, Text, checked_iri, date, time_of
from pqgraph.mapping.bodies import (
    addressed_body,
    body_triples,
    house_triples,
    session_entity,
    topic_entity,
)
from pqgraph.mapping.life import (
    allocation_triples,
    earlier_state_triples,
    past_holding_answer,
    pursued_triples,
    round_robin_triples,
    same_as_triples,
)
from pqgraph.mapping.people import TABLING, People, Resolver
from pqgraph.mapping.provenance import TopicPlace, derived_from, topic_place_triples
from pqgraph.mapping.timing import timing_triples
from pqgraph.model import Answer, House, Indexing, Links, Question
from pqgraph.rdf import terms as t
from pqgraph.rdf.reference import bodies, house_of_address
from pqgraph.rdf.terms import Term, Triple
from pqgraph.terms import dcterms, parl, pq

__all__ = [
    "Entity",
    "Mapped",
    "Mapper",
    "RecordError",
    "Resolver",
    "Tagger",
    "TopicFinder",
    "addressed_house",
    "question_iri",
]

_QUESTION_CLASS = t.iri(parl.WrittenParliamentaryQuestion)
_UIN = t.iri(parl.uin)
_DATE = t.iri(dcterms.date)
_TEXT = t.iri(parl.questionText)
_CLIPPED = t.iri(pq.textClipped)
_HEADING = t.iri(parl.hansardHeading)
_INTEREST = t.iri(parl.registeredInterest)
_DUE = t.iri(parl.AnswerDate)
_TYPE_OF_QUESTION = t.iri(parl.writtenParliamentaryQuestionType)
_STATUS = t.iri(parl.QuestionStatus)
_HELD = t.iri(parl.dateOfHoldingAnswer)
_SESSION = t.iri(parl.session)
_IN_SESSION = t.iri(pq.inSession)
_GROUPED_WITH = t.iri(pq.groupedWith)
_SUBJECT = t.iri(dcterms.subject)
_API_ID = t.iri(pq.apiIdentifier)
_EXTERNAL_ID = t.iri(pq.externalIdentifier)
_LOCATION = t.iri(parl.externalLocation)
_ANSWER = t.iri(parl.answer)
_HOLDING = t.iri(pq.holdingAnswer)
_TRUE = t.boolean(True)

_INDEXING_TEXTS: tuple[tuple[Term, str], ...] = (
    (t.iri(dcterms.title), "title"),
    (t.iri(dcterms.identifier), "identifier"),
    (t.iri(parl.version), "version"),
    (t.iri(parl.parliamentNumber), "parliament_number"),
    (t.iri(parl.sessionNumber), "session_number"),
)
_INDEXING_FLAGS: tuple[tuple[Term, str], ...] = (
    (t.iri(parl.published), "published"),
    (t.iri(parl.humanIndexable), "human_indexable"),
)
_INDEXING_TIMES: tuple[tuple[Term, str], ...] = (
    (t.iri(parl.ddpCreated), "created"),
    (t.iri(parl.ddpModified), "modified"),
)

Tagger = Callable[[str | None, str], Sequence[tuple[str, str]]]
"""Heading and text in, topics out, as pairs of slug and label."""

TopicFinder = Callable[[str | None, str], Sequence[TopicPlace]]
"""Heading and text in, the places of topics out."""


def question_iri(question: Question, house: House | None) -> str:
    """The IRI of a question: the source's own, else its natural key, else a digest.

    Args:
        question: The record.
        house: The House it was tabled in, also if only its form of address tells.

    Raises:
        RecordError: PQ204, the source's own is not an IRI; PQ201, it has none, and no day either.
    """
    if question.iri is not None:
        return checked_iri(question.iri, "question")
    if question.date_tabled is not None:
        if house is not None and question.uin is not None:
            return iris.question(house, question.date_tabled, question.uin)
        return iris.question_without_uin(house, question.date_tabled, question.heading, question.text)
    answered = _first_answered(question)
    if answered is None:
        raise RecordError("PQ201", "there is neither the day it was tabled nor that of an answer")
    if house is not None and question.uin is not None:
        return iris.question_answered(house, answered, question.uin)
    return iris.question_without_uin(house, answered, question.heading, question.text, answered=True)


def _first_answered(question: Question) -> dt.date | None:
    return min((answer.date for answer in question.answers if answer.date is not None), default=None)


class Mapper:
    """Maps questions to triples.

    Args:
        tagger: Finds the topics of a question; without one, questions get none.
        finder: Tells where the topics of a question stand; without one, the provenance graph does not say.
        provenance: Whether each question links to its source record.
        resolver: Finds out which members are meant, and their party and seat of the day; without one, members
            stand as the source refers to them.
    """

    def __init__(
        self,
        *,
        tagger: Tagger | None = None,
        finder: TopicFinder | None = None,
        provenance: bool = True,
        resolver: Resolver | None = None,
    ) -> None:
        self._tagger = tagger
        self._finder = finder
        self._provenance = provenance
        self._resolver = resolver

    def map(self, question: Question, links: Links | None = None) -> Mapped:
        """The triples of one question.

        Args:
            question: The record.
            links: What the whole corpus tells of it. Without, references to other questions stay numbers and days.

        Raises:
            RecordError: Something the source says cannot stand in a graph (PQ201, PQ202, PQ203, PQ204).
        """
        text = Text()
        entities: list[Entity] = []
        house = question.house or addressed_house(question.text)
        people = People(self._resolver, house, entities)
        iri = question_iri(question, house)
        node = f"<{iri}>"
        triples: list[Triple] = [(node, TYPE, _QUESTION_CLASS)]
        add = triples.append
        # Most of this runs for each of hundreds of thousands of questions, so what is not there is not called.
        if question.uin is not None:
            add((node, _UIN, t.literal(question.uin)))
        if question.date_tabled is not None:
            add((node, _DATE, date(question.date_tabled)))
        if question.heading is not None:
            add((node, _HEADING, text.literal(question.heading)))
        add((node, _TEXT, text.literal(question.text)))
        if question.text_clipped:
            add((node, _CLIPPED, _TRUE))
        if question.registered_interest is not None:
            add((node, _INTEREST, t.boolean(question.registered_interest)))
        if house is not None:
            triples += house_triples(node, house, entities)
        if question.answering_body is not None:
            triples += body_triples(node, question.answering_body, entities)
        if question.answering_body is None or question.answering_body.identifier is None:
            day = question.date_tabled or _first_answered(question)
            if (addressed := bodies().addressed(question.text, day)) is not None:
                triples += addressed_body(node, addressed, entities)
        if question.asking_member is not None:
            day = question.date_tabled or _first_answered(question)
            triples += people.role(node, TABLING, question.asking_member, day)
        if question.question_type is not None:
            add((node, _TYPE_OF_QUESTION, t.common_literal(question.question_type)))
        if question.date_for_answer is not None:
            add((node, _DUE, date(question.date_for_answer)))
        if question.status is not None:
            add((node, _STATUS, t.common_literal(question.status)))
        if question.date_of_holding_answer is not None:
            add((node, _HELD, date(question.date_of_holding_answer)))
        for session in question.sessions:
            entity = session_entity(session)
            entities.append(entity)
            add((node, _SESSION, t.literal(session.label)))
            add((node, _IN_SESSION, entity.triples[0][0]))
        if question.indexing is not None:
            triples += _indexing_triples(node, question.indexing)
        if question.api_identifier is not None:
            add((node, _API_ID, t.literal(question.api_identifier)))
            if question.uin is not None and question.date_tabled is not None:
                add((node, _LOCATION, t.iri(iris.detail_page(question.date_tabled, question.uin))))
        for identifier in question.other_identifiers:
            add((node, _EXTERNAL_ID, t.literal(identifier)))
        provenance: list[Triple] = []
        if self._tagger is not None:
            found = self._tagger(question.heading, question.text)
            for slug, label in found:
                entity = topic_entity(slug, label)
                entities.append(entity)
                add((node, _SUBJECT, entity.triples[0][0]))
            if found and self._finder is not None:
                provenance = topic_place_triples(iri, self._finder(question.heading, question.text))
        if links is None:
            triples += _group_triples(node, question, house)
        else:
            triples += [(node, _GROUPED_WITH, t.iri(other)) for other in links.grouped_with]
            triples += round_robin_triples(node, question, links, entities)
        triples += pursued_triples(iri, question, links)
        if links is not None or question.earlier_states:
            triples += same_as_triples(iri, question, house, links)
        triples += timing_triples(node, question, house, entities)
        if self._provenance:
            sources = links.sources if links is not None and links.sources else (question.locator,)
            triples += [derived_from(node, locator) for locator in sources]
        parts: list[Triple] = []
        if question.allocations:
            parts += allocation_triples(iri, question, triples, entities)
        if question.earlier_states:
            parts += earlier_state_triples(iri, question, text, triples)
        if question.answers:
            parts += _answers(iri, question, text, people, links, triples)
        triples += parts
        return Mapped(
            subject=iri,
            triples=triples,
            entities=entities,
            provenance=provenance,
            replaced=text.replaced,
            problems=people.problems,
        )


def _answers(
    iri: str, question: Question, text: Text, people: People, corpus: Links | None, links: list[Triple]
) -> list[Triple]:
    """The answers with their parts; the links to them go to ``links``."""
    node, tabled = t.iri(iri), question.date_tabled
    standing, held = past_holding_answer(question)
    triples: list[Triple] = []
    holding: Term | None = None
    past: list[Triple] = []
    if held is not None:
        holding, past = holding_answer_triples(iri, held, text, people, tabled)
        links.append((node, _HOLDING, holding))
    for number, answer in enumerate(standing, start=1):
        answer_node, said = answer_triples(
            iri, number, answer, text, people, tabled, links=corpus, holding=holding if number == 1 else None
        )
        links.append((node, _ANSWER, answer_node))
        if _only_holds(answer):
            links.append((node, _HOLDING, answer_node))
        triples += said
    return triples + past


def _only_holds(answer: Answer) -> bool:
    return bool(answer.is_holding) and not answer.is_correction and not answer.by_prorogation


def addressed_house(text: str) -> House | None:
    """The House that a question's form of address tells; ``None`` if it tells none."""
    slug = house_of_address(text)
    return House[slug.upper()] if slug is not None else None


def _indexing_triples(node: Term, indexing: Indexing) -> list[Triple]:
    triples: list[Triple] = []
    for predicate, field in _INDEXING_TEXTS:
        if (value := getattr(indexing, field)) is not None:
            triples.append((node, predicate, t.literal(value)))
    for predicate, field in _INDEXING_FLAGS:
        if (value := getattr(indexing, field)) is not None:
            triples.append((node, predicate, t.boolean(value)))
    for predicate, field in _INDEXING_TIMES:
        if (value := getattr(indexing, field)) is not None:
            triples.append((node, predicate, time_of(value, field)))
    return triples


def _group_triples(node: Term, question: Question, house: House | None) -> list[Triple]:
    # A UIN alone may name two questions, so only a reference with a date becomes a link here.
    if house is None or not (question.grouped_with or question.answers):
        return []
    others = list(question.grouped_with)
    for answer in question.answers:
        others += answer.grouped_with
    return [
        (node, _GROUPED_WITH, t.iri(iris.question(house, other.date_tabled, other.uin)))
        for other in others
        if other.date_tabled is not None
    ]
