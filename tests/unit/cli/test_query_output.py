"""``pqgraph query``: formats, pictures, ``--limit`` and ``--explain``, as a user gets them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pqgraph.cli.main import main
from pqgraph.store.local import check_syntax

ROWS = """#+ summary: Which names are there?
#+ params:
#+   least: {type: integer, optional: true, help: The least number}
#+ columns:
#+   name: {type: string}
#+   number: {type: integer, help: How many}
#+ chart: bar
SELECT ?name ?number WHERE {
  ?s <http://e/name> ?name ; <http://e/number> ?number .
  VALUES ?least { UNDEF }
  FILTER(!BOUND(?least) || ?number >= ?least)
}
ORDER BY DESC(?number)
"""
DATA = """<http://e/1> <http://e/name> "=cmd()" ; <http://e/number> 1 .
<http://e/2> <http://e/name> "Ann | \\"A\\"" ; <http://e/number> -2 .
<http://e/3> <http://e/name> "Ben" ; <http://e/number> 3 .
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "mine.rq").write_text(ROWS)
    (tmp_path / "data.ttl").write_text(DATA)
    (tmp_path / "graph.rq").write_text("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?s = <http://e/1>) }")
    (tmp_path / "ask.rq").write_text("ASK { <http://e/1> ?p ?o }")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ask(capfd: pytest.CaptureFixture[str], *arguments: str, query: str = "mine.rq") -> tuple[int, str, str]:
    code = main(["query", query, "--data", "data.ttl", *arguments])
    out, err = capfd.readouterr()
    return code, out, err


OUTPUT = {
    "table": 'name       number\nBen             3\n=cmd()          1\nAnn | "A"      -2\n',
    "csv": 'name,number\nBen,3\n=cmd(),1\n"Ann | ""A""",-2\n',
    "tsv": '?name\t?number\n"Ben"\t3\n"=cmd()"\t1\n"Ann | \\"A\\""\t-2\n',
    "md": '| name | number |\n| --- | --- |\n| Ben | 3 |\n| =cmd() | 1 |\n| Ann \\| "A" | -2 |\n',
}


@pytest.mark.parametrize("name", OUTPUT)
def test_formats(name: str, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = ask(capfd, "-f", name)
    assert (code, out.replace("\r\n", "\n")) == (0, OUTPUT[name])
    assert re.fullmatch(r"3 rows in \d+\.\d\d s\n", err)


def test_spreadsheet_safe(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = ask(capfd, "-f", "csv", "--spreadsheet-safe")
    assert out.splitlines()[1:3] == ["Ben,3", "'=cmd(),1"]
    assert out.splitlines()[-1].endswith(",-2")


def test_the_suffix_tells_the_format(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for suffix, begin in (
        ("csv", "name,"),
        ("json", '{"head"'),
        ("srx", "<?xml"),
        ("md", "| name"),
        ("tsv", "?n"),
    ):
        assert ask(capfd, "-o", f"out.{suffix}")[:2] == (0, "")
        assert (folder / f"out.{suffix}").read_text().startswith(begin)
    assert ask(capfd, "-o", "out.nt", query="graph.rq")[:2] == (0, "")
    assert (folder / "out.nt").read_text().count("\n") == 2


def test_limit(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = ask(capfd, "-f", "csv", "--limit", "2")
    assert (code, out.splitlines()) == (0, ["name,number", "Ben,3", "=cmd(),1"])
    assert err.startswith("2 rows (there are more; --limit) in ")
    code, out, err = ask(capfd, "-f", "csv", "--limit", "3")
    assert len(out.splitlines()) == 4 and err.startswith("3 rows in ")
    assert ask(capfd, "--limit", "0")[0] == 2
    for query in ("graph.rq", "ask.rq"):
        code, _, err = ask(capfd, "--limit", "1", query=query)
        assert code == 2 and "--limit is for rows" in err


def test_explain(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = ask(capfd, "-f", "csv", "--limit", "1", "--explain", "least=0")
    assert (code, out.splitlines()) == (0, ["name,number", "Ben,3"])
    *lines, last = err.splitlines()
    assert last.startswith("1 row (there are more; --limit) in ")
    assert lines[:3] == [
        "# query: mine",
        "# reads: the questions themselves",
        "# gives: 1 row (more are there)",
    ]
    assert re.fullmatch(
        r"# takes: [\d.,]+ ms: [\d.,]+ ms to read the query, look names up and start it, [\d.,]+ ms to the first "
        r"row, [\d.,]+ ms to the last, [\d.,]+ ms to write",
        lines[3],
    )
    sparql = "\n".join(lines)
    check_syntax(sparql)
    assert '"0"^^<http://www.w3.org/2001/XMLSchema#integer>' in sparql and "#+" not in sparql
    code, _, err = ask(capfd, "--explain", "--show")
    assert code == 2 and "--show stops before the query runs" in err


def test_ask_and_graphs(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert ask(capfd, query="ask.rq")[1].strip() == "true"
    assert ask(capfd, "-f", "json", query="ask.rq")[1] == '{"head":{},"boolean":true}\n'
    assert '<http://e/1> <http://e/name> "=cmd()" .' in ask(capfd, "-f", "nt", query="graph.rq")[1]
    code, _, err = ask(capfd, "-f", "csv", query="graph.rq")
    assert code == 2 and "PQ302" in err


def test_pictures(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("altair", reason="charts are not installed: pip install 'pqgraph[charts]'")
    code, out, err = ask(capfd, "-f", "svg", "--limit", "2", "least=1")
    assert code == 0 and out.startswith("<svg ") and err.startswith("2 rows in ")
    for words in ("Which names are there?", "least: 1", "How many", "Ben: 3", "=cmd()"):
        assert words in out
    assert "there are more" not in out
    assert "Only the first 1 rows; there are more." in ask(capfd, "-f", "svg", "--limit", "1")[1]
    assert ask(capfd, "-o", "out.png")[:2] == (0, "")
    assert (folder / "out.png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


@pytest.mark.parametrize("query", ["graph.rq", "ask.rq", "bare.rq"])
def test_no_picture_without_a_chart(query: str, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "bare.rq").write_text("SELECT ?s { ?s ?p ?o }")
    (folder / "out.svg").write_text("before")
    code, out, err = ask(capfd, "-o", "out.svg", query=query)
    assert (code, out) == (2, "") and err.startswith("PQ521")
    assert (folder / "out.svg").read_text() == "before"


def test_no_picture_without_the_extra(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "altair", None)
    code, _, err = ask(capfd, "-f", "svg")
    assert code == 3 and err.startswith("PQ902") and "pip install 'pqgraph[charts]'" in err


def test_no_png_on_a_terminal(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("altair", reason="charts are not installed: pip install 'pqgraph[charts]'")
    monkeypatch.setattr("pqgraph.cli.console.is_terminal", lambda: True)
    code, _, err = ask(capfd, "-f", "png")
    assert code == 2 and "-o FILE.png" in err


def test_unknown_format(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = ask(capfd, "-f", "xlsx")
    assert (code, out) == (2, "") and "'xlsx' is not a format for rows" in err


@pytest.mark.parametrize("name", ["csv", "json", "table"])
def test_whoever_reads_may_stop(name: str, folder: Path) -> None:
    (folder / "many.rq").write_text(
        "SELECT ?a ?b ?c ?d { "
        + " ".join(f"VALUES ?{v} {{ {' '.join(str(n) for n in range(20))} }}" for v in "abcd")
        + " }"
    )
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "pqgraph", "query", "many.rq", "--data", "data.ttl", "-f", name]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, check=False, timeout=120)
    os.close(write)
    assert done.returncode == 0 and "Traceback" not in done.stderr and "Error" not in done.stderr
