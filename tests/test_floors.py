"""The architecture as a test: a module imports only from lower floors or its own folder."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "pqgraph"

FLOORS = {
    "__init__": 0,
    "errors": 0,
    "resources": 0,
    "files": 1,
    "model": 1,
    "prolog": 1,
    "terms": 1,
    "iris": 2,
    "life": 3,
    "rdf": 3,
    "readers": 4,
    "mapping": 4,
    "members": 4,
    "topics": 4,
    "store": 4,
    "search": 4,
    "queries": 5,
    "checks": 5,
    "cube": 5,
    "charts": 6,
    "notebook": 7,
    "pipeline": 6,
    "batches": 5,
    "numbered": 1,
    "tally": 5,
    "parallel": 7,
    "merge": 5,
    "convert": 8,
    "build": 9,
    "harvest": 8,
    "api": 8,
    "scale": 9,
    "cli": 10,
    "__main__": 11,
}
# What a heavy library may be imported by, so that it can be replaced at one door.
DOORS = {
    # readers: parl_triples alone, whose source format is RDF; it reads statements and knows no vocabulary module.
    "pyoxigraph": {"rdf", "store", "queries", "checks", "topics", "members", "readers"},
    "rdflib": {"checks", "queries"},
    "pyshacl": {"checks"},
    "shacl": {"checks"},
    "SPARQLWrapper": {"store"},
    "lxml": {"readers"},
    "selectolax": {"readers"},
    "tantivy": {"search"},
    "altair": {"charts"},
    "vl_convert": {"charts"},
    "starlette": {"api"},
    "jinja2": {"api"},
    "nh3": {"api"},
    "uvicorn": {"cli", "api"},
    "click": {"cli"},
    "rich": {"cli"},
}
READERS_MAY_NOT = {"rdf", "terms", "iris"}
MODULES = sorted(PACKAGE.rglob("*.py"))


def part_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Dotted names of everything the module imports, at whatever depth."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_module_stands_on_its_floor(path: Path) -> None:
    own = part_of(path)
    assert own in FLOORS, f"{own} has no floor: give it one here and in docs/architecture.md"
    for name in imports(path):
        top, _, rest = name.partition(".")
        if top == "pqgraph":
            other = rest.split(".")[0]
            if other not in FLOORS:  # a name in pqgraph/__init__.py
                continue
            assert other == own or FLOORS[other] < FLOORS[own], (
                f"{own} (floor {FLOORS[own]}) imports {name} (floor {FLOORS[other]})"
            )
            if own == "readers":
                assert other not in READERS_MAY_NOT, f"a reader knows RDF: {name}"
            if own == "mapping":
                assert other != "readers"
        elif top in DOORS:
            assert own in DOORS[top], f"{name} is imported outside its door"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_module_is_small(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    generated = path.name == "terms.py" and path.parent == PACKAGE
    assert lines <= 400 or generated, f"{lines} lines: split it by job"


def test_no_floor_is_named_in_vain() -> None:
    planned = {"harvest", "scale", "cube", "charts", "notebook", "search"}
    there = {part_of(path) for path in MODULES}
    assert set(FLOORS) - there <= planned
