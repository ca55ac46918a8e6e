"""Reader ``popolo``: TheyWorkForYou's register of people and memberships (parlparse ``people.json``)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec
from msgspec import Struct

from pqgraph.errors import PqgraphError
from pqgraph.model import (
    Constituency,
    House,
    Locator,
    Member,
    Notice,
    Party,
    PartyMembership,
    Rejected,
    SeatIncumbency,
    SourceFile,
)
from pqgraph.readers._json import chunks
from pqgraph.readers._json_head import key_paths
from pqgraph.readers.base import Item, Source, day

__all__ = ["READER", "Popolo"]

LARGEST = 1 << 27
"""A register may have so many bytes, decompressed; parlparse's has a third of it."""
_MNIS = "datadotparl_id"
_WIKIDATA = "wikidata"
_HOUSES = {"house-of-commons": House.COMMONS, "house-of-lords": House.LORDS}
_DAY = dt.timedelta(days=1)
_WIKIDATA_ITEM = re.compile(r"Q[1-9][0-9]*", re.ASCII)
_NO_END = "9999-12-31"


class _Identifier(Struct, gc=False):
    scheme: str = ""
    identifier: str = ""


class _PersonName(Struct, gc=False):
    """Members of the Commons have given and family name, peers rank, name and place."""

    note: str | None = None
    name: str | None = None
    given_name: str | None = None
    family_name: str | None = None
    honorific_prefix: str | None = None
    lordname: str | None = None
    lordofname: str | None = None
    end_date: str | None = None


class _Person(Struct, gc=False):
    id: str
    redirect: str | None = None
    identifiers: tuple[_Identifier, ...] = ()
    other_names: tuple[_PersonName, ...] = ()
    names: tuple[_PersonName, ...] = ()
    name: str | None = None
    gender: str | None = None
    redirects: tuple[str, ...] = ()


class _Membership(Struct, gc=False):
    id: str
    redirect: str | None = None
    person_id: str | None = None
    post_id: str | None = None
    organization_id: str | None = None
    on_behalf_of_id: str | None = None
    start_date: str | None = None
    end_date: str | None = None


class _Area(Struct, frozen=True, gc=False):
    name: str | None = None


class _Post(Struct, gc=False):
    id: str
    organization_id: str | None = None
    area: _Area = _Area()


class _Organization(Struct, gc=False):
    id: str
    name: str | None = None


class _Register(Struct):
    persons: tuple[msgspec.Raw, ...] = ()
    memberships: tuple[msgspec.Raw, ...] = ()
    posts: tuple[_Post, ...] = ()
    organizations: tuple[_Organization, ...] = ()


class _Term(NamedTuple):
    """A membership with its place in the file."""

    membership: _Membership
    number: int


_decode = msgspec.json.Decoder(_Register).decode
_decode_person = msgspec.json.Decoder(_Person).decode
_decode_membership = msgspec.json.Decoder(_Membership).decode


class Popolo:
    """Reads persons with their memberships of the two Houses; the number of a member is ``datadotparl_id``.

    parlparse ends a membership where the party changes and begins the next in the same seat; the record has one
    seat for as long as it lasts, and one party membership for each. Identifiers of people and memberships, also
    those that were merged into others (``redirect``), are kept, because files of TheyWorkForYou name members by
    them. Memberships of other bodies are left out, and so are people without an MNIS number, of whom the notice
    PQ267 gives the count.

    The file is one document and is held whole, so its size is limited.

    Locators are JSON pointers: ``/persons/12``, ``/memberships/345``.
    """

    name = "popolo"
    summary = "Popolo JSON of TheyWorkForYou (parlparse people.json): people, memberships, parties"
    description = (
        "People and their memberships of both Houses as mySociety's parlparse keeps them (people.json). Beside names, "
        "seats and parties by day it has the identifiers by which TheyWorkForYou's files name members, so that those "
        "are resolved without looking at names."
    )
    yields_members = True

    def accepts(self, head: bytes) -> bool:
        """Whether this begins like such a register, compressed or not."""
        paths = key_paths(head)
        return any(
            path in paths
            for path in (
                ("persons", "*", "other_names"),
                ("persons", "*", "identifiers"),
                ("persons", "*", "shortcuts"),
                ("persons", "*", "redirect"),
                ("memberships", "*", "person_id"),
                ("memberships", "*", "redirect"),
                ("posts", "*", "organization_id"),
                ("organizations", "*", "classification"),
            )
        )

    def read(self, source: Source, file: SourceFile) -> Iterator[Item]:
        """The members in the order of the persons; memberships that cannot be used are rejected where they stand.

        Raises:
            PqgraphError: PQ104, PQ105, PQ108; PQ109 if there are no persons; PQ110.
        """
        with source.open() as stream:
            if len(stream.read(LARGEST + 1)) > LARGEST:
                raise PqgraphError(
                    "PQ110", f"the document has more than {LARGEST:,} bytes", place=source.name
                )
        for chunk in chunks(source, file):
            if isinstance(chunk, Notice):
                yield chunk
                continue
            try:
                register = _decode(chunk.data)
            except (ValueError, RecursionError) as problem:
                raise PqgraphError("PQ108", str(problem), place=file.name) from problem
            yield from _items(register, file)


def _items(register: _Register, file: SourceFile) -> Iterator[Item]:
    if not register.persons:
        raise PqgraphError("PQ109", "the document has no persons", place=file.name)
    posts = {post.id: post for post in register.posts}
    parties = {o.id: Party(name=o.name or o.id) for o in register.organizations}
    terms: dict[str, list[_Term]] = {}
    aliases: dict[str, list[str]] = {}
    for number, raw in enumerate(register.memberships):
        try:
            membership = _decode_membership(raw)
        except (ValueError, RecursionError) as problem:
            yield Rejected(code="PQ206", locator=Locator(file, f"/memberships/{number}"), found=str(problem))
            continue
        if membership.redirect is not None:
            aliases.setdefault(membership.redirect, []).append(membership.id)
        elif membership.person_id is not None and _house(membership, posts) is not None:
            terms.setdefault(membership.person_id, []).append(_Term(membership, number))
    people: list[tuple[_Person, int]] = []
    for number, raw in enumerate(register.persons):
        try:
            person = _decode_person(raw)
        except (ValueError, RecursionError) as problem:
            yield Rejected(code="PQ206", locator=Locator(file, f"/persons/{number}"), found=str(problem))
            continue
        if person.redirect is not None:
            aliases.setdefault(person.redirect, []).append(person.id)
            terms.setdefault(person.redirect, []).extend(terms.pop(person.id, []))
        else:
            people.append((person, number))
    left_out: list[int] = []
    for person, number in people:
        if not terms.get(person.id):
            continue
        if _mnis(person) is None:
            left_out.append(number)
            continue
        yield from _member(
            person, Locator(file, f"/persons/{number}"), terms[person.id], posts, parties, aliases
        )
    if left_out:
        found = f"{len(left_out)} members of the two Houses have no {_MNIS}; the first stands here"
        yield Notice(code="PQ267", locator=Locator(file, f"/persons/{left_out[0]}"), found=found)


def _house(membership: _Membership, posts: dict[str, _Post]) -> House | None:
    post = posts.get(membership.post_id or "")
    organization = membership.organization_id or (post.organization_id if post is not None else None)
    return _HOUSES.get(organization or "")


def _mnis(person: _Person) -> str | None:
    for each in person.identifiers:
        number = each.identifier
        if (
            each.scheme == _MNIS
            and number.isascii()
            and number.isdecimal()
            and 0 < len(number) < 10
            and int(number)
        ):
            return str(int(number))
    return None


def _member(
    person: _Person,
    locator: Locator,
    terms: Sequence[_Term],
    posts: dict[str, _Post],
    parties: dict[str, Party],
    aliases: dict[str, list[str]],
) -> Iterator[Item]:
    seats: list[SeatIncumbency] = []
    memberships: list[PartyMembership] = []
    dated: list[tuple[dt.date, dt.date | None, _Membership]] = []
    for term in terms:
        where = Locator(locator.source, f"/memberships/{term.number}")
        try:
            start, end = _date(term.membership.start_date), _date(term.membership.end_date)
        except ValueError as problem:
            yield Rejected(code="PQ203", locator=where, found=str(problem))
            continue
        if start is None:
            yield Rejected(code="PQ201", locator=where, found="the membership has no first day")
        elif end is not None and end < start:
            yield Rejected(code="PQ264", locator=where, found=f"it begins on {start} and ends on {end}")
        else:
            dated.append((start, end, term.membership))
    for start, end, membership in sorted(dated, key=lambda row: (row[0], row[1] or dt.date.max, row[2].id)):
        _add_seat(seats, membership, start, end, posts, aliases)
        party = parties.get(membership.on_behalf_of_id or "")
        if party is None and membership.on_behalf_of_id:
            party = Party(name=membership.on_behalf_of_id)
        if party is not None:
            _add_party(memberships, party, start, end)
    names = _names(person)
    main = names[0] if names else _PersonName()
    wikidata = [
        f"http://www.wikidata.org/entity/{each.identifier}"
        for each in person.identifiers
        if each.scheme == _WIKIDATA and _WIKIDATA_ITEM.fullmatch(each.identifier)
    ]
    printed = [text for name in names if (text := _printed(name)) is not None]
    yield Member(
        locator=locator,
        identifier=_mnis(person) or "",
        name=printed[0] if printed else person.name,
        given_name=main.given_name,
        family_name=main.family_name,
        other_names=tuple(sorted(set(printed[1:]) - set(printed[:1]))),
        gender=person.gender,
        seats=tuple(seats),
        parties=tuple(memberships),
        other_identifiers=tuple(
            sorted({person.id, *aliases.get(person.id, ()), *person.redirects, *wikidata})
        ),
    )


def _names(person: _Person) -> list[_PersonName]:
    """The names, the present main name first."""
    names = [*person.other_names, *person.names]
    return sorted(names, key=lambda n: (n.note != "Main", n.end_date is not None, _later(n.end_date)))


def _later(text: str | None) -> tuple[int, ...]:
    # Descending: the name that was given up last stands first.
    return tuple(-ord(c) for c in text or "")


def _printed(name: _PersonName) -> str | None:
    if name.name:
        return name.name
    if name.lordname or name.lordofname:
        rank = name.honorific_prefix or "Lord"
        if not name.lordname:
            return f"{rank} of {name.lordofname}"
        return f"{rank} {name.lordname}" + (f" of {name.lordofname}" if name.lordofname else "")
    if name.given_name and name.family_name:
        return f"{name.given_name} {name.family_name}"
    return None


def _date(text: str | None) -> dt.date | None:
    return None if not text or text == _NO_END else day(text)


def _add_seat(
    seats: list[SeatIncumbency],
    membership: _Membership,
    start: dt.date,
    end: dt.date | None,
    posts: dict[str, _Post],
    aliases: dict[str, list[str]],
) -> None:
    post = posts.get(membership.post_id or "")
    house = _house(membership, posts) or House.COMMONS
    place = post.area.name if post is not None and house is House.COMMONS else None
    constituency = Constituency(name=place) if place else None
    identifiers = (membership.id, *sorted(aliases.get(membership.id, ())))
    last = seats[-1] if seats else None
    if (
        last is not None
        and last.end is not None
        and last.house is house
        and last.constituency == constituency
        and last.end <= start <= last.end + _DAY
    ):
        seats[-1] = msgspec.structs.replace(last, end=end, identifiers=(*last.identifiers, *identifiers))
        return
    seats.append(
        SeatIncumbency(house=house, constituency=constituency, start=start, end=end, identifiers=identifiers)
    )


def _add_party(memberships: list[PartyMembership], party: Party, start: dt.date, end: dt.date | None) -> None:
    last = memberships[-1] if memberships else None
    if (
        last is not None
        and last.party == party
        and last.end is not None
        and last.end <= start <= last.end + _DAY
    ):
        memberships[-1] = msgspec.structs.replace(last, end=end)
        return
    memberships.append(PartyMembership(party=party, start=start, end=end))


READER = Popolo()
