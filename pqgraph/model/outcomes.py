"""What a reader yields, and what a whole corpus tells of one question."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from pqgraph.model.people import Member
from pqgraph.model.places import Locator
from pqgraph.model.questions import Question, WholeText

__all__ = ["Links", "Notice", "Record", "Rejected", "ResolvedReference"]


class ResolvedReference(Struct, frozen=True, kw_only=True):
    """An earlier answer that a text names, and the question meant, where the corpus tells which that is."""

    uin: str | None = None
    """UIN that the text gives."""
    answered_on: dt.date | None = None
    """Day of the answer that the text gives."""
    question: str | None = None
    """IRI of the question meant."""
    has_answer: bool = True
    """Whether anything in the corpus answers that question."""


class Links(Struct, frozen=True, kw_only=True):
    """What the whole corpus tells of one question."""

    sources: tuple[Locator, ...] = ()
    """All the records that it was merged from."""
    same_as: tuple[str, ...] = ()
    """Other IRIs of the question, sorted."""
    grouped_with: tuple[str, ...] = ()
    """IRIs of the questions that are answered together with it, sorted."""
    pursues: tuple[ResolvedReference, ...] = ()
    """The earlier answers that the question pursues."""
    refers_to: tuple[ResolvedReference, ...] = ()
    """The earlier answers that its answer refers to."""
    round_robin: str | None = None
    """IRI of the set of questions, one to each of many bodies, that it is part of."""


Record = Question | Member | WholeText


class Rejected(Struct, frozen=True, kw_only=True):
    """A record that cannot be used. It is counted and located, and the run goes on."""

    code: str
    """A key of :data:`pqgraph.errors.CODES`."""
    locator: Locator
    """Where it stands; for a field, the field's own place."""
    found: str
    """What was found, in one line."""


class Notice(Struct, frozen=True, kw_only=True):
    """Something worth knowing about a record that was kept."""

    code: str
    """A key of :data:`pqgraph.errors.CODES`."""
    locator: Locator
    """Where."""
    found: str
    """What was found, in one line."""
