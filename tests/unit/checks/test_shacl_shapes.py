"""The shapes as files: loading, listing, and what every shape must have."""

from __future__ import annotations

import re
from pathlib import Path

import pyshacl
import pytest

from pqgraph.checks import Severity, check_whole, load_shapes, shipped_shapes, sort_findings
from pqgraph.checks.engines import FastEngine, ReferenceEngine
from pqgraph.checks.engines.rdflib_terms import SHACL, graph_of
from pqgraph.errors import PqgraphError
from pqgraph.store.local import LocalStore
from pqgraph.terms import PREFIXES

BASE = "https://w3id.org/pqgraph/shapes/"
KINDS = ["record", "corpus"]


@pytest.mark.parametrize("kind", KINDS)
def test_shapes_are_valid_shacl(kind):
    conforms, _, text = pyshacl.validate(
        graph_of(b""), shacl_graph=graph_of(shipped_shapes(kind).ntriples), meta_shacl=True
    )
    assert conforms, text


@pytest.mark.parametrize("kind", KINDS)
def test_shapes_load_in_both_engines(kind):
    shapes = shipped_shapes(kind)
    assert FastEngine(shapes).validate(b"") == ReferenceEngine(shapes).validate(b"") == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_shape_has_what_a_reader_needs(kind):
    shapes = shipped_shapes(kind)
    graph = graph_of(shapes.ntriples)
    for info in shapes.by_iri.values():
        node = next(s for s in graph.subjects() if str(s) == info.iri)
        for predicate in (SHACL.name, SHACL.message, SHACL.severity, SHACL.order):
            assert len(list(graph.objects(node, predicate))) == 1, (info.iri, predicate)
        assert [m.language for m in graph.objects(node, SHACL.message)] == ["en"]
        assert [n.language for n in graph.objects(node, SHACL.name)] == ["en"]
        assert info.iri.startswith(BASE)
        assert info.constraints or info.kind == "node"


def test_messages_name_class_property_and_cure():
    for info in shipped_shapes().by_iri.values():
        if info.targets:
            assert "; " in info.message, info.iri
            assert "parl:" in info.message or "pq:" in info.message or "skos:" in info.message, info.iri
        if info.kind == "property" and info.targets and info.path is not None:
            local = info.path.replace("#", "/").rpartition("/")[2]
            assert f":{local}" in info.message or local == "type", info.iri


def test_property_shapes_have_iris_and_no_blank_node_is_a_shape():
    graph = graph_of(shipped_shapes().ntriples)
    held = {str(o) for o in graph.objects(None, SHACL.property)}
    assert all(iri.startswith(BASE) for iri in held)
    listed = {info.iri for info in shipped_shapes().by_iri.values() if info.kind == "property"}
    assert held == listed


def test_orders_of_the_properties_of_a_shape_differ():
    graph = graph_of(shipped_shapes().ntriples)
    for holder in set(graph.subjects(SHACL.property)):
        orders = [str(graph.value(p, SHACL.order)) for p in graph.objects(holder, SHACL.property)]
        assert len(set(orders)) == len(orders), holder


def test_iris_do_not_differ_by_case_alone():
    iris = [iri.lower() for iri in shipped_shapes().by_iri]
    assert len(set(iris)) == len(iris)


def test_listing():
    shapes = shipped_shapes()
    uin = shapes.find("Question-uin")
    assert uin is shapes.find(f"{BASE}Question-uin")
    assert uin is not None
    assert (uin.slug, uin.kind, uin.name, uin.severity) == (
        "Question-uin",
        "property",
        "UIN",
        Severity.VIOLATION,
    )
    assert uin.path == "http://data.parliament.uk/schema/parl#uin"
    assert uin.targets == ("http://data.parliament.uk/schema/parl#WrittenParliamentaryQuestion",)
    assert uin.file == "question.ttl"
    assert uin.constraints == (
        "datatype http://www.w3.org/2001/XMLSchema#string",
        "maxCount 1",
        "pattern ^(HL)?[0-9]+$",
    )
    question = shapes.find("Answer-question")
    assert question is not None
    assert question.path == "^http://data.parliament.uk/schema/parl#answer"
    house = shapes.find("Question-houseId")
    assert house is not None
    assert "in (1 2)" in house.constraints
    assert shapes.find("Nothing") is None


def test_the_list_goes_by_file_and_each_node_shape_stands_before_its_properties():
    slugs = [info.slug for info in shipped_shapes().by_iri.values() if info.file == "question.ttl"]
    assert slugs[:3] == ["Question", "Question-dateTabled", "Question-dateTabledKnown"]
    assert slugs.index("QuestionGroup") > slugs.index("Question-derivedFrom")


USER = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://example.org/> .
ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .
"""


def write(folder: Path, text: str, name: str = "own.ttl") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_user_shapes_are_added_or_stand_alone(tmp_path):
    path = write(tmp_path, USER)
    both, alone = load_shapes([path]), load_shapes([path], shipped=False)
    assert set(both.by_iri) - set(shipped_shapes().by_iri) == set(alone.by_iri) == {"http://example.org/S"}
    assert not both.shipped_only
    assert shipped_shapes().shipped_only
    assert load_shapes() is shipped_shapes()
    assert alone.by_iri["http://example.org/S"].name == "S"


def test_blank_nodes_of_two_files_stay_apart_and_repeat(tmp_path):
    one = "_:b a <http://www.w3.org/ns/shacl#NodeShape> ; <http://www.w3.org/ns/shacl#targetClass> <http://e/{}> ."
    paths = [write(tmp_path, one.format(n), f"{n}.ttl") for n in "ab"]
    shapes = load_shapes(paths, shipped=False)
    assert len({line.split()[0] for line in shapes.ntriples.splitlines()}) == 2
    assert load_shapes(paths, shipped=False).ntriples == shapes.ntriples


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (USER.replace("minCount", "minCuont"), "SHACL has no property sh:minCuont"),
        ("@prefix ex: <http://example.org/> . ex:a ex:b ex:c .", "the file holds no SHACL shape"),
        ("@prefix sh: <", ""),
    ],
)
def test_shapes_that_cannot_be_used(tmp_path, text, found):
    path = write(tmp_path, text)
    with pytest.raises(PqgraphError) as caught:
        load_shapes([path])
    assert caught.value.code.id == "PQ401"
    assert found in caught.value.found
    assert (caught.value.place or "").startswith(str(path))


def test_a_mistyped_term_is_corrected(tmp_path):
    with pytest.raises(PqgraphError) as caught:
        load_shapes([write(tmp_path, USER.replace("minCount", "minCuont"))])
    assert caught.value.advice == "Did you mean sh:minCount?"


def test_shapes_that_are_not_there(tmp_path):
    with pytest.raises(PqgraphError) as caught:
        load_shapes([tmp_path / "none.ttl"])
    assert caught.value.code.id == "PQ101"
    with pytest.raises(PqgraphError) as caught:
        load_shapes([], shipped=False)
    assert caught.value.code.id == "PQ401"


WHOLE = """
<http://q/1> a parl:WrittenParliamentaryQuestion ; dcterms:date "2018-11-22"^^xsd:date ; parl:houseId "1" ;
    pq:sortKey 201811220000000005 ; parl:uin "5" ; pq:groupedWith <http://q/2> .
<http://q/2> a parl:WrittenParliamentaryQuestion ; dcterms:date "2018-11-22"^^xsd:date ; parl:houseId "1" ;
    pq:sortKey 201811220000000005 ; parl:uin "5" ; pq:groupedWith <http://q/3> .
<http://q/3> a parl:WrittenParliamentaryQuestion ; dcterms:date "2018-11-22"^^xsd:date ; parl:houseId "1" ;
    pq:sortKey 201811220000000006 ; parl:uin "6" ; pq:groupedWith <http://q/9> .
# Another House, another day; and two that are known to be one.
<http://q/4> a parl:WrittenParliamentaryQuestion ; dcterms:date "2018-11-22"^^xsd:date ; parl:houseId "2" ;
    pq:sortKey 201811221000000005 ; parl:uin "5" .
<http://q/5> a parl:WrittenParliamentaryQuestion ; dcterms:date "2018-11-23"^^xsd:date ; parl:houseId "1" ;
    pq:sortKey 201811230000000005 ; parl:uin "5" ; owl:sameAs <http://q/6> .
<http://q/6> a parl:WrittenParliamentaryQuestion ; dcterms:date "2018-11-23"^^xsd:date ; parl:houseId "1" ;
    pq:sortKey 201811230000000005 ; parl:uin "5" .
"""


def test_what_only_the_whole_graph_tells_is_found_by_pyshacl_and_by_a_store_alike(to_ntriples, tmp_path):
    names = ("dcterms", "xsd", "parl", "pq", "owl")
    head = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in names)
    found = ReferenceEngine(shipped_shapes("corpus")).validate(to_ntriples(head + WHOLE))
    assert [(f.focus, (f.shape or "").rpartition("/")[2], f.value, f.severity.value) for f in found] == [
        ("<http://q/1>", "WholeGraphKey", "<http://q/2>", "violation"),
        ("<http://q/2>", "WholeGraphKey", "<http://q/1>", "violation"),
        ("<http://q/3>", "WholeGraphGroup", "<http://q/9>", "warning"),
    ]
    (tmp_path / "whole.ttl").write_text(head + WHOLE, encoding="utf-8")
    with LocalStore.in_memory([tmp_path / "whole.ttl"]) as store:
        asked = sort_findings(check_whole(store))
    # Where a SPARQL constraint gives no path, SHACL has none either.
    assert asked == found


@pytest.mark.parametrize(("heading", "shape"), [("Question", "Question"), ("Answer", "Answer")])
def test_closed_shapes_know_exactly_the_properties_of_the_documentation(root, heading, shape):
    page = (root / "docs" / "graph.md").read_text("utf-8")
    section = page.partition(f"\n## {heading}: ")[2].partition("\n## ")[0]
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    documented = {curie for cell in cells for curie in re.findall(r"`(\w+:\w+)`", cell)} - {"rdf:type"}
    known = {
        info.path
        for info in shipped_shapes().by_iri.values()
        if info.slug.startswith(f"{shape}-") and info.path and not info.path.startswith("^")
    }
    expanded = {PREFIXES[prefix] + local for prefix, _, local in (c.partition(":") for c in documented)}
    assert len(expanded) > 15
    assert known - {PREFIXES["rdf"] + "type"} == expanded


@pytest.mark.parametrize(
    ("constraint", "found"),
    [
        (
            'sh:property [ sh:path ex:p ; sh:minCount "one" ]',
            'a shape without IRI: sh:minCount cannot be "one"',
        ),
        ("sh:property [ sh:minCount 1 ]", "a shape without IRI has no sh:path"),
        ("sh:nodeKind sh:Iri", "http://example.org/S: sh:nodeKind cannot be sh:Iri"),
        ("sh:nodeKind sh:IRI , sh:Literal", "http://example.org/S has more than one sh:nodeKind"),
    ],
)
def test_shapes_that_break_the_rules_of_shacl(tmp_path, constraint, found):
    text = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> ."
    path = write(tmp_path, f"{text} ex:S a sh:NodeShape ; sh:targetClass ex:C ; {constraint} .")
    with pytest.raises(PqgraphError) as caught:
        load_shapes([path])
    assert (caught.value.code.id, caught.value.found, caught.value.place) == ("PQ401", found, "own.ttl")


def test_a_list_without_end_is_refused(tmp_path):
    text = """
    @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> .
    @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
    ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:in ex:list . ex:list rdf:first ex:a ; rdf:rest ex:list .
    """
    with pytest.raises(PqgraphError) as caught:
        load_shapes([write(tmp_path, text)], shipped=False)
    assert caught.value.code.id == "PQ401"


@pytest.mark.parametrize(
    ("shape", "reasons"),
    [
        ("sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ; sh:datatype ex:d ]", ()),
        ("sh:targetSubjectsOf ex:p ; sh:nodeKind sh:IRI", ("sh:targetSubjectsOf",)),
        ("sh:targetNode ex:n ; sh:nodeKind sh:IRI", ("sh:targetNode",)),
        ("a <http://www.w3.org/2000/01/rdf-schema#Class> ; sh:nodeKind sh:IRI", ("rdfs:Class",)),
        ("sh:targetClass ex:C ; sh:property [ sh:path ( ex:p ex:q ) ; sh:minCount 1 ]", ("sh:path",)),
        ("sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:class ex:D ]", ("sh:class",)),
        (
            "sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:property [ sh:path ex:q ; sh:minCount 1 ] ]",
            ("sh:property",),
        ),
    ],
)
def test_what_looks_further_than_a_record(tmp_path, shape, reasons):
    text = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> ."
    path = write(tmp_path, f"{text} ex:S a sh:NodeShape ; {shape} .")
    both, alone = load_shapes([path]), load_shapes([path], shipped=False)
    assert both.far == alone.far == reasons
    assert (both.with_shipped, alone.with_shipped, shipped_shapes().with_shipped) == (True, False, True)
