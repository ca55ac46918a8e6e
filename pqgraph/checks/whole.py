"""What only the whole graph can tell: the constraints of ``shapes/corpus``, asked of a store.

They are SPARQL constraints (`SHACL 5.1 <https://www.w3.org/TR/shacl/#sparql-constraints>`_), so a store answers them
from its indexes, with no more in memory than what it finds. Any SHACL engine that knows SPARQL constraints finds the
same in a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from pqgraph.checks.engines.base import SH, severity_of
from pqgraph.checks.results import Finding, Severity, canonical_literal
from pqgraph.checks.shapes import Shapes, shipped_shapes
from pqgraph.rdf.terms import Term
from pqgraph.store.results import Queryable, RdfTerm, Solutions

__all__ = ["check_whole"]

_CONSTRAINTS = f"""
PREFIX sh: <{SH}>
SELECT ?shape ?class ?constraint ?select ?severity ?message WHERE {{
  ?shape sh:targetClass ?class ; sh:sparql ?constraint ; sh:severity ?severity .
  ?constraint sh:select ?select ; sh:message ?message .
}} ORDER BY ?shape ?constraint ?class
"""
_PREFIXES = f"""
PREFIX sh: <{SH}>
SELECT DISTINCT ?prefix ?namespace WHERE {{
  ?constraint sh:prefixes/sh:declare [ sh:prefix ?prefix ; sh:namespace ?namespace ] .
}} ORDER BY ?prefix
"""


class _Constraint(Struct, frozen=True):
    shape: str
    query: str
    severity: Severity
    message: str


def check_whole(target: Queryable) -> Iterator[Finding]:
    """Ask a store whether the shapes of the whole graph hold.

    Args:
        target: The store; its default graph is checked.

    Yields:
        The findings, by shape and, of one shape, by focus node and value; without ``source``.

    Raises:
        PqgraphError: PQ508, the store cannot answer.
    """
    for constraint in _constraints():
        result = target.query(constraint.query)
        assert isinstance(result, Solutions)
        found = {
            (_term(focus), None if value is None else _term(value))
            for focus, value in _pairs(result)
            if focus is not None
        }
        for focus, value in sorted(found, key=lambda pair: (pair[0], pair[1] or "")):
            yield Finding(
                focus=focus,
                value=value,
                component="SPARQLConstraintComponent",
                shape=constraint.shape,
                severity=constraint.severity,
                message=constraint.message,
            )


def _pairs(result: Solutions) -> Iterator[tuple[RdfTerm | None, RdfTerm | None]]:
    focus = result.variables.index("this")
    value = result.variables.index("value")
    for row in result.rows:
        yield row[focus], row[value]


def _term(term: RdfTerm) -> Term:
    if term.kind == "literal":
        return canonical_literal(term.value, term.datatype, term.language)
    return term.ntriples()


@cache
def _constraints() -> tuple[_Constraint, ...]:
    return tuple(_of(shipped_shapes("corpus")))


def _of(shapes: Shapes) -> Iterator[_Constraint]:
    import pyoxigraph as ox

    graph = ox.Store()
    graph.bulk_load(shapes.ntriples, ox.RdfFormat.N_TRIPLES)
    declared = graph.query(_PREFIXES)
    assert isinstance(declared, ox.QuerySolutions)
    head = "".join(f"PREFIX {row['prefix'].value}: <{row['namespace'].value}>\n" for row in declared)
    rows = graph.query(_CONSTRAINTS)
    assert isinstance(rows, ox.QuerySolutions)
    for row in rows:
        before, _, after = row["select"].value.partition("{")
        # SHACL binds $this beforehand, node by node; here one query goes through all nodes of the target.
        yield _Constraint(
            shape=row["shape"].value,
            query=f"{head}{before}{{ $this a <{row['class'].value}> . {after}",
            severity=severity_of(row["severity"].value),
            message=row["message"].value,
        )
