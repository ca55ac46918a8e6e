"""The first page, and what there is to say about the data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pqgraph import iris
from pqgraph.api.literals import XSD
from pqgraph.api.pages.cards import Card, cards_of
from pqgraph.api.pages.data import Data, Topic
from pqgraph.api.pages.figures import Figure, drawn, figure
from pqgraph.api.pages.links import Address
from pqgraph.api.pages.words import day
from pqgraph.search import Exists
from pqgraph.store.results import RdfTerm, Row
from pqgraph.terms import dcterms, parl, pq

__all__ = ["Start", "TopicLine", "bodies_counted", "start_of", "topics_counted", "void_of"]


@dataclass(frozen=True)
class Start:
    """What the first page shows.

    Attributes:
        total: Questions.
        first: The first day of tabling.
        last: The last.
        members: Members who asked.
        bodies: Answering bodies.
        topics: Topics.
        waiting: Questions without an answer.
        cards: The newest questions.
        trend: Questions each month.
        busiest: Topics with the most questions.
        examples: What to try, with addresses.
    """

    total: int
    first: str
    last: str
    members: int
    bodies: int
    topics: int
    waiting: int
    cards: list[Card]
    trend: Figure | None
    busiest: Figure | None
    examples: tuple[tuple[str, str], ...]


@lru_cache(maxsize=4)
def start_of(data: Data) -> Start:
    """What the first page shows; made once for a store, which does not change."""
    first, last = _span(data)
    if data.index is not None:
        index = data.index
        members = len(index.facets(field="asker"))
        waiting = index.search(where={"isWaiting": True}, limit=1, snippets=False).total
        cards = cards_of(data, [hit.iri for hit in index.search(sort="-order", limit=4).hits])
    else:
        members = _number(data, f"SELECT (COUNT(DISTINCT ?m) AS ?n) WHERE {{ ?q <{parl.tablingMember}> ?m }}")
        waiting = _number(data, f"SELECT (COUNT(?q) AS ?n) WHERE {{ ?q <{pq.awaitsAnswer}> true }}")
        rows = data.rows(
            f"SELECT ?q WHERE {{ ?q a <{parl.WrittenParliamentaryQuestion}> OPTIONAL {{ ?q <{pq.sortKey}> ?key }} }} "
            "ORDER BY DESC(?key) ?q LIMIT 4"
        )
        cards = cards_of(data, [row["q"] for row in rows])
    return Start(
        total=data.count,
        first=day(first),
        last=day(last),
        members=members,
        bodies=len(data.bodies),
        topics=len(data.topics),
        waiting=waiting,
        cards=cards,
        trend=_trend(data),
        busiest=_busiest(data),
        examples=_examples(data),
    )


def _trend(data: Data) -> Figure | None:
    """Questions by month. The index counts in milliseconds, a query in seconds where there are no statistics."""
    name, title = "questions-by-month", "Questions each month"
    if data.index is None:
        return figure(data, name, {}, kind="line", title=title)
    counts = sorted((str(month), count) for month, count in data.index.facets(field="month"))
    rows: list[Row] = [
        (RdfTerm("iri", iris.month(int(month[:4]), int(month[5:]))), RdfTerm("literal", month), _count(n))
        for month, n in counts
    ]
    return drawn(data, name, ("month", "monthName", "questions"), rows, kind="line", title=title)


def _busiest(data: Data) -> Figure | None:
    """The topics with most questions, counted as those by month are."""
    name, title = "most-asked-topics", "What is asked about most"
    if data.index is None:
        return figure(data, name, {}, title=title)
    dated = {"tabled": Exists()}
    found = data.index.facets(where=dated, field="topic", limit=11)
    counts = [(iris.topic(str(slug)), count) for slug, count in found]
    labels = data.labels(iri for iri, _ in counts)
    rows: list[Row] = [
        (RdfTerm("iri", iri), RdfTerm("literal", labels.get(iri, iri)), _count(n)) for iri, n in counts
    ]
    return drawn(data, name, ("topic", "topicName", "questions"), rows, title=title)


def _count(number: int) -> RdfTerm:
    return RdfTerm("literal", str(number), f"{XSD}integer")


def _number(data: Data, text: str) -> int:
    rows = data.rows(text)
    return int(rows[0].get("n", "0")) if rows else 0


def _span(data: Data) -> tuple[str, str]:
    """The first and the last day of tabling."""
    if data.index is not None:
        months = sorted(str(month) for month, _ in data.index.facets(field="month"))
        return (months[0], months[-1]) if months else ("", "")
    rows = data.rows(
        f"SELECT (MIN(?d) AS ?a) (MAX(?d) AS ?b) WHERE {{ ?q a <{parl.WrittenParliamentaryQuestion}> ; "
        f"<{dcterms.date}> ?d }}"
    )
    return (rows[0].get("a", ""), rows[0].get("b", "")) if rows else ("", "")


def _examples(data: Data) -> tuple[tuple[str, str], ...]:
    """Searches that find something whatever the data is."""
    base = Address("/writtenquestions")
    found = [("Special educational needs", str(base.put("_search", "SEND")))]
    if data.bodies:
        named = {body.label: body.iri for body in data.bodies}
        label = next(
            (name for name in ("Department for Education", "Treasury") if name in named), data.bodies[0].label
        )
        found.append((f"Questions to the {label}", str(base.put("answeringBody", named[label]))))
    found.append(("Questions that await an answer", str(base.put("awaitsAnswer", "true"))))
    found.append(("Who asks whom?", "/queries/who-asks-whom"))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic in the list of all topics."""

    topic: Topic
    count: int
    below: tuple[TopicLine, ...]


def topics_counted(data: Data) -> tuple[TopicLine, ...]:
    """The topics that have none above them, with how many questions each has, and those below."""
    counts: dict[str, int] = {}
    if data.index is not None:
        counts = {
            f"https://w3id.org/pqgraph/id/topic/{slug}": n for slug, n in data.index.facets(field="topic")
        }
    else:
        rows = data.rows(f"SELECT ?t (COUNT(?q) AS ?n) WHERE {{ ?q <{dcterms.subject}> ?t }} GROUP BY ?t")
        counts = {row["t"]: int(row["n"]) for row in rows}

    def line(topic: Topic, depth: int) -> TopicLine:
        below = [t for t in data.topics.values() if topic.iri in t.broader] if depth else []
        return TopicLine(topic, counts.get(topic.iri, 0), tuple(line(t, depth - 1) for t in below))

    return tuple(line(topic, 3) for topic in data.topics.values() if not topic.broader)


def bodies_counted(data: Data) -> list[tuple[str, str, int]]:
    """IRI, name and number of questions of each answering body, by name."""
    if data.index is not None:
        base = "https://w3id.org/pqgraph/id/answering-body/"
        counts = {f"{base}{number}": n for number, n in data.index.facets(field="body")}
    else:
        rows = data.rows(f"SELECT ?b (COUNT(?q) AS ?n) WHERE {{ ?q <{pq.answeringBody}> ?b }} GROUP BY ?b")
        counts = {row["b"]: int(row["n"]) for row in rows}
    return [(body.iri, body.label, counts.get(body.iri, 0)) for body in data.bodies]


def void_of(data: Data) -> dict[str, str]:
    """What the dataset says of its size and licence, by the last part of each property."""
    rows = data.rows(
        "SELECT ?p ?o WHERE { { GRAPH ?g { <https://w3id.org/pqgraph/id/dataset> ?p ?o } } "
        "UNION { <https://w3id.org/pqgraph/id/dataset> ?p ?o } }"
    )
    return {row["p"].rpartition("#")[2].rpartition("/")[2]: row["o"] for row in rows}
