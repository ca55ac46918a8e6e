"""To which party a member belonged on which days, as far as sources of different age tell together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from pqgraph.members.names import party_key
from pqgraph.model import House, Member, Party

__all__ = ["PartyTime", "is_same_party", "party_on", "party_times"]

_DAY = dt.timedelta(days=1)
_COMPANION = party_key("Co-operative Party")
"""Its members stand for Labour too, and sit as Labour."""


class PartyTime(NamedTuple):
    """Days on which a member belonged to a party."""

    party: Party
    start: dt.date
    end: dt.date
    """The last day; :data:`datetime.date.max` if it goes on."""
    is_told: bool
    """Whether a source gives its first day. If not, it follows from an election, or from what was seen."""


class _Mark(NamedTuple):
    """A day of which it is known for certain to which party a member belonged."""

    day: dt.date
    is_told: bool
    """Whether on that day begins a membership of which a source gives the first day."""
    parties: tuple[Party, ...]
    """The party, or the parties for which a seat was won together."""
    goes_on: bool
    """Whether it is so from then on, until something else is known."""

    def is_of(self, party: Party) -> bool:
        return any(is_same_party(each, party) for each in self.parties)


def party_times(member: Member) -> tuple[PartyTime, ...]:
    """The days of each party.

    A membership without a last day goes on until the next one begins. Of a member who was then seen in another
    party, or won a seat for one, nobody knows from when: the membership is known until the last day on which the
    same party was seen or won a seat, and from there on nothing is. The party for which a seat was won is the
    member's party from polling day on, in the same way, where no membership tells more. A party that was only seen
    counts on that day, and between two such days.

    Args:
        member: The member, merged from all sources.

    Returns:
        The times; two of them overlap if the sources have two parties at once.
    """
    marks = sorted(_marks(member), key=lambda mark: (mark.day, not mark.is_told, mark.goes_on))
    times = [
        PartyTime(m.party, m.start, m.end or _last(m.party, m.start, marks, goes_on=True), True)
        for m in member.parties
        if m.start is not None
    ]
    for mark in marks:
        if mark.is_told:
            continue
        then = [time for time in times if time.start <= mark.day <= time.end]
        if mark.goes_on:
            party = _one(mark.parties)
            # What a register says of the day goes before the ballot paper.
            if party is not None and not then:
                times.append(PartyTime(party, mark.day, _last(party, mark.day, marks, goes_on=True), False))
        elif not any(mark.is_of(time.party) for time in then):
            party = mark.parties[0]
            times.append(PartyTime(party, mark.day, _last(party, mark.day, marks, goes_on=False), False))
    return tuple(times)


def _marks(member: Member) -> Iterable[_Mark]:
    for membership in member.parties:
        if membership.start is not None:
            yield _Mark(membership.start, True, (membership.party,), True)
        elif membership.seen is not None:
            yield _Mark(membership.seen, False, (membership.party,), False)
    for seat in member.seats:
        if seat.house is House.COMMONS and seat.start is not None and seat.elected_for:
            yield _Mark(seat.start, False, seat.elected_for, True)


def _last(party: Party, start: dt.date, marks: list[_Mark], *, goes_on: bool) -> dt.date:
    """The last day of a time that began in a party and has no last day of its own."""
    known = start
    for mark in marks:
        if mark.day <= start:
            continue
        same = mark.is_of(party)
        if mark.is_told and (same or goes_on):
            return mark.day - _DAY
        if not same:
            return known
        known = mark.day
    return dt.date.max if goes_on else known


def _one(parties: tuple[Party, ...]) -> Party | None:
    """The party as whose member sits who won a seat for these; ``None`` if that is not certain."""
    found = [party for party in parties if party_key(party.name or "") != _COMPANION] or [*parties]
    return found[0] if len(found) == 1 else None


def party_on(times: Iterable[PartyTime], day: dt.date) -> Party | None:
    """The one party a member belonged to on a day; ``None`` if that is not known, or if there were two.

    Args:
        times: From :func:`party_times`.
        day: The day.
    """
    then = [time for time in times if time.start <= day <= time.end]
    parties = {time.party for time in then}
    if len(parties) > 1:
        # On the day of a change the new party counts.
        parties = {time.party for time in then if time.end != day or time.start == day}
    return parties.pop() if len(parties) == 1 else None


def is_same_party(one: Party, other: Party) -> bool:
    """Whether two sources mean the same party: by number if both give it, else by name."""
    if one.identifier is not None and other.identifier is not None:
        return one.identifier == other.identifier
    return party_key(one.name or "") == party_key(other.name or "")
