"""The embedded store: Oxigraph, on disk in a store folder or in memory.

A store folder holds ``rdf/`` (Oxigraph's files), ``manifest.json`` and ``lock``. Data stands in the default
graph, provenance in a named one (``docs/graph.md``).
"""

from __future__ import annotations

import gzip
import hashlib
import io
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, cast

import zstandard

from pqgraph import resources
from pqgraph.errors import PqgraphError
from pqgraph.files import open_input
from pqgraph.rdf.formats import FORMATS, RdfFormat, format_of_path
from pqgraph.rdf.writers import make_writer
from pqgraph.store.locking import StoreLock
from pqgraph.store.manifest import Manifest, StoreInput, read_manifest, write_manifest
from pqgraph.store.results import Boolean, RdfTerm, ResultSet, Row, Solutions, Triples
from pqgraph.store.sorting import LineSorter

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["REFERENCE_FILES", "LocalStore", "check_syntax", "input_of", "is_valid_iri", "result_of"]

RDF_FOLDER = "rdf"
REFERENCE_FILES = ("houses.ttl", "bodies.ttl", "topics.ttl")
"""Files of ``ontology/`` with the labels of what questions point to."""
_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


class LocalStore:
    """An Oxigraph store. Make one with :meth:`open` or :meth:`in_memory`; it is a context manager.

    Results of queries that are still being read keep their store alive; read them before :meth:`close`.
    """

    def __init__(self, store: ox.Store, *, folder: Path | None = None, lock: StoreLock | None = None) -> None:
        self._store: ox.Store | None = store
        self._folder = folder
        self._lock = lock

    @classmethod
    def open(cls, path: str | Path, *, read_only: bool = True) -> LocalStore:
        """Open a store folder.

        Args:
            path: The folder, made by :class:`pqgraph.store.builder.StoreBuilder`.
            read_only: Any number of processes may read; one that writes is alone.

        Raises:
            PqgraphError: PQ601 no store there; PQ603 somebody else writes to it (or, for writing, uses it);
                PQ604 it is damaged or of another version.
        """
        import pyoxigraph as ox

        folder = Path(path)
        read_manifest(folder)
        lock = StoreLock(folder, exclusive=not read_only)
        rdf = folder / RDF_FOLDER
        try:
            # Oxigraph would make an empty store where there is none.
            if not (rdf / "CURRENT").is_file():
                raise PqgraphError("PQ604", "the store lacks its data files", place=str(rdf))
            store = ox.Store.read_only(str(rdf)) if read_only else ox.Store(str(rdf))
        except (OSError, RuntimeError, ValueError) as problem:
            lock.release()
            code = "PQ603" if "lock" in str(problem).lower() else "PQ604"
            raise PqgraphError(code, str(problem), place=str(folder)) from problem
        except BaseException:
            lock.release()
            raise
        return cls(store, folder=folder, lock=lock)

    @classmethod
    def in_memory(cls, paths: Iterable[str | Path] = (), *, reference: bool = False) -> LocalStore:
        """A store in memory with the content of RDF files of any format, compressed or not.

        Args:
            paths: The files; the format is told by the name.
            reference: Also load pqgraph's own labels of Houses, answering bodies and topics.

        Raises:
            PqgraphError: PQ101, PQ104, PQ301, PQ302: a file is missing, damaged, not RDF, or of no known
                format.
        """
        import pyoxigraph as ox

        local = cls(ox.Store())
        for path in paths:
            local.bulk_load(Path(path))
        if reference:
            for name in REFERENCE_FILES:
                local.bulk_load(resources.resource("ontology", name))
        return local

    def __enter__(self) -> LocalStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store and its lock; a second time does nothing."""
        self._store = None
        if self._lock is not None:
            self._lock.release()

    @property
    def _open(self) -> ox.Store:
        if self._store is None:
            raise ValueError("the store is closed")
        return self._store

    @property
    def folder(self) -> Path | None:
        """The store folder; ``None`` in memory."""
        return self._folder

    def manifest(self) -> Manifest | None:
        """What the store folder says of itself; ``None`` in memory."""
        return None if self._folder is None else read_manifest(self._folder)

    def query(self, text: str) -> ResultSet:
        """Evaluate a query on the default graph (``GRAPH`` reaches the named ones).

        This runs what it is given; ``SERVICE`` goes out to the network. Texts of strangers go through
        :func:`pqgraph.store.sparql.read_only_form` first.

        Raises:
            PqgraphError: PQ503 the text is not a SPARQL query; PQ508 it cannot be evaluated.
        """
        return result_of(_evaluate(self._open, text))

    def bulk_load(self, source: Path | BinaryIO, rdf_format: RdfFormat | None = None) -> None:
        """Add a whole file, as fast as can be; all of it or nothing. Call :meth:`optimize` after the last.

        Args:
            source: A file (compressed or not), or an open binary stream of plain RDF.
            rdf_format: Its format; for a file it may be told by the name.

        Raises:
            PqgraphError: PQ101, PQ104, PQ301, PQ302 as in :meth:`in_memory`; PQ606, the disk is full.
        """
        if not isinstance(source, Path):
            if rdf_format is None:
                raise PqgraphError("PQ302", "a stream has no name to tell its format by")
            with _parsing(str(getattr(source, "name", "stdin"))):
                self._open.bulk_load(source, _ox_format(rdf_format))
            return
        rdf_format = rdf_format or _format(source)
        kind = _ox_format(rdf_format)
        # Line formats come from our own writers or other serialisers and are read without checking each IRI
        # again, 1.2 times as fast.
        lenient = rdf_format.name in ("ntriples", "nquads")
        with _parsing(source.name), open_input(source) as stream:
            if isinstance(getattr(stream, "raw", None), io.FileIO):
                # Oxigraph reads a plain file by itself, without Python in between.
                self._open.bulk_load(path=str(source), format=kind, lenient=lenient)
            else:
                self._open.bulk_load(stream, kind, lenient=lenient)

    def optimize(self) -> None:
        """Merge Oxigraph's files after bulk loading: joins become seven times as fast."""
        self._open.optimize()

    def flush(self) -> None:
        """Bring everything to disk."""
        self._open.flush()

    def load(self, paths: Iterable[str | Path], *, graph: str | None = None) -> int:
        """Add RDF files in one transaction: all of them, or nothing.

        Blank nodes of different files stay apart. The manifest then names the files too.

        Args:
            paths: RDF files of any format, compressed or not.
            graph: IRI of a named graph for what the files say in the default graph.

        Returns:
            How many statements the store gained.

        Raises:
            PqgraphError: As :meth:`bulk_load`.
        """
        files = [Path(p) for p in paths]
        formats = [_format(f) for f in files]
        before = self.count()
        with _parsing(", ".join(f.name for f in files)):
            self._open.bulk_extend(_quads(files, formats, graph))
            self._open.flush()
        after = self.count()
        if self._folder is not None:
            old = read_manifest(self._folder)
            fresh = tuple(i for i in map(input_of, files) if i not in old.inputs)
            write_manifest(self._folder, Manifest.now(after, (*old.inputs, *fresh)))
        return after - before

    def count(self) -> int:
        """The number of statements, in all graphs. It is counted: seconds on a store of millions."""
        return len(self._open)

    def dump(self, stream: BinaryIO, rdf_format: RdfFormat | None = None) -> None:
        """Write everything, sorted: the same statements give the same bytes, in whatever order they came.

        N-Quads equal ``LC_ALL=C sort -u`` of the statements. Sorting uses up to 0.5 GB of memory and, beyond
        that, temporary files as large as the N-Quads (``TMPDIR`` says where). Formats without named graphs
        get the statements of all graphs.

        Args:
            stream: An open binary stream.
            rdf_format: Default N-Quads.
        """
        import pyoxigraph as ox

        rdf_format = rdf_format or FORMATS["nquads"]
        sorter = LineSorter()
        self._open.dump(cast(BinaryIO, sorter), ox.RdfFormat.N_QUADS)
        if rdf_format.name == "nquads":
            stream.writelines(sorter.lines())
            return
        writer = make_writer(stream, rdf_format)
        statements = map(_split, sorter.lines())
        for (_, graph), group in groupby(statements, key=lambda s: (s[0], s[3])):
            writer.write([(s, p, o) for s, p, o, _ in group], graph)
        writer.close()


def check_syntax(text: str, *, place: str | None = None) -> None:
    """Whether Oxigraph accepts a query; nothing of it is evaluated on data.

    Raises:
        PqgraphError: PQ503, it does not.
    """
    import pyoxigraph as ox

    _evaluate(ox.Store(), text, place=place)


def is_valid_iri(text: str) -> bool:
    """Whether Oxigraph takes a text as an IRI (RFC 3987, with host names and percent signs)."""
    import pyoxigraph as ox

    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def input_of(path: Path) -> StoreInput:
    """A file as the manifest names it."""
    with path.open("rb") as stream:
        return StoreInput(path.name, hashlib.file_digest(stream, "sha256").hexdigest())


_AT = re.compile(r"error at (\d+):(\d+)")


def _evaluate(
    store: ox.Store, text: str, *, place: str | None = None
) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    try:
        return store.query(text)
    except SyntaxError as problem:
        message = str(problem).partition("\n")[0]
        where = _AT.search(message)
        if where is None:
            raise PqgraphError("PQ503", message, place=place) from problem
        line, column = int(where[1]), int(where[2])
        lines = text.split("\n")
        shown = lines[line - 1].strip() if line <= len(lines) else ""
        found = f"not expected here: {shown[:80]!r}" if shown else "the query ends too early"
        at = f"{place}:{line}:{column}" if place else f"line {line}, column {column}"
        raise PqgraphError("PQ503", found, place=at) from problem
    except (OSError, RuntimeError, ValueError) as problem:
        raise PqgraphError("PQ508", str(problem), place=place) from problem


def result_of(result: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> ResultSet:
    """What Oxigraph gives back, in pqgraph's terms."""
    import pyoxigraph as ox

    if isinstance(result, ox.QuerySolutions):
        return Solutions(tuple(v.value for v in result.variables), _rows(result))
    if isinstance(result, ox.QueryBoolean):
        return Boolean(bool(result))
    return Triples(_triples(result))


def _rows(solutions: ox.QuerySolutions) -> Iterator[Row]:
    import pyoxigraph as ox

    named_node, literal, blank_node = ox.NamedNode, ox.Literal, ox.BlankNode

    def convert(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> RdfTerm | None:
        if term is None:
            return None
        if isinstance(term, named_node):
            return RdfTerm("iri", term.value)
        if isinstance(term, literal):
            if term.language:
                return RdfTerm("literal", term.value, None, term.language)
            datatype = term.datatype.value
            return RdfTerm("literal", term.value, None if datatype == _XSD_STRING else datatype)
        if isinstance(term, blank_node):
            return RdfTerm("bnode", term.value)
        raise ValueError("the result holds a triple term, which RDF 1.1 does not know")

    try:
        for solution in solutions:
            yield tuple([convert(term) for term in solution])
    except (OSError, RuntimeError, ValueError) as problem:
        raise PqgraphError("PQ508", str(problem)) from problem


def _triples(triples: ox.QueryTriples) -> Iterator[tuple[str, str, str]]:
    try:
        for triple in triples:
            yield str(triple.subject), str(triple.predicate), str(triple.object)
    except (OSError, RuntimeError, ValueError) as problem:
        raise PqgraphError("PQ508", str(problem)) from problem


def _format(path: Path) -> RdfFormat:
    found = format_of_path(path)
    if found is None:
        raise PqgraphError("PQ302", "the name does not tell an RDF format", place=path.name)
    return found


def _ox_format(rdf_format: RdfFormat) -> ox.RdfFormat:
    import pyoxigraph as ox

    found = ox.RdfFormat.from_media_type(rdf_format.media_type)
    if found is None:
        raise PqgraphError("PQ302", f"the installed Oxigraph cannot read {rdf_format.title}")
    return found


def _quads(paths: list[Path], formats: list[RdfFormat], graph: str | None) -> Iterator[ox.Quad]:
    import pyoxigraph as ox

    target = ox.NamedNode(graph) if graph else None
    for path, rdf_format in zip(paths, formats, strict=True):
        with _parsing(path.name), open_input(path) as stream:
            for quad in ox.parse(stream, _ox_format(rdf_format), rename_blank_nodes=True):
                if target is not None and isinstance(quad.graph_name, ox.DefaultGraph):
                    yield ox.Quad(quad.subject, quad.predicate, quad.object, target)
                else:
                    yield quad


@contextmanager
def _parsing(place: str) -> Iterator[None]:
    """Turn what goes wrong while reading RDF into errors of pqgraph."""
    try:
        yield
    except PqgraphError:
        raise
    except SyntaxError as problem:
        where = f"{place}:{problem.lineno}" if problem.lineno else place
        message = str(problem.msg).rpartition(": ")[2] or str(problem)
        raise PqgraphError("PQ301", message, place=where) from problem
    except (EOFError, zlib.error, gzip.BadGzipFile, zstandard.ZstdError) as problem:
        raise PqgraphError("PQ104", str(problem), place=place) from problem
    except UnicodeDecodeError as problem:
        raise PqgraphError("PQ301", f"not UTF-8: {problem.reason}", place=place) from problem
    except (FileNotFoundError, IsADirectoryError, PermissionError) as problem:
        raise PqgraphError("PQ101", problem.strerror or str(problem), place=place) from problem
    except OSError as problem:
        raise PqgraphError("PQ606", problem.strerror or str(problem), place=place) from problem


_REST = re.compile(
    r'(<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?)(?: <([^>]*)>)? \.\n\Z', re.DOTALL
)


def _split(line: bytes) -> tuple[str, str, str, str | None]:
    """Subject, predicate, object and graph of a line of N-Quads as Oxigraph writes it."""
    subject, predicate, rest = line.decode().split(" ", 2)
    match = _REST.match(rest)
    if match is None:
        raise ValueError(f"not a statement of RDF 1.1: {line!r}")
    return subject, predicate, match[1], match[2]
