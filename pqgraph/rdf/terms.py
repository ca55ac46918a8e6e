"""RDF terms as N-Triples text.

A term is a ``str`` in N-Triples syntax (``<…>``, ``"…"``, ``"…"^^<…>``, ``"…"@en``), a triple a tuple of three. That
is what makes writing fast: a triple is printed by joining, and no RDF library stands in the loop.
`N-Triples <https://www.w3.org/TR/n-triples/>`_.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

import orjson

__all__ = [
    "Term",
    "Triple",
    "boolean",
    "clean_text",
    "common_literal",
    "date",
    "date_time",
    "integer",
    "iri",
    "lang_literal",
    "literal",
    "typed",
]

Term = str
Triple = tuple[Term, Term, Term]

_XSD = "http://www.w3.org/2001/XMLSchema#"
_TRUE = f'"true"^^<{_XSD}boolean>'
_FALSE = f'"false"^^<{_XSD}boolean>'
_DATE = f'"^^<{_XSD}date>'
_DATE_TIME = f'"^^<{_XSD}dateTime>'
_INTEGER = f'"^^<{_XSD}integer>'

# What XML 1.0 cannot carry, so that every serialisation can be written from the same graph.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DATE_TIME_FORM = re.compile(r"(-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?\Z", re.ASCII)


def iri(text: str) -> Term:
    """An IRI. The caller vouches for its syntax (:func:`pqgraph.iris.is_iri`)."""
    return f"<{text}>"


def clean_text(text: str) -> tuple[str, int]:
    """Replace what RDF/XML or UTF-8 cannot carry by U+FFFD; also say how many characters that were."""
    return _UNFIT.subn("\ufffd", text)


def literal(text: str) -> Term:
    r"""A plain literal. Unfit characters become U+FFFD.

    >>> literal('He said "no"\n')
    '"He said \\"no\\"\\n"'
    """
    try:
        # JSON's string escapes are a subset of N-Triples'; orjson writes them 70 times faster than str.translate.
        quoted = orjson.dumps(text)
    except TypeError:  # lone surrogates
        return literal(clean_text(text)[0])
    # Control characters show as escapes, U+FFFE and U+FFFF in three bytes; most texts have neither and pass quickly.
    if (b"\\" in quoted and (b"\\u00" in quoted or b"\\b" in quoted or b"\\f" in quoted)) or (
        not text.isascii() and b"\xef\xbf" in quoted
    ):
        quoted = orjson.dumps(clean_text(text)[0])
    return quoted.decode()


# Names, numbers and words of a fixed set recur by the thousand.
common_literal = lru_cache(maxsize=65536)(literal)
"""As :func:`literal`, for short texts that recur."""


def lang_literal(text: str, language: str) -> Term:
    """A literal with a language tag, for labels that pqgraph writes itself."""
    return f"{literal(text)}@{language}"


def typed(text: str, datatype: str) -> Term:
    """A literal of any datatype, in the lexical form given."""
    return f"{literal(text)}^^<{datatype}>"


def boolean(value: bool) -> Term:
    """An ``xsd:boolean``."""
    return _TRUE if value else _FALSE


@lru_cache(maxsize=4096)
def integer(value: int) -> Term:
    """An ``xsd:integer``."""
    return f'"{value}{_INTEGER}'


def date(value: dt.date) -> Term:
    """An ``xsd:date`` without zone: a day in London."""
    return f'"{value.isoformat()}{_DATE}'


def date_time(text: str) -> Term:
    """An ``xsd:dateTime`` in canonical form: no trailing zeros in the fraction, ``Z`` for UTC.

    A time printed without zone stays so. A few of 2014 are; whether they are London's or UTC nobody knows.

    Raises:
        ValueError: Not a time.
    """
    match = _DATE_TIME_FORM.match(text)
    if match is None:
        raise ValueError(f"{text!r} is not an xsd:dateTime")
    head, fraction, zone = match.groups()
    dt.datetime.fromisoformat(head)
    fraction = (fraction or "").rstrip("0")
    zone = "Z" if zone in ("+00:00", "-00:00") else zone
    return f'"{head}{"." + fraction if fraction else ""}{zone or ""}{_DATE_TIME}'
