"""Where everything comes from, and under which licence."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from pqgraph import __version__, iris
from pqgraph.mapping.base import of_class
from pqgraph.model import Locator, SourceFile
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Said
from pqgraph.terms import dcterms, pq, prov, void

__all__ = ["NOTICE", "TopicPlace", "about_dataset", "about_source", "about_topic_places", "derived_from"]

TopicPlace = tuple[str, str, str, int, int]
"""A label of a topic in a question: slug of the topic, ``heading`` or ``text``, the label, its start and its end."""

NOTICE = "Contains Parliamentary information licensed under the Open Parliament Licence v3.0."
_DERIVED = t.predicate(prov.wasDerivedFrom)
_MATCH = of_class(pq.TopicMatch)
_MATCH_OF = t.predicate(pq.matchOf)
_MATCHED_TOPIC = t.predicate(pq.matchedTopic)
_MATCHED_IN = t.predicate(pq.matchedIn)
_MATCHED_LABEL = t.predicate(pq.matchedLabel)
_MATCH_START = t.predicate(pq.matchStart)
_MATCH_END = t.predicate(pq.matchEnd)
_LICENCE = t.said(t.predicate(dcterms.license), t.iri(iris.OPEN_PARLIAMENT_LICENCE))


@lru_cache(maxsize=256)
def _from_file(file: SourceFile) -> str:
    return f"{_DERIVED}<{iris.source(file)}#"


def derived_from(locator: Locator) -> Said:
    """The link from a question to its record in the source."""
    fragment = locator.fragment
    # Numbers of lines and most JSON pointers need no encoding, and there is one for each of 700,000 questions.
    if fragment.isascii() and fragment.replace("/", "").isalnum():
        return f"{_from_file(locator.source)}{fragment}> .\n"
    return t.said(_DERIVED, t.iri(iris.source_record(locator)))


def about_source(file: SourceFile) -> str:
    """What the provenance graph says of a source file, as N-Triples."""
    return t.about(
        t.iri(iris.source(file)),
        [
            of_class(pq.SourceFile),
            of_class(prov.Entity),
            t.said(t.predicate(dcterms.title), t.literal(file.name)),
            t.said(t.predicate(pq.sha256), t.literal(file.sha256)),
            t.said(t.predicate(pq.reader), t.literal(file.reader)),
            t.said(t.predicate(pq.converterVersion), t.literal(__version__)),
            _LICENCE,
        ],
    )


def about_topic_places(question: str, places: Iterable[TopicPlace]) -> str:
    """Why a question has its topics, as N-Triples.

    Args:
        question: IRI of the question.
        places: The labels that stand in it.
    """
    matched = t.said(_MATCH_OF, t.iri(question))
    parts = []
    for number, (slug, where, label, start, end) in enumerate(places, start=1):
        said = [
            _MATCH,
            matched,
            t.said(_MATCHED_TOPIC, t.iri(iris.topic(slug))),
            t.said(_MATCHED_IN, t.common_literal(where)),
            t.said(_MATCHED_LABEL, t.common_literal(label)),
            t.said(_MATCH_START, t.integer(start)),
            t.said(_MATCH_END, t.integer(end)),
        ]
        parts.append(t.about(t.iri(iris.topic_match(question, number)), said))
    return "".join(parts)


def about_dataset() -> str:
    """The licence statement for everything that is written, as N-Triples."""
    notice = t.said(t.predicate(dcterms.rights), t.lang_literal(NOTICE, "en"))
    return t.about(t.iri(iris.DATASET), [of_class(void.Dataset), _LICENCE, notice])
