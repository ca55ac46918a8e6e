"""Which kind of request a path makes: known to the server without opening anything."""

from __future__ import annotations

__all__ = ["is_query", "kind_of"]

_SPARQL = ("/sparql", "/sparql/")


def is_query(path: str) -> bool:
    """Whether a path leads to queries that users write or choose, which may take long."""
    return path in _SPARQL or path.startswith("/queries/")


def kind_of(path: str) -> str:
    """A word for the kind of a request, for figures: few, whatever is asked for."""
    if path in _SPARQL:
        return "sparql"
    if path == "/queries" or path.startswith("/queries/"):
        return "stored"
    if path in ("/openapi.json", "/.well-known/void", "/catalog"):
        return "description"
    return "static" if path.startswith("/static/") else "api"
