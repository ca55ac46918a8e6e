"""IRIs that the Linked Data API uses beside those of :mod:`pqgraph.terms`.

Terms of the `specification <https://github.com/UKGovLD/linked-data-api>`_ are built from :data:`API`, those of
Elda from :data:`ELDA`, pqgraph's own few from :data:`OWN` (``docs/api.md`` defines them).
"""

from __future__ import annotations

from typing import Final

__all__ = ["API", "ELDA", "FORMAT", "GEO", "OPENSEARCH", "OWN", "PREFIXES", "XHV", "elda", "lda", "own"]

API: Final = "http://purl.org/linked-data/api/vocab#"
ELDA: Final = "http://www.epimorphics.com/vocabularies/lda#"
OWN: Final = "https://w3id.org/pqgraph/api#"
OPENSEARCH: Final = "http://a9.com/-/spec/opensearch/1.1/"
XHV: Final = "http://www.w3.org/1999/xhtml/vocab#"
GEO: Final = "http://www.w3.org/2003/01/geo/wgs84_pos#"
DCT: Final = "http://purl.org/dc/terms/"
OPMV: Final = "http://purl.org/net/opmv/types/common#"
SPARQL: Final = "http://purl.org/net/opmv/types/sparql#"
DOAP: Final = "http://usefulinc.com/ns/doap#"
FORMAT: Final = "linked-data-api"

PREFIXES: Final = {
    "api": API,
    "dct": DCT,
    "doap": DOAP,
    "elda": ELDA,
    "opmv": OPMV,
    "os": OPENSEARCH,
    "sparql": SPARQL,
    "xhv": XHV,
}
"""Prefixes of what a page says of itself."""


def lda(name: str) -> str:
    """A term of the Linked Data API's vocabulary, as an N-Triples term."""
    return f"<{API}{name}>"


def elda(name: str) -> str:
    """A term of Elda's vocabulary, as an N-Triples term."""
    return f"<{ELDA}{name}>"


def own(name: str) -> str:
    """A term of pqgraph's extensions of API descriptions, as an N-Triples term."""
    return f"<{OWN}{name}>"
