"""How fast each reader's records become N-Quads, in one process that runs on, and what looking members up adds.

Small files are read again and again, for a second at least. Two formats have no real file beside the checkout: XML of
the Linked Data API is rendered from its real JSON, and RDF is pqgraph's own N-Triples of it.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

import common

from pqgraph.api.renderers import lda_xml
from pqgraph.convert import DocumentWriter, convert
from pqgraph.mapping import Mapper
from pqgraph.members import MemberResolver, Register, shipped_members
from pqgraph.model import Member, Question
from pqgraph.pipeline import BATCH, Batch
from pqgraph.rdf.formats import find_format
from pqgraph.readers import read
from pqgraph.topics import default_tagger
from pqgraph.topics import topics as all_topics

SECONDS = 1.0
REPEATS = 3
SOURCES = (
    ("api-json", "api/commons-list.jsonl.gz"),
    ("api-states", "api/commons-states.jsonl.gz"),
    ("lda-json", "lda/answeredquestions.json"),
    ("lda-csv", "lda/answeredquestions.csv"),
    ("twfy-xml", "parlparse/wrans/answers2009-10-26f.xml"),
)
MOST = 12_000
"""Records that are taken of a large file."""


class Nowhere:
    """Takes bytes and counts them."""

    def __init__(self) -> None:
        self.size = 0

    def write(self, data: bytes) -> int:
        self.size += len(data)
        return len(data)


def questions(path: Path) -> list[Question]:
    """The questions of a file, the first of a large one."""
    found = []
    for item in read(path)[1]:
        if isinstance(item, Question):
            found.append(item)
            if len(found) == MOST:
                break
    return found


def timed(*pieces: Callable[[], int]) -> list[float]:
    """Microseconds of processor time a record of each piece of work: the best of several rounds of all of them.

    They take turns, because a machine that others use as well may be half as fast a moment later.
    """
    best = [float("inf")] * len(pieces)
    spent = 0.0
    while spent < SECONDS * REPEATS * len(pieces):
        for place, once in enumerate(pieces):
            began = time.process_time()
            count = once()
            took = time.process_time() - began
            spent += took
            best[place] = min(best[place], took / count)
    return [1e6 * each for each in best]


def written(records: list[Question], mapper: Mapper) -> int:
    """Map and print some records."""
    document = DocumentWriter(cast(BinaryIO, Nowhere()), find_format("nquads"))
    for start in range(0, len(records), BATCH):
        batch = records[start : start + BATCH]
        topics = [mapper.topics(record) for record in batch]
        mapped = [mapper.map(record, None, found) for record, found in zip(batch, topics, strict=True)]
        document.write(Batch(file=None, records=mapped, last=False))
    document.close()
    return len(records)


def made_here(work: Path) -> list[tuple[str, Path]]:
    """The formats without a real file, made of real JSON."""
    source = common.real_file("lda", "answeredquestions.json")
    if source is None:
        return []
    import orjson

    page = orjson.loads(source.read_bytes())
    (work / "questions.xml").write_bytes(lda_xml.document(page))
    convert([source], work / "questions.nt", provenance=False)
    return [("lda-xml", work / "questions.xml"), ("parl-triples", work / "questions.nt")]


def main() -> None:
    if common.real_file("api") is None:
        sys.stdout.write("real records are not here: nothing to measure\n")
        return
    gc.set_threshold(100_000, 20, 20)  # as the command does
    tag = default_tagger().tag
    labels = {topic.slug: (topic.slug, topic.label) for topic in all_topics()}
    members = [*shipped_members()]
    register = common.real_file("members", "members-api-2026", "members_2026-05.jsonl")
    if register is not None:
        members += [item for item in read(register)[1] if isinstance(item, Member)]
    resolver = MemberResolver(Register(tuple(members)))
    plain = Mapper(tagger=lambda heading, text: [labels[slug] for slug in tag(heading, text)])
    full = Mapper(
        tagger=lambda heading, text: [labels[slug] for slug in tag(heading, text)], resolver=resolver
    )
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        cases = [(name, common.SHARED / path) for name, path in SOURCES] + made_here(Path(folder))
        for name, path in cases:
            records = questions(path)
            reading, without, resolving = timed(
                partial(lambda path: len(questions(path)), path),
                partial(written, records, plain),
                partial(written, records, full),
            )
            whole = reading + resolving
            rows.append(
                [
                    name,
                    f"{len(records):,}",
                    f"{reading:.0f}",
                    f"{resolving:.0f}",
                    f"{1e6 / whole:,.0f}",
                    f"{100 * (resolving - without) / (reading + without):.0f} %",
                ]
            )
    sys.stdout.write(f"\nReaders, records to N-Quads in one process; processor time; {common.machine()}\n\n")
    common.table(
        ["reader", "records", "reading µs", "mapping and writing µs", "records/CPU s", "members add"], rows
    )


if __name__ == "__main__":
    main()
