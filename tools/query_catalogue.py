"""The stored queries as RDF, ``queries/catalogue.ttl``: queries that can be queried.

Each is a `sh:SPARQLExecutable <https://www.w3.org/TR/shacl-af/>`_ with its text, as the query collections of the Swiss
Institute of Bioinformatics have it, and its parameters as SHACL does: ``sh:path`` ends in the name of the variable.
"""

from __future__ import annotations

from collections.abc import Iterator

from pqgraph import iris
from pqgraph.queries.catalogue import StoredQuery, shipped
from pqgraph.queries.header import FAMILIES, Param
from pqgraph.rdf.terms import integer, iri, lang_literal, literal
from pqgraph.terms import PREFIXES

__all__ = ["turtle"]

HEAD = "# The stored queries as RDF. Made by tools/docs.py from queries/*.rq; do not edit.\n"
USED = {
    **{prefix: PREFIXES[prefix] for prefix in ("dcterms", "parl", "pq", "prov", "rdfs", "skos", "xsd")},
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
}
PLURAL = {"SELECT": ("Select", "select"), "CONSTRUCT": ("Construct", "construct"), "ASK": ("Ask", "ask")}
NODES = {
    "topic": "sh:nodeKind sh:IRI ; sh:class skos:Concept",
    "member": "sh:nodeKind sh:IRI",
    "body": "sh:nodeKind sh:IRI ; sh:class pq:AnsweringBody",
    "house": "sh:nodeKind sh:IRI ; sh:class pq:House",
    "month": "sh:nodeKind sh:IRI ; sh:class pq:Month",
    "year": "sh:nodeKind sh:IRI ; sh:class pq:Year",
    "iri": "sh:nodeKind sh:IRI",
    "number": "sh:nodeKind sh:Literal",
    "integer": "sh:datatype xsd:integer",
    "date": "sh:datatype xsd:date",
    "boolean": "sh:datatype xsd:boolean",
}
CATALOGUE = iris.BASE + "queries"


def turtle() -> str:
    """The catalogue of the shipped queries."""
    return "".join(_document(shipped()))


def _document(queries: list[StoredQuery]) -> Iterator[str]:
    yield HEAD
    for prefix in sorted(USED):
        yield f"@prefix {prefix}: <{USED[prefix]}> .\n"
    families = [family for family in FAMILIES if any(query.header.family == family for query in queries)]
    yield f"\n<{CATALOGUE}> a skos:OrderedCollection ;\n"
    yield '    skos:prefLabel "Stored queries of pqgraph"@en ;\n'
    yield f"    skos:memberList ( {' '.join(f'<{CATALOGUE}/{family}>' for family in families)} ) .\n"
    for family in families:
        own = [f"<{_query(query)}>" for query in queries if query.header.family == family]
        yield f"\n<{CATALOGUE}/{family}> a skos:Collection ;\n"
        yield f"    skos:prefLabel {lang_literal(FAMILIES[family], 'en')} ;\n"
        yield f"    skos:member {' , '.join(own)} .\n"
    for query in queries:
        yield from _executable(query)


def _query(query: StoredQuery) -> str:
    return f"{iris.BASE}query/{query.name}"


def _executable(query: StoredQuery) -> Iterator[str]:
    node, header = _query(query), query.header
    kind, text = PLURAL[query.form]
    yield f"\n<{node}> a sh:SPARQLExecutable , sh:SPARQL{kind}Executable ;\n"
    yield f"    dcterms:identifier {literal(query.name)} ;\n"
    yield f"    rdfs:label {lang_literal(header.summary, 'en')} ;\n"
    for question in header.competency:
        yield f"    skos:altLabel {lang_literal(question, 'en')} ;\n"
    yield f"    rdfs:comment {lang_literal(' '.join(header.description.split()), 'en')} ;\n"
    if header.tags:
        yield f"    schema:keywords {' , '.join(lang_literal(tag, 'en') for tag in header.tags)} ;\n"
    if header.params:
        yield f"    sh:parameter {' , '.join(f'<{node}#{name}>' for name in header.params)} ;\n"
    if query.cube:
        yield f"    prov:alternateOf <{node}/statistics> ;\n"
    yield f"    sh:{text} {_long(query.body)} .\n"
    for name, param in header.params.items():
        yield from _parameter(query, name, param)
    if query.cube:
        yield f"\n<{node}/statistics> a sh:SPARQLExecutable , sh:SPARQL{kind}Executable ;\n"
        yield f"    rdfs:label {lang_literal(f'{header.summary} (by the statistics)', 'en')} ;\n"
        yield f"    prov:alternateOf <{node}> ;\n    sh:{text} {_long(query.cube.body)} .\n"


def _parameter(query: StoredQuery, name: str, param: Param) -> Iterator[str]:
    yield f"\n<{_query(query)}#{name}> a sh:Parameter ;\n"
    yield f"    sh:path {iri(f'{iris.BASE}parameter/{name}')} ;\n    sh:name {literal(name)} ;\n"
    yield f"    sh:description {lang_literal(param.help, 'en')} ;\n"
    yield f"    {NODES.get(param.type, 'sh:datatype xsd:string')} ;\n"
    if param.choices:
        yield f"    sh:in ( {' '.join(map(literal, param.choices))} ) ;\n"
    if param.type == "integer":
        for term, limit in (("minInclusive", param.min), ("maxInclusive", param.max)):
            if limit is not None:
                yield f"    sh:{term} {integer(limit)} ;\n"
    default = query.defaults[name]
    if not default.is_undef:
        yield f"    sh:defaultValue {default.text} ;\n"
    yield f"    sh:optional {'false' if query.is_required(name) else 'true'} .\n"


def _long(text: str) -> str:
    """A text of several lines as a literal that can be read."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"""{escaped}"""'
