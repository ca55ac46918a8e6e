"""The register of members: who is meant by a name on a day, and which party and seat they had."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from pqgraph.members.checks import check_member
from pqgraph.members.merge import merge_members
from pqgraph.members.names import Name, fold, parse_name, party_key
from pqgraph.members.sittings import Sitting, party_on, sittings
from pqgraph.model import Constituency, House, Member, Notice, Party

__all__ = ["Day", "Reason", "Register", "Resolution"]

GRACE = dt.timedelta(days=40)
"""Answers are published, and members named, for some time after a seat has ended: ministers stay in office while
Parliament is dissolved, at most 38 days so far."""


class Reason(Enum):
    """Why a name is not resolved."""

    UNKNOWN = "unknown"
    """The register has no such name."""
    NOT_SITTING = "not sitting"
    """It has, but nobody of that name sat in that House on that day."""
    AMBIGUOUS = "ambiguous"
    """Several of that name did."""
    CONTRADICTED = "contradicted"
    """Those who did had another party or constituency than is printed."""


class Resolution(NamedTuple):
    """Who is meant by a name, or why that is not certain."""

    identifier: str | None
    """MNIS number."""
    reason: Reason | None = None
    """Why there is none."""
    candidates: tuple[str, ...] = ()
    """The members, by number, who could be meant, where the name alone does not decide."""


class Day(NamedTuple):
    """A member's party and seat on one day."""

    party: Party | None = None
    constituency: Constituency | None = None


class _Form(NamedTuple):
    """A name of a member in the index."""

    number: int
    name: Name
    commons_only: bool
    """Peers are not printed with given and family name."""


class Register:
    """Members of both Houses with their names, seats and parties by day.

    Args:
        records: Records of members, whole or partial, from any number of sources; they are merged by MNIS number.
    """

    def __init__(self, records: Iterable[Member] = ()) -> None:
        members, disagreements = merge_members(records)
        self._members = {int(member.identifier): member for member in members}
        self._sittings = {number: sittings(member) for number, member in self._members.items()}
        self._forms: dict[str, list[_Form]] = {}
        self._others: dict[str, int | None] = {}
        self._parties = {
            party_key(text)
            for member in members
            for membership in member.parties
            for text in (membership.party.name, membership.party.abbreviation)
            if text
        }
        self._seats = {
            key for places in self._sittings.values() for place in places if (key := _seat_key(place))
        }
        for number, member in self._members.items():
            for name, commons_only in _names(member):
                forms = self._forms.setdefault(name.key, [])
                form = _Form(number, name._replace(hints=()), commons_only)
                if form not in forms:
                    forms.append(form)
            for other in (*member.other_identifiers, *(i for seat in member.seats for i in seat.identifiers)):
                # An identifier that two members share identifies neither.
                self._others[other] = number if self._others.get(other, number) == number else None
        self.notices: tuple[Notice, ...] = (
            *disagreements,
            *(notice for member in members for notice in check_member(member)),
        )
        self._on = lru_cache(maxsize=32768)(self._find_day)

    def __len__(self) -> int:
        return len(self._members)

    def __iter__(self) -> Iterator[Member]:
        """The members, by number."""
        return iter(self._members.values())

    def get(self, identifier: str) -> Member | None:
        """The member with this MNIS number; ``None`` if the register has none."""
        is_number = identifier.isascii() and identifier.isdecimal() and len(identifier) < 12
        return self._members.get(int(identifier)) if is_number else None

    def find(self, other_identifier: str) -> str | None:
        """The MNIS number of whom another system calls so: ``uk.org.publicwhip/member/1694``."""
        number = self._others.get(other_identifier)
        return None if number is None else self._members[number].identifier

    def sittings(self, identifier: str) -> tuple[Sitting, ...]:
        """The days on which a member sat, by first day; none if the register does not know the member."""
        member = self.get(identifier)
        return self._sittings[int(member.identifier)] if member is not None else ()

    def resolve(
        self,
        name: str,
        *,
        day: dt.date,
        house: House | None,
        party: str | None = None,
        seat: str | None = None,
    ) -> Resolution:
        """The one member who is meant by a printed name. Never a guess.

        Resolved is a name that fits a name of exactly one member who sat in the House on the day; or, if nobody of
        that name sat on the day itself, whose seat had ended at most 40 days before. A party or constituency as
        printed, also in brackets behind the name, chooses among several, and rules out whom it contradicts.

        Args:
            name: As printed, in any of the forms that :mod:`pqgraph.members.names` knows.
            day: The day the question was tabled, or the answer given.
            house: The House; either if ``None``.
            party: Party as printed: name or abbreviation.
            seat: Constituency as printed.
        """
        wanted = parse_name(name)
        forms = self._forms.get(wanted.key, ()) if wanted is not None else ()
        named = [form for form in forms if wanted is not None and wanted.fits(form.name)]
        if wanted is None or not named:
            return Resolution(None, Reason.UNKNOWN)
        sitting = self._sitting(named, day, day, house) or self._sitting(named, day - GRACE, day, house)
        if not sitting:
            everybody = dict.fromkeys(self._members[form.number].identifier for form in named)
            return Resolution(None, Reason.NOT_SITTING, tuple(everybody))
        fitting = {
            number: places
            for number, places in sitting.items()
            if self._agrees(number, places, day, party, seat, wanted.hints)
        }
        candidates = tuple(self._members[number].identifier for number in sorted(fitting or sitting))
        if len(fitting) == 1:
            return Resolution(candidates[0])
        return Resolution(None, Reason.AMBIGUOUS if fitting else Reason.CONTRADICTED, candidates)

    def on(self, identifier: str, day: dt.date, house: House | None = None) -> Day:
        """A member's party and constituency on a day, as far as the register knows them.

        Args:
            identifier: MNIS number.
            day: The day.
            house: Where the member acted: Lords have no constituency. Both are also given for the 40 days after a
                seat has ended, as they were on its last day.
        """
        member = self.get(identifier)
        return self._on(int(member.identifier), day, house) if member is not None else Day()

    def _find_day(self, number: int, day: dt.date, house: House | None) -> Day:
        member = self._members[number]
        places = self._places(number, day, day, house)
        if not places:
            places = self._places(number, day - GRACE, day, house)
            if not places:
                return Day()
            day = max(place.end for place in places)
        party = party_on(member.parties, day)
        found = {place.constituency for place in places}
        constituency = found.pop() if len(found) == 1 else None
        return Day(party, constituency)

    def _places(self, number: int, first: dt.date, last: dt.date, house: House | None) -> list[Sitting]:
        return [
            place
            for place in self._sittings[number]
            if place.start <= last and place.end >= first and house in (None, place.house)
        ]

    def _sitting(
        self, named: list[_Form], first: dt.date, last: dt.date, house: House | None
    ) -> dict[int, list[Sitting]]:
        found: dict[int, list[Sitting]] = {}
        for form in named:
            if form.commons_only and house is House.LORDS:
                continue
            places = self._places(form.number, first, last, House.COMMONS if form.commons_only else house)
            if places:
                found[form.number] = places
        return found

    def _agrees(
        self,
        number: int,
        places: list[Sitting],
        day: dt.date,
        party: str | None,
        seat: str | None,
        hints: tuple[str, ...],
    ) -> bool:
        """Whether what is printed can be true of the member; what the register does not know contradicts nothing."""
        constituencies = {_seat_key(place) for place in places}
        parties = self._party_keys(number, places, day)
        if seat is not None and None not in constituencies and fold(seat) not in constituencies:
            return False
        if party is not None and parties and party_key(party) not in parties:
            return False
        for hint in hints:
            # Brackets may hold other things, such as an office; they are no evidence.
            as_seat, as_party = fold(hint), party_key(hint)
            wrong_seat = (
                as_seat in self._seats and None not in constituencies and as_seat not in constituencies
            )
            wrong_party = as_party in self._parties and bool(parties) and as_party not in parties
            if (wrong_seat and as_party not in parties) or (wrong_party and as_seat not in constituencies):
                return False
        return True

    def _party_keys(self, number: int, places: list[Sitting], day: dt.date) -> set[str]:
        memberships = self._members[number].parties
        known = party_on(memberships, min(day, max(place.end for place in places)))
        if known is None:
            return set()
        return {party_key(text) for text in (known.name, known.abbreviation) if text}


def _seat_key(place: Sitting) -> str | None:
    """The constituency's folded name; empty for the Lords, where there is none; ``None`` if it is not known."""
    if place.house is House.LORDS:
        return ""
    return fold(place.constituency.name) if place.constituency and place.constituency.name else None


def _names(member: Member) -> Iterator[tuple[Name, bool]]:
    """The names by which a member is printed, and whether only in the Commons."""
    printed = [member.name, member.list_name, member.full_title, *member.other_names]
    if member.given_name and member.family_name:
        printed.append(f"{member.given_name} {member.family_name}")
    for text in printed:
        name = parse_name(text) if text is not None else None
        if name is not None:
            yield name, not name.is_title
