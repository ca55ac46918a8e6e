"""The records that every reader makes and the one mapping takes: what Parliament published, and where it stood.

Words are those of Parliament's procedure. Nothing here knows a source format or RDF. Texts are as published;
days are :class:`datetime.date` in London; times stay text (``2018-11-27T17:29:33.427Z``) because Parliament
publishes up to seven fraction digits, more than :class:`datetime.datetime` can hold.
``None`` always means that the source does not say.
"""

from __future__ import annotations

import datetime as dt
from enum import Enum

from msgspec import Struct

__all__ = [
    "Allocation",
    "Answer",
    "AnsweringBody",
    "Attachment",
    "Constituency",
    "EarlierState",
    "EarlierVersion",
    "House",
    "Indexing",
    "Links",
    "Locator",
    "Member",
    "MemberReference",
    "Notice",
    "Party",
    "PartyMembership",
    "Question",
    "QuestionReference",
    "Record",
    "Rejected",
    "ResolvedReference",
    "SeatIncumbency",
    "Session",
    "SourceFile",
    "Standing",
    "WholeText",
]


class House(Enum):
    """One of the two Houses. The value is the ``houseId`` that Parliament's Linked Data API publishes."""

    COMMONS = "1"
    LORDS = "2"

    @property
    def slug(self) -> str:
        """The House in an IRI path: ``commons`` or ``lords``."""
        return self.name.lower()

    @property
    def label(self) -> str:
        """The House's name as Parliament's thesaurus has it."""
        return "House of Commons" if self is House.COMMONS else "House of Lords"


class SourceFile(Struct, frozen=True, kw_only=True):
    """A file that records were read from, told apart by its content, not its place."""

    name: str
    """File name without folders, as the user knows it; ``stdin`` for standard input."""
    sha256: str
    """SHA-256 of the bytes as they stand on disk (compressed, if they are), 64 hex digits."""
    reader: str
    """Name of the reader that took it, for example ``api-json``."""


class Locator(Struct, frozen=True):
    """Where a record stands in its source file."""

    source: SourceFile
    """The file."""
    fragment: str
    """The place in it: ``L12`` (line, from 1), a JSON pointer (``/result/items/3``) or an XPath."""

    def __str__(self) -> str:
        return f"{self.source.name}#{self.fragment}" if self.fragment else self.source.name


class Session(Struct, frozen=True, kw_only=True):
    """A session of Parliament, as a question names it."""

    label: str
    """As published: ``2017-19``, ``2019-21``, ``2017/18``."""


class AnsweringBody(Struct, frozen=True, kw_only=True):
    """The department or other body that a question is put to."""

    identifier: str | None = None
    """Parliament's number of the body (``60``); it outlives changes of name."""
    name: str | None = None
    """Full name on the day: ``Department for Education``."""
    short_name: str | None = None
    """``Education``."""
    sort_name: str | None = None
    """The name that lists are sorted by: ``CaTreasury``."""
    other_names: tuple[str, ...] = ()
    """Further full names where the source gives more than one."""


class MemberReference(Struct, frozen=True, kw_only=True):
    """A member as a source refers to them: by number, by name, or both."""

    identifier: str | None = None
    """MNIS number (``4649``), never ``0``."""
    name: str | None = None
    """Display name without decoration: ``Thelma Walker``."""
    list_name: str | None = None
    """Name as lists sort it: ``Walker, Thelma``."""
    label: str | None = None
    """The Linked Data API's label, whole: ``Biography information for Thelma Walker``."""
    printed: tuple[str, ...] = ()
    """The name as printed with this question or answer."""
    party: str | None = None
    """Party as printed. The questions-statements API prints the party of the day it was asked, not that of the
    question."""
    party_abbreviation: str | None = None
    """``Lab``."""
    seat: str | None = None
    """Constituency of a Member of the Commons, as printed."""
    peerage: str | None = None
    """What a Member of the Lords sits by, as printed: ``Life peer``, ``Excepted hereditary``, a bishop's see."""
    other_identifiers: tuple[str, ...] = ()
    """What other systems call the member: ``uk.org.publicwhip/person/10133``, ``uk.org.publicwhip/member/1585``."""


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
    superseded: bool = False
    """The source says that a newer edition has replaced this one, so any other record goes before it."""


class Party(Struct, frozen=True, kw_only=True):
    """A party, or a group that sits together: ``Crossbench``, ``Bishops``; by MNIS number, name, or both."""

    identifier: str | None = None
    name: str | None = None
    abbreviation: str | None = None


class Constituency(Struct, frozen=True, kw_only=True):
    """A constituency between two reviews of boundaries: redrawn, it gets a new MNIS number and may keep its name."""

    identifier: str | None = None
    name: str | None = None


class SeatIncumbency(Struct, frozen=True, kw_only=True):
    """A member's time in one seat of one House."""

    house: House
    constituency: Constituency | None = None
    """In the Commons."""
    peerage: str | None = None
    """In the Lords, what the member sits by: ``Life peer``, ``Bishops``."""
    start: dt.date | None = None
    end: dt.date | None = None
    """The last day. ``None`` if it goes on, or if the source does not tell."""
    elected_for: tuple[Party, ...] = ()
    """The parties for which the seat was won; the member may have left them since."""
    continuous: bool = False
    """The days are those of unbroken service in the House, the constituency is that of its last Parliament."""
    identifiers: tuple[str, ...] = ()
    """What other systems call it: ``uk.org.publicwhip/member/1694``."""


class PartyMembership(Struct, frozen=True, kw_only=True):
    """A member's time in one party."""

    party: Party
    start: dt.date | None = None
    end: dt.date | None = None
    """The last day. ``None`` if it goes on, or if the source does not tell."""
    seen: dt.date | None = None
    """A day on which the source found it so, where it does not tell since when."""


class Member(Struct, frozen=True, kw_only=True):
    """A present or former Member of either House, or as much as one record says of them."""

    locator: Locator
    identifier: str
    """MNIS number (``4649``), never ``0``."""
    name: str | None = None
    """Display name, the latest: ``Ms Diane Abbott``, ``Lord Pickles``."""
    given_name: str | None = None
    family_name: str | None = None
    list_name: str | None = None
    """``Abbott, Ms Diane``, ``Pickles, L.``."""
    full_title: str | None = None
    """``Rt Hon Diane Abbott MP``."""
    other_names: tuple[str, ...] = ()
    """Further names that the member has had or is printed with."""
    gender: str | None = None
    """As published: ``F``, ``M``."""
    date_of_death: dt.date | None = None
    seats: tuple[SeatIncumbency, ...] = ()
    parties: tuple[PartyMembership, ...] = ()
    other_identifiers: tuple[str, ...] = ()
    """What other systems call the person: ``uk.org.publicwhip/person/10001``, a Wikidata IRI."""
    as_of: dt.date | None = None
    """The day on which the source was right about what goes on, if it tells."""
    merged_from: tuple[Locator, ...] = ()
    """Further records of the same member that were merged into this one."""


class Standing(Struct, frozen=True, kw_only=True):
    """A member as referred to, and what the register of members says of them on one day."""

    member: MemberReference
    """The reference, with number and name filled in if the register knows who is meant."""
    party: Party | None = None
    """The party of the day."""
    constituency: Constituency | None = None
    """The constituency of the day, in the Commons."""
    problem: tuple[str, str, str] | None = None
    """Why nobody certain is meant: a key of :data:`pqgraph.errors.CODES`, the name, and what was found, in one line."""


class WholeText(Struct, frozen=True, kw_only=True):
    """The whole texts of a question that another source has with its texts cut."""

    locator: Locator
    api_identifier: str
    """Number of the question in the questions-statements API; the source gives nothing else to know it by."""
    question_text: str | None = None
    """As published."""
    answer_text: str | None = None
    """HTML as published."""


class ResolvedReference(Struct, frozen=True, kw_only=True):
    """An earlier answer that a text names, and the question meant, where the corpus tells which that is."""

    uin: str | None = None
    """UIN that the text gives."""
    answered_on: dt.date | None = None
    """Day of the answer that the text gives."""
    question: str | None = None
    """IRI of the question meant."""


class Links(Struct, frozen=True, kw_only=True):
    """What the whole corpus tells of one question."""

    sources: tuple[Locator, ...] = ()
    """All the records that it was merged from."""
    same_as: tuple[str, ...] = ()
    """Other IRIs of the question, sorted."""
    grouped_with: tuple[str, ...] = ()
    """IRIs of the questions that are answered together with it, sorted."""
    pursues: tuple[ResolvedReference, ...] = ()
    """The earlier answers that the question pursues."""
    refers_to: tuple[ResolvedReference, ...] = ()
    """The earlier answers that its answer refers to."""
    round_robin: str | None = None
    """IRI of the set of questions, one to each of many bodies, that it is part of."""


Record = Question | Member | WholeText
"""What a reader yields when all is well."""


class Rejected(Struct, frozen=True, kw_only=True):
    """A record that cannot be used. It is counted and located, and the run goes on."""

    code: str
    """A key of :data:`pqgraph.errors.CODES`."""
    locator: Locator
    """Where it stands; for a field, the field's own place."""
    found: str
    """What was found, in one line."""


class Notice(Struct, frozen=True, kw_only=True):
    """Something worth knowing about a record that was kept."""

    code: str
    """A key of :data:`pqgraph.errors.CODES`."""
    locator: Locator
    """Where."""
    found: str
    """What was found, in one line."""
