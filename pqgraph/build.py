"""Source files to a store: converted, checked and loaded in one pass, whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from msgspec import Struct, structs

from pqgraph.checks import (
    Engine,
    FailOn,
    Finding,
    Report,
    Severity,
    StorePlaces,
    check_batches,
    check_whole,
    choose_engine,
    load_shapes,
)
from pqgraph.convert import DocumentWriter
from pqgraph.cube import STRUCTURE_FILE, Statistics
from pqgraph.errors import PqgraphError
from pqgraph.files import output, refuse_inputs
from pqgraph.merge import Corpus
from pqgraph.merge.spool import Spool
from pqgraph.model import Member, Question, WholeText
from pqgraph.pipeline import Batch, Pipeline, Problem, Tally
from pqgraph.rdf.formats import find_format, format_of_path
from pqgraph.rdf.writers import make_writer
from pqgraph.resources import resource
from pqgraph.search import IndexWriter
from pqgraph.search import is_installed as search_is_installed
from pqgraph.search.repair import broader_topics, questions
from pqgraph.store.builder import StoreBuilder
from pqgraph.store.loading import BackgroundLoader
from pqgraph.store.local import REFERENCE_FILES
from pqgraph.store.manifest import StoreInput
from pqgraph.topics import topics as all_topics

__all__ = ["BuildResult", "FindingTally", "batch_ntriples", "build"]

EXAMPLES = 20
"""Findings of each shape that are kept whole; all are counted, so that memory stays flat."""


class FindingTally:
    """Counts findings by severity and shape and keeps the first few of each."""

    def __init__(self) -> None:
        self.by_shape: Counter[tuple[Severity, str]] = Counter()
        self.examples: list[Finding] = []

    def add(self, finding: Finding) -> None:
        """Count a finding."""
        key = (finding.severity, finding.shape or "")
        self.by_shape[key] += 1
        if self.by_shape[key] <= EXAMPLES:
            self.examples.append(finding)

    @property
    def counts(self) -> dict[Severity, int]:
        """How many there are of each severity, the gravest first."""
        return {
            severity: sum(n for (kind, _), n in self.by_shape.items() if kind is severity)
            for severity in Severity
        }


class BuildResult(Struct, frozen=True, kw_only=True):
    """What a build did."""

    tally: Tally
    """Questions, rejections and notices."""
    findings: FindingTally
    """What the checks found; none if they were left out."""
    report: Report | None
    """The findings that were kept whole, with their places in the sources; ``None`` without checks."""
    triples: int
    """Statements in the store, reference data included."""
    indexed: int | None
    """Questions in the search index; ``None`` if there is none, because tantivy is not installed."""
    loaded: tuple[str, ...]
    """Names of the files that were loaded into the store before, and are in it again."""
    engine: str | None
    """The SHACL engine that checked."""
    engine_reason: str | None
    """Why it is not the fast one."""

    def conforms(self) -> bool:
        """Whether nothing was found at the level that fails."""
        return self.report is None or self.report.conforms()


def batch_ntriples(batch: Batch) -> bytes:
    """A batch with everything it points to, each shared node once: what a shape checker needs to check it alone."""
    parts = [record.text for record in batch.records]
    entities = dict.fromkeys(entity for record in batch.records for entity in record.entities)
    return "".join([*parts, *(entity.text for entity in entities)]).encode()


def build(
    inputs: Iterable[str | Path],
    store: str | Path,
    *,
    replace: bool = False,
    reader: str | None = None,
    topics: bool = True,
    topic_places: bool = False,
    members: Iterable[str | Path] = (),
    check: bool = True,
    engine: str = "auto",
    fail_on: FailOn = "violation",
    target: str | Path | None = None,
    on_problem: Callable[[Problem], None] | None = None,
    on_progress: Callable[[Tally], None] | None = None,
) -> BuildResult:
    """Convert source files, merge what they say of one question, check the graph, and load it into a store.

    Records of one question, from whatever sources, become one node; the result does not depend on the order of the
    inputs. A store that is there is updated: what comes out is what one build of all its inputs and these would give,
    and what was loaded into it is loaded again. The store changes when everything has worked; findings do not keep it
    back, they are reported. The labels of Houses, answering bodies and topics come with it.

    Args:
        inputs: Files, folders, or ``-`` for standard input.
        store: Folder of the store.
        replace: Forget a store that is there with what was loaded into it, and build from these inputs alone.
        reader: Name of the reader; chosen from the content of each file if left out.
        topics: Whether to look for topics in heading and question.
        topic_places: Whether the provenance graph says where in them each topic stands.
        members: Registers of members to look names, parties and seats up in, as for
            :class:`pqgraph.pipeline.Pipeline`.
        check: Whether to check each record against the shapes.
        engine: SHACL engine: ``auto``, ``pyshacl`` or ``shacl``.
        fail_on: The mildest severity at which :meth:`BuildResult.conforms` says no.
        target: Also write the converted document here, whole and before the store takes its place; the format is
            told by the name, else Turtle.
        on_problem: Called with each rejection and notice as it comes.
        on_progress: Called with the tally now and then.

    Raises:
        PqgraphError: An input as a whole cannot be used (PQ1xx), the store cannot be made (PQ60x) or would lose what
            was loaded (PQ614); PQ901, the target is one of the inputs or in the store.
    """
    inputs, members = tuple(inputs), tuple(members)
    refuse_inputs(target, (*inputs, *members))
    _refuse_store_folder(target, Path(store))
    findings = FindingTally()
    chosen: Engine | None = None
    reason: str | None = None
    if check:
        chosen, reason = choose_engine(engine, load_shapes())
    with (
        StoreBuilder(store, replace=replace, update=not replace) as builder,
        ExitStack() as outputs,
        ExitStack() as copy,
    ):
        _refuse_to_lose(builder)
        corpus = Corpus(builder.scratch, builder.records)
        outputs.callback(corpus.close)
        pipeline = Pipeline(
            inputs,
            reader=reader,
            topics=topics,
            topic_places=topic_places,
            members=members,
            corpus=corpus,
            on_problem=on_problem,
            on_progress=on_progress,
        )
        nquads = find_format("nquads")
        loader = outputs.enter_context(BackgroundLoader(builder, nquads))
        documents = [DocumentWriter(loader.stream, nquads)]
        statistics = Statistics()
        index: IndexWriter | None = None
        if search_is_installed() and not builder.loads:
            broader = {topic.slug: topic.broader for topic in all_topics()}
            index = outputs.enter_context(IndexWriter(builder.search, broader=broader))
        if target is not None:
            rdf_format = format_of_path(target) or find_format("turtle")
            documents.append(DocumentWriter(copy.enter_context(output(target)), rdf_format))

        def written() -> Iterator[bytes]:
            for batch in pipeline.batches():
                for document in documents:
                    document.write(batch)
                statistics.add(batch.records)
                if index is not None:
                    for record in batch.records:
                        index.add(record.subject, record.triples)
                if chosen is not None and batch.records:
                    yield batch_ntriples(batch)

        if chosen is None:
            for _ in written():
                pass
        else:
            for finding in check_batches(chosen, written()):
                findings.add(finding)
        for document in documents:
            document.close()
        statistics.write(make_writer(loader.stream, nquads))
        loader.finish()
        for name in (*REFERENCE_FILES, STRUCTURE_FILE):
            builder.add(resource("ontology", name))
        indexed = None if index is None else index.finish(builder.content)
        builder.add_loads()
        corpus.close()
        files = pipeline.tally.files
        if builder.loads and search_is_installed():
            indexed = _index_whole(builder)
        if chosen is not None:
            # It has to be done in the end, and joins over the whole graph are several times as fast after it.
            builder.store.optimize()
            for finding in check_whole(builder.store):
                findings.add(finding)
        place = StorePlaces(builder.store)
        located = [structs.replace(finding, source=place(finding.focus)) for finding in findings.examples]
        # The document takes its place first: if the disk is too full for it, the store stays as it was, too.
        copy.close()
        manifest = builder.finish([StoreInput(file.name, file.sha256) for file in files])
    report = None
    if chosen is not None:
        name = f"{chosen.name} {chosen.version}"
        report = Report.of(located, engine=name, shapes=load_shapes().title, fail_on=fail_on)
    return BuildResult(
        tally=pipeline.tally,
        findings=findings,
        report=report,
        triples=manifest.triples,
        indexed=indexed,
        loaded=tuple(dict.fromkeys(given.name for given in builder.loads)),
        engine=None if chosen is None else chosen.name,
        engine_reason=reason,
    )


def _index_whole(builder: StoreBuilder) -> int:
    """Index what is in the store: what was loaded may be questions, or say more of one that was built."""
    builder.store.optimize()
    with IndexWriter(builder.search, broader=broader_topics(builder.store)) as index:
        for subject, triples in questions(builder.store):
            index.add(subject, triples)
        return index.finish(builder.content)


def _refuse_store_folder(target: str | Path | None, store: Path) -> None:
    """A store folder that holds anything else is taken for none, and never replaced."""
    if target is None or str(target) == "-":
        return
    if Path(target).resolve().is_relative_to(store.resolve()):
        found = f"the output lies in the store's folder: {target}"
        raise PqgraphError("PQ901", found, advice="Name a file elsewhere for the output.")


def _refuse_to_lose(builder: StoreBuilder) -> None:
    """Stores of before loads were kept tell only the names of loaded files, among those that records came from."""
    doubtful = builder.doubtful
    if not doubtful:
        return
    known: set[str] = set()
    for folder, kind in (("questions", Question), ("texts", WholeText), ("members", Member)):
        records = Spool(builder.records / folder, kind)
        for part in records.parts():
            for record in records.read(part):
                assert isinstance(record, Question | WholeText | Member)
                known.add(record.locator.source.sha256)
    lost = [given.name for given in doubtful if given.sha256 not in known]
    if lost:
        more = f" and {len(lost) - 3:,} more" if len(lost) > 3 else ""
        raise PqgraphError("PQ614", f"the store would lose {', '.join(lost[:3])}{more}")
