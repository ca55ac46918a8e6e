"""An answer, its attachments and its earlier versions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from pqgraph import iris
from pqgraph.mapping.base import checked_iri, date, of_class, time_of, web_address
from pqgraph.mapping.life import earlier_versions, said_of_referral
from pqgraph.mapping.people import ANSWERING, Draft
from pqgraph.model import Answer, Attachment, EarlierVersion, Links
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Said, Term
from pqgraph.terms import dcterms, foaf, parl, pq

__all__ = ["About", "about_answer", "about_holding_answer"]

_ANSWER_CLASS = of_class(parl.WrittenParliamentaryAnswer)
_SUBSTANTIVE = (_ANSWER_CLASS, of_class(pq.SubstantiveAnswer))
_HOLDING = (_ANSWER_CLASS, of_class(pq.HoldingAnswer))
_CORRECTING = (_ANSWER_CLASS, of_class(pq.CorrectingAnswer))
_PROROGATION = (_ANSWER_CLASS, of_class(pq.ProrogationAnswer))
_TEXT = t.predicate(parl.answerText)
_CLIPPED = t.said(t.predicate(pq.textClipped), t.boolean(True))
_DATE = t.predicate(parl.dateOfAnswer)
_FIRST_ANSWERED = t.predicate(parl.questionFirstAnswered)
_FIRST_CORRECTED = t.predicate(parl.questionFirstMinisteriallyCorrected)
_CORRECTION = t.predicate(parl.isMinisterialCorrection)
_IS_CORRECTION, _IS_NO_CORRECTION = (
    t.said(_CORRECTION, t.boolean(True)),
    t.said(_CORRECTION, t.boolean(False)),
)
_DATE_CORRECTED = t.predicate(pq.dateCorrected)
_CORRECTING_MEMBER = t.predicate(pq.correctingMember)
_COMPARABLE = t.predicate(pq.comparableText)
_GROUPED_UIN = t.predicate(parl.groupedQuestionUIN)
_ATTACHMENT = t.predicate(parl.attachment)
_ATTACHMENT_COUNT = t.predicate(pq.attachmentCount)
_PREVIOUS = t.predicate(parl.previousAnswerVersion)
_REPLACES = t.predicate(pq.replaces)
_ATTACHMENT_CLASS = of_class(pq.Attachment)
_EARLIER_CLASS = of_class(pq.EarlierVersion)
_TITLE = t.predicate(dcterms.title)
_FILE_NAME = t.predicate(parl.fileName)
_PAGE = t.predicate(foaf.page)
_FORMAT = t.predicate(dcterms.format)
_SIZE = t.predicate(pq.fileSize)


class About(NamedTuple):
    """A node and what is said of it."""

    node: Term
    text: str
    """N-Triples: of the node, then of its parts."""


def _kind(answer: Answer) -> tuple[Said, Said]:
    """The classes of an answer. What nobody gave is no holding answer; what was corrected is no longer only held."""
    if answer.by_prorogation:
        return _PROROGATION
    if answer.is_correction:
        return _CORRECTING
    if answer.is_holding:
        return _HOLDING
    return _SUBSTANTIVE


def about_answer(
    question: str,
    number: int,
    answer: Answer,
    draft: Draft,
    tabled: dt.date | None,
    *,
    links: Links | None = None,
    holding: Term | None = None,
) -> About:
    """The node of an answer and everything that is said of it, its parts last.

    Args:
        question: IRI of the question.
        number: Which of the question's answers this is, from 1.
        answer: The answer.
        draft: The question in the making.
        tabled: The day of the question, which counts for members where the answer has none.
        links: What the whole corpus tells of the question.
        holding: The past holding answer of the question, which this answer or its first version replaced.
    """
    iri = checked_iri(answer.iri, "answer") if answer.iri is not None else iris.answer(question, number)
    return _answer(iri, question, answer, draft, answer.date or tabled, links, holding)


def about_holding_answer(question: str, answer: Answer, draft: Draft, tabled: dt.date | None) -> About:
    """The node of a holding answer that another answer has replaced, and everything that is said of it.

    Args:
        question: IRI of the question.
        answer: The holding answer.
        draft: The question in the making.
        tabled: The day of the question.
    """
    iri = iris.holding_answer(question)
    return _answer(iri, question, answer, draft, answer.date or tabled, None, None)


def _answer(
    iri: str,
    question: str,
    answer: Answer,
    draft: Draft,
    day: dt.date | None,
    corpus: Links | None,
    holding: Term | None,
) -> About:
    node = f"<{iri}>"
    said: list[Said] = [*_kind(answer)]
    add = said.append
    if answer.text is not None:
        add(f"{_TEXT}{draft.literal(answer.text)} .\n")
    if answer.text_clipped:
        add(_CLIPPED)
    if answer.date is not None:
        add(f"{_DATE}{date(answer.date)} .\n")
    if answer.member is not None:
        said += draft.role(ANSWERING, answer.member, day)
    for moment in answer.first_answered:
        add(t.said(_FIRST_ANSWERED, time_of(moment, "questionFirstAnswered")))
    if answer.is_correction is not None:
        add(_IS_CORRECTION if answer.is_correction else _IS_NO_CORRECTION)
    for moment in answer.first_corrected:
        add(t.said(_FIRST_CORRECTED, time_of(moment, "questionFirstMinisteriallyCorrected")))
    if answer.date_corrected is not None:
        add(t.said(_DATE_CORRECTED, date(answer.date_corrected)))
    if answer.correcting_member is not None:
        corrected = answer.date_corrected or day
        add(t.said(_CORRECTING_MEMBER, draft.node(answer.correcting_member, corrected)))
    if answer.comparable_text is not None:
        add(t.said(_COMPARABLE, draft.literal(answer.comparable_text)))
    if answer.grouped_with:
        # A group may have namesakes of several sessions.
        for uin in dict.fromkeys([other.uin for other in answer.grouped_with]):
            add(t.said(_GROUPED_UIN, t.literal(uin)))
    if answer.attachment_count:
        add(t.said(_ATTACHMENT_COUNT, t.integer(answer.attachment_count)))
    if answer.text is not None:
        said += said_of_referral(question, answer, corpus)
    rest = ""
    if answer.attachments:
        rest = _attachments(iri, answer.attachments, said, draft)
    versions = earlier_versions(answer, iri)
    if versions or holding is not None:
        rest += _replaced(iri, versions, holding, said, draft, day)
    return About(node, t.about(node, said) + rest)


def _replaced(
    owner: str,
    versions: Sequence[EarlierVersion],
    holding: Term | None,
    said: list[Said],
    draft: Draft,
    day: dt.date | None,
) -> str:
    """The earlier versions of an answer, and what each was given in place of; links of the answer go to ``said``."""
    parts: list[str] = []
    if len(versions) == 1:  # of several it is not told which came first
        first = t.iri(versions[0].iri or iris.earlier_version(owner, 1))
        said.append(t.said(_REPLACES, first))
    for place, version in enumerate(versions, start=1):
        parts.append(_earlier_version(owner, place, version, said, draft, day))
    if holding is not None:
        if not versions:
            said.append(t.said(_REPLACES, holding))
        elif len(versions) == 1:
            parts.append(t.about(first, [t.said(_REPLACES, holding)]))
    return "".join(parts)


def _attachments(owner: str, attachments: Sequence[Attachment], links: list[Said], draft: Draft) -> str:
    """The attachments; the links to them go to ``links``."""
    parts: list[str] = []
    for number, attachment in enumerate(attachments, start=1):
        given = attachment.iri
        node = t.iri(
            checked_iri(given, "attachment") if given is not None else iris.attachment(owner, number)
        )
        links.append(t.said(_ATTACHMENT, node))
        said = [_ATTACHMENT_CLASS]
        for predicate, value in (
            (_TITLE, attachment.title),
            (_FILE_NAME, attachment.file_name),
            (_FORMAT, attachment.file_type),
        ):
            if value is not None:
                said.append(t.said(predicate, t.literal(value)))
        if attachment.url is not None:
            address = web_address(attachment.url, "attachment address")
            if address != attachment.url:
                draft.addresses.append((attachment.url, address))
            said.append(t.said(_PAGE, t.iri(address)))
        if attachment.size is not None:
            said.append(t.said(_SIZE, t.integer(attachment.size)))
        parts.append(t.about(node, said))
    return "".join(parts)


def _earlier_version(
    owner: str,
    number: int,
    version: EarlierVersion,
    links: list[Said],
    draft: Draft,
    day: dt.date | None,
) -> str:
    """An answer before its correction, with its attachments; the link to it goes to ``links``."""
    given = version.iri
    iri = checked_iri(given, "earlier version") if given is not None else iris.earlier_version(owner, number)
    node = t.iri(iri)
    links.append(t.said(_PREVIOUS, node))
    said = [_EARLIER_CLASS]
    if version.text is not None:
        said.append(t.said(_TEXT, draft.literal(version.text)))
        if version.text_clipped:
            said.append(_CLIPPED)
    if version.date is not None:
        said.append(t.said(_DATE, date(version.date)))
    if version.member is not None:
        # On what day that version was given is not told; the answer's own day finds out who is meant, no more.
        said += draft.role(ANSWERING, version.member, day, of_day=False)
    attached = _attachments(iri, version.attachments, said, draft)
    return t.about(node, said) + attached
