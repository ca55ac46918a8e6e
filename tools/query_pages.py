"""The reference pages of the stored queries: a table of contents by family, and a page for each.

The sample answers come from the test graphs: they are exact and small, and the tests prove them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from query_cases import Case, cases

from pqgraph.cli.query_contents import groups
from pqgraph.errors import PqgraphError
from pqgraph.queries.catalogue import StoredQuery, shipped
from pqgraph.queries.run import prepare
from pqgraph.store.local import LocalStore
from pqgraph.store.results import Queryable, RdfTerm, Solutions, Triples

__all__ = ["index", "pages"]

SHOWN = 8
"""Rows of a sample answer."""


def index() -> Iterator[str]:
    """The table of contents."""
    yield "# Stored queries\n\nWhat one can know. `pqgraph query NAME [parameter=value]… --store DIR` asks; "
    yield "[queries](../queries.md) tells how.\n"
    for heading, queries in groups(shipped()):
        yield f"\n## {heading[:1].upper()}{heading[1:]}\n\n| query | question |\n|---|---|\n"
        for query in queries:
            yield f"| [{query.name}](queries/{query.name}.md) | {query.header.summary} |\n"


def pages() -> dict[str, str]:
    """The page of each query, by its name."""
    return {query.name: "".join(_page(query)) for query in shipped()}


def _page(query: StoredQuery) -> Iterator[str]:
    header = query.header
    yield f"# {query.name}\n\n**{header.summary}**\n\n{' '.join(header.description.split())}\n"
    if header.competency:
        yield "\nIt also answers:\n\n" + "".join(f"- {question}\n" for question in header.competency)
    if header.params:
        yield "\n## Parameters\n\n| parameter | type | default | |\n|---|---|---|---|\n"
        for name, param in header.params.items():
            default = query.defaults[name]
            shown = "required" if query.is_required(name) else "" if default.is_undef else f"`{default.text}`"
            notes = [param.help]
            if param.choices:
                notes.append(f"one of {', '.join(f'`{choice}`' for choice in param.choices)}")
            if param.type == "integer" and (param.min, param.max) != (None, None):
                limits = {"from": param.min, "to": param.max}
                notes.append(" ".join(f"{word} {n}" for word, n in limits.items() if n is not None))
            yield f"| `{name}` | {param.type} | {shown} | {_cell('; '.join(notes))} |\n"
    if header.columns:
        yield "\n## Columns\n\n| column | type | |\n|---|---|---|\n"
        for name, column in header.columns.items():
            yield f"| `{name}` | {column.type} | {_cell(column.help)} |\n"
        if header.chart:
            yield f"\n`-f svg` or `-f png` draws them as: {header.chart.kind}.\n"
    yield from _sample(query)
    yield f"\n## SPARQL\n\n```sparql\n{query.body}```\n"
    if query.cube:
        yield "\nThe same, read from the [statistics](../../queries.md#a-second-text-for-the-statistics)"
        lacks = [f"`{name}`" for name in header.params if name not in query.cube.header.params]
        yield (
            f", where {_listed(lacks)} {'is' if len(lacks) == 1 else 'are'} not given:\n" if lacks else ":\n"
        )
        yield f"\n```sparql\n{query.cube.body}```\n"


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _sample(query: StoredQuery) -> Iterator[str]:
    found = _telling(query)
    if found is None:
        return
    values, text, store = found
    said = "".join(f" {name}={_quoted(value)}" for name, value in values.items() if value is not None)
    yield "\n## Sample answer\n\nFrom the small graph that the tests use:\n\n"
    yield f"```console\n$ pqgraph query {query.name}{said} --store DIR\n```\n\n"
    result = store.query(text)
    if isinstance(result, Triples):
        lines = sorted({" ".join(triple) + " ." for triple in result.triples})
        more = f"# and {len(lines) - SHOWN * 2} more\n" if len(lines) > SHOWN * 2 else ""
        yield "```ntriples\n" + "".join(f"{line}\n" for line in lines[: SHOWN * 2]) + more + "```\n"
        return
    assert isinstance(result, Solutions)
    rows = list(result.rows)
    yield f"| {' | '.join(result.variables)} |\n|{'---|' * len(result.variables)}\n"
    for row in rows[:SHOWN]:
        yield f"| {' | '.join(_term(term) for term in row)} |\n"
    if len(rows) > SHOWN:
        yield f"\nand {len(rows) - SHOWN} more.\n"


def _telling(query: StoredQuery) -> tuple[dict[str, str | None], str, Queryable] | None:
    """Values, final text and data of an answer with rows: the header's example, else the first case with rows."""
    own = [case for case in cases() if case.stored == query.name]
    searches = any(param.type == "text" for param in query.header.params.values())
    if query.header.example and not searches:
        for data in dict.fromkeys(case.data for case in own):
            values: dict[str, str | None] = dict(query.header.example)
            try:
                text = prepare(query.name, values, _graph(data), cube=False)[1]
            except PqgraphError:  # a name that is real, and not in this graph
                continue
            if _has_rows(_graph(data), text):
                return values, text, _graph(data)
    case = _first(own)
    return None if case is None else (case.values, case.bound.read_text("utf-8"), _graph(case.data))


def _first(own: list[Case]) -> Case | None:
    return next((case for case in own if case.result.is_file() and case.rows), None)


def _has_rows(store: Queryable, text: str) -> bool:
    result = store.query(text)
    if isinstance(result, Triples):
        return any(True for _ in result.triples)
    return isinstance(result, Solutions) and any(True for _ in result.rows)


@cache
def _graph(data: Path) -> LocalStore:
    return LocalStore.in_memory([data])


def _quoted(value: str) -> str:
    return f"'{value}'" if any(c in " ,;<>&()'\"" for c in value) else value


def _term(term: RdfTerm | None) -> str:
    if term is None:
        return ""
    return f"<{term.value}>" if term.kind == "iri" else _cell(term.value)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
