"""One record of each member, made of all that the sources say, the same whatever the order of the sources."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest
from typing import NamedTuple, TypeVar

from msgspec import structs

from pqgraph.members.loading import READER_NAME
from pqgraph.members.names import fold, party_key
from pqgraph.members.parliaments import parliaments_of
from pqgraph.members.parties import is_same_party
from pqgraph.model import Constituency, House, Locator, Member, Notice, Party, PartyMembership, SeatIncumbency

__all__ = ["merge_members"]

_NEAR = dt.timedelta(days=7)
_DAY = dt.timedelta(days=1)
_OATH = dt.timedelta(days=90)

_Node = TypeVar("_Node", Party, Constituency)


def merge_members(records: Iterable[Member]) -> tuple[tuple[Member, ...], tuple[Notice, ...]]:
    """Merge records by MNIS number.

    Where sources give different facts of which only one can be right, the one kept is that of the source which says
    for which day it speaks, the latest first, then the one first by file digest and place. Different names are
    not a conflict: members change and vary them, and all of them count as names.

    Args:
        records: Partial or whole records, several of the same member among them.

    Returns:
        One member for each number, by number; and what the sources disagree about (PQ266).
    """
    groups: dict[int, list[Member]] = defaultdict(list)
    parties: Counter[Party] = Counter()
    newest: dict[str, dt.date] = {}
    for record in records:
        groups[int(record.identifier)].append(record)
        parties.update(_party_nodes(record))
        if (day := _newest(record)) is not None:
            digest = record.locator.source.sha256
            newest[digest] = max(day, newest.get(digest, day))
    notices: list[Notice] = []
    merged = [_merge(groups[number], newest, notices) for number in sorted(groups)]
    return _same_nodes(merged, parties), tuple(notices)


def _rank(record: Member) -> tuple[int, str, int, str]:
    day = -record.as_of.toordinal() if record.as_of is not None else 0
    return day, record.locator.source.sha256, len(record.locator.fragment), record.locator.fragment


def _newest(record: Member) -> dt.date | None:
    """The newest day that a source must have seen to tell it; its file is no older. Last days may lie ahead."""
    if record.locator.source.reader == READER_NAME:
        # A graph is made of sources of different age.
        return None
    days = (record.date_of_death, *(m.start for m in record.parties), *(seat.start for seat in record.seats))
    return max((day for day in days if day is not None), default=None)


def _merge(records: list[Member], newest: dict[str, dt.date], notices: list[Notice]) -> Member:
    records.sort(key=_rank)
    first = records[0]
    known = {}
    for field in ("name", "given_name", "family_name", "list_name", "full_title"):
        values = [value for record in records if (value := getattr(record, field)) is not None]
        known[field] = values[0] if values else None
    for field in ("gender", "date_of_death"):
        known[field] = _agreed(field, records, notices)
    seats = _seats(records, notices)
    printed = [
        name
        for record in records
        for name in (record.name, record.list_name, record.full_title, *record.other_names)
        if name is not None and name not in known.values()
    ]
    # A given and a family name that differ from the first record's are another name of the member.
    printed += [
        name
        for record in records
        if record.given_name and record.family_name
        and (name := f"{record.given_name} {record.family_name}")
        != f"{known['given_name']} {known['family_name']}"
    ]  # fmt: skip
    places: dict[str, Locator] = {}
    for record in records:
        places.setdefault(record.locator.source.sha256, record.locator)
    return Member(
        locator=first.locator,
        identifier=first.identifier,
        **known,
        other_names=tuple(sorted(set(printed))),
        seats=seats,
        parties=_parties(records, seats, newest, notices),
        other_identifiers=tuple(sorted({i for record in records for i in record.other_identifiers})),
        as_of=first.as_of,
        merged_from=tuple(place for place in places.values() if place != first.locator),
    )


def _agreed(field: str, records: list[Member], notices: list[Notice]) -> object:
    kept: Member | None = None
    for record in records:
        value = getattr(record, field)
        if value is None:
            continue
        if kept is None:
            kept = record
        elif value != getattr(kept, field):
            notices.append(_disagree(record, kept, field.replace("_", " "), getattr(kept, field), value))
    return getattr(kept, field) if kept is not None else None


def _disagree(record: Member, kept: Member, what: str, first: object, second: object) -> Notice:
    found = f"member {kept.identifier}, {what}: {first} ({kept.locator}), but {second} here"
    return Notice(code="PQ266", locator=record.locator, found=found)


class _Seat(NamedTuple):
    seat: SeatIncumbency
    record: Member
    derived: bool
    """Cut out of continuous service, so that it gives way to what a source says of those days."""


def _seats(records: list[Member], notices: list[Notice]) -> tuple[SeatIncumbency, ...]:
    given = [piece for record in records for seat in record.seats for piece in _pieces(seat, record)]
    dated: dict[tuple[str, dt.date], _Seat] = {}
    loose: dict[str, SeatIncumbency] = {}
    for piece in sorted(given, key=lambda piece: piece.derived):
        seat = piece.seat
        if seat.start is None:
            loose.setdefault(seat.house.value, seat)
            continue
        key = next((key for key, other in dated.items() if _is_same_time(other.seat, seat)), None)
        if key is not None:
            dated[key] = dated[key]._replace(seat=_same_seat(dated[key], piece, notices))
            continue
        key = (seat.house.value, seat.start)
        if not (piece.derived and any(_overlap(seat, other.seat) for other in dated.values())):
            dated[key] = piece
    seats = [piece.seat for piece in dated.values()]
    for house, seat in loose.items():
        of_house = [number for number, other in enumerate(seats) if other.house.value == house]
        if not of_house or (seat.house is House.LORDS and _sat_before(records, seats)):
            seats.append(seat)
        elif seat.peerage is not None:
            for number in of_house:
                if seats[number].peerage is None:
                    seats[number] = structs.replace(seats[number], peerage=seat.peerage)
    return tuple(sorted(seats, key=lambda seat: (seat.start or dt.date.min, seat.house.value)))


def _sat_before(records: list[Member], seats: list[SeatIncumbency]) -> bool:
    """Whether a member sat in the Lords before the first day there that a source tells: a bishop, or by inheritance."""
    first = min(seat.start or dt.date.min for seat in seats if seat.house is House.LORDS)
    if any(seat.house is House.COMMONS for seat in seats):
        return False  # parties are told of former members, too
    began = [membership.start for record in records for membership in record.parties]
    # Sources count from the patent or from the oath.
    return any(start is not None and start + _OATH < first for start in began)


def _pieces(seat: SeatIncumbency, record: Member) -> Iterator[_Seat]:
    """A seat, or one for each Parliament of continuous service, of which only the last has a known constituency."""
    if not (seat.continuous and seat.house is House.COMMONS and seat.start is not None):
        yield _Seat(structs.replace(seat, continuous=False), record, False)
        return
    parliaments = list(parliaments_of(seat.start, seat.end or record.as_of))
    if not parliaments:
        yield _Seat(structs.replace(seat, continuous=False), record, False)
        return
    for parliament in parliaments:
        last = parliament is parliaments[-1]
        piece = SeatIncumbency(
            house=seat.house,
            constituency=seat.constituency if last else None,
            start=max(seat.start, parliament.elected),
            end=seat.end if last else parliament.dissolved,
            identifiers=seat.identifiers if last else (),
        )
        yield _Seat(piece, record, True)


def _overlap(one: SeatIncumbency, other: SeatIncumbency) -> bool:
    if one.house is not other.house or one.start is None or other.start is None:
        return False
    return one.start <= (other.end or dt.date.max) and other.start <= (one.end or dt.date.max)


def _same_seat(kept: _Seat, new: _Seat, notices: list[Notice]) -> SeatIncumbency:
    one, other = kept.seat, new.seat
    what = f"{one.house.slug} seat from {one.start}"
    constituency = one.constituency or other.constituency
    if one.constituency is not None and other.constituency is not None:
        if not _is_same(one.constituency, other.constituency):
            notices.append(
                _disagree(new.record, kept.record, what, _name(one.constituency), _name(other.constituency))
            )
        elif one.constituency.identifier is None:
            constituency = structs.replace(one.constituency, identifier=other.constituency.identifier)
    if one.end is not None and other.end is not None and one.end != other.end:
        notices.append(_disagree(new.record, kept.record, f"end of the {what}", one.end, other.end))
    return structs.replace(
        one,
        constituency=constituency,
        peerage=one.peerage or other.peerage,
        end=one.end or other.end,
        elected_for=one.elected_for or other.elected_for,
        identifiers=tuple(sorted({*one.identifiers, *other.identifiers})),
    )


def _is_same_time(one: SeatIncumbency, other: SeatIncumbency) -> bool:
    """Whether two sources speak of the same time in the same seat.

    They do if it begins on the same day; or nearly so in the same constituency, as registers count from the poll or
    from the declaration; or if both are time in the Lords and overlap, as they count from the patent or the oath.
    """
    if one.house is not other.house or one.start is None or other.start is None:
        return False
    if one.start == other.start:
        return True
    if one.house is House.LORDS:
        return _overlap(one, other)
    near = abs(one.start - other.start) <= _NEAR
    return (
        near
        and one.constituency is not None
        and other.constituency is not None
        and _is_same(one.constituency, other.constituency)
    )


def _is_same(one: Constituency, other: Constituency) -> bool:
    if one.identifier is not None and other.identifier is not None:
        return one.identifier == other.identifier
    return fold(one.name or "") == fold(other.name or "")


def _name(node: Party | Constituency) -> str:
    return node.name or f"number {node.identifier}"


def _parties(
    records: list[Member],
    seats: tuple[SeatIncumbency, ...],
    newest: dict[str, dt.date],
    notices: list[Notice],
) -> tuple[PartyMembership, ...]:
    dated: dict[dt.date, tuple[PartyMembership, Member]] = {}
    seen: dict[dt.date, PartyMembership] = {}
    going_on: list[tuple[dt.date, PartyMembership]] = []
    for record in records:
        for new in record.parties:
            if new.start is None:
                if new.seen is not None:
                    seen.setdefault(new.seen, new)
                continue
            if new.end is None and (day := record.as_of or newest.get(record.locator.source.sha256)):
                going_on.append((day, new))
            if new.start not in dated:
                dated[new.start] = (new, record)
                continue
            one, kept = dated[new.start]
            what = f"party from {new.start}"
            if not is_same_party(one.party, new.party):
                notices.append(_disagree(record, kept, what, _name(one.party), _name(new.party)))
                continue
            if one.end is not None and new.end is not None and one.end != new.end:
                notices.append(_disagree(record, kept, f"end of the {what}", one.end, new.end))
            party = structs.replace(
                one.party,
                identifier=one.party.identifier or new.party.identifier,
                abbreviation=one.party.abbreviation or new.party.abbreviation,
            )
            dated[new.start] = (structs.replace(one, party=party, end=one.end or new.end), kept)
    memberships = [dated[start][0] for start in sorted(dated)]
    return (*memberships, *_seen(memberships, seen, going_on, seats))


def _seen(
    memberships: list[PartyMembership],
    seen: dict[dt.date, PartyMembership],
    going_on: list[tuple[dt.date, PartyMembership]],
    seats: tuple[SeatIncumbency, ...],
) -> list[PartyMembership]:
    """On which days a member was seen in a party, as far as the memberships with days do not say it already.

    Where a membership without a last day is at odds with what was seen later, or with a seat won later, it also
    matters until when it is known: then the day of the register that has it is one more such day.

    Args:
        memberships: With days, in their order.
        seen: What sources say of a day, by day.
        going_on: Memberships without a last day, each with the day of the register that has it.
        seats: The merged seats.
    """
    found = dict(seen)
    others: list[tuple[dt.date, tuple[Party, ...]]] = [(day, (one.party,)) for day, one in seen.items()]
    others += [(seat.start, seat.elected_for) for seat in seats if seat.start and seat.elected_for]
    for one, following in zip_longest(memberships, memberships[1:]):
        start = one.start or dt.date.min
        until = one.end or dt.date.max
        if one.end is None and following is not None and following.start is not None:
            until = following.start - _DAY
        changed = one.end is None and any(
            start < day <= until and not any(is_same_party(each, one.party) for each in parties)
            for day, parties in others
        )
        if not changed:
            for day in [day for day in found if start <= day <= until]:
                if is_same_party(found[day].party, one.party):
                    del found[day]
            continue
        days = [d for d, other in going_on if other.start == start and is_same_party(other.party, one.party)]
        day = max(days, default=start)
        if start < day <= until:
            found.setdefault(day, PartyMembership(party=one.party, seen=day))
    return [found[day] for day in sorted(found)]


def _party_nodes(member: Member) -> Iterator[Party]:
    for membership in member.parties:
        yield membership.party
    for seat in member.seats:
        yield from seat.elected_for


def _same_nodes(members: list[Member], parties: Counter[Party]) -> tuple[Member, ...]:
    """Each party and each constituency with one name everywhere: the most frequent, else the first by alphabet.

    Args:
        members: The merged members.
        parties: The parties of all records, also of those facts that merging has made one.
    """
    for member in members:
        # What merging has put together, a number from one source and a name from another, is a node of its own.
        parties.update(party for party in _party_nodes(member) if party not in parties)
    places = Counter(
        seat.constituency for member in members for seat in member.seats if seat.constituency is not None
    )
    one_party = _canonical(parties, lambda party: party_key(party.name or ""))
    one_place = _canonical(places, None)
    return tuple(
        structs.replace(
            member,
            seats=tuple(
                structs.replace(
                    seat,
                    constituency=one_place[seat.constituency] if seat.constituency is not None else None,
                    elected_for=tuple(one_party[party] for party in seat.elected_for),
                )
                for seat in member.seats
            ),
            parties=tuple(structs.replace(m, party=one_party[m.party]) for m in member.parties),
        )
        for member in members
    )


def _canonical(counted: Counter[_Node], key_of_name: Callable[[_Node], str] | None) -> dict[_Node, _Node]:
    """For each node the one that stands for all with its number, or with its name if only one number has that."""
    numbers_of: dict[str, set[str]] = defaultdict(set)
    if key_of_name is not None:
        for node in counted:
            if node.identifier is not None:
                numbers_of[key_of_name(node)].add(node.identifier)
    groups: dict[str, list[_Node]] = defaultdict(list)
    for node in counted:
        key = f"name {node.name}"
        if node.identifier is not None:
            key = node.identifier
        elif key_of_name is not None:
            numbers = numbers_of[key_of_name(node)]
            key = next(iter(numbers)) if len(numbers) == 1 else f"name {key_of_name(node)}"
        groups[key].append(node)
    found: dict[_Node, _Node] = {}
    for nodes in groups.values():
        # None sorts last: a name goes before no name, a number before none.
        nodes.sort(key=lambda n: (n.identifier is None, n.name is None, -counted[n], n.name or "", repr(n)))
        best = nodes[0]
        if isinstance(best, Party) and best.abbreviation is None:
            abbreviations = sorted(n.abbreviation for n in nodes if isinstance(n, Party) and n.abbreviation)
            best = structs.replace(best, abbreviation=abbreviations[0] if abbreviations else None)
        for node in nodes:
            found[node] = best
    return found
