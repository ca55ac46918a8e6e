"""Shapes of a user's: are they SHACL at all, and can batches of records be checked against them?"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pqgraph.checks.results import Finding, plain
from pqgraph.errors import PqgraphError
from pqgraph.terms import PREFIXES, org, rdf

if TYPE_CHECKING:
    from pqgraph.checks.engines import Engine
    from pqgraph.checks.shapes import Shapes

__all__ = ["far", "refuse_ill_formed"]

_SH = "http://www.w3.org/ns/shacl#"
_CLASS = f"<{PREFIXES['rdfs']}Class>"
# What these say of a node can be told from the statements of the node itself.
_NEAR_NAMES = """
    closed datatype deactivated defaultValue description disjoint equals flags group hasValue ignoredProperties in
    languageIn lessThan lessThanOrEquals maxCount maxExclusive maxInclusive maxLength message minCount minExclusive
    minInclusive minLength name nodeKind order path pattern property severity targetClass uniqueLang
"""
_NEAR = frozenset(_NEAR_NAMES.split())


def far(shapes: Shapes) -> tuple[str, ...]:
    """What in a user's shapes looks further than a node's own statements, sorted; empty if nothing does.

    A batch holds some records and what they point to, but of other records no more than their IRIs. So a path of
    several steps, a query or another target than a class is true only of the whole graph.

    Args:
        shapes: The user's alone.
    """
    import pyoxigraph as ox

    found: set[str] = set()
    types: dict[str, set[str]] = {}
    paths: set[str] = set()
    holders: set[str] = set()
    for quad in ox.parse(shapes.ntriples, format=ox.RdfFormat.N_TRIPLES):
        subject, predicate, value = str(quad.subject), quad.predicate.value, quad.object
        name = predicate.removeprefix(_SH)
        if name != predicate and name not in _NEAR:
            found.add(f"sh:{name}")
        if predicate == rdf.type:
            types.setdefault(subject, set()).add(str(value))
        elif name == "path":
            paths.add(subject)
            # The memberships of a member are checked with the member alone.
            if not isinstance(value, ox.NamedNode) or value.value == org.hasMembership:
                found.add("sh:path")
        elif name == "property":
            holders.add(subject)
    if any({f"<{_SH}NodeShape>", _CLASS} <= kinds for kinds in types.values()):
        found.add("rdfs:Class")
    if holders & paths:
        found.add("sh:property")
    return tuple(sorted(found))


def refuse_ill_formed(shapes: Shapes) -> None:
    """Refuse shapes that break the rules of SHACL itself; engines pass over most of them without a word.

    Args:
        shapes: The user's alone.

    Raises:
        PqgraphError: PQ401, with the first rule that is broken.
    """
    found = _grammar().validate(shapes.ntriples)
    if found:
        first = min(found, key=lambda finding: (finding.path is None or "(" in finding.path, finding.key()))
        raise PqgraphError("PQ401", _told(first), place=shapes.title)


@cache
def _grammar() -> Engine:
    # SHACL's own shapes of shapes (appendix C), which come with pySHACL.
    import pyshacl

    from pqgraph.checks.engines import ReferenceEngine
    from pqgraph.checks.shapes import grammar_shapes

    return ReferenceEngine(grammar_shapes(Path(pyshacl.__file__).parent / "assets" / "shacl-shacl.ttl"))


def _told(finding: Finding) -> str:
    node = "a shape without IRI" if finding.focus.startswith("_:") else plain(finding.focus)
    if finding.path is None or "(" in finding.path:
        return f"{node} is not well-formed SHACL"
    path = plain(finding.path).replace(_SH, "sh:")
    if finding.component == "MinCountConstraintComponent":
        return f"{node} has no {path}"
    if finding.component == "MaxCountConstraintComponent":
        return f"{node} has more than one {path}"
    value = "a blank node" if (finding.value or "").startswith("_:") else plain(finding.value or "")
    return f"{node}: {path} cannot be {value.replace(_SH, 'sh:')}"
