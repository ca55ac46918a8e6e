"""Parameters: what is accepted, what it becomes, and that no value ever becomes syntax."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from pqgraph.errors import PqgraphError
from pqgraph.queries.binding import bind
from pqgraph.queries.catalogue import StoredQuery, load
from pqgraph.queries.serialising import serialise
from pqgraph.store import sparql
from pqgraph.store.local import LocalStore, check_syntax
from pqgraph.store.results import RdfTerm, Solutions

CASES = Path(__file__).resolve().parents[2] / "cases" / "queries"
X = "http://www.w3.org/2001/XMLSchema#"


def query_with(kind: str, default: str = "UNDEF", extra: str = "optional: true") -> StoredQuery:
    choices = ", choices: [red, 'green; }', '\"']" if kind == "enum" else ""
    return load(
        f"#+ summary: Anything?\n#+ params:\n#+   v: {{type: {kind}, help: x, {extra}{choices}}}\n"
        "SELECT ?s ?v WHERE {\n"
        "  # VALUES ?v { <not:this> } is a comment\n"
        "  BIND(\"VALUES ?v { 'nor this' }\" AS ?text)\n"
        f"  values ?v {{ {default} }} # nor }} }} this\n"
        "  ?s <http://e/p> ?v .\n}\n",
        name="test",
        place="test.rq",
    )


PAYLOADS = [
    '" } } ; DROP ALL #',
    "' } UNION { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    '"^^<http://e/t>',
    '"@en } #',
    "\\",
    '\\"',
    "\\u0022 } #",
    "\\\\u0022 } #",
    "\\U00000022 } #",
    '\\\\"',
    "x\\u",
    "}} VALUES ?v { 1",
    "# comment",
    "?s",
    "UNDEF",
    "<http://e/>",
    "http://e/> } SERVICE <http://127.0.0.1/",
    "http://e/\\u003e",
    "a\nb\r\nc\td",
    '"""',
    "'''",
    "\u2028\u0085\u00a0",
    "%zz",
    "{{7*7}}",
    "$v",
    "javascript:alert(1)",
    "2018-11-22' #",
    "1e400",
    "٣",
    "🎈" * 3,
]
TYPES = ["iri", "string", "integer", "date", "boolean", "enum", "member", "body", "house"]
QUERIES = {kind: query_with(kind) for kind in TYPES}


def shape(text: str) -> Any:
    """The algebra of a query as rdflib has it, with every constant of the VALUES block left out."""

    def walk(node: Any) -> Any:
        if isinstance(node, CompValue):
            if node.name == "values":
                return ("values", len(node["res"]))
            return (node.name, {k: walk(v) for k, v in node.items() if k != "_vars"})
        if isinstance(node, list | tuple):
            return [walk(n) for n in node]
        if isinstance(node, set):
            return sorted(map(str, node))
        return repr(node)

    return walk(prepareQuery(text).algebra)


SHAPES = {kind: shape(q.text) for kind, q in QUERIES.items()}
DATA = LocalStore.in_memory([CASES / "data.ttl"])


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(TYPES), st.one_of(st.text(), st.sampled_from(PAYLOADS), st.text("\\u\"'002{}<>#\n ")))
@example("string", "\\u0022")
@example("string", "\\u00220000")
def test_no_text_becomes_syntax(kind: str, value: str) -> None:
    query = QUERIES[kind]
    try:
        text = bind(query, {"v": value}, DATA)
    except PqgraphError as refused:
        assert refused.code.id == "PQ505"
        return
    check_syntax(text)
    assert shape(text) == SHAPES[kind]
    if kind == "string":
        # The value comes back as it was, from both engines.
        probe = text.replace("  ?s <http://e/p> ?v .\n", "")
        result = DATA.query(probe)
        assert isinstance(result, Solutions)
        assert [row[1] for row in result.rows] == [RdfTerm("literal", value)]
        assert [row.v for row in rdflib.Graph().query(probe)] == [rdflib.Literal(value)]


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_payloads(kind: str, payload: str) -> None:
    try:
        text = bind(QUERIES[kind], {"v": payload}, DATA)
    except PqgraphError as refused:
        assert refused.code.id == "PQ505"
        assert kind != "string"
    else:
        assert shape(text) == SHAPES[kind]
        assert kind in ("string", "iri")


@settings(deadline=None)
@given(st.text())
def test_every_string_is_one_token(value: str) -> None:
    text = serialise(RdfTerm("literal", value))
    assert len(sparql.tokens(text)) == 1


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("iri", "http://e/é?q=1#f", "<http://e/é?q=1#f>"),
        ("iri", "urn:x:y", "<urn:x:y>"),
        ("string", "", '""'),
        ("string", " a ", '" a "'),
        ("integer", "+007", f'"7"^^<{X}integer>'),
        ("integer", "-3", f'"-3"^^<{X}integer>'),
        ("date", "2018-11-22", f'"2018-11-22"^^<{X}date>'),
        ("boolean", "TRUE", f'"true"^^<{X}boolean>'),
        ("enum", "green; }", '"green; }"'),
        ("house", "Commons", "<http://data.parliament.uk/terms/25259>"),
        ("house", "House of Lords", "<http://data.parliament.uk/terms/25277>"),
        ("house", "http://data.parliament.uk/terms/25277", "<http://data.parliament.uk/terms/25277>"),
        ("member", "4649", "<http://data.parliament.uk/members/4649>"),
        ("member", "http://data.parliament.uk/members/4649", "<http://data.parliament.uk/members/4649>"),
        ("member", "dame  ANN example", "<http://data.parliament.uk/members/10>"),
        ("member", "Example, Ann", "<http://data.parliament.uk/members/10>"),
        ("member", "sample, bob", "<http://data.parliament.uk/members/11>"),
        ("member", "Cy Unknown", "<https://w3id.org/pqgraph/id/person/Cy_Unknown>"),
        ("member", "rt hon. minnie minister", "<http://data.parliament.uk/members/30>"),
        ("body", "60", "<https://w3id.org/pqgraph/id/answering-body/60>"),
        ("body", "EDUCATION", "<https://w3id.org/pqgraph/id/answering-body/60>"),
        ("body", "Home Office", "<https://w3id.org/pqgraph/id/answering-body/1>"),
    ],
)
def test_values(kind: str, value: str, term: str) -> None:
    text = bind(QUERIES[kind], {"v": value}, DATA)
    assert text == QUERIES[kind].text.replace("values ?v { UNDEF }", f"values ?v {{ {term} }}")


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        ("iri", "e:", "not an absolute IRI"),
        ("iri", "http://[::1", "not an absolute IRI"),
        ("iri", "<http://e/>", "not an absolute IRI"),
        ("string", "a\x00b", "no RDF term can carry"),
        ("string", "\ud800", "no RDF term can carry"),
        ("string", "x" * 10_001, "10001 characters"),
        ("integer", "1.0", "not a whole number"),
        ("integer", "9" * 19, "not a whole number"),
        ("integer", "", "not a whole number"),
        ("date", "2018-02-30", "not a day"),
        ("date", "20181122", "not a day"),
        ("date", "2018-W01-1", "not a day"),
        ("boolean", "yes", "neither true nor false"),
        ("enum", "blue", "not one of its choices"),
        ("house", "senate", "not a House"),
        ("member", "0", "not the MNIS number"),
        ("member", "Sam Same", "names 2: Sam Same <http://data.parliament.uk/members/31>; Sam Same"),
        ("member", "Ann Exampel", "nothing is called"),
        ("body", "Ministry of Silly Walks", "nothing is called"),
    ],
)
def test_refused(kind: str, value: str, says: str) -> None:
    with pytest.raises(PqgraphError) as refused:
        bind(QUERIES[kind], {"v": value}, DATA)
    assert refused.value.code.id == "PQ505"
    assert says in refused.value.found


def test_close_names_are_offered() -> None:
    with pytest.raises(PqgraphError) as refused:
        bind(QUERIES["member"], {"v": "Ann Exampel"}, DATA)
    assert "Did you mean Ann Example" in refused.value.advice


def test_a_name_without_data() -> None:
    with pytest.raises(PqgraphError, match="there is none"):
        bind(QUERIES["member"], {"v": "Ann Example"})


def test_topic_by_other_label() -> None:
    text = bind(query_with("topic"), {"v": "send"})
    assert "<https://w3id.org/pqgraph/id/topic/special-educational-needs-and-disabilities>" in text


def test_unknown_topic() -> None:
    with pytest.raises(PqgraphError) as refused:
        bind(query_with("topic"), {"v": "speshul skools"})
    assert refused.value.code.id == "PQ505"


def test_defaults_and_not_given() -> None:
    required = query_with("string", extra="optional: false")
    with pytest.raises(PqgraphError) as missing:
        bind(required, {})
    assert missing.value.code.id == "PQ506"
    assert bind(query_with("string"), {}) == query_with("string").text
    with_default = query_with("string", '"a"')
    assert bind(with_default, {}) == with_default.text
    assert "values ?v { UNDEF }" in bind(with_default, {"v": None})
    with pytest.raises(PqgraphError, match="PQ506"):
        bind(query_with("string", '"a"', "optional: false"), {"v": None})


def test_unknown_parameter() -> None:
    with pytest.raises(PqgraphError) as unknown:
        bind(QUERIES["string"], {"V": "x"})
    assert unknown.value.code.id == "PQ504"
