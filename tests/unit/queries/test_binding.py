"""Parameters: what is accepted, what it becomes, and that no value ever becomes syntax."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.util import from_n3

from pqgraph.errors import PqgraphError
from pqgraph.queries import fulltext
from pqgraph.queries.binding import bind, bound
from pqgraph.queries.catalogue import StoredQuery, load, shipped
from pqgraph.queries.header import ParamType
from pqgraph.queries.run import Answer, run
from pqgraph.queries.serialising import serialise
from pqgraph.queries.values import check
from pqgraph.rdf.formats import FORMATS
from pqgraph.store import sparql
from pqgraph.store.builder import StoreBuilder
from pqgraph.store.local import LocalStore, check_syntax
from pqgraph.store.results import RdfTerm, ResultSet, Solutions

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
TYPES = [kind for kind in get_args(ParamType) if kind != "text"]
QUERIES = {kind: query_with(kind) for kind in TYPES}


def shape(text: str, put_in: str | None = None) -> Any:
    """The algebra of a query as rdflib has it, without the terms of VALUES blocks, and with one term called X."""
    term = None if put_in is None else from_n3(put_in)

    def walk(node: Any) -> Any:
        if isinstance(node, CompValue):
            if node.name == "values":
                return ("values", len(node["res"]))
            return (node.name, {k: walk(v) for k, v in node.items() if k != "_vars"})
        if isinstance(node, list | tuple):
            return [walk(n) for n in node]
        if isinstance(node, set):
            return sorted(map(str, node))
        return "X" if term is not None and node == term and type(node) is type(term) else repr(node)

    return walk(prepareQuery(text).algebra)


SHAPES = {kind: shape(q.text) for kind, q in QUERIES.items()}
DATA = LocalStore.in_memory([CASES / "data.ttl"])
any_text = st.one_of(st.text(), st.sampled_from(PAYLOADS), st.text("\\u\"'002{}<>#\n "))


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(TYPES), any_text)
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


PLACES = [
    (text, name)
    for query in shipped()
    for text in (query, query.cube)
    if text is not None
    for name, param in text.header.params.items()
    if param.type != "text"
]


@cache
def shape_of(text: str) -> Any:
    return shape(text)


@settings(deadline=None, max_examples=100)
@given(st.sampled_from(PLACES), any_text | st.sampled_from(["60", "commons", "2018-11-22", "SEND", "101"]))
def test_no_value_changes_a_shipped_query(place: tuple[StoredQuery, str], value: str) -> None:
    query, name = place
    try:
        text = query.filled({name: serialise(check(name, query.header.params[name], value, DATA))})
    except PqgraphError as refused:
        assert refused.code.id == "PQ505"
        return
    check_syntax(text)
    assert shape(text) == shape_of(query.text)


GRLC = {
    suffix: load(
        f"SELECT ?s ?o {{ ?s <http://e/p> ?_v{suffix} . OPTIONAL {{ ?s ?_v{suffix} ?o }}\n"
        f"  FILTER(?s!=?_v{suffix}&&STR(?_v{suffix})='?_v{suffix}') # ?_v{suffix}\n}}\n".replace(
            f"?s ?_v{suffix} ?o", f"?s ?p ?_v{suffix}"
        ),
        name="test",
        place="test.rq",
    )
    for suffix in ("", "_iri", "_number", "_literal", "_integer", "_xsd_date", "_xsd_gYear", "_en")
}
GOOD = {"_iri": "urn:good", "_number": "7", "_integer": "7", "_xsd_date": "2018-11-22"}


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(list(GRLC)), any_text)
def test_no_value_changes_a_query_of_grlc(suffix: str, value: str) -> None:
    query = GRLC[suffix]
    param = query.header.params["v"]
    try:
        term = serialise(check("v", param, value))
    except PqgraphError as refused:
        assert refused.code.id == "PQ505"
        return
    text = bind(query, {"v": value})
    check_syntax(text)
    good = GOOD.get(suffix, "a text of no consequence")
    assert shape(text, term) == shape(bind(query, {"v": good}), serialise(check("v", param, good)))


SEARCH = load(
    "#+ summary: Which?\n#+ params:\n#+   words: {type: text, help: x, max: 3}\n"
    "SELECT ?question ?score {\n  VALUES (?question ?score) { (UNDEF UNDEF) }\n  ?question <http://e/p> ?o .\n}\n",
    name="test",
    place="test.rq",
)


class Found(NamedTuple):
    iri: str
    score: float


class Page(NamedTuple):
    total: int
    hits: list[Found]


class Indexed:
    """A target with an index that finds what it is told to."""

    held_folder = Path("store")

    def query(self, text: str) -> ResultSet:
        return DATA.query(text)


@settings(deadline=None, max_examples=50)
@given(
    value=any_text,
    hits=st.lists(
        st.builds(Found, st.sampled_from(["urn:a", "http://e/é?q#f"]), st.floats(0, 1e6)), max_size=3
    ),
)
def test_what_a_text_finds_is_rows(value: str, hits: list[Found]) -> None:
    asked: list[tuple[Path, str, int]] = []

    def find_hits(folder: Path, _: Any, text: str, limit: int) -> Page:
        asked.append((folder, text, limit))
        return Page(len(hits), hits)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fulltext, "_search", find_hits)
        try:
            text = bind(SEARCH, {"words": value}, Indexed())
        except PqgraphError as refused:
            assert refused.code.id == "PQ505"
            return
    assert asked == [(Path("store"), value, 3)]
    rows = [f'(<{h.iri}> "{h.score:.4f}"^^<{X}decimal>)' for h in hits]
    nothing = f'(<https://w3id.org/pqgraph/id/question/none> "0.0"^^<{X}decimal>)'
    assert text == SEARCH.text.replace("(UNDEF UNDEF)", "\n    ".join(rows or [nothing]))
    check_syntax(text)
    prepareQuery(text)


@pytest.mark.parametrize(("total", "said"), [(2, False), (3, True), (12345, True)])
def test_what_a_text_leaves_out_is_said(total: int, said: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    hits = [Found("urn:a", 2), Found("urn:b", 1)]
    monkeypatch.setattr(fulltext, "_search", lambda *_: Page(total, hits))
    made = bound(SEARCH, {"words": "schools"}, Indexed())
    note = f"words: {total:,} questions fit the text; the answer rests on the best 2 of them."
    assert made.notes == ((note,) if said else ())
    assert run_of(SEARCH, {"words": "schools"}).notes == made.notes
    assert bound(SEARCH, {"words": "schools"}, Indexed()).text == made.text


def run_of(query: StoredQuery, values: dict[str, str | None]) -> Answer:
    """What ``run`` gives of a query that stands in no file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pqgraph.queries.run.find", lambda *_: query)
        return run(query.name, values, Indexed())


@pytest.mark.parametrize(
    ("where", "most"),
    [("", None), ("?question <http://e/p> ?score .", None), ("FILTER(?score > 2)", 7), ("", 7)],
)
def test_how_many_a_text_may_find(where: str, most: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A query that makes nothing of the scores is not given the best alone."""
    asked: list[int] = []
    monkeypatch.setattr(fulltext, "_search", lambda *given: asked.append(given[3]) or Page(0, []))
    text = SEARCH.text.replace("max: 3", f"max: {most}") if most else SEARCH.text.replace(", max: 3", "")
    assert text != SEARCH.text
    text = text.replace("SELECT ?question ?score {", "SELECT ?question {")
    query = load(text.replace("VALUES (", f"{where} VALUES ("), name="x", place="x")
    bind(query, {"words": "schools"}, Indexed())
    assert asked == [most or (fulltext.MOST_HITS if where else fulltext.MOST_UNRANKED)]


def test_a_text_is_found_in_a_store(tmp_path: Path) -> None:
    pytest.importorskip("tantivy")
    body = SEARCH.text.replace("<http://e/p> ?o .\n}", "a ?type .\n} ORDER BY DESC(?score) ?question")
    query = load(body, name="x", place="x")
    with StoreBuilder(tmp_path / "store") as builder:
        builder.add(io.BytesIO((CASES / "data.ttl").read_bytes()), FORMATS["turtle"])
        builder.finish()
    with LocalStore.open(tmp_path / "store") as store:
        found = run_text(query, "schools", store)
        assert found == sorted(found, key=lambda row: (-float(row[1]), row[0]))
        assert {question.rpartition("/")[2] for question, _ in found} == {"3", "12"}
        assert len(run_text(query, "special needs", store)) == 3  # as many as "max" says
        assert run_text(query, "unheardofword", store) == []
        with pytest.raises(PqgraphError, match="PQ531"):
            run_text(query, "!?", store)


def run_text(query: StoredQuery, words: str, store: LocalStore) -> list[tuple[str, str]]:
    result = store.query(bind(query, {"words": words}, store))
    assert isinstance(result, Solutions)
    return [(question.value, score.value) for question, score in result.rows if question and score]


@pytest.mark.parametrize("target", [None, DATA])
def test_a_text_without_an_index(target: LocalStore | None) -> None:
    assert "(UNDEF UNDEF)" in SEARCH.text
    with pytest.raises(PqgraphError, match="PQ510") as refused:
        bind(SEARCH, {"words": "schools"}, target)
    assert "pqgraph build" in refused.value.advice
    with pytest.raises(PqgraphError, match="PQ506"):
        bind(SEARCH, {}, target)


@pytest.mark.parametrize("row", ["", "<urn:a>", '(<urn:a> "1")', "(UNDEF UNDEF)", '<urn:a> "1"^^<urn:t>) }'])
def test_only_rows_stand_for_a_text(row: str) -> None:
    with pytest.raises(PqgraphError, match="PQ999"):
        SEARCH.filled({"words": row})


@pytest.mark.parametrize("row", ["", '"a" "b"', "?x", '"a" } #', "UNDEF UNDEF", "( 1 )"])
def test_only_one_term_stands_for_a_value(row: str) -> None:
    with pytest.raises(PqgraphError, match=r"PQ999|PQ503"):
        QUERIES["string"].filled({"v": row})


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
        ("number", "-007", f'"-7"^^<{X}integer>'),
        ("number", "+.50", f'"+.50"^^<{X}decimal>'),
        ("month", "2018-11", "<http://reference.data.gov.uk/id/month/2018-11>"),
        ("month", "http://e/m", "<http://e/m>"),
        ("year", "2018", "<http://reference.data.gov.uk/id/year/2018>"),
        ("enum", " RED ", '"red"'),
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
        ("number", "1e5", "not a number"),
        ("number", ".", "not a number"),
        ("month", "2018-13", "not a month"),
        ("month", "2018", "not a month"),
        ("year", "18", "not a year"),
        ("boolean", "yes", "neither true nor false"),
        ("enum", "blue", "not one of its choices"),
        ("house", "senate", "not a House"),
        ("member", "0", "not the MNIS number"),
        ("member", "9" * 24, "is too long for the number of a member"),
        ("member", "1234567890", "is too long for the number of a member"),
        ("body", "9" * 24, "is too long for the number of an answering body"),
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


def test_a_name_without_data() -> None:
    with pytest.raises(PqgraphError, match="there is none"):
        bind(QUERIES["member"], {"v": "Ann Example"})


def test_topic_by_other_label() -> None:
    text = bind(query_with("topic"), {"v": "send"})
    assert "<https://w3id.org/pqgraph/id/topic/special-educational-needs-and-disabilities>" in text


@pytest.mark.parametrize(
    ("kind", "value", "advice"),
    [
        ("member", "Ann Exampel", "Did you mean Ann Example"),
        ("body", "Department for Educaton", "Did you mean Department for Education"),
        ("enum", "rad", "Did you mean red? Use one of: red, "),
        ("topic", "eduction", "list topics"),
    ],
)
def test_what_may_be_meant_is_offered(kind: str, value: str, advice: str) -> None:
    with pytest.raises(PqgraphError, match="PQ505") as refused:
        bind(QUERIES[kind], {"v": value}, DATA)
    assert advice in refused.value.advice
    assert kind != "topic" or "did you mean education" in refused.value.found


@pytest.mark.parametrize(
    ("limits", "value", "says"),
    [
        ("min: 1", "0", "0 is less than 1"),
        ("max: 5", "6", "6 is more than 5"),
        ("min: 1, max: 5", "6", "6 is not between 1 and 5"),
    ],
)
def test_numbers_out_of_range(limits: str, value: str, says: str) -> None:
    query = query_with("integer", extra=f"optional: true, {limits}")
    with pytest.raises(PqgraphError, match="PQ505") as refused:
        bind(query, {"v": value})
    assert says in refused.value.found
    assert f'"3"^^<{X}integer>' in bind(query, {"v": "3"})


def test_languages_and_datatypes() -> None:
    assert 'values ?v { "a"@en-GB }' in bind(query_with("string", extra="language: en-GB"), {"v": "a"})
    assert 'values ?v { "a"^^<urn:t> }' in bind(query_with("string", extra="datatype: 'urn:t'"), {"v": "a"})


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
