"""The embedded store: Oxigraph, on disk in a store folder or in memory.

A store folder holds ``rdf/`` (Oxigraph's files), ``manifest.json`` and ``lock``, and what a build makes a store anew
from: ``records/`` and ``loaded/``; also ``search/``. ``docs/graph.md`` tells the graphs.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, cast

from pqgraph import resources
from pqgraph.errors import PqgraphError
from pqgraph.files import open_input
from pqgraph.rdf.formats import FORMATS, RdfFormat
from pqgraph.rdf.guard import checked_file, checked_stream
from pqgraph.rdf.terms import Term, Triple
from pqgraph.rdf.writers import make_writer
from pqgraph.store.contents import ContentChange
from pqgraph.store.evaluating import Dataset, check_syntax, evaluate, result_of
from pqgraph.store.kept import keeping, kept_quads
from pqgraph.store.locking import StoreLock
from pqgraph.store.manifest import Manifest, StoreInput, read_manifest
from pqgraph.store.rdf_files import format_of, input_of, ox_format, parsing, quads_of, steady_quads
from pqgraph.store.results import ResultSet
from pqgraph.store.sorting import LineSorter
from pqgraph.store.statistics import Watched, forget_cube

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = [
    "REFERENCE_FILES",
    "LocalStore",
    "check_syntax",
    "input_of",
    "is_valid_iri",
    "quads_of",
    "result_of",
]

RDF_FOLDER = "rdf"
REFERENCE_FILES = ("houses.ttl", "bodies.ttl", "topics.ttl")
"""Files of ``ontology/`` with the labels of what questions point to."""


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
            read_only: Any number of processes may read; one that writes is alone. A reader goes on reading this
                very store when a build puts another in its place (on Linux; elsewhere the build is refused).

        Raises:
            PqgraphError: PQ601 no store there; PQ603 somebody else writes to it (or, for writing, uses it);
                PQ604 it is damaged or of another version; PQ606 the disk is full.
        """
        import pyoxigraph as ox

        folder = Path(path)
        read_manifest(folder)
        lock = StoreLock.of_reader(folder) if read_only else StoreLock(folder, exclusive=True)
        rdf = lock.folder / RDF_FOLDER
        try:
            # Oxigraph would make an empty store where there is none.
            if not (rdf / "CURRENT").is_file():
                raise PqgraphError("PQ604", "the store lacks its data files", place=str(folder / RDF_FOLDER))
            store = ox.Store.read_only(str(rdf)) if read_only else ox.Store(str(rdf))
            if not read_only:
                # What a load that was killed has left; Oxigraph no longer knows of it.
                for left in rdf.glob("bulk-*.sst"):
                    left.unlink()
        except (OSError, RuntimeError, ValueError) as problem:
            lock.release()
            raise PqgraphError(_code_of(str(problem)), str(problem), place=str(folder)) from problem
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

    @property
    def held_folder(self) -> Path | None:
        """A path to this very store's folder as long as it is open, even when another store has taken its place."""
        return self._folder if self._lock is None else self._lock.folder

    def manifest(self) -> Manifest | None:
        """What the store folder says of itself; ``None`` in memory."""
        return None if self.held_folder is None else read_manifest(self.held_folder)

    def query(self, text: str, *, dataset: Dataset | None = None, base: str | None = None) -> ResultSet:
        """Evaluate a query on the default graph (``GRAPH`` reaches the named ones).

        This runs what it is given; ``SERVICE`` goes out to the network. Texts of strangers go through
        :func:`pqgraph.store.sparql.read_only_form` first.

        Args:
            text: The query.
            dataset: Other graphs to put it to.
            base: The IRI that relative ones are relative to.

        Raises:
            PqgraphError: PQ503 the text is not a SPARQL query; PQ508 it cannot be evaluated.
        """
        return result_of(evaluate(self._open, text, dataset=dataset, base=base))

    def graph_names(self) -> list[str]:
        """IRIs of the named graphs, sorted."""
        import pyoxigraph as ox

        return sorted(g.value for g in self._open.named_graphs() if isinstance(g, ox.NamedNode))

    def statements(self, subject: Term) -> list[Triple]:
        """What the default graph says of a node.

        Args:
            subject: Its IRI, or its label in this store if it is a blank node, in N-Triples syntax.
        """
        import pyoxigraph as ox

        found = self._open.quads_for_pattern(_node(subject), None, None, ox.DefaultGraph())
        return [(str(q.subject), str(q.predicate), str(q.object)) for q in found]

    def statements_about(self, predicate: str, value: Term) -> list[Triple]:
        """What the default graph says with a predicate of a node.

        Args:
            predicate: IRI of the predicate.
            value: The node, as in :meth:`statements`.
        """
        import pyoxigraph as ox

        named = ox.NamedNode(predicate)
        found = self._open.quads_for_pattern(None, named, _node(value), ox.DefaultGraph())
        return [(str(q.subject), str(q.predicate), str(q.object)) for q in found]

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
            name = str(getattr(source, "name", "stdin"))
            with parsing(name):
                self._open.bulk_load(checked_stream(source, rdf_format.name, name), ox_format(rdf_format))
            return
        rdf_format = rdf_format or format_of(source)
        kind = ox_format(rdf_format)
        # Line formats come from serialisers; reading them without checking each IRI again is 1.2 times as fast.
        lenient = rdf_format.name in ("ntriples", "nquads")
        with parsing(source.name), open_input(source) as stream:
            if isinstance(getattr(stream, "raw", None), io.FileIO):
                # Oxigraph reads a plain file by itself, without Python in between.
                checked_file(source, rdf_format.name, source.name)
                self._open.bulk_load(path=str(source), format=kind, lenient=lenient)
            else:
                checked = checked_stream(stream, rdf_format.name, source.name)
                self._open.bulk_load(checked, kind, lenient=lenient)

    def optimize(self) -> None:
        """Merge Oxigraph's files after bulk loading: joins become seven times as fast."""
        self._open.optimize()

    def flush(self) -> None:
        """Bring everything to disk."""
        self._open.flush()

    def load(self, paths: Iterable[str | Path], *, graph: str | None = None) -> int:
        """Add RDF files in one transaction: all of them, or nothing.

        Blank nodes of different files stay apart, and those of a file that is loaded again are the same. The manifest
        then names the files too, and a copy is kept for builds to come.

        Args:
            paths: RDF files of any format, compressed or not.
            graph: IRI of a named graph for what the files say in the default graph.

        Returns:
            How many statements the store gained.

        Raises:
            PqgraphError: As :meth:`bulk_load`.
        """
        files = [Path(p) for p in paths]
        for file in files:
            format_of(file)
        before = self.count()
        if self._folder is None:
            with parsing(", ".join(f.name for f in files)):
                watched = Watched(quad for file in files for quad in steady_quads(file, graph=graph))
                self._open.bulk_extend(watched)
            return self.count() + self._settle(watched, held=before) - before
        with parsing(str(self._folder)):
            with keeping(self._folder, files, graph) as loads, ContentChange(self._folder, loads) as change:
                watched = Watched(kept_quads(self._folder, loads))
                try:
                    self._open.bulk_extend(watched)
                except KeyboardInterrupt:
                    # While Oxigraph works, Python waits with it; all may be in by now.
                    change.is_made = self.count() != before
                    raise
            # The statements are in: what goes wrong from here on must not take back what the manifest says of them.
            taken = self._settle(watched, held=before)
            after = self.count()
            change.finish(before - taken, after)
        return after + taken - before

    def add_kept(self, folder: Path, loads: Iterable[StoreInput]) -> None:
        """Add what was loaded into another store, and is kept there, as :meth:`load` added it.

        Args:
            folder: The folder of that store.
            loads: As :func:`pqgraph.store.kept.copies_of` gives them.

        Raises:
            PqgraphError: PQ604, a copy is missing or damaged; PQ606, the disk is full.
        """
        with parsing(str(folder)):
            held = self.count()
            watched = Watched(kept_quads(folder, loads))
            self._open.bulk_extend(watched)
            self._settle(watched, held=held)

    def _settle(self, watched: Watched, *, held: int) -> int:
        """After statements were added: how many were taken away, because they are no longer true."""
        taken = forget_cube(self._open, held=held) if watched.changes_counts else 0
        self._open.flush()
        return taken

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


def _code_of(refusal: str) -> str:
    """The code for what Oxigraph says of a store that it does not open. It gives no numbers, and names paths."""
    if refusal.startswith(("IO error: While lock file", "IO error: lock hold")):
        return "PQ603"
    return "PQ606" if refusal.startswith("IO error: No space left") else "PQ604"


def is_valid_iri(text: str) -> bool:
    """Whether Oxigraph takes a text as an IRI (RFC 3987, with host names and percent signs)."""
    import pyoxigraph as ox

    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def _node(term: Term) -> ox.NamedNode | ox.BlankNode:
    import pyoxigraph as ox

    return ox.NamedNode(term[1:-1]) if term.startswith("<") else ox.BlankNode(term[2:])


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
