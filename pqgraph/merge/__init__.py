"""One question, one node: records of one question from whatever sources become one, in any order of inputs.

A corpus is read record by record into a spool on disk, by month, with a small index beside it; then month after
month is merged, linked and handed on. Nobody holds the corpus, and the result depends on the set of records alone.
"""

from pqgraph.merge.corpus import Corpus, MergedQuestion

__all__ = ["Corpus", "MergedQuestion"]
