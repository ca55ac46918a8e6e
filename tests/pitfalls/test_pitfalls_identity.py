"""Pitfalls 1 to 5: which question is meant."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from api_items import answered, api, lines
from pitfall_graphs import (
    ID,
    RESOURCES,
    Graph,
    Made,
    commons,
    converted,
    group,
    index,
    lda,
    lda_page,
    merged,
    twfy,
)

from pqgraph.api.renderers.lda_json import JsonRenderer
from pqgraph.merge.sessions import session_of
from pqgraph.readers.base import day


def test_pitfall_01_a_number_that_comes_again_is_another_question(tmp_path: Path) -> None:
    old = api("4800", **answered(day="2018-11-26"))
    new = api("4800", id=1728232, dateTabled="2024-09-09T00:00:00", **answered("<p>No.</p>", "2024-09-16"))
    asking = "To ask the Secretary of State for Education, pursuant to the Answer of {} to Question 4800 on Schools, why."
    first = api("4900", questionText=asking.format("26 November 2018"), dateTabled="2018-11-28T00:00:00")
    second = api("4901", questionText=asking.format("16 September 2024"), dateTabled="2024-10-08T00:00:00")
    graph = merged(tmp_path, lines(tmp_path / "api.jsonl", new, second, old, first)).graph
    assert graph.subjects("parl:uin", "4800") == [
        commons("2018-11-22", "4800"),
        commons("2024-09-09", "4800"),
    ]
    assert graph.values(commons("2018-11-28", "4900"), "pq:pursuantTo") == [commons("2018-11-22", "4800")]
    assert graph.values(commons("2024-10-08", "4901"), "pq:pursuantTo") == [commons("2024-09-09", "4800")]


def test_real_01_numbers_come_again_only_in_another_session(watched: Made) -> None:
    graph = watched.graph
    by_number: dict[str | None, list[str]] = {}
    for question in graph.questions():
        by_number.setdefault(graph.one(question, "parl:uin"), []).append(question)
    # Two thirds of the 58,226 questions of which 5,770 numbers were counted twice; chance pairs them less often.
    assert (sum(map(len, by_number.values())), len(by_number)) == (38_828, 36_113)
    again = [questions for questions in by_number.values() if len(questions) > 1]
    assert len(again) == 2_657
    for questions in again:
        sessions = [session_of(day(graph.one(question, "dcterms:date") or "")) for question in questions]
        assert len(set(sessions)) == len(sessions)


def test_pitfall_02_former_oral_questions_are_questions_like_all(tmp_path: Path) -> None:
    former = api(
        "900220",
        questionText="What progress she has made on establishing a National Wealth Fund.",
        dateTabled="2024-08-27T00:00:00",
    )
    graph = converted(tmp_path, lines(tmp_path / "api.jsonl", former)).graph
    (question,) = graph.questions()
    assert question == commons("2024-08-27", "900220")
    assert graph.one(question, "pq:sortKey") == "202408270000900220"
    assert graph.one(question, "pq:answeringBody") == f"{ID}answering-body/60"
    assert graph.one(question, "parl:legislature") == "http://data.parliament.uk/terms/25259"


def test_real_02_former_oral_questions(watched: Made, triples: Graph) -> None:
    numbers = [watched.graph.one(question, "parl:uin") for question in watched.graph.questions()]
    assert sum(int(number or 0) >= 900_000 for number in numbers) == 217
    # Parliament's store calls it failedOral, and gives it no other type than the others.
    question = "http://data.parliament.uk/writtenparliamentaryquestion/commons/2022-23/902088"
    assert triples.one(question, "parl:uin") == "902088"
    assert triples.one(question, "dcterms:date") == "2022-11-07"
    assert triples.one(question, "parl:hansardHeading") == "Military Aircraft: Republic of Ireland"


def test_pitfall_03_unrelated_identifiers_lead_to_one_question(tmp_path: Path) -> None:
    text = "To ask the Secretary of State for Education, what steps he is taking."
    inputs = [
        lda_page(tmp_path / "page.json", lda(1012383, "194746")),
        lines(tmp_path / "api.jsonl", api("194746", id=999)),
        twfy(tmp_path / "answers2018-11-27.xml", group("2018-11-22", "194746", text, "<p>Ten.</p>")),
    ]
    graph = merged(tmp_path, *inputs).graph
    question = f"{RESOURCES}1012383"
    assert graph.questions() == [question]
    assert graph.values(question, "owl:sameAs") == [commons("2018-11-22", "194746")]
    assert graph.values(question, "pq:apiIdentifier") == ["999"]
    assert graph.values(question, "pq:externalIdentifier") == [
        "uk.org.publicwhip/wrans/2018-11-22.194746.h",
        "uk.org.publicwhip/wrans/2018-11-22.194746.q0",
    ]
    assert len(graph.values(question, "prov:wasDerivedFrom")) == 3


def test_real_03_questions_of_several_files_are_one_node(watched: Made) -> None:
    graph = watched.graph
    questions = graph.questions()
    assert len({graph.one(question, "pq:apiIdentifier") for question in questions}) == len(questions)
    files = Counter(len(graph.values(question, "prov:wasDerivedFrom")) for question in questions)
    assert files == {1: 12_251, 2: 20_499, 3: 6_078}


def test_pitfall_04_a_namesake_in_a_group_is_told_and_not_linked(tmp_path: Path) -> None:
    days = [
        {"questionUin": "148867", "dateTabled": "2018-06-01T00:00:00"},
        {"questionUin": "148867", "dateTabled": "2021-02-03T00:00:00"},
        {"questionUin": "7", "dateTabled": "2018-06-01T00:00:00"},
    ]
    one = api(
        "147072",
        dateTabled="2021-02-01T00:00:00",
        groupedQuestions=["148867", "7"],
        groupedQuestionsDates=days,
        **answered(day="2021-02-08"),
    )
    made = merged(tmp_path, lines(tmp_path / "api.jsonl", one))
    linked = made.graph.values(commons("2021-02-01", "147072"), "pq:groupedWith")
    assert linked == [commons("2021-02-03", "148867")]
    found = "api.jsonl: grouped with question {} of 2018-06-01, which is of another session: not linked"
    assert made.told("PQ272") == [found.format(148867), found.format(7)]


def test_real_04_the_api_mixed_namesakes_up_until_it_was_mended(shared_data: Path, tmp_path: Path) -> None:
    groups, told = {}, {}
    for date in ("09", "18"):
        folder = tmp_path / date
        folder.mkdir()
        made = merged(folder, shared_data / "api" / f"recorded-2021-03-{date}", topics=False)
        assert made.tally.questions == 534
        told[date] = len({problem.locator for problem in made.problems if problem.code == "PQ272"})
        groups[date] = {
            q: made.graph.values(q, "pq:groupedWith") for q in made.graph.subjects("pq:groupedWith")
        }
        for question, others in groups[date].items():
            assert question not in others
            days = {iri.split("/")[-2] for iri in (question, *others)}
            assert {session_of(day(each)) for each in days} == {"2019-21"}
    # Of 116 groups 85 name a namesake of 2018 or 2019 beside the question meant; it is told and left out of every one.
    # (The count of 127 in 186 was made over recorded answers, some of which hold the same question.)
    assert told == {"09": 85, "18": 0}
    assert (len(groups["09"]), len(groups["18"])) == (116, 120)
    assert {q: others for q, others in groups["18"].items() if q in groups["09"]} == groups["09"]


def test_pitfall_05_the_iri_is_kept_whatever_host_it_came_from(tmp_path: Path) -> None:
    page = lda_page(tmp_path / "page.json", lda(64389, "194746"), host="http://eldaddp.azurewebsites.net")
    graph = converted(tmp_path, page).graph
    assert graph.questions() == [f"{RESOURCES}64389"]
    assert graph.values(f"{RESOURCES}64389", "parl:answer") == [f"{RESOURCES}64389/answer"]
    assert not [value for value in graph.all_values() if "azurewebsites" in value]


def test_real_05_iris_come_back_from_the_renderer(
    lda_2014: tuple[Made, list[dict[str, Any]]],
) -> None:
    made, items = lda_2014
    iris = [item["_about"] for item in items]
    assert made.graph.questions() == sorted(iris)
    assert {iri.rpartition("/")[0] for iri in iris} == {"http://data.parliament.uk/resources"}
    shown = JsonRenderer().items(iris, index(made.path))
    assert [item["_about"] for item in shown] == iris
