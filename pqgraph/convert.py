"""Source files to one RDF document."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from pathlib import Path
from typing import BinaryIO

from pqgraph import iris
from pqgraph.files import output
from pqgraph.mapping import Mapped, dataset_triples, source_triples
from pqgraph.pipeline import Batch, Pipeline, Problem, Tally
from pqgraph.rdf.formats import RdfFormat, find_format, format_of_path
from pqgraph.rdf.terms import Triple
from pqgraph.rdf.writers import Writer, make_writer

__all__ = ["DocumentWriter", "convert"]


class DocumentWriter:
    """Writes batches as one document in which each node that many questions share stands once.

    Args:
        stream: Where to.
        rdf_format: The serialisation.
        provenance: Whether to add the provenance graph.
    """

    def __init__(self, stream: BinaryIO, rdf_format: RdfFormat, *, provenance: bool = True) -> None:
        self._writer: Writer = make_writer(stream, rdf_format)
        self._seen: set[Hashable] = set()
        self._provenance = provenance
        self.triples = 0

    def write(self, batch: Batch) -> None:
        """Write a batch of records, and after the last of a file what the provenance graph says of the file."""
        for record in batch.records:
            self._put(record.triples)
            self._put(self._new_entities(record))
            if record.provenance and self._provenance:
                self._put(record.provenance, iris.PROVENANCE_GRAPH)
        if batch.last and batch.file is not None and self._provenance:
            key = ("source", batch.file.sha256)
            if key not in self._seen:
                self._seen.add(key)
                self._put(source_triples(batch.file), iris.PROVENANCE_GRAPH)

    def close(self) -> None:
        """Finish the document with the licence statement."""
        if self._provenance:
            self._put(dataset_triples(), iris.PROVENANCE_GRAPH)
        self._writer.close()

    def _put(self, triples: list[Triple], graph: str | None = None) -> None:
        if triples:
            self.triples += len(triples)
            self._writer.write(triples, graph)

    def _new_entities(self, record: Mapped) -> list[Triple]:
        triples: list[Triple] = []
        for entity in record.entities:
            if entity.key not in self._seen:
                self._seen.add(entity.key)
                triples += entity.triples
        return triples


def convert(
    inputs: Iterable[str | Path],
    target: str | Path | None,
    *,
    rdf_format: str | None = None,
    reader: str | None = None,
    topics: bool = True,
    topic_places: bool = False,
    provenance: bool = True,
    members: Iterable[str | Path] = (),
    on_problem: Callable[[Problem], None] | None = None,
    on_progress: Callable[[Tally], None] | None = None,
) -> Tally:
    """Convert source files to one RDF document.

    Args:
        inputs: Files, folders, or ``-`` for standard input.
        target: The file to write, whole or not at all; ``None`` or ``-`` for standard output.
        rdf_format: Name of the serialisation; told from the target's name if left out, else Turtle.
        reader: Name of the reader; chosen from the content of each file if left out.
        topics: Whether to look for topics in heading and question.
        topic_places: Whether the provenance graph says where in them each topic stands.
        provenance: Whether to say where each question comes from.
        members: Registers of members to look names, parties and seats up in, as for
            :class:`pqgraph.pipeline.Pipeline`.
        on_problem: Called with each rejection and notice as it comes.
        on_progress: Called with the tally now and then.

    Returns:
        What was done; rejected records are counted there.

    Raises:
        PqgraphError: An input as a whole cannot be used, or the output cannot be written.

    >>> convert(["examples/lda-page-1012383.txt"], "/dev/null", rdf_format="nquads").questions
    1
    """
    chosen = (
        find_format(rdf_format)
        if rdf_format is not None
        else (format_of_path(target) if target is not None else None) or find_format("turtle")
    )
    pipeline = Pipeline(
        inputs,
        reader=reader,
        topics=topics,
        topic_places=topic_places,
        provenance=provenance,
        members=members,
        on_problem=on_problem,
        on_progress=on_progress,
    )
    with output(target) as stream:
        document = DocumentWriter(stream, chosen, provenance=provenance)
        try:
            for batch in pipeline.batches():
                document.write(batch)
        finally:
            document.close()
    return pipeline.tally
