"""What the mapping asks for topics: functions from heading and text."""

from __future__ import annotations

from collections.abc import Callable

from pqgraph.topics.places import places
from pqgraph.topics.scheme import topics
from pqgraph.topics.tagger import default_tagger

__all__ = ["topics_with_labels", "topics_with_places"]


def topics_with_labels() -> Callable[[str | None, str], list[tuple[str, str]]]:
    """A function that finds the topics of a question, as pairs of slug and label."""
    tag = default_tagger().tag
    labelled = {topic.slug: (topic.slug, topic.label) for topic in topics()}

    def find(heading: str | None, text: str) -> list[tuple[str, str]]:
        return [labelled[slug] for slug in tag(heading, text)]

    return find


def topics_with_places() -> Callable[[str | None, str], list[tuple[str, str, str, int, int]]]:
    """A function that finds where the topics of a question stand: slug, text, label, first index, index after."""
    tagger = default_tagger()

    def find(heading: str | None, text: str) -> list[tuple[str, str, str, int, int]]:
        return [(p.topic, p.where, p.label, p.start, p.end) for p in places(tagger, heading, text)]

    return find
