"""The names of real records, resolved with the register of 2021, against the numbers that stand beside them."""

from __future__ import annotations

import csv
import datetime as dt
import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pqgraph import readers
from pqgraph.members import Reason, Register, shipped_members
from pqgraph.model import House, Member


class Printed(NamedTuple):
    """A name as printed, and the number of the member where the record has it."""

    name: str
    day: dt.date
    house: House
    number: str | None = None
    seat: str | None = None
    party: str | None = None


@pytest.fixture(scope="module")
def register(shared_data: Path) -> Register:
    paths = sorted((shared_data / "members" / "mnis-2021").glob("*.csv"))
    records = [item for path in paths for item in readers.read(path)[1] if isinstance(item, Member)]
    assert len(records) == 22_540
    return Register((*shipped_members(), *records))


def outcome(register: Register, printed: Printed) -> str:
    found = register.resolve(
        printed.name, day=printed.day, house=printed.house, seat=printed.seat, party=printed.party
    )
    if found.reason is not None:
        return found.reason.value
    return (
        "resolved" if printed.number is None else "right" if found.identifier == printed.number else "wrong"
    )


def number(iri: str) -> str:
    return iri.rpartition("/")[2]


def test_the_register_of_2021(register: Register) -> None:
    assert len(register) == 4644
    assert Counter(notice.code for notice in register.notices) == {"PQ265": 11, "PQ266": 1}


def speakers(folder: Path, house: House) -> Iterator[Printed]:
    for path in sorted(folder.glob("*.xml")):
        text = path.read_text("iso-8859-1")
        if 'latest="no"' in text[:2000]:
            continue
        day = dt.date.fromisoformat(re.search(r"\d{4}-\d\d-\d\d", path.name)[0])  # type: ignore[index]
        for name in re.findall(r'<(?:ques|reply) [^>]*?speakername="([^"]*)"', text):
            yield Printed(html.unescape(name), day, house)


def test_speakers_of_october_2009(shared_data: Path, register: Register) -> None:
    folder = shared_data / "parlparse"
    commons = list(speakers(folder / "wrans", House.COMMONS))
    lords = list(speakers(folder / "lordswrans", House.LORDS))
    assert (len(commons), len(lords)) == (1541, 144)
    assert Counter(outcome(register, each) for each in lords) == {"resolved": 144}
    assert Counter(outcome(register, each) for each in commons) == {"resolved": 1522, "ambiguous": 19}
    unresolved = Counter(each.name for each in commons if outcome(register, each) != "resolved")
    # Two members of each name sat then: in two of the cases one of them was a minister, but a name is no proof.
    assert unresolved == {"Angela Smith": 13, "Michael Foster": 5, "David Davies": 1}
    assert 1666 / 1685 > 0.988


def test_each_identifier_of_theyworkforyou_is_one_member_and_the_other_way_round(
    shared_data: Path, register: Register
) -> None:
    pairs: set[tuple[str, str]] = set()
    for folder, house in (("wrans", House.COMMONS), ("lordswrans", House.LORDS)):
        for path in sorted((shared_data / "parlparse" / folder).glob("*.xml")):
            day = dt.date.fromisoformat(re.search(r"\d{4}-\d\d-\d\d", path.name)[0])  # type: ignore[index]
            pattern = r'<(?:ques|reply) [^>]*?speakerid="([^"]*)" speakername="([^"]*)"'
            for speaker, name in re.findall(pattern, path.read_text("iso-8859-1")):
                found = register.resolve(html.unescape(name), day=day, house=house)
                if found.identifier is not None:
                    pairs.add((speaker, found.identifier))
    assert len(pairs) == len({speaker for speaker, _ in pairs}) == len({member for _, member in pairs}) == 317


def test_constituencies_of_the_members_resolved_are_in_the_order_of_their_identifiers(
    shared_data: Path, register: Register
) -> None:
    """TheyWorkForYou numbered the members elected in 2005 in England, Wales and Northern Ireland by constituency.

    So each resolved name is checked against a fact that the name does not hold. Names of constituencies are compared
    by their first letters, points of the compass left out ("North East Derbyshire" stands under D).
    """
    day = dt.date(2009, 10, 26)
    seats: dict[int, str] = {}
    for path in sorted((shared_data / "parlparse" / "wrans").glob("*.xml")):
        pattern = r'speakerid="uk.org.publicwhip/member/(\d+)" speakername="([^"]*)"'
        for speaker, name in re.findall(pattern, path.read_text("iso-8859-1")):
            found = register.resolve(html.unescape(name), day=day, house=House.COMMONS)
            if found.identifier is not None and 1367 <= int(speaker) <= 1948:
                constituency = register.on(found.identifier, day, House.COMMONS).constituency
                assert constituency is not None
                seats[int(speaker)] = constituency.name or ""
    points = re.compile(r"^((?:North|South|East|West|Mid|City of|The)\b[ -]*)+")
    first = [points.sub("", seats[speaker])[:1] for speaker in sorted(seats)]
    assert len(first) == 241
    # Under D stands "Torridge and West Devon", and so on: five that Parliament spells in another way.
    assert sum(one > following for one, following in pairwise(first)) == 5


def lda_items(shared_data: Path) -> Iterator[dict[str, Any]]:
    for name in ("answeredquestions.json", "answeredquestions_moj_update.json"):
        yield from json.loads((shared_data / "lda" / name).read_text("utf-8"))["result"]["items"]


def lda_names(shared_data: Path, *, seats: bool) -> Iterator[Printed]:
    for item in lda_items(shared_data):
        house, answer = House(item["houseId"]["_value"]), item["answer"]
        who = [("tablingMember", item, item["date"]), ("answeringMember", answer, answer["dateOfAnswer"])]
        for role, node, date in who:
            if (member := number(node[role]["_about"])) == "0":
                continue
            printed = node[role + "Printed"]
            names = [each["_value"] for each in (printed if isinstance(printed, list) else [printed])]
            seat = node.get(role + "Constituency", {}).get("_value") if seats else None
            for name in (*names, node[role]["label"]["_value"]):
                yield Printed(name, dt.date.fromisoformat(date["_value"]), house, member, seat)


@pytest.mark.parametrize("seats", [False, True], ids=["by name alone", "with the constituency"])
def test_names_of_2014_against_their_numbers(shared_data: Path, register: Register, seats: bool) -> None:
    counted = Counter(outcome(register, each) for each in lda_names(shared_data, seats=seats))
    assert counted == {"right": 2040}


def test_names_of_2017_against_their_numbers(shared_data: Path, register: Register) -> None:
    rows: list[Printed] = []
    with (shared_data / "lda" / "answeredquestions.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            house = House(row["house id"])
            if row["answer > answering member > uri"] not in ("NA", "http://data.parliament.uk/members/0"):
                rows.append(
                    Printed(
                        row["answer > answering member printed"],
                        dt.date.fromisoformat(row["answer > date of answer"]),
                        house,
                        number(row["answer > answering member > uri"]),
                    )
                )
            for name in (row["tabling member printed"], row["tabling member > label"]):
                rows.append(Printed(name, dt.date.fromisoformat(row["date"]), house, seat=seat_of(row)))
    assert Counter(outcome(register, each) for each in rows) == {"right": 490, "resolved": 1000}
    # By name alone, James Berry may also be Jake Berry, whose given name is James.
    alone = [each._replace(seat=None) for each in rows]
    assert Counter(outcome(register, each) for each in alone) == {
        "right": 490,
        "resolved": 998,
        "ambiguous": 2,
    }


def seat_of(row: dict[str, str]) -> str | None:
    return row["tabling member constituency"] if row["tabling member constituency"] != "NA" else None


def test_names_of_2021_against_their_numbers(shared_data: Path, register: Register) -> None:
    rows: list[Printed] = []
    for path in sorted((shared_data / "api").glob("recorded-*/*.json")):
        for item in json.loads(path.read_text("utf-8"))["results"]:
            value = item["value"]
            house = House[value["house"].upper()]
            for role, date in (("askingMember", "dateTabled"), ("answeringMember", "dateAnswered")):
                if (member := value.get(role)) and value[date]:
                    day = dt.date.fromisoformat(value[date][:10])
                    seat = member["memberFrom"] if house is House.COMMONS else None
                    for name in (member["name"], member["listAs"]):
                        rows.append(Printed(name, day, house, str(member["id"]), seat, member["party"]))
    assert Counter(outcome(register, each) for each in rows) == {"right": 4572}


def test_a_name_of_another_time_or_house_is_not_resolved(register: Register) -> None:
    found = register.resolve("Thelma Walker", day=dt.date(2016, 11, 22), house=House.COMMONS)
    assert (found.identifier, found.reason, found.candidates) == (None, Reason.NOT_SITTING, ("4649",))
    assert (
        register.resolve("Thelma Walker", day=dt.date(2018, 11, 22), house=House.LORDS).reason
        is Reason.NOT_SITTING
    )
    assert (
        register.resolve("Lord Pickles", day=dt.date(2017, 7, 1), house=House.LORDS).reason
        is Reason.NOT_SITTING
    )
    assert register.resolve("Lord Pickles", day=dt.date(2019, 7, 1), house=House.LORDS).identifier == "33"
