"""From the words of the search form to a list of the API: ``/search`` leads there."""

from __future__ import annotations

from dataclasses import dataclass

from pqgraph.api.pages.data import Choice, Data
from pqgraph.api.pages.links import Address
from pqgraph.api.pages.lists import DATASETS
from pqgraph.terms import foaf

__all__ = ["Found", "find"]

_MOST = 60
_PLAIN = {
    "q": "_search",
    "from": "min-date",
    "until": "max-date",
    "department": "answeringBody",
    "house": "legislature",
}
_ANSWERED = {"yes": "true", "no": "false"}


@dataclass(frozen=True, slots=True)
class Found:
    """Where a search leads.

    Attributes:
        address: The list.
        unknown: What nobody is called, by the field of the form.
        choices: Members that may be meant, with the list of each.
    """

    address: Address
    unknown: tuple[tuple[str, str], ...] = ()
    choices: tuple[tuple[Choice, str], ...] = ()


def find(data: Data, form: Address) -> Found:
    """The list that a form asks for.

    Args:
        data: The store, to look up names.
        form: The form's address with its fields.
    """
    dataset = form.first("in")
    address = Address(dataset if dataset in DATASETS else "/writtenquestions")
    unknown: list[tuple[str, str]] = []
    for name, parameter in _PLAIN.items():
        value = form.first(name).strip()
        if value:
            address = address.put(parameter, value)
    answered = _ANSWERED.get(form.first("answered"))
    if answered:
        address = address.put("exists-answer", answered)
    topic = form.first("topic").strip()
    if topic:
        iri = _topic(data, topic)
        if iri is None:
            unknown.append(("topic", topic))
        else:
            # Questions have the narrowest topics that were found, so a topic means all below it too.
            address = address.put("subject", *data.narrower(iri)[:_MOST])
    member = form.first("member").strip()
    people = _members(data, member) if member else []
    if member and not people:
        unknown.append(("member", member))
    if len(people) == 1:
        address = address.put("tablingMember", people[0].iri)
    choices = (
        tuple((one, str(address.put("tablingMember", one.iri))) for one in people) if len(people) > 1 else ()
    )
    return Found(address, tuple(unknown), choices)


def _topic(data: Data, text: str) -> str | None:
    wanted = text.casefold()
    for topic in data.topics.values():
        if wanted in (topic.label.casefold(), topic.slug, topic.iri):
            return topic.iri
    rows = data.rows(
        "SELECT ?topic ?name WHERE { ?topic a <http://www.w3.org/2004/02/skos/core#Concept> ; "
        "<http://www.w3.org/2004/02/skos/core#altLabel> ?name }"
    )
    return next((row["topic"] for row in rows if row["name"].casefold() == wanted), None)


def _members(data: Data, text: str) -> list[Choice]:
    """Members of a name, of parts of a name, of a number, or of an IRI."""
    if text.isdecimal() and len(text) < 10:
        text = f"http://data.parliament.uk/members/{text}"
    if text.startswith("http"):
        return [Choice(text, label) for iri, label in data.labels([text]).items() if iri == text]
    last, comma, first = text.partition(",")
    wanted = f"{first} {last}".casefold().split() if comma else text.casefold().split()
    found = []
    for row in data.rows(f"SELECT ?m ?name WHERE {{ ?m <{foaf.name}> ?name }}"):
        name = row["name"].casefold()
        if name.split() == wanted:
            found.append((0, row))
        elif all(word in name for word in wanted):
            found.append((1, row))
    exact = [row for rank, row in found if rank == 0]
    rows = exact or [row for _, row in found]
    by_iri = {row["m"]: row["name"] for row in rows}
    people = [Choice(iri, name) for iri, name in by_iri.items()]
    asked = [one for one in people if _asks(data, one.iri)]
    return sorted(asked or people, key=lambda one: (one.label, one.iri))[:_MOST]


def _asks(data: Data, iri: str) -> bool:
    if data.index is None:
        return True
    return data.index.search(where={"asker": iri}, limit=1, snippets=False).total > 0
