"""Real records built into a store, dumped, loaded into servers: the statistics answer there as they do here."""

from __future__ import annotations

import gzip
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from running import PASSWORD, Oxigraph, Virtuoso
from stores import loaded
from test_catalogue_at_servers import by_value, found, same

from pqgraph.cli.main import main
from pqgraph.queries.catalogue import StoredQuery, shipped
from pqgraph.queries.run import prepare, run
from pqgraph.store.local import LocalStore
from pqgraph.store.remote import Credentials, RemoteStore

COUNTING = [query for query in shipped() if query.cube is not None]
each_query = pytest.mark.parametrize("query", COUNTING, ids=lambda query: query.name)


@pytest.fixture(scope="module")
def built(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStore]:
    """A store of the first 120 questions that Parliament's API gives."""
    folder = tmp_path_factory.mktemp("built")
    with gzip.open(shared_data / "api" / "commons-full.jsonl.gz", "rb") as stream:
        (folder / "records.jsonl").write_bytes(b"".join(itertools.islice(stream, 120)))
    assert main(["-q", "build", str(folder / "records.jsonl"), "--store", str(folder / "store")]) in (0, 1)
    with LocalStore.open(folder / "store") as store:
        yield store


@pytest.fixture(scope="module")
def at_oxigraph(oxigraph: Oxigraph, dumped: Path) -> RemoteStore:
    return loaded(oxigraph.query, Credentials(), dumped)


@pytest.fixture(scope="module")
def at_virtuoso(virtuoso: Virtuoso, dumped: Path) -> RemoteStore:
    return loaded(virtuoso.query, Credentials("dba", PASSWORD), dumped)


def compare(query: StoredQuery, here: LocalStore, there: RemoteStore, cell: Callable[[Any], Any]) -> None:
    assert query.cube is not None
    values: dict[str, str | None] = {
        name: str(value) for name, value in query.header.example.items() if name in query.cube.header.params
    }
    text = prepare(query.name, values, here, cube=True)[1]
    assert found(there, text, cell) == found(here, text, cell)
    answer = run(query.name, values, there)
    assert answer.cube, "the endpoint holds the statistics, and they were not read"


@each_query
def test_oxigraph(query: StoredQuery, built: LocalStore, at_oxigraph: RemoteStore) -> None:
    compare(query, built, at_oxigraph, same)


@each_query
def test_virtuoso(query: StoredQuery, built: LocalStore, at_virtuoso: RemoteStore) -> None:
    compare(query, built, at_virtuoso, by_value)
