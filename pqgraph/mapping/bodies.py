"""Answering bodies, Houses, sessions and topics: the nodes that questions point to besides people."""

from __future__ import annotations

import datetime as dt
from functools import cache, lru_cache
from typing import NamedTuple

from pqgraph import iris
from pqgraph.mapping.base import Entity, of_class
from pqgraph.model import AnsweringBody, House, Session
from pqgraph.rdf import terms as t
from pqgraph.rdf.reference import bodies
from pqgraph.rdf.terms import Said, Term
from pqgraph.terms import dcterms, parl, pq, skos

__all__ = [
    "Pointer",
    "body_entity",
    "house_entity",
    "named_body",
    "said_of_house_and_body",
    "said_of_session",
    "said_of_topic",
]

_PREF_LABEL = t.predicate(skos.prefLabel)
_BODY = t.predicate(pq.answeringBody)
_BODY_NAME = t.predicate(parl.AnsweringBody)
_HOUSE_ID = t.predicate(parl.houseId)
_LEGISLATURE = t.predicate(parl.legislature)
_DEPT_ID = t.predicate(parl.answeringDeptId)
_DEPT_SHORT = t.predicate(parl.answeringDeptShortName)
_DEPT_SORT = t.predicate(parl.answeringDeptSortName)
_SESSION = t.predicate(parl.session)
_IN_SESSION = t.predicate(pq.inSession)
_SUBJECT = t.predicate(dcterms.subject)


class Pointer(NamedTuple):
    """What a question says of a thing that many questions point to. It is the same for all, so it is made once."""

    said: tuple[Said, ...]
    """What the question says."""
    entities: tuple[Entity, ...]
    """The nodes that it points to."""


def _labelled(iri: str, kind: str, label: Term | None) -> Entity:
    node = t.iri(iri)
    said = [of_class(kind)]
    if label is not None:
        said.append(t.said(_PREF_LABEL, label))
    return Entity(node, t.about(node, said))


@lru_cache(maxsize=4096)
def body_entity(identifier: str, name: str | None) -> Entity:
    """An answering body, by its number and the name that a record gives."""
    # Renamed bodies keep their number. The reference data says what they are called now, so that a graph of many
    # years has one label for each; the name on the day stands with the question.
    label = bodies().label(identifier) or name
    return _labelled(iris.answering_body(identifier), pq.AnsweringBody, t.literal(label) if label else None)


@cache
def _by_name() -> dict[str, list[tuple[dt.date, str]]]:
    """By each full name that bodies have had: since when there is a body of that name, and its number."""
    found: dict[str, list[tuple[dt.date, str]]] = {}
    for body in bodies():
        for name in {_folded(name) for name in (body.label, *body.other_labels)}:
            found.setdefault(name, []).append((body.established or dt.date.min, body.identifier))
    return {name: sorted(candidates) for name, candidates in found.items()}


def _folded(name: str) -> str:
    return " ".join(name.replace("&", "and").casefold().split())


def named_body(name: str, day: dt.date | None) -> str | None:
    """The number of the body that a source prints by its full name alone; ``None`` if no body is known by it.

    Args:
        name: As printed.
        day: The day of the question. Where two bodies have had the name one after the other, the one that existed
            then is meant; without a day, the latest.
    """
    candidates = _by_name().get(_folded(name), [])
    existing = [candidate for candidate in candidates if day is None or candidate[0] <= day] or candidates
    return existing[-1][1] if existing else None


def _said_of_body(body: AnsweringBody) -> Pointer:
    """What a question says of the body it is put to."""
    said = [
        t.said(_BODY_NAME, t.literal(name)) for name in (body.name, *body.other_names) if name is not None
    ]
    for predicate, value in (
        (_DEPT_ID, body.identifier),
        (_DEPT_SHORT, body.short_name),
        (_DEPT_SORT, body.sort_name),
    ):
        if value is not None:
            said.append(t.said(predicate, t.literal(value)))
    if body.identifier is None:
        return Pointer(tuple(said), ())
    entity = body_entity(body.identifier, body.name)
    return Pointer((*said, t.said(_BODY, entity.node)), (entity,))


def _addressed_body(identifier: str) -> Pointer:
    """The link to a body that only the question's form of address tells; nothing is printed, so no more is said."""
    entity = body_entity(identifier, None)
    return Pointer((t.said(_BODY, entity.node),), (entity,))


def _said_of_house(house: House) -> Pointer:
    """What a question says of the House it was tabled in."""
    entity = house_entity(house)
    return Pointer((t.said(_HOUSE_ID, t.literal(house.value)), t.said(_LEGISLATURE, entity.node)), (entity,))


def house_entity(house: House) -> Entity:
    """A House."""
    return _labelled(iris.house(house), pq.House, t.literal(house.label))


@lru_cache(maxsize=4096)
def said_of_house_and_body(house: House | None, body: AnsweringBody | None, addressed: str | None) -> Pointer:
    """What a question says of where it was tabled and whom it is put to, in one.

    Args:
        house: The House.
        body: The answering body that its source names.
        addressed: Number of the body that its form of address tells.
    """
    pointers = []
    if house is not None:
        pointers.append(_said_of_house(house))
    if body is not None:
        pointers.append(_said_of_body(body))
    if addressed is not None:
        pointers.append(_addressed_body(addressed))
    return Pointer(
        tuple(said for pointer in pointers for said in pointer.said),
        tuple(entity for pointer in pointers for entity in pointer.entities),
    )


@lru_cache(maxsize=4096)
def said_of_session(session: Session) -> Pointer:
    """What a question says of a session that it belongs to."""
    label = t.literal(session.label.replace("/", "-"))
    entity = _labelled(iris.session(session.label), pq.Session, label)
    return Pointer((t.said(_SESSION, t.literal(session.label)), t.said(_IN_SESSION, entity.node)), (entity,))


@lru_cache(maxsize=4096)
def said_of_topic(slug: str, label: str) -> Pointer:
    """What a question says of a topic of the scheme that ships with pqgraph."""
    entity = _labelled(iris.topic(slug), skos.Concept, t.lang_literal(label, "en"))
    return Pointer((t.said(_SUBJECT, entity.node),), (entity,))
