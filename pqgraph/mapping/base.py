"""What the parts of the mapping share: results, errors, and terms that are made once."""

from __future__ import annotations

import datetime as dt
import re
from functools import cached_property, lru_cache

from msgspec import Struct

from pqgraph import iris
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Said, Term, Triple
from pqgraph.terms import rdf

__all__ = [
    "TYPE",
    "Entity",
    "Mapped",
    "RecordError",
    "checked_iri",
    "date",
    "of_class",
    "time_of",
    "web_address",
]

TYPE = t.predicate(rdf.type)
_WEB = re.compile(r"https?://[^/\s]", re.IGNORECASE)
_NOT_IN_IRIS = re.compile(r"[\x00-\x20<>\"{}|^`\\\x7f]|%(?![0-9A-Fa-f]{2})")


class RecordError(Exception):
    """A record that reads well but cannot be mapped; the pipeline turns it into a rejection.

    Args:
        code: A key of :data:`pqgraph.errors.CODES`.
        found: What was found, in one line.
    """

    def __init__(self, code: str, found: str) -> None:
        super().__init__(found)
        self.code = code
        self.found = found


class Entity(Struct, frozen=True, cache_hash=True):
    """A node that many questions point to, written once per document. Entities are equal if they say the same."""

    node: Term
    """The node."""
    text: str
    """What is said of it, as N-Triples."""

    @property
    def triples(self) -> list[Triple]:
        """What is said of it, as terms."""
        return t.triples_of(self.text)


class Mapped(Struct, kw_only=True, dict=True):
    """The statements of one question, or of one member."""

    subject: str
    """Its IRI."""
    text: str
    """The question, its answer, attachments and earlier versions, grouped by subject, as N-Triples."""
    entities: list[Entity]
    """Members, bodies, Houses, sessions and topics that it points to."""
    provenance: str = ""
    """What the provenance graph says of it: where its topics stand, as N-Triples."""
    replaced: int = 0
    """How many characters of its texts had to be replaced by U+FFFD."""
    problems: list[tuple[str, str, str]] = []
    """Members who could not be resolved: a key of :data:`pqgraph.errors.CODES`, the name, and what was found."""
    addresses: list[tuple[str, str]] = []
    """Addresses that are no IRIs, each with what was made of it."""

    @cached_property
    def triples(self) -> list[Triple]:
        """The statements as terms, for those who look into them; writing needs only the text."""
        return t.triples_of(self.text)


def of_class(iri: str) -> Said:
    """That a node is of a class."""
    return t.said(TYPE, t.iri(iri))


@lru_cache(maxsize=65536)
def date(value: dt.date) -> Term:
    """An ``xsd:date``; days recur, so each is made once."""
    return t.date(value)


def time_of(text: str, field: str) -> Term:
    """An ``xsd:dateTime``.

    Raises:
        RecordError: PQ203, it is none.
    """
    try:
        return t.date_time(text)
    except ValueError:
        raise RecordError("PQ203", f"{field} {text!r} is not a time") from None


def checked_iri(text: str, field: str) -> str:
    """An IRI that the source gives, as it stands.

    Raises:
        RecordError: PQ204, it is none.
    """
    if not iris.is_iri(text):
        raise RecordError("PQ204", f"{field} {text!r} is not an IRI")
    return text


def web_address(text: str, field: str) -> str:
    """The address of a page or a file as an IRI: spaces and the like are written as browsers do, ``%20``.

    Files have the names that officials gave them, and a question is not lost for one of those.

    Raises:
        RecordError: PQ204, it is no address.
    """
    if not iris.is_iri(text) and _WEB.match(text) is not None:
        text = _NOT_IN_IRIS.sub(lambda match: f"%{ord(match[0]):02X}", text)
    return checked_iri(text, field)
