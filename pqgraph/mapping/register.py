"""Members with their seats and parties by day, and the nodes of parties and constituencies."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from pqgraph import iris
from pqgraph.mapping.base import TYPE, Entity, Mapped, RecordError, date
from pqgraph.mapping.bodies import house_entity
from pqgraph.mapping.provenance import derived_from
from pqgraph.model import Constituency, Locator, Member, Party, PartyMembership, SeatIncumbency
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Term, Triple
from pqgraph.terms import foaf, org, owl, parl, pq, skos

__all__ = ["constituency_entity", "map_member", "party_entity"]

_MEMBER = t.iri(parl.Member)
_MEMBERSHIP = t.iri(org.Membership)
_SEAT_CLASS = t.iri(pq.SeatIncumbency)
_PARTY_MEMBERSHIP = t.iri(pq.PartyMembership)
_HAS_MEMBERSHIP = t.iri(org.hasMembership)
_OF_MEMBER = t.iri(org.member)
_ORGANIZATION = t.iri(org.organization)
_CONSTITUENCY = t.iri(pq.constituency)
_PEERAGE = t.iri(pq.peerage)
_ELECTED_FOR = t.iri(pq.electedFor)
_START = t.iri(pq.startDate)
_END = t.iri(pq.endDate)
_SEEN = t.iri(pq.seenOn)
_EXTERNAL = t.iri(pq.externalIdentifier)
_DIED = t.iri(pq.dateOfDeath)
_SAME_AS = t.iri(owl.sameAs)
_ALT_LABEL = t.iri(skos.altLabel)
_PREF_LABEL = t.iri(skos.prefLabel)
_ABBREVIATION = t.iri(pq.abbreviation)
_NAMES: tuple[tuple[Term, str], ...] = (
    (t.iri(foaf.name), "name"),
    (t.iri(pq.listName), "list_name"),
    (t.iri(foaf.givenName), "given_name"),
    (t.iri(foaf.familyName), "family_name"),
    (t.iri(foaf.gender), "gender"),
)


@lru_cache(maxsize=4096)
def party_entity(party: Party) -> Entity:
    """A party.

    Raises:
        RecordError: PQ201, it has neither number nor name.
    """
    try:
        node = t.iri(iris.party(party.identifier, party.name))
    except ValueError:
        raise RecordError("PQ201", "a party has neither number nor name") from None
    triples: list[Triple] = [(node, TYPE, t.iri(pq.Party))]
    if party.name is not None:
        triples.append((node, _PREF_LABEL, t.literal(party.name)))
    if party.abbreviation is not None:
        triples.append((node, _ABBREVIATION, t.literal(party.abbreviation)))
    return Entity((node, party.name, party.abbreviation), tuple(triples))


@lru_cache(maxsize=16384)
def constituency_entity(constituency: Constituency) -> Entity:
    """A constituency.

    Raises:
        RecordError: PQ201, it has neither number nor name.
    """
    try:
        node = t.iri(iris.constituency(constituency.identifier, constituency.name))
    except ValueError:
        raise RecordError("PQ201", "a constituency has neither number nor name") from None
    triples: list[Triple] = [(node, TYPE, t.iri(pq.Constituency))]
    if constituency.name is not None:
        triples.append((node, _PREF_LABEL, t.literal(constituency.name)))
    return Entity((node, constituency.name), tuple(triples))


def map_member(member: Member, sources: Iterable[Locator] = ()) -> Mapped:
    """The triples of one member with all memberships, merged from every source.

    Args:
        member: The member.
        sources: The records it was read from, for the links to them; none without provenance.

    Raises:
        RecordError: Something the source says cannot stand in a graph (PQ201, PQ202).
    """
    try:
        iri = iris.member(member.identifier)
    except ValueError as problem:
        raise RecordError("PQ202", str(problem)) from None
    node = t.iri(iri)
    entities: list[Entity] = []
    triples: list[Triple] = [(node, TYPE, _MEMBER)]
    add = triples.append
    for predicate, field in _NAMES:
        if (value := getattr(member, field)) is not None:
            add((node, predicate, t.literal(value)))
    # The title in full is one more name; "other names" never repeats one that has its own property.
    named = {member.name, member.list_name}
    for other in dict.fromkeys((member.full_title, *member.other_names)):
        if other is not None and other not in named:
            add((node, _ALT_LABEL, t.literal(other)))
    if member.date_of_death is not None:
        add((node, _DIED, date(member.date_of_death)))
    for identifier in member.other_identifiers:
        if iris.is_iri(identifier):
            add((node, _SAME_AS, t.iri(identifier)))
        else:
            add((node, _EXTERNAL, t.literal(identifier)))
    for locator in sources:
        add(derived_from(node, locator))
    parts: list[Triple] = []
    for seat in member.seats:
        parts += _seat(member, node, seat, triples, entities)
    for membership in member.parties:
        parts += _party(member, node, membership, triples, entities)
    return Mapped(subject=iri, triples=triples + parts, entities=entities)


def _key(membership: SeatIncumbency | PartyMembership) -> str:
    if membership.start is not None:
        return membership.start.isoformat()
    if isinstance(membership, PartyMembership) and membership.seen is not None:
        return f"seen-{membership.seen.isoformat()}"
    return f"until-{membership.end.isoformat()}" if membership.end is not None else "undated"


def _membership(
    member: Member, node: Term, kind: str, what: SeatIncumbency | PartyMembership, links: list[Triple]
) -> tuple[Term, list[Triple]]:
    """The node of a membership, and what seats and parties have in common."""
    own = t.iri(iris.membership(member.identifier, kind, _key(what)))
    links.append((node, _HAS_MEMBERSHIP, own))
    class_ = _SEAT_CLASS if isinstance(what, SeatIncumbency) else _PARTY_MEMBERSHIP
    triples: list[Triple] = [(own, TYPE, class_), (own, TYPE, _MEMBERSHIP), (own, _OF_MEMBER, node)]
    if what.start is not None:
        triples.append((own, _START, date(what.start)))
    if what.end is not None:
        triples.append((own, _END, date(what.end)))
    return own, triples


def _seat(
    member: Member, node: Term, seat: SeatIncumbency, links: list[Triple], entities: list[Entity]
) -> list[Triple]:
    own, triples = _membership(member, node, seat.house.slug, seat, links)
    house = house_entity(seat.house)
    entities.append(house)
    triples.append((own, _ORGANIZATION, house.triples[0][0]))
    if seat.constituency is not None:
        entities.append(constituency_entity(seat.constituency))
        triples.append((own, _CONSTITUENCY, entities[-1].triples[0][0]))
    if seat.peerage is not None:
        triples.append((own, _PEERAGE, t.literal(seat.peerage)))
    for party in seat.elected_for:
        entities.append(party_entity(party))
        triples.append((own, _ELECTED_FOR, entities[-1].triples[0][0]))
    return triples + [(own, _EXTERNAL, t.literal(identifier)) for identifier in seat.identifiers]


def _party(
    member: Member, node: Term, membership: PartyMembership, links: list[Triple], entities: list[Entity]
) -> list[Triple]:
    own, triples = _membership(member, node, "party", membership, links)
    entities.append(party_entity(membership.party))
    triples.append((own, _ORGANIZATION, entities[-1].triples[0][0]))
    if membership.seen is not None and membership.start is None:
        triples.append((own, _SEEN, date(membership.seen)))
    return triples
