"""Records of the Linked Data API from plain texts, for items in which nothing is unusual.

Nearly all items are such. The formats find the texts of an item each in its own way; what they then share is here. An
empty text is no text. Whatever is not as it nearly always is raises ``ValueError`` or ``KeyError`` without saying
more: the caller then reads the item by :mod:`pqgraph.readers._lda_items`, which takes more and tells what is wrong.
Where both make a record, it is the same.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pqgraph.model import (
    Answer,
    AnsweringBody,
    Attachment,
    EarlierVersion,
    House,
    Locator,
    MemberReference,
    Question,
    QuestionReference,
)
from pqgraph.readers.base import day

__all__ = [
    "FLAGS",
    "HOUSES",
    "IRI",
    "answer",
    "answering_body",
    "attachment",
    "member",
    "question",
    "version",
]

Texts = tuple[str, ...]

_IN_IRI = r"[^\x00-\x20<>\"{}|^`\\\x7f]"
IRI = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]*+:{_IN_IRI}++")
FLAGS = {"true": True, "false": False, "1": True, "0": False}
"""Flags as the API writes them."""
HOUSES = {house.value: house for house in House}
"""The Houses by ``houseId``."""

# Every text that this matches is an IRI, too.
_MEMBER_IRI = re.compile(
    rf"https?://(?:(?!/){_IN_IRI})+/(?:members|resources/members/api/\w+/id)/(\d+)", re.ASCII
)
_LABEL = "Biography information for "
_FLAG: dict[str, bool | None] = {"": None, **FLAGS}
_TIME_OF_DAY = re.compile(r"T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d++)?+(?:Z|[+-]\d\d:\d\d)?+", re.ASCII)


# A page speaks of few bodies and few members again and again, so each is made once.
@lru_cache(maxsize=1024)
def answering_body(
    identifier: str | None, names: Texts, short_name: str | None, sort_name: str | None
) -> AnsweringBody | None:
    """Whom a question is put to, if anything is said of it."""
    body = AnsweringBody(
        identifier=identifier or None,
        name=names[0] if names else None,
        short_name=short_name or None,
        sort_name=sort_name or None,
        other_names=names[1:],
    )
    return None if body == AnsweringBody() else body


@lru_cache(maxsize=16384)
def member(
    iri: str | None, label: str | None, printed: Texts, seat: str | None
) -> tuple[MemberReference | None, bool]:
    """Who tabled or answered; and whether the item says that it was nobody, as ``members/0``.

    Raises:
        ValueError: The IRI is not a member's.
    """
    identifier = None
    if iri is not None:
        match = _MEMBER_IRI.fullmatch(iri)
        if match is None:
            raise ValueError(f"{iri!r} is not a member's IRI")
        identifier = str(int(match[1]))
    nobody = identifier == "0"
    if nobody:
        identifier = None
        if not printed:
            return None, True
    if not (identifier or label or printed or seat):
        return None, False
    shown = label.removeprefix(_LABEL).strip() if label else ""
    name = shown or (printed[0] if printed else None)
    reference = MemberReference(
        identifier=identifier, name=name, label=label or None, printed=printed, seat=seat or None
    )
    return reference, False


def question(
    *,
    locator: Locator,
    iri: str | None,
    uin: str | None,
    text: str | None,
    heading: str | None,
    tabled: str | None,
    house: str | None,
    body: AnsweringBody | None,
    asking_member: MemberReference | None,
    registered_interest: str,
    answers: tuple[Answer, ...],
) -> Question:
    """A question.

    Raises:
        ValueError, KeyError: It lacks its IRI, its text, its day or its ``houseId``, or one of its texts is not of
            the form that it should have.
    """
    if not iri or not text or text.isspace() or not tabled or not IRI.fullmatch(iri):
        raise ValueError
    return Question(
        locator=locator,
        text=text,
        date_tabled=day(tabled),
        house=HOUSES[house or ""],
        uin=uin or None,
        iri=iri,
        heading=heading or None,
        asking_member=asking_member,
        registered_interest=_FLAG[registered_interest],
        answering_body=body,
        answers=answers,
    )


def answer(
    *,
    iri: str | None,
    text: str | None,
    answered: str | None,
    given_by: tuple[MemberReference | None, bool],
    is_correction: str,
    first_answered: Texts,
    first_corrected: Texts,
    grouped_with: Texts,
    uin: str | None,
    attachments: tuple[Attachment, ...],
    earlier_versions: tuple[EarlierVersion, ...] = (),
) -> Answer:
    """The answer to the question with this UIN.

    Raises:
        ValueError, KeyError: One of the texts is not of the form that it should have.
    """
    _check_iri(iri)
    for time in first_answered:
        _check_time(time)
    for time in first_corrected:
        _check_time(time)
    person, nobody = given_by
    return Answer(
        iri=iri,
        text=text or None,
        date=day(answered) if answered else None,
        member=person,
        by_prorogation=nobody,
        is_correction=_FLAG[is_correction],
        first_answered=first_answered,
        first_corrected=first_corrected,
        grouped_with=tuple([QuestionReference(uin=other) for other in grouped_with if other != (uin or None)])
        if grouped_with
        else (),
        attachments=attachments,
        earlier_versions=earlier_versions,
    )


def version(
    *,
    iri: str | None,
    text: str | None,
    given_by: MemberReference | None,
    attachments: tuple[Attachment, ...],
) -> EarlierVersion:
    """An answer before its correction.

    Raises:
        ValueError: The IRI is none.
    """
    _check_iri(iri)
    return EarlierVersion(iri=iri, text=text or None, member=given_by, attachments=attachments)


def attachment(*, iri: str | None, title: str | None, file_name: str | None) -> Attachment:
    """A document with an answer.

    Raises:
        ValueError: The IRI is none.
    """
    _check_iri(iri)
    return Attachment(iri=iri, title=title or None, file_name=file_name or None)


def _check_iri(text: str | None) -> None:
    if text is not None and IRI.fullmatch(text) is None:
        raise ValueError


def _check_time(text: str) -> None:
    if _TIME_OF_DAY.fullmatch(text, 10) is None:
        raise ValueError
    day(text[:10])
