"""Questions that were watched."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pqgraph.errors import PqgraphError
from pqgraph.model import Notice, Question, Rejected, SourceFile
from pqgraph.readers import Source, detect
from pqgraph.readers.api_states import READER
from pqgraph.readers.base import Item


def value(**fields: Any) -> dict[str, Any]:
    """A question as the API gives it."""
    base: dict[str, Any] = {
        "id": 900100,
        "askingMemberId": 4638,
        "house": "Commons",
        "dateTabled": "2025-01-16T00:00:00",
        "dateForAnswer": "2025-01-20T00:00:00",
        "uin": "24471",
        "questionText": "To ask the Secretary of State for Wales, how many staff her Office has.",
        "answeringBodyId": 28,
        "answeringBodyName": "Wales Office",
        "isWithdrawn": False,
        "isNamedDay": False,
        "groupedQuestions": [],
        "heading": None,
    }
    return base | fields


def state(moment: str | None, **fields: Any) -> dict[str, Any]:
    return {"snapshot_date": moment, "commit": "0da65f636f", "value": value(**fields)}


def watched(*states: dict[str, Any], number: int = 900100) -> dict[str, Any]:
    return {"id": number, "states": list(states)}


FIRST, SECOND = "2025-01-17T00:09:06+00:00", "2025-01-18T00:08:47+00:00"
TREASURY: dict[str, Any] = {"answeringBodyId": 14, "answeringBodyName": "Treasury"}


def read(path: Path, *records: Any, document: bool = False) -> list[Item]:
    text = json.dumps(list(records)) if document else "".join(json.dumps(r) + "\n" for r in records)
    path.write_text(text, encoding="utf-8")
    source = Source(path)
    assert detect(source) is READER
    return list(READER.read(source, SourceFile(name=path.name, sha256="0" * 64, reader=READER.name)))


def test_one_record_of_all_states(tmp_path: Path) -> None:
    line = watched(state(FIRST), state(SECOND, **TREASURY))
    other = watched(state(FIRST, id=900101, uin="24472"), number=900101)
    one, two = read(tmp_path / "s.jsonl", line, other)
    assert isinstance(one, Question)
    assert isinstance(two, Question)
    assert one.api_identifier == "900100"
    assert [(a.body.identifier, a.seen) for a in one.allocations] == [
        ("28", dt.date(2025, 1, 17)),
        ("14", dt.date(2025, 1, 18)),
    ]
    assert (one.locator.fragment, two.locator.fragment) == ("L1", "L2")
    assert two.allocations == ()


def test_a_list_is_read_too(tmp_path: Path) -> None:
    items = read(tmp_path / "s.json", watched(state(FIRST)), watched(state(SECOND)), document=True)
    assert [item.locator.fragment for item in items] == ["/0", "/1"]


def test_states_in_disorder_are_put_in_order(tmp_path: Path) -> None:
    (item,) = read(tmp_path / "s.jsonl", watched(state(SECOND, **TREASURY), state(FIRST)))[:1]
    assert isinstance(item, Question)
    assert item.answering_body is not None
    assert item.answering_body.identifier == "14"


def test_days_of_snapshots_are_days_in_london(tmp_path: Path) -> None:
    late = "2025-07-01T23:30:00Z"  # half past midnight, summer time
    (item,) = read(tmp_path / "s.jsonl", watched(state("2025-07-01T10:00:00"), state(late, **TREASURY)))
    assert isinstance(item, Question)
    assert [a.seen for a in item.allocations] == [dt.date(2025, 7, 1), dt.date(2025, 7, 2)]


def test_without_days_the_order_is_that_of_the_source(tmp_path: Path) -> None:
    (item,) = read(tmp_path / "s.jsonl", watched(state(None), state(SECOND, **TREASURY)))
    assert isinstance(item, Question)
    assert [(a.body.identifier, a.seen) for a in item.allocations] == [
        ("28", None),
        ("14", dt.date(2025, 1, 18)),
    ]


def test_an_earlier_state_that_cannot_be_used_is_rejected_alone(tmp_path: Path) -> None:
    bad, question = read(
        tmp_path / "s.jsonl", watched(state(FIRST, dateTabled="2025-02-30T00:00:00"), state(SECOND))
    )
    assert isinstance(bad, Rejected)
    assert (bad.code, bad.locator.fragment) == ("PQ203", "/states/0/value/dateTabled")
    assert isinstance(question, Question)


def test_without_its_last_state_a_question_is_rejected(tmp_path: Path) -> None:
    (bad,) = read(tmp_path / "s.jsonl", watched(state(FIRST), state(SECOND, house="Senate")))
    assert isinstance(bad, Rejected)
    assert (bad.code, bad.locator.fragment) == ("PQ207", "/states/1/value/house")


@pytest.mark.parametrize(
    ("record", "code", "fragment"),
    [
        (watched(), "PQ201", "L2"),
        (watched(state("yesterday")), "PQ203", "L2/states/0/snapshot_date"),
        (watched({"snapshot_date": FIRST}), "PQ202", "L2/states/0"),
        (watched(state(FIRST, id=5)), "PQ202", "L2/states/0/value/id"),
        (watched(state(FIRST, uin=24471)), "PQ202", "L2/states/0/value/uin"),
        (watched(state(FIRST, questionText=" ")), "PQ201", "L2/states/0/value/questionText"),
    ],
)
def test_broken_records(tmp_path: Path, record: Any, code: str, fragment: str) -> None:
    good, bad = read(tmp_path / "s.jsonl", watched(state(FIRST)), record)
    assert isinstance(good, Question)
    assert isinstance(bad, Rejected)
    assert (bad.code, bad.locator.fragment) == (code, fragment)


def test_a_line_that_is_not_json(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    path.write_text(json.dumps(watched(state(FIRST))) + '\n{"id": 1, "states": [\n', encoding="utf-8")
    _, bad = READER.read(Source(path), SourceFile(name="s", sha256="0" * 64, reader="api-states"))
    assert isinstance(bad, Rejected)
    assert (bad.code, bad.locator.fragment) == ("PQ206", "L2")


def test_unknown_fields_are_told_once(tmp_path: Path) -> None:
    line = watched(state(FIRST, mood="good") | {"by": "x"}) | {"note": 1}
    items = read(tmp_path / "s.jsonl", line, line)
    found = [item.found for item in items if isinstance(item, Notice)]
    assert [text.split("'")[1] for text in found] == ["note", "states.by", "mood"]
    assert sum(isinstance(item, Question) for item in items) == 2


def test_replaced_characters_and_missing_numbers_are_told(tmp_path: Path) -> None:
    items = read(tmp_path / "s.jsonl", watched(state(FIRST, questionText="To ask\u0000 why", uin=None)))
    assert Counter(item.code for item in items if isinstance(item, Notice)) == {"PQ252": 1, "PQ254": 1}


def test_other_json_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    path.write_text('{"id": 1, "states": "many"}\n' * 2, encoding="utf-8")
    with pytest.raises(PqgraphError, match="PQ109"):
        list(READER.read(Source(path), SourceFile(name="s", sha256="0" * 64, reader="api-states")))


@pytest.fixture(scope="module")
def questions(shared_data: Path) -> dict[str, Question]:
    source = Source(shared_data / "api" / "commons-states.jsonl.gz")
    assert detect(source) is READER
    items = list(READER.read(source, SourceFile(name="states", sha256="0" * 64, reader="api-states")))
    assert all(isinstance(item, Question) for item in items)
    return {item.api_identifier or "": item for item in items if isinstance(item, Question)}


def test_every_real_question_is_one_record(questions: dict[str, Question]) -> None:
    assert len(questions) == 22_271


def test_real_transfers(questions: dict[str, Question]) -> None:
    """Domain facts, 8.4, 21."""
    transferred = [q for q in questions.values() if q.allocations]
    assert len(transferred) == 1818
    assert sum(len(q.allocations) - 1 for q in transferred) == 1838
    one = questions["1738649"]
    assert [(a.body.name, a.seen) for a in one.allocations] == [
        ("Department for Business and Trade", dt.date(2024, 11, 2)),
        ("Treasury", dt.date(2024, 11, 5)),
    ]
    assert one.text.startswith("To ask the Chancellor of the Exchequer, ")
    assert (one.earlier_states[0].text or "").startswith(
        "To ask the Secretary of State for Business and Trade, "
    )
    back = questions["1747028"]
    assert [a.body.identifier for a in back.allocations] == ["1", "208", "1"]


def test_real_holding_answers(questions: dict[str, Question]) -> None:
    """Domain facts, 8.4, 18: the holding answer's text and day outlive the substantive answer."""
    held = [q for q in questions.values() if len(q.answers) == 2]
    assert len(held) == 57
    one = questions["1740104"]
    final, holding = one.answers
    assert (final.is_holding, holding.is_holding) == (False, True)
    assert (final.date, holding.date) == (dt.date(2024, 11, 14), dt.date(2024, 11, 12))
    assert one.date_of_holding_answer == holding.date


def test_real_corrections(questions: dict[str, Question]) -> None:
    """Domain facts, 8.4, 19."""
    corrected = [q for q in questions.values() if any(a.earlier_versions for a in q.answers)]
    assert len(corrected) == 6
    (answer,) = questions["1725947"].answers
    (version,) = answer.earlier_versions
    assert (answer.date_corrected, version.date) == (dt.date(2024, 11, 26), dt.date(2024, 9, 9))
    assert version.text_clipped


def test_real_changes(questions: dict[str, Question]) -> None:
    """Domain facts, 8.4, 24 and 25: headings, days for answer and days of tabling that changed."""
    states = [state for q in questions.values() for state in q.earlier_states]
    counts = {
        name: sum(getattr(state, name) is not None for state in states)
        for name in ("text", "heading", "date_for_answer", "date_tabled")
    }
    assert counts == {"text": 2090, "heading": 65, "date_for_answer": 92, "date_tabled": 3}
    assert questions["1725980"].heading == "Warm Homes Plan"
    assert questions["1725980"].earlier_states[0].heading == "Energy: Housing"


def test_real_groups_are_those_of_the_last_state(questions: dict[str, Question]) -> None:
    """Domain facts, 8.4, 22."""
    one = questions["1738661"]
    group = [r.uin for r in (*one.grouped_with, *(r for a in one.answers for r in a.grouped_with))]
    assert "12288" in group
    assert one.uin not in group
