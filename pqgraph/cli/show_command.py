"""``pqgraph show``: one thing in full."""

from __future__ import annotations

import sys
from difflib import get_close_matches

import click

from pqgraph.cli.catalogues import CATALOGUES, query_text
from pqgraph.cli.options import catalogue_option
from pqgraph.errors import Exit

__all__ = ["command"]

# One of them is shown, so the singular is what people type.
_SINGULAR = {
    "reader": "readers",
    "query": "queries",
    "shape": "shapes",
    "term": "terms",
    "topic": "topics",
    "error": "errors",
}


@click.command("show")
@click.argument("what", type=click.Choice([*_SINGULAR, *CATALOGUES]))
@click.argument("name")
@catalogue_option
def command(what: str, name: str, catalogue: str | None) -> Exit:
    """Tell all about one reader, query, shape, term, topic or error.

    \b
    Examples:
      pqgraph show query members-by-topic
      pqgraph show error PQ203
      pqgraph show term pq:answeringBody
    """
    kind = _SINGULAR.get(what, what)
    if catalogue is not None and kind != "queries":
        raise click.UsageError("--catalogue goes with queries only.")
    table = CATALOGUES[kind]
    text = query_text(name, catalogue) if kind == "queries" else table.text(name)
    if text is None:
        names = [row[0] for row in table.rows()]
        close = get_close_matches(name, names, n=3, cutoff=0.5)
        meant = f" Did you mean {' or '.join(close)}?" if close else ""
        raise click.UsageError(f"There is no {what} called '{name}'.{meant}")
    sys.stdout.write(text.rstrip("\n") + "\n")
    return Exit.DONE
