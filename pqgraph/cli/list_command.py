"""``pqgraph list``: what there is."""

from __future__ import annotations

import click

from pqgraph.cli import console
from pqgraph.cli.catalogues import CATALOGUES
from pqgraph.errors import Exit

__all__ = ["command"]


@click.command("list")
@click.argument("what", type=click.Choice(list(CATALOGUES)))
def command(what: str) -> Exit:
    """List what there is: readers, queries, shapes, terms, topics or errors.

    'pqgraph show WHAT NAME' tells all about one of them.
    """
    catalogue = CATALOGUES[what]
    console.table(catalogue.headings, catalogue.rows())
    return Exit.DONE
