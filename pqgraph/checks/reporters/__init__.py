"""One report, many readers: a terminal, a program, a code host, a triple store."""

from __future__ import annotations

from collections.abc import Callable

from pqgraph.checks.report import Report
from pqgraph.checks.reporters.github import render_github
from pqgraph.checks.reporters.json_report import render_json
from pqgraph.checks.reporters.junit import render_junit
from pqgraph.checks.reporters.markdown import render_markdown
from pqgraph.checks.reporters.sarif import render_sarif
from pqgraph.checks.reporters.text import render_text
from pqgraph.checks.reporters.turtle import render_turtle
from pqgraph.errors import PqgraphError

__all__ = ["REPORT_FORMATS", "render"]

_RENDERERS: dict[str, Callable[[Report], str]] = {
    "text": render_text,
    "json": render_json,
    "sarif": render_sarif,
    "junit": render_junit,
    "turtle": render_turtle,
    "github": render_github,
    "markdown": render_markdown,
}
REPORT_FORMATS: tuple[str, ...] = tuple(_RENDERERS)
"""The names that :func:`render` takes."""


def render(report: Report, report_format: str) -> bytes:
    """A report in one of :data:`REPORT_FORMATS`, as UTF-8. The same report gives the same bytes.

    Raises:
        PqgraphError: PQ901, there is no such format.
    """
    try:
        renderer = _RENDERERS[report_format]
    except KeyError:
        raise PqgraphError(
            "PQ901",
            f"{report_format!r} is not a report format",
            advice=f"Use one of: {', '.join(REPORT_FORMATS)}.",
        ) from None
    return renderer(report).encode()
