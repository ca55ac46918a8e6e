"""Answers of the Members API, and the compact form in which archives keep them."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    SourceFile,
)
from pqgraph.readers.base import Item, Source
from pqgraph.readers.members_api import READER

COMPACT = {
    "id": 4656,
    "name": "Layla Moran",
    "nameListAs": "Moran, Layla",
    "party": "Liberal Democrat",
    "partyAbbr": "LD",
    "partyId": 17,
    "house": "Commons",
    "constituency": "Oxford West and Abingdon",
    "constituencyId": 4235,
    "membershipStart": "2017-06-08T00:00:00",
    "membershipEnd": None,
    "gender": "F",
    "thumbnailUrl": "https://example.org/4656",
    "fetchedAt": "2026-05-03T06:59:45.129Z",
}
LATEST = {
    "membershipFrom": "Life peer",
    "membershipFromId": 4,
    "house": 2,
    "membershipStartDate": "2018-06-18T00:00:00",
    "membershipEndDate": None,
    "membershipStatus": {"statusIsActive": True},
}
FOUND = {
    "id": 33,
    "nameListAs": "Pickles, L.",
    "nameDisplayAs": "Lord Pickles",
    "nameFullTitle": "The Rt Hon. the Lord Pickles",
    "nameAddressAs": None,
    "latestParty": {"id": 4, "name": "Conservative", "abbreviation": "Con"},
    "gender": "M",
    "latestHouseMembership": LATEST,
    "thumbnailUrl": "https://example.org/33",
}
HISTORY = {
    "id": 33,
    "thumbnailUrl": None,
    "partyHistory": [
        {"startDate": "1992-04-09T00:00:00", "endDate": "2017-05-03T00:00:00", "party": {"id": 4, "name": "Conservative"}},
        {"startDate": "2018-06-18T00:00:00", "endDate": None, "party": {"id": 4, "name": "Conservative", "abbreviation": "Con"}},
    ],
    "houseMembershipHistory": [
        LATEST,
        {
            "membershipFrom": "Brentwood and Ongar",
            "membershipFromId": 3341,
            "house": 1,
            "membershipStartDate": "1992-04-09T00:00:00",
            "membershipEndDate": "2017-05-03T00:00:00",
        },
    ],
    "nameHistory": [
        {"startDate": "1992-04-09T00:00:00", "endDate": "2015-01-01T00:00:00", "nameDisplayAs": "Mr Eric Pickles", "nameListAs": "Pickles, Mr Eric"},
        {"startDate": "2018-06-18T00:00:00", "endDate": None, "nameDisplayAs": "Lord Pickles", "nameListAs": "Pickles, L."},
    ],
}  # fmt: skip


def items(folder: Path, tree: Any, *, lines: bool = False) -> list[Item]:
    path = folder / "members.json"
    text = "".join(json.dumps(each) + "\n" for each in tree) if lines else json.dumps(tree)
    path.write_text(text, encoding="utf-8")
    return list(readers.read(path)[1])


def only(folder: Path, tree: Any) -> Member:
    (found,) = items(folder, tree)
    assert isinstance(found, Member)
    return found


def test_the_compact_form(tmp_path: Path) -> None:
    found = only(tmp_path, COMPACT)
    day = dt.date(2026, 5, 3)
    assert found == Member(
        locator=found.locator,
        identifier="4656",
        name="Layla Moran",
        list_name="Moran, Layla",
        gender="F",
        seats=(
            SeatIncumbency(
                house=House.COMMONS,
                constituency=Constituency(identifier="4235", name="Oxford West and Abingdon"),
                start=dt.date(2017, 6, 8),
                continuous=True,
            ),
        ),
        parties=(
            PartyMembership(
                party=Party(identifier="17", name="Liberal Democrat", abbreviation="LD"), seen=day
            ),
        ),
        as_of=day,
    )


def test_the_party_of_today_is_left_out_where_today_is_not_told(tmp_path: Path) -> None:
    assert only(tmp_path, COMPACT | {"fetchedAt": None}).parties == ()
    gone = COMPACT | {"membershipEnd": "2024-05-30T00:00:00"}
    assert only(tmp_path, gone).parties == ()


def test_a_search_result(tmp_path: Path) -> None:
    answer = {"items": [{"value": FOUND, "links": []}], "totalResults": 1, "skip": 0, "take": 20}
    found = only(tmp_path, answer)
    assert found.locator.fragment == "/items/0/value"
    assert found == Member(
        locator=found.locator,
        identifier="33",
        name="Lord Pickles",
        list_name="Pickles, L.",
        full_title="The Rt Hon. the Lord Pickles",
        gender="M",
        seats=(SeatIncumbency(house=House.LORDS, peerage="Life peer", start=dt.date(2018, 6, 18)),),
    )


@pytest.mark.parametrize(
    ("tree", "fragment"), [({"value": FOUND, "links": []}, "/value"), (FOUND, ""), ([FOUND], "/0")]
)
def test_single_members_bare_or_not(tmp_path: Path, tree: Any, fragment: str) -> None:
    found = only(tmp_path, tree)
    assert (found.identifier, found.locator.fragment) == ("33", fragment)


def test_a_history(tmp_path: Path) -> None:
    found = only(tmp_path, [{"value": HISTORY, "links": []}])
    assert found.locator.fragment == "/0/value"
    conservative = Party(identifier="4", name="Conservative")
    assert found == Member(
        locator=found.locator,
        identifier="33",
        name="Lord Pickles",
        list_name="Pickles, L.",
        other_names=("Mr Eric Pickles", "Pickles, Mr Eric"),
        seats=(
            SeatIncumbency(house=House.LORDS, peerage="Life peer", start=dt.date(2018, 6, 18)),
            SeatIncumbency(
                house=House.COMMONS,
                constituency=Constituency(identifier="3341", name="Brentwood and Ongar"),
                start=dt.date(1992, 4, 9),
                end=dt.date(2017, 5, 3),
                continuous=True,
            ),
        ),
        parties=(
            PartyMembership(party=conservative, start=dt.date(1992, 4, 9), end=dt.date(2017, 5, 3)),
            PartyMembership(
                party=Party(identifier="4", name="Conservative", abbreviation="Con"),
                start=dt.date(2018, 6, 18),
            ),
        ),
    )


def test_lines_each_with_its_place(tmp_path: Path) -> None:
    found = items(tmp_path, [COMPACT, {"value": FOUND}, COMPACT | {"id": 5}], lines=True)
    assert [str(item.locator) for item in found] == [
        "members.json#L1",
        "members.json#L2/value",
        "members.json#L3",
    ]


@pytest.mark.parametrize(
    ("change", "code", "fragment", "found"),
    [
        ({"id": None}, "PQ201", "L2/id", "the member has no number"),
        ({"id": 0}, "PQ202", "L2/id", "id 0 is no identifier"),
        ({"id": True}, "PQ202", "L2/id", "id True is no identifier"),
        ({"house": "Seanad"}, "PQ207", "L2/house", "a string is neither Commons nor Lords"),
        ({"house": None}, "PQ207", "L2/house", "null is neither Commons nor Lords"),
        ({"name": 7}, "PQ202", "L2/name", "name is a number or flag, not a string"),
        ({"partyId": "x"}, "PQ202", "L2/partyId", "partyId x is no identifier"),
        ({"membershipStart": "2017-06-31T00:00:00"}, "PQ203", "L2/membershipStart", "membershipStart: '2017-06-31T00:00:00' is not a day of the calendar"),
        ({"membershipEnd": "2016-01-01T00:00:00"}, "PQ264", "L2/membershipEnd", "it begins on 2017-06-08 and ends on 2016-01-01"),
        ({"fetchedAt": "yesterday"}, "PQ203", "L2/fetchedAt", "fetchedAt: 'yesterday' is not a date"),
    ],
)  # fmt: skip
def test_a_member_that_cannot_be_used_is_rejected_and_the_others_are_read(
    tmp_path: Path, change: dict[str, Any], code: str, fragment: str, found: str
) -> None:
    one, bad, other = items(tmp_path, [COMPACT, COMPACT | change, COMPACT], lines=True)
    assert isinstance(one, Member)
    assert isinstance(other, Member)
    assert isinstance(bad, Rejected)
    assert (bad.code, bad.locator.fragment, bad.found) == (code, fragment, found)


def test_an_entry_of_a_history_that_cannot_be_used_is_rejected_and_the_rest_of_it_is_read(
    tmp_path: Path,
) -> None:
    history = json.loads(json.dumps(HISTORY))
    history["partyHistory"][0]["endDate"] = "1991-01-01T00:00:00"
    history["partyHistory"][1]["party"] = {}
    history["houseMembershipHistory"][0]["house"] = 3
    found, *bad = items(tmp_path, [history])
    assert isinstance(found, Member)
    assert (len(found.seats), found.parties) == (1, ())
    assert [(item.code, item.locator.fragment) for item in bad if isinstance(item, Rejected)] == [
        ("PQ207", "/0/houseMembershipHistory/0/house"),
        ("PQ264", "/0/partyHistory/0/endDate"),
        ("PQ201", "/0/partyHistory/1/party"),
    ]


def test_a_history_that_is_no_list_is_rejected(tmp_path: Path) -> None:
    (bad,) = items(tmp_path, HISTORY | {"partyHistory": "Conservative"})
    assert isinstance(bad, Rejected)
    assert (bad.code, bad.locator.fragment) == ("PQ202", "/partyHistory")


def test_a_broken_line_is_rejected_and_a_broken_document_stops(tmp_path: Path) -> None:
    path = tmp_path / "m.jsonl"
    path.write_text(
        json.dumps(COMPACT) + "\n{" + json.dumps(COMPACT)[1:90] + "\n" + json.dumps(COMPACT) + "\n"
    )
    codes = [getattr(item, "code", None) for item in readers.read(path)[1]]
    assert codes == [None, "PQ206", None]
    path.write_text(json.dumps({"items": [{"value": FOUND}]})[:-9])
    with pytest.raises(PqgraphError) as caught:
        list(readers.read(path)[1])
    assert caught.value.code.id == "PQ108"


def test_json_of_something_else_stops(tmp_path: Path) -> None:
    path = tmp_path / "m.json"
    path.write_text('{"items": [{"value": {"id": 1, "shortTitle": "Finance Bill"}}]}')
    with pytest.raises(PqgraphError) as caught:
        list(readers.read(path, "members-api")[1])
    assert caught.value.code.id == "PQ109"


def test_an_unknown_field_and_unfit_characters_are_told(tmp_path: Path) -> None:
    notices = [
        i
        for i in items(tmp_path, COMPACT | {"shoeSize": 9, "name": "Layla\x07 Moran"})
        if isinstance(i, Notice)
    ]
    assert sorted(notice.code for notice in notices) == ["PQ251", "PQ252"]


@pytest.mark.parametrize(
    "head",
    [b"", b"{}", b'{"items":[{"value":{"id":1}}]}', b'{"results":[{"value":{"questionText":""}}]}', b"<a/>"],
)
def test_other_json_is_not_taken(head: bytes) -> None:
    assert not READER.accepts(head)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*COMPACT, *FOUND, *HISTORY]), inner)
    ),
    max_leaves=20,
)


@given(
    st.sampled_from([COMPACT, FOUND, HISTORY]),
    st.dictionaries(st.sampled_from([*COMPACT, *FOUND, *HISTORY]), JSON),
)
def test_whatever_a_field_holds_the_reader_answers(
    tmp_path_factory: pytest.TempPathFactory, base: dict[str, Any], change: dict[str, Any]
) -> None:
    path = tmp_path_factory.mktemp("api") / "m.json"
    path.write_text(json.dumps(base | change), encoding="utf-8")
    with Source(path) as source:
        try:
            found = list(READER.read(source, SourceFile(name="m", sha256="0" * 64, reader="members-api")))
        except PqgraphError as problem:
            assert problem.code.id == "PQ109"
        else:
            assert all(isinstance(item, Member | Rejected | Notice) for item in found)


def test_the_members_sitting_in_may_2026(shared_data: Path) -> None:
    found = list(readers.read(shared_data / "members" / "members-api-2026" / "members_2026-05.jsonl")[1])
    members = [item for item in found if isinstance(item, Member)]
    assert len(found) == len(members) == 1426
    assert Counter(member.seats[0].house for member in members) == {House.COMMONS: 650, House.LORDS: 776}
    assert {member.as_of for member in members} <= {dt.date(2026, 5, 3), dt.date(2026, 5, 4), None}
