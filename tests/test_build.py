"""build: one node of one question, whatever the sources, their order, and how often it is built."""

import hashlib
import io
import json
import shutil
from pathlib import Path

import pytest
from api_items import api, lines

from pqgraph.build import build
from pqgraph.store.local import LocalStore
from pqgraph.store.results import RdfTerm, Solutions

SHARED = (
    "api/recorded-2021-03-09",
    "api/recorded-2021-03-18",
    "lda",
    "parlparse",
    "members",
    "seeds",
    "vocabularies/parl-triples",
)


def dump(store: Path) -> bytes:
    stream = io.BytesIO()
    with LocalStore.open(store) as opened:
        opened.dump(stream)
    return stream.getvalue()


def rows(store: Path, query: str) -> list[list[str]]:
    with LocalStore.open(store) as opened:
        result = opened.query(
            "PREFIX parl: <http://data.parliament.uk/schema/parl#> PREFIX pq: <https://w3id.org/pqgraph/def#> "
            "PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX owl: <http://www.w3.org/2002/07/owl#> "
            "PREFIX prov: <http://www.w3.org/ns/prov#> " + query
        )
        assert isinstance(result, Solutions)
        return [[term.value if isinstance(term, RdfTerm) else "" for term in row] for row in result.rows]


def test_a_page_and_an_api_record_of_one_question_are_one_node(root: Path, tmp_path: Path) -> None:
    page = root / "examples" / "lda-page-1012383.txt"
    record = lines(tmp_path / "api.jsonl", api("194746"))
    result = build([record, page], tmp_path / "store")
    assert result.tally.questions == 1
    official = "http://data.parliament.uk/resources/1012383"
    natural = "https://w3id.org/pqgraph/id/question/commons/2018-11-22/194746"
    assert rows(
        tmp_path / "store", "SELECT ?q ?same { ?q parl:uin '194746' OPTIONAL { ?q owl:sameAs ?same } }"
    ) == [[official, natural]]
    # What only the one source says stands beside what only the other says.
    (said,) = rows(
        tmp_path / "store",
        "SELECT ?type ?heading (COUNT(?source) AS ?sources) { ?q parl:writtenParliamentaryQuestionType ?type ; "
        "parl:hansardHeading ?heading ; prov:wasDerivedFrom ?source } GROUP BY ?type ?heading",
    )
    assert said == ["NamedDay", "Special Educational Needs", "2"]


def test_a_page_without_a_number_joins_the_question_of_its_text_and_day(root: Path, tmp_path: Path) -> None:
    page = root / "examples" / "question-page-2018-01-18.txt"
    text = page.read_text("utf-8").split("Question Asked\n\n")[1].split("\n\n")[0]
    record = lines(
        tmp_path / "api.jsonl",
        api("123456", dateTabled="2018-01-18T00:00:00", questionText=text, askingMemberId=4637),
    )
    result = build([page, record], tmp_path / "store")
    assert result.tally.questions == 1
    assert rows(tmp_path / "store", "SELECT ?uin { ?q parl:uin ?uin ; parl:answer ?a }") == [["123456"]]


def test_whole_texts_take_the_place_of_cut_ones(tmp_path: Path) -> None:
    whole = "To ask the Secretary of State for Education, " + "what steps he is taking; and " * 20 + "why."
    record = lines(tmp_path / "api.jsonl", api("1", questionText=whole[:255]))
    texts = tmp_path / "texts.jsonl"
    texts.write_text(
        json.dumps({"id": 1_000_001, "month": "2018-11", "question_text": whole, "answer_text": None}) + "\n"
        + json.dumps({"id": 1_000_002, "month": "2018-11", "question_text": "To ask why.", "answer_text": None}) + "\n",
        "utf-8",
    )  # fmt: skip
    result = build([texts, record], tmp_path / "store")
    assert rows(
        tmp_path / "store", "SELECT ?t ?c { ?q parl:questionText ?t OPTIONAL { ?q pq:textClipped ?c } }"
    ) == [[whole, ""]]
    assert result.tally.notices["PQ273"] == 1


def test_a_group_is_linked_within_its_session_and_a_namesake_is_told(tmp_path: Path) -> None:
    group = {
        "answerText": "<p>All.</p>",
        "dateAnswered": "2018-11-27T00:00:00",
        "groupedQuestions": ["2", "3"],
        "groupedQuestionsDates": [
            {"questionUin": "2", "dateTabled": "2018-11-22T00:00:00"},
            {"questionUin": "3", "dateTabled": "2014-11-20T00:00:00"},
        ],
    }
    result = build([lines(tmp_path / "api.jsonl", api("1", **group), api("2"))], tmp_path / "store")
    assert rows(tmp_path / "store", "SELECT ?other { ?q pq:groupedWith ?other }") == [
        ["https://w3id.org/pqgraph/id/question/commons/2018-11-22/2"]
    ]
    assert result.tally.notices["PQ272"] == 1


def test_a_pursued_answer_leads_to_its_question(tmp_path: Path) -> None:
    answered = api("5", answerText="<p>Ten.</p>", dateAnswered="2018-11-26T00:00:00", answeringMemberId=4113)
    pursuing = api(
        "6",
        dateTabled="2018-11-28T00:00:00",
        questionText="To ask the Secretary of State for Education, pursuant to the Answer of 26 November 2018 to "
        "Question 5 on Schools, why.",
    )
    build([lines(tmp_path / "api.jsonl", pursuing, answered)], tmp_path / "store")
    assert rows(
        tmp_path / "store", "SELECT ?from ?to { ?q pq:pursuantTo/parl:uin ?to ; parl:uin ?from }"
    ) == [["6", "5"]]


def test_building_again_with_more_is_building_everything_at_once(root: Path, tmp_path: Path) -> None:
    page = root / "examples" / "lda-page-1012383.txt"
    early = lines(tmp_path / "early.jsonl", api("194746"), api("7"))
    late = lines(
        tmp_path / "late.jsonl", api("7", answerText="<p>Ten.</p>", dateAnswered="2018-11-26T00:00:00")
    )
    build([early], tmp_path / "grown")
    build([page], tmp_path / "grown")
    build([late], tmp_path / "grown")
    build([early], tmp_path / "grown")
    build([late, early, page], tmp_path / "once")
    assert dump(tmp_path / "grown") == dump(tmp_path / "once")
    build([page], tmp_path / "grown", replace=True)
    build([page], tmp_path / "page")
    assert dump(tmp_path / "grown") == dump(tmp_path / "page")


def test_a_failed_update_leaves_the_store_as_it_was(root: Path, tmp_path: Path) -> None:
    build([root / "examples" / "lda-page-1012383.txt"], tmp_path / "store")
    before = dump(tmp_path / "store")
    (tmp_path / "bad").write_text("nothing of the kind", "utf-8")
    with pytest.raises(Exception, match="PQ106"):
        build([tmp_path / "bad"], tmp_path / "store")
    assert dump(tmp_path / "store") == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bad", "store"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_disk_that_is_too_full_for_the_document_leaves_the_store_as_it_was(
    root: Path, tmp_path: Path
) -> None:
    page = root / "examples" / "lda-page-1012383.txt"
    build([page], tmp_path / "store")
    before = dump(tmp_path / "store")
    record = lines(tmp_path / "api.jsonl", api("7"))
    with pytest.raises(Exception, match="PQ606"):
        build([record], tmp_path / "store", target="/dev/full")
    assert dump(tmp_path / "store") == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["api.jsonl", "store"]
    # The document is the graph of the merged questions, and whole.
    build([record], tmp_path / "store", target=tmp_path / "out.nq")
    written = set((tmp_path / "out.nq").read_bytes().splitlines())
    assert written <= set(dump(tmp_path / "store").splitlines())
    assert sum(b"WrittenParliamentaryQuestion" in line for line in written) == 2


def test_real_records_give_one_graph_in_any_order(shared_data: Path, tmp_path: Path) -> None:
    inputs = [shared_data / name for name in SHARED]
    digests = set()
    for order in (inputs, inputs[::-1]):
        result = build(order, tmp_path / "store", replace=True, check=False)
        digests.add(hashlib.sha256(dump(tmp_path / "store")).hexdigest())
        shutil.rmtree(tmp_path / "store")
        assert result.tally.questions == 2458
    assert len(digests) == 1
