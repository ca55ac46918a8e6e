"""Members with their seats and parties by day, and the nodes of parties and constituencies."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from pqgraph import iris
from pqgraph.mapping.base import Entity, Mapped, RecordError, date, of_class
from pqgraph.mapping.bodies import house_entity
from pqgraph.mapping.provenance import derived_from
from pqgraph.model import Constituency, Locator, Member, Party, PartyMembership, SeatIncumbency
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Said, Term
from pqgraph.terms import foaf, org, owl, parl, pq, skos

__all__ = ["constituency_entity", "map_member", "party_entity"]

_MEMBER = of_class(parl.Member)
_MEMBERSHIP = of_class(org.Membership)
_SEAT_CLASS = of_class(pq.SeatIncumbency)
_PARTY_MEMBERSHIP = of_class(pq.PartyMembership)
_PARTY_CLASS = of_class(pq.Party)
_CONSTITUENCY_CLASS = of_class(pq.Constituency)
_HAS_MEMBERSHIP = t.predicate(org.hasMembership)
_OF_MEMBER = t.predicate(org.member)
_ORGANIZATION = t.predicate(org.organization)
_CONSTITUENCY = t.predicate(pq.constituency)
_PEERAGE = t.predicate(pq.peerage)
_ELECTED_FOR = t.predicate(pq.electedFor)
_START = t.predicate(pq.startDate)
_END = t.predicate(pq.endDate)
_SEEN = t.predicate(pq.seenOn)
_EXTERNAL = t.predicate(pq.externalIdentifier)
_DIED = t.predicate(pq.dateOfDeath)
_SAME_AS = t.predicate(owl.sameAs)
_ALT_LABEL = t.predicate(skos.altLabel)
_PREF_LABEL = t.predicate(skos.prefLabel)
_ABBREVIATION = t.predicate(pq.abbreviation)
_NAMES: tuple[tuple[str, str], ...] = (
    (t.predicate(foaf.name), "name"),
    (t.predicate(pq.listName), "list_name"),
    (t.predicate(foaf.givenName), "given_name"),
    (t.predicate(foaf.familyName), "family_name"),
    (t.predicate(foaf.gender), "gender"),
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
    said = [_PARTY_CLASS]
    if party.name is not None:
        said.append(t.said(_PREF_LABEL, t.literal(party.name)))
    if party.abbreviation is not None:
        said.append(t.said(_ABBREVIATION, t.literal(party.abbreviation)))
    return Entity(node, t.about(node, said))


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
    said = [_CONSTITUENCY_CLASS]
    if constituency.name is not None:
        said.append(t.said(_PREF_LABEL, t.literal(constituency.name)))
    return Entity(node, t.about(node, said))


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
    said = [_MEMBER]
    add = said.append
    for predicate, field in _NAMES:
        if (value := getattr(member, field)) is not None:
            add(t.said(predicate, t.literal(value)))
    # The title in full is one more name; "other names" never repeats one that has its own property.
    named = {member.name, member.list_name}
    for other in dict.fromkeys((member.full_title, *member.other_names)):
        if other is not None and other not in named:
            add(t.said(_ALT_LABEL, t.literal(other)))
    if member.date_of_death is not None:
        add(t.said(_DIED, date(member.date_of_death)))
    for identifier in member.other_identifiers:
        if iris.is_iri(identifier):
            add(t.said(_SAME_AS, t.iri(identifier)))
        else:
            add(t.said(_EXTERNAL, t.literal(identifier)))
    for locator in sources:
        add(derived_from(locator))
    parts: list[str] = []
    for seat in member.seats:
        own = t.iri(iris.membership(member.identifier, seat.house.slug, _key(seat)))
        add(t.said(_HAS_MEMBERSHIP, own))
        parts.append(t.about(own, _seat(node, seat, entities)))
    for membership in member.parties:
        own = t.iri(iris.membership(member.identifier, "party", _key(membership)))
        add(t.said(_HAS_MEMBERSHIP, own))
        parts.append(t.about(own, _party(node, membership, entities)))
    return Mapped(subject=iri, text=t.about(node, said) + "".join(parts), entities=entities)


def _key(membership: SeatIncumbency | PartyMembership) -> str:
    """What tells a membership from the member's others of its kind."""
    if membership.start is not None:
        return membership.start.isoformat()
    if isinstance(membership, PartyMembership) and membership.seen is not None:
        return f"seen-{membership.seen.isoformat()}"
    return f"until-{membership.end.isoformat()}" if membership.end is not None else "undated"


def _membership(node: Term, what: SeatIncumbency | PartyMembership) -> list[Said]:
    """What seats and parties have in common."""
    class_ = _SEAT_CLASS if isinstance(what, SeatIncumbency) else _PARTY_MEMBERSHIP
    said = [class_, _MEMBERSHIP, t.said(_OF_MEMBER, node)]
    if what.start is not None:
        said.append(t.said(_START, date(what.start)))
    if what.end is not None:
        said.append(t.said(_END, date(what.end)))
    return said


def _seat(node: Term, seat: SeatIncumbency, entities: list[Entity]) -> list[Said]:
    said = _membership(node, seat)
    house = house_entity(seat.house)
    entities.append(house)
    said.append(t.said(_ORGANIZATION, house.node))
    if seat.constituency is not None:
        constituency = constituency_entity(seat.constituency)
        entities.append(constituency)
        said.append(t.said(_CONSTITUENCY, constituency.node))
    if seat.peerage is not None:
        said.append(t.said(_PEERAGE, t.literal(seat.peerage)))
    for each in seat.elected_for:
        party = party_entity(each)
        entities.append(party)
        said.append(t.said(_ELECTED_FOR, party.node))
    return said + [t.said(_EXTERNAL, t.literal(identifier)) for identifier in seat.identifiers]


def _party(node: Term, membership: PartyMembership, entities: list[Entity]) -> list[Said]:
    said = _membership(node, membership)
    party = party_entity(membership.party)
    entities.append(party)
    said.append(t.said(_ORGANIZATION, party.node))
    if membership.seen is not None and membership.start is None:
        said.append(t.said(_SEEN, date(membership.seen)))
    return said
