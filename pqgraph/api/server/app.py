"""The application: HTTP as Starlette has it, in front of the processes that answer."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import Response as HttpResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pqgraph.api.problems import problem_response
from pqgraph.api.protocol import MAX_URL, Problem, Request, Response
from pqgraph.api.server import metrics as figures
from pqgraph.api.server.access_log import AccessLog
from pqgraph.api.server.backend import Backend
from pqgraph.api.server.metrics import Metrics
from pqgraph.api.server.paths import kind_of
from pqgraph.api.server.settings import Settings

__all__ = ["application"]

_HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"]
_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox"
_SECURITY = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "Content-Location, ETag, Link"),
    ("Content-Security-Policy", _POLICY),
    ("Referrer-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
)
"""Headers of every response that does not say otherwise."""
_PATIENCE = 10.0
"""Seconds that requests have to end when the server stops."""


def application(settings: Settings, log: AccessLog | None = None) -> Starlette:
    """The application; its processes start and end with its lifespan.

    Args:
        settings: What is served.
        log: Where to write what happens.

    Raises:
        PqgraphError: On starting: what is to be served cannot be used.
    """
    log = log or AccessLog()
    backend = Backend(settings, log.note)
    metrics = Metrics()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await backend.open()
        try:
            yield
        finally:
            await backend.close(_PATIENCE)

    async def health(_: HttpRequest) -> HttpResponse:
        well = all(lane.processes for lane in backend.lanes)
        return HttpResponse(
            "ok\n" if well else "no process answers\n", 200 if well else 503, media_type="text/plain"
        )

    async def show_metrics(_: HttpRequest) -> HttpResponse:
        return HttpResponse(metrics.text(backend), media_type=figures.CONTENT_TYPE)

    async def answer(http: HttpRequest) -> HttpResponse:
        request = Request(http.scope["path"], method=http.method, headers=_headers(http.scope))
        try:
            request = _request(http.scope, settings.base_url)
            body = await _body(http, settings)
            return _sent(await backend.answer(request, body))
        except Problem as problem:
            return _sent(problem_response(problem, request))

    routes = [
        Route("/healthz", health),
        Route("/metrics", show_metrics),
        Route("/{path:path}", answer, methods=_METHODS),
    ]
    app = Starlette(routes=routes, lifespan=lifespan)
    app.add_middleware(_Watched, log=log, metrics=metrics)
    return app


def _headers(scope: Scope) -> tuple[tuple[str, str], ...]:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"])


def _request(scope: Scope, base_url: str | None) -> Request:
    """The request in pqgraph's terms.

    Raises:
        Problem: 400, ``Host`` is no host; 414, the address is too long.
    """
    raw = scope.get("raw_path") or scope["path"].encode()
    path, query = raw.partition(b"?")[0].decode("latin-1"), scope["query_string"].decode("latin-1")
    if len(path) + len(query) > MAX_URL:
        raise Problem(414, f"The address is longer than {MAX_URL} bytes.")
    headers = _headers(scope)
    found = Request(path, query, scope["method"], headers)
    base = base_url
    if base is None:
        host = found.header("Host") or "localhost"
        if not _HOST.fullmatch(host):
            raise Problem(400, "The header Host names no host.")
        base = f"{scope.get('scheme', 'http')}://{host}"
    return Request(path, query, found.method, headers, base)


async def _body(http: HttpRequest, settings: Settings) -> bytes:
    """The body, which only POST has.

    Raises:
        Problem: 408, it comes too slowly; 413, it is too large.
    """
    if http.method != "POST":
        return b""
    most = settings.limits.body_bytes
    said = http.headers.get("content-length", "")
    too_large = Problem(413, f"The body is larger than {most:,} bytes.", headers=(("Connection", "close"),))
    if said.isdecimal() and int(said) > most:
        raise too_large
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(settings.limits.idle_seconds):
            async for part in http.stream():
                size += len(part)
                if size > most:
                    raise too_large
                parts.append(part)
    except TimeoutError:
        raise Problem(408, "The body came too slowly.", headers=(("Connection", "close"),)) from None
    except ClientDisconnect:
        raise Problem(400, "The body did not come to its end.") from None
    return b"".join(parts)


def _sent(response: Response) -> HttpResponse:
    sent = HttpResponse(response.body, response.status)
    if response.status in (204, 304):
        del sent.headers["content-length"]
    for name, value in response.headers:
        sent.headers.append(name, value)
    return sent


class _Watched:
    """Around everything: headers that every response has, the log, the figures; no body for HEAD."""

    def __init__(self, app: ASGIApp, log: AccessLog, metrics: Metrics) -> None:
        self._app = app
        self._log = log
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status, size = 500, 0

        async def sending(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = message["headers"]
                there = {name.lower() for name, _ in headers}
                message["headers"] = [
                    *headers,
                    *((n.encode(), v.encode()) for n, v in _SECURITY if n.lower().encode() not in there),
                ]
            elif scope["method"] == "HEAD":
                message = {**message, "body": b""}
            size += len(message.get("body", b""))
            await send(message)

        self._metrics.active += 1
        try:
            await self._app(scope, receive, sending)
        finally:
            self._metrics.active -= 1
            seconds = time.perf_counter() - began
            path = scope["path"]
            if path not in ("/healthz", "/metrics"):
                self._log.request(scope["method"], path, status, size, seconds)
                self._metrics.count(kind_of(path), scope["method"], status, seconds, size)
