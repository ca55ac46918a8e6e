"""For a person at a terminal: by severity and shape, with what is wrong said once."""

from __future__ import annotations

from pqgraph.checks.report import Report
from pqgraph.checks.reporters.common import shape_name, summary, visible, what
from pqgraph.checks.results import plain

__all__ = ["render_text"]

_SHOWN = 20


def render_text(report: Report) -> str:
    """Up to 20 findings of each shape, how many more there are, stale baseline entries, and the verdict."""
    lines: list[str] = []
    for severity, shape, findings in report.groups():
        lines.append(f"{severity.value} {shape_name(shape)} ({len(findings):,})")
        lines += [f"  {message}" for message in dict.fromkeys(finding.message for finding in findings)]
        for finding in findings[:_SHOWN]:
            source = f"{finding.source}  " if finding.source else ""
            lines.append(f"    {source}{what(finding)}")
        if len(findings) > _SHOWN:
            lines.append(f"    … and {len(findings) - _SHOWN:,} more; other report formats give all")
        lines.append("")
    if report.stale:
        lines.append(f"in the baseline, but not found any more ({len(report.stale):,})")
        lines += [f"    {shape_name(entry.shape)}  {plain(entry.focus)}" for entry in report.stale]
        lines.append("")
    lines.append(summary(report))
    return visible("\n".join(lines)) + "\n"
