"""queries/catalogue.ttl: the stored queries as RDF say what the files say."""

from __future__ import annotations

import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, SH, SKOS, XSD

from pqgraph import iris
from pqgraph.queries.catalogue import StoredQuery, shipped
from pqgraph.queries.header import FAMILIES
from pqgraph.store.local import check_syntax

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from query_catalogue import turtle

QUERIES = shipped()
each_query = pytest.mark.parametrize("query", QUERIES, ids=lambda q: q.name)
SCHEMA = rdflib.Namespace("https://schema.org/")


@pytest.fixture(scope="module")
def graph(root: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(root / "queries" / "catalogue.ttl")


def node(query: StoredQuery, part: str = "") -> rdflib.URIRef:
    return rdflib.URIRef(f"{iris.BASE}query/{query.name}{part}")


def test_it_is_up_to_date(root: Path) -> None:
    assert (root / "queries" / "catalogue.ttl").read_text("utf-8") == turtle(), "run 'make generate'"


def test_it_names_every_query(graph: rdflib.Graph, root: Path) -> None:
    texts = {q.name for q in QUERIES} | {f"{q.name}/statistics" for q in QUERIES if q.cube}
    assert {str(s) for s in graph.subjects(RDF.type, SH.SPARQLExecutable)} == {
        f"{iris.BASE}query/{name}" for name in texts
    }
    assert len(list(ox.parse(path=root / "queries" / "catalogue.ttl"))) == len(graph)


@each_query
def test_it_says_what_the_file_says(graph: rdflib.Graph, query: StoredQuery) -> None:
    me = node(query)
    kind = query.form.title()
    assert (me, RDF.type, SH[f"SPARQL{kind}Executable"]) in graph
    assert graph.value(me, SH[query.form.lower()]) == rdflib.Literal(query.body)
    assert graph.value(me, RDFS.label) == rdflib.Literal(query.header.summary, lang="en")
    assert {str(o) for o in graph.objects(me, SCHEMA.keywords)} == set(query.header.tags)
    assert {str(o) for o in graph.objects(me, SKOS.altLabel)} == set(query.header.competency)
    assert {str(o) for o in graph.objects(me, SH.parameter)} == {
        f"{me}#{name}" for name in query.header.params
    }
    check_syntax(str(graph.value(me, SH[query.form.lower()])))
    if query.cube:
        assert graph.value(node(query, "/statistics"), SH[query.form.lower()]) == rdflib.Literal(
            query.cube.body
        )


@each_query
def test_parameters(graph: rdflib.Graph, query: StoredQuery) -> None:
    for name, param in query.header.params.items():
        me = node(query, f"#{name}")
        assert str(graph.value(me, SH.path)).rpartition("/")[2] == name
        assert graph.value(me, SH.optional) == rdflib.Literal(not query.is_required(name))
        assert str(graph.value(me, SH.description)) == param.help
        assert (graph.value(me, SH.datatype) is None) != (graph.value(me, SH.nodeKind) is None)
        assert (graph.value(me, SH.defaultValue) is None) == query.defaults[name].is_undef
        if param.choices:
            listed = Collection(graph, graph.value(me, SH["in"]))
            assert [str(choice) for choice in listed] == list(param.choices)
        if param.type in ("integer", "date", "boolean"):
            assert graph.value(me, SH.datatype) == XSD[param.type]


def test_families_are_collections(graph: rdflib.Graph) -> None:
    for family, heading in FAMILIES.items():
        own = {node(query) for query in QUERIES if query.header.family == family}
        me = rdflib.URIRef(f"{iris.BASE}queries/{family}")
        assert set(graph.objects(me, SKOS.member)) == own
        if own:
            assert str(graph.value(me, SKOS.prefLabel)) == heading
