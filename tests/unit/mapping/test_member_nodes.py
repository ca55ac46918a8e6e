"""Members with seats and parties, and members beside questions with the party and seat of the day."""

from __future__ import annotations

import datetime as dt

import pytest

from pqgraph import terms
from pqgraph.mapping import Mapper, RecordError, map_member
from pqgraph.model import (
    Answer,
    Constituency,
    EarlierVersion,
    House,
    Locator,
    Member,
    MemberReference,
    Party,
    PartyMembership,
    Question,
    SeatIncumbency,
    SourceFile,
    Standing,
)
from pqgraph.rdf.vocabulary import short_name

FILE = SourceFile(name="register.csv", sha256="0123456789abcdef" * 4, reader="mnis-csv")
PLACE = Locator(FILE, "L2")
ID = "https://w3id.org/pqgraph/id/"
MEMBER = "http://data.parliament.uk/members/1"
LABOUR = Party(identifier="15", name="Labour", abbreviation="Lab")
SNODSBURY = Constituency(identifier="9", name="Snodsbury")
DATE = f"^^<{terms.xsd.date}>"


def lines(triples: list[tuple[str, str, str]]) -> list[str]:
    def short(term: str) -> str:
        return short_name(term[1:-1]).replace(ID, "id:") if term[0] == "<" else term.replace(DATE, "^date")

    return [" ".join(map(short, triple)) for triple in triples]


def test_a_member_with_everything() -> None:
    member = Member(
        locator=PLACE,
        identifier="1",
        name="Dame Ann Vane",
        given_name="Ann",
        family_name="Vane",
        list_name="Vane, Dame Ann",
        full_title="Rt Hon Dame Ann Vane MP",
        other_names=("Annie Vane",),
        gender="F",
        date_of_death=dt.date(2025, 1, 2),
        seats=(
            SeatIncumbency(
                house=House.COMMONS,
                constituency=SNODSBURY,
                start=dt.date(2017, 6, 8),
                end=dt.date(2019, 11, 6),
                elected_for=(LABOUR, Party(name="Co-operative Party")),
                identifiers=("uk.org.publicwhip/member/7",),
            ),
            SeatIncumbency(house=House.LORDS, peerage="Life peer", start=dt.date(2020, 9, 1)),
        ),
        parties=(
            PartyMembership(party=LABOUR, start=dt.date(2017, 6, 8), end=dt.date(2019, 11, 6)),
            PartyMembership(party=Party(name="Crossbench"), seen=dt.date(2024, 1, 1)),
        ),
        other_identifiers=("http://www.wikidata.org/entity/Q1", "uk.org.publicwhip/person/8"),
    )
    mapped = map_member(member, [PLACE])
    assert mapped.subject == MEMBER
    seat, peer = "id:membership/1/commons/2017-06-08", "id:membership/1/lords/2020-09-01"
    party, seen = "id:membership/1/party/2017-06-08", "id:membership/1/party/seen-2024-01-01"
    assert lines(mapped.triples) == [
        f"{MEMBER} rdf:type parl:Member",
        f'{MEMBER} foaf:name "Dame Ann Vane"',
        f'{MEMBER} pq:listName "Vane, Dame Ann"',
        f'{MEMBER} foaf:givenName "Ann"',
        f'{MEMBER} foaf:familyName "Vane"',
        f'{MEMBER} foaf:gender "F"',
        f'{MEMBER} skos:altLabel "Rt Hon Dame Ann Vane MP"',
        f'{MEMBER} skos:altLabel "Annie Vane"',
        f'{MEMBER} pq:dateOfDeath "2025-01-02"^date',
        f"{MEMBER} owl:sameAs http://www.wikidata.org/entity/Q1",
        f'{MEMBER} pq:externalIdentifier "uk.org.publicwhip/person/8"',
        f"{MEMBER} prov:wasDerivedFrom id:source/0123456789abcdef#L2",
        f"{MEMBER} org:hasMembership {seat}",
        f"{MEMBER} org:hasMembership {peer}",
        f"{MEMBER} org:hasMembership {party}",
        f"{MEMBER} org:hasMembership {seen}",
        f"{seat} rdf:type pq:SeatIncumbency",
        f"{seat} rdf:type org:Membership",
        f"{seat} org:member {MEMBER}",
        f'{seat} pq:startDate "2017-06-08"^date',
        f'{seat} pq:endDate "2019-11-06"^date',
        f"{seat} org:organization http://data.parliament.uk/terms/25259",
        f"{seat} pq:constituency id:constituency/9",
        f"{seat} pq:electedFor id:party/15",
        f"{seat} pq:electedFor id:party/Co-operative_Party",
        f'{seat} pq:externalIdentifier "uk.org.publicwhip/member/7"',
        f"{peer} rdf:type pq:SeatIncumbency",
        f"{peer} rdf:type org:Membership",
        f"{peer} org:member {MEMBER}",
        f'{peer} pq:startDate "2020-09-01"^date',
        f"{peer} org:organization http://data.parliament.uk/terms/25277",
        f'{peer} pq:peerage "Life peer"',
        f"{party} rdf:type pq:PartyMembership",
        f"{party} rdf:type org:Membership",
        f"{party} org:member {MEMBER}",
        f'{party} pq:startDate "2017-06-08"^date',
        f'{party} pq:endDate "2019-11-06"^date',
        f"{party} org:organization id:party/15",
        f"{seen} rdf:type pq:PartyMembership",
        f"{seen} rdf:type org:Membership",
        f"{seen} org:member {MEMBER}",
        f"{seen} org:organization id:party/Crossbench",
        f'{seen} pq:seenOn "2024-01-01"^date',
    ]
    nodes = sorted({line for entity in mapped.entities for line in lines(list(entity.triples))})
    assert nodes == [
        "http://data.parliament.uk/terms/25259 rdf:type pq:House",
        'http://data.parliament.uk/terms/25259 skos:prefLabel "House of Commons"',
        "http://data.parliament.uk/terms/25277 rdf:type pq:House",
        'http://data.parliament.uk/terms/25277 skos:prefLabel "House of Lords"',
        "id:constituency/9 rdf:type pq:Constituency",
        'id:constituency/9 skos:prefLabel "Snodsbury"',
        'id:party/15 pq:abbreviation "Lab"',
        "id:party/15 rdf:type pq:Party",
        'id:party/15 skos:prefLabel "Labour"',
        "id:party/Co-operative_Party rdf:type pq:Party",
        'id:party/Co-operative_Party skos:prefLabel "Co-operative Party"',
        "id:party/Crossbench rdf:type pq:Party",
        'id:party/Crossbench skos:prefLabel "Crossbench"',
    ]


@pytest.mark.parametrize(
    ("seat", "key"),
    [
        (SeatIncumbency(house=House.LORDS), "lords/undated"),
        (SeatIncumbency(house=House.COMMONS, end=dt.date(2019, 11, 6)), "commons/until-2019-11-06"),
    ],
)
def test_memberships_without_a_first_day_have_other_keys(seat: SeatIncumbency, key: str) -> None:
    mapped = map_member(Member(locator=PLACE, identifier="1", seats=(seat,)))
    assert f"{MEMBER} org:hasMembership id:membership/1/{key}" in lines(mapped.triples)


def test_a_party_without_number_and_name_cannot_stand_in_the_graph() -> None:
    nameless = PartyMembership(party=Party(abbreviation="X"), start=dt.date(2017, 6, 8))
    with pytest.raises(RecordError) as caught:
        map_member(Member(locator=PLACE, identifier="1", parties=(nameless,)))
    assert caught.value.code == "PQ201"
    seat = SeatIncumbency(house=House.COMMONS, constituency=Constituency())
    with pytest.raises(RecordError):
        map_member(Member(locator=PLACE, identifier="1", seats=(seat,)))


def test_member_zero_cannot_stand_in_the_graph() -> None:
    with pytest.raises(RecordError) as caught:
        map_member(Member(locator=PLACE, identifier="0"))
    assert caught.value.code == "PQ202"


# Beside questions

OLD = "http://data.parliament.uk/resources/1/answer/previousversion/7"
QUESTION = Question(
    locator=PLACE,
    text="To ask the Secretary of State for Defence, how many ships are at sea.",
    date_tabled=dt.date(2018, 1, 18),
    house=House.COMMONS,
    uin="8123",
    asking_member=MemberReference(name="Ann Vane", printed=("Ann Vane",)),
    answers=(
        Answer(
            date=dt.date(2018, 1, 25),
            member=MemberReference(name="Zoe Vane"),
            correcting_member=MemberReference(name="Ann Vane"),
            date_corrected=dt.date(2018, 2, 1),
            earlier_versions=(EarlierVersion(iri=OLD, text="No.", member=MemberReference(name="Ann Vane")),),
        ),
    ),
)


def resolver(member: MemberReference, day: dt.date, house: House | None) -> Standing:
    ASKED.append((member.name or "", day.isoformat(), house))
    if member.name != "Ann Vane":
        return Standing(member=member, problem=("PQ261", member.name or "", "nobody knows"))
    known = MemberReference(identifier="1", name="Dame Ann Vane", printed=member.printed)
    return Standing(member=known, party=LABOUR, constituency=SNODSBURY)


ASKED: list[tuple[str, str, House | None]] = []


def test_members_get_their_number_and_the_party_and_seat_of_the_day() -> None:
    ASKED.clear()
    mapped = Mapper(resolver=resolver, provenance=False).map(QUESTION)
    question, answer = "id:question/commons/2018-01-18/8123", "id:question/commons/2018-01-18/8123/answer"
    said = [line for line in lines(mapped.triples) if "ember" in line]
    assert said == [
        f"{question} parl:tablingMember {MEMBER}",
        f'{question} parl:tablingMemberPrinted "Ann Vane"',
        f"{question} pq:tablingMemberParty id:party/15",
        f"{question} pq:tablingMemberSeat id:constituency/9",
        f"{answer} parl:answeringMember id:person/Zoe_Vane",
        f"{answer} pq:correctingMember {MEMBER}",
        f"{OLD} parl:answeringMember {MEMBER}",
    ]
    nodes = {line for entity in mapped.entities for line in lines(list(entity.triples))}
    assert {
        f'{MEMBER} foaf:name "Dame Ann Vane"',
        'id:party/15 skos:prefLabel "Labour"',
        'id:constituency/9 skos:prefLabel "Snodsbury"',
        'id:person/Zoe_Vane foaf:name "Zoe Vane"',
    } <= nodes
    assert mapped.problems == [("PQ261", "Zoe Vane", "nobody knows")]
    commons = House.COMMONS
    assert [
        ("Ann Vane", "2018-01-18", commons),
        ("Zoe Vane", "2018-01-25", commons),
        ("Ann Vane", "2018-02-01", commons),
        ("Ann Vane", "2018-01-25", commons),
    ] == ASKED


def test_without_a_resolver_nothing_is_looked_up() -> None:
    mapped = Mapper(provenance=False).map(QUESTION)
    assert mapped.problems == []
    assert not [line for line in lines(mapped.triples) if "MemberParty" in line or "MemberSeat" in line]
