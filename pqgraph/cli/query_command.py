"""``pqgraph query``."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import click

from pqgraph.cli import console
from pqgraph.cli.endpoint_options import Access, endpoint_options
from pqgraph.cli.options import catalogue_option, data_option, endpoint_option, store_option
from pqgraph.errors import Exit
from pqgraph.files import output, refuse_inputs
from pqgraph.store.results import Queryable

__all__ = ["command"]

_FORMATS = (
    "table, csv, tsv, json, xml or md; svg or png for a chart; turtle, ntriples, jsonld, … for a query that makes "
    "a graph"
)


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
@click.option("--limit", metavar="N", type=click.IntRange(min=1), help="Write no more than the first N rows.")
@click.option(
    "--explain",
    is_flag=True,
    help="Tell on stderr how the answer came about: the final SPARQL, what it read, rows and times.",
)
@catalogue_option
@click.option(
    "--cube/--no-cube",
    default=None,
    help="Read the statistics that 'build' writes, or never; without this, where the query can and they are there.",
)
@click.option("--timeout", type=click.FloatRange(min=0.1), default=60.0, show_default=True,
              help="Seconds to wait for an endpoint.")  # fmt: skip
@endpoint_options
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
    limit: int | None,
    explain: bool,
    catalogue: str | None,
    cube: bool | None,
    timeout: float,
    access: Access,
) -> Exit:
    """Ask a stored query, by name, or a query file of yours (FILE.rq).

    Parameters follow as NAME=VALUE; values are plain words: topic=SEND, house=lords, since=2024-01-01.
    'pqgraph list queries' shows the stored queries, 'pqgraph show query NAME' one with its parameters.

    \b
    Examples:
      pqgraph query members-by-topic topic=SEND --store demo/store
      pqgraph query response-times --data questions.ttl -f csv -o times.csv
      pqgraph query who-asks-whom --store demo/store -o network.svg --limit 500
      pqgraph query unanswered-questions on=2024-05-01 --store demo/store --show
    """
    from pqgraph.cli import query_output
    from pqgraph.queries import run as queries
    from pqgraph.queries.catalogue import find

    if show and explain:
        raise click.UsageError("--show stops before the query runs; --explain tells how it ran.")
    given = _pairs(values)
    places = [bool(store), bool(endpoint), bool(data)]
    if sum(places) > 1 or (not any(places) and not show):
        raise click.UsageError("Say where to ask, once: --store DIR, --endpoint URL or --data FILE.")
    # A name that is no file is passed over.
    refuse_inputs(target, (*data, query))
    with _queryable(store, endpoint, data, timeout, access) as where:
        if show:
            _, text = queries.prepare(query, given, where, cube=cube, catalogue=catalogue, first=limit)
            with output(target) as stream:
                stream.write(text.rstrip("\n").encode() + b"\n")
            return Exit.DONE
        assert where is not None
        name = format_name or query_output.format_of(target)
        if name in query_output.PICTURES:
            query_output.check_picture(find(query, catalogue), name, target)
        began, clock = time.perf_counter(), query_output.Clock()
        answer = queries.run(query, given, where, cube=cube, catalogue=catalogue, first=limit)
        clock.started = time.perf_counter() - began
        timed = replace(answer, result=clock.of(answer.result))
        written = query_output.write_answer(timed, given, name, target, limit=limit, safe=spreadsheet_safe)
    seconds = time.perf_counter() - began
    if explain:
        click.echo(query_output.explanation(answer, clock, written, seconds), err=True, nl=False)
    for note in answer.notes:
        console.say(note)
    count, more = written.count, " (there are more; --limit)" if written.more else ""
    console.say(f"{count:,} row{'' if count == 1 else 's'}{more} in {seconds:.2f} s")
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
    store: str | None, endpoint: str | None, data: tuple[str, ...], timeout: float, access: Access
) -> Iterator[Queryable | None]:
    from pqgraph.store.local import LocalStore

    if store:
        with LocalStore.open(store) as opened:
            yield opened
    elif data:
        with LocalStore.in_memory(data, reference=True) as loaded:
            yield loaded
    elif endpoint:
        with access.store(endpoint, timeout) as remote:
            yield remote
    else:
        yield None
