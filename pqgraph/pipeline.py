"""Inputs to mapped records, one after the other: what ``convert`` and ``build`` have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from pqgraph import readers
from pqgraph.errors import PqgraphError
from pqgraph.mapping import Mapped, Mapper, RecordError, Tagger
from pqgraph.model import Locator, Notice, Question, Rejected, SourceFile
from pqgraph.readers.base import Item, Source
from pqgraph.topics import default_tagger
from pqgraph.topics import topics as all_topics

__all__ = ["Batch", "Pipeline", "Problem", "Tally", "expand_inputs"]

Problem = Rejected | Notice
"""What a run reports about single records."""

BATCH = 200
"""Records in a batch: large enough to hide the cost of a call, small enough for shapes to be checked fast."""


class Tally(Struct, kw_only=True):
    """What a run has done so far."""

    files: list[SourceFile]
    """Files read to their end."""
    questions: int = 0
    """Questions mapped."""
    rejected: Counter[str]
    """Rejected records by code."""
    notices: Counter[str]
    """Notices by code."""

    @property
    def rejections(self) -> int:
        """Rejected records in total."""
        return self.rejected.total()


class Batch(Struct, kw_only=True):
    """Some mapped records of one file, in its order."""

    file: SourceFile
    records: list[Mapped]
    last: bool
    """Whether the file ends with this batch."""


class Input(Struct, frozen=True):
    """One file to read."""

    path: str
    name: str
    """For reports: the path as given, or below the folder given."""
    from_folder: bool
    """Found in a folder, so that it is skipped, not an error, if no reader knows it."""


def expand_inputs(inputs: Iterable[str | Path]) -> list[Input]:
    """The files that the inputs name: folders give all their files, sorted, without hidden ones.

    Raises:
        PqgraphError: PQ101, one does not exist.
    """
    found: list[Input] = []
    for given in inputs:
        path = Path(given)
        if str(given) != "-" and path.is_dir():
            for inner in sorted(path.rglob("*")):
                hidden = any(part.startswith(".") for part in inner.relative_to(path).parts)
                if inner.is_file() and not hidden:
                    found.append(Input(str(inner), inner.name, True))
        else:
            if str(given) != "-" and not path.exists():
                raise PqgraphError("PQ101", "there is no such file or folder", place=str(given))
            found.append(Input(str(given), "stdin" if str(given) == "-" else path.name, False))
    return found


def _tagger() -> Tagger:
    tag = default_tagger().tag
    labelled = {topic.slug: (topic.slug, topic.label) for topic in all_topics()}

    def find(heading: str | None, text: str) -> list[tuple[str, str]]:
        return [labelled[slug] for slug in tag(heading, text)]

    return find


class Pipeline:
    """Reads inputs and maps their records, batch by batch, with flat memory.

    Args:
        inputs: Files, folders, or ``-`` for standard input.
        reader: Name of the reader for all of them; chosen from the content of each if left out.
        topics: Whether to look for topics.
        provenance: Whether questions link to their source records.
        on_problem: Called with each rejection and notice as it comes.
        on_progress: Called with the tally after each batch.
    """

    def __init__(
        self,
        inputs: Iterable[str | Path],
        *,
        reader: str | None = None,
        topics: bool = True,
        provenance: bool = True,
        on_problem: Callable[[Problem], None] | None = None,
        on_progress: Callable[[Tally], None] | None = None,
    ) -> None:
        self.tally = Tally(files=[], rejected=Counter(), notices=Counter())
        self._inputs = expand_inputs(inputs)
        self._reader = readers.get_reader(reader) if reader is not None else None
        self._mapper = Mapper(tagger=_tagger() if topics else None, provenance=provenance)
        self._on_problem = on_problem
        self._on_progress = on_progress

    def batches(self) -> Iterator[Batch]:
        """The mapped records of all inputs in order; the last batch of each file says so and may be empty.

        Raises:
            PqgraphError: A file as a whole cannot be used (PQ1xx).
        """
        for given in self._inputs:
            source = Source(given.path, given.name)
            try:
                yield from self._file(source, given)
            finally:
                source.close()

    def _file(self, source: Source, given: Input) -> Iterator[Batch]:
        try:
            reader = self._reader or readers.detect(source)
        except PqgraphError as problem:
            if given.from_folder and problem.code.id in ("PQ103", "PQ106"):
                file = SourceFile(name=given.name, sha256=source.sha256, reader="none")
                self._report(Notice(code="PQ255", locator=Locator(file, "L1"), found=problem.found))
                return
            raise
        file = SourceFile(name=given.name, sha256=source.sha256, reader=reader.name)
        before, superseded = self.tally.questions + self.tally.rejections, self.tally.notices["PQ257"]
        records: list[Mapped] = []
        for item in reader.read(source, file):
            mapped = self._map(item)
            if mapped is None:
                continue
            records.append(mapped)
            if len(records) == BATCH:
                yield self._batch(file, records, last=False)
                records = []
        # Of a scrape that a newer one has replaced, often nothing is left but where each question has gone.
        is_empty = self.tally.questions + self.tally.rejections == before
        if is_empty and self.tally.notices["PQ257"] == superseded:
            raise PqgraphError("PQ112", f"the reader {reader.name} found no question", place=given.name)
        self.tally.files.append(file)
        yield self._batch(file, records, last=True)

    def _batch(self, file: SourceFile, records: list[Mapped], *, last: bool) -> Batch:
        if self._on_progress is not None:
            self._on_progress(self.tally)
        return Batch(file=file, records=records, last=last)

    def _map(self, item: Item) -> Mapped | None:
        if not isinstance(item, Question):
            self._report(item)
            return None
        try:
            mapped = self._mapper.map(item)
        except RecordError as problem:
            self._report(Rejected(code=problem.code, locator=item.locator, found=problem.found))
            return None
        if mapped.replaced:
            found = f"{mapped.replaced} character(s) replaced by U+FFFD"
            self._report(Notice(code="PQ252", locator=item.locator, found=found))
        self.tally.questions += 1
        return mapped

    def _report(self, problem: Problem) -> None:
        counter = self.tally.rejected if isinstance(problem, Rejected) else self.tally.notices
        counter[problem.code] += 1
        if self._on_problem is not None:
            self._on_problem(problem)
