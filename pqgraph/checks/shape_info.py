"""What a shapes graph says about each of its named shapes, for lists and messages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

from pqgraph.checks.results import Severity
from pqgraph.terms import rdf

if TYPE_CHECKING:
    import pyoxigraph as ox

    Node: TypeAlias = ox.NamedNode | ox.BlankNode
    Value: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal
    Index: TypeAlias = dict[str, dict[str, list[Value]]]

__all__ = ["BASE", "SH", "ShapeInfo", "describe"]

SH = "http://www.w3.org/ns/shacl#"
BASE = "https://w3id.org/pqgraph/shapes/"
_FIRST = "http://www.w3.org/1999/02/22-rdf-syntax-ns#first"
_REST = "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest"

# Predicates in the SHACL namespace that say something about a shape other than what must hold.
_NOT_CONSTRAINT_NAMES = """
    deactivated defaultValue description flags group ignoredProperties message name order path property
    severity target targetClass targetNode targetObjectsOf targetSubjectsOf
"""
_NOT_CONSTRAINTS = frozenset(_NOT_CONSTRAINT_NAMES.split())


class ShapeInfo(Struct, frozen=True, kw_only=True):
    """One named shape, for ``pqgraph list shapes`` and ``pqgraph show shapes``."""

    iri: str
    """Its IRI."""
    kind: Literal["node", "property"]
    """Node shape or property shape."""
    name: str
    """``sh:name``; the end of the IRI if it has none."""
    message: str
    """``sh:message`` in English, or in the first language there is; empty if it has none."""
    severity: Severity
    """``sh:severity``; a violation if it says nothing."""
    path: str | None
    """The predicate's IRI of a property shape, ``^`` before it if inverse; ``None`` for other paths."""
    targets: tuple[str, ...]
    """Classes whose nodes it checks, by itself or in the node shape that holds it; none for mere parts."""
    constraints: tuple[str, ...]
    """Its constraints as SHACL parameters and values: ``maxCount 1``."""
    file: str
    """Name of the file that defines it."""
    order: float
    """``sh:order``."""

    @property
    def slug(self) -> str:
        """Its short name on the command line: ``Question-uin``; for a user's shape the whole IRI."""
        return self.iri.removeprefix(BASE)


def describe(index: Index, files: dict[str, str]) -> list[ShapeInfo]:
    """The named shapes of a shapes graph, by file; each node shape before its property shapes.

    Args:
        index: The shapes graph: subject in N-Triples syntax, predicate IRI, objects.
        files: Which file defines a subject.
    """
    holders: dict[str, str] = {}
    for node, properties in index.items():
        for held in properties.get(SH + "property", ()):
            holders.setdefault(str(held), node)

    def place(info: ShapeInfo) -> tuple[str, float, str, float, str]:
        node = f"<{info.iri}>"
        holder = holders.get(node, node)
        order = _number(index[holder])
        return (info.file, order, holder, info.order if holder != node else -1.0, info.iri)

    found = (_shape(node, index, holders, files) for node in index)
    return sorted((info for info in found if info is not None), key=place)


def _shape(node: str, index: Index, holders: dict[str, str], files: dict[str, str]) -> ShapeInfo | None:
    properties = index[node]
    types = {str(o) for o in properties.get(rdf.type, ())}
    is_property = SH + "path" in properties
    if not node.startswith("<") or not (is_property or f"<{SH}NodeShape>" in types):
        return None
    iri = node[1:-1]
    severity = str(next(iter(properties.get(SH + "severity", ())), "")).removeprefix(f"<{SH}")
    targets = [*properties.get(SH + "targetClass", ())]
    if node in holders:
        targets += index[holders[node]].get(SH + "targetClass", ())
    return ShapeInfo(
        iri=iri,
        kind="property" if is_property else "node",
        name=_text(properties.get(SH + "name", ())) or iri.rpartition("/")[2],
        message=_text(properties.get(SH + "message", ())),
        severity={"Warning>": Severity.WARNING, "Info>": Severity.INFO}.get(severity, Severity.VIOLATION),
        path=_path(properties, index) if is_property else None,
        targets=tuple(sorted({str(target).strip("<>") for target in targets})),
        constraints=tuple(_constraints(properties, index)),
        file=files.get(node, ""),
        order=_number(properties),
    )


def _number(properties: dict[str, list[Value]]) -> float:
    for value in properties.get(SH + "order", ()):
        try:
            return float(_lexical(value))
        except ValueError:
            continue
    return 0.0


def _lexical(value: Value) -> str:
    import pyoxigraph as ox

    return str(value) if isinstance(value, ox.BlankNode) else value.value


def _text(values: Iterable[Value]) -> str:
    import pyoxigraph as ox

    texts = [o for o in values if isinstance(o, ox.Literal)]
    texts.sort(key=lambda o: (not (o.language or "en").startswith("en"), o.language or "", o.value))
    return texts[0].value if texts else ""


def _path(properties: dict[str, list[Value]], index: Index) -> str | None:
    path = str(properties[SH + "path"][0])
    if path.startswith("<"):
        return path[1:-1]
    inner = str(next(iter(index.get(path, {}).get(SH + "inversePath", ())), ""))
    return f"^{inner[1:-1]}" if inner.startswith("<") else None


def _constraints(properties: dict[str, list[Value]], index: Index) -> list[str]:
    found = []
    for predicate, values in properties.items():
        name = predicate.removeprefix(SH)
        if name != predicate and name not in _NOT_CONSTRAINTS:
            found += [f"{name} {_shown(value, index)}" for value in values]
    return sorted(found)


def _shown(value: Value, index: Index) -> str:
    items: list[str] = []
    rest = str(value)
    seen: set[str] = set()
    while rest not in seen and {_FIRST, _REST} <= index.get(rest, {}).keys():
        seen.add(rest)
        items.append(_shown(index[rest][_FIRST][0], index))
        rest = str(index[rest][_REST][0])
    if items:
        return f"({' '.join(items)})"
    return "…" if str(value).startswith("_:") else _lexical(value)
