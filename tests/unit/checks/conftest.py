"""Engines and sample findings for the tests of checks."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from pqgraph.checks import Engine, Finding, Severity
from pqgraph.checks.engines import FastEngine, ReferenceEngine
from pqgraph.checks.shapes import shipped_shapes


@pytest.fixture(scope="session")
def engines() -> dict[str, Engine]:
    """Both engines with the shipped record shapes."""
    shapes = shipped_shapes()
    return {"pyshacl": ReferenceEngine(shapes), "shacl": FastEngine(shapes)}


@pytest.fixture(params=["pyshacl", "shacl"])
def engine(request: pytest.FixtureRequest, engines: dict[str, Engine]) -> Engine:
    return engines[request.param]


@pytest.fixture(scope="session")
def to_ntriples():
    def convert(turtle: str) -> bytes:
        quads = ox.parse(turtle, format=ox.RdfFormat.TURTLE)
        return ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES) or b""

    return convert


@pytest.fixture
def findings() -> list[Finding]:
    """Three findings, one of each severity, with awkward characters."""
    base = "https://w3id.org/pqgraph/shapes/"
    return [
        Finding(
            focus="<http://data.parliament.uk/resources/1>",
            path="<http://data.parliament.uk/schema/parl#uin>",
            value='"19|4,7%4:b`\\n<&\\u0007\\""',
            component="PatternConstraintComponent",
            shape=f"{base}Question-uin",
            severity=Severity.VIOLATION,
            message="A written question has at most one UIN; correct the number, 100%.",
            source="questions, new.jsonl.gz#L12",
        ),
        Finding(
            focus="<http://data.parliament.uk/resources/1/answer>",
            path="^<http://data.parliament.uk/schema/parl#answer>",
            component="MinCountConstraintComponent",
            shape=f"{base}Answer-question",
            severity=Severity.WARNING,
            message="An answer is the answer of a question; link it.",
            source="page.json#/result/items/3",
        ),
        Finding(
            focus="_:b0",
            value="_:b0",
            component="NodeKindConstraintComponent",
            severity=Severity.INFO,
            message="A node with an IRI; mint one.",
        ),
    ]
