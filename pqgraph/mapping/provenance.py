"""Where everything comes from, and under which licence."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from pqgraph import __version__, iris
from pqgraph.mapping.base import TYPE
from pqgraph.model import Locator, SourceFile
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Term, Triple
from pqgraph.terms import dcterms, pq, prov, void

__all__ = ["NOTICE", "TopicPlace", "dataset_triples", "derived_from", "source_triples", "topic_place_triples"]

TopicPlace = tuple[str, str, str, int, int]
"""A label of a topic in a question: slug of the topic, ``heading`` or ``text``, the label, its start and its end."""

NOTICE = "Contains Parliamentary information licensed under the Open Parliament Licence v3.0."
_DERIVED = t.iri(prov.wasDerivedFrom)
_MATCH = t.iri(pq.TopicMatch)
_MATCH_OF = t.iri(pq.matchOf)
_MATCHED_TOPIC = t.iri(pq.matchedTopic)
_MATCHED_IN = t.iri(pq.matchedIn)
_MATCHED_LABEL = t.iri(pq.matchedLabel)
_MATCH_START = t.iri(pq.matchStart)
_MATCH_END = t.iri(pq.matchEnd)
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


def topic_place_triples(question: str, places: Iterable[TopicPlace]) -> list[Triple]:
    """Why a question has its topics.

    Args:
        question: IRI of the question.
        places: The labels that stand in it.
    """
    triples: list[Triple] = []
    for number, (slug, where, label, start, end) in enumerate(places, start=1):
        node = t.iri(iris.topic_match(question, number))
        triples += [
            (node, TYPE, _MATCH),
            (node, _MATCH_OF, t.iri(question)),
            (node, _MATCHED_TOPIC, t.iri(iris.topic(slug))),
            (node, _MATCHED_IN, t.common_literal(where)),
            (node, _MATCHED_LABEL, t.common_literal(label)),
            (node, _MATCH_START, t.integer(start)),
            (node, _MATCH_END, t.integer(end)),
        ]
    return triples


def dataset_triples() -> list[Triple]:
    """The licence statement for everything that is written."""
    node = t.iri(iris.DATASET)
    return [
        (node, TYPE, t.iri(void.Dataset)),
        (node, t.iri(dcterms.license), _LICENCE),
        (node, t.iri(dcterms.rights), t.lang_literal(NOTICE, "en")),
    ]
