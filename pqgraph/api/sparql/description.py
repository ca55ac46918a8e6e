"""What the endpoint says of itself.

`SPARQL 1.1 Service Description <https://www.w3.org/TR/sparql11-service-description/>`_.
"""

from __future__ import annotations

from pqgraph.api.sparql.formats import GRAPHS, TABLES
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Triple
from pqgraph.store.local import LocalStore
from pqgraph.terms import PREFIXES

__all__ = ["service_description"]

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_TYPE = t.iri(f"{PREFIXES['rdf']}type")
_W3C = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "rdfxml": "RDF_XML",
    "jsonld": "JSON-LD",
    "nquads": "N-Quads",
    "trig": "TriG",
}


def service_description(address: str, store: LocalStore) -> list[Triple]:
    """The triples that describe the service.

    Args:
        address: Where it is.
        store: What it asks; its named graphs are told.
    """
    service, dataset, default = t.iri(address), "_:dataset", "_:default"
    found: list[Triple] = [
        (service, _TYPE, t.iri(f"{_SD}Service")),
        (service, t.iri(f"{_SD}endpoint"), service),
        (service, t.iri(f"{_SD}supportedLanguage"), t.iri(f"{_SD}SPARQL11Query")),
        (service, t.iri(f"{_SD}defaultDataset"), dataset),
    ]
    found += [
        (service, t.iri(f"{_SD}resultFormat"), t.iri(f"{_FORMATS}{_W3C[each.name]}"))
        for each in (*TABLES, *GRAPHS)
        if each.name in _W3C
    ]
    found += [
        (dataset, _TYPE, t.iri(f"{_SD}Dataset")),
        (dataset, t.iri(f"{_SD}defaultGraph"), default),
        (default, _TYPE, t.iri(f"{_SD}Graph")),
    ]
    for number, name in enumerate(store.graph_names()):
        node = f"_:graph{number}"
        found += [
            (dataset, t.iri(f"{_SD}namedGraph"), node),
            (node, _TYPE, t.iri(f"{_SD}NamedGraph")),
            (node, t.iri(f"{_SD}name"), t.iri(name)),
        ]
    return found
