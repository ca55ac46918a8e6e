"""``pqgraph serve``."""

from __future__ import annotations

import re
from pathlib import Path

import click

from pqgraph.cli import console
from pqgraph.cli.options import data_option, store_option
from pqgraph.errors import Exit, PqgraphError

__all__ = ["command"]

_BASE = re.compile(r"https?://[A-Za-z0-9._-]+(?::[0-9]{1,5})?|https?://\[[0-9A-Fa-f:.]+\](?::[0-9]{1,5})?")


@click.command("serve")
@store_option
@data_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; 0.0.0.0 for all.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="Port; 0 for a free one."
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help="Processes that answer lists and items.",
)
@click.option(
    "--query-workers",
    type=click.IntRange(1, 64),
    default=4,
    show_default=True,
    help="Processes that answer SPARQL and stored queries, one at a time each.",
)
@click.option("--base-url", metavar="URL", help="Scheme, host and port that clients use, behind a proxy.")
@click.option(
    "--api", "description", metavar="FILE", help="An API description; Parliament's datasets if left out."
)
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 3600),
    default=10.0,
    show_default=True,
    help="Seconds that an answer may take.",
)
@click.option(
    "--max-rows",
    type=click.IntRange(1, 10_000_000),
    default=10_000,
    show_default=True,
    help="Rows of a SPARQL result; a larger one is refused.",
)
@click.option(
    "--memory",
    type=click.IntRange(0),
    metavar="MB",
    default=4000,
    show_default=True,
    help="Memory that each process may claim; 0 for no limit.",
)
@click.option("--allow-sparql", is_flag=True, help="Allow SPARQL in _where, _select, _orderBy and _template.")
@click.option("--no-access-log", is_flag=True, help="Do not log requests.")
def command(
    store: str | None,
    data: tuple[str, ...],
    host: str,
    port: int,
    workers: int,
    query_workers: int,
    base_url: str | None,
    description: str | None,
    timeout: float,
    max_rows: int,
    memory: int,
    allow_sparql: bool,
    no_access_log: bool,
) -> Exit:
    """Serve the Linked Data API, SPARQL and stored queries over HTTP.

    When the store is built anew, the new one is served without a pause. SIGTERM or Ctrl-C stops the server after what
    it is answering. The log goes to stderr, a line of JSON for each request.

    \b
    Examples:
      pqgraph serve --store demo/store
      pqgraph serve --store store --workers 4 --base-url https://questions.example.org
      pqgraph serve --data schools.ttl --api schools-api.ttl --port 9000
    """
    if bool(store) == bool(data):
        raise click.UsageError("Say what to serve, once: --store DIR or --data FILE.")
    if base_url is not None and not _BASE.fullmatch(base_url.rstrip("/")):
        raise click.UsageError("--base-url is scheme, host and port: https://questions.example.org")
    try:
        from pqgraph.api.server.running import serve
    except ImportError as problem:
        missing = problem.name or "a package"
        raise PqgraphError(
            "PQ902", f"the server needs {missing}", advice="Install it: pip install 'pqgraph[serve]'."
        ) from problem
    from pqgraph.api.server.settings import Limits, Settings

    settings = Settings(
        store=store,
        data=data,
        api=description,
        base_url=None if base_url is None else base_url.rstrip("/"),
        workers=workers,
        allow_sparql=allow_sparql,
        limits=Limits(seconds=timeout, rows=max_rows, queries=query_workers, memory=memory * 1_000_000),
    )
    if store is not None:
        _repair_index(Path(store))
    serve(settings, host=host, port=port, log_requests=not no_access_log)
    console.say("stopped")
    return Exit.DONE


def _repair_index(store: Path) -> None:
    """Make the search index of a store anew if it is not in step; without one, lists take the slow road."""
    from pqgraph.search import SearchIndex, State, is_installed
    from pqgraph.store.local import LocalStore

    if not is_installed():
        console.say(
            "without tantivy, lists and texts are searched without an index: pip install 'pqgraph[search]'"
        )
        return
    with LocalStore.open(store) as opened:
        state = SearchIndex.state(store)
        if state is State.READY:
            return
        console.say(f"the search index is {state.value}; it is made anew")
        with SearchIndex.open(store, graph=opened):
            pass
