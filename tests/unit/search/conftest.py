"""Indexes to search: of a few questions written for a test, and of real records."""

import gzip
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

pytest.importorskip("tantivy", reason="text search needs pqgraph[search]")

from search_questions import Graph, question, write_index

from pqgraph.build import build
from pqgraph.search import SearchIndex

REAL_RECORDS = 700


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
