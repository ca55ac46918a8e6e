"""What reporters share: places, counts and short forms."""

from __future__ import annotations

import re
from typing import NamedTuple

from pqgraph.checks.report import Report
from pqgraph.checks.results import Finding, Severity, plain
from pqgraph.checks.shape_info import BASE

__all__ = ["Place", "clipped", "place", "shape_name", "summary", "visible", "what"]

_LINE = re.compile(r"L([1-9]\d*)\Z", re.ASCII)
_WIDTH = 100
# What a terminal takes for a command (ECMA-48), except line end and tab.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Place(NamedTuple):
    """Where a record stands."""

    file: str
    """File name."""
    line: int | None
    """Line, from 1, in files of one record a line."""
    pointer: str | None
    """JSON pointer or XPath in other files."""


def place(finding: Finding) -> Place | None:
    """The place that a finding's source names."""
    if finding.source is None:
        return None
    file, _, fragment = finding.source.rpartition("#")
    if not file:
        return Place(fragment, None, None)
    line = _LINE.match(fragment)
    return Place(file, int(line[1]), None) if line else Place(file, None, fragment)


def shape_name(iri: str | None) -> str:
    """A shape's short name, as ``pqgraph show shapes`` takes it."""
    return (iri or "a shape without IRI").removeprefix(BASE)


def clipped(text: str) -> str:
    """A text on one line and not too long."""
    line = " ".join(text.split())
    return line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1]}…"


def visible(text: str) -> str:
    """A text with no character that steers a terminal: names of files and literals come from anywhere."""
    return _CONTROL.sub("\ufffd", text)


def what(finding: Finding) -> str:
    """The focus node and, if there is one, the value at fault."""
    node = plain(finding.focus)
    return (
        node if finding.value in (None, finding.focus) else f"{node}  {clipped(plain(finding.value or ''))}"
    )


def _counted(number: int, severity: Severity) -> str:
    name = "info" if severity is Severity.INFO else severity.value
    return f"{number:,} {name}{'' if number == 1 else 's'}"


def summary(report: Report) -> str:
    """One line: the verdict, how many of what, by which engine."""
    counts = ", ".join(_counted(number, severity) for severity, number in report.counts.items())
    verdict = "conforms" if report.conforms() else "does not conform"
    known = f"; {report.known:,} known from the baseline" if report.known else ""
    stale = f"; {len(report.stale):,} in the baseline not found any more" if report.stale else ""
    return f"{verdict}: {counts}{known}{stale} ({report.engine})"
