"""Options of commands that talk to an endpoint: who asks, how long to wait, which graphs."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from pqgraph.store.remote import RemoteStore

__all__ = ["Access", "endpoint_options"]


@dataclass(frozen=True, slots=True)
class Access:
    """What the options say.

    Attributes:
        user: Name for Basic or Digest authentication.
        password: Password for it.
        token: Bearer token.
        auth: ``auto``, ``basic`` or ``digest``.
        default_graphs: Graphs to ask in place of the server's default graph.
        named_graphs: Graphs that ``GRAPH`` may reach.
        total: Seconds for a request with its retries.
        retries: How often a request is sent again.
    """

    user: str | None
    password: str | None
    token: str | None
    auth: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    total: float
    retries: int

    def __repr__(self) -> str:
        return "Access(…)"  # a password stands in it

    def store(self, endpoint: str, timeout: float) -> RemoteStore:
        """The endpoint.

        Args:
            endpoint: Its address.
            timeout: Seconds to wait for the answer to begin, and for each part of it.

        Raises:
            PqgraphError: PQ901, as :class:`pqgraph.store.remote.RemoteStore`.
        """
        from pqgraph.store.remote import Credentials, Limits, RemoteStore
        from pqgraph.store.remote.credentials import SCHEMES, address

        inside = address(endpoint)[1]
        given = Credentials(self.user, self.password, self.token)
        who = given if self.user or self.token else inside
        return RemoteStore(
            endpoint,
            credentials=Credentials(who.user, who.password, who.token, SCHEMES[self.auth]),
            default_graphs=self.default_graphs,
            named_graphs=self.named_graphs,
            limits=Limits(read=timeout, total=self.total, retries=self.retries),
        )


def endpoint_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options; it gets them as one argument, ``access``."""

    @click.option(
        "--user",
        metavar="NAME",
        envvar="PQGRAPH_ENDPOINT_USER",
        show_envvar=True,
        help="Name for an endpoint that wants one (Basic or Digest).",
    )
    @click.option(
        "--password",
        metavar="TEXT",
        envvar="PQGRAPH_ENDPOINT_PASSWORD",
        show_envvar=True,
        help="Password for it. Others on this computer can see it here: better set the variable.",
    )
    @click.option(
        "--token",
        metavar="TEXT",
        envvar="PQGRAPH_ENDPOINT_TOKEN",
        show_envvar=True,
        help="Bearer token, in place of name and password.",
    )
    @click.option(
        "--auth",
        type=click.Choice(["auto", "basic", "digest"]),
        default="auto",
        show_default=True,
        help="How to give name and password; auto does as the endpoint wants.",
    )
    @click.option(
        "--default-graph",
        "default_graphs",
        metavar="IRI",
        multiple=True,
        help="Ask this graph in place of the endpoint's default graph; may be given several times.",
    )
    @click.option(
        "--named-graph",
        "named_graphs",
        metavar="IRI",
        multiple=True,
        help="With --default-graph: a graph that GRAPH may reach, in place of pqgraph's provenance graph.",
    )
    @click.option(
        "--total-timeout",
        "total",
        type=click.FloatRange(min=0.1),
        default=600.0,
        show_default=True,
        help="Seconds for one request to an endpoint with all its retries.",
    )
    @click.option(
        "--retries", type=click.IntRange(min=0, max=20), default=3, show_default=True,
        help="How often to ask again when an endpoint is busy or the connection breaks.",
    )  # fmt: skip
    @functools.wraps(command)
    def with_access(
        *arguments: Any,
        user: str | None,
        password: str | None,
        token: str | None,
        auth: str,
        default_graphs: tuple[str, ...],
        named_graphs: tuple[str, ...],
        total: float,
        retries: int,
        **others: Any,
    ) -> Any:
        access = Access(user, password, token, auth, default_graphs, named_graphs, total, retries)
        return command(*arguments, access=access, **others)

    return with_access
