"""Answering an operation of the SPARQL protocol from a store."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from pqgraph.api.protocol import Problem, Request, Response, detail_of
from pqgraph.api.responses import CORS
from pqgraph.api.sparql import guard
from pqgraph.api.sparql.description import service_description
from pqgraph.api.sparql.formats import GRAPHS, TABLES, ResultFormat, choose
from pqgraph.api.sparql.guard import Bounds, problem_of
from pqgraph.api.sparql.operation import METHODS, operation_of
from pqgraph.errors import PqgraphError
from pqgraph.queries.results import write
from pqgraph.store.local import LocalStore
from pqgraph.store.results import ResultSet, Solutions, Triples

__all__ = ["Caps", "SparqlEndpoint", "bounded", "preflight", "written"]

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Caps:
    """How much a result may be. A result is whole, or it is an error.

    Attributes:
        rows: Rows or triples.
        size: Bytes.
    """

    rows: int = 10_000
    size: int = 10_000_000


class SparqlEndpoint:
    """The endpoint of a store.

    Args:
        store: The store.
        bounds: How much a query may be.
        caps: How much a result may be.
    """

    def __init__(self, store: LocalStore, bounds: Bounds | None = None, caps: Caps | None = None) -> None:
        self._store = store
        self._bounds = bounds or Bounds()
        self._caps = caps or Caps()

    def answer(self, request: Request, body: bytes) -> Response:
        """Answer a request to the endpoint.

        Raises:
            Problem: It is not answered: 400, 403, 405, 415, 422.
            PqgraphError: PQ508, the engine fails.
        """
        if request.method == "OPTIONS":
            return preflight(METHODS)
        operation = operation_of(request, body)
        address = f"{request.base}/sparql"
        if operation.query is None:
            chosen = choose(GRAPHS, operation.format, request.header("Accept"))
            triples = service_description(address, self._store)
            return response(chosen, written(Triples(iter(triples)), chosen, self._caps))
        guard.check(operation.query, self._bounds)
        try:
            result = self._store.query(operation.query, dataset=operation.dataset, base=address)
        except PqgraphError as error:
            if error.code.id == "PQ503":
                raise problem_of(error) from None
            raise
        offered = GRAPHS if isinstance(result, Triples) else TABLES
        chosen = choose(offered, operation.format, request.header("Accept"))
        return response(chosen, written(result, chosen, self._caps))


def response(chosen: ResultFormat, body: bytes, *headers: tuple[str, str]) -> Response:
    """A 200 in a format that ``Accept`` may have chosen."""
    own = (("Content-Type", chosen.content_type), *CORS, ("Vary", "Accept"), *chosen.headers)
    return Response(200, (*own, *headers), body)


def preflight(methods: str) -> Response:
    """The answer to OPTIONS."""
    allowed = (
        ("Access-Control-Allow-Methods", methods),
        ("Access-Control-Allow-Headers", "Accept, Content-Type"),
    )
    return Response(204, (*CORS, ("Allow", methods), *allowed, ("Access-Control-Max-Age", "86400")))


class _Limited(io.BytesIO):
    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def write(self, data: object, /) -> int:
        count = super().write(data)  # type: ignore[arg-type]
        if self.tell() > self._most:
            raise Problem(
                422,
                f"The result is larger than {self._most:,} bytes. Ask for less, or for pages with LIMIT and OFFSET.",
            )
        return count


def bounded(result: ResultSet, most: int) -> ResultSet:
    """The same result; reading more rows or triples than may be raises a :class:`Problem` (422)."""

    def counted(items: Iterator[_T], what: str) -> Iterator[_T]:
        for count, item in enumerate(items):
            if count == most:
                raise Problem(
                    422,
                    f"The result has more than {most:,} {what}. Ask for less, or for pages with LIMIT and OFFSET.",
                )
            yield item

    if isinstance(result, Solutions):
        return replace(result, rows=counted(result.rows, "rows"))
    if isinstance(result, Triples):
        return replace(result, triples=counted(result.triples, "triples"))
    return result


def written(result: ResultSet, chosen: ResultFormat, caps: Caps) -> bytes:
    """A result as bytes: all of it.

    Raises:
        Problem: 400, it holds what is not supported; 422, it is more than may be, or not for this format.
        PqgraphError: PQ508, the engine fails.
    """
    stream = _Limited(caps.size)
    name = chosen.written or chosen.name
    try:
        # What has two names is CSV, exact for programs and safe for spreadsheets.
        write(bounded(result, caps.rows), name, stream, spreadsheet_safe=bool(chosen.written))
    except PqgraphError as error:
        if error.code.id == "PQ503":
            raise problem_of(error) from None
        if error.code.id == "PQ302":
            raise Problem(422, detail_of(error)) from None
        raise
    return stream.getvalue()
