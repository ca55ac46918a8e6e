"""Pitfalls 22 and 26 to 28: what a question has to do with others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from api_items import answered, api, lines
from pitfall_graphs import (
    ID,
    Made,
    commons,
    merged,
    real_lines,
)

from pqgraph.life.roundrobin import round_robin_key
from pqgraph.merge.sessions import session_of
from pqgraph.readers.base import day

ONE = commons("2018-11-22", "1")


def test_pitfall_22_groups_that_appear_later_and_lead_nowhere(tmp_path: Path) -> None:
    def together(*others: tuple[str, str | None]) -> dict[str, Any]:
        return {
            "groupedQuestions": [uin for uin, _ in others],
            "groupedQuestionsDates": [
                {"questionUin": uin, "dateTabled": f"{date}T00:00:00"} for uin, date in others if date
            ],
        }

    group = together(("2", "2018-11-23"), ("1", "2018-11-22"), ("3", "2018-11-20"), ("4", None))
    first = api("1", **group, **answered())
    second = api("2", dateTabled="2018-11-23T00:00:00", **together(("1", "2018-11-22")), **answered())
    graph = merged(tmp_path, lines(tmp_path / "in.jsonl", api("1"), first, second)).graph
    two, three = commons("2018-11-23", "2"), commons("2018-11-20", "3")
    # Never itself; what is not here is known by its number and day, or stays a number.
    assert graph.values(ONE, "pq:groupedWith") == [three, two]
    assert graph.values(two, "pq:groupedWith") == [ONE]
    assert graph.values(f"{ONE}/answer", "parl:groupedQuestionUIN") == ["2", "3", "4"]
    # Each has its copy of the answer, as Parliament publishes it.
    assert graph.subjects("parl:answerText", "<p>Ten.</p>") == [f"{ONE}/answer", f"{two}/answer"]


def test_real_22_groups(watched: Made) -> None:
    graph = watched.graph
    groups = {
        question: graph.values(question, "pq:groupedWith") for question in graph.subjects("pq:groupedWith")
    }
    assert not [question for question, others in groups.items() if question in others]
    assert (len(groups), sum(map(len, groups.values()))) == (3_725, 11_265)
    assert max(map(len, groups.values())) == 26
    # All but 15 of 17,175 references led to a question; a third of those questions is not here.
    here = set(graph.questions())
    assert sum(other in here for others in groups.values() for other in others) == 6_747
    days = [{iri.split("/")[-2] for iri in (question, *others)} for question, others in groups.items()]
    assert sum(len(each) > 1 for each in days) == 257
    assert all(len({session_of(day(one)) for one in each}) == 1 for each in days)


def test_real_22_groups_of_which_only_the_day_of_the_answer_is_known(
    shared_data: Path, tmp_path: Path
) -> None:
    graph = merged(tmp_path, shared_data / "parlparse", topics=False).graph
    answered = f"{ID}question/commons/answered-2009-10-26/"
    others = [answered + uin for uin in ("294343", "294347", "294349")]
    assert graph.values(f"{answered}294335", "pq:groupedWith") == others
    assert graph.values(others[0], "pq:groupedWith") == [f"{answered}294335", *others[1:]]
    groups = {
        question: graph.values(question, "pq:groupedWith") for question in graph.subjects("pq:groupedWith")
    }
    assert (len(groups), sum(map(len, groups.values()))) == (116, 196)
    here = set(graph.questions())
    for question, group in groups.items():
        assert question not in group
        assert here.issuperset(group)
        # Every number that the answer gives is one of these.
        numbers = graph.values(question, "parl:answer", "parl:groupedQuestionUIN")
        assert numbers == sorted(graph.one(other, "parl:uin") or "" for other in group)


BODIES = {
    11: ("Ministry of Defence", "Defence", "his Department employs"),
    13: ("Department for Environment, Food and Rural Affairs", "Environment, Food and Rural Affairs", "her Department employs"),
    17: ("Department of Health and Social Care", "Health and Social Care", "his Department employs"),
    27: ("Department for Transport", "Transport", "his Department employs"),
    60: ("Department for Education", "Education", "their Department employs"),
}  # fmt: skip


def test_pitfall_26_round_robins_are_linked_and_not_merged(tmp_path: Path) -> None:
    def asked(first: int, count: int, **changes: Any) -> list[dict[str, Any]]:
        text = "To ask the Secretary of State for {}, how many staff {}."
        return [
            api(
                str(first + n),
                answeringBodyId=body,
                answeringBodyName=name,
                questionText=text.format(*said),
                **changes,
            )
            for n, (body, (name, *said)) in enumerate(BODIES.items())
            if n < count
        ]

    records = [
        *asked(10, 5),
        # Four bodies, another member, or another day make none.
        *asked(20, 4, dateTabled="2018-11-23T00:00:00"),
        *asked(30, 3, askingMemberId=4113),
    ]
    graph = merged(tmp_path, lines(tmp_path / "in.jsonl", *records)).graph
    questions = [commons("2018-11-22", str(10 + n)) for n in range(5)]
    assert graph.subjects("pq:partOfRoundRobin") == questions
    (robin,) = {value for question in questions for value in graph.values(question, "pq:partOfRoundRobin")}
    assert robin.startswith(f"{ID}round-robin/commons/2018-11-22/")
    assert len({graph.one(question, "pq:answeringBody") for question in questions}) == 5
    assert len(graph.questions()) == 12


def test_real_26_round_robins(watched: Made) -> None:
    graph = watched.graph
    robins: dict[str, list[str]] = defaultdict(list)
    for question in graph.subjects("pq:partOfRoundRobin"):
        robins[graph.one(question, "pq:partOfRoundRobin") or ""].append(question)
    bodies = {
        r: len({graph.one(q, "pq:answeringBody") for q in questions}) for r, questions in robins.items()
    }
    # 17 sets to ten bodies or more were counted where the words agree exactly; here "his", "her" and "their" are one,
    # which makes 28 of two thirds of the questions, and sets from five bodies on are told.
    assert (len(robins), sum(map(len, robins.values())), min(bodies.values())) == (46, 464, 5)
    large = [r for r, count in bodies.items() if count >= 10]
    assert (len(large), sum(len(robins[r]) for r in large), max(bodies.values())) == (28, 344, 17)
    for questions in robins.values():
        assert len({round_robin_key(graph.one(q, "parl:questionText") or "") for q in questions}) == 1
        assert len({graph.one(q, "dcterms:date") for q in questions}) == 1


def test_real_26_a_round_robin_of_a_member_without_a_number(shared_data: Path, tmp_path: Path) -> None:
    graph = merged(tmp_path, shared_data / "lda" / "answeredquestions.csv", topics=False).graph
    asked = graph.subjects("pq:partOfRoundRobin")
    # 71036 and four more, by Andrew Gwynne: how many staff respond to Freedom of Information requests.
    assert [int(iri.rpartition("/")[2]) for iri in asked] == [722051, 722070, 722076, 722096, 722100]
    assert len({graph.one(question, "pq:partOfRoundRobin") for question in asked}) == 1


def test_pitfall_27_pursued_answers_are_links(tmp_path: Path) -> None:
    texts = {
        "11": "pursuant to the Answer of 26 November 2018 to Question 1 on Schools",
        "12": "further to the Answer of 26 November 2018 to Question 1",
        "13": "with reference to the Answer of 26 November to Questions 1 and 2",
        "14": "pursuant to the Answer of 26 November 2018 to Question 777",
        "15": "what plans he has",
    }
    records = [
        api(uin, dateTabled="2018-11-28T00:00:00", questionText=f"To ask the Secretary of State for Education, {text}, why.")
        for uin, text in texts.items()
    ]  # fmt: skip
    known = [api("1", **answered(day="2018-11-26")), api("2", **answered(day="2018-11-26"))]
    graph = merged(tmp_path, lines(tmp_path / "in.jsonl", *records, *known)).graph
    two = commons("2018-11-22", "2")
    links = {uin: graph.values(commons("2018-11-28", uin), "pq:pursuantTo") for uin in texts}
    assert links == {"11": [ONE], "12": [ONE], "13": [ONE, two], "14": [], "15": []}
    # What is not here stays a number and a day.
    open_ones = {uin: graph.values(commons("2018-11-28", uin), "pq:pursuedUin") for uin in texts}
    assert open_ones == {"11": [], "12": [], "13": [], "14": ["777"], "15": []}
    assert graph.literals(commons("2018-11-28", "14"), "pq:pursuedAnswerDate") == [("2018-11-26", "date")]


def test_real_27_pursued_answers(watched: Made) -> None:
    graph = watched.graph
    questions = graph.questions()
    linked, numbered = set(graph.subjects("pq:pursuantTo")), set(graph.subjects("pq:pursuedUin"))
    pursuing = linked | numbered | set(graph.subjects("pq:pursuedAnswerDate"))
    # 17% was counted over whole texts that were fetched because the list cuts them: long ones, which quote more.
    # Of all questions 7% pursue an answer, of those longer than 255 characters 17% do here, too.
    assert (len(pursuing), len(linked | numbered), len(linked)) == (2_804, 2_774, 642)
    long = {question for question in questions if len(graph.one(question, "parl:questionText") or "") > 255}
    assert round(100 * len(pursuing & long) / len(long)) == 18
    for question in linked:
        for other in graph.values(question, "pq:pursuantTo"):
            assert (graph.one(other, "dcterms:date") or "9") <= (graph.one(question, "dcterms:date") or "")


def test_real_27_mistyped_numbers_and_days(watched: Made, shared_data: Path) -> None:
    graph = watched.graph
    asked = {value["uin"]: value for value in _values(shared_data)}

    def said(uin: str) -> list[list[str]]:
        question = commons(asked[uin]["dateTabled"][:10], uin)
        names = ("pq:pursuantTo", "pq:pursuedUin", "pq:pursuedAnswerDate")
        return [graph.values(question, name) for name in names]

    # The question of that number is about something else, and was answered on another day.
    assert said("111101") == [[], ["102744"], ["2026-01-27"]]
    assert said("16921") == [[], ["2053"], ["2025-05-29"]]
    # There, the day alone is wrong.
    assert said("66069") == [[commons("2024-12-09", "18835")], [], []]
    # Answers of 2925 and 2926 are none.
    assert said("73577") == [[], ["68113"], []]
    assert said("127179") == [[], ["120448"], []]
    for question in graph.subjects("pq:pursuedAnswerDate"):
        tabled = graph.one(question, "dcterms:date") or ""
        assert all("1988" <= named <= tabled for named in graph.values(question, "pq:pursuedAnswerDate"))
    # What is asked there is when there will be an answer.
    assert said("80276") == said("119538") == [[], [], []]


def _values(shared_data: Path) -> Iterator[dict[str, Any]]:
    for line in real_lines(shared_data / "api" / "commons-list.jsonl.gz"):
        yield line["value"]


def test_pitfall_28_answers_that_only_refer_elsewhere(tmp_path: Path) -> None:
    said = {
        "11": "<p>I refer the hon. Member to the answer I gave on 26 November 2018 to Question 1.</p>",
        "12": "<p>I refer the hon. Member to the answer I gave on 26 November 2018 to Question 1. Ten were built.</p>",
        "13": "<p>I refer the hon. Member to the statement that I made on 1 December.</p>",
        "14": "<p>Ten. I refer to nothing.</p>",
    }
    records = [
        api(uin, dateTabled="2018-11-28T00:00:00", **answered(text, "2018-12-03"))
        for uin, text in said.items()
    ]
    graph = merged(
        tmp_path, lines(tmp_path / "in.jsonl", *records, api("1", **answered(day="2018-11-26")))
    ).graph
    answers = {uin: f"{commons('2018-11-28', uin)}/answer" for uin in said}
    only = {uin: graph.one(answer, "pq:refersElsewhere") for uin, answer in answers.items()}
    assert only == {"11": "true", "12": None, "13": "true", "14": None}
    links = {uin: graph.values(answer, "pq:refersToAnswer") for uin, answer in answers.items()}
    assert links == {"11": [f"{ONE}/answer"], "12": [f"{ONE}/answer"], "13": [], "14": []}


def test_real_28_answers_that_refer_elsewhere(watched: Made) -> None:
    graph = watched.graph
    linked, numbered = graph.subjects("pq:refersToAnswer"), graph.subjects("pq:referredUin")
    only = graph.subjects("pq:refersElsewhere")
    # 4% of whole answers begin so. Here most are cut, which is told of none as all that it says.
    assert (len(linked), len(numbered), len(only)) == (123, 523, 651)
    assert len({*linked, *numbered, *only}) == 748
    assert not [answer for answer in only if graph.values(answer, "pq:textClipped")]
