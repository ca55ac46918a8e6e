"""The manifest of tests/cases/queries: every stored query, in two engines, with exact results."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib.namespace import RDF

from pqgraph import terms
from pqgraph.queries.catalogue import StoredQuery, find, names, shipped
from pqgraph.queries.run import prepare
from pqgraph.store import sparql
from pqgraph.store.local import LocalStore
from pqgraph.store.results import RdfTerm, Solutions
from pqgraph.store.sparql import Kind

CASES = Path(__file__).resolve().parents[2] / "cases" / "queries"
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
PQT = rdflib.Namespace("https://w3id.org/pqgraph/test#")
DECIMAL = "http://www.w3.org/2001/XMLSchema#decimal"


def entries() -> list[tuple[str, str, dict[str, str | None], Path, Path]]:
    manifest = rdflib.Graph()
    manifest.parse(CASES / "manifest.ttl", publicID=CASES.as_uri() + "/")
    found = []
    for entry in manifest.items(
        manifest.value(predicate=RDF.type, object=MF.Manifest) and next(manifest.objects(None, MF.entries))
    ):
        action = manifest.value(entry, MF.action)
        values = dict(str(v).split("=", 1) for v in manifest.objects(entry, PQT.value))
        found.append(
            (
                str(manifest.value(entry, MF.name)),
                str(manifest.value(entry, PQT.stored)),
                values,
                CASES / str(manifest.value(action, QT.query)).removeprefix(CASES.as_uri() + "/"),
                CASES / str(manifest.value(entry, MF.result)).removeprefix(CASES.as_uri() + "/"),
            )
        )
    return found


ENTRIES = entries()
each_case = pytest.mark.parametrize(
    ("stored", "values", "query", "result"), [e[1:] for e in ENTRIES], ids=[e[0] for e in ENTRIES]
)
each_query = pytest.mark.parametrize("query", shipped(), ids=lambda q: q.name)


@pytest.fixture(scope="module")
def oxigraph() -> LocalStore:
    return LocalStore.in_memory([CASES / "data.ttl"])


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    found = rdflib.Graph()
    found.parse(CASES / "data.ttl")
    return found


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


@each_case
def test_case_in_oxigraph(stored, values, query, result, oxigraph):
    found = oxigraph.query(query.read_text())
    assert isinstance(found, Solutions)
    assert (list(found.variables), [tuple(map(of_oxigraph, row)) for row in found.rows]) == expected(result)


@each_case
def test_case_in_rdflib(stored, values, query, result, graph):
    found = graph.query(query.read_text())
    assert [str(v) for v in found.vars] == expected(result)[0]
    assert [tuple(map(of_rdflib, row)) for row in found] == expected(result)[1]


@each_case
def test_binding_gives_the_text_of_the_case(stored, values, query, result, oxigraph):
    assert prepare(stored, values, oxigraph)[1] == query.read_text()


def test_every_query_has_cases_with_and_without_rows():
    for name in names():
        counts = [len(expected(result)[1]) for _, stored, _, _, result in ENTRIES if stored == name]
        assert any(counts), name
        assert 0 in counts, name


def test_without_a_day_unanswered_means_today(oxigraph):
    today = oxigraph.query("SELECT (SUBSTR(STR(NOW()), 1, 10) AS ?day) {}")
    assert isinstance(today, Solutions)
    (day,) = next(today.rows)
    assert day is not None
    texts = [prepare("unanswered-questions", v, oxigraph)[1] for v in ({}, {"on": day.value})]
    rows = [list(oxigraph.query(t).rows) for t in texts]
    assert rows[0] == rows[1]
    # Ordered by the day they were due; the graph's days are long past.
    assert [row[1].value for row in rows[0]] == ["104", "105", "HL111", "110"]


@each_query
def test_prefixes_are_the_projects_and_used(query: StoredQuery):
    declared = dict(re.findall(r"^PREFIX (\w+): <([^>]*)>$", query.text, re.MULTILINE))
    used = {
        t.text.partition(":")[0] for t in query.tokens if t.kind is Kind.NAME and not t.text.endswith(":")
    }
    assert declared == {prefix: terms.PREFIXES[prefix] for prefix in sorted(used)}


@each_query
def test_parameters_are_the_values_blocks(query: StoredQuery):
    parts = query.tokens
    blocks = [
        parts[i + 1].text[1:] for i, t in enumerate(parts) if t.is_word("VALUES") and parts[i + 2].text == "{"
    ]
    assert sorted(blocks) == sorted(query.header.params)


@each_query
def test_columns_are_the_projection_and_typed(query: StoredQuery, oxigraph):
    assert query.form == "SELECT"
    result = oxigraph.query(query.text)
    assert list(result.variables) == list(query.header.columns)
    kinds = {
        "string": None,
        **{t: f"http://www.w3.org/2001/XMLSchema#{t}" for t in ("integer", "decimal", "date")},
    }
    seen = 0
    for row in result.rows:
        for term, column in zip(row, query.header.columns.values(), strict=True):
            if term is not None:
                seen += 1
                assert term.kind == ("iri" if column.type == "iri" else "literal")
                if column.type != "iri":
                    assert term.datatype == kinds[column.type]
    assert seen


@each_query
def test_style(query: StoredQuery):
    assert query.header.description and query.header.tags == tuple(sorted(query.header.tags))
    assert not any(t.is_word("LIMIT", "SERVICE") for t in query.tokens)
    assert not re.search(r"SELECT\s*\*", query.text)
    order = max(i for i, t in enumerate(query.tokens) if t.is_word("ORDER"))
    last = [t.text[1:] for t in query.tokens[order:] if t.kind is Kind.VARIABLE][-1]
    assert query.header.columns[last].type == "iri"
    for i, t in enumerate(query.tokens):
        if t.is_word("COUNT") and query.tokens[i + 2].text != "?late":
            assert query.tokens[i + 2].is_word("DISTINCT")


@each_query
def test_own_terms_are_declared(query: StoredQuery, root: Path):
    ontology = rdflib.Graph().parse(root / "ontology" / "pqgraph.ttl")
    own = {
        t.text.partition(":")[2] for t in query.tokens if t.kind is Kind.NAME and t.text.startswith("pq:")
    } - {""}
    undeclared = {o for o in own if (rdflib.URIRef(terms.PREFIXES["pq"] + o), RDF.type, None) not in ontology}
    assert not undeclared


@each_query
def test_every_filter_narrows_only(query: StoredQuery, oxigraph):
    """A filter given gives a part of the rows without it, never others (counts aside)."""
    if "house" not in query.header.params:
        pytest.skip("has no house")
    keys = [i for i, c in enumerate(query.header.columns.values()) if c.type == "iri"]
    required = {p: None for p in query.header.params if query.is_required(p)}
    given = {"member": "10", "minister": "30", "body": "60", "uin": "101"}
    base = {p: given[p] for p in required}
    everything = {tuple(r[i] for i in keys) for r in oxigraph.query(prepare(query.name, base)[1]).rows}
    for house in ("commons", "lords"):
        text = prepare(query.name, {**base, "house": house})[1]
        assert {tuple(r[i] for i in keys) for r in oxigraph.query(text).rows} <= everything


def test_names_are_kebab_case():
    assert names() == [
        "answers-by-minister",
        "life-of-question",
        "members-by-topic",
        "questions-by-member",
        "questions-on-topic",
        "questions-to-body",
        "response-times",
        "unanswered-questions",
        "who-asks-whom",
    ]
    assert all(find(n).name == n for n in names())
    assert all(sparql.form(find(n).tokens) == "SELECT" for n in names())
