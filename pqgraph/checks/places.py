"""From a focus node in a store back to the line of the source file that it was read from."""

from __future__ import annotations

from urllib.parse import unquote

from pqgraph import iris
from pqgraph.rdf.terms import Term
from pqgraph.store.results import Queryable, RdfTerm, Solutions
from pqgraph.terms import dcterms, parl, pq, prov

__all__ = ["StorePlaces"]

# Where a node has no source of its own, that of the node which has it by one of these.
_HOLDER = f"""
SELECT ?holder WHERE {{
  VALUES ?link {{
    <{parl.answer}> <{parl.attachment}> <{parl.previousAnswerVersion}> <{pq.holdingAnswer}> <{pq.allocation}>
    <{pq.earlierState}>
  }}
  ?holder ?link %s .
}} ORDER BY ?holder LIMIT 1
"""
# Of several sources the first by IRI, so that the answer does not depend on their order.
_RECORD = f"SELECT ?record WHERE {{ %s <{prov.wasDerivedFrom}> ?record }} ORDER BY ?record LIMIT 1"
_TITLE = f"""
SELECT ?title WHERE {{
  {{ GRAPH <{iris.PROVENANCE_GRAPH}> {{ %s <{dcterms.title}> ?title }} }} UNION {{ %s <{dcterms.title}> ?title }}
}} ORDER BY ?title LIMIT 1
"""
_DEPTH = 4
"""Question, answer, earlier version, attachment."""


class StorePlaces:
    """Where the record stood that a node of a store was read from.

    Args:
        store: The store.
    """

    def __init__(self, store: Queryable) -> None:
        self._store = store
        self._titles: dict[str, str] = {}

    def __call__(self, node: Term) -> str | None:
        """The place: ``questions.jsonl.gz#L12``, or with the source's IRI if its file name is not known."""
        for _ in range(_DEPTH):
            if not node.startswith("<"):
                return None
            record = self._first(_RECORD % node)
            if record is not None and record.kind == "iri":
                source, _, fragment = record.value.partition("#")
                title = self._title(source)
                return f"{title}#{unquote(fragment)}" if fragment else title
            holder = self._first(_HOLDER % node)
            if holder is None:
                return None
            node = holder.ntriples()
        return None

    def _title(self, source: str) -> str:
        if source not in self._titles:
            title = self._first(_TITLE % (f"<{source}>", f"<{source}>"))
            self._titles[source] = title.value if title is not None else source
        return self._titles[source]

    def _first(self, query: str) -> RdfTerm | None:
        result = self._store.query(query)
        assert isinstance(result, Solutions)
        return next((term for (term,) in result.rows if term is not None), None)
