"""What every SHACL engine does."""

from __future__ import annotations

from typing import Protocol

from pqgraph.checks.results import Finding, Severity
from pqgraph.checks.shapes import Shapes

__all__ = ["Engine", "message_of", "severity_of"]

SH = "http://www.w3.org/ns/shacl#"


class Engine(Protocol):
    """Checks RDF against the shapes that it was made with. Safe to use from several threads."""

    @property
    def name(self) -> str:
        """Its name on the command line: ``pyshacl`` or ``shacl``."""

    @property
    def version(self) -> str:
        """The version of the package that does the work."""

    @property
    def parallel(self) -> bool:
        """Whether two threads get more done than one."""

    def validate(self, data: bytes) -> list[Finding]:
        """Check one RDF graph.

        Args:
            data: The data graph as N-Triples.

        Returns:
            The findings in their order (:func:`pqgraph.checks.results.sort_findings`), without ``source``.

        Raises:
            PqgraphError: PQ301, the data does not parse.
        """


def severity_of(iri: str) -> Severity:
    """The severity of an ``sh:resultSeverity``; others than SHACL's own three count as violations."""
    match iri.removeprefix(SH):
        case "Warning":
            return Severity.WARNING
        case "Info":
            return Severity.INFO
        case _:
            return Severity.VIOLATION


def message_of(shapes: Shapes, source_shape: str | None, component: str, given: str | None) -> str:
    """The English message of a result.

    Engines differ in what they say when a shape has no message, and in which language they choose when it has
    several. So a shape's own message is taken from the shapes graph, and the engine's (``given``) only for
    SPARQL constraints, which fill in variables, and for shapes without an IRI.
    """
    if component != "SPARQLConstraintComponent":
        info = shapes.by_iri.get(source_shape or "")
        if info is not None and info.message:
            return info.message
    return given or f"The constraint {component} does not hold."
