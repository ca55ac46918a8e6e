"""``pqgraph.query``: values in, rows out."""

from __future__ import annotations

import datetime as dt
import pickle
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pqgraph
from pqgraph.notebook.html import MOST_LETTERS, table
from pqgraph.queries.python_values import Iri, python_value
from pqgraph.store.local import LocalStore
from pqgraph.store.results import RdfTerm

X = "http://www.w3.org/2001/XMLSchema#"
ALL = """
SELECT ?thing ?text ?count ?share ?day ?time ?open ?keys WHERE {
  VALUES (?thing ?text ?count ?share ?day ?time ?open ?keys) {
    (<http://e/a> "A"@en 1 1.50 "2018-11-22"^^xsd:date "2018-11-22T09:30:00Z"^^xsd:dateTime true "k")
    (<http://e/b> "B" 2 UNDEF UNDEF UNDEF false UNDEF)
  }
}"""
PREFIX = f"PREFIX xsd: <{X}>\n"
WITH_PARAMETERS = """#+ summary: Which?
#+ params:
#+   day: {type: date, optional: true, help: A day}
#+   number: {type: integer, optional: true, help: A number}
#+   limit: {type: string, optional: true, help: Some text}
#+   open: {type: boolean, optional: true, help: Whether}
#+ chart: bar
#+ columns:
#+   limit: {type: string}
#+   number: {type: integer, help: How many}
SELECT ?limit ?number WHERE {
  VALUES ?day { UNDEF } VALUES ?number { UNDEF } VALUES ?limit { UNDEF } VALUES ?open { UNDEF }
}"""


@pytest.fixture(scope="module")
def store() -> Iterator[LocalStore]:
    with LocalStore.in_memory() as opened:
        yield opened


def asked(tmp_path: Path, text: str, store: LocalStore, **arguments: object) -> pqgraph.Rows:
    path = tmp_path / "mine.rq"
    path.write_text(text)
    rows = pqgraph.query(path, store=store, **arguments)  # type: ignore[arg-type]
    assert isinstance(rows, pqgraph.Rows)
    return rows


def test_values_of_python(tmp_path: Path, store: LocalStore) -> None:
    rows = asked(tmp_path, PREFIX + ALL, store)
    assert rows.columns == ("thing", "text", "count", "share", "day", "time", "open", "keys")
    first, second = rows
    assert tuple(first) == (
        "http://e/a", "A", 1, Decimal("1.50"), dt.date(2018, 11, 22),
        dt.datetime(2018, 11, 22, 9, 30, tzinfo=dt.UTC), True, "k",
    )  # fmt: skip
    assert tuple(second) == ("http://e/b", "B", 2, None, None, None, False, None)
    assert isinstance(first.thing, Iri) and not isinstance(first.text, Iri)
    assert first.count == first["count"] == first[2] == 1
    assert first["keys"] == "k"
    assert dict(second)["open"] is False
    assert rows.iris == ("thing",)
    assert rows["count"] == [1, 2]
    assert rows[-1] == second and len(rows) == 2 and rows[:1][0] == first and len(rows[1:]) == 1
    assert rows.to_dicts() == [dict(first), dict(second)]
    assert pickle.loads(pickle.dumps(first)) == first
    assert repr(rows) == "<Rows of mine: 2 rows, 8 columns>"
    for wrong in (lambda: rows["other"], lambda: first["other"]):
        with pytest.raises(KeyError, match="'other' is not a column; there are thing, text"):
            wrong()
    with pytest.raises(IndexError):
        rows[2]


def test_arguments_of_python(tmp_path: Path, store: LocalStore) -> None:
    rows = asked(
        tmp_path, WITH_PARAMETERS, store, values={"limit": "ten"}, day=dt.date(2018, 11, 22), number=7, open=True
    )  # fmt: skip
    for written in (f'"2018-11-22"^^<{X}date>', f'"7"^^<{X}integer>', '"ten"', f'"true"^^<{X}boolean>'):
        assert f"{{ {written} }}" in rows.sparql
    assert tuple(rows[0]) == ("ten", 7)
    at_midnight = asked(tmp_path, WITH_PARAMETERS, store, day=dt.datetime(2018, 11, 22), number=7.0)
    assert f'"2018-11-22"^^<{X}date>' in at_midnight.sparql and at_midnight[0].number == 7
    with pytest.raises(pqgraph.PqgraphError, match="PQ505"):
        asked(tmp_path, WITH_PARAMETERS, store, day=dt.datetime(2018, 11, 22, 1))
    with pytest.raises(pqgraph.PqgraphError, match="PQ505"):
        asked(tmp_path, WITH_PARAMETERS, store, number=7.5)
    with pytest.raises(pqgraph.PqgraphError, match=r"PQ505.*a list is not one value"):
        asked(tmp_path, WITH_PARAMETERS, store, number=[7])
    with pytest.raises(pqgraph.PqgraphError, match=r"PQ504.*'numbre'"):
        asked(tmp_path, WITH_PARAMETERS, store, numbre=7)
    with pytest.raises(pqgraph.PqgraphError, match=r"PQ901.*number is given twice"):
        asked(tmp_path, WITH_PARAMETERS, store, values={"number": 1}, number=7)


def test_scalars_of_numpy(tmp_path: Path, store: LocalStore) -> None:
    numpy = pytest.importorskip("numpy")
    rows = asked(tmp_path, WITH_PARAMETERS, store, number=numpy.int64(7), open=numpy.bool_(False))
    assert rows[0].number == 7 and f'"false"^^<{X}boolean>' in rows.sparql


def test_limit(tmp_path: Path, store: LocalStore) -> None:
    text = "SELECT ?n { VALUES ?n { 1 2 3 } }"
    few = asked(tmp_path, text, store, limit=2)
    assert few["n"] == [1, 2] and few.more
    assert repr(few) == "<Rows of mine: 2 rows, 1 column, and there are more>"
    assert "the first 2 rows; there are more" in few._repr_html_()
    every = asked(tmp_path, text, store, limit=3)
    assert every["n"] == [1, 2, 3] and not every.more
    with pytest.raises(pqgraph.PqgraphError, match="PQ901"):
        asked(tmp_path, text, store, limit=-1)


def test_where_to_ask(tmp_path: Path, store: LocalStore) -> None:
    data = tmp_path / "data.ttl"
    data.write_text("<http://e/s> <http://e/p> 1 .")
    query = tmp_path / "mine.rq"
    query.write_text("SELECT ?o { <http://e/s> <http://e/p> ?o }")
    for given_ in (data, str(data), [data]):
        rows = pqgraph.query(query, data=given_)
        assert isinstance(rows, pqgraph.Rows) and rows["o"] == [1]
    with pqgraph.open_store(data=data) as opened:
        assert isinstance(opened, LocalStore)
        assert len(pqgraph.query(query, store=opened)) == 1  # type: ignore[arg-type]
    for places in ({}, {"data": data, "store": "x"}, {"store": store, "endpoint": "http://localhost/"}):
        with pytest.raises(pqgraph.PqgraphError, match=r"PQ901.*where to ask"):
            pqgraph.query(query, **places)  # type: ignore[arg-type]
    with pytest.raises(pqgraph.PqgraphError, match="PQ601"):
        pqgraph.query(query, store=tmp_path / "nothing")
    with pytest.raises(pqgraph.PqgraphError, match=r"PQ901.*a int is neither"):
        pqgraph.query(query, store=3)  # type: ignore[arg-type]


def test_ask_and_construct(tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    data.write_text('<http://e/s> <http://e/p> 1, "<b>" .')
    query = tmp_path / "mine.rq"
    query.write_text("ASK { ?s ?p 1 }")
    assert pqgraph.query(query, data=data) is True
    query.write_text("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?s = <http://e/s>) }")
    graph = pqgraph.query(query, data=data)
    assert isinstance(graph, pqgraph.Graph)
    assert list(graph) == [
        ("<http://e/s>", "<http://e/p>", '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("<http://e/s>", "<http://e/p>", '"<b>"'),
    ]
    assert len(graph) == len(graph.to_rdflib()) == 2
    assert repr(graph) == "<Graph of mine: 2 triples>"
    assert "&lt;b&gt;" in graph._repr_html_() and "<b>" not in graph._repr_html_()
    assert graph.serialize("nt").splitlines()[1] == '<http://e/s> <http://e/p> "<b>" .'
    graph.save(tmp_path / "out.nt")
    assert (tmp_path / "out.nt").read_text() == graph.serialize("ntriples")
    with pytest.raises(pqgraph.PqgraphError, match="PQ302"):
        graph.save(tmp_path / "out.xlsx")
    with pytest.raises(pqgraph.PqgraphError, match=r"PQ901.*a limit is for rows"):
        pqgraph.query(query, data=data, limit=1)


def test_chart(tmp_path: Path, store: LocalStore) -> None:
    pytest.importorskip("altair", reason="charts are not installed: pip install 'pqgraph[charts]'")
    rows = asked(tmp_path, WITH_PARAMETERS, store, values={"limit": "ten"}, number=7)
    svg = rows.chart().svg
    assert all(word in svg for word in (">ten<", ">How many<", ">Which?<", "number: 7 · limit: ten"))
    assert ">Mine<" in rows.chart(title="Mine").svg
    assert rows.chart("bar", x="limit", y="number").svg == svg
    with pytest.raises(pqgraph.PqgraphError, match="PQ522"):
        rows.chart("line")
    with pytest.raises(pqgraph.PqgraphError, match=r"PQ522.*no column 'other'"):
        rows.chart(x="other")
    few = asked(tmp_path, "SELECT ?a ?n { VALUES (?a ?n) { ('x' 1) ('y' 2) } }", store, limit=1)
    with pytest.raises(pqgraph.PqgraphError, match="PQ521"):
        few.chart()
    assert "Only the first 1 rows; there are more." in few.chart("bar").svg


def test_import_loads_nothing_heavy() -> None:
    code = (
        "import sys, pqgraph; dir(pqgraph); "
        "print(sorted({m.partition('.')[0] for m in sys.modules} & "
        "{'pyoxigraph', 'rdflib', 'altair', 'pandas', 'polars', 'msgspec', 'click', 'yaml'}), "
        "[m for m in sys.modules if m.startswith('pqgraph.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[] []\n"


def test_public_names() -> None:
    for name in pqgraph.__all__:
        assert getattr(pqgraph, name) is not None and name in dir(pqgraph)
    with pytest.raises(AttributeError, match="no attribute 'querry'"):
        pqgraph.querry  # noqa: B018


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("+07", "integer", 7),
        ("7 ", "integer", "7 "),
        ("-.5", "decimal", Decimal("-0.5")),
        ("1e3", "decimal", "1e3"),
        ("1e3", "double", 1000.0),
        ("-INF", "double", float("-inf")),
        ("inf", "double", "inf"),
        ("1", "boolean", True),
        ("yes", "boolean", "yes"),
        ("2018-02-30", "date", "2018-02-30"),
        ("2018-02-03Z", "date", "2018-02-03Z"),
        ("2018-02-03T24:00:00", "dateTime", "2018-02-03T24:00:00"),
        ("2018-02-03T04:05:06.5", "dateTime", dt.datetime(2018, 2, 3, 4, 5, 6, 500_000)),
        ("2018", "gYear", "2018"),
    ],
)
def test_only_what_xml_schema_allows_becomes_a_value(text: str, kind: str, value: object) -> None:
    found = python_value(RdfTerm("literal", text, X + kind))
    assert found == value and type(found) is type(value)


@given(st.text(), st.sampled_from(["integer", "decimal", "double", "boolean", "date", "dateTime"]))
def test_no_text_breaks_the_conversion(text: str, kind: str) -> None:
    assert python_value(RdfTerm("literal", text, X + kind)) is not None
    assert python_value(RdfTerm("bnode", "b0")) == "_:b0"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.cells: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("td", "th"):
            self.cells.append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.cells[-1] += data


KNOWN = {"table", "caption", "thead", "tbody", "tr", "th", "td", "p", "a"}
nasty = st.text() | st.sampled_from(
    [
        "<script>alert(1)</script>",
        '" onmouseover="x',
        "&lt;b&gt;",
        "</td></table>",
        "<!--",
        "]]>",
        "'\"><img src=x>",
    ]
)


@given(nasty, nasty, st.one_of(nasty, nasty.map(lambda t: Iri("http://e/" + t)), nasty.map(Iri)))
def test_a_table_holds_texts_and_nothing_else(title: str, heading: str, value: str) -> None:
    reader = _Reader()
    reader.feed(table([heading], [[value], [None], [1]], title=title))
    reader.close()
    assert {tag for tag, _ in reader.tags} <= KNOWN
    for tag, attributes in reader.tags:
        assert set(attributes) <= {"style", "href", "title", "rel"}
        if tag == "a":
            assert (attributes["href"] or "").lower().startswith(("http://", "https://"))
            assert attributes["href"] == value
    assert len(reader.cells) == 4
    if not isinstance(value, Iri) and len(value) <= MOST_LETTERS:
        assert reader.cells[1] == value


def test_a_long_table_is_cut_and_says_so() -> None:
    text = table(["n"], [[n] for n in range(120)])
    assert text.count("<tr>") == 51 and "<p>50 of 120 rows</p>" in text
    assert "<p>1 row</p>" in table(["n"], [["x" * 1000]])
    assert "x" * MOST_LETTERS + "…" in table(["n"], [["x" * 1000]])


def test_links_are_of_the_web_only() -> None:
    html = table(["a"], [[Iri("javascript:alert(1)")], [Iri("http://data.parliament.uk/members/4649")]])
    assert html.count("<a ") == 1 and ">members/4649</a>" in html
