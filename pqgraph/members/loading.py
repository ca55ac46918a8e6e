"""Registers from RDF: pqgraph's own output, and the compact register that ships with it."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pqgraph import iris, terms
from pqgraph.errors import PqgraphError
from pqgraph.files import open_input
from pqgraph.model import (
    Constituency,
    House,
    Locator,
    Member,
    Party,
    PartyMembership,
    SeatIncumbency,
    SourceFile,
)
from pqgraph.rdf.formats import format_of_path
from pqgraph.rdf.guard import checked_stream
from pqgraph.resources import resource
from pqgraph.terms import foaf, org, owl, parl, pq, skos

__all__ = ["READER_NAME", "load_members", "shipped_members"]

READER_NAME = "rdf-register"
"""The reader that locators of these members name."""
_MEMBER = "http://data.parliament.uk/members/"
_HOUSES = {iris.house(house): house for house in House}
_WANTED = frozenset(
    {
        terms.rdf.type,
        foaf.name,
        foaf.givenName,
        foaf.familyName,
        foaf.gender,
        org.hasMembership,
        org.organization,
        owl.sameAs,
        skos.altLabel,
        skos.prefLabel,
        pq.listName,
        pq.dateOfDeath,
        pq.externalIdentifier,
        pq.constituency,
        pq.peerage,
        pq.electedFor,
        pq.startDate,
        pq.endDate,
        pq.seenOn,
        pq.abbreviation,
    }
)
"""What a register consists of; a file may hold much else."""
_Said = dict[str, dict[str, list[str]]]


@cache
def shipped_members() -> tuple[Member, ...]:
    """The members of ``ontology/register.ttl``: those of the examples, and names that Parliament's registers lack.

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    return tuple(load_members(resource("ontology", "register.ttl")))


def load_members(path: Path) -> Iterator[Member]:
    """The members in an RDF file that is shaped as ``docs/graph.md`` says, by IRI.

    Args:
        path: The file; its name tells the serialisation, ``.gz`` and ``.zst`` are looked through.

    Raises:
        PqgraphError: PQ101 the file cannot be read, PQ104 its compression is damaged, PQ301 it does not parse or a
            day is none, PQ302 its name does not tell a serialisation.
    """
    import pyoxigraph as ox
    import zstandard

    rdf_format = format_of_path(path)
    if rdf_format is None:
        raise PqgraphError("PQ302", "the file name tells no RDF format", place=str(path))
    parser = ox.RdfFormat.from_media_type(rdf_format.media_type)
    if parser is None:
        raise PqgraphError("PQ302", f"{rdf_format.name} cannot be read here", place=str(path))
    said: _Said = {}
    iri, literal = ox.NamedNode, ox.Literal
    try:
        with open_input(path) as stream:
            for quad in ox.parse(checked_stream(stream, rdf_format.name, str(path)), format=parser):
                predicate = quad.predicate.value
                if predicate not in _WANTED:
                    continue
                subject, value = quad.subject, quad.object
                if type(subject) is iri and (type(value) is iri or type(value) is literal):
                    said.setdefault(subject.value, {}).setdefault(predicate, []).append(value.value)
        with path.open("rb") as raw:
            digest = hashlib.file_digest(raw, "sha256").hexdigest()
    except SyntaxError as problem:
        raise PqgraphError("PQ301", str(problem), place=str(path)) from problem
    except (EOFError, gzip.BadGzipFile, zstandard.ZstdError) as problem:
        raise PqgraphError("PQ104", str(problem), place=str(path)) from problem
    except OSError as problem:
        raise PqgraphError("PQ101", problem.strerror or str(problem), place=str(path)) from problem
    file = SourceFile(name=path.name, sha256=digest, reader=READER_NAME)
    members = sorted(node for node, values in said.items() if parl.Member in values.get(terms.rdf.type, ()))
    for node in members:
        number = node.removeprefix(_MEMBER)
        if node.startswith(_MEMBER) and number.isascii() and number.isdecimal() and int(number):
            try:
                yield _member(number, Locator(file, node), said)
            except ValueError as problem:
                raise PqgraphError("PQ301", f"{node}: {problem}", place=str(path)) from problem


def _first(values: dict[str, list[str]], predicate: str) -> str | None:
    return min(values.get(predicate, ()), default=None)


def _day(values: dict[str, list[str]], predicate: str) -> dt.date | None:
    text = _first(values, predicate)
    return dt.date.fromisoformat(text) if text is not None else None


def _member(number: str, locator: Locator, said: _Said) -> Member:
    values = said[locator.fragment]
    seats: list[SeatIncumbency] = []
    parties: list[PartyMembership] = []
    for iri in sorted(values.get(org.hasMembership, ())):
        membership = said.get(iri, {})
        kinds = membership.get(terms.rdf.type, ())
        if pq.SeatIncumbency in kinds:
            seats.append(_seat(membership, said))
        elif pq.PartyMembership in kinds:
            parties.append(
                PartyMembership(
                    party=_party(_first(membership, org.organization), said),
                    start=_day(membership, pq.startDate),
                    end=_day(membership, pq.endDate),
                    seen=_day(membership, pq.seenOn),
                )
            )
    return Member(
        locator=locator,
        identifier=str(int(number)),
        name=_first(values, foaf.name),
        given_name=_first(values, foaf.givenName),
        family_name=_first(values, foaf.familyName),
        list_name=_first(values, pq.listName),
        other_names=tuple(sorted(values.get(skos.altLabel, ()))),
        gender=_first(values, foaf.gender),
        date_of_death=_day(values, pq.dateOfDeath),
        seats=tuple(seats),
        parties=tuple(parties),
        other_identifiers=tuple(
            sorted((*values.get(pq.externalIdentifier, ()), *values.get(owl.sameAs, ())))
        ),
    )


def _seat(membership: dict[str, list[str]], said: _Said) -> SeatIncumbency:
    house = _HOUSES.get(_first(membership, org.organization) or "")
    if house is None:
        raise ValueError("a seat is in neither House")
    place = _first(membership, pq.constituency)
    return SeatIncumbency(
        house=house,
        constituency=None
        if place is None
        else Constituency(
            identifier=_number(place, iris.constituency("", "x")[:-1]),
            name=_first(said.get(place, {}), skos.prefLabel),
        ),
        peerage=_first(membership, pq.peerage),
        start=_day(membership, pq.startDate),
        end=_day(membership, pq.endDate),
        elected_for=tuple(_party(iri, said) for iri in sorted(membership.get(pq.electedFor, ()))),
        identifiers=tuple(sorted(membership.get(pq.externalIdentifier, ()))),
    )


def _party(iri: str | None, said: _Said) -> Party:
    if iri is None:
        raise ValueError("a party membership names no party")
    values = said.get(iri, {})
    return Party(
        identifier=_number(iri, iris.party("", "x")[:-1]),
        name=_first(values, skos.prefLabel),
        abbreviation=_first(values, pq.abbreviation),
    )


def _number(iri: str, base: str) -> str | None:
    number = iri.removeprefix(base)
    return number if number.isascii() and number.isdecimal() else None
