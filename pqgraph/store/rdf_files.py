"""RDF files as statements, and what goes wrong with them as errors of pqgraph."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import zstandard

from pqgraph.errors import PqgraphError
from pqgraph.files import open_input
from pqgraph.rdf.formats import FORMATS, RdfFormat, format_of_path
from pqgraph.rdf.guard import checked_stream
from pqgraph.store.manifest import StoreInput

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["NAMES", "format_of", "input_of", "ox_format", "parsing", "quads_of", "steady_quads"]

NAMES = f"Let its name end in {', '.join(f.suffixes[0] for f in FORMATS.values())}; .gz or .zst may follow."
"""What to do about data whose name does not tell its format: options name formats of what comes out."""
_LABEL_DIGITS = 31


def format_of(path: Path) -> RdfFormat:
    """The format that a file's name tells.

    Raises:
        PqgraphError: PQ302, it tells none.
    """
    found = format_of_path(path)
    if found is None:
        raise PqgraphError("PQ302", "the name does not tell an RDF format", place=path.name, advice=NAMES)
    return found


def ox_format(rdf_format: RdfFormat) -> ox.RdfFormat:
    """A format as Oxigraph names it.

    Raises:
        PqgraphError: PQ302, it does not know it.
    """
    import pyoxigraph as ox

    found = ox.RdfFormat.from_media_type(rdf_format.media_type)
    if found is None:
        raise PqgraphError("PQ302", f"the installed Oxigraph cannot read {rdf_format.title}")
    return found


def quads_of(paths: Iterable[str | Path], *, graph: str | None = None) -> Iterator[ox.Quad]:
    """The statements of RDF files, one after the other, in their order. Blank nodes get new labels.

    Args:
        paths: RDF files of any format, compressed or not.
        graph: IRI of a named graph for what the files say in the default graph.

    Raises:
        PqgraphError: PQ302 at once; PQ101, PQ104, PQ301 while they are read.
    """
    files = [Path(p) for p in paths]
    formats = [format_of(f) for f in files]
    return (
        quad
        for path, rdf_format in zip(files, formats, strict=True)
        for quad in _quads(path, rdf_format, graph)
    )


def steady_quads(path: Path, *, graph: str | None = None) -> Iterator[ox.Quad]:
    """The statements of a file with labels of blank nodes that are its own, and the same every time.

    A label is made of the file's content, compressed or not, and of the node's place among those of the file. So a
    file that is loaded again has the same nodes, and what two files call ``_:x`` stays two.

    Args:
        path: An RDF file.
        graph: As for :func:`quads_of`.

    Raises:
        PqgraphError: As :func:`quads_of`.
    """
    import pyoxigraph as ox

    rdf_format = format_of(path)
    content = ""
    renamed: dict[str, ox.BlankNode] = {}

    def steady(node: ox.BlankNode) -> ox.BlankNode:
        nonlocal content
        found = renamed.get(node.value)
        if found is None:
            # Most files have no blank nodes, and need not be read once more.
            content = content or _content_of(path)
            mark = hashlib.sha256(f"{content} {len(renamed)}".encode()).hexdigest()[:_LABEL_DIGITS]
            found = renamed[node.value] = ox.BlankNode(f"b{mark}")
        return found

    # Labels of the parser would be new ones every time; those that the file itself gives pass for any other.
    return _with_nodes(_quads(path, rdf_format, graph, rename=False), steady)


def input_of(path: Path) -> StoreInput:
    """A file as the manifest names it."""
    with path.open("rb") as stream:
        return StoreInput(path.name, hashlib.file_digest(stream, "sha256").hexdigest())


@contextmanager
def parsing(place: str) -> Iterator[None]:
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


def _quads(path: Path, rdf_format: RdfFormat, graph: str | None, *, rename: bool = True) -> Iterator[ox.Quad]:
    import pyoxigraph as ox

    target = ox.NamedNode(graph) if graph else None
    with parsing(path.name), open_input(path) as stream:
        checked = checked_stream(stream, rdf_format.name, path.name)
        for quad in ox.parse(checked, ox_format(rdf_format), rename_blank_nodes=rename):
            if target is not None and isinstance(quad.graph_name, ox.DefaultGraph):
                yield ox.Quad(quad.subject, quad.predicate, quad.object, target)
            else:
                yield quad


def _with_nodes(quads: Iterable[ox.Quad], named: Callable[[ox.BlankNode], ox.BlankNode]) -> Iterator[ox.Quad]:
    """The same statements with other blank nodes."""
    import pyoxigraph as ox

    blank, triple = ox.BlankNode, ox.Triple

    def within(said: ox.Triple) -> ox.Triple:
        s, o = said.subject, said.object
        return triple(
            named(s) if isinstance(s, blank) else s,
            said.predicate,
            named(o) if isinstance(o, blank) else within(o) if isinstance(o, triple) else o,
        )

    for quad in quads:
        subject, value, graph = quad.subject, quad.object, quad.graph_name
        if isinstance(subject, blank) or isinstance(value, (blank, triple)) or isinstance(graph, blank):
            said = within(quad.triple)
            place = named(graph) if isinstance(graph, blank) else graph
            yield ox.Quad(said.subject, said.predicate, said.object, place)
        else:
            yield quad


def _content_of(path: Path) -> str:
    digest = hashlib.sha256()
    with open_input(path) as stream:
        while data := stream.read(1 << 20):
            digest.update(data)
    return digest.hexdigest()
