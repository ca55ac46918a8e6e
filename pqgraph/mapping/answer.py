"""An answer, its attachments and its earlier versions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pqgraph import iris
from pqgraph.mapping.base import TYPE, Text, checked_iri, date, time_of
from pqgraph.mapping.life import earlier_versions, referral_triples
from pqgraph.mapping.people import ANSWERING, People
from pqgraph.model import Answer, Attachment, EarlierVersion, Links
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Term, Triple
from pqgraph.terms import dcterms, foaf, parl, pq

__all__ = ["answer_kind", "answer_triples", "holding_answer_triples"]

_ANSWER_CLASS = t.iri(parl.WrittenParliamentaryAnswer)
_SUBSTANTIVE = t.iri(pq.SubstantiveAnswer)
_HOLDING = t.iri(pq.HoldingAnswer)
_CORRECTING = t.iri(pq.CorrectingAnswer)
_PROROGATION = t.iri(pq.ProrogationAnswer)
_TEXT = t.iri(parl.answerText)
_CLIPPED = t.iri(pq.textClipped)
_DATE = t.iri(parl.dateOfAnswer)
_FIRST_ANSWERED = t.iri(parl.questionFirstAnswered)
_FIRST_CORRECTED = t.iri(parl.questionFirstMinisteriallyCorrected)
_IS_CORRECTION = t.iri(parl.isMinisterialCorrection)
_DATE_CORRECTED = t.iri(pq.dateCorrected)
_CORRECTING_MEMBER = t.iri(pq.correctingMember)
_COMPARABLE = t.iri(pq.comparableText)
_GROUPED_UIN = t.iri(parl.groupedQuestionUIN)
_ATTACHMENT = t.iri(parl.attachment)
_ATTACHMENT_COUNT = t.iri(pq.attachmentCount)
_PREVIOUS = t.iri(parl.previousAnswerVersion)
_REPLACES = t.iri(pq.replaces)
_ATTACHMENT_CLASS = t.iri(pq.Attachment)
_EARLIER_CLASS = t.iri(pq.EarlierVersion)
_TITLE = t.iri(dcterms.title)
_FILE_NAME = t.iri(parl.fileName)
_PAGE = t.iri(foaf.page)
_FORMAT = t.iri(dcterms.format)
_SIZE = t.iri(pq.fileSize)
_TRUE = t.boolean(True)


def answer_kind(answer: Answer) -> Term:
    """The class of an answer. What nobody gave is no holding answer; what was corrected is no longer only held."""
    if answer.by_prorogation:
        return _PROROGATION
    if answer.is_correction:
        return _CORRECTING
    if answer.is_holding:
        return _HOLDING
    return _SUBSTANTIVE


def answer_triples(
    question: str,
    number: int,
    answer: Answer,
    text: Text,
    people: People,
    tabled: dt.date | None,
    *,
    links: Links | None = None,
    holding: Term | None = None,
) -> tuple[Term, list[Triple]]:
    """The node of an answer and everything that is said of it, its parts last.

    Args:
        question: IRI of the question.
        number: Which of the question's answers this is, from 1.
        answer: The answer.
        text: Makes the texts' literals.
        people: Says who the members are, and takes the nodes the answer points to.
        tabled: The day of the question, which counts for members where the answer has none.
        links: What the whole corpus tells of the question.
        holding: The past holding answer of the question, which this answer or its first version replaced.
    """
    iri = checked_iri(answer.iri, "answer") if answer.iri is not None else iris.answer(question, number)
    return _answer(iri, question, answer, text, people, answer.date or tabled, links, holding)


def holding_answer_triples(
    question: str, answer: Answer, text: Text, people: People, tabled: dt.date | None
) -> tuple[Term, list[Triple]]:
    """The node of a holding answer that another answer has replaced, and everything that is said of it.

    Args:
        question: IRI of the question.
        answer: The holding answer.
        text: Makes the texts' literals.
        people: Says who the members are, and takes the nodes the answer points to.
        tabled: The day of the question.
    """
    iri = iris.holding_answer(question)
    return _answer(iri, question, answer, text, people, answer.date or tabled, None, None)


def _answer(
    iri: str,
    question: str,
    answer: Answer,
    text: Text,
    people: People,
    day: dt.date | None,
    corpus: Links | None,
    holding: Term | None,
) -> tuple[Term, list[Triple]]:
    node = t.iri(iri)
    triples: list[Triple] = [(node, TYPE, _ANSWER_CLASS), (node, TYPE, answer_kind(answer))]
    add = triples.append
    if answer.text is not None:
        add((node, _TEXT, text.literal(answer.text)))
    if answer.text_clipped:
        add((node, _CLIPPED, _TRUE))
    if answer.date is not None:
        add((node, _DATE, date(answer.date)))
    if answer.member is not None:
        triples += people.role(node, ANSWERING, answer.member, day)
    for moment in answer.first_answered:
        add((node, _FIRST_ANSWERED, time_of(moment, "questionFirstAnswered")))
    if answer.is_correction is not None:
        add((node, _IS_CORRECTION, t.boolean(answer.is_correction)))
    for moment in answer.first_corrected:
        add((node, _FIRST_CORRECTED, time_of(moment, "questionFirstMinisteriallyCorrected")))
    if answer.date_corrected is not None:
        add((node, _DATE_CORRECTED, date(answer.date_corrected)))
    if answer.correcting_member is not None:
        corrected = answer.date_corrected or day
        add((node, _CORRECTING_MEMBER, people.node(answer.correcting_member, corrected)))
    if answer.comparable_text is not None:
        add((node, _COMPARABLE, text.literal(answer.comparable_text)))
    for other in answer.grouped_with:
        add((node, _GROUPED_UIN, t.literal(other.uin)))
    if answer.attachment_count:
        add((node, _ATTACHMENT_COUNT, t.integer(answer.attachment_count)))

    triples += referral_triples(node, question, answer, corpus)

    parts: list[Triple] = []
    if answer.attachments:
        parts += _attachments(iri, answer.attachments, triples)
    versions = earlier_versions(answer, iri)
    if len(versions) == 1:  # of several it is not told which came first
        only = t.iri(versions[0].iri or iris.earlier_version(iri, 1))
        add((node, _REPLACES, only))
        replacing = only
    else:
        replacing = node
    for place, version in enumerate(versions, start=1):
        parts += _earlier_version(iri, place, version, text, triples, people, day)
    if holding is not None and len(versions) < 2:
        (triples if replacing is node else parts).append((replacing, _REPLACES, holding))
    return node, triples + parts


def _attachments(owner: str, attachments: Sequence[Attachment], links: list[Triple]) -> list[Triple]:
    triples: list[Triple] = []
    for number, attachment in enumerate(attachments, start=1):
        given = attachment.iri
        iri = checked_iri(given, "attachment") if given is not None else iris.attachment(owner, number)
        node = t.iri(iri)
        links.append((t.iri(owner), _ATTACHMENT, node))
        triples.append((node, TYPE, _ATTACHMENT_CLASS))
        for predicate, value in (
            (_TITLE, attachment.title),
            (_FILE_NAME, attachment.file_name),
            (_FORMAT, attachment.file_type),
        ):
            if value is not None:
                triples.append((node, predicate, t.literal(value)))
        if attachment.url is not None:
            triples.append((node, _PAGE, t.iri(checked_iri(attachment.url, "attachment address"))))
        if attachment.size is not None:
            triples.append((node, _SIZE, t.integer(attachment.size)))
    return triples


def _earlier_version(
    owner: str,
    number: int,
    version: EarlierVersion,
    text: Text,
    links: list[Triple],
    people: People,
    day: dt.date | None,
) -> list[Triple]:
    iri = (
        checked_iri(version.iri, "earlier version")
        if version.iri is not None
        else iris.earlier_version(owner, number)
    )
    node = t.iri(iri)
    links.append((t.iri(owner), _PREVIOUS, node))
    triples: list[Triple] = [(node, TYPE, _EARLIER_CLASS)]
    if version.text is not None:
        triples.append((node, _TEXT, text.literal(version.text)))
        if version.text_clipped:
            triples.append((node, _CLIPPED, _TRUE))
    if version.date is not None:
        triples.append((node, _DATE, date(version.date)))
    if version.member is not None:
        # On what day that version was given is not told; the answer's own day finds out who is meant, no more.
        triples += people.role(node, ANSWERING, version.member, day, of_day=False)
    return triples + _attachments(iri, version.attachments, triples)
