"""Queries as requests of the SPARQL Protocol, made by SPARQLWrapper and sent by our own transport.

SPARQLWrapper alone knows only one timeout, never tries again, installs Digest authentication for the whole process and
follows redirects with credentials. This module loads it; import it where a query is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from SPARQLWrapper import GET, JSON, N3, POST, SPARQLWrapper

from pqgraph import __version__
from pqgraph.store.remote.transport import Request, Response, Transport

if TYPE_CHECKING:
    from urllib.request import Request as UrllibRequest

__all__ = ["LONGEST_GET", "ask"]

LONGEST_GET = 2000
"""Addresses up to this length go by GET, which caches and read-only gateways like; every server takes as much."""


class _Query(SPARQLWrapper):
    """SPARQLWrapper with our transport beneath."""

    transport: Transport

    def _query(self) -> Any:
        made: UrllibRequest = self._createRequest()
        data: Any = made.data
        request = Request(made.get_method(), made.full_url, dict(made.header_items()), data)
        return self.transport.send(request), self.returnFormat


def ask(
    transport: Transport,
    endpoint: str,
    text: str,
    form: str,
    accept: str,
    *,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
) -> Response:
    """Send a query.

    Args:
        transport: What sends it.
        endpoint: Address of the endpoint.
        text: The query, known only to read.
        form: Its form, ``SELECT``, …
        accept: The ``Accept`` header.
        default_graphs: IRIs of the graphs that make up the default graph.
        named_graphs: IRIs of the graphs that ``GRAPH`` may reach.

    Raises:
        PqgraphError: PQ605, PQ609 as :meth:`~pqgraph.store.remote.transport.Transport.send`.
    """
    parts = urlsplit(endpoint)
    given = [
        *parse_qsl(parts.query, keep_blank_values=True),
        *(("default-graph-uri", iri) for iri in default_graphs),
        *(("named-graph-uri", iri) for iri in named_graphs),
    ]
    wrapper = _Query(urlunsplit(parts._replace(query="")), agent=f"pqgraph/{__version__}")
    wrapper.transport = transport
    wrapper.setQuery(text)
    # What SPARQLWrapper takes for the form is the first word that looks like one; it may stand in a prefix.
    wrapper.queryType = form
    short = len(urlencode([*given, ("query", text)])) + len(endpoint) < LONGEST_GET
    wrapper.setMethod(GET if short else POST)
    # Content negotiation only: without this, it adds format=, output= and results= to the request.
    wrapper.setOnlyConneg(True)
    wrapper.setReturnFormat(JSON if form in ("SELECT", "ASK") else N3)
    wrapper.addCustomHttpHeader("Accept", accept)
    for name, value in given:
        wrapper.addParameter(name, value)
    return cast(Response, wrapper.query().response)
