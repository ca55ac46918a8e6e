"""Result formats, byte by byte, and read back by other software."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from decimal import Decimal

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.query import Result

from pqgraph.errors import PqgraphError
from pqgraph.queries.results import first_rows, to_rdflib, write
from pqgraph.store.local import LocalStore, result_of
from pqgraph.store.results import Boolean, RdfTerm, ResultSet, Row, Solutions, Triples

X = "http://www.w3.org/2001/XMLSchema#"
ROWS: list[Row] = [
    (RdfTerm("iri", "http://e/é?a=1&b=2"), RdfTerm("literal", 'He said "no",\r\nthen left')),
    (RdfTerm("bnode", "b0"), RdfTerm("literal", "chat", None, "fr")),
    (RdfTerm("literal", "3", X + "integer"), RdfTerm("literal", "tab\there | <b>&amp;")),
    (None, RdfTerm("literal", "2018-11-22", X + "date")),
    (RdfTerm("literal", "x3", X + "integer"), None),
    (RdfTerm("literal", "true", X + "boolean"), RdfTerm("literal", "=1+1")),
]
VARIABLES = ("a", "b")


def written(format_name: str, rows: list[Row] = ROWS, **options: bool) -> str:
    stream = io.BytesIO()
    assert write(Solutions(VARIABLES, iter(rows)), format_name, stream, **options) == len(rows)
    return stream.getvalue().decode()


def test_csv() -> None:
    assert written("csv") == (
        "a,b\r\n"
        'http://e/é?a=1&b=2,"He said ""no"",\r\nthen left"\r\n'
        "_:b0,chat\r\n"
        "3,tab\there | <b>&amp;\r\n"
        ",2018-11-22\r\n"
        "x3,\r\n"
        "true,=1+1\r\n"
    )


def test_csv_for_spreadsheets() -> None:
    rows: list[Row] = [
        (RdfTerm("literal", text), RdfTerm("literal", "-5", X + "integer"))
        for text in ("=1+1", "+1", "-1", "@a", "\tx", "a=1", "")
    ]
    cells = [r[0] for r in csv.reader(io.StringIO(written("csv", rows, spreadsheet_safe=True), newline=""))]
    assert cells == ["a", "'=1+1", "'+1", "'-1", "'@a", "'\tx", "a=1", ""]
    assert ",-5\r\n" in written("csv", rows, spreadsheet_safe=True)


def test_tsv() -> None:
    assert written("tsv") == (
        "?a\t?b\n"
        '<http://e/é?a=1&b=2>\t"He said \\"no\\",\\r\\nthen left"\n'
        '_:b0\t"chat"@fr\n'
        '3\t"tab\\there | <b>&amp;"\n'
        f'\t"2018-11-22"^^<{X}date>\n'
        f'"x3"^^<{X}integer>\t\n'
        'true\t"=1+1"\n'
    )


def test_json() -> None:
    assert written("json", ROWS[:4]) == (
        '{"head":{"vars":["a","b"]},"results":{"bindings":[\n'
        '{"a":{"type":"uri","value":"http://e/é?a=1&b=2"},'
        '"b":{"type":"literal","value":"He said \\"no\\",\\r\\nthen left"}},\n'
        '{"a":{"type":"bnode","value":"b0"},"b":{"type":"literal","value":"chat","xml:lang":"fr"}},\n'
        f'{{"a":{{"type":"literal","value":"3","datatype":"{X}integer"}},'
        '"b":{"type":"literal","value":"tab\\there | <b>&amp;"}},\n'
        f'{{"b":{{"type":"literal","value":"2018-11-22","datatype":"{X}date"}}}}\n'
        "]}}\n"
    )
    assert written("json", []) == '{"head":{"vars":["a","b"]},"results":{"bindings":[\n]}}\n'


def test_xml() -> None:
    assert written("xml", ROWS[:4]) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'
        '<head><variable name="a"/><variable name="b"/></head>\n'
        "<results>\n"
        '<result><binding name="a"><uri>http://e/é?a=1&amp;b=2</uri></binding>'
        '<binding name="b"><literal>He said "no",&#13;\nthen left</literal></binding></result>\n'
        '<result><binding name="a"><bnode>b0</bnode></binding>'
        '<binding name="b"><literal xml:lang="fr">chat</literal></binding></result>\n'
        f'<result><binding name="a"><literal datatype="{X}integer">3</literal></binding>'
        '<binding name="b"><literal>tab\there | &lt;b&gt;&amp;amp;</literal></binding></result>\n'
        f'<result><binding name="b"><literal datatype="{X}date">2018-11-22</literal></binding></result>\n'
        "</results>\n</sparql>\n"
    )


def test_markdown() -> None:
    assert written("md") == (
        "| a | b |\n| --- | --- |\n"
        '| <http://e/é?a=1&b=2> | He said "no",<br>then left |\n'
        "| \\_:b0 | chat |\n"
        "| 3 | tab\there \\| &lt;b&gt;&amp;amp; |\n"
        "|  | 2018-11-22 |\n"
        "| x3 |  |\n"
        "| true | =1+1 |\n"
    )


@pytest.mark.parametrize(
    ("format_name", "text"),
    [
        ("json", '{"head":{},"boolean":true}\n'),
        (
            "xml",
            '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'
            "<head/>\n<boolean>true</boolean>\n</sparql>\n",
        ),
        ("csv", "true\n"),
        ("tsv", "true\n"),
        ("md", "true\n"),
    ],
)
def test_ask(format_name: str, text: str) -> None:
    stream = io.BytesIO()
    assert write(Boolean(True), format_name, stream) == 1
    assert stream.getvalue().decode() == text


def test_one_empty_cell_is_not_an_empty_line() -> None:
    stream = io.BytesIO()
    write(Solutions(("a",), iter([(None,)])), "csv", stream)
    assert stream.getvalue() == b'a\r\n""\r\n'


def test_construct_is_sorted_and_has_no_duplicates() -> None:
    triples = [("<http://e/b>", "<http://e/p>", '"1"'), ("<http://e/a>", "<http://e/p>", '"2"')]
    stream = io.BytesIO()
    assert write(Triples(iter([*triples, triples[0]])), "ntriples", stream) == 2
    assert stream.getvalue() == b'<http://e/a> <http://e/p> "2" .\n<http://e/b> <http://e/p> "1" .\n'
    stream = io.BytesIO()
    write(Triples(iter(triples)), "turtle", stream)
    assert len(rdflib.Graph().parse(data=stream.getvalue(), format="turtle")) == 2


@pytest.mark.parametrize(
    ("result", "format_name"),
    [
        (Triples(iter(())), "csv"),
        (Solutions((), iter(())), "turtle"),
        (Boolean(False), "ntriples"),
        (Solutions((), iter(())), "xlsx"),
    ],
)
def test_formats_that_do_not_fit(result: ResultSet, format_name: str) -> None:
    with pytest.raises(PqgraphError, match="PQ901"):
        write(result, format_name, io.BytesIO())


texts = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r\"'<>&|\\,")
)
cells = st.one_of(
    st.none(),
    st.builds(lambda t: RdfTerm("literal", t), texts),
    st.builds(lambda t: RdfTerm("literal", t, None, "en"), texts),
    st.builds(lambda t: RdfTerm("literal", t, "http://e/type"), texts),
    st.just(RdfTerm("iri", "http://e/é")),
    st.builds(lambda n: RdfTerm("literal", str(n), X + "integer"), st.integers()),
)


def of_rdflib(term: object) -> RdfTerm | None:
    if term is None:
        return None
    if isinstance(term, rdflib.URIRef):
        return RdfTerm("iri", str(term))
    assert isinstance(term, rdflib.Literal)
    return RdfTerm("literal", str(term), str(term.datatype) if term.datatype else None, term.language)


@settings(deadline=None)
@given(st.lists(st.tuples(cells, cells), max_size=5))
def test_other_software_reads_the_same(rows: list[Row]) -> None:
    for format_name in ("json", "xml"):
        result = Result.parse(io.BytesIO(written(format_name, rows).encode()), format=format_name)
        found = [tuple(of_rdflib(b.get(rdflib.Variable(v))) for v in VARIABLES) for b in result.bindings]
        assert found == rows
    parsed = list(csv.reader(io.StringIO(written("csv", rows), newline="")))
    assert parsed == [["a", "b"], *[[t.value if t else "" for t in row] for row in rows]]


@settings(deadline=None)
@given(st.lists(st.tuples(cells, cells), max_size=5))
def test_oxigraph_reads_the_same(rows: list[Row]) -> None:
    # Not XML: its reader trims white space.
    for format_name, kind in (
        ("tsv", ox.QueryResultsFormat.TSV),
        ("json", ox.QueryResultsFormat.JSON),
    ):
        result = result_of(ox.parse_query_results(written(format_name, rows), kind))
        assert isinstance(result, Solutions)
        assert list(result.rows) == rows


def test_results_of_a_store_stream() -> None:
    with LocalStore.in_memory() as store:
        result = store.query("SELECT ?a ?b { VALUES (?a ?b) { (1 'x') (UNDEF 'y'@en-GB) } }")
        stream = io.BytesIO()
        write(result, "tsv", stream)
    assert stream.getvalue().decode() == '?a\t?b\n1\t"x"\n\t"y"@en-gb\n'


@settings(deadline=None)
@given(st.lists(st.tuples(cells, cells | st.builds(lambda t: RdfTerm("iri", t), texts)), max_size=5))
def test_no_cell_is_a_formula(rows: list[Row]) -> None:
    plain = list(csv.reader(io.StringIO(written("csv", rows), newline="")))
    safe = list(csv.reader(io.StringIO(written("csv", rows, spreadsheet_safe=True), newline="")))
    assert len(safe) == len(plain)
    for row, true_row, terms in zip(safe[1:], plain[1:], rows, strict=True):
        for cell, true_cell, term in zip(row, true_row, terms, strict=True):
            assert cell in (true_cell, f"'{true_cell}")
            if cell[:1] in tuple("=+-@\t\r\n＝＋－＠"):
                assert term is not None and term.datatype is not None and Decimal(cell).is_finite()


@pytest.mark.parametrize("value", ["=1+1", "+1+cmd", "-2+3", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1"])
@pytest.mark.parametrize("kind", [None, "http://e/type", X + "integer"])
def test_what_only_claims_to_be_a_number_is_disarmed(value: str, kind: str | None) -> None:
    rows: list[Row] = [(RdfTerm("literal", value, kind), RdfTerm("literal", value, None, "en"))]
    (cells,) = list(csv.reader(io.StringIO(written("csv", rows, spreadsheet_safe=True), newline="")))[1:]
    assert cells == [f"'{value}", f"'{value}"]


@pytest.mark.parametrize(("limit", "more"), [(0, True), (2, True), (3, False), (9, False)])
def test_first_rows_reads_one_row_beyond_at_most(limit: int, more: bool) -> None:
    read: list[int] = []

    def rows() -> Iterator[Row]:
        for n in range(3):
            read.append(n)
            yield (RdfTerm("literal", str(n)),)

    result, cut = first_rows(Solutions(("n",), rows()), limit)
    assert [row[0].value for row in result.rows if row[0]] == ["0", "1", "2"][:limit]
    assert cut.more is more and len(read) == min(limit + 1, 3)


def test_rdflib_gets_the_same_graph() -> None:
    triples = [
        ("<http://e/s>", "<http://e/p>", '"a\\n\\"b\\""@en'),
        ("_:b", "<http://e/p>", f'"7"^^<{X}integer>'),
    ]
    graph = to_rdflib(Triples(iter([*triples, triples[0]])))
    assert set(graph.objects()) == {rdflib.Literal('a\n"b"', lang="en"), rdflib.Literal(7)}
