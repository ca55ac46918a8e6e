"""Checking: batches of records as they stream by, or whole RDF files."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from pqgraph.checks.engines import Engine
from pqgraph.checks.results import Finding
from pqgraph.checks.sources import SourceLookup, attach_sources
from pqgraph.errors import PqgraphError
from pqgraph.files import decompressed, open_input
from pqgraph.rdf.formats import FORMATS, RdfFormat, format_of_path
from pqgraph.rdf.guard import checked_stream
from pqgraph.store.rdf_files import NAMES

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["check_batches", "check_files", "read_data"]


def check_batches(
    engine: Engine, batches: Iterable[bytes], *, workers: int | None = None
) -> Iterator[Finding]:
    """Check batches of records, each alone.

    With record shapes this finds what checking the whole graph would, because no record shape looks beyond
    a record and what it points to. Nodes that several batches carry (members, bodies) are reported once.

    Args:
        engine: The engine.
        batches: N-Triples of whole records, with the nodes that they point to; 100 to 200 records are best.
        workers: How many batches to check at a time; as many as there are processors if left out. One, if
        the engine
            gains nothing from threads.

    Yields:
        The findings, those of an earlier batch first: the order does not depend on ``workers``.

    Raises:
        PqgraphError: PQ301, a batch does not parse.
    """
    # 64 bits of each finding are kept, not the finding: some 60 bytes.
    seen: set[int] = set()
    for found in _validated(engine, batches, workers or os.cpu_count() or 1):
        for finding in found:
            mark = hash(finding)
            if mark not in seen:
                seen.add(mark)
                yield finding


def _validated(engine: Engine, batches: Iterable[bytes], workers: int) -> Iterator[list[Finding]]:
    if workers == 1 or not engine.parallel:
        for batch in batches:
            yield engine.validate(batch)
        return
    # A short queue: batches are made no faster than they are checked, so memory stays flat.
    waiting: deque[Future[list[Finding]]] = deque()
    with ThreadPoolExecutor(workers, thread_name_prefix="pqgraph-check") as pool:
        try:
            for batch in batches:
                waiting.append(pool.submit(engine.validate, batch))
                if len(waiting) > 2 * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def check_files(
    engine: Engine, files: Sequence[Path], *, rdf_format: RdfFormat | None = None
) -> list[Finding]:
    """Check the union of RDF files as one graph, named graphs included.

    The files may hold any RDF, so the graph is checked as a whole and held in memory: about 40 kB for each
    question with the fast engine.

    Args:
        engine: The engine.
        files: RDF files, also compressed with gzip or Zstandard; ``-`` is standard input.
        rdf_format: The format of all of them; told by their names if left out.

    Returns:
        The findings in their order, with the source of the record where the graph leads back to it.

    Raises:
        PqgraphError: PQ101, PQ104, PQ301, PQ302: a file is missing, damaged, does not parse, or is of an
        unknown format.
    """
    data = read_data(files, rdf_format=rdf_format)
    findings = engine.validate(data)
    return attach_sources(findings, SourceLookup(data, {finding.focus for finding in findings}))


def read_data(files: Sequence[Path], *, rdf_format: RdfFormat | None = None) -> bytes:
    """The union of RDF files as N-Triples; see :func:`check_files`."""
    parts: list[bytes] = []
    for number, path in enumerate(files):
        found = rdf_format or format_of_path(path)
        if found is None and _is_stdin(path):
            raise PqgraphError(
                "PQ302", "standard input has no name to tell its format by", place="stdin",
                advice=f"Say it with --from turtle, or another of {', '.join(FORMATS)}.",
            )  # fmt: skip
        if found is None:
            raise PqgraphError(
                "PQ302", "the name does not tell the RDF format", place=str(path),
                advice=f"{NAMES} Or say the format with --from.",
            )  # fmt: skip
        parts.append(_ntriples(path, found, number))
    return b"".join(parts)


def _ntriples(path: Path, rdf_format: RdfFormat, number: int) -> bytes:
    import zlib

    import pyoxigraph as ox
    import zstandard

    name = "stdin" if _is_stdin(path) else str(path)
    if not _is_stdin(path) and not path.is_file():
        raise PqgraphError("PQ101", "there is no such file", place=name)
    try:
        with _opened(path) as stream:
            quads = ox.parse(
                checked_stream(stream, rdf_format.name, name),
                format=ox.RdfFormat.from_media_type(rdf_format.media_type),
                base_iri=None if _is_stdin(path) else path.resolve().as_uri(),
            )
            whole = ox.serialize(_triples(quads, number), format=ox.RdfFormat.N_TRIPLES)
            return whole or b""
    except SyntaxError as problem:
        place = f"{name}:{problem.lineno}" if problem.lineno else name
        raise PqgraphError("PQ301", str(problem.msg), place=place) from problem
    except (EOFError, OSError, ValueError, zlib.error, zstandard.ZstdError) as problem:
        raise PqgraphError("PQ104", str(problem) or "the file ends too early", place=name) from problem


def _is_stdin(path: Path) -> bool:
    return str(path) == "-"


def _opened(path: Path) -> AbstractContextManager[BinaryIO]:
    return nullcontext(decompressed(sys.stdin.buffer)) if _is_stdin(path) else open_input(path)


def _triples(quads: Iterable[ox.Quad], number: int) -> Iterator[ox.Triple]:
    import pyoxigraph as ox

    renamed: dict[str, ox.BlankNode] = {}

    def renaming(node: ox.BlankNode) -> ox.BlankNode:
        # Two files may use one label for two nodes, and labels that the parser makes up differ from run to
        # run.
        return renamed.setdefault(node.value, ox.BlankNode(f"f{number}b{len(renamed)}"))

    for quad in quads:
        triple = quad.triple
        s, o = triple.subject, triple.object
        if isinstance(s, ox.BlankNode) or isinstance(o, ox.BlankNode):
            s = renaming(s) if isinstance(s, ox.BlankNode) else s
            o = renaming(o) if isinstance(o, ox.BlankNode) else o
            triple = ox.Triple(s, triple.predicate, o)
        yield triple
