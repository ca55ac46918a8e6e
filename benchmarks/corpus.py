"""A store of as many questions as Parliament has published: real records, repeated and re-keyed.

    python benchmarks/corpus.py --questions 700000 --store large

The real records are 38,828 Commons questions of 2023 to 2026, more than half of them in every state they were seen in.
They are repeated on other days: one year earlier (52 weeks, so that days of the week stay), two, three, up to ten; and
if that is not enough again, two weeks off. Members, answering bodies and texts stay, days move, those in texts too;
repeated questions have other numbers in Parliament's API, and from the second round other UINs. Every sixth repetition
is put into the Lords, so that the smaller House is there. All of it goes the way of any data: ``pqgraph.build.build``.
"""

from __future__ import annotations

import argparse
import calendar
import datetime as dt
import gzip
import json
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

import common
import orjson
from isal import igzip

YEARS = 10
LORDS_EVERY = 6
_MONTHS = list(calendar.month_name)[1:]
_NAMED_DAY = re.compile(rf"\b([1-3]?\d) ({'|'.join(_MONTHS)}) (20\d\d)\b")
_DAYS = ("dateTabled", "dateForAnswer", "dateAnswered", "dateHoldingAnswer", "dateAnswerCorrected")
_TEXTS = ("questionText", "answerText", "originalAnswerText", "comparableAnswerText")
Record = dict[str, Any]


def real_records() -> Iterator[list[Record]]:
    """Every real question as its states, oldest first; most have one. Texts are whole where they are known."""
    whole: dict[int, tuple[str, str]] = {}
    states: dict[int, list[Record]] = {}
    for item in _lines("commons-longform"):
        whole[item["id"]] = item["question_text"], item["answer_text"]
    for item in _lines("commons-states"):
        states[item["id"]] = item["states"]
    for item in _lines("commons-list"):
        value = item["value"]
        seen = states.get(value["id"], [{"value": value}])
        asked, answered = whole.get(value["id"], (None, None))
        for state in seen:
            if asked:
                state["value"]["questionText"] = asked
            if answered and state is seen[-1] and state["value"]["answerText"]:
                state["value"]["answerText"] = answered
        yield seen


def _lines(name: str) -> Iterator[Any]:
    path = common.real_file("api", f"{name}.jsonl.gz")
    if path is None:
        raise SystemExit("real records are not here: expected in ../shared/data beside the checkout")
    with gzip.open(path, "rb") as stream:
        yield from map(orjson.loads, stream)


class Moved:
    """One repetition of the real records.

    Args:
        number: Which one; 0 is the records as they are.
    """

    def __init__(self, number: int) -> None:
        self._number = number
        self._round = number // YEARS
        self._back = dt.timedelta(weeks=52 * (number % YEARS) + 2 * self._round)
        self._lords = number % LORDS_EVERY == LORDS_EVERY - 1
        self.day = lru_cache(maxsize=65536)(self._day)

    def _day(self, text: str) -> str:
        """A day or time as the API writes it, earlier."""
        return (dt.date.fromisoformat(text[:10]) - self._back).isoformat() + text[10:]

    def _named(self, match: re.Match[str]) -> str:
        try:
            day = dt.date(int(match[3]), _MONTHS.index(match[2]) + 1, int(match[1])) - self._back
        except ValueError:  # 31 June, in an answer
            return match[0]
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"

    def _uin(self, uin: str) -> str:
        uin = str(int(uin) + 200_000 * self._round) if self._round else uin
        return f"HL{uin}" if self._lords else uin

    def record(self, states: list[Record]) -> bytes:
        """A question as a line of JSON: an item of a list if it has one state, else all of them."""
        if len(states) == 1 and "snapshot_date" not in states[0]:
            return orjson.dumps({"value": self._value(states[0]["value"])})
        moved: list[Record] = [
            {"snapshot_date": self.day(state["snapshot_date"]), "value": self._value(state["value"])}
            for state in states
        ]
        return orjson.dumps({"id": moved[0]["value"]["id"], "states": moved})

    def _value(self, value: Record) -> Record:
        moved = dict(value)
        moved["id"] += 10_000_000 * self._number
        moved["uin"] = self._uin(value["uin"])
        if self._lords:
            moved["house"] = "Lords"
        for name in _DAYS:
            if value.get(name):
                moved[name] = self.day(value[name])
        for name in _TEXTS:
            if value.get(name):
                moved[name] = _NAMED_DAY.sub(self._named, value[name])
        moved["groupedQuestions"] = [self._uin(uin) for uin in value["groupedQuestions"]]
        moved["groupedQuestionsDates"] = [
            {"questionUin": self._uin(other["questionUin"]), "dateTabled": self.day(other["dateTabled"])}
            for other in value["groupedQuestionsDates"]
        ]
        return moved


def write(folder: Path, questions: int) -> list[Path]:
    """Write so many questions as JSON Lines, items and states apart, and give the files."""
    real = list(real_records())
    items, states = folder / "items.jsonl.gz", folder / "states.jsonl.gz"
    left, written = questions, set()
    with (
        igzip.open(items, "wb", compresslevel=1) as plain,  # type: ignore[no-untyped-call]
        igzip.open(states, "wb", compresslevel=1) as watched,  # type: ignore[no-untyped-call]
    ):
        for number in count():
            moved = Moved(number)
            for seen in real[:left]:
                path, stream = (states, watched) if "snapshot_date" in seen[0] else (items, plain)
                stream.write(moved.record(seen) + b"\n")
                written.add(path)
            left -= min(left, len(real))
            if not left:
                break
    return sorted(written)


def main() -> None:
    parser = argparse.ArgumentParser(description="Build a store of many questions, to measure on.")
    parser.add_argument("--questions", type=int, default=700_000, help="how many (default 700,000)")
    parser.add_argument(
        "--store", type=Path, required=True, help="folder of the store; one that is there is replaced"
    )
    parser.add_argument("--check", action="store_true", help="check every record against the shapes, too")
    options = parser.parse_args()
    if options.questions < 1:
        parser.error("--questions: at least 1")
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="pqgraph-corpus-", dir=options.store.resolve().parent) as work:
        inputs = write(Path(work), options.questions)
        written = time.perf_counter()
        members = common.real_file("members")
        command = [sys.executable, "-m", "pqgraph", "-q", "build", *map(str, inputs)]
        command += [] if members is None else [str(members)]
        command += ["--store", str(options.store), "--replace", *([] if options.check else ["--no-check"])]
        wall, cpu, memory, _ = common.run(command)
    manifest = json.loads((options.store / "manifest.json").read_text("utf-8"))
    size = sum(path.stat().st_size for path in options.store.rglob("*") if path.is_file())
    sys.stdout.write(f"\nA store of {options.questions:,} questions; {common.machine()}\n\n")
    common.table(
        [
            "questions",
            "triples",
            "records written s",
            "built s",
            "CPU s",
            "questions/s",
            "peak MB",
            "store MB",
        ],
        [
            [
                f"{options.questions:,}",
                f"{manifest['triples']:,}",
                f"{written - began:.0f}",
                f"{wall:.0f}",
                f"{cpu:.0f}",
                f"{options.questions / wall:,.0f}",
                f"{memory:,.0f}",
                f"{size / 1e6:,.0f}",
            ]
        ],
    )


if __name__ == "__main__":
    main()
