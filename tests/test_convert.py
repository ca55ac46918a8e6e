"""``pqgraph convert`` as a user meets it: folders, outputs that are inputs, full disks, questions given twice."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pqgraph.cli.main import main
from tests.api_items import answered, api, lines


def test_an_output_that_is_an_input_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = lines(tmp_path / "q.jsonl", api("1"))
    other = tmp_path / "other.nq"
    other.symlink_to(source)
    before = source.read_bytes()
    for inputs, target in (([source], source), ([source], other), ([tmp_path], source)):
        assert main(["convert", *map(str, inputs), "-o", str(target)]) == 2
        assert capsys.readouterr().err.startswith("PQ901 the output is one of the inputs: ")
    members = lines(tmp_path / "members.jsonl", {"value": {"id": 4649, "nameDisplayAs": "Thelma Walker"}})
    assert main(["convert", str(source), "--members", str(members), "-o", str(members)]) == 2
    assert source.read_bytes() == before
    assert main(["convert", str(source), "-o", str(tmp_path / "new.nq")]) == 0


def test_a_folder_without_anything_to_read_is_no_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty"
    (empty / ".hidden").mkdir(parents=True)
    (empty / ".hidden" / "q.jsonl").write_text(json.dumps(api("1")))
    target = tmp_path / "out.ttl"
    assert main(["convert", str(empty), "-o", str(target)]) == 3
    assert capsys.readouterr().err.startswith(f"PQ112 {empty}: the folder holds no file\n")
    (empty / "notes").write_text("nothing of the kind")
    assert main(["convert", str(empty), "-o", str(target)]) == 3
    told, error, _ = capsys.readouterr().err.splitlines()
    assert told == "PQ255 notes#L1: no reader knows a file that begins 'nothing of the kind'"
    assert error == f"PQ112 {empty}: no reader knows any file of the folder"
    assert not target.exists()
    store = tmp_path / "store"
    source = lines(tmp_path / "q.jsonl", api("1"))
    assert main(["-q", "build", str(source), "--store", str(store)]) == 0
    assert main(["-q", "build", str(empty), "--store", str(store), "--replace"]) == 3
    assert main(["query", "questions-by-year", "--store", str(store), "-f", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith("House of Commons,1,0,,")


def test_files_of_a_folder_are_named_by_their_path_below_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("a", "b/c"):
        (tmp_path / "in" / folder).mkdir(parents=True)
        lines(tmp_path / "in" / folder / "q.jsonl", api(str(len(folder))), {"other": folder})
    target = tmp_path / "out.nq"
    assert main(["convert", str(tmp_path / "in"), "-o", str(target)]) == 1
    assert [line.partition(": ")[0] for line in capsys.readouterr().err.splitlines()[:2]] == [
        "PQ202 a/q.jsonl#L2",
        "PQ202 b/c/q.jsonl#L2",
    ]
    titles = [line.split('"')[1] for line in target.read_text().splitlines() if "dc/terms/title" in line]
    assert titles == ["a/q.jsonl", "b/c/q.jsonl"]


def test_a_folder_of_registers_may_hold_other_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "registers"
    folder.mkdir()
    (folder / "general_elections.csv").write_text("id,date\n1,2024-07-04\n")
    member = {"value": {"id": 4649, "nameListAs": "Walker, Thelma", "nameDisplayAs": "Thelma Walker"}}
    lines(folder / "members.jsonl", member)
    source = lines(tmp_path / "q.jsonl", api("1"))
    assert main(["convert", str(source), "--members", str(folder), "-o", str(tmp_path / "o.nq")]) == 0
    told, _ = capsys.readouterr().err.splitlines()
    assert told == "PQ255 general_elections.csv#L1: no reader knows a file that begins 'id,date 1,2024-07-04'"
    alone = folder / "general_elections.csv"
    assert main(["convert", str(source), "--members", str(alone), "-o", str(tmp_path / "p.nq")]) == 3
    _, advice = capsys.readouterr().err.splitlines()
    assert "--from" not in advice


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_question_that_is_given_twice_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], jobs: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pqgraph.parallel.crew.WORTH_BYTES", 0)
    tabled = lines(tmp_path / "tabled.jsonl", api("1"), api("2"), api("3"))
    later = lines(tmp_path / "later.jsonl", api("4"), api("2", **answered()), api("3"))
    both = [str(tabled), str(later)]
    assert main(["convert", *both, "-o", str(tmp_path / "o.nq"), "-j", jobs]) == 0
    told, said = capsys.readouterr().err.splitlines()
    assert told == (
        "PQ277 later.jsonl#L2: 2 of the records are of questions that stand already: 'pqgraph build' merges them"
    )
    assert said.startswith("6 questions, 1 notice → ")
    assert main(["build", *both, "--store", str(tmp_path / "s")]) == 0
    assert "PQ277" not in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize(
    "arguments", [["--help"], ["list", "queries"], ["convert", "examples/lda-page-1012383.txt"]]
)
def test_a_full_disk_behind_standard_output_is_no_bug(root: Path, arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "pqgraph", *arguments], stdout=full, stderr=subprocess.PIPE, cwd=root, check=False
        )  # fmt: skip
    assert done.returncode == 3
    first, _ = done.stderr.decode().splitlines()
    assert first == "PQ606 standard output: No space left on device"
