"""Which party on which days, of sources of different age."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from people import CONSERVATIVE, LABOUR, commons, joined, lords, member

from pqgraph import readers
from pqgraph.mapping import map_member
from pqgraph.members import Reason, Register, load_members
from pqgraph.members.names import party_key
from pqgraph.members.parties import party_times
from pqgraph.model import House, Locator, Member, Party, PartyMembership, SourceFile
from pqgraph.rdf.writers import ntriples

REFORM = Party(identifier="1036", name="Reform UK", abbreviation="RUK")
INDEPENDENT = Party(identifier="8", name="Independent")
CO_OP = Party(name="Co-operative Party")


def by_name(party: Party) -> Party:
    """A party as the ballot paper has it."""
    return Party(name=party.name)


def mnis(number: int, *parties: PartyMembership, **fields: Any) -> tuple[Member, ...]:
    """Records of a file of 2021: its newest day is that of another member."""
    other = member(900_000 + number, place=1, digit="1", parties=(joined(INDEPENDENT, "2021-02-03"),))
    return (other, member(number, place=2, digit="1", parties=parties, **fields))


def won(number: int, *days_and_parties: tuple[str, Party]) -> tuple[Member, ...]:
    return tuple(
        member(
            number, place=day, digit="2", seats=(commons("Snodsbury", day, elected_for=(by_name(party),)),)
        )
        for day, party in days_and_parties
    )


def asked(number: int, party: Party, day: str, **fields: Any) -> Member:
    """What the Members API answered on a day."""
    seen = joined(party, None, seen=day)
    return member(number, place=day, digit="3", parties=(seen,), as_of=dt.date.fromisoformat(day), **fields)


def times(*records: Member, number: int = 4743) -> list[tuple[str | None, str, str]]:
    found = Register(records).get(str(number))
    assert found is not None
    return [(time.party.name, f"{time.start}", f"{time.end}") for time in party_times(found)]


ON = "9999-12-31"
# Lee Anderson: Conservative in 2019, elected for Reform UK in 2024.
ANDERSON = mnis(4743, joined(CONSERVATIVE, "2019-12-12"))
ELECTED = won(4743, ("2019-12-12", CONSERVATIVE), ("2024-07-04", REFORM))


def test_a_membership_that_goes_on_in_an_old_register_is_known_up_to_its_day_if_another_party_was_seen() -> (
    None
):
    found = times(*ANDERSON, asked(4743, REFORM, "2026-05-03"))
    assert found == [
        ("Conservative", "2019-12-12", "2021-02-03"),
        ("Reform UK", "2026-05-03", "2026-05-03"),
    ]


def test_a_seat_won_for_another_party_begins_that_membership_and_nothing_is_known_between() -> None:
    found = times(*ANDERSON, *ELECTED)
    assert found == [("Conservative", "2019-12-12", "2021-02-03"), ("Reform UK", "2024-07-04", ON)]
    assert times(*ANDERSON, *ELECTED, asked(4743, REFORM, "2026-05-03")) == found


def test_a_seat_won_for_the_same_party_confirms_it_until_then() -> None:
    # Danny Kruger: elected for the Conservatives in 2024, in Reform UK when the Members API was asked.
    records = (
        *mnis(4858, joined(CONSERVATIVE, "2019-12-12")),
        *won(4858, ("2019-12-12", CONSERVATIVE), ("2024-07-04", CONSERVATIVE)),
        asked(4858, REFORM, "2026-05-03"),
    )
    assert times(*records, number=4858) == [
        ("Conservative", "2019-12-12", "2024-07-04"),
        ("Reform UK", "2026-05-03", "2026-05-03"),
    ]


def test_nothing_else_known_it_goes_on() -> None:
    assert times(*ANDERSON) == [("Conservative", "2019-12-12", ON)]
    same = (*ANDERSON, *won(4743, ("2024-07-04", CONSERVATIVE)), asked(4743, CONSERVATIVE, "2026-05-03"))
    assert times(*same) == [("Conservative", "2019-12-12", ON)]
    (merged,) = (m for m in Register(same) if m.identifier == "4743")
    assert merged.parties == (joined(CONSERVATIVE, "2019-12-12"),)


def test_a_later_sighting_in_the_same_party_confirms_everything_between() -> None:
    records = (*ANDERSON, asked(4743, CONSERVATIVE, "2023-05-03"), asked(4743, REFORM, "2026-05-03"))
    assert times(*records) == [
        ("Conservative", "2019-12-12", "2023-05-03"),
        ("Reform UK", "2026-05-03", "2026-05-03"),
    ]


def test_a_change_of_which_a_source_gives_the_day_ends_what_went_before_on_the_eve() -> None:
    records = (
        *ANDERSON,
        member(4743, digit="4", parties=(joined(INDEPENDENT, "2024-02-24", "2024-03-10"), joined(REFORM, "2024-03-11"))),
        *ELECTED,
        asked(4743, REFORM, "2026-05-03"),
    )  # fmt: skip
    assert times(*records) == [
        ("Conservative", "2019-12-12", "2024-02-23"),
        ("Independent", "2024-02-24", "2024-03-10"),
        ("Reform UK", "2024-03-11", ON),
    ]


def test_who_left_a_party_and_was_seen_in_it_again_is_in_neither_between() -> None:
    records = (
        *mnis(1, joined(LABOUR, "2017-06-08"), joined(CONSERVATIVE, "2020-01-01")),
        asked(1, LABOUR, "2026-05-03"),
    )
    assert times(*records, number=1) == [
        ("Labour", "2017-06-08", "2019-12-31"),
        ("Conservative", "2020-01-01", "2021-02-03"),
        ("Labour", "2026-05-03", "2026-05-03"),
    ]


def test_new_members_have_the_party_for_which_they_won() -> None:
    # Callum Anderson was first elected in 2024; Rupert Lowe was elected for Reform UK and has left it since.
    callum = (*won(5193, ("2024-07-04", LABOUR)), asked(5193, LABOUR, "2026-05-03"))
    assert times(*callum, number=5193) == [("Labour", "2024-07-04", ON)]
    lowe = (*won(5158, ("2024-07-04", REFORM)), asked(5158, Party(name="Restore Britain"), "2026-05-03"))
    assert times(*lowe, number=5158) == [
        ("Reform UK", "2024-07-04", "2024-07-04"),
        ("Restore Britain", "2026-05-03", "2026-05-03"),
    ]


@pytest.mark.parametrize("parties", [(LABOUR, CO_OP), (CO_OP, LABOUR), (Party(name="Labour Party"),)])
def test_names_of_one_party_are_one_party(parties: tuple[Party, ...]) -> None:
    seat = member(1, digit="2", seats=(commons("Snodsbury", "2024-07-04", elected_for=parties),))
    seen = asked(1, Party(identifier="15", name="Labour (Co-op)", abbreviation="Lab"), "2026-05-03")
    for old in ((), mnis(1, joined(LABOUR, "2019-12-12"))):
        (found,) = times(*old, seat, seen, number=1)
        assert (party_key(found[0] or ""), found[1][:4], found[2]) == (
            "labour",
            "2019" if old else "2024",
            ON,
        )


def test_a_seat_won_for_two_parties_tells_neither() -> None:
    seat = commons("Snodsbury", "2024-07-04", elected_for=(LABOUR, CONSERVATIVE))
    assert times(member(1, seats=(seat,)), number=1) == []


def test_a_seat_won_without_a_party_says_nothing() -> None:
    # Ayoub Khan: the Speaker and independents are elected for no party.
    records = (
        member(5357, seats=(commons("Snodsbury", "2024-07-04"),)),
        asked(5357, INDEPENDENT, "2026-05-03"),
    )
    assert times(*records, number=5357) == [("Independent", "2026-05-03", "2026-05-03")]


def test_what_a_register_says_of_polling_day_goes_before_the_ballot_paper() -> None:
    # Neale Hanvey's party withdrew its support while his name stood on the ballot paper.
    snp = Party(identifier="29", name="Scottish National Party")
    records = (*mnis(1, joined(INDEPENDENT, "2019-12-12", "2020-10-14")), *won(1, ("2019-12-12", snp)))
    assert times(*records, number=1) == [("Independent", "2019-12-12", "2020-10-14")]


def test_two_days_on_which_a_peer_was_seen_in_one_party() -> None:
    two = [asked(1, LABOUR, day) for day in ("2025-01-01", "2026-05-03")]
    assert times(*two, number=1) == [("Labour", "2025-01-01", "2026-05-03")]
    assert times(two[0], number=1) == [("Labour", "2025-01-01", "2025-01-01")]
    assert times(*two, asked(1, INDEPENDENT, "2025-06-01"), number=1) == [
        ("Labour", "2025-01-01", "2025-01-01"),
        ("Independent", "2025-06-01", "2025-06-01"),
        ("Labour", "2026-05-03", "2026-05-03"),
    ]


def test_a_printed_party_is_not_contradicted_by_one_that_follows_from_an_election_only() -> None:
    records = [structs.replace(r, name="Ann Vane") for r in won(1, ("2024-07-04", LABOUR))]
    day = dt.date(2025, 9, 1)
    found = Register(records).resolve("Ann Vane", day=day, house=House.COMMONS, party="Independent")
    assert found.identifier == "1"
    told = structs.replace(records[0], parties=(joined(LABOUR, "2024-07-04"),))
    found = Register([told]).resolve("Ann Vane", day=day, house=House.COMMONS, party="Independent")
    assert found.reason is Reason.CONTRADICTED


EVIDENCE = (
    *ANDERSON,
    *ELECTED,
    asked(4743, CONSERVATIVE, "2023-05-03"),
    asked(4743, REFORM, "2026-05-03"),
    *won(1, ("2024-07-04", LABOUR)),
    asked(1, INDEPENDENT, "2026-05-03"),
    *mnis(2, joined(LABOUR, "2010-07-07"), seats=(lords(),)),
    asked(2, INDEPENDENT, "2026-05-03"),
)


@given(st.permutations(EVIDENCE))
def test_the_order_of_the_records_does_not_matter(records: list[Member]) -> None:
    one, other = Register(EVIDENCE), Register(records)
    assert [party_times(member) for member in one] == [party_times(member) for member in other]


def test_a_register_that_was_written_says_the_same_when_it_is_read_again(tmp_path: Path) -> None:
    register = Register(EVIDENCE)
    text = ""
    for each in register:
        mapped = map_member(each)
        text += ntriples([*mapped.triples, *(t for entity in mapped.entities for t in entity.triples)])
    (tmp_path / "register.nt").write_text(text, encoding="utf-8")
    again = Register(load_members(tmp_path / "register.nt"))
    for each in register:
        read = again.get(each.identifier)
        assert read is not None
        assert [t[1:] for t in party_times(read)] == [t[1:] for t in party_times(each)]


def test_the_newest_day_of_a_graph_is_not_the_day_of_its_memberships() -> None:
    graph = SourceFile(name="register.ttl", sha256="5" * 64, reader="rdf-register")
    records = [structs.replace(r, locator=Locator(graph, r.locator.fragment)) for r in ANDERSON]
    assert times(*records, asked(4743, REFORM, "2026-05-03"))[0] == (
        "Conservative",
        "2019-12-12",
        "2019-12-12",
    )


def test_parties_of_real_questions(shared_data: Path) -> None:
    """All who ask and answer in the list of 2023 to 2026, with all registers given."""
    folder = shared_data / "members"
    paths = [
        *sorted((folder / "mnis-2021").glob("*.csv")),
        folder / "members-api-2026" / "members_2026-05.jsonl",
        folder / "psephology-2026" / "derived_winning_candidacies.csv",
    ]
    register = Register(item for p in paths for item in readers.read(p)[1] if isinstance(item, Member))
    known: Counter[bool] = Counter()
    parties: dict[str, Counter[str | None]] = {}
    with gzip.open(shared_data / "api" / "commons-list.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            value = json.loads(line)["value"]
            for who, day in (("askingMemberId", "dateTabled"), ("answeringMemberId", "dateAnswered")):
                if value[who] and value[day]:
                    number = str(value[who])
                    party = register.on(number, dt.date.fromisoformat(value[day][:10]), House.COMMONS).party
                    known[party is not None] += 1
                    parties.setdefault(number, Counter())[party.name if party else None] += 1
    assert known == {True: 51_842, False: 2_750}
    # Each of them left a party some day between the elections of 2019 or 2024 and May 2026.
    changed = {
        "4743": {"Reform UK": 403},
        "1447": {"Conservative": 33, None: 401},
        "4475": {None: 116},
        "221": {None: 76},
        "4320": {None: 37},
        "4858": {None: 23},
        "4616": {None: 14},
        "4030": {"Labour": 8, None: 9},
        "4786": {"Labour": 2, None: 9},
        "172": {None: 1},
        "5158": {None: 632},
        "5361": {None: 1150},
        "5303": {None: 31},
        "5079": {None: 6},
    }
    assert {number: parties[number] for number in changed} == changed
