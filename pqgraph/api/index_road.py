"""Selection by the search index beside a store: filters, ranges, the newest first, exact counts, text, deep pages.

The index takes what it can answer exactly as SPARQL would, and leaves all else to the SPARQL road. Text
(``_search``) is the exception: words are searched for as the index does it, in the language of its queries.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pqgraph.api.literals import XSD, datatype_of, language_of, text_of
from pqgraph.api.protocol import Problem
from pqgraph.api.selection import Condition, Equals, Exists, Range, Selected, Selection, SortKey, TextSearch
from pqgraph.errors import PqgraphError
from pqgraph.rdf.terms import Term
from pqgraph.search import FIELDS, AllOf, Kind, SearchIndex
from pqgraph.search import Condition as Demand
from pqgraph.search import Exists as There
from pqgraph.search import Range as Between
from pqgraph.terms import dcterms, parl, pq

if TYPE_CHECKING:
    from pqgraph.search import Value, Where

__all__ = ["IndexRoad", "roads_beside"]

_QUESTION = (parl.WrittenParliamentaryQuestion,)
_FIELDS: dict[tuple[str, ...], str] = {
    (parl.AnsweringBody,): "department",
    (parl.answeringDeptId,): "departmentId",
    (parl.legislature,): "house",
    (parl.tablingMember,): "asker",
    (parl.answer, parl.answeringMember): "minister",
    (parl.uin,): "uin",
    (parl.writtenParliamentaryQuestionType,): "type",
    (parl.QuestionStatus,): "status",
    (pq.answeringBody,): "body",
    (pq.tablingMemberParty,): "party",
    (dcterms.subject,): "subject",
    (dcterms.date,): "tabled",
    (parl.AnswerDate,): "due",
    (pq.dateAnswered,): "answered",
    (pq.daysToAnswer,): "days",
}
_NODES = frozenset({"house", "asker", "minister", "body", "party", "subject"})
_NEWEST_FIRST = (pq.sortKey,)


class IndexRoad:
    """Selects questions with the index.

    Args:
        index: The index, in step with the store.
    """

    def __init__(self, index: SearchIndex) -> None:
        self._index = index

    def covers(self, selection: Selection) -> bool:
        """Whether the index says the same as SPARQL would: questions, fields it has, the newest first."""
        if selection.types != _QUESTION or selection.order_by or selection.select or selection.graph:
            return False
        if [(_iris(key), key.descending) for key in selection.sort] != [(_NEWEST_FIRST, True)]:
            return False
        return self.where(selection.conditions) is not None

    def select(self, selection: Selection) -> Selected:
        """The items.

        Raises:
            Problem: 400, the text cannot be searched for.
            PqgraphError: The index fails.
        """
        where = self.where(selection.conditions)
        assert where is not None, "covers() was not asked"
        texts = [c.text for c in selection.conditions if isinstance(c, TextSearch)]
        try:
            page = self._index.search(
                texts[0] if texts else None,
                where=where,
                sort="-order",
                offset=selection.offset,
                limit=selection.limit,
                snippets=False,
            )
        except PqgraphError as error:
            if error.code.id == "PQ531":
                raise Problem(400, f"_search: {error.found}.", {"parameter": "_search"}) from None
            raise
        total = page.total if selection.counting else None
        return Selected(tuple(hit.iri for hit in page.hits), total, f"search index: {where!r}")

    @property
    def index(self) -> SearchIndex:
        """The index."""
        return self._index

    @staticmethod
    def where(conditions: tuple[Condition, ...]) -> Where | None:
        """The conditions in the index's terms, texts left out; ``None`` if one is beyond it."""
        found: dict[str, list[Demand]] = {}
        ranges: dict[str, dict[str, Any]] = {}
        texts = 0
        for condition in conditions:
            if isinstance(condition, TextSearch):
                texts += 1
            elif isinstance(condition, Exists) and _iris(condition) == (parl.answer,):
                found.setdefault("hasAnswer", []).append(condition.wanted)
            elif isinstance(condition, Equals | Range | Exists):
                name = _FIELDS.get(_iris(condition) or ())
                if name is None:
                    return None
                if isinstance(condition, Range):
                    if not _merge(ranges.setdefault(name, {}), condition, name):
                        return None
                    continue
                demand = (
                    There(condition.wanted)
                    if isinstance(condition, Exists)
                    else _values(condition.terms, name)
                )
                if demand is None:
                    return None
                found.setdefault(name, []).append(demand)
            else:
                return None
        for name, bounds in ranges.items():
            found.setdefault(name, []).append(Between(**bounds))
        if texts > 1:
            return None
        return {name: each[0] if len(each) == 1 else AllOf(tuple(each)) for name, each in found.items()}


def _iris(condition: Equals | Range | Exists | SortKey) -> tuple[str, ...] | None:
    """The properties of a chain that only goes forward."""
    if any(step.inverse or step.iri is None for step in condition.chain):
        return None
    return tuple(step.iri or "" for step in condition.chain)


def _values(terms: tuple[Term, ...], name: str) -> list[Value] | None:
    values = [_value(term, name) for term in terms]
    return (
        None if any(value is None for value in values) else [value for value in values if value is not None]
    )


def _value(term: Term, name: str) -> Value | None:
    """A term in the index's terms; ``None`` if the index may see it otherwise than SPARQL."""
    kind, datatype, text = FIELDS[name].kind, datatype_of(term), text_of(term)
    if name in _NODES:
        return text if term.startswith("<") else None
    if not term.startswith('"') or language_of(term):
        return None
    if kind is Kind.NAME:
        return text if datatype is None else None
    if kind is Kind.NUMBER:
        return int(text) if datatype == f"{XSD}integer" and len(text) < 19 else None
    # A day with a zone is another value for SPARQL.
    return text if kind is Kind.DAY and datatype == f"{XSD}date" and len(text) == 10 else None


def roads_beside(folder: str | Path) -> tuple[IndexRoad, ...]:
    """The road by the search index of a store folder; none if there is no index that is in step with the store.

    Args:
        folder: The store's folder.
    """
    try:
        return (IndexRoad(SearchIndex.open(folder)),)
    except PqgraphError as error:
        # Without an index, or without tantivy, all is answered all the same.
        if error.code.id in ("PQ608", "PQ902"):
            return ()
        raise


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
