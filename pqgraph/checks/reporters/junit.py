"""JUnit XML, which every build server reads. A test case is a shape's verdict on one focus node."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from pqgraph.checks.report import Report
from pqgraph.checks.reporters.common import shape_name, summary
from pqgraph.checks.results import Finding, plain

__all__ = ["render_junit"]

# What XML 1.0 cannot carry (section 2.2).
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def render_junit(report: Report) -> str:
    """One suite for each shape that found something.

    Findings milder than ``fail_on`` pass, with their text kept. A check without findings is one passed case,
    because build servers take a report without cases for a fault.
    """
    suites: list[str] = []
    total = failed = 0
    for severity, shape, findings in report.groups():
        bad = sum(report.fails(finding) for finding in findings)
        total, failed = total + len(findings), failed + bad
        name = quoteattr(_clean(shape_name(shape)))
        suites.append(
            f'  <testsuite name={name} tests="{len(findings)}" failures="{bad}" errors="0" skipped="0">'
        )
        suites += [_case(report, finding, name, severity.value) for finding in findings]
        suites.append("  </testsuite>")
    if not suites:
        total = 1
        suites = [
            '  <testsuite name="shapes" tests="1" failures="0" errors="0" skipped="0">',
            f'    <testcase classname="shapes" name={quoteattr(_clean(summary(report)))}/>',
            "  </testsuite>",
        ]
    head = f'<testsuites name="pqgraph validate" tests="{total}" failures="{failed}" errors="0">'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *suites, "</testsuites>"]) + "\n"


def _case(report: Report, finding: Finding, suite: str, severity: str) -> str:
    parts = (finding.source, finding.focus, finding.path, finding.value, finding.component)
    body = escape(_clean("\n".join([finding.message, *(part for part in parts if part)])))
    node = quoteattr(_clean(plain(finding.focus)))
    if report.fails(finding):
        message = quoteattr(_clean(finding.message))
        inner = f"<failure type={quoteattr(severity)} message={message}>{body}</failure>"
    else:
        inner = f"<system-out>{escape(severity)}: {body}</system-out>"
    return f"    <testcase classname={suite} name={node}>{inner}</testcase>"


def _clean(text: str) -> str:
    return _UNFIT.sub("\ufffd", text)
