"""Pitfalls 29 to 34: days, times and sessions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from api_items import answered, api, lines
from pitfall_graphs import (
    ID,
    RESOURCES,
    Graph,
    Made,
    commons,
    converted,
    index,
    lda,
    lda_page,
    seen,
    wrapped,
)

from pqgraph.api.renderers.lda_json import JsonRenderer
from pqgraph.build import build

ONE = f"{RESOURCES}1"
ANSWER = f"{ONE}/answer"


def test_pitfall_29_days_that_are_called_times_are_days(tmp_path: Path) -> None:
    item = lda(1, "194746")
    made = converted(tmp_path, lda_page(tmp_path / "page.json", item))
    assert made.graph.literals(ONE, "dcterms:date") == [("2018-11-22", "date")]
    assert made.graph.literals(ANSWER, "parl:dateOfAnswer") == [("2018-11-27", "date")]
    (shown,) = JsonRenderer().items([ONE], index(made.path))
    assert shown["date"] == wrapped("2018-11-22", "dateTime")
    assert shown["answer"]["dateOfAnswer"] == wrapped("2018-11-27", "dateTime")


def test_real_29_days_of_2014(lda_2014: tuple[Made, list[dict[str, Any]]]) -> None:
    made, items = lda_2014
    shown = JsonRenderer().items([item["_about"] for item in items], index(made.path))
    for item, again in zip(items, shown, strict=True):
        assert made.graph.literals(item["_about"], "dcterms:date") == [(item["date"]["_value"], "date")]
        assert again["date"] == item["date"] == wrapped(item["date"]["_value"], "dateTime")


def test_pitfall_30_days_of_the_api_are_days_in_london(tmp_path: Path) -> None:
    # In summer, midnight in London is the evening before in UTC.
    summer = api(
        "1",
        dateTabled="2018-07-05T00:00:00",
        dateForAnswer="2018-07-10T00:00:00",
        **answered(day="2018-07-09"),
    )
    graph = converted(tmp_path, lines(tmp_path / "api.jsonl", summer)).graph
    question = commons("2018-07-05", "1")
    assert graph.literals(question, "dcterms:date") == [("2018-07-05", "date")]
    assert graph.literals(question, "parl:AnswerDate") == [("2018-07-10", "date")]
    assert graph.literals(f"{question}/answer", "parl:dateOfAnswer") == [("2018-07-09", "date")]
    assert graph.one(question, "parl:externalLocation") == (
        "https://questions-statements.parliament.uk/written-questions/detail/2018-07-05/1"
    )


def test_real_30_days_of_the_api_as_recorded(watched: Made) -> None:
    graph = watched.graph
    # Each of these days is part of the address under which Parliament shows the question.
    assert all((graph.one(q, "dcterms:date") or "?") in q for q in graph.questions())


@pytest.mark.parametrize("end", ["", ".4", ".42", ".427", ".4274321"])
def test_pitfall_31_times_keep_zone_and_fraction(end: str, tmp_path: Path) -> None:
    time = f"2018-07-03T23:30:33{end}Z"
    fields = {
        "questionFirstAnswered": [wrapped(time, "dateTime")],
        "dateOfAnswer": wrapped("2018-07-04", "dateTime"),
    }
    made = converted(tmp_path, lda_page(tmp_path / "page.json", lda(1, "1", answer=fields)))
    assert made.graph.literals(ANSWER, "parl:questionFirstAnswered") == [(time, "dateTime")]
    # Half past eleven in the evening is the next day in London; nothing takes the day from the time.
    assert made.graph.literals(ANSWER, "parl:dateOfAnswer") == [("2018-07-04", "date")]
    # Where a day must come from a time, it is that in London.
    before, after = (
        api("1"),
        api("1", answeringBodyId=17, answeringBodyName="Department of Health and Social Care"),
    )
    states = seen(("2018-12-01T09:00:00+00:00", before), ("2019-06-30T23:30:00Z", after))
    graph = converted(tmp_path, lines(tmp_path / "states.jsonl", states)).graph
    assert graph.literals(commons("2018-11-22", "1") + "/allocation/2", "pq:allocationSeen") == [
        ("2019-07-01", "date")
    ]


def test_real_31_times_of_2014(lda_2014: tuple[Made, list[dict[str, Any]]]) -> None:
    made, items = lda_2014
    lengths = set()
    for item in items:
        times = [each["_value"] for each in item["answer"]["questionFirstAnswered"]]
        assert made.graph.values(item["answer"]["_about"], "parl:questionFirstAnswered") == times
        lengths |= {len(time.partition(".")[2].rstrip("Z")) for time in times}
    assert lengths == {0, 1, 2, 3, 5, 6, 7}


REPORT = """<?xml version="1.0" encoding="utf-8"?>
<Questions xmlns="http://data.parliament.uk/QnA/2013/02" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><Question>
  <Uin>194746</Uin><House><HouseId>1</HouseId></House><TabledDate>2013-01-22Z</TabledDate>
  <DateForAnswer>2013-01-24Z</DateForAnswer><Text>To ask the Secretary of State for Education, why.</Text>
  <QuestionStatus>Tabled</QuestionStatus><Heading xsi:nil="true" />
</Question></Questions>"""


def test_pitfall_32_days_with_a_zone_or_day_first(tmp_path: Path) -> None:
    (tmp_path / "list.xml").write_text(REPORT)
    graph = converted(tmp_path, tmp_path / "list.xml").graph
    question = commons("2013-01-22", "194746")
    assert graph.literals(question, "dcterms:date") == [("2013-01-22", "date")]
    assert graph.literals(question, "parl:AnswerDate") == [("2013-01-24", "date")]
    parl = "http://data.parliament.uk/schema/parl#"
    (tmp_path / "store.csv").write_text(
        "subject,predicate,object\n"
        f"<{ONE}> ,rdf:type ,<{parl}WrittenParliamentaryQuestion>\n"
        f"<{ONE}> ,<{parl}questionText> ,<p>To ask why.</p>\n"
        f"<{ONE}> ,<{parl}dateTabled> ,2021-04-19T00:00:00Z\n"
        f"<{ONE}> ,<{parl}dateForAnswer> ,05/04/2021\n"
    )
    graph = converted(tmp_path, tmp_path / "store.csv").graph
    assert graph.literals(ONE, "parl:AnswerDate") == [("2021-04-05", "date")]


def test_real_32_days_of_parliaments_store(triples: Graph) -> None:
    question = "http://data.parliament.uk/writtenparliamentaryquestion/commons/2019-21/183274"
    assert triples.literals(question, "parl:AnswerDate") == [("2021-04-22", "date")]  # from 22/04/2021
    assert triples.literals(question, "dcterms:date") == [("2021-04-19", "date")]
    assert triples.literals(question, "parl:dateOfHoldingAnswer") == [("2021-04-22", "date")]


def test_pitfall_33_odd_days_are_reported_and_not_rejected(tmp_path: Path) -> None:
    early = api("1", dateForAnswer="2018-11-20T00:00:00")
    late = api("2", **answered(day="2018-12-20"))
    result = build([lines(tmp_path / "api.jsonl", early, late)], tmp_path / "store", engine="pyshacl")
    assert (result.tally.questions, result.tally.rejections) == (2, 0)
    found = {
        (finding.shape or "").rpartition("/")[2]: (finding.severity.value, finding.focus)
        for finding in result.findings.examples
    }
    assert found["Question-dueAfterTabling"] == ("warning", f"<{commons('2018-11-22', '1')}>")
    assert found["Question-answeredInTime"] == ("warning", f"<{commons('2018-11-22', '2')}>")
    assert result.conforms()


def test_real_33_odd_days(watched: Made) -> None:
    graph = watched.graph
    early = [
        q
        for q in graph.questions()
        if (graph.one(q, "parl:AnswerDate") or "9") < (graph.one(q, "dcterms:date") or "")
    ]
    assert early == [commons("2025-01-17", "24629"), commons("2025-01-17", "24631")]
    # 17,111 of all 58,226; holding answers, which came in time, are not counted here.
    assert len(graph.subjects("pq:answeredLate", "true")) == 11_244


@pytest.mark.parametrize(
    ("label", "session", "found"),
    [
        ("2017-19", "2017-19", None),
        ("2017/18", "2017-18", None),
        ("2017/19", "2017-19", None),
        ("2019-21", "2019-21", "session '2019-21' is printed, but 2018-11-22 is in 2017-19"),
        ("2015/16", "2015-16", "session '2015/16' is printed, but 2018-11-22 is in 2017-19"),
        ("the last", "the%20last", "session 'the last' is not the label of a session"),
    ],
)
def test_pitfall_34_session_labels_of_all_kinds(
    label: str, session: str, found: str | None, tmp_path: Path
) -> None:
    made = converted(tmp_path, lda_page(tmp_path / "page.json", lda(1, "1", session=wrapped(label))))
    assert made.graph.values(ONE, "parl:session") == [label]
    assert made.graph.values(ONE, "pq:inSession") == [f"{ID}session/{session}"]
    assert made.told("PQ274") == ([] if found is None else [f"page.json#/result/items/0: {found}"])


def test_real_34_sessions_of_parliaments_store(triples: Graph) -> None:
    labels = {triples.one(q, "dcterms:date"): triples.values(q, "parl:session") for q in triples.questions()}
    assert labels == {"2021-04-19": ["2019-21"], "2022-11-07": [], "2023-01-11": ["2022-23"]}
