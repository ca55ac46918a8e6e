"""Where everything comes from, and under which licence."""

from __future__ import annotations

from functools import lru_cache

from pqgraph import __version__, iris
from pqgraph.mapping.base import TYPE
from pqgraph.model import Locator, SourceFile
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Term, Triple
from pqgraph.terms import dcterms, pq, prov, void

__all__ = ["NOTICE", "dataset_triples", "derived_from", "source_triples"]

NOTICE = "Contains Parliamentary information licensed under the Open Parliament Licence v3.0."
_DERIVED = t.iri(prov.wasDerivedFrom)
_LICENCE = t.iri(iris.OPEN_PARLIAMENT_LICENCE)


@lru_cache(maxsize=256)
def _prefix(file: SourceFile) -> str:
    return f"<{iris.source(file)}#"


def derived_from(node: Term, locator: Locator) -> Triple:
    """The link from a question to its record in the source."""
    fragment = locator.fragment
    # Line numbers need no encoding, and there is one for each of 700,000 questions.
    record = (
        f"{_prefix(locator.source)}{fragment}>" if fragment.isalnum() else t.iri(iris.source_record(locator))
    )
    return node, _DERIVED, record


def source_triples(file: SourceFile) -> list[Triple]:
    """What the provenance graph says of a source file."""
    node = t.iri(iris.source(file))
    return [
        (node, TYPE, t.iri(pq.SourceFile)),
        (node, TYPE, t.iri(prov.Entity)),
        (node, t.iri(dcterms.title), t.literal(file.name)),
        (node, t.iri(pq.sha256), t.literal(file.sha256)),
        (node, t.iri(pq.reader), t.literal(file.reader)),
        (node, t.iri(pq.converterVersion), t.literal(__version__)),
        (node, t.iri(dcterms.license), _LICENCE),
    ]


def dataset_triples() -> list[Triple]:
    """The licence statement for everything that is written."""
    node = t.iri(iris.DATASET)
    return [
        (node, TYPE, t.iri(void.Dataset)),
        (node, t.iri(dcterms.license), _LICENCE),
        (node, t.iri(dcterms.rights), t.lang_literal(NOTICE, "en")),
    ]
