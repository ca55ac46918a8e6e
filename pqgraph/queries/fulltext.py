"""Text search inside a stored query: what the index finds stands in the query as rows of ``VALUES``.

SPARQL has no text search that engines share, so the index beside the store is asked first, and the query gets
the questions that it found, each with its score. The text that results is plain SPARQL and runs in any store
that holds the same questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pqgraph import iris
from pqgraph.errors import PqgraphError
from pqgraph.queries.header import Param
from pqgraph.queries.serialising import serialise
from pqgraph.store.results import Queryable, RdfTerm
from pqgraph.store.sparql import Kind, Token

if TYPE_CHECKING:
    from pqgraph.search import Hit, Page

__all__ = ["MOST_HITS", "MOST_UNRANKED", "NO_QUESTION", "Found", "rows_for", "uses_scores"]

MOST_HITS = 10_000
"""How many questions a text may find if the parameter does not say ``max``: the best ones are taken."""
MOST_UNRANKED = 100_000
"""The same for a query that makes nothing of the scores: what is best does not count there, but that none is missed."""
NO_QUESTION = iris.BASE + "id/question/none"
"""What stands where nothing was found: a block without rows is good SPARQL, but some engines stop at it."""
_DECIMAL = "http://www.w3.org/2001/XMLSchema#decimal"


class Found(NamedTuple):
    """What a text search puts into a query.

    Attributes:
        rows: The rows of ``VALUES (?question ?score)``.
        notes: A sentence that says so, if more questions were found than are among the rows.
    """

    rows: str
    notes: tuple[str, ...] = ()


def uses_scores(parts: Sequence[Token]) -> bool:
    """Whether a query makes anything of the scores, besides taking them in."""
    return sum(token.kind is Kind.VARIABLE and token.text[1:] == "score" for token in parts) > 1


def rows_for(name: str, param: Param, text: str, target: Queryable | None, *, ranked: bool = True) -> Found:
    """The rows of ``VALUES (?question ?score)`` for a text.

    Args:
        name: The parameter, for messages.
        param: Its ``max`` is how many questions may be found.
        text: What to search for.
        target: The store whose index is asked.
        ranked: Whether the query makes something of the scores (:func:`uses_scores`).

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
    most = param.max if param.max is not None else MOST_HITS if ranked else MOST_UNRANKED
    page = _search(folder, target, text, most)
    taken = len(page.hits)
    if page.total <= taken:
        return Found(_rows(page.hits))
    note = f"{name}: {page.total:,} questions fit the text; the answer rests on the best {taken:,} of them."
    return Found(_rows(page.hits), (note,))


def _search(folder: Path, target: Queryable | None, text: str, limit: int) -> Page:
    from pqgraph.search import SearchIndex

    # An index that is not in step with its store is made anew from it, so that no question is missed.
    with SearchIndex.open(folder, graph=target) as index:
        return index.search(text, limit=limit, snippets=False)


def _rows(hits: Iterable[Hit]) -> str:
    rows = [
        f"({serialise(RdfTerm('iri', hit.iri))} "
        f"{serialise(RdfTerm('literal', f'{hit.score:.4f}', _DECIMAL))})"
        for hit in hits
    ]
    return "\n    ".join(rows) if rows else f'(<{NO_QUESTION}> "0.0"^^<{_DECIMAL}>)'
