"""Conversion by several processes: each takes whole files or blocks of lines, and the document is the same.

The first process opens the files, hands out the parts, and puts together what comes back, in the order of the inputs.
The others read, map and write their parts. Which nodes stand in the document already, and what was told of a file or
of a name, only the first process knows for sure; the others leave out what they themselves have had before.
"""

from __future__ import annotations

import gc
import io
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from copy import copy
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from msgspec import Struct

from pqgraph import iris, readers
from pqgraph.batches import Batch, Piece, Waiting, WholeTexts, no_question
from pqgraph.errors import PqgraphError
from pqgraph.files import Input
from pqgraph.mapping import Entity
from pqgraph.model import Locator, Member, SourceFile
from pqgraph.pipeline import Pipeline, Problem
from pqgraph.rdf.formats import RdfFormat
from pqgraph.rdf.writers import make_writer
from pqgraph.readers.base import Reader, Source
from pqgraph.readers.source import LineBlock
from pqgraph.tally import Reporter, Tally, new_tally

__all__ = ["JOINABLE", "ProcessCrew"]

JOINABLE = frozenset({"ntriples", "nquads", "turtle", "trig"})
"""Serialisations of which several processes can write one document. The others are one tree."""
BLOCK_BYTES = 1 << 18
"""A block of lines has about so many: some hundred questions, a twentieth of a second of work."""
LARGE_FILE = 4 << 20
"""A file of so many bytes on disk that is no JSON Lines is read by the first process, so that memory stays flat."""
WORTH_BYTES = 16 << 20
"""With fewer bytes of questions, other processes would not have started before the first is done."""
_SWELLS = 8
"""What compressed questions are taken to swell to."""
_AHEAD = 3
"""Parts that each process may be ahead of what is written."""
_ONCE_A_FILE = {"PQ251": True, "PQ253": False}
"""What readers tell once a file, and whether for each thing that was found."""


class _Setup(Struct, kw_only=True):
    """What a process must know to work as the first one would."""

    rdf_format: RdfFormat
    topics: bool
    topic_places: bool
    provenance: bool
    members: list[Member]
    collect_after: tuple[int, int, int]
    """Thresholds of the garbage collector."""


class _Part(Struct, kw_only=True):
    """What is to be done: a whole file, or a block of its lines."""

    given: Input
    reader: str
    file: SourceFile | None = None
    block: LineBlock | None = None


class _Done(Struct, kw_only=True):
    """What a process has made of a part."""

    pieces: list[Piece]
    tally: Tally
    told: list[tuple[Hashable, Problem]]
    file: SourceFile | None
    """The file that the part is of, if any question was mapped."""
    questions: list[tuple[str, str]]
    """IRI and place of each question."""
    failure: PqgraphError | None


class _Recorder(Reporter):
    """Keeps what is to be told, so that the first process can tell it in the right order."""

    def __init__(self) -> None:
        super().__init__(new_tally())
        self.told: list[tuple[Hashable, Problem]] = []

    def pass_on(self, problem: Problem, once: Hashable | None) -> None:
        self.told.append((once, problem))


class _Worker(Pipeline):
    """One process: a pipeline that is given its files part by part, and writes what it maps."""

    def __init__(self, setup: _Setup) -> None:
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
        self._file = locator.source
        self._questions.append((subject, locator.fragment))

    def done(self, part: _Part) -> _Done:
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
        return _Done(
            pieces=pieces,
            tally=recorder.tally,
            told=recorder.told,
            file=self._file,
            questions=self._questions,
            failure=failure,
        )

    def _batches_of(self, part: _Part) -> Iterator[Batch]:
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


_worker: _Worker | None = None


def _start(setup: _Setup) -> None:
    """Make this process one of the crew."""
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process is interrupted, and ends the others
    gc.set_threshold(*setup.collect_after)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()
    _worker = _Worker(setup)


def _follow(sentinel: int) -> None:
    """End this process when the first one has ended, however that came about."""
    wait([sentinel])
    os._exit(1)


def _do(part: _Part) -> _Done:
    assert _worker is not None
    return _worker.done(part)


class _Shared(Struct):
    """A file of lines whose blocks are handed out."""

    waiting: Waiting
    source: Source
    file: SourceFile
    found: int = 0
    """Questions and rejections so far."""
    is_left: bool = False
    """Whether it is read by the first process after all."""


class _Step(Struct, kw_only=True):
    """What comes next in the document."""

    part: _Part | None = None
    future: Future[_Done] | None = None
    """What becomes of the part."""
    shared: _Shared | None = None
    """The file that the part, or the end, is of."""
    failure: PqgraphError | None = None
    """Why the rest of the file cannot be read."""
    here: Waiting | None = None
    """A file for the first process."""


class ProcessCrew:
    """Hands out the files of a pipeline, and takes what comes back in their order.

    Args:
        jobs: How many processes work beside this one.
        rdf_format: The serialisation, one of :data:`JOINABLE`.
        topics: As for :class:`pqgraph.pipeline.Pipeline`; likewise the others.
        topic_places: Likewise.
        provenance: Likewise.
    """

    def __init__(
        self, jobs: int, rdf_format: RdfFormat, *, topics: bool, topic_places: bool, provenance: bool
    ) -> None:
        self._jobs = jobs
        self._setup = _Setup(
            rdf_format=rdf_format,
            topics=topics,
            topic_places=topic_places,
            provenance=provenance,
            members=[],
            collect_after=gc.get_threshold(),
        )

    def questions(self, pipeline: Pipeline, waiting: list[Waiting]) -> Iterator[Batch]:
        """The questions of files, in their order, written already.

        Raises:
            PqgraphError: A file as a whole cannot be used (PQ1xx); PQ613.
        """
        if sum(map(_bytes_of, waiting)) < WORTH_BYTES:
            yield from pipeline.questions(waiting)
            return
        self._setup.members = pipeline.members
        # A fork copies no threads, only the locks that they hold; so it is for processes that have none.
        is_alone = sys.platform == "linux" and threading.active_count() == 1
        context, started = _noting("fork" if is_alone else "spawn")
        pool = ProcessPoolExecutor(self._jobs, context, _start, (self._setup,))
        try:
            yield from self._in_order(pool, pipeline, waiting)
        except BrokenProcessPool as problem:
            raise PqgraphError("PQ613", "a process ended before its work was done") from problem
        finally:
            pool.shutdown(cancel_futures=True)
            # A pool that is interrupted while it starts its processes does not end them, and waits for them for ever.
            for child in multiprocessing.active_children():
                if child in started:
                    child.terminate()
                    child.join()

    def _in_order(
        self, pool: ProcessPoolExecutor, pipeline: Pipeline, waiting: list[Waiting]
    ) -> Iterator[Batch]:
        under_way: deque[_Step] = deque()
        for step in _steps(waiting):
            if step.part is not None:
                step.future = pool.submit(_do, step.part)
            under_way.append(step)
            if len(under_way) > _AHEAD * self._jobs:
                yield from _take(under_way.popleft(), pipeline)
        while under_way:
            yield from _take(under_way.popleft(), pipeline)


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


def _bytes_of(waiting: Waiting) -> int:
    path = waiting.held.path if waiting.held is not None else Path(waiting.given.path)
    try:
        size = path.stat().st_size
    except OSError:  # whoever opens it will say so
        return 0
    return size * _SWELLS if path.suffix in (".gz", ".zst") else size


def _steps(waiting: Iterable[Waiting]) -> Iterator[_Step]:
    """The parts of all files, each file of lines followed by its end."""
    for each in waiting:
        source = each.held or Source(each.given.path, each.given.name)
        if _is_by_lines(source, each.reader):
            file = SourceFile(name=each.given.name, sha256=source.sha256, reader=each.reader.name)
            shared = _Shared(each, source, file)
            try:
                for block in source.line_blocks(BLOCK_BYTES):
                    part = _Part(given=each.given, reader=each.reader.name, file=file, block=block)
                    yield _Step(part=part, shared=shared)
                    if shared.is_left:
                        break
                yield _Step(shared=shared)
            except PqgraphError as problem:
                yield _Step(shared=shared, failure=problem)
        elif each.held is None and _bytes_of(each) <= LARGE_FILE:
            yield _Step(part=_Part(given=each.given, reader=each.reader.name))
        else:
            yield _Step(here=each)


def _is_by_lines(source: Source, reader: Reader) -> bool:
    by_lines: Callable[[Source], bool] | None = getattr(reader, "by_lines", None)
    try:
        return by_lines is not None and by_lines(source)
    except PqgraphError:  # whoever reads it meets it again
        return False


def _take(step: _Step, pipeline: Pipeline) -> Iterator[Batch]:
    """What a step brings to the document."""
    shared = step.shared
    if step.here is not None:
        yield from pipeline.questions([step.here])
    elif shared is not None and shared.is_left:
        if step.future is not None:
            step.future.cancel()
    elif step.failure is not None:
        raise step.failure
    elif step.future is not None and step.part is not None:
        done = step.future.result()
        if shared is not None and _is_doubtful(step.part, done):
            # All of the first block is of another kind. The rest may not be: one look at the whole decides.
            shared.is_left = True
            yield from pipeline.file(shared.source, shared.waiting.given, shared.waiting.reader)
        else:
            yield from _put(done, step, pipeline)
    elif shared is not None:
        if not shared.found:
            raise no_question(shared.waiting.given, shared.waiting.reader)
        yield pipeline.end(shared.file)


def _is_doubtful(part: _Part, done: _Done) -> bool:
    return (
        part.block is not None
        and part.block.first == 1
        and done.failure is not None
        and done.failure.code.id == "PQ109"
    )


def _put(done: _Done, step: _Step, pipeline: Pipeline) -> Iterator[Batch]:
    """Tell and count what was met in a part, and pass on what was written."""
    reporter, part = pipeline.reporter, done.tally
    for about, problem in done.told:
        once = about
        if step.shared is not None and problem.code in _ONCE_A_FILE:
            once = (step.shared.file, problem.code, problem.found if _ONCE_A_FILE[problem.code] else "")
            if not reporter.is_new(once):
                part.notices[problem.code] -= 1
                continue
            once = None
        if reporter.is_new(once):
            reporter.pass_on(problem, once)
    if done.file is not None:
        for subject, place in done.questions:
            pipeline.note(subject, Locator(done.file, place))
    tally = reporter.tally
    tally.questions += part.questions
    tally.rejected += part.rejected
    tally.notices += part.notices
    if step.shared is not None:
        step.shared.found += part.questions + part.rejections
    yield pipeline.batch(None, [], written=done.pieces)
    for file in part.files:
        yield pipeline.end(file)
    if done.failure is not None:
        raise done.failure
