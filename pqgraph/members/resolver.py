"""What the mapping asks the register: who is meant beside a question or an answer."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

from msgspec import structs

from pqgraph.members.register import Reason, Register, Resolution
from pqgraph.model import House, MemberReference, Standing

__all__ = ["MemberResolver"]

_CODES = {
    Reason.UNKNOWN: "PQ261",
    Reason.NOT_SITTING: "PQ261",
    Reason.AMBIGUOUS: "PQ262",
    Reason.CONTRADICTED: "PQ263",
}
_SHOWN = 5


class _Standings(NamedTuple):
    """A member's standing through time: before the first day on which something changes, and from each one on."""

    starts: list[dt.date]
    standings: list[Standing]


class MemberResolver:
    """Fills in the number of a member who is named without one, and tells party and seat of the day.

    A member with a number keeps it, and so does one whom another system's identifier tells. Otherwise the names of
    the reference are looked up; if two of them lead to different members, neither is taken. The name of a member
    whom the register knows becomes that of the register, so that the graph has one for each; what was printed
    stays as printed.

    Args:
        register: The register.
    """

    def __init__(self, register: Register) -> None:
        self._register = register
        self._named = lru_cache(maxsize=65536)(self._by_name)
        self._identified = lru_cache(maxsize=65536)(_identified)
        self._numbered = lru_cache(maxsize=65536)(self._by_number)

    def __call__(self, member: MemberReference, day: dt.date, house: House | None) -> Standing:
        """The reference with all that the register knows.

        Args:
            member: The member, as a source refers to them.
            day: The day of the question or of the answer.
            house: The House of the question.
        """
        if member.identifier is None:
            known, problem = self._named(member, day, house)
            if known is None:
                return Standing(member=member, problem=problem)
            member = known
        starts, standings = self._numbered(member, house)
        return standings[bisect_right(starts, day)]

    def _by_number(self, member: MemberReference, house: House | None) -> _Standings:
        found = self._register.get(member.identifier) if member.identifier is not None else None
        if found is None or member.identifier is None:
            return _Standings([], [Standing(member=member)])
        if found.name is not None:
            member = structs.replace(member, name=found.name, list_name=found.list_name or member.list_name)
        timeline = self._register.timeline(found.identifier, house)
        before = Standing(member=member)
        return _Standings(
            timeline.starts,
            [before, *(Standing(member=member, party=p, constituency=c) for p, c in timeline.days)],
        )

    def _by_name(
        self, member: MemberReference, day: dt.date, house: House | None
    ) -> tuple[MemberReference | None, tuple[str, str, str] | None]:
        numbers = set()
        if member.other_identifiers:
            numbers = {n for i in member.other_identifiers if (n := self._register.find(i)) is not None}
        if not numbers:
            names = dict.fromkeys(
                filter(None, (member.name, *member.printed, member.list_name, member.label))
            )
            if not names:
                return None, None
            tried = {name: self._resolve(name, member, day, house) for name in names}
            numbers = {result.identifier for result in tried.values() if result.identifier is not None}
            if not numbers:
                # A name that is known says more about what is wrong than one that is not.
                name, result = max(tried.items(), key=lambda item: len(item[1].candidates))
                return None, self._problem(name, result, day, house)
        if len(numbers) > 1:
            title = member.name or next(iter(member.printed), "a member")
            found = f"{title!r}: different members by different names, {', '.join(sorted(numbers))}"
            return None, ("PQ262", title, found)
        return self._identified(member, numbers.pop()), None

    def _resolve(self, name: str, member: MemberReference, day: dt.date, house: House | None) -> Resolution:
        party = member.party or member.party_abbreviation
        return self._register.resolve(name, day=day, house=house, party=party, seat=member.seat)

    def _problem(
        self, name: str, result: Resolution, day: dt.date, house: House | None
    ) -> tuple[str, str, str] | None:
        reason = result.reason
        if reason is None:
            return None
        where = f"in the {house.label}" if house is not None else "in either House"
        shown = name if len(name) <= 80 else name[:79] + "…"
        who = ", ".join(self._member(number) for number in result.candidates[:_SHOWN])
        if len(result.candidates) > _SHOWN:
            who += ", …"
        found = {
            Reason.UNKNOWN: f"{shown!r}: no member of that name is in the register",
            Reason.NOT_SITTING: f"{shown!r}: nobody of that name sat {where} on {day}; known: {who}",
            Reason.AMBIGUOUS: f"{shown!r} may be any of {who}, who sat {where} on {day}",
            Reason.CONTRADICTED: f"{shown!r}: what is printed contradicts the party or seat on {day} of {who}",
        }[reason]
        return _CODES[reason], name, found

    def _member(self, number: str) -> str:
        member = self._register.get(number)
        return f"{member.name} ({number})" if member is not None and member.name else number


def _identified(member: MemberReference, number: str) -> MemberReference:
    return structs.replace(member, identifier=number)
