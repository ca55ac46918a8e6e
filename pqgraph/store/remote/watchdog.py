"""The end of a request's time, wherever it hangs.

A socket's timeout counts from one byte to the next: a server that sends a byte a second never runs into it. So a
thread waits beside the request, and shuts its socket when the time is up.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from contextvars import ContextVar
from types import TracebackType

__all__ = ["Watchdog", "watch"]

_current: ContextVar[Watchdog | None] = ContextVar("pqgraph_watchdog", default=None)


class Watchdog:
    """Guards the sockets that are used in a ``with`` block, and after it until :meth:`stop`.

    Args:
        seconds: From now.
    """

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._expired = False
        self._timer = threading.Timer(max(0.0, seconds), self._bite)
        self._timer.daemon = True
        self._timer.start()

    @property
    def left(self) -> float:
        """Seconds left; 0 when the time is up."""
        return max(0.0, self._end - time.monotonic())

    @property
    def expired(self) -> bool:
        """Whether the time is up."""
        return self._expired or self.left == 0

    def __enter__(self) -> Watchdog:
        self._token = _current.set(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _current.reset(self._token)

    def stop(self) -> None:
        """The request is done: nothing is shut any more."""
        self._timer.cancel()
        with self._lock:
            self._socket = None

    def guard(self, used: socket.socket) -> None:
        """Shut this socket when the time is up; only the last one given is guarded."""
        with self._lock:
            self._socket = used
            if self._expired:
                _shut(used)

    def _bite(self) -> None:
        with self._lock:
            self._expired = True
            if self._socket is not None:
                _shut(self._socket)


def watch(used: object) -> None:
    """Give a socket to the watchdog of this thread, if there is one."""
    dog = _current.get()
    if dog is not None and isinstance(used, socket.socket):
        dog.guard(used)


def _shut(used: socket.socket) -> None:
    # Of socket, not of SSLSocket: that one would take its TLS away from under the thread that reads.
    with contextlib.suppress(OSError):
        socket.socket.shutdown(used, socket.SHUT_RDWR)
