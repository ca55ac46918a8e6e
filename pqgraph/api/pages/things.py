"""Pages of members, departments and topics: who or what it is, how many questions, the newest, figures."""

from __future__ import annotations

from dataclasses import dataclass

from pqgraph.api.pages.cards import Card, newest
from pqgraph.api.pages.data import Data, Node
from pqgraph.api.pages.figures import Figure, figure
from pqgraph.api.pages.links import Address, outside, page_of
from pqgraph.api.pages.words import day
from pqgraph.errors import PqgraphError
from pqgraph.terms import dcterms, foaf, org, owl, parl, pq, skos

__all__ = ["Fact", "Link", "Thing", "department", "member", "topic"]

_MOST_COUNTED = 5_000
"""Questions that queries may go through for the figures of one page, about a second's work."""
_SKIPPED = frozenset(("PQ505", "PQ506", "PQ504"))


@dataclass(frozen=True, slots=True)
class Link:
    """A name that leads somewhere, if it can."""

    label: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Fact:
    """Something said of a thing.

    Attributes:
        name: What.
        values: Its values.
    """

    name: str
    values: tuple[Link, ...]


@dataclass(frozen=True)
class Thing:
    """A member, department or topic with all that its page shows.

    Attributes:
        iri: Its IRI.
        kind: ``Member``, ``Answering body``, ``Topic``.
        name: Its name.
        summary: A line below the name.
        facts: What is said of it.
        total: How many questions there are.
        total_words: What they are: ``questions asked``.
        others: Further numbers, each with its words and list.
        listed: The list of its questions.
        cards: The newest of them.
        figures: What the stored queries tell.
        uncounted: Whether there are no figures because counting would take too long.
    """

    iri: str
    kind: str
    name: str
    summary: str
    facts: tuple[Fact, ...]
    total: int
    total_words: str
    others: tuple[tuple[int, str, str], ...]
    listed: str
    cards: list[Card]
    figures: tuple[Figure, ...]
    uncounted: bool


def _takes_long(data: Data, total: int) -> bool:
    """Whether queries would have to go through very many questions; statistics tell the same at once."""
    return total > _MOST_COUNTED and not data.has_statistics


def _figures(
    data: Data, total: int, *wanted: tuple[str, dict[str, str], str | None, str]
) -> tuple[Figure, ...]:
    if not total or _takes_long(data, total):
        return ()
    found = []
    for name, values, kind, title in wanted:
        try:
            one = figure(data, name, values, kind=kind, title=title)
        except PqgraphError as error:
            # A name that the stored query does not take, such as an unresolved one, has no such figure.
            if error.code.id not in _SKIPPED:
                raise
            continue
        if one is not None:
            found.append(one)
    return tuple(found)


def _described(data: Data, iri: str) -> Node:
    return Node(
        data.graph(
            f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {{ VALUES ?s {{ <{iri}> }} ?s ?p ?o "
            # A popular thing is pointed to a million times, but says little itself.
            f"FILTER(?p != <{parl.tablingMember}>) }} UNION {{ <{iri}> <{org.hasMembership}> ?s . ?s ?p ?o }} }}"
        ),
        iri,
    )


def _list(parameter: str, *values: str) -> str:
    return str(Address("/writtenquestions").put(parameter, *values))


def member(data: Data, iri: str) -> Thing | None:
    """The page of a member, or of a name that no member is known by; ``None`` if nobody knows it."""
    node = _described(data, iri)
    if not node:
        return None
    total, cards = newest(data, "asker", iri, parl.tablingMember)
    answered, latest = _answered(data, iri)
    times = [_membership(data, each) for each in node.nodes(org.hasMembership)]
    times.sort(key=lambda time: time[0], reverse=True)
    seats = tuple(Link(words, None) for _, kind, words in times if kind == "seat")
    parties = tuple(Link(words, None) for _, kind, words in times if kind == "party")
    facts = [
        Fact("Seats", seats),
        Fact("Parties", parties),
        Fact("Also called", tuple(Link(name, None) for name in node.all(skos.altLabel))),
        Fact("Died", tuple(Link(day(text), None) for text in node.all(pq.dateOfDeath))),
        Fact("Same as", tuple(Link(same, outside(same)) for same in node.iris(owl.sameAs))),
    ]
    others: list[tuple[int, str, str]] = []
    if answered:
        others.append((answered, "answered as a minister", _list("answer.answeringMember", iri)))
    return Thing(
        iri,
        "Member",
        node.get(foaf.name) or data.label(iri),
        next((seat.label for seat in seats), ""),
        tuple(fact for fact in facts if fact.values),
        total,
        "questions asked" if total != 1 else "question asked",
        tuple(others),
        _list("tablingMember", iri),
        cards or latest,
        _figures(
            data,
            total,
            ("member-by-month", {"member": iri}, "line", "Questions asked each month"),
            ("member-topics", {"member": iri}, None, "What they ask about"),
            ("member-departments", {"member": iri}, None, "Whom they ask"),
        ),
        _takes_long(data, total),
    )


def _answered(data: Data, iri: str) -> tuple[int, list[Card]]:
    if data.index is None:
        rows = data.rows(
            f"SELECT (COUNT(DISTINCT ?q) AS ?n) WHERE {{ ?a <{parl.answeringMember}> <{iri}> . ?q <{parl.answer}> ?a }}"
        )
        return int(rows[0]["n"]), []
    return newest(data, "minister", iri, parl.answeringMember)


def _membership(data: Data, node: Node) -> tuple[str, str, str]:
    """First day, kind and words of a membership."""
    first, last = node.get(pq.startDate), node.get(pq.endDate)
    place = node.get(pq.constituency)
    where = data.label(node.get(org.organization)) if node.get(org.organization) else ""
    kind = "seat" if node.get(pq.electedFor) or place or node.get(pq.peerage) or "House" in where else "party"
    words = (
        f"{data.label(place)}, {where}" if place else ", ".join(filter(None, (where, node.get(pq.peerage))))
    )
    seen = node.get(pq.seenOn)
    if first or last:
        span = f": {f'{day(first)} – ' if first else 'until '}{day(last) if last else 'now'}"
    else:
        # Only that it was so on some day is known.
        span = f", on {day(seen)}" if seen else ""
    return first or last or seen, kind, f"{words}{span}"


def department(data: Data, iri: str) -> Thing | None:
    """The page of an answering body; ``None`` if nobody knows it."""
    node = _described(data, iri)
    if not node:
        return None
    total, cards = newest(data, "body", iri, pq.answeringBody)
    facts = [
        Fact("Also called", tuple(Link(name, None) for name in node.all(skos.altLabel))),
        Fact("Replaced by", _links(data, node, dcterms.isReplacedBy)),
        Fact("Same as", tuple(Link(same, outside(same)) for same in node.iris(owl.sameAs))),
    ]
    others: list[tuple[int, str, str]] = []
    if data.index is not None:
        waiting = data.index.search(where={"body": iri, "isWaiting": True}, limit=1, snippets=False).total
        late = data.index.search(where={"body": iri, "isLate": True}, limit=1, snippets=False).total
        base = Address("/writtenquestions").put("answeringBody", iri)
        others.append((waiting, "awaiting an answer", str(base.put("awaitsAnswer", "true"))))
        others.append((late, "answered late", str(base.put("answeredLate", "true"))))
    return Thing(
        iri,
        "Answering body",
        data.label(iri),
        "",
        tuple(fact for fact in facts if fact.values),
        total,
        "questions" if total != 1 else "question",
        tuple(others),
        _list("answeringBody", iri),
        cards,
        _figures(
            data,
            total,
            ("department-load", {"body": iri}, "line", "Questions each month"),
            ("department-topics", {"body": iri}, None, "What it is asked about"),
            ("department-ministers", {"body": iri}, None, "Who answers"),
        ),
        _takes_long(data, total),
    )


def topic(data: Data, iri: str) -> Thing | None:
    """The page of a topic; ``None`` if there is none."""
    node = _described(data, iri)
    if not node:
        return None
    narrower = data.narrower(iri)
    total, cards = newest(data, "topic", iri, dcterms.subject, narrower)
    below = [t for t in data.topics.values() if iri in t.broader]
    facts = [
        Fact("Broader", _links(data, node, skos.broader)),
        Fact("Narrower", tuple(Link(t.label, page_of(t.iri)) for t in below)),
        Fact("Related", _links(data, node, skos.related)),
        Fact("Also called", tuple(Link(name, None) for name in node.all(skos.altLabel))),
    ]
    return Thing(
        iri,
        "Topic",
        data.label(iri),
        node.get(skos.definition),
        tuple(fact for fact in facts if fact.values),
        total,
        "questions" if total != 1 else "question",
        (),
        _list("subject", *narrower[:60]),
        cards,
        _figures(
            data,
            total,
            ("topic-trend", {"topic": iri}, "line", "Questions each month"),
            ("members-by-topic", {"topic": iri}, None, "Who asks"),
            ("topic-departments", {"topic": iri}, None, "Who is asked"),
        ),
        _takes_long(data, total),
    )


def _links(data: Data, node: Node, predicate: str) -> tuple[Link, ...]:
    iris = node.iris(predicate)
    labels = data.labels(iris)
    return tuple(Link(labels.get(iri) or iri, page_of(iri) or outside(iri)) for iri in iris)
