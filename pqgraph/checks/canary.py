"""Can the fast engine be trusted? Planted violations, and the choice of an engine by what it finds of them.

An engine that overlooks something says nothing, so it is asked at every start for what must be found:
records with planted violations of many kinds, checked with the shipped record shapes. One finding more or
less, or one that differs in anything, and the reference engine does the work.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from pqgraph.checks.engines import Engine, FastEngine, ReferenceEngine
from pqgraph.checks.results import Finding, sort_findings
from pqgraph.checks.shapes import Shapes, shipped_shapes
from pqgraph.errors import PqgraphError

__all__ = ["ENGINES", "EngineName", "canary_data", "canary_expected", "choose_engine", "sings"]

EngineName = Literal["auto", "pyshacl", "shacl"]
ENGINES: tuple[EngineName, ...] = ("auto", "pyshacl", "shacl")

_XSD = "http://www.w3.org/2001/XMLSchema#"
# The datatypes whose lexical forms the tests compare between both engines, form by form.
_PROVEN_DATATYPES = frozenset(
    {
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString",
        *(
            f"{_XSD}{name}"
            for name in ("string", "boolean", "integer", "decimal", "double", "date", "dateTime")
        ),
    }
)


@cache
def canary_data() -> bytes:
    """The planted records as N-Triples."""
    import pyoxigraph as ox

    text = files("pqgraph.checks").joinpath("canary", "planted.ttl").read_bytes()
    quads = ox.parse(text, format=ox.RdfFormat.TURTLE)
    return ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES) or b""


@cache
def canary_expected() -> tuple[Finding, ...]:
    """What an engine must find in them with the shipped record shapes. Messages are the shapes' own."""
    text = files("pqgraph.checks").joinpath("canary", "expected.json").read_bytes()
    shapes = shipped_shapes()
    rows = msgspec.json.decode(text, type=list[dict[str, str]])
    return tuple(
        sort_findings(
            msgspec.convert({**row, "message": shapes.by_iri[row["shape"]].message}, type=Finding)
            for row in rows
        )
    )


def sings(engine: Engine) -> bool:
    """Whether an engine that was made with the shipped record shapes finds exactly what was planted."""
    return engine.validate(canary_data()) == list(canary_expected())


def choose_engine(name: str, shapes: Shapes) -> tuple[Engine, str | None]:
    """The engine to check with.

    Args:
        name: ``pyshacl``, ``shacl``, or ``auto``: the fast one if it is there and can be trusted with these
        shapes.
        shapes: What to check.

    Returns:
        The engine, and why it is not the fast one or should not be trusted (to be told as PQ402), if so.

    Raises:
        PqgraphError: PQ403, there is no such engine, or it is not installed; PQ401, it refuses the shapes.
    """
    if name not in ENGINES:
        raise PqgraphError("PQ403", f"{name!r} is not an engine")
    if name == "pyshacl":
        return ReferenceEngine(shapes), None
    if name == "shacl":
        return FastEngine(shapes), _doubt(shapes)
    try:
        reason = _doubt(shapes)
        if reason is None:
            return FastEngine(shapes), None
    except PqgraphError as problem:
        reason = problem.found
    return ReferenceEngine(shapes), reason


def _doubt(shapes: Shapes) -> str | None:
    """Why the fast engine's findings with these shapes would be doubtful."""
    engine = FastEngine(shipped_shapes())
    if not sings(engine):
        return f"{engine.name} {engine.version} does not find exactly the planted violations"
    if not shapes.shipped_only:
        if shapes.beyond_core:
            features = ", ".join(shapes.beyond_core)
            return f"{shapes.title} uses {features}, which {engine.name} {engine.version} may pass over"
        if unproven := sorted(shapes.datatypes - _PROVEN_DATATYPES):
            return f"{shapes.title} names {unproven[0]}, whose lexical forms {engine.name} may not check"
    return None
