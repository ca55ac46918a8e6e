"""RDF of any syntax, and Parliament's CSV of triples, as runs of statements about one subject."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from pqgraph.errors import PqgraphError
from pqgraph.model import SourceFile
from pqgraph.prolog import check_prolog, root_of
from pqgraph.readers._parl_lines import line_blocks
from pqgraph.readers._parl_links import UnusualError, usual_links
from pqgraph.readers._parl_names import NAMESPACES, RDF
from pqgraph.readers._parl_terms import Block, Iri, Node, add, short_name, subject_of, value_of
from pqgraph.readers.base import Source, decode_text

__all__ = [
    "blocks",
    "bulk_load",
    "csv_blocks",
    "is_csv",
    "node_of",
    "tell_syntax",
    "usual_runs",
]

_CSV_HEAD = re.compile(r"\ufeff?\s*subject\s*,\s*predicate\s*,\s*object\s*\r?\n", re.IGNORECASE)
# The prefixes that stand in Parliament's CSV without a declaration.
_CSV_PREFIXES = NAMESPACES | {"dc-term": NAMESPACES["dcterms"]}
_LINE = re.compile(r"(?:<[^<>]*>|_:\S+)[ \t]+<[^<>]*>[ \t]+(?:<[^<>]*>|_:\S+|\".*\"\S*)[ \t].*\.[ \t]*\r?$")
_TURTLE = re.compile(
    r"(?:@prefix|@base|PREFIX|BASE|GRAPH)\b|<[A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*>|\{\s*(?:<|\Z)", re.I
)
_QUERY = re.compile(r"^[ \t]*(?:SELECT|CONSTRUCT|ASK|DESCRIBE|INSERT|DELETE)\b", re.MULTILINE)


def is_csv(head: bytes) -> bool:
    """Whether this is Parliament's CSV of triples."""
    return _CSV_HEAD.match(head[:200].decode("utf-8", "replace")) is not None


def tell_syntax(head: bytes) -> str | None:
    """``csv``, ``jsonld``, ``rdfxml``, ``nquads`` (N-Triples too) or ``trig`` (Turtle too); ``None`` if none."""
    if is_csv(head):
        return "csv"
    root = root_of(head)
    if root is not None and root.name == "RDF" and RDF in root.attributes:
        return "rdfxml"
    text = head.decode("utf-8-sig", "replace").lstrip()
    if text.startswith(("[", "{")) and re.search(r'"@(?:id|context|graph|type)"', text):
        return "jsonld"
    lines = (line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("#"))
    first = next(lines, "").lstrip()
    if _LINE.match(first):
        return "nquads"
    return "trig" if _TURTLE.match(first) and not _QUERY.search(text) else None


def blocks(source: Source, file: SourceFile, syntax: str, *, only_links: bool = False) -> Iterator[Block]:
    """The statements of a file, run by run. Names of graphs are passed over.

    Args:
        source: The file.
        file: The same, for messages.
        syntax: What :func:`tell_syntax` says.
        only_links: Leave literals out.

    Raises:
        PqgraphError: PQ301 for bad syntax; PQ104, PQ105, PQ110, PQ114.
    """
    with _open(source, file, syntax) as stream:
        yield from (
            line_blocks(stream, file, only_links) if syntax == "nquads" else _blocks(stream, file, syntax)
        )


def usual_runs(source: Source, file: SourceFile, syntax: str) -> Iterator[Block]:
    """The links of N-Triples or N-Quads, run by run: see :func:`~pqgraph.readers._parl_links.usual_links`.

    Raises:
        UnusualError: Another syntax, or a line that is not as machines write it.
        PqgraphError: PQ104, PQ110.
    """
    if syntax != "nquads":
        raise UnusualError
    with _open(source, file, syntax) as stream:
        yield from usual_links(stream)


@contextmanager
def _open(source: Source, file: SourceFile, syntax: str) -> Iterator[BinaryIO]:
    """The bytes without byte order mark; XML only after its prolog is checked."""
    if syntax == "rdfxml":
        check_prolog(source.head, file.name, names=True)
    with source.open() as stream:
        if source.head.startswith(b"\xef\xbb\xbf"):
            stream.read(3)
        yield stream


def _blocks(stream: Any, file: SourceFile, syntax: str) -> Iterator[Block]:
    import pyoxigraph as ox

    short: dict[str, str] = {}
    subject, node = "", Node()
    try:
        for quad in ox.parse(stream, format=_format(syntax), lenient=True):
            if (value := value_of(quad.object)) is None:
                continue
            if (name := subject_of(quad.subject)) != subject:
                if node:
                    yield subject, node
                subject, node = name, {}
            predicate = quad.predicate.value
            if (key := short.get(predicate)) is None:
                key = short[predicate] = short_name(predicate)
            add(node, key, value)
    except SyntaxError as problem:
        raise unreadable(problem, file) from problem
    if node:
        yield subject, node


def unreadable(problem: SyntaxError, file: SourceFile) -> PqgraphError:
    """The library's complaint as ours."""
    place = f"{file.name}#L{problem.lineno}" if problem.lineno else file.name
    return PqgraphError("PQ301", str(problem.msg).partition(" (line ")[0], place=place)


def bulk_load(store: Any, source: Source, file: SourceFile, syntax: str) -> None:
    """Load a whole file into a store of pyoxigraph.

    Raises:
        PqgraphError: PQ301 for bad syntax; PQ104, PQ105, PQ110, PQ114.
    """
    with _open(source, file, syntax) as stream:
        try:
            store.bulk_load(stream, format=_format(syntax), lenient=True)
        except SyntaxError as problem:
            raise unreadable(problem, file) from problem


def node_of(store: Any) -> Callable[[str], Node | None]:
    """Looks up nodes in a store. Values are in a fixed order, shorter first: …/attachment/2 before …/10."""

    def look_up(iri: str) -> Node | None:
        node: Node = {}
        for quad in store.quads_for_pattern(_term(iri), None, None):
            if (value := value_of(quad.object)) is not None:
                add(node, short_name(quad.predicate.value), value)
        for values in node.values():
            if isinstance(values, list):
                values.sort(key=lambda value: (len(value), value))
        return node or None

    return look_up


def _term(iri: str) -> Any:
    """The term of a node that was read, though the library would not make one of so odd an IRI."""
    import pyoxigraph as ox

    if iri.startswith("_:"):
        return ox.BlankNode(iri[2:])
    try:
        return ox.NamedNode(iri)
    except ValueError:
        escaped = "".join(f"\\U{ord(character):08X}" for character in iri)
        (quad,) = ox.parse(f"<{escaped}> <x:x> <x:x> .", format=ox.RdfFormat.N_QUADS, lenient=True)
        return quad.subject


def _format(syntax: str) -> Any:
    import pyoxigraph as ox

    return {
        "nquads": ox.RdfFormat.N_QUADS,
        "trig": ox.RdfFormat.TRIG,
        "jsonld": ox.RdfFormat.JSON_LD,
        "rdfxml": ox.RdfFormat.RDF_XML,
    }[syntax]


def csv_blocks(source: Source, file: SourceFile) -> Iterator[Block]:
    """The statements of Parliament's CSV, one by one.

    Raises:
        PqgraphError: PQ301 for bad syntax; PQ104, PQ105, PQ110.
    """
    text, _ = decode_text(source.read(), file)
    lines = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), strict=True)
    try:
        next(lines)
        for row in lines:
            if not any(row):
                continue
            if len(row) != 3:
                found = f"a line has {len(row)} columns, not subject, predicate and object"
                raise PqgraphError("PQ301", found, place=f"{file.name}#L{lines.line_num}")
            subject, predicate, value = (cell.strip(" ") for cell in row)
            iri = _is_iri(value)
            yield _expand(subject), {short_name(_expand(predicate)): Iri(value[1:-1]) if iri else value}
    except csv.Error as problem:
        raise PqgraphError("PQ301", str(problem), place=f"{file.name}#L{lines.line_num}") from problem


def _is_iri(cell: str) -> bool:
    return cell.startswith("<") and cell.endswith(">") and " " not in cell and "<" not in cell[1:]


def _expand(cell: str) -> str:
    if _is_iri(cell):
        return cell[1:-1]
    prefix, colon, local = cell.partition(":")
    return _CSV_PREFIXES[prefix] + local if colon and prefix in _CSV_PREFIXES else cell
