"""What the page of a question tells: texts, people, what became of it, what belongs with it, where it was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pqgraph.api.pages.cleaning import clean
from pqgraph.api.pages.data import Data, Node
from pqgraph.api.pages.links import outside, page_of
from pqgraph.api.pages.relations import Relations, Source, relations_of, sources_of
from pqgraph.terms import dcterms, foaf, parl, pq, rdf

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["AnswerGiven", "Attachment", "Person", "Question", "Thing", "question_of", "title_of"]


@dataclass(frozen=True, slots=True)
class Thing:
    """Something with a name and perhaps a page."""

    iri: str
    label: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """Who asked or answered.

    Attributes:
        iri: The member, if known.
        name: The name.
        href: The page about the member.
        party: The party of that day.
        seat: The constituency or peerage of that day.
    """

    iri: str
    name: str
    href: str | None
    party: str
    seat: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with an answer."""

    title: str
    href: str | None
    size: str


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """An answer.

    Attributes:
        iri: Its IRI.
        kind: ``substantive``, ``holding``, ``correcting`` or ``prorogation``.
        day: The day, or nothing.
        html: Its text, cleaned.
        by: Who gave it.
        attachments: Files.
        clipped: Whether the text may be cut.
        elsewhere: Whether it says nothing but where to look.
        corrected: The day of its correction.
    """

    iri: str
    kind: str
    day: str
    html: Markup | None
    by: Person | None
    attachments: tuple[Attachment, ...]
    clipped: bool
    elsewhere: bool
    corrected: str


@dataclass(frozen=True)
class Question:
    """A question with all that its page shows."""

    node: Node
    title: str
    text: str
    clipped: bool
    uin: str
    house: Thing | None
    body: Thing | None
    body_printed: str
    tabled: str
    due: str
    status: str
    asker: Person | None
    interest: bool
    answers: tuple[AnswerGiven, ...]
    holding: AnswerGiven | None
    topics: tuple[Thing, ...]
    related: Relations
    sources: tuple[Source, ...]
    page: str | None

    @property
    def iri(self) -> str:
        """Its IRI."""
        return self.node.iri


_KINDS = {
    pq.CorrectingAnswer: "correcting",
    pq.HoldingAnswer: "holding",
    pq.ProrogationAnswer: "prorogation",
    pq.SubstantiveAnswer: "substantive",
}


def _query(iri: str) -> str:
    question = f"<{iri}>"
    return f"""
CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ VALUES ?s {{ {question} }} }}
  UNION {{ {question} <{parl.answer}>|<{pq.holdingAnswer}>|<{pq.allocation}>|<{pq.earlierState}> ?s }}
  UNION {{ {question} <{parl.answer}> ?a . ?a <{parl.previousAnswerVersion}>|<{parl.attachment}> ?s }}
  UNION {{ {question} <{parl.answer}>/<{parl.previousAnswerVersion}>/<{parl.attachment}> ?s }}
  ?s ?p ?o .
}}"""


def title_of(node: Node) -> str:
    """What a question is called: its heading, else its number."""
    heading = node.get(parl.hansardHeading)
    uin = node.get(parl.uin)
    return heading or (f"Question {uin}" if uin else "Written question")


def question_of(data: Data, iri: str) -> Question:
    """All that a store says of a question.

    Args:
        data: The store.
        iri: The question's IRI, as the store gave it.

    Raises:
        PqgraphError: The store fails.
    """
    node = Node(data.graph(_query(iri)), iri)
    answers = [_answer(data, each) for each in node.nodes(parl.answer)]
    held = next(iter(node.nodes(pq.holdingAnswer)), None)
    of_answers = {answer.iri for answer in answers}
    topics = tuple(_thing(data, topic) for topic in node.iris(dcterms.subject))
    return Question(
        node=node,
        title=title_of(node),
        text=node.get(parl.questionText),
        clipped=node.get(pq.textClipped) == "true",
        uin=node.get(parl.uin),
        house=_first(data, node, parl.legislature),
        body=_first(data, node, pq.answeringBody),
        body_printed=", ".join(node.all(parl.AnsweringBody)),
        tabled=node.get(dcterms.date),
        due=node.get(parl.AnswerDate),
        status=_status(node, answers),
        asker=_person(data, node, "tabling"),
        interest=node.get(parl.registeredInterest) == "true",
        answers=tuple(sorted(answers, key=lambda answer: (answer.day, answer.iri))),
        holding=_answer(data, held) if held is not None and held.iri not in of_answers else None,
        topics=tuple(sorted(topics, key=lambda topic: topic.label.casefold())),
        related=relations_of(data, node),
        sources=sources_of(data, node),
        page=outside(node.get(parl.externalLocation)),
    )


def _status(node: Node, answers: list[AnswerGiven]) -> str:
    if node.get(parl.QuestionStatus) == "Withdrawn":
        return "Withdrawn"
    kinds = {answer.kind for answer in answers}
    if "correcting" in kinds:
        return "Corrected"
    if "substantive" in kinds:
        return "Answered"
    if "prorogation" in kinds:
        return "Lapsed"
    return "Holding answer" if "holding" in kinds else "Awaiting answer"


def _thing(data: Data, iri: str) -> Thing:
    return Thing(iri, data.label(iri), page_of(iri))


def _first(data: Data, node: Node, predicate: str) -> Thing | None:
    found = node.iris(predicate)
    return _thing(data, found[0]) if found else None


def _person(data: Data, node: Node, role: str) -> Person | None:
    """Who asked (``tabling``) or answered (``answering``)."""
    asking = role == "tabling"
    iri = next(iter(node.iris(parl.tablingMember if asking else parl.answeringMember)), "")
    printed = node.get(parl.tablingMemberPrinted if asking else parl.answeringMemberPrinted)
    name = data.labels([iri]).get(iri, "") if iri else ""
    if not (name or printed or iri):
        return None
    party_iri = node.get(pq.tablingMemberParty if asking else pq.answeringMemberParty)
    seat_iri = node.get(pq.tablingMemberSeat if asking else pq.answeringMemberSeat)
    party = node.get(pq.tablingMemberPartyPrinted if asking else pq.answeringMemberPartyPrinted)
    seat = node.get(parl.tablingMemberConstituency if asking else parl.answeringMemberConstituency)
    peerage = node.get(pq.tablingMemberPeerage if asking else pq.answeringMemberPeerage)
    return Person(
        iri,
        name or printed or data.label(iri),
        page_of(iri) if iri else None,
        data.label(party_iri) if party_iri else party,
        (data.label(seat_iri) if seat_iri else seat) or peerage,
    )


def _answer(data: Data, node: Node) -> AnswerGiven:
    types = node.all(rdf.type)
    kind = next((name for iri, name in _KINDS.items() if iri in types), "substantive")
    marked = node.get(pq.comparableText) if kind == "correcting" else ""
    text = marked or node.get(parl.answerText)
    return AnswerGiven(
        node.iri,
        kind,
        node.get(parl.dateOfAnswer),
        clean(text) if text else None,
        _person(data, node, "answering"),
        tuple(_attachment(each) for each in node.nodes(parl.attachment)),
        node.get(pq.textClipped) == "true",
        node.get(pq.refersElsewhere) == "true",
        node.get(pq.dateCorrected),
    )


def _attachment(node: Node) -> Attachment:
    title = node.get(dcterms.title) or node.get(parl.fileName) or "Attachment"
    size = node.get(pq.fileSize)
    kilobytes = f"{max(1, round(int(size) / 1024)):,} kB" if size.isdecimal() and len(size) < 16 else ""
    return Attachment(title, outside(node.get(foaf.page)), kilobytes)
