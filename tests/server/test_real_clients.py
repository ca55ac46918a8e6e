"""Clients that people use, on real servers; and a store that is built anew while they read."""

import csv
import gzip
import io
import json
import shutil
import subprocess
import threading
import time
import warnings
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import httpx2 as httpx
import pytest
import rdflib

from pqgraph.cli.main import main

from .conftest import Live, Start

COUNT = 400


@pytest.fixture(scope="module")
def records(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("records") / "records.jsonl"
    with gzip.open(shared_data / "api" / "commons-list.jsonl.gz", "rt") as lines:
        path.write_text("".join(islice(lines, COUNT)))
    return path


@pytest.fixture(scope="module")
def store(records: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stores") / "store"
    assert main(["-q", "build", str(records), "--store", str(path), "--no-check"]) == 0
    return path


@pytest.fixture(scope="module")
def server(start: Start, store: Path) -> Live:
    return start("--store", str(store), "--workers", "1", "--query-workers", "1")


def walk(url: str, query: str, size: int) -> list[str]:
    """As hansard for R does: one question to learn the total, then page after page."""
    total = httpx.get(f"{url}{query}&_pageSize=1").json()["result"]["totalResults"]
    found = []
    for page in range(-(-total // size)):
        items = httpx.get(f"{url}{query}&_pageSize={size}&_page={page}").json()["result"]["items"]
        found += [item["_about"] for item in items]
    assert len(found) == total
    return found


def test_hansard(server: Live) -> None:
    whole = walk(server.url, "writtenquestions.json?", 100)
    assert (
        len(whole)
        == len(set(whole))
        == httpx.get(f"{server.url}writtenquestions.json").json()["result"]["totalResults"]
        > 300
    )
    days = "commonswrittenquestions.json?min-date=2010-01-01&max-date=2030-01-01"
    assert walk(server.url, days, 37) == whole


def test_a_walk_while_the_store_is_built_anew(server: Live, store: Path, records: Path) -> None:
    expected = walk(server.url, "writtenquestions.json?", 100)
    built = threading.Event()
    walks: list[list[str]] = []

    def read() -> None:
        while not built.is_set():
            walks.append(walk(server.url, "writtenquestions.json?", 50))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for _ in range(2):
            inode = store.stat().st_ino
            assert main(["-q", "build", str(records), "--store", str(store), "--replace", "--no-check"]) == 0
            assert store.stat().st_ino != inode
            # The server notices, and the old store goes when nobody reads it any more.
            deadline = time.monotonic() + 20
            while any(p.name.startswith(".") for p in store.parent.iterdir()):
                assert time.monotonic() < deadline, server.lines[-5:]
                time.sleep(0.1)
    finally:
        built.set()
        reader.join()
    assert len(walks) >= 2
    assert all(found == expected for found in walks)
    assert "pqgraph_store_generation 3" in httpx.get(f"{server.url}metrics").text
    statuses = {json.loads(line).get("status") for line in server.lines if '"request"' in line}
    assert statuses == {200}


def test_a_new_store_is_served(start: Start, store: Path, records: Path, tmp_path: Path) -> None:
    copy = tmp_path / "store"
    shutil.copytree(store, copy)
    live = start("--store", str(copy), "--workers", "1", "--query-workers", "1")
    first = httpx.get(f"{live.url}writtenquestions.json").json()["result"]["totalResults"]
    few = tmp_path / "few.jsonl"
    few.write_text("".join(records.read_text().splitlines(keepends=True)[:20]))
    assert main(["-q", "build", str(few), "--store", str(copy), "--replace", "--no-check"]) == 0
    deadline = time.monotonic() + 20
    while (now := httpx.get(f"{live.url}writtenquestions.json").json()["result"]["totalResults"]) == first:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert now <= 20
    # What is no store is noted, and the old one served on.
    (copy / "manifest.json").write_text("{}")
    while not any("cannot be opened" in line for line in live.lines):
        assert time.monotonic() < deadline + 20
        time.sleep(0.1)
    assert httpx.get(f"{live.url}writtenquestions.json").json()["result"]["totalResults"] == now
    assert live.stop() == 0


def test_ukparliament(server: Live) -> None:
    ukparliament = pytest.importorskip(
        "ukparliament", reason="pip install --no-deps -r tests/server/clients.txt"
    )
    client = ukparliament.Parliament()
    client.LDA_ENDPOINT = server.url
    first = client.get("commonswrittenquestions.json", limit=5, page=0)
    second = client.get("commonswrittenquestions.json", limit=5, page=1)
    assert (first["itemsPerPage"], len(first["items"]), first["startIndex"], second["startIndex"]) == (
        5,
        5,
        1,
        6,
    )
    assert not {i["_about"] for i in first["items"]} & {i["_about"] for i in second["items"]}
    item = first["items"][0]
    from ukparliament.resource import parse_data

    assert parse_data(item["dateTabled"]).date().isoformat() == item["dateTabled"]["_value"][:10]
    client.http.close()


def test_sparqlwrapper(server: Live) -> None:
    from SPARQLWrapper import CSV, JSON, JSONLD, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, XML, SPARQLWrapper

    select = "SELECT ?q { ?q a <http://data.parliament.uk/schema/parl#WrittenParliamentaryQuestion> } ORDER BY ?q LIMIT 3"
    construct = "CONSTRUCT { ?s ?p ?o } WHERE { { " + select.replace("?q", "?s") + " } ?s ?p ?o }"
    client = SPARQLWrapper(f"{server.url}sparql")
    client.setQuery(select)
    client.setReturnFormat(JSON)
    rows = [row["q"]["value"] for row in client.query().convert()["results"]["bindings"]]
    assert len(rows) == 3
    client.setMethod(POST)
    assert [row["q"]["value"] for row in client.query().convert()["results"]["bindings"]] == rows
    client.setRequestMethod(POSTDIRECTLY)
    assert [row["q"]["value"] for row in client.query().convert()["results"]["bindings"]] == rows
    client.setMethod("GET")
    client.setReturnFormat(CSV)
    assert client.query().convert().decode().split() == ["q", *rows]
    client.setReturnFormat(TSV)
    assert client.query().convert().decode().split() == ["?q", *(f"<{row}>" for row in rows)]
    client.setReturnFormat(XML)
    assert client.query().convert().toxml().count("<uri>") == 3
    client.setQuery(construct)
    sizes = set()
    for wanted in (TURTLE, RDFXML, JSONLD):
        client.setReturnFormat(wanted)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            found = client.query().convert()
        sizes.add(len(rdflib.Graph().parse(data=found) if wanted == TURTLE else found))
    assert len(sizes) == 1 and sizes.pop() > 20
    client.setQuery("ASK {")
    client.setReturnFormat(JSON)
    with pytest.raises(Exception, match="bad request"):
        client.query()


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/json", "application/json"), ("application/xml", "application/xml; charset=utf-8"),
        ("text/csv", "text/csv; charset=utf-8"), ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/rdf+xml", "application/rdf+xml"), ("application/n-triples", "application/n-triples"),
        ("application/ld+json", "application/ld+json"), ("text/html", "text/html; charset=utf-8"),
        ("text/plain", "text/plain; charset=utf-8"),
    ],
)  # fmt: skip
def test_curl(server: Live, accept: str, kind: str) -> None:
    command = ["curl", "-sS", "-i", "-H", f"Accept: {accept}", f"{server.url}writtenquestions?_pageSize=2"]
    answer = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    head, _, body = answer.partition("\r\n\r\n")
    headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in head.split("\r\n")[1:])}
    assert (head.split()[1], headers["content-type"]) == ("200", kind)
    assert "Accept" in headers["vary"] and headers["content-location"].startswith(server.url)
    if accept == "text/csv":
        assert len(list(csv.reader(io.StringIO(body)))) == 3
    elif kind.partition(";")[0] in (
        "text/turtle",
        "application/rdf+xml",
        "application/n-triples",
        "application/ld+json",
    ):
        assert len(rdflib.Graph().parse(data=body, format=accept)) > 10


def pages(address: str) -> Iterator[list[str]]:
    while address:
        response = httpx.get(address, timeout=20)
        assert response.status_code == 200, response.text
        yield response.text.splitlines()[1:]
        links = dict(reversed(each.split("; rel=", 1)) for each in response.headers["Link"].split(", "))
        address = links.get('"next"', "").strip("<>")


def test_stored_queries_by_pages(server: Live) -> None:
    address = f"{server.url}queries/response-times.csv"
    whole = httpx.get(address, timeout=20).text.splitlines()[1:]
    assert len(whole) > 3
    for size in (2, len(whole), 1_000):
        parts = list(pages(f"{address}?limit={size}"))
        assert [row for part in parts for row in part] == whole
        assert len(parts) == -(-len(whole) // size)


def test_a_chart(server: Live) -> None:
    response = httpx.get(f"{server.url}queries/members-by-topic.svg?topic=SEND", timeout=20)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/svg+xml")
    assert response.text.startswith("<svg")
