"""``pqgraph load``."""

from __future__ import annotations

import click

from pqgraph.cli import console
from pqgraph.errors import Exit

__all__ = ["command"]


@click.command("load")
@click.argument("data", metavar="DATA...", nargs=-1, required=True)
@click.option("--store", metavar="DIR", required=True, help="The store to add to, made by 'pqgraph build'.")
@click.option(
    "--graph", metavar="IRI", help="Put what the files say in the default graph into this named graph."
)
def command(data: tuple[str, ...], store: str, graph: str | None) -> Exit:
    """Add RDF files to a store: all of them, or nothing.

    DATA is RDF in any format, told by the file name, plain or compressed. Statements that the store already has
    are not added twice.

    \b
    Example:
      pqgraph load members.ttl --store demo/store
    """
    from pqgraph.iris import is_iri
    from pqgraph.store.local import LocalStore

    if graph is not None and not is_iri(graph):
        raise click.UsageError(f"'{graph}' is not an IRI.")
    with LocalStore.open(store, read_only=False) as opened:
        gained = opened.load(data, graph=graph)
        total = opened.count()
    console.say(f"{gained:,} new statement{'' if gained == 1 else 's'}, {total:,} in all → {store}")
    return Exit.DONE
