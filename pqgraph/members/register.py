"""The register of members: who is meant by a name on a day, and which party and seat they had."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from pqgraph.members.checks import check_member
from pqgraph.members.merge import merge_members
from pqgraph.members.names import Name, fold, parse_name, party_key
from pqgraph.members.parties import PartyTime, party_on, party_times
from pqgraph.members.sittings import Sitting, days_won, sittings
from pqgraph.model import Constituency, House, Member, Notice, Party

__all__ = ["Day", "Reason", "Register", "Resolution", "Timeline"]

GRACE = dt.timedelta(days=40)
"""Answers are published, and members named, for some time after a seat has ended: ministers stay in office while
Parliament is dissolved, at most 38 days so far."""


_DAY = dt.timedelta(days=1)


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


class _Named(NamedTuple):
    """Who has a printed name."""

    hints: tuple[str, ...]
    members: tuple[tuple[int, tuple[Sitting, ...]], ...]


class Timeline(NamedTuple):
    """A member's party and seat through time."""

    starts: list[dt.date]
    """The days on which something may change, in order."""
    days: list[Day]
    """What is true from each of them until the next."""

    def on(self, day: dt.date) -> Day:
        """Party and seat on a day."""
        place = bisect_right(self.starts, day)
        return self.days[place - 1] if place else Day()


class Register:
    """Members of both Houses with their names, seats and parties by day.

    Args:
        records: Records of members, whole or partial, from any number of sources; they are merged by MNIS number.
    """

    def __init__(self, records: Iterable[Member] = ()) -> None:
        members, disagreements = merge_members(records)
        self._members = {int(member.identifier): member for member in members}
        won = days_won(members)
        self._sittings = {number: sittings(member, won) for number, member in self._members.items()}
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
        self._named = lru_cache(maxsize=32768)(self._find_named)
        self._party_times: dict[int, tuple[PartyTime, ...]] = {}
        self._timelines: dict[tuple[int, House | None], Timeline] = {}

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
        hints, named = self._named(name, house)
        if not named:
            return Resolution(None, Reason.UNKNOWN)
        sitting = _sitting(named, day, day) or _sitting(named, _before(day), day)
        if not sitting:
            return Resolution(None, Reason.NOT_SITTING, tuple(self._members[n].identifier for n, _ in named))
        fitting = sitting
        if party is not None or seat is not None or hints:
            fitting = [each for each in sitting if self._agrees(*each, day, party, seat, hints)]
        candidates = tuple(self._members[number].identifier for number, _ in fitting or sitting)
        if len(fitting) == 1:
            return Resolution(candidates[0])
        return Resolution(None, Reason.AMBIGUOUS if fitting else Reason.CONTRADICTED, candidates)

    def _find_named(self, name: str, house: House | None) -> _Named:
        """Who has a name, with the time they sat in a House, by number."""
        wanted = parse_name(name)
        if wanted is None:
            return _Named((), ())
        found: dict[int, tuple[Sitting, ...]] = {}
        for form in self._forms.get(wanted.key, ()):
            if wanted.fits(form.name):
                houses = {house} if house is not None else set(House)
                if form.commons_only:
                    houses &= {House.COMMONS}
                places = tuple(place for place in self._sittings[form.number] if place.house in houses)
                # The same member may fit by a title and by a name, which only the Commons print.
                found[form.number] = max(found.get(form.number, ()), places, key=len)
        return _Named(wanted.hints, tuple(sorted(found.items())))

    def on(self, identifier: str, day: dt.date, house: House | None = None) -> Day:
        """A member's party and constituency on a day, as far as the register knows them.

        Args:
            identifier: MNIS number.
            day: The day.
            house: Where the member acted: Lords have no constituency. Both are also given for the 40 days after a
                seat has ended, as they were on its last day.
        """
        return self.timeline(identifier, house).on(day)

    def timeline(self, identifier: str, house: House | None = None) -> Timeline:
        """All that :meth:`on` can answer for a member; empty if the register does not know the member."""
        member = self.get(identifier)
        if member is None:
            return Timeline([], [])
        key = (int(identifier), house)
        found = self._timelines.get(key)
        if found is None:
            found = self._timelines[key] = self._timeline(*key)
        return found

    def _timeline(self, number: int, house: House | None) -> Timeline:
        """What is true of a member from each day on which something changes."""
        changes = {dt.date.min}
        begun = [sitting.start for sitting in self._sittings[number]]
        ended = [sitting.end for sitting in self._sittings[number]]
        for time in self._times(number):
            begun.append(time.start)
            ended.append(time.end)
        for day in begun:
            changes |= {day, _after(day, _DAY)}
        for day in ended:
            changes |= {day, _after(day, _DAY), _after(day, GRACE + _DAY)}
        starts = sorted(changes)
        return Timeline(starts, [self._find_day(number, day, house) for day in starts])

    def _find_day(self, number: int, day: dt.date, house: House | None) -> Day:
        places = self._places(number, day, day, house)
        if not places:
            places = self._places(number, _before(day), day, house)
            if not places:
                return Day()
            day = max(place.end for place in places)
        party = party_on(self._times(number), day)
        found = {place.constituency for place in places}
        constituency = found.pop() if len(found) == 1 else None
        return Day(party, constituency)

    def _times(self, number: int) -> tuple[PartyTime, ...]:
        found = self._party_times.get(number)
        if found is None:
            found = self._party_times[number] = party_times(self._members[number])
        return found

    def _places(self, number: int, first: dt.date, last: dt.date, house: House | None) -> list[Sitting]:
        return [
            place
            for place in self._sittings[number]
            if place.start <= last and place.end >= first and house in (None, place.house)
        ]

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
        # Whips are withdrawn and restored between an election and the day a member is seen: it rules out nobody.
        told = [time for time in self._times(number) if time.is_told]
        known = party_on(told, min(day, max(place.end for place in places)))
        if known is None:
            return set()
        return {party_key(text) for text in (known.name, known.abbreviation) if text}


def _sitting(
    named: tuple[tuple[int, tuple[Sitting, ...]], ...], first: dt.date, last: dt.date
) -> list[tuple[int, list[Sitting]]]:
    """Those of them who sat on some of these days, with their sittings then."""
    found = []
    for number, places in named:
        then = [place for place in places if place.start <= last and place.end >= first]
        if then:
            found.append((number, then))
    return found


def _after(day: dt.date, time: dt.timedelta) -> dt.date:
    return day + time if day < dt.date.max - time else dt.date.max


def _before(day: dt.date) -> dt.date:
    """The earliest last day of a seat that still counts."""
    return max(day, dt.date.min + GRACE) - GRACE


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
