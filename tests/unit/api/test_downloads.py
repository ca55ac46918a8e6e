"""CSV of lists: further columns that a request asks for, and the form for spreadsheets."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from pqgraph.api.engine import Engine
from pqgraph.api.protocol import Request, Response
from pqgraph.api.renderers.lda_csv import QUESTION_COLUMNS, Column, CsvRenderer, further_columns
from pqgraph.store.local import LocalStore

_TOPIC = "https://w3id.org/pqgraph/id/topic/"
_QUESTION = """
@prefix parl: <http://data.parliament.uk/schema/parl#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<http://data.parliament.uk/resources/7> a parl:WrittenParliamentaryQuestion ; parl:uin "7" ;
    parl:hansardHeading "=cmd|' /C calc'!A0" ; parl:answeringDeptSortName "-5" ; parl:questionText "+44 20 7219 3000" ;
    dcterms:date "2018-11-22"^^xsd:date ;
    dcterms:subject <https://w3id.org/pqgraph/id/topic/a> , <https://w3id.org/pqgraph/id/topic/b> ;
    <http://a/1> "odd" .
<https://w3id.org/pqgraph/id/topic/a> skos:prefLabel "Farming" .
<https://w3id.org/pqgraph/id/topic/b> skos:prefLabel "@home" .
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    path = tmp_path_factory.mktemp("downloads") / "question.ttl"
    path.write_text(_QUESTION)
    return Engine.mount(LocalStore.in_memory([path], reference=True))


def get(engine: Engine, path: str) -> Response:
    return engine.handle(Request.of(path))


def rows(engine: Engine, path: str) -> list[list[str]]:
    response = get(engine, path)
    assert response.status == 200, response.body
    return list(csv.reader(io.StringIO(response.body.decode())))


def test_without_properties_there_are_36_columns(engine: Engine) -> None:
    head, row = rows(engine, "/writtenquestions.csv")
    assert head == [column.heading for column in QUESTION_COLUMNS]
    assert len(row) == 36


@pytest.mark.parametrize(
    ("asked", "headings", "values"),
    [
        ("subject.prefLabel", ["subject > pref label"], ["Farming ; @home"]),
        ("subject", ["subject"], [f"{_TOPIC}a ; {_TOPIC}b"]),
        ("subject.prefLabel,date", ["subject > pref label"], ["Farming ; @home"]),
        ("uin,answer.answerText", [], []),
        ("daysToAnswer", ["days to answer"], [""]),
    ],
)
def test_what_is_asked_for_stands_after_them(
    engine: Engine, asked: str, headings: list[str], values: list[str]
) -> None:
    plain = get(engine, "/writtenquestions.csv").body.decode().splitlines()
    found = get(engine, f"/writtenquestions.csv?_properties={asked}").body.decode().splitlines()
    # What stood there stands there, byte for byte.
    assert [new[: len(old)] for old, new in zip(plain, found, strict=True)] == plain
    head, row = rows(engine, f"/writtenquestions.csv?_properties={asked}")
    assert (head[36:], row[36:]) == (headings, values)


def test_any_property_gives_the_columns_that_there_are(engine: Engine) -> None:
    head, row = rows(engine, "/writtenquestions.csv?_properties=*")
    found = dict(zip(head[36:], row[36:], strict=True))
    assert found["type"] == "http://data.parliament.uk/schema/parl#WrittenParliamentaryQuestion"
    assert found["subject"].startswith("https://w3id.org/pqgraph/id/topic/a ; ")
    assert len(head) == 36 + len(found)


def test_further_columns_of_trees() -> None:
    items = [{"_about": "q", "subject": [{"_about": "t", "prefLabel": "T"}], "answeringDeptUIN": "1"}]
    assert further_columns(
        [Column("x", ("subject", "_about"))], [("subject", None), ("answeringDeptUIN",)], items
    ) == (
        Column("subject > pref label", ("subject", "prefLabel")),
        Column("answering dept UIN", ("answeringDeptUIN",)),
    )


def test_spreadsheets_get_no_formulas_and_programs_get_what_is_there(engine: Engine) -> None:
    head, exact = rows(engine, "/writtenquestions.csv?_properties=subject.prefLabel")
    _, safe = rows(engine, "/writtenquestions.spreadsheet?_properties=subject.prefLabel")
    changed = {
        head[n]: (old, new) for n, (old, new) in enumerate(zip(exact, safe, strict=True)) if old != new
    }
    assert changed == {
        "hansard heading": ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        "question text": ("+44 20 7219 3000", "'+44 20 7219 3000"),
    }
    # What is a number is none.
    assert safe[head.index("answering dept sort name")] == "-5"
    response = get(engine, "/writtenquestions?_format=spreadsheet")
    assert response.header("Content-Type") == "text/csv; charset=utf-8"
    assert response.header("Content-Disposition") == 'attachment; filename="items.csv"'
    assert get(engine, "/writtenquestions.csv").header("Content-Disposition") is None


@pytest.mark.parametrize("cell", ["=1+1", "+a", "-a", "@a", "\ta", "\ra", "\na", "＝a", "＋a", "－a", "＠a"])
def test_what_begins_a_formula(cell: str) -> None:
    columns = [Column("a", ("a",))]
    assert CsvRenderer(columns, safe=True).cells({"a": cell}) == [f"'{cell}"]
    assert CsvRenderer(columns).cells({"a": cell}) == [cell]


@pytest.mark.parametrize("cell", ["", "1", "-1", "+1.5", "-.5e-3", "a=1", "'=1", " =1"])
def test_what_does_not(cell: str) -> None:
    assert CsvRenderer([Column("a", ("a",))], safe=True).cells({"a": cell}) == [cell]


def test_rdf_xml_is_not_written_where_it_cannot_be_read(engine: Engine) -> None:
    response = get(engine, "/writtenquestions.rdf?_properties=*")
    assert response.status == 422
    assert b"RDF/XML cannot hold the property <http://a/1>" in response.body
    assert get(engine, "/writtenquestions.ttl?_properties=*").status == 200


def test_links_of_pages_lead_to_what_is_safe(root: Path) -> None:
    pytest.importorskip("jinja2", reason="pages need jinja2")
    pytest.importorskip("nh3", reason="pages need nh3")
    from pqgraph.api.pages import mount

    store = LocalStore.in_memory([root / "examples" / "life-cycle" / "5-corrected.ttl"], reference=True)
    html = mount(store).answer(Request.of("/writtenquestions", (("Accept", "text/html"),))).body.decode()
    assert '<a href="/writtenquestions.spreadsheet">csv</a>' in html
    assert "/writtenquestions.csv" not in html
    assert ">spreadsheet</a>" not in html
