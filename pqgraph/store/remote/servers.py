"""Kinds of servers: how they tell what they are, where they take data, and what is peculiar to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

__all__ = ["Addresses", "Kind", "addresses", "kind_of"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of server.

    Attributes:
        name: Its name in prose; empty if it is not known.
        cuts_graphs: Whether it may end a CONSTRUCT at a limit of rows and not say so.
        default_graph: Whether it has a default graph of its own that can be loaded into.
    """

    name: str
    cuts_graphs: bool = True
    default_graph: bool = True


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a server takes data.

    Attributes:
        graph_store: Address for the Graph Store Protocol, without the graph.
        update: Address for SPARQL Update.
    """

    graph_store: str | None = None
    update: str | None = None


UNKNOWN = Kind("")
OXIGRAPH = Kind("Oxigraph", cuts_graphs=False)
VIRTUOSO = Kind("Virtuoso", default_graph=False)
FUSEKI = Kind("Fuseki", cuts_graphs=False)
GRAPHDB = Kind("GraphDB", cuts_graphs=False)
_REPOSITORY = re.compile(r"(.*/repositories/[^/]+)/?\Z")


def kind_of(server: str | None, url: str) -> Kind:
    """The kind of server, by its ``Server`` header or else by the form of its address."""
    named = (server or "").lower()
    for kind in (OXIGRAPH, VIRTUOSO, FUSEKI, GRAPHDB):
        if kind.name.lower() in named:
            return kind
    return GRAPHDB if _REPOSITORY.match(urlsplit(url).path) else UNKNOWN


def addresses(kind: Kind, endpoint: str, *, known: bool) -> Addresses:
    """Where a server of a kind takes data, if it keeps to the usual addresses.

    Args:
        kind: The kind of server.
        endpoint: Where it takes queries.
        known: Whether credentials go with the requests; Virtuoso has addresses of its own for these.
    """
    parts = urlsplit(endpoint)
    path = parts.path.rstrip("/")

    def at(new: str) -> str:
        return urlunsplit((parts.scheme, parts.netloc, new, "", ""))

    folder, _, last = path.rpartition("/")
    if kind is OXIGRAPH and last in ("query", "sparql"):
        return Addresses(at(f"{folder}/store"), at(f"{folder}/update"))
    if kind is VIRTUOSO and last in ("sparql", "sparql-auth"):
        crud, update = ("sparql-graph-crud-auth", "sparql-auth") if known else ("sparql-graph-crud", "sparql")
        return Addresses(at(f"{folder}/{crud}"), at(f"{folder}/{update}"))
    if kind is FUSEKI and path:
        dataset = folder if last in ("query", "sparql") else path
        return Addresses(at(f"{dataset}/data"), at(f"{dataset}/update"))
    if kind is GRAPHDB and (repository := _REPOSITORY.match(path)):
        return Addresses(at(f"{repository[1]}/rdf-graphs/service"), at(f"{repository[1]}/statements"))
    return Addresses()
