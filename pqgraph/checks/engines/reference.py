"""The reference engine: pySHACL, always there and slow."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from operator import le, lt
from typing import TYPE_CHECKING, Any

from pqgraph.checks.engines.base import SH, message_of, severity_of
from pqgraph.checks.results import Finding, sort_findings
from pqgraph.checks.shapes import Shapes
from pqgraph.errors import PqgraphError

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

__all__ = ["ReferenceEngine"]

# pyshacl.validate changes settings that are global in rdflib.
_LOCK = threading.RLock()


class ReferenceEngine:
    """pySHACL; see :class:`pqgraph.checks.engines.base.Engine`.

    Args:
        shapes: What to check.

    Raises:
        PqgraphError: PQ401, pySHACL refuses the shapes.
    """

    name = "pyshacl"
    parallel = False

    def __init__(self, shapes: Shapes) -> None:
        import pyshacl

        from pqgraph.checks.engines.rdflib_terms import graph_of

        self.version: str = pyshacl.__version__
        self._shapes = shapes
        self._graph = graph_of(shapes.ntriples)
        self.validate(b"")  # most of what pySHACL cannot use it refuses only now

    def validate(self, data: bytes) -> list[Finding]:
        """Check one RDF graph; see :meth:`pqgraph.checks.engines.base.Engine.validate`."""
        from rdflib import RDF

        from pqgraph.checks.engines.rdflib_terms import SHACL, graph_of

        report = self._report(graph_of(data))
        results = report.subjects(RDF.type, SHACL.ValidationResult)
        return sort_findings(self._finding(report, result) for result in results)

    def _report(self, data: Graph) -> Graph:
        import pyshacl
        from pyshacl.errors import ValidationFailure

        with _rdflib_settings_kept(), _comparing_as_shacl_says():
            try:
                _, report, text = pyshacl.validate(data, shacl_graph=self._graph, inplace=True)
            except Exception as problem:  # it raises whatever its parts raise, down to bare Exception
                found = str(getattr(problem, "message", problem)) or type(problem).__name__
                raise PqgraphError("PQ401", " ".join(found.split()), place=self._shapes.title) from problem
        if isinstance(report, ValidationFailure):
            raise PqgraphError("PQ401", " ".join(text.split()), place=self._shapes.title)
        graph: Graph = report
        return graph

    def _finding(self, report: Graph, result: Node) -> Finding:
        from rdflib import URIRef

        from pqgraph.checks.engines.rdflib_terms import SHACL, path_text, term_text

        component = str(report.value(result, SHACL.sourceConstraintComponent)).removeprefix(SH)
        source = report.value(result, SHACL.sourceShape)
        path = report.value(result, SHACL.resultPath)
        value = report.value(result, SHACL.value)
        # pySHACL makes up a message where a shape has none; ours is the same for every engine.
        own = component == "SPARQLConstraintComponent" or (source, SHACL.message, None) in self._graph
        messages = (
            sorted(str(message) for message in report.objects(result, SHACL.resultMessage)) if own else []
        )
        return Finding(
            focus=term_text(report.value(result, SHACL.focusNode)),
            path=None if path is None else path_text(report, path),
            value=None if value is None else term_text(value),
            component=component,
            shape=self._named_shape(source),
            severity=severity_of(str(report.value(result, SHACL.resultSeverity))),
            message=message_of(
                self._shapes,
                str(source) if isinstance(source, URIRef) else None,
                component,
                messages[0] if messages else None,
            ),
        )

    def _named_shape(self, shape: Node | None) -> str | None:
        from rdflib import URIRef

        from pqgraph.checks.engines.rdflib_terms import SHACL

        seen: set[Node] = set()
        while shape is not None and shape not in seen:
            if isinstance(shape, URIRef):
                return str(shape)
            seen.add(shape)
            shape = next(self._graph.subjects(SHACL.property, shape), None)
        return None


@contextmanager
def _rdflib_settings_kept() -> Iterator[None]:
    """Leave rdflib's global settings as they were: pySHACL changes them, and then back to the defaults."""
    import rdflib
    import rdflib.term

    boolean = rdflib.URIRef("http://www.w3.org/2001/XMLSchema#boolean")
    with _LOCK:
        normalise = rdflib.NORMALIZE_LITERALS
        parse_boolean = rdflib.term._toPythonMapping[boolean]
        try:
            yield
        finally:
            rdflib.NORMALIZE_LITERALS = normalise
            rdflib.term._toPythonMapping[boolean] = parse_boolean


@contextmanager
def _comparing_as_shacl_says() -> Iterator[None]:
    """Have ``sh:lessThan`` and ``sh:lessThanOrEquals`` report every value that cannot be compared.

    pySHACL gives up the whole check over one blank node, as if the shapes were wrong, and orders IRIs like strings.
    """
    from pyshacl.constraints.core.property_pair_constraints import (
        LessThanConstraintComponent,
        LessThanOrEqualsConstraintComponent,
    )

    components: tuple[tuple[Any, str, Any], ...] = (
        (LessThanConstraintComponent, "_compare_lt", lt),
        (LessThanOrEqualsConstraintComponent, "_compare_ltoe", le),
    )
    with _LOCK:
        own = [getattr(component, method) for component, method, _ in components]
        for component, method, holds in components:
            setattr(component, method, _comparing(holds))
        try:
            yield
        finally:
            for (component, method, _), function in zip(components, own, strict=True):
                setattr(component, method, function)


def _comparing(holds: Callable[[Any, Any], bool]) -> Callable[..., tuple[bool, list[Any]]]:
    """What a constraint component does with the values of a focus node and those of the other property."""

    def compare(
        self: Any, values: Iterable[Node], others: Iterable[Node], data: Graph, focus: Node
    ) -> tuple[bool, list[Any]]:
        reports = [
            self.make_v_result(data, focus, value_node=value)
            for value in values
            for other in others
            if not _ordered(value, other, holds)
        ]
        return bool(reports), reports

    return compare


def _ordered(value: Node, other: Node, holds: Callable[[Any, Any], bool]) -> bool:
    from rdflib import Literal

    if not (isinstance(value, Literal) and isinstance(other, Literal)):
        return False
    # Like the fast engine, pySHACL compares texts whatever their language.
    texts = [isinstance(term.value, str) for term in (value, other)]
    return holds(str(value), str(other)) if all(texts) else not any(texts) and holds(value, other)
