"""RDF statements gathered into nodes, and nodes into records, without holding the corpus."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from pqgraph.errors import PqgraphError
from pqgraph.model import SourceFile
from pqgraph.readers._xml import check_prolog, root_of
from pqgraph.readers.base import Source, decode_text

__all__ = ["FORMATS", "Iri", "Node", "Record", "is_csv", "records", "tell_format"]

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PARL = "http://data.parliament.uk/schema/parl#"
PQ = "https://w3id.org/pqgraph/def#"
_TYPE = f"{_RDF}type"
_QUESTION = f"{PARL}WrittenParliamentaryQuestion"
_PART_TYPES = frozenset({f"{PARL}WrittenParliamentaryAnswer", f"{PQ}Attachment", f"{PQ}EarlierVersion"})
_PARTS = frozenset({f"{PARL}answer", f"{PARL}attachment", f"{PARL}previousAnswerVersion"})
_PEOPLE = frozenset({f"{PARL}tablingMember", f"{PARL}answeringMember", f"{PQ}correctingMember"})

FORMATS = ("csv", "jsonld", "nquads", "rdfxml", "trig")
"""The syntaxes that are told apart; N-Triples is read as N-Quads, Turtle as TriG."""

# The prefixes that stand in Parliament's CSV without a declaration.
_PREFIXES = {
    "rdf": _RDF,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "dc-term": "http://purl.org/dc/terms/",
    "dcterms": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "parl": PARL,
}
_CSV_HEAD = re.compile(r"\ufeff?\s*subject\s*,\s*predicate\s*,\s*object\s*\r?\n", re.IGNORECASE)
_LINE = re.compile(r"(?:<[^<>]*>|_:\S+)[ \t]+<[^<>]*>[ \t]+(?:<[^<>]*>|_:\S+|\".*\"\S*)[ \t].*\.[ \t]*\r?$")


class Iri(str):
    """A value that is an IRI, not a literal."""

    __slots__ = ()


Node = dict[str, list[str]]
"""What is said of a node: values by the predicate's IRI."""


class Record(NamedTuple):
    """A question and everything that hangs on it."""

    iri: str
    node: Node
    look_up: Callable[[str], Node | None]
    """The node of an answer, attachment, earlier version or member."""


class _Statement(NamedTuple):
    subject: str
    predicate: str
    value: str


def tell_format(head: bytes) -> str:
    """Which of :data:`FORMATS` a file is in."""
    if is_csv(head):
        return "csv"
    root = root_of(head)
    if root is not None and root.name == "RDF" and _RDF in root.attributes:
        return "rdfxml"
    text = head.decode("utf-8-sig", "replace").lstrip()
    if text.startswith(("[", "{")) and re.search(r'"@(?:id|context|graph|type)"', text):
        return "jsonld"
    lines = (line for line in text.split("\n") if line.strip() and not line.startswith("#"))
    return "nquads" if _LINE.match(next(lines, "")) else "trig"


def is_csv(head: bytes) -> bool:
    """Whether this is Parliament's CSV of triples."""
    return _CSV_HEAD.match(head[:200].decode("utf-8", "replace")) is not None


def records(source: Source, file: SourceFile) -> Iterator[Record]:
    """The written questions of an RDF file.

    Statements may come in any order. If each question is followed by its parts, and every member stands before
    the next question, as in what pqgraph writes, they are read as they come; else a temporary store on disk
    sorts them, and the questions come in the order of their IRIs.

    Raises:
        PqgraphError: PQ301 for bad syntax; PQ104, PQ105, PQ110, PQ114.
    """
    syntax = tell_format(source.head)
    if syntax == "csv":
        yield from _held(_csv_statements(source, file))
    elif _is_grouped(_statements(source, file, syntax)):
        yield from _streamed(_statements(source, file, syntax))
    else:
        yield from _sorted_on_disk(source, file, syntax)


def _blocks(statements: Iterator[_Statement]) -> Iterator[tuple[str, Node]]:
    """The statements of each run with the same subject."""
    subject, node = "", Node()
    for each in statements:
        if each.subject != subject:
            if node:
                yield subject, node
            subject, node = each.subject, {}
        node.setdefault(each.predicate, []).append(each.value)
    if node:
        yield subject, node


def _targets(node: Node, predicates: frozenset[str]) -> set[str]:
    return {value for name in predicates & node.keys() for value in node[name] if isinstance(value, Iri)}


def _is_grouped(statements: Iterator[_Statement]) -> bool:
    """Whether the file can be read as it comes: every run of one subject has its type, so that none goes on."""
    parts: set[str] = set()
    people: set[str] = set()
    known: set[str] = set()
    try:
        for subject, node in _blocks(statements):
            types = node.get(_TYPE)
            if types is None:
                return False
            if _QUESTION in types:
                if parts or not people <= known:
                    return False
                people = _targets(node, _PEOPLE)
                parts = _targets(node, _PARTS)
            elif subject in parts:
                if _PART_TYPES.isdisjoint(types):
                    return False
                parts.discard(subject)
                parts |= _targets(node, _PARTS)
                people |= _targets(node, _PEOPLE)
            elif not _PART_TYPES.isdisjoint(types):
                return False
            else:
                known.add(subject)
    except PqgraphError:
        return True  # read what comes before the fault; the fault is met again there
    return not parts and people <= known


def _streamed(statements: Iterator[_Statement]) -> Iterator[Record]:
    shared: dict[str, Node] = {}
    question: str | None = None
    nodes: dict[str, Node] = {}

    def record(iri: str, own: dict[str, Node]) -> Record:
        return Record(iri, own[iri], lambda name: own.get(name) or shared.get(name))

    parts: set[str] = set()
    for subject, node in _blocks(statements):
        if _QUESTION in node.get(_TYPE, ()):
            if question is not None:
                yield record(question, nodes)
            question, nodes = subject, {subject: node}
            parts = _targets(node, _PARTS)
        elif subject in parts:
            nodes[subject] = node
            parts |= _targets(node, _PARTS)
        else:
            shared[subject] = node
    if question is not None:
        yield record(question, nodes)


def _held(statements: Iterator[_Statement]) -> Iterator[Record]:
    nodes: dict[str, Node] = {}
    for each in statements:
        nodes.setdefault(each.subject, {}).setdefault(each.predicate, []).append(each.value)
    for subject, node in nodes.items():
        if _QUESTION in node.get(_TYPE, ()):
            yield Record(subject, node, nodes.get)


def _sorted_on_disk(source: Source, file: SourceFile, syntax: str) -> Iterator[Record]:
    # The store lives in the inner generator, so that it is closed before its folder goes.
    with tempfile.TemporaryDirectory(prefix="pqgraph-", ignore_cleanup_errors=True) as folder:
        yield from _stored(folder, source, file, syntax)


def _stored(folder: str, source: Source, file: SourceFile, syntax: str) -> Iterator[Record]:
    import pyoxigraph as ox

    store = ox.Store(folder)
    with _readable(source, file, syntax) as stream:
        try:
            store.bulk_load(stream, format=_ox_format(syntax), lenient=True)
        except SyntaxError as problem:
            raise _unreadable(problem, file) from problem

    def node_of(iri: str) -> Node | None:
        node: Node = {}
        subject = ox.BlankNode(iri[2:]) if iri.startswith("_:") else ox.NamedNode(iri)
        for quad in store.quads_for_pattern(subject, None, None):
            if (value := _value(quad.object)) is not None:
                node.setdefault(quad.predicate.value, []).append(value)
        for values in node.values():
            values.sort(key=lambda value: (len(value), value))  # …/attachment/2 before …/attachment/10
        return node or None

    questions = store.quads_for_pattern(None, ox.NamedNode(_TYPE), ox.NamedNode(_QUESTION))
    for iri in sorted({_name(quad.subject) for quad in questions}):
        if (node := node_of(iri)) is not None:
            yield Record(iri, node, node_of)


def _ox_format(syntax: str) -> Any:
    import pyoxigraph as ox

    formats = {
        "nquads": ox.RdfFormat.N_QUADS,
        "trig": ox.RdfFormat.TRIG,
        "jsonld": ox.RdfFormat.JSON_LD,
        "rdfxml": ox.RdfFormat.RDF_XML,
    }
    return formats[syntax]


class _readable:
    """The bytes of a file for the RDF parser, without byte order mark; XML only after its prolog is checked."""

    def __init__(self, source: Source, file: SourceFile, syntax: str) -> None:
        if syntax == "rdfxml":
            check_prolog(source.head, file)
        self._manager = source.open()
        self._has_mark = source.head.startswith(b"\xef\xbb\xbf")

    def __enter__(self) -> Any:
        stream = self._manager.__enter__()
        if self._has_mark:
            stream.read(3)
        return stream

    def __exit__(self, *problem: Any) -> None:
        self._manager.__exit__(*problem)


def _statements(source: Source, file: SourceFile, syntax: str) -> Iterator[_Statement]:
    import pyoxigraph as ox

    named = ox.NamedNode
    with _readable(source, file, syntax) as stream:
        try:
            for quad in ox.parse(stream, format=_ox_format(syntax), lenient=True):
                if (value := _value(quad.object)) is not None:
                    subject = quad.subject
                    name = subject.value if type(subject) is named else _name(subject)
                    yield _Statement(name, quad.predicate.value, value)
        except SyntaxError as problem:
            raise _unreadable(problem, file) from problem


def _name(subject: Any) -> str:
    return str(subject) if type(subject).__name__ == "BlankNode" else subject.value


def _value(term: Any) -> str | None:
    kind = type(term).__name__
    if kind == "Literal":
        return str(term.value)
    if kind == "NamedNode":
        return Iri(term.value)
    return Iri(str(term)) if kind == "BlankNode" else None  # a quoted triple says nothing of a question


def _unreadable(problem: SyntaxError, file: SourceFile) -> PqgraphError:
    place = f"{file.name}#L{problem.lineno}" if problem.lineno else file.name
    return PqgraphError("PQ301", str(problem.msg).partition(" (line ")[0], place=place)


def _csv_statements(source: Source, file: SourceFile) -> Iterator[_Statement]:
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
            yield _Statement(_expand(subject) or subject, _expand(predicate) or predicate, _term(value))
    except csv.Error as problem:
        raise PqgraphError("PQ301", str(problem), place=f"{file.name}#L{lines.line_num}") from problem


def _term(cell: str) -> str:
    if cell.startswith("<") and cell.endswith(">") and " " not in cell and "<" not in cell[1:]:
        return Iri(cell[1:-1])
    return cell


def _expand(cell: str) -> str | None:
    if cell.startswith("<") and cell.endswith(">"):
        return cell[1:-1]
    prefix, colon, local = cell.partition(":")
    return _PREFIXES[prefix] + local if colon and prefix in _PREFIXES else None
