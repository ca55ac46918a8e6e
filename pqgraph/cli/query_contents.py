"""Stored queries for people: the table of contents that ``list queries`` prints, and the page of one."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from pqgraph.cli import console
from pqgraph.errors import Exit, PqgraphError

if TYPE_CHECKING:
    from pqgraph.queries.catalogue import StoredQuery

__all__ = ["groups", "parameter_lines", "print_contents", "query_page"]

_OTHERS = "Other queries"


def groups(queries: Iterable[StoredQuery]) -> list[tuple[str, list[StoredQuery]]]:
    """Stored queries under headings: by family in the order of the families, then by first tag."""
    from pqgraph.queries.header import FAMILIES

    found: dict[str, list[StoredQuery]] = {heading: [] for heading in FAMILIES.values()}
    rest: dict[str, list[StoredQuery]] = {}
    for query in queries:
        if query.header.family:
            found[FAMILIES[query.header.family]].append(query)
        else:
            rest.setdefault(query.header.tags[0] if query.header.tags else _OTHERS, []).append(query)
    found.update(sorted(rest.items(), key=lambda item: (item[0] == _OTHERS, item[0].casefold())))
    return [(heading, members) for heading, members in found.items() if members]


def print_contents(catalogue: str | None) -> Exit:
    """Print the table of contents of the shipped queries, or of a folder; queries that are broken, on stderr.

    Raises:
        PqgraphError: PQ101, PQ501: there is no such folder, or no query in it.
    """
    from pqgraph.queries.catalogue import Catalogue, shipped

    queries: list[StoredQuery] = []
    broken = 0
    if catalogue is None:
        queries = shipped()
    else:
        folder = Catalogue.open(catalogue)
        for name in folder.names():
            try:
                queries.append(folder.find(name))
            except PqgraphError as problem:
                broken += 1
                console.error(problem.code.id, problem.found, place=problem.place, advice=problem.advice)
    width = max((len(query.name) for query in queries), default=0)
    bold = console.is_terminal()
    for place, (heading, members) in enumerate(groups(queries)):
        line = f"\033[1m{heading}\033[0m" if bold else heading
        sys.stdout.write(f"{chr(10) if place else ''}{line}\n")
        for query in members:
            sys.stdout.write(f"  {query.name.ljust(width)}  {query.header.summary}".rstrip() + "\n")
    return Exit.FINDINGS if broken else Exit.DONE


def parameter_lines(query: StoredQuery) -> list[str]:
    """What one may give to a stored query, a line for each parameter."""
    lines = []
    for name, param in query.header.params.items():
        default = query.defaults[name]
        given = "optional" if default.is_undef else f"default {default.text}"
        if query.is_required(name):
            given = "required"
        limits = [
            f"{word} {limit}"
            for word, limit in (("from", param.min), ("at most", param.max))
            if limit is not None and param.type == "integer"
        ]
        choices = f"one of {', '.join(param.choices)}" if param.choices else ""
        notes = "; ".join(note for note in (param.help, " ".join(limits), choices) if note)
        lines.append(f"{name} ({param.type}, {given}){': ' if notes else ''}{notes}")
    return lines


def query_page(name: str, catalogue: str | None) -> Sequence[tuple[str, str | None]]:
    """The fields of a stored query's page, each with its heading.

    Raises:
        click.UsageError: There is no such query.
        PqgraphError: PQ502 to PQ507, it cannot be used; PQ101, PQ501, there is no such catalogue.
    """
    from pqgraph.queries.catalogue import Catalogue, find, names

    is_file = catalogue is None and ("/" in name or name.endswith((".rq", ".sparql")))
    known = names() if catalogue is None else Catalogue.open(catalogue).names()
    if not is_file and name not in known:
        close = difflib.get_close_matches(name.lower(), known, n=3, cutoff=0.5)
        meant = f" Did you mean {' or '.join(close)}?" if close else ""
        raise click.UsageError(f"There is no query called '{name}'.{meant}")
    query = find(name, catalogue)
    header = query.header
    columns = [
        f"{key} ({column.type}){': ' + column.help if column.help else ''}"
        for key, column in header.columns.items()
    ]
    example = "".join(
        f" {key}='{text}'" if " " in text else f" {key}={text}" for key, text in header.example.items()
    )
    return (
        ("question", header.summary),
        ("also answers", "\n".join(header.competency)),
        ("about", " ".join(header.description.split())),
        ("family", header.family),
        ("tags", ", ".join(header.tags)),
        ("parameters", "\n".join(parameter_lines(query))),
        ("columns", "\n".join(columns)),
        ("drawn as", header.chart.kind if header.chart else None),
        ("example", f"pqgraph query {name}{example} --store DIR" if header.example else None),
        ("SPARQL", "\n" + query.body.rstrip("\n")),
        ("SPARQL for the statistics", "\n" + query.cube.body.rstrip("\n") if query.cube else None),
    )
