"""The report that SHACL itself defines: an ``sh:ValidationReport`` in Turtle.

`SHACL 3.6 <https://www.w3.org/TR/shacl/#validation-report>`_. ``sh:conforms`` is what SHACL says: false if
there is any result, whatever its severity and whatever the command fails on.
"""

from __future__ import annotations

from pqgraph.checks.report import Report
from pqgraph.checks.results import Finding, canonical_literal

__all__ = ["render_turtle"]

_PREFIXES = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def render_turtle(report: Report) -> str:
    """The report; the place in the source file is each result's ``dcterms:source``."""
    head = f"\n[] a sh:ValidationReport ;\n    sh:conforms {'false' if report.findings else 'true'}"
    results = "".join(f" ;\n    sh:result [\n{_result(finding)}\n    ]" for finding in report.findings)
    return f"{_PREFIXES}{head}{results} .\n"


def _result(finding: Finding) -> str:
    component = finding.component
    rows = [
        "a sh:ValidationResult",
        f"sh:focusNode {finding.focus}",
        f"sh:resultPath {_path(finding.path)}" if finding.path else None,
        f"sh:value {finding.value}" if finding.value else None,
        f"sh:resultSeverity sh:{finding.severity.value.capitalize()}",
        f"sh:sourceConstraintComponent {f'<{component}>' if ':' in component else f'sh:{component}'}",
        f"sh:sourceShape <{finding.shape}>" if finding.shape else None,
        f"sh:resultMessage {canonical_literal(finding.message, language='en')}",
        f"dcterms:source {canonical_literal(finding.source)}" if finding.source else None,
    ]
    return " ;\n".join(f"        {row}" for row in rows if row)


def _path(text: str) -> str:
    """A SPARQL property path, as engines give it, as the nodes of a SHACL path.

    The text is fully bracketed: ``<p>``, ``^path``, ``(a/b)``, ``(a|b)``, ``(path)*``, ``(path)+``,
    ``(path)?``.
    """
    node, rest = _step(text)
    if rest:
        raise ValueError(f"not a property path: {text!r}")
    return node


_REPEATED = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}


def _step(text: str) -> tuple[str, str]:
    if text.startswith("^"):
        inner, rest = _step(text[1:])
        return f"[ sh:inversePath {inner} ]", rest
    if text.startswith("<"):
        end = text.index(">") + 1
        return text[:end], text[end:]
    if not text.startswith("("):
        raise ValueError(f"not a property path: {text!r}")
    steps: list[str] = []
    marks: list[str] = []
    rest = text
    while not marks or marks[-1] != ")":
        inner, rest = _step(rest[1:])
        if rest[:1] not in ("/", "|", ")") or not rest:
            raise ValueError(f"not a property path: {text!r}")
        steps.append(inner)
        marks.append(rest[0])
    rest = rest[1:]
    if len(steps) > 1:
        listed = f"( {' '.join(steps)} )"
        return (f"[ sh:alternativePath {listed} ]" if marks[0] == "|" else listed), rest
    mark = rest[:1]
    if mark in _REPEATED:
        return f"[ sh:{_REPEATED[mark]} {steps[0]} ]", rest[1:]
    return steps[0], rest
