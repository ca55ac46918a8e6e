from pqgraph.errors import PqgraphError as PqgraphError
from pqgraph.notebook import Graph as Graph
from pqgraph.notebook import Rows as Rows
from pqgraph.notebook import open_store as open_store
from pqgraph.notebook import query as query

__all__ = ["Graph", "PqgraphError", "Rows", "__version__", "open_store", "query"]

__version__: str
