"""Stored queries from Python and notebooks: rows with Python values, frames, tables and charts.

What users need is in :mod:`pqgraph` itself: ``pqgraph.query(…)``.
"""

from pqgraph.notebook.asking import open_store, query
from pqgraph.notebook.graph import Graph
from pqgraph.notebook.rows import Rows

__all__ = ["Graph", "Rows", "open_store", "query"]
