"""Questions in a list: heading, a piece of text, who asked whom, when, and how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pqgraph.api.pages.cleaning import plain_text
from pqgraph.api.pages.data import HOUSES, Data, Node
from pqgraph.api.pages.links import page_of
from pqgraph.api.pages.words import count, day, shortened
from pqgraph.api.sparql_text import only
from pqgraph.errors import PqgraphError
from pqgraph.terms import dcterms, parl, pq, rdf

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["Card", "cards_of", "newest"]

_EXCERPT = 260
_SHOWN = (
    *(
        parl.hansardHeading,
        parl.questionText,
        parl.uin,
        parl.AnsweringBody,
        parl.legislature,
        parl.AnswerDate,
    ),
    *(parl.tablingMember, parl.tablingMemberPrinted, parl.QuestionStatus, parl.answer, dcterms.date),
    *(
        pq.answeringBody,
        pq.tablingMemberParty,
        pq.dateAnswered,
        pq.daysToAnswer,
        pq.awaitsAnswer,
        pq.answeredLate,
    ),
)


@dataclass(frozen=True, slots=True)
class Card:
    """A question in a list.

    Attributes:
        iri: Its IRI.
        href: Its page.
        title: Its heading, with what was searched for marked.
        text: A piece of its text.
        answer: A piece of its answer, if something was found there.
        asker: Who asked.
        asker_href: The page about who asked.
        party: The party of that day.
        body: Whom it was put to.
        body_href: The page about that body.
        day: When it was tabled.
        uin: Its number.
        house: ``commons``, ``lords`` or nothing.
        status: ``answered``, ``late``, ``waiting``, ``held``, ``withdrawn``, ``corrected``, ``lapsed``.
        words: The same in words, with the day.
    """

    iri: str
    href: str | None
    title: Markup | str
    text: Markup | str
    answer: Markup | None
    asker: str
    asker_href: str | None
    party: str
    body: str
    body_href: str | None
    day: str
    uin: str
    house: str
    status: str
    words: str


def cards_of(data: Data, iris: Sequence[str], text: str | None = None) -> list[Card]:
    """Questions as cards, in this order.

    Args:
        data: The store.
        iris: The questions.
        text: What was searched for, to be marked.

    Raises:
        PqgraphError: The store fails.
    """
    if not iris:
        return []
    values = " ".join(f"<{iri}>" for iri in dict.fromkeys(iris))
    graph = data.graph(
        f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ "
        f"{{ VALUES ?s {{ {values} }} ?s ?p ?o . {only(_SHOWN)} }} UNION "
        f"{{ VALUES ?q {{ {values} }} ?q <{parl.answer}> ?s . ?s ?p ?o . {only((rdf.type,))} }} }}"
    )
    nodes = [Node(graph, iri) for iri in iris]
    named = [
        iri
        for node in nodes
        for p in (parl.tablingMember, pq.answeringBody, pq.tablingMemberParty)
        for iri in node.iris(p)
    ]
    labels = data.labels(named)
    marked = _marked(data, iris, text)
    return [_card(node, labels, marked.get(node.iri, {})) for node in nodes]


def newest(
    data: Data, field: str, value: str, predicate: str, among: Sequence[str] = (), limit: int = 5
) -> tuple[int, list[Card]]:
    """How many questions there are of something, and the newest of them.

    Args:
        data: The store.
        field: The field of the index.
        value: Its value.
        predicate: The property that says the same without an index.
        among: Values of the property that count too, itself included, if the field knows them.
        limit: How many are wanted.
    """
    if data.index is not None:
        page = data.index.search(where={field: value}, sort="-order", limit=limit)
        return page.total, cards_of(data, [hit.iri for hit in page.hits])
    values = " ".join(f"<{iri}>" for iri in among or (value,))
    pattern = f"VALUES ?v {{ {values} }} ?q <{predicate}> ?v ; a <{parl.WrittenParliamentaryQuestion}> ."
    rows = data.rows(f"SELECT (COUNT(DISTINCT ?q) AS ?n) WHERE {{ {pattern} }}")
    found = data.rows(
        f"SELECT DISTINCT ?q ?key WHERE {{ {pattern} OPTIONAL {{ ?q <{pq.sortKey}> ?key }} }} "
        f"ORDER BY DESC(?key) ?q LIMIT {limit}"
    )
    return int(rows[0]["n"]), cards_of(data, [row["q"] for row in found])


def _marked(data: Data, iris: Sequence[str], text: str | None) -> dict[str, dict[str, Markup]]:
    """Pieces of texts with what was searched for marked, by question and field."""
    from markupsafe import Markup

    if text is None or data.index is None:
        return {}
    try:
        page = data.index.search(text, where={"iri": list(iris)}, limit=len(iris))
    except PqgraphError as error:
        if error.code.id in ("PQ531", "PQ532"):
            return {}
        raise
    # Snippets are escaped by the index; the marks alone are elements.
    return {hit.iri: {name: Markup(s.html()) for name, s in hit.snippets.items()} for hit in page.hits}


def _card(node: Node, labels: dict[str, str], marked: dict[str, Markup]) -> Card:
    asker, body = node.get(parl.tablingMember), node.get(pq.answeringBody)
    heading, uin = node.get(parl.hansardHeading), node.get(parl.uin)
    text = plain_text(node.get(parl.questionText))
    title = marked.get("heading") or heading or (f"Question {uin}" if uin else "Written question")
    status, words = _status(node)
    return Card(
        node.iri,
        page_of(node.iri),
        title,
        marked.get("question") or shortened(text, _EXCERPT),
        marked.get("answer"),
        labels.get(asker) or node.get(parl.tablingMemberPrinted),
        page_of(asker) if asker else None,
        labels.get(node.get(pq.tablingMemberParty), ""),
        labels.get(body) or node.get(parl.AnsweringBody),
        page_of(body) if body else None,
        node.get(dcterms.date),
        uin,
        HOUSES.get(node.get(parl.legislature), ""),
        status,
        words,
    )


def _status(node: Node) -> tuple[str, str]:
    kinds = {kind for answer in node.nodes(parl.answer) for kind in answer.all(rdf.type)}
    on = node.get(pq.dateAnswered)
    if node.get(parl.QuestionStatus) == "Withdrawn":
        return "withdrawn", "Withdrawn"
    if on or pq.CorrectingAnswer in kinds or pq.SubstantiveAnswer in kinds:
        days = node.get(pq.daysToAnswer)
        words = f"Answered {day(on)}" if on else "Answered"
        if days.isdecimal():
            words += f", after {count(int(days), 'day')}" if int(days) else ", the same day"
        if pq.CorrectingAnswer in kinds:
            return "corrected", f"{words}, corrected since"
        late = node.get(pq.answeredLate) == "true"
        return ("late", f"{words}, late") if late else ("answered", words)
    if pq.ProrogationAnswer in kinds:
        return "lapsed", "Lapsed by prorogation"
    if pq.HoldingAnswer in kinds:
        return "held", "Holding answer"
    due = node.get(parl.AnswerDate)
    return "waiting", f"No answer yet, due {day(due)}" if due else "No answer yet"
