"""RDF terms as Python values: what charts, frames and notebooks work with.

Only lexical forms that XML Schema allows become numbers, days and truth values; anything else stays the text
that the graph holds. `XML Schema 1.1, part 2 <https://www.w3.org/TR/xmlschema11-2/>`_.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal

from pqgraph.store.results import RdfTerm

__all__ = ["Iri", "Value", "python_value"]


class Iri(str):
    """An IRI. It is text like any other, but can be told from it: ``isinstance(value, Iri)``."""

    __slots__ = ()


Value = str | int | float | Decimal | bool | dt.date | dt.datetime
"""What a term becomes. Texts lose their language, blank nodes are ``_:`` and their label."""

_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGER = re.compile(r"[+-]?[0-9]{1,4000}\Z")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)\Z")
_DOUBLE = re.compile(r"[+-]?(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|INF)\Z|NaN\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_DATE_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})?\Z"
)
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_WHOLE = (
    *("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger"),
    *(
        "nonPositiveInteger",
        "negativeInteger",
        "unsignedLong",
        "unsignedInt",
        "unsignedShort",
        "unsignedByte",
    ),
)


def _when(form: re.Pattern[str], make: Callable[[str], Value]) -> Callable[[str], Value | None]:
    return lambda text: make(text) if form.match(text) else None


_MAKERS: dict[str, Callable[[str], Value | None]] = {
    **{_XSD + name: _when(_INTEGER, int) for name in _WHOLE},
    _XSD + "decimal": _when(_DECIMAL, Decimal),
    _XSD + "double": _when(_DOUBLE, float),
    _XSD + "float": _when(_DOUBLE, float),
    _XSD + "boolean": _BOOLEANS.get,
    _XSD + "date": _when(_DATE, dt.date.fromisoformat),
    _XSD + "dateTime": _when(_DATE_TIME, dt.datetime.fromisoformat),
}


def python_value(term: RdfTerm | None) -> Value | None:
    """The Python value of a term; ``None`` where nothing is bound.

    >>> python_value(RdfTerm("literal", "2018-11-22", "http://www.w3.org/2001/XMLSchema#date"))
    datetime.date(2018, 11, 22)
    >>> python_value(RdfTerm("literal", "many", "http://www.w3.org/2001/XMLSchema#integer"))
    'many'
    """
    if term is None:
        return None
    if term.kind == "iri":
        return Iri(term.value)
    if term.kind == "bnode":
        return f"_:{term.value}"
    make = _MAKERS.get(term.datatype or "")
    if make is not None:
        try:
            value = make(term.value)
        except ValueError:  # a day that no calendar has, an hour 24
            value = None
        if value is not None:
            return value
    return term.value
