"""The `OpenAPI 3.1 <https://spec.openapis.org/oas/v3.1.0>`_ description of all that a server answers.

It is made of what there is: the stored queries' headers and the API description's endpoints.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote_plus

from pqgraph import __version__
from pqgraph.api.config.model import Api, Endpoint
from pqgraph.api.renderers.registry import BUILT_IN
from pqgraph.api.server.stored import PICTURES
from pqgraph.api.sparql.formats import GRAPHS, TABLES, ResultFormat
from pqgraph.queries.header import Column, Param
from pqgraph.queries.stored import StoredQuery

__all__ = ["openapi"]

_Json = dict[str, Any]
_VARIABLE = re.compile(r"\{([A-Za-z0-9_]+)\}")
_PROBLEM = {"$ref": "#/components/responses/Problem"}
_COLUMN_TYPES = {"integer": "integer", "decimal": "number", "boolean": "boolean"}
_PATTERNS = {
    "date": r"^\d{4}-\d{2}-\d{2}$",
    "month": r"^\d{4}-\d{2}$",
    "year": r"^\d{4}$",
}


def openapi(base: str, queries: Sequence[StoredQuery], apis: Sequence[Api]) -> _Json:
    """The description.

    Args:
        base: Scheme, host and port of the server.
        queries: The stored queries.
        apis: The APIs of the description that is served.
    """
    paths: _Json = {"/sparql": _sparql(), "/queries": {"get": _list_of_queries()}}
    for query in queries:
        paths[f"/queries/{query.name}"] = {"get": _stored(query)}
    for api in apis:
        for number, endpoint in enumerate(api.endpoints):
            template = endpoint.template.partition("?")[0]
            # A template that is a whole address is on a host of its own.
            if template.startswith("/") and template not in paths:
                same = [e for e in api.endpoints if e.template.partition("?")[0] == template]
                paths[template] = {"get": _endpoint(endpoint, same, template, number)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "UK parliamentary written questions",
            "version": __version__,
            "summary": "Written questions and answers as linked data.",
            "license": {
                "name": "Open Parliament Licence",
                "url": "https://www.parliament.uk/site-information/copyright-parliament/open-parliament-licence/",
            },
        },
        "servers": [{"url": base}],
        "paths": paths,
        "components": {
            "responses": {
                "Problem": {
                    "description": "What is wrong with the request",
                    "content": {
                        "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}},
                        # For those who ask for it, and for browsers.
                        "text/plain": {},
                        "text/html": {},
                    },
                }
            },
            "schemas": {
                "Problem": {
                    "type": "object",
                    "required": ["type", "title", "status", "detail"],
                    "properties": {
                        "type": {"type": "string"},
                        "title": {"type": "string"},
                        "status": {"type": "integer"},
                        "detail": {"type": "string"},
                    },
                }
            },
        },
    }


def _parameter(
    name: str, schema: _Json, description: str = "", *, required: bool = False, place: str = "query"
) -> _Json:
    found: _Json = {"name": name, "in": place, "required": required, "schema": schema}
    if description:
        found["description"] = description
    return found


def _content(formats: Sequence[ResultFormat]) -> _Json:
    return {each.media_type: {} for each in formats}


def _answers(content: _Json, description: str = "The answer") -> _Json:
    return {"200": {"description": description, "content": content}, "4XX": _PROBLEM, "5XX": _PROBLEM}


def _sparql() -> _Json:
    content = _content((*TABLES, *GRAPHS))
    graphs = {"type": "array", "items": {"type": "string", "format": "iri"}}
    dataset = [_parameter("default-graph-uri", graphs), _parameter("named-graph-uri", graphs)]
    query = _parameter(
        "query", {"type": "string"}, "A SPARQL 1.1 query; without one, the service is described"
    )
    form = {"type": "object", "required": ["query"], "properties": {"query": {"type": "string"}}}
    body = {
        "required": True,
        "content": {
            "application/sparql-query": {"schema": {"type": "string"}},
            "application/x-www-form-urlencoded": {"schema": form},
        },
    }
    return {
        "get": {
            "operationId": "sparqlGet",
            "tags": ["SPARQL"],
            "summary": "Ask a SPARQL query",
            "parameters": [query, *dataset],
            "responses": _answers(content),
        },
        "post": {
            "operationId": "sparqlPost",
            "tags": ["SPARQL"],
            "summary": "Ask a SPARQL query",
            "parameters": dataset,
            "requestBody": body,
            "responses": _answers(content),
        },
    }


def _list_of_queries() -> _Json:
    return {
        "operationId": "queries",
        "tags": ["Stored queries"],
        "summary": "List the stored queries",
        "responses": _answers({"application/json": {}}),
    }


def _stored(query: StoredQuery) -> _Json:
    rows = query.form in ("SELECT", "ASK")
    formats = TABLES if rows else GRAPHS
    names = [each.name for each in formats]
    content = _content(formats)
    if query.header.chart is not None:
        names += PICTURES
        content |= {kind: {} for kind in PICTURES.values()}
    parameters = [
        _parameter(name, _schema(param), param.help, required=query.is_required(name))
        for name, param in query.header.params.items()
    ]
    parameters.append(
        _parameter("_format", {"type": "string", "enum": names}, "The format; else Accept tells")
    )
    if rows:
        parameters.append(_parameter("limit", {"type": "integer", "minimum": 1}, "Rows on a page"))
        parameters.append(_parameter("offset", {"type": "integer", "minimum": 0}, "Rows to pass over"))
    if query.header.columns:
        content["application/sparql-results+json"] = {"schema": _bindings(query.header.columns)}
    return {
        "operationId": query.name,
        "tags": ["Stored queries", *query.header.tags],
        "summary": query.header.summary,
        "description": query.header.description,
        "parameters": parameters,
        "responses": _answers(content),
    }


def _bindings(columns: dict[str, Column]) -> _Json:
    """The schema of a JSON result: a term for each column that has one."""
    terms = {
        name: {
            "type": "object",
            "description": f"{column.help or name} ({_COLUMN_TYPES.get(column.type, 'string')})",
            "properties": {"type": {"type": "string"}, "value": {"type": "string"}},
        }
        for name, column in columns.items()
    }
    rows = {"type": "array", "items": {"type": "object", "properties": terms}}
    return {"type": "object", "properties": {"results": {"type": "object", "properties": {"bindings": rows}}}}


def _schema(param: Param) -> _Json:
    if param.type == "integer":
        found: _Json = {"type": "integer"}
        if param.min is not None:
            found["minimum"] = param.min
        if param.max is not None:
            found["maximum"] = param.max
        return found
    if param.type in ("number", "boolean"):
        return {"type": param.type}
    if param.type == "enum":
        return {"type": "string", "enum": list(param.choices)}
    if param.type in _PATTERNS:
        return {"type": "string", "pattern": _PATTERNS[param.type]}
    return {"type": "string", "format": "iri"} if param.type == "iri" else {"type": "string"}


def _endpoint(endpoint: Endpoint, same: Sequence[Endpoint], template: str, number: int) -> _Json:
    """A path: the first endpoint that has it, and the parameters that all of them take."""
    inner = [
        _parameter(name, {"type": "string"}, required=True, place="path")
        for name in dict.fromkeys(_VARIABLE.findall(template))
    ]
    taken = [_names(each.template) for each in same]
    inner += [
        _parameter(name, {"type": "string"}, required=all(name in names for names in taken))
        for name in dict.fromkeys(name for names in taken for name in names)
    ]
    inner.append(_parameter("_view", {"type": "string", "enum": sorted(endpoint.viewers)}))
    if not endpoint.is_item:
        size: _Json = {"type": "integer", "minimum": 1, "maximum": endpoint.max_page_size}
        inner += [
            _parameter("_page", {"type": "integer", "minimum": 0}),
            _parameter("_pageSize", {**size, "default": endpoint.page_size}),
            _parameter("_sort", {"type": "string"}),
        ]
    words = re.sub(r"[^A-Za-z0-9]+", " ", template).title().replace(" ", "") or "Start"
    return {
        "operationId": f"lda{words}{number}",
        "tags": ["Linked Data API"],
        "summary": endpoint.label or template,
        "parameters": inner,
        "responses": _answers({each.media_type: {} for each in BUILT_IN.all}),
    }


def _names(template: str) -> list[str]:
    """The parameters that a template takes."""
    query = template.partition("?")[2]
    return [unquote_plus(part.partition("=")[0]) for part in query.split("&") if part]
