"""Headers and finding queries: what is read, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pqgraph.errors import PqgraphError
from pqgraph.queries.catalogue import find, load, names, shipped
from pqgraph.queries.header import Chart, Column, Header, Param, parse_header

BODY = "SELECT ?s WHERE { VALUES ?a { 1 } ?s <http://e/p> ?a }"


def test_all_of_a_header() -> None:
    header = parse_header(
        "#+ summary: Who?\n#+ description: Long.\n#+ tags: [a, b]\n#+ endpoint: http://e/\n"
        "#+ family: life-cycle\n#+ competency: ['Who was it?', 'Who is it?']\n#+ params:\n"
        '#+   "on": {type: date, help: The day, optional: true}\n'
        "#+   no: {type: enum, help: Choose, choices: [yes, no]}\n"
        "#+   top: {type: integer, help: How many, min: 1, max: 50}\n"
        "#+   name: {type: string, help: What, language: en-GB}\n"
        "#+ columns:\n#+   s: {type: iri, help: It}\n#+   n: {type: integer}\n"
        '#+ chart: {kind: bar, x: s, y: n}\n#+ example: {"on": 2018-11-22, no: no}\n' + BODY,
        place="x",
    )
    assert header == Header(
        summary="Who?",
        description="Long.",
        tags=("a", "b"),
        params={
            "on": Param("date", "The day", optional=True),
            "no": Param("enum", "Choose", choices=("yes", "no")),
            "top": Param("integer", "How many", min=1, max=50),
            "name": Param("string", "What", language="en-GB"),
        },
        columns={"s": Column("iri", "It"), "n": Column("integer")},
        family="life-cycle",
        competency=("Who was it?", "Who is it?"),
        chart=Chart("bar", x="s", y="n"),
        example={"on": "2018-11-22", "no": "no"},
    )


def test_short_forms() -> None:
    header = parse_header(
        "#+ summary: Who?\n#+ competency: Who is it?\n#+ chart: line\n#+ tags: a", place="x"
    )
    assert header is not None
    assert (header.competency, header.chart, header.tags) == (("Who is it?",), Chart("line"), ("a",))


def test_no_header_is_none_and_runs() -> None:
    assert parse_header(BODY, place="x") is None
    query = load(BODY, name="x", place="x.rq")
    assert (query.header.params, query.form) == ({}, "SELECT")


@pytest.mark.parametrize(
    ("header", "body", "code", "says"),
    [
        ("summary: [Who?", BODY, "PQ502", "not YAML"),
        ("summary: Who?\n#+ summary: What?", BODY, "PQ502", "'summary' stands twice"),
        ("- a", BODY, "PQ502", "not a mapping"),
        ("summary: Who asked\n#+ params: {}", BODY, "PQ502", "ends in '?'"),
        ("description: x\n#+ params: {}", BODY, "PQ502", "summary"),
        ("[a]: x", BODY, "PQ502", "a key must be a word"),
        ("parms: {}", BODY, "PQ502", "unknown key 'parms'"),
        ("summary: Who?\n#+ params: {}\n#+ colour: red", BODY, "PQ502", "unknown key 'colour'"),
        ("summary: Who?\n#+ family: friends", BODY, "PQ502", "friends"),
        ("summary: Who?\n#+ competency: Tell me.", BODY, "PQ502", "does not end in '?'"),
        ("summary: Who?\n#+ chart: pie", BODY, "PQ502", "pie"),
        ("summary: Who?\n#+ chart: {kind: bar, x: t}", BODY, "PQ502", "no column t for x"),
        ("summary: Who?\n#+ example: {b: 1}", BODY, "PQ502", "no parameter b"),
        ("summary: Who?\n#+ params: {a: {type: date, help: x, min: 1}}", BODY, "PQ502", "min goes with"),
        ("summary: Who?\n#+ params: {a: {type: date, help: x, max: 1}}", BODY, "PQ502", "max goes with"),
        ("summary: Who?\n#+ params: {a: {type: integer, help: x, min: 2, max: 1}}", BODY, "PQ502", "greater"),
        (
            "summary: Who?\n#+ params: {a: {type: integer, help: x, min: 2}}",
            BODY,
            "PQ502",
            "not of type integer",
        ),
        ("summary: Who?\n#+ params: {a: {type: iri, help: x, language: en}}", BODY, "PQ502", "string only"),
        (
            "summary: Who?\n#+ params: {a: {type: string, help: x, language: '1'}}",
            BODY,
            "PQ502",
            "not a language",
        ),
        ("summary: Who?\n#+ params: {a: {type: string, help: x, datatype: x}}", BODY, "PQ502", "whole IRI"),
        (
            "summary: Who?\n#+ params: {a: {type: string, help: x, language: en, datatype: 'e:x'}}",
            BODY,
            "PQ502",
            "not both",
        ),
        ("summary: Who?\n#+ params: {a: {type: text, help: x}}", BODY, "PQ502", "there are 0"),
        (
            "summary: Who?\n#+ params: {a: {type: text, help: x}, b: {type: text, help: x}}",
            BODY,
            "PQ502",
            "more than one",
        ),
        (
            "summary: Who?\n#+ params: {a: {type: text, help: x}}",
            "SELECT ?s { VALUES (?question ?score) { (<e:a> 1) } ?s ?p ?question }",
            "PQ502",
            "must hold (UNDEF UNDEF)",
        ),
        (
            "summary: Who?\n#+ params: {a: {type: enum, choices: [b], help: x}}",
            'SELECT ?s { VALUES ?a { "c" } ?s ?p ?a }',
            "PQ502",
            "not of type enum",
        ),
        ("summary: Who?\n#+ sumary: x", BODY, "PQ502", "sumary"),
        ("summary: Who?\n#+ params: {a: {type: int, help: x}}", BODY, "PQ502", "int"),
        ("summary: Who?\n#+ params: {a: {type: integer}}", BODY, "PQ502", "help"),
        ("summary: Who?\n#+ params: {b: {type: integer, help: x}}", BODY, "PQ502", "there are 0"),
        ("summary: Who?\n#+ params: {a: {type: date, help: x}}", BODY, "PQ502", "is not of type date"),
        ("summary: Who?\n#+ params: {a: {type: enum, help: x}}", BODY, "PQ502", "choices"),
        ("summary: Who?\n#+ params: {'a b': {type: iri, help: x}}", BODY, "PQ502", "name of a variable"),
        (
            "summary: Who?\n#+ params: {a: {type: integer, help: x}}",
            "SELECT ?s { VALUES ?a { 1 2 } ?s <http://e/p> ?a }",
            "PQ502",
            "one term",
        ),
        (
            "summary: Who?\n#+ params: {a: {type: integer, help: x}}",
            "SELECT ?s { { VALUES ?a { 1 } } UNION { VALUES ?a { 2 } } ?s ?p ?a }",
            "PQ502",
            "there are 2",
        ),
        ("summary: Who?\n#+ columns: {t: {type: iri}}", BODY, "PQ502", "gives s"),
        ("summary: Who?\n#+ columns: {s: {type: iri}}", "SELECT * { ?s ?p ?o }", "PQ502", "no rows"),
        ("summary: Who?", "SELECT ?s WHERE { ?s ?p ?o FILTER }", "PQ503", ""),
        ("summary: Who?", "SELECT ?s WHERE { ?s ?p ?o", "PQ503", ""),
        ("summary: Who?", 'SELECT ?s WHERE { ?s ?p "o }', "PQ503", "no SPARQL token"),
        ("summary: Who?", "PREFIX e: <http://e/>", "PQ503", "none of"),
        ("summary: Who?", "INSERT DATA { <e:a> <e:b> <e:c> }", "PQ507", "INSERT"),
        ("summary: Who?", "PREFIX e: <e:> DELETE WHERE { ?s ?p ?o }", "PQ507", "DELETE"),
        ("summary: Who?", "LOAD <http://127.0.0.1/>", "PQ507", "LOAD"),
        ("summary: Who?", "CLEAR ALL", "PQ507", "CLEAR"),
        ("summary: Who?", "WITH <e:g> INSERT { ?s ?p 1 } WHERE { ?s ?p 2 }", "PQ507", "WITH"),
        ("summary: Who?", "SELECT ?s { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "PQ507", "SERVICE"),
        ("summary: Who?", "SELECT ?s { sErViCe/**/SILENT ?x { ?s ?p ?o } }", "PQ507", "SERVICE"),
        ("summary: Who?", "SELECT ?s { SERV\\u0049CE <http://127.0.0.1/> { ?s ?p ?o } }", "PQ503", "token"),
        ("summary: Who?", "SELECT ?s { ?s ?p ?o } ; DROP ALL", "PQ503", ""),
    ],
)
def test_refused(header: str, body: str, code: str, says: str) -> None:
    with pytest.raises(PqgraphError) as refused:
        load(f"#+ {header}\n{body}\n", name="x", place="x.rq")
    assert refused.value.code.id == code
    assert says in refused.value.found


@pytest.mark.parametrize(
    "text",
    [
        'SELECT ("SERVICE <x>" AS ?s) {}',
        "SELECT ?s { ?s <http://e/SERVICE> ?service }",
        "# SERVICE, INSERT\nSELECT ?s { ?s ?p ?o }",
        "PREFIX service: <http://e/> SELECT ?insert { ?insert service:SERVICE ?o }",
        "SELECT ?s { ?s ?p '''it's a SERVICE ''' }",
        "SELECT ?s { ?s ?p ?o FILTER(?o<3&&?o>1) }",
    ],
)
def test_words_that_are_no_keywords(text: str) -> None:
    assert load(text, name="x", place="x").form == "SELECT"


def test_shipped_headers_are_plain_yaml_for_grlc() -> None:
    for query in shipped():
        lines = [line[2:] for line in query.text.splitlines() if line.startswith("#+")]
        data = yaml.safe_load("\n".join(lines))
        assert data["summary"] == query.header.summary
        assert set(data.get("params", {})) == set(query.header.params)


@pytest.mark.parametrize(
    "name", ["", "..", "../queries/members-by-topic", "members-by-topic\0", "MEMBERS-BY-TOPIC", "x"]
)
def test_unknown_names(name: str) -> None:
    with pytest.raises((PqgraphError, ValueError)) as unknown:
        find(name)
    if isinstance(unknown.value, PqgraphError):
        assert unknown.value.code.id == "PQ501"


def test_a_close_name_is_offered() -> None:
    with pytest.raises(PqgraphError) as unknown:
        find("member-by-topics")
    assert "members-by-topic" in unknown.value.advice


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_bytes(b"\xef\xbb\xbf" + BODY.encode())
    assert find(path).name == find(str(path)).name == "mine"
    path.write_bytes(b"SELECT \xff")
    with pytest.raises(PqgraphError, match="PQ105"):
        find(path)


@given(st.text())
def test_any_header_is_read_or_refused(text: str) -> None:
    joined = "\n".join("#+ " + line for line in text.splitlines())
    try:
        parse_header(joined, place="x")
    except PqgraphError as refused:
        assert refused.code.id == "PQ502"


def test_names_are_sorted_files() -> None:
    assert names() == sorted(names())
