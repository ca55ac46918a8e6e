"""Pitfalls 18 to 21 and 23 to 25: what becomes of a question."""

from __future__ import annotations

from collections import Counter
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
    merged,
    seen,
    wrapped,
)

from pqgraph.api.renderers.lda_json import JsonRenderer
from pqgraph.build import build
from pqgraph.store.local import LocalStore

ONE = commons("2018-11-22", "1")
HEALTH = {"answeringBodyId": 17, "answeringBodyName": "Department of Health and Social Care"}


def test_pitfall_18_the_day_of_a_holding_answer_outlives_it(tmp_path: Path) -> None:
    text = "<p>An answer is being prepared.</p>"
    held = answered(text, answerIsHolding=True)
    final = answered("<p>Ten.</p>", "2018-12-03")
    waiting = api("1", answerIsHolding=None, answerIsCorrection=None)
    holding = api("1", dateHoldingAnswer="2018-11-27T00:00:00", **held)
    done = api("1", dateHoldingAnswer="2018-11-27T00:00:00", **final)
    cases: dict[str, tuple[list[dict[str, Any]], str | None]] = {
        # Of a question that was watched, all is known.
        "states": ([seen(("2018-11-23", waiting), ("2018-11-28", holding), ("2018-12-04", done))], text),
        # So it is if old downloads are kept.
        "files": ([done, waiting, holding], text),
        # The last state alone has the day, and no more.
        "last": ([done], None),
    }
    for name, (records, known) in cases.items():
        folder = tmp_path / name
        folder.mkdir()
        graph = merged(folder, lines(folder / "in.jsonl", *records)).graph
        assert graph.values(ONE, "pq:holdingAnswer") == [f"{ONE}/answer/holding"]
        assert graph.one(f"{ONE}/answer/holding", "parl:dateOfAnswer") == "2018-11-27"
        assert graph.one(f"{ONE}/answer/holding", "parl:answerText") == known
        assert graph.values(ONE, "parl:answer") == [f"{ONE}/answer"]
        assert graph.one(ONE, "parl:answer", "parl:dateOfAnswer") == "2018-12-03"
        assert graph.values(ONE, "parl:answer", "pq:replaces") == [f"{ONE}/answer/holding"]
        assert graph.one(ONE, "pq:dateAnswered") == "2018-12-03"
        assert graph.one(ONE, "parl:QuestionStatus") == "Answered"


def test_real_18_holding_answers(watched: Made) -> None:
    graph = watched.graph
    held = {
        question: graph.one(question, "pq:holdingAnswer") for question in graph.subjects("pq:holdingAnswer")
    }
    past = {question: node for question, node in held.items() if (node or "").endswith("/answer/holding")}
    # Of the 236 that were replaced, 57 were seen while they stood (93 in all of the states), and 44 stand in the list,
    # but were answered when the whole texts were fetched. Eleven are known by the words of a whole text alone.
    assert (len(held), len(past)) == (369, 236)
    assert sum(graph.one(node or "", "parl:answerText") is not None for node in past.values()) == 57 + 44
    for question, node in past.items():
        assert graph.one(node or "", "parl:dateOfAnswer") == graph.one(question, "parl:dateOfHoldingAnswer")
        assert graph.values(question, "parl:answer", "pq:replaces") in (
            [node],
            graph.values(question, "parl:answer", "parl:previousAnswerVersion"),
        )


MARKED = '<p>We gave £<del class="ministerial">25</del><ins class="ministerial">252</ins> million.</p>'


def test_pitfall_19_the_text_before_a_correction_is_rebuilt(tmp_path: Path) -> None:
    about = f"{RESOURCES}1/answer"
    version = {"_about": f"{about}/previousversion/9230", "answeringMemberPrinted": wrapped("Nadhim Zahawi")}
    fields = {
        "answerText": wrapped(MARKED),
        "isMinisterialCorrection": wrapped("true", "boolean"),
        "previousAnswerVersion": version,
    }
    graph = converted(tmp_path, lda_page(tmp_path / "page.json", lda(1, "1", answer=fields))).graph
    assert graph.one(about, "parl:answerText") == MARKED
    assert graph.values(about, "pq:replaces") == [version["_about"]]
    assert graph.one(about, "pq:replaces", "parl:answerText") == "<p>We gave £25 million.</p>"
    # The API leaves the original text of a corrected answer empty in lists; watched, it is known.
    corrected = answered(
        "<p>We gave £252 million.</p>",
        answerIsCorrection=True,
        originalAnswerText="",
        correctingMemberId=4113,
    )
    states = seen(
        ("2018-11-28", api("1", **answered("<p>We gave £25 million.</p>"))),
        ("2018-12-03", api("1", dateAnswerCorrected="2018-12-02T00:00:00", **corrected)),
    )
    graph = converted(tmp_path, lines(tmp_path / "states.jsonl", states)).graph
    assert graph.one(f"{ONE}/answer", "pq:replaces", "parl:answerText") == "<p>We gave £25 million.</p>"
    assert graph.values(f"{ONE}/answer", "rdf:type")[1:] == ["https://w3id.org/pqgraph/def#CorrectingAnswer"]
    # Parliament's store says both that it was corrected and that it was not; the correcting item decides.
    parl, node = "http://data.parliament.uk/schema/parl#", f"<{RESOURCES}9>"
    rows = [
        ("rdf:type", f"<{parl}WrittenParliamentaryQuestion>"),
        (f"<{parl}questionText>", "<p>To ask why.</p>"),
        (f"<{parl}dateTabled>", "2023-01-11T00:00:00Z"),
        (f"<{parl}answerText>", "<p>Ten.</p>"),
        (f"<{parl}correctedWmsMc>", "TRUE"),
        (f"<{parl}correctedWmsMc>", "FALSE"),
    ]
    correcting = (f"<{parl}correctingItem>", "<http://data.parliament.uk/correction/commons/2022-23/9>")
    for said, expected in (([*rows, correcting], "true"), (rows, None)):
        text = "".join(f"{node} ,{name} ,{value}\n" for name, value in said)
        (tmp_path / "store.csv").write_text(f"subject,predicate,object\n{text}")
        graph = converted(tmp_path, tmp_path / "store.csv").graph
        assert graph.one(f"{RESOURCES}9", "parl:answer", "parl:isMinisterialCorrection") == expected


def test_real_19_corrections(
    watched: Made, lda_2014: tuple[Made, list[dict[str, Any]]], triples: Graph
) -> None:
    graph = watched.graph
    # 29 in all 58,226, nearly all by the minister who had answered. Six were seen before they were corrected.
    corrected = graph.subjects("rdf:type", "pq:CorrectingAnswer")
    assert len(corrected) == 19
    assert all(
        graph.values(a, "pq:correctingMember") == graph.values(a, "parl:answeringMember") for a in corrected
    )
    assert len(graph.subjects("parl:previousAnswerVersion")) == 6
    graph, items = lda_2014[0].graph, lda_2014[1]
    rebuilt = {
        item["uin"]: graph.one(item["answer"]["_about"], "parl:previousAnswerVersion", "parl:answerText")
        for item in items
        if "previousAnswerVersion" in item["answer"]
    }
    # In one nothing is marked, and nothing is made up.
    assert {uin for uin, text in rebuilt.items() if text} == {"203136", "206955", "208509", "212349"}
    assert {uin for uin, text in rebuilt.items() if text is None} == {"208713"}
    assert not any("ministerial" in text for text in rebuilt.values() if text)
    marked = [
        triples.one(question, "parl:answer", "parl:isMinisterialCorrection")
        for question in triples.questions()
    ]
    assert marked == ["false", "true", "true"]


def test_pitfall_20_withdrawn_and_vanished_questions_stay(tmp_path: Path) -> None:
    first = lines(tmp_path / "monday.jsonl", api("1"), api("2"), api("3"))
    second = lines(tmp_path / "tuesday.jsonl", api("1", isWithdrawn=True), api("3", **answered()))
    store = tmp_path / "store"
    build([first], store, check=False, topics=False)
    result = build([second], store, check=False, topics=False)
    assert result.tally.questions == 3
    with LocalStore.open(store) as opened, (tmp_path / "dump.nq").open("wb") as stream:
        opened.dump(stream)
    graph = Graph(tmp_path / "dump.nq")
    status = {uin: graph.one(commons("2018-11-22", uin), "parl:QuestionStatus") for uin in "123"}
    # A list leaves withdrawn questions out, so that one is missing tells nothing.
    assert status == {"1": "Withdrawn", "2": "Tabled", "3": "Answered"}
    assert graph.subjects("pq:awaitsAnswer") == [commons("2018-11-22", "2")]


def test_real_20_no_list_holds_a_withdrawn_question(watched: Made) -> None:
    graph = watched.graph
    status = Counter(graph.one(question, "parl:QuestionStatus") for question in graph.questions())
    # 5,927 that the list has as tabled have a whole answer, of which eleven only hold.
    assert status == {"Tabled": 17_137, "Answered": 21_558, "Holding": 133}


def test_pitfall_21_a_transfer_keeps_both_bodies_and_texts(tmp_path: Path) -> None:
    text = "To ask the Secretary of State for {}, what steps he is taking."
    before = api("1", questionText=text.format("Education"))
    after = api("1", questionText=text.format("Health and Social Care"), **HEALTH)
    states = seen(("2018-11-23", before), ("2018-11-26", after), ("2018-11-30", after))
    graph = converted(tmp_path, lines(tmp_path / "states.jsonl", states)).graph
    assert graph.one(ONE, "pq:answeringBody") == f"{ID}answering-body/17"
    assert graph.one(ONE, "pq:transferred") == "true"
    assert [
        (
            graph.one(f"{ONE}/allocation/{n}", "pq:allocatedTo"),
            graph.one(f"{ONE}/allocation/{n}", "pq:allocationSeen"),
        )
        for n in (1, 2)
    ] == [(f"{ID}answering-body/60", "2018-11-23"), (f"{ID}answering-body/17", "2018-11-26")]
    assert graph.values(f"{ONE}/allocation/2", "pq:previousAllocation") == [f"{ONE}/allocation/1"]
    assert graph.values(ONE, "parl:questionText") == [text.format("Health and Social Care")]
    assert graph.values(ONE, "pq:earlierState", "parl:questionText") == [text.format("Education")]


def test_real_21_transfers(watched: Made) -> None:
    graph = watched.graph
    # Two thirds of 2,760 changes of body and of 3,141 rewritten texts; what a list only cut off is no change.
    transferred = graph.subjects("pq:transferred")
    assert (len(transferred), len(graph.subjects("pq:previousAllocation"))) == (1_818, 1_838)
    assert len([s for s in graph.subjects("pq:changeSeen") if graph.values(s, "parl:questionText")]) == 2_090
    assert max(len(graph.values(question, "pq:allocation")) for question in transferred) == 4
    for question in transferred:
        last = max(graph.values(question, "pq:allocation"))
        assert graph.one(last, "pq:allocatedTo") == graph.one(question, "pq:answeringBody")


def test_pitfall_23_nobody_answers_by_prorogation(tmp_path: Path) -> None:
    text = "<p>The House of Commons was prorogued before the earliest date of answer for this Question.</p>"
    nobody = {
        "answerText": wrapped(text),
        "answeringMember": {"_about": "http://data.parliament.uk/members/0"},
    }
    item = lda(1, "1", answer=nobody)
    for name in ("answeringMemberConstituency", "answeringMemberPrinted"):
        del item["answer"][name]
    made = [
        converted(tmp_path, lda_page(tmp_path / "page.json", item)),
        converted(tmp_path, lines(tmp_path / "in.jsonl", api("1", **answered(text, answeringMemberId=0)))),
    ]
    for each in made:
        (question,) = each.graph.questions()
        (answer,) = each.graph.values(question, "parl:answer")
        assert "https://w3id.org/pqgraph/def#ProrogationAnswer" in each.graph.values(answer, "rdf:type")
        assert each.graph.values(answer, "parl:answeringMember") == []
        assert "http://data.parliament.uk/members/0" not in each.graph.all_values()
        assert each.graph.one(question, "pq:dateAnswered") is None
    # The Linked Data API named members/0, and so does its rendering.
    made[0] = converted(tmp_path, tmp_path / "page.json")
    (shown,) = JsonRenderer().items([f"{RESOURCES}1"], index(made[0].path))
    assert shown["answer"]["answeringMember"] == {"_about": "http://data.parliament.uk/members/0"}


def test_real_23_the_prorogation_of_2017(lda_2017: Made) -> None:
    graph = lda_2017.graph
    answers = graph.subjects("rdf:type", "pq:ProrogationAnswer")
    assert len(answers) == 10  # 18 in the whole file, of which every second row is here
    assert not [answer for answer in answers if graph.values(answer, "parl:answeringMember")]
    assert all("prorogued before" in (graph.one(answer, "parl:answerText") or "") for answer in answers)
    assert "http://data.parliament.uk/members/0" not in graph.all_values()


def test_pitfall_24_a_heading_comes_later_and_may_change(tmp_path: Path) -> None:
    states = seen(
        ("2018-11-23", api("1", heading=None)),
        ("2018-11-28", api("1", heading="Schools", **answered())),
        ("2018-12-03", api("1", heading="Schools: Finance", **answered())),
    )
    graph = converted(tmp_path, lines(tmp_path / "states.jsonl", states)).graph
    assert graph.values(ONE, "parl:hansardHeading") == ["Schools: Finance"]
    # That there was none yet is no earlier heading.
    assert graph.values(ONE, "pq:earlierState", "parl:hansardHeading") == ["Schools"]
    graph = converted(
        tmp_path, lines(tmp_path / "in.jsonl", api("1", heading=None), api("2", heading=""))
    ).graph
    assert graph.subjects("parl:hansardHeading") == []


def test_real_24_headings(watched: Made) -> None:
    graph = watched.graph
    assert sum(graph.one(question, "parl:hansardHeading") is None for question in graph.questions()) == 11_047
    assert len([s for s in graph.subjects("pq:changeSeen") if graph.values(s, "parl:hansardHeading")]) == 65


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["in order", "out of order"])
def test_pitfall_25_a_question_whose_day_was_changed_is_one(order: tuple[int, int], tmp_path: Path) -> None:
    other = {"dateTabled": "2018-12-03T00:00:00", "dateForAnswer": "2018-12-06T00:00:00"}
    two = commons("2018-12-03", "1")
    # One file of states, or two downloads of different days; the second is of another month.
    watched = lines(
        tmp_path / "states.jsonl", seen(("2018-11-23", api("1")), ("2018-12-04", api("1", **other)))
    )
    graph = converted(tmp_path, watched).graph
    assert graph.questions() == [two]
    assert graph.values(two, "owl:sameAs") == [ONE]
    assert graph.one(two, "pq:earlierState", "dcterms:date") == "2018-11-22"
    assert graph.one(two, "pq:earlierState", "parl:AnswerDate") == "2018-11-27"
    pursuing = "To ask the Secretary of State for Education, pursuant to the Answer of 6 December 2018 to Question 1, why."
    group = [{"questionUin": "1", "dateTabled": "2018-11-22T00:00:00"}]
    later = api(
        "9",
        dateTabled="2018-12-10T00:00:00",
        questionText=pursuing,
        groupedQuestionsDates=group,
        **answered(day="2018-12-13"),
    )
    files = [
        lines(tmp_path / "november.jsonl", api("1"), api("8")),
        lines(tmp_path / "december.jsonl", api("1", **other, **answered(day="2018-12-06")), later),
    ]
    whole = {"id": 1_000_001, "month": "2018-11", "question_text": "To ask.", "answer_text": None}
    texts = lines(tmp_path / "texts.jsonl", whole, whole | {"id": 5})
    made = merged(tmp_path, *(files[n] for n in order), texts)
    graph = made.graph
    assert graph.questions() == [commons("2018-11-22", "8"), two, commons("2018-12-10", "9")]
    assert graph.values(two, "owl:sameAs") == [ONE]
    assert graph.values(two, "dcterms:date") == ["2018-12-03"]
    assert graph.values(two, "pq:earlierState", "dcterms:date") == ["2018-11-22"]
    # References by either day lead to it.
    assert graph.values(commons("2018-12-10", "9"), "pq:groupedWith") == [two]
    assert graph.values(commons("2018-12-10", "9"), "pq:pursuantTo") == [two]
    assert made.told("PQ273") == ["texts.jsonl: 1 whole texts belong to no question of the inputs"]


def test_real_25_days_that_were_changed(watched: Made) -> None:
    graph = watched.graph
    moved = {question: graph.values(question, "owl:sameAs") for question in graph.subjects("owl:sameAs")}
    assert moved == {
        commons("2024-12-05", "17541"): [commons("2024-12-03", "17541")],
        commons("2024-12-12", "19996"): [commons("2024-12-13", "19996")],
        commons("2025-10-13", "80780"): [commons("2025-10-10", "80780")],
    }
    # Two thirds of 141; all three changes of the day of tabling are here.
    assert len([s for s in graph.subjects("pq:changeSeen") if graph.values(s, "parl:AnswerDate")]) == 92
