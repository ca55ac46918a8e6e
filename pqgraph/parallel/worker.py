"""The processes that share a conversion: what each of them does, and how they are started and ended.

Only whoever starts some imports this, for what Python needs for it takes its time at every start.
"""

from __future__ import annotations

import gc
import io
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Hashable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from copy import copy
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any

from pqgraph import iris, readers
from pqgraph.batches import Batch, Piece, WholeTexts
from pqgraph.errors import PqgraphError
from pqgraph.mapping import Entity
from pqgraph.model import Locator, SourceFile
from pqgraph.parallel.parts import Done, Part, Setup
from pqgraph.pipeline import Pipeline, Problem
from pqgraph.rdf.writers import make_writer
from pqgraph.readers.base import Source
from pqgraph.tally import Reporter, new_tally

__all__ = ["Worker", "WorkerPool"]


class _Recorder(Reporter):
    """Keeps what is to be told, so that the first process can tell it in the right order."""

    def __init__(self) -> None:
        super().__init__(new_tally())
        self.told: list[tuple[Hashable, Problem]] = []

    def pass_on(self, problem: Problem, once: Hashable | None) -> None:
        self.told.append((once, problem))


class Worker(Pipeline):
    """One process: a pipeline that is given its files part by part, and writes what it maps."""

    def __init__(self, setup: Setup) -> None:
        super().__init__(
            (), topics=setup.topics, topic_places=setup.topic_places, provenance=setup.provenance
        )
        self.take_register(setup.members)  # whose notices the first process has told
        self.reporter = self._recorder = _Recorder()
        self._stream = io.BytesIO()
        self._writer = make_writer(self._stream, setup.rdf_format)
        self._entities: set[Entity] = set()
        self._file: SourceFile | None = None
        self._questions: list[tuple[str, str]] = []

    def note(self, subject: str, locator: Locator) -> None:
        """Keep which questions there are, for the first process."""
        self._file = locator.source
        self._questions.append((subject, locator.fragment))

    def done(self, part: Part) -> Done:
        """Read, map and write one part."""
        self._stream.seek(0)
        self._stream.truncate()
        recorder = self._recorder
        recorder.tally, recorder.told = new_tally(), []
        self._file, self._questions = None, []
        pieces: list[Piece] = []
        failure = None
        try:
            for batch in self._batches_of(part):
                self._write(batch, pieces)
        except PqgraphError as problem:
            failure = problem
        self._cut(pieces)
        return Done(
            pieces=pieces,
            tally=recorder.tally,
            told=recorder.told,
            file=self._file,
            questions=self._questions,
            failure=failure,
        )

    def _batches_of(self, part: Part) -> Iterator[Batch]:
        reader = readers.get_reader(part.reader)
        if part.block is not None and part.file is not None:
            return self.part(part.block, part.file, reader, WholeTexts())
        return self.file(Source(part.given.path, part.given.name), part.given, reader)

    def _write(self, batch: Batch, pieces: list[Piece]) -> None:
        write = self._writer.write_text
        for record in batch.records:
            write(record.text)
            if not self._entities.issuperset(record.entities):
                self._cut(pieces)
                pieces.append([entity for entity in record.entities if entity not in self._entities])
                self._entities.update(record.entities)
            if record.provenance:
                write(record.provenance, iris.PROVENANCE_GRAPH)

    def _cut(self, pieces: list[Piece]) -> None:
        """Make a piece of what was written since the last."""
        if self._stream.tell():
            pieces.append(self._stream.getvalue())
            self._stream.seek(0)
            self._stream.truncate()


_HELD = {signal.SIGINT, signal.SIGTERM}
_worker: Worker | None = None


def _start(setup: Setup) -> None:
    """Make this process one of the crew."""
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process is interrupted, and ends the others
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _HELD)
    gc.set_threshold(*setup.collect_after)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()
    _worker = Worker(setup)


def _follow(sentinel: int) -> None:
    """End this process when the first one has ended, however that came about."""
    wait([sentinel])
    os._exit(1)


def _do(part: Part) -> Done:
    assert _worker is not None
    return _worker.done(part)


class WorkerPool:
    """Processes that work on parts; a context manager that ends them.

    Args:
        jobs: How many.
        setup: What they must know.

    Raises:
        PqgraphError: On leaving: PQ613, one of them ended before its work was done.
    """

    def __init__(self, jobs: int, setup: Setup) -> None:
        # A fork copies no threads, only the locks that they hold; so it is for processes that have none.
        is_alone = sys.platform == "linux" and threading.active_count() == 1
        context, self._started = _noting("fork" if is_alone else "spawn")
        self._pool = ProcessPoolExecutor(jobs, context, _start, (setup,))

    def __enter__(self) -> WorkerPool:
        return self

    def submit(self, part: Part) -> Future[Done]:
        """Hand out a part; the first ones start the processes."""
        with _signals_held():
            return self._pool.submit(_do, part)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)
        # A pool that is interrupted while it starts its processes does not end them, and waits for them for ever.
        for child in multiprocessing.active_children():
            if child in self._started:
                child.terminate()
                child.join()
        if isinstance(error, BrokenProcessPool):
            raise PqgraphError("PQ613", "a process ended before its work was done") from error


@contextmanager
def _signals_held() -> Iterator[None]:
    """Let Ctrl-C and the like wait while processes are started.

    They would end the half of what is done then, or pass unnoticed where Python ignores errors, as after a fork.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _HELD)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _noting(method: str) -> tuple[Any, list[BaseProcess]]:
    """A way to start processes, and the list of those that it starts: other threads may have processes of theirs."""
    started: list[BaseProcess] = []
    context: Any = copy(multiprocessing.get_context(method))
    make = context.Process

    def process(*args: Any, **options: Any) -> BaseProcess:
        started.append(make(*args, **options))
        return started[-1]

    context.Process = process
    return context, started
