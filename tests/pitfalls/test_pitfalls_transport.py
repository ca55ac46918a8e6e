"""Pitfalls 42 to 44: pages, bytes, and what must not go on."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from api_items import answered, api, lines
from pitfall_graphs import (
    RESOURCES,
    Graph,
    Made,
    commons,
    converted,
    group,
    lda,
    lda_page,
    merged,
    twfy,
)

from pqgraph.api.renderers.lda_json import list_page
from pqgraph.errors import PqgraphError


def test_pitfall_42_pages_that_overlap_and_ids_that_are_out_of_order(tmp_path: Path) -> None:
    # A list moves on while it is fetched, so pages overlap, and their sizes change.
    pages = [
        lda_page(tmp_path / "0.json", lda(1, "1"), lda(2, "2"), lda(3, "3")),
        lda_page(tmp_path / "1.json", lda(3, "3"), lda(4, "4")),
    ]
    graph = merged(tmp_path, *pages).graph
    assert graph.questions() == [f"{RESOURCES}{number}" for number in (1, 2, 3, 4)]
    assert len(graph.values(f"{RESOURCES}3", "prov:wasDerivedFrom")) == 2
    # The API's numbers do not tell the order; the graph has a key that does.
    other = tmp_path / "other"
    other.mkdir()
    early = api("900", id=20, dateTabled="2018-11-22T00:00:00")
    late = api("12", id=10, dateTabled="2018-11-23T00:00:00")
    graph = converted(other, lines(other / "in.jsonl", late, early)).graph
    ordered = sorted(graph.questions(), key=lambda question: int(graph.one(question, "pq:sortKey") or 0))
    assert ordered == [commons("2018-11-22", "900"), commons("2018-11-23", "12")]
    # Parliament's links to other pages lost the size of the page; these keep it.
    shown = list_page(
        [], "http://e.org/answeredquestions.json?x=1", page=1, page_size=500, page_size_given=True, total=7352
    )["result"]
    links = {name: shown[name] for name in ("first", "prev", "next")}
    assert links == {
        "first": "http://e.org/answeredquestions.json?x=1&_pageSize=500&_page=0",
        "prev": "http://e.org/answeredquestions.json?x=1&_pageSize=500&_page=0",
        "next": "http://e.org/answeredquestions.json?x=1&_pageSize=500&_page=2",
    }


def test_real_42_links_and_order(watched: Made, shared_data: Path) -> None:
    page = json.loads((shared_data / "lda" / "answeredquestions.json").read_text("utf-8"))["result"]
    assert "_pageSize=1000" in page["_about"]
    assert not any("_pageSize" in page[name] for name in ("first", "prev", "next"))
    graph = watched.graph
    by_number = sorted(
        graph.questions(), key=lambda question: int(graph.one(question, "pq:apiIdentifier") or 0)
    )
    days = [graph.one(question, "dcterms:date") or "" for question in by_number]
    assert sum(one > following for one, following in pairwise(days)) == 53
    by_key = sorted(graph.questions(), key=lambda question: int(graph.one(question, "pq:sortKey") or 0))
    days = [graph.one(question, "dcterms:date") or "" for question in by_key]
    assert days == sorted(days)


REPORT = """<?xml version="1.0" encoding="utf-8"?>
<Questions xmlns="http://data.parliament.uk/QnA/2013/02" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><Question>
  <Uin>1</Uin><House><HouseId>1</HouseId></House><TabledDate>2018-11-22</TabledDate>
  <Text>To ask the Secretary of State for Education, why.</Text><Heading xsi:nil="true">none</Heading>
  <DateForAnswer xsi:nil="true" /><QuestionStatus>Tabled</QuestionStatus></Question></Questions>"""


def test_pitfall_43_entities_marks_and_nil(tmp_path: Path) -> None:
    asked = "To ask the Secretary of State for Education, whether &pound;5 is enough&ndash;or not."
    path = twfy(
        tmp_path / "answers2018-11-27.xml", group("2018-11-22", "1", asked, "<p>caf\u00e9: &pound;5.</p>")
    )
    graph = converted(tmp_path, path).graph
    one = commons("2018-11-22", "1")
    assert (graph.one(one, "parl:questionText") or "").endswith("whether £5 is enough–or not.")
    assert graph.one(one, "parl:answer", "parl:answerText") == "<p>café: £5.</p>"
    # What reaches outside of the file, or swells, is refused before anything is parsed or written.
    text = path.read_text("iso-8859-1")
    for declared in (
        '<!ENTITY pound SYSTEM "file:///etc/hostname">',
        '<!ENTITY % all SYSTEM "http://e.org/x.dtd"> %all;',
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY pound "&a;&a;&a;&a;&a;&a;&a;&a;">',
    ):
        folder = tmp_path / str(len(declared))
        folder.mkdir()
        (folder / "in.xml").write_text(text.replace('<!ENTITY pound "&#163;">', declared), "iso-8859-1")
        with pytest.raises(PqgraphError, match="PQ114"):
            converted(folder, folder / "in.xml")
        assert [left.name for left in folder.iterdir()] == ["in.xml"]
    # A byte order mark says nothing; nil is nothing, whatever it holds.
    (tmp_path / "report.xml").write_bytes(b"\xef\xbb\xbf" + REPORT.encode())
    graph = converted(tmp_path, tmp_path / "report.xml").graph
    assert graph.questions() == [one]
    assert graph.values(one, "parl:hansardHeading") == graph.values(one, "parl:AnswerDate") == []
    record = json.dumps(api("1", **answered())).encode() + b"\n"
    (tmp_path / "in.jsonl").write_bytes(b"\xef\xbb\xbf" + record + record.replace(b'"1"', b'"2"'))
    made = converted(tmp_path, tmp_path / "in.jsonl")
    assert (made.tally.questions, made.tally.rejections) == (2, 0)


def test_real_43_entities_of_october_2009(shared_data: Path, tmp_path: Path) -> None:
    path = shared_data / "parlparse" / "lordswrans" / "lordswrans2009-10-27a.xml"
    head = path.read_bytes()[:3000].decode("iso-8859-1")
    assert "<!DOCTYPE" in head
    assert "<!ENTITY" in head
    made = converted(tmp_path, path, topics=False)
    assert (made.tally.questions, made.tally.rejections) == (45, 0)
    answers = made.graph.subjects("parl:answerText")
    texts = [text for answer in answers for text in made.graph.values(answer, "parl:answerText")]
    assert any("£" in text for text in texts)
    assert not any("&pound;" in text or "\u00c2" in text for text in texts)


def test_pitfall_44_logins_of_staff_are_dropped(tmp_path: Path) -> None:
    parl, node = "http://data.parliament.uk/schema/parl#", f"<{RESOURCES}9>"
    said = {
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type": f"<{parl}WrittenParliamentaryQuestion>",
        f"{parl}questionText": '"To ask why."',
        f"{parl}dateTabled": '"2018-11-22"',
        f"{parl}firstIndexedBy": '"bloggsj"',
        f"{parl}lastModifiedBy": '"bloggsj"',
    }
    (tmp_path / "in.nt").write_text("".join(f"{node} <{name}> {value} .\n" for name, value in said.items()))
    for made in (converted(tmp_path, tmp_path / "in.nt"), merged(tmp_path, tmp_path / "in.nt")):
        assert made.graph.questions() == [f"{RESOURCES}9"]
        assert b"bloggsj" not in made.path.read_bytes()
        assert b"IndexedBy" not in made.path.read_bytes()
    # Nor do they go into the records that a store keeps for later builds.
    kept = [path.read_bytes() for path in (tmp_path / "records").rglob("*.records")]
    assert kept
    assert not [data for data in kept if b"bloggsj" in _unpacked(data)]


def _unpacked(data: bytes) -> bytes:
    import zstandard

    return zstandard.decompress(data[4:])


def test_real_44_no_name_of_staffs_fields_remains(triples: Graph, shared_data: Path) -> None:
    said: dict[str, set[str]] = {"firstIndexedBy": set(), "lastModifiedBy": set()}
    for path in sorted((shared_data / "vocabularies" / "parl-triples").glob("*.csv")):
        for line in path.read_text("utf-8").splitlines():
            for name, values in said.items():
                if f"#{name}>" in line:
                    values.add(line.rpartition(",")[2])
    values = triples.all_values()
    assert not any(value in values for logins in said.values() for value in logins)
    questions = triples.questions()
    assert len(questions) == 3
    assert not any(triples.values(q, f"parl:{name}") for q in questions for name in said)
