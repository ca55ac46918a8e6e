"""Queries to an endpoint, and answers that are whole or an error."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from types import TracebackType
from urllib.parse import urlsplit

from pqgraph import iris
from pqgraph.errors import PqgraphError
from pqgraph.store.remote import answers
from pqgraph.store.remote.credentials import Credentials, address, may_receive
from pqgraph.store.remote.limits import Limits
from pqgraph.store.remote.servers import UNKNOWN, VIRTUOSO, Kind, kind_of
from pqgraph.store.remote.transport import Response, Transport
from pqgraph.store.results import Boolean, ResultSet, Triples
from pqgraph.store.sparql import read_only_form, tokens

__all__ = ["RemoteStore"]


class RemoteStore:
    """A SPARQL endpoint to read from.

    Args:
        endpoint: Its http or https address. A name and password in it are taken as credentials.
        timeout: Seconds to wait for the answer to begin, and for each part of it. The server may go on
            working after that.
        user: Name for Basic or Digest authentication.
        password: Password for it.
        credentials: Who asks, in place of ``user`` and ``password``. If neither is given and none stand in the
            address, those of ``PQGRAPH_ENDPOINT_USER``, ``…_PASSWORD`` and ``…_TOKEN``; give
            ``Credentials()`` to ask as nobody.
        default_graphs: IRIs of the graphs to ask in place of the server's default graph. Virtuoso's default
            graph is all its graphs together.
        named_graphs: IRIs of the graphs that ``GRAPH`` may reach, where ``default_graphs`` is given; pqgraph's
            provenance graph if left out.
        limits: All time limits and retries; ``timeout`` is then not used.

    Raises:
        PqgraphError: PQ901, the address is not one of http or https, or a graph is not an IRI.
    """

    def __init__(
        self,
        endpoint: str,
        *,
        timeout: float = 60,
        user: str | None = None,
        password: str | None = None,
        credentials: Credentials | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        limits: Limits | None = None,
    ) -> None:
        self.endpoint, inside = address(endpoint)
        if credentials is None:
            own = Credentials(user, password) if user else inside
            credentials = own or Credentials.from_environment()
        for iri in (*default_graphs, *named_graphs):
            if not iris.is_iri(iri):
                raise PqgraphError("PQ901", f"{iri!r} is not the IRI of a graph")
        self.credentials = credentials
        self._default = tuple(default_graphs)
        # A dataset that is given without named graphs has none.
        self._named = tuple(named_graphs) or ((iris.PROVENANCE_GRAPH,) if default_graphs else ())
        self._transport = Transport(self.endpoint, credentials, limits or Limits(read=timeout))
        self._kind = UNKNOWN

    def __enter__(self) -> RemoteStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections that are kept; the next query makes new ones."""
        self._transport.close()

    @property
    def kind(self) -> Kind:
        """The kind of server, as far as its last answer tells."""
        return self._kind

    def whole(self) -> RemoteStore:
        """The same endpoint, asked for all of its graphs whatever dataset this store names."""
        found = copy(self)
        found._default = found._named = ()
        return found

    def transport_to(self, url: str) -> Transport:
        """A transport to another address of the server, with the same limits.

        With the credentials that stand in the address, or with the same ones if it is on the same scheme, host
        and port; else with none.

        Raises:
            PqgraphError: PQ901, the address is not one of http or https.
        """
        clean, inside = address(url)
        same = self.credentials if may_receive(clean, self.endpoint) else Credentials()
        return Transport(clean, inside or same, self._transport.limits)

    def query(self, text: str) -> ResultSet:
        """Send a query that only reads.

        Raises:
            PqgraphError: PQ503 the text is not a query; PQ507 it is an update or calls another endpoint;
                PQ605 the endpoint is down, refuses, is too slow, or sends something that is not a result; PQ609
                its answer is not whole. PQ605 and PQ609 may also come while rows are read: rows that came
                before are not the whole result.
        """
        parts = tokens(text)
        form = read_only_form(parts)
        wants_rows = form in ("SELECT", "ASK")
        response = self._send(text, form, answers.ROWS if wants_rows else answers.GRAPH)
        answer = answers.Answer(response, self._failure, self._kind)
        try:
            answer.check()
            if form == "ASK":
                return Boolean(answer.truth())
            if form == "SELECT":
                return answer.solutions()
            found = answer.triples()
        except BaseException:
            response.body.close()
            raise
        if form == "DESCRIBE":
            return Triples(self._described(found))
        if self._kind.cuts_graphs and (probe := answers.probe_of(text, parts)):
            return Triples(self._uncut(found, probe))
        return found

    def _send(self, text: str, form: str, accept: str) -> Response:
        from pqgraph.store.remote.protocol import ask

        response = ask(
            self._transport, self.endpoint, text, form, accept,
            default_graphs=self._default, named_graphs=self._named,
        )  # fmt: skip
        self._kind = kind_of(response.headers.get("Server"), self.endpoint)
        return response

    def _uncut(self, found: Triples, probe: str) -> answers.TripleIterator:
        """The triples; at their end, the same pattern is asked for as rows, because for rows the limit is told."""
        yield from found.triples
        response = self._send(probe, "SELECT", answers.ROWS)
        with response.body:
            answers.Answer(response, self._failure, self._kind).check()

    def _described(self, found: Triples) -> answers.TripleIterator:
        empty = True
        for triple in found.triples:
            empty = False
            yield triple
        if empty and self._kind is VIRTUOSO and not self._default:
            raise self._failure(
                "Virtuoso describes nothing unless it is told the graph, so this is no answer",
                advice="Name the graph with --default-graph IRI.",
            )

    def _failure(self, why: str, *, code: str = "PQ605", advice: str | None = None) -> PqgraphError:
        return self._transport.failure(why, code=code, advice=advice)

    def __repr__(self) -> str:
        parts = urlsplit(self.endpoint)
        return f"RemoteStore({parts.scheme}://{parts.netloc}{parts.path})"
