"""Topics that no label names, but that two things together do: an autistic child and a school.

Members ask about children with special educational needs in the words of a diagnosis: "autistic pupils in isolation
rooms". Neither word is a label of that topic, and rightly: autism is mostly a question of health, a school of much
else. A rule says which topics together, put to which body, are a question of a third.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import chain

from pqgraph.rdf.reference import bodies
from pqgraph.topics.scheme import Topic

__all__ = ["IMPLIED", "Implication", "implied", "narrowed"]

_EDUCATION = frozenset({"60"})
_SEND = "special-educational-needs-and-disabilities"
_NEEDS = frozenset({"autism", "disability", "learning-disability", "speech-and-language-therapy"})
# Further and higher education are left out: what disabled students get there is not special educational provision.
_SCHOOL_YEARS = frozenset(
    {"alternative-provision", "early-years-education", "home-education", "private-schools", "schools"}
)


@dataclass(frozen=True, slots=True)
class Implication:
    """A rule: questions with these topics have that one, too.

    Attributes:
        topic: Slug of the topic that follows.
        named: Slugs of topics of which the question names one.
        beside: Sets of slugs, of each of which it names one as well; broader ones stand for their narrower ones. Empty
            if nothing else is needed.
        bodies: Numbers of the answering bodies that its opening words may address. If ``beside`` is not empty, they
            may address nobody that is known, too: Lords questions go to the Government as a whole.
        unless: A pattern of texts that the rule does not hold for.
    """

    topic: str
    named: frozenset[str]
    beside: tuple[frozenset[str], ...]
    bodies: frozenset[str]
    unless: re.Pattern[str] | None = None


IMPLIED = (
    Implication(
        topic=_SEND,
        named=_NEEDS,
        beside=(_SCHOOL_YEARS,),
        bodies=_EDUCATION,
    ),
    Implication(
        topic=_SEND,
        named=_NEEDS,
        beside=(frozenset({"children"}), frozenset({"education"})),
        bodies=_EDUCATION,
    ),
    # Other departments are asked of these for all ages, this one for schools and nurseries.
    Implication(
        topic=_SEND,
        named=frozenset({"specific-learning-difficulties", "speech-and-language-therapy"}),
        beside=(),
        bodies=_EDUCATION,
    ),
    # In a row of kinds of school, the special ones only stand for completeness.
    Implication(
        topic=_SEND,
        named=frozenset({"special-schools"}),
        beside=(),
        bodies=_EDUCATION,
        unless=re.compile(r"\bsecondary\b", re.IGNORECASE),
    ),
)
"""The rules that :func:`pqgraph.topics.default_tagger` follows."""


def narrowed(rules: Iterable[Implication], entries: Collection[Topic]) -> tuple[Implication, ...]:
    """Rules with the narrower topics of ``named`` and ``beside`` written out.

    Args:
        rules: The rules.
        entries: All topics.

    Raises:
        ValueError: A rule names a topic that is not among the entries.
    """
    narrower: dict[str, list[str]] = {entry.slug: [] for entry in entries}
    for entry in entries:
        for above in entry.broader:
            narrower[above].append(entry.slug)

    def below(slugs: Iterable[str]) -> frozenset[str]:
        found: set[str] = set()
        waiting = list(slugs)
        while waiting:
            if (slug := waiting.pop()) not in found:
                found.add(slug)
                waiting += narrower[slug]
        return frozenset(found)

    rules = tuple(rules)
    unknown = sorted({s for r in rules for s in (r.topic, *r.named, *chain(*r.beside))} - narrower.keys())
    if unknown:
        raise ValueError(f"a rule names {unknown[0]!r}, which is not a topic")
    return tuple(
        Implication(rule.topic, below(rule.named), tuple(map(below, rule.beside)), rule.bodies, rule.unless)
        for rule in rules
    )


def implied(rules: Iterable[Implication], found: Collection[str], text: str) -> dict[str, frozenset[str]]:
    """The topics that follow from those that a question names.

    Args:
        rules: From :func:`narrowed`.
        found: Slugs of the topics whose labels stand in heading and text.
        text: The question, with its opening words.

    Returns:
        By slug of a topic that follows, the slugs of the named topics that it follows from. Topics that are
        found anyway are not among them.
    """
    follows: dict[str, frozenset[str]] = {}
    for rule in rules:
        if rule.topic in found or (named := rule.named.intersection(found)) == frozenset():
            continue
        if any(group.isdisjoint(found) for group in rule.beside):
            continue
        body = bodies().addressed(text)
        fits = body in rule.bodies or (body is None and bool(rule.beside))
        if fits and not (rule.unless and rule.unless.search(text)):
            follows[rule.topic] = follows.get(rule.topic, frozenset()) | named
    return follows
