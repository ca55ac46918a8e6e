"""Members, resolved or not: the nodes, and what is printed of them beside a question or an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import lru_cache

from pqgraph import iris
from pqgraph.mapping.base import Entity, RecordError, of_class
from pqgraph.mapping.bodies import Pointer
from pqgraph.mapping.register import constituency_entity, party_entity
from pqgraph.model import House, MemberReference, Standing
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Said, Term
from pqgraph.terms import foaf, parl, pq, rdfs

__all__ = ["ANSWERING", "TABLING", "Draft", "Resolver", "Role", "member_entity"]

Resolver = Callable[[MemberReference, dt.date, House | None], Standing]
"""Who is meant by a reference on a day in a House, with the party and seat of that day."""

_MEMBER = of_class(parl.Member)
_UNRESOLVED = of_class(pq.UnresolvedMember)
_LABEL = t.predicate(rdfs.label)
_NAME = t.predicate(foaf.name)
_LIST_NAME = t.predicate(pq.listName)


class Role:
    """The properties that one role of a member has: tabling or answering."""

    __slots__ = ("member", "party", "party_of_day", "peerage", "printed", "seat", "seat_of_day")

    def __init__(
        self,
        *,
        member: str,
        printed: str,
        seat: str,
        peerage: str,
        party: str,
        seat_of_day: str,
        party_of_day: str,
    ) -> None:
        self.member = t.predicate(member)
        self.printed = t.predicate(printed)
        self.seat = t.predicate(seat)
        self.peerage = t.predicate(peerage)
        self.party = t.predicate(party)
        self.seat_of_day = t.predicate(seat_of_day)
        self.party_of_day = t.predicate(party_of_day)


TABLING = Role(
    member=parl.tablingMember,
    printed=parl.tablingMemberPrinted,
    seat=parl.tablingMemberConstituency,
    peerage=pq.tablingMemberPeerage,
    party=pq.tablingMemberPartyPrinted,
    seat_of_day=pq.tablingMemberSeat,
    party_of_day=pq.tablingMemberParty,
)
ANSWERING = Role(
    member=parl.answeringMember,
    printed=parl.answeringMemberPrinted,
    seat=parl.answeringMemberConstituency,
    peerage=pq.answeringMemberPeerage,
    party=pq.answeringMemberPartyPrinted,
    seat_of_day=pq.answeringMemberSeat,
    party_of_day=pq.answeringMemberParty,
)


@lru_cache(maxsize=65536)
def _entity(identifier: str | None, name: str | None, list_name: str | None, label: str | None) -> Entity:
    if identifier is None:
        if name is None:
            raise RecordError("PQ201", "a member has neither number nor name")
        node = t.iri(iris.person(name))
        return Entity(node, t.about(node, [_UNRESOLVED, t.said(_NAME, t.literal(name))]))
    try:
        node = t.iri(iris.member(identifier))
    except ValueError as problem:
        raise RecordError("PQ202", str(problem)) from None
    said = [_MEMBER]
    for predicate, value in ((_LABEL, label), (_NAME, name), (_LIST_NAME, list_name)):
        if value:
            said.append(t.said(predicate, t.literal(value)))
    return Entity(node, t.about(node, said))


def member_entity(member: MemberReference) -> Entity:
    """The node of a member and what is said of it.

    Raises:
        RecordError: PQ202, the number is not one; PQ201, there is neither number nor name.
    """
    name = member.name or (member.printed[0] if member.printed and member.identifier is None else None)
    return _entity(member.identifier, name, member.list_name, member.label)


# The same few hundred members come again and again, so what is said of them is made once.
@lru_cache(maxsize=65536)
def _said_of_role(role: Role, member: MemberReference) -> Pointer:
    entity = member_entity(member)
    said = [t.said(role.member, entity.node)]
    said += [t.said(role.printed, t.literal(printed)) for printed in member.printed]
    for predicate, value in (
        (role.seat, member.seat),
        (role.peerage, member.peerage),
        (role.party, member.party),
    ):
        if value is not None:
            said.append(t.said(predicate, t.literal(value)))
    return Pointer(tuple(said), (entity,))


@lru_cache(maxsize=65536)
def _said_of_standing(role: Role, standing: Standing) -> Pointer:
    said, entities = _said_of_role(role, standing.member)
    if standing.party is not None:
        entity = party_entity(standing.party)
        entities += (entity,)
        said += (t.said(role.party_of_day, entity.node),)
    if standing.constituency is not None:
        entity = constituency_entity(standing.constituency)
        entities += (entity,)
        said += (t.said(role.seat_of_day, entity.node),)
    return Pointer(said, entities)


class Draft:
    """One question in the making: who its members are, its literals, and what comes beside its statements.

    Args:
        resolver: Finds out who is meant; without one, references stand as the source gives them.
        house: The House of the question.
    """

    __slots__ = ("_house", "_resolver", "addresses", "entities", "problems", "replaced")

    def __init__(self, resolver: Resolver | None, house: House | None) -> None:
        self._resolver = resolver
        self._house = house
        self.entities: list[Entity] = []
        """The nodes that it points to."""
        self.problems: list[tuple[str, str, str]] = []
        """Members who could not be resolved, as in :class:`pqgraph.mapping.base.Mapped`."""
        self.addresses: list[tuple[str, str]] = []
        """Addresses that had to be changed, likewise."""
        self.replaced = 0
        """How many characters of its texts had to be replaced."""

    def literal(self, text: str) -> Term:
        """A plain literal of a text as published."""
        term = t.literal(text)
        if "\ufffd" in term:
            self.replaced += t.clean_text(text)[1]
        return term

    def role(
        self, role: Role, member: MemberReference, day: dt.date | None, *, of_day: bool = True
    ) -> tuple[Said, ...]:
        """What a question or an answer says of the member in a role.

        Args:
            role: The role.
            member: The member, as the source refers to them.
            day: The day that counts; nothing is looked up without one.
            of_day: Whether to tell party and seat of the day.

        Raises:
            RecordError: PQ202, PQ201 as :func:`member_entity`.
        """
        if self._resolver is None or day is None:
            said, entities = _said_of_role(role, member)
        else:
            standing = self._resolver(member, day, self._house)
            if standing.problem is not None:
                self.problems.append(standing.problem)
            if of_day:
                said, entities = _said_of_standing(role, standing)
            else:
                said, entities = _said_of_role(role, standing.member)
        self.entities += entities
        return said

    def node(self, member: MemberReference, day: dt.date | None) -> Term:
        """The node of a member of whom nothing else is said.

        Raises:
            RecordError: As :meth:`role`.
        """
        if self._resolver is not None and day is not None:
            standing = self._resolver(member, day, self._house)
            if standing.problem is not None:
                self.problems.append(standing.problem)
            member = standing.member
        entity = member_entity(member)
        self.entities.append(entity)
        return entity.node
