"""Finds topics in headings and texts, in one pass over the text for all labels (Aho–Corasick).

Every label is searched as whole words. A label wholly in capitals (SEND) matches in capitals only, since
"send" is a word of its own; any other matches in any case. Where labels overlap, the leftmost counts and,
of those, the longest. Names of departments and addresses of ministers are matched, too, and stand for no
topic: "To ask the Secretary of State for Education" says whom, not what, a question asks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import BytesAhoCorasick, Implementation

from pqgraph.rdf.reference import bodies
from pqgraph.topics.scheme import Topic, topics
from pqgraph.topics.text import lowered, searchable, searchable_with_origins

__all__ = ["Match", "Tagger", "default_tagger"]

_SPACES = re.compile(rb" {2,}")
_DEPARTMENT = re.compile(r"(?:HM |Department |Ministry |Secretary of State )")


@dataclass(frozen=True, slots=True)
class Match:
    """A label found in a text.

    Attributes:
        topic: Slug of the topic.
        start: Index in the text where the label begins.
        end: Index after its last character.
        label: The label as the scheme has it.
    """

    topic: str
    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class _Pattern:
    """What one entry of the automaton stands for; ``topic`` is empty for words that are no topic."""

    topic: str
    label: str
    exact: bytes | None
    """The form in capitals that alone is valid; ``None`` if case does not matter."""


class Tagger:
    """Finds the topics of questions.

    Args:
        entries: The topics.
        ignored: Phrases that are no topic, though they may hold a label: names and addresses of departments.

    Raises:
        ValueError: Two topics have the same label.
    """

    def __init__(self, entries: Iterable[Topic], ignored: Collection[str] = ()) -> None:
        patterns: dict[bytes, _Pattern] = {}
        for topic in entries:
            for label in topic.labels:
                for form in _forms(label):
                    self._add(patterns, form, topic.slug, label)
        for phrase in ignored:
            for form in _forms(phrase):
                patterns.setdefault(lowered(form), _Pattern("", phrase, None))
        self._patterns = tuple(patterns.values())
        self._exact = tuple(pattern.exact for pattern in self._patterns)
        self._single = tuple((pattern.topic,) if pattern.topic else () for pattern in self._patterns)
        # A DFA searches a fifth faster than the default and is built in some milliseconds.
        automaton = BytesAhoCorasick(patterns, implementation=Implementation.DFA)
        self._search = automaton.find_matches_as_indexes
        self._openings = _openings(ignored)

    @staticmethod
    def _add(patterns: dict[bytes, _Pattern], form: bytes, slug: str, label: str) -> None:
        key = lowered(form)
        earlier = patterns.get(key)
        if earlier is not None and earlier.topic != slug:
            raise ValueError(f"the label {label!r} belongs to the topics {earlier.topic!r} and {slug!r}")
        exact = form if label.isupper() else None
        if earlier is None or (earlier.exact is not None and exact is None):
            patterns[key] = _Pattern(slug, label, exact)

    def tag(self, heading: str | None, text: str) -> tuple[str, ...]:
        """The topics of a question.

        Args:
            heading: Its heading, if it has one.
            text: Its text, plain or as an HTML fragment.

        Returns:
            Slugs, sorted, each once.
        """
        # The usual address need not be searched; an unusual one is among the ignored phrases.
        for opening in self._openings.get(text[: text.find(",")], ()):
            if text.startswith(opening):
                text = text[len(opening) :]
                break
        data = searchable(f"|{heading}|||{text}|" if heading else f"|{text}|")
        hits = self._search(lowered(data), True)
        if not hits:
            return ()
        if len(hits) == 1:
            number, start, end = hits[0]
            exact = self._exact[number]
            return self._single[number] if exact is None or data[start:end] == exact else ()
        found = {self._patterns[number].topic for number, _, _ in self._choose(data, hits)}
        found.discard("")
        return tuple(sorted(found))

    def find(self, text: str) -> list[Match]:
        """Every label that counts in a text, in the order of the text."""
        data, origins = searchable_with_origins(text)
        data = b" " + data + b" "
        matches = []
        for number, start, end in self._choose(data, self._search(lowered(data), True)):
            pattern = self._patterns[number]
            if pattern.topic:
                # Pattern and data have a space at either end that the text has not.
                first, last = origins[start], origins[end - 3]
                matches.append(Match(pattern.topic, first, last + 1, pattern.label))
        return matches

    def _choose(self, data: bytes, hits: list[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
        """The hits that count: in the right case, leftmost, then longest, none inside another."""
        free = 0
        for hit in sorted(hits, key=_leftmost_longest):
            number, start, end = hit
            if start < free:
                continue
            exact = self._exact[number]
            if exact is None or data[start:end] == exact:
                yield hit
                free = end - 1  # the space after a label is also the one before the next


def _openings(phrases: Iterable[str]) -> dict[str, list[str]]:
    """Openings "To ask the …," for the phrases, longest first, by what stands before their first comma."""
    found: dict[str, list[str]] = {}
    for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)):
        opening = f"To ask the {phrase},"
        found.setdefault(opening.partition(",")[0], []).append(opening)
    return found


def _leftmost_longest(hit: tuple[int, int, int]) -> tuple[int, int]:
    return hit[1], -hit[2]


def _forms(label: str) -> set[bytes]:
    """A label as texts may have it: with its commas and apostrophes or without."""
    given = searchable(label.strip())
    bare = searchable(re.sub("['’]", "", label.strip()))
    forms = {given, _SPACES.sub(b" ", given), _SPACES.sub(b" ", bare)}
    return {b" " + stripped + b" " for form in forms if (stripped := form.strip())}


@cache
def default_tagger() -> Tagger:
    """The tagger for the shipped topics, built once."""
    return Tagger(topics(), ignored=tuple(_departments()))


def _departments() -> Iterator[str]:
    for body in bodies():
        yield from (name for name in (body.label, *body.other_labels) if _DEPARTMENT.match(name))
        yield from body.addressed_as
