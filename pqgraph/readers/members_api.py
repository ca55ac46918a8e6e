"""Reader ``members-api``: members from Parliament's Members API, as it answers and as archives keep it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from pqgraph.model import (
    Constituency,
    House,
    Locator,
    Member,
    Party,
    PartyMembership,
    Rejected,
    SeatIncumbency,
    SourceFile,
)
from pqgraph.readers._json import (
    Chunk,
    FieldError,
    Foreign,
    Parser,
    chunks,
    genuine,
    glimpse,
    replaced,
    scrub,
)
from pqgraph.readers._json_head import key_paths
from pqgraph.readers.base import Item, Source, UnknownFields, day

__all__ = ["READER", "MembersApi"]

_TELLING = frozenset(
    {"nameListAs", "nameDisplayAs", "latestHouseMembership", "houseMembershipHistory", "partyHistory"}
)
_HOUSES = {
    1: House.COMMONS,
    2: House.LORDS,
    "1": House.COMMONS,
    "2": House.LORDS,
    "Commons": House.COMMONS,
    "Lords": House.LORDS,
}
_MEMBER = frozenset(
    {
        "id",
        "nameListAs",
        "nameDisplayAs",
        "nameFullTitle",
        "nameAddressAs",
        "latestParty",
        "gender",
        "latestHouseMembership",
        "thumbnailUrl",
    }
)
_HISTORY = frozenset({"id", "thumbnailUrl", "partyHistory", "houseMembershipHistory", "nameHistory"})
_COMPACT = frozenset(
    {
        "id",
        "name",
        "nameListAs",
        "party",
        "partyAbbr",
        "partyId",
        "house",
        "constituency",
        "constituencyId",
        "membershipStart",
        "membershipEnd",
        "gender",
        "thumbnailUrl",
        "fetchedAt",
    }
)


class MembersApi:
    """Reads search results, single members and histories of the API, and JSON Lines of a compact form.

    The API tells since when a member has sat without a break, with the present constituency; that of earlier
    Parliaments may have been another. So the record's seat is marked as continuous, and the register knows the
    constituency of the last Parliament only. The party of a search result is that of the day of the answer; the
    compact form says which day that was (``fetchedAt``). Where no day is told, the party is left out, and only
    histories give parties by day. A form of address for letters (``nameAddressAs``) is no name and left out.

    A record's locator is its line, or the JSON pointer of its item: ``L5``, ``/items/3/value``.
    """

    name = "members-api"
    summary = "JSON of members-api.parliament.uk: members, and their histories of names, seats and parties"
    description = (
        "Members of both Houses from Parliament's Members API: answers of /Members/Search, /Members/{id} and "
        "/Members/History as they were saved, or one member a line. Histories tell parties by day; give them beside "
        "the search results where questions of several years are to be told by party."
    )
    yields_members = True

    def accepts(self, head: bytes) -> bool:
        """Whether this begins like such JSON, compressed or not."""
        paths = key_paths(head)
        return any(path[-1] in _TELLING for path in paths) and not any(
            "questionText" in path for path in paths
        )

    def read(self, source: Source, file: SourceFile) -> Iterator[Item]:
        """The members in the order of the source.

        Raises:
            PqgraphError: PQ104, PQ105, PQ108, PQ110; PQ109 if it is JSON of another kind.
        """
        yield from genuine(self._items(source, file), source, file)

    def _items(self, source: Source, file: SourceFile) -> Iterator[Item]:
        parser, unknown = Parser(file), UnknownFields()
        for chunk in chunks(source, file):
            if not isinstance(chunk, Chunk):
                yield chunk
                continue
            try:
                parsed = parser.parse(chunk)
            except ValueError as problem:
                yield parser.broken(problem, chunk)
                continue
            yield from parsed.notices
            tree = parsed.tree
            if parsed.is_suspect:
                tree, count = scrub(tree)
                if count:
                    yield replaced(count, Locator(file, chunk.fragment))
            for pointer, value in _values(tree):
                yield from self._item(value, file, chunk.fragment + pointer, unknown)

    def _item(self, value: Any, file: SourceFile, fragment: str, unknown: UnknownFields) -> Iterator[Item]:
        locator = Locator(file, fragment)
        if not (isinstance(value, dict) and "id" in value and _TELLING & value.keys()):
            yield Foreign(code="PQ202", locator=locator, found=f"{glimpse(value)} is no member")
            return
        bad: list[Rejected] = []
        try:
            if "houseMembershipHistory" in value or "partyHistory" in value or "nameHistory" in value:
                yield from unknown.check(set(value), _HISTORY, "", locator)
                yield _history(value, locator, bad)
            elif "nameDisplayAs" in value or "latestHouseMembership" in value:
                yield from unknown.check(set(value), _MEMBER, "", locator)
                yield _member(value, locator)
            else:
                yield from unknown.check(set(value), _COMPACT, "", locator)
                yield _compact(value, locator)
        except FieldError as problem:
            yield problem.rejected(file, fragment)
        yield from bad


def _values(tree: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """The members in an answer, each with its JSON pointer."""
    if isinstance(tree, list):
        for number, each in enumerate(tree):
            yield from _values(each, f"{pointer}/{number}")
    elif isinstance(tree, dict) and isinstance(tree.get("items"), list) and "id" not in tree:
        yield from _values(tree["items"], f"{pointer}/items")
    elif isinstance(tree, dict) and "value" in tree and "id" not in tree:
        yield from _values(tree["value"], f"{pointer}/value")
    else:
        yield pointer, tree


def _compact(value: Mapping[str, Any], locator: Locator) -> Member:
    as_of = _day(value, "fetchedAt", clock=True)
    seat = _seat(
        value.get("house"),
        _text(value, "constituency"),
        value.get("constituencyId"),
        _interval(value, "membershipStart", "membershipEnd"),
        "/house",
    )
    number, name, short = _number(value, "partyId"), _text(value, "party"), _text(value, "partyAbbr")
    known = as_of is not None and (number is not None or name is not None)
    party = Party(identifier=number, name=name, abbreviation=short)
    return Member(
        locator=locator,
        identifier=_identifier(value),
        name=_text(value, "name"),
        list_name=_text(value, "nameListAs"),
        gender=_text(value, "gender"),
        seats=(seat,),
        parties=(PartyMembership(party=party, seen=as_of),) if known and seat.end is None else (),
        as_of=as_of,
    )


def _member(value: Mapping[str, Any], locator: Locator) -> Member:
    latest = _object(value, "latestHouseMembership")
    return Member(
        locator=locator,
        identifier=_identifier(value),
        name=_text(value, "nameDisplayAs"),
        list_name=_text(value, "nameListAs"),
        full_title=_text(value, "nameFullTitle"),
        gender=_text(value, "gender"),
        seats=(_house_membership(latest, "/latestHouseMembership"),) if latest else (),
    )


def _history(value: Mapping[str, Any], locator: Locator, bad: list[Rejected]) -> Member:
    seats: list[SeatIncumbency] = []
    parties: list[PartyMembership] = []
    for field, pointer, each in _entries(value, ("houseMembershipHistory", "partyHistory")):
        try:
            if field == "partyHistory":
                start, end = _interval(each, "startDate", "endDate", pointer)
                parties.append(PartyMembership(party=_party(each, pointer), start=start, end=end))
            else:
                seats.append(_house_membership(each, pointer))
        except FieldError as problem:
            bad.append(problem.rejected(locator.source, locator.fragment))
    names = [each for _, _, each in _entries(value, ("nameHistory",))]
    names.sort(key=lambda name: (name.get("endDate") is None, str(name.get("startDate") or "")), reverse=True)
    forms = ("nameDisplayAs", "nameListAs", "nameFullTitle")
    latest: Mapping[str, Any] = names[0] if names else {}
    others = {text for name in names[1:] for form in forms if (text := _text(name, form)) is not None}
    return Member(
        locator=locator,
        identifier=_identifier(value),
        name=_text(latest, "nameDisplayAs"),
        list_name=_text(latest, "nameListAs"),
        full_title=_text(latest, "nameFullTitle"),
        other_names=tuple(sorted(others - {_text(latest, form) for form in forms})),
        seats=tuple(seats),
        parties=tuple(parties),
    )


def _entries(
    value: Mapping[str, Any], fields: tuple[str, ...]
) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for field in fields:
        entries = value.get(field)
        if entries is None:
            continue
        if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
            raise FieldError("PQ202", f"/{field}", f"{field} is not a list of objects")
        for number, each in enumerate(entries):
            yield field, f"/{field}/{number}", each


def _house_membership(value: Mapping[str, Any], pointer: str) -> SeatIncumbency:
    return _seat(
        value.get("house"),
        _text(value, "membershipFrom", pointer),
        value.get("membershipFromId"),
        _interval(value, "membershipStartDate", "membershipEndDate", pointer),
        f"{pointer}/house",
    )


def _seat(
    house: Any, place: str | None, number: Any, days: tuple[dt.date | None, dt.date | None], pointer: str
) -> SeatIncumbency:
    which = _HOUSES.get(house) if isinstance(house, int | str) and not isinstance(house, bool) else None
    if which is None:
        raise FieldError("PQ207", pointer, f"{glimpse(house)} is neither Commons nor Lords")
    start, end = days
    if which is House.LORDS:
        return SeatIncumbency(house=which, peerage=place, start=start, end=end)
    identifier = str(number) if isinstance(number, int) and number > 0 else None
    constituency = Constituency(identifier=identifier, name=place) if identifier or place else None
    return SeatIncumbency(house=which, constituency=constituency, start=start, end=end, continuous=True)


def _party(value: Mapping[str, Any], pointer: str) -> Party:
    party = _object(value, "party", pointer)
    found = Party(
        identifier=_number(party, "id", f"{pointer}/party"),
        name=_text(party, "name", f"{pointer}/party"),
        abbreviation=_text(party, "abbreviation", f"{pointer}/party"),
    )
    if found.identifier is None and found.name is None:
        raise FieldError("PQ201", f"{pointer}/party", "the party has neither number nor name")
    return found


def _identifier(value: Mapping[str, Any]) -> str:
    number = _number(value, "id")
    if number is None:
        raise FieldError("PQ201", "/id", "the member has no number")
    return number


def _number(value: Mapping[str, Any], field: str, pointer: str = "") -> str | None:
    number = value.get(field)
    if number is None:
        return None
    if isinstance(number, bool) or not isinstance(number, int) or not 0 < number < 10**9:
        raise FieldError("PQ202", f"{pointer}/{field}", f"{field} {str(number)[:40]} is no identifier")
    return str(number)


def _text(value: Mapping[str, Any], field: str, pointer: str = "") -> str | None:
    text = value.get(field)
    if text is None:
        return None
    if not isinstance(text, str):
        raise FieldError("PQ202", f"{pointer}/{field}", f"{field} is {glimpse(text)}, not a string")
    return text.strip() or None


def _object(value: Mapping[str, Any], field: str, pointer: str = "") -> Mapping[str, Any]:
    found = value.get(field)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise FieldError("PQ202", f"{pointer}/{field}", f"{field} is {glimpse(found)}")
    return found


def _day(value: Mapping[str, Any], field: str, pointer: str = "", *, clock: bool = False) -> dt.date | None:
    text = _text(value, field, pointer)
    if text is None:
        return None
    try:
        # A moment of fetching counts by its day; a day of Parliament is printed as midnight.
        return day(text.partition("T")[0] if clock else text)
    except ValueError as problem:
        raise FieldError("PQ203", f"{pointer}/{field}", f"{field}: {problem}") from None


def _interval(
    value: Mapping[str, Any], first: str, last: str, pointer: str = ""
) -> tuple[dt.date | None, dt.date | None]:
    start, end = _day(value, first, pointer), _day(value, last, pointer)
    if start is not None and end is not None and end < start:
        raise FieldError("PQ264", f"{pointer}/{last}", f"it begins on {start} and ends on {end}")
    return start, end


READER = MembersApi()
