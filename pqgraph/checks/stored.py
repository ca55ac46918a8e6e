"""Checking a store: its records in batches, and what only the whole graph can tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from msgspec import structs

from pqgraph.checks.columns import check_columns
from pqgraph.checks.engines import Engine
from pqgraph.checks.places import StorePlaces
from pqgraph.checks.results import Finding
from pqgraph.checks.run import check_batches
from pqgraph.checks.shapes import Shapes
from pqgraph.checks.sources import HOLDING
from pqgraph.checks.whole import check_whole
from pqgraph.rdf.terms import Term, Triple
from pqgraph.rdf.writers import ntriples
from pqgraph.store.local import LocalStore
from pqgraph.store.results import Solutions, Triples
from pqgraph.terms import org, parl, pq, rdf

__all__ = ["check_store", "store_batches"]

BATCH = 200
"""Records in a batch."""

_TYPE = f"<{rdf.type}>"
_MEMBERSHIP = f"<{org.hasMembership}>"
# What hangs on a question belongs to its record.
_PARTS = frozenset(f"<{predicate}>" for predicate in (*HOLDING, pq.partOfRoundRobin, pq.replaces))
# Other records, which a link may lead to, are not part of this one.
_RECORDS = frozenset(
    f"<{kind}>"
    for kind in (parl.WrittenParliamentaryQuestion, parl.WrittenParliamentaryAnswer, pq.EarlierVersion)
)


def check_store(store: LocalStore, engine: Engine, shapes: Shapes) -> Iterator[Finding]:
    """Check everything in a store, with a batch of records in memory at a time.

    Shapes of a user's that look further than a record need the whole graph, which is then held in memory.

    Args:
        store: The store; its default graph is checked.
        engine: The engine that knows ``shapes``.
        shapes: The shapes; if the shipped ones are among them, those of the whole graph are asked too.

    Yields:
        The findings with the place of their record in its source.

    Raises:
        PqgraphError: PQ508, the store cannot answer.
    """
    places = StorePlaces(store)
    batches = [_everything(store)] if shapes.far else store_batches(store, shapes)
    for finding in check_batches(engine, batches):
        yield structs.replace(finding, source=places(finding.focus))
    if shapes.with_shipped:
        for finding in chain(check_whole(store), check_columns(store, engine)):
            yield structs.replace(finding, source=places(finding.focus))


def _everything(store: LocalStore) -> bytes:
    result = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert isinstance(result, Triples)
    return ntriples(result.triples).encode()


def store_batches(store: LocalStore, shapes: Shapes) -> Iterator[bytes]:
    """The nodes that shapes look at in batches that can be checked alone: each with its parts and what it points to.

    Args:
        store: The store.
        shapes: The shapes.

    Yields:
        N-Triples.
    """
    # By class, the predicates of which shapes ask who has the node.
    asked: dict[str, list[str]] = {}
    for info in shapes.by_iri.values():
        for target in info.targets:
            backwards = asked.setdefault(target, [])
            if info.path is not None and info.path.startswith("^"):
                backwards.append(info.path[1:])
    first = parl.WrittenParliamentaryQuestion
    # 64 bits of each node are kept: 70 bytes for each question, answer and member.
    done: set[int] = set()
    batch = _Batch(store, asked)
    for target in sorted(asked, key=lambda target: (target != first, target)):
        result = store.query(f"SELECT DISTINCT ?node WHERE {{ ?node a <{target}> }}")
        assert isinstance(result, Solutions)
        for (node,) in result.rows:
            if node is None or hash(term := node.ntriples()) in done:
                continue
            done.update(batch.add(term))
            if batch.records == BATCH:
                yield batch.ntriples()
                batch = _Batch(store, asked)
    if batch.records:
        yield batch.ntriples()


class _Batch:
    """Some records with all that they point to."""

    def __init__(self, store: LocalStore, asked: Mapping[str, Iterable[str]]) -> None:
        self._store = store
        self._asked = asked
        self._whole: dict[Term, list[Triple]] = {}
        self._shared: dict[Term, list[Triple]] = {}
        self._having: dict[Triple, None] = {}
        self.records = 0

    def add(self, node: Term) -> Iterator[int]:
        """Add a node with its parts and what they point to; gives the marks of the nodes that are now whole."""
        self.records += 1
        waiting = [node]
        pointed: dict[Term, None] = {}
        while waiting:
            here = waiting.pop()
            if here in self._whole:
                continue
            said = self._whole[here] = self._store.statements(here)
            yield hash(here)
            for _, predicate, value in said:
                if predicate == _TYPE:
                    waiting += self._having_records(here, value)
                elif value[0] != '"':
                    (waiting.append if predicate in _PARTS else pointed.setdefault)(value)
        self._share(list(pointed))

    def _having_records(self, node: Term, kind: Term) -> Iterator[Term]:
        """The other records that have a node; what else has it, wrongly, is noted."""
        for predicate in self._asked.get(kind[1:-1], ()):
            for triple in self._store.statements_about(predicate, node):
                if triple[0] in self._whole:
                    continue
                if self._is_record(self._store.statements(triple[0])):
                    yield triple[0]
                else:
                    self._having[triple] = None

    @staticmethod
    def _is_record(said: list[Triple]) -> bool:
        return any(predicate == _TYPE and value in _RECORDS for _, predicate, value in said)

    def _share(self, waiting: list[Term]) -> None:
        while waiting:
            here = waiting.pop()
            if here in self._shared or here in self._whole:
                continue
            said = self._store.statements(here)
            if self._is_record(said):
                said = []
            # The memberships of a member are checked with the member, not with each question.
            said = self._shared[here] = [triple for triple in said if triple[1] != _MEMBERSHIP]
            waiting += [v for _, p, v in said if v[0] != '"' and p != _TYPE]

    def ntriples(self) -> bytes:
        """Everything, each statement once."""
        shared = [said for node, said in self._shared.items() if node not in self._whole]
        having = [triple for triple in self._having if triple[0] not in self._whole]
        return "".join(map(ntriples, [*self._whole.values(), *shared, having])).encode()
