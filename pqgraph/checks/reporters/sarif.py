"""SARIF 2.1.0, which code hosts and editors read.

`SARIF 2.1.0 <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>`_. A rule is a shape.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import msgspec

from pqgraph import __version__
from pqgraph.checks.report import Report, fingerprint
from pqgraph.checks.reporters.common import place, shape_name
from pqgraph.checks.results import Finding, Severity, plain

__all__ = ["render_sarif"]

_LEVEL = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_NO_SHAPE = "urn:pqgraph:shape-without-iri"


def render_sarif(report: Report) -> str:
    """One run, one rule for each shape that found something, one result for each finding."""
    rules: dict[str, dict[str, Any]] = {}
    index: dict[str, int] = {}
    for finding in report.findings:
        rule = finding.shape or _NO_SHAPE
        if rule not in rules:
            index[rule] = len(rules)
            rules[rule] = {
                "id": rule,
                "name": shape_name(finding.shape),
                "shortDescription": {"text": finding.message},
                "defaultConfiguration": {"level": _LEVEL[finding.severity]},
            }
    driver = {
        "name": "pqgraph",
        "version": __version__,
        "informationUri": "https://w3id.org/pqgraph/",
        "rules": list(rules.values()),
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "properties": {"engine": report.engine, "shapes": report.shapes},
        "results": [_result(finding, index[finding.shape or _NO_SHAPE]) for finding in report.findings],
    }
    document = {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    detail = {"path": finding.path, "value": finding.value, "component": finding.component}
    location: dict[str, Any] = {"logicalLocations": [{"fullyQualifiedName": plain(finding.focus)}]}
    where = place(finding)
    if where is not None:
        # The place is a file name as it was read, so it is encoded as one relative reference.
        physical: dict[str, Any] = {"artifactLocation": {"uri": quote(where.file, safe="/@!$&'()*+,;=~")}}
        if where.line is not None:
            physical["region"] = {"startLine": where.line}
        location["physicalLocation"] = physical
        if where.pointer is not None:
            detail["pointer"] = where.pointer
    return {
        "ruleId": finding.shape or _NO_SHAPE,
        "ruleIndex": rule,
        "level": _LEVEL[finding.severity],
        "message": {"text": finding.message},
        "locations": [location],
        "partialFingerprints": {"pqgraph/v1": fingerprint(finding)},
        "properties": {key: value for key, value in detail.items() if value is not None},
    }
