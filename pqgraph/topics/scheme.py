"""The topics: labels, definitions and order, from ``ontology/topics.ttl``."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from pqgraph import iris, terms
from pqgraph.resources import resource

__all__ = ["Topic", "load_topics", "resolve_topic", "topics", "with_broader"]


@dataclass(frozen=True, slots=True)
class Topic:
    """A concept of the scheme.

    Attributes:
        slug: The last part of its IRI, for example ``schools``.
        label: Preferred label.
        alt_labels: Other names, sorted.
        hidden_labels: Further forms that texts use, sorted.
        definition: What the topic takes in, in one sentence.
        broader: Slugs of broader topics, sorted.
        related: Slugs of related topics, sorted.
    """

    slug: str
    label: str
    alt_labels: tuple[str, ...] = ()
    hidden_labels: tuple[str, ...] = ()
    definition: str = ""
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()

    @property
    def iri(self) -> str:
        """IRI of the concept."""
        return iris.topic(self.slug)

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label, the preferred one first."""
        return (self.label, *self.alt_labels, *self.hidden_labels)


@cache
def topics() -> tuple[Topic, ...]:
    """The shipped topics, sorted by slug, read once.

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    return load_topics(resource("ontology", "topics.ttl"))


def load_topics(path: Path) -> tuple[Topic, ...]:
    """Topics from a Turtle file that is shaped like ``ontology/topics.ttl``, sorted by slug.

    Raises:
        FileNotFoundError: There is no such file.
        SyntaxError: It is not Turtle.
    """
    import pyoxigraph as ox

    found: dict[str, dict[str, list[str]]] = {}
    for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
        # Subjects of this file are IRIs, objects IRIs or literals; all have a value.
        values = found.setdefault(quad.subject.value, {})
        values.setdefault(quad.predicate.value, []).append(quad.object.value)

    def texts(iri: str, predicate: str) -> tuple[str, ...]:
        return tuple(sorted(found[iri].get(predicate, ())))

    def slugs(iri: str, predicate: str) -> tuple[str, ...]:
        return tuple(sorted(_slug(other) for other in found[iri].get(predicate, ())))

    return tuple(
        Topic(
            slug=_slug(iri),
            label=found[iri][terms.skos.prefLabel][0],
            alt_labels=texts(iri, terms.skos.altLabel),
            hidden_labels=texts(iri, terms.skos.hiddenLabel),
            definition=" ".join(found[iri].get(terms.skos.definition, ())),
            broader=slugs(iri, terms.skos.broader),
            related=slugs(iri, terms.skos.related),
        )
        for iri in sorted(found)
        if terms.skos.Concept in found[iri].get(terms.rdf.type, ())
    )


def with_broader(slugs: Iterable[str]) -> frozenset[str]:
    """Topics and all topics that are broader, at whatever distance: what a question counts for.

    >>> sorted(with_broader(["hs2"]))
    ['hs2', 'railways', 'transport']

    Raises:
        KeyError: There is no such topic.
    """
    broader = _broader()
    return frozenset(chain.from_iterable(broader[slug] for slug in slugs))


@cache
def _broader() -> dict[str, frozenset[str]]:
    """Each topic with all topics above it, by slug."""
    above = {topic.slug: topic.broader for topic in topics()}
    found: dict[str, frozenset[str]] = {}
    for slug in above:
        seen: set[str] = set()
        waiting = [slug]
        while waiting:
            if (next_one := waiting.pop()) not in seen:
                seen.add(next_one)
                waiting.extend(above[next_one])
        found[slug] = frozenset(seen)
    return found


def resolve_topic(text: str) -> str:
    """The slug of the topic that a slug, an IRI or any label names; case and outer spaces do not matter.

    >>> resolve_topic("SEND")
    'special-educational-needs-and-disabilities'

    Raises:
        ValueError: There is no such topic; the message names those that come near.
    """
    names = _names()
    wanted = _key(text)
    if wanted in names:
        return names[wanted]
    near = dict.fromkeys(names[key] for key in difflib.get_close_matches(wanted, names, n=6, cutoff=0.75))
    advice = f"did you mean {', '.join(list(near)[:3])}?" if near else "'pqgraph list topics' shows all"
    raise ValueError(f"{text!r} is not a topic; {advice}")


@cache
def _names() -> dict[str, str]:
    """Slug by every name of a topic. Slugs and IRIs come first, so no label can hide one."""
    names: dict[str, str] = {}
    for topic in topics():
        names[_key(topic.slug)] = names[_key(topic.iri)] = topic.slug
    for topic in topics():
        for label in topic.labels:
            names.setdefault(_key(label), topic.slug)
    return names


def _key(text: str) -> str:
    return " ".join(text.split()).replace("’", "'").casefold()


def _slug(iri: str) -> str:
    return iri.rpartition("/")[2]
