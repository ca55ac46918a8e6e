"""Text search, filters, counts and pages over the questions of a store: an index that lies beside it.

The index is made of the same triples as the store and says nothing that the store does not say; it is faster. It needs
tantivy (``pip install 'pqgraph[search]'``), which only this package knows. Floors: the store stands beside this
package, not below, so what is needed of it comes in as an argument (:class:`Graph`) or is read from its manifest.
"""

from pqgraph.search.compile import AllOf, Condition, Exists, Not, Range, Where
from pqgraph.search.fields import FIELDS, Field, Kind, Value, bounds_of
from pqgraph.search.index import Hit, Page, SearchIndex
from pqgraph.search.repair import Graph, rebuild
from pqgraph.search.snippets import Snippet
from pqgraph.search.stamp import FOLDER, State
from pqgraph.search.writer import IndexWriter, is_installed

__all__ = [
    "FIELDS",
    "FOLDER",
    "AllOf",
    "Condition",
    "Exists",
    "Field",
    "Graph",
    "Hit",
    "IndexWriter",
    "Kind",
    "Not",
    "Page",
    "Range",
    "SearchIndex",
    "Snippet",
    "State",
    "Value",
    "Where",
    "bounds_of",
    "is_installed",
    "rebuild",
]
