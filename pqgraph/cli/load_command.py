"""``pqgraph load``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from pqgraph.cli import console
from pqgraph.cli.endpoint_options import Access, endpoint_options
from pqgraph.errors import Exit

if TYPE_CHECKING:
    from pqgraph.store.remote import GraphCount, LoadReport

__all__ = ["command"]

_CHUNK = 10_000


@click.command("load")
@click.argument("data", metavar="DATA...", nargs=-1, required=True)
@click.option("--store", metavar="DIR", help="The store to add to, made by 'pqgraph build'.")
@click.option("--endpoint", metavar="URL", help="The SPARQL endpoint to add to.")
@click.option(
    "--graph", metavar="IRI", help="Put what the files say in the default graph into this named graph."
)
@click.option(
    "--graph-store",
    metavar="URL",
    help="Where the endpoint takes data by the Graph Store Protocol; Oxigraph, Virtuoso, Fuseki and GraphDB are known.",
)
@click.option(
    "--update-url", metavar="URL", help="Where it takes SPARQL updates; used to load without --graph-store."
)
@click.option(
    "--replace", is_flag=True, help="Endpoint: empty the graphs that the data has statements for first."
)
@click.option(
    "--labels/--no-labels",
    default=None,
    help="Endpoint: with questions, also load the labels of Houses, answering bodies and topics that ship with "
    "pqgraph; queries by topic need them. A store has them.  [default: labels]",
)
@click.option(
    "--chunk",
    metavar="N",
    type=click.IntRange(min=1),
    default=_CHUNK,
    show_default=True,
    help="Endpoint: statements a request.",
)
@click.option(
    "--journal",
    metavar="FILE",
    help="Endpoint: where to note how far the load has come; in the current folder if left out.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.1),
    default=300.0,
    show_default=True,
    help="Seconds to wait for an endpoint.",
)
@endpoint_options
def command(
    data: tuple[str, ...],
    store: str | None,
    endpoint: str | None,
    graph: str | None,
    graph_store: str | None,
    update_url: str | None,
    replace: bool,
    labels: bool | None,
    chunk: int,
    journal: str | None,
    timeout: float,
    access: Access,
) -> Exit:
    """Add RDF files to a store or to an endpoint.

    DATA is RDF in any format, told by the file name, plain or compressed. Statements that are there already
    are not added twice. A store gets all of them, or nothing; a later 'pqgraph build' keeps them, and a file with blank
    nodes that is loaded again adds nothing. An endpoint gets them in chunks: if the load stops, the same command goes
    on where it stopped, and at the end the statements are counted. It takes no blank nodes.

    \b
    Examples:
      pqgraph load members.ttl --store demo/store
      pqgraph load questions.nq.gz --endpoint http://localhost:7878/query
      pqgraph load questions.ttl --endpoint http://localhost:8890/sparql --graph http://example.org/pq --user dba
    """
    from pqgraph.iris import is_iri

    if bool(store) == bool(endpoint):
        raise click.UsageError("Say where to load, once: --store DIR or --endpoint URL.")
    if graph is not None and not is_iri(graph):
        raise click.UsageError(f"'{graph}' is not an IRI.")
    if endpoint:
        from pqgraph.store.remote import load

        with access.store(endpoint, timeout) as target, _progress() as told:
            report = load(
                data,
                target,
                graph_store=graph_store,
                update_url=update_url,
                graph=graph,
                replace=replace,
                labels=labels is not False,
                chunk=chunk,
                journal=journal,
                told=told,
            )
        _tell(report)
        return Exit.DONE
    for given, name in ((graph_store, "graph-store"), (update_url, "update-url"), (replace, "replace"),
                        (journal, "journal"), (labels is not None, "labels")):  # fmt: skip
        if given:
            raise click.UsageError(f"--{name} is for --endpoint.")
    from pqgraph.store.local import LocalStore

    with LocalStore.open(store or "", read_only=False) as opened:
        gained = opened.load(data, graph=graph)
        total = opened.count()
    console.say(f"{gained:,} new statement{'' if gained == 1 else 's'}, {total:,} in all → {store}")
    return Exit.DONE


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int | None], None] | None]:
    """A line that counts statements while they are read and sent; only on a terminal."""
    with console.status("Reading") as show:
        if show is None:
            yield None
            return
        words = {"read": "Reading", "sent": "Sending"}

        def told(stage: str, done: int, whole: int | None) -> None:
            of = f" of {whole:,}" if whole is not None else ""
            show(f"{words[stage]}: {done:,}{of} statements")

        yield told


def _tell(report: LoadReport) -> None:
    for found in report.graphs:
        console.say(f"{found.graph or 'default graph'}: {_verified(found)}")
    if report.stale_statistics:
        console.say(
            "The statistics at the endpoint do not count what was added: ask with --no-cube, or give --update-url."
        )
    resumed = f", {report.resumed:,} of them by an earlier run" if report.resumed else ""
    many = "" if report.statements == 1 else "s"
    labels = f" ({report.labels:,} of them labels that ship with pqgraph)" if report.labels else ""
    chunks = f"{report.chunks:,} chunk{'' if report.chunks == 1 else 's'}"
    console.say(f"{report.statements:,} statement{many}{labels} in {chunks}{resumed} → {report.url}")


def _verified(found: GraphCount) -> str:
    """What is known of a graph, and no more than that."""
    if found.exact:
        return f"holds the {found.sent:,} statements that were sent, by count"
    return (
        f"{found.before:,} statements before, {found.after:,} now; {found.sent:,} different ones were sent, "
        f"and {found.sampled} of them, asked for, are there"
    )
