"""Finds topics in headings and texts, in one pass over the text for all labels (Aho–Corasick).

Every label is searched as whole words. A label in capitals (SEND, GPs) matches in that form only, since
"send" is a word of its own; any other matches in any case. Where labels overlap, the leftmost counts and,
of those, the longest. Names of departments and addresses of ministers are matched, too, and stand for no
topic: "To ask the Secretary of State for Education" says whom, not what, a question asks. So do some names of places
(:mod:`pqgraph.topics.names`). Some topics follow from others that stand together (:mod:`pqgraph.topics.implied`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, TypeAlias
from unicodedata import combining

from ahocorasick_rs import BytesAhoCorasick, Implementation

from pqgraph.rdf.reference import bodies
from pqgraph.topics.implied import IMPLIED, Implication, implied, narrowed
from pqgraph.topics.names import NAMES
from pqgraph.topics.scheme import Topic, topics
from pqgraph.topics.text import lowered, searchable, searchable_in_place, searchable_with_origins

__all__ = ["Match", "Tagger", "default_tagger"]

_SPACES = re.compile(rb" {2,}")
# Names of bodies that say of themselves that they are departments. Others say what they are for: the Northern Ireland
# Office is asked of Northern Ireland, "Women and Equalities" of equality, "Health" of anything.
_DEPARTMENT = re.compile(
    r"(?:HM|Department|Ministry|Secretary of State) |(?!Northern Ireland).+ (?:Office|Treasury)$"
)

_Hit: TypeAlias = tuple[int, int, int]
"""Number of a pattern, first and last byte."""


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


class _Pattern(NamedTuple):
    """What one entry of the automaton stands for; ``topic`` is empty for words that are no topic."""

    topic: str
    label: str
    exact: bytes | None
    """The form in capitals that alone is valid; ``None`` if case does not matter."""


class Tagger:
    """Finds the topics of questions.

    Args:
        entries: The topics.
        ignored: Phrases that are no topic, though they may hold a label: names and addresses of departments, places.
        rules: Topics that follow from others together.

    Raises:
        ValueError: Two topics have the same label, or a rule names a topic that there is not.
    """

    def __init__(
        self, entries: Iterable[Topic], ignored: Collection[str] = (), rules: Iterable[Implication] = ()
    ) -> None:
        patterns: dict[bytes, _Pattern] = {}
        entries = tuple(entries)
        self._rules = narrowed(rules, entries)
        self._implying = frozenset(slug for rule in self._rules for slug in rule.named)
        for topic in entries:
            for label in topic.labels:
                for form in _forms(label):
                    self._add(patterns, form, topic.slug, label)
        for phrase in ignored:
            self._ignore(patterns, phrase)
        self._patterns = tuple(patterns.values())
        self._exact = tuple(pattern.exact for pattern in self._patterns)
        self._topics = tuple(pattern.topic for pattern in self._patterns)
        # The table of a DFA is five times as large, too large for the cache, and so searches a quarter slower.
        automaton = BytesAhoCorasick(patterns, implementation=Implementation.ContiguousNFA)
        self._search = automaton.find_matches_as_indexes
        self._openings = _openings(ignored)

    @staticmethod
    def _add(patterns: dict[bytes, _Pattern], form: bytes, slug: str, label: str) -> None:
        key = lowered(form)
        exact = form if _in_capitals(label) else None
        earlier = patterns.get(key)
        if earlier is None:
            patterns[key] = _Pattern(slug, label, exact)
        elif earlier.topic != slug:
            raise ValueError(f"the label {label!r} belongs to the topics {earlier.topic!r} and {slug!r}")
        elif earlier.exact is not None and exact is None:
            patterns[key] = _Pattern(slug, label, None)

    @staticmethod
    def _ignore(patterns: dict[bytes, _Pattern], phrase: str) -> None:
        forms = {lowered(form) for form in _forms(phrase)}
        if not forms.isdisjoint(patterns):
            # The Prime Minister is a topic, too, but not where a question is only addressed to him.
            forms |= {lowered(form) for form in _forms(f"To ask the {phrase}")}
        for form in forms:
            patterns.setdefault(form, _Pattern("", phrase, None))

    def tag(self, heading: str | None, text: str) -> tuple[str, ...]:
        """The topics of a question.

        Args:
            heading: Its heading, if it has one.
            text: Its text, plain or as an HTML fragment.

        Returns:
            Slugs, sorted, each once.
        """
        given = text
        # The usual address need not be searched; an unusual one is among the ignored phrases.
        for opening in self._openings.get(text[: text.find(",")], ()):
            if text.startswith(opening):
                text = text[len(opening) :]
                break
        data = searchable(f"|{heading}|||{text}|" if heading else f"|{text}|")
        topics = self._topics
        found = {topics[number] for number, _, _ in self._choose(data)}
        found.discard("")
        if not self._implying.isdisjoint(found):
            found.update(self.implied(found, given))
        return tuple(sorted(found))

    def implied(self, found: Collection[str], text: str) -> dict[str, frozenset[str]]:
        """The topics that no label names, but that follow from those that labels do.

        Args:
            found: Slugs of the topics of the labels in heading and text.
            text: The question's text, plain or as an HTML fragment.

        Returns:
            Slugs, each with those of the topics that it follows from.
        """
        return implied(self._rules, found, text)

    def find(self, text: str) -> list[Match]:
        """Every label that counts in a text, in the order of the text."""
        same = searchable_in_place(text)
        origins: Sequence[int]
        data, origins = searchable_with_origins(text) if same is None else (same, range(len(same)))
        data = b" " + data + b" "
        matches = []
        for number, start, end in self._choose(data):
            pattern = self._patterns[number]
            if pattern.topic:
                # Pattern and data have a space at either end that the text has not.
                first, stop = origins[start], origins[end - 3] + 1
                while stop < len(text) and combining(text[stop]):
                    stop += 1
                matches.append(Match(pattern.topic, first, stop, pattern.label))
        return matches

    def _choose(self, data: bytes) -> list[_Hit]:
        """The hits that count: in the right case, leftmost, then longest, none inside another."""
        exact = self._exact
        chosen: list[_Hit] = []
        last = 0
        for hit in self._search(lowered(data), True):
            number, start, end = hit
            form = exact[number]
            if form is not None and form != data[start:end]:
                continue
            # Hits come in the order of their ends, so what begins no earlier than this one lies inside it. The space
            # after a label is also the one before the next.
            if start < last - 1:
                place = len(chosen)
                while place and chosen[place - 1][1] >= start:
                    place -= 1
                if place and start < chosen[place - 1][2] - 1:
                    continue
                del chosen[place:]
            chosen.append(hit)
            last = end
        return chosen


def _openings(phrases: Iterable[str]) -> dict[str, list[str]]:
    """Openings "To ask the …," for the phrases, longest first, by what stands before their first comma."""
    found: dict[str, list[str]] = {}
    for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)):
        opening = f"To ask the {phrase},"
        found.setdefault(opening.partition(",")[0], []).append(opening)
    return found


def _in_capitals(label: str) -> bool:
    """Whether a label is an abbreviation, alone or in the plural (GP, GPs), and its case therefore counts."""
    return label.isupper() or (len(label) > 2 and label.endswith("s") and label[:-1].isupper())


def _forms(label: str) -> set[bytes]:
    """A label as texts may have it: with its commas and apostrophes or without."""
    given = searchable(label.strip())
    has_apostrophe = "'" in label or "’" in label
    # Nearly all have neither, and the forms of five thousand labels are made at every start.
    if not has_apostrophe and b"  " not in given and (stripped := given.strip()):
        return {b" " + stripped + b" "}
    forms = {given, _SPACES.sub(b" ", given)}
    if has_apostrophe:
        forms.add(_SPACES.sub(b" ", searchable(re.sub("['’]", "", label.strip()))))
    return {b" " + stripped + b" " for form in forms if (stripped := form.strip())}


@cache
def default_tagger() -> Tagger:
    """The tagger for the shipped topics, built once."""
    return Tagger(topics(), ignored=(*_departments(), *NAMES), rules=IMPLIED)


def _departments() -> Iterator[str]:
    for body in bodies():
        yield from (name for name in (body.label, *body.other_labels) if _DEPARTMENT.match(name))
        yield from body.addressed_as
        yield from body.ministers_of_state
