"""Questions and answers, and what becomes of them."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from pqgraph.model.people import MemberReference
from pqgraph.model.places import AnsweringBody, House, Locator, Session

__all__ = [
    "Allocation",
    "Answer",
    "Attachment",
    "EarlierState",
    "EarlierVersion",
    "Indexing",
    "Question",
    "QuestionReference",
    "WholeText",
]


class QuestionReference(Struct, frozen=True, kw_only=True):
    """A question named by another record."""

    uin: str
    """Unique identifying number, unique only within a House and session."""
    date_tabled: dt.date | None = None
    """The day it was tabled; with the UIN and the House it tells the question."""


class Attachment(Struct, frozen=True, kw_only=True):
    """A document attached to an answer."""

    iri: str | None = None
    """The source's own IRI."""
    title: str | None = None
    """Title as published."""
    file_name: str | None = None
    """Name of the file, with its suffix."""
    url: str | None = None
    """Where the file can be fetched."""
    file_type: str | None = None
    """Media type as published."""
    size: int | None = None
    """Size in bytes."""


class EarlierVersion(Struct, frozen=True, kw_only=True):
    """An answer as it stood before a correction."""

    iri: str | None = None
    """The source's own IRI."""
    text: str | None = None
    """HTML as first published; the Linked Data API does not give it."""
    text_clipped: bool = False
    """The source cuts long texts and this one may be cut."""
    date: dt.date | None = None
    """The day on which that version was given."""
    member: MemberReference | None = None
    """Who gave that version."""
    attachments: tuple[Attachment, ...] = ()
    """Its attachments."""


class Answer(Struct, frozen=True, kw_only=True):
    """What the Government, or another answering body, said."""

    iri: str | None = None
    """The source's own IRI."""
    text: str | None = None
    """HTML as published, or plain text where the source gives only that."""
    text_clipped: bool = False
    """The source cuts long texts and this one may be cut."""
    date: dt.date | None = None
    """The day of the answer; a substantive answer replaces a holding answer's day."""
    member: MemberReference | None = None
    """The minister, or other member, who answered. ``None`` for an answer that prorogation gave."""
    by_prorogation: bool = False
    """Nobody answered: Parliament was prorogued first."""
    is_holding: bool | None = None
    """A holding answer promises a later, substantive one."""
    is_correction: bool | None = None
    """The answer was corrected by a ministerial correction."""
    first_answered: tuple[str, ...] = ()
    """Times at which the answer was first published (``xsd:dateTime``, UTC)."""
    first_corrected: tuple[str, ...] = ()
    """Times at which it was first corrected (``xsd:dateTime``, UTC)."""
    date_corrected: dt.date | None = None
    """The day it was corrected."""
    correcting_member: MemberReference | None = None
    """Who corrected it."""
    original_text: str | None = None
    """HTML before the correction."""
    comparable_text: str | None = None
    """HTML that marks what the correction changed."""
    grouped_with: tuple[QuestionReference, ...] = ()
    """The other questions that this answer answers, never the question itself."""
    attachments: tuple[Attachment, ...] = ()
    """Documents attached."""
    attachment_count: int | None = None
    """How many there are; lists of the questions-statements API give the number alone."""
    earlier_versions: tuple[EarlierVersion, ...] = ()
    """The answer before each correction."""


class Allocation(Struct, frozen=True, kw_only=True):
    """A question's time with one answering body, before or after a transfer."""

    body: AnsweringBody
    """The body that was to answer."""
    seen: dt.date | None = None
    """The day on which a source first said so. No source tells the day of a transfer itself; it is not later."""


class EarlierState(Struct, frozen=True, kw_only=True):
    """What a question said before it was changed; only what the change replaced."""

    changed: dt.date | None = None
    """The day on which a source first had the question changed. The change itself is not later."""
    text: str | None = None
    """As published until then. A transfer rewrites the address: "Secretary of State for Defence" becomes another."""
    text_clipped: bool = False
    """The source cuts long texts and this one may be cut."""
    heading: str | None = None
    """The heading until then."""
    date_tabled: dt.date | None = None
    """The day of tabling until then."""
    date_for_answer: dt.date | None = None
    """The day for answer until then."""


class Indexing(Struct, frozen=True, kw_only=True):
    """What Parliament's indexers and systems noted about a question (the Linked Data API's ``_view=all``)."""

    title: str | None = None
    identifier: str | None = None
    version: str | None = None
    published: bool | None = None
    human_indexable: bool | None = None
    created: str | None = None
    """Time (``xsd:dateTime``)."""
    modified: str | None = None
    """Time (``xsd:dateTime``)."""
    parliament_number: str | None = None
    """Number of the Parliament: ``57``."""
    session_number: str | None = None
    """Number of the session within the Parliament."""


class Question(Struct, frozen=True, kw_only=True):
    """A written question, with its answer where there is one."""

    locator: Locator
    """Where it was read."""
    text: str
    """As published. Plain text, or HTML where the source gives that."""
    date_tabled: dt.date | None = None
    """The day it was tabled. ``None`` where the source gives only the day of the answer, as Hansard does."""
    house: House | None = None
    """The House it was tabled in."""
    uin: str | None = None
    """Unique identifying number: ``194746``, ``HL553``."""
    iri: str | None = None
    """The source's own IRI."""
    api_identifier: str | None = None
    """Number of the question in the questions-statements API."""
    text_clipped: bool = False
    """The source cuts long texts and this one may be cut."""
    heading: str | None = None
    """Heading in the Official Report; often given only on publication of the answer."""
    asking_member: MemberReference | None = None
    """Who tabled it."""
    registered_interest: bool | None = None
    """The member declared a relevant interest."""
    answering_body: AnsweringBody | None = None
    """Whom it is put to."""
    date_for_answer: dt.date | None = None
    """The day by which an answer is due."""
    question_type: str | None = None
    """``NamedDay`` if the member named the day for answer, else ``Ordinary``, as Parliament publishes it."""
    status: str | None = None
    """Status as published: ``Tabled``, ``Holding``, ``Answered``, ``Withdrawn``, …"""
    withdrawn: bool | None = None
    """The member withdrew it."""
    date_of_holding_answer: dt.date | None = None
    """The day of the holding answer, kept when the substantive one has come."""
    sessions: tuple[Session, ...] = ()
    """The session it belongs to."""
    grouped_with: tuple[QuestionReference, ...] = ()
    """The other questions that are to be answered together with it; once there is an answer, that has them."""
    answers: tuple[Answer, ...] = ()
    """Its answer; more than one where a source keeps them apart. A holding answer beside another one is past."""
    allocations: tuple[Allocation, ...] = ()
    """The answering bodies that it was put to one after the other, if a transfer was seen; the last is the present
    one."""
    earlier_states: tuple[EarlierState, ...] = ()
    """What it said before each change, oldest first."""
    indexing: Indexing | None = None
    """What indexers noted."""
    other_identifiers: tuple[str, ...] = ()
    """What other systems call the question: ``uk.org.publicwhip/wrans/2009-10-26f.294335.h``."""
    edition: str | None = None
    """Which edition of its source the record is from, where a source has several: ``f``. Of one question's
    records with an edition, the one with the latest counts; editions of one source compare as texts."""
    seen: dt.date | None = None
    """The day on which the source had the question in this state, where it tells: not later, perhaps earlier."""
    superseded: bool = False
    """The source says that a newer edition has replaced this one, so any other record goes before it."""


class WholeText(Struct, frozen=True, kw_only=True):
    """The whole texts of a question that another source has with its texts cut."""

    locator: Locator
    api_identifier: str
    """Number of the question in the questions-statements API; the source gives nothing else to know it by."""
    question_text: str | None = None
    """As published."""
    answer_text: str | None = None
    """HTML as published."""
