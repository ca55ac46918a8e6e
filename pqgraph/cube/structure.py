"""What the datasets are counted by: the same as ``ontology/statistics.ttl`` says, for the code that counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pqgraph.terms import pq

__all__ = [
    "COUNTED",
    "DATASETS",
    "DIMENSIONS",
    "MEASURES",
    "REF_PERIOD",
    "TOTALS",
    "Dataset",
    "Dimension",
    "Measure",
    "Period",
]

REF_PERIOD = "http://purl.org/linked-data/sdmx/2009/dimension#refPeriod"
"""The dimension of the period of tabling, from SDMX as the Data Cube recommendation uses it."""

Period = Literal["month", "year"]
Dimension = Literal["member", "minister", "body", "topic", "days"]
Measure = Literal["questions", "answered", "sumOfDays", "answersDue", "answersLate"]

DIMENSIONS: dict[Dimension, str] = {
    "member": pq.ofMember,
    "minister": pq.ofMinister,
    "body": pq.ofBody,
    "topic": pq.ofTopic,
    "days": pq.ofDays,
}
"""Property of each dimension that some datasets have."""
MEASURES: dict[Measure, str] = {
    "questions": pq.questions,
    "answered": pq.answered,
    "sumOfDays": pq.sumOfDays,
    "answersDue": pq.answersDue,
    "answersLate": pq.answersLate,
}
"""Property of each measure, in the order in which they are written."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """One table of counts.

    Attributes:
        name: The last part of its IRI.
        period: Whether questions are counted by the month or the year of tabling; ``None``: of all time.
        by: What they are counted by besides House and period.
        measures: What is counted.
    """

    name: str
    period: Period | None
    by: tuple[Dimension, ...] = ()
    measures: tuple[Measure, ...] = tuple(MEASURES)

    @property
    def total(self) -> Dataset:
        """The same of all time: a row for each pair, where the dataset itself has one for each pair and year."""
        return Dataset(f"{self.name.removesuffix('-month')}-total", None, self.by, self.measures)


COUNTED = (
    Dataset("house-month", "month"),
    Dataset("body-month", "month", ("body",)),
    Dataset("member-month", "month", ("member",)),
    Dataset("minister-month", "month", ("minister",)),
    Dataset("topic-month", "month", ("topic",)),
    Dataset("member-body", "year", ("member", "body")),
    Dataset("member-topic", "year", ("member", "topic")),
    Dataset("body-topic", "year", ("body", "topic")),
    Dataset("minister-body", "year", ("minister", "body")),
    Dataset("member-minister", "year", ("member", "minister")),
    Dataset("body-days", "year", ("body", "days"), ("answered",)),
)
"""The datasets that are counted question by question."""

TOTALS = {dataset: dataset.total for dataset in COUNTED if dataset.by}
"""The datasets of all time that are summed up from them."""

DATASETS = (*COUNTED, *TOTALS.values())
"""All datasets, in the order in which they are written."""
