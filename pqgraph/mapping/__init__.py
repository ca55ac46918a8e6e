"""The one mapping: a record in, statements out. It knows no source format.

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
from pqgraph.mapping.provenance import about_dataset, about_source
from pqgraph.mapping.register import map_member

__all__ = [
    "Entity",
    "Mapped",
    "Mapper",
    "RecordError",
    "Resolver",
    "Tagger",
    "TopicFinder",
    "about_dataset",
    "about_source",
    "addressed_house",
    "map_member",
    "question_iri",
]
