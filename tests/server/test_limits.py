"""What a request may not do: each row of the checklist that a server can break."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from pqgraph.api.protocol import Problem
from pqgraph.api.sparql.guard import Bounds, check

from .conftest import SECONDS, Live


def ask(client: TestClient, query: str) -> httpx.Response:
    return client.post("/sparql", data={"query": query})


def is_well(client: TestClient) -> bool:
    """Whether queries are answered, at the latest when processes that were ended have been replaced."""
    deadline = time.monotonic() + 20
    while (response := ask(client, "ASK {}")).status_code == 503 and time.monotonic() < deadline:
        time.sleep(0.1)
    return bool(response.json()["boolean"])


@pytest.fixture
def canary() -> Iterator[tuple[str, list[bytes]]]:
    """A server that nobody should call, and what was sent to it."""
    calls: list[bytes] = []
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.1)
    ended = threading.Event()

    def listen() -> None:
        while not ended.is_set():
            try:
                connection, _ = listening.accept()
            except TimeoutError:
                continue
            with connection:
                calls.append(connection.recv(1000))

    thread = threading.Thread(target=listen)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/", calls
    ended.set()
    thread.join()
    listening.close()


def test_no_request_reaches_the_network(client: TestClient, canary: tuple[str, list[bytes]]) -> None:
    url, calls = canary
    for query, status in (
        (f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}", 403),
        (f"SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}", 403),
        (f"select * {{ # comment\n sErViCe <{url}> {{ ?s ?p ?o }} }}", 403),
        (f"SELECT * {{ BIND(<{url}> AS ?e) SERVICE ?e {{ ?s ?p ?o }} }}", 403),
        (f"PREFIX SERVICE: <{url}> SELECT * {{ \\u0053ERVICE <{url}> {{ ?s ?p ?o }} }}", 400),
        (f"LOAD <{url}>", 403),
        (f"LOAD SILENT <{url}> INTO GRAPH <a:b>", 403),
        (f"ASK FROM <{url}> {{ ?s ?p ?o }}", 200),
        (f"ASK FROM NAMED <{url}> {{ GRAPH ?g {{ ?s ?p ?o }} }}", 200),
        (f"ASK {{ GRAPH <{url}> {{ ?s ?p ?o }} }}", 200),
        (f"DESCRIBE <{url}>", 200),
        ("ASK FROM <file:///etc/passwd> { ?s ?p ?o }", 200),
    ):
        response = ask(client, query)
        assert response.status_code == status, query
        if status == 200 and query.startswith("ASK"):
            assert response.json()["boolean"] is False
    for name in ("default-graph-uri", "named-graph-uri"):
        client.get("/sparql", params={"query": "ASK { ?s ?p ?o }", name: url})
    client.get("/answeredquestions.json", params={"_graph": url})
    time.sleep(0.2)
    assert calls == []


DEEP = [
    ("braces", "ASK " + "{{" * 20_000),
    ("closed braces", "ASK " + "{" * 2_000 + "}" * 2_000),
    ("parentheses", "ASK { FILTER" + "(" * 2_000 + "1" + ")" * 2_000 + "}"),
    ("brackets", "ASK { ?s ?p " + "[?p " * 2_000 + "1" + "]" * 2_000 + "}"),
    ("lists", "ASK { ?s ?p " + "(" * 2_000 + ")" * 2_000 + "}"),
    ("paths", "ASK { ?s " + "(" * 2_000 + "<a:b>" + ")*" * 2_000 + " ?o }"),
    ("sums", "ASK { FILTER(1" + "+1" * 20_000 + " = 1) }"),
    ("ors", "ASK { FILTER(true" + "||true" * 9_000 + ") }"),
    ("nots", "ASK { FILTER(" + "!" * 30_000 + "true) }"),
    ("unions", "ASK {" + "{}UNION" * 8_000 + "{} }"),
    ("exists", "ASK {" + "FILTER EXISTS{" * 2_000 + "}" * 2_000 + "}"),
    ("minus", "ASK {" + "MINUS{?s ?p ?o}" * 4_000 + "}"),
    (
        "sums in the first place of sums",
        "ASK { FILTER(" + "(" * 60 + "1" + ("+1" * 400 + ")") * 60 + " = 1) }",
    ),
    ("too long", "ASK {} #" + "x" * 66_000),
    ("closed too often", "ASK { } }"),
    ("closed crosswise", "ASK { FILTER(1 } )"),
]


@pytest.mark.parametrize("query", [q for _, q in DEEP], ids=[name for name, _ in DEEP])
def test_deep_queries_do_not_reach_the_engine(client: TestClient, query: str) -> None:
    response = ask(client, query)
    assert response.status_code in (400, 413)
    assert client.get("/metrics").text.count('pqgraph_deaths_total{lane="query"} 0') == 1
    assert is_well(client)


def test_what_people_write_is_not_too_deep() -> None:
    values = " ".join(f"<http://e/{i}>" for i in range(1_500))
    assert (
        check(
            f"SELECT * {{ VALUES ?s {{ {values} }} ?s ?p ?o FILTER(?o IN ({', '.join(map(str, range(900)))})) }}",
            Bounds(),
        )
        == "SELECT"
    )
    assert check("ASK " + "{" * 60 + "}" * 60, Bounds()) == "ASK"
    assert check("ASK {" + "OPTIONAL { ?s ?p ?o }" * 100 + "}", Bounds()) == "ASK"


@given(st.text(alphabet="{}()[]<>?sa:\"'\\ .|/*+!=#\n", max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_judged(text: str) -> None:
    try:
        check(f"ASK {text}", Bounds())
    except Problem as problem:
        assert problem.status in (400, 403)


def test_a_query_that_takes_too_long_is_ended(client: TestClient) -> None:
    numbers = " ".join(map(str, range(400)))
    query = f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {numbers} }} VALUES ?b {{ {numbers} }} VALUES ?c {{ {numbers} }} VALUES ?d {{ {numbers} }} }}"
    began = time.monotonic()
    response = ask(client, query)
    assert (response.status_code, response.headers["Content-Type"]) == (504, "application/problem+json")
    assert SECONDS <= time.monotonic() - began < SECONDS + 2
    assert is_well(client)
    assert 'pqgraph_timeouts_total{lane="query"} 1' in client.get("/metrics").text


def test_slow_queries_do_not_stop_items(client: TestClient) -> None:
    numbers = " ".join(map(str, range(400)))
    slow = f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {numbers} }} VALUES ?b {{ {numbers} }} VALUES ?c {{ {numbers} }} VALUES ?d {{ {numbers} }} }}"
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda: statuses.append(ask(client, slow).status_code)) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    began = time.monotonic()
    assert client.get("/writtenquestions.json").status_code == 200
    assert time.monotonic() - began < 1
    for thread in threads:
        thread.join()
    assert set(statuses) <= {503, 504}
    assert is_well(client)


def test_a_result_is_whole_or_an_error(client: TestClient) -> None:
    rows = " ".join(map(str, range(51)))
    assert ask(client, f"SELECT ?a {{ VALUES ?a {{ {rows} }} }}").status_code == 422
    fifty = rows.rpartition(" ")[0]
    found = ask(client, f"SELECT ?a {{ VALUES ?a {{ {fifty} }} }}").json()
    assert len(found["results"]["bindings"]) == 50
    assert ask(client, f"CONSTRUCT {{ <a:a> <a:b> ?a }} {{ VALUES ?a {{ {rows} }} }}").status_code == 422
    long = "x" * 30_000
    problem = ask(client, f'SELECT ("{long}" AS ?a) {{}}')
    assert (problem.status_code, "20,000 bytes" in problem.json()["detail"]) == (422, True)


def test_regular_expressions_are_linear(client: TestClient) -> None:
    began = time.monotonic()
    response = ask(client, 'ASK { FILTER REGEX("' + "a" * 50 + 'b", "(a+)+$") }')
    assert response.json()["boolean"] is False
    assert time.monotonic() - began < 1


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../../etc/passwd", "/static/..%2f..%2f..%2fetc/passwd", "/static/%2e%2e/%2e%2e/etc/passwd",
        "/static//etc/passwd", "/queries/../../etc/passwd", "/queries/..%2f..%2fetc%2fpasswd", "/queries//etc/passwd",
        "/queries/%2e%2e%2fREADME.rq", "/queries/C:%5Cwindows%5Cwin.ini", "/queries/members-by-topic%00.rq",
        "/queries/cube/members-by-topic.rq", "/queries/./members-by-topic.rq", "/..%2f..%2fetc%2fpasswd", "/%00",
        "/queries/" + "a" * 5_000, "/meta/../../etc/passwd",
    ],
)  # fmt: skip
def test_paths_lead_to_no_file(live: Live, path: str) -> None:
    with socket.create_connection(("127.0.0.1", live.port)) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    status = int(answer.split()[1])
    assert status in (400, 404)
    assert b"root:" not in answer and b"SELECT" not in answer


@pytest.mark.parametrize("name", ["_format", "callback", "topic", "x", "_view", "_page"])
def test_line_ends_get_into_no_header(client: TestClient, name: str) -> None:
    for path in (
        "/writtenquestions.json",
        "/queries/members-by-topic",
        "/sparql",
        "/resources/1",
        "/catalog",
    ):
        response = client.get(f"{path}?{name}=a%0d%0aSet-Cookie:%20a=b%0d%0a%0d%0a<script>")
        assert "set-cookie" not in response.headers
        assert all("\r" not in v and "\n" not in v for v in response.headers.values())
    links = client.get("/queries/members-by-topic?topic=SEND&limit=1&offset=1&house=commons%0d%0aX:%20y")
    assert "x" not in links.headers


@pytest.mark.parametrize("callback", ["alert(1)//", "<script>", "a.b", "a;b", "1a", "é", "a\u2028"])
def test_a_callback_is_a_name(client: TestClient, callback: str) -> None:
    response = client.get("/writtenquestions.json", params={"callback": callback})
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_nothing_sent_comes_back_as_html(client: TestClient) -> None:
    payload = "<script>alert(1)</script>"
    for path in (
        f"/{payload}",
        f"/queries/{payload}",
        f"/writtenquestions.json?{payload}=1",
        f"/sparql?query={payload}",
    ):
        for accept in ("text/html", "*/*"):
            response = client.get(path, headers={"Accept": accept})
            assert response.status_code in (400, 404)
            assert "<script>alert" not in response.text or not response.headers["Content-Type"].startswith(
                "text/html"
            )
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert (
                "unsafe-inline"
                not in response.headers["Content-Security-Policy"]
                .partition("script-src")[2]
                .partition(";")[0]
            )


@pytest.mark.parametrize(
    "host", ['evil"><script>', "a b", "a/b", "a,b", "", "[::1", "x" * 300, "a:b:c", "user@host"]
)
def test_a_false_host_is_refused(client: TestClient, host: str) -> None:
    response = client.get("/writtenquestions.json", headers={"Host": host})
    assert response.status_code == 400 or (host == "" and response.status_code == 200)
    assert host == "" or host not in response.text


def test_addresses_and_bodies_have_an_end(client: TestClient) -> None:
    assert client.get("/writtenquestions.json?x=" + "a" * 8_200).status_code == 414
    assert client.get("/sparql?query=" + "a" * 8_200).status_code == 414
    assert client.post("/sparql", data={"query": "ASK {} #" + "x" * 200_000}).status_code == 413

    def endless() -> Iterator[bytes]:
        for _ in range(100_000):
            yield b"x" * 10_000

    response = client.post("/sparql", content=endless(), headers={"Content-Type": "application/sparql-query"})
    assert response.status_code == 413
    assert is_well(client)


def test_bodies_of_others_are_not_read(client: TestClient) -> None:
    for method in ("PUT", "PATCH", "DELETE"):
        response = client.request(method, "/writtenquestions.json", content=b"x" * 200_000)
        assert response.status_code == 405
    assert client.post("/writtenquestions.json", content=b"{}").status_code == 405


def test_headers_have_an_end(live: Live) -> None:
    with socket.create_connection(("127.0.0.1", live.port)) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        try:
            for _ in range(200):
                connection.sendall(b"X-Long: " + b"x" * 8_000 + b"\r\n")
            answer = connection.recv(100)
        except (BrokenPipeError, ConnectionResetError):
            answer = b""
    assert answer == b"" or answer.startswith(b"HTTP/1.1 4")
    assert httpx.get(f"{live.url}healthz").text == "ok\n"


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET /\r\n\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"GET / HTTP/9.9\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", b"G" * 100_000, b"\0" * 1_000,
        b"POST /sparql HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n",
    ],
)  # fmt: skip
def test_what_is_no_http(live: Live, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", live.port)) as connection:
        connection.settimeout(5)
        try:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            answer = connection.recv(1_000)
        except (ConnectionError, TimeoutError):
            answer = b""
    assert answer == b"" or answer.startswith((b"HTTP/1.1 4", b"HTTP/1.1 2"))
    assert httpx.get(f"{live.url}healthz").text == "ok\n"


def test_the_log_tells_no_parameters(client: TestClient, log_lines: Path) -> None:
    client.get("/writtenquestions.json", params={"tablingMember": "http://data.parliament.uk/members/172"})
    client.post("/sparql", data={"query": 'ASK { ?s ?p "a private word" }'})
    # A path may hold what some take for the end of a line.
    client.get("/a%C2%85b%E2%80%A8c%0Ad%1E")
    text = log_lines.read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    assert {"time", "event", "method", "path", "status", "bytes", "ms"} == set(lines[-1])
    assert lines[-1]["path"] == "/a\x85b\u2028c\nd\x1e"
    assert "members/172" not in text and "private word" not in text and "testclient" not in text


def test_headers_of_every_response(client: TestClient) -> None:
    for path in (
        "/writtenquestions.json",
        "/nothing",
        "/sparql",
        "/queries",
        "/healthz",
        "/metrics",
        "/openapi.json",
    ):
        headers = client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert headers["Referrer-Policy"]
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "server" not in headers
