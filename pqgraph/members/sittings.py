"""From what registers say to the days on which a member sat in a House."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pqgraph.members.parliaments import parliament_of
from pqgraph.model import Constituency, House, Member, Party, SeatIncumbency

__all__ = ["Sitting", "days_won", "sittings"]

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


def days_won(members: Iterable[Member]) -> dict[Constituency, list[dt.date]]:
    """On which days somebody won each constituency, in order."""
    found: dict[Constituency, set[dt.date]] = defaultdict(set)
    for member in members:
        for seat in member.seats:
            if seat.constituency is not None and seat.start is not None:
                found[seat.constituency].add(seat.start)
    return {constituency: sorted(days) for constituency, days in found.items()}


def sittings(member: Member, won: Mapping[Constituency, Sequence[dt.date]]) -> tuple[Sitting, ...]:
    """The days on which a member sat, as far as the register tells.

    A Commons seat without a last day ends with the Parliament for which it was won, or on the eve of a by-election
    that somebody won there before. A Lords seat without any days
    (MNIS files give only the kind of peerage) lasts as long as the member's party memberships outside service in the
    Commons: Parliament records these for peers of every group from the first day in the House to the last.

    Args:
        member: The member, merged from all sources.
        won: From :func:`days_won`.
    """
    found: list[Sitting] = []
    undated: list[SeatIncumbency] = []
    for seat in member.seats:
        if seat.start is None and seat.end is None:
            undated.append(seat)
            continue
        start = seat.start or dt.date.min
        end = _end(seat, member, won)
        found.append(Sitting(seat.house, start, end, seat.constituency, seat.elected_for))
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


def _end(seat: SeatIncumbency, member: Member, won: Mapping[Constituency, Sequence[dt.date]]) -> dt.date:
    end = _until(seat.end, member)
    if seat.end is None and seat.house is House.COMMONS and seat.start is not None:
        parliament = parliament_of(seat.start)
        if parliament is not None and parliament.dissolved is not None:
            end = min(end, parliament.dissolved)
        days = won.get(seat.constituency, ()) if seat.constituency is not None else ()
        end = min((end, *(day - _DAY for day in days if day > seat.start)))
    return end


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
