"""Where a question names its topics: what the provenance of a topic is made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from pqgraph.topics.tagger import Tagger

__all__ = ["Place", "places"]


@dataclass(frozen=True, slots=True)
class Place:
    """A label of a topic in a question.

    Attributes:
        topic: Slug of the topic.
        where: Which of the two texts it stands in.
        label: The label as the scheme has it; of a topic that follows from another, a label of that one.
        start: Index of its first character in that text.
        end: Index after its last character.
    """

    topic: str
    where: Literal["heading", "text"]
    label: str
    start: int
    end: int


def places(tagger: Tagger, heading: str | None, text: str) -> tuple[Place, ...]:
    """Every label that gave a question a topic, heading first, in the order of the texts.

    A topic that follows from others (:mod:`pqgraph.topics.implied`) comes after them, with the places of what it
    follows from. The topics of the places are those of :meth:`pqgraph.topics.Tagger.tag`. Indexes count characters
    (code points) of the heading and the text as given.

    Args:
        tagger: Finds the labels.
        heading: The question's heading, if it has one.
        text: The question's text.

    Returns:
        Places; a label that stands twice has two.
    """
    sides: tuple[tuple[Literal["heading", "text"], str], ...] = (("heading", heading or ""), ("text", text))
    named = [
        Place(match.topic, where, match.label, match.start, match.end)
        for where, given in sides
        for match in tagger.find(given)
    ]
    follows = tagger.implied({place.topic for place in named}, text)
    rest = [
        replace(place, topic=topic)
        for topic, reasons in sorted(follows.items())
        for place in named
        if place.topic in reasons
    ]
    return (*named, *rest)
