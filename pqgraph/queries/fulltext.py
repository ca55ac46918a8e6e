"""Text search inside a stored query: what the index finds stands in the query as rows of ``VALUES``.

SPARQL has no text search that engines share, so the index beside the store is asked first, and the query gets
the questions that it found, each with its score. The text that results is plain SPARQL and runs in any store
that holds the same questions.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from pqgraph import iris
from pqgraph.errors import PqgraphError
from pqgraph.queries.header import Param
from pqgraph.queries.serialising import serialise
from pqgraph.store.results import Queryable, RdfTerm

if TYPE_CHECKING:
    from pqgraph.search import Hit

__all__ = ["MOST_HITS", "rows_for"]

MOST_HITS = 10_000
"""How many questions a text may find if the parameter does not say ``max``: the best ones are taken."""
_NOTHING = iris.BASE + "id/question/none"
_DECIMAL = "http://www.w3.org/2001/XMLSchema#decimal"


def rows_for(name: str, param: Param, text: str, target: Queryable | None) -> str:
    """The rows of ``VALUES (?question ?score)`` for a text.

    Args:
        name: The parameter, for messages.
        param: Its ``max`` is how many questions may be found.
        text: What to search for.
        target: The store whose index is asked.

    Raises:
        PqgraphError: PQ510, the target can have no text index; PQ531, the text cannot be searched for; PQ606,
            PQ608, PQ902: the index cannot be used.
    """
    folder = getattr(target, "held_folder", None)
    if not isinstance(folder, Path):
        raise PqgraphError(
            "PQ510",
            f"{name} is a text search, and what is asked has no text index",
            advice="Make a store with 'pqgraph build … --store DIR' and ask it with --store DIR.",
        )
    return _rows(_hits(folder, target, text, MOST_HITS if param.max is None else param.max))


def _hits(folder: Path, target: Queryable | None, text: str, limit: int) -> Iterable[Hit]:
    from pqgraph.search import SearchIndex

    # An index that is not in step with its store is made anew from it, so that no question is missed.
    with SearchIndex.open(folder, graph=target) as index:
        return index.hits(text, limit)


def _rows(hits: Iterable[Hit]) -> str:
    rows = [
        f"({serialise(RdfTerm('iri', hit.iri))} "
        f"{serialise(RdfTerm('literal', f'{hit.score:.4f}', _DECIMAL))})"
        for hit in hits
    ]
    # A block without rows is good SPARQL, but rdflib stops at it; this row fits no question.
    return "\n    ".join(rows) if rows else f'(<{_NOTHING}> "0.0"^^<{_DECIMAL}>)'
