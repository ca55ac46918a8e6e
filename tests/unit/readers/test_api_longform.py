"""Whole texts by number."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pqgraph.convert import convert
from pqgraph.errors import PqgraphError
from pqgraph.model import Notice, Rejected, SourceFile, WholeText
from pqgraph.readers import Source, detect
from pqgraph.readers.api_longform import READER
from pqgraph.readers.base import Item

TEXTS: dict[str, Any] = {
    "id": 900100,
    "month": "2025-01",
    "question_text": "To ask why.",
    "answer_text": "<p>Because.</p>",
}


def read(path: Path, *records: Any, document: bool = False) -> list[Item]:
    text = json.dumps(list(records)) if document else "".join(json.dumps(r) + "\n" for r in records)
    path.write_text(text, encoding="utf-8")
    source = Source(path)
    assert detect(source) is READER
    return list(READER.read(source, SourceFile(name=path.name, sha256="0" * 64, reader=READER.name)))


def test_texts(tmp_path: Path) -> None:
    one, two = read(tmp_path / "l.jsonl", TEXTS, TEXTS | {"id": 5, "answer_text": None})
    assert isinstance(one, WholeText)
    assert (one.api_identifier, one.question_text, one.answer_text) == (
        "900100",
        "To ask why.",
        "<p>Because.</p>",
    )
    assert one.locator.fragment == "L1"
    assert isinstance(two, WholeText)
    assert two.answer_text is None


def test_a_list_is_read_too(tmp_path: Path) -> None:
    items = read(tmp_path / "l.json", TEXTS, TEXTS, document=True)
    assert [item.locator.fragment for item in items] == ["/0", "/1"]


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (TEXTS | {"id": None}, "PQ201"),
        (TEXTS | {"id": 0}, "PQ202"),
        (TEXTS | {"id": "x"}, "PQ202"),
        (TEXTS | {"question_text": "", "answer_text": None}, "PQ201"),
        (TEXTS | {"answer_text": ["<p>"]}, "PQ202"),
    ],
)
def test_broken_records(tmp_path: Path, record: Any, code: str) -> None:
    good, bad = read(tmp_path / "l.jsonl", TEXTS, record)
    assert isinstance(good, WholeText)
    assert isinstance(bad, Rejected)
    assert (bad.code, bad.locator.fragment) == (code, "L2")


def test_unknown_fields_and_replaced_characters_are_told(tmp_path: Path) -> None:
    items = read(tmp_path / "l.jsonl", TEXTS | {"mood": 1}, TEXTS | {"question_text": "a\u0000b"})
    assert [item.code for item in items if isinstance(item, Notice)] == ["PQ251", "PQ252"]
    assert [item.question_text for item in items if isinstance(item, WholeText)] == [
        "To ask why.",
        "a\ufffdb",
    ]


def test_other_json_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "l.jsonl"
    path.write_text('{"id": 1}\n' * 3, encoding="utf-8")
    with pytest.raises(PqgraphError, match="PQ109"):
        list(READER.read(Source(path), SourceFile(name="l", sha256="0" * 64, reader="api-longform")))


def test_alone_they_are_not_lost_in_silence(tmp_path: Path) -> None:
    path = tmp_path / "l.jsonl"
    path.write_text((json.dumps(TEXTS) + "\n") * 3, encoding="utf-8")
    told: list[Any] = []
    tally = convert([path], tmp_path / "out.nt", on_problem=told.append)
    assert tally.questions == 0
    assert [(notice.code, str(notice.locator)) for notice in told] == [("PQ273", "l.jsonl#L1")]
    assert told[0].found.startswith("3 whole texts")


def test_real_texts(shared_data: Path) -> None:
    source = Source(shared_data / "api" / "commons-longform.jsonl.gz")
    assert detect(source) is READER
    items = list(READER.read(source, SourceFile(name="l", sha256="0" * 64, reader="api-longform")))
    texts = [item for item in items if isinstance(item, WholeText)]
    assert len(texts) == len(items) == 32_854
    assert sum(text.answer_text is not None for text in texts) == 30_789
    assert max(len(text.answer_text or "") for text in texts) > 40_000
