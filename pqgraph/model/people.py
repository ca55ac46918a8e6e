"""Members: as sources refer to them, and as registers know them."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from pqgraph.model.places import House, Locator

__all__ = [
    "Constituency",
    "Member",
    "MemberReference",
    "Party",
    "PartyMembership",
    "SeatIncumbency",
    "Standing",
]


class MemberReference(Struct, frozen=True, kw_only=True, cache_hash=True):
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


class Party(Struct, frozen=True, kw_only=True, cache_hash=True):
    """A party, or a group that sits together: ``Crossbench``, ``Bishops``; by MNIS number, name, or both."""

    identifier: str | None = None
    name: str | None = None
    abbreviation: str | None = None


class Constituency(Struct, frozen=True, kw_only=True, cache_hash=True):
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


class Standing(Struct, frozen=True, kw_only=True, cache_hash=True):
    """A member as referred to, and what the register of members says of them on one day."""

    member: MemberReference
    """The reference, with number and name filled in if the register knows who is meant."""
    party: Party | None = None
    """The party of the day."""
    constituency: Constituency | None = None
    """The constituency of the day, in the Commons."""
    problem: tuple[str, str, str] | None = None
    """Why nobody certain is meant: a key of :data:`pqgraph.errors.CODES`, the name, and what was found, in one line."""
