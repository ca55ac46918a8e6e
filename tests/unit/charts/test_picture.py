"""Pictures as files; captions of stored queries; every shipped query that has a chart."""

from __future__ import annotations

import json
import struct
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from drawn import NOTICE, drawn, terms, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from pqgraph.charts import caption_of, chart_of, draw
from pqgraph.errors import PqgraphError
from pqgraph.queries.catalogue import StoredQuery, find, load, shipped
from pqgraph.queries.header import Chart

pytest.importorskip("altair", reason="charts are not installed: pip install 'pqgraph[charts]'")

ROWS = [("a", 1), ("b", 3)]
CHARTED = [query for query in shipped() if query.header.chart is not None]


def test_png_is_the_svg_twice_as_large(tmp_path: Path) -> None:
    picture = drawn(Chart("bar"), ("name", "n"), ROWS)
    data = picture.png()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    root = ElementTree.fromstring(picture.svg)
    assert (width, height) == (2 * int(root.get("width", 0)), 2 * int(root.get("height", 0)))
    picture.save(tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes() == data
    picture.save(tmp_path / "a.svg")
    assert (tmp_path / "a.svg").read_text("utf-8") == picture.svg == picture._repr_svg_()
    picture.save(tmp_path / "a.json")
    assert json.loads((tmp_path / "a.json").read_text("utf-8")) == picture.spec
    with pytest.raises(PqgraphError, match="PQ901"):
        picture.save(tmp_path / "a.gif")


def test_the_same_rows_give_the_same_bytes() -> None:
    pair = {"x": "name", "y": "other"}
    for chart in (Chart("bar"), Chart("network", **pair), Chart("heatmap", **pair)):
        first, second = (drawn(chart, ("name", "other", "n"), [("a", "x", 1), ("b", "x", 3)]) for _ in "12")
        assert first.svg == second.svg and first.png() == second.png()


def test_no_rows_are_a_picture_that_says_so() -> None:
    picture = drawn(Chart("line"), ("month", "n"), [])
    assert texts(picture)[:1] == ["No rows: nothing in the data answers this."]
    assert NOTICE in " ".join(texts(picture))
    empty = drawn(Chart("bar", value="n"), ("name", "n"), [("a", None), ("b", None)])
    assert "No numbers: n is empty in all 2 rows." in texts(empty)


@settings(deadline=None, max_examples=8)
@given(st.lists(st.tuples(st.text(max_size=60), st.text(max_size=60), st.integers()), min_size=1, max_size=5))
def test_whatever_the_texts_are_it_is_well_formed(rows: list[tuple[object, ...]]) -> None:
    for chart in (Chart("bar", x="a", y="n"), Chart("network", x="a", y="b")):
        ElementTree.fromstring(drawn(chart, ("a", "b", "n"), rows).svg)


def test_words_of_the_expression_language_are_texts() -> None:
    """Vega takes the text "if" for its function where it stands in an expression, so no text may."""
    rows = [("if", "if", 3), ("else", "if", 2), ("if", "else", 1)]
    pair = {"x": "a", "y": "b"}
    for chart in (
        Chart("bar", x="a", y="n"),
        Chart("bar", series="b", **pair),
        Chart("heatmap", **pair),
        Chart("network", **pair),
    ):
        assert "if" in texts(drawn(chart, ("a", "b", "n"), rows))


def test_texts_are_texts() -> None:
    evil = "<script>alert(1)</script>&amp;{{x}}'\""
    picture = drawn(Chart("bar"), ("name", "n"), [(evil, 1)])
    assert evil in texts(picture)
    assert "<script" not in picture.svg


def test_caption() -> None:
    query = find("members-by-topic")
    caption = caption_of(query, {"house": "commons", "since": None})
    assert caption.title == "Which members asked about a topic?"
    assert caption.subtitle == "topic: special-educational-needs-and-disabilities · house: commons"
    assert caption_of(query, {"topic": "https://w3id.org/pqgraph/id/topic/rail"}).subtitle == "topic: rail"
    assert "members-by-topic" in caption.source


def test_a_query_without_a_chart() -> None:
    bare = load("SELECT ?s { ?s ?p ?o }", name="mine", place="mine.rq")
    with pytest.raises(PqgraphError, match="PQ521 mine has no chart") as caught:
        chart_of(bare)
    for query in CHARTED:
        assert query.name in caught.value.advice


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(PqgraphError, match=r"PQ902.*vl_convert is not installed") as caught:
        drawn(Chart("bar"), ("name", "n"), ROWS)
    assert caught.value.advice == "Install them: pip install 'pqgraph[charts]'."


def sample(column: str, kind: str, place: int) -> object:
    """A value of a column's type, another for each row."""
    if kind in ("integer", "decimal"):
        return 2018 + place if column == "year" else place + 1
    if "month" in column.lower():
        end = f"2018-{place + 1:02}"
        return f"http://reference.data.gov.uk/id/month/{end}" if kind == "iri" else end
    if "year" in column.lower():
        end = str(2015 + place)
        return f"http://reference.data.gov.uk/id/year/{end}" if kind == "iri" else end
    if kind == "date":
        return None
    return f"http://example.org/{column}/{place}" if kind == "iri" else f"{column} {place}"


@pytest.mark.parametrize("query", CHARTED, ids=lambda query: query.name)
def test_every_chart_of_the_catalogue_can_be_drawn(query: StoredQuery) -> None:
    columns = query.header.columns
    rows = terms([[sample(name, about.type, place) for name, about in columns.items()] for place in range(4)])
    picture = draw(chart_of(query), tuple(columns), rows, columns, caption_of(query, {}))
    said = " ".join(texts(picture))
    assert query.header.summary.split()[0] in said and NOTICE.split()[0] in said
    assert "No numbers" not in said and "left out" not in said
