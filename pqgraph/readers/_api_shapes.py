"""What the questions-statements API sends, as types (its OpenAPI description, v1).

Everything may be missing or ``null``, because what a record cannot do without is for the reader to say. What
is only for display (colours, thumbnails, links) is of any shape and goes no further.
Source: https://questions-statements-api.parliament.uk
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

__all__ = [
    "MARKS",
    "NAMES",
    "NESTED",
    "ApiAttachment",
    "ApiGrouped",
    "ApiItem",
    "ApiMember",
    "ApiQuestion",
]


class ApiMember(Struct, rename="camel", forbid_unknown_fields=True, gc=False):
    """``MemberViewModel``: a member as of today, with ``expandMember=true``."""

    id: int | None = None
    list_as: str | None = None
    name: str | None = None
    party: str | None = None
    party_colour: Any = None
    party_abbreviation: str | None = None
    member_from: str | None = None
    thumbnail_url: Any = None


class ApiAttachment(Struct, rename="camel", forbid_unknown_fields=True, gc=False):
    """``AttachmentViewModel``."""

    url: str | None = None
    title: str | None = None
    file_type: str | None = None
    file_size_bytes: int | None = None


class ApiGrouped(Struct, rename="camel", forbid_unknown_fields=True, gc=False):
    """``GroupedQuestionViewModel``."""

    question_uin: str | None = None
    date_tabled: str | None = None


class ApiQuestion(Struct, rename="camel", forbid_unknown_fields=True, gc=False):
    """``QuestionsViewModel``: all of its 30 fields."""

    id: int | None = None
    asking_member_id: int | None = None
    asking_member: ApiMember | None = None
    house: str | None = None
    member_has_interest: bool | None = None
    date_tabled: str | None = None
    date_for_answer: str | None = None
    uin: str | None = None
    question_text: str | None = None
    answering_body_id: int | None = None
    answering_body_name: str | None = None
    is_withdrawn: bool | None = None
    is_named_day: bool | None = None
    grouped_questions: list[str] | None = None
    answer_is_holding: bool | None = None
    answer_is_correction: bool | None = None
    answering_member_id: int | None = None
    answering_member: ApiMember | None = None
    correcting_member_id: int | None = None
    correcting_member: ApiMember | None = None
    date_answered: str | None = None
    answer_text: str | None = None
    original_answer_text: str | None = None
    comparable_answer_text: str | None = None
    date_answer_corrected: str | None = None
    date_holding_answer: str | None = None
    attachment_count: int | None = None
    heading: str | None = None
    attachments: list[ApiAttachment] | None = None
    grouped_questions_dates: list[ApiGrouped] | None = None


class ApiItem(Struct, forbid_unknown_fields=True, gc=False):
    """``QuestionsViewModelItem``: a question with its links."""

    value: ApiQuestion
    links: Any = None


NAMES = frozenset(ApiQuestion.__struct_encode_fields__)
"""The names of all fields of a question."""

NESTED: dict[str, frozenset[str]] = {
    "askingMember": frozenset(ApiMember.__struct_encode_fields__),
    "answeringMember": frozenset(ApiMember.__struct_encode_fields__),
    "correctingMember": frozenset(ApiMember.__struct_encode_fields__),
    "attachments": frozenset(ApiAttachment.__struct_encode_fields__),
    "groupedQuestionsDates": frozenset(ApiGrouped.__struct_encode_fields__),
}
"""The names of the fields of what is nested in a question."""

MARKS = frozenset({"questionText", "dateTabled", "askingMemberId", "isNamedDay"})
"""Names that tell a question from the API's other records, such as written statements."""
