"""Runs of statements gathered into questions with everything that hangs on them, without holding the corpus."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from itertools import chain
from typing import NamedTuple

from pqgraph.errors import PqgraphError
from pqgraph.model import SourceFile
from pqgraph.readers._parl_links import UnusualError
from pqgraph.readers._parl_names import PARL, PQ, RDF
from pqgraph.readers._parl_statements import (
    blocks,
    bulk_load,
    csv_blocks,
    node_of,
    tell_syntax,
    usual_runs,
)
from pqgraph.readers._parl_terms import Block, Iri, Node, add, values_of
from pqgraph.readers.base import Source, in_batches

__all__ = ["Record", "records"]

_QUESTION = f"{PARL}WrittenParliamentaryQuestion"
_AHEAD = 256
"""So many runs are read before records are made of them."""
_PART_TYPES = frozenset({f"{PARL}WrittenParliamentaryAnswer", f"{PQ}Attachment", f"{PQ}EarlierVersion"})
_PARTS = frozenset({"parl:answer", "parl:attachment", "parl:previousAnswerVersion"})
_PEOPLE = frozenset({"parl:tablingMember", "parl:answeringMember", "pq:correctingMember"})


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
    elif _is_surely_grouped(source, file, syntax) or _is_grouped(
        blocks(source, file, syntax, only_links=True)
    ):
        yield from _streamed(chain.from_iterable(in_batches(blocks(source, file, syntax), _AHEAD)))
    else:
        yield from _sorted_on_disk(source, file, syntax)


def _people(node: Node) -> set[str]:
    return {
        value
        for name in _PEOPLE.intersection(node)
        for value in values_of(node, name)
        if isinstance(value, Iri)
    }


def _parts(question: str, node: Node) -> set[str]:
    """The nodes that stand with the question: what it is said to have, and what has an IRI below its own."""
    below = question + "/"
    parts: set[str] = set()
    for name, value in node.items():
        if type(value) is str:
            continue  # one literal, as most
        if isinstance(value, Iri):
            if value.startswith(below) or name in _PARTS:
                parts.add(value)
            continue
        for each in value:
            if isinstance(each, Iri) and (each.startswith(below) or name in _PARTS):
                parts.add(each)
    return parts


def _is_surely_grouped(source: Source, file: SourceFile, syntax: str) -> bool:
    """Whether a quick look at the links is enough to know that the file can be read as it comes.

    The quick look may pass over lines that are wrong. So only its yes holds: up to the first such line it sees what
    the thorough look sees, and that says yes there.
    """
    try:
        return _is_grouped(usual_runs(source, file, syntax))
    except UnusualError:
        return False


def _is_grouped(runs: Iterator[Block]) -> bool:
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
            types = values_of(node, "rdf:type")
            if not types:
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


def _streamed(runs: Iterator[Block]) -> Iterator[Record]:
    people: dict[str, Node] = {}
    parts: set[str] = set()
    current: tuple[str, dict[str, Node]] | None = None

    def record(iri: str, nodes: dict[str, Node]) -> Record:
        return Record(iri, nodes[iri], lambda name: nodes.get(name) or people.get(name))

    for subject, node in runs:
        if _QUESTION in values_of(node, "rdf:type"):
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
        for name in statement:
            for value in values_of(statement, name):
                add(nodes.setdefault(subject, {}), name, value)
    for subject, node in nodes.items():
        if _QUESTION in values_of(node, "rdf:type"):
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
