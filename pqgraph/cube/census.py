"""How large the dataset is, by class and by property: statistics in VoID.

`Describing Linked Datasets with the VoID Vocabulary <https://www.w3.org/TR/void/#statistics>`_, section 4.6.
Counting the statements as they are written costs microseconds a record; asking the store of a whole corpus, a minute.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pqgraph import iris
from pqgraph.mapping import Entity, Mapped
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Term, Triple
from pqgraph.rdf.vocabulary import short_name
from pqgraph.terms import parl, rdf, void

__all__ = ["Census"]

_TYPE = t.iri(rdf.type)
_QUESTION = t.iri(parl.WrittenParliamentaryQuestion)


class Census:
    """Counts the statements of the default graph, each once."""

    def __init__(self) -> None:
        self._triples = 0
        self._subjects = 0
        self._properties: Counter[Term] = Counter()
        self._classes: Counter[Term] = Counter()
        # What several records or files say is known by its statements, the rest is only counted.
        self._shared: set[Triple] = set()
        self._shared_subjects: set[Term] = set()
        self._seen: set[Entity] = set()

    def add_records(self, records: Iterable[Mapped]) -> None:
        """Count records, each of another node, and the nodes that they point to."""
        own: list[Triple] = []
        for record in records:
            triples = record.triples
            if (f"<{record.subject}>", _TYPE, _QUESTION) in triples:
                own += triples
            else:
                self.add_shared(triples)  # of a member, questions say something too
            if not self._seen.issuperset(record.entities):
                for entity in record.entities:
                    if entity not in self._seen:
                        self._seen.add(entity)
                        self.add_shared(entity.triples)
        self.add_own(own)

    def add_own(self, triples: Sequence[Triple]) -> None:
        """Count statements about nodes of which nothing else speaks."""
        unique = set(triples)
        self._count(unique)
        self._subjects += len({subject for subject, _, _ in unique})

    def add_shared(self, triples: Iterable[Triple]) -> None:
        """Count statements that may have been counted already, or about nodes that have."""
        fresh = set(triples) - self._shared
        self._shared |= fresh
        self._count(fresh)
        self._shared_subjects.update(subject for subject, _, _ in fresh)

    def triples(self) -> list[Triple]:
        """What VoID says of the dataset: sizes, classes, properties and vocabularies."""
        node = t.iri(iris.DATASET)
        found: list[Triple] = [
            (node, t.iri(void.triples), t.integer(self._triples)),
            (node, t.iri(void.entities), t.integer(self._subjects + len(self._shared_subjects))),
            (node, t.iri(void.classes), t.integer(len(self._classes))),
            (node, t.iri(void.properties), t.integer(len(self._properties))),
        ]
        found += [(node, t.iri(void.vocabulary), t.iri(name)) for name in sorted(self._vocabularies())]
        for kind, link, what, size, counts in (
            ("class", void.classPartition, void.class_, void.entities, self._classes),
            ("property", void.propertyPartition, void.property, void.triples, self._properties),
        ):
            for term in sorted(counts):
                part = t.iri(iris.partition(kind, short_name(term[1:-1])))
                found.append((node, t.iri(link), part))
                found.append((part, t.iri(what), term))
                found.append((part, t.iri(size), t.integer(counts[term])))
        return found

    def _count(self, triples: set[Triple]) -> None:
        self._triples += len(triples)
        self._properties.update([predicate for _, predicate, _ in triples])
        self._classes.update([value for _, predicate, value in triples if predicate == _TYPE])

    def _vocabularies(self) -> set[str]:
        names = [term[1:-1] for term in (*self._properties, *self._classes)]
        return {name[: max(name.rfind("#"), name.rfind("/")) + 1] for name in names}
