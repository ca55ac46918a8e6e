"""Members as a question or answer names them, and as the file describes them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from pqgraph.model import MemberReference
from pqgraph.readers._parl_terms import Node
from pqgraph.readers._parl_values import Values

__all__ = ["ANSWERING", "ASKING", "HELD", "TABLING", "Members", "is_nobody"]

HELD = 1 << 12
"""So many of what recurs in the records of a file are held: members as printed, answering bodies."""
_MEMBER = re.compile(r"http://data\.parliament\.uk/members/(\d+)\Z", re.ASCII)
_NOBODY = "0"

LookUp = Callable[[str], Node | None]
"""Finds the node of a member."""


class Role(NamedTuple):
    """The names of the properties that tell of a member in one role."""

    member: str
    printed: str
    party: str
    seat: str
    peerage: str


def _role(role: str) -> Role:
    return Role(
        member=f"parl:{role}Member",
        printed=f"parl:{role}MemberPrinted",
        party=f"pq:{role}MemberPartyPrinted",
        seat=f"parl:{role}MemberConstituency",
        peerage=f"pq:{role}MemberPeerage",
    )


TABLING, ASKING, ANSWERING = map(_role, ("tabling", "asking", "answering"))


class Members:
    """The members of one file. What it says of each is read once for each node that says it."""

    def __init__(self) -> None:
        self._people: dict[str, tuple[Node | None, MemberReference]] = {}

    def in_role(self, values: Values, role: Role, look_up: LookUp) -> MemberReference | None:
        """The member that a node names in a role, as printed there; ``None`` for nobody."""
        iri = values.one(role.member)
        printed = values.all(role.printed)
        if iri is None:
            if not printed:
                return None
            known = MemberReference(name=printed[0])
        elif _number(iri) == _NOBODY:
            return None
        else:
            known = self.person(iri, look_up)
        return _as_printed(
            known, printed, values.one(role.party), values.one(role.seat), values.one(role.peerage)
        )

    def person(self, iri: str, look_up: LookUp) -> MemberReference:
        """What the file says of a member."""
        node = look_up(iri)
        held = self._people.get(iri)
        if held is not None and held[0] is node:
            return held[1]
        values = Values(node or {}, lambda _: None)
        person = MemberReference(
            identifier=_number(iri),
            name=values.one("foaf:name"),
            list_name=values.one("pq:listName"),
            label=values.one("rdfs:label"),
        )
        if len(self._people) >= HELD:
            self._people.clear()
        self._people[iri] = node, person
        return person


@lru_cache(maxsize=HELD)
def _as_printed(
    known: MemberReference,
    printed: tuple[str, ...],
    party: str | None,
    seat: str | None,
    peerage: str | None,
) -> MemberReference:
    return MemberReference(
        identifier=known.identifier,
        name=known.name,
        list_name=known.list_name,
        label=known.label,
        printed=printed,
        party=party,
        seat=seat,
        peerage=peerage,
    )


@lru_cache(maxsize=HELD)
def _number(iri: str) -> str | None:
    """Parliament's number of a member, ``0`` for nobody; ``None`` if the IRI is not one of Parliament's."""
    match = _MEMBER.match(iri)
    return str(int(match[1])) if match is not None else None


def is_nobody(values: Values) -> bool:
    """Whether the question was answered by no member, as at a prorogation."""
    iri = values.one("parl:answeringMember")
    return iri is not None and _number(iri) == _NOBODY
