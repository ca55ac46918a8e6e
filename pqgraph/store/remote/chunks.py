"""RDF files as chunks of N-Triples, the same chunks every time, and what must hold once they are loaded.

A statement that is sent twice is one statement still, unless it has blank nodes: those are new ones in each request. So
data with blank nodes is refused; pqgraph's graphs have none.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pqgraph.errors import PqgraphError
from pqgraph.store.rdf_files import quads_of
from pqgraph.store.sorting import LineSorter
from pqgraph.terms import parl, rdf

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["Chunk", "GraphSurvey", "Survey", "chunks", "survey"]

SAMPLES = 40
_LONGEST_SAMPLE = 1500
_RUN_BYTES = 1 << 25
_DIGEST = 12
_CHUNK_BYTES = 4_000_000
_IS_QUESTION = f" <{rdf.type}> <{parl.WrittenParliamentaryQuestion}> .\n".encode()

Statement = tuple[str | None, bytes]
"""IRI of the graph, ``None`` for the default graph, and the triple as a line of N-Triples."""


@dataclass(slots=True)
class Chunk:
    """What is sent at once.

    Attributes:
        number: From 1.
        parts: Lines of N-Triples by graph.
        statements: How many there are.
        size: Their length in bytes.
        labels: How many of the statements are labels that were added.
    """

    number: int
    parts: dict[str | None, list[bytes]] = field(default_factory=dict)
    statements: int = 0
    size: int = 0
    labels: int = 0


@dataclass(frozen=True, slots=True)
class GraphSurvey:
    """What the data says of one graph.

    Attributes:
        distinct: How many different statements.
        samples: Some of them, chosen by their digests: lines of N-Triples.
    """

    distinct: int
    samples: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """What the data holds.

    Attributes:
        graphs: By graph.
        statements: All statements, with those that stand more than once.
        chunks: Number of chunks.
        digest: SHA-256 of the files, in their order.
        labels: How many of the statements are labels that were added.
    """

    graphs: dict[str | None, GraphSurvey]
    statements: int
    chunks: int
    digest: str
    labels: int = 0


class _Gathering:
    def __init__(self) -> None:
        self._digests = LineSorter(_RUN_BYTES)
        self._buffer: list[bytes] = []
        self._samples: list[tuple[int, bytes]] = []

    def add(self, line: bytes) -> None:
        digest = hashlib.blake2b(line, digest_size=_DIGEST).digest()
        self._buffer.append(digest.hex().encode())
        if len(self._buffer) >= 10_000:
            self._flush()
        # The least digests: a random choice that is the same every time.
        rank = -int.from_bytes(digest, "big")
        if len(line) <= _LONGEST_SAMPLE:
            if len(self._samples) < SAMPLES:
                heapq.heappush(self._samples, (rank, line))
            elif rank > self._samples[0][0] and (rank, line) not in self._samples:
                heapq.heapreplace(self._samples, (rank, line))

    def finish(self) -> GraphSurvey:
        self._flush()
        samples = tuple(sorted({line for _, line in self._samples}))
        return GraphSurvey(sum(1 for _ in self._digests.lines()), samples)

    def _flush(self) -> None:
        if self._buffer:
            self._digests.write(b"\n".join(self._buffer) + b"\n")
            self._buffer = []


def survey(
    paths: Sequence[Path],
    graph: str | None,
    most: int,
    told: Callable[[int], None] | None = None,
    *,
    labels: Sequence[Path] = (),
) -> Survey:
    """Read the data once, so that nothing is sent of data that does not parse.

    Args:
        paths: RDF files of any format, compressed or not.
        graph: IRI of a named graph for what the files say in the default graph.
        most: Statements a chunk.
        told: Called with the number of statements read, now and then.
        labels: Files for every graph that has questions; the last to be sent.

    Raises:
        PqgraphError: PQ101, PQ104, PQ301, PQ302 of the files; PQ611, a statement has a blank node.
    """
    found: dict[str | None, _Gathering] = {}
    count = last = added = 0
    for chunk in chunks(paths, graph, most, labels):
        last = chunk.number
        for name, lines in chunk.parts.items():
            gathering = found.setdefault(name, _Gathering())
            for line in lines:
                gathering.add(line)
        count += chunk.statements
        added += chunk.labels
        if told:
            told(count)
    digest = hashlib.sha256()
    for path in (*paths, *(labels if added else ())):
        with path.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    graphs = {name: gathering.finish() for name, gathering in found.items()}
    return Survey(graphs, count, last, digest.hexdigest(), added)


def chunks(
    paths: Sequence[Path], graph: str | None, most: int, labels: Sequence[Path] = ()
) -> Iterator[Chunk]:
    """The data in chunks, as :func:`survey` takes it."""
    chunk = Chunk(1)
    for name, line, is_label in _labelled(paths, graph, labels):
        if chunk.statements >= most or (chunk.size and chunk.size + len(line) > _CHUNK_BYTES):
            yield chunk
            chunk = Chunk(chunk.number + 1)
        chunk.parts.setdefault(name, []).append(line)
        chunk.statements += 1
        chunk.size += len(line)
        chunk.labels += is_label
    if chunk.statements:
        yield chunk


def _labelled(
    paths: Sequence[Path], graph: str | None, labels: Sequence[Path]
) -> Iterator[tuple[str | None, bytes, bool]]:
    """The statements, and after them the labels for each graph in which a question stands; whether it is a label."""
    asked: dict[str | None, None] = {}
    for name, line in _statements(paths, graph):
        if name not in asked and line.endswith(_IS_QUESTION):
            asked[name] = None
        yield name, line, False
    for name in asked:
        for _, line in _statements(labels, None):
            yield name, line, True


def _statements(paths: Sequence[Path], graph: str | None) -> Iterator[Statement]:
    import pyoxigraph as ox

    default, blank = ox.DefaultGraph, ox.BlankNode
    for path in paths:
        for quad in quads_of([path], graph=graph):
            subject, value, name = quad.subject, quad.object, quad.graph_name
            if isinstance(subject, blank) or isinstance(value, blank) or isinstance(name, blank):
                raise _has_blank_node(quad, path)
            line = f"{subject} {quad.predicate} {value} .\n".encode()
            yield (None if isinstance(name, default) else name.value), line


def _has_blank_node(quad: ox.Quad, path: Path) -> PqgraphError:
    statement = f"{quad.subject} {quad.predicate} {quad.object}"
    return PqgraphError("PQ611", f"a statement has a blank node: {statement[:120]}", place=path.name)
