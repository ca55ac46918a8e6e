"""The first process of a crew.

It opens the files, hands out the parts, and puts together what comes back, in the order of the inputs.
The others read, map and write their parts. Which nodes stand in the document already, and what was told of a file or
of a name, only the first process knows for sure; the others leave out what they themselves have had before.
"""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from pqgraph.batches import Batch, Waiting, no_question
from pqgraph.errors import PqgraphError
from pqgraph.model import Locator, SourceFile
from pqgraph.parallel.parts import Done, Part, Setup
from pqgraph.pipeline import Pipeline
from pqgraph.rdf.formats import RdfFormat
from pqgraph.readers.base import Reader, Source

if TYPE_CHECKING:
    from concurrent.futures import Future

    from pqgraph.parallel.worker import WorkerPool

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

    part: Part | None = None
    future: Future[Done] | None = None
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
        self._setup = Setup(
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
        from pqgraph.parallel.worker import WorkerPool

        self._setup.members = pipeline.members
        with WorkerPool(self._jobs, self._setup) as pool:
            yield from self._in_order(pool, pipeline, waiting)

    def _in_order(self, pool: WorkerPool, pipeline: Pipeline, waiting: list[Waiting]) -> Iterator[Batch]:
        under_way: deque[_Step] = deque()
        for step in _steps(waiting):
            if step.part is not None:
                step.future = pool.submit(step.part)
            under_way.append(step)
            if len(under_way) > _AHEAD * self._jobs:
                yield from _take(under_way.popleft(), pipeline)
        while under_way:
            yield from _take(under_way.popleft(), pipeline)


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
                    part = Part(given=each.given, reader=each.reader.name, file=file, block=block)
                    yield _Step(part=part, shared=shared)
                    if shared.is_left:
                        break
                yield _Step(shared=shared)
            except PqgraphError as problem:
                yield _Step(shared=shared, failure=problem)
        elif each.held is None and _bytes_of(each) <= LARGE_FILE:
            yield _Step(part=Part(given=each.given, reader=each.reader.name))
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


def _is_doubtful(part: Part, done: Done) -> bool:
    return (
        part.block is not None
        and part.block.first == 1
        and done.failure is not None
        and done.failure.code.id == "PQ109"
    )


def _put(done: Done, step: _Step, pipeline: Pipeline) -> Iterator[Batch]:
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
