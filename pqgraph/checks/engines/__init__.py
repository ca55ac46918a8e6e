"""The SHACL engines, behind one interface."""

from __future__ import annotations

from pqgraph.checks.engines.base import Engine
from pqgraph.checks.engines.fast import FastEngine
from pqgraph.checks.engines.reference import ReferenceEngine

__all__ = ["Engine", "FastEngine", "ReferenceEngine"]
