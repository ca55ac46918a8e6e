"""Counts beside a list: how many of what was found go to each department, House, topic, member, party and year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pqgraph.api.index_road import IndexRoad
from pqgraph.api.pages.data import HOUSES, Data
from pqgraph.api.pages.links import Address
from pqgraph.api.selection import Condition, Equals, Range, Selection, TextSearch
from pqgraph.errors import PqgraphError
from pqgraph.search import FIELDS, Value
from pqgraph.terms import dcterms, parl, pq

__all__ = ["FACETS", "Facet", "FacetValue", "facets_of", "text_of_selection"]

SHOWN, MOST = 6, 24


@dataclass(frozen=True, slots=True)
class _Kind:
    """A facet: the field of the index, and the parameter and property that filter by it."""

    title: str
    field: str
    parameter: str
    property: str


FACETS = (
    _Kind("Department", "body", "answeringBody", pq.answeringBody),
    _Kind("House", "house", "legislature", parl.legislature),
    # A question on a narrower topic counts for the broader ones too.
    _Kind("Topic", "topic", "subject", dcterms.subject),
    _Kind("Asked by", "asker", "tablingMember", parl.tablingMember),
    _Kind("Party", "party", "tablingMemberParty", pq.tablingMemberParty),
    _Kind("Year", "year", "date", dcterms.date),
)


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value with its count.

    Attributes:
        label: What it is called.
        count: How many questions have it.
        href: The list with this filter; of one that is on, without it.
        active: Whether the list is filtered by it.
    """

    label: str
    count: int
    href: str
    active: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """Counts by one field.

    Attributes:
        title: What is counted by.
        shown: The first values.
        more: Further ones.
        left: How many there are beyond these.
    """

    title: str
    shown: tuple[FacetValue, ...]
    more: tuple[FacetValue, ...]
    left: int


def text_of_selection(selection: Selection) -> str | None:
    """The words that are searched for."""
    return next((c.text for c in selection.conditions if isinstance(c, TextSearch)), None)


def facets_of(data: Data, selection: Selection, address: Address) -> list[Facet] | None:
    """The counts beside a list.

    A facet that the list is filtered by counts as if it were not, so that another value can be chosen.

    Args:
        data: The store with its index.
        selection: What is listed.
        address: Its address.

    Returns:
        The facets; ``None`` if the index cannot count this list.
    """
    if data.index is None or selection.select or selection.graph or selection.order_by:
        return None
    where = IndexRoad.where(selection.conditions)
    if where is None:
        return None
    text = text_of_selection(selection)
    try:
        counts = dict(data.index.facets_of(text, where, fields=[kind.field for kind in FACETS]))
        for kind in FACETS:
            others = _without(selection, kind, address)
            if others is not None and (wider := IndexRoad.where(others.conditions)) is not None:
                counts |= data.index.facets_of(text, wider, fields=[kind.field])
    except PqgraphError as error:
        if error.code.id in ("PQ531", "PQ532"):
            return None
        raise
    return [facet for kind in FACETS if (facet := _facet(data, kind, counts, address)) is not None]


def _without(selection: Selection, kind: _Kind, address: Address) -> Selection | None:
    """The selection without the filter of a facet; ``None`` if it has none, or it is not the client's alone."""
    own = [condition for condition in selection.conditions if _is_of(condition, kind)]
    given = sum(bool(address.values(name)) for name in _names(kind))
    if not given or len(own) != given:
        return None
    return replace(selection, conditions=tuple(c for c in selection.conditions if c not in own))


def _is_of(condition: Condition, kind: _Kind) -> bool:
    if not isinstance(condition, Equals | Range):
        return False
    return [step.iri for step in condition.chain] == [kind.property]


def _names(kind: _Kind) -> tuple[str, ...]:
    return ("min-date", "max-date") if kind.field == "year" else (kind.parameter,)


def _values_of(data: Data, kind: _Kind, value: str) -> list[str]:
    """The values of the parameter that a value of the facet stands for: a topic, and those below it."""
    return data.narrower(value) if kind.field == "topic" else [value]


def _is_on(data: Data, kind: _Kind, value: str, given: Sequence[str]) -> bool:
    """Whether the list is filtered by a value of the facet."""
    if value not in given:
        return False
    return kind.field != "topic" or set(given) == set(_values_of(data, kind, value))


def _facet(
    data: Data, kind: _Kind, counts: Mapping[str, list[tuple[Value, int]]], address: Address
) -> Facet | None:
    found = counts[kind.field]
    if kind.field == "year":
        found = sorted(found, key=lambda pair: str(pair[0]), reverse=True)
    base = FIELDS[kind.field].base or ""
    houses = {slug: iri for iri, slug in HOUSES.items()}
    taken = [(houses.get(str(value), f"{base}{value}"), count) for value, count in found]
    given = address.values(kind.parameter)
    active = {value for value, _ in taken if _is_on(data, kind, value, given)}
    # What the list is filtered by is shown, however far down it stands.
    ordered = sorted(taken, key=lambda pair: pair[0] not in active)[:MOST]
    labels = data.labels(value for value, _ in ordered) if kind.field != "year" else {}
    values = []
    for value, count in ordered:
        if kind.field == "year":
            first, last = f"{value}-01-01", f"{value}-12-31"
            on = (address.first("min-date"), address.first("max-date")) == (first, last)
            put = address.put("min-date", first).put("max-date", last)
            href, label = str(address.drop("min-date", "max-date", "_page") if on else put), str(value)
        else:
            on = value in active
            values_of = _values_of(data, kind, value)
            others = [each for each in given if each not in values_of]
            put = address.put(kind.parameter, *(others if on else values_of))
            href, label = str(put), labels.get(value) or value.rpartition("/")[2]
        values.append(FacetValue(label, count, href, on))
    if not values:
        return None
    shown = max(SHOWN, sum(value.active for value in values))
    return Facet(kind.title, tuple(values[:shown]), tuple(values[shown:]), max(0, len(taken) - len(ordered)))
