"""Answering bodies, Houses, sessions and topics: the nodes that questions point to besides people."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from pqgraph import iris
from pqgraph.mapping.base import TYPE, Entity
from pqgraph.model import AnsweringBody, House, Session
from pqgraph.rdf import terms as t
from pqgraph.rdf.reference import bodies
from pqgraph.rdf.terms import Term, Triple
from pqgraph.terms import parl, pq, skos

__all__ = ["body_entity", "body_triples", "house_entity", "house_triples", "session_entity", "topic_entity"]

_PREF_LABEL = t.iri(skos.prefLabel)
_BODY = t.iri(pq.answeringBody)
_BODY_NAME = t.iri(parl.AnsweringBody)
_HOUSE_ID = t.iri(parl.houseId)
_LEGISLATURE = t.iri(parl.legislature)
_DEPT_ID = t.iri(parl.answeringDeptId)
_DEPT_SHORT = t.iri(parl.answeringDeptShortName)
_DEPT_SORT = t.iri(parl.answeringDeptSortName)


def _labelled(iri: str, kind: str, label: Term | None) -> Entity:
    node = t.iri(iri)
    triples: list[Triple] = [(node, TYPE, t.iri(kind))]
    if label is not None:
        triples.append((node, _PREF_LABEL, label))
    return Entity((node, label), tuple(triples))


@lru_cache(maxsize=4096)
def body_entity(identifier: str, name: str | None) -> Entity:
    """An answering body, by its number and the name that a record gives."""
    # Renamed bodies keep their number. The reference data says what they are called now, so that a graph of many
    # years has one label for each; the name on the day stands with the question.
    label = bodies().label(identifier) or name
    return _labelled(iris.answering_body(identifier), pq.AnsweringBody, t.literal(label) if label else None)


@lru_cache(maxsize=4096)
def _said_of_body(body: AnsweringBody) -> tuple[tuple[tuple[Term, Term], ...], Entity | None]:
    said = [(_BODY_NAME, t.literal(name)) for name in (body.name, *body.other_names) if name is not None]
    for predicate, value in (
        (_DEPT_ID, body.identifier),
        (_DEPT_SHORT, body.short_name),
        (_DEPT_SORT, body.sort_name),
    ):
        if value is not None:
            said.append((predicate, t.literal(value)))
    if body.identifier is None:
        return tuple(said), None
    entity = body_entity(body.identifier, body.name)
    return (*said, (_BODY, entity.triples[0][0])), entity


def body_triples(subject: Term, body: AnsweringBody, entities: list[Entity]) -> list[Triple]:
    """What a question says of the body it is put to; the body's node goes to ``entities``."""
    said, entity = _said_of_body(body)
    if entity is not None:
        entities.append(entity)
    return [(subject, predicate, value) for predicate, value in said]


def addressed_body(subject: Term, identifier: str, entities: list[Entity]) -> list[Triple]:
    """The link to a body that only the question's form of address tells; nothing is printed, so no more is said."""
    entity = body_entity(identifier, None)
    entities.append(entity)
    return [(subject, _BODY, entity.triples[0][0])]


class _SaidOfHouse(NamedTuple):
    house_id: Term
    entity: Entity


def _said_of_house(house: House) -> _SaidOfHouse:
    return _SaidOfHouse(
        t.literal(house.value), _labelled(iris.house(house), pq.House, t.literal(house.label))
    )


_COMMONS, _LORDS = _said_of_house(House.COMMONS), _said_of_house(House.LORDS)


def house_entity(house: House) -> Entity:
    """A House."""
    return (_COMMONS if house is House.COMMONS else _LORDS).entity


def house_triples(subject: Term, house: House, entities: list[Entity]) -> list[Triple]:
    """What a question says of the House it was tabled in; the House's node goes to ``entities``."""
    said = _COMMONS if house is House.COMMONS else _LORDS
    entities.append(said.entity)
    return [(subject, _HOUSE_ID, said.house_id), (subject, _LEGISLATURE, said.entity.triples[0][0])]


@lru_cache(maxsize=4096)
def session_entity(session: Session) -> Entity:
    """A session."""
    return _labelled(iris.session(session.label), pq.Session, t.literal(session.label.replace("/", "-")))


@lru_cache(maxsize=4096)
def topic_entity(slug: str, label: str) -> Entity:
    """A topic of the scheme that ships with pqgraph."""
    return _labelled(iris.topic(slug), skos.Concept, t.lang_literal(label, "en"))
