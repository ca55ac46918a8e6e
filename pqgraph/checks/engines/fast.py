"""The fast engine: the ``shacl`` package, written in Rust (extra ``pqgraph[fast]``).

It is about a hundred times faster than pySHACL and frees the interpreter lock while it works, but is young:
version 0.3.4 passes over ``xsd:date`` comparisons inside ``sh:sparql`` in silence.
:mod:`pqgraph.checks.canary` decides whether it may be used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pqgraph.checks.engines.base import SH, message_of, severity_of
from pqgraph.checks.results import Finding, canonical_literal, plain, sort_findings
from pqgraph.checks.shapes import Shapes
from pqgraph.errors import PqgraphError

if TYPE_CHECKING:
    import shacl

__all__ = ["FastEngine"]


class FastEngine:
    """The ``shacl`` package; see :class:`pqgraph.checks.engines.base.Engine`.

    Args:
        shapes: What to check; compiled once.

    Raises:
        PqgraphError: PQ403, the package is not installed; PQ401, it refuses the shapes (a pattern with
            look-ahead, for example).
    """

    name = "shacl"
    parallel = True

    def __init__(self, shapes: Shapes) -> None:
        try:
            import shacl
        except ImportError as missing:
            raise PqgraphError("PQ403", "the package shacl is not installed") from missing
        self.version = shacl.__version__
        self._shapes = shapes
        try:
            self._compiled = shacl.Shapes.from_text(shapes.ntriples.decode(), format="ntriples")
        except ValueError as problem:
            raise PqgraphError("PQ401", _one_line(problem), place=shapes.title) from problem

    def validate(self, data: bytes) -> list[Finding]:
        """Check one RDF graph; see :meth:`pqgraph.checks.engines.base.Engine.validate`."""
        try:
            report = self._compiled.validate_text(data.decode(), format="ntriples")
        except ValueError as problem:
            raise PqgraphError("PQ301", _one_line(problem)) from problem
        return sort_findings(self._finding(result) for result in report.results)

    def _finding(self, result: shacl.Result) -> Finding:
        source = plain(result.source_shape) if result.source_shape else None
        component = result.component_iri.removeprefix(SH)
        return Finding(
            focus=_term(result.focus_node),
            path=result.path,
            value=None if result.value is None else _term(result.value),
            component=component,
            shape=plain(result.root_shape) if result.root_shape else None,
            severity=severity_of(result.severity_iri),
            message=message_of(self._shapes, source, component, result.message),
        )


def _term(text: str) -> str:
    """A literal as findings write it: the engine escapes other characters than we do."""
    if not text.startswith('"'):
        return text
    from pyoxigraph import Literal, RdfFormat, parse

    quad = next(iter(parse(f"<x:s> <x:p> {text} .".encode(), format=RdfFormat.N_TRIPLES, lenient=True)))
    literal = quad.object
    if not isinstance(literal, Literal):
        return text
    return canonical_literal(literal.value, literal.datatype.value, literal.language)


def _one_line(problem: ValueError) -> str:
    return " ".join(str(problem).split())
