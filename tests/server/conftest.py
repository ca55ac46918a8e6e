"""Servers under test: one in this process for most, real ones on a free port where sockets and signals matter."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pqgraph.api.server.access_log import AccessLog
from pqgraph.api.server.app import application
from pqgraph.api.server.settings import Limits, Settings

GRAPHS = """
<http://e/1> <http://e/p> "one" <http://g/1> .
<http://e/2> <http://e/p> "two" <http://g/2> .
<http://e/3> <http://e/p> "three" <http://g/3> .
"""
SECONDS = 2.0


@pytest.fixture(scope="session")
def data(root: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A question and its answer, and three named graphs."""
    graphs = tmp_path_factory.mktemp("data") / "graphs.nq"
    graphs.write_text(GRAPHS)
    return [root / "examples" / "life-cycle" / "5-corrected.ttl", graphs]


@pytest.fixture(scope="session")
def log_lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "log.jsonl"


@pytest.fixture(scope="session")
def client(data: list[Path], log_lines: Path) -> Iterator[TestClient]:
    limits = Limits(seconds=SECONDS, rows=50, result_bytes=20_000, queries=2, body_bytes=100_000)
    settings = Settings(data=tuple(map(str, data)), workers=1, limits=limits)
    with log_lines.open("w") as stream:
        app = application(settings, AccessLog(stream))
        with TestClient(app, base_url="http://localhost:8080", follow_redirects=False) as client:
            yield client


@dataclass
class Live:
    """A server in a process of its own."""

    process: subprocess.Popen[str]
    url: str
    lines: list[str] = field(default_factory=list)
    reading: threading.Thread | None = None
    """Takes the lines of the log as they come."""

    def statuses(self, count: int) -> list[int]:
        """Those of the requests in the log, once it has so many: a line may be written after the response is sent."""
        deadline = time.monotonic() + 10
        while True:
            found = [json.loads(line)["status"] for line in list(self.lines) if '"request"' in line]
            if len(found) >= count or time.monotonic() > deadline:
                return found
            time.sleep(0.02)

    @property
    def port(self) -> int:
        return int(self.url.rstrip("/").rpartition(":")[2])

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(20)
        if self.reading is not None:
            self.reading.join(10)
        return code


Start = Callable[..., Live]


@pytest.fixture(scope="session")
def start() -> Iterator[Start]:
    """Starts servers; they end with the tests."""
    started: list[Live] = []

    def start(*arguments: str) -> Live:
        command = [sys.executable, "-m", "pqgraph", "serve", "--port", "0", *arguments]
        process = subprocess.Popen(
            command, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
        )
        assert process.stderr is not None
        live = Live(process, "")
        for line in process.stderr:
            live.lines.append(line)
            note = json.loads(line).get("note", "") if line.startswith("{") else ""
            if note.startswith("listening at "):
                live.url = note.removeprefix("listening at ")
                break
        else:
            pytest.fail("".join(live.lines))
        stream = process.stderr
        live.reading = threading.Thread(target=lambda: live.lines.extend(stream), daemon=True)
        live.reading.start()
        started.append(live)
        return live

    yield start
    for live in started:
        if live.process.poll() is None:
            live.process.kill()
        live.process.wait()
        if live.process.stderr is not None:
            live.process.stderr.close()


@pytest.fixture(scope="session")
def live(start: Start, data: list[Path]) -> Live:
    files = [argument for path in data for argument in ("--data", str(path))]
    return start(*files, "--workers", "1", "--query-workers", "1", "--timeout", "3")
