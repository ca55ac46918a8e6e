"""The fields of the index: what they hold and what can be done with them.

A field is named for what users ask about, not for the property it comes from; ``docs/search.md`` has both.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from enum import Enum
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from msgspec import Struct

from pqgraph import iris
from pqgraph.errors import PqgraphError
from pqgraph.model import House

if TYPE_CHECKING:
    import tantivy

__all__ = [
    "FIELDS",
    "LAYOUT",
    "TEXT_FIELDS",
    "Field",
    "Kind",
    "Stored",
    "Value",
    "bounds_of",
    "day_number",
    "field",
    "make_schema",
]

Value = str | int | bool | dt.date
"""What users give and get."""
Stored = str | int | bool
"""What stands in the index: days are numbers, 2018-11-27 is 20181127."""

_REVISION = 1
"""Raised when documents are made otherwise, or texts cut into words otherwise, though the fields are the same."""
_I64 = 1 << 63
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{1,7})0*)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_SECOND = 20_000_000
"""Parliament's system writes times to 100 nanoseconds. In units of half of that there is room between two times, and
the year 9999 is within 64 bits."""
_FOURTEEN_HOURS = 14 * 3600 * _SECOND
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?![\d])", re.ASCII)


class Kind(Enum):
    """What a field holds."""

    TEXT = "text"
    """Prose, searched by its words."""
    NAME = "name"
    """A word, number or IRI, compared as a whole."""
    NUMBER = "number"
    DAY = "day"
    FLAG = "flag"


class Field(Struct, frozen=True):
    """One field."""

    name: str
    kind: Kind
    help: str
    """What it holds, in a few words."""
    base: str | None = None
    """What the IRIs begin with that the field holds without their beginning."""
    countable: bool = True
    """Whether there are few enough values to count questions by them."""

    def value(self, given: Value) -> Stored:
        """A value as it stands in the index; IRIs of Houses, bodies, topics and sessions are taken too.

        Raises:
            PqgraphError: PQ532, it is of another type.
        """
        if self.kind is Kind.FLAG:
            if isinstance(given, bool):
                return given
        elif self.kind is Kind.NUMBER:
            if isinstance(given, int) and not isinstance(given, bool) and -_I64 <= given < _I64:
                return given
        elif self.kind is Kind.DAY:
            if isinstance(given, dt.date):
                return given.year * 10000 + given.month * 100 + given.day
            if isinstance(given, str) and (number := day_number(given)) is not None and len(given) == 10:
                return number
        elif isinstance(given, str):
            return self.local(given.encode("utf-8", "replace").decode())
        raise PqgraphError(
            "PQ532", f"{given!r} is not a value of {self.name}, which holds a {self.kind.value}"
        )

    def local(self, text: str) -> str:
        """A name without what all IRIs of the field begin with."""
        if self.name == "house":
            return _HOUSES.get(text, text)
        if self.base is not None and text.startswith(self.base):
            return unquote(text[len(self.base) :])
        return text

    def shown(self, stored: Stored) -> Value:
        """A value of the index as users get it."""
        if self.kind is Kind.DAY and isinstance(stored, int):
            return dt.date(stored // 10000, stored // 100 % 100, stored % 100)
        if self.kind is Kind.FLAG:
            return bool(stored)
        return stored


_HOUSES: Final = {iris.house(house): house.slug for house in House}
_TOPIC = iris.topic("")
_BODY = iris.answering_body("")
_SESSION = iris.session("")

TEXT_FIELDS: Final = ("heading", "question", "answer")

FIELDS: Final[dict[str, Field]] = {
    field.name: field
    for field in (
        Field("iri", Kind.NAME, "IRI of the question", countable=False),
        Field("heading", Kind.TEXT, "heading", countable=False),
        Field("question", Kind.TEXT, "text of the question", countable=False),
        Field("answer", Kind.TEXT, "text of the answers that stand, without tags", countable=False),
        Field("headingWhole", Kind.NAME, "heading, compared as a whole", countable=False),
        Field("uin", Kind.NAME, "unique identifying number", countable=False),
        Field("house", Kind.NAME, "commons or lords"),
        Field("body", Kind.NAME, "number of the answering body", base=_BODY),
        Field("department", Kind.NAME, "full names of the answering body, as published"),
        Field("departmentId", Kind.NAME, "number of the answering body, as published"),
        Field("departmentShort", Kind.NAME, "short name of the answering body, as published"),
        Field("departmentSort", Kind.NAME, "name to sort the answering body by, as published"),
        Field("houseId", Kind.NAME, "number of the House, as published"),
        Field("asker", Kind.NAME, "IRI of the member who asked"),
        Field("askerPrinted", Kind.NAME, "names of the member who asked, as printed"),
        Field("askerSeat", Kind.NAME, "constituency of the member who asked, as published"),
        Field("minister", Kind.NAME, "IRIs of the members who answered"),
        Field("ministerPrinted", Kind.NAME, "names of the members who answered, as printed"),
        Field("ministerSeat", Kind.NAME, "constituencies of the members who answered, as published"),
        Field("party", Kind.NAME, "IRI of the asking member's party on the day"),
        Field("subject", Kind.NAME, "topics found in the question", base=_TOPIC),
        Field("topic", Kind.NAME, "the same and all broader topics", base=_TOPIC),
        Field("session", Kind.NAME, "session: 2017-19", base=_SESSION),
        Field("sessionName", Kind.NAME, "session as published: 2017/19"),
        Field("type", Kind.NAME, "type as published: NamedDay, Ordinary"),
        Field("status", Kind.NAME, "status as published: Answered, Withdrawn, …"),
        Field("interest", Kind.NAME, "registered interest as published: true or false"),
        Field("correction", Kind.NAME, "true or false as published: an answer is a ministerial correction"),
        Field("late", Kind.NAME, "true or false: answered late, where both days are known"),
        Field("month", Kind.NAME, "month of tabling: 2018-11"),
        Field("year", Kind.NUMBER, "year of tabling"),
        Field("tabled", Kind.DAY, "day of tabling"),
        Field("answered", Kind.DAY, "day of the first answer that is neither holding nor by prorogation"),
        Field("due", Kind.DAY, "day by which an answer is due"),
        Field("replied", Kind.DAY, "days of all answers, of whatever kind"),
        Field("firstReplied", Kind.DAY, "the first of these days"),
        Field("lastReplied", Kind.DAY, "the last of these days"),
        Field(
            "firstGivenAfter", Kind.NUMBER, "moments that no answer was first given before", countable=False
        ),
        Field(
            "firstGivenBefore", Kind.NUMBER, "moments that no answer was first given after", countable=False
        ),
        Field("days", Kind.NUMBER, "calendar days from tabling to the answer"),
        Field("order", Kind.NUMBER, "pq:sortKey: day and number in one", countable=False),
        Field("hasAnswer", Kind.FLAG, "there is an answer of whatever kind"),
        Field("isAnswered", Kind.FLAG, "there is a day of answer"),
        Field("isWaiting", Kind.FLAG, "nothing answers it, and it was not withdrawn"),
        Field("isLate", Kind.FLAG, "the answer came after the day it was due"),
        Field("isWithdrawn", Kind.FLAG, "the member withdrew it"),
        Field("isTransferred", Kind.FLAG, "it was seen with more than one answering body"),
        Field("isCorrected", Kind.FLAG, "an answer was corrected"),
        Field("isHeld", Kind.FLAG, "it had a holding answer, which may be past"),
    )
}

LAYOUT: Final = (
    f"{_REVISION}-"
    + hashlib.sha256(
        repr([(each.name, each.kind.value, each.base) for each in FIELDS.values()]).encode()
    ).hexdigest()[:8]
)
"""What an index must have been made by to be read; others are made anew."""


def field(name: str) -> Field:
    """A field by its name.

    Raises:
        PqgraphError: PQ532, there is none.
    """
    found = FIELDS.get(name)
    if found is None:
        raise PqgraphError(
            "PQ532", f"{name!r} is not a field of the index", advice=f"Fields: {', '.join(FIELDS)}."
        )
    return found


def day_number(text: str) -> int | None:
    """The number of the day that an ``xsd:date`` or ``xsd:dateTime`` begins with; ``None`` if it is none."""
    match = _DAY.match(text)
    if match is None:
        return None
    year, month, day = map(int, match.groups())
    try:
        dt.date(year, month, day)
    except ValueError:
        return None
    return year * 10000 + month * 100 + day


def bounds_of(text: str) -> tuple[int, int] | None:
    """When the moment that an ``xsd:dateTime`` names is, at the earliest and at the latest.

    A time without a zone may be of any zone, 14 hours to either side of UTC, and compares with others only beyond
    these bounds (`XML Schema 3.2.7.4 <https://www.w3.org/TR/xmlschema-2/#dateTime-order>`_).

    Returns:
        Units of 50 nanoseconds since 1970 in UTC, twice the same where there is a zone; ``None`` if the text names no
        moment of a year from 1 to 9999, or a finer one.

    >>> bounds_of("1970-01-01T00:00:01.5Z")
    (30000000, 30000000)
    """
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    day, clock, fraction, zone = match.groups()
    # The end of a day is the beginning of the next.
    ended = clock == "24:00:00"
    try:
        moment = dt.datetime.fromisoformat(f"{day}T{'00:00:00' if ended else clock}+00:00")
    except ValueError:
        return None
    since = moment - _EPOCH
    seconds = (since.days + ended) * 86_400 + since.seconds
    found = seconds * _SECOND + 2 * int((fraction or "").ljust(7, "0"))
    if zone is None:
        # Beyond the bounds, not at them: between two times that can be written.
        return found - _FOURTEEN_HOURS - 1, found + _FOURTEEN_HOURS + 1
    if zone != "Z":
        minutes = int(zone[1:3]) * 60 + int(zone[4:6])
        if minutes > 14 * 60 or zone[4] > "5":
            return None
        found -= minutes * 60 * _SECOND * (-1 if zone[0] == "-" else 1)
    return found, found


def make_schema() -> tantivy.Schema:
    """The schema of a new index."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    for each in FIELDS.values():
        if each.kind is Kind.TEXT:
            builder.add_text_field(each.name, stored=True, tokenizer_name="english", index_option="position")
        elif each.kind is Kind.NAME:
            builder.add_text_field(
                each.name, stored=each.name == "iri", fast=True, tokenizer_name="raw", index_option="basic"
            )
        elif each.kind is Kind.FLAG:
            builder.add_boolean_field(each.name, indexed=True, fast=True)
        else:
            builder.add_integer_field(each.name, indexed=True, fast=True)
    return builder.build()
