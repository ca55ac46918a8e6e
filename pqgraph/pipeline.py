"""Inputs to mapped records, one after the other: what ``convert`` and ``build`` have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

from pqgraph import readers
from pqgraph.batches import Batch, Piece, Waiting, WholeTexts, no_question
from pqgraph.errors import PqgraphError
from pqgraph.files import Input, expand_inputs
from pqgraph.mapping import Mapped, Mapper, RecordError, map_member
from pqgraph.members import MemberResolver, Register, load_members, shipped_members
from pqgraph.merge import Corpus
from pqgraph.merge.sessions import contradiction
from pqgraph.model import Links, Locator, Member, Notice, Question, Rejected, SourceFile, WholeText
from pqgraph.numbered import NumberedIris
from pqgraph.rdf.formats import format_of_path
from pqgraph.readers.base import Item, Reader, Source, in_batches
from pqgraph.tally import Problem, Reporter, Tally, new_tally
from pqgraph.topics.finders import topics_with_labels, topics_with_places

__all__ = ["Batch", "Crew", "Pipeline", "Problem", "Tally"]

BATCH = 200
"""Records in a batch: large enough to hide the cost of a call, small enough for shapes to be checked fast."""


def _out_of_place(item: Item) -> Problem:
    """What is told of something that is no question: problems as they are, records of another kind as rejected."""
    if isinstance(item, Rejected | Notice):
        return item
    what = f"member {item.identifier}" if isinstance(item, Member) else "a text or question"
    return Rejected(code="PQ202", locator=item.locator, found=f"{what} stands among questions")


class Crew(Protocol):
    """Several processes that share the work of a pipeline."""

    def questions(self, pipeline: Pipeline, waiting: list[Waiting]) -> Iterator[Batch]:
        """The same as :meth:`Pipeline.questions`, but written already.

        Raises:
            PqgraphError: A file as a whole cannot be used (PQ1xx).
        """


class Pipeline:
    """Reads inputs and maps their records, batch by batch, with flat memory.

    Args:
        inputs: Files, folders, or ``-`` for standard input.
        reader: Name of the reader for all of them; chosen from the content of each if left out.
        topics: Whether to look for topics.
        topic_places: Whether the provenance graph says where each topic stands.
        provenance: Whether questions link to their source records.
        members: Registers of members, or folders of them, to look names, parties and seats up in: sources that a
            reader of members knows, or RDF that pqgraph wrote. They are not part of the graph. Registers among
            the inputs are both looked up in and part of the graph. The compact register that ships with pqgraph
            is always there.
        corpus: Collects the records of all inputs and merges those of one question, together with the records that it
            holds already. Without one, each record is mapped alone, in the order of the inputs.
        crew: Other processes that take part, unless there is a corpus.
        on_problem: Called with each rejection and notice as it comes. Of a name that cannot be resolved it is told
            once; the tally counts every time.
        on_progress: Called with the tally after each batch.
    """

    def __init__(
        self,
        inputs: Iterable[str | Path],
        *,
        reader: str | None = None,
        topics: bool = True,
        topic_places: bool = False,
        provenance: bool = True,
        members: Iterable[str | Path] = (),
        corpus: Corpus | None = None,
        crew: Crew | None = None,
        on_problem: Callable[[Problem], None] | None = None,
        on_progress: Callable[[Tally], None] | None = None,
    ) -> None:
        self.reporter = Reporter(new_tally(), on_problem)
        self._inputs = expand_inputs(inputs)
        self._registers = expand_inputs(members)
        self._reader = readers.get_reader(reader) if reader is not None else None
        self._topics = topics
        self._topic_places = topics and topic_places and provenance
        self._provenance = provenance
        self._corpus = corpus
        self._crew = crew
        self.members: list[Member] = []
        self._mapper = Mapper()
        self._has_register = False
        self._on_progress = on_progress
        self._subjects = NumberedIris()
        self._repeats = 0
        self._first_repeat: Locator | None = None

    @property
    def tally(self) -> Tally:
        """What the run has done so far."""
        return self.reporter.tally

    def batches(self) -> Iterator[Batch]:
        """The mapped records of all inputs; the last batch of each file says so and may be empty.

        Registers of members come first, then the other inputs in order.

        Raises:
            PqgraphError: A file as a whole cannot be used (PQ1xx).
        """
        with ExitStack() as stack:
            known = [member for given in self._registers for member in self._look_up(given)]
            read: list[tuple[SourceFile, list[Member]]] = []
            waiting: list[Waiting] = []
            unknown: dict[str, bool] = {}  # whether no file of a folder has been known so far
            for given in self._inputs:
                source = Source(given.path, given.name)
                # What came through a pipe cannot be opened again; of files, nothing is held.
                held = source if source.path != Path(given.path) else None
                if held is not None:
                    stack.callback(held.close)
                reader = self._choose(source, given)
                if given.folder is not None:
                    unknown[given.folder] = unknown.get(given.folder, True) and reader is None
                if reader is None:
                    continue
                if getattr(reader, "yields_members", False):
                    read.append(self._read_members(source, given, reader))
                else:
                    waiting.append(Waiting(given, reader, held))
            for folder in (folder for folder, is_so in unknown.items() if is_so):
                raise PqgraphError("PQ112", "no reader knows any file of the folder", place=folder)
            if self._corpus is not None:
                read = self._corpus.registers(read)
            register = self.take_register([*known, *(member for _, members in read for member in members)])
            yield from self._members(register, read)
            if self._corpus is None:
                yield from (
                    self.questions(waiting) if self._crew is None else self._crew.questions(self, waiting)
                )
                self._report_repeats()
                return
            for given, reader, held in waiting:
                self._collect(held or Source(given.path, given.name), given, reader, self._corpus)
            yield from self._merged(self._corpus)

    def _choose(self, source: Source, given: Input, *, is_input: bool = True) -> Reader | None:
        """The reader of an input; ``None``, with a notice, if none knows a file that a folder holds."""
        try:
            return (self._reader if is_input else None) or readers.detect(source)
        except PqgraphError as problem:
            if given.folder is not None and problem.code.id in ("PQ103", "PQ106"):
                file = SourceFile(name=given.name, sha256=source.sha256, reader="none")
                self._report(Notice(code="PQ255", locator=Locator(file, "L1"), found=problem.found))
                return None
            if not is_input and problem.code.id == "PQ106":
                advice = (
                    "'pqgraph list readers' shows which registers are known; RDF that pqgraph wrote is one."
                )
                raise PqgraphError("PQ106", problem.found, place=problem.place, advice=advice) from problem
            raise

    def _look_up(self, given: Input) -> list[Member]:
        """The members of a register that is not an input."""
        if format_of_path(given.path) is not None:
            return list(load_members(Path(given.path)))
        source = Source(given.path, given.name)
        try:
            reader = self._choose(source, given, is_input=False)
            if reader is None:
                return []
            if not getattr(reader, "yields_members", False):
                found = f"the reader {reader.name} finds questions in it, not members"
                raise PqgraphError("PQ109", found, place=given.name)
            return self._read_members(source, given, reader, counted=False)[1]
        finally:
            source.close()

    def _read_members(
        self, source: Source, given: Input, reader: Reader, *, counted: bool = True
    ) -> tuple[SourceFile, list[Member]]:
        file = SourceFile(name=given.name, sha256=source.sha256, reader=reader.name)
        found: list[Member] = []
        rejected = self.tally.rejections
        for item in reader.read(source, file):
            if isinstance(item, Member):
                found.append(item)
            elif isinstance(item, Rejected) and not counted:
                # Nothing that was to be part of the graph is missing from it.
                self._report(Notice(code=item.code, locator=item.locator, found=item.found))
            elif isinstance(item, Rejected | Notice):
                self._report(item)
        if not found and self.tally.rejections == rejected:
            raise PqgraphError("PQ112", f"the reader {reader.name} found no member", place=given.name)
        if counted:
            self.tally.files.append(file)
        return file, found

    def take_register(self, members: list[Member]) -> Register:
        """Merge all that is known of members with what ships, and make the mapper that looks it up."""
        self.members = members
        register = Register((*shipped_members(), *members))
        self._has_register = bool(members)
        for notice in register.notices:
            self._report(notice)
        self._mapper = Mapper(
            tagger=topics_with_labels() if self._topics else None,
            finder=topics_with_places() if self._topic_places else None,
            provenance=self._provenance,
            resolver=MemberResolver(register),
        )
        return register

    def _members(self, register: Register, read: list[tuple[SourceFile, list[Member]]]) -> Iterator[Batch]:
        """The members of which the inputs have records, each once."""
        files = {file for file, _ in read}
        numbers = sorted({int(member.identifier) for _, members in read for member in members})
        records: list[Mapped] = []
        for number in numbers:
            member = register.get(str(number))
            if member is None:
                continue
            places = [place for place in (member.locator, *member.merged_from) if place.source in files]
            try:
                records.append(map_member(member, places if self._provenance else ()))
            except RecordError as problem:
                self._report(Rejected(code=problem.code, locator=member.locator, found=problem.found))
                continue
            self.tally.members += 1
            if len(records) == BATCH:
                yield self.batch(read[0][0], records)
                records = []
        for file, _ in read:
            yield self.batch(file, records, last=True)
            records = []

    def questions(self, waiting: Iterable[Waiting]) -> Iterator[Batch]:
        """The questions of files, in their order.

        Raises:
            PqgraphError: A file as a whole cannot be used (PQ1xx).
        """
        for given, reader, held in waiting:
            yield from self.file(held or Source(given.path, given.name), given, reader)

    def file(self, source: Source, given: Input, reader: Reader) -> Iterator[Batch]:
        """The questions of one file.

        Raises:
            PqgraphError: The file as a whole cannot be used (PQ1xx).
        """
        file = SourceFile(name=given.name, sha256=source.sha256, reader=reader.name)
        before, superseded = self.tally.questions + self.tally.rejections, self.tally.notices["PQ257"]
        texts = WholeTexts()
        yield from self.part(source, file, reader, texts)
        if texts.first is not None:
            found = f"{texts.count} whole texts, which only a build can join to their questions"
            self._report(Notice(code="PQ273", locator=texts.first, found=found))
        # Of a scrape that a newer one has replaced, often nothing is left but where each question has gone.
        is_empty = self.tally.questions + self.tally.rejections == before
        if is_empty and not texts.count and self.tally.notices["PQ257"] == superseded:
            raise no_question(given, reader)
        yield self.end(file)

    def part(self, source: Source, file: SourceFile, reader: Reader, texts: WholeTexts) -> Iterator[Batch]:
        """The questions of a file or of a block of its lines, without what is told of the file as a whole.

        Args:
            source: What to read.
            file: The file, for locators.
            reader: Its reader.
            texts: Takes notice of whole texts.

        Raises:
            PqgraphError: The file as a whole cannot be used (PQ1xx).
        """
        for items in in_batches(reader.read(source, file), BATCH):
            texts.meet(items)
            others = [(item, None) for item in items if not isinstance(item, WholeText)]
            yield self.batch(file, self._map(others))

    def end(self, file: SourceFile) -> Batch:
        """What comes after the questions of a file: that it was read."""
        self.tally.files.append(file)
        return self.batch(file, [], last=True)

    def _collect(self, source: Source, given: Input, reader: Reader, corpus: Corpus) -> None:
        """Bring the records of one file to the corpus."""
        file = SourceFile(name=given.name, sha256=source.sha256, reader=reader.name)
        known, told = 0, self.tally.rejections + self.tally.notices["PQ257"]
        for items in in_batches(reader.read(source, file), BATCH):
            for item in items:
                if isinstance(item, Question | WholeText):
                    corpus.add(item)
                    known += 1
                else:
                    self._report(_out_of_place(item))
        if not known and self.tally.rejections + self.tally.notices["PQ257"] == told:
            raise no_question(given, reader)
        self.tally.files.append(file)

    def _merged(self, corpus: Corpus) -> Iterator[Batch]:
        """The questions of the corpus; then each file, so that the provenance graph names it."""
        for batch in in_batches(corpus.merged(), BATCH):
            found: list[tuple[Item, Links | None]] = []
            for merged in batch:
                found += ((notice, None) for notice in merged.notices)
                found.append((merged.question, merged.links))
            yield self.batch(None, self._map(found))
        for notice in corpus.notices():
            self._report(notice)
        self.tally.files = corpus.files(self.tally.files)
        for file in self.tally.files:
            yield self.batch(file, [], last=True)

    def batch(
        self,
        file: SourceFile | None,
        records: list[Mapped],
        *,
        last: bool = False,
        written: Sequence[Piece] = (),
    ) -> Batch:
        """A batch, of which the caller of the run is told."""
        if self._on_progress is not None:
            self._on_progress(self.tally)
        return Batch(file=file, records=records, last=last, written=written)

    def _map(self, items: Sequence[tuple[Item, Links | None]]) -> list[Mapped]:
        """Map what is a question, with what the corpus tells of it, and report the rest, in order."""
        mapper = self._mapper
        # All are tagged, then all are mapped: what each stage works with stays in the processor's cache, and the whole
        # takes a fifth less time than both stages for one question after the other.
        topics = [mapper.topics(item) if isinstance(item, Question) else () for item, _ in items]
        records: list[Mapped] = []
        for (item, links), found in zip(items, topics, strict=True):
            if not isinstance(item, Question):
                self._report(_out_of_place(item))
                continue
            try:
                mapped = mapper.map(item, links, found)
            except RecordError as problem:
                self._report(Rejected(code=problem.code, locator=item.locator, found=problem.found))
                continue
            if self._corpus is None:
                self.note(mapped.subject, item.locator)
            if mapped.replaced or mapped.problems or mapped.addresses or item.sessions:
                self._report_on(item, mapped)
            records.append(mapped)
        self.tally.questions += len(records)
        return records

    def note(self, subject: str, locator: Locator) -> None:
        """Notice that a question stands in the document."""
        if not self._subjects.add(subject):
            self._repeats += 1
            self._first_repeat = self._first_repeat or locator

    def _report_repeats(self) -> None:
        if self._first_repeat is not None:
            found = f"{self._repeats:,} of the records are of questions that stand already: 'pqgraph build' merges them"
            self._report(Notice(code="PQ277", locator=self._first_repeat, found=found))

    def _report_on(self, question: Question, mapped: Mapped) -> None:
        """Report what is doubtful about a question that could be mapped."""
        if mapped.replaced:
            found = f"{mapped.replaced} character(s) replaced by U+FFFD"
            self._report(Notice(code="PQ252", locator=question.locator, found=found))
        for code, name, found in mapped.problems:
            self._report_name(code, name, Notice(code=code, locator=question.locator, found=found))
        for given, address in mapped.addresses:
            found = f"{given!r} became {address!r}"
            self._report(Notice(code="PQ260", locator=question.locator, found=found))
        if question.date_tabled is not None:
            for session in question.sessions:
                if (wrong := contradiction(session.label, question.date_tabled)) is not None:
                    self._report(Notice(code="PQ274", locator=question.locator, found=f"session {wrong}"))

    def _report_name(self, code: str, name: str, notice: Notice) -> None:
        # Without a register of the user's nearly every name is unknown: one notice says so.
        self.reporter.report(notice, once=(code, name if self._has_register else ""))

    def _report(self, problem: Problem) -> None:
        self.reporter.report(problem)
