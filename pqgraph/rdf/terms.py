"""RDF terms as N-Triples text.

A term is a ``str`` in N-Triples syntax (``<…>``, ``"…"``, ``"…"^^<…>``, ``"…"@en``), a triple a tuple of three. What is
said of a subject is made without it, as the rest of the line: so what is said again and again (of a House, of a member
in a role) is made once, and :func:`about` prints a whole node by one joining. No RDF library stands in the loop.
`N-Triples <https://www.w3.org/TR/n-triples/>`_.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import cast

import orjson

__all__ = [
    "Said",
    "Term",
    "Triple",
    "about",
    "boolean",
    "clean_text",
    "common_literal",
    "date",
    "date_time",
    "integer",
    "iri",
    "lang_literal",
    "literal",
    "number",
    "predicate",
    "said",
    "triples_of",
    "typed",
]

Term = str
Triple = tuple[Term, Term, Term]
Said = str
"""What is said of a subject: a line of N-Triples from behind the subject on, with the full stop and the line end."""

_dumps = orjson.dumps
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


def predicate(text: str) -> str:
    """The IRI of a property with the spaces around it; a value and ``" .\\n"`` behind it make a :data:`Said`."""
    return f" <{text}> "


def said(which: str, value: Term) -> Said:
    """What is said of a subject by one property.

    Args:
        which: The property, as :func:`predicate` gives it.
        value: The object.
    """
    return f"{which}{value} .\n"


def about(subject: Term, statements: Sequence[Said]) -> str:
    r"""All that is said of a subject, as N-Triples.

    >>> about("<a:b>", [said(predicate("a:p"), '"1"'), said(predicate("a:q"), "<a:c>")])
    '<a:b> <a:p> "1" .\n<a:b> <a:q> <a:c> .\n'
    """
    return subject + subject.join(statements) if statements else ""


def triples_of(text: str) -> list[Triple]:
    """The triples of N-Triples that were made here: one a line, one space between terms, no comments."""
    # Line ends and spaces inside IRIs and line ends inside literals are escaped, so nothing needs parsing.
    return [cast(Triple, tuple(line.split(" ", 2))) for line in text.split(" .\n")[:-1]]


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
        quoted = _dumps(text).decode()
    except TypeError:  # lone surrogates
        return literal(clean_text(text)[0])
    # Control characters show as escapes. Most texts have no escape and nothing beyond ASCII, and pass quickly.
    if ("\\" in quoted and ("\\u00" in quoted or "\\b" in quoted or "\\f" in quoted)) or (
        not quoted.isascii() and ("\ufffe" in quoted or "\uffff" in quoted)
    ):
        return _dumps(clean_text(text)[0]).decode()
    return quoted


def number(text: str) -> Term:
    """As :func:`literal`, faster for what nearly always has only letters and digits, as UINs."""
    return f'"{text}"' if text.isalnum() and text.isascii() else literal(text)


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
