"""Putting values into a stored query.

SPARQL has no parameters. A stored query's are the single rows of its one-variable ``VALUES`` blocks; binding
replaces those rows by terms that were validated and serialised, and nothing else. The result is tokenised
again and compared, so that a value is one term and never syntax, whatever it holds.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from pqgraph.errors import PqgraphError
from pqgraph.queries.fulltext import rows_for, uses_scores
from pqgraph.queries.serialising import serialise
from pqgraph.queries.stored import StoredQuery
from pqgraph.queries.values import check
from pqgraph.store.results import Queryable, RdfTerm

__all__ = ["Bound", "bind", "bound", "check_names"]


class Bound(NamedTuple):
    """A stored query with values in it.

    Attributes:
        text: SPARQL that runs in any store.
        notes: What its reader must know of the values: that a text search found more than was taken.
        terms: The term of each parameter that was given.
    """

    text: str
    notes: tuple[str, ...] = ()
    terms: Mapping[str, RdfTerm] = MappingProxyType({})


def bind(query: StoredQuery, values: Mapping[str, str | None], target: Queryable | None = None) -> str:
    """The SPARQL text of a stored query with values in place of its defaults, as :func:`bound` makes it."""
    return bound(query, values, target).text


def bound(query: StoredQuery, values: Mapping[str, str | None], target: Queryable | None = None) -> Bound:
    """A stored query with values in place of its defaults.

    Args:
        query: The stored query.
        values: Values as users write them, by parameter; ``None`` stands for "not given". Parameters that
            are left out keep their default.
        target: Where names of members and answering bodies are looked up, and texts are searched.

    Raises:
        PqgraphError: PQ504 no such parameter; PQ505 a value does not fit; PQ506 a value is missing; PQ510
            there is no text index to search.
    """
    check_names(query, values)
    rows: dict[str, str | None] = {}
    notes: list[str] = []
    terms: dict[str, RdfTerm] = {}
    for name, param in query.header.params.items():
        given = values.get(name)
        if given is not None and param.type == "text":
            words = check(name, param, given, target).value
            found = rows_for(name, param, words, target, ranked=uses_scores(query.tokens))
            rows[name] = found.rows
            notes += found.notes
        elif given is not None:
            terms[name] = check(name, param, given, target)
            rows[name] = serialise(terms[name])
        elif name in values and param.optional:
            rows[name] = None
        elif name not in values and not query.is_required(name):
            default = query.defaults[name]
            rows[name] = None if default.is_undef else default.text
        else:
            raise PqgraphError("PQ506", f"{query.name} needs {name}{': ' if param.help else ''}{param.help}")
    return Bound(query.filled(rows), tuple(notes), terms)


def check_names(query: StoredQuery, values: Mapping[str, str | None]) -> None:
    """Whether a stored query has the parameters named.

    Raises:
        PqgraphError: PQ504, it has not.
    """
    params = query.header.params
    for name in values:
        if name not in params:
            close = difflib.get_close_matches(name, params, n=1)
            hint = f" Did you mean {close[0]}?" if close else ""
            known = f"{query.name} has {', '.join(params)}." if params else f"{query.name} has no parameters."
            raise PqgraphError("PQ504", f"{query.name} has no parameter {name!r}", advice=known + hint)
