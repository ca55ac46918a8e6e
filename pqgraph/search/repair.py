"""Making an index anew from the store that it belongs to.

The same documents come out as from the mapping, because both are made of the same triples.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby, islice
from pathlib import Path
from typing import Any, Protocol

from pqgraph import terms
from pqgraph.errors import PqgraphError
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Term, Triple
from pqgraph.search.documents import ANSWER, PREDICATES, QUESTION, TYPE
from pqgraph.search.fields import FIELDS
from pqgraph.search.stamp import FOLDER, content_of_store
from pqgraph.search.writer import IndexWriter

try:
    import fcntl
except ImportError:  # Windows; two repairs at a time then do the same work twice
    fcntl = None  # type: ignore[assignment]

__all__ = ["Graph", "alone", "broader_topics", "questions", "rebuild"]

BATCH = 500
_BROADER = t.iri(terms.skos.broader)
_LOCK = "lock"


class Graph(Protocol):
    """What can be asked with SPARQL: :class:`pqgraph.store.local.LocalStore`, or anything alike."""

    def query(self, text: str) -> Any:
        """For a CONSTRUCT, an object with ``triples``: an iterator of terms in N-Triples syntax, by threes."""


def rebuild(folder: Path, graph: Graph) -> int:
    """Make the index of a store anew.

    Args:
        folder: The store's folder.
        graph: The store, open.

    Returns:
        How many questions are in the index.

    Raises:
        PqgraphError: PQ606, it cannot be written; PQ601, PQ604 as :func:`content_of_store`.
    """
    content = content_of_store(folder)
    with IndexWriter(folder / FOLDER, broader=broader_topics(graph)) as writer:
        for subject, triples in questions(graph):
            writer.add(subject, triples)
        return writer.finish(content)


def broader_topics(graph: Graph) -> dict[str, list[str]]:
    """The next broader topics of each topic, by slug, as the graph has them."""
    found: dict[str, list[str]] = {}
    local = FIELDS["topic"].local
    for narrow, _, broad in _construct(graph, f"?s {_BROADER} ?o", f"?s {_BROADER} ?o"):
        found.setdefault(local(narrow[1:-1]), []).append(local(broad[1:-1]))
    return found


def questions(graph: Graph) -> Iterator[tuple[str, list[Triple]]]:
    """The questions of a graph, each with what is said of it and its answers; some hundreds are held at a time."""
    listed = _construct(graph, f"?s {TYPE} {QUESTION}", f"?s {TYPE} {QUESTION}")
    nodes = (subject for subject, _, _ in listed if subject.startswith("<"))
    while batch := list(islice(nodes, BATCH)):
        said = _of_subjects(graph, batch)
        owners: dict[Term, list[Term]] = {}
        for triples in said.values():
            for subject, predicate, value in triples:
                if predicate == ANSWER and value.startswith("<"):
                    owners.setdefault(value, []).append(subject)
        for answer, triples in _of_subjects(graph, list(owners)).items():
            for owner in owners[answer]:
                said[owner] = said[owner] + triples
        for subject, triples in said.items():
            yield subject[1:-1], triples


def _of_subjects(graph: Graph, subjects: list[Term]) -> dict[Term, list[Triple]]:
    if not subjects:
        return {}
    # Without the filter, twice the time; with the predicates in VALUES, the join takes fifty times as long.
    where = f"VALUES ?s {{ {' '.join(subjects)} }} ?s ?p ?o FILTER(?p IN ({', '.join(PREDICATES)}))"
    ordered = sorted(_construct(graph, "?s ?p ?o", where), key=lambda triple: triple[0])
    return {subject: list(triples) for subject, triples in groupby(ordered, key=lambda triple: triple[0])}


def _construct(graph: Graph, template: str, where: str) -> Iterator[Triple]:
    result: Iterator[Triple] = graph.query(f"CONSTRUCT {{ {template} }} WHERE {{ {where} }}").triples
    return result


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait until no other process makes the index of this store; the system frees the lock when a process ends.

    Raises:
        PqgraphError: PQ606, nothing can be written to the store's folder.
    """
    place = folder / FOLDER
    try:
        place.mkdir(exist_ok=True)
        stream = (place / _LOCK).open("wb")
    except OSError as problem:
        raise PqgraphError("PQ606", problem.strerror or str(problem), place=str(place)) from problem
    with stream:
        if fcntl is not None:
            fcntl.flock(stream, fcntl.LOCK_EX)
        yield
