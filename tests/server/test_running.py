"""The server as a process: starting, stopping, clients that take their time, processes that die."""

import io
import os
import signal
import socket
import threading
import time
from pathlib import Path

import httpx2 as httpx
import pytest

from pqgraph.cli.main import main

from .conftest import Start


def test_requests_are_finished_when_it_stops(start: Start, data: list[Path]) -> None:
    live = start("--data", str(data[0]), "--workers", "1", "--query-workers", "1", "--timeout", "2")
    numbers = " ".join(map(str, range(300)))
    slow = f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {numbers} }} VALUES ?b {{ {numbers} }} VALUES ?c {{ {numbers} }} }}"
    answers: list[httpx.Response] = []
    thread = threading.Thread(
        target=lambda: answers.append(httpx.post(f"{live.url}sparql", data={"query": slow}, timeout=30))
    )
    thread.start()
    time.sleep(0.5)
    assert live.stop() == 0
    thread.join()
    assert answers[0].status_code in (200, 504)
    assert '"note":"stopped"' in live.lines[-2] + live.lines[-1]
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{live.url}healthz")


def _children(pid: int) -> list[int]:
    return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc")
def test_processes_that_die_are_replaced(start: Start, data: list[Path]) -> None:
    live = start("--data", str(data[0]), "--workers", "1", "--query-workers", "1")
    first = _children(live.process.pid)
    assert len(first) == 2
    for pid in first:
        os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 20
    statuses = []
    while True:
        statuses.append(httpx.get(f"{live.url}sparql?query=ASK%7B%7D", timeout=20).status_code)
        statuses.append(httpx.get(f"{live.url}writtenquestions.json", timeout=20).status_code)
        if statuses[-2:] == [200, 200]:
            break
        assert time.monotonic() < deadline
    assert set(statuses) <= {200, 503}
    assert not set(first) & set(_children(live.process.pid))
    # When the server itself dies, nothing is left.
    left = _children(live.process.pid)
    live.process.kill()
    live.process.wait()
    deadline = time.monotonic() + 10
    while any(
        Path(f"/proc/{pid}").is_dir() and "Z" not in Path(f"/proc/{pid}/stat").read_text().split()[2]
        for pid in left
    ):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_what_cannot_be_served(tmp_path: Path, data: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--store", str(tmp_path), "--port", "0"]) == 2
    assert "PQ601" in capsys.readouterr().err
    (tmp_path / "bad.ttl").write_text("nope")
    assert main(["serve", "--data", str(tmp_path / "bad.ttl"), "--port", "0"]) == 3
    assert "PQ301" in capsys.readouterr().err
    assert main(["serve", "--data", str(data[0]), "--api", str(data[0]), "--port", "0"]) == 3
    assert "PQ701" in capsys.readouterr().err
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["serve", "--data", str(data[0]), "--port", str(taken.getsockname()[1])]) == 3
    assert "PQ711" in capsys.readouterr().err
    assert main(["serve"]) == 2
    assert main(["serve", "--data", "x", "--base-url", "example.org/path"]) == 2


def test_slow_clients_are_sent_away(data: list[Path]) -> None:
    import asyncio

    from pqgraph.api.server.access_log import AccessLog
    from pqgraph.api.server.running import _listening, _run
    from pqgraph.api.server.settings import Limits, Settings

    settings = Settings(data=(str(data[0]),), workers=1, limits=Limits(queries=1, idle_seconds=0.7))

    async def scene() -> None:
        listening = _listening("127.0.0.1", 0)
        port = listening.getsockname()[1]
        server = asyncio.create_task(_run(settings, listening, AccessLog(io.StringIO())))
        try:
            for sent in (b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: a\r\n"):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(sent)
                began = time.monotonic()
                assert await asyncio.wait_for(reader.read(), 20) == b""
                writer.close()
            assert time.monotonic() - began < 3
            # A body that never comes is answered.
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(
                b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\nContent-Length: 9\r\n\r\nASK"
            )
            answer = await asyncio.wait_for(reader.read(1_000), 5)
            assert answer.startswith(b"HTTP/1.1 408 ")
            writer.close()
            # One that keeps the connection between requests is let go, too.
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
            answer = await asyncio.wait_for(reader.read(), 10)
            assert answer.startswith(b"HTTP/1.1 200 ") and answer.endswith(b"ok\n")
            writer.close()
        finally:
            os.kill(os.getpid(), signal.SIGINT)
            await server
            listening.close()

    asyncio.run(scene())


def test_behind_a_proxy(start: Start, data: list[Path]) -> None:
    live = start(
        "--data",
        str(data[0]),
        "--workers",
        "1",
        "--query-workers",
        "1",
        "--base-url",
        "https://questions.example.org/",
    )
    page = httpx.get(f"{live.url}writtenquestions.json").json()["result"]
    assert page["_about"] == "https://questions.example.org/writtenquestions.json"
    assert live.statuses(1) == [200]
