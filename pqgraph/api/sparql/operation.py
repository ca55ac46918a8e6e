"""A request as an operation of the SPARQL protocol.

`SPARQL 1.1 Protocol, 2.1 <https://www.w3.org/TR/sparql11-protocol/#query-operation>`_: a query comes with GET, with a
form by POST, or as the body of a POST; the graphs that it is put to may come with it. Updates are told apart, to be
refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from pqgraph.api.literals import is_node
from pqgraph.api.protocol import Problem, Request
from pqgraph.store.evaluating import Dataset

__all__ = ["METHODS", "Operation", "operation_of"]

METHODS = "GET, HEAD, POST, OPTIONS"
_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_CHARSET = re.compile(r"""charset\s*=\s*"?([^\s;"]+)""", re.IGNORECASE)
_MOST_PARAMETERS = 100
_MOST_GRAPHS = 50


@dataclass(frozen=True, slots=True)
class Operation:
    """What is asked for.

    Attributes:
        query: The query; ``None`` asks for the description of the service.
        dataset: The graphs that the request names; ``None`` if it names none.
        format: The value of ``format`` or ``output``, which many clients send.
    """

    query: str | None
    dataset: Dataset | None = None
    format: str | None = None


def operation_of(request: Request, body: bytes) -> Operation:
    """The operation that a request is.

    Args:
        request: The request.
        body: Its body.

    Raises:
        Problem: 400, it is none, or more than one; 403, it is an update; 405, 415: method or media type.
    """
    pairs = _pairs(request.query.encode(errors="replace"))
    direct: str | None = None
    if request.method == "POST":
        media_type, _, rest = (request.header("Content-Type") or "").partition(";")
        kind = media_type.strip().lower()
        charset = _CHARSET.search(rest)
        if kind not in (_FORM, _QUERY, _UPDATE):
            raise Problem(
                415,
                f"A query is sent as {_FORM} or {_QUERY}.",
                headers=(("Accept-Post", f"{_FORM}, {_QUERY}"),),
            )
        if charset is not None and charset[1].lower() not in ("utf-8", "utf8"):
            raise Problem(415, "A query is sent in UTF-8.")
        if kind == _UPDATE:
            raise _read_only()
        if kind == _FORM:
            pairs += _pairs(body)
        else:
            direct = _text(body, "The query")
    elif request.method not in ("GET", "HEAD"):
        raise Problem(405, f"{request.method[:20]} is not possible here.", headers=(("Allow", METHODS),))
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    if "update" in values or any(name.startswith("using-") for name in values):
        raise _read_only()
    queries = values.get("query", []) + ([] if direct is None else [direct])
    if len(queries) > 1:
        raise Problem(400, "A request holds one query, and this holds several.", {"parameter": "query"})
    if not queries and request.method == "POST":
        raise Problem(400, "The form has no parameter query.", {"parameter": "query"})
    wanted = (values.get("format") or values.get("output") or [""])[-1]
    return Operation(queries[0] if queries else None, _dataset(values), wanted or None)


def _read_only() -> Problem:
    return Problem(403, "This endpoint answers queries; it takes no updates.")


def _dataset(values: dict[str, list[str]]) -> Dataset | None:
    default, named = values.get("default-graph-uri", []), values.get("named-graph-uri", [])
    if len(default) + len(named) > _MOST_GRAPHS:
        raise Problem(400, f"A request names at most {_MOST_GRAPHS} graphs.")
    for name, graphs in (("default-graph-uri", default), ("named-graph-uri", named)):
        for graph in graphs:
            if not is_node(graph):
                raise Problem(400, f"{name} is not an absolute IRI.", {"parameter": name})
    return Dataset(tuple(default), tuple(named)) if default or named else None


def _pairs(text: bytes) -> list[tuple[str, str]]:
    parts = [part for part in text.split(b"&") if part]
    if len(parts) > _MOST_PARAMETERS:
        raise Problem(400, f"A request has at most {_MOST_PARAMETERS} parameters.")
    found = []
    for part in parts:
        name, _, value = part.partition(b"=")
        found.append((_decoded(name), _decoded(value)))
    return found


def _decoded(text: bytes) -> str:
    return _text(unquote_to_bytes(text.replace(b"+", b" ")), "A parameter")


def _text(data: bytes, what: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise Problem(400, f"{what} is not UTF-8.") from None
