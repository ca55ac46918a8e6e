"""Counting questions while they stream by, and writing the counts as observations.

A question adds one number to each of its cells. The five measures of a cell are fields of one integer, so a cell costs
one addition and about 170 bytes; whatever the number of questions, memory grows only with the number of cells.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pqgraph import iris
from pqgraph.cube.facts import Facts, facts_of
from pqgraph.cube.structure import (
    COUNTED,
    DIMENSIONS,
    MEASURES,
    PROPERTIES,
    REF_PERIOD,
    TOTALS,
    Dataset,
    Dimension,
    Measure,
    Period,
)
from pqgraph.mapping import Mapped
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Term, Triple
from pqgraph.store.statistics import LAYOUT
from pqgraph.terms import owl, pq, qb, rdf, skos
from pqgraph.topics import Topic

__all__ = ["Cube"]

_TYPE = t.iri(rdf.type)
_OBSERVATION = t.iri(qb.Observation)
_DATA_SET = t.iri(qb.dataSet)
_OF_HOUSE = t.iri(pq.ofHouse)
_REF_PERIOD = t.iri(REF_PERIOD)
_UNKNOWN_PERIOD = t.iri(iris.UNKNOWN_PERIOD)

_Cell = tuple[Term, ...]
"""House, period if the dataset has one, and the values of its own dimensions."""
_Own = Term | tuple[Term, ...]
"""The values of a dataset's own dimensions; one alone stands as it is, which is found faster than in a tuple."""
_Counts = defaultdict[_Cell, defaultdict[_Own, int]]
"""Of a dataset: by House and period, then by its own dimensions."""

# Fields of 32 bits; the sum of days stands last, because it alone can be negative, where a source has a wrong day.
_WIDTH = 32
_FIELDS: tuple[Measure, ...] = ("questions", "answered", "answersDue", "answersLate", "sumOfDays")
_SHIFT = {measure: number * _WIDTH for number, measure in enumerate(_FIELDS)}
_MASK = (1 << _WIDTH) - 1


class Cube:
    """Counts questions.

    Args:
        topics: The scheme, which tells the broader topics that a question counts for too.
    """

    def __init__(self, topics: Iterable[Topic]) -> None:
        self.questions = 0
        """How many questions were counted."""
        self._with_broader = _closure(topics)
        self._counts: dict[Dataset, _Counts] = {dataset: defaultdict(_zeros) for dataset in COUNTED}
        self._years: set[Term] = set()
        self._terms: dict[Term, Term] = {}

    def add(self, record: Mapped) -> None:
        """Count a record, if it is a question. Each question is to be added once."""
        facts = facts_of(record)
        if facts is None:
            return
        self.questions += 1
        self._years.add(facts.year)
        # Equal terms of different records are different objects: of each, one is kept.
        one = self._terms.setdefault
        house, month, year = one(facts.house, facts.house), one(facts.month, facts.month), facts.year
        values: dict[Dimension, Iterable[Term]] = {
            "member": () if facts.member is None else (one(facts.member, facts.member),),
            "minister": [one(minister, minister) for minister in facts.ministers],
            "party": () if facts.party is None else (one(facts.party, facts.party),),
            "body": () if facts.body is None else (one(facts.body, facts.body),),
            "topic": self._topics(facts.topics),
            "days": () if facts.days is None else (one(facts.days, facts.days),),
            "namedDay": (facts.named_day,),
            "dueDay": () if facts.due is None else (one(facts.due, facts.due),),
        }
        addend = _addend(facts)
        heads: dict[Period | None, _Cell] = {"month": (house, month), "year": (house, year), None: (house,)}
        for dataset, counts in self._counts.items():
            if dataset.of == "waiting" and not facts.waits:
                continue
            cells = counts[heads[dataset.period]]
            # Spelt out by the number of dimensions: this is the inner loop, and itertools.product takes twice as long.
            match dataset.by:
                case ():
                    cells[()] += addend
                case (one_way,):
                    for value in values[one_way]:
                        cells[value] += addend
                case (one_way, other_way):
                    for value in values[one_way]:
                        for other in values[other_way]:
                            cells[value, other] += addend

    def observations(self) -> Iterator[list[Triple]]:
        """The triples of one observation at a time, in an order that the content tells."""
        for dataset, counts in self._counts.items():
            yield from _observations(dataset, _cells(counts))
        for dataset, total in TOTALS.items():
            yield from _observations(total, _of_all_time(self._counts[dataset]).items())

    def around(self) -> list[Triple]:
        """The years, and how many questions were counted in which datasets, by which readers know what to rely on.

        :func:`pqgraph.store.statistics.has_cube` asks for the latter two. The months come with the questions.
        """
        triples = [
            triple
            for year in sorted(self._years)
            if year != _UNKNOWN_PERIOD
            for triple in _year_triples(year)
        ]
        node = t.iri(iris.STATISTICS)
        return [
            *triples,
            (node, t.iri(owl.versionInfo), t.literal(LAYOUT)),
            (node, t.iri(pq.questionsCounted), t.integer(self.questions)),
        ]

    def _topics(self, topics: tuple[Term, ...]) -> Iterable[Term]:
        if not topics:
            return ()
        return {broad: None for topic in topics for broad in self._with_broader.get(topic, (topic,))}


def _addend(facts: Facts) -> int:
    """What a question adds to each of its cells."""
    number = 1
    if facts.is_answered:
        number += 1 << _SHIFT["answered"]
    if facts.is_late is not None:
        number += (1 << _SHIFT["answersDue"]) + (facts.is_late << _SHIFT["answersLate"])
    if facts.days is not None:
        number += int(_lexical(facts.days)) << _SHIFT["sumOfDays"]
    return number


def _measure(count: int, measure: Measure) -> int:
    value = count >> _SHIFT[measure]
    return value if measure == _FIELDS[-1] else value & _MASK


def _zeros() -> defaultdict[_Own, int]:
    return defaultdict(int)


def _values(own: _Own) -> tuple[Term, ...]:
    return (own,) if isinstance(own, str) else own


def _cells(counts: _Counts) -> Iterator[tuple[_Cell, int]]:
    return (((*head, *_values(own)), count) for head, cells in counts.items() for own, count in cells.items())


def _of_all_time(counts: _Counts) -> dict[_Cell, int]:
    sums: defaultdict[_Cell, int] = defaultdict(int)
    for (house, _), cells in counts.items():
        for own, count in cells.items():
            sums[(house, *_values(own))] += count
    return sums


def _observations(dataset: Dataset, cells: Iterable[tuple[_Cell, int]]) -> Iterator[list[Triple]]:
    data_set = t.iri(iris.statistics(dataset.name))
    period = () if dataset.period is None else (_REF_PERIOD,)
    predicates = (
        *(_OF_HOUSE, *period),
        *[t.iri(DIMENSIONS[dimension]) for dimension in dataset.by],
        *[t.iri(MEASURES[measure]) for measure in dataset.measures],
    )
    columns = [
        (t.iri(iris.statistics_column(dataset.name, column)), predicates.index(t.iri(PROPERTIES[column])))
        for column in dataset.columns
    ]
    for cell, count in sorted(cells):
        node = t.iri(iris.observation(dataset.name, map(_lexical, cell)))
        values = (*cell, *[t.integer(_measure(count, measure)) for measure in dataset.measures])
        yield [
            (node, _TYPE, _OBSERVATION),
            (node, _DATA_SET, data_set),
            *[(node, predicate, value) for predicate, value in zip(predicates, values, strict=True)],
            *[(node, column, values[place]) for column, place in columns],
        ]


def _year_triples(year: Term) -> list[Triple]:
    label = year[1:-1].rpartition("/")[2]
    return [
        (year, _TYPE, t.iri(pq.Year)),
        (year, t.iri(skos.prefLabel), t.literal(label)),
        (year, t.iri(pq.startDate), t.date(dt.date(int(label), 1, 1))),
    ]


@lru_cache(maxsize=65536)
def _lexical(term: Term) -> str:
    """An IRI, or the text of a literal without characters that need escaping."""
    return term[1:-1] if term[0] == "<" else term[1 : term.index('"', 1)]


def _closure(topics: Iterable[Topic]) -> dict[Term, tuple[Term, ...]]:
    """Each topic with itself and all topics that are broader, at whatever distance."""
    broader = {topic.slug: topic.broader for topic in topics}
    found: dict[Term, tuple[Term, ...]] = {}
    for slug in broader:
        reached, waiting = {slug: None}, [slug]
        while waiting:
            for other in broader.get(waiting.pop(), ()):
                if other not in reached:
                    reached[other] = None
                    waiting.append(other)
        found[t.iri(iris.topic(slug))] = tuple(t.iri(iris.topic(other)) for other in reached)
    return found
