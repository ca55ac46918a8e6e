"""Searching the index of a store."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from msgspec import Struct

from pqgraph.errors import PqgraphError
from pqgraph.search.compile import Where, expand, filter_query, text_query
from pqgraph.search.fields import TEXT_FIELDS, Field, Kind, Value, field
from pqgraph.search.paging import Counts, Order, Window, parse_order
from pqgraph.search.parse import Parsed, parse
from pqgraph.search.repair import Graph, alone, rebuild
from pqgraph.search.snippets import Marker, Pattern, Snippet
from pqgraph.search.stamp import FOLDER, Stamp, State, read_stamp
from pqgraph.search.words import WordList, english
from pqgraph.search.writer import is_installed

if TYPE_CHECKING:
    import tantivy

__all__ = ["Hit", "Page", "SearchIndex"]

_MOST_VALUES = 60_000
"""Values that are counted at most; tantivy stops at 65,000."""


class Hit(Struct, frozen=True):
    """A question that was found."""

    iri: str
    score: float = 0.0
    """How well it fits the text (BM25, rounded); 0 if the order is another."""
    snippets: dict[str, Snippet] = {}
    """By field: ``heading``, ``question``, ``answer``, where something was found in it."""


class Page(Struct, frozen=True):
    """A part of the questions that were found."""

    total: int
    """How many were found in all, exactly."""
    hits: list[Hit]


class SearchIndex:
    """The search index of a store. Make one with :meth:`open`; it is a context manager.

    It shows the state of the time when it was opened, whatever happens to the store. Any number of processes and
    threads may read.
    """

    def __init__(
        self, index: tantivy.Index, words: WordList, links: tempfile.TemporaryDirectory[str] | None
    ) -> None:
        index.config_reader("manual")
        self._searcher = index.searcher()
        self._schema = index.schema
        self._words = words
        self._links = links
        self._counted: dict[str, list[tuple[Value, int]]] = {}
        self._deep = Counts()

    @classmethod
    def open(cls, folder: str | Path, *, graph: Graph | None = None) -> SearchIndex:
        """Open the index of a store.

        Args:
            folder: The store's folder.
            graph: The store, open. An index that is missing, damaged or not in step with the store is then made anew
                from it, which takes some minutes for the whole corpus.

        Raises:
            PqgraphError: PQ608, the index cannot be used and there is no graph to make it from; PQ902, tantivy is not
                installed; PQ601, PQ604, there is no store, or it is damaged; PQ606, the new index cannot be written.
        """
        folder = Path(folder)
        if not is_installed():
            raise PqgraphError(
                "PQ902", "text search needs tantivy", advice="Install it: pip install 'pqgraph[search]'."
            )
        found = cls._opened(folder)
        if isinstance(found, State) and graph is not None:
            with alone(folder):
                # While waiting for others, one of them may have done it.
                found = cls._opened(folder)
                if isinstance(found, State):
                    rebuild(folder, graph)
                    found = cls._opened(folder)
        if isinstance(found, State):
            raise PqgraphError("PQ608", f"the search index is {found.value}", place=str(folder))
        return found

    @classmethod
    def state(cls, folder: str | Path) -> State:
        """How the index of a store is.

        Raises:
            PqgraphError: PQ601, PQ604, there is no store, or it is damaged.
        """
        found = cls._opened(Path(folder)) if is_installed() else read_stamp(Path(folder))
        return found if isinstance(found, State) else State.READY

    @classmethod
    def _opened(cls, folder: Path) -> SearchIndex | State:
        import tantivy

        stamp = read_stamp(folder)
        if not isinstance(stamp, Stamp):
            return stamp
        data = folder / FOLDER / stamp.data
        links: tempfile.TemporaryDirectory[str] | None = None
        try:
            place = data
            if not os.access(data, os.W_OK):
                # tantivy wants to write a lock file even to read.
                links = tempfile.TemporaryDirectory(prefix="pqgraph-search-")
                place = Path(links.name)
                for file in data.iterdir():
                    if not file.name.endswith(".lock"):
                        (place / file.name).symlink_to(file.resolve())
            if not tantivy.Index.is_compatible(str(place)):
                return State.OUTDATED
            index = tantivy.Index.open(str(place))
            index.register_tokenizer("english", english())
            opened = cls(index, WordList(data), links)
        except (OSError, ValueError):
            if links is not None:
                links.cleanup()
            return State.DAMAGED
        if opened.count != stamp.documents:
            opened.close()
            return State.DAMAGED
        return opened

    def __enter__(self) -> SearchIndex:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of temporary files; a second time does nothing. Others close when nothing refers to the index."""
        links, self._links = self._links, None
        if links is not None:
            links.cleanup()

    @property
    def count(self) -> int:
        """How many questions are in the index."""
        return self._searcher.num_docs

    def search(
        self,
        text: str | None = None,
        *,
        where: Where | None = None,
        sort: str | None = None,
        offset: int = 0,
        limit: int = 10,
        snippets: bool = True,
    ) -> Page:
        """Find questions.

        Args:
            text: What to search for, in the language of ``docs/search.md``; ``None`` for all questions.
            where: Conditions by field; a question must fulfil all.
            sort: ``relevance``, or a field of numbers or days (``order``, ``tabled``, ``answered``, ``due``, ``days``,
                ``year``), with ``-`` before it for the other direction. Questions without a value come last in both.
                What is equal is ordered by ``pq:sortKey``, in the same direction (by relevance: newest first), then by
                IRI. Without it: ``relevance`` if there is a text, else ``-order``.
            offset: How many to pass over.
            limit: How many to give.
            snippets: Whether to cut snippets for the text.

        Raises:
            PqgraphError: PQ531, the text cannot be searched for; PQ532, no such field, or a value that it cannot have.
        """
        parsed = None if text is None else parse(text)
        query = self._query(parsed, where)
        order = parse_order(sort, with_text=parsed is not None)
        if order.field is None and parsed is not None and not parsed.scores:
            order = parse_order(None, with_text=False)
        # The direction does not change the counts.
        key = repr((text, where, order.field))
        window = Window(self._schema, self._searcher, query, order, self._deep, key)
        found = window.page(offset, limit)
        marker = Marker(self._patterns(parsed)) if parsed is not None and snippets else None
        return Page(window.total, [self._hit(score, address, order, marker) for score, address in found])

    def hits(self, text: str, limit: int) -> list[Hit]:
        """The questions that fit a text best, without snippets.

        Raises:
            PqgraphError: PQ531, the text cannot be searched for.
        """
        return self.search(text, limit=limit, snippets=False).hits

    def facets(
        self, text: str | None = None, where: Where | None = None, *, field: str, limit: int | None = None
    ) -> list[tuple[Value, int]]:
        """How many of the questions found have each value of a field, the most frequent first.

        Args:
            text: As in :meth:`search`.
            where: As in :meth:`search`.
            field: The field.
            limit: How many values to give; all if left out.

        Raises:
            PqgraphError: As :meth:`search`; PQ532 also for fields that have a value of its own for every question.
        """
        return self.facets_of(text, where, fields=(field,), limit=limit)[field]

    def facets_of(
        self,
        text: str | None = None,
        where: Where | None = None,
        *,
        fields: Sequence[str],
        limit: int | None = None,
    ) -> dict[str, list[tuple[Value, int]]]:
        """As :meth:`facets`, for several fields in one pass.

        Raises:
            PqgraphError: As :meth:`facets`.
        """
        counted = [field(name) for name in fields]
        for each in counted:
            if not each.countable:
                raise PqgraphError("PQ532", f"questions cannot be counted by {each.name}")
        # All questions are counted once; the index does not change while it is open.
        known = self._counted if text is None and not where else {}
        asked = [each for each in counted if each.name not in known]
        if asked:
            query = self._query(None if text is None else parse(text), where)
            known.update(self._count(query, asked))
        return {name: known[name][:limit] for name in fields}

    def _count(self, query: tantivy.Query, fields: Sequence[Field]) -> dict[str, list[tuple[Value, int]]]:
        request = {each.name: {"terms": {"field": each.name, "size": _MOST_VALUES}} for each in fields}
        answer = self._searcher.aggregate(query, request)
        found: dict[str, list[tuple[Value, int]]] = {}
        for each in fields:
            buckets = [
                # Numbers come back as floating-point ones.
                (bucket["key"] if each.kind is Kind.NAME else int(bucket["key"]), bucket["doc_count"])
                for bucket in answer[each.name]["buckets"]
            ]
            buckets.sort(key=lambda bucket: (-bucket[1], bucket[0]))
            found[each.name] = [(each.shown(key), count) for key, count in buckets]
        return found

    def _query(self, parsed: Parsed | None, where: Where | None) -> tantivy.Query:
        from tantivy import Occur, Query

        parts = filter_query(where or {}, self._schema)
        if parsed is not None:
            parts.insert(0, text_query(parsed, self._schema, self._words))
        if not parts:
            return Query.all_query()
        return parts[0] if len(parts) == 1 else Query.boolean_query([(Occur.Must, part) for part in parts])

    def _patterns(self, parsed: Parsed) -> list[tuple[str, Pattern]]:
        found: list[tuple[str, Pattern]] = []
        for clause in (clause for group in parsed.groups for clause in group if not clause.excluded):
            patterns: list[Pattern] = []
            if clause.stems:
                patterns.append(tuple((place, frozenset((stem,))) for place, stem in clause.stems))
            if clause.prefix is not None:
                patterns.append(((0, frozenset(expand(clause.prefix, self._words))),))
            found += [(name, pattern) for name in clause.fields for pattern in patterns]
        return found

    def _hit(self, score: float, address: tantivy.DocAddress, order: Order, marker: Marker | None) -> Hit:
        document = self._searcher.doc(address)
        snippets: dict[str, Snippet] = {}
        if marker is not None:
            for name in TEXT_FIELDS:
                snippet = marker.snippet(name, " ".join(document.get_all(name)))
                if snippet is not None:
                    snippets[name] = snippet
        return Hit(str(document.get_first("iri")), score if order.field is None else 0.0, snippets)
