"""Indexes to search: of a few questions written for a test, and of real records."""

import gzip
import json
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

import pytest

pytest.importorskip("tantivy", reason="text search needs pqgraph[search]")

from search_questions import Graph, question

from pqgraph.build import build
from pqgraph.search import FOLDER, IndexWriter, SearchIndex

REAL_RECORDS = 700


def write_index(folder: Path, questions: Sequence[Graph], *, content: str = "one") -> Path:
    """A folder that looks like a store's, with an index."""
    folder.mkdir(exist_ok=True)
    (folder / "manifest.json").write_text(json.dumps({"content": content}))
    broader = {"special-educational-needs-and-disabilities": ["schools"], "schools": ["education"]}
    with IndexWriter(folder / FOLDER, broader=broader) as writer:
        for subject, triples in questions:
            writer.add(subject, triples)
        writer.finish(content)
    return folder


@pytest.fixture
def indexed(tmp_path: Path) -> Callable[..., SearchIndex]:
    def make(*questions: Graph) -> SearchIndex:
        return SearchIndex.open(write_index(tmp_path / "store", questions))

    return make


@pytest.fixture
def texts(indexed: Callable[..., SearchIndex]) -> Callable[..., SearchIndex]:
    """An index of questions with these texts; their numbers are 0, 1, …"""

    def make(*given: str) -> SearchIndex:
        return indexed(*(question(number, text=text) for number, text in enumerate(given)))

    return make


@pytest.fixture(scope="session")
def real_store(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of real records with whole texts, and of both Houses."""
    folder = tmp_path_factory.mktemp("search")
    part = folder / "slice.jsonl"
    with gzip.open(shared_data / "api" / "commons-full.jsonl.gz") as stream:
        # Spread over the file, so over years and departments.
        part.write_bytes(b"".join(islice(stream, 0, REAL_RECORDS * 12, 12)))
    lords = shared_data / "api" / "recorded-2021-03-18"
    members = [shared_data / "members" / "mnis-2021"]
    done = build([part, lords], folder / "store", members=members, check=False)
    assert done.indexed == done.tally.questions > REAL_RECORDS
    return folder / "store"
