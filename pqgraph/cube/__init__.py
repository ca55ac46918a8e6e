"""Statistics of the questions: counted while a store is built, written as an RDF Data Cube.

What is counted stands in ``docs/statistics.md``; the datasets are described in ``ontology/statistics.ttl``.
`The RDF Data Cube Vocabulary <https://www.w3.org/TR/vocab-data-cube/>`_.
"""

from pqgraph.cube.counting import Cube
from pqgraph.cube.statistics import STRUCTURE_FILE, Statistics
from pqgraph.cube.structure import DATASETS, Dataset

__all__ = ["DATASETS", "STRUCTURE_FILE", "Cube", "Dataset", "Statistics"]
