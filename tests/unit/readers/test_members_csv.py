"""Registers in CSV: MNIS as clmnis writes it, and winning candidacies."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

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
from pqgraph.readers.mnis_csv import READER as MNIS
from pqgraph.readers.winning_candidacies import READER as WINNERS

MPS = "mnis_id,given_name,family_name,display_name,full_title,current_status,current_status_reason,gender,date_of_death"
LORDS = MPS.replace("full_title,", "full_title,lord_type,")
SEATS = (
    "mnis_id,given_name,family_name,display_name,constituency_mnis_id,constituency_name,"
    "seat_incumbency_start_date,seat_incumbency_end_date"
)
PARTIES = (
    "mnis_id,given_name,family_name,display_name,party_mnis_id,party_name,"
    "party_membership_start_date,party_membership_end_date"
)
WON = (
    "mnis_id,given,family,polling_on,general_election,constituency,constituency_mnis_id,constituency_gss,parties,"
    "parliament_period_id"
)


def items(folder: Path, text: str | bytes, reader: str | None = None) -> list[Item]:
    path = folder / "register.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(readers.read(path, reader)[1])


def only(folder: Path, text: str) -> Member:
    (found,) = items(folder, text)
    assert isinstance(found, Member)
    return found


def test_a_member_of_the_commons(tmp_path: Path) -> None:
    found = only(
        tmp_path, f"{MPS}\n4212,Deborah,Abrahams,Debbie Abrahams,Debbie Abrahams MP,Current Member,,F,\n"
    )
    assert str(found.locator) == "register.csv#L2"
    assert found.locator.source.reader == "mnis-csv"
    assert found == Member(
        locator=found.locator,
        identifier="4212",
        name="Debbie Abrahams",
        given_name="Deborah",
        family_name="Abrahams",
        full_title="Debbie Abrahams MP",
        gender="F",
    )


def test_a_peer_has_a_seat_without_days(tmp_path: Path) -> None:
    row = "3464,Desmond,Ackner,Lord Ackner,The Rt Hon. the Lord Ackner QC,Life Peer (judicial),,,M,2006-03-21"
    found = only(tmp_path, f"{LORDS}\n{row}\n")
    assert found.seats == (SeatIncumbency(house=House.LORDS, peerage="Life Peer (judicial)"),)
    assert found.date_of_death == dt.date(2006, 3, 21)


def test_a_seat(tmp_path: Path) -> None:
    text = f'{SEATS}\n1577,Sadiq,Khan,Sadiq Khan,3804,"Tooting, South",2010-05-06,2015-03-30\n'
    found = only(tmp_path, text)
    assert (found.name, found.full_title, found.parties) == ("Sadiq Khan", None, ())
    assert found.seats == (
        SeatIncumbency(
            house=House.COMMONS,
            constituency=Constituency(identifier="3804", name="Tooting, South"),
            start=dt.date(2010, 5, 6),
            end=dt.date(2015, 3, 30),
        ),
    )


def test_a_party_that_goes_on(tmp_path: Path) -> None:
    found = only(tmp_path, f"{PARTIES}\n172,Diane,Abbott,Ms Diane Abbott,15,Labour,2017-06-08,NA\n")
    assert found.parties == (
        PartyMembership(party=Party(identifier="15", name="Labour"), start=dt.date(2017, 6, 8), end=None),
    )


def test_a_winner(tmp_path: Path) -> None:
    text = (
        f"{WON}\n4503,Gavin,Shuker,2015-05-07,True,Luton South,3607,E14000804,Labour|Co-operative Party,56\n"
    )
    found = only(tmp_path, text)
    assert found.locator.source.reader == "winning-candidacies"
    assert found == Member(
        locator=found.locator,
        identifier="4503",
        given_name="Gavin",
        family_name="Shuker",
        seats=(
            SeatIncumbency(
                house=House.COMMONS,
                constituency=Constituency(identifier="3607", name="Luton South"),
                start=dt.date(2015, 5, 7),
                elected_for=(Party(name="Labour"), Party(name="Co-operative Party")),
            ),
        ),
    )


SEAT = "1,Ann,Vane,Ann Vane,9,Snodsbury,{},{}"


@pytest.mark.parametrize(
    ("heading", "row", "code", "found"),
    [
        (SEATS, SEAT.format("2019-12-12", "2017-05-03"), "PQ264", "it begins on 2019-12-12 and ends on 2017-05-03"),
        (SEATS, SEAT.format("2019-02-30", ""), "PQ203", "seat_incumbency_start_date: '2019-02-30' is not a day of the calendar"),
        (SEATS, SEAT.format("12/12/2019", ""), "PQ203", "seat_incumbency_start_date: '12/12/2019' is not a date"),
        (SEATS, SEAT.format("", ""), "PQ201", "seat_incumbency_start_date is empty"),
        (SEATS, "1,Ann,Vane,Ann Vane,,,2019-12-12,", "PQ201", "constituency_name is empty"),
        (SEATS, "1,Ann,Vane,Ann Vane,9,Snodsbury,2019-12-12", "PQ206", "the row has 7 values, the headings are 8"),
        (PARTIES, "1,Ann,Vane,Ann Vane,,,2019-12-12,", "PQ201", "party_name is empty"),
        (MPS, "0,Ann,Vane,Ann Vane,,,,F,", "PQ202", "mnis_id '0' is not the number of a member"),
        (MPS, "x,Ann,Vane,Ann Vane,,,,F,", "PQ202", "mnis_id 'x' is not the number of a member"),
        (MPS, "-1,Ann,Vane,Ann Vane,,,,F,", "PQ202", "mnis_id '-1' is not the number of a member"),
        (MPS, "٣,Ann,Vane,Ann Vane,,,,F,", "PQ202", "mnis_id '٣' is not the number of a member"),
        (MPS, "NA,Ann,Vane,Ann Vane,,,,F,", "PQ201", "mnis_id is empty"),
        (MPS, "1,Ann,Vane,Ann Vane,,,,F,2020-13-01", "PQ203", "date_of_death: '2020-13-01' is not a day of the calendar"),
        (WON, "1,Ann,Vane,,True,Snodsbury,9,E1,Labour,56", "PQ201", "polling_on is empty"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_used_is_rejected_with_its_line_and_the_others_are_read(
    tmp_path: Path, heading: str, row: str, code: str, found: str
) -> None:
    good = {
        SEATS: SEAT.format("2019-12-12", ""),
        PARTIES: "1,Ann,Vane,Ann Vane,15,Labour,2019-12-12,",
        MPS: "1,Ann,Vane,Ann Vane,,,,F,",
        WON: "1,Ann,Vane,2015-05-07,True,Snodsbury,9,E1,,56",
    }[heading]
    one, bad, other = items(tmp_path, f"{heading}\n{good}\n{row}\n{good}\n")
    assert isinstance(one, Member)
    assert isinstance(other, Member)
    assert isinstance(bad, Rejected)
    assert (bad.code, str(bad.locator), bad.found) == (code, "register.csv#L3", found)


def test_lines_are_counted_through_values_of_several_lines_and_blank_ones(tmp_path: Path) -> None:
    text = f'{MPS}\r\n1,Ann,"Vane\r\nof Totleigh",Ann Vane,,,,F,\r\n\r\n2,Bob,Vane,Bob Vane,,,,M,\r\n'
    found = items(tmp_path, text)
    assert [str(item.locator) for item in found] == ["register.csv#L2", "register.csv#L5"]


def test_a_byte_order_mark_and_windows_1252_are_read(tmp_path: Path) -> None:
    text = f"{MPS}\n1,Lembit,Öpik,Lembit Öpik,,,,M,\n"
    (found,) = items(tmp_path, b"\xef\xbb\xbf" + text.encode())
    assert isinstance(found, Member)
    notice, same = items(tmp_path, text.encode("cp1252"))
    assert isinstance(notice, Notice)
    assert notice.code == "PQ253"
    assert isinstance(same, Member)
    assert same.name == found.name == "Lembit Öpik"


def test_a_new_column_is_told_once(tmp_path: Path) -> None:
    notice, *found = items(tmp_path, f"{MPS},shoe_size\n1,A,B,A B,,,,F,,9\n2,C,D,C D,,,,F,,8\n")
    assert isinstance(notice, Notice)
    assert (notice.code, notice.found) == ("PQ251", "field 'shoe_size' is not known")
    assert len(found) == 2


def test_an_open_quotation_stops_the_file_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(PqgraphError) as caught:
        items(tmp_path, f'{MPS}\n1,A,B,A B,,,,F,\n2,"C,D,C D,,,,F,\n')
    assert caught.value.code.id == "PQ108"
    assert caught.value.place == "register.csv#L3"


@pytest.mark.parametrize(
    "head",
    ["", "mnis_id,given_name\n", "uri,answering body\n", "id,given_name,family_name,mnis_id\n", "{}", "\x00"],
)
def test_other_tables_are_not_taken(head: str) -> None:
    assert not MNIS.accepts(head.encode())
    assert not WINNERS.accepts(head.encode())


def test_they_announce_that_they_read_members() -> None:
    assert MNIS.yields_members
    assert WINNERS.yields_members


@given(st.binary(max_size=300))
def test_no_bytes_are_too_strange_for_a_look(head: bytes) -> None:
    MNIS.accepts(head)
    WINNERS.accepts(head)


@given(st.lists(st.text(max_size=12), max_size=10))
def test_any_row_is_a_member_or_rejected_or_stops_the_file(
    tmp_path_factory: pytest.TempPathFactory, cells: list[str]
) -> None:
    path = tmp_path_factory.mktemp("csv") / "r.csv"
    path.write_bytes(f"{SEATS}\n{','.join(cells)}\n".encode("utf-8", "replace"))
    with Source(path) as source:
        try:
            found = list(MNIS.read(source, SourceFile(name="r.csv", sha256="0" * 64, reader="mnis-csv")))
        except PqgraphError as problem:
            assert problem.code.id in ("PQ103", "PQ105", "PQ108")
        else:
            assert all(isinstance(item, Member | Rejected) for item in found)


# Real files


@pytest.mark.parametrize(
    ("name", "members", "rejected"),
    [
        ("fetch_mps", 2378, {}),
        ("fetch_lords", 2569, {}),
        ("fetch_mps_memberships", 9725, {}),
        ("fetch_mps_party_memberships", 4573, {}),
        ("fetch_lords_party_memberships", 3295, {"PQ264": 2}),
    ],
)
def test_the_files_of_2021(shared_data: Path, name: str, members: int, rejected: dict[str, int]) -> None:
    found = list(readers.read(shared_data / "members" / "mnis-2021" / f"{name}.csv")[1])
    assert sum(isinstance(item, Member) for item in found) == members
    assert Counter(item.code for item in found if not isinstance(item, Member)) == rejected


def test_the_impossible_intervals_of_2021_are_named_with_their_lines(shared_data: Path) -> None:
    path = shared_data / "members" / "mnis-2021" / "fetch_lords_party_memberships.csv"
    bad = [item for item in readers.read(path)[1] if isinstance(item, Rejected)]
    assert [(item.locator.fragment, item.found) for item in bad] == [
        ("L2568", "it begins on 2006-12-09 and ends on 1999-11-11"),
        ("L2955", "it begins on 2006-06-12 and ends on 1999-11-11"),
    ]


def test_the_winners_since_2010(shared_data: Path) -> None:
    path = shared_data / "members" / "psephology-2026" / "derived_winning_candidacies.csv"
    found = list(readers.read(path)[1])
    assert len(found) == 3311
    assert all(isinstance(item, Member) for item in found)
