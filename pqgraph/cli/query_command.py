"""``pqgraph query``."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

from pqgraph.cli import console
from pqgraph.cli.options import data_option, endpoint_option, store_option
from pqgraph.errors import Exit, PqgraphError
from pqgraph.files import output
from pqgraph.store.results import Queryable, RdfTerm, ResultSet, Solutions, Triples

__all__ = ["command"]

_NUMERIC = ("integer", "decimal", "double")
_SUFFIXES = {
    "csv": "csv",
    "tsv": "tsv",
    "json": "json",
    "srj": "json",
    "xml": "xml",
    "srx": "xml",
    "md": "md",
    "ttl": "turtle",
    "nt": "ntriples",
    "nq": "nquads",
    "jsonld": "jsonld",
    "rdf": "rdfxml",
}
_FORMATS = "table, csv, tsv, json, xml or md; turtle, ntriples, jsonld, … for a query that makes a graph"


@click.command("query")
@click.argument("query")
@click.argument("values", metavar="[NAME=VALUE]...", nargs=-1)
@store_option
@endpoint_option
@data_option
@click.option("-f", "--format", "format_name", metavar="FORMAT", help=f"{_FORMATS}.")
@click.option(
    "-o", "--output", "target", metavar="FILE", help="Write here, whole or not at all; - is stdout."
)
@click.option("--show", is_flag=True, help="Print the final SPARQL and stop; runs without a store.")
@click.option(
    "--spreadsheet-safe",
    is_flag=True,
    help="In CSV, put an apostrophe before texts that a spreadsheet would run as a formula.",
)
@click.option("--timeout", type=click.FloatRange(min=0.1), default=60.0, show_default=True,
              help="Seconds to wait for an endpoint.")  # fmt: skip
def command(
    query: str,
    values: tuple[str, ...],
    store: str | None,
    endpoint: str | None,
    data: tuple[str, ...],
    format_name: str | None,
    target: str | None,
    show: bool,
    spreadsheet_safe: bool,
    timeout: float,
) -> Exit:
    """Ask a stored query, by name, or a query file of yours (FILE.rq).

    Parameters follow as NAME=VALUE; values are plain words: topic=SEND, house=lords, since=2024-01-01.
    'pqgraph list queries' shows the stored queries, 'pqgraph show query NAME' one with its parameters.

    \b
    Examples:
      pqgraph query members-by-topic topic=SEND --store demo/store
      pqgraph query response-times --data questions.ttl -f csv -o times.csv
      pqgraph query unanswered-questions on=2024-05-01 --store demo/store --show
    """
    from pqgraph.queries import run as queries

    given = _pairs(values)
    places = [bool(store), bool(endpoint), bool(data)]
    if sum(places) > 1 or (not any(places) and not show):
        raise click.UsageError("Say where to ask, once: --store DIR, --endpoint URL or --data FILE.")
    with _queryable(store, endpoint, data, timeout) as where:
        if show:
            _, text = queries.prepare(query, given, where)
            with output(target) as stream:
                stream.write(text.rstrip("\n").encode() + b"\n")
            return Exit.DONE
        assert where is not None
        began = time.perf_counter()
        answer = queries.run(query, given, where)
        count = _write(answer.result, format_name, target, safe=spreadsheet_safe)
    console.say(f"{count:,} row{'' if count == 1 else 's'} in {time.perf_counter() - began:.2f} s")
    return Exit.DONE


def _pairs(values: tuple[str, ...]) -> dict[str, str | None]:
    given: dict[str, str | None] = {}
    for value in values:
        name, equals, text = value.partition("=")
        if not equals or not name:
            raise click.UsageError(f"'{value}' is not of the form NAME=VALUE.")
        if name in given:
            raise click.UsageError(f"The parameter '{name}' is given twice.")
        given[name] = text or None
    return given


@contextmanager
def _queryable(
    store: str | None, endpoint: str | None, data: tuple[str, ...], timeout: float
) -> Iterator[Queryable | None]:
    from pqgraph.store.local import LocalStore

    if store:
        with LocalStore.open(store) as opened:
            yield opened
    elif data:
        with LocalStore.in_memory(data, reference=True) as loaded:
            yield loaded
    elif endpoint:
        from pqgraph.store.remote import RemoteStore

        yield RemoteStore(endpoint, timeout=timeout)
    else:
        yield None


def _write(result: ResultSet, format_name: str | None, target: str | None, *, safe: bool) -> int:
    from pqgraph.queries.results import MEDIA_TYPES, write
    from pqgraph.rdf.formats import find_format

    name = format_name or _format_of(target)
    if isinstance(result, Triples):
        name = find_format(name).name if name not in (None, "table") else "turtle"
    if name is None:
        # On a terminal and in a pipe alike: a table is what a person reads first, and -f is one word away.
        name = "table"
    if name == "table":
        if isinstance(result, Solutions) and target in (None, "-"):
            return _table(result)
        name = "md" if isinstance(result, Solutions) else "csv"
    if isinstance(result, Solutions) and name not in MEDIA_TYPES:
        raise PqgraphError("PQ901", f"{name!r} is not a format for rows", advice=f"Use {_FORMATS}.")
    with output(target) as stream:
        return write(result, name, stream, spreadsheet_safe=safe)


def _format_of(target: str | None) -> str | None:
    if target in (None, "-"):
        return None
    suffix = str(target).removesuffix(".gz").removesuffix(".zst").rpartition(".")[2].lower()
    return _SUFFIXES.get(suffix)


def _table(result: Solutions) -> int:
    rows = list(result.rows)
    right = frozenset(
        place
        for place in range(len(result.variables))
        if any(_is_number(row[place]) for row in rows)
        and all(row[place] is None or _is_number(row[place]) for row in rows)
    )
    console.table(result.variables, [[_cell(term) for term in row] for row in rows], right=right)
    sys.stdout.flush()
    return len(rows)


def _is_number(term: RdfTerm | None) -> bool:
    return term is not None and (term.datatype or "").rpartition("#")[2] in _NUMERIC


def _cell(term: RdfTerm | None) -> str:
    return "" if term is None else " ".join(term.value.split())
