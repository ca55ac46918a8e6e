"""Registers among the inputs and beside them, all the way to the graph."""

from __future__ import annotations

import io
import sys
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from pqgraph.convert import convert
from pqgraph.errors import PqgraphError
from pqgraph.model import Notice, Rejected
from pqgraph.pipeline import Pipeline, Problem

SEATS = (
    "mnis_id,given_name,family_name,display_name,constituency_mnis_id,constituency_name,"
    "seat_incumbency_start_date,seat_incumbency_end_date\n"
    "900001,Ann,Vane,Ann Vane,9,Snodsbury,2017-06-08,2019-11-06\n"
    "900002,Bob,Vane,Bob Vane,8,Totleigh,2017-06-08,2019-11-06\n"
)
PARTIES = (
    "mnis_id,given_name,family_name,display_name,party_mnis_id,party_name,"
    "party_membership_start_date,party_membership_end_date\n"
    "900001,Ann,Vane,Ann Vane,15,Labour,2017-06-08,2018-01-18\n"
    "900001,Ann,Vane,Ann Vane,8,Independent,2018-01-19,2019-11-06\n"
    "900002,Bob,Vane,Bob Vane,4,Conservative,2017-06-08,2016-11-06\n"
)
PAGE = """PARLIAMENTARY WRITTEN QUESTION
{title} (18 January 2018)

Question Asked

To ask the Secretary of State for Education, how many schools have a {title}.

Asked by:
{asked} (Labour)

Answer

Seven.

Answered by:
{answered} (Conservative)
22 January 2018

Contains Parliamentary information licensed under the Open Parliament Licence v3.0.
"""
MEMBERS, ID = "http://data.parliament.uk/members/", "https://w3id.org/pqgraph/id/"
PARL, PQ = "http://data.parliament.uk/schema/parl#", "https://w3id.org/pqgraph/def#"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "seats.csv").write_text(SEATS)
    (tmp_path / "parties.csv").write_text(PARTIES)
    (tmp_path / "one.txt").write_text(PAGE.format(title="library", asked="Ann Vane", answered="Zoe Vane"))
    (tmp_path / "two.txt").write_text(PAGE.format(title="garden", asked="Ms Ann Vane", answered="Zoe Vane"))
    return tmp_path


def graph(path: Path) -> set[tuple[str, str, str]]:
    return {(q.subject.value, q.predicate.value, q.object.value) for q in ox.parse(path=path)}


def links(path: Path, name: str) -> Counter[str]:
    return Counter(value for _, predicate, value in graph(path) if predicate in (PARL + name, PQ + name))


def test_registers_beside_the_inputs_are_looked_up_in_and_not_written(folder: Path) -> None:
    out, problems = folder / "out.nt", list[Problem]()
    tally = convert(
        [folder / "one.txt", folder / "two.txt"],
        out,
        members=[folder / "seats.csv", folder / "parties.csv"],
        on_problem=problems.append,
    )
    assert (tally.questions, tally.members, [file.name for file in tally.files]) == (
        2,
        0,
        ["one.txt", "two.txt"],
    )
    assert links(out, "tablingMember") == {MEMBERS + "900001": 2}
    assert links(out, "tablingMemberParty") == {ID + "party/15": 2}
    assert links(out, "tablingMemberSeat") == {ID + "constituency/9": 2}
    assert links(out, "answeringMember") == {ID + "person/Zoe_Vane": 2}
    subjects = {subject for subject, _, _ in graph(out)}
    assert not [subject for subject in subjects if "/membership/" in subject or subject == MEMBERS + "900002"]
    assert (ID + "party/15", "http://www.w3.org/2004/02/skos/core#prefLabel", "Labour") in graph(out)
    # What is wrong with a register that is no input is told, but nothing is missing from the output.
    assert tally.rejections == 0
    told = [(type(p), p.code, str(p.locator)) for p in problems if p.code in ("PQ261", "PQ264")]
    assert told == [(Notice, "PQ264", "parties.csv#L4"), (Notice, "PQ261", "one.txt#L1")]
    assert tally.notices["PQ261"] == 2  # told once, counted twice


def test_registers_among_the_inputs_are_part_of_the_graph_in_whatever_order(folder: Path) -> None:
    problems: list[Problem] = []
    names = ["one.txt", "seats.csv", "two.txt", "parties.csv"]
    tally = convert([folder / n for n in names], folder / "a.nt", on_problem=problems.append)
    assert (tally.questions, tally.members) == (2, 2)
    assert {file.name for file in tally.files} == set(names)
    assert [(type(p), p.code) for p in problems if p.code == "PQ264"] == [(Rejected, "PQ264")]
    convert([folder / n for n in reversed(names)], folder / "b.nt")
    assert graph(folder / "a.nt") == graph(folder / "b.nt")
    found = graph(folder / "a.nt")
    assert (
        MEMBERS + "900001",
        "http://www.w3.org/ns/org#hasMembership",
        ID + "membership/900001/party/2018-01-19",
    ) in found
    assert (ID + "membership/900002/commons/2017-06-08", PQ + "constituency", ID + "constituency/8") in found
    derived = {
        s for s, p, _ in found if p == "http://www.w3.org/ns/prov#wasDerivedFrom" and s.startswith(MEMBERS)
    }
    assert derived == {MEMBERS + "900001", MEMBERS + "900002"}
    assert links(folder / "a.nt", "tablingMember") == {MEMBERS + "900001": 2}
    # The three members and the other names of the shipped register are looked up in, not written.
    assert not [s for s, _, _ in found if s == MEMBERS + "4637"]


def test_what_was_written_can_be_looked_up_in(folder: Path) -> None:
    convert([folder / "seats.csv", folder / "parties.csv"], folder / "register.ttl")
    convert([folder / "one.txt"], folder / "out.nt", members=[folder / "register.ttl"])
    assert links(folder / "out.nt", "tablingMemberParty") == {ID + "party/15": 1}


def test_a_folder_of_registers(folder: Path) -> None:
    (folder / "registers").mkdir()
    for name in ("seats.csv", "parties.csv"):
        (folder / name).rename(folder / "registers" / name)
    convert([folder / "one.txt"], folder / "out.nt", members=[folder / "registers"])
    assert links(folder / "out.nt", "tablingMember") == {MEMBERS + "900001": 1}


def test_without_a_register_of_the_users_one_notice_says_that_names_are_unknown(folder: Path) -> None:
    problems: list[Problem] = []
    tally = convert([folder / "one.txt", folder / "two.txt"], folder / "out.nt", on_problem=problems.append)
    assert [p.code for p in problems].count("PQ261") == 1
    assert tally.notices["PQ261"] == 4


def test_a_register_through_a_pipe(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Pipe:
        buffer = io.BytesIO(SEATS.encode())

    monkeypatch.setattr(sys, "stdin", Pipe())
    tally = convert([folder / "one.txt", "-"], folder / "out.nt")
    assert (tally.questions, tally.members) == (1, 2)
    assert links(folder / "out.nt", "tablingMember") == {MEMBERS + "900001": 1}


def test_a_question_through_a_pipe_waits_for_the_registers(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Pipe:
        buffer = io.BytesIO((folder / "one.txt").read_bytes())

    monkeypatch.setattr(sys, "stdin", Pipe())
    convert(["-", folder / "seats.csv"], folder / "out.nt")
    assert links(folder / "out.nt", "tablingMember") == {MEMBERS + "900001": 1}


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("one.txt", None, "PQ109"),
        ("empty.csv", SEATS.split("\n")[0] + "\n", "PQ112"),
        ("x.ttl", "no Turtle", "PQ301"),
    ],
)
def test_what_is_no_register_is_refused(folder: Path, name: str, text: str | None, code: str) -> None:
    if text is not None:
        (folder / name).write_text(text)
    with pytest.raises(PqgraphError) as caught:
        convert([folder / "two.txt"], folder / "out.nt", members=[folder / name])
    assert caught.value.code.id == code
    assert not (folder / "out.nt").exists()


def test_a_register_that_does_not_exist_is_refused_before_anything_is_read(folder: Path) -> None:
    with pytest.raises(PqgraphError) as caught:
        Pipeline([folder / "one.txt"], members=[folder / "missing.csv"])
    assert caught.value.code.id == "PQ101"


def test_an_input_without_members_is_refused(folder: Path) -> None:
    (folder / "seats.csv").write_text(SEATS.split("\n")[0] + "\n")
    with pytest.raises(PqgraphError) as caught:
        convert([folder / "seats.csv"], folder / "out.nt")
    assert caught.value.code.id == "PQ112"


def test_the_same_bytes_again(folder: Path) -> None:
    inputs = [folder / n for n in ("one.txt", "seats.csv", "parties.csv")]
    for name in ("a.ttl", "b.ttl"):
        convert(inputs, folder / name)
    assert (folder / "a.ttl").read_bytes() == (folder / "b.ttl").read_bytes()
