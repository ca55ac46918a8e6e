"""The Linked Data API's CSV."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqgraph import readers
from pqgraph.api.renderers.lda_csv import QUESTION_COLUMNS, Column, CsvRenderer
from pqgraph.model import Question

Q = "http://data.parliament.uk/resources/1"


def cells(item: dict[str, Any], *paths: str) -> list[str]:
    return CsvRenderer([Column(path, tuple(path.split("."))) for path in paths]).cells(item)


def test_there_are_36_columns_and_some_have_equal_headings() -> None:
    headings = [column.heading for column in QUESTION_COLUMNS]
    assert len(headings) == 36
    assert {heading for heading in headings if headings.count(heading) > 1} == {
        "answer > uri",
        "answer > attachment > file name",
        "answer > attachment > title",
    }


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("_about", Q),
        ("uin", "5"),
        ("date", "2018-06-28"),
        ("many", "1 ; 2"),
        ("who", "Biography information for X"),
        ("who._about", "http://data.parliament.uk/members/7"),
        ("who.label", "Biography information for X"),
        ("nobody", "0"),
        ("house.prefLabel", "House of Commons"),
        ("house", "House of Commons"),
        ("parts.seat", "A ;  ; C"),
        ("parts.colour", ""),
        ("absent", ""),
        ("absent.label", ""),
        ("uin.label", "5"),
    ],
)
def test_values(path: str, expected: str) -> None:
    item = {
        "_about": Q,
        "uin": "5",
        "date": {"_value": "2018-06-28", "_datatype": "dateTime"},
        "many": [{"_value": "1"}, {"_value": "2"}],
        "who": {
            "_about": "http://data.parliament.uk/members/7",
            "label": {"_value": "Biography information for X"},
        },
        "nobody": {"_about": "http://data.parliament.uk/members/0"},
        "house": [{"_about": "x", "prefLabel": {"_value": "House of Commons"}}],
        "parts": [
            {"_about": "1", "seat": {"_value": "A"}},
            {"_about": "2"},
            {"_about": "3", "seat": {"_value": "C"}},
        ],
    }
    assert cells(item, path) == [expected]


def test_every_value_is_quoted_and_nothing_is_not() -> None:
    renderer = CsvRenderer([Column("a", ("a",)), Column("b", ("b",)), Column("c", ("c",))])
    assert list(renderer.lines([{"a": 'say "x"', "c": "1,2"}])) == ['"a","b","c"\n', '"say ""x""",,"1,2"\n']


@given(
    st.lists(
        st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1), min_size=1
    )
)
def test_any_text_can_be_read_back(texts: list[str]) -> None:
    columns = [Column(str(n), (str(n),)) for n in range(len(texts))]
    lines = CsvRenderer(columns).lines([{str(n): text for n, text in enumerate(texts)}])
    document = io.StringIO("".join(lines), newline="")
    assert list(csv.reader(document, strict=True))[1] == texts


def test_our_reader_takes_it(tmp_path: Path) -> None:
    item = {"_about": Q, "questionText": "To ask", "uin": "1", "date": {"_value": "2018-06-28"}}
    path = tmp_path / "page.csv"
    path.write_text("".join(CsvRenderer().lines([item])), encoding="utf-8")
    file, items = readers.read(path)
    (question,) = items
    assert file.reader == "lda-csv"
    assert isinstance(question, Question)
    assert (question.iri, question.uin) == (Q, "1")
