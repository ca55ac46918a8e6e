"""Members, resolved or not: the nodes, and what is printed of them beside a question or an answer."""

from __future__ import annotations

from functools import lru_cache

from pqgraph import iris
from pqgraph.mapping.base import TYPE, Entity, RecordError
from pqgraph.model import MemberReference
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Term, Triple
from pqgraph.terms import foaf, parl, pq, rdfs

__all__ = ["ANSWERING", "TABLING", "Role", "member_entity", "role_triples"]

_MEMBER = t.iri(parl.Member)
_UNRESOLVED = t.iri(pq.UnresolvedMember)
_LABEL = t.iri(rdfs.label)
_NAME = t.iri(foaf.name)
_LIST_NAME = t.iri(pq.listName)


class Role:
    """The properties that one role of a member has: tabling or answering."""

    __slots__ = ("member", "party", "peerage", "printed", "seat")

    def __init__(self, *, member: str, printed: str, seat: str, peerage: str, party: str) -> None:
        self.member = t.iri(member)
        self.printed = t.iri(printed)
        self.seat = t.iri(seat)
        self.peerage = t.iri(peerage)
        self.party = t.iri(party)


TABLING = Role(
    member=parl.tablingMember,
    printed=parl.tablingMemberPrinted,
    seat=parl.tablingMemberConstituency,
    peerage=pq.tablingMemberPeerage,
    party=pq.tablingMemberPartyPrinted,
)
ANSWERING = Role(
    member=parl.answeringMember,
    printed=parl.answeringMemberPrinted,
    seat=parl.answeringMemberConstituency,
    peerage=pq.answeringMemberPeerage,
    party=pq.answeringMemberPartyPrinted,
)


@lru_cache(maxsize=65536)
def _entity(identifier: str | None, name: str | None, list_name: str | None, label: str | None) -> Entity:
    if identifier is None:
        if name is None:
            raise RecordError("PQ201", "a member has neither number nor name")
        node = t.iri(iris.person(name))
        return Entity(node, ((node, TYPE, _UNRESOLVED), (node, _NAME, t.literal(name))))
    try:
        node = t.iri(iris.member(identifier))
    except ValueError as problem:
        raise RecordError("PQ202", str(problem)) from None
    triples: list[Triple] = [(node, TYPE, _MEMBER)]
    for predicate, value in ((_LABEL, label), (_NAME, name), (_LIST_NAME, list_name)):
        if value:
            triples.append((node, predicate, t.literal(value)))
    return Entity((node, label, name, list_name), tuple(triples))


def member_entity(member: MemberReference) -> tuple[Term, Entity]:
    """The node of a member and what is said of it.

    Raises:
        RecordError: PQ202, the number is not one; PQ201, there is neither number nor name.
    """
    name = member.name or (member.printed[0] if member.printed and member.identifier is None else None)
    entity = _entity(member.identifier, name, member.list_name, member.label)
    return entity.triples[0][0], entity


@lru_cache(maxsize=65536)
def _said_of_role(role: Role, member: MemberReference) -> tuple[tuple[tuple[Term, Term], ...], Entity]:
    node, entity = member_entity(member)
    said = [(role.member, node)]
    said += [(role.printed, t.literal(printed)) for printed in member.printed]
    for predicate, value in (
        (role.seat, member.seat),
        (role.peerage, member.peerage),
        (role.party, member.party),
    ):
        if value is not None:
            said.append((predicate, t.literal(value)))
    return tuple(said), entity


def role_triples(subject: Term, role: Role, member: MemberReference, entities: list[Entity]) -> list[Triple]:
    """What a question or an answer says of the member in a role; the member's node goes to ``entities``.

    Raises:
        RecordError: PQ202, PQ201 as :func:`member_entity`.
    """
    # The same few hundred members come again and again, so what is said of them is made once.
    said, entity = _said_of_role(role, member)
    entities.append(entity)
    return [(subject, predicate, value) for predicate, value in said]
