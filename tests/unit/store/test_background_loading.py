"""Loading a document while it is being written."""

from __future__ import annotations

from pathlib import Path

import pytest

from pqgraph.errors import PqgraphError
from pqgraph.rdf.formats import find_format
from pqgraph.store.builder import StoreBuilder
from pqgraph.store.loading import BackgroundLoader
from pqgraph.store.local import LocalStore

NTRIPLES = find_format("ntriples")
LINES = [f'<http://e/{i}> <http://e/p> "{i}" .\n'.encode() for i in range(100)]


def build(folder: Path, part_size: int) -> tuple[list[str], str]:
    with StoreBuilder(folder) as builder, BackgroundLoader(builder, NTRIPLES, part_size=part_size) as loader:
        for line in LINES:
            assert loader.stream.write(line) == len(line)
        loader.finish()
        assert list(builder.scratch.iterdir()) == []
        content = builder.content
        builder.finish()
    with LocalStore.open(folder) as store:
        rows = store.query("SELECT ?o { ?s ?p ?o } ORDER BY ?o")
        return [row[0].value for row in rows.rows if row[0] is not None], content  # type: ignore[union-attr]


@pytest.mark.parametrize("part_size", [1, 300, 10_000_000])
def test_every_part_is_loaded(part_size: int, tmp_path: Path) -> None:
    found, content = build(tmp_path / "one", part_size)
    assert found == sorted(str(i) for i in range(100))
    assert build(tmp_path / "two", part_size) == (found, content)


def test_a_part_that_cannot_be_loaded_is_told_and_leaves_no_store(tmp_path: Path) -> None:
    with (
        pytest.raises(PqgraphError) as caught,
        StoreBuilder(tmp_path / "store") as builder,
        BackgroundLoader(builder, NTRIPLES, part_size=1) as loader,
    ):
        loader.stream.write(b"this is no statement\n")
        loader.stream.write(LINES[0])
        loader.finish()
    assert caught.value.code.id == "PQ301"
    assert list(tmp_path.iterdir()) == []


def test_leaving_early_waits_for_what_is_being_loaded(tmp_path: Path) -> None:
    with (
        pytest.raises(RuntimeError, match="the reader failed"),
        StoreBuilder(tmp_path / "store") as builder,
        BackgroundLoader(builder, NTRIPLES, part_size=1) as loader,
    ):
        loader.stream.write(b"".join(LINES))
        raise RuntimeError("the reader failed")
    assert list(tmp_path.iterdir()) == []
