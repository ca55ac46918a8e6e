"""Stored queries as pages: the families, and of each query its form, its rows, its chart and its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import quote

from pqgraph.api.pages.data import Choice, Data
from pqgraph.api.pages.figures import Table, picture, table_of
from pqgraph.api.pages.links import Address, outside, page_of
from pqgraph.api.pages.words import phrase
from pqgraph.api.protocol import detail_of
from pqgraph.errors import PqgraphError
from pqgraph.queries.catalogue import StoredQuery, shipped
from pqgraph.queries.header import FAMILIES, Chart, Param
from pqgraph.queries.run import prepare, run
from pqgraph.rdf.terms import Triple
from pqgraph.store.results import Row, Solutions, Triples

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["Family", "Field", "QueryPage", "families", "query_page"]

_ROWS = 50
_DRAWN = 2000
_MOST_KEPT = 200
_YOURS = ("PQ504", "PQ505", "PQ506", "PQ509", "PQ531", "PQ532", "PQ608")
_INPUTS = {"date": "date", "month": "month", "integer": "number", "year": "number"}


@dataclass(frozen=True, slots=True)
class Family:
    """Stored queries of a kind."""

    slug: str
    title: str
    queries: tuple[StoredQuery, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form.

    Attributes:
        name: The parameter.
        words: The same as words.
        help: What it takes.
        type: Type of the input: ``text``, ``date``, ``select``, …
        value: What it holds.
        required: Whether it must be filled in.
        options: Choices of a ``select``, suggestions for an input.
        least: The smallest number.
        most: The greatest.
    """

    name: str
    words: str
    help: str
    type: str
    value: str
    required: bool
    options: tuple[Choice, ...] = ()
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True)
class QueryPage:
    """The page of a stored query.

    Attributes:
        query: The query.
        family: Its family.
        fields: The form.
        asked: Whether it was run.
        problem: What is wrong with the values.
        table: Rows.
        start: How many rows stand before these.
        previous: The page before, if there is one.
        next: The page after.
        held: How many rows a download holds, if these are not all.
        statements: Statements of a graph, as subject, property, value, each with its address.
        svg: The chart.
        downloads: Name and address of each format.
        text: The SPARQL with the values in it.
        editor: The editor with this text.
        example: The page with its example.
    """

    query: StoredQuery
    family: str
    fields: tuple[Field, ...]
    asked: bool
    problem: str
    table: Table | None
    start: int
    previous: str | None
    next: str | None
    held: int | None
    statements: tuple[tuple[tuple[str, str | None], ...], ...]
    svg: Markup | None
    downloads: tuple[tuple[str, str], ...]
    text: str
    editor: str
    example: str | None


@cache
def families() -> tuple[Family, ...]:
    """The stored queries by family, in the order of the table of contents."""
    found = []
    for slug, title in FAMILIES.items():
        members = tuple(query for query in shipped() if query.header.family == slug)
        if members:
            found.append(Family(slug, title, members))
    return tuple(found)


def query_page(data: Data, query: StoredQuery, form: Address) -> QueryPage:
    """The page of a stored query, with its rows if it can be run.

    It runs if all that it must be told is there, and either something was given, or ``run`` asks for it.

    Args:
        data: The store.
        query: The query.
        form: The page's address with its fields. Besides parameters of the query only ``run`` and ``offset`` are
            looked at: rows to pass over.
    """
    values = {name: form.first(name).strip() for name in query.header.params if form.first(name).strip()}
    missing = [name for name in query.header.params if query.is_required(name) and name not in values]
    asked = not missing and (bool(values) or bool(form.first("run")) or not query.header.params)
    problem, table, svg, text = "", None, None, query.body
    start = _start(form, data.most_rows)
    statements: tuple[tuple[tuple[str, str | None], ...], ...] = ()
    if missing and (values or form.first("run")):
        problem = f"{' and '.join(phrase(name) for name in missing)} must be given.".capitalize()
    if asked:
        try:
            # The text that asks the questions themselves, which runs in any store.
            text = _without_header(prepare(query.name, values, data.store, cube=False)[1])
            chart = query.header.chart
            # Of a list no more is asked than is shown; a chart needs all.
            wanted = max(start + _ROWS, _DRAWN if chart is not None else 0)
            answer = run(query.name, values, data.store, first=wanted)
            if isinstance(answer.result, Solutions):
                rows = list(islice(answer.result.rows, wanted + 1))
                variables = answer.result.variables
                shown = rows[start : start + _ROWS]
                table = table_of(data, query, variables, shown, more=len(rows) > start + _ROWS)
                # A part of the rows could tell another story than all of them.
                if (
                    chart is not None
                    and rows
                    and len(rows) <= _DRAWN
                    and chart.kind in ("bar", "line", "heatmap")
                ):
                    svg = _drawn(data, query, values, variables, rows, chart)
            elif isinstance(answer.result, Triples):
                statements = tuple(_statement(data, triple) for triple in islice(answer.result.triples, 300))
        except PqgraphError as error:
            if error.code.id not in _YOURS:
                raise
            problem, asked = detail_of(error), False
    is_part = table is not None and (table.more or start > 0)
    return QueryPage(
        query=query,
        family=FAMILIES.get(query.header.family, "") if query.header.family else "",
        fields=tuple(_field(data, query, name, param, values) for name, param in query.header.params.items()),
        asked=asked,
        problem=problem,
        table=table,
        start=start,
        previous=str(_moved(form, start - _ROWS)) if table is not None and start else None,
        next=str(_moved(form, start + _ROWS))
        if table is not None and table.more and start + _ROWS < data.most_rows
        else None,
        held=data.most_rows if is_part else None,
        statements=statements,
        svg=svg,
        downloads=_downloads(query, values, svg is not None, data.most_rows if is_part else None)
        if asked
        else (),
        text=text,
        editor=f"/sparql#query={quote(text, safe='')}",
        example=_address(query.name, query.header.example) if query.header.example else None,
    )


def _drawn(
    data: Data,
    query: StoredQuery,
    values: Mapping[str, str],
    variables: tuple[str, ...],
    rows: list[Row],
    chart: Chart,
) -> Markup | None:
    """The chart; drawing takes longer than asking, and the store does not change, so pictures are kept."""
    key = (query.name, tuple(sorted(values.items())))
    if key not in data.pictures:
        while len(data.pictures) >= _MOST_KEPT:
            data.pictures.pop(next(iter(data.pictures)), None)
        data.pictures[key] = picture(query, variables, rows, chart)
    return data.pictures[key]


def _address(name: str, values: Mapping[str, str]) -> str:
    return str(Address(f"/queries/{quote(name)}", tuple(values.items())))


def _without_header(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("#+")).strip() + "\n"


def _start(form: Address, most: int) -> int:
    """How many rows the address passes over: whole pages, as far as a download holds rows."""
    text = form.first("offset")
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        return 0
    return min(int(text), most - 1) // _ROWS * _ROWS


def _moved(form: Address, start: int) -> Address:
    kept = form.drop("offset")
    return kept if start <= 0 else kept.put("offset", str(start))


def _downloads(
    query: StoredQuery, values: Mapping[str, str], drawn: bool, most: int | None
) -> tuple[tuple[str, str], ...]:
    """Name and address of each format; if there may be more rows than a download holds, of the first rows."""
    names = ["csv", "json", "tsv", "xml"] if query.form in ("SELECT", "ASK") else ["ttl", "nt", "jsonld"]
    limit = {} if most is None else {"limit": str(most)}
    found: list[tuple[str, Mapping[str, str]]] = [(name, {**values, **limit}) for name in names]
    if drawn:
        found += [("svg", values), ("png", values)]
    return tuple(
        (name, str(Address(f"/queries/{quote(query.name)}.{name}", tuple(given.items()))))
        for name, given in found
    )


def _field(data: Data, query: StoredQuery, name: str, param: Param, values: Mapping[str, str]) -> Field:
    default = query.defaults[name]
    value = values.get(name, "")
    options: tuple[Choice, ...] = ()
    kind = _INPUTS.get(param.type, "text")
    if param.choices:
        kind, options = "select", tuple(Choice(choice, choice) for choice in param.choices)
    elif param.type == "boolean":
        kind, options = "select", (Choice("true", "yes"), Choice("false", "no"))
    elif param.type == "house":
        kind, options = "select", (Choice("commons", "House of Commons"), Choice("lords", "House of Lords"))
    elif param.type == "topic":
        options = tuple(Choice(topic.label, "") for topic in data.topics.values())
    elif param.type == "body":
        kind, options = "select", tuple(data.bodies)
        # A number, a name or an IRI may have come in an address; the list holds IRIs.
        value = _body(data, value)
    help_text = (
        param.help if default.is_undef else f"{param.help} (if left empty: {_plain(data, default.text)})"
    )
    if param.type == "year":
        help_text = f"{help_text}: a year"
    return Field(
        name, phrase(name), help_text, kind, value, query.is_required(name), options, param.min, param.max
    )


def _body(data: Data, value: str) -> str:
    for body in data.bodies:
        if value and value.casefold() in (
            body.iri.casefold(),
            body.label.casefold(),
            body.iri.rpartition("/")[2],
        ):
            return body.iri
    return value


def _plain(data: Data, term: str) -> str:
    """The default of a parameter, as the query's file has it, in words."""
    text = term.partition("^^")[0].strip("\"'<>")
    return data.label(text) if term.startswith("<") else text


def _statement(data: Data, triple: Triple) -> tuple[tuple[str, str | None], ...]:
    from pqgraph.api.literals import text_of

    found: list[tuple[str, str | None]] = []
    for place, term in enumerate(triple):
        text = text_of(term)
        if not term.startswith("<"):
            found.append((text, None))
        elif place == 1:
            found.append((phrase(text.rpartition("/")[2].rpartition("#")[2]), None))
        else:
            found.append((data.label(text), page_of(text) or outside(text)))
    return tuple(found)
