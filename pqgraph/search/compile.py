"""Searches and filters as queries of tantivy.

They are built from parts, never from text in tantivy's own query language, so no text can mean more than it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from pqgraph.errors import PqgraphError
from pqgraph.search.fields import Field, Kind, Value, field
from pqgraph.search.parse import Clause, Parsed
from pqgraph.search.words import WordList, english

if TYPE_CHECKING:
    import tantivy

__all__ = ["AllOf", "Condition", "Exists", "Not", "Range", "Where", "expand", "filter_query", "text_query"]

MAX_EXPANSION = 5000
"""Words that one beginning may stand for."""
_BOOST = {"heading": 3.0, "question": 2.0, "answer": 1.0}


class Range(Struct, frozen=True, kw_only=True):
    """Values from one to another; either may be left out."""

    low: Value | None = None
    high: Value | None = None
    with_low: bool = True
    """Whether ``low`` itself counts."""
    with_high: bool = True


class Exists(Struct, frozen=True):
    """Whether there is a value at all."""

    there: bool = True


class Not(Struct, frozen=True):
    """What does not match a condition."""

    condition: Condition


class AllOf(Struct, frozen=True):
    """What matches all of several conditions; a list of values means any of them."""

    conditions: tuple[Condition, ...]


Condition = Value | Sequence[Value] | Range | Exists | Not | AllOf
Where = Mapping[str, Condition]
"""Conditions by field, which must all hold."""


def text_query(parsed: Parsed, schema: tantivy.Schema, words: WordList) -> tantivy.Query:
    """What a search asks for.

    Raises:
        PqgraphError: PQ531, too many words begin as one of its beginnings.
    """
    return _all([_any_of_group(group, schema, words) for group in parsed.groups])


def _any_of_group(group: Sequence[Clause], schema: tantivy.Schema, words: WordList) -> tantivy.Query:
    from tantivy import Query

    queries = [_clause_query(clause, schema, words) for clause in group]
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(_occur().Should, query) for query in queries])


def _clause_query(clause: Clause, schema: tantivy.Schema, words: WordList) -> tantivy.Query:
    from tantivy import Query

    stems = expand(clause.prefix, words) if clause.prefix is not None else []
    found: list[tantivy.Query] = []
    for name in clause.fields:
        parts: list[tantivy.Query] = []
        if len(clause.stems) == 1:
            parts.append(Query.term_query(schema, name, clause.stems[0][1]))
        elif clause.stems:
            parts.append(Query.phrase_query(schema, name, list(clause.stems)))
        if clause.prefix is not None:
            query = Query.term_set_query(schema, name, stems) if stems else Query.empty_query()
            # Which of the many words stands there says nothing of how well it fits.
            parts.append(Query.const_score_query(query, 0.0))
        query = _all(parts)
        found.append(Query.boost_query(query, _BOOST[name]))
    query = found[0] if len(found) == 1 else Query.boolean_query([(_occur().Should, each) for each in found])
    return _all_but(query) if clause.excluded else query


def expand(prefix: str, words: WordList) -> list[str]:
    """The stems of the words that begin so.

    Raises:
        PqgraphError: PQ531, they are too many.
    """
    found = words.beginning_with(prefix)
    if len(found) > MAX_EXPANSION:
        raise PqgraphError("PQ531", f"{len(found)} words begin with {prefix!r}, more than {MAX_EXPANSION}")
    return sorted(set(english().analyze(" ".join(found))))


def filter_query(where: Where, schema: tantivy.Schema) -> list[tantivy.Query]:
    """The conditions as queries that add nothing to the score.

    Raises:
        PqgraphError: PQ532, there is no such field, or a value is not of its type.
    """
    from tantivy import Query

    return [
        Query.const_score_query(_condition(field(name), condition, schema), 0.0)
        for name, condition in where.items()
    ]


def _condition(of: Field, condition: Condition, schema: tantivy.Schema) -> tantivy.Query:
    from tantivy import Query

    if of.kind is Kind.TEXT:
        raise PqgraphError("PQ532", f"{of.name} is searched by words, not by a filter")
    match condition:
        case Not():
            return _all_but(_condition(of, condition.condition, schema))
        case AllOf():
            return _all([_condition(of, each, schema) for each in condition.conditions])
        case Exists():
            there = Query.exists_query(of.name)
            return there if condition.there else _all_but(there)
        case Range():
            return _range(of, condition, schema)
        case str():
            return Query.term_query(schema, of.name, of.value(condition), index_option="basic")
        case Sequence():
            values = [of.value(value) for value in condition]
            return Query.term_set_query(schema, of.name, values) if values else Query.empty_query()
        case _:
            return Query.term_query(schema, of.name, of.value(condition), index_option="basic")


def _range(of: Field, given: Range, schema: tantivy.Schema) -> tantivy.Query:
    from tantivy import FieldType, Query

    if of.kind not in (Kind.NUMBER, Kind.DAY):
        raise PqgraphError("PQ532", f"{of.name} holds a {of.kind.value}, so it has no range")
    low = None if given.low is None else of.value(given.low)
    high = None if given.high is None else of.value(given.high)
    if low is None and high is None:
        return Query.exists_query(of.name)
    return Query.range_query(
        schema,
        of.name,
        FieldType.Integer,
        low,
        high,
        include_lower=given.with_low or low is None,
        include_upper=given.with_high or high is None,
    )


def _all(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    from tantivy import Query

    queries = list(queries)
    if len(queries) == 1:
        return queries[0]
    if not queries:
        return Query.all_query()
    return Query.boolean_query([(_occur().Must, query) for query in queries])


def _all_but(query: tantivy.Query) -> tantivy.Query:
    from tantivy import Query

    # tantivy finds nothing for an exclusion alone.
    everything = Query.const_score_query(Query.all_query(), 0.0)
    return Query.boolean_query([(_occur().Must, everything), (_occur().MustNot, query)])


def _occur() -> type[tantivy.Occur]:
    from tantivy import Occur

    return Occur
