"""Elda's conformance cases: a model, a description, requests, and the graphs that they give."""

import csv
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDFS, Graph
from rdflib.compare import graph_diff, to_isomorphic

from pqgraph.api.engine import Engine
from pqgraph.api.protocol import Request
from pqgraph.cli.main import main
from pqgraph.store.local import LocalStore

CASES = 35


def folder_of(shared_data: Path) -> Path:
    return shared_data / "lda-conformance"


@pytest.fixture(scope="module")
def engine(shared_data: Path) -> Engine:
    folder = folder_of(shared_data)
    return Engine.mount(LocalStore.in_memory([folder / "model.ttl"]), folder / "apiSpecTest1.ttl")


def rows(shared_data: Path) -> list[dict[str, str]]:
    with (folder_of(shared_data) / "cases.tsv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


def without_labels(graph: Graph) -> Any:
    graph.remove((None, RDFS.label, None))
    return to_isomorphic(graph)


def expected_of(folder: Path, name: str) -> Any:
    return without_labels(Graph().parse(folder / name))


@pytest.mark.parametrize("number", range(CASES))
def test_case(number: int, engine: Engine, shared_data: Path) -> None:
    cases = rows(shared_data)
    assert len(cases) == CASES
    case = cases[number]
    query = f"?{case['query']}" if case["query"] else ""
    response = engine.handle(Request.of(case["uri"] + query, (("Accept", "text/turtle"),)))
    assert response.status == 200, response.body
    found = without_labels(Graph().parse(data=response.body, format="turtle"))
    expected = expected_of(folder_of(shared_data), case["expected_ttl"])
    if found != expected:
        _, missing, extra = graph_diff(expected, found)
        pytest.fail(
            f"{case['uri']}{query}\nmissing:\n{missing.serialize()}\ntoo much:\n{extra.serialize()}",
            pytrace=False,
        )


def test_the_command_gives_the_same(shared_data: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    folder = folder_of(shared_data)
    given = ["--data", str(folder / "model.ttl"), "--api", str(folder / "apiSpecTest1.ttl")]
    code = main(["get", "http://dummy/doc/deptsFr?name=département", *given, "-H", "Accept: text/turtle"])
    assert code == 0
    found = without_labels(Graph().parse(data=capfdbinary.readouterr().out, format="turtle"))
    assert found == expected_of(folder, "testDeptFr.ttl")
