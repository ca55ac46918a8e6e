"""Source files to one RDF document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from pqgraph import iris
from pqgraph.files import output, refuse_inputs
from pqgraph.mapping import Entity, about_dataset, about_source
from pqgraph.pipeline import Batch, Pipeline, Problem, Tally
from pqgraph.rdf.formats import RdfFormat, find_format, format_of_path
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
        self._stream = stream
        self._writer: Writer = make_writer(stream, rdf_format)
        self._entities: set[Entity] = set()
        self._files: set[str] = set()
        self._provenance = provenance

    def write(self, batch: Batch) -> None:
        """Write a batch of records, and after the last of a file what the provenance graph says of the file."""
        write, known = self._writer.write_text, self._entities
        for record in batch.records:
            write(record.text)
            if not known.issuperset(record.entities):
                write(self._new(record.entities))
            if record.provenance and self._provenance:
                write(record.provenance, iris.PROVENANCE_GRAPH)
        for piece in batch.written:
            if isinstance(piece, bytes):
                self._stream.write(piece)
            elif not known.issuperset(piece):
                write(self._new(piece))
        file = batch.file if batch.last and self._provenance else None
        if file is not None and file.sha256 not in self._files:
            self._files.add(file.sha256)
            write(about_source(file), iris.PROVENANCE_GRAPH)

    def close(self) -> None:
        """Finish the document with the licence statement."""
        if self._provenance:
            self._writer.write_text(about_dataset(), iris.PROVENANCE_GRAPH)
        self._writer.close()

    def _new(self, entities: Iterable[Entity]) -> str:
        """What is said of the nodes that do not stand in the document yet."""
        parts: list[str] = []
        for entity in entities:
            if entity not in self._entities:
                self._entities.add(entity)
                parts.append(entity.text)
        return "".join(parts)


def convert(
    inputs: Sequence[str | Path],
    target: str | Path | None,
    *,
    rdf_format: str | None = None,
    reader: str | None = None,
    topics: bool = True,
    topic_places: bool = False,
    provenance: bool = True,
    members: Sequence[str | Path] = (),
    jobs: int = 1,
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
        jobs: How many processes share the work. The document is the same; JSON-LD and RDF/XML are always written by
            one. With more than one, a script must start from ``if __name__ == "__main__":``, as
            :mod:`multiprocessing` asks.
        on_problem: Called with each rejection and notice as it comes.
        on_progress: Called with the tally now and then.

    A question of which several records are given stands several times, and may contradict itself; it is told
    (PQ277). :func:`pqgraph.build.build` makes one question of them.

    Returns:
        What was done; rejected records are counted there.

    Raises:
        PqgraphError: An input as a whole cannot be used, or the output cannot be written or is one of them.

    >>> convert(["examples/lda-page-1012383.txt"], "/dev/null", rdf_format="nquads").questions
    1
    """
    refuse_inputs(target, [*inputs, *members])
    chosen = (
        find_format(rdf_format)
        if rdf_format is not None
        else (format_of_path(target) if target is not None else None) or find_format("turtle")
    )
    crew = None
    if jobs > 1:
        from pqgraph.parallel import JOINABLE, ProcessCrew

        if chosen.name in JOINABLE:
            crew = ProcessCrew(
                jobs,
                chosen,
                topics=topics,
                topic_places=topic_places and topics and provenance,
                provenance=provenance,
            )
    pipeline = Pipeline(
        inputs,
        reader=reader,
        topics=topics,
        topic_places=topic_places,
        provenance=provenance,
        members=members,
        crew=crew,
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
