"""What no shape can say of one member: that two memberships overlap, which compares nodes by their days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import combinations

from pqgraph.model import House, Member, Notice

__all__ = ["check_member"]


def check_member(member: Member) -> Iterator[Notice]:
    """Findings about one member (PQ265): two parties, or two Commons seats, at the same time.

    A membership that ends on the day on which the next begins does not overlap with it, and one without a last day
    is taken to end when the next begins: registers of different age are no contradiction.

    Args:
        member: The member, merged from all sources.
    """
    parties = [
        (m.start, m.end, m.party, m.party.name or m.party.identifier)
        for m in member.parties
        if m.start is not None
    ]
    seats = [
        (s.start, s.end, s.constituency, s.constituency.name)
        for s in member.seats
        if s.house is House.COMMONS and s.start is not None and s.constituency is not None
    ]
    for what, memberships in (("parties", parties), ("seats", seats)):
        for (start, end, node, name), (later, last, other, second) in combinations(
            sorted(memberships, key=lambda row: (row[0], row[1] or dt.date.max)), 2
        ):
            begun_together = end is None and start == later
            if node != other and (begun_together or (end is not None and later < end)):
                until = min(end or dt.date.max, last or dt.date.max)
                days = f"from {later} to {until}" if until != dt.date.max else f"from {later} on"
                found = f"member {member.identifier}, two {what} {days}: {name} and {second}"
                yield Notice(code="PQ265", locator=member.locator, found=found)
