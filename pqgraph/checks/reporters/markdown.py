"""For a job summary or a comment."""

from __future__ import annotations

import re

from pqgraph.checks.report import Report
from pqgraph.checks.reporters.common import clipped, shape_name, summary, visible
from pqgraph.checks.results import plain

__all__ = ["render_markdown"]

_SHOWN = 20
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|!~&])")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _code(text: str) -> str:
    # In a table a bar ends the cell even inside code; a code span cannot escape, so its fence outgrows the
    # text's.
    inner = clipped(text).replace("|", "\\|")
    fence = "`" * (max((len(run) for run in re.findall("`+", inner)), default=0) + 1)
    return f"{fence} {inner} {fence}" if len(fence) > 1 else f"`{inner}`"


def render_markdown(report: Report) -> str:
    """A heading with the verdict, and a table for each shape with up to 20 findings."""
    lines = [f"## SHACL: {_escaped(summary(report))}", ""]
    for severity, shape, findings in report.groups():
        lines += [f"### {severity.value.capitalize()}: {_escaped(shape_name(shape))} ({len(findings):,})", ""]
        lines += [f"{_escaped(text)}\n" for text in dict.fromkeys(finding.message for finding in findings)]
        lines += ["| source | focus node | value |", "|---|---|---|"]
        for finding in findings[:_SHOWN]:
            source = _code(finding.source) if finding.source else ""
            value = _code(plain(finding.value)) if finding.value else ""
            lines.append(f"| {source} | {_code(plain(finding.focus))} | {value} |")
        if len(findings) > _SHOWN:
            lines.append(f"\n… and {len(findings) - _SHOWN:,} more.")
        lines.append("")
    if report.stale:
        lines += [f"### In the baseline, but not found any more ({len(report.stale):,})", ""]
        lines += [f"- {_escaped(shape_name(e.shape))}: {_code(plain(e.focus))}" for e in report.stale]
        lines.append("")
    return visible("\n".join(lines))
