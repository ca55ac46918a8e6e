"""Every way to each exit code, and the promises about stdout and stderr."""

import subprocess
import sys
from pathlib import Path

import pytest

from pqgraph.cli.main import main

PAGE = "examples/lda-page-1012383.txt"


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pqgraph", *arguments], capture_output=True, text=True, cwd=cwd, check=False
    )


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A folder with a store, a graph, a graph that violates, and the example page."""
    folder = tmp_path_factory.mktemp("place")
    (folder / "examples").mkdir()
    (folder / PAGE).write_bytes((root / PAGE).read_bytes())
    assert (
        main(
            ["-q", "build", str(folder / PAGE), "--store", str(folder / "store"), "-o", str(folder / "g.ttl")]
        )
        == 0
    )
    good = (folder / "g.ttl").read_text("utf-8")
    (folder / "bad.ttl").write_text(good.replace('parl:uin "194746"', 'parl:uin "19 4746"'), "utf-8")
    (folder / "broken.ttl").write_text("<a> <b> .", "utf-8")
    (folder / "files").mkdir()
    (folder / "files" / "keep.txt").write_text("mine", "utf-8")
    (folder / "update.rq").write_text("INSERT DATA { <a:a> <a:b> <a:c> }", "utf-8")
    return folder


CASES = [
    (0, "", ("--help",)),
    (0, "", ("--version",)),
    (0, "", ("convert", PAGE)),
    (0, "", ("validate", "g.ttl")),
    (0, "", ("validate", "bad.ttl", "--fail-on", "never")),
    (0, "", ("validate", "--store", "store")),
    (0, "", ("query", "members-by-topic", "topic=SEND", "--store", "store")),
    (0, "", ("query", "members-by-topic", "--show")),
    (0, "", ("build", PAGE, "--store", "store")),
    (0, "", ("list", "errors")),
    (0, "", ("show", "query", "who-asks-whom")),
    (1, "Question-uin", ("validate", "bad.ttl")),
    (2, "PQ901", ("convert",)),
    (2, "Did you mean 'convert'", ("covert", PAGE)),
    (2, "PQ901", ("convert", PAGE, "--no-such-option")),
    (2, "PQ101", ("convert", "missing.json")),
    (2, "PQ111", ("convert", PAGE, "--from", "lda-pages")),
    (2, "PQ302", ("convert", PAGE, "-f", "word")),
    (2, "PQ607", ("build", PAGE, "--store", "files", "--replace")),
    (2, "PQ101", ("validate", "missing.ttl")),
    (2, "PQ901", ("validate", "g.ttl", "--no-shipped")),
    (2, "PQ404", ("validate", "g.ttl", "--baseline", "missing.json")),
    (2, "PQ901", ("validate", "g.ttl", "--store", "store")),
    (2, "PQ901", ("validate",)),
    (2, "PQ601", ("validate", "--store", "missing")),
    (2, "PQ601", ("query", "members-by-topic", "--store", "files")),
    (2, "PQ501", ("query", "members-by-tropic", "--store", "store")),
    (2, "PQ504", ("query", "members-by-topic", "tropic=SEND", "--store", "store")),
    (2, "PQ505", ("query", "members-by-topic", "topic=SENDD", "--store", "store")),
    (2, "PQ505", ("query", "members-by-topic", "since=yesterday", "--store", "store")),
    (2, "PQ901", ("query", "members-by-topic", "topic", "--store", "store")),
    (2, "PQ901", ("query", "members-by-topic", "topic=SEND")),
    (2, "PQ507", ("query", "update.rq", "--store", "store")),
    (2, "PQ901", ("show", "error", "PQ000")),
    (2, "PQ601", ("load", "g.ttl", "--store", "files")),
    (3, "PQ301", ("validate", "broken.ttl")),
    (3, "PQ301", ("load", "broken.ttl", "--store", "store")),
    (3, "PQ401", ("validate", "g.ttl", "--shapes", "broken.ttl")),
    (3, "PQ606", ("convert", PAGE, "-o", "no/such/folder/x.ttl")),
    (3, "PQ605", ("query", "members-by-topic", "topic=SEND", "--endpoint", "http://127.0.0.1:9/sparql")),
]


@pytest.mark.parametrize(
    ("code", "shown", "arguments"), CASES, ids=lambda v: " ".join(v) if isinstance(v, tuple) else ""
)
def test_exit_code(code: int, shown: str, arguments: tuple[str, ...], place: Path) -> None:
    ended = run(*arguments, cwd=place)
    assert ended.returncode == code, ended.stderr
    assert shown in ended.stderr + ended.stdout
    assert "Traceback" not in ended.stderr
    if code >= 2:
        assert ended.stdout == ""
        assert len(ended.stderr.splitlines()) <= 4


def test_a_bug_is_70_and_shows_its_trace_only_when_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("impossible")

    monkeypatch.setattr("pqgraph.convert.convert", broken)
    assert main(["convert", PAGE]) == 70
    assert "PQ999 KeyError: 'impossible'" in capsys.readouterr().err
    assert main(["-v", "convert", PAGE]) == 70
    assert "Traceback" in capsys.readouterr().err


def test_stdout_is_payload_only(place: Path) -> None:
    ended = run("convert", PAGE, "-f", "ntriples", cwd=place)
    assert all(line.endswith(" .") for line in ended.stdout.splitlines())
    assert ended.stderr == "1 question → stdout\n"
    assert run("-q", "convert", PAGE, cwd=place).stderr == ""
