"""Runs of statements gathered into questions with everything that hangs on them, without holding the corpus."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from typing import NamedTuple

from pqgraph.errors import PqgraphError
from pqgraph.model import SourceFile
from pqgraph.readers._parl_names import PARL, PQ, RDF
from pqgraph.readers._parl_statements import (
    Iri,
    Node,
    blocks,
    bulk_load,
    csv_blocks,
    node_of,
    tell_syntax,
)
from pqgraph.readers.base import Source

__all__ = ["Record", "records"]

_QUESTION = f"{PARL}WrittenParliamentaryQuestion"
_PART_TYPES = frozenset({f"{PARL}WrittenParliamentaryAnswer", f"{PQ}Attachment", f"{PQ}EarlierVersion"})
_PARTS = ("parl:answer", "parl:attachment", "parl:previousAnswerVersion")
_PEOPLE = ("parl:tablingMember", "parl:answeringMember", "pq:correctingMember")


class Record(NamedTuple):
    """A question and everything that hangs on it."""

    iri: str
    node: Node
    look_up: Callable[[str], Node | None]
    """The node of an answer, attachment, earlier version or member."""


def records(source: Source, file: SourceFile) -> Iterator[Record]:
    """The written questions of an RDF file.

    Statements may come in any order. If each question is followed by its parts, and every member stands before
    the next question, as in what pqgraph writes, they are read as they come; else a temporary store on disk
    sorts them, and the questions come in the order of their IRIs.

    Raises:
        PqgraphError: PQ301 for bad syntax; PQ104, PQ105, PQ110, PQ114.
    """
    syntax = tell_syntax(source.head) or "trig"
    if syntax == "csv":
        yield from _held(source, file)
    elif _is_grouped(blocks(source, file, syntax, only_links=True)):
        yield from _streamed(blocks(source, file, syntax))
    else:
        yield from _sorted_on_disk(source, file, syntax)


def _people(node: Node) -> set[str]:
    return {value for name in _PEOPLE for value in node.get(name, ()) if isinstance(value, Iri)}


def _parts(question: str, node: Node) -> set[str]:
    """The nodes that stand with the question: what it is said to have, and what has an IRI below its own."""
    parts: set[str] = {value for name in _PARTS for value in node.get(name, ()) if isinstance(value, Iri)}
    below = question + "/"
    for values in node.values():
        for value in values:
            if isinstance(value, Iri) and value.startswith(below):
                parts.add(value)
    return parts


def _is_grouped(runs: Iterator[tuple[str, Node]]) -> bool:
    """Whether the file can be read as it comes.

    Each node says its type once. So if every run of statements about one subject has the type, none goes on
    elsewhere, and there is nothing to remember but the people.
    """
    question = ""
    done: set[str] = set()
    parts: set[str] = set()
    people: set[str] = set()
    known: set[str] = set()
    try:
        for subject, node in runs:
            types = node.get("rdf:type")
            if types is None:
                return False
            if _QUESTION in types:
                if parts or not people <= known:
                    return False
                question, done = subject, set()
                people = _people(node)
                parts = _parts(question, node)
            elif subject in parts:
                done.add(subject)
                parts = (parts | _parts(question, node)) - done
                people |= _people(node)
            elif not _PART_TYPES.isdisjoint(types):
                return False
            else:
                known.add(subject)
    except PqgraphError:
        return True  # what stands before the fault is read; the fault is met again there
    return not parts and people <= known


def _streamed(runs: Iterator[tuple[str, Node]]) -> Iterator[Record]:
    people: dict[str, Node] = {}
    parts: set[str] = set()
    current: tuple[str, dict[str, Node]] | None = None

    def record(iri: str, nodes: dict[str, Node]) -> Record:
        return Record(iri, nodes[iri], lambda name: nodes.get(name) or people.get(name))

    for subject, node in runs:
        if _QUESTION in node.get("rdf:type", ()):
            if current is not None:
                yield record(*current)
            current = (subject, {subject: node})
            parts = _parts(subject, node)
        elif current is not None and subject in parts:
            current[1][subject] = node
            parts |= _parts(current[0], node)
        elif "foaf:name" in node or "rdfs:label" in node:
            people[subject] = node
    if current is not None:
        yield record(*current)


def _held(source: Source, file: SourceFile) -> Iterator[Record]:
    nodes: dict[str, Node] = {}
    for subject, statement in csv_blocks(source, file):
        for name, values in statement.items():
            nodes.setdefault(subject, {}).setdefault(name, []).extend(values)
    for subject, node in nodes.items():
        if _QUESTION in node.get("rdf:type", ()):
            yield Record(subject, node, nodes.get)


def _sorted_on_disk(source: Source, file: SourceFile, syntax: str) -> Iterator[Record]:
    # The store lives in the inner generator, so that it is closed before its folder goes.
    with tempfile.TemporaryDirectory(prefix="pqgraph-", ignore_cleanup_errors=True) as folder:
        yield from _stored(folder, source, file, syntax)


def _stored(folder: str, source: Source, file: SourceFile, syntax: str) -> Iterator[Record]:
    import pyoxigraph as ox

    store = ox.Store(folder)
    bulk_load(store, source, file, syntax)
    look_up = node_of(store)
    found = store.quads_for_pattern(None, ox.NamedNode(f"{RDF}type"), ox.NamedNode(_QUESTION))
    for iri in sorted({getattr(quad.subject, "value", "") for quad in found}):
        if (node := look_up(iri)) is not None:
            yield Record(iri, node, look_up)
