"""Putting values into a stored query.

SPARQL has no parameters. A stored query's are the single rows of its one-variable ``VALUES`` blocks; binding
replaces those rows by terms that were validated and serialised, and nothing else. The result is tokenised
again and compared, so that a value is one term and never syntax, whatever it holds.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from pqgraph.errors import PqgraphError
from pqgraph.queries.fulltext import rows_for
from pqgraph.queries.header import Param
from pqgraph.queries.serialising import serialise
from pqgraph.queries.stored import StoredQuery
from pqgraph.queries.values import check
from pqgraph.store.results import Queryable

__all__ = ["bind", "check_names"]


def bind(query: StoredQuery, values: Mapping[str, str | None], target: Queryable | None = None) -> str:
    """The SPARQL text of a stored query with values in place of its defaults.

    Args:
        query: The stored query.
        values: Values as users write them, by parameter; ``None`` stands for "not given". Parameters that
            are left out keep their default.
        target: Where names of members and answering bodies are looked up, and texts are searched.

    Returns:
        SPARQL that runs in any store.

    Raises:
        PqgraphError: PQ504 no such parameter; PQ505 a value does not fit; PQ506 a value is missing; PQ510
            there is no text index to search.
    """
    check_names(query, values)
    rows: dict[str, str | None] = {}
    for name, param in query.header.params.items():
        given = values.get(name)
        if given is not None:
            rows[name] = _row(name, param, given, target)
        elif name in values and param.optional:
            rows[name] = None
        elif name not in values and not query.is_required(name):
            default = query.defaults[name]
            rows[name] = None if default.is_undef else default.text
        else:
            raise PqgraphError("PQ506", f"{query.name} needs {name}{': ' if param.help else ''}{param.help}")
    return query.filled(rows)


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


def _row(name: str, param: Param, given: str, target: Queryable | None) -> str:
    term = check(name, param, given, target)
    return rows_for(name, param, term.value, target) if param.type == "text" else serialise(term)
