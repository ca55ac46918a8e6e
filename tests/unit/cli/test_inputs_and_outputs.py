"""What commands read and write: no output over an input, standard input, and advice for names that tell no format."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
from pathlib import Path

import pytest
from api_items import api, lines

from pqgraph.cli.main import main

GRAPH = '<http://e/a> <http://e/p> "1" .\n'
QUERY = "SELECT ?s WHERE { ?s <http://e/p> ?o } ORDER BY ?s\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with files of every kind."""
    monkeypatch.chdir(tmp_path)
    for name in ("g.ttl", "plain.csv", "s.turtle", "shapes.ttl"):
        (tmp_path / name).write_text(GRAPH, "utf-8")
    (tmp_path / "q.rq").write_text(QUERY, "utf-8")
    (tmp_path / "known.json").write_text(
        '{"format": "pqgraph-baseline", "version": 1, "findings": []}', "utf-8"
    )
    lines(tmp_path / "in.jsonl", api("1"))
    (tmp_path / "members").mkdir()
    (tmp_path / "members" / "m.ttl").write_text(GRAPH, "utf-8")
    (tmp_path / "link.ttl").symlink_to("g.ttl")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "output"),
    [
        (("validate", "g.ttl", "-o", "g.ttl"), "g.ttl"),
        (("validate", "g.ttl", "-o", "./link.ttl"), "g.ttl"),
        (("validate", "link.ttl", "-o", "g.ttl"), "g.ttl"),
        (("validate", "g.ttl", "--shapes", "shapes.ttl", "-o", "shapes.ttl"), "shapes.ttl"),
        (("validate", "g.ttl", "--baseline", "known.json", "-o", "known.json"), "known.json"),
        (("validate", "g.ttl", "--baseline", "g.ttl", "--update-baseline"), "g.ttl"),
        (("build", "in.jsonl", "--store", "s", "-o", "in.jsonl"), "in.jsonl"),
        (("build", ".", "--store", "s", "--replace", "-o", "in.jsonl"), "in.jsonl"),
        (
            ("build", "in.jsonl", "--store", "s", "--members", "members", "-o", "members/m.ttl"),
            "members/m.ttl",
        ),
        (("query", "q.rq", "--data", "g.ttl", "-o", "g.ttl"), "g.ttl"),
        (("query", "q.rq", "--data", "g.ttl", "-o", "q.rq"), "q.rq"),
        (("query", "q.rq", "--data", "g.ttl", "--show", "-o", "q.rq"), "q.rq"),
    ],
    ids=" ".join,
)
def test_no_output_takes_the_place_of_an_input(
    place: Path, arguments: tuple[str, ...], output: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (place / output).read_bytes()
    names = sorted(path.name for path in place.iterdir())
    assert main(list(arguments)) == 2
    said = capsys.readouterr()
    assert "PQ901 the output is one of the inputs" in said.err
    assert said.out == ""
    assert (place / output).read_bytes() == before
    assert sorted(path.name for path in place.iterdir()) == names


def test_outputs_that_are_there_are_still_replaced(place: Path) -> None:
    (place / "out.txt").write_text("old", "utf-8")
    assert main(["-q", "validate", "g.ttl", "-o", "out.txt"]) == 0
    assert "conforms" in (place / "out.txt").read_text("utf-8")
    assert main(["-q", "validate", "g.ttl", "--baseline", "known.json", "--update-baseline"]) == 0
    assert main(["-q", "query", "q.rq", "--data", "g.ttl", "-o", "out.txt", "-f", "csv"]) == 0
    assert (place / "out.txt").read_text("utf-8").split() == ["s", "http://e/a"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("validate", "plain.csv"),
        ("validate", "s.turtle"),
        ("load", "plain.csv", "--store", "s"),
        ("load", "plain.csv", "--endpoint", "http://127.0.0.1:9/"),
        ("query", "q.rq", "--data", "plain.csv"),
    ],
    ids=" ".join,
)
def test_advice_for_data_whose_name_tells_no_format(
    place: Path, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-q", "build", "in.jsonl", "--store", "s"]) == 0
    capsys.readouterr()
    assert main(list(arguments)) == 2
    said = capsys.readouterr().err
    assert "PQ302 " in said
    assert "end in .ttl, .nt, .nq, .trig, .jsonld, .rdf; .gz or .zst may follow" in said
    assert " -f" not in said
    assert ("--from" in said) == (arguments[0] == "validate")


@pytest.mark.parametrize("packed", [False, True])
def test_validate_reads_standard_input(place: Path, packed: bool) -> None:
    data = (place / "g.ttl").read_bytes()
    data += b"<http://e/q> a <http://data.parliament.uk/schema/parl#WrittenParliamentaryQuestion> .\n"
    given = gzip.compress(data) if packed else data
    command = [sys.executable, "-m", "pqgraph", "validate", "-", "--from", "turtle", "-f", "json"]
    ended = subprocess.run(command, input=given, capture_output=True, check=False)
    assert ended.returncode == 1, ended.stderr
    assert b'"focus": "<http://e/q>"' in ended.stdout
    broken = subprocess.run(command, input=b"<a> oops", capture_output=True, check=False)
    assert broken.returncode == 3
    assert broken.stderr.startswith(b"PQ301 stdin:1:")


def test_formats_of_input_are_named(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-q", "validate", "s.turtle", "plain.csv", "--from", "nt"]) == 0
    assert main(["validate", "s.turtle", "--from", "word"]) == 2
    assert "PQ302 'word' is not an RDF format" in capsys.readouterr().err
    assert main(["validate", "--store", "s", "--from", "turtle"]) == 2
    assert "--from is for files" in capsys.readouterr().err
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(GRAPH.encode())))
    assert main(["validate", "-"]) == 2
    assert "PQ302 stdin: " in (said := capsys.readouterr().err)
    assert "--from turtle" in said


@pytest.mark.parametrize("target", ["store/x.ttl", "new/deep/x.ttl", "./store/../store/x.nq"])
def test_no_document_goes_into_a_store(place: Path, capsys: pytest.CaptureFixture[str], target: str) -> None:
    folder = target.removeprefix("./").partition("/")[0]
    assert main(["-q", "build", "in.jsonl", "--store", "store"]) == 0
    held = sorted((place / "store").iterdir())
    assert main(["build", "in.jsonl", "--store", folder, "-o", target]) == 2
    assert f"PQ901 the output lies in the store's folder: {target}" in capsys.readouterr().err
    assert sorted((place / "store").iterdir()) == held
    assert not (place / "new").exists()


@pytest.mark.parametrize("form", ["sarif", "text"])
def test_a_report_in_a_file_is_summed_up_on_stderr(
    place: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    assert main(["validate", "g.ttl", "-f", form, "-o", "report"]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("conforms: 0 violations, 0 warnings, 0 infos (")
    assert main(["validate", "g.ttl", "-f", form]) == 0
    said = capsys.readouterr()
    assert said.err == "" and said.out
