"""What is shown of items, and in which form: views, languages, formats, what a page says of itself."""

import csv
import io
import json
import time
from typing import Any
from xml.etree import ElementTree

import pytest
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.compare import to_isomorphic
from rdflib.namespace import RDF, RDFS

from pqgraph.api.paging import ListPage
from pqgraph.api.renderers.jsonld import json_ld

EX = Namespace("http://example.org/def#")
API = Namespace("http://purl.org/linked-data/api/vocab#")
C = "http://example.org/id/committee/"


def graph(get: Any, path: str) -> Graph:
    response = get(path)
    assert response.status == 200, response.body
    return Graph().parse(data=response.body, format="turtle")


def said(found: Graph, iri: str) -> set[str]:
    return {
        str(p).rpartition("#")[2].rpartition("/")[2]
        for p in found.predicates(URIRef(iri))
        if "isPrimary" not in p
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"type", "size", "chair"}),
        ("_view=basic", {"type", "label"}),
        ("_view=nothing", set()),
        ("_view=long", {"type", "label", "size", "address"}),
        ("_view=people", {"label", "chair", "member"}),
        ("_view=shape", {"size", "city"}),
        ("_view=nothing&_properties=size,,city", {"size", "city"}),
        (
            "_view=nothing&_properties=*",
            {"type", "label", "size", "founded", "status", "city", "address", "met"},
        ),
        ("_view=description", {"type", "label", "size", "founded", "status", "city", "address", "met"}),
    ],
)
def test_views(query: str, expected: set[str], get: Any) -> None:
    found = graph(get, f"/committee.ttl?label=plain&{query}")
    assert said(found, C + "3") == expected - ({"chair", "member"} if "label=plain" else set())


def test_chains_show_what_is_on_the_way(get: Any) -> None:
    found = graph(
        get, "/committee.ttl?_view=nothing&size=11&_properties=chair.knows.label,~parent.size,*.e_born"
    )
    ada, bob = URIRef("http://example.org/id/person/ada"), URIRef("http://example.org/id/person/bob")
    assert (URIRef(C + "1"), EX.chair, ada) in found
    assert (ada, EX.knows, bob) in found
    assert (bob, RDFS.label, Literal("Bob")) in found
    assert (URIRef(C + "4"), EX.parent, URIRef(C + "1")) in found
    assert (URIRef(C + "10"), EX.size, Literal(7)) in found
    assert (ada, RDFS.label, None) not in found


def test_a_description_holds_anonymous_nodes_and_all_adds_labels(get: Any) -> None:
    plain, labelled = (
        graph(get, f"/committee.ttl?label=plain&_view={view}") for view in ("description", "all")
    )
    (address,) = plain.objects(URIRef(C + "3"), EX.address)
    assert (address, EX.street, Literal("Queen Street")) in plain
    assert (EX.Select, RDFS.label, Literal("Select")) in labelled
    assert (EX.Select, RDFS.label, Literal("Select")) not in plain


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("", {"Culture", "Diwylliant", "plain"}),
        ("_lang=en", {"Culture"}),
        ("_lang=cy,en", {"Culture", "Diwylliant"}),
        ("_lang=none", {"plain"}),
        ("_lang=en,none", {"Culture", "plain"}),
        ("_lang=fr", {"plain"}),
    ],
)
def test_languages(query: str, texts: set[str], get: Any) -> None:
    found = graph(get, f"/committee.ttl?size=15&exists-chair=false&_view=basic&{query}")
    assert {str(text) for text in found.objects(URIRef(C + "3"), RDFS.label)} == texts


def test_json_has_the_form_that_the_description_gives(result: Any) -> None:
    (item,) = result("/committee.json?_view=description&founded=1990-05-01&_lang=en")["items"]
    assert item == {
        "_about": C + "1",
        "chair": "http://example.org/id/person/ada",
        "city": "London",
        "founded": "Tue, 01 May 1990",
        "label": [{"_value": "Health", "_lang": "en"}],
        "lat": 51.5,
        "long": -0.12,
        "member": ["http://example.org/id/person/ada", "http://example.org/id/person/bob"],
        "open": True,
        "rooms": ["A", "B"],
        "size": 11,
        "status": "http://example.org/def#Standing",
        "type": "http://example.org/def#Committee",
    } | {"size": item["size"], **{key: 11 for key in item if key in ("members", "seats")}}
    (third,) = result("/committee.json?_view=description&label=plain")["items"]
    assert third["met"] == "Thu, 22 Nov 2018 17:29:33 GMT+0000"
    assert third["address"] == {"near": C + "1", "street": "Queen Street"}


def test_a_ring_is_cut_to_the_iri(result: Any) -> None:
    items = result("/people.json?_properties=knows.knows.label")["items"]
    ada = next(item for item in items if item["_about"].endswith("ada"))
    assert ada["knows"]["knows"] == ada["_about"]


@pytest.mark.parametrize(
    ("suffix", "kind"), [("ttl", "turtle"), ("rdf", "xml"), ("nt", "nt"), ("jsonld", "json-ld")]
)
@pytest.mark.parametrize("path", ["/committee/3", "/committee", "/counted", "/people", "/largest"])
def test_all_rdf_formats_say_the_same(path: str, suffix: str, kind: str, get: Any) -> None:
    def read(name: str, parser: str) -> Any:
        body = get(f"{path}.{name}?_metadata=all&_lang=en").body.decode().replace(f"{path}.{name}", path)
        found = Graph().parse(data=body, format=parser)
        for node in set(found.subjects(URIRef("http://purl.org/dc/terms/isFormatOf"))):
            found.remove((node, None, None))
            found.remove((None, None, node))
        return to_isomorphic(found)

    assert read(suffix, kind) == read("nt", "nt")
    assert len(read(suffix, kind)) > 5


def test_a_long_list_as_json_ld_takes_no_longer_than_its_items() -> None:
    items = [f"http://data.parliament.uk/resources/{number}" for number in range(3_000)]
    page = ListPage("http://localhost/questions", 0, 3_000, True, 3_000, 3_000)
    begin = time.process_time()
    document = json.loads(json_ld(page.triples(items)))
    assert time.process_time() - begin < 2  # a list that each of its nodes goes through takes minutes
    nodes = {node["id"]: node for node in document["@graph"]}
    (listed,) = (node[str(API["items"])]["@list"] for node in nodes.values() if str(API["items"]) in node)
    assert [each["id"] for each in listed] == items
    assert not [node for node in nodes if node.startswith("_:item")]


def test_xml_and_csv_hold_the_items(get: Any) -> None:
    root = ElementTree.fromstring(get("/committee.xml?label=plain&_view=description").body)
    (item,) = root.findall("items/item")
    assert item.get("href") == C + "3"
    assert item.findtext("address/street") == "Queen Street"
    assert [each.get("lang") for each in item.findall("label/item")] == ["en", "cy", None]
    rows = list(
        csv.DictReader(io.StringIO(get("/committee.csv?_view=description").body.decode()), strict=True)
    )
    assert [row["uri"] for row in rows] == [C + "10", C + "2", C + "1"]
    assert rows[2]["label"] == "Health ; Iechyd"
    assert rows[2]["open"] == "true"


def test_a_page_says_where_it_stands(get: Any) -> None:
    found = graph(get, "/committee.ttl?size=15&_pageSize=1&_page=1&_count=yes")
    root = "http://example.org/data/committee.ttl?size=15&_count=yes"
    (page,) = found.subjects(API["items"])
    assert str(page) == f"{root}&_pageSize=1&_page=1"
    values = {str(p).rpartition("#")[2].rpartition("/")[2]: str(o) for p, o in found.predicate_objects(page)}
    del values["items"], values["type"]
    assert values == {
        "definition": root.replace("/committee", "/committee").replace("data/", "meta/data/"),
        "extendedMetadataVersion": f"{root}&_metadata=all&_pageSize=1&_page=1",
        "first": f"{root}&_pageSize=1&_page=0",
        "isPartOf": root,
        "itemsPerPage": "1",
        "page": "1",
        "prev": f"{root}&_pageSize=1&_page=0",
        "startIndex": "2",
        "totalResults": "2",
    }
    assert (URIRef(root), RDF.type, API.ListEndpoint) in found


def test_the_definition_of_a_list_can_be_fetched(get: Any) -> None:
    address = next(graph(get, "/committee.ttl").objects(None, API.definition))
    response = get(str(address), raw=True)
    assert response.status == 200
    assert b"ORDER BY" in response.body


def test_metadata_on_request(get: Any) -> None:
    found = json.loads(get("/welsh.json?_metadata=versions,bindings,execution").body)["result"]
    assert {each["label"][0]["_value"] for each in found["hasVersion"]} >= {"basic", "all", "people"}
    assert "hasFormat" not in found
    run = found["wasResultOf"]
    bound = {each["label"]: each["value"] for each in run["variableBinding"]}
    assert bound == {"root": "http://example.org/id", "committees": "http://example.org/id/committee"}
    assert "SELECT" in run["selectionResult"]["query"]["value"]
    formats = json.loads(get("/welsh.json?_metadata=formats").body)["result"]["hasFormat"]
    addresses = {each if isinstance(each, str) else each["_about"] for each in formats}
    assert addresses >= {
        "http://example.org/data/welsh.ttl?_metadata=formats",
        "http://example.org/data/welsh.csv?_metadata=formats",
    }
