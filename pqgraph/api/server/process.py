"""One process that answers, as the server sees it."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from asyncio.subprocess import PIPE, Process

import msgspec

from pqgraph.api.protocol import Request, Response
from pqgraph.api.server import frames
from pqgraph.api.server.settings import Settings
from pqgraph.errors import PqgraphError

__all__ = ["Answerer", "GoneError"]


class GoneError(Exception):
    """The process has ended, or was ended, before it answered."""


class Answerer:
    """A process that answers requests.

    Args:
        settings: What it opens.
        calls: How many requests it works on at once.

    Attributes:
        load: How many requests it has been given and not answered.
    """

    def __init__(self, settings: Settings, calls: int) -> None:
        self._settings = settings
        self._calls = calls
        self._process: Process | None = None
        self._waiting: dict[int, asyncio.Future[Response]] = {}
        self._number = 0
        self._reader: asyncio.Task[None] | None = None
        self.load = 0
        self.ready: frames.Ready | None = None

    @property
    def pid(self) -> int | None:
        """Its number."""
        return None if self._process is None else self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it can be given requests."""
        return self._process is not None and self._process.returncode is None and self.ready is not None

    async def start(self) -> None:
        """Start it, and wait until it has opened the store.

        Raises:
            PqgraphError: What it says when it cannot.
            GoneError: It ended without a word.
        """
        settings = msgspec.json.encode(self._settings).decode()
        command = (sys.executable, "-m", "pqgraph.api.server.answerer", settings, str(self._calls))
        self._process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE)
        try:
            first = await self._message()
        except asyncio.IncompleteReadError:
            raise GoneError from None
        if isinstance(first, frames.Failure):
            raise PqgraphError(first.code, first.found, place=first.place)
        assert isinstance(first, frames.Ready), "the first message says how it went"
        self.ready = first
        self._reader = asyncio.create_task(self._read())

    async def call(self, request: Request, body: bytes, seconds: float) -> Response:
        """Have a request answered; the caller has counted it in :attr:`load`.

        Raises:
            TimeoutError: It takes too long. The process still works on it.
            GoneError: The process ended.
        """
        process = self._process
        assert process is not None and process.stdin is not None, "start() comes first"
        self._number += 1
        number = self._number
        future: asyncio.Future[Response] = asyncio.get_running_loop().create_future()
        self._waiting[number] = future
        ended = False
        try:
            if not self.alive:
                raise GoneError
            try:
                process.stdin.write(frames.encode(frames.Call.of(number, request, body)))
                async with asyncio.timeout(seconds):
                    await process.stdin.drain()
                    # Shielded, because a client that goes away does not make the work go away.
                    return await asyncio.shield(future)
            except (ConnectionError, RuntimeError):
                raise GoneError from None
        except (GoneError, TimeoutError):
            ended = True
            raise
        finally:
            if future.done() or ended:
                self._forget(number)
            else:
                # The client went away: the place is taken until the work is done, or the time is over.
                asyncio.get_running_loop().call_later(seconds, self._give_up, number)
                future.add_done_callback(lambda _: self._forget(number))

    async def finish(self, patience: float) -> None:
        """Let it answer what it has, for so many seconds, then end it."""
        process = self._process
        if process is None:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while self._waiting and process.returncode is None:
                    await asyncio.wait(list(self._waiting.values()))
                    await asyncio.sleep(0)
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
        await process.wait()
        if self._reader is not None:
            await asyncio.gather(self._reader, return_exceptions=True)
        self._fail()

    async def _message(self) -> frames.Message:
        assert self._process is not None and self._process.stdout is not None, "start() comes first"
        stream = self._process.stdout
        (length,) = frames.LENGTH.unpack(await stream.readexactly(frames.LENGTH.size))
        return frames.decode_message(await stream.readexactly(length))

    async def _read(self) -> None:
        try:
            while True:
                message = await self._message()
                if isinstance(message, frames.Reply):
                    future = self._waiting.get(message.number)
                    if future is not None and not future.done():
                        future.set_result(message.response())
        except (asyncio.IncompleteReadError, ConnectionError, msgspec.DecodeError):
            self.ready = None
            self._fail()

    def _fail(self) -> None:
        for future in list(self._waiting.values()):
            if not future.done():
                future.set_exception(GoneError())
                # It may be that nobody asks any more.
                future.exception()

    def _forget(self, number: int) -> None:
        if self._waiting.pop(number, None) is not None:
            self.load -= 1

    def _give_up(self, number: int) -> None:
        future = self._waiting.get(number)
        if future is not None and not future.done() and self._process is not None:
            # Nobody waits for it, and it works on: the same end as for one that somebody waits for.
            self.ready = None
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
