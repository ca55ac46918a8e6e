"""The one mapping: a record in, triples out. It knows no source format.

``docs/graph.md`` says what comes out, node by node.
"""

from pqgraph.mapping.mapper import Entity, Mapped, Mapper, RecordError, Tagger
from pqgraph.mapping.provenance import dataset_triples, source_triples

__all__ = ["Entity", "Mapped", "Mapper", "RecordError", "Tagger", "dataset_triples", "source_triples"]
