"""The outcome of a check, whether it passes, and what of it was known before."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from pqgraph.checks.results import Finding, Severity, sort_findings
from pqgraph.errors import PqgraphError

__all__ = ["Baseline", "FailOn", "KnownFinding", "Report", "fingerprint", "read_baseline"]

FailOn = Literal["violation", "warning", "info", "never"]
"""The mildest severity at which a graph does not pass."""

_BLANK_NODE = re.compile(r"_:\S+")


class KnownFinding(Struct, frozen=True, kw_only=True):
    """A finding as a baseline keeps it."""

    fingerprint: str
    """What it is recognised by."""
    shape: str | None
    """As in :class:`~pqgraph.checks.results.Finding`."""
    focus: str
    """As in :class:`~pqgraph.checks.results.Finding`."""
    component: str
    """As in :class:`~pqgraph.checks.results.Finding`."""
    path: str | None = None
    """As in :class:`~pqgraph.checks.results.Finding`."""


class Baseline(Struct, frozen=True, kw_only=True, omit_defaults=False):
    """Findings that are known and do not count. JSON, sorted, one finding a line, for version control."""

    format: Literal["pqgraph-baseline"] = "pqgraph-baseline"
    """Tells the file apart from others."""
    version: Literal[1] = 1
    """Of the file format."""
    findings: tuple[KnownFinding, ...] = ()
    """What is known."""

    def to_json(self) -> bytes:
        """The file's content."""
        head = f'{{"format":"{self.format}","version":{self.version},"findings":['
        lines = ",\n".join(msgspec.json.encode(known).decode() for known in self.findings)
        return f"{head}\n{lines}\n]}}\n".encode()


class _BaselineFile(Struct, frozen=True):
    # Nothing may be missing here, or any JSON object would be a baseline that knows nothing.
    format: Literal["pqgraph-baseline"]
    version: Literal[1]
    findings: tuple[KnownFinding, ...]


def fingerprint(finding: Finding) -> str:
    """What a finding is recognised by from run to run.

    That is its shape, path, component, focus node and a digest of its value: not its place in the source,
    which moves, nor its message. All blank nodes count as the same one, because their labels mean nothing.
    """
    value = hashlib.sha256((finding.value or "").encode()).hexdigest()
    parts = (finding.shape or "", finding.path or "", finding.component, finding.focus)
    text = "\x1f".join(_BLANK_NODE.sub("_:", part) for part in parts)
    return hashlib.sha256(f"{text}\x1f{value}".encode()).hexdigest()[:32]


def read_baseline(path: Path) -> Baseline:
    """A baseline from its file.

    Raises:
        PqgraphError: PQ404, it is missing or not a baseline.
    """
    try:
        return Baseline(findings=msgspec.json.decode(path.read_bytes(), type=_BaselineFile).findings)
    except OSError as problem:
        raise PqgraphError("PQ404", problem.strerror or str(problem), place=str(path)) from problem
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise PqgraphError("PQ404", str(problem), place=str(path)) from problem


class Report(Struct, frozen=True, kw_only=True):
    """What a check found."""

    findings: tuple[Finding, ...]
    """Everything that counts, in order."""
    engine: str
    """Name and version of the engine: ``shacl 0.3.4``."""
    shapes: str
    """Which shapes: the names of their files."""
    fail_on: FailOn = "violation"
    """The mildest severity at which the graph does not pass."""
    known: int = 0
    """How many findings the baseline took away."""
    stale: tuple[KnownFinding, ...] = ()
    """What the baseline names and the check did not find any more."""

    @classmethod
    def of(
        cls,
        findings: Iterable[Finding],
        *,
        engine: str,
        shapes: str,
        fail_on: FailOn = "violation",
        baseline: Baseline | None = None,
    ) -> Report:
        """A report of findings in any order, less those that a baseline knows."""
        ordered = sort_findings(findings)
        fresh, known, stale = ordered, 0, tuple[KnownFinding, ...]()
        if baseline is not None:
            listed = {entry.fingerprint for entry in baseline.findings}
            marks = [fingerprint(finding) for finding in ordered]
            fresh = [f for f, mark in zip(ordered, marks, strict=True) if mark not in listed]
            known = len(ordered) - len(fresh)
            met = set(marks)
            stale = tuple(entry for entry in baseline.findings if entry.fingerprint not in met)
        return cls(
            findings=tuple(fresh), engine=engine, shapes=shapes, fail_on=fail_on, known=known, stale=stale
        )

    @property
    def counts(self) -> dict[Severity, int]:
        """How many findings there are of each severity, the gravest first."""
        counted = Counter(finding.severity for finding in self.findings)
        return {severity: counted[severity] for severity in Severity}

    def fails(self, finding: Finding) -> bool:
        """Whether this finding is grave enough to fail the check."""
        return self.fail_on != "never" and finding.severity.rank <= Severity(self.fail_on).rank

    def conforms(self) -> bool:
        """Whether the check passes: no finding at ``fail_on`` or graver."""
        return not any(self.fails(finding) for finding in self.findings)

    def groups(self) -> Iterator[tuple[Severity, str, list[Finding]]]:
        """The findings by severity and shape, the gravest first, then by shape; in order within a group."""
        grouped: dict[tuple[int, str], list[Finding]] = {}
        for finding in self.findings:
            grouped.setdefault((finding.severity.rank, finding.shape or ""), []).append(finding)
        for (_, shape), members in sorted(grouped.items(), key=lambda item: item[0]):
            yield members[0].severity, shape, members

    def baseline(self) -> Baseline:
        """A baseline that knows exactly these findings."""
        entries = {
            (mark := fingerprint(f)): KnownFinding(
                fingerprint=mark, shape=f.shape, focus=f.focus, component=f.component, path=f.path
            )
            for f in self.findings
        }
        ordered = sorted(entries.values(), key=lambda e: (e.focus, e.shape or "", e.fingerprint))
        return Baseline(findings=tuple(ordered))
