"""What the search index costs a build, and how fast it answers.

    python benchmarks/search.py                  real records: build with and without the index, repair, answers
    python benchmarks/search.py --store corpus   answers of the index of a store that is there

benchmarks/corpus.py makes a store of as many questions as Parliament has published. Every answer is timed in one
process, warm, and its number of hits is printed, so that two runs can be compared.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import common

from pqgraph.search import FOLDER, Range, SearchIndex, rebuild
from pqgraph.store.local import LocalStore

BUILD = """
import sys
from pqgraph import build
if sys.argv[1] == "without":
    build.search_is_installed = lambda: False
build.build(sys.argv[3:], sys.argv[2], replace=True, check=False)
"""
FACETS = ("body", "house", "topic", "asker", "party", "year")
RUNS = 20


def build(folder: Path, files: list[str]) -> Path:
    """Build the real records with and without an index; say what the index adds."""
    rows = []
    for kind in ("without", "with"):
        wall, cpu, memory, _ = common.run([sys.executable, "-c", BUILD, kind, str(folder / kind), *files])
        rows.append((kind, wall, cpu, memory))
    store = folder / "with"
    with SearchIndex.open(store) as index:
        count = index.count
    size = sum(path.stat().st_size for path in (store / FOLDER).rglob("*"))
    began = time.perf_counter()
    with LocalStore.open(store) as graph:
        rebuild(store, graph)
    repaired = time.perf_counter() - began
    common.table(
        ["build", "questions", "wall s", "CPU s", "peak MB"],
        [
            [f"{kind} index", f"{count:,}", f"{wall:.1f}", f"{cpu:.1f}", f"{memory:.0f}"]
            for kind, wall, cpu, memory in rows
        ],
    )
    per = 10_000 / count
    sys.stdout.write(
        f"\nThe index adds {(rows[1][1] - rows[0][1]) * per:.2f} s of time and {(rows[1][2] - rows[0][2]) * per:.2f} s "
        f"of CPU to 10,000 questions and takes {size * per / 1e6:.1f} MB for them; "
        f"made anew from the store, {repaired * per:.1f} s.\n\n"
    )
    return store


def questions(index: SearchIndex) -> list[tuple[str, Callable[[], Any]]]:
    """What is asked, on whatever data: filters take values that are frequent in it."""
    body = index.facets(field="body", limit=1)[0][0]
    year = int(str(index.facets(field="year", limit=1)[0][0]))
    half = index.count // 2
    in_year = {"body": body, "tabled": Range(low=f"{year}-01-01", high=f"{year}-12-31")}

    def search(text: str | None = None, **options: Any) -> Callable[[], int]:
        return lambda: index.search(text, **options).total

    return [
        ("word, 10 hits with snippets", search("schools")),
        ("two words", search("hospital waiting")),
        ("phrase", search('"special educational needs"')),
        (
            "phrase or word, without another",
            search('"special educational needs" OR dyslexia -heading:funding'),
        ),
        ("beginning of a word", search("universit*")),
        ("the most frequent words", search("the of")),
        ("word in one year at one body, newest first", search("schools", where=in_year, sort="-order")),
        ("body and year, newest first", search(where=in_year)),
        ("the same, page from 5,000 on", search(where={"body": body}, offset=5000)),
        ("everything, newest first, from the middle on", search(offset=half)),
        ("everything by days to answer, from the middle on", search(sort="days", offset=half)),
        ("word, hits from 5,000 on", search("schools", offset=5000)),
        ("six facets of a word", lambda: len(index.facets_of("schools", fields=FACETS)["asker"])),
        (
            "six facets of a body and year",
            lambda: len(index.facets_of(None, in_year, fields=FACETS)["asker"]),
        ),
        ("six facets of everything", lambda: len(index.facets_of(fields=FACETS)["asker"])),
        ("1,000 hits for a stored query", lambda: len(index.hits("schools", 1000))),
    ]


def answers(store: Path, runs: int) -> None:
    began = time.perf_counter()
    index = SearchIndex.open(store)
    opened = time.perf_counter() - began
    rows = []
    for label, ask in questions(index):
        began = time.perf_counter()
        found = ask()
        first = time.perf_counter() - began
        times = []
        for _ in range(runs):
            began = time.perf_counter()
            ask()
            times.append(time.perf_counter() - began)
        median = statistics.median(times)
        rows.append(
            [label, f"{found:,}", *(f"{seconds * 1e3:.1f}" for seconds in (first, median, max(times)))]
        )
    sys.stdout.write(f"{index.count:,} questions, opened in {opened * 1e3:.0f} ms\n\n")
    common.table(["asked", "found", "first ms", "median ms", "slowest ms"], rows)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the search index.")
    parser.add_argument("--store", type=Path, help="measure the answers of this store alone")
    parser.add_argument("--runs", type=int, default=RUNS, help=f"warm runs of each (default {RUNS})")
    given = parser.parse_args()
    sys.stdout.write(common.machine() + "\n\n")
    if given.store is not None:
        answers(given.store, given.runs)
        return
    files = [common.real_file("api", name) for name in ("commons-list.jsonl.gz", "commons-longform.jsonl.gz")]
    there = [str(path) for path in files if path is not None]
    if len(there) < len(files):
        sys.stdout.write("real records are not here: nothing to measure\n")
        return
    with tempfile.TemporaryDirectory() as folder:
        answers(build(Path(folder), there), given.runs)


if __name__ == "__main__":
    main()
