"""What the Linked Data API sends of an answered question, as types: the shape that nearly every item has.

Elda decides by the property what is wrapped (``{"_value": "54"}``), what is a list however few its values, and what
is a list only if there are several. Items of ``answeredquestions`` have all of it as it stands here. An item of any
other shape, or with any other field, does not decode, and is for :mod:`pqgraph.readers._lda_nodes`.

Everything may be missing, because what a record cannot do without is for the reader to say. No field may be skipped
unseen and none is of a type that hides damage: what decodes here is JSON without doubt.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

__all__ = [
    "LdaAnswer",
    "LdaAttachment",
    "LdaItem",
    "LdaMember",
    "LdaPage",
    "LdaTexts",
    "LdaValue",
    "LdaVersion",
]


class LdaValue(Struct, forbid_unknown_fields=True, gc=False, frozen=True):
    """A literal, wrapped: ``{"_value": "2014-06-24", "_datatype": "dateTime"}``."""

    text: str = field(name="_value")
    datatype: str = field(name="_datatype", default="")


_EMPTY = LdaValue("")
LdaTexts = tuple[LdaValue, ...]
"""Literals of a property that is a list even of one."""


class LdaMember(Struct, forbid_unknown_fields=True, gc=False, frozen=True):
    """A member."""

    iri: str | None = field(name="_about", default=None)
    label: LdaValue = _EMPTY


class LdaHouse(Struct, forbid_unknown_fields=True, gc=False):
    """A House as the thesaurus has it; items of this shape tell the House by ``houseId``, too."""

    iri: str | None = field(name="_about", default=None)
    name: LdaValue = field(name="prefLabel", default=_EMPTY)


class LdaAttachment(Struct, forbid_unknown_fields=True, gc=False):
    """A document with an answer."""

    iri: str | None = field(name="_about", default=None)
    file_name: LdaValue = field(name="fileName", default=_EMPTY)
    title: str = ""


class LdaVersion(Struct, rename="camel", forbid_unknown_fields=True, gc=False):
    """An answer before its correction."""

    iri: str | None = field(name="_about", default=None)
    answer_text: LdaValue = _EMPTY
    answering_member: LdaMember = LdaMember()
    answering_member_constituency: LdaValue = _EMPTY
    answering_member_printed: LdaValue = _EMPTY
    attachment: LdaAttachment | tuple[LdaAttachment, ...] = ()


class LdaAnswer(LdaVersion, rename="camel", forbid_unknown_fields=True, gc=False):
    """An answer."""

    date_of_answer: LdaValue = _EMPTY
    grouped_with: LdaValue | LdaTexts = field(name="groupedQuestionUIN", default=())
    is_ministerial_correction: LdaValue = _EMPTY
    previous_answer_version: LdaVersion | tuple[LdaVersion, ...] = ()
    question_first_answered: LdaTexts = ()
    question_first_ministerially_corrected: LdaTexts = ()


class LdaItem(Struct, rename="camel", forbid_unknown_fields=True, gc=False):
    """A question with its answer."""

    iri: str | None = field(name="_about", default=None)
    answering_bodies: LdaTexts = field(name="AnsweringBody", default=())
    answer: LdaAnswer | None = None
    answering_dept_id: LdaValue = _EMPTY
    answering_dept_short_name: LdaValue = _EMPTY
    answering_dept_sort_name: LdaValue = _EMPTY
    date: LdaValue = _EMPTY
    hansard_heading: LdaValue = _EMPTY
    house_id: LdaValue = _EMPTY
    legislature: tuple[LdaHouse, ...] = ()
    question_text: str = ""
    registered_interest: LdaValue = _EMPTY
    tabling_member: LdaMember = LdaMember()
    tabling_member_constituency: LdaValue = _EMPTY
    tabling_member_printed: LdaTexts = ()
    uin: str = ""


class LdaResult(Struct, rename="camel", forbid_unknown_fields=True):
    """A list of items; all but its addresses says where in the whole list it stands."""

    items: list[LdaItem]
    address: Any = field(name="_about", default=None)
    definition: Any = None
    extended_metadata_version: Any = None
    first: Any = None
    has_part: Any = None
    is_part_of: Any = None
    items_per_page: Any = None
    last: Any = None
    next: Any = None
    page: Any = None
    prev: Any = None
    start_index: Any = None
    total_results: Any = None
    type: Any = None


class LdaPage(Struct, forbid_unknown_fields=True):
    """A page of a list."""

    result: LdaResult
    format: Any = None
    version: Any = None
