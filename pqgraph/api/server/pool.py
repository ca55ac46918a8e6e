"""Processes that answer, and who gets the next request.

A *lane* is a group of them for one kind of request, so that slow queries never keep items and lists waiting. A request
has so many seconds; then the process that works on it is ended, because a query inside Oxigraph cannot be stopped, and
another takes its place. A process that dies answers its requests with 503 and takes nothing else along.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Coroutine

from pqgraph.api.protocol import Problem, Request, Response
from pqgraph.api.server.process import Answerer, GoneError
from pqgraph.errors import PqgraphError

__all__ = ["Counts", "Lane"]

_PAUSE = 1.0
"""Seconds before a process is started again that could not start."""


class Counts:
    """What happened in a lane since it was made."""

    def __init__(self) -> None:
        self.timeouts = 0
        self.deaths = 0
        self.refused = 0


class Lane:
    """Processes for one kind of request.

    Args:
        name: What the kind is called.
        start: Starts a process.
        size: How many processes there are.
        calls: How many requests one works on at once.
        seconds: How long an answer may take.
        waiting: How many requests may wait.
    """

    def __init__(
        self,
        name: str,
        start: Callable[[int], Answerer],
        *,
        size: int,
        calls: int,
        seconds: float,
        waiting: int,
    ) -> None:
        self.name = name
        self.counts = Counts()
        self._start = start
        self._size = size
        self._calls = calls
        self._seconds = seconds
        self._most_waiting = waiting
        self._ready: list[Answerer] = []
        self._waiters: deque[asyncio.Future[Answerer]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def processes(self) -> list[Answerer]:
        """Those that take requests."""
        return list(self._ready)

    @property
    def waiting(self) -> int:
        """How many requests wait for a process."""
        return len(self._waiters)

    async def open(self) -> None:
        """Start the processes.

        Raises:
            PqgraphError: They cannot work: the store or the description is at fault.
        """
        await self._replace(await self._fresh())

    async def reopen(self) -> None:
        """Start new processes, which open the store as it is now, then let the old ones finish and end.

        Raises:
            PqgraphError: The new ones cannot work; the old ones go on.
        """
        await self._replace(await self._fresh())

    async def close(self, patience: float = 0.0) -> None:
        """End all processes, after what they work on or after so many seconds."""
        self._closed = True
        for waiter in self._waiters:
            waiter.cancel()
        old, self._ready = self._ready, []
        await asyncio.gather(*(each.finish(patience) for each in old))
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def answer(self, request: Request, body: bytes) -> Response:
        """Have a request answered.

        Raises:
            Problem: 503, too many wait, or the process died; 504, it took too long.
        """
        try:
            async with asyncio.timeout(self._seconds):
                process = await self._free()
        except TimeoutError:
            self.counts.refused += 1
            raise _busy() from None
        try:
            return await process.call(request, body, self._seconds)
        except TimeoutError:
            self.counts.timeouts += 1
            self._drop(process)
            raise Problem(
                504, f"The answer took longer than {self._seconds:g} seconds. Ask for less."
            ) from None
        except GoneError:
            self.counts.deaths += 1
            self._drop(process)
            detail = (
                "The process that worked on this ended: the request asks for too much, or another one did."
            )
            raise Problem(503, detail, headers=(("Retry-After", "1"),)) from None
        finally:
            self._wake()

    async def _free(self) -> Answerer:
        """A process with a place for one more request, which is taken; who came first gets the first."""
        process = None if self._waiters else self._least()
        if process is not None:
            process.load += 1
            return process
        for each in self.processes:
            if not each.alive:
                self._drop(each)
        if self._closed or len(self._waiters) >= self._most_waiting:
            self.counts.refused += 1
            raise _busy()
        waiter: asyncio.Future[Answerer] = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():
                waiter.result().load -= 1
                self._wake()
            if self._closed:
                raise _busy() from None
            raise
        finally:
            with contextlib.suppress(ValueError):
                self._waiters.remove(waiter)

    def _least(self) -> Answerer | None:
        free = [each for each in self._ready if each.load < self._calls and each.alive]
        return min(free, key=lambda each: each.load) if free else None

    def _wake(self) -> None:
        """Give free places to those who wait."""
        while self._waiters and (process := self._least()) is not None:
            waiter = self._waiters.popleft()
            if not waiter.done():
                process.load += 1
                waiter.set_result(process)

    async def _fresh(self) -> list[Answerer]:
        """New processes, all ready."""
        made = [self._start(self._calls) for _ in range(self._size)]
        try:
            await asyncio.gather(*(each.start() for each in made))
        except BaseException:
            await asyncio.gather(*(each.finish(0) for each in made))
            raise
        return made

    async def _replace(self, made: list[Answerer]) -> None:
        old, self._ready = self._ready, made
        self._wake()
        await asyncio.gather(*(each.finish(self._seconds) for each in old))

    def _drop(self, process: Answerer) -> None:
        """Give a process no more requests, end it, and put another in its place."""
        if process not in self._ready:
            return
        self._ready.remove(process)
        # Others that it works on may still be answered in time.
        self._run(process.finish(self._seconds if process.load else 0))
        if not self._closed:
            self._run(self._add())

    async def _add(self) -> None:
        while not self._closed and len(self._ready) < self._size:
            process = self._start(self._calls)
            try:
                await process.start()
            except (PqgraphError, GoneError):
                await process.finish(0)
                await asyncio.sleep(_PAUSE)
                continue
            except BaseException:
                await process.finish(0)
                raise
            if self._closed or len(self._ready) >= self._size:
                await process.finish(0)
                return
            self._ready.append(process)
            self._wake()

    def _run(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _busy() -> Problem:
    return Problem(503, "The server is busy.", headers=(("Retry-After", "5"),))
