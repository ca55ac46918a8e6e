"""Conversion by several processes: each takes whole files or blocks of lines, and the document is the same."""

from pqgraph.parallel.crew import JOINABLE, ProcessCrew

__all__ = ["JOINABLE", "ProcessCrew"]
