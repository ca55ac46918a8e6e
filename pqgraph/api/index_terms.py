"""Conditions of a request in the terms of the search index, as far as both mean the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pqgraph import iris
from pqgraph.api.literals import XSD, datatype_of, language_of, text_of
from pqgraph.api.selection import Condition, Equals, Exists, Named, Range, SortKey, Subject, TextSearch
from pqgraph.model import House
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Term
from pqgraph.search import FIELDS, AllOf, Kind, bounds_of
from pqgraph.search import Condition as Demand
from pqgraph.search import Exists as There
from pqgraph.search import Range as Between
from pqgraph.terms import dcterms, parl, pq, skos

if TYPE_CHECKING:
    from pqgraph.search import Value, Where

__all__ = ["ORDER", "by_node", "field_of", "order_fields", "where_of"]

Way = tuple[str, ...]
"""Properties one after the other, each followed forwards."""

ORDER: Final = "order"
"""The field of ``pq:sortKey``."""
_FIELDS: Final[dict[Way, str]] = {
    (parl.AnsweringBody,): "department",
    (parl.answeringDeptId,): "departmentId",
    (parl.answeringDeptShortName,): "departmentShort",
    (parl.answeringDeptSortName,): "departmentSort",
    (parl.hansardHeading,): "headingWhole",
    (parl.houseId,): "houseId",
    (parl.legislature,): "house",
    (parl.tablingMember,): "asker",
    (parl.tablingMemberPrinted,): "askerPrinted",
    (parl.tablingMemberConstituency,): "askerSeat",
    (parl.answer, parl.answeringMember): "minister",
    (parl.answer, parl.answeringMemberPrinted): "ministerPrinted",
    (parl.answer, parl.answeringMemberConstituency): "ministerSeat",
    (parl.answer, parl.isMinisterialCorrection): "correction",
    (parl.answer, parl.dateOfAnswer): "replied",
    (parl.uin,): "uin",
    (parl.writtenParliamentaryQuestionType,): "type",
    (parl.QuestionStatus,): "status",
    (parl.registeredInterest,): "interest",
    (pq.answeringBody,): "body",
    (pq.tablingMemberParty,): "party",
    (parl.session,): "sessionName",
    (pq.inSession,): "session",
    (pq.answeredLate,): "late",
    (dcterms.subject,): "subject",
    (dcterms.date,): "tabled",
    (parl.AnswerDate,): "due",
    (pq.dateAnswered,): "answered",
    (pq.daysToAnswer,): "days",
}
_ORDERS: Final[dict[Way, tuple[str, str]]] = {
    (pq.sortKey,): (ORDER, ORDER),
    (dcterms.date,): ("tabled", "tabled"),
    (parl.AnswerDate,): ("due", "due"),
    (pq.dateAnswered,): ("answered", "answered"),
    (pq.daysToAnswer,): ("days", "days"),
    # A question with several answers stands where its first day puts it, or its last if the latest come first.
    (parl.answer, parl.dateOfAnswer): ("firstReplied", "lastReplied"),
}
_NODES = frozenset({"house", "asker", "minister", "body", "party", "subject", "session"})
_BOOLEANS = frozenset({"interest", "late", "correction"})
_FIRST_GIVEN: Final = (parl.answer, parl.questionFirstAnswered)
_MOMENTS: Final = frozenset({"firstGivenAfter", "firstGivenBefore"})
_TRUE = t.typed("true", f"{XSD}boolean")
_HOUSE_LABEL = (parl.legislature, skos.prefLabel)
_LABELS: Final[dict[Term, str]] = {t.literal(house.label): iris.house(house) for house in House}


def order_fields(sort: tuple[SortKey, ...]) -> list[tuple[str, bool]] | None:
    """The fields of an order, each with whether it descends; ``None`` if one is not in the index."""
    found = []
    for key in sort:
        fields = _ORDERS.get(_way(key) or ())
        if fields is None:
            return None
        found.append((fields[key.descending], key.descending))
    return found


def where_of(conditions: tuple[Condition, ...]) -> Where | None:
    """The conditions in the index's terms, texts left out; ``None`` if one is beyond it."""
    found: dict[str, list[Demand]] = {}
    ranges: dict[str, dict[str, Any]] = {}
    texts = 0
    for condition in conditions:
        if isinstance(condition, TextSearch):
            texts += 1
        elif isinstance(condition, Subject):
            found.setdefault("iri", []).append([condition.iri])
        elif not isinstance(condition, Equals | Range | Exists) or (way := _way(condition)) is None:
            return None
        elif way == _FIRST_GIVEN:
            given = _moment(condition)
            # Two bounds ask for one and the same moment, of which an answer may have several.
            if given is None or not found.keys().isdisjoint(_MOMENTS):
                return None
            found[given[0]] = [given[1]]
        elif isinstance(condition, Range):
            name = _FIELDS.get(way)
            if name is None or not _merge(ranges.setdefault(name, {}), condition, name):
                return None
        else:
            demand = _demand(way, condition)
            if demand is None:
                return None
            found.setdefault(demand[0], []).append(demand[1])
    for name, bounds in ranges.items():
        found.setdefault(name, []).append(Between(**bounds))
    if texts > 1 or not _of_one_answer(conditions):
        return None
    return {name: each[0] if len(each) == 1 else AllOf(tuple(each)) for name, each in found.items()}


def field_of(predicate: str) -> str | None:
    """The field that holds the plain texts of a property of questions; ``None`` if there is none."""
    name = _FIELDS.get((predicate,))
    plain = name is not None and FIELDS[name].kind is Kind.NAME and name not in _NODES | _BOOLEANS
    return name if plain and name is not None and FIELDS[name].countable else None


def by_node(conditions: tuple[Condition, ...]) -> dict[int, tuple[Equals, Named]] | None:
    """Conditions on what is said of a thing that questions point to, each as two: on questions, and on things.

    The label of the member who asked, say. The first of the two is still without terms: the things. The second has no
    chain: it is on the things themselves.

    Returns:
        The two, by the place of the condition; ``None`` if there is no such condition, or more is asked of a thing, of
        which a question may have several.
    """
    ways = [
        condition.chain
        for condition in conditions
        if isinstance(condition, Named)
        or (isinstance(condition, Equals | Range | Exists) and condition.chain[1:])
    ]
    found: dict[int, tuple[Equals, Named]] = {}
    for place, condition in enumerate(conditions):
        if not isinstance(condition, Equals | Named) or (known := _way(condition)) is None:
            continue
        chain = condition.chain
        labels: Way = ()
        if isinstance(condition, Named):
            labels = condition.labels
        elif known != _HOUSE_LABEL:
            chain, known, labels = chain[:-1], known[:-1], known[-1:]
        if labels and _FIELDS.get(known) in _NODES:
            if sum(way[0] == chain[0] for way in ways) > 1:
                return None
            name = condition.parameter
            found[place] = Equals(chain, (), name), Named((), labels, condition.terms, name)
    return found or None


def _way(condition: Equals | Named | Range | Exists | SortKey) -> Way | None:
    """The properties of a chain that only goes forward."""
    if any(step.inverse or step.iri is None for step in condition.chain):
        return None
    return tuple(step.iri or "" for step in condition.chain)


def _of_one_answer(conditions: tuple[Condition, ...]) -> bool:
    """Whether at most one thing is asked of answers.

    SPARQL asks several of one and the same answer, the index of any.
    """
    asked: set[tuple[Way | None, object]] = set()
    for condition in conditions:
        if isinstance(condition, Equals | Range | Exists) and len(condition.chain) > 1:
            way = _way(condition)
            if way != _HOUSE_LABEL and not (isinstance(condition, Exists) and not condition.wanted):
                asked.add((way, "range" if isinstance(condition, Range) else condition))
    return len(asked) < 2


def _demand(way: Way, condition: Equals | Exists) -> tuple[str, Demand] | None:
    """What a condition demands of which field."""
    if way == (pq.awaitsAnswer,):
        # The graph says that a question waits, never that it does not.
        if isinstance(condition, Exists):
            return "isWaiting", condition.wanted
        return ("isWaiting", True) if condition.terms == (_TRUE,) else None
    if way == (parl.answer,) and isinstance(condition, Exists):
        return "hasAnswer", condition.wanted
    if way == _HOUSE_LABEL and isinstance(condition, Equals):
        return "house", [_LABELS[term] for term in condition.terms if term in _LABELS]
    name = _FIELDS.get(way)
    if name is None:
        return None
    if isinstance(condition, Exists):
        return name, There(condition.wanted)
    values: list[Value] = []
    for term in condition.terms:
        value = _value(term, name)
        if value is None:
            return None
        values.append(value)
    return name, values


def _value(term: Term, name: str) -> Value | None:
    """A term in the index's terms; ``None`` if the index may see it otherwise than SPARQL."""
    kind, datatype, text = FIELDS[name].kind, datatype_of(term), text_of(term)
    if name in _NODES:
        return text if term.startswith("<") else None
    if not term.startswith('"') or language_of(term):
        return None
    if name in _BOOLEANS:
        return text if datatype == f"{XSD}boolean" and text in ("true", "false") else None
    if kind is Kind.NAME:
        return text if datatype is None else None
    if kind is Kind.NUMBER:
        return int(text) if datatype == f"{XSD}integer" and len(text) < 19 else None
    # A day with a zone is another value for SPARQL.
    return text if kind is Kind.DAY and datatype == f"{XSD}date" and len(text) == 10 else None


def _moment(condition: Equals | Range | Exists) -> tuple[str, Demand] | None:
    """What a bound for a moment demands of which field; ``None`` if it has no zone, or is no bound."""
    if not isinstance(condition, Range) or len(condition.terms) != 1 or condition.languages:
        return None
    (term,) = condition.terms
    if not term.startswith('"') or datatype_of(term) != f"{XSD}dateTime":
        return None
    bounds = bounds_of(text_of(term))
    if bounds is None or bounds[0] != bounds[1]:
        return None
    included = condition.comparison.endswith("=")
    if condition.comparison.startswith("<"):
        return "firstGivenBefore", Between(high=bounds[0], with_high=included)
    return "firstGivenAfter", Between(low=bounds[0], with_low=included)


def _merge(bounds: dict[str, Any], condition: Range, name: str) -> bool:
    """Add a bound to those of a field; whether that can be said."""
    if len(condition.terms) != 1 or condition.languages or FIELDS[name].kind not in (Kind.DAY, Kind.NUMBER):
        return False
    value = _value(condition.terms[0], name)
    side = "high" if condition.comparison.startswith("<") else "low"
    if value is None or side in bounds:
        return False
    bounds |= {side: value, f"with_{side}": condition.comparison.endswith("=")}
    return True
