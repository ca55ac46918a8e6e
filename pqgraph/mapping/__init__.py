"""The one mapping: a record in, triples out. It knows no source format.

``docs/graph.md`` says what comes out, node by node.
"""

from pqgraph.mapping.mapper import (
    Entity,
    Mapped,
    Mapper,
    RecordError,
    Resolver,
    Tagger,
    TopicFinder,
    addressed_house,
    question_iri,
)
from pqgraph.mapping.provenance import dataset_triples, source_triples
from pqgraph.mapping.register import map_member

__all__ = [
    "Entity",
    "Mapped",
    "Mapper",
    "RecordError",
    "Resolver",
    "Tagger",
    "TopicFinder",
    "addressed_house",
    "dataset_triples",
    "map_member",
    "question_iri",
    "source_triples",
]
