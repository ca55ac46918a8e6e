"""A process that answers requests: it reads calls from stdin and writes replies to stdout.

It is started by :mod:`pqgraph.api.server.pool` as ``python -m pqgraph.api.server.answerer SETTINGS THREADS`` and ends
when its stdin does. It may be killed at any moment: it writes nothing to disk.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import BinaryIO

import msgspec

from pqgraph.api.problems import problem_response
from pqgraph.api.protocol import Problem
from pqgraph.api.server import frames
from pqgraph.api.server.settings import Settings
from pqgraph.api.server.site import Site
from pqgraph.errors import PqgraphError

__all__ = ["main"]

_STACK = 64 << 20
"""Bytes of stack of a thread, because engines work by recursion; only what is used takes memory."""
_AT_ONCE = 2
"""Calls that are worked on at once while none is slow: threads that all want the interpreter cost each other time."""
_SLOW = 0.05
"""Seconds that a call waits for those before it; then it is worked on beside them."""


def main(arguments: list[str]) -> int:
    """Answer until stdin ends.

    Args:
        arguments: The settings as JSON, and how many calls to work on at once.
    """
    settings = msgspec.json.decode(arguments[0], type=Settings)
    calls, replies = _streams()
    # Ctrl-C goes to the whole group; the server says when this process is to end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory(settings.limits.memory)
    threading.stack_size(_STACK)
    try:
        site = Site.open(settings)
    except PqgraphError as error:
        frames.write(replies, frames.Failure(error.code.id, error.found, error.place))
        return 1
    frames.write(replies, frames.Ready(site.triples, site.content))
    lock = threading.Lock()
    places = threading.Semaphore(_AT_ONCE)

    def work(call: frames.Call) -> None:
        waited_for = places.acquire(timeout=_SLOW)
        try:
            reply = _reply(site, call)
        finally:
            if waited_for:
                places.release()
        with lock:
            frames.write(replies, reply)

    threads = ThreadPoolExecutor(int(arguments[1]))
    # Beside the first calls, not before them: a server of six processes listens seconds earlier.
    threading.Thread(target=site.prepare, daemon=True).start()
    while (call := frames.read_call(calls)) is not None:
        threads.submit(work, call)
    # Whoever asked is gone, and a query cannot be stopped.
    os._exit(0)


def _streams() -> tuple[BinaryIO, BinaryIO]:
    """Both ends of the line; what anything else prints goes to stderr."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return sys.stdin.buffer, replies


def _limit_memory(most: int) -> None:
    if not most:
        return
    try:
        import resource
    except ImportError:  # Windows
        return
    # Memory that is claimed, not files that are mapped: a large store is not large here.
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _reply(site: Site, call: frames.Call) -> frames.Reply:
    request = call.request()
    try:
        response = site.answer(request, call.body)
    except MemoryError:
        response = problem_response(Problem(503, "The answer needs more memory than it may have."), request)
    except Exception as fault:
        import traceback

        # The place in the code, not the values: these may be of a person.
        place = traceback.extract_tb(fault.__traceback__)[-1]
        print(f"fault: {type(fault).__name__} at {place.filename}:{place.lineno}", file=sys.stderr)  # noqa: T201
        response = problem_response(Problem(500, "Something went wrong in pqgraph."), request)
    return frames.Reply(call.number, response.status, response.headers, response.body)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
