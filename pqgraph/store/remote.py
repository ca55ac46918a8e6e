"""Remote SPARQL endpoints, by the SPARQL 1.1 Protocol.

Only reading. The request is a POST of a form, which every server takes and which has no limit of length; the
answer is asked for as SPARQL JSON or N-Triples by content negotiation alone. `Protocol
<https://www.w3.org/TR/sparql11-protocol/>`_.
"""

from __future__ import annotations

import ast
import math
import socket
import urllib.error
from collections.abc import Iterator
from http.client import HTTPException
from typing import TYPE_CHECKING, BinaryIO, cast
from urllib.parse import urlsplit

from pqgraph import __version__
from pqgraph.errors import PqgraphError
from pqgraph.store.local import result_of
from pqgraph.store.results import ResultSet, Row, Solutions, Triples
from pqgraph.store.sparql import read_only_form, tokens

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["RemoteStore"]

_TRIPLES = "application/n-triples"
_SOLUTIONS = "application/sparql-results+json"


class RemoteStore:
    """A SPARQL endpoint to read from.

    Args:
        endpoint: Its http or https address.
        timeout: Seconds to wait for the connection and for each part of the answer. The server may go on
            working after that.
        user: Name for HTTP Basic authentication.
        password: Password for it.

    Raises:
        PqgraphError: PQ901, the address is not one of http or https.
    """

    def __init__(
        self, endpoint: str, *, timeout: float = 60, user: str | None = None, password: str | None = None
    ) -> None:
        parts = urlsplit(endpoint)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise PqgraphError("PQ901", f"{endpoint!r} is not the http(s) address of an endpoint")
        self._endpoint = endpoint
        self._timeout = timeout
        self._user = user
        self._password = password

    def query(self, text: str) -> ResultSet:
        """Send a query that only reads.

        Raises:
            PqgraphError: PQ503 the text is not a query; PQ507 it is an update or calls another endpoint;
                PQ605 the endpoint is down, refuses, is too slow, or sends something that is not a result.
                PQ605 may also come while rows are read.
        """
        import pyoxigraph as ox

        wants_rows = read_only_form(tokens(text)) in ("SELECT", "ASK")
        response, media_type = self._send(text, _SOLUTIONS if wants_rows else _TRIPLES)
        try:
            if wants_rows:
                kind = ox.QueryResultsFormat.from_media_type(media_type)
                if kind is None:
                    raise self._failure(
                        f"it answers with {media_type or 'no media type'}, which is not a result"
                    )
                parsed = result_of(ox.parse_query_results(response, kind))
                if isinstance(parsed, Solutions):
                    return Solutions(parsed.variables, self._rows(parsed.rows, response))
                response.close()
                return parsed
            rdf_format = ox.RdfFormat.from_media_type(media_type)
            if rdf_format is None:
                raise self._failure(f"it answers with {media_type or 'no media type'}, which is not RDF")
            return Triples(self._triples(ox.parse(response, rdf_format), response))
        except (SyntaxError, OSError, HTTPException, ValueError) as problem:
            response.close()
            raise self._failure(f"its answer breaks off or is damaged: {problem}") from problem
        except BaseException:
            response.close()
            raise

    def _send(self, text: str, accept: str) -> tuple[BinaryIO, str]:
        from SPARQLWrapper import JSON, N3, POST, SPARQLExceptions, SPARQLWrapper

        wrapper = SPARQLWrapper(self._endpoint, agent=f"pqgraph/{__version__}")
        wrapper.setQuery(text)
        wrapper.setMethod(POST)
        wrapper.setTimeout(max(1, math.ceil(self._timeout)))
        # Content negotiation only: without this, SPARQLWrapper adds format=, output= and results= to the
        # request.
        wrapper.setOnlyConneg(True)
        wrapper.setReturnFormat(JSON if accept == _SOLUTIONS else N3)
        wrapper.addCustomHttpHeader("Accept", accept)
        if self._user is not None:
            wrapper.setCredentials(self._user, self._password or "")
        try:
            response = wrapper.query().response
        except SPARQLExceptions.SPARQLWrapperException as problem:
            raise self._failure(_refusal(problem)) from problem
        except urllib.error.HTTPError as problem:
            problem.close()
            raise self._failure(f"it answers {problem.code} {problem.reason}") from problem
        except urllib.error.URLError as problem:
            raise self._failure(_reason(problem.reason)) from problem
        except (OSError, HTTPException) as problem:
            raise self._failure(_reason(problem)) from problem
        return cast(BinaryIO, response), response.headers.get_content_type()

    def _failure(self, why: str) -> PqgraphError:
        return PqgraphError("PQ605", why, place=self._endpoint)

    def _rows(self, rows: Iterator[Row], response: BinaryIO) -> Iterator[Row]:
        try:
            yield from rows
        except (PqgraphError, SyntaxError, OSError, HTTPException) as problem:
            raise self._failure(f"its answer breaks off or is damaged: {problem}") from problem
        finally:
            response.close()

    def _triples(self, quads: ox.QuadParser, response: BinaryIO) -> Iterator[tuple[str, str, str]]:
        try:
            for quad in quads:
                yield str(quad.subject), str(quad.predicate), str(quad.object)
        except (SyntaxError, OSError, HTTPException) as problem:
            raise self._failure(f"its answer breaks off or is damaged: {problem}") from problem
        finally:
            response.close()


def _reason(problem: object) -> str:
    if isinstance(problem, socket.timeout | TimeoutError):
        return "it does not answer in time"
    return getattr(problem, "strerror", None) or str(problem) or type(problem).__name__


def _refusal(problem: Exception) -> str:
    """What the endpoint said: SPARQLWrapper hands its body on as the repr of bytes inside a message."""
    status = getattr(problem.__context__, "code", None)
    _, _, quoted = str(problem).partition("Response:\n")
    try:
        body = ast.literal_eval(quoted).decode("utf-8", "replace") if quoted else ""
    except (ValueError, SyntaxError):
        body = quoted
    said = " ".join(body.split())[:300]
    answer = f"it answers {status}" if status else "it refuses"
    return f"{answer}: {said}" if said else answer
