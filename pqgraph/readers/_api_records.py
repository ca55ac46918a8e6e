"""Questions of the questions-statements API as records."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from msgspec.structs import replace

from pqgraph.life.holding import only_holds
from pqgraph.model import (
    Answer,
    AnsweringBody,
    Attachment,
    House,
    Locator,
    MemberReference,
    Question,
    QuestionReference,
)
from pqgraph.readers._api_shapes import ApiMember, ApiQuestion
from pqgraph.readers._json import FieldError
from pqgraph.readers.base import day

__all__ = ["question"]

_HOUSES = {"Commons": House.COMMONS, "Lords": House.LORDS}
# The list endpoint cuts a question after so many characters without a sign, and an answer, with its HTML
# stripped, so that it ends in "..." and has so many.
_CUT_QUESTION = 255
_CUT_ANSWER = 258
# The software behind the API writes this for a date that it does not have.
_UNSET = "0001-01-01T00:00:00"
# What `memberFrom` says of members of the Lords. It is of today, and so may stand beside a question that the
# member tabled, or answered, in the Commons.
_PEERAGES = frozenset(
    {
        "Bishops",
        "Excepted Hereditary",
        "Hereditary",
        "Hereditary of 1st creation",
        "Hereds given LPs",
        "Life Peer (judicial)",
        "Life peer",
    }
)


def question(value: ApiQuestion, locator: Locator) -> Question:
    """The record of a question.

    Args:
        value: What the API says.
        locator: Where it says so.

    Raises:
        FieldError: PQ201, PQ202, PQ203 or PQ207, with the pointer below the question.
    """
    text = value.question_text
    if not text or text.isspace():
        raise FieldError("PQ201", "/questionText", "the record has no question text")
    tabled = _day(value.date_tabled, "/dateTabled")
    if tabled is None:
        raise FieldError("PQ201", "/dateTabled", "the record does not say when the question was tabled")
    if not value.house:
        raise FieldError("PQ201", "/house", "the record does not name the House")
    house = _HOUSES.get(value.house)
    if house is None:
        raise FieldError("PQ207", "/house", f"{value.house[:40]!r} is neither Commons nor Lords")
    grouped = _group(value) if value.grouped_questions or value.grouped_questions_dates else ()
    answer_text = value.answer_text or None
    answered = answer_text is not None or bool(value.date_answered) or bool(value.attachments)
    # Texts that were filled in later come without the flag.
    holding = value.answer_is_holding
    if holding is None:
        holding = only_holds(value.answer_text) or None
    # Python packs more than fifteen keywords into a dict first, which makes a call three times as slow; so what few
    # questions have is put in afterwards.
    record = Question(
        locator=locator,
        text=text,
        date_tabled=tabled,
        house=house,
        uin=value.uin or None,
        api_identifier=_identifier(value.id, "/id"),
        heading=value.heading or None,
        asking_member=_member(value.asking_member_id, value.asking_member, house, "/askingMember"),
        registered_interest=value.member_has_interest,
        answering_body=_body(value.answering_body_id, value.answering_body_name),
        date_for_answer=_day(value.date_for_answer, "/dateForAnswer"),
        question_type=None
        if value.is_named_day is None
        else "NamedDay"
        if value.is_named_day
        else "Ordinary",
        # The API's flags in the words that the Linked Data API has for the status.
        status="Withdrawn"
        if value.is_withdrawn
        else "Holding"
        if holding
        else "Answered"
        if answered
        else "Tabled",
        withdrawn=value.is_withdrawn,
        answers=(_answer(value, answer_text, holding, house, grouped),) if answered else (),
    )
    held = _day(value.date_holding_answer, "/dateHoldingAnswer")
    # The item endpoint gives whole texts, and answers as HTML.
    is_cut = len(text) == _CUT_QUESTION and not (answer_text and answer_text.startswith("<"))
    waiting = () if answered else grouped
    if is_cut or held is not None or waiting:
        return replace(record, text_clipped=is_cut, date_of_holding_answer=held, grouped_with=waiting)
    return record


def _answer(
    value: ApiQuestion,
    text: str | None,
    holding: bool | None,
    house: House,
    grouped: tuple[QuestionReference, ...],
) -> Answer:
    return Answer(
        text=text,
        text_clipped=text is not None
        and len(text) == _CUT_ANSWER
        and text.endswith("...")
        and not text.startswith("<"),
        date=_day(value.date_answered, "/dateAnswered"),
        member=_member(value.answering_member_id, value.answering_member, house, "/answeringMember"),
        by_prorogation=value.answering_member_id == 0,
        is_holding=holding,
        is_correction=value.answer_is_correction,
        date_corrected=_day(value.date_answer_corrected, "/dateAnswerCorrected"),
        correcting_member=None
        if value.correcting_member_id is None and value.correcting_member is None
        else _member(value.correcting_member_id, value.correcting_member, house, "/correctingMember"),
        original_text=value.original_answer_text or None,
        comparable_text=value.comparable_answer_text or None,
        grouped_with=grouped,
        attachments=_attachments(value) if value.attachments else (),
        attachment_count=value.attachment_count,
    )


# A file has few days and many records, and most of their fields for days have none.
@lru_cache(maxsize=16384)
def _day(text: str | None, pointer: str) -> dt.date | None:
    if not text or text == _UNSET:
        return None
    try:
        return day(text)
    except ValueError as problem:
        raise FieldError("PQ203", pointer, f"{pointer.rpartition('/')[2]}: {problem}") from None


def _identifier(number: int | None, pointer: str) -> str | None:
    if number is None or number > 0:
        return None if number is None else str(number)
    if number == 0:  # what the API writes for nobody and nothing
        return None
    raise FieldError("PQ202", pointer, f"{pointer[1:]} {number} is no identifier")


# Members and bodies recur; questions do not.
_number = lru_cache(maxsize=8192)(_identifier)


@lru_cache(maxsize=1024)
def _body(number: int | None, name: str | None) -> AnsweringBody | None:
    identifier = _number(number, "/answeringBodyId")
    return AnsweringBody(identifier=identifier, name=name or None) if identifier or name else None


@lru_cache(maxsize=8192)
def _by_number(number: int | None, pointer: str) -> MemberReference | None:
    identifier = _number(number, pointer + "Id")
    return None if identifier is None else MemberReference(identifier=identifier)


def _member(
    number: int | None, member: ApiMember | None, house: House, pointer: str
) -> MemberReference | None:
    if member is None:
        return _by_number(number, pointer)
    if number is None:
        number = member.id
    elif member.id is not None and member.id != number:
        found = f"{pointer[1:]} is number {member.id}, but {pointer[1:]}Id is {number}"
        raise FieldError("PQ202", f"{pointer}/id", found)
    if number == 0:
        return None
    identifier, name = _number(number, pointer + "Id"), member.name or None
    if identifier is None and name is None:
        return None
    sits_by = member.member_from or None
    is_peer = house is House.LORDS or sits_by in _PEERAGES
    return MemberReference(
        identifier=identifier,
        name=name,
        list_name=member.list_as or None,
        party=member.party or None,
        party_abbreviation=member.party_abbreviation or None,
        seat=None if is_peer else sits_by,
        peerage=sits_by if is_peer else None,
    )


def _group(value: ApiQuestion) -> tuple[QuestionReference, ...]:
    """The group from its two lists, one of which has the days: each once, and never the question itself."""
    found: dict[QuestionReference, None] = {}
    dated = set()
    for number, each in enumerate(value.grouped_questions_dates or ()):
        if each.question_uin and each.question_uin != value.uin:
            tabled = _day(each.date_tabled, f"/groupedQuestionsDates/{number}/dateTabled")
            found[QuestionReference(uin=each.question_uin, date_tabled=tabled)] = None
            dated.add(each.question_uin)
    for uin in value.grouped_questions or ():
        if uin and uin != value.uin and uin not in dated:
            found[QuestionReference(uin=uin)] = None
    return tuple(found)


def _attachments(value: ApiQuestion) -> tuple[Attachment, ...]:
    return tuple(
        Attachment(
            title=each.title or None,
            url=each.url or None,
            file_type=each.file_type or None,
            size=each.file_size_bytes,
        )
        for each in value.attachments or ()
    )
