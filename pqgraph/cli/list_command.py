"""``pqgraph list``: what there is."""

from __future__ import annotations

import click

from pqgraph.cli import console
from pqgraph.cli.catalogues import CATALOGUES
from pqgraph.cli.options import catalogue_option
from pqgraph.errors import Exit

__all__ = ["command"]


@click.command("list")
@click.argument("what", type=click.Choice(list(CATALOGUES)))
@catalogue_option
def command(what: str, catalogue: str | None) -> Exit:
    """List what there is: readers, queries, shapes, terms, topics or errors.

    'pqgraph show WHAT NAME' tells all about one of them.
    """
    if what == "queries":
        from pqgraph.cli.query_contents import print_contents

        return print_contents(catalogue)
    if catalogue is not None:
        raise click.UsageError("--catalogue goes with queries only.")
    table = CATALOGUES[what]
    console.table(table.headings, table.rows())
    return Exit.DONE
