"""The teaching files in ``examples/life-cycle``."""

from __future__ import annotations

import life_cycle
import pyoxigraph as ox
import pytest

from pqgraph.checks import check_batches, choose_engine, load_shapes

NUMBERS = range(1, 6)


def graph(step: int) -> set[ox.Triple]:
    path = list(life_cycle.files())[step - 1]
    return {quad.triple for quad in ox.parse(path=path)}


def names(triples: set[ox.Triple]) -> set[str]:
    return {t.predicate.value.rpartition("#")[2].rpartition("/")[2] for t in triples}


def test_the_files_are_those_of_the_table() -> None:
    wanted = life_cycle.files()
    assert set(life_cycle.FOLDER.glob("*.ttl")) == set(wanted)
    changed = [path.name for path, text in wanted.items() if path.read_text("utf-8") != text]
    assert changed == [], "run python tests/unit/life/life_cycle.py"


@pytest.mark.parametrize("step", NUMBERS)
def test_each_step_conforms(step: int) -> None:
    engine, _ = choose_engine("auto", load_shapes())
    data = ox.serialize(graph(step), format=ox.RdfFormat.N_TRIPLES)
    assert data is not None
    found = {(f.shape or "").rpartition("/")[2] for f in check_batches(engine, iter([data]))}
    assert found == ({"Question-answeredInTime"} if step > 3 else set())  # it comes a week late


# What each step takes away and adds; everything else stays.
CHANGES = {
    2: (
        {"questionText", "AnsweringBody", "answeringDeptId", "answeringBody", "AnswerDate"},
        {
            "allocation",
            "allocatedTo",
            "allocationSeen",
            "previousAllocation",
            "transferred",
            "earlierState",
            "changeSeen",
        },
    ),
    3: (
        {"QuestionStatus"},
        {"answer", "holdingAnswer", "answerText", "dateOfHoldingAnswer", "answeringMember"},
    ),
    4: ({"QuestionStatus", "holdingAnswer"}, {"replaces", "hansardHeading", "daysToAnswer", "answeredLate"}),
    5: (
        {"answerText", "isMinisterialCorrection", "replaces", "type"},
        {"previousAnswerVersion", "dateCorrected", "correctingMember", "replaces"},
    ),
}


@pytest.mark.parametrize("step", CHANGES)
def test_a_step_changes_only_what_it_should(step: int) -> None:
    before, after = graph(step - 1), graph(step)
    gone, new = CHANGES[step]
    about_question = {t for t in before - after if "/999001" in t.subject.value}
    assert gone <= names(about_question)
    assert new <= names(after - before)
    kept = {
        "uin",
        "date",
        "tablingMember",
        "legislature",
        "pursuedUin",
        "pursuedAnswerDate",
        "wasDerivedFrom",
    }
    assert kept.isdisjoint(names(about_question))
