"""A question and everything that hangs on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import lru_cache

from pqgraph import iris
from pqgraph.mapping.answer import about_answer, about_holding_answer
from pqgraph.mapping.base import Entity, Mapped, RecordError, checked_iri, date, of_class, time_of
from pqgraph.mapping.bodies import (
    Pointer,
    named_body,
    said_of_house_and_body,
    said_of_session,
    said_of_topic,
)
from pqgraph.mapping.life import (
    about_allocations,
    about_earlier_states,
    past_holding_answer,
    said_of_pursued,
    said_of_round_robin,
    said_of_same,
)
from pqgraph.mapping.people import TABLING, Draft, Resolver
from pqgraph.mapping.provenance import TopicPlace, about_topic_places, derived_from
from pqgraph.mapping.timing import said_of_timing
from pqgraph.model import Answer, House, Indexing, Links, Question
from pqgraph.rdf import terms as t
from pqgraph.rdf.reference import bodies, house_of_address
from pqgraph.rdf.terms import Said
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

_QUESTION_CLASS = of_class(parl.WrittenParliamentaryQuestion)
_UIN = t.predicate(parl.uin)
_DATE = t.predicate(dcterms.date)
_TEXT = t.predicate(parl.questionText)
_CLIPPED = t.said(t.predicate(pq.textClipped), t.boolean(True))
_HEADING = t.predicate(parl.hansardHeading)
_INTEREST = t.predicate(parl.registeredInterest)
_HAS_INTEREST, _NO_INTEREST = t.said(_INTEREST, t.boolean(True)), t.said(_INTEREST, t.boolean(False))
_DUE = t.predicate(parl.AnswerDate)
_TYPE_OF_QUESTION = t.predicate(parl.writtenParliamentaryQuestionType)
_STATUS = t.predicate(parl.QuestionStatus)
_HELD = t.predicate(parl.dateOfHoldingAnswer)
_GROUPED_WITH = t.predicate(pq.groupedWith)
_API_ID = t.predicate(pq.apiIdentifier)
_EXTERNAL_ID = t.predicate(pq.externalIdentifier)
_LOCATION = t.predicate(parl.externalLocation)
_ANSWER = t.predicate(parl.answer)
_HOLDING = t.predicate(pq.holdingAnswer)

_INDEXING_TEXTS: tuple[tuple[str, str], ...] = (
    (t.predicate(dcterms.title), "title"),
    (t.predicate(dcterms.identifier), "identifier"),
    (t.predicate(parl.version), "version"),
    (t.predicate(parl.parliamentNumber), "parliament_number"),
    (t.predicate(parl.sessionNumber), "session_number"),
)
_INDEXING_FLAGS: tuple[tuple[str, str], ...] = (
    (t.predicate(parl.published), "published"),
    (t.predicate(parl.humanIndexable), "human_indexable"),
)
_INDEXING_TIMES: tuple[tuple[str, str], ...] = (
    (t.predicate(parl.ddpCreated), "created"),
    (t.predicate(parl.ddpModified), "modified"),
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

    def topics(self, question: Question) -> Sequence[tuple[str, str]]:
        """The topics of a question as the tagger finds them; none without a tagger."""
        return self._tagger(question.heading, question.text) if self._tagger is not None else ()

    def map(
        self,
        question: Question,
        links: Links | None = None,
        topics: Sequence[tuple[str, str]] | None = None,
    ) -> Mapped:
        """The triples of one question.

        Args:
            question: The record.
            links: What the whole corpus tells of it. Without, references to other questions stay numbers and days.
            topics: What :meth:`topics` found, if it was asked before: many questions are tagged faster at a stretch.

        Raises:
            RecordError: Something the source says cannot stand in a graph (PQ201, PQ202, PQ203, PQ204).
        """
        house = question.house or addressed_house(question.text)
        draft = Draft(self._resolver, house)
        iri = question_iri(question, house)
        said = [_QUESTION_CLASS]
        add, literal = said.append, draft.literal
        # Most of this runs for each of hundreds of thousands of questions, so what is not there is not called.
        uin, tabled = question.uin, question.date_tabled
        if uin is not None:
            add(f"{_UIN}{t.number(uin)} .\n")
        if tabled is not None:
            add(f"{_DATE}{date(tabled)} .\n")
        if question.heading is not None:
            add(f"{_HEADING}{literal(question.heading)} .\n")
        add(f"{_TEXT}{literal(question.text)} .\n")
        if question.text_clipped:
            add(_CLIPPED)
        if question.registered_interest is not None:
            add(_HAS_INTEREST if question.registered_interest else _NO_INTEREST)
        pointer = _house_and_body(question, house)
        said += pointer.said
        draft.entities += pointer.entities
        if question.asking_member is not None:
            said += draft.role(TABLING, question.asking_member, tabled or _first_answered(question))
        if question.question_type is not None:
            add(_said_once(_TYPE_OF_QUESTION, question.question_type))
        if question.date_for_answer is not None:
            add(f"{_DUE}{date(question.date_for_answer)} .\n")
        if question.status is not None:
            add(_said_once(_STATUS, question.status))
        if question.date_of_holding_answer is not None:
            add(f"{_HELD}{date(question.date_of_holding_answer)} .\n")
        for session in question.sessions:
            pointer = said_of_session(session)
            said += pointer.said
            draft.entities += pointer.entities
        if question.indexing is not None:
            said += _said_of_indexing(question.indexing)
        if question.api_identifier is not None:
            add(f"{_API_ID}{t.number(question.api_identifier)} .\n")
            if uin is not None and tabled is not None:
                add(f"{_LOCATION}<{iris.detail_page(tabled, uin)}> .\n")
        for identifier in question.other_identifiers:
            add(t.said(_EXTERNAL_ID, t.literal(identifier)))
        provenance = ""
        topics = self.topics(question) if topics is None else topics
        for slug, label in topics:
            pointer = said_of_topic(slug, label)
            said += pointer.said
            draft.entities += pointer.entities
        if topics and self._finder is not None:
            provenance = about_topic_places(iri, self._finder(question.heading, question.text))
        if links is None:
            said += _said_of_group(question, house)
        else:
            said += [t.said(_GROUPED_WITH, t.iri(other)) for other in links.grouped_with]
            said += said_of_round_robin(question, links, draft)
        said += said_of_pursued(iri, question, links)
        if links is not None or question.earlier_states:
            said += said_of_same(iri, question, house, links)
        said += said_of_timing(question, house, draft)
        if self._provenance:
            if links is not None and links.sources:
                said += [derived_from(locator) for locator in links.sources]
            else:
                add(derived_from(question.locator))
        parts: list[str] = []
        if question.allocations:
            parts.append(about_allocations(iri, question, draft, said))
        if question.earlier_states:
            parts.append(about_earlier_states(iri, question, draft, said))
        if question.answers:
            parts += _answers(iri, question, draft, links, said)
        return Mapped(
            subject=iri,
            text="".join([t.about(f"<{iri}>", said), *parts]),
            entities=draft.entities,
            provenance=provenance,
            replaced=draft.replaced,
            problems=draft.problems,
            addresses=draft.addresses,
        )


@lru_cache(maxsize=4096)
def _said_once(predicate: str, word: str) -> Said:
    """What is said by a word of a fixed set."""
    return t.said(predicate, t.literal(word))


def _house_and_body(question: Question, house: House | None) -> Pointer:
    body = question.answering_body
    if body is not None and body.identifier is not None:  # nearly all
        return said_of_house_and_body(house, body, None)
    day = question.date_tabled or _first_answered(question)
    meant = bodies().addressed(question.text, day)
    # Lords address the Government as a whole.
    if meant is None and body is not None and body.name is not None:
        meant = named_body(body.name, day)
    return said_of_house_and_body(house, body, meant)


def _answers(
    iri: str, question: Question, draft: Draft, corpus: Links | None, links: list[Said]
) -> list[str]:
    """The answers with their parts; the links to them go to ``links``."""
    tabled = question.date_tabled
    standing, held = past_holding_answer(question)
    parts: list[str] = []
    past = None
    if held is not None:
        past = about_holding_answer(iri, held, draft, tabled)
        links.append(t.said(_HOLDING, past.node))
    for number, answer in enumerate(standing, start=1):
        replaced = past.node if past is not None and number == 1 else None
        node, text = about_answer(iri, number, answer, draft, tabled, links=corpus, holding=replaced)
        links.append(f"{_ANSWER}{node} .\n")
        if answer.is_holding and _only_holds(answer):
            links.append(t.said(_HOLDING, node))
        parts.append(text)
    if past is not None:
        parts.append(past.text)
    return parts


def _only_holds(answer: Answer) -> bool:
    return bool(answer.is_holding) and not answer.is_correction and not answer.by_prorogation


def addressed_house(text: str) -> House | None:
    """The House that a question's form of address tells; ``None`` if it tells none."""
    slug = house_of_address(text)
    return House[slug.upper()] if slug is not None else None


def _said_of_indexing(indexing: Indexing) -> list[Said]:
    said: list[Said] = []
    for predicate, field in _INDEXING_TEXTS:
        if (value := getattr(indexing, field)) is not None:
            said.append(t.said(predicate, t.literal(value)))
    for predicate, field in _INDEXING_FLAGS:
        if (value := getattr(indexing, field)) is not None:
            said.append(t.said(predicate, t.boolean(value)))
    for predicate, field in _INDEXING_TIMES:
        if (value := getattr(indexing, field)) is not None:
            said.append(t.said(predicate, time_of(value, field)))
    return said


def _said_of_group(question: Question, house: House | None) -> list[Said]:
    others = question.grouped_with
    for answer in question.answers:
        others += answer.grouped_with
    if house is None or not others:
        return []
    # A UIN alone may name two questions, so only a reference with a date becomes a link here.
    return [
        t.said(_GROUPED_WITH, t.iri(iris.question(house, other.date_tabled, other.uin)))
        for other in others
        if other.date_tabled is not None
    ]
