"""Conversion by several processes: the same bytes, the same reports, whatever the inputs hold and in whatever order."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pqgraph.convert import convert
from pqgraph.errors import PqgraphError
from pqgraph.parallel import crew, worker
from pqgraph.pipeline import Problem
from tests.api_items import answered, api, lines

ODD_LINES = (
    b"{",
    b"[1, 2]",
    b'"text"',
    b'{"other": 1}',
    b"\xff\xfe\xfd",
    json.dumps(api("7", questionText="caf\u00e9")).encode().replace(b"\\u00e9", b"\xe9"),
    json.dumps(api("8", questionText="na\u00efve")).encode().replace(b"\\u00ef", b"\xef"),
    json.dumps(api("9", colour="red")).encode(),
    json.dumps(api("9", colour="red", shape="round")).encode(),
    json.dumps(api("9", dateTabled="2018-02-30T00:00:00")).encode(),
    json.dumps(api("9", questionText="a\u0000b")).encode(),
    json.dumps({"results": [api("21"), api("22", house="Senate")], "totalResults": 2}).encode(),
    json.dumps({"value": {**api("9")["value"], "uin": None}}).encode(),
    json.dumps(api("9", askingMemberId=99999, askingMember={"id": 99999, "name": "Nobody"})).encode(),
    b"",
)
"""What must not trouble the lines around it."""


def outcome(
    inputs: list[Path], folder: Path, jobs: int, **options: Any
) -> tuple[bytes | None, list[str], Any, str]:
    """The document, what was told in its order, the tally, and the error."""
    target = folder / f"{jobs}{options.pop('suffix', '.nq')}"
    target.unlink(missing_ok=True)
    told: list[str] = []

    def tell(problem: Problem) -> None:
        told.append(f"{problem.code} {problem.locator}: {problem.found}")

    try:
        tally = convert(inputs, target, jobs=jobs, on_problem=tell, **options)
    except PqgraphError as problem:
        assert not target.exists()
        return None, told, None, problem.one_line()
    return target.read_bytes(), told, tally, ""


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small inputs are shared, too, by a line or two."""
    monkeypatch.setattr(crew, "WORTH_BYTES", 0)
    monkeypatch.setattr(crew, "BLOCK_BYTES", 1000)


class InTurn:
    """In place of processes: two workers here, which take the parts in turn."""

    def __init__(
        self, jobs: int, context: object, start: Callable[..., None], initargs: tuple[Any, ...]
    ) -> None:
        self._workers = [worker.Worker(initargs[0]) for _ in range(jobs)]
        self._next = 0

    def submit(self, _: object, part: Any) -> Future[Any]:
        self._next += 1
        future: Future[Any] = Future()
        future.set_result(self._workers[self._next % len(self._workers)].done(part))
        return future

    def shutdown(self, *, cancel_futures: bool) -> None:
        assert cancel_futures


@pytest.fixture
def in_turn(small_parts: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "ProcessPoolExecutor", InTurn)


@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".nq", ".trig", ".nq.gz", ".jsonld", ".rdf"])
def test_the_document_is_the_same(small_parts: None, tmp_path: Path, suffix: str) -> None:
    records = [api(str(number), **answered(f"<p>{number}</p>")) for number in range(100, 160)]
    source = lines(tmp_path / "questions.jsonl", *records, {"other": 1}, *records[:3])
    one, two = (outcome([source], tmp_path, jobs, suffix=suffix, topic_places=True) for jobs in (1, 2))
    assert one == two
    assert one[2].questions == 63
    assert one[1] == [
        "PQ202 questions.jsonl#L61: an object with other is not a written question",
        "PQ277 questions.jsonl#L62: 3 of the records are of questions that stand already: 'pqgraph build' merges them",
    ]


@pytest.mark.usefixtures("in_turn")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    given_lines=st.lists(
        st.one_of(
            st.sampled_from(ODD_LINES), st.integers(1, 9).map(lambda n: json.dumps(api(str(n))).encode())
        ),
        max_size=40,
    ),
    is_cut=st.booleans(),
)
def test_odd_lines_are_told_as_by_one_process(
    tmp_path_factory: pytest.TempPathFactory, given_lines: list[bytes], is_cut: bool
) -> None:
    folder = tmp_path_factory.mktemp("odd")
    source = folder / "questions.jsonl.gz"
    data = gzip.compress(b"\n".join(given_lines), mtime=0)
    source.write_bytes(data[: len(data) * 2 // 3] if is_cut else data)
    one, three = (outcome([source], folder, jobs, reader="api-json") for jobs in (1, 3))
    assert one == three


@pytest.mark.usefixtures("in_turn")
def test_a_line_beyond_the_limit_comes_after_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pqgraph.readers.source.MAX_LINE", 5000)
    source = lines(tmp_path / "q.jsonl", *map(api, "123"), {"other": 1}, api("4", questionText="x" * 9000))
    one, two = (outcome([source], tmp_path, jobs) for jobs in (1, 2))
    assert one == two
    assert one[3].startswith("PQ110 q.jsonl#L5: the line has more than 5,000 bytes")
    assert len(one[1]) == 1


@pytest.mark.usefixtures("in_turn")
@pytest.mark.parametrize("foreign", [3, 99, 100, 101])
def test_strangers_at_the_beginning_are_looked_at_as_a_whole(tmp_path: Path, foreign: int) -> None:
    strangers = [{"other": number, "more": "x" * 100} for number in range(foreign)]
    source = lines(tmp_path / "q.jsonl", *strangers, api("1"), *strangers[:2])
    one, two = (outcome([source], tmp_path, jobs, reader="api-json") for jobs in (1, 2))
    assert one == two
    assert (one[3] == "") == (foreign <= 100)


def test_many_files_of_several_kinds_and_a_pipe(
    root: Path, small_parts: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(4):
        lines(folder / f"a{number}.jsonl", *(api(str(each)) for each in range(number * 10, number * 10 + 9)))
        for example in (root / "examples").glob("*.txt"):
            (folder / f"b{number}-{example.name}").write_bytes(example.read_bytes())
    (folder / "empty-result.json").write_text('{"totalResults": 0, "results": []}')
    (folder / "notes.txt").write_text("nothing of the kind")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    def results() -> Iterator[tuple[Any, ...]]:
        for jobs in (1, 2):
            writer = threading.Thread(
                target=pipe.write_bytes, args=(lines(tmp_path / "p", api("99")).read_bytes(),)
            )
            writer.start()
            yield outcome([folder / "a0.jsonl", pipe, *sorted(folder.glob("b*"))], tmp_path, jobs)
            writer.join()
            yield outcome([folder], tmp_path, jobs)

    one_piped, one, two_piped, two = results()
    assert one_piped == two_piped
    assert one == two
    assert one_piped[2].questions == 9 + 1 + 8
    assert one[3].startswith("PQ112 empty-result.json")
    (folder / "empty-result.json").unlink()
    monkeypatch.setattr(
        crew, "LARGE_FILE", 4000
    )  # the pages of the Linked Data API are for the first process
    one, two = (outcome([folder], tmp_path, jobs) for jobs in (1, 2))
    assert one == two
    assert [file.name for file in one[2].files] == sorted(
        path.name for path in folder.iterdir() if path.name != "notes.txt"
    )


@pytest.mark.usefixtures("small_parts")
def test_beside_other_threads_processes_start_afresh(tmp_path: Path) -> None:
    source = lines(tmp_path / "q.jsonl", *(api(str(number)) for number in range(20)))
    ended = threading.Event()
    other = threading.Thread(target=ended.wait)
    other.start()
    try:
        one, two = (outcome([source], tmp_path, jobs) for jobs in (1, 2))
    finally:
        ended.set()
        other.join()
    assert one == two


@pytest.mark.usefixtures("small_parts")
def test_two_threads_do_not_end_the_processes_of_each_other(tmp_path: Path) -> None:
    source = lines(tmp_path / "q.jsonl", *(api(str(number)) for number in range(20)))
    (tmp_path / "other").mkdir()
    found: list[object] = []
    is_under_way, has_ended = threading.Event(), threading.Event()

    def wait(_: object) -> None:
        is_under_way.set()
        has_ended.wait(60)

    def later() -> None:
        found.append(outcome([source], tmp_path / "other", 2, on_progress=wait))

    other = threading.Thread(target=later)

    def begin(_: object) -> None:
        if not is_under_way.is_set():
            other.start()
            is_under_way.wait(60)

    found.append(outcome([source], tmp_path, 2, on_progress=begin))
    has_ended.set()
    other.join()
    assert found == [outcome([source], tmp_path, 1)] * 2


def _killed(_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.usefixtures("small_parts")
def test_a_process_that_is_killed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        threading, "active_count", lambda: 1
    )  # only a fork runs what was put in its place here
    monkeypatch.setattr(worker, "_do", _killed)
    monkeypatch.setattr(_killed, "__module__", "pqgraph.parallel.worker")
    monkeypatch.setattr(_killed, "__qualname__", "_do")
    source = lines(tmp_path / "q.jsonl", *(api(str(number)) for number in range(20)))
    (tmp_path / "out.nq").write_text("as it was")
    with pytest.raises(PqgraphError) as caught:
        convert([source], tmp_path / "out.nq", jobs=2)
    assert caught.value.code.id == "PQ613"
    assert (tmp_path / "out.nq").read_text() == "as it was"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.nq", "q.jsonl"]


def children(pid: int) -> list[int]:
    """Processes that a process has started."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(each) for each in found.split()]


def _heed_interrupts() -> None:
    # What a shell starts in the background passes Ctrl-C over, and so does all that it starts.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc for processes")
@pytest.mark.flaky(reruns=2)
@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_no_process_outlives_the_first(tmp_path: Path, how: signal.Signals, code: int) -> None:
    source = tmp_path / "q.jsonl"
    record = json.dumps(api("1", **answered("<p>" + "Ten. " * 200)))
    with source.open("w") as stream:
        stream.writelines(f"{record}\n" for _ in range(60_000))
    command = [
        sys.executable,
        "-m",
        "pqgraph",
        "convert",
        str(source),
        "-o",
        str(tmp_path / "o.nq"),
        "-j",
        "2",
    ]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, start_new_session=True, preexec_fn=_heed_interrupts
    ) as process:
        deadline = time.monotonic() + 30
        while len(started := children(process.pid)) < 2 and time.monotonic() < deadline:
            time.sleep(0.02)
        assert len(started) == 2
        if how == signal.SIGINT:
            os.killpg(process.pid, how)  # as the terminal does
        else:
            process.send_signal(how)
        assert process.wait(30) == code
        said = process.stderr.read().decode() if process.stderr is not None else ""
    while any(Path(f"/proc/{pid}").exists() for pid in started) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(Path(f"/proc/{pid}").exists() for pid in started)
    if how != signal.SIGKILL:
        assert said.strip() == "interrupted; nothing half-written is left"
        assert [path.name for path in tmp_path.iterdir()] == ["q.jsonl"]


@pytest.mark.parametrize("name", ["commons-full.jsonl.gz", "commons-states.jsonl.gz"])
def test_real_records_give_the_same_document(
    shared_data: Path, small_parts: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(crew, "BLOCK_BYTES", 1 << 18)
    source = tmp_path / "q.jsonl"
    with gzip.open(shared_data / "api" / name) as stream:
        source.write_bytes(b"".join(line for line, _ in zip(stream, range(2500), strict=False)))
    members = [shared_data / "members" / "members-api-2026"]
    one, two = (outcome([source], tmp_path, jobs, suffix=".ttl", members=members) for jobs in (1, 2))
    assert one == two
    assert one[2].questions == 2500
