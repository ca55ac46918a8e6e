"""Reader ``mnis-csv``: members, their seats and parties as the R package clmnis writes them from MNIS."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pqgraph.model import House, Locator, Member, PartyMembership, SeatIncumbency, SourceFile
from pqgraph.readers._members_csv import (
    Row,
    constituency,
    day_of,
    headings,
    identifier,
    interval,
    members,
    party,
    value,
)
from pqgraph.readers.base import Item, Source

__all__ = ["READER", "MnisCsv"]

_PERSON = ("mnis_id", "given_name", "family_name", "display_name")
_STATUS = ("current_status", "current_status_reason", "gender", "date_of_death")
_MPS = frozenset((*_PERSON, "full_title", *_STATUS))
_LORDS = _MPS | {"lord_type"}
_SEATS = frozenset(
    (
        *_PERSON,
        "constituency_mnis_id",
        "constituency_name",
        "seat_incumbency_start_date",
        "seat_incumbency_end_date",
    )
)
_PARTIES = frozenset(
    (
        *_PERSON,
        "party_mnis_id",
        "party_name",
        "party_membership_start_date",
        "party_membership_end_date",
    )
)


class MnisCsv:
    """Reads ``fetch_mps``, ``fetch_lords``, their party memberships and the seats of MPs, told by their headings.

    Each row gives a record that says only what the row says; the register merges them by MNIS number. A peer gets
    a seat in the Lords without days: these files give the days of peers' party memberships only. An empty last day
    means that the membership went on when the file was made, which the file does not tell.
    """

    name = "mnis-csv"
    summary = "members, seats and parties from MNIS as CSV (House of Commons Library, clmnis)"
    description = (
        "Every member of either House since the 1980s from Parliament's Members' Names Information Service, as the "
        "House of Commons Library's R package clmnis writes it: five files (fetch_mps, fetch_mps_memberships, "
        "fetch_mps_party_memberships, fetch_lords, fetch_lords_party_memberships). Give all five, so that the register "
        "knows names, seats and parties by day."
    )
    yields_members = True

    def accepts(self, head: bytes) -> bool:
        """Whether the first line has the headings of one of the five files."""
        return _maker(headings(head)) is not None

    def read(self, source: Source, file: SourceFile) -> Iterator[Item]:
        """One record for each row; rows that cannot be used are rejected with their line.

        Raises:
            PqgraphError: PQ104, PQ105, PQ108, PQ110.
        """
        names = headings(source.head)
        make = _maker(names) or _person
        known = next((kind for kind in (_LORDS, _SEATS, _PARTIES) if kind >= set(names)), _LORDS)
        yield from members(source, file, make, known)


def _maker(names: tuple[str, ...]) -> Callable[[Row, Locator], Member] | None:
    found = set(names)
    if found >= _SEATS:
        return _seat
    if found >= _PARTIES:
        return _party
    if found >= _LORDS:
        return _lord
    return _person if found >= _MPS else None


def _named(row: Row, locator: Locator) -> Member:
    return Member(
        locator=locator,
        identifier=identifier(row, "mnis_id"),
        name=row.get("display_name") or None,
        given_name=row.get("given_name") or None,
        family_name=row.get("family_name") or None,
    )


def _person(row: Row, locator: Locator, seats: tuple[SeatIncumbency, ...] = ()) -> Member:
    known = _named(row, locator)
    return Member(
        locator=locator,
        identifier=known.identifier,
        name=known.name,
        given_name=known.given_name,
        family_name=known.family_name,
        full_title=value(row, "full_title"),
        gender=value(row, "gender"),
        date_of_death=day_of(row, "date_of_death"),
        seats=seats,
    )


def _lord(row: Row, locator: Locator) -> Member:
    return _person(row, locator, (SeatIncumbency(house=House.LORDS, peerage=value(row, "lord_type")),))


def _seat(row: Row, locator: Locator) -> Member:
    known = _named(row, locator)
    start, end = interval(row, "seat_incumbency_start_date", "seat_incumbency_end_date")
    place = constituency(row, "constituency_mnis_id", "constituency_name")
    seat = SeatIncumbency(house=House.COMMONS, constituency=place, start=start, end=end)
    return _with(known, seats=(seat,))


def _party(row: Row, locator: Locator) -> Member:
    known = _named(row, locator)
    start, end = interval(row, "party_membership_start_date", "party_membership_end_date")
    membership = PartyMembership(party=party(row, "party_mnis_id", "party_name"), start=start, end=end)
    return _with(known, parties=(membership,))


def _with(
    known: Member, seats: tuple[SeatIncumbency, ...] = (), parties: tuple[PartyMembership, ...] = ()
) -> Member:
    return Member(
        locator=known.locator,
        identifier=known.identifier,
        name=known.name,
        given_name=known.given_name,
        family_name=known.family_name,
        seats=seats,
        parties=parties,
    )


READER = MnisCsv()
