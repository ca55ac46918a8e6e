"""What the index holds of a question."""

import datetime as dt
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from search_questions import TYPE, iri, question

from pqgraph.mapping import Mapper
from pqgraph.model import House, Locator, Question, SourceFile
from pqgraph.pipeline import Pipeline
from pqgraph.rdf import terms as t
from pqgraph.search.documents import Documents
from pqgraph.search.repair import broader_topics, questions
from pqgraph.search.text import plain_text
from pqgraph.store.local import LocalStore
from pqgraph.terms import dcterms, parl, pq
from pqgraph.topics import topics

BROADER = {topic.slug: topic.broader for topic in topics()}


def test_the_document_of_the_first_seed(root: Path) -> None:
    pipeline = Pipeline([root / "examples" / "lda-page-1012383.txt"])
    [record] = [record for batch in pipeline.batches() for record in batch.records]
    document = Documents(BROADER).of(record.subject, record.triples)
    assert document is not None
    [answer] = document.pop("answer")
    assert str(answer).startswith("We have given £252 million")
    assert "<" not in str(answer)
    [text] = document.pop("question")
    assert str(text).startswith("To ask the Secretary of State for Education")
    assert document == {
        "iri": ["http://data.parliament.uk/resources/1012383"],
        "heading": ["Special Educational Needs"],
        "uin": ["194746"],
        "house": ["commons"],
        "body": ["60"],
        "department": ["Department for Education"],
        "departmentId": ["60"],
        "houseId": ["1"],
        "asker": ["http://data.parliament.uk/members/4649"],
        "askerPrinted": ["Thelma Walker"],
        "minister": ["http://data.parliament.uk/members/4113"],
        "party": document["party"],
        "subject": document["subject"],
        "topic": document["topic"],
        "tabled": [20181122],
        "answered": [20181127],
        "replied": [20181127],
        "firstReplied": [20181127],
        "lastReplied": [20181127],
        "headingWhole": ["Special Educational Needs"],
        "departmentShort": ["Education"],
        "departmentSort": ["Education"],
        "askerSeat": ["Colne Valley"],
        "ministerPrinted": ["Nadhim Zahawi"],
        "ministerSeat": ["Stratford-on-Avon"],
        "correction": ["false"],
        "firstGivenAfter": [30866795468540000],
        "firstGivenBefore": [30866795468540000],
        "days": [5],
        "interest": ["false"],
        "order": [201811220000194746],
        "month": ["2018-11"],
        "year": [2018],
        "hasAnswer": [True],
        "isAnswered": [True],
        "isWaiting": [False],
        "isLate": [False],
        "isWithdrawn": [False],
        "isTransferred": [False],
        "isCorrected": [False],
        "isHeld": [False],
    }
    assert "special-educational-needs-and-disabilities" in document["subject"]
    assert set(document["subject"]) < set(document["topic"])
    assert "education" in document["topic"]


def test_both_roads_give_equal_documents_of_real_records(real_store: Path, shared_data: Path) -> None:
    # The store's own input again, read by the mapping alone: no links between questions, which no document holds.
    with LocalStore.open(real_store) as store:
        broader = broader_topics(store)
        from_store = {subject: Documents(broader).of(subject, said) for subject, said in questions(store)}
    assert {slug: sorted(above) for slug, above in broader.items()} == {
        slug: sorted(above) for slug, above in BROADER.items() if above
    }
    records = real_store.parent / "slice.jsonl"
    members = [shared_data / "members" / "mnis-2021"]
    pipeline = Pipeline([records], members=members)
    mapped = [record for batch in pipeline.batches() for record in batch.records]
    made = Documents(BROADER)
    from_mapping = {record.subject: made.of(record.subject, record.triples) for record in mapped}
    assert len(from_mapping) == 700
    assert {subject: from_store[subject] for subject in from_mapping} == from_mapping


def test_the_order_of_triples_does_not_matter() -> None:
    node = t.iri(iri(1))
    subject, triples = question(1, heading="Schools", answer="<p>Yes.</p>", body=60)
    for number in (2, 10):
        answer = t.iri(f"{iri(1)}/answer/{number}")
        triples += [
            (node, t.iri(parl.answer), answer),
            (answer, t.iri(parl.answerText), t.literal(f"No. {number}")),
        ]
    triples += [
        (node, t.iri(dcterms.subject), t.iri(f"https://w3id.org/pqgraph/id/topic/{s}")) for s in ("b", "a")
    ]
    expected = Documents({}).of(subject, triples)
    assert expected is not None
    assert expected["answer"] == ["Yes.", "No. 10", "No. 2"]
    assert expected["topic"] == ["a", "b"]
    for seed in range(20):
        random.Random(seed).shuffle(triples)
        assert Documents({}).of(subject, triples) == expected


def test_a_topic_counts_for_all_above_it_whatever_circles_there_are() -> None:
    subject, triples = question(1, more=[(dcterms.subject, t.iri("https://w3id.org/pqgraph/id/topic/c"))])
    document = Documents({"c": ["b"], "b": ["a", "c"], "a": ["b"]}).of(subject, triples)
    assert document is not None
    assert document["subject"] == ["c"]
    assert document["topic"] == ["a", "b", "c"]


def test_what_is_no_question_has_no_document() -> None:
    node = "http://data.parliament.uk/members/4649"
    assert Documents({}).of(node, [(t.iri(node), TYPE, t.iri(parl.Member))]) is None


def test_values_without_the_form_of_the_graph_are_passed_over() -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    subject, triples = question(
        1,
        more=[
            (dcterms.date, t.typed("2018-02-30", xsd + "date")),
            (parl.AnswerDate, t.typed("soon", xsd + "date")),
            (pq.daysToAnswer, t.typed("9" * 30, xsd + "integer")),
            (pq.sortKey, t.literal("first")),
            (pq.answeredLate, t.boolean(False)),
            (parl.tablingMember, t.literal("Thelma Walker")),
            (parl.hansardHeading, t.iri("http://example.org/heading")),
            (dcterms.subject, t.iri("http://example.org/topic/1")),
        ],
    )
    document = Documents({}).of(subject, triples)
    assert document is not None
    there = {name for name, values in document.items() if values != [False]}
    assert document["late"] == ["false"]
    assert there == {"iri", "question", "subject", "topic", "late"}
    assert document["subject"] == ["http://example.org/topic/1"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>One.</p><p>Two.</p>", "One. Two."),
        ("10<sup>th</sup> of <b>M</b>ay", "10th of May"),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "1 2"),
        ("5 < 7 and 7 > 5", "5 < 7 and 7 > 5"),
        ("R&amp;D &lt;b&gt; caf&eacute;&nbsp;x", "R&D <b> café x"),
        ("<!-- not shown -->a<br/>b", "a b"),
        ("  a \n\t b  ", "a b"),
        ("lone \ud800 surrogate", "lone ? surrogate"),
        ("", ""),
    ],
)
def test_html_becomes_text(source: str, expected: str) -> None:
    assert plain_text(source) == expected


@given(st.text(st.characters(codec=None), max_size=200))
def test_any_text_becomes_text_that_can_be_indexed(source: str) -> None:
    text = plain_text(source)
    text.encode()
    assert text == " ".join(text.split())


def test_a_mapped_question_needs_no_answer() -> None:
    record = Question(
        locator=Locator(SourceFile(name="a", sha256="0" * 64, reader="api-json"), "L1"),
        text="To ask.",
        house=House.LORDS,
        uin="HL553",
        date_tabled=dt.date(2020, 1, 7),
        status="Withdrawn",
        withdrawn=True,
    )
    mapped = Mapper().map(record)
    document = Documents({}).of(mapped.subject, mapped.triples)
    assert document is not None
    assert document["house"] == ["lords"]
    assert document["isWithdrawn"] == [True]
    assert document["isWaiting"] == document["isAnswered"] == [False]
    assert "answer" not in document
