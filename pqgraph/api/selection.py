"""What is selected, as a structure: the seam between reading a request and answering it.

A :class:`Selection` says which items, in which order, which part of them. A :class:`SelectionRoad` finds them: the
SPARQL road whatever it is, an index what it has indexed; where both can, their answers are equal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from pqgraph.api.config.model import Chain
from pqgraph.rdf.terms import Term

__all__ = [
    "Condition",
    "Equals",
    "Exists",
    "Named",
    "Near",
    "Pattern",
    "Range",
    "Selected",
    "Selection",
    "SelectionRoad",
    "SortKey",
    "Subject",
    "TextSearch",
]

Comparison = Literal["<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Equals:
    """The end of the chain is one of these terms; without terms nothing fits.

    Attributes:
        chain: The way from the item.
        terms: The terms.
        parameter: The parameter as the client wrote it.
    """

    chain: Chain
    terms: tuple[Term, ...]
    parameter: str


@dataclass(frozen=True, slots=True)
class Named:
    """What the chain leads to is called so; without terms nothing fits.

    Attributes:
        chain: The way from the item.
        labels: IRIs of the properties that say what things are called; any of them may say it.
        terms: The terms, any of which it may be.
        parameter: The parameter as the client wrote it.
    """

    chain: Chain
    labels: tuple[str, ...]
    terms: tuple[Term, ...]
    parameter: str


@dataclass(frozen=True, slots=True)
class Range:
    """The end of the chain compares so with one of these terms.

    Attributes:
        chain: The way from the item.
        comparison: The operator.
        terms: One term for each value given; any of them may fit.
        languages: If given, texts are compared by their characters, and must have one of these languages.
        parameter: The parameter as the client wrote it.
    """

    chain: Chain
    comparison: Comparison
    terms: tuple[Term, ...]
    languages: tuple[str, ...]
    parameter: str


@dataclass(frozen=True, slots=True)
class Exists:
    """The chain leads somewhere, or nowhere."""

    chain: Chain
    wanted: bool
    parameter: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """A graph pattern of SPARQL about ``?item``, of the description or of a trusted client."""

    text: str


@dataclass(frozen=True, slots=True)
class Subject:
    """The item is this one."""

    iri: str


@dataclass(frozen=True, slots=True)
class TextSearch:
    """Words that all stand in one of the properties."""

    words: tuple[str, ...]
    properties: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Near:
    """Latitude and longitude (WGS84) lie within these bounds, in degrees."""

    south: float
    north: float
    west: float
    east: float


Condition = Equals | Named | Range | Exists | Pattern | Subject | TextSearch | Near


@dataclass(frozen=True, slots=True)
class SortKey:
    """One criterion of the order."""

    chain: Chain
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """Which items.

    Attributes:
        types: Classes that each item has.
        conditions: All of which hold.
        sort: The order; items that are equal by it, and all if it is empty, come newest IRI first, or, after a
            sort, by IRI.
        order_by: Order conditions of SPARQL, in place of ``sort``.
        select: A whole SELECT of SPARQL, in place of all above but a :class:`Subject`.
        graph: IRI of the graph to ask; ``None`` for the default graph.
        offset: How many items come before the page.
        limit: How many items the page has.
        counting: Whether the total is wanted.
    """

    types: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    sort: tuple[SortKey, ...] = ()
    order_by: str | None = None
    select: str | None = None
    graph: str | None = None
    offset: int = 0
    limit: int = 10
    counting: bool = False


@dataclass(frozen=True, slots=True)
class Selected:
    """What was found.

    Attributes:
        items: IRIs of the items of the page, in order.
        total: How many there are in all; ``None`` if that was not asked for.
        query: What was asked, for ``_metadata=execution``.
    """

    items: tuple[str, ...]
    total: int | None
    query: str


class SelectionRoad(Protocol):
    """A way to find items."""

    def resolved(self, selection: Selection) -> Selection:
        """The same selection in terms that this road knows, where it is asked for in others."""

    def covers(self, selection: Selection) -> bool:
        """Whether this road can answer the selection, which is resolved, exactly."""

    def select(self, selection: Selection) -> Selected:
        """The items.

        Raises:
            PqgraphError: The store or the index fails.
            Problem: A pattern of the client's is wrong.
        """

    def texts(self, iri: str) -> Iterable[str] | None:
        """All plain texts that items have for a property; ``None`` if this road does not know them at once."""
