"""What a server says of itself to programs: OpenAPI, VoID, DCAT."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import orjson

from pqgraph import resources
from pqgraph.api.config.model import Api
from pqgraph.api.protocol import Problem, Request, Response
from pqgraph.api.responses import CORS
from pqgraph.api.routing import parse_query
from pqgraph.api.server.openapi import openapi
from pqgraph.api.sparql.answering import Caps, preflight, response, written
from pqgraph.api.sparql.formats import GRAPHS, choose
from pqgraph.queries.catalogue import Catalogue
from pqgraph.queries.stored import StoredQuery
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Triple
from pqgraph.store.local import LocalStore
from pqgraph.store.results import Solutions, Triples
from pqgraph.terms import PREFIXES, dcterms, void

__all__ = ["Descriptions"]

_METHODS = "GET, HEAD, OPTIONS"
_DCAT = "http://www.w3.org/ns/dcat#"
_TYPE = t.iri(f"{PREFIXES['rdf']}type")
_DATASET = "https://w3id.org/pqgraph/id/dataset"
_TITLE = t.lang_literal("UK parliamentary written questions", "en")
_OPL = "https://www.parliament.uk/site-information/copyright-parliament/open-parliament-licence/"
# What the store says of itself, its parts included; whether in the default graph or in that of provenance.
_SELF = f"""
SELECT DISTINCT ?s ?p ?o WHERE {{
  {{ BIND(<{_DATASET}> AS ?s) }}
  UNION {{ <{_DATASET}> <{void.classPartition}>|<{void.propertyPartition}> ?s }}
  UNION {{ GRAPH ?g {{ <{_DATASET}> <{void.classPartition}>|<{void.propertyPartition}> ?s }} }}
  {{ ?s ?p ?o }} UNION {{ GRAPH ?g2 {{ ?s ?p ?o }} }}
}}"""


class Descriptions:
    """Descriptions of a server and its data.

    Args:
        store: The store.
        apis: The APIs that are served.
    """

    def __init__(self, store: LocalStore, apis: Sequence[Api]) -> None:
        self._apis = tuple(apis)
        self._about = _about(store)

    @cached_property
    def _queries(self) -> list[StoredQuery]:
        return list(Catalogue(resources.folder("queries")).queries())

    def openapi(self, request: Request, body: bytes = b"") -> Response:
        """``/openapi.json``.

        Raises:
            Problem: 400, 405.
        """
        if request.method == "OPTIONS":
            return preflight(_METHODS)
        _check(request, ())
        document = openapi(request.base, self._queries, self._apis)
        return Response(200, (("Content-Type", "application/json"), *CORS), orjson.dumps(document))

    def void(self, request: Request, body: bytes = b"") -> Response:
        """``/.well-known/void``: the dataset in `VoID <https://www.w3.org/TR/void/>`_.

        Raises:
            Problem: 400, 405.
        """
        dataset = t.iri(_DATASET)
        return self._graph(
            request,
            [
                (dataset, _TYPE, t.iri(void.Dataset)),
                (dataset, t.iri(dcterms.title), _TITLE),
                (dataset, t.iri(f"{PREFIXES['void']}sparqlEndpoint"), t.iri(f"{request.base}/sparql")),
                *self._about,
            ],
        )

    def catalog(self, request: Request, body: bytes = b"") -> Response:
        """``/catalog``: data and services in `DCAT 3 <https://www.w3.org/TR/vocab-dcat-3/>`_.

        Raises:
            Problem: 400, 405.
        """
        base, dataset = request.base, t.iri(_DATASET)
        catalog, sparql, lda = (
            t.iri(f"{base}/catalog"),
            t.iri(f"{base}/sparql"),
            t.iri(f"{base}/openapi.json"),
        )
        found: list[Triple] = [
            (catalog, _TYPE, _dcat("Catalog")),
            (catalog, t.iri(dcterms.title), _TITLE),
            (catalog, _dcat("dataset"), dataset),
            (dataset, _TYPE, _dcat("Dataset")),
            (dataset, t.iri(dcterms.title), _TITLE),
            (dataset, t.iri(dcterms.license), t.iri(_OPL)),
            (dataset, t.iri(dcterms.publisher), t.iri("https://www.parliament.uk/")),
        ]
        for service, title, description in (
            (sparql, "SPARQL endpoint", f"{base}/sparql"),
            (lda, "Linked Data API", f"{base}/openapi.json"),
        ):
            found += [
                (catalog, _dcat("service"), service),
                (service, _TYPE, _dcat("DataService")),
                (service, t.iri(dcterms.title), t.lang_literal(title, "en")),
                (service, _dcat("endpointURL"), sparql if service == sparql else t.iri(f"{base}/")),
                (service, _dcat("endpointDescription"), t.iri(description)),
                (service, _dcat("servesDataset"), dataset),
            ]
        found.append(
            (
                sparql,
                t.iri(f"{PREFIXES['dcterms']}conformsTo"),
                t.iri("https://www.w3.org/TR/sparql11-protocol/"),
            )
        )
        for name in ("csv", "json", "ttl"):
            lists = next(
                (e.template for api in self._apis for e in api.endpoints if _is_whole(e.template, e.is_item)),
                None,
            )
            if lists is None:
                break
            place = t.iri(f"{base}{lists}.{name}")
            media = {"csv": "text/csv", "json": "application/json", "ttl": "text/turtle"}[name]
            found += [
                (dataset, _dcat("distribution"), place),
                (place, _TYPE, _dcat("Distribution")),
                (place, _dcat("accessURL"), place),
                (place, _dcat("accessService"), lda),
                (place, _dcat("mediaType"), t.iri(f"https://www.iana.org/assignments/media-types/{media}")),
            ]
        return self._graph(request, found)

    def _graph(self, request: Request, triples: Sequence[Triple]) -> Response:
        if request.method == "OPTIONS":
            return preflight(_METHODS)
        asked = _check(request, ("_format",))
        chosen = choose(GRAPHS, asked, request.header("Accept"), strict=True)
        return response(chosen, written(Triples(iter(triples)), chosen, Caps()))


def _is_whole(template: str, is_item: bool) -> bool:
    return not is_item and template.startswith("/") and "{" not in template and "?" not in template


def _dcat(name: str) -> str:
    return t.iri(f"{_DCAT}{name}")


def _about(store: LocalStore) -> list[Triple]:
    """What the store says of itself; nothing of itself says a store of somebody else's data."""
    result = store.query(_SELF)
    if not isinstance(result, Solutions):
        return []
    return [
        (s.ntriples(), p.ntriples(), o.ntriples())
        for s, p, o in result.rows
        if s is not None and p is not None and o is not None
    ]


def _check(request: Request, allowed: Sequence[str]) -> str | None:
    """Whether a request is a plain GET; gives the format that it asks for."""
    if request.method not in ("GET", "HEAD"):
        raise Problem(405, f"{request.method[:20]} is not possible here.", headers=(("Allow", _METHODS),))
    parameters = parse_query(request.query)
    for name in parameters:
        if name not in allowed:
            raise Problem(400, f"{name[:40]!r} is no parameter of this.", {"allowed": list(allowed)})
    return (parameters.get("_format") or [""])[-1] or None
