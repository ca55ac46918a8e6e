"""Reference data that ships with pqgraph: answering bodies and how questions address them.

A page of a question may name no department; then only its opening words tell whom it is put to: "To ask the
Secretary of State for Education, what …". ``ontology/bodies.ttl`` holds these words for each body, as the
published records have them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from pqgraph import terms
from pqgraph.resources import resource

__all__ = ["Bodies", "Body", "bodies", "house_of_address", "load_bodies"]

# What stands before the address. A few texts are mistyped: "TTo ask", "To the Secretary of State".
_OPENING = r"\W*(?:t?to ask|to)\b\s*(?:(?:the|mr|mrs|ms)\b\.?\s*)?"
# "the Right hon. Member for Kenilworth and Southam, representing …"
_MEMBER = r"(?:(?:right|rt\.?)\s+)?(?:hon\.?\s+)?(?:and\s+learned\s+)?member\s+for\s+"
_GOVERNMENT = re.compile(_OPENING + r"(?:h(?:er|is)\s+majesty'?s|hm)\s+government\b", re.IGNORECASE)
# Offices that exist in one House only. The Leader of the House is left out: both Houses have one.
_LORDS = re.compile(
    _OPENING + r"(?:senior\s+deputy\s+speaker|chairman\s+of\s+committees|lord\s+speaker)\b", re.IGNORECASE
)
_COMMONS = re.compile(
    rf"{_OPENING}(?:{_MEMBER}|(?:secretary\s+of\s+state|minister|prime\s+minister|chancellor\s+of|"
    r"(?:attorney|solicitor|advocate)[\s-]general|(?:home|(?:deputy\s+)?foreign)\s+secretary|"
    r"president\s+of\s+the\s+board\s+of|"
    r"chairman\s+of\s+the\s+public\s+accounts)\b)",
    re.IGNORECASE,
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_TAG = re.compile(r"<[^<>]{0,200}>")
# Names by which ministers of state are addressed. Short names are not: "Minister of State, Transport" is no address.
_OFFICE = re.compile(r"(?:Department|Ministry) |.+ Office$")
# An address with a Member's seat before it is the longest: about 150 characters.
_HEAD = 320


@dataclass(frozen=True, slots=True)
class Body:
    """An answering body.

    Attributes:
        identifier: Parliament's number.
        label: Its latest full name.
        other_labels: Earlier and short names, sorted.
        addressed_as: The words by which questions address it, sorted.
        established: The day from which it exists under this number, where that is stated.
        replaced_by: Numbers of the bodies that took its place, sorted.
    """

    identifier: str
    label: str
    other_labels: tuple[str, ...] = ()
    addressed_as: tuple[str, ...] = ()
    established: dt.date | None = None
    replaced_by: tuple[str, ...] = ()

    @property
    def ministers_of_state(self) -> tuple[str, ...]:
        """The words by which questions address its ministers of state, one for each full name.

        A question goes to one of them if the head of the department sits in the other House.
        """
        names = filter(_OFFICE.match, (self.label, *self.other_labels))
        return tuple(f"Minister of State, {name}" for name in names)


class Bodies:
    """The answering bodies of ``ontology/bodies.ttl``.

    Args:
        entries: The bodies.
    """

    def __init__(self, entries: tuple[Body, ...]) -> None:
        self._bodies = {body.identifier: body for body in entries}

    def __iter__(self) -> Iterator[Body]:
        return iter(self._bodies.values())

    def __len__(self) -> int:
        return len(self._bodies)

    def get(self, identifier: str) -> Body | None:
        """The body with this number; ``None`` if it is not listed."""
        return self._bodies.get(identifier)

    def label(self, identifier: str) -> str | None:
        """The latest full name of the body with this number; ``None`` if it is not listed."""
        body = self._bodies.get(identifier)
        return body.label if body else None

    # Most sources give a body's number, so that the addresses are not needed at every start.
    @cached_property
    def _by_phrase(self) -> dict[str, list[Body]]:
        """The bodies that have borne an address, the earliest first."""
        found: dict[str, list[Body]] = {}
        for body in self:
            for phrase in {*body.addressed_as, *body.ministers_of_state}:
                found.setdefault(_plain(phrase).casefold(), []).append(body)
        for candidates in found.values():
            candidates.sort(key=lambda body: body.established or dt.date.min)
        return found

    @cached_property
    def _address(self) -> re.Pattern[str]:
        phrases = sorted(self._by_phrase, key=lambda phrase: (-len(phrase), phrase))
        either = "|".join(re.escape(phrase) for phrase in phrases) or "(?!)"
        return re.compile(rf"{_OPENING}(?:{_MEMBER}[^,;:?]{{2,80}}?,?\s*)?({either})(?!\w)", re.IGNORECASE)

    def addressed(self, text: str, day: dt.date | None = None) -> str | None:
        """The number of the body that a question's opening words address.

        The longest known address right after "To ask the" counts, so that "Secretary of State for Health and
        Social Care" is not taken for "Secretary of State for Health".

        Args:
            text: The question, plain or as an HTML fragment.
            day: The day it was tabled. Where two bodies have borne the same address one after the other, the
                one that existed on that day is meant; without a day, the latest.

        Returns:
            The number, or ``None`` if the address is not known. Lords questions go to the Government as a
            whole.
        """
        match = self._address.match(_plain(text))
        if match is None:
            return None
        candidates = self._by_phrase[match[1].casefold()]
        if day is not None:
            existing = [body for body in candidates if body.established is None or body.established <= day]
            candidates = existing or candidates
        return candidates[-1].identifier


def house_of_address(text: str) -> Literal["commons", "lords"] | None:
    """The House in which a question was tabled, as far as its opening words tell.

    Commons questions address the minister who answers, Lords questions "Her Majesty's Government" ("His").

    Args:
        text: The question, plain or as an HTML fragment.

    Returns:
        The House's slug, or ``None`` if the words would be right in both Houses or in neither.
    """
    head = _plain(text)
    if _GOVERNMENT.match(head) or _LORDS.match(head):
        return "lords"
    return "commons" if _COMMONS.match(head) else None


@cache
def bodies() -> Bodies:
    """The shipped answering bodies, read once.

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    return load_bodies(resource("ontology", "bodies.ttl"))


def load_bodies(path: Path) -> Bodies:
    """Answering bodies from a Turtle file that is shaped like ``ontology/bodies.ttl``.

    Raises:
        FileNotFoundError: There is no such file.
        SyntaxError: It is not Turtle.
    """
    import pyoxigraph as ox

    values: dict[str, dict[str, list[str]]] = {}
    for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
        # Subjects and predicates of this file are IRIs, objects IRIs or literals; all have a value.
        by_property = values.setdefault(quad.subject.value, {})
        by_property.setdefault(quad.predicate.value, []).append(quad.object.value)
    identifiers = {
        iri: found[terms.dcterms.identifier][0]
        for iri, found in values.items()
        if terms.pq.AnsweringBody in found.get(terms.rdf.type, [])
    }
    return Bodies(
        tuple(
            Body(
                identifier=identifier,
                label=values[iri][terms.skos.prefLabel][0],
                other_labels=tuple(sorted(values[iri].get(terms.skos.altLabel, []))),
                addressed_as=tuple(sorted(values[iri].get(terms.pq.addressedAs, []))),
                established=next(map(dt.date.fromisoformat, values[iri].get(terms.pq.established, [])), None),
                replaced_by=tuple(
                    sorted(identifiers.get(i, i) for i in values[iri].get(terms.dcterms.isReplacedBy, []))
                ),
            )
            for iri, identifier in sorted(identifiers.items(), key=lambda item: (len(item[1]), item[1]))
        )
    )


def _plain(text: str) -> str:
    """The beginning of a text with plain spaces and apostrophes and without tags."""
    head = text[:_HEAD]
    if "<" in head:
        head = _TAG.sub(" ", head)
    if not head.isascii():
        head = _INVISIBLE.sub("", head).replace("’", "'").replace("‘", "'")
    return " ".join(head.split())
