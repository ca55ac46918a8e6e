"""Who asks: name and password, or a token; never shown and never sent to another server."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from pqgraph.errors import PqgraphError

__all__ = ["PASSWORD", "SCHEMES", "TOKEN", "USER", "Credentials", "Scheme", "address", "may_receive", "shown"]

USER = "PQGRAPH_ENDPOINT_USER"
PASSWORD = "PQGRAPH_ENDPOINT_PASSWORD"
TOKEN = "PQGRAPH_ENDPOINT_TOKEN"
Scheme = Literal["auto", "basic", "digest"]
SCHEMES: dict[str, Scheme] = {"auto": "auto", "basic": "basic", "digest": "digest"}
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """What a server may want to know; empty for an anonymous client.

    Attributes:
        user: Name for Basic or Digest authentication.
        password: Password for it.
        token: Bearer token (RFC 6750); it is used in place of user and password.
        scheme: ``basic`` sends name and password at once, ``digest`` never does; ``auto`` sends them at once
            over https and to this machine, else when the server asks for Basic, and takes Digest where it is
            offered.

    Raises:
        PqgraphError: PQ901, one of them holds a line break or another control character.
    """

    user: str | None = None
    password: str | None = None
    token: str | None = None
    scheme: Scheme = "auto"

    def __post_init__(self) -> None:
        for what, secret in (("name", self.user), ("password", self.password), ("token", self.token)):
            if secret and any(ord(c) < 32 or ord(c) == 127 for c in secret):
                raise PqgraphError("PQ901", f"the {what} for the endpoint holds a line break or control sign")
        if self.token and not self.token.isascii():
            raise PqgraphError("PQ901", "the token for the endpoint holds characters that no token has")

    def __repr__(self) -> str:
        given = [n for n in ("user", "password", "token") if getattr(self, n)]
        return f"Credentials({', '.join(f'{n}=…' for n in given)})"

    def __bool__(self) -> bool:
        return bool(self.user or self.token)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Credentials:
        """Those of ``PQGRAPH_ENDPOINT_USER``, ``…_PASSWORD`` and ``…_TOKEN``.

        Args:
            environment: In place of the process's own.
        """
        given = os.environ if environment is None else environment
        return cls(given.get(USER) or None, given.get(PASSWORD) or None, given.get(TOKEN) or None)

    def redacted(self, text: str) -> str:
        """A text of the server in which neither password nor token stands, should it send them back."""
        for secret in (self.password, self.token):
            if secret and len(secret) > 3:
                text = text.replace(secret, "…")
        return text

    def at_once(self, url: str) -> bool:
        """Whether name and password go with the first request to an address."""
        parts = urlsplit(url)
        if self.scheme != "auto":
            return self.scheme == "basic"
        return parts.scheme == "https" or parts.hostname in _LOOPBACK


def address(text: str, what: str = "an endpoint") -> tuple[str, Credentials]:
    """Check the address of a server, and take name and password out of it.

    Args:
        text: The address, as a user gives it.
        what: What it should be the address of, for the message.

    Returns:
        The address without name and password, and these (empty if there are none).

    Raises:
        PqgraphError: PQ901, it is not an address of http or https.
    """
    try:
        parts = urlsplit(text.strip())
        fits = parts.scheme in _PORTS and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        fits = False
    if not fits or any(c.isspace() or ord(c) < 32 for c in text.strip()):
        raise PqgraphError("PQ901", f"{_unsecret(text)!r} is not the http(s) address of {what}")
    found = Credentials(unquote(parts.username) if parts.username else None,
                        unquote(parts.password) if parts.password else None)  # fmt: skip
    return urlunsplit((parts.scheme, _host(parts), parts.path or "/", parts.query, "")), found


def shown(url: str) -> str:
    """An address as messages show it: without name, password and query string, which may hold a key."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, _host(parts), parts.path, "…" if parts.query else "", ""))


def may_receive(url: str, home: str) -> bool:
    """Whether what is secret between us and ``home`` may be sent to ``url``.

    It may to the same scheme, host and port, and to the same host when http became https on the usual ports.
    """
    there, here = urlsplit(url), urlsplit(home)
    if there.hostname != here.hostname:
        return False
    ports = tuple(p.port or _PORTS.get(p.scheme) for p in (here, there))
    if (here.scheme, there.scheme) == ("http", "https"):
        return ports == (80, 443)
    return here.scheme == there.scheme and ports[0] == ports[1]


def _host(parts: SplitResult) -> str:
    return parts.netloc.rpartition("@")[2]


def _unsecret(text: str) -> str:
    scheme, mark, rest = text.partition("://")
    return f"{scheme}{mark}{rest.rpartition('@')[2]}" if mark else text
