"""Everything that is counted while a store is built, and its way into the store."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, islice

from pqgraph import iris
from pqgraph.cube.census import Census
from pqgraph.cube.counting import Cube
from pqgraph.mapping import Mapped
from pqgraph.rdf.terms import Triple
from pqgraph.rdf.writers import Writer
from pqgraph.resources import resource
from pqgraph.store.local import LocalStore
from pqgraph.store.results import Solutions
from pqgraph.topics import topics

__all__ = ["STRUCTURE_FILE", "Statistics"]

STRUCTURE_FILE = "statistics.ttl"
"""File of ``ontology/`` that describes the datasets; a store with a cube holds it."""


_OBSERVATIONS = 200
"""Observations that are counted and written at once."""


class Statistics:
    """Counts what a store is built of: the questions by what they are about, and the statements by class and property.

    ::

        statistics = Statistics()
        for batch in pipeline.batches():
            statistics.add(batch.records)
        statistics.write(writer)

    Every record of the store is to be added, each once: merged records, of all inputs.
    """

    def __init__(self) -> None:
        self._cube = Cube(topics())
        self._census = Census()

    def add(self, records: Iterable[Mapped]) -> None:
        """Count records, of questions or of members."""
        records = tuple(records)
        for record in records:
            self._cube.add(record)
        self._census.add_records(records)

    def write(self, writer: Writer) -> None:
        """Write the observations to the default graph, and the size of the dataset to the provenance graph.

        The reference data and :data:`STRUCTURE_FILE` are counted as part of the store, but not written.

        Args:
            writer: Of a format with named graphs.
        """
        observations = self._cube.observations()
        while triples := [*chain.from_iterable(islice(observations, _OBSERVATIONS))]:
            self._census.add_own(triples)
            writer.write(triples)
        around = self._cube.around()
        writer.write(around)
        self._census.add_shared(around)
        self._census.add_shared(_reference())
        writer.write(self._census.triples(), iris.PROVENANCE_GRAPH)


def _reference() -> list[Triple]:
    """What a built store holds besides what its records say."""
    with LocalStore.in_memory([resource("ontology", STRUCTURE_FILE)], reference=True) as store:
        result = store.query("SELECT ?s ?p ?o WHERE { ?s ?p ?o }")
        assert isinstance(result, Solutions)
        return [
            (s.ntriples(), p.ntriples(), o.ntriples())
            for s, p, o in result.rows
            if s is not None and p is not None and o is not None
        ]
