"""RDF of any syntax, and Parliament's CSV of triples, as runs of statements about one subject."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

import orjson

from pqgraph.errors import PqgraphError
from pqgraph.model import SourceFile
from pqgraph.prolog import check_prolog, root_of
from pqgraph.readers._parl_names import NAMESPACES, RDF
from pqgraph.readers.base import MAX_LINE, Source, decode_text

__all__ = [
    "Iri",
    "Node",
    "blocks",
    "bulk_load",
    "csv_blocks",
    "is_csv",
    "node_of",
    "short_name",
    "tell_syntax",
]

_CSV_HEAD = re.compile(r"\ufeff?\s*subject\s*,\s*predicate\s*,\s*object\s*\r?\n", re.IGNORECASE)
# The prefixes that stand in Parliament's CSV without a declaration.
_CSV_PREFIXES = NAMESPACES | {"dc-term": NAMESPACES["dcterms"]}
_LINE = re.compile(r"(?:<[^<>]*>|_:\S+)[ \t]+<[^<>]*>[ \t]+(?:<[^<>]*>|_:\S+|\".*\"\S*)[ \t].*\.[ \t]*\r?$")
_TURTLE = re.compile(
    r"(?:@prefix|@base|PREFIX|BASE|GRAPH)\b|<[A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*>|\{\s*(?:<|\Z)", re.I
)
_QUERY = re.compile(r"^[ \t]*(?:SELECT|CONSTRUCT|ASK|DESCRIBE|INSERT|DELETE)\b", re.MULTILINE)
# What may follow a literal: language or datatype, and the graph in N-Quads.
_TAIL = re.compile(rb"(?:@[A-Za-z]+(?:-[A-Za-z0-9]+)*|\^\^<[^<>\"\s]+>)?(?: <[^<>\"\s]+>)?")
_OBJECT = re.compile(rb"<([^<>\"\s\\]+)>(?: <[^<>\"\s]+>)?")


class Iri(str):
    """A value that is an IRI, not a literal."""

    __slots__ = ()


Node = dict[str, list[str]]
"""What is said of a node: values by the short name of the predicate (``parl:uin``)."""
Block = tuple[str, Node]
"""A run of statements with the same subject."""


def short_name(iri: str) -> str:
    """A name with its prefix, ``parl:uin``; the IRI itself where there is none for it."""
    for prefix, namespace in NAMESPACES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


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
            _line_blocks(stream, file, only_links) if syntax == "nquads" else _blocks(stream, file, syntax)
        )


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
            if (value := _value(quad.object)) is None:
                continue
            if (name := _subject(quad.subject)) != subject:
                if node:
                    yield subject, node
                subject, node = name, {}
            predicate = quad.predicate.value
            if (key := short.get(predicate)) is None:
                key = short[predicate] = short_name(predicate)
            node.setdefault(key, []).append(value)
    except SyntaxError as problem:
        raise unreadable(problem, file) from problem
    if node:
        yield subject, node


def _line_blocks(stream: BinaryIO, file: SourceFile, only_links: bool) -> Iterator[Block]:
    """N-Triples and N-Quads, as machines write them; whatever is unusual in a line goes to the real parser."""
    short: dict[bytes, str] = {}
    tails: set[bytes] = {b""}
    current, subject, node = b"", "", Node()
    readline, number = stream.readline, 0
    while line := readline(MAX_LINE):
        number += 1
        if len(line) == MAX_LINE and not line.endswith(b"\n"):
            raise PqgraphError(
                "PQ110", f"the line has more than {MAX_LINE:,} bytes", place=f"{file.name}#L{number}"
            )
        parts = line.split(b" ", 2)
        value: str | None = None
        if len(parts) == 3 and parts[2][-3:] == b" .\n" and parts[0][:1] == b"<":
            rest = parts[2][:-3]
            if rest[:1] == b'"':
                end = rest.rfind(b'"')
                tail = rest[end + 1 :]
                if tail in tails or _TAIL.fullmatch(tail):
                    tails.add(tail)
                    if only_links:
                        if parts[0] == current and parts[1] in short:
                            continue  # most lines: it is well formed, and says nothing of links
                        value = ""
                    else:
                        value = _unescape(rest[1:end])
            elif (match := _OBJECT.fullmatch(rest)) is not None:
                value = Iri(match[1].decode("utf-8", "replace"))
        if value is None or b"\\" in parts[0]:
            statements = list(_one_line(line, file, number))
        else:
            key = short.get(parts[1])
            if key is None:
                statements = list(_one_line(line, file, number))  # so that each name is checked once
                if statements:
                    short[parts[1]] = statements[0][1]
            elif parts[0] == current:
                node.setdefault(key, []).append(value)
                continue
            else:
                statements = [(parts[0][1:-1].decode("utf-8", "replace"), key, value)]
        for name, key, value in statements:
            if name != subject:
                if node:
                    yield subject, node
                subject, node = name, {}
            node.setdefault(key, []).append(value)
        current = parts[0] if statements else b""
    if node:
        yield subject, node


def _unescape(raw: bytes) -> str | None:
    """A literal's text; ``None`` if it takes a real parser."""
    try:
        if b"\\" in raw:
            # What orjson refuses, a bare quote among it, is unusual or wrong; what it takes means the same here.
            text: str = orjson.loads(b'"' + raw + b'"')
            return text
        return None if b'"' in raw else raw.decode()
    except ValueError:
        return None


def _one_line(line: bytes, file: SourceFile, number: int) -> Iterator[tuple[str, str, str]]:
    import pyoxigraph as ox

    try:
        for quad in ox.parse(line, format=ox.RdfFormat.N_QUADS, lenient=True):
            if (value := _value(quad.object)) is not None:
                yield _subject(quad.subject), short_name(quad.predicate.value), value
    except SyntaxError as problem:
        found = re.sub(r"(?:Parser error )?at line \d+ ", "", str(problem.msg)).partition(" (line ")[0]
        raise PqgraphError("PQ301", found, place=f"{file.name}#L{number}") from problem


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
    import pyoxigraph as ox

    def look_up(iri: str) -> Node | None:
        node: Node = {}
        subject = ox.BlankNode(iri[2:]) if iri.startswith("_:") else ox.NamedNode(iri)
        for quad in store.quads_for_pattern(subject, None, None):
            if (value := _value(quad.object)) is not None:
                node.setdefault(short_name(quad.predicate.value), []).append(value)
        for values in node.values():
            values.sort(key=lambda value: (len(value), value))
        return node or None

    return look_up


def _format(syntax: str) -> Any:
    import pyoxigraph as ox

    return {
        "nquads": ox.RdfFormat.N_QUADS,
        "trig": ox.RdfFormat.TRIG,
        "jsonld": ox.RdfFormat.JSON_LD,
        "rdfxml": ox.RdfFormat.RDF_XML,
    }[syntax]


def _subject(term: Any) -> str:
    return str(term) if type(term).__name__ == "BlankNode" else str(term.value)


def _value(term: Any) -> str | None:
    kind = type(term).__name__
    if kind == "Literal":
        return str(term.value)
    if kind == "NamedNode":
        return Iri(term.value)
    return Iri(term) if kind == "BlankNode" else None  # a quoted triple says nothing of a question


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
            yield _expand(subject), {short_name(_expand(predicate)): [Iri(value[1:-1]) if iri else value]}
    except csv.Error as problem:
        raise PqgraphError("PQ301", str(problem), place=f"{file.name}#L{lines.line_num}") from problem


def _is_iri(cell: str) -> bool:
    return cell.startswith("<") and cell.endswith(">") and " " not in cell and "<" not in cell[1:]


def _expand(cell: str) -> str:
    if _is_iri(cell):
        return cell[1:-1]
    prefix, colon, local = cell.partition(":")
    return _CSV_PREFIXES[prefix] + local if colon and prefix in _CSV_PREFIXES else cell
