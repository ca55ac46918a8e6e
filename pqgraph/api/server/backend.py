"""The lanes of a server, and the store that they read, which may be built anew meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path

from pqgraph.api.protocol import Request, Response
from pqgraph.api.server.paths import is_query
from pqgraph.api.server.pool import Lane
from pqgraph.api.server.process import Answerer, GoneError
from pqgraph.api.server.settings import Settings
from pqgraph.errors import PqgraphError
from pqgraph.store.builder import sweep
from pqgraph.store.manifest import FILE_NAME

__all__ = ["Backend"]

_LOOK_EVERY = 1.0
"""Seconds between two looks at the store's manifest."""
_CALLS = 8
"""Requests that one process of the API works on at once: a slow list does not stop those beside it."""


class Backend:
    """Answers requests by processes.

    Args:
        settings: What is served.
        note: Is told, in a few words, what happens to the store.
    """

    def __init__(self, settings: Settings, note: Callable[[str], None]) -> None:
        limits = settings.limits
        self._settings = settings
        self._note = note
        self._watcher: asyncio.Task[None] | None = None
        self.generation = 0
        self.api = Lane(
            "api",
            self._answerer,
            size=settings.workers,
            calls=_CALLS,
            seconds=limits.seconds,
            waiting=limits.connections,
        )
        self.queries = Lane(
            "query",
            self._answerer,
            size=limits.queries,
            calls=1,
            seconds=limits.seconds,
            waiting=limits.waiting,
        )

    @property
    def lanes(self) -> tuple[Lane, Lane]:
        """The lanes."""
        return self.api, self.queries

    def _answerer(self, calls: int) -> Answerer:
        return Answerer(self._settings, calls)

    async def open(self) -> None:
        """Start the processes, and watch the store.

        Raises:
            PqgraphError: What is to be served cannot be used.
        """
        seen = self._state()
        try:
            await self.api.open()
            await self.queries.open()
        except BaseException:
            await self.close(0)
            raise
        self.generation = 1
        if self._settings.store is not None:
            self._watcher = asyncio.create_task(self._watch(seen))

    async def close(self, patience: float) -> None:
        """End the processes, after what they work on or after so many seconds."""
        if self._watcher is not None:
            self._watcher.cancel()
            await asyncio.gather(self._watcher, return_exceptions=True)
        await asyncio.gather(*(lane.close(patience) for lane in self.lanes))

    async def answer(self, request: Request, body: bytes) -> Response:
        """Have a request answered.

        Raises:
            Problem: 503, 504: nobody can answer it, or not in time.
        """
        lane = self.queries if is_query(request.path) else self.api
        return await lane.answer(request, body)

    def _state(self) -> tuple[int, int, int] | None:
        """What changes when the store is built anew; ``None`` if there is none."""
        if self._settings.store is None:
            return None
        try:
            found = (Path(self._settings.store) / FILE_NAME).stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size

    async def _watch(self, seen: tuple[int, int, int] | None) -> None:
        store = self._settings.store
        assert store is not None, "only a store is watched"
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            now = self._state()
            if now is None or now == seen:
                continue
            self._note("the store has changed; opening it")
            try:
                await asyncio.gather(*(lane.reopen() for lane in self.lanes))
            except (PqgraphError, GoneError) as problem:
                # The old store is still served; a next look tries again.
                self._note(f"it cannot be opened: {problem}")
                continue
            seen = now
            self.generation += 1
            self._note("the new store is served")
            with contextlib.suppress(OSError):
                await asyncio.to_thread(sweep, store)
