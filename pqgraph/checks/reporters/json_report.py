"""For programs. The form is documented in ``docs/checks.md`` and changes only with its ``version``."""

from __future__ import annotations

import msgspec

from pqgraph.checks.report import Report

__all__ = ["render_json"]


def render_json(report: Report) -> str:
    """One JSON object, indented, its keys in a fixed order."""
    document = {
        "format": "pqgraph-report",
        "version": 1,
        "conforms": report.conforms(),
        "failOn": report.fail_on,
        "engine": report.engine,
        "shapes": report.shapes,
        "counts": {severity.value: number for severity, number in report.counts.items()},
        "known": report.known,
        "stale": report.stale,
        "findings": report.findings,
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"
