"""The life of a question as triples."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from pqgraph import terms
from pqgraph.convert import convert
from pqgraph.mapping import Mapper, RecordError
from pqgraph.model import (
    Allocation,
    Answer,
    AnsweringBody,
    EarlierState,
    EarlierVersion,
    House,
    Links,
    Locator,
    MemberReference,
    Question,
    ResolvedReference,
    SourceFile,
)

FILE = SourceFile(name="q.json", sha256="ab" * 32, reader="api-json")
IRI = "https://w3id.org/pqgraph/id/question/commons/2025-01-16/24471"
OTHER = "https://w3id.org/pqgraph/id/question/commons/2024-12-02/18875"
MINISTER = MemberReference(identifier="4359")
TRUE = f'"true"^^<{terms.xsd.boolean}>'

Rows = list[tuple[str, str, str]]


def question(**fields: Any) -> Question:
    base: dict[str, Any] = {
        "locator": Locator(FILE, "L1"),
        "text": "To ask the Secretary of State for Wales, how many staff her Office has.",
        "date_tabled": dt.date(2025, 1, 16),
        "house": House.COMMONS,
        "uin": "24471",
    }
    return Question(**(base | fields))


def short(term: str) -> str:
    if not term.startswith("<"):
        return term
    text = term[1:-1]
    for prefix, namespace in terms.PREFIXES.items():
        if text.startswith(namespace) and text[len(namespace) :].isidentifier():
            return f"{prefix}:{text[len(namespace) :]}"
    return text


def rows(record: Question, links: Links | None = None) -> Rows:
    return [(short(s), short(p), short(o)) for s, p, o in Mapper().map(record, links).triples]


def said(found: Rows, end: str) -> list[tuple[str, str]]:
    return [(p, o) for s, p, o in found if s == IRI + end]


def values(found: Rows, predicate: str, end: str = "") -> list[str]:
    return [o for p, o in said(found, end) if p == predicate]


def date(day: str) -> str:
    return f'"{day}"^^<{terms.xsd.date}>'


# Transfers and changes


def test_allocations() -> None:
    allocations = (
        Allocation(body=AnsweringBody(identifier="28", name="Wales Office"), seen=dt.date(2025, 1, 17)),
        Allocation(body=AnsweringBody(identifier="14", name="Treasury"), seen=dt.date(2025, 1, 18)),
    )
    record = question(answering_body=allocations[-1].body, allocations=allocations)
    found = rows(record)
    assert values(found, "pq:allocation") == [IRI + "/allocation/1", IRI + "/allocation/2"]
    assert values(found, "pq:transferred") == [TRUE]
    assert said(found, "/allocation/2") == [
        ("rdf:type", "pq:AnsweringBodyAllocation"),
        ("pq:allocatedTo", "https://w3id.org/pqgraph/id/answering-body/14"),
        ("parl:AnsweringBody", '"Treasury"'),
        ("pq:allocationSeen", date("2025-01-18")),
        ("pq:previousAllocation", IRI + "/allocation/1"),
    ]
    # The one that is no more has a node as well.
    bodies = {e.triples[0][0] for e in Mapper().map(record).entities}
    assert "<https://w3id.org/pqgraph/id/answering-body/28>" in bodies


def test_a_body_known_by_name_only() -> None:
    found = rows(question(allocations=(Allocation(body=AnsweringBody(name="Treasury")),)))
    assert said(found, "/allocation/1") == [
        ("rdf:type", "pq:AnsweringBodyAllocation"),
        ("parl:AnsweringBody", '"Treasury"'),
    ]
    assert values(found, "pq:transferred") == []


def test_earlier_states() -> None:
    states = (
        EarlierState(changed=dt.date(2025, 1, 17), text="To ask.", text_clipped=True, heading="Wales"),
        EarlierState(date_tabled=dt.date(2025, 1, 15), date_for_answer=dt.date(2025, 1, 20)),
    )
    found = rows(question(earlier_states=states))
    assert values(found, "pq:earlierState") == [IRI + "/earlier-state/1", IRI + "/earlier-state/2"]
    assert said(found, "/earlier-state/1") == [
        ("rdf:type", "pq:EarlierState"),
        ("parl:hansardHeading", '"Wales"'),
        ("parl:questionText", '"To ask."'),
        ("pq:textClipped", TRUE),
        ("pq:changeSeen", date("2025-01-17")),
    ]
    assert said(found, "/earlier-state/2") == [
        ("rdf:type", "pq:EarlierState"),
        ("dcterms:date", date("2025-01-15")),
        ("parl:AnswerDate", date("2025-01-20")),
    ]
    # The IRI that it had by its earlier day of tabling.
    assert values(found, "owl:sameAs") == [IRI.replace("01-16", "01-15")]


def test_replaced_characters_of_earlier_texts_are_counted() -> None:
    assert Mapper().map(question(earlier_states=(EarlierState(text="\x00"),))).replaced == 1


# Holding answers

HELD = Answer(text="Later.", date=dt.date(2025, 1, 20), member=MINISTER, is_holding=True)
FINAL = Answer(text="Ten.", date=dt.date(2025, 1, 24), member=MINISTER, is_holding=False)


def test_a_holding_answer_that_stands_is_the_answer() -> None:
    found = rows(question(answers=(HELD,), date_of_holding_answer=HELD.date))
    assert values(found, "parl:answer") == values(found, "pq:holdingAnswer") == [IRI + "/answer"]
    assert values(found, "rdf:type", "/answer") == ["parl:WrittenParliamentaryAnswer", "pq:HoldingAnswer"]


def test_a_past_holding_answer_is_a_node_of_its_own() -> None:
    held = Answer(**{name: getattr(HELD, name) for name in HELD.__struct_fields__} | {"iri": IRI + "/answer"})
    found = rows(question(answers=(FINAL, held)))
    assert values(found, "parl:answer") == [IRI + "/answer"]
    assert values(found, "pq:holdingAnswer") == [IRI + "/answer/holding"]
    assert values(found, "rdf:type", "/answer/holding") == [
        "parl:WrittenParliamentaryAnswer",
        "pq:HoldingAnswer",
    ]
    assert values(found, "parl:answerText", "/answer/holding") == ['"Later."']
    assert values(found, "parl:dateOfAnswer", "/answer/holding") == [date("2025-01-20")]
    assert values(found, "parl:dateOfAnswer", "/answer") == [date("2025-01-24")]
    assert values(found, "pq:replaces", "/answer") == [IRI + "/answer/holding"]
    assert values(found, "pq:daysToAnswer") == [f'"8"^^<{terms.xsd.integer}>']


def test_of_most_past_holding_answers_only_the_day_is_known() -> None:
    found = rows(question(answers=(FINAL,), date_of_holding_answer=dt.date(2025, 1, 20)))
    assert said(found, "/answer/holding") == [
        ("rdf:type", "parl:WrittenParliamentaryAnswer"),
        ("rdf:type", "pq:HoldingAnswer"),
        ("parl:dateOfAnswer", date("2025-01-20")),
    ]


def test_prorogation_replaces_no_holding_answer() -> None:
    record = question(answers=(Answer(by_prorogation=True),), date_of_holding_answer=dt.date(2025, 1, 20))
    assert values(rows(record), "pq:holdingAnswer") == []


def test_two_answers_that_stand_are_numbered() -> None:
    found = rows(question(answers=(FINAL, FINAL, HELD)))
    assert values(found, "parl:answer") == [IRI + "/answer", IRI + "/answer/2"]


# Corrections

MARKED = '<p><del class="ministerial">10</del><ins class="ministerial">12</ins></p>'
ORIGINAL = "/answer/previousversion/original"


def test_the_text_before_a_correction_is_rebuilt() -> None:
    official = "http://data.parliament.uk/resources/64819/answer/previousversion/9230"
    version = EarlierVersion(iri=official, member=MINISTER)
    answer = Answer(text=MARKED, date=dt.date(2025, 1, 24), is_correction=True, earlier_versions=(version,))
    found = rows(question(answers=(answer,)))
    assert values(found, "parl:previousAnswerVersion", "/answer") == [official]
    assert values(found, "pq:replaces", "/answer") == [official]
    about = [(p, o) for s, p, o in found if s == official]
    assert ("parl:answerText", '"<p>10</p>"') in about
    assert ("parl:dateOfAnswer", date("2025-01-24")) in about
    assert values(found, "parl:answerText", "/answer") == [json.dumps(MARKED)]


def test_what_a_source_tells_goes_before_what_marks_tell() -> None:
    answer = Answer(text=MARKED, is_correction=True, original_text="<p>ten</p>", correcting_member=MINISTER)
    assert values(rows(question(answers=(answer,))), "parl:answerText", ORIGINAL) == ['"<p>ten</p>"']
    compared = Answer(text="<p>12</p>", is_correction=True, comparable_text=MARKED)
    assert values(rows(question(answers=(compared,))), "parl:answerText", ORIGINAL) == ['"<p>10</p>"']


def test_an_earlier_version_that_was_seen() -> None:
    version = EarlierVersion(text="Te...", text_clipped=True, date=dt.date(2025, 1, 24), member=MINISTER)
    answer = Answer(text="12", is_correction=True, earlier_versions=(version,))
    found = rows(question(answers=(answer, HELD)))
    assert said(found, ORIGINAL) == [
        ("rdf:type", "pq:EarlierVersion"),
        ("parl:answerText", '"Te..."'),
        ("pq:textClipped", TRUE),
        ("parl:dateOfAnswer", date("2025-01-24")),
        ("parl:answeringMember", "http://data.parliament.uk/members/4359"),
        # Held, answered, corrected: one after the other.
        ("pq:replaces", IRI + "/answer/holding"),
    ]
    assert values(found, "pq:replaces", "/answer") == [IRI + ORIGINAL]


def test_of_two_earlier_versions_neither_gets_a_text() -> None:
    versions = tuple(EarlierVersion(iri=f"{IRI}/answer/previousversion/{n}") for n in (7, 9))
    found = rows(question(answers=(Answer(text=MARKED, is_correction=True, earlier_versions=versions),)))
    assert [p for s, p, _ in found if "previousversion" in s] == ["rdf:type", "rdf:type"]
    assert values(found, "pq:replaces", "/answer") == []


def test_an_uncorrected_answer_with_marks_of_its_own_has_no_earlier_version() -> None:
    assert (
        values(rows(question(answers=(Answer(text=MARKED),))), "parl:previousAnswerVersion", "/answer") == []
    )


# References

PURSUING = (
    "To ask the Secretary of State for Wales, pursuant to the Answers of 16 December 2024 to Question 18875 and of "
    "13 January to Question HL3525, how many."
)


def test_without_the_corpus_references_are_numbers_and_days() -> None:
    found = rows(question(text=PURSUING))
    assert values(found, "pq:pursuedUin") == ['"18875"', '"HL3525"']
    assert values(found, "pq:pursuedAnswerDate") == [date("2024-12-16"), date("2025-01-13")]
    assert values(found, "pq:pursuantTo") == []


def test_with_the_corpus_references_are_links_where_it_knows_them() -> None:
    links = Links(
        pursues=(
            ResolvedReference(uin="18875", answered_on=dt.date(2024, 12, 16), question=OTHER),
            ResolvedReference(uin="HL3525", answered_on=dt.date(2025, 1, 13)),
        )
    )
    found = rows(question(text=PURSUING), links)
    assert values(found, "pq:pursuantTo") == [OTHER]
    assert values(found, "pq:pursuedUin") == ['"HL3525"']
    assert values(found, "pq:pursuedAnswerDate") == [date("2025-01-13")]


def test_no_question_pursues_itself() -> None:
    links = Links(pursues=(ResolvedReference(uin="24471", question=IRI),))
    found = rows(question(), links)
    assert values(found, "pq:pursuantTo") == []
    assert values(found, "pq:pursuedUin") == ['"24471"']


REFERRING = Answer(
    text="<p>I refer the hon. Member to the answer I gave on 16 December to Question 18875.</p>",
    date=dt.date(2025, 1, 24),
)


def test_an_answer_that_only_refers_to_another() -> None:
    found = rows(question(answers=(REFERRING,)))
    assert values(found, "pq:refersElsewhere", "/answer") == [TRUE]
    assert values(found, "pq:referredUin", "/answer") == ['"18875"']
    assert values(found, "pq:referredAnswerDate", "/answer") == [date("2024-12-16")]
    links = Links(refers_to=(ResolvedReference(uin="18875", question=OTHER),))
    found = rows(question(answers=(REFERRING,)), links)
    assert values(found, "pq:refersToAnswer", "/answer") == [OTHER + "/answer"]
    assert values(found, "pq:referredUin", "/answer") == []
    # Nothing that was read answers that question, so there is no such node.
    links = Links(refers_to=(ResolvedReference(uin="18875", question=OTHER, has_answer=False),))
    found = rows(question(answers=(REFERRING,)), links)
    assert values(found, "pq:refersToAnswer", "/answer") == []
    assert values(found, "pq:referredUin", "/answer") == ['"18875"']


def test_what_is_cut_off_may_say_more() -> None:
    clipped = Answer(
        text="I refer the hon. Member to the answer to Question 18875 on Ru...", text_clipped=True
    )
    found = rows(question(answers=(clipped,)))
    assert values(found, "pq:refersElsewhere", "/answer") == []
    assert values(found, "pq:referredUin", "/answer") == ['"18875"']


def test_groups_round_robins_and_other_iris_of_the_corpus() -> None:
    robin = "https://w3id.org/pqgraph/id/round-robin/commons/2025-01-16/0123456789abcdef"
    official = "http://data.parliament.uk/resources/1"
    sources = (Locator(FILE, "L1"), Locator(FILE, "/items/3"))
    links = Links(grouped_with=(OTHER,), round_robin=robin, same_as=(official, IRI), sources=sources)
    mapped = Mapper().map(question(), links)
    found = [(short(s), short(p), short(o)) for s, p, o in mapped.triples]
    assert values(found, "pq:groupedWith") == [OTHER]
    assert values(found, "pq:partOfRoundRobin") == [robin]
    assert values(found, "owl:sameAs") == [official]
    assert [o.rpartition("#")[2] for o in values(found, "prov:wasDerivedFrom")] == ["L1", "/items/3"]
    (entity,) = [e for e in mapped.entities if e.triples[0][0] == f"<{robin}>"]
    assert [(short(p), short(o)) for _, p, o in entity.triples] == [
        ("rdf:type", "pq:RoundRobin"),
        ("dcterms:date", date("2025-01-16")),
    ]


@pytest.mark.parametrize(
    "links",
    [
        Links(pursues=(ResolvedReference(question="no iri"),)),
        Links(round_robin="no iri"),
        Links(same_as=("no iri",)),
    ],
)
def test_what_is_no_iri_rejects_the_record(links: Links) -> None:
    with pytest.raises(RecordError) as caught:
        Mapper().map(question(), links)
    assert caught.value.code == "PQ204"


# Real records


def graph(source: Path, target: Path) -> ox.Store:
    convert([source], target, topics=False, provenance=False)
    store = ox.Store()
    store.bulk_load(path=target)
    return store


PREFIXES = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in terms.PREFIXES.items())


def test_the_life_of_real_questions(shared_data: Path, tmp_path: Path) -> None:
    store = graph(shared_data / "api" / "commons-states.jsonl.gz", tmp_path / "out.nq")

    def count(pattern: str) -> int:
        (row,) = store.query(f"{PREFIXES} SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")  # type: ignore[misc]
        return int(row["n"].value)

    assert count("?q pq:transferred true") == 1818
    assert count("?a pq:previousAllocation ?b") == 1838
    # 57 were watched while the substantive answer came; of others the day tells.
    assert (
        count("?q pq:holdingAnswer ?h . ?h parl:answerText ?t FILTER NOT EXISTS { ?q parl:answer ?h }") == 57
    )
    assert count("?q pq:holdingAnswer ?h ; parl:answer ?h") + count(
        "?q pq:holdingAnswer ?h . ?h parl:dateOfAnswer ?d FILTER NOT EXISTS { ?q parl:answer ?h }"
    ) == count("?q pq:holdingAnswer ?h")
    assert count("?q parl:answer ?a . ?q parl:answer ?b FILTER (str(?a) < str(?b))") == 0
    assert count("?a pq:replaces ?b . ?b a pq:EarlierVersion ; parl:answerText ?t") == 6
    assert count("?q owl:sameAs ?other") == 3


def test_the_text_of_real_earlier_versions(shared_data: Path, tmp_path: Path) -> None:
    """Domain facts, 8.4, 19: the Linked Data API names the version before a correction and gives no text."""
    store = graph(shared_data / "lda" / "answeredquestions.json", tmp_path / "out.nq")
    rows = store.query(
        f"{PREFIXES} SELECT ?v ?text ?day WHERE {{ ?v a pq:EarlierVersion ; parl:dateOfAnswer ?day "
        "OPTIONAL { ?v parl:answerText ?text } }"
    )
    found = {row["v"].value.split("/")[4]: row["text"] for row in rows}  # type: ignore[union-attr]
    assert len(found) == 5
    assert [number for number, text in found.items() if text is None] == ["91200"]
    assert "£499,000 </p>" in found["101493"].value
