"""Running the server: sockets, signals, clients that take their time."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import Iterator
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from pqgraph.api.server.access_log import AccessLog
from pqgraph.api.server.app import application
from pqgraph.api.server.settings import Settings
from pqgraph.errors import PqgraphError

__all__ = ["serve"]

_HEAD_BYTES = 64 * 1024
"""Bytes of a request before its body; more ends the connection."""
_STOP_SECONDS = 15


class _Patient(HttpToolsProtocol):
    """Uvicorn's protocol with an end to patience: a request's head comes soon and is not large."""

    idle_seconds = 20.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._head = 0
        self._deadline: asyncio.TimerHandle | None = None
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._met()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._deadline is not None:
            self._head += len(data)
            if self._head > _HEAD_BYTES and not self._is_body(data):
                self.transport.close()
                return
        super().data_received(data)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if self._deadline is None:
            self._expect_head()

    def on_headers_complete(self) -> None:
        self._met()
        super().on_headers_complete()

    def _is_body(self, data: bytes) -> bool:
        # Head and body may come in one piece.
        return b"\r\n\r\n" in data[:_HEAD_BYTES]

    def _expect_head(self) -> None:
        self._head = 0
        self._deadline = self.loop.call_later(self.idle_seconds, self.transport.close)

    def _met(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


class _Server(uvicorn.Server):
    """Uvicorn's server, but a signal that it has obeyed does not end the process as well."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        signals = (signal.SIGINT, signal.SIGTERM)
        try:
            for each in signals:
                loop.add_signal_handler(each, self.handle_exit, each, None)
        except NotImplementedError:  # Windows
            with super().capture_signals():
                yield
            return
        try:
            yield
        finally:
            for each in signals:
                loop.remove_signal_handler(each)


def serve(
    settings: Settings, *, host: str = "127.0.0.1", port: int = 8080, log_requests: bool = True
) -> None:
    """Serve until a signal says to stop: SIGINT or SIGTERM. Requests that are being answered then are finished.

    Args:
        settings: What is served.
        host: Address to listen at.
        port: Port; 0 for a free one, which the log tells.
        log_requests: Whether to log each request.

    Raises:
        PqgraphError: PQ711, the address is taken or not this machine's; or what is served cannot be used.
    """
    log = AccessLog(requests=log_requests)
    with _listening(host, port) as listening:
        # uvloop where it is installed, as uvicorn does.
        factory = uvicorn.Config("", loop="auto").get_loop_factory()
        with asyncio.Runner(loop_factory=factory) as runner:
            runner.run(_run(settings, listening, log))


async def _run(settings: Settings, listening: socket.socket, log: AccessLog) -> None:
    app = application(settings, log)
    limits = settings.limits
    protocol: type[Any] = type("_Protocol", (_Patient,), {"idle_seconds": limits.idle_seconds})
    # Uvicorn swallows what goes wrong when an application starts; so it is started here.
    async with app.router.lifespan_context(app):
        config = uvicorn.Config(
            app,
            http=protocol,
            ws="none",
            lifespan="off",
            access_log=False,
            log_config=None,
            log_level=logging.ERROR,
            server_header=False,
            limit_concurrency=limits.connections,
            timeout_keep_alive=int(limits.idle_seconds),
            timeout_graceful_shutdown=_STOP_SECONDS,
        )
        name, port = listening.getsockname()[:2]
        shown = f"[{name}]" if ":" in name else name
        log.note(f"listening at http://{shown}:{port}/")
        await _Server(config).serve(sockets=[listening])
    log.note("stopped")


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as problem:
        raise PqgraphError("PQ711", problem.strerror or str(problem), place=f"{host}:{port}") from problem
    # Connections inherit it. Without it, head and body of an answer wait for each other: 40 ms.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening
