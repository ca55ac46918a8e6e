"""Stored queries, descriptions and the editor over HTTP."""

import json
from pathlib import Path

import pytest
import rdflib
from starlette.testclient import TestClient

from pqgraph.api.server import editor
from pqgraph.queries.catalogue import names


def test_the_list(client: TestClient) -> None:
    found = {query["name"]: query for query in client.get("/queries").json()["queries"]}
    assert sorted(found) == names()
    query = found["members-by-topic"]
    assert query["href"] == "http://localhost:8080/queries/members-by-topic"
    topic = query["parameters"][0]
    assert (topic["name"], topic["type"], topic["required"]) == ("topic", "topic", False)
    for each in found.values():
        assert client.get(each["text"]).status_code == 200


def test_the_text(client: TestClient, root: Path) -> None:
    response = client.get("/queries/members-by-topic.rq")
    assert response.headers["Content-Type"] == "application/sparql-query; charset=utf-8"
    assert response.text == (root / "queries" / "members-by-topic.rq").read_text()


@pytest.mark.parametrize(
    ("address", "accept", "kind"),
    [
        ("/queries/members-by-topic.csv?topic=SEND", "*/*", "text/csv; charset=utf-8"),
        ("/queries/members-by-topic?topic=SEND&_format=csv", "*/*", "text/csv; charset=utf-8"),
        ("/queries/members-by-topic?topic=SEND", "text/csv", "text/csv; charset=utf-8"),
        ("/queries/members-by-topic?topic=SEND", "*/*", "application/sparql-results+json"),
        ("/queries/members-by-topic.md?topic=SEND", "*/*", "text/markdown; charset=utf-8"),
    ],
)
def test_formats(client: TestClient, address: str, accept: str, kind: str) -> None:
    response = client.get(address, headers={"Accept": accept})
    assert (response.status_code, response.headers["Content-Type"]) == (200, kind), response.text


@pytest.mark.parametrize(
    ("address", "status", "word"),
    [
        ("/queries/members-by-topik", 404, "members-by-topic"),
        ("/queries/members-by-topic?topik=SEND", 400, "topic"),
        ("/queries/members-by-topic?topic=nonsense-without-end", 400, "not a topic"),
        ("/queries/members-by-topic?topic=SEND&house=upper", 400, "house"),
        ("/queries/members-by-topic?topic=SEND&since=yesterday", 400, "since"),
        ("/queries/members-by-topic?topic=SEND&topic=x", 400, "more than once"),
        ("/queries/members-by-topic?topic=SEND&limit=0", 400, "limit"),
        ("/queries/members-by-topic?topic=SEND&limit=51", 400, "at most 50"),
        ("/queries/members-by-topic?topic=SEND&offset=-1", 400, "offset"),
        ("/queries/members-by-topic?topic=SEND&_format=docx", 400, "csv"),
        ("/queries/members-by-topic.docx?topic=SEND", 400, "csv"),
        ("/queries?x=1", 400, "x"),
    ],
)
def test_what_is_wrong_is_told(client: TestClient, address: str, status: int, word: str) -> None:
    response = client.get(address)
    assert (response.status_code, response.headers["Content-Type"]) == (status, "application/problem+json")
    assert word in response.text


def test_openapi(client: TestClient) -> None:
    from openapi_spec_validator import OpenAPIV31SpecValidator

    document = client.get("/openapi.json").json()
    assert [str(error)[:200] for error in OpenAPIV31SpecValidator(document).iter_errors()] == []
    assert document["servers"] == [{"url": "http://localhost:8080"}]
    assert {f"/queries/{name}" for name in names()} < set(document["paths"])
    assert {"/sparql", "/answeredquestions", "/resources/{id}"} < set(document["paths"])
    operations = [op["operationId"] for path in document["paths"].values() for op in path.values()]
    assert len(operations) == len(set(operations))


@pytest.mark.parametrize("path", ["/.well-known/void", "/catalog"])
@pytest.mark.parametrize(
    ("accept", "name"),
    [("text/turtle", "turtle"), ("application/rdf+xml", "xml"), ("application/ld+json", "json-ld")],
)
def test_descriptions(client: TestClient, path: str, accept: str, name: str) -> None:
    response = client.get(path, headers={"Accept": accept})
    assert response.headers["Content-Type"].startswith(accept)
    graph = rdflib.Graph().parse(data=response.text, format=name)
    dataset = rdflib.URIRef("https://w3id.org/pqgraph/id/dataset")
    sparql = rdflib.URIRef("http://localhost:8080/sparql")
    if path == "/catalog":
        dcat = rdflib.Namespace("http://www.w3.org/ns/dcat#")
        assert (sparql, dcat.servesDataset, dataset) in graph
        for place in graph.objects(dataset, dcat.distribution):
            assert client.get(str(place)).status_code == 200
    else:
        assert (dataset, rdflib.URIRef("http://rdfs.org/ns/void#sparqlEndpoint"), sparql) in graph


def test_the_editor(client: TestClient) -> None:
    response = client.get("/sparql", headers={"Accept": "text/html,*/*;q=0.8"})
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert 'name="query"' in response.text
    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy and "unsafe-eval" not in policy and "http" not in policy
    assert "//" not in response.text.replace("http://", "").replace("https://", "").partition("<main")[0]
    for name in editor.FILES[2:]:
        found = client.get(f"/static/editor/{name}")
        assert found.status_code == 200 and found.headers["ETag"]
        assert (
            client.get(f"/static/editor/{name}", headers={"If-None-Match": found.headers["ETag"]}).status_code
            == 304
        )
    # Without Yasgui too, it puts the query of the address into the field.
    assert '<script src="/static/editor/editor.js" defer></script>' in response.text
    # With a query, the answer comes whoever asks.
    asked = client.get("/sparql", params={"query": "ASK {}"}, headers={"Accept": "text/html,*/*;q=0.8"})
    assert asked.json() == {"head": {}, "boolean": True}


def test_metrics_are_prometheus_text(client: TestClient) -> None:
    client.get("/queries")
    text = client.get("/metrics").text
    names_seen = set()
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            names_seen.add(line.split()[2])
        elif not line.startswith("#"):
            name, value = line.rsplit(" ", 1)
            float(value)
            stem = name.partition("{")[0]
            assert stem in names_seen or stem.rpartition("_")[0] in names_seen
    assert 'pqgraph_requests_total{kind="stored",method="GET",status="200"}' in text
    assert json.loads(client.get("/queries").text)
