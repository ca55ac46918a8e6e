"""A remote endpoint: a small SPARQL server on this machine that can also misbehave, as real ones do at times."""

from __future__ import annotations

import gc
import gzip
import io
import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from pqgraph import __version__
from pqgraph.errors import PqgraphError
from pqgraph.queries import results
from pqgraph.rdf.formats import FORMATS
from pqgraph.store.local import LocalStore
from pqgraph.store.remote import Credentials, Limits, RemoteStore
from pqgraph.store.results import Boolean, RdfTerm, Solutions, Triples

DATA = LocalStore.in_memory()
DATA.bulk_load(io.BytesIO('<http://e/a> <http://e/p> "é"@en .\n'.encode()), FORMATS["ntriples"])
ROWS = "SELECT ?s ?o ?none { ?s ?p ?o }"
GRAPH = "CONSTRUCT WHERE { ?s ?p ?o }"
JSON, XML, NT = "application/sparql-results+json", "application/sparql-results+xml", "application/n-triples"
NOBODY = Credentials()
QUICK = Limits(connect=5, read=5, total=20, retries=2, pause=0.02, longest_pause=2)
TWO = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"http://e/1"}},{"s":{"type":"uri","value":"http://e/2"}}]}}'
TWO_XML = (
    b'<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="s"/></head>'
    b'<results><result><binding name="s"><uri>http://e/1</uri></binding></result>'
    b'<result><binding name="s"><uri>http://e/2</uri></binding></result></results></sparql>'
)
RDF_XML = (
    b'<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
    b'<rdf:Description rdf:about="http://e/a"><e:p>x</e:p></rdf:Description></rdf:RDF>'
)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.work(parse_qs(urlsplit(self.path).query))

    def do_POST(self) -> None:
        self.work(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))

    def work(self, form: dict[str, list[str]]) -> None:
        self.server.seen.append((self.command, form, dict(self.headers)))
        self.close_connection = True
        getattr(self, urlsplit(self.path).path.strip("/").partition("/")[0])(form.get("query", [""])[0])

    def answer(
        self,
        media_type: str,
        data: bytes,
        status: int = 200,
        *,
        length: int | None = None,
        framed: bool = True,
        **headers: str,
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        # Unannounced, the end would reach a client that is following a redirect on the same connection too late.
        self.send_header("Connection", "close")
        if framed:
            self.send_header("Content-Length", str(len(data) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def sparql(self, query: str) -> None:
        result, stream = DATA.query(query), io.BytesIO()
        results.write(result, "ntriples" if isinstance(result, Triples) else "json", stream)
        kind = NT if isinstance(result, Triples) else JSON
        self.answer(f"{kind}; charset=utf-8", stream.getvalue())

    def planned(self, query: str) -> None:
        """What the test put on the server's list."""
        kind, data, options = self.server.plan
        self.answer(kind, data, **options)

    def chunks_cut(self, query: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", JSON)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(TWO), TWO))  # all of it, but not the last chunk

    def closes(self, query: str) -> None:
        self.connection.close()

    def slow(self, query: str) -> None:
        time.sleep(1.5)

    def drip(self, query: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", JSON)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(40):
            try:
                self.wfile.write(b" ")
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.1)

    def drip_head(self, query: str) -> None:
        for _ in range(40):
            try:
                self.wfile.write(b"H")
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.1)

    def stalls(self, query: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", JSON)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(TWO[:60])
        self.wfile.flush()
        time.sleep(1.5)

    def busy_then_well(self, query: str) -> None:
        self.server.countdown -= 1
        if self.server.countdown >= 0:
            self.answer("text/plain", b"later", self.server.status, **self.server.extra)
        else:
            self.sparql(query)

    def closes_then_well(self, query: str) -> None:
        self.server.countdown -= 1
        if self.server.countdown >= 0:
            self.connection.close()
        else:
            self.sparql(query)

    def moved(self, query: str) -> None:
        self.answer("text/plain", b"", self.server.status, Location=self.server.target)

    def asks(self, query: str) -> None:
        if self.headers["Authorization"] is None:
            self.answer("text/plain", b"who?", 401, WWW_Authenticate='Basic realm="x"')
        else:
            self.sparql(query)

    def log_message(self, *args: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[tuple[str, dict[str, list[str]], dict[str, str]]] = []
        self.plan: tuple[str, bytes, dict[str, Any]] = ("", b"", {})
        self.countdown = 0
        self.status = 503
        self.extra: dict[str, str] = {}
        self.target = ""

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # clients that go away are part of these tests

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@pytest.fixture(autouse=True)
def _no_cycles() -> None:
    # Oxigraph's results may only be dropped by their own thread. What earlier tests left in reference cycles must not
    # be collected by the server's.
    gc.collect()


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("USER", "PASSWORD", "TOKEN"):
        monkeypatch.delenv(f"PQGRAPH_ENDPOINT_{name}", raising=False)


def running() -> Iterator[Server]:
    found = Server()
    thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield found
    found.shutdown()
    thread.join()
    found.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    yield from running()


@pytest.fixture
def elsewhere() -> Iterator[Server]:
    yield from running()


def at(server: Server, path: str, **options: Any) -> RemoteStore:
    options.setdefault("limits", QUICK)
    return RemoteStore(f"{server.base}/{path}", **options)


def rows(store: RemoteStore, text: str = ROWS) -> list[Any]:
    with store:
        result = store.query(text)
        assert isinstance(result, Solutions)
        return list(result.rows)


def triples(store: RemoteStore) -> list[Any]:
    with store:
        result = store.query(GRAPH)
        assert isinstance(result, Triples)
        return list(result.triples)


def failing(store: RemoteStore, code: str = "PQ605", text: str = ROWS) -> PqgraphError:
    with pytest.raises(PqgraphError) as problem:
        triples(store) if text == GRAPH else rows(store, text)
    assert problem.value.code.id == code, problem.value
    assert "\n" not in problem.value.found
    assert problem.value.advice
    return problem.value


ONE_ROW = [(RdfTerm("iri", "http://e/a"), RdfTerm("literal", "é", None, "en"), None)]


def test_select(server: Server) -> None:
    assert rows(at(server, "sparql")) == ONE_ROW
    method, form, headers = server.seen[-1]
    assert (method, form) == ("GET", {"query": [ROWS]})
    assert headers["Accept"].startswith(JSON)
    assert "Authorization" not in headers
    assert [v for k, v in headers.items() if k.lower() == "user-agent"] == [f"pqgraph/{__version__}"]


def test_ask_and_construct(server: Server) -> None:
    with at(server, "sparql") as store:
        assert store.query("ASK { ?s ?p ?o }") == Boolean(True)
    assert triples(at(server, "sparql")) == [("<http://e/a>", "<http://e/p>", '"é"@en')]


def test_long_queries_are_posted_and_graphs_named(server: Server) -> None:
    text = ROWS + " #" + "x" * 3000
    store = at(
        server, "sparql?key=a%26b", default_graphs=["http://e/g", "http://e/h"], named_graphs=["http://e/n"]
    )
    assert rows(store, text) == ONE_ROW
    named = {
        "key": ["a&b"],
        "default-graph-uri": ["http://e/g", "http://e/h"],
        "named-graph-uri": ["http://e/n"],
    }
    assert server.seen[-1][:2] == ("POST", {**named, "query": [text]})
    assert rows(store) == ONE_ROW
    assert server.seen[-1][:2] == ("GET", {**named, "query": [ROWS]})


def test_a_prefix_that_looks_like_an_update(server: Server) -> None:
    text = f"PREFIX delete: <http://e/insert#>\n{ROWS}"
    assert rows(at(server, "sparql"), text) == ONE_ROW
    assert server.seen[-1][1] == {"query": [text]}


@pytest.mark.parametrize("query", ["CLEAR ALL", "SELECT ?s { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"])
def test_only_reading(server: Server, query: str) -> None:
    with pytest.raises(PqgraphError, match="PQ507"):
        at(server, "sparql").query(query)
    assert not server.seen


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://e/",
        "e",
        "http://",
        "javascript:alert(1)",
        "http://e:99999/",
        "http://e/a b",
        "",
    ],
)
def test_addresses(address: str) -> None:
    with pytest.raises(PqgraphError, match="PQ901"):
        RemoteStore(address)


def test_graphs_are_iris() -> None:
    with pytest.raises(PqgraphError, match="PQ901"):
        RemoteStore("http://e/", default_graphs=["not an iri"])


@pytest.mark.parametrize(
    ("kind", "data", "options", "code", "says"),
    [
        (
            "text/html",
            b"<html><title>Welcome\n&amp; hello</title></html>",
            {},
            "PQ605",
            "a web page (Welcome & hello) in place",
        ),
        ("text/html", b"<html>", {}, "PQ605", "it answers with a web page in place of a result"),
        ("text/plain", TWO, {}, "PQ605", "it answers with text/plain, which is not a result"),
        ("text/csv", b"s\r\nx\r\n", {}, "PQ605", "it answers with text/csv"),
        ("", TWO, {}, "PQ605", "it answers with no media type"),
        ("text/plain", b"not\nthis one", {"status": 400}, "PQ605", "it answers 400: not this one"),
        (
            "text/html",
            b"<html><head><title>x</title></head><body><h1>No</h1>way",
            {"status": 400},
            "PQ605",
            "it answers 400: No way",
        ),
        ("text/plain", b"", {"status": 404}, "PQ605", "it answers 404"),
        ("text/plain", b"oops", {"status": 500}, "PQ605", "it answers 500: oops"),
        ("text/plain", b"who?", {"status": 401}, "PQ605", "it answers 401: who?"),
        (JSON, b'{"head":{},"boolean":true}', {}, "PQ605", "true or false where rows"),
        (JSON, TWO, {"status": 206}, "PQ609", "206"),
        (JSON, TWO, {"X_SPARQL_MaxRows": "2"}, "PQ609", "no more than 2 rows"),
        (
            JSON,
            TWO,
            {"X_SQL_State": "S1TAT", "X_SQL_Message": "RC: incomplete"},
            "PQ609",
            "(S1TAT: RC: incomplete)",
        ),
        (JSON, TWO[:100], {}, "PQ609", "breaks off or is damaged"),
        (JSON, TWO[:-1], {}, "PQ609", "breaks off or is damaged"),
        (JSON, TWO[:-1], {"framed": False}, "PQ609", "breaks off or is damaged"),
        (JSON, TWO + b"x", {}, "PQ609", "breaks off or is damaged"),
        (JSON, TWO, {"length": 9999}, "PQ609", "breaks off"),
        (JSON, gzip.compress(TWO, mtime=0)[:-9], {"Content_Encoding": "gzip"}, "PQ609", "breaks off"),
        (JSON, b"nonsense", {"Content_Encoding": "gzip"}, "PQ609", "breaks off"),
        (JSON, b"nonsense", {"Content_Encoding": "br"}, "PQ605", "is encoded in br"),
        (XML, TWO_XML[:-9], {}, "PQ609", "breaks off before its end tag"),
        (XML, TWO_XML.partition(b"<result>")[0], {}, "PQ609", "breaks off before its end tag"),
    ],
    ids=lambda v: v if isinstance(v, str) and " " in v else "",
)
def test_answers_that_are_no_results(
    server: Server, kind: str, data: bytes, options: dict[str, Any], code: str, says: str
) -> None:
    server.plan = kind, data, options
    problem = failing(at(server, "planned"), code)
    assert says in problem.found
    assert problem.place is not None and problem.place.startswith(f"{server.base}/planned")


@pytest.mark.parametrize("cut", range(1, len(TWO_XML), 7))
def test_no_part_of_an_xml_result_passes_for_the_whole(server: Server, cut: int) -> None:
    server.plan = XML, TWO_XML[:-cut], {"framed": False}
    failing(at(server, "planned"), "PQ609")


@pytest.mark.parametrize(
    ("kind", "data", "options"),
    [
        (JSON, TWO, {}),
        (JSON, TWO, {"framed": False}),
        ("application/json; charset=utf-8", b" \n" + TWO + b"\n", {}),
        (JSON, gzip.compress(TWO, mtime=0), {"Content_Encoding": "gzip"}),
        (
            JSON,
            gzip.compress(TWO[:50], mtime=0) + gzip.compress(TWO[50:], mtime=0),
            {"Content_Encoding": "GZIP"},
        ),
        (XML, TWO_XML, {"framed": False}),
        ("application/xml", TWO_XML + b"\n<!-- done -->\n", {}),
    ],
)
def test_whole_answers_in_any_dress(server: Server, kind: str, data: bytes, options: dict[str, Any]) -> None:
    server.plan = kind, data, options
    assert rows(at(server, "planned")) == [(RdfTerm("iri", "http://e/1"),), (RdfTerm("iri", "http://e/2"),)]


@pytest.mark.parametrize(
    ("kind", "data", "options", "code"),
    [
        (NT, b'<http://e/a> <http://e/p> "x" .\nnope', {}, "PQ609"),
        (NT, b'<http://e/a> <http://e/p> "x" .\n', {"framed": False}, "PQ609"),
        ("text/turtle", b'<http://e/a> <http://e/p> "x" .\n', {"framed": False}, "PQ609"),
        ("application/rdf+xml", RDF_XML[:-10], {"framed": False}, "PQ609"),
        ("application/rdf+xml", RDF_XML[:-30], {"framed": False}, "PQ609"),
        ("text/html", b"<html>", {}, "PQ605"),
        (JSON, TWO, {}, "PQ605"),
    ],
)
def test_graphs_that_are_not_whole(
    server: Server, kind: str, data: bytes, options: dict[str, Any], code: str
) -> None:
    server.plan = kind, data, {"Server": "Oxigraph/1", **options}
    failing(at(server, "planned"), code, GRAPH)


def test_graphs_in_other_formats(server: Server) -> None:
    expected = [("<http://e/a>", "<http://e/p>", '"x"')]
    for kind, data in (("application/rdf+xml", RDF_XML), ("text/turtle", b'<http://e/a> <http://e/p> "x".')):
        server.plan = kind, data, {"Server_": "x"}
        with at(server, "planned") as store:
            result = store.query("DESCRIBE <http://e/a>")
            assert isinstance(result, Triples)
            assert list(result.triples) == expected


def test_a_graph_of_an_unknown_server_is_checked_by_its_rows(server: Server) -> None:
    assert triples(at(server, "sparql"))
    assert [form["query"][0] for _, form, _ in server.seen] == [
        GRAPH,
        "SELECT (1 AS ?pqgraph_row)  WHERE { ?s ?p ?o }",
    ]


@pytest.mark.parametrize(
    ("data", "kind", "value"),
    [
        (b'{"head":{},"boolean":false}', JSON, False),
        (b'{"head":{"vars":["__ASK_RETVAL"]},"results":{"bindings":[]}}', JSON, False),
        (
            b'{"head":{"vars":["__ASK_RETVAL"]},"results":{"bindings":[{"__ASK_RETVAL":{"type":"literal","value":"1"}}]}}',
            JSON,
            True,
        ),
        (
            b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><boolean>true</boolean></sparql>',
            XML,
            True,
        ),
    ],
)
def test_truth(server: Server, data: bytes, kind: str, value: bool) -> None:
    with at(server, "planned") as store:
        server.plan = kind, data, {}
        assert store.query("ASK {}") == Boolean(value)
        for cut in (data[:-1], data[:-12], b""):
            server.plan = kind, cut, {"framed": False}
            with pytest.raises(PqgraphError) as problem:
                store.query("ASK {}")
            assert problem.value.code.id == "PQ609", cut
        server.plan = JSON, TWO, {}
        with pytest.raises(PqgraphError, match="neither true nor false"):
            store.query("ASK {}")


def test_chunks_without_the_last(server: Server) -> None:
    assert "breaks off" in failing(at(server, "chunks_cut"), "PQ609").found


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_busy_servers_are_asked_again(server: Server, status: int) -> None:
    server.status, server.countdown = status, 2
    assert rows(at(server, "busy_then_well")) == ONE_ROW
    assert len(server.seen) == 3
    server.countdown = 3
    problem = failing(at(server, "busy_then_well"))
    assert problem.found == f"it answers {status}: later (3 times)"


def test_retry_after(server: Server) -> None:
    server.status, server.countdown, server.extra = 503, 1, {"Retry-After": "1"}
    began = time.monotonic()
    assert rows(at(server, "busy_then_well")) == ONE_ROW
    assert time.monotonic() - began >= 1
    server.status, server.countdown, server.extra = 429, 1, {"Retry-After": "3600"}
    problem = failing(at(server, "busy_then_well"))
    assert problem.found == "it answers 429: later, and not to come back before 3,600 s"
    assert server.countdown == 0  # it was not asked again


def test_broken_connections_are_tried_again(server: Server) -> None:
    server.countdown = 2
    assert rows(at(server, "closes_then_well")) == ONE_ROW
    assert "no connection" in failing(at(server, "closes")).found


def test_refusals_are_not_tried_again(server: Server) -> None:
    server.plan = "text/plain", b"no", {"status": 500}
    failing(at(server, "planned"))
    assert len(server.seen) == 1


def test_too_slow(server: Server) -> None:
    problem = failing(at(server, "slow", limits=Limits(read=0.3, retries=3)))
    assert problem.found == "it does not answer in time (0.3 s)"
    assert len(server.seen) == 1
    assert failing(at(server, "stalls", limits=Limits(read=0.3))).found == "its answer stops for 0.3 s"


@pytest.mark.parametrize("path", ["drip", "drip_head"])
def test_byte_by_byte_is_too_slow_in_all(server: Server, path: str) -> None:
    began = time.monotonic()
    problem = failing(at(server, path, limits=Limits(read=5, total=0.6)))
    assert problem.found == "it takes more than 0.6 s in all"
    assert time.monotonic() - began < 2.5


def test_nobody_there() -> None:
    store = RemoteStore("http://127.0.0.1:1/sparql", limits=Limits(retries=1, pause=0.01))
    assert failing(store).found == "no connection: Connection refused (2 times)"


def test_no_such_host() -> None:
    store = RemoteStore("http://no-such-host.invalid/sparql", limits=Limits(retries=5, pause=5, total=20))
    problem = failing(store)
    assert "no connection" in problem.found
    assert problem.place == "http://no-such-host.invalid/sparql"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirects_keep_the_query(server: Server, elsewhere: Server, status: int) -> None:
    server.status, server.target = status, f"{elsewhere.base}/sparql"
    text = ROWS + " #" + "x" * 3000
    assert rows(at(server, "moved"), text) == ONE_ROW
    assert elsewhere.seen[-1][:2] == ("POST", {"query": [text]})


def test_credentials_stay_at_home(server: Server, elsewhere: Server) -> None:
    server.status, server.target = 307, f"{elsewhere.base}/sparql"
    text = ROWS + " #" + "x" * 3000
    for who in (Credentials("me", "s3cret-one"), Credentials(token="s3cret-two")):
        assert rows(at(server, "moved", credentials=who), text) == ONE_ROW
        assert "Authorization" in server.seen[-1][2]
        assert "Authorization" not in elsewhere.seen[-1][2]
        assert "s3cret" not in str(elsewhere.seen)
    server.target = "/sparql"
    assert rows(at(server, "moved", credentials=Credentials("me", "s3cret-one")), text) == ONE_ROW
    assert "Authorization" in server.seen[-1][2]


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("/moved", "redirects more than 5 times"),
        ("file:///etc/passwd", "no http(s) address"),
        ("javascript:alert(1)", "no http(s) address"),
    ],
)
def test_redirects_that_lead_nowhere(server: Server, target: str, says: str) -> None:
    server.status, server.target = 302, target
    assert says in failing(at(server, "moved")).found


def test_basic_and_bearer(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rows(at(server, "asks", user="mé", password="pass")) == ONE_ROW
    assert server.seen[-1][2]["Authorization"] == "Basic bcOpOnBhc3M="
    assert len(server.seen) == 1
    assert rows(at(server, "asks", credentials=Credentials(token="abc.def"))) == ONE_ROW
    assert server.seen[-1][2]["Authorization"] == "Bearer abc.def"
    address = server.base.replace("//", "//some%40one:pass@")
    with RemoteStore(f"{address}/asks", limits=QUICK) as store:
        assert rows(store) == ONE_ROW
        assert "pass" not in repr(store) + store.endpoint
    monkeypatch.setenv("PQGRAPH_ENDPOINT_TOKEN", "of-the-environment")
    assert rows(at(server, "asks")) == ONE_ROW
    assert server.seen[-1][2]["Authorization"] == "Bearer of-the-environment"
    assert "PQGRAPH_ENDPOINT_PASSWORD" in failing(at(server, "asks", credentials=NOBODY)).advice


def test_secrets_are_never_shown(server: Server) -> None:
    server.plan = "text/plain", b"wrong password: t0p-secret", {"status": 401}
    address = server.base.replace("//", "//me:t0p-secret@")
    with pytest.raises(PqgraphError) as problem:
        RemoteStore(f"{address}/planned?key=t0p-key", limits=QUICK).query(ROWS)
    shown = repr(problem.value) + str(problem.value) + problem.value.advice
    assert "t0p" not in shown
    assert problem.value.place == f"{server.base}/planned?…"
    assert "t0p" not in repr(Credentials("me", "t0p-secret", "t0p-token"))
    with pytest.raises(PqgraphError) as problem:
        RemoteStore("ftp://me:t0p-secret@e/")
    assert "t0p" not in str(problem.value)


def test_netrc_is_not_read(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password from-netrc\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    assert rows(at(server, "sparql", credentials=NOBODY)) == ONE_ROW
    assert "Authorization" not in server.seen[-1][2]


def test_rows_stream_and_may_be_left(server: Server) -> None:
    server.plan = JSON, TWO, {}
    with at(server, "planned") as store:
        result = store.query(ROWS)
        assert isinstance(result, Solutions)
        assert next(result.rows) == (RdfTerm("iri", "http://e/1"),)
        result.rows.close()  # type: ignore[attr-defined]
        assert len(rows(store)) == 2


def test_certificates_are_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl, which makes the certificate, is not installed")
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    for secure in running():
        secure.socket = context.wrap_socket(secure.socket, server_side=True)
        address = f"https://127.0.0.1:{secure.server_port}"
        monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
        problem = failing(RemoteStore(f"{address}/sparql", limits=QUICK))
        assert "no secure connection: " in problem.found and "certificate" in problem.found
        assert not secure.seen
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
        assert rows(RemoteStore(f"{address}/sparql", limits=QUICK)) == ONE_ROW
        slow = failing(RemoteStore(f"{address}/drip", limits=Limits(read=5, total=0.6)))
        assert slow.found == "it takes more than 0.6 s in all"
        secure.status, secure.target = 307, f"http://127.0.0.1:{secure.server_port}/sparql"
        assert "which is not secure" in failing(RemoteStore(f"{address}/moved", limits=QUICK)).found
