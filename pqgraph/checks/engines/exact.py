"""rdflib literals that are exactly what the data says, and that compare as XML Schema demands.

rdflib's own literals are made for convenience: they convert (an ``rdf:HTML`` literal is parsed, an
ill-typed one logged with a traceback, a date accepted that XML Schema does not know), and comparing two
that cannot be compared either orders them by datatype or raises. SHACL wants a plain no in that case, and
pySHACL passes the error on.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from rdflib import Literal, URIRef

__all__ = ["ExactLiteral"]

_XSD = "http://www.w3.org/2001/XMLSchema#"
_DATE = re.compile(r"(-?(?:[1-9]\d{3,}|0\d{3}))-(\d\d)-(\d\d)(Z|[+-]\d\d:\d\d)?\Z", re.ASCII)
_TIME = re.compile(r"(\d\d):(\d\d):(\d\d(?:\.\d+)?)\Z", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d+\Z", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)\Z", re.ASCII)
_DOUBLE = re.compile(r"(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN)\Z", re.ASCII)
_DAY = 86400
_MARGIN = 14 * 3600  # a time without zone may mean any within 14 hours (XML Schema 3.3.7)


def _days(year: int, month: int, day: int) -> int:
    """Days from a fixed day in the Gregorian calendar of any year.

    Raises:
        ValueError: There is no such day.
    """
    cycles, within = divmod(year, 400)  # the calendar repeats every 400 years, which are 146,097 days
    return dt.date(within + 400, month, day).toordinal() + cycles * 146097


def _zone(text: str | None) -> int | None:
    if text is None:
        return None
    if text == "Z":
        return 0
    hours, minutes = int(text[1:3]), int(text[4:6])
    if minutes > 59 or hours * 60 + minutes > 14 * 60:
        raise ValueError(text)
    return (hours * 3600 + minutes * 60) * (-1 if text[0] == "-" else 1)


def _date_point(lexical: str) -> tuple[Fraction, bool]:
    match = _DATE.match(lexical)
    if match is None:
        raise ValueError(lexical)
    year, month, day, zone = match.groups()
    shift = _zone(zone)
    return Fraction(_days(int(year), int(month), int(day)) * _DAY - (shift or 0)), shift is not None


def _date_time_point(lexical: str) -> tuple[Fraction, bool]:
    day, _, rest = lexical.partition("T")
    head = re.match(r"[\d:.]*", rest, re.ASCII)
    clock = head.group() if head else ""
    time = _TIME.match(clock)
    start, zoned = _date_point(day + rest[len(clock) :])
    if time is None or day.endswith("Z") or not _DATE.match(day):
        raise ValueError(lexical)
    hour, minute, second = int(time[1]), int(time[2]), Fraction(time[3])
    if hour > 24 or minute > 59 or second >= 60 or (hour == 24 and (minute or second)):
        raise ValueError(lexical)
    return start + hour * 3600 + minute * 60 + second, zoned


def _date_value(lexical: str) -> dt.date:
    _date_point(lexical)
    try:
        return dt.date.fromisoformat(lexical[:10])
    except ValueError:
        return dt.date.min  # valid, but beyond Python's calendar: the type is all that pySHACL asks for


def _date_time_value(lexical: str) -> dt.datetime:
    _date_time_point(lexical)
    try:
        return dt.datetime.fromisoformat(lexical)
    except ValueError:
        return dt.datetime.min  # as above; also 24:00:00


def _boolean_value(lexical: str) -> bool:
    return {"true": True, "1": True, "false": False, "0": False}[lexical]


def _number(pattern: re.Pattern[str], convert: Callable[[str], Any]) -> Callable[[str], Any]:
    def value(lexical: str) -> Any:
        if pattern.match(lexical) is None:
            raise ValueError(lexical)
        return convert(lexical.replace("INF", "inf"))

    return value


_VALUES: dict[str, Callable[[str], Any]] = {
    f"{_XSD}string": str,
    f"{_XSD}anyURI": str,
    f"{_XSD}boolean": _boolean_value,
    f"{_XSD}integer": _number(_INTEGER, int),
    f"{_XSD}decimal": _number(_DECIMAL, Decimal),
    f"{_XSD}double": _number(_DOUBLE, float),
    f"{_XSD}float": _number(_DOUBLE, float),
    f"{_XSD}date": _date_value,
    f"{_XSD}dateTime": _date_time_value,
}
_POINTS = {f"{_XSD}date": _date_point, f"{_XSD}dateTime": _date_time_point}
_NUMERIC = (f"{_XSD}integer", f"{_XSD}decimal", f"{_XSD}double", f"{_XSD}float")


class ExactLiteral(Literal):
    """A literal as it stands.

    Args:
        lexical: The lexical form; never changed.
        datatype: The datatype's IRI; ``xsd:string`` and none are the same, as in RDF 1.1.
        language: The language tag.
    """

    __slots__ = ()

    def __new__(cls, lexical: str, datatype: str | None = None, language: str | None = None) -> ExactLiteral:
        """See the class."""
        new = str.__new__(cls, lexical)
        new._language = language
        # rdflib's plain literals have no datatype, and its comparisons know no other form of them.
        plain = datatype is None or datatype == f"{_XSD}string" or language is not None
        new._datatype = None if plain else URIRef(str(datatype))
        try:
            convert = str if plain else _VALUES.get(str(datatype))
            new._value = convert(lexical) if convert else None
            new._ill_typed = False
        except (ValueError, KeyError):
            new._value = None
            new._ill_typed = True
        return new

    def __reduce__(self) -> tuple[type[Literal], tuple[str, str | None, str | None]]:
        return (ExactLiteral, (str(self), self._datatype, self._language))

    def __lt__(self, other: object) -> bool:
        return _compare(self, other) == -1

    def __le__(self, other: object) -> bool:
        return _compare(self, other) in (-1, 0)

    # pySHACL asks these two where it is ready for an error, and takes "no" for "less".
    def __gt__(self, other: object) -> bool:
        return _comparable(self, other) == 1

    def __ge__(self, other: object) -> bool:
        return _comparable(self, other) in (0, 1)

    def eq(self, other: object) -> bool:
        """Whether both have the same value, as SPARQL's ``=``."""
        return self == other or _compare(self, other) == 0

    def neq(self, other: object) -> bool:
        """The opposite of :meth:`eq`."""
        return not self.eq(other)

    __hash__ = Literal.__hash__


def _comparable(a: Literal, b: object) -> int:
    order = _compare(a, b)
    if order is None:
        raise TypeError(f"{a!r} and {b!r} cannot be compared")
    return order


def _compare(a: Literal, b: object) -> int | None:
    """-1, 0 or 1; ``None`` if XML Schema does not order the two."""
    if not isinstance(b, Literal) or a.value is None or b.value is None or a.language or b.language:
        return None
    kinds = str(a.datatype), str(b.datatype)
    if kinds[0] in _NUMERIC and kinds[1] in _NUMERIC:
        return _sign(a.value, b.value)
    if kinds[0] != kinds[1]:
        return None
    if kinds[0] not in _POINTS:
        return _sign(a.value, b.value)
    point = _POINTS[kinds[0]]
    (x, x_zoned), (y, y_zoned) = point(str(a)), point(str(b))
    if x_zoned == y_zoned:
        return _sign(x, y)
    return None if abs(x - y) <= _MARGIN else _sign(x, y)


def _sign(x: Any, y: Any) -> int | None:
    if isinstance(x, Decimal) and isinstance(y, float):
        x = float(x)
    if isinstance(y, Decimal) and isinstance(x, float):
        y = float(y)
    return -1 if x < y else 1 if x > y else 0 if x == y else None
