"""What users meet: broken, foreign and hostile files. Each ends in a clear word and the right exit code."""

import gzip
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pqgraph.convert import convert
from pqgraph.errors import PqgraphError

ITEM: dict[str, Any] = {
    "id": 1674553,
    "askingMemberId": 4058,
    "askingMember": None,
    "house": "Commons",
    "memberHasInterest": False,
    "dateTabled": "2023-12-01T00:00:00",
    "dateForAnswer": "2023-12-05T00:00:00",
    "uin": "4832",
    "questionText": "To ask the Secretary of State for Defence, how many ships are at sea.",
    "answeringBodyId": 11,
    "answeringBodyName": "Ministry of Defence",
    "isWithdrawn": False,
    "isNamedDay": False,
    "groupedQuestions": [],
    "answerIsHolding": False,
    "answerIsCorrection": False,
    "answeringMemberId": 1211,
    "answeringMember": None,
    "correctingMemberId": None,
    "correctingMember": None,
    "dateAnswered": "2023-12-07T00:00:00",
    "answerText": "<p>Ten.</p>",
    "originalAnswerText": "",
    "comparableAnswerText": "",
    "dateAnswerCorrected": None,
    "dateHoldingAnswer": None,
    "attachmentCount": 0,
    "heading": "Ships",
    "attachments": [],
    "groupedQuestionsDates": [],
}


def line(**changes: Any) -> bytes:
    return json.dumps({"value": ITEM | changes, "links": []}).encode() + b"\n"


def pqgraph(
    *arguments: str | Path, cwd: Path, stdin: bytes | None = None
) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "pqgraph", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, cwd=cwd, input=stdin, check=False)


BROKEN_FILES = {
    "an empty file": (b"", 3, "PQ102"),
    "white space": (b" \n\n\t", 3, "PQ102"),
    "a binary file": (bytes(range(256)) * 20, 3, "PQ103"),
    "a PNG": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(100), 3, "PQ103"),
    "a truncated gzip": (gzip.compress(line() * 500)[:-400], 3, "PQ104"),
    "a gzip of nothing but its header": (gzip.compress(line())[:10], 3, "PQ104"),
    "truncated JSON": (b'{"totalResults": 1, "results": [' + line()[:300], 3, "PQ108"),
    "a JSON page of something else": (
        b'{"items": [{"value": {"id": 8, "shortTitle": "Finance Bill"}}]}',
        3,
        "PQ10",
    ),
    "an error object": (b'{"title": "Not Found", "status": 404}', 3, "PQ10"),
    "prose": (b"Dear Sir or Madam,\nI write to you.\n", 3, "PQ106"),
    "a page with no question": (
        b"PARLIAMENTARY WRITTEN QUESTION\nFishing (18 January 2018)\n\nQuestion Asked\n\nAsked by:\nA B (Labour)\n",
        1,
        "PQ205",
    ),
    "a page of a day that does not exist": (
        b"PARLIAMENTARY WRITTEN QUESTION\nFishing (31 February 2018)\n\nQuestion Asked\n\nTo ask why.\n\n"
        b"Asked by:\nA B (Labour)\n",
        1,
        "PQ203",
    ),
    "UTF-16 without a mark": (line().decode().encode("utf-16-le"), 3, "PQ103"),
}


@pytest.mark.parametrize("what", BROKEN_FILES)
def test_a_broken_file_stops_with_its_reason_and_leaves_nothing(what: str, tmp_path: Path) -> None:
    data, code, error = BROKEN_FILES[what]
    (tmp_path / "input").write_bytes(data)
    ended = pqgraph("convert", "input", "-o", "out.ttl", cwd=tmp_path)
    shown = ended.stderr.decode()
    assert ended.returncode == code, shown
    assert error in shown
    assert "input" in shown
    assert "Traceback" not in shown
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == (["input"] if code == 3 else ["input", "out.ttl"])


@pytest.mark.parametrize("what", BROKEN_FILES)
def test_a_broken_file_builds_no_store(what: str, tmp_path: Path) -> None:
    data, code, _ = BROKEN_FILES[what]
    (tmp_path / "input").write_bytes(data)
    ended = pqgraph("build", "input", "--store", "store", cwd=tmp_path)
    assert ended.returncode == code
    assert (tmp_path / "store").exists() is (code == 1)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


BROKEN_LINES = {
    "a day that does not exist": (line(dateTabled="2024-02-30T00:00:00"), "PQ203", "input#L2"),
    "no question text": (line(questionText=None), "PQ201", "input#L2"),
    "a House that does not exist": (line(house="Senate"), "PQ207", "input#L2"),
    "a number for a text": (line(questionText=5), "PQ202", "input#L2"),
    "half a line": (line()[:200] + b"\n", "PQ206", "input#L2"),
    "a member that is no number": (line(askingMemberId="x"), "PQ202", "input#L2"),
    "an attachment address that is none": (
        line(attachments=[{"url": "C:\\a b", "title": "T", "fileType": "x", "fileSizeBytes": 1}]),
        "PQ204",
        "input#L2",
    ),
}


@pytest.mark.parametrize("what", BROKEN_LINES)
def test_a_broken_record_is_rejected_with_its_place_and_the_rest_goes_on(what: str, tmp_path: Path) -> None:
    data, error, place = BROKEN_LINES[what]
    (tmp_path / "input").write_bytes(line(uin="1") + data + line(uin="3"))
    ended = pqgraph("convert", "input", "-f", "ntriples", cwd=tmp_path)
    shown = ended.stderr.decode()
    assert ended.returncode == 1, shown
    assert error in shown
    assert place in shown
    assert f"2 questions, 1 rejected ({error} 1)" in shown
    assert ended.stdout.count(b"#WrittenParliamentaryQuestion>") == 2


def test_an_attachment_address_with_spaces_is_told_and_kept(tmp_path: Path) -> None:
    url = "http://e/a b.xlsx"
    file = {"url": url, "title": "T", "fileType": "x", "fileSizeBytes": 1}
    # A file of two answers is told with both.
    answered = {
        "answerText": "<p>See the file.</p>",
        "dateAnswered": "2024-01-10T00:00:00",
        "attachmentCount": 1,
    }
    given = line(uin="1", attachments=[file], **answered) + line(uin="2", attachments=[file], **answered)
    (tmp_path / "input").write_bytes(given)
    ended = pqgraph("convert", "input", "-f", "ntriples", cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr
    for number in (1, 2):
        assert f"PQ260 input#L{number}: '{url}' became 'http://e/a%20b.xlsx'" in ended.stderr.decode()
    assert ended.stdout.count(b"<http://xmlns.com/foaf/0.1/page> <http://e/a%20b.xlsx> .") == 2


def test_an_iri_with_spaces_rejects_the_item_of_a_page(tmp_path: Path) -> None:
    def item(iri: str, uin: str) -> dict[str, Any]:
        return {
            "_about": iri,
            "date": {"_value": "2014-06-26", "_datatype": "dateTime"},
            "houseId": {"_value": "1"},
            "questionText": "To ask why.",
            "uin": uin,
        }

    items = [
        item("http://data.parliament.uk/resources/1 2", "1"),
        item("http://data.parliament.uk/resources/3", "3"),
    ]
    page = {"format": "linked-data-api", "version": "0.2", "result": {"items": items}}
    (tmp_path / "page.json").write_text(json.dumps(page))
    ended = pqgraph("convert", "page.json", "-f", "ntriples", cwd=tmp_path)
    assert ended.returncode == 1
    assert "PQ204 page.json#/result/items/0" in ended.stderr.decode()
    assert ended.stdout.count(b"#WrittenParliamentaryQuestion>") == 1


@pytest.mark.parametrize("text", ["nul\\u0000 bell\\u0007", "lone \\ud800 surrogate", "\\ufffe"])
def test_characters_that_rdf_cannot_carry_are_replaced_and_told(text: str, tmp_path: Path) -> None:
    data = line(questionText="To ask QQ why.").replace(b"QQ", text.encode())
    (tmp_path / "input").write_bytes(data)
    ended = pqgraph("convert", "input", "-o", "out.rdf", cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr.decode()
    assert "PQ252 input: " in ended.stderr.decode()
    assert "\ufffd" in (tmp_path / "out.rdf").read_text("utf-8")


def test_a_long_answer_comes_through_whole(tmp_path: Path) -> None:
    answer = "<p>" + "“Hundreds” & thousands of words. " * 1900 + "</p>"
    assert len(answer) > 60_000
    (tmp_path / "input").write_bytes(line(answerText=answer))
    ended = pqgraph("convert", "input", "-o", "out.ttl", cwd=tmp_path)
    assert ended.returncode == 0
    assert json.dumps(answer, ensure_ascii=False) in (tmp_path / "out.ttl").read_text("utf-8")


def test_windows_1252_is_read_and_told(tmp_path: Path) -> None:
    page = (
        "PARLIAMENTARY WRITTEN QUESTION\nSchools’ Money (18 January 2018)\n\nQuestion Asked\n\n"
        "To ask the Secretary of State for Education, why £5.\n\nAsked by:\nA B (Labour)\n"
    )
    (tmp_path / "page.txt").write_bytes(page.encode("cp1252"))
    ended = pqgraph("convert", "page.txt", cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr.decode()
    assert "PQ253 page.txt" in ended.stderr.decode()
    assert "why £5." in ended.stdout.decode()


def test_stdin_and_a_closed_pipe(tmp_path: Path) -> None:
    ended = pqgraph("convert", "-", "-f", "nquads", cwd=tmp_path, stdin=line() * 3)
    assert ended.returncode == 0
    assert b"3 questions" in ended.stderr
    (tmp_path / "many").write_bytes(b"".join(line(uin=str(n)) for n in range(3000)))
    piped = subprocess.run(
        ["sh", "-c", f"'{sys.executable}' -m pqgraph convert many -f turtle | head -1; exit 0"],
        capture_output=True,
        cwd=tmp_path,
        check=False,
    )
    assert piped.stdout.startswith(b"@prefix")
    assert b"Traceback" not in piped.stderr
    assert b"PQ999" not in piped.stderr


@pytest.mark.parametrize("whole", [1, 199, 200, 450])
def test_what_came_before_the_damage_is_told_all_the_same(whole: int, tmp_path: Path) -> None:
    # Records are read by the batch; the last one ends where the file breaks off.
    lines = [line(uin=None if number == 0 else str(number)) for number in range(whole)]
    source = tmp_path / "q.jsonl.gz"
    # Bytes that do not repeat, so that the whole lines do not go with the damaged end.
    noise = line(answerText=random.Random(1).randbytes(200_000).hex())
    source.write_bytes(gzip.compress(b"".join([*lines, line(house="Senate"), noise]))[:-60_000])
    told: list[tuple[str, str]] = []
    with pytest.raises(PqgraphError) as caught:
        convert([source], tmp_path / "q.nq", on_problem=lambda one: told.append((one.code, str(one.locator))))
    assert caught.value.code.id == "PQ104"
    assert told == [("PQ254", "q.jsonl.gz#L1"), ("PQ207", f"q.jsonl.gz#L{whole + 1}/value/house")]
    assert not (tmp_path / "q.nq").exists()
