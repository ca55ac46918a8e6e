"""Pitfalls 12 to 17: texts that are cut, marked up, mistyped."""

from __future__ import annotations

import json
from collections import Counter
from html import escape
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
    lda,
    lda_page,
    merged,
    page,
    wrapped,
)

from pqgraph import readers
from pqgraph.errors import PqgraphError
from pqgraph.model import Question

ONE = commons("2018-11-22", "1")
BEGINNING = "To ask the Secretary of State for Education, "
WHOLE = BEGINNING + "what steps he is taking to support schools; and " * 8 + "why."
REPLY = "<p>We have given £252 million to local authorities.</p>" + "<p>We go on.</p>" * 40


def test_pitfall_12_a_cut_text_never_takes_the_place_of_a_whole_one(tmp_path: Path) -> None:
    plain = "We have given £252 million to local authorities." + " We go on." * 40
    cut = api("1", questionText=WHOLE[:255], **answered(plain[:255] + "..."))
    whole = {"id": cut["value"]["id"], "month": "2018-11", "question_text": WHOLE, "answer_text": REPLY}
    for number, inputs in enumerate(
        (
            [lines(tmp_path / "list.jsonl", cut)],
            [tmp_path / "list.jsonl", lines(tmp_path / "texts.jsonl", whole)],
            [tmp_path / "texts.jsonl", tmp_path / "list.jsonl"],
            # A whole record that is older than the list, and has no answer yet, still has the whole question.
            [tmp_path / "list.jsonl", lda_page(tmp_path / "old.json", lda(1, "1", questionText=WHOLE))],
        )
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        graph = merged(folder, *inputs).graph
        (question,) = graph.questions()
        (answer,) = graph.values(question, "parl:answer")
        clipped = [graph.one(node, "pq:textClipped") for node in (question, answer)]
        texts = graph.one(question, "parl:questionText"), graph.one(answer, "parl:answerText")
        if number == 0:
            assert (texts, clipped) == ((WHOLE[:255], plain[:255] + "..."), ["true", "true"])
        elif number < 3:
            assert (texts, clipped) == ((WHOLE, REPLY), [None, None])
        else:
            assert (texts[0], clipped[0]) == (WHOLE, None)
    # As many characters, and as many dots, may be all there is: from the item endpoint, they are.
    exact, dots = (BEGINNING + "why" * 100)[:255], "<p>" + "x" * 248 + "...</p>"
    assert (len(exact), len(dots)) == (255, 258)
    made = converted(tmp_path, lines(tmp_path / "item.jsonl", api("1", questionText=exact, **answered(dots))))
    assert made.graph.subjects("pq:textClipped") == []


def test_real_12_cut_texts_are_told_and_most_are_filled(watched: Made, shared_data: Path) -> None:
    _, items = readers.read(shared_data / "api" / "commons-list.jsonl.gz")
    before = [
        (item.text_clipped, any(answer.text_clipped for answer in item.answers))
        for item in items
        if isinstance(item, Question)
    ]
    assert [sum(column) for column in zip(*before, strict=True)] == [10_407, 12_945]
    graph = watched.graph
    cut = Counter(
        node.endswith("/answer") for node in graph.subjects("pq:textClipped") if "/earlier" not in node
    )
    # The file of whole texts has those of questions that are longer than 255 characters, not all of long answers.
    # The rest were put to another minister or edited since, or four times the answer was corrected; PQ275 tells.
    assert cut == {False: 171, True: 9_990}
    assert watched.told("PQ273") == [
        "commons-longform.jsonl.gz: 22,422 whole texts belong to no question of the inputs"
    ]


HTML = (
    "<p><strong>Ten</strong> &amp; <B>more</B> &lt;sic&gt; &quot;so&quot;<br/>H<sub>2</sub>O, m<sup>2</sup></p><p /> "
    '<ol start="3"><li>Three</li></ol><table><thead><tr><th colspan="2">A</th></tr></thead><tbody><tr>'
    '<td rowspan="2">1</td></tr></tbody></table><a href="http://e.org/?a=1&amp;b=2" target="_blank">x</a>'
    '<p>£<del class="ministerial">25</del><ins class="ministerial">252</ins></p>'
)


def test_pitfall_13_html_comes_through_letter_by_letter(tmp_path: Path) -> None:
    item = lda(1, "194746", answer={"answerText": wrapped(HTML)})
    made = converted(tmp_path, lda_page(tmp_path / "page.json", item))
    assert made.graph.literals(f"{RESOURCES}1/answer", "parl:answerText") == [(HTML, "string")]
    # In XML it stands escaped inside of text.
    (tmp_path / "page.xml").write_text(
        f"""<?xml version="1.0" encoding="UTF-8"?>
        <result format="linked-data-api" href="http://lda.data.parliament.uk/answeredquestions.xml" version="0.2">
        <items><item href="{RESOURCES}1"><answer href="{RESOURCES}1/answer"><answerText>{escape(HTML)}</answerText>
        <dateOfAnswer datatype="dateTime">2018-11-27</dateOfAnswer></answer>
        <date datatype="dateTime">2018-11-22</date><houseId>1</houseId>
        <questionText>To ask the Secretary of State for Education, why.</questionText><uin>194746</uin>
        </item></items></result>"""
    )
    graph = converted(tmp_path, tmp_path / "page.xml").graph
    assert graph.literals(f"{RESOURCES}1/answer", "parl:answerText") == [(HTML, "string")]


def test_real_13_answers_of_2014(lda_2014: tuple[Made, list[dict[str, Any]]]) -> None:
    made, items = lda_2014
    for item in items:
        answer = item["answer"]
        assert made.graph.one(answer["_about"], "parl:answerText") == answer["answerText"]["_value"]
    text = "".join(item["answer"]["answerText"]["_value"] for item in items)
    assert [text.count(f"<{tag}") for tag in ("table", "td", "sup", "ins", "del")] == [91, 6643, 93, 17, 8]


INVISIBLE = frozenset("\u00a0\u00ad\u2009\u200b\u200c\u200d\u202f\u2060\ufeff")


def test_pitfall_14_invisible_characters_and_long_texts_stay(tmp_path: Path) -> None:
    text = "To ask the\u00a0Secretary of State for\u200b Education,\u00a0why.\r\nAnd\u2060 how."
    heading = " Schools: Money \r\n"
    long = "<p>" + "“Hundreds” & thousands of words. " * 1_667 + "</p>"
    assert len(long) > 54_992
    record = api("1", questionText=text, heading=heading, answeringBodyId=None, **answered(long))
    graph = converted(tmp_path, lines(tmp_path / "api.jsonl", record)).graph
    assert graph.one(ONE, "parl:questionText") == text
    assert graph.one(ONE, "parl:hansardHeading") == heading
    assert graph.one(f"{ONE}/answer", "parl:answerText") == long
    # What cannot be seen does not keep the address from being read.
    assert graph.one(ONE, "pq:answeringBody") == f"{ID}answering-body/60"


def test_real_14_texts_with_what_cannot_be_seen(watched: Made) -> None:
    graph = watched.graph
    texts = [graph.one(question, "parl:questionText") or "" for question in graph.questions()]
    headings = [graph.one(question, "parl:hansardHeading") or "" for question in graph.questions()]
    assert sum(not INVISIBLE.isdisjoint(text) for text in texts) == 188  # 223 in all 58,226
    assert sum(heading != heading.strip() for heading in headings) == 45
    assert sum("\r\n" in heading for heading in headings) == 16
    answers = [text for a in graph.subjects("parl:answerText") for text in graph.values(a, "parl:answerText")]
    assert max(map(len, answers)) == 36_846  # the one of 54,992 characters is of a question that is not here


@pytest.mark.parametrize(
    ("text", "body", "house"),
    [
        ("TTo ask the Secretary of State for Education, why.", "60", "1"),
        ("To the Secretary of State for Education, why.", "60", "1"),
        ("What steps she is taking.", None, None),
        ("To ask Her Majesty's Government why.", None, "2"),
    ],
    ids=["mistyped", "shortened", "a former oral question", "the Lords"],
)
def test_pitfall_15_a_question_may_begin_otherwise(
    text: str, body: str | None, house: str | None, tmp_path: Path
) -> None:
    graph = converted(tmp_path, page(tmp_path / "page.txt", text, asked="Thelma Walker (Labour)")).graph
    (question,) = graph.questions()
    assert graph.one(question, "parl:questionText") == text
    assert graph.one(question, "pq:answeringBody") == (body and f"{ID}answering-body/{body}")
    assert graph.one(question, "parl:houseId") == house


def test_real_15_questions_that_begin_otherwise(watched: Made) -> None:
    graph = watched.graph
    texts = {q: graph.one(q, "parl:questionText") or "" for q in graph.questions()}
    others = {q: text for q, text in texts.items() if not text.startswith("To ask")}
    assert len(others) == 18  # 25 in all 58,226
    assert others[commons("2024-07-23", "1184")].startswith("TTo ask the Secretary of State for Environment")
    assert all(graph.one(question, "pq:answeringBody") for question in others)


def test_pitfall_16_html_and_plain_texts_of_one_question_are_one(tmp_path: Path) -> None:
    text = "To ask the Secretary of State for Education, pursuant to the Answer of 2 May 2018 to Question 5 on X, why."
    question = "<http://data.parliament.uk/writtenparliamentaryquestion/commons/2017-19/194746>"
    parl = "http://data.parliament.uk/schema/parl#"
    triples = {
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type": f"<{parl}WrittenParliamentaryQuestion>",
        f"{parl}questionText": json.dumps(f"<p>{text}</p>"),
        f"{parl}uin": '"194746"',
        f"{parl}dateTabled": '"2018-11-22T00:00:00Z"',
        f"{parl}legislature": "<http://data.parliament.uk/terms/25259>",
        f"{parl}pqStatus": '"Tabled"',
    }
    (tmp_path / "store.nt").write_text("".join(f"{question} <{p}> {o} .\n" for p, o in triples.items()))
    made = merged(
        tmp_path, tmp_path / "store.nt", lda_page(tmp_path / "page.json", lda(1, "194746", questionText=text))
    )
    (node,) = made.graph.questions()
    assert made.graph.one(node, "parl:questionText") == text  # of the record that has the answer
    assert made.graph.values(node, "pq:pursuedUin") == ["5"]
    alone = converted(tmp_path, tmp_path / "store.nt").graph
    assert alone.one(question[1:-1], "parl:questionText") == f"<p>{text}</p>"
    assert alone.values(question[1:-1], "pq:pursuedUin") == ["5"]
    assert alone.literals(question[1:-1], "pq:pursuedAnswerDate") == [("2018-05-02", "date")]


def test_real_16_a_question_of_parliaments_store(triples: Graph) -> None:
    question = "http://data.parliament.uk/writtenparliamentaryquestion/commons/2019-21/183274"
    text = triples.one(question, "parl:questionText") or ""
    assert text.startswith("<p>To ask the Secretary of State for Health and Social Care, pursuant to")
    assert triples.values(question, "pq:pursuedUin") == ["176020"]
    assert triples.literals(question, "pq:pursuedAnswerDate") == [("2021-04-13", "date")]
    assert (triples.one(question, "parl:answer", "parl:answerText") or "").startswith("<p>The Department of")


def test_pitfall_17_documents_of_the_search_engine_are_refused_whole(tmp_path: Path) -> None:
    """Its ``…_s`` fields are cut at 100 characters without a sign, so nothing of such a document may pass."""
    document = {
        "type_ses": 93522,
        "uin_t": "194746",
        "questionText_s": WHOLE[:100],
        "questionText_t": WHOLE,
        "dateTabled_dt": "2018-11-22T00:00:00Z",
    }
    answer = {"responseHeader": {"status": 0}, "response": {"numFound": 1, "start": 0, "docs": [document]}}
    for content in (
        json.dumps(answer),
        json.dumps(document),
        json.dumps(document) + "\n" + json.dumps(document),
    ):
        (tmp_path / "search.json").write_text(content)
        with pytest.raises(PqgraphError, match="PQ106"):
            converted(tmp_path, tmp_path / "search.json")
        assert [path.name for path in tmp_path.iterdir()] == ["search.json"]
