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
    "PROPERTIES",
    "REF_PERIOD",
    "TOTALS",
    "Column",
    "Dataset",
    "Dimension",
    "Measure",
    "Period",
]

REF_PERIOD = "http://purl.org/linked-data/sdmx/2009/dimension#refPeriod"
"""The dimension of the period of tabling, from SDMX as the Data Cube recommendation uses it."""

Period = Literal["month", "year"]
Dimension = Literal["member", "minister", "party", "body", "topic", "days", "namedDay", "dueDay"]
Measure = Literal["questions", "answered", "sumOfDays", "answersDue", "answersLate"]
Column = Dimension | Measure | Literal["house", "period"]

DIMENSIONS: dict[Dimension, str] = {
    "member": pq.ofMember,
    "minister": pq.ofMinister,
    "party": pq.ofParty,
    "body": pq.ofBody,
    "topic": pq.ofTopic,
    "days": pq.ofDays,
    "namedDay": pq.ofNamedDay,
    "dueDay": pq.ofDueDay,
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
PROPERTIES: dict[Column, str] = dict(
    [("house", pq.ofHouse), ("period", REF_PERIOD), *DIMENSIONS.items(), *MEASURES.items()]
)
"""What each column repeats."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """One table of counts.

    Attributes:
        name: The last part of its IRI.
        period: Whether questions are counted by the month or the year of tabling; ``None``: of all time.
        by: What they are counted by besides House and period.
        measures: What is counted.
        columns: What observations say a second time with properties of this dataset alone
            (:func:`pqgraph.iris.statistics_column`). A store finds all values of such a property side by side,
            so reading the whole table costs a tenth of following links from each observation.
        of: Which questions are counted: all, or those that wait for an answer.
    """

    name: str
    period: Period | None
    by: tuple[Dimension, ...] = ()
    measures: tuple[Measure, ...] = tuple(MEASURES)
    columns: tuple[Column, ...] = ()
    of: Literal["all", "waiting"] = "all"

    def total(self, *columns: Column) -> Dataset:
        """The same of all time: a row for each pair, where the dataset itself has one for each pair and year."""
        return Dataset(f"{self.name.removesuffix('-month')}-total", None, self.by, self.measures, columns)


_ALL_MEASURES = tuple(MEASURES)
# Members and topics make the largest tables, and nobody asks how late the answers of one pair of them were.
_PAIRS: tuple[Measure, ...] = ("questions", "answered")
_BODY_MONTH = Dataset("body-month", "month", ("body",), columns=("house", "period", "body", *_ALL_MEASURES))
_MEMBER_MONTH = Dataset(
    "member-month", "month", ("member",), columns=("house", "period", "member", "questions")
)
_MINISTER_MONTH = Dataset(
    "minister-month", "month", ("minister",), columns=("house", "period", "minister", *_ALL_MEASURES)
)
_TOPIC_MONTH = Dataset("topic-month", "month", ("topic",), columns=("house", "period", "topic", "questions"))
_MEMBER_BODY = Dataset("member-body", "year", ("member", "body"))
_MEMBER_TOPIC = Dataset("member-topic", "year", ("member", "topic"), _PAIRS)
_BODY_TOPIC = Dataset("body-topic", "year", ("body", "topic"))
_MINISTER_BODY = Dataset("minister-body", "year", ("minister", "body"))
_MEMBER_MINISTER = Dataset("member-minister", "year", ("member", "minister"), _PAIRS)
_BODY_DAYS = Dataset("body-days", "year", ("body", "days"), ("answered", "answersDue", "answersLate"))
_BODY_NAMED_DAY = Dataset("body-named-day", "year", ("body", "namedDay"))

COUNTED = (
    Dataset("house-month", "month"),
    _BODY_MONTH,
    _MEMBER_MONTH,
    _MINISTER_MONTH,
    _TOPIC_MONTH,
    Dataset("body-year", "year", ("body",)),
    _MEMBER_BODY,
    _MEMBER_TOPIC,
    _BODY_TOPIC,
    _MINISTER_BODY,
    _MEMBER_MINISTER,
    Dataset("party-member", "year", ("party", "member"), columns=("party", "member", "period", "questions")),
    Dataset("party-body", "year", ("party", "body"), columns=("party", "body", "period", "questions")),
    Dataset("party-topic", "year", ("party", "topic"), columns=("party", "topic", "period", "questions")),
    _BODY_DAYS,
    _BODY_NAMED_DAY,
    Dataset("body-waiting", None, ("body",), ("questions", "answered"), of="waiting"),
    Dataset(
        "body-due",
        None,
        ("body", "dueDay"),
        ("questions", "answered"),
        columns=("body", "dueDay", "questions"),
        of="waiting",
    ),
)
"""The datasets that are counted question by question."""

TOTALS = {
    _BODY_MONTH: _BODY_MONTH.total(),
    _MEMBER_MONTH: _MEMBER_MONTH.total(),
    _MINISTER_MONTH: _MINISTER_MONTH.total(),
    _TOPIC_MONTH: _TOPIC_MONTH.total(),
    _MEMBER_BODY: _MEMBER_BODY.total("member", "body", "questions"),
    _MEMBER_TOPIC: _MEMBER_TOPIC.total("member", "topic", "questions"),
    _BODY_TOPIC: _BODY_TOPIC.total("body", "topic", "questions"),
    _MINISTER_BODY: _MINISTER_BODY.total(),
    _MEMBER_MINISTER: _MEMBER_MINISTER.total("member", "minister", "questions"),
    _BODY_DAYS: _BODY_DAYS.total(),
    _BODY_NAMED_DAY: _BODY_NAMED_DAY.total(),
}
"""The datasets of all time that are summed up from them."""

DATASETS = (*COUNTED, *TOTALS.values())
"""All datasets, in the order in which they are written."""
