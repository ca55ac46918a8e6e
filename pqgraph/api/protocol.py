"""One request and its response, without any web framework: what a command and a server both speak."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pqgraph.errors import PqgraphError

__all__ = ["MAX_URL", "Problem", "Request", "Response", "detail_of"]

MAX_URL = 8192
"""Bytes of path and query together; more is refused with 414."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request.

    Attributes:
        path: The path as sent, percent-encoded, with its leading ``/``.
        query: The query string as sent, without ``?``.
        method: In capitals.
        headers: Pairs of name and value; names in any case.
        base: Scheme, host and port under which the client sees the server: ``http://localhost:8000``.
    """

    path: str
    query: str = ""
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    base: str = "http://localhost"

    @classmethod
    def of(cls, target: str, headers: tuple[tuple[str, str], ...] = (), method: str = "GET") -> Request:
        """The request for an address (``http://host/path?query``) or for a path (``/path?query``)."""
        # Nothing here has fragments: a "#" that somebody typed is part of a value.
        parts = urlsplit(target, allow_fragments=False)
        base = f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else "http://localhost"
        path = parts.path if parts.path.startswith("/") else f"/{parts.path}"
        return cls(path, parts.query, method, headers, base)

    def header(self, name: str) -> str | None:
        """The value of a header; several of one name are joined as RFC 9110 (5.3) says."""
        found = [value for key, value in self.headers if key.lower() == name.lower()]
        return ", ".join(found) if found else None


@dataclass(frozen=True, slots=True)
class Response:
    """A response.

    Attributes:
        status: The status code.
        headers: Pairs of name and value, without ``Content-Length`` and ``Date``.
        body: The whole body; for a HEAD request that of the GET, which the server then leaves out.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """The value of the first header of that name."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(slots=True)
class Problem(Exception):  # noqa: N818  # it becomes a response, 303 among them
    """Why a request is not answered as asked.

    Attributes:
        status: The status code.
        detail: What is wrong, in one sentence that names the parameter.
        extra: Further members of the problem document, such as the allowed values.
        headers: Headers that go with the status, such as ``Allow``.
    """

    status: int
    detail: str
    extra: dict[str, object] = field(default_factory=dict)
    headers: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        Exception.__init__(self, self.detail)


def detail_of(error: PqgraphError) -> str:
    """What was found, and what to do if that is more than the code's usual advice: as sentences."""
    found = error.found if error.found.endswith(("?", "!")) else f"{error.found.rstrip('.')}."
    return found if not error.advice or error.advice == error.code.cure else f"{found} {error.advice}"
