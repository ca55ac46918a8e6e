"""Two real servers, each file of tests with its own; tests are skipped where one is not installed.

Virtuoso orders IRIs by when it first met them, and plans by what else it holds: beside the data of other files it gives
other answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from running import PASSWORD, Oxigraph, Virtuoso, oxigraph_binary, virtuoso_binary

from pqgraph.store.local import LocalStore
from pqgraph.store.remote import Credentials


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Oxigraph]:
    if oxigraph_binary() is None:
        pytest.skip("the oxigraph server is not installed: pip install oxigraph")
    with Oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    if virtuoso_binary() is None:
        pytest.skip("Virtuoso is not installed: apt-get install virtuoso-opensource-7")
    server = Virtuoso(tmp_path_factory.mktemp("virtuoso"))
    server.create()
    with server:
        yield server


@pytest.fixture
def owner() -> Credentials:
    """Who may write to Virtuoso."""
    return Credentials("dba", PASSWORD)


@pytest.fixture(scope="module")
def dumped(built: LocalStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that the store holds, as N-Quads."""
    path = tmp_path_factory.mktemp("dumped") / "store.nq"
    with path.open("wb") as stream:
        built.dump(stream)
    return path
