"""UK parliamentary written questions and answers as linked data.

From Python, :func:`query` asks a stored query and gives rows, and :func:`open_store` opens a store for several
(``docs/python.md``). The command line is ``pqgraph``.

Nothing is imported before it is used, so ``import pqgraph`` costs nothing.
"""

from importlib import import_module as _import_module

__version__ = "0.1.0"

__all__ = ["Graph", "PqgraphError", "Rows", "__version__", "open_store", "query"]

# The types of these names are in __init__.pyi.
_HOMES = {
    "Graph": "pqgraph.notebook",
    "PqgraphError": "pqgraph.errors",
    "Rows": "pqgraph.notebook",
    "open_store": "pqgraph.notebook",
    "query": "pqgraph.notebook",
}


def __getattr__(name: str) -> object:
    """What a public name stands for, imported when it is first used (:pep:`562`)."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(_import_module(home), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
