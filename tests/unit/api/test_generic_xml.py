"""XML of resources that have no fixed form: IRIs, datatypes and languages are told as Elda tells them."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from pqgraph.api.engine import Engine
from pqgraph.api.protocol import Request
from pqgraph.store.local import LocalStore

PREFIXES = """
@prefix api: <http://purl.org/linked-data/api/vocab#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <http://example.org/def#> .
@prefix : <http://example.org/api#> .
"""
API = """
:api a api:API ; api:base "http://example.org" ; api:endpoint :one .
:one a api:ItemEndpoint ; api:uriTemplate "/school/{id}" ; api:itemTemplate "http://example.org/id/{id}" ;
    api:defaultViewer [ api:name "usual" ; api:properties "label,gender.label,phase,size,private,open,site,site.near" ] .
rdfs:label api:label "label" . ex:gender api:label "gender" . ex:phase api:label "phase" . ex:size api:label "size" .
ex:private api:label "private" . ex:open api:label "open" . ex:site api:label "site" . ex:near api:label "near" .
"""
DATA = """
<http://example.org/id/1> rdfs:label "Ysgol"@cy ; ex:gender ex:Mixed ; ex:phase ex:Primary ; ex:size 275 ; ex:private false ;
    ex:open "1989-02-17"^^xsd:date ; ex:site [ ex:near ex:Park , ex:River ] .
ex:Mixed rdfs:label "Mixed" .
"""


@pytest.fixture
def primary_topic(tmp_path: Path) -> ElementTree.Element:
    (tmp_path / "api.ttl").write_text(PREFIXES + API, encoding="utf-8")
    (tmp_path / "data.ttl").write_text(PREFIXES + DATA, encoding="utf-8")
    engine = Engine.mount(LocalStore.in_memory([tmp_path / "data.ttl"]), tmp_path / "api.ttl")
    response = engine.handle(Request.of("http://example.org/school/1.xml"))
    assert response.status == 200, response.body
    found = ElementTree.fromstring(response.body).find("primaryTopic")
    assert found is not None
    return found


def test_literals_keep_datatype_and_language(primary_topic: ElementTree.Element) -> None:
    literals = {
        each.tag: (each.text, each.attrib)
        for each in primary_topic
        if each.tag in ("label", "size", "private", "open")
    }
    assert literals == {
        "label": ("Ysgol", {"lang": "cy"}),
        "size": ("275", {"datatype": "integer"}),
        "private": ("false", {"datatype": "boolean"}),
        "open": ("1989-02-17", {"datatype": "date"}),  # never as JSON writes days
    }


def test_an_iri_is_an_attribute_with_or_without_properties(primary_topic: ElementTree.Element) -> None:
    gender, phase = primary_topic.find("gender"), primary_topic.find("phase")
    assert gender is not None
    assert phase is not None
    assert (gender.attrib, [(e.tag, e.text) for e in gender]) == (
        {"href": "http://example.org/def#Mixed"},
        [("label", "Mixed")],
    )
    assert (phase.attrib, phase.text, len(phase)) == ({"href": "http://example.org/def#Primary"}, None, 0)


def test_several_values_are_items(primary_topic: ElementTree.Element) -> None:
    near = primary_topic.find("site/near")
    assert near is not None
    expected = [("item", {"href": f"http://example.org/def#{name}"}) for name in ("Park", "River")]
    assert [(e.tag, e.attrib) for e in near] == expected
