"""A remote endpoint: a small SPARQL server on this machine that can also misbehave."""

from __future__ import annotations

import gc
import io
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest

from pqgraph.errors import PqgraphError
from pqgraph.queries import results
from pqgraph.rdf.formats import FORMATS
from pqgraph.store.local import LocalStore
from pqgraph.store.remote import RemoteStore
from pqgraph.store.results import Boolean, RdfTerm, Solutions, Triples

DATA = LocalStore.in_memory()
DATA.bulk_load(io.BytesIO('<http://e/a> <http://e/p> "é"@en .\n'.encode()), FORMATS["ntriples"])
ROWS = "SELECT ?s ?o ?none { ?s ?p ?o }"


class Handler(BaseHTTPRequestHandler):
    requests: list[tuple[dict[str, list[str]], str, str | None]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = parse_qs(body)
        self.server.seen.append((form, self.headers["Accept"], self.headers["Authorization"]))  # type: ignore[attr-defined]
        getattr(self, self.path.strip("/"))(form["query"][0])

    def answer(self, media_type: str, data: bytes, status: int = 200, length: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(data) if length is None else length))
        self.end_headers()
        self.wfile.write(data)

    def sparql(self, query: str) -> None:
        result, stream = DATA.query(query), io.BytesIO()
        results.write(result, "ntriples" if isinstance(result, Triples) else "json", stream)
        kind = "application/n-triples" if isinstance(result, Triples) else results.MEDIA_TYPES["json"]
        self.answer(f"{kind}; charset=utf-8", stream.getvalue())

    def page(self, query: str) -> None:
        self.answer("text/html", b"<html>Welcome</html>")

    def damaged(self, query: str) -> None:
        head = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"http://e/"}},'
        self.answer(results.MEDIA_TYPES["json"], head)

    def short(self, query: str) -> None:
        head = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"http://e/"}},'
        self.answer(results.MEDIA_TYPES["json"], head, length=9999)

    def badgraph(self, query: str) -> None:
        self.answer("application/n-triples", b"<http://e/a> <http://e/p> <http://e/o> .\nnope")

    def slow(self, query: str) -> None:
        time.sleep(2)

    def refuse(self, query: str) -> None:
        self.answer("text/plain", b"not\nthis one", 400)

    def secret(self, query: str) -> None:
        self.answer("text/plain", b"who are you?", 401)

    def gone(self, query: str) -> None:
        self.answer("text/plain", b"", 404)

    def broken(self, query: str) -> None:
        self.answer("text/plain", b"oops", 500)

    def busy(self, query: str) -> None:
        self.answer("text/plain", b"later", 503)

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture(autouse=True)
def _no_cycles() -> None:
    # Oxigraph's results may only be dropped by their own thread. What earlier tests left in reference cycles must not
    # be collected by the server's.
    gc.collect()


@pytest.fixture(scope="module")
def server() -> Iterator[ThreadingHTTPServer]:
    found = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.daemon_threads = True
    found.seen = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=found.serve_forever)
    thread.start()
    yield found
    found.shutdown()
    thread.join()
    found.server_close()


def at(server: ThreadingHTTPServer, path: str, **options: Any) -> RemoteStore:
    return RemoteStore(f"http://127.0.0.1:{server.server_port}/{path}", **options)


def test_select(server: ThreadingHTTPServer) -> None:
    result = at(server, "sparql").query(ROWS)
    assert isinstance(result, Solutions)
    assert result.variables == ("s", "o", "none")
    assert list(result.rows) == [(RdfTerm("iri", "http://e/a"), RdfTerm("literal", "é", None, "en"), None)]
    form, accept, authorization = server.seen[-1]  # type: ignore[attr-defined]
    assert form == {"query": [ROWS]}
    assert (accept, authorization) == ("application/sparql-results+json", None)


def test_ask_and_construct(server: ThreadingHTTPServer) -> None:
    store = at(server, "sparql", user="me", password="pass")
    assert store.query("ASK { ?s ?p ?o }") == Boolean(True)
    result = store.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(result, Triples)
    assert list(result.triples) == [("<http://e/a>", "<http://e/p>", '"é"@en')]
    _, accept, authorization = server.seen[-1]  # type: ignore[attr-defined]
    assert (accept, authorization) == ("application/n-triples", "Basic bWU6cGFzcw==")


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("page", "text/html, which is not a result"),
        ("refuse", "it answers 400: not this one"),
        ("secret", "it answers 401: who are you?"),
        ("gone", "it answers 404"),
        ("broken", "it answers 500: oops"),
        ("busy", "503"),
    ],
)
def test_failures(server: ThreadingHTTPServer, path: str, says: str) -> None:
    with pytest.raises(PqgraphError) as problem:
        at(server, path).query(ROWS)
    assert problem.value.code.id == "PQ605"
    assert says in problem.value.found
    assert "\n" not in problem.value.found
    assert problem.value.place == f"http://127.0.0.1:{server.server_port}/{path}"


@pytest.mark.parametrize("path", ["damaged", "short"])
def test_answers_that_break_off(server: ThreadingHTTPServer, path: str) -> None:
    with pytest.raises(PqgraphError) as problem:
        result = at(server, path).query(ROWS)
        assert isinstance(result, Solutions)
        list(result.rows)
    assert problem.value.code.id == "PQ605"


def test_a_graph_that_breaks_off(server: ThreadingHTTPServer) -> None:
    with pytest.raises(PqgraphError) as problem:
        result = at(server, "badgraph").query("CONSTRUCT WHERE { ?s ?p ?o }")
        assert isinstance(result, Triples)
        list(result.triples)
    assert problem.value.code.id == "PQ605"


def test_too_slow(server: ThreadingHTTPServer) -> None:
    with pytest.raises(PqgraphError) as problem:
        at(server, "slow", timeout=0.5).query(ROWS)
    assert (problem.value.code.id, problem.value.found) == ("PQ605", "it does not answer in time")


def test_nobody_there() -> None:
    with pytest.raises(PqgraphError) as problem:
        RemoteStore("http://127.0.0.1:1/sparql").query(ROWS)
    assert problem.value.code.id == "PQ605"
    assert "refused" in problem.value.found.lower()


@pytest.mark.parametrize("query", ["CLEAR ALL", "SELECT ?s { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"])
def test_only_reading(server: ThreadingHTTPServer, query: str) -> None:
    before = len(server.seen)  # type: ignore[attr-defined]
    with pytest.raises(PqgraphError, match="PQ507"):
        at(server, "sparql").query(query)
    assert len(server.seen) == before  # type: ignore[attr-defined]


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://e/", "e", "http://", "javascript:alert(1)"])
def test_addresses(address: str) -> None:
    with pytest.raises(PqgraphError, match="PQ901"):
        RemoteStore(address)
