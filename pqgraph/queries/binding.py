"""Putting values into a stored query.

SPARQL has no parameters. A stored query's are the single rows of its one-variable ``VALUES`` blocks; binding
replaces those rows by terms that were validated and serialised, and nothing else. The result is tokenised
again and compared, so that a value is one term and never syntax, whatever it holds.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from pqgraph.errors import PqgraphError
from pqgraph.queries.catalogue import StoredQuery, is_one_term
from pqgraph.queries.serialising import serialise
from pqgraph.queries.values import check
from pqgraph.store import sparql
from pqgraph.store.results import Queryable

__all__ = ["bind"]


def bind(query: StoredQuery, values: Mapping[str, str | None], target: Queryable | None = None) -> str:
    """The SPARQL text of a stored query with values in place of its defaults.

    Args:
        query: The stored query.
        values: Values as users write them, by parameter; ``None`` stands for "not given". Parameters that
            are left out keep their default.
        target: Where names of members and answering bodies are looked up.

    Returns:
        SPARQL that runs in any store.

    Raises:
        PqgraphError: PQ504 no such parameter; PQ505 a value does not fit; PQ506 a value is missing.
    """
    params = query.header.params
    for name in values:
        if name not in params:
            close = difflib.get_close_matches(name, params, n=1)
            hint = f" Did you mean {close[0]}?" if close else ""
            known = f"{query.name} has {', '.join(params)}." if params else f"{query.name} has no parameters."
            raise PqgraphError("PQ504", f"{query.name} has no parameter {name!r}", advice=known + hint)
    rows: dict[str, str] = {}
    for name, param in params.items():
        if name in values:
            given = values[name]
            if given is not None:
                rows[name] = serialise(check(name, param, given, target))
            elif param.optional:
                rows[name] = "UNDEF"
        elif not query.is_required(name):
            rows[name] = query.defaults[name].text
        if name not in rows:
            raise PqgraphError("PQ506", f"{query.name} needs {name}: {param.help}")
    text = _replace(query, rows)
    _verify(query, rows, text)
    return text


def _replace(query: StoredQuery, rows: Mapping[str, str]) -> str:
    text, parts = query.text, query.tokens
    for name, default in sorted(query.defaults.items(), key=lambda item: -item[1].first):
        text = text[: parts[default.first].start] + rows[name] + text[parts[default.last - 1].end :]
    return text


def _verify(query: StoredQuery, rows: Mapping[str, str], text: str) -> None:
    """Compare the tokens before and after: only the rows may differ, and each must still be one term."""
    expected: list[str] = []
    position = 0
    for name, default in sorted(query.defaults.items(), key=lambda item: item[1].first):
        expected += [t.text for t in query.tokens[position : default.first]]
        row = sparql.tokens(rows[name])
        if not is_one_term(row):
            raise PqgraphError("PQ999", f"the value of {name} is not one term")
        expected += [t.text for t in row]
        position = default.last
    expected += [t.text for t in query.tokens[position:]]
    found = [t.text for t in sparql.tokens(text, place=query.name)]
    if found != expected:
        raise PqgraphError("PQ999", f"binding changed the structure of {query.name}")
