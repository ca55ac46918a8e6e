"""SHACL checks: shapes, engines, findings, reports.

>>> from pqgraph.checks import choose_engine, load_shapes
>>> engine, reason = choose_engine("pyshacl", load_shapes())
>>> engine.validate(b"")
[]
"""

from __future__ import annotations

from pqgraph.checks.canary import ENGINES, EngineName, choose_engine
from pqgraph.checks.columns import check_columns
from pqgraph.checks.engines import Engine
from pqgraph.checks.places import StorePlaces
from pqgraph.checks.report import Baseline, FailOn, Report, fingerprint, read_baseline
from pqgraph.checks.reporters import REPORT_FORMATS, render
from pqgraph.checks.results import Finding, Severity, sort_findings
from pqgraph.checks.run import check_batches, check_files, read_data
from pqgraph.checks.shapes import ShapeInfo, Shapes, load_shapes, shipped_shapes
from pqgraph.checks.sources import SourceLookup, attach_sources
from pqgraph.checks.stored import check_store
from pqgraph.checks.whole import check_whole

__all__ = [
    "ENGINES",
    "REPORT_FORMATS",
    "Baseline",
    "Engine",
    "EngineName",
    "FailOn",
    "Finding",
    "Report",
    "Severity",
    "ShapeInfo",
    "Shapes",
    "SourceLookup",
    "StorePlaces",
    "attach_sources",
    "check_batches",
    "check_columns",
    "check_files",
    "check_store",
    "check_whole",
    "choose_engine",
    "fingerprint",
    "load_shapes",
    "read_baseline",
    "read_data",
    "render",
    "shipped_shapes",
    "sort_findings",
]
