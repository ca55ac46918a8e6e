"""What the parts of the mapping share: results, errors, and terms that are made once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from pqgraph import iris
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Term, Triple
from pqgraph.terms import rdf

__all__ = ["TYPE", "Entity", "Mapped", "RecordError", "Text", "checked_iri", "date", "time_of"]

TYPE = t.iri(rdf.type)


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


class Entity(NamedTuple):
    """A node that many questions point to, written once per document."""

    key: Hashable
    """Tells equal ones apart from different ones."""
    triples: tuple[Triple, ...]
    """What is said of it."""


class Mapped(Struct, kw_only=True):
    """The triples of one question, or of one member."""

    subject: str
    """Its IRI."""
    triples: list[Triple]
    """The question, its answer, attachments and earlier versions, grouped by subject."""
    entities: list[Entity]
    """Members, bodies, Houses, sessions and topics that it points to."""
    provenance: list[Triple] = []
    """What the provenance graph says of it: where its topics stand."""
    replaced: int = 0
    """How many characters of its texts had to be replaced by U+FFFD."""
    problems: list[tuple[str, str, str]] = []
    """Members who could not be resolved: a key of :data:`pqgraph.errors.CODES`, the name, and what was found."""


class Text:
    """Makes literals of texts and counts the characters that had to be replaced."""

    __slots__ = ("replaced",)

    def __init__(self) -> None:
        self.replaced = 0

    def literal(self, text: str) -> Term:
        """A plain literal of a text as published."""
        term = t.literal(text)
        if "\ufffd" in term:
            self.replaced += t.clean_text(text)[1]
        return term


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
