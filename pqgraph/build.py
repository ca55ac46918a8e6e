"""Source files to a store: converted, checked and loaded in one pass, whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from msgspec import Struct, structs

from pqgraph import iris
from pqgraph.checks import (
    Engine,
    FailOn,
    Finding,
    Report,
    Severity,
    check_batches,
    choose_engine,
    load_shapes,
)
from pqgraph.convert import DocumentWriter
from pqgraph.files import output
from pqgraph.merge import Corpus
from pqgraph.model import SourceFile
from pqgraph.pipeline import Batch, Pipeline, Problem, Tally
from pqgraph.rdf.formats import find_format, format_of_path
from pqgraph.rdf.terms import Term, Triple
from pqgraph.rdf.writers import ntriples
from pqgraph.resources import resource
from pqgraph.store.builder import StoreBuilder
from pqgraph.store.local import REFERENCE_FILES, LocalStore
from pqgraph.store.manifest import StoreInput
from pqgraph.store.results import Solutions
from pqgraph.terms import parl, prov

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
    engine: str | None
    """The SHACL engine that checked."""
    engine_reason: str | None
    """Why it is not the fast one."""

    def conforms(self) -> bool:
        """Whether nothing was found at the level that fails."""
        return self.report is None or self.report.conforms()


def batch_ntriples(batch: Batch) -> bytes:
    """A batch with everything it points to, each shared node once: what a shape checker needs to check it alone."""
    entities: dict[object, tuple[Triple, ...]] = {}
    parts: list[str] = []
    for record in batch.records:
        parts.append(ntriples(record.triples))
        for entity in record.entities:
            entities[entity.key] = entity.triples
    parts += [ntriples(triples) for triples in entities.values()]
    return "".join(parts).encode()


def build(
    inputs: Iterable[str | Path],
    store: str | Path,
    *,
    replace: bool = False,
    reader: str | None = None,
    topics: bool = True,
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
    inputs. A store that is there is updated: what comes out is what one build of all its inputs and these would give.
    The store changes when everything has worked; findings do not keep it back, they are reported. The labels of
    Houses, answering bodies and topics come with it.

    Args:
        inputs: Files, folders, or ``-`` for standard input.
        store: Folder of the store.
        replace: Forget a store that is there, and build from these inputs alone.
        reader: Name of the reader; chosen from the content of each file if left out.
        topics: Whether to look for topics in heading and question.
        members: Registers of members to look names, parties and seats up in, as for
            :class:`pqgraph.pipeline.Pipeline`.
        check: Whether to check each record against the shapes.
        engine: SHACL engine: ``auto``, ``pyshacl`` or ``shacl``.
        fail_on: The mildest severity at which :meth:`BuildResult.conforms` says no.
        target: Also write the converted document here; the format is told by the name, else Turtle.
        on_problem: Called with each rejection and notice as it comes.
        on_progress: Called with the tally now and then.

    Raises:
        PqgraphError: An input as a whole cannot be used (PQ1xx), or the store cannot be made (PQ60x).
    """
    findings = FindingTally()
    chosen: Engine | None = None
    reason: str | None = None
    if check:
        chosen, reason = choose_engine(engine, load_shapes())
    with StoreBuilder(store, replace=replace, update=not replace) as builder, ExitStack() as outputs:
        corpus = Corpus(builder.scratch, builder.records)
        outputs.callback(corpus.close)
        pipeline = Pipeline(
            inputs,
            reader=reader,
            topics=topics,
            members=members,
            corpus=corpus,
            on_problem=on_problem,
            on_progress=on_progress,
        )
        nquads = builder.scratch / "graph.nq"
        stream = outputs.enter_context(nquads.open("wb", buffering=1 << 20))
        documents = [DocumentWriter(stream, find_format("nquads"))]
        if target is not None:
            rdf_format = format_of_path(target) or find_format("turtle")
            documents.append(DocumentWriter(outputs.enter_context(output(target)), rdf_format))

        def written() -> Iterator[bytes]:
            for batch in pipeline.batches():
                for document in documents:
                    document.write(batch)
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
        stream.flush()
        builder.add(nquads)
        for name in REFERENCE_FILES:
            builder.add(resource("ontology", name))
        corpus.close()
        files = pipeline.tally.files
        located = _located(findings.examples, builder.store, files)
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
        engine=None if chosen is None else chosen.name,
        engine_reason=reason,
    )


_HOLDER = f"""
SELECT ?holder WHERE {{
  VALUES ?link {{ <{parl.answer}> <{parl.attachment}> <{parl.previousAnswerVersion}> }}
  ?holder ?link %s .
}} ORDER BY ?holder LIMIT 1
"""
_RECORD = f"SELECT ?record WHERE {{ %s <{prov.wasDerivedFrom}> ?record }} ORDER BY ?record LIMIT 1"


def _located(findings: list[Finding], store: LocalStore, files: Iterable[SourceFile]) -> list[Finding]:
    """The findings with the place of their record in its source file, which the new store knows."""
    names = {iris.source(file): file.name for file in files}
    places: dict[Term, str | None] = {}
    for focus in {finding.focus for finding in findings}:
        place = _place(focus, store) if focus.startswith("<") else None
        source, _, fragment = (place or "").partition("#")
        places[focus] = place and f"{names.get(source, source)}#{fragment}"
    return [structs.replace(finding, source=places[finding.focus]) for finding in findings]


def _place(node: Term, store: LocalStore) -> str | None:
    """IRI of the record that a question, or the question of an answer or its parts, was read from."""
    for _ in range(4):  # question, answer, earlier version, attachment
        record = _first(store, _RECORD % node)
        if record is not None:
            return record
        holder = _first(store, _HOLDER % node)
        if holder is None:
            return None
        node = f"<{holder}>"
    return None


def _first(store: LocalStore, query: str) -> str | None:
    result = store.query(query)
    assert isinstance(result, Solutions)
    return next((term.value for row in result.rows for term in row if term is not None), None)
