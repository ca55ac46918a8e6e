"""Where a question names its topics: what the provenance of a topic is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pqgraph.topics.tagger import Tagger

__all__ = ["Place", "places"]


@dataclass(frozen=True, slots=True)
class Place:
    """A label of a topic in a question.

    Attributes:
        topic: Slug of the topic.
        where: Which of the two texts it stands in.
        label: The label as the scheme has it.
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

    The topics of the places are those of :meth:`pqgraph.topics.Tagger.tag`. Indexes count characters (code points) of
    the heading and the text as given.

    Args:
        tagger: Finds the labels.
        heading: The question's heading, if it has one.
        text: The question's text.

    Returns:
        Places; a label that stands twice has two.
    """
    sides: tuple[tuple[Literal["heading", "text"], str], ...] = (("heading", heading or ""), ("text", text))
    return tuple(
        Place(match.topic, where, match.label, match.start, match.end)
        for where, given in sides
        for match in tagger.find(given)
    )
