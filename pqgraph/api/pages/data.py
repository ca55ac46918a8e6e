"""What pages ask of the store: rows, graphs, labels, and the short lists that forms offer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pqgraph.api.index import Index, index_of
from pqgraph.api.literals import is_node, text_of
from pqgraph.api.sparql_text import only
from pqgraph.errors import PqgraphError
from pqgraph.rdf.terms import Term
from pqgraph.search import SearchIndex
from pqgraph.store.results import Queryable, Solutions, Triples
from pqgraph.store.statistics import has_cube
from pqgraph.terms import foaf, parl, pq, rdfs, skos

if TYPE_CHECKING:
    from markupsafe import Markup

    from pqgraph.api.pages.figures import Figure

__all__ = ["Choice", "Data", "Node", "Topic"]

Row = dict[str, str]
_LABELS = (skos.prefLabel, foaf.name, rdfs.label, skos.altLabel)
_BIOGRAPHY = "Biography information for "
_MOST_LABELS = 50_000


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that a form offers.

    Attributes:
        iri: Its IRI.
        label: What it is called.
    """

    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class Topic(Choice):
    """A topic.

    Attributes:
        broader: IRIs of the topics right above it.
    """

    broader: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """The last part of its IRI."""
        return self.iri.rpartition("/")[2]


class Node:
    """What a graph says of one node, as plain values.

    Args:
        index: The graph.
        iri: The node.
    """

    def __init__(self, index: Index, iri: str) -> None:
        self.index = index
        self.iri = iri
        self._values = index.get(f"<{iri}>", {})

    def __bool__(self) -> bool:
        return bool(self._values)

    def terms(self, predicate: str) -> list[Term]:
        """The values of a property, in the order of their text."""
        return sorted(self._values.get(f"<{predicate}>", ()), key=text_of)

    def all(self, predicate: str) -> list[str]:
        """The texts or IRIs of a property."""
        return [text_of(term) for term in self.terms(predicate)]

    def iris(self, predicate: str) -> list[str]:
        """The IRIs of a property."""
        return [term[1:-1] for term in self.terms(predicate) if term.startswith("<")]

    def get(self, predicate: str) -> str:
        """The first text or IRI of a property, or nothing."""
        found = self.all(predicate)
        return found[0] if found else ""

    def nodes(self, predicate: str) -> list[Node]:
        """The nodes of a property."""
        return [Node(self.index, iri) for iri in self.iris(predicate)]


class Data:
    """A store, with the search index beside it if there is one.

    Args:
        store: The store. Short lists of it are read once: it must not change.
        index: Its search index.
        most_rows: How many rows of a stored query a download holds.
    """

    def __init__(
        self, store: Queryable, index: SearchIndex | None = None, *, most_rows: int = 10_000
    ) -> None:
        self.store = store
        self.index = index
        self.most_rows = most_rows
        self._labels: dict[str, str] = {}
        self.figures: dict[object, Figure | None] = {}
        """Figures that were made, by what was asked for."""
        self.pictures: dict[object, Markup | None] = {}
        """Charts that were drawn, by query and values."""

    def rows(self, text: str) -> list[Row]:
        """The rows of a SELECT as texts; what is not bound is left out.

        Raises:
            PqgraphError: The store fails.
        """
        result = self.store.query(text)
        if not isinstance(result, Solutions):
            raise PqgraphError("PQ605", "a SELECT was not answered with rows")
        return [
            {name: term.value for name, term in zip(result.variables, row, strict=True) if term is not None}
            for row in result.rows
        ]

    def graph(self, text: str) -> Index:
        """The graph of a CONSTRUCT.

        Raises:
            PqgraphError: The store fails.
        """
        result = self.store.query(text)
        if not isinstance(result, Triples):
            raise PqgraphError("PQ605", "a CONSTRUCT was not answered with a graph")
        return index_of(result.triples)

    def labels(self, iris: Iterable[str]) -> dict[str, str]:
        """What things are called; those without a label are left out.

        Args:
            iris: Their IRIs; what is no IRI is passed over.
        """
        wanted = list(dict.fromkeys(iris))
        unknown = [iri for iri in wanted if iri not in self._labels and is_node(iri)]
        if unknown:
            if len(self._labels) > _MOST_LABELS:
                self._labels.clear()
            found = self.graph(
                f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {' '.join(f'<{iri}>' for iri in unknown)} }} "
                f"?s ?p ?o . {only(_LABELS)} }}"
            )
            for iri in unknown:
                node = Node(found, iri)
                called = next((text for p in _LABELS if (text := node.get(p))), "")
                self._labels[iri] = called.removeprefix(_BIOGRAPHY)
        return {iri: label for iri in wanted if (label := self._labels.get(iri))}

    def label(self, iri: str) -> str:
        """What a thing is called; the end of its IRI if nobody says."""
        return self.labels([iri]).get(iri) or iri.rstrip("/").rpartition("/")[2] or iri

    @cached_property
    def has_statistics(self) -> bool:
        """Whether the store has statistics of all its questions, which stored queries then read."""
        return has_cube(self.store)

    @cached_property
    def bodies(self) -> list[Choice]:
        """Answering bodies that questions were put to, by name."""
        found = self._counted("body", f"?q <{pq.answeringBody}> ?value")
        return self._choices(found)

    @cached_property
    def houses(self) -> list[Choice]:
        """The Houses that questions were put in."""
        return self._choices(self._counted("house", f"?q <{parl.legislature}> ?value"))

    @cached_property
    def topics(self) -> dict[str, Topic]:
        """All topics by IRI, in the order of their labels."""
        rows = self.rows(
            f"SELECT ?topic ?label ?broader WHERE {{ ?topic a <{skos.Concept}> ; <{skos.prefLabel}> ?label . "
            f"OPTIONAL {{ ?topic <{skos.broader}> ?broader }} }}"
        )
        broader: dict[str, list[str]] = {}
        labels: dict[str, str] = {}
        for row in rows:
            labels[row["topic"]] = row["label"]
            broader.setdefault(row["topic"], []).extend([row["broader"]] if "broader" in row else [])
        ordered = sorted(labels, key=lambda iri: (labels[iri].casefold(), iri))
        return {iri: Topic(iri, labels[iri], tuple(sorted(set(broader[iri])))) for iri in ordered}

    def narrower(self, iri: str) -> list[str]:
        """A topic and all topics below it, itself first."""
        found = [iri]
        # The list grows while it is gone through.
        for each in found:
            found += [t.iri for t in self.topics.values() if each in t.broader and t.iri not in found]
        return found

    @cached_property
    def count(self) -> int:
        """How many questions there are."""
        if self.index is not None:
            return self.index.count
        rows = self.rows(f"SELECT (COUNT(*) AS ?n) WHERE {{ ?q a <{parl.WrittenParliamentaryQuestion}> }}")
        return int(rows[0]["n"])

    def _counted(self, field: str, pattern: str) -> list[str]:
        from pqgraph.search import FIELDS

        if self.index is not None:
            of = FIELDS[field]
            values = [str(value) for value, _ in self.index.facets(field=field)]
            if field == "house":
                return [iri for iri, slug in HOUSES.items() if slug in values]
            return [f"{of.base or ''}{value}" for value in values]
        return [row["value"] for row in self.rows(f"SELECT DISTINCT ?value WHERE {{ {pattern} }}")]

    def _choices(self, iris: list[str]) -> list[Choice]:
        labels = self.labels(iris)
        found = [Choice(iri, labels.get(iri) or iri.rpartition("/")[2]) for iri in iris]
        return sorted(found, key=lambda choice: (choice.label.casefold(), choice.iri))


HOUSES = {
    "http://data.parliament.uk/terms/25259": "commons",
    "http://data.parliament.uk/terms/25277": "lords",
}
