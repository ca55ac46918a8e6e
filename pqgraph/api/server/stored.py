"""Stored queries over HTTP: the list, a query's text, and its answer with typed parameters and pages.

``/queries`` lists them; ``/queries/NAME`` answers one, by the parameters that ``pqgraph query`` takes, and ``_format``,
``limit`` and ``offset``; ``/queries/NAME.csv`` in a format; ``/queries/NAME.rq`` is the text.
"""

from __future__ import annotations

import difflib
import io
import re
from collections.abc import Mapping
from functools import cached_property
from itertools import islice
from urllib.parse import quote, urlencode

import msgspec
import orjson

from pqgraph import resources
from pqgraph.api.protocol import Problem, Request, Response, detail_of
from pqgraph.api.responses import CORS
from pqgraph.api.routing import Parameters, parse_query
from pqgraph.api.sparql.answering import Caps, preflight, response, written
from pqgraph.api.sparql.formats import GRAPHS, TABLES, choose
from pqgraph.errors import PqgraphError
from pqgraph.queries import run as queries
from pqgraph.queries.catalogue import Catalogue, StoredQuery
from pqgraph.queries.results import first_rows
from pqgraph.store.local import LocalStore
from pqgraph.store.results import Solutions, Triples

__all__ = ["CONTROLS", "PICTURES", "StoredQueries", "entry"]

CONTROLS = ("_format", "limit", "offset")
"""Parameters that every stored query has here."""
PICTURES = {"svg": "image/svg+xml", "png": "image/png"}
_METHODS = "GET, HEAD, OPTIONS"
_NAME = re.compile(r"[a-z0-9-]+")
_ADVISED = frozenset(("PQ504", "PQ505", "PQ506", "PQ509", "PQ522", "PQ531"))
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
_MOST_DRAWN = 2_000


class StoredQueries:
    """The stored queries, put to a store.

    Args:
        store: The store.
        caps: How much a result may be.
    """

    def __init__(self, store: LocalStore, caps: Caps | None = None) -> None:
        self._store = store
        self._caps = caps or Caps()

    @cached_property
    def _queries(self) -> dict[str, StoredQuery]:
        return {query.name: query for query in Catalogue(resources.folder("queries")).queries()}

    def prepare(self) -> None:
        """Read and check the stored queries, which takes longer than all else of a start; or else a request does."""
        assert self._queries, "pqgraph has stored queries"

    def answer(self, request: Request, body: bytes = b"") -> Response:
        """Answer a request below ``/queries``.

        Raises:
            Problem: It is not answered: 400, 404, 405, 422.
            PqgraphError: PQ508, the engine fails.
        """
        if request.method == "OPTIONS":
            return preflight(_METHODS)
        if request.method not in ("GET", "HEAD"):
            raise Problem(405, f"{request.method[:20]} is not possible here.", headers=(("Allow", _METHODS),))
        rest = request.path.removeprefix("/queries").strip("/")
        parameters = parse_query(request.query)
        if not rest:
            return self._list(request, parameters)
        name, _, suffix = rest.partition(".")
        query = self._query(name)
        if suffix == "rq":
            return Response(
                200, (("Content-Type", "application/sparql-query; charset=utf-8"), *CORS), query.text.encode()
            )
        return self._answer(request, query, parameters, suffix or None)

    def _query(self, name: str) -> StoredQuery:
        query = self._queries.get(name) if _NAME.fullmatch(name) else None
        if query is None:
            close = difflib.get_close_matches(name[:100].lower(), self._queries, n=3, cutoff=0.5)
            hint = f" Did you mean {' or '.join(close)}?" if close else ""
            raise Problem(404, f"There is no stored query of this name.{hint}", {"didYouMean": close})
        return query

    def _list(self, request: Request, parameters: Parameters) -> Response:
        if parameters:
            raise Problem(400, f"{next(iter(parameters))[:40]} is no parameter of the list.", {"allowed": []})
        found = [entry(query, request.base) for query in self._queries.values()]
        return Response(
            200,
            (("Content-Type", "application/json"), *CORS, ("Vary", "Accept")),
            orjson.dumps({"queries": found}),
        )

    def _answer(
        self, request: Request, query: StoredQuery, parameters: Parameters, suffix: str | None
    ) -> Response:
        _check_names(query, parameters)
        values = {name: given[-1] or None for name, given in parameters.items() if name not in CONTROLS}
        limit, offset = _number(parameters, "limit", self._caps.rows), _number(parameters, "offset", None)
        asked = suffix or (parameters.get("_format") or [""])[-1] or None
        try:
            wanted = (
                None if asked in PICTURES else (offset or 0) + (self._caps.rows if limit is None else limit)
            )
            answer = queries.run(query.name, values, self._store, first=wanted)
            if asked in PICTURES and isinstance(answer.result, Solutions):
                return _picture(query, values, answer.result, asked)
            offered = GRAPHS if isinstance(answer.result, Triples) else TABLES
            chosen = choose(offered, asked, request.header("Accept"), strict=True)
            result, links = answer.result, []
            if isinstance(result, Solutions) and (limit is not None or offset):
                start = offset or 0
                rest = Solutions(result.variables, islice(result.rows, start, None))
                size = self._caps.rows if limit is None else limit
                page, cut = first_rows(rest, size)
                data = written(page, chosen, self._caps)
                links = _links(request, start, size, more=cut.more)
            else:
                data = written(result, chosen, self._caps)
        except PqgraphError as error:
            raise _problem(error, query) from None
        notes = [("Pqgraph-Note", note) for note in answer.notes]
        return response(chosen, data, *links, *notes)


def entry(query: StoredQuery, base: str) -> dict[str, object]:
    """What the list says of a query."""
    address = f"{base}/queries/{query.name}"
    return {
        "name": query.name,
        "summary": query.header.summary,
        "description": query.header.description,
        "tags": query.header.tags,
        "family": query.header.family,
        "form": query.form,
        "parameters": [
            {
                "name": name,
                "required": query.is_required(name),
                **{k: v for k, v in msgspec.to_builtins(param).items() if v not in (None, [], False)},
            }
            for name, param in query.header.params.items()
        ],
        "columns": [
            {"name": name, "type": column.type, **({"help": column.help} if column.help else {})}
            for name, column in query.header.columns.items()
        ],
        "chart": None if query.header.chart is None else query.header.chart.kind,
        "example": f"{address}?{urlencode(query.header.example)}" if query.header.example else address,
        "href": address,
        "text": f"{address}.rq",
    }


def _check_names(query: StoredQuery, parameters: Parameters) -> None:
    allowed = [*query.header.params, *CONTROLS]
    for name, given in parameters.items():
        if name not in allowed:
            close = difflib.get_close_matches(name[:100], allowed, n=1)
            hint = f" Did you mean {close[0]}?" if close else ""
            detail = f"{query.name} has no parameter {name[:40]!r}.{hint}"
            raise Problem(400, detail, {"parameter": name[:40], "allowed": allowed, "didYouMean": close})
        if len(given) > 1:
            raise Problem(400, f"{name} is given more than once.", {"parameter": name})


def _number(parameters: Parameters, name: str, most: int | None) -> int | None:
    text = (parameters.get(name) or [""])[-1]
    if not text:
        return None
    least = 1 if name == "limit" else 0
    if not _NUMBER.fullmatch(text) or int(text) < least or (most is not None and int(text) > most):
        upper = "" if most is None else f" and at most {most:,}"
        raise Problem(400, f"{name} is a number of at least {least}{upper}.", {"parameter": name})
    return int(text)


def _links(request: Request, offset: int, size: int, *, more: bool) -> list[tuple[str, str]]:
    """The ``Link`` header of a page (`RFC 8288 <https://www.rfc-editor.org/rfc/rfc8288>`_)."""
    kept = [
        (n, v)
        for n, given in parse_query(request.query).items()
        for v in given
        if n not in ("limit", "offset")
    ]

    def link(at: int, relation: str) -> str:
        query = urlencode([*kept, ("limit", str(size)), ("offset", str(at))], quote_via=quote)
        return f'<{request.base}{quote(request.path)}?{query}>; rel="{relation}"'

    found = [link(0, "first")]
    if offset:
        found.append(link(max(offset - size, 0), "prev"))
    if more:
        found.append(link(offset + size, "next"))
    return [("Link", ", ".join(found))]


def _picture(query: StoredQuery, values: Mapping[str, str | None], result: Solutions, name: str) -> Response:
    from pqgraph import charts

    if query.header.chart is None:
        raise Problem(400, f"{query.name} has no chart.", {"parameter": "_format"})
    page, cut = first_rows(result, _MOST_DRAWN)
    rows = list(page.rows)
    notes = [f"Only the first {len(rows):,} rows; there are more."] if cut.more else []
    caption = charts.caption_of(query, values, notes=notes)
    drawn = charts.draw(charts.chart_of(query), result.variables, rows, query.header.columns, caption)
    return Response(200, (("Content-Type", PICTURES[name]), *CORS), io.BytesIO(drawn.data(name)).getvalue())


def _problem(error: PqgraphError, query: StoredQuery) -> Exception:
    if error.code.id not in _ADVISED:
        return error
    extra: dict[str, object] = {"code": error.code.id, "query": query.name}
    return Problem(400, detail_of(error), extra)
