"""TheyWorkForYou's register of people, in records shaped like it."""

from __future__ import annotations

import copy
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from pqgraph import readers
from pqgraph.errors import PqgraphError
from pqgraph.model import (
    Constituency,
    House,
    Member,
    Notice,
    Party,
    PartyMembership,
    Rejected,
    SeatIncumbency,
)
from pqgraph.readers import popolo
from pqgraph.readers.base import Item

PW = "uk.org.publicwhip/"
REGISTER: dict[str, Any] = {
    "memberships": [
        {"id": PW + "member/1", "person_id": PW + "person/10", "post_id": PW + "cons/1", "on_behalf_of_id": "labour", "start_date": "2010-05-06", "end_date": "2015-03-30"},
        {"id": PW + "member/2", "person_id": PW + "person/10", "post_id": PW + "cons/1", "on_behalf_of_id": "labour", "start_date": "2015-05-07", "end_date": "2016-02-01"},
        {"id": PW + "member/3", "person_id": PW + "person/10", "post_id": PW + "cons/1", "on_behalf_of_id": "independent", "start_date": "2016-02-01", "end_date": "2017-05-03", "start_reason": "changed_party"},
        {"id": PW + "member/9", "redirect": PW + "member/2"},
        {"id": PW + "lord/5", "person_id": PW + "person/11", "organization_id": "house-of-lords", "on_behalf_of_id": "crossbench", "start_date": "2018-06-18"},
        {"id": PW + "member/70001", "person_id": PW + "person/10", "post_id": "ms/1", "start_date": "2021-05-06"},
        {"id": PW + "member/7", "person_id": PW + "person/12", "post_id": PW + "cons/1", "start_date": "1922-11-15", "end_date": "1923-12-06"},
    ],
    "organizations": [
        {"id": "labour", "name": "Labour", "classification": "party"},
        {"id": "independent", "name": "Independent", "classification": "party"},
        {"id": "house-of-commons", "name": "House of Commons", "classification": "chamber"},
    ],
    "persons": [
        {
            "id": PW + "person/10",
            "identifiers": [
                {"scheme": "pims_id", "identifier": "77"},
                {"scheme": "datadotparl_id", "identifier": "4001"},
                {"scheme": "wikidata", "identifier": "Q1"},
            ],
            "other_names": [
                {"note": "Main", "given_name": "Ann", "family_name": "Smith", "end_date": "2012-01-01"},
                {"note": "Main", "given_name": "Ann", "family_name": "Vane", "start_date": "2012-01-02"},
                {"note": "Alternate", "name": "Annie Vane"},
            ],
        },
        {
            "id": PW + "person/11",
            "identifiers": [{"scheme": "datadotparl_id", "identifier": "4002"}],
            "other_names": [{"note": "Main", "honorific_prefix": "Lord", "lordname": "Vane", "lordofname": "Totleigh", "surname": "Vane"}],
        },
        {"id": PW + "person/12", "other_names": [{"note": "Main", "given_name": "Old", "family_name": "Vane"}]},
        {"id": PW + "person/13", "redirect": PW + "person/10"},
        {"id": PW + "person/14", "identifiers": [{"scheme": "datadotparl_id", "identifier": "4004"}]},
    ],
    "posts": [
        {"id": PW + "cons/1", "organization_id": "house-of-commons", "area": {"name": "Snodsbury"}, "role": "Member of Parliament"},
        {"id": "ms/1", "organization_id": "welsh-parliament", "area": {"name": "Mid Snodsbury"}},
    ],
}  # fmt: skip


def items(folder: Path, tree: Any) -> list[Item]:
    path = folder / "people.json"
    path.write_text(json.dumps(tree, indent=1), encoding="utf-8")
    return list(readers.read(path)[1])


def changed(where: str, number: int, **fields: Any) -> dict[str, Any]:
    tree = copy.deepcopy(REGISTER)
    tree[where][number] |= fields
    return tree


def test_people_with_their_seats_parties_and_identifiers(tmp_path: Path) -> None:
    ann, lord, notice = items(tmp_path, REGISTER)
    assert isinstance(ann, Member)
    assert ann.locator.source.reader == "popolo"
    snodsbury = Constituency(name="Snodsbury")
    assert ann == Member(
        locator=ann.locator,
        identifier="4001",
        name="Ann Vane",
        given_name="Ann",
        family_name="Vane",
        other_names=("Ann Smith", "Annie Vane"),
        seats=(
            SeatIncumbency(
                house=House.COMMONS,
                constituency=snodsbury,
                start=dt.date(2010, 5, 6),
                end=dt.date(2015, 3, 30),
                identifiers=(PW + "member/1",),
            ),
            SeatIncumbency(
                house=House.COMMONS,
                constituency=snodsbury,
                start=dt.date(2015, 5, 7),
                end=dt.date(2017, 5, 3),
                identifiers=(PW + "member/2", PW + "member/9", PW + "member/3"),
            ),
        ),
        parties=(
            PartyMembership(party=Party(name="Labour"), start=dt.date(2010, 5, 6), end=dt.date(2015, 3, 30)),
            PartyMembership(party=Party(name="Labour"), start=dt.date(2015, 5, 7), end=dt.date(2016, 2, 1)),
            PartyMembership(
                party=Party(name="Independent"), start=dt.date(2016, 2, 1), end=dt.date(2017, 5, 3)
            ),
        ),
        other_identifiers=("http://www.wikidata.org/entity/Q1", PW + "person/10", PW + "person/13"),
    )
    assert isinstance(lord, Member)
    assert (lord.name, lord.given_name, lord.locator.fragment) == (
        "Lord Vane of Totleigh",
        None,
        "/persons/1",
    )
    assert lord.seats == (
        SeatIncumbency(house=House.LORDS, start=dt.date(2018, 6, 18), identifiers=(PW + "lord/5",)),
    )
    assert lord.parties == (PartyMembership(party=Party(name="crossbench"), start=dt.date(2018, 6, 18)),)
    assert isinstance(notice, Notice)
    assert (notice.code, notice.locator.fragment) == ("PQ267", "/persons/2")
    assert notice.found == "1 members of the two Houses have no datadotparl_id; the first stands here"


@pytest.mark.parametrize(
    ("fields", "code", "found"),
    [
        ({"end_date": "2009-01-01"}, "PQ264", "it begins on 2010-05-06 and ends on 2009-01-01"),
        ({"start_date": "2010"}, "PQ203", "'2010' is not a date"),
        ({"start_date": "2010-02-30"}, "PQ203", "'2010-02-30' is not a day of the calendar"),
        ({"start_date": None}, "PQ201", "the membership has no first day"),
        ({"person_id": 7}, "PQ206", "Expected `str | null`, got `int` - at `$.person_id`"),
    ],
)
def test_a_membership_that_cannot_be_used_is_rejected_where_it_stands(
    tmp_path: Path, fields: dict[str, Any], code: str, found: str
) -> None:
    found_items = items(tmp_path, changed("memberships", 0, **fields))
    (bad,) = [item for item in found_items if isinstance(item, Rejected)]
    assert (bad.code, bad.locator.fragment, bad.found) == (code, "/memberships/0", found)
    ann = next(item for item in found_items if isinstance(item, Member))
    assert [seat.start for seat in ann.seats] == [dt.date(2015, 5, 7)]


def test_a_person_that_cannot_be_read_is_rejected(tmp_path: Path) -> None:
    bad = items(tmp_path, changed("persons", 0, other_names="Ann"))[0]
    assert isinstance(bad, Rejected)
    assert (bad.code, bad.locator.fragment) == ("PQ206", "/persons/0")


@pytest.mark.parametrize("number", ["0", "x", "-1", "٣", ""])
def test_a_number_that_is_none_is_as_good_as_none(tmp_path: Path, number: str) -> None:
    tree = changed("persons", 1, identifiers=[{"scheme": "datadotparl_id", "identifier": number}])
    notice = items(tmp_path, tree)[-1]
    assert isinstance(notice, Notice)
    assert notice.found.startswith("2 members")


def test_an_open_end_may_be_written_as_the_end_of_days(tmp_path: Path) -> None:
    lord = items(tmp_path, changed("memberships", 4, end_date="9999-12-31"))[1]
    assert isinstance(lord, Member)
    assert lord.seats[0].end is None


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ({"honorific_prefix": "Bishop", "lordofname": "Ely"}, "Bishop of Ely"),
        ({"lordname": "Vane"}, "Lord Vane"),
        ({"honorific_prefix": "Earl", "lordname": "Vane"}, "Earl Vane"),
        ({"family_name": "Vane"}, None),
    ],
)
def test_titles_of_peers(tmp_path: Path, name: dict[str, str], printed: str | None) -> None:
    lord = items(tmp_path, changed("persons", 1, other_names=[{"note": "Main"} | name]))[1]
    assert isinstance(lord, Member)
    assert lord.name == printed


def test_a_document_beyond_the_limit_is_not_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(popolo, "LARGEST", 1000)
    with pytest.raises(PqgraphError) as caught:
        items(tmp_path, REGISTER)
    assert caught.value.code.id == "PQ110"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"persons": [{"id": "a", "other_names": []}', "PQ108"),
        ('{"persons": [], "memberships": [{"person_id": "a"}]}', "PQ109"),
        ('{"persons": 7, "memberships": [{"person_id": "a"}]}', "PQ108"),
    ],
)
def test_documents_that_are_no_register(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "people.json").write_text(text)
    with pytest.raises(PqgraphError) as caught:
        list(readers.read(tmp_path / "people.json")[1])
    assert caught.value.code.id == code


@pytest.mark.parametrize(
    "head", [b"", b"{}", b'{"persons": []}', b'{"memberships": [{"id": 1}]}', b"[]", b"<a/>"]
)
def test_other_json_is_not_taken(head: bytes) -> None:
    assert not popolo.READER.accepts(head)


@pytest.mark.parametrize("first", ["memberships", "organizations", "persons", "posts"])
def test_whatever_the_document_begins_with(first: str) -> None:
    tree = {first: REGISTER[first]}
    assert popolo.READER.accepts(json.dumps(tree, indent=2)[:300].encode())
