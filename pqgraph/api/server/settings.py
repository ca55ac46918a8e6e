"""What a server is told when it starts."""

from __future__ import annotations

import msgspec

__all__ = ["Limits", "Settings"]


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much a request may ask for."""

    seconds: float = 10.0
    """How long an answer may take; then the process that works on it is ended."""
    rows: int = 10_000
    """Rows or triples of a SPARQL result."""
    result_bytes: int = 10_000_000
    """Bytes of a SPARQL result."""
    body_bytes: int = 2_000_000
    """Bytes of a request's body."""
    query_bytes: int = 65_536
    """Bytes of a SPARQL query."""
    depth: int = 64
    """Brackets of a SPARQL query in each other."""
    queries: int = 4
    """SPARQL and stored queries that are worked on at once."""
    waiting: int = 64
    """Requests of a kind that may wait for their turn; more are turned away with 503."""
    connections: int = 512
    """Open connections; more are turned away with 503."""
    idle_seconds: float = 20.0
    """How long a client may take to send a request, or wait between two."""
    memory: int = 4_000_000_000
    """Bytes that a process that answers may claim; the system refuses it more, and it ends. 0 for no limit."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What is served, and how."""

    store: str | None = None
    """A store folder."""
    data: tuple[str, ...] = ()
    """RDF files, in place of a store."""
    api: str | None = None
    """An API description; ``None`` for Parliament's datasets."""
    base_url: str | None = None
    """Scheme, host and port that clients use, if the server cannot tell: behind a proxy."""
    workers: int = 2
    """Processes that answer requests to the API."""
    allow_sparql: bool = False
    """Whether the API takes SPARQL in parameters."""
    limits: Limits = Limits()
    """How much a request may ask for."""
