"""From what registers say to the days on which a member sat in a House."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from pqgraph.members.parliaments import parliament_of
from pqgraph.model import Constituency, House, Member, Party, PartyMembership, SeatIncumbency

__all__ = ["Sitting", "party_on", "sittings"]

_GAP = dt.timedelta(days=60)
"""No dissolution lasts longer, so Commons seats with a shorter gap are one stretch of service."""
_DAY = dt.timedelta(days=1)


class Sitting(NamedTuple):
    """Days on which a member sat in a House."""

    house: House
    start: dt.date
    end: dt.date
    """The last day; :data:`datetime.date.max` if it goes on."""
    constituency: Constituency | None
    parties: tuple[Party, ...]
    """The parties for which the seat was won."""

    def holds(self, day: dt.date) -> bool:
        """Whether the member sat on that day."""
        return self.start <= day <= self.end


def sittings(member: Member) -> tuple[Sitting, ...]:
    """The days on which a member sat, as far as the register tells.

    A Commons seat without a last day ends with the Parliament for which it was won. A Lords seat without any days
    (MNIS files give only the kind of peerage) lasts as long as the member's party memberships outside service in the
    Commons: Parliament records these for peers of every group from the first day in the House to the last.
    """
    found: list[Sitting] = []
    undated: list[SeatIncumbency] = []
    for seat in member.seats:
        if seat.start is None and seat.end is None:
            undated.append(seat)
            continue
        start = seat.start or dt.date.min
        found.append(Sitting(seat.house, start, _end(seat, member), seat.constituency, seat.elected_for))
    if any(seat.house is House.LORDS for seat in undated):
        service = list(_stretches(found))
        joined = sorted(membership.start for membership in member.parties if membership.start is not None)
        for membership in member.parties:
            if membership.start is None:
                continue
            end = _until(membership.end, member)
            for start, last in _without(membership.start, end, service):
                if start != membership.start:
                    # It began in or before the Commons; if another was noted since, that one is of the Lords.
                    start = next((day for day in joined if day >= start), start)
                if start <= last:
                    found.append(Sitting(House.LORDS, start, last, None, ()))
    return tuple(sorted(found, key=lambda sitting: (sitting.start, sitting.end, sitting.house.value)))


def _until(end: dt.date | None, member: Member) -> dt.date:
    latest = member.date_of_death or dt.date.max
    return min(end or dt.date.max, latest)


def _end(seat: SeatIncumbency, member: Member) -> dt.date:
    if seat.end is None and seat.house is House.COMMONS and seat.start is not None:
        parliament = parliament_of(seat.start)
        if parliament is not None and parliament.dissolved is not None:
            return _until(parliament.dissolved, member)
    return _until(seat.end, member)


def _stretches(found: list[Sitting]) -> Iterator[tuple[dt.date, dt.date]]:
    """Unbroken service in the Commons, dissolutions not counted as breaks."""
    start = end = None
    for sitting in sorted(found, key=lambda sitting: sitting.start):
        if sitting.house is not House.COMMONS:
            continue
        if start is None or end is None:
            start, end = sitting.start, sitting.end
        elif end == dt.date.max or sitting.start <= end + _GAP:
            end = max(end, sitting.end)
        else:
            yield start, end
            start, end = sitting.start, sitting.end
    if start is not None and end is not None:
        yield start, end


def _without(
    start: dt.date, end: dt.date, service: list[tuple[dt.date, dt.date]]
) -> Iterator[tuple[dt.date, dt.date]]:
    for first, last in service:
        if last < start or first > end:
            continue
        if start < first:
            yield start, first - _DAY
        if last == dt.date.max:
            return
        start = last + _DAY
    if start <= end:
        yield start, end


def party_on(memberships: tuple[PartyMembership, ...], day: dt.date) -> Party | None:
    """The one party a member belonged to on a day; ``None`` if that is not known, or if there were two.

    A membership without a last day goes on until the next one begins or is seen.
    """
    found: list[tuple[dt.date, Party]] = []
    for membership in memberships:
        start = membership.start or membership.seen
        if start is None or day < start:
            continue
        if membership.start is None and day != start:
            continue
        end = membership.end
        if end is None:
            later = [
                begun
                for other in memberships
                if (begun := other.start or other.seen) is not None
                and begun > start
                and other.party != membership.party
            ]
            end = min(later) - _DAY if later else dt.date.max
        if day <= end:
            # On the day of a change the new party counts.
            ends_today = end == day and start != day
            found.append((dt.date.min if ends_today else start, membership.party))
    parties = {party for _, party in found}
    if len(parties) > 1:
        parties = {party for start, party in found if start != dt.date.min}
    return parties.pop() if len(parties) == 1 else None
