"""An API description as plain data: what the reader makes and the engine works with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pqgraph.api.config.shortnames import ShortNames
from pqgraph.rdf.terms import Term

__all__ = [
    "Api",
    "Chain",
    "Endpoint",
    "Formatter",
    "RawFilter",
    "Selector",
    "Step",
    "Variable",
    "Viewer",
    "ViewerKind",
]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a property path.

    Attributes:
        iri: The property; ``None`` for every property (``*``).
        inverse: From object to subject (``~``).
    """

    iri: str | None
    inverse: bool = False


Chain = tuple[Step, ...]
"""A property chain: the way from an item to what is shown or tested."""
ViewerKind = Literal["describe", "all", "chains", "template", "table"]


@dataclass(frozen=True, slots=True)
class Viewer:
    """What is shown of each item.

    Attributes:
        name: Its name for ``_view``.
        kind: ``describe`` asks for a description, ``all`` for that and labels of what it points to, ``chains``
            for the chains only, ``template`` for a graph pattern, ``table`` for one of the tables of
            :mod:`pqgraph.api.views`.
        chains: Property chains, shown in addition.
        labels: Which properties are labels, for ``all``.
        template: The graph pattern.
        table: Name of the table.
    """

    name: str
    kind: ViewerKind
    chains: tuple[Chain, ...] = ()
    labels: tuple[str, ...] = ()
    template: str = ""
    table: str = ""


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable.

    Attributes:
        text: Its value, which may hold ``{other}``.
        type: IRI of its datatype; ``rdfs:Resource`` for an IRI; empty for a plain literal.
        language: Its language.
    """

    text: str
    type: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class RawFilter:
    """A parameter of ``api:filter``, as written: its value may hold ``{variables}``."""

    parameter: str
    value: str


@dataclass(frozen=True, slots=True)
class Selector:
    """Which resources a list has, parents included.

    Attributes:
        types: Classes that each item has.
        filters: Parameters, all of which hold.
        where: Graph patterns about ``?item``.
        select: A whole query, which takes the place of all else.
        order_by: Order conditions of SPARQL.
        sort: Property paths to sort by.
    """

    types: tuple[str, ...] = ()
    filters: tuple[RawFilter, ...] = ()
    where: tuple[str, ...] = ()
    select: str | None = None
    order_by: str | None = None
    sort: str | None = None


@dataclass(frozen=True, slots=True)
class Formatter:
    """A format as a description names it.

    Attributes:
        name: Its suffix, and its name for ``_format``.
        kind: Name of the format that it is written in.
        media_type: ``api:mimeType``; ``None`` for the usual one.
        iso_dates: Whether JSON writes days and times as XML Schema does; ``None`` leaves it to the API.
    """

    name: str
    kind: str
    media_type: str | None = None
    iso_dates: bool | None = None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A list or item endpoint; what it leaves out it has from its API.

    Attributes:
        node: Its node in the description, as a term.
        is_item: Whether it gives one item.
        template: ``api:uriTemplate``.
        item_template: ``api:itemTemplate``.
        selector: Which resources.
        viewers: By name.
        default_viewer: The one that is taken without ``_view``.
        language: Languages, ``en,cy``; ``None`` for all.
        page_size: Items on a page, if the request does not say.
        max_page_size: Items on a page at most.
        counting: Whether the total is told; ``None`` leaves it to ``_count``.
        variables: By name, those of the API included.
        default_format: Name of the format, if the request does not ask for one.
        allow_reserved: Parameters with ``_`` that are let through.
        graph: IRI of the graph that is asked, may hold ``{variables}``.
        text_properties: Where ``_search`` looks.
        label: What it is called (``rdfs:label``), for people.
        formatters: Formats that the description names, by name.
    """

    node: Term
    is_item: bool
    template: str
    item_template: str | None
    selector: Selector
    viewers: Mapping[str, Viewer]
    default_viewer: Viewer
    language: str | None
    page_size: int
    max_page_size: int
    counting: bool | None
    variables: Mapping[str, Variable]
    default_format: str | None
    allow_reserved: frozenset[str] = frozenset()
    graph: str | None = None
    text_properties: tuple[str, ...] = ()
    label: str | None = None
    formatters: Mapping[str, Formatter] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Api:
    """An API.

    Attributes:
        node: Its node in the description, as a term.
        base: ``api:base``: path or address that is taken off the request.
        endpoints: In the order in which they are tried.
        names: Short names.
        iso_dates: Whether JSON writes days and times as XML Schema does, or as Elda.
        parameter_based: Whether links to formats use ``_format`` and not a suffix.
        etags: Whether responses have an ``ETag``.
        licences: Licences and notices of the data, as terms, with their statements.
    """

    node: Term
    base: str | None
    endpoints: tuple[Endpoint, ...]
    names: ShortNames
    iso_dates: bool = False
    parameter_based: bool = False
    etags: bool = True
    licences: tuple[Term, ...] = field(default=())
