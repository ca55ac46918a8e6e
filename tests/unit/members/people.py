"""Members for tests, shaped like Parliament's, and ways to write them down briefly."""

from __future__ import annotations

import datetime as dt
import zlib
from typing import Any

from pqgraph.model import (
    Constituency,
    House,
    Locator,
    Member,
    Party,
    PartyMembership,
    SeatIncumbency,
    SourceFile,
)

LABOUR = Party(identifier="15", name="Labour", abbreviation="Lab")
CONSERVATIVE = Party(identifier="4", name="Conservative", abbreviation="Con")
BISHOPS = Party(identifier="3", name="Bishops")


def file(name: str = "register.csv", digit: str = "a") -> SourceFile:
    return SourceFile(name=name, sha256=digit * 64, reader="mnis-csv")


def day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def member(number: int, **fields: Any) -> Member:
    """A record; ``place`` is its line and ``digit`` tells its file."""
    place, digit = fields.pop("place", number), fields.pop("digit", "a")
    return Member(locator=Locator(file(digit=digit), f"L{place}"), identifier=str(number), **fields)


def constituency(name: str) -> Constituency:
    """A constituency with a number made of its name."""
    return Constituency(identifier=str(zlib.crc32(name.encode())), name=name)


def commons(name: str | None, start: str | None, end: str | None = None, **fields: Any) -> SeatIncumbency:
    """A Commons seat."""
    place = None if name is None else constituency(name)
    return SeatIncumbency(house=House.COMMONS, constituency=place, start=day(start), end=day(end), **fields)


def lords(start: str | None = None, end: str | None = None, peerage: str = "Life peer") -> SeatIncumbency:
    return SeatIncumbency(house=House.LORDS, peerage=peerage, start=day(start), end=day(end))


def joined(
    party: Party, start: str | None, end: str | None = None, seen: str | None = None
) -> PartyMembership:
    return PartyMembership(party=party, start=day(start), end=day(end), seen=day(seen))
