"""Workflow commands, which GitHub shows as annotations beside the lines of a change.

`Workflow commands <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>`_.
GitHub shows ten of each level for a step; all are written.
"""

from __future__ import annotations

from pqgraph.checks.report import Report
from pqgraph.checks.reporters.common import place, shape_name, summary, visible, what
from pqgraph.checks.results import Severity

__all__ = ["render_github"]

_LEVEL = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def render_github(report: Report) -> str:
    """One command for each finding, the gravest first, and a notice with the verdict."""
    lines: list[str] = []
    for severity, shape, findings in report.groups():
        for finding in findings:
            properties = {"title": shape_name(shape)}
            where = place(finding)
            if where is not None:
                properties = {"file": where.file} | (
                    {"line": str(where.line), **properties} if where.line else properties
                )
            shown = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
            pointer = f" {where.pointer}" if where and where.pointer else ""
            text = _data(f"{finding.message} [{what(finding)}{pointer}]")
            lines.append(f"::{_LEVEL[severity]} {shown}::{text}")
    lines.append(f"::notice title=pqgraph validate::{_data(summary(report))}")
    return visible("\n".join(lines)) + "\n"
