"""``pqgraph get``."""

from __future__ import annotations

import sys

import click

from pqgraph.cli import console
from pqgraph.cli.options import data_option, store_option
from pqgraph.errors import Exit

__all__ = ["command", "exit_of"]


@click.command("get")
@click.argument("target", metavar="PATH")
@store_option
@data_option
@click.option(
    "--api", "description", metavar="FILE", help="An API description; Parliament's datasets if left out."
)
@click.option(
    "-H",
    "--header",
    "headers",
    metavar="NAME:VALUE",
    multiple=True,
    help="A request header, such as 'Accept: text/turtle'; may be given several times.",
)
@click.option("-i", "--include", is_flag=True, help="Write status and headers before the body.")
@click.option("--allow-sparql", is_flag=True, help="Allow SPARQL in _where, _select, _orderBy and _template.")
def command(
    target: str,
    store: str | None,
    data: tuple[str, ...],
    description: str | None,
    headers: tuple[str, ...],
    include: bool,
    allow_sparql: bool,
) -> Exit:
    """Answer one request to the Linked Data API, without a server.

    PATH is a path with parameters, or a whole address. The body goes to stdout. The exit code is 0 for a status
    below 400, 1 for 404 (nothing there), 2 for other faults of the request, 3 if it could not be answered.

    \b
    Examples:
      pqgraph get '/answeredquestions.json?AnsweringBody=Department for Education' --store demo/store
      pqgraph get /resources/1012383 -H 'Accept: text/turtle' --store demo/store -i
      pqgraph get /doc/schools.ttl --data schools.ttl --api schools-api.ttl
    """
    from urllib.parse import quote

    from pqgraph.api.engine import PARLIAMENT
    from pqgraph.api.index_road import roads_beside
    from pqgraph.api.pages import mount
    from pqgraph.api.protocol import Request
    from pqgraph.store.local import LocalStore

    if bool(store) == bool(data):
        raise click.UsageError("Say where to ask, once: --store DIR or --data FILE.")
    # What a person types may hold spaces and letters that an address would have escaped.
    address = quote(target, safe="!#$%&'()*+,/:;=?@[]~-._")
    given = tuple(_header(text) for text in headers)
    try:
        request = Request.of(address, given)
    except ValueError as problem:
        raise click.UsageError(f"{target!r} is no address: {problem}.") from None
    # Labels of Houses and departments are part of Parliament's datasets and of no one else's.
    opened = LocalStore.open(store) if store else LocalStore.in_memory(data, reference=description is None)
    with opened:
        roads = roads_beside(store, opened) if store else ()
        site = mount(opened, description or PARLIAMENT, roads=roads, raw_sparql=allow_sparql)
        response = site.answer(request)
    out = sys.stdout.buffer
    if include:
        from http import HTTPStatus

        out.write(f"{response.status} {HTTPStatus(response.status).phrase}\n".encode())
        out.writelines(f"{name}: {value}\n".encode() for name, value in response.headers)
        out.write(b"\n")
    out.write(response.body)
    out.flush()
    if response.status >= 400:
        console.say(f"status {response.status}")
    return exit_of(response.status)


def exit_of(status: int) -> Exit:
    """The exit code for a status."""
    if status < 400:
        return Exit.DONE
    if status == 404:
        return Exit.FINDINGS
    return Exit.WRONG_USE if status < 500 else Exit.COULD_NOT


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    name, value = name.strip(), value.strip()
    printable = all(" " <= char <= "~" for char in name + value)
    if not colon or not name or " " in name or not printable:
        raise click.UsageError(f"{text!r} is not a header of the form NAME: VALUE.")
    return name, value
