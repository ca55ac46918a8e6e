"""Stores with statistics: a small one of records written for it, and one of real records from every kind of source."""

import gzip
from itertools import islice
from pathlib import Path

import pytest
from api_items import lines
from cube_records import ITEMS

from pqgraph.build import build


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A store of the examples and of the records above."""
    folder = tmp_path_factory.mktemp("cube")
    inputs = [*sorted((root / "examples").glob("*.txt")), lines(folder / "items.jsonl", *ITEMS)]
    build(inputs, folder / "store", check=False)
    return folder / "store"


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> Path:
    """A store of some thousand real records: API lists and states, the Linked Data API, and Hansard without days of tabling."""
    folder = tmp_path_factory.mktemp("cube-real")
    inputs = [shared_data / "lda", shared_data / "parlparse", shared_data / "api" / "recorded-2021-03-09"]
    for name, count in (("commons-full", 1200), ("commons-states", 300)):
        with gzip.open(shared_data / "api" / f"{name}.jsonl.gz", "rb") as records:
            part = folder / f"{name}.jsonl"
            part.write_bytes(b"".join(islice(records, count)))
        inputs.append(part)
    build(inputs, folder / "store", check=False)
    return folder / "store"


@pytest.fixture(params=["small", "real"])
def store(request: pytest.FixtureRequest) -> Path:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Path)
    return found
