"""What a check finds: one :class:`Finding` for each SHACL validation result, the same from every engine."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import orjson
from msgspec import Struct

from pqgraph.rdf.terms import Term

__all__ = ["Finding", "Severity", "canonical_literal", "plain", "sort_findings"]


class Severity(StrEnum):
    """How much a finding matters; the SHACL severity in lower case."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return _RANK[self]


_RANK = {Severity.VIOLATION: 0, Severity.WARNING: 1, Severity.INFO: 2}


class Finding(Struct, frozen=True, kw_only=True):
    """One validation result (`SHACL 3.6 <https://www.w3.org/TR/shacl/#results>`_)."""

    focus: Term
    """The focus node, in N-Triples syntax."""
    path: str | None = None
    """The result path in SPARQL syntax, with full IRIs: ``<…>``, ``^<…>``. ``None`` for a node as a whole."""
    value: Term | None = None
    """The value at fault, in N-Triples syntax, if the constraint speaks of single values."""
    component: str
    """The constraint component: ``MinCountConstraintComponent``; one that is not SHACL's own by its IRI."""
    shape: str | None = None
    """IRI of the shape; for a shape without one, of the nearest shape around it."""
    severity: Severity
    """How much it matters."""
    message: str
    """What is wrong and what to do, in English."""
    source: str | None = None
    """Where the record stood that it was read from: ``questions.jsonl.gz#L12``."""

    def key(self) -> tuple[str, ...]:
        """What findings are sorted by: everything they say, so that the order is total."""
        return (
            self.focus,
            self.path or "",
            self.shape or "",
            self.component,
            self.value or "",
            str(self.severity.rank),
            self.message,
            self.source or "",
        )


def sort_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Findings in their one order: by focus node, path, shape, component, value and the rest."""
    return sorted(findings, key=Finding.key)


def canonical_literal(lexical: str, datatype: str | None = None, language: str | None = None) -> Term:
    """A literal in the one N-Triples form that findings use, whatever the engine.

    Lexical forms are kept as they are; nothing is replaced, because a finding often is about exactly those
    characters. Language tags are in lower case, as RDF 1.1 allows.
    """
    quoted = orjson.dumps(lexical).decode()
    if language:
        return f"{quoted}@{language.lower()}"
    return f"{quoted}^^<{datatype}>" if datatype and datatype != _STRING else quoted


_STRING = "http://www.w3.org/2001/XMLSchema#string"


def plain(term: str) -> str:
    """A term for reading: IRIs without their angle brackets, literals as they are."""
    return term[1:-1] if term.startswith("<") and term.endswith(">") else term
