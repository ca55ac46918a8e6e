"""One request at a time over HTTP: what ``requests`` does, with sockets that a watchdog guards.

This module loads ``requests``; import it where a request is sent.
"""

from __future__ import annotations

import socket
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth
from urllib3.connection import HTTPConnection, HTTPSConnection

from pqgraph.store.remote.credentials import Credentials
from pqgraph.store.remote.watchdog import watch

DigestAuth = HTTPDigestAuth
__all__ = ["Anonymous", "Bearer", "DigestAuth", "basic", "digest", "new_session", "reason", "tells_no_host"]


class _Guarded(HTTPConnection):
    def connect(self) -> None:
        super().connect()
        watch(self.sock)

    def request(self, *arguments: Any, **options: Any) -> None:
        watch(self.sock)  # one that is used again
        super().request(*arguments, **options)


class _GuardedTls(HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        watch(self.sock)

    def request(self, *arguments: Any, **options: Any) -> None:
        watch(self.sock)
        super().request(*arguments, **options)


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Guarded


class _TlsPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _GuardedTls


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}


class Anonymous(AuthBase):
    """Sends no credentials. Without it, ``requests`` would look for some in ``~/.netrc``."""

    def __call__(self, r: requests.PreparedRequest) -> requests.PreparedRequest:
        """The request as it is."""
        return r


class Bearer(AuthBase):
    """Sends a token (RFC 6750)."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, r: requests.PreparedRequest) -> requests.PreparedRequest:
        """The request with the token."""
        r.headers["Authorization"] = f"Bearer {self._token}"
        return r


def basic(credentials: Credentials) -> AuthBase:
    """Basic authentication, in UTF-8 (RFC 7617)."""
    return HTTPBasicAuth((credentials.user or "").encode(), (credentials.password or "").encode())


def digest(credentials: Credentials) -> AuthBase:
    """Digest authentication (RFC 7616); keeps the server's nonce, so that only the first request goes twice."""
    return HTTPDigestAuth(credentials.user or "", credentials.password or "")


def new_session() -> requests.Session:
    """A session that guards its sockets; proxies and certificates are those of the environment."""
    session = requests.Session()
    for scheme in ("http://", "https://"):
        session.mount(scheme, _Adapter())
    return session


def reason(problem: BaseException) -> str:
    """What lies at the bottom of an error of the network, in a few words."""
    bottom = _bottom(problem)
    if isinstance(bottom, socket.gaierror):
        return "its host is not known"
    if isinstance(bottom, OSError) and bottom.strerror:
        return bottom.strerror
    return str(bottom) or type(bottom).__name__


def tells_no_host(problem: BaseException) -> bool:
    """Whether the name of the host does not resolve, for good: trying again will not help."""
    bottom = _bottom(problem)
    return isinstance(bottom, socket.gaierror) and bottom.errno != socket.EAI_AGAIN


def _bottom(problem: BaseException) -> BaseException:
    seen: set[int] = set()
    while id(problem) not in seen:
        seen.add(id(problem))
        inner = (getattr(problem, "reason", None), *problem.args, problem.__cause__, problem.__context__)
        problem = next((p for p in inner if isinstance(p, BaseException) and id(p) not in seen), problem)
    return problem
