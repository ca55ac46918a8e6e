"""Every stored query, in two engines, with exact results: the manifests of tests/cases/queries.

``pytest --accept`` writes ``bound/`` and ``results/`` from what came out of Oxigraph, for review; rdflib is then
still compared with them.
"""

from __future__ import annotations

import io
import json
import random
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import RDF
from rdflib.plugins.sparql import prepareQuery

from pqgraph.cube import Cube
from pqgraph.mapping import Mapped
from pqgraph.queries.catalogue import StoredQuery, find, names, shipped
from pqgraph.queries.run import prepare, run
from pqgraph.rdf.formats import FORMATS, format_of_path
from pqgraph.rdf.writers import ntriples
from pqgraph.store import sparql
from pqgraph.store.builder import StoreBuilder
from pqgraph.store.local import LocalStore
from pqgraph.store.results import RdfTerm, Solutions, Triples
from pqgraph.store.sparql import Kind
from pqgraph.terms import PREFIXES
from pqgraph.topics import load_topics, topics

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from query_cases import CASES, Case, cases, written

XSD = "http://www.w3.org/2001/XMLSchema#"
DECIMAL = XSD + "decimal"
each_case = pytest.mark.parametrize("case", cases(), ids=str)
QUERIES = shipped()
TEXTS = [*QUERIES, *(q.cube for q in QUERIES if q.cube)]
"""The plain texts and those that read the statistics."""
each_query = pytest.mark.parametrize("query", QUERIES, ids=lambda q: q.name)
each_text = pytest.mark.parametrize(
    "query", TEXTS, ids=[q.name if q in QUERIES else f"cube/{q.name}" for q in TEXTS]
)


@cache
def oxigraph(data: Path) -> LocalStore:
    return LocalStore.in_memory([data])


@cache
def graph(data: Path) -> rdflib.Graph:
    """The data in rdflib; as for Oxigraph, what stands in named graphs is not in the default graph."""
    # A plain Graph refuses GRAPH.
    dataset = rdflib.Dataset(default_union=False)
    dataset.parse(data)
    return dataset


def cases_of(query: StoredQuery) -> list[Case]:
    return [case for case in cases() if case.stored == query.name]


def of_cube(cube: StoredQuery, case: Case) -> bool:
    """Whether the statistics can answer a case."""
    return all(value is None or name in cube.header.params for name, value in case.values.items())


def cell(kind: str, value: str, datatype: str | None, language: str | None) -> tuple[Any, ...]:
    # Engines write decimals in different ways (12, 12.0); the number counts.
    return (kind, Decimal(value) if datatype == DECIMAL else value, datatype, language)


def expected(path: Path) -> tuple[list[str], list[tuple[Any, ...]]]:
    data = json.loads(path.read_bytes())
    rows = [
        tuple(
            cell(
                {"uri": "iri"}.get(row[v]["type"], row[v]["type"]),
                row[v]["value"],
                row[v].get("datatype"),
                row[v].get("xml:lang"),
            )
            if v in row
            else None
            for v in data["head"]["vars"]
        )
        for row in data["results"]["bindings"]
    ]
    return data["head"]["vars"], rows


def of_oxigraph(term: RdfTerm | None) -> tuple[Any, ...] | None:
    return None if term is None else cell(*term)


def of_rdflib(term: Any) -> tuple[Any, ...] | None:
    if term is None:
        return None
    if isinstance(term, rdflib.URIRef):
        return cell("iri", str(term), None, None)
    datatype = None if term.datatype in (None, rdflib.XSD.string) else str(term.datatype)
    return cell("literal", str(term), datatype, term.language)


def answer(store: LocalStore, text: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Variables and rows of a SELECT; of a CONSTRUCT, the sorted triples."""
    found = store.query(text)
    if isinstance(found, Triples):
        return [], sorted(set(found.triples))
    assert isinstance(found, Solutions)
    return list(found.variables), [tuple(map(of_oxigraph, row)) for row in found.rows]


@pytest.fixture(scope="module")
def searchable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], LocalStore]]:
    """Stores on disk, each with the index that searches for texts need."""
    with ExitStack() as stores:

        @cache
        def opened(data: Path) -> LocalStore:
            folder = tmp_path_factory.mktemp("searchable") / "store"
            with StoreBuilder(folder) as builder:
                builder.add(io.BytesIO(data.read_bytes()), format_of_path(data) or FORMATS["turtle"])
                builder.finish()
            return stores.enter_context(LocalStore.open(folder))

        yield opened


@each_case
def test_binding_gives_the_text_of_the_case(
    case: Case, request: pytest.FixtureRequest, searchable: Callable[[Path], LocalStore]
):
    params = find(case.stored).header.params
    searches = any(param.type == "text" and case.values.get(name) for name, param in params.items())
    target = searchable(case.data) if searches else oxigraph(case.data)
    text = prepare(case.stored, case.values, target, cube=False)[1]
    if request.config.getoption("--accept"):
        case.bound.parent.mkdir(exist_ok=True)
        case.bound.write_text(text, "utf-8")
    assert text == case.bound.read_text("utf-8")


@each_case
def test_case_in_oxigraph(case: Case, request: pytest.FixtureRequest):
    text = case.bound.read_text("utf-8")
    if request.config.getoption("--accept"):
        case.result.parent.mkdir(exist_ok=True)
        case.result.write_text(written(oxigraph(case.data).query(text)), "utf-8")
    if case.result.suffix == ".nt":
        assert written(oxigraph(case.data).query(text)) == case.result.read_text("utf-8")
    else:
        assert answer(oxigraph(case.data), text) == expected(case.result)


@each_case
def test_case_in_rdflib(case: Case):
    found = graph(case.data).query(case.bound.read_text("utf-8"))
    if case.result.suffix == ".nt":
        assert found.graph is not None
        assert set(found.graph) == set(rdflib.Graph().parse(case.result))
    else:
        assert [str(v) for v in found.vars] == expected(case.result)[0]
        assert [tuple(map(of_rdflib, row)) for row in found] == expected(case.result)[1]


@cache
def shuffled(data: Path) -> LocalStore:
    """The same statements, loaded in another order."""
    quads = list(ox.parse(path=data))
    random.Random(7).shuffle(quads)
    store = ox.Store()
    for quad in quads:
        store.add(quad)
    return LocalStore(store)


@each_case
def test_order_is_total(case: Case):
    """The sort keys of no two rows are alike, so that every engine gives the same order."""
    text = case.bound.read_text("utf-8")
    assert answer(shuffled(case.data), text) == answer(oxigraph(case.data), text)
    query = find(case.stored)
    if query.form != "SELECT":
        return
    columns, rows = answer(oxigraph(case.data), text)
    keys = [columns.index(name) for name in sort_keys(query) if name in columns]
    assert len({tuple(row[key] for key in keys) for row in rows}) == len(rows)


def sort_keys(query: StoredQuery) -> list[str]:
    """The variables of the outermost ORDER BY."""
    depth, last = 0, None
    for i, token in enumerate(query.tokens):
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth == 0 and token.is_word("ORDER"):
            last = i
    assert last is not None, "no ORDER BY"
    return [t.text[1:] for t in query.tokens[last:] if t.kind is Kind.VARIABLE]


@each_query
def test_every_query_has_cases_with_and_without_rows(query: StoredQuery):
    own = cases_of(query)
    assert len(own) >= 2
    assert any(case.rows for case in own)
    assert any(not case.rows for case in own) or any(case.always for case in own)


def test_the_manifests_and_their_files_fit():
    assert len({case.name for case in cases()}) == len(cases())
    assert {case.stored for case in cases()} == set(names())
    for case in cases():
        assert case.name.startswith(case.stored + "--")
        assert case.bound == CASES / "bound" / f"{case.name}.rq"
        assert case.result.with_suffix("") == CASES / "results" / case.name
        assert case.result.suffix == (".srj" if find(case.stored).form == "SELECT" else ".nt")
    for folder, files in (("bound", {c.bound for c in cases()}), ("results", {c.result for c in cases()})):
        assert set((CASES / folder).iterdir()) == files


def test_without_a_day_unanswered_means_today():
    store = oxigraph(CASES / "data.ttl")
    today = store.query("SELECT (SUBSTR(STR(NOW()), 1, 10) AS ?day) {}")
    assert isinstance(today, Solutions)
    (day,) = next(today.rows)
    assert day is not None
    texts = [prepare("unanswered-questions", v, store)[1] for v in ({}, {"on": day.value})]
    rows = [list(store.query(t).rows) for t in texts]
    assert rows[0] == rows[1]
    # Ordered by the day they were due; the graph's days are long past.
    assert [row[1].value for row in rows[0]] == ["104", "105", "HL111", "110"]


@each_text
def test_prefixes_are_the_projects_and_used(query: StoredQuery):
    declared = dict(re.findall(r"^PREFIX ([\w-]+): <([^>]*)>$", query.text, re.MULTILINE))
    used = {
        t.text.partition(":")[0] for t in query.tokens if t.kind is Kind.NAME and not t.text.endswith(":")
    }
    assert declared == {prefix: PREFIXES[prefix] for prefix in sorted(used)}
    assert list(declared) == sorted(declared)


@each_text
def test_parameters_are_the_values_blocks(query: StoredQuery):
    parts = query.tokens
    blocks = [
        parts[i + 1].text[1:] for i, t in enumerate(parts) if t.is_word("VALUES") and parts[i + 2].text == "{"
    ]
    params = [name for name, param in query.header.params.items() if param.type != "text"]
    assert sorted(blocks) == sorted(params)


@each_query
def test_columns_are_the_projection_and_typed(query: StoredQuery):
    if query.form != "SELECT":
        assert not query.header.columns
        return
    seen = 0
    if not cases_of(query):
        pytest.skip("has no cases, which is told elsewhere")
    for case in cases_of(query):
        result = oxigraph(case.data).query(case.bound.read_text("utf-8"))
        assert list(result.variables) == list(query.header.columns)
        for row in result.rows:
            for term, column in zip(row, query.header.columns.values(), strict=True):
                if term is not None:
                    seen += 1
                    assert term.kind == ("iri" if column.type == "iri" else "literal")
                    if column.type != "iri":
                        assert term.datatype == (None if column.type == "string" else XSD + column.type)
    assert seen


@each_query
def test_style(query: StoredQuery):
    header = query.header
    assert header.summary.endswith("?")
    assert header.description and header.tags == tuple(sorted(header.tags))
    assert query.form in ("SELECT", "CONSTRUCT")
    assert all(param.help for param in header.params.values())


@each_text
def test_style_of_the_text(query: StoredQuery):
    parts = query.tokens
    assert not re.search(r"SELECT\s*\*", query.text)
    for i, token in enumerate(parts):
        if token.is_word("LIMIT"):
            # A limit is part of the answer only if the description says so.
            assert parts[i + 1].text in query.header.description
        if token.is_word("COUNT"):
            # Things are counted once, however often a pattern finds them; flags may be counted as they are.
            assert parts[i + 2].text not in ("*", "?question", "?answer", "?member")


@each_text
def test_two_engines_read_the_text(query: StoredQuery):
    assert sparql.read_only_form(query.tokens) == query.form
    prepareQuery(query.text)


@each_text
def test_own_terms_are_declared(query: StoredQuery, ontology: rdflib.Graph):
    own = {
        t.text.partition(":")[2] for t in query.tokens if t.kind is Kind.NAME and t.text.startswith("pq:")
    } - {""}
    undeclared = {o for o in own if (rdflib.URIRef(PREFIXES["pq"] + o), RDF.type, None) not in ontology}
    assert not undeclared


@pytest.fixture(scope="module")
def ontology(root: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(root / "ontology" / "pqgraph.ttl")


@each_query
def test_every_filter_narrows_only(query: StoredQuery):
    """A filter given gives a part of the rows without it, never others (counts aside)."""
    if "house" not in query.header.params or query.form != "SELECT":
        pytest.skip("has no House, or no rows")
    keys = [i for i, c in enumerate(query.header.columns.values()) if c.type == "iri"]
    case = next((case for case in cases_of(query) if case.rows), None)
    if case is None:
        pytest.skip("has no case with rows, which is told elsewhere")
    store = oxigraph(case.data)
    base = {name: value for name, value in case.values.items() if name != "house"}
    everything = {
        tuple(r[i] for i in keys) for r in store.query(prepare(query.name, base, store, cube=False)[1]).rows
    }
    for house in ("commons", "lords"):
        text = prepare(query.name, {**base, "house": house}, store, cube=False)[1]
        assert {tuple(r[i] for i in keys) for r in store.query(text).rows} <= everything


def test_names_are_kebab_case_and_files():
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in names())
    assert [find(name).name for name in names()] == names()


@cache
def with_statistics(data: Path) -> LocalStore:
    """The data, and what ``build`` would count of it."""
    store = ox.Store()
    store.bulk_load(path=data)
    cube = Cube(load_topics(data) if data.suffix == ".ttl" else topics())
    type_, answer_ = ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(PREFIXES["parl"] + "answer")
    question_class = ox.NamedNode(PREFIXES["parl"] + "WrittenParliamentaryQuestion")
    for quad in list(store.quads_for_pattern(None, type_, question_class, None)):
        answers = [q.object for q in store.quads_for_pattern(quad.subject, answer_, None, None)]
        triples = [
            (str(q.subject), str(q.predicate), str(q.object))
            for node in (quad.subject, *answers)
            for q in store.quads_for_pattern(node, None, None, None)
        ]
        cube.add(Mapped(subject=quad.subject.value, text=ntriples(triples), entities=[]))
    counted = "".join(map(ntriples, [*cube.observations(), cube.around()]))
    store.load(counted.encode(), format=ox.RdfFormat.N_TRIPLES)
    return LocalStore(store)


@cache
def with_statistics_in_rdflib(data: Path) -> rdflib.Graph:
    stream = io.BytesIO()
    with_statistics(data).dump(stream)
    return rdflib.Graph().parse(data=stream.getvalue(), format="ntriples")


CUBE_CASES = [case for case in cases() if (query := find(case.stored)).cube and of_cube(query.cube, case)]


@pytest.mark.parametrize("case", CUBE_CASES, ids=str)
def test_statistics_and_questions_say_the_same(case: Case):
    """The second text gives the rows of the first, in its order, in both engines."""
    store = with_statistics(case.data)
    answer_ = run(case.stored, case.values, store)
    assert answer_.cube
    text = answer_.text
    plain = prepare(case.stored, case.values, store, cube=False)[1]
    assert text != plain
    assert answer(store, text) == answer(store, plain)
    rows = [tuple(map(of_rdflib, row)) for row in with_statistics_in_rdflib(case.data).query(text)]
    assert rows == answer(store, plain)[1]


@each_query
def test_every_second_text_has_cases_with_rows(query: StoredQuery):
    if query.cube is None:
        pytest.skip("has one text")
    own = [case for case in CUBE_CASES if case.stored == query.name]
    if not cases_of(query):
        pytest.skip("has no cases, which is told elsewhere")
    assert any(case.rows for case in own)


def test_every_second_text_has_a_first(root: Path):
    assert {path.stem for path in (root / "queries" / "cube").glob("*")} <= set(names())
