"""Registers from RDF: what the mapping writes is read back, and the compact register that ships."""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path

import pyoxigraph as ox
import pytest
from msgspec import structs
from people import CONSERVATIVE, LABOUR, commons, joined, lords, member

from pqgraph.errors import PqgraphError
from pqgraph.mapping import map_member
from pqgraph.members import Register, load_members, shipped_members
from pqgraph.model import Constituency, House, Member, Party, SeatIncumbency
from pqgraph.rdf.writers import ntriples
from pqgraph.resources import resource

FULL = member(
    1,
    name="Dame Ann Vane",
    given_name="Ann",
    family_name="Vane",
    list_name="Vane, Dame Ann",
    other_names=("Annie Vane", "Rt Hon Dame Ann Vane MP"),
    gender="F",
    date_of_death=dt.date(2025, 1, 2),
    seats=(
        commons(
            "Snodsbury", "2017-06-08", "2019-11-06", elected_for=(LABOUR, Party(name="Co-operative Party"))
        ),
        SeatIncumbency(
            house=House.COMMONS,
            constituency=Constituency(name="Totleigh"),
            end=dt.date(2020, 1, 1),
            identifiers=("uk.org.publicwhip/member/1", "uk.org.publicwhip/member/2"),
        ),
        lords("2021-02-03"),
    ),
    parties=(joined(LABOUR, "2017-06-08", "2019-11-06"), joined(CONSERVATIVE, None, seen="2024-01-01")),
    other_identifiers=("http://www.wikidata.org/entity/Q1", "uk.org.publicwhip/person/1"),
)
NAMELESS = member(2, seats=(lords(),))


def written(path: Path, *members: Member) -> Path:
    text = ""
    for each in members:
        mapped = map_member(each)
        text += ntriples([*mapped.triples, *(t for entity in mapped.entities for t in entity.triples)])
    path.write_text(text, encoding="utf-8")
    return path


def facts(record: Member) -> Member:
    """A record without its place, its parts in the order of days."""
    plain = structs.replace(record, locator=FULL.locator, as_of=None, merged_from=())
    return structs.replace(
        plain,
        seats=tuple(sorted(plain.seats, key=str)),
        parties=tuple(sorted(plain.parties, key=str)),
    )


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    path = written(tmp_path / "register.nt", FULL, NAMELESS)
    assert list(map(facts, load_members(path))) == list(map(facts, (FULL, NAMELESS)))


def test_the_title_in_full_comes_back_as_a_name(tmp_path: Path) -> None:
    path = written(
        tmp_path / "register.nt", structs.replace(NAMELESS, full_title="The Lord Vane", name="Lord Vane")
    )
    (found,) = load_members(path)
    assert (found.name, found.full_title, found.other_names) == ("Lord Vane", None, ("The Lord Vane",))


@pytest.mark.parametrize("name", ["register.ttl", "register.nq.gz", "register.rdf"])
def test_serialisations_and_compression_are_told_by_the_name(tmp_path: Path, name: str) -> None:
    source = written(tmp_path / "register.nt", FULL)
    formats = {"ttl": ox.RdfFormat.TURTLE, "nq": ox.RdfFormat.N_QUADS, "rdf": ox.RdfFormat.RDF_XML}
    data = ox.serialize((q.triple for q in ox.parse(path=source)), format=formats[name.split(".")[1]])
    assert data is not None
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    assert list(map(facts, load_members(tmp_path / name))) == [facts(FULL)]


def test_the_shipped_register_resolves_the_examples() -> None:
    register = Register(shipped_members())
    assert register.notices == ()
    tabled, answered = dt.date(2018, 1, 18), dt.date(2018, 11, 27)
    found = [
        register.resolve("Mr James Frith (Labour)", day=tabled, house=House.COMMONS),
        register.resolve("Biography information for Thelma Walker", day=answered, house=House.COMMONS),
        register.resolve("Nadhim Zahawi", day=answered, house=House.COMMONS, party="Conservative"),
    ]
    assert [each.identifier for each in found] == ["4637", "4649", "4113"]
    on = [register.on(number, answered) for number in ("4637", "4649", "4113")]
    assert [(d.party and d.party.name, d.constituency and d.constituency.name) for d in on] == [
        ("Labour", "Bury North"),
        ("Labour", "Colne Valley"),
        ("Conservative", "Stratford-on-Avon"),
    ]


def test_the_shipped_register_holds_facts_about_three_members_and_else_one_name_each() -> None:
    whole = [m.identifier for m in shipped_members() if m.seats]
    assert whole == ["4113", "4637", "4649"]
    others = [m for m in shipped_members() if not m.seats]
    assert len(others) == 43
    for each in others:
        assert len(each.other_names) == 1
        assert each == Member(locator=each.locator, identifier=each.identifier, other_names=each.other_names)


def test_names_of_the_shipped_register_need_the_seats_of_another(shared_data: Path) -> None:
    """Each of the names is that of a member whom MNIS knows, sitting in the Commons, under another name."""
    from pqgraph import readers

    paths = sorted((shared_data / "members" / "mnis-2021").glob("*.csv"))
    register = Register(item for p in paths for item in readers.read(p)[1] if isinstance(item, Member))
    both = Register((*shipped_members(), *register))
    for each in shipped_members():
        if each.seats:
            continue
        (name,) = each.other_names
        seat = next(s for s in register.sittings(each.identifier) if s.house is House.COMMONS)
        assert register.resolve(name, day=seat.end, house=House.COMMONS).identifier is None, name
        assert both.resolve(name, day=seat.end, house=House.COMMONS).identifier == each.identifier, name


def test_the_facts_of_the_shipped_register_agree_with_parliaments(shared_data: Path) -> None:
    from pqgraph import readers

    paths = [
        *sorted((shared_data / "members" / "mnis-2021").glob("*.csv")),
        shared_data / "members" / "members-api-2026" / "members_2026-05.jsonl",
        shared_data / "members" / "psephology-2026" / "derived_winning_candidacies.csv",
    ]
    theirs = [item for p in paths for item in readers.read(p)[1] if isinstance(item, Member)]
    notices = Register((*theirs, *shipped_members())).notices
    assert notices == Register(theirs).notices
    whole = {m.identifier: m for m in shipped_members() if m.seats}
    for known in Register(m for m in theirs if m.identifier in whole):
        shipped = whole[known.identifier]
        for own, other in zip(shipped.seats, known.seats, strict=True):
            assert (own.house, own.constituency, own.start) == (other.house, other.constituency, other.start)
            assert other.end in (own.end, None)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("register.ttl", b"this is not Turtle", "PQ301"),
        ("register.txt", b"", "PQ302"),
        ("register.nt.gz", gzip.compress(b"<a:a> <a:b> <a:c> .\n" * 99, mtime=0)[:-9], "PQ104"),
        ("missing.ttl", None, "PQ101"),
    ],
)
def test_files_that_are_no_register(tmp_path: Path, name: str, data: bytes | None, code: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(PqgraphError) as caught:
        list(load_members(tmp_path / name))
    assert caught.value.code.id == code


BROKEN = [
    ('<{m}> <{pq}startDate> "2018-02-30"^^<http://www.w3.org/2001/XMLSchema#date> .', "day is out of range"),
    ("<{m}> <{org}organization> <http://example.org/> .", "a seat is in neither House"),
]


@pytest.mark.parametrize(("line", "found"), BROKEN)
def test_a_membership_that_makes_no_sense_is_an_error_with_the_member(
    tmp_path: Path, line: str, found: str
) -> None:
    member_iri, membership = (
        "http://data.parliament.uk/members/1",
        "https://w3id.org/pqgraph/id/membership/1/commons/x",
    )
    pq, org = "https://w3id.org/pqgraph/def#", "http://www.w3.org/ns/org#"
    house = (
        ""
        if "organization" in line
        else f"<{membership}> <{org}organization> <http://data.parliament.uk/terms/25259> ."
    )
    a = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    (tmp_path / "r.nt").write_text(
        f"<{member_iri}> {a} <http://data.parliament.uk/schema/parl#Member> .\n"
        f"<{member_iri}> <{org}hasMembership> <{membership}> .\n"
        f"<{membership}> {a} <{pq}SeatIncumbency> .\n{house}\n"
        + line.format(m=membership, pq=pq, org=org)
        + "\n"
    )
    with pytest.raises(PqgraphError) as caught:
        list(load_members(tmp_path / "r.nt"))
    assert caught.value.code.id == "PQ301"
    assert found in caught.value.found
    assert member_iri in caught.value.found


def test_the_file_is_where_the_package_looks() -> None:
    assert resource("ontology", "register.ttl").is_file()
