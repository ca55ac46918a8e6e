"""How well the labels of the topics do. Writes the tables of docs/topics.md between its markers.

The headings of the printed Hansard are the yardstick: a question's heading is hidden, its text alone is tagged, and
the topics found are compared with those that the heading alone gives. A question on a narrower topic counts for the
broader ones, too. Usage: python benchmarks/topics.py
"""

from __future__ import annotations

import csv
import gzip
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import common
import orjson

from pqgraph.topics import default_tagger, topics, with_broader

FULL, LIST, TEXTS = "commons-full.jsonl.gz", "commons-list.jsonl.gz", "commons-longform.jsonl.gz"
BEGIN, END = "<!-- begin: written by benchmarks/topics.py -->", "<!-- end -->"
SEND = "special-educational-needs-and-disabilities"
SAMPLES = common.ROOT / "tests" / "cases" / "topics"
FEW = 20
"""Headings below which shares say little."""
WEAK = 0.6
COLUMNS = "questions with the topic by heading, by text, by both, precision (P) and recall (R)"


@dataclass
class Score:
    """Questions by where a topic was found."""

    both: int = 0
    heading: int = 0
    text: int = 0

    @property
    def precision(self) -> float | None:
        return self.both / self.text if self.text else None

    @property
    def recall(self) -> float | None:
        return self.both / self.heading if self.heading else None


def questions(name: str) -> Iterator[tuple[int, str, str]]:
    """Identifier, heading (or nothing) and text of each record of a file."""
    with gzip.open(common.SHARED / "api" / name, "rb") as lines:
        for line in lines:
            value = orjson.loads(line)["value"]
            yield value["id"], value["heading"] or "", value["questionText"]


def measure(pairs: Iterable[tuple[str, str]]) -> tuple[dict[str, Score], Counter[str]]:
    """Scores by topic, and counts of the records, from headings and texts."""
    tag = default_tagger().tag
    scores = {topic.slug: Score() for topic in topics()}
    counts: Counter[str] = Counter()
    for heading, text in pairs:
        counts["records"] += 1
        counts["tagged"] += bool(tag(heading or None, text))
        expected = with_broader(tag(heading, "")) if heading else frozenset()
        counts["headed"] += bool(heading)
        if not expected:
            continue  # the heading does not tell, so nothing can be said of the text
        counts["compared"] += 1
        found = with_broader(tag(None, text))
        for slug in expected | found:
            score = scores[slug]
            score.heading += slug in expected
            score.text += slug in found
            score.both += slug in expected and slug in found
    return scores, counts


def microseconds(pairs: list[tuple[str, str]]) -> float:
    """Time to tag a question, of the processor, the best of five rounds."""
    tag = default_tagger().tag
    rounds = []
    for _ in range(5):
        began = time.process_time()
        for heading, text in pairs:
            tag(heading, text)
        rounds.append(time.process_time() - began)
    return min(rounds) / len(pairs) * 1e6


def sample(path: Path, texts: dict[int, tuple[str, str]]) -> tuple[int, int, int, float, float]:
    """Questions, errors of both kinds, precision and recall of a sample labelled by hand, weighted by stratum."""
    tag = default_tagger().tag
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    drawn = Counter(row["stratum"] for row in rows)
    weights: dict[tuple[bool, bool], float] = defaultdict(float)
    numbers: Counter[tuple[bool, bool]] = Counter()
    for row in rows:
        heading, text = texts[int(row["identifier"])]
        cell = (SEND in with_broader(tag(heading or None, text)), row["about_send"] == "yes")
        weights[cell] += int(row["stratum_size"]) / drawn[row["stratum"]]
        numbers[cell] += 1
    hits = weights[True, True]
    precision, recall = hits / (hits + weights[True, False]), hits / (hits + weights[False, True])
    return len(rows), numbers[True, False], numbers[False, True], precision, recall


def whole_texts() -> dict[int, tuple[str, str]]:
    """Heading and whole text of every question of the list, by identifier."""
    found = {identifier: (heading, text) for identifier, heading, text in questions(LIST)}
    with gzip.open(common.SHARED / "api" / TEXTS, "rb") as lines:
        for line in lines:
            record = orjson.loads(line)
            if record["id"] in found and record["question_text"]:
                found[record["id"]] = (found[record["id"]][0], record["question_text"])
    return found


def texts_alone(listed: Collection[int]) -> dict[int, tuple[str, str]]:
    """Whole texts of questions that the list does not have, by identifier. They have no heading."""
    with gzip.open(common.SHARED / "api" / TEXTS, "rb") as lines:
        records = map(orjson.loads, lines)
        return {
            r["id"]: ("", r["question_text"]) for r in records if r["id"] not in listed and r["question_text"]
        }


def share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def together(scores: dict[str, Score]) -> Score:
    """All topics as one."""
    parts = scores.values()
    return Score(*(sum(part) for part in zip(*((s.both, s.heading, s.text) for s in parts), strict=True)))


def overview(name: str, scores: dict[str, Score], counts: Counter[str]) -> str:
    score = together(scores)
    return (
        f"| {name} | {counts['records']:,} | {counts['tagged'] / counts['records']:.0%} | {counts['headed']:,} "
        f"| {counts['compared']:,} | {share(score.precision)} | {share(score.recall)} |"
    )


def weak(scores: dict[str, Score], which: str) -> str:
    """The topics that do badly, worst first."""
    rows = sorted(
        (found, slug)
        for slug, score in scores.items()
        if score.heading >= FEW and (found := getattr(score, which)) is not None and found < WEAK
    )
    return ", ".join(f"{slug} {found:.2f}" for found, slug in rows) or "none"


def report() -> str:
    """The generated part of the page, as Markdown."""
    texts = whole_texts()
    pairs = [(heading, text) for _, heading, text in questions(FULL)]
    full, full_counts = measure(pairs)
    listed, list_counts = measure(texts.values())
    lines = [
        f"{len(topics())} topics with {sum(len(topic.labels) for topic in topics()):,} labels. Tagging takes "
        f"{microseconds(pairs):.1f} µs a question ({common.machine()}).",
        "",
        "| records | questions | get a topic | have a heading | whose heading gives a topic | precision | recall |",
        "|---|---:|---:|---:|---:|---:|---:|",
        overview("`commons-full`", full, full_counts),
        overview("`commons-list`, whole texts filled in", listed, list_counts),
        "",
        "| SEND sample | questions | wrongly tagged | missed | precision | recall |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    every = texts | texts_alone(texts)
    for name in (
        "send-sample",
        *(f"send-{which}-sample" for which in ("second", "third", "fourth", "fifth")),
    ):
        total, wrong, missed, precision, recall = sample(SAMPLES / f"{name}.tsv", every)
        lines.append(f"| `{name}.tsv` | {total} | {wrong} | {missed} | {precision:.3f} | {recall:.3f} |")
    few = ", ".join(slug for slug, score in sorted(listed.items()) if score.heading < FEW)
    lines += [
        "",
        f"Over the list, with at least {FEW} headings:",
        "",
        f"- weak in precision (below {WEAK}): {weak(listed, 'precision')};",
        f"- weak in recall (below {WEAK}): {weak(listed, 'recall')};",
        f"- fewer headings, so that the shares say little: {few}.",
        "",
        f"By topic, `commons-full` first: {COLUMNS}; then the list, the same.",
        "",
        "| topic |" + " heading | text | both | P | R |" * 2,
        "|---|" + "---:|" * 10,
    ]
    for slug in sorted(full):
        cells = [
            f"{score.heading} | {score.text} | {score.both} | {share(score.precision)} | {share(score.recall)}"
            for score in (full[slug], listed[slug])
        ]
        lines.append(f"| {slug} | {cells[0]} | {cells[1]} |")
    return "\n".join(lines)


def main() -> None:
    if common.real_file("api", FULL) is None:
        sys.stdout.write("real records are not here: nothing to report\n")
        return
    page = common.ROOT / "docs" / "topics.md"
    text = page.read_text("utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END, 1)[1]
    generated = report()
    page.write_text(f"{before}{BEGIN}\n\n{generated}\n\n{END}{after}", "utf-8")
    sys.stdout.write(generated + "\n")


if __name__ == "__main__":
    main()
