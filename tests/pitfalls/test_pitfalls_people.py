"""Pitfalls 35 to 41: who and what is meant."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from api_items import api, lines
from pitfall_graphs import (
    ID,
    MEMBERS,
    RESOURCES,
    Graph,
    Made,
    commons,
    converted,
    lda,
    lda_page,
    page,
    wrapped,
)

SEATS = """mnis_id,given_name,family_name,display_name,constituency_mnis_id,constituency_name,seat_incumbency_start_date,\
seat_incumbency_end_date
900001,Layla,Vane,Layla Vane,9,Snodsbury,2017-06-08,2019-11-06
900002,Robert,Glossop,Robert Glossop,8,Totleigh,2005-05-05,2010-04-12
900003,Ann,Wooster,Ann Wooster,7,Steeple Bumpleigh,2017-06-08,2019-11-06
900004,Ann,Wooster,Ann Wooster,6,Market Blandings,2017-06-08,2019-11-06
"""
PARTIES = """mnis_id,given_name,family_name,display_name,party_mnis_id,party_name,party_membership_start_date,\
party_membership_end_date
900001,Layla,Vane,Layla Vane,17,Liberal Democrat,2017-06-08,2018-01-31
900001,Layla,Vane,Layla Vane,8,Independent,2018-02-01,2019-11-06
900002,Robert,Glossop,Robert Glossop,15,Labour,2005-05-05,2010-04-12
"""
LORDS = """mnis_id,given_name,family_name,display_name,full_title,lord_type,current_status,current_status_reason,gender,\
date_of_death
900002,Robert,Glossop,Lord Glossop,The Rt Hon. the Lord Glossop,Life peer,,,M,
900005,Percy,Rennet,Lord Rennet,The Lord Rennet,Life peer,,,M,
"""
LORDS_PARTIES = """mnis_id,given_name,family_name,display_name,party_mnis_id,party_name,party_membership_start_date,\
party_membership_end_date
900002,Robert,Glossop,Lord Glossop,15,Labour,2005-05-05,2010-04-12
900002,Robert,Glossop,Lord Glossop,6,Crossbench,2010-06-28,
900005,Percy,Rennet,Lord Rennet,49,Non-affiliated,2010-06-28,
"""


@pytest.fixture
def register(tmp_path: Path) -> Path:
    folder = tmp_path / "register"
    folder.mkdir()
    tables = {"seats": SEATS, "parties": PARTIES, "lords": LORDS, "lords-parties": LORDS_PARTIES}
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text)
    return folder


HOUSES = {
    "Lords": "To ask Her Majesty's Government why.",
    "Commons": "To ask the Secretary of State for Education, why.",
}


@pytest.mark.parametrize(
    ("name", "house", "number"),
    [
        ("Vane, Layla", "Commons", "900001"),
        ("Layla Vane", "Commons", "900001"),
        ("Biography information for Layla Vane", "Commons", "900001"),
        ("Rt Hon Layla Vane MP", "Commons", "900001"),
        ("Rennet, L.", "Lords", "900005"),
        ("Lord Rennet", "Lords", "900005"),
    ],
)
def test_pitfall_35_all_forms_of_a_name_are_one_member(
    name: str, house: str, number: str, register: Path, tmp_path: Path
) -> None:
    asked = page(tmp_path / "page.txt", HOUSES[house], asked=name)
    made = converted(tmp_path, asked, members=[register])
    (question,) = made.graph.questions()
    member = f"{MEMBERS}{number}"
    assert made.graph.values(question, "parl:tablingMember") == [member]
    assert made.graph.values(question, "parl:tablingMemberPrinted") == [name]
    assert made.graph.values(member, "foaf:name") == [
        {"900001": "Layla Vane", "900005": "Lord Rennet"}[number]
    ]
    assert made.told("PQ261") == []


def test_real_35_names_of_the_askers_of_2017(lda_2017: Made) -> None:
    graph = lda_2017.graph
    # The CSV has their names, and "Biography information for …", and no numbers.
    askers = [graph.one(question, "parl:tablingMember") or "" for question in graph.questions()]
    assert sum(asker.startswith(MEMBERS) for asker in askers) == len(askers) == 500


def test_pitfall_36_a_name_without_number_is_resolved_by_day_and_house_or_stays_a_name(
    register: Path, tmp_path: Path
) -> None:
    text = HOUSES["Commons"]
    cases = {
        "Layla Vane": (f"{MEMBERS}900001", None),
        # He had left the House by then; of her there are two; him nobody knows.
        "Robert Glossop": (f"{ID}person/Robert_Glossop", "PQ261"),
        "Ann Wooster": (f"{ID}person/Ann_Wooster", "PQ262"),
        "Zoe Nobody": (f"{ID}person/Zoe_Nobody", "PQ261"),
    }
    for name, (expected, code) in cases.items():
        made = converted(tmp_path, page(tmp_path / "page.txt", text, asked=name), members=[register])
        (question,) = made.graph.questions()
        assert made.graph.values(question, "parl:tablingMember") == [expected]
        assert [p.code for p in made.problems if p.code in ("PQ261", "PQ262")] == ([code] if code else [])
        unresolved = made.graph.subjects("rdf:type", "pq:UnresolvedMember")
        assert unresolved == ([expected] if code else [])


def test_real_36_names_of_october_2009(shared_data: Path, tmp_path: Path) -> None:
    path = shared_data / "parlparse" / "wrans" / "answers2009-10-27c.xml"
    made = converted(tmp_path, path, members=[shared_data / "members" / "mnis-2021"], topics=False)
    assert made.tally.questions == 328
    assert made.graph.subjects("rdf:type", "pq:UnresolvedMember") == [
        f"{ID}person/Angela_Smith",
        f"{ID}person/Michael_Foster",
    ]
    assert (made.tally.notices["PQ261"], made.tally.notices["PQ262"]) == (0, 11)


def test_pitfall_37_members_of_the_lords_have_a_peerage_and_no_constituency(tmp_path: Path) -> None:
    def peer(number: int, sits_by: str, party: str) -> dict[str, Any]:
        member = {
            "id": number,
            "listAs": "Rennet, L.",
            "name": "Lord Rennet",
            "party": party,
            "partyAbbreviation": "XB",
            "memberFrom": sits_by,
        }
        return {"askingMemberId": number, "askingMember": member, "house": "Lords"}

    peers = [
        ("HL1", peer(3001, "Life peer", "Crossbench")),
        ("HL2", peer(3002, "Excepted Hereditary", "Non-affiliated")),
        ("HL3", peer(3003, "Bishops", "Bishops")),
    ]
    graph = converted(
        tmp_path, lines(tmp_path / "in.jsonl", *(api(uin, **fields) for uin, fields in peers))
    ).graph
    found = {
        graph.one(question, "parl:uin"): (
            graph.one(question, "pq:tablingMemberPeerage"),
            graph.one(question, "pq:tablingMemberPartyPrinted"),
            graph.one(question, "parl:tablingMemberConstituency"),
        )
        for question in graph.questions()
    }
    assert found == {
        "HL1": ("Life peer", "Crossbench", None),
        "HL2": ("Excepted Hereditary", "Non-affiliated", None),
        "HL3": ("Bishops", "Bishops", None),
    }


@pytest.fixture(scope="module")
def recorded(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """534 questions of both Houses of early 2021."""
    folder = shared_data / "api" / "recorded-2021-03-18"
    register = shared_data / "members" / "mnis-2021"
    return converted(tmp_path_factory.mktemp("recorded"), folder, members=[register], topics=False)


def test_real_37_members_of_the_lords_in_2021(recorded: Made) -> None:
    graph = recorded.graph
    found = Counter(
        (
            graph.one(question, "parl:houseId"),
            graph.one(question, "pq:tablingMemberPeerage"),
            graph.one(question, "parl:tablingMemberConstituency") is not None,
            graph.one(question, "pq:tablingMemberSeat") is not None,
        )
        for question in graph.questions()
    )
    assert found == {
        ("1", None, True, True): 402,
        ("2", "Life peer", False, False): 124,
        ("2", "Bishops", False, False): 7,
        ("2", "Excepted Hereditary", False, False): 1,
    }


def test_pitfall_38_the_party_is_that_of_the_day(register: Path, tmp_path: Path) -> None:
    today = {"id": 900001, "name": "Layla Vane", "party": "Independent", "memberFrom": "Snodsbury"}
    fields = {"askingMemberId": 900001, "askingMember": today}
    before = api("1", dateTabled="2018-01-10T00:00:00", **fields)
    after = api("2", dateTabled="2018-02-10T00:00:00", **fields)
    graph = converted(tmp_path, lines(tmp_path / "in.jsonl", before, after), members=[register]).graph
    one, two = commons("2018-01-10", "1"), commons("2018-02-10", "2")
    assert graph.values(one, "pq:tablingMemberParty", "skos:prefLabel") == ["Liberal Democrat"]
    assert graph.values(two, "pq:tablingMemberParty", "skos:prefLabel") == ["Independent"]
    assert graph.one(one, "pq:tablingMemberPartyPrinted") == "Independent"  # as the API prints it today


def test_real_38_parties_of_2014(lda_2014: tuple[Made, list[dict[str, Any]]], recorded: Made) -> None:
    graph = lda_2014[0].graph
    # They left the party later, the last in 2019.
    for number, name in (("1511", "Lord Austin of Dudley"), ("4128", "Chuka Umunna"), ("458", "Ann Coffey")):
        questions = graph.subjects("parl:tablingMember", f"{MEMBERS}{number}")
        assert graph.values(f"{MEMBERS}{number}", "foaf:name") == [name]
        assert {p for q in questions for p in graph.values(q, "pq:tablingMemberParty", "skos:prefLabel")} == {
            "Labour"
        }
    # The API was asked within weeks of these questions, so the party of today was that of the day.
    graph = recorded.graph
    for question in graph.questions():
        printed = graph.values(question, "pq:tablingMemberPartyPrinted")
        assert graph.values(question, "pq:tablingMemberParty", "skos:prefLabel") == printed


def test_pitfall_39_one_member_in_both_houses(register: Path, tmp_path: Path) -> None:
    fields = {"tablingMember": {"_about": f"{MEMBERS}900002"}, "date": wrapped("2009-10-26", "dateTime")}
    then = lda(1, "1", **fields, tablingMemberPrinted=[wrapped("Robert Glossop")])
    later = lda(2, "HL1", **fields, houseId=wrapped("2"), tablingMemberPrinted=[wrapped("Lord Glossop")])
    later["date"] = wrapped("2018-11-22", "dateTime")
    for item in (then, later):
        del item["tablingMemberConstituency"]
        item["legislature"] = []
    graph = converted(tmp_path, lda_page(tmp_path / "page.json", then, later), members=[register]).graph
    one, two = f"{RESOURCES}1", f"{RESOURCES}2"
    assert (
        graph.values(one, "parl:tablingMember")
        == graph.values(two, "parl:tablingMember")
        == [f"{MEMBERS}900002"]
    )
    assert graph.values(one, "pq:tablingMemberSeat", "skos:prefLabel") == ["Totleigh"]
    assert graph.values(two, "pq:tablingMemberSeat") == []
    assert graph.values(one, "pq:tablingMemberParty", "skos:prefLabel") == ["Labour"]
    assert graph.values(two, "pq:tablingMemberParty", "skos:prefLabel") == ["Crossbench"]
    # By name alone, each name counts in its own House and time.
    names = {
        ("Lord Glossop", "Lords"): f"{MEMBERS}900002",
        ("Lord Glossop", "Commons"): f"{ID}person/Lord_Glossop",
        ("Robert Glossop", "Commons"): f"{ID}person/Robert_Glossop",
    }
    for (name, house), expected in names.items():
        made = converted(tmp_path, page(tmp_path / "p.txt", HOUSES[house], asked=name), members=[register])
        assert made.graph.values(made.graph.questions()[0], "parl:tablingMember") == [expected]


def test_real_39_members_who_moved(shared_data: Path, lda_2014: tuple[Made, list[dict[str, Any]]]) -> None:
    numbers = []
    for name in ("fetch_mps", "fetch_lords"):
        with (shared_data / "members" / "mnis-2021" / f"{name}.csv").open(
            encoding="utf-8", newline=""
        ) as rows:
            numbers.append({row["mnis_id"] for row in csv.DictReader(rows)})
    assert len(numbers[0] & numbers[1]) == 303
    graph = lda_2014[0].graph
    found = {}
    for number in sorted(numbers[0] & numbers[1]):
        for question in graph.subjects("parl:tablingMember", f"{MEMBERS}{number}"):
            seat = graph.values(question, "pq:tablingMemberSeat", "skos:prefLabel")
            found[number] = (graph.one(question, "parl:houseId"), seat)
    assert found["1511"] == ("1", ["Dudley North"])  # Ian Austin, now Lord Austin of Dudley
    assert found["3917"] == ("1", ["Barrow and Furness"])  # John Woodcock, now Lord Walney
    assert found["542"] == ("2", [])  # Don Touhig, Lord Touhig since 2010
    assert Counter(house for house, _ in found.values()) == {"1": 11, "2": 7}


def test_pitfall_40_a_renamed_body_is_one_and_a_new_one_another(tmp_path: Path) -> None:
    def put(uin: str, body: int, name: str, day: str) -> dict[str, Any]:
        return api(uin, answeringBodyId=body, answeringBodyName=name, dateTabled=f"{day}T00:00:00")

    records = [
        put("1", 7, "Department for Communities and Local Government", "2014-06-26"),
        put("2", 7, "Ministry of Housing, Communities and Local Government", "2018-11-22"),
        put("3", 10, "Department for Culture, Media and Sport", "2014-06-26"),
        put("4", 217, "Department for Culture, Media and Sport", "2023-06-26"),
        put("5", 88, "Attorney General", "2018-11-22"),
    ]
    graph = converted(tmp_path, lines(tmp_path / "in.jsonl", *records)).graph
    questions = {graph.one(question, "parl:uin"): question for question in graph.questions()}
    bodies = {uin: graph.values(question, "pq:answeringBody") for uin, question in questions.items()}
    assert bodies["1"] == bodies["2"] == [f"{ID}answering-body/7"]
    assert graph.values(bodies["1"][0], "skos:prefLabel") == [
        "Ministry of Housing, Communities and Local Government"
    ]
    assert (
        graph.one(questions["1"], "parl:AnsweringBody") == "Department for Communities and Local Government"
    )
    assert (bodies["3"], bodies["4"]) == ([f"{ID}answering-body/10"], [f"{ID}answering-body/217"])
    assert graph.values(bodies["5"][0], "rdf:type") == ["https://w3id.org/pqgraph/def#AnsweringBody"]
    # Full, short and sorting name stand apart.
    item = lda(
        1,
        "6",
        AnsweringBody=[wrapped("HM Treasury")],
        answeringDeptId=wrapped("14"),
        answeringDeptShortName=wrapped("Treasury"),
        answeringDeptSortName=wrapped("CaTreasury"),
    )
    graph = converted(tmp_path, lda_page(tmp_path / "page.json", item)).graph
    names = ("AnsweringBody", "answeringDeptShortName", "answeringDeptSortName")
    assert [graph.one(f"{RESOURCES}1", f"parl:{name}") for name in names] == [
        "HM Treasury",
        "Treasury",
        "CaTreasury",
    ]
    assert graph.values(f"{RESOURCES}1", "pq:answeringBody", "skos:prefLabel") == ["Treasury"]


def test_real_40_bodies_of_2017(lda_2017: Made) -> None:
    graph = lda_2017.graph
    names: dict[str, set[str]] = {}
    for question in graph.questions():
        body = graph.one(question, "pq:answeringBody") or ""
        names.setdefault(body, set()).update(graph.values(question, "parl:AnsweringBody"))
    assert all(len(graph.values(body, "skos:prefLabel")) == 1 for body in names)
    assert names[f"{ID}answering-body/7"] == {"Department for Communities and Local Government"}
    assert names[f"{ID}answering-body/17"] == {"Department of Health"}
    assert graph.values(f"{ID}answering-body/17", "skos:prefLabel") == [
        "Department of Health and Social Care"
    ]


def test_pitfall_41_numbers_of_the_thesaurus_are_no_numbers_of_bodies(tmp_path: Path) -> None:
    parl, node = "http://data.parliament.uk/schema/parl#", f"<{RESOURCES}9>"
    rows = {
        "rdf:type": f"<{parl}WrittenParliamentaryQuestion>",
        f"<{parl}questionText>": '"<p>To ask the Secretary of State for Education, why.</p>"',
        f"<{parl}dateTabled>": "2018-11-22T00:00:00Z",
        f"<{parl}answeringDept>": "<http://data.parliament.uk/terms/17>",
        f"<{parl}answeringDeptPrinted>": "Department for Education",
    }
    text = "".join(f"{node} ,{name} ,{value}\n" for name, value in rows.items())
    (tmp_path / "store.csv").write_text(f"subject,predicate,object\n{text}")
    graph = converted(tmp_path, tmp_path / "store.csv").graph
    question = f"{RESOURCES}9"
    assert graph.values(question, "pq:answeringBody") == [f"{ID}answering-body/60"]
    assert graph.values(question, "parl:answeringDeptId") == []
    assert graph.values(question, "parl:AnsweringBody") == ["Department for Education"]
    assert "http://data.parliament.uk/terms/17" not in graph.all_values()


def test_real_41_bodies_in_parliaments_store(triples: Graph) -> None:
    found = {triples.one(q, "parl:uin"): triples.values(q, "pq:answeringBody") for q in triples.questions()}
    body = f"{ID}answering-body/"
    assert found == {"183274": [f"{body}17"], "120948": [f"{body}17"], "902088": [f"{body}11"]}
    assert not [value for value in triples.all_values() if value.endswith(("terms/442437", "terms/45998"))]
