"""Rows of stored queries as figures: a chart as SVG where charts can be drawn, and always the numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from pqgraph.api.pages.data import Data
from pqgraph.api.pages.links import outside, page_of
from pqgraph.api.pages.words import phrase
from pqgraph.errors import PqgraphError
from pqgraph.queries.catalogue import StoredQuery, find
from pqgraph.queries.header import Chart, Column
from pqgraph.queries.run import run
from pqgraph.store.results import Row, Solutions

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["Cell", "Figure", "Table", "drawn", "figure", "header_words", "picture", "table_of"]

_MOST_KEPT = 200
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?\Z")
_BACKGROUND = re.compile(r'<path class="(?:background|foreground)"[^>]*/>')
_NOISE = re.compile(
    r' (?:aria-[a-z]+|role|class|font-family|pointer-events|xmlns:xlink|version)="[^"]*"| opacity="1"| display="none"'
)
_DRAWN_BY_NUMBER = re.compile(r"\.[0-9]{3,}")
_SIZE = re.compile(r'width="([0-9]+)" height="([0-9]+)" viewBox="0 0 [0-9]+ [0-9]+"')
_TITLE = 40
"""Units at the top that would hold the title, which stands on the page."""
_WHITE = re.compile(r'<rect width="[0-9.]+" height="[0-9.]+" fill="white"/>')


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table.

    Attributes:
        text: What is shown.
        href: Where it leads.
        number: Whether it is a number.
        share: Of the greatest number of its column, in per cent, for a bar.
    """

    text: str
    href: str | None = None
    number: bool = False
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows ready for a page.

    Attributes:
        columns: Headings with what they mean and whether they are numbers.
        rows: The rows.
        more: Whether there are more rows than these.
    """

    columns: tuple[tuple[str, str, bool], ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure.

    Attributes:
        title: The question that it answers.
        svg: The chart; ``None`` if it cannot be drawn here.
        table: The numbers.
        href: The page of the stored query with these values.
        label: What the chart says, for those who do not see it.
    """

    title: str
    svg: Markup | None
    table: Table
    href: str
    label: str


def header_words(name: str, column: Column | None) -> tuple[str, str, bool]:
    """The heading of a column, what it means, and whether it holds numbers."""
    words = phrase(re.sub(r"Name$", "", name) or name)
    numeric = column is not None and column.type in ("integer", "decimal")
    return words, column.help if column is not None else "", numeric


def table_of(
    data: Data, query: StoredQuery, variables: tuple[str, ...], rows: list[Row], *, more: bool
) -> Table:
    """Rows as a table: a name leads to the page of what it names, whose column is left out.

    Args:
        data: The store, for labels.
        query: The stored query.
        variables: Its columns.
        rows: Its rows.
        more: Whether there are more.
    """
    about = query.header.columns
    named = _named(variables, about)
    iris = [t.value for row in rows for t in row if t is not None and t.kind == "iri"]
    labels = data.labels(iris[:5000])
    kept = [place for place, name in enumerate(variables) if name not in named.values()]
    lines = []
    for row in rows:
        cells = []
        for place in kept:
            term, source = row[place], named.get(variables[place])
            target = row[variables.index(source)] if source is not None else None
            iri = target if target is not None and target.kind == "iri" else term
            href = None
            if iri is not None and iri.kind == "iri":
                href = page_of(iri.value) or outside(iri.value)
            if term is None:
                # What has no name is still to be reached.
                text = labels.get(target.value) or _short(target.value) if target is not None else ""
            else:
                text = labels.get(term.value) or _short(term.value) if term.kind == "iri" else term.value
            number = term is not None and term.kind == "literal" and bool(_NUMBER.match(text))
            number = number and header_words(variables[place], about.get(variables[place]))[2]
            cells.append(Cell(f"{int(text):,}" if number and text.isdecimal() else text, href, number))
        lines.append(tuple(cells))
    columns = tuple(header_words(variables[place], about.get(variables[place])) for place in kept)
    return Table(columns, tuple(lines), more)


def _short(iri: str) -> str:
    return iri.rstrip("/").rpartition("/")[2].rpartition("#")[2] or iri


def _named(variables: tuple[str, ...], about: Mapping[str, Column]) -> dict[str, str]:
    """Which column of IRIs each column of names names: ``topicName`` names ``topic``, ``name`` the first."""
    iris = [name for name in variables if name in about and about[name].type == "iri"]
    found = {}
    for name in variables:
        if name.endswith("Name") and name[:-4] in iris:
            found[name] = name[:-4]
        elif name in ("name", "label", "heading", "title") and iris:
            place = variables.index(name)
            before = [iri for iri in iris if variables.index(iri) < place and iri not in found.values()]
            if before:
                found[name] = before[-1]
    return found


def figure(
    data: Data,
    name: str,
    values: Mapping[str, str],
    *,
    kind: str | None = None,
    title: str = "",
    rows: int = 10,
) -> Figure | None:
    """The figure of a stored query; ``None`` if it gives nothing.

    Args:
        data: The store.
        name: The stored query.
        values: Its parameters.
        kind: ``line`` draws the chart over time; without it there are bars beside the numbers.
        title: In place of the query's question.
        rows: How many rows the table has.
    """
    key = (name, tuple(sorted(values.items())), kind)
    if key not in data.figures:
        while len(data.figures) >= _MOST_KEPT:
            data.figures.pop(next(iter(data.figures)), None)
        data.figures[key] = _figure(data, name, values, kind, title, rows)
    return data.figures[key]


def _figure(
    data: Data, name: str, values: Mapping[str, str], kind: str | None, title: str, limit: int
) -> Figure | None:
    answer = run(name, values, data.store)
    if not isinstance(answer.result, Solutions):
        return None
    variables = answer.result.variables
    rows = list(answer.result.rows) if kind else list(islice(answer.result.rows, limit + 1))
    return drawn(data, name, variables, rows, values, kind=kind, title=title, limit=limit)


def drawn(
    data: Data,
    name: str,
    variables: tuple[str, ...],
    rows: list[Row],
    values: Mapping[str, str] = {},
    *,
    kind: str | None = None,
    title: str = "",
    limit: int = 10,
) -> Figure | None:
    """The figure of rows that are there; arguments as for :func:`figure`.

    Args:
        data: The store, for labels.
        name: The stored query that gives such rows.
        variables: Their columns.
        rows: The rows.
        values: The query's parameters.
        kind: How they are drawn.
        title: In place of the query's question.
        limit: How many rows the table has.
    """
    if not rows:
        return None
    query = find(name)
    href = (
        f"/queries/{quote(name)}?{urlencode(values, quote_via=quote)}"
        if values
        else f"/queries/{quote(name)}?run=1"
    )
    title = title or query.header.summary
    if kind:
        svg = picture(query, variables, rows, Chart(kind="line", x="monthName", y="questions"))
        return Figure(
            title, svg, table_of(data, query, variables, rows[-24:], more=len(rows) > 24), href, title
        )
    table = table_of(data, query, variables, rows[:limit], more=len(rows) > limit)
    return Figure(title, None, _with_bars(table), href, title)


def _with_bars(table: Table) -> Table:
    """The first columns only: what is counted, with a bar to its number."""
    numeric = [n for n, column in enumerate(table.columns) if column[2]]
    if not numeric:
        return table
    first = numeric[0]
    kept = range(first + 1)
    most = max((float(row[first].text.replace(",", "") or 0) for row in table.rows), default=0) or 1
    rows = tuple(
        tuple(
            Cell(c.text, c.href, c.number, round(100 * float(c.text.replace(",", "") or 0) / most, 1))
            if n == first
            else c
            for n, c in enumerate(row)
            if n in kept
        )
        for row in table.rows
    )
    return Table(tuple(c for n, c in enumerate(table.columns) if n in kept), rows, table.more)


def _cropped(size: re.Match[str]) -> str:
    width, height = int(size[1]), int(size[2]) - _TITLE
    return f'width="{width}" height="{height}" viewBox="0 {_TITLE} {width} {height}"'


def picture(query: StoredQuery, variables: tuple[str, ...], rows: list[Row], chart: Chart) -> Markup | None:
    """The chart of rows as SVG for inside a page; ``None`` if charts cannot be drawn here, or not of these rows.

    Colours and letters are left to the page's styles, so that it can be dark, and no style stands in the SVG itself,
    which the page's policy forbids.
    """
    from markupsafe import Markup

    from pqgraph import charts

    try:
        caption = charts.Caption("")
        drawn = charts.draw(chart, variables, rows, query.header.columns, caption).svg
    except PqgraphError as error:
        if error.code.id in ("PQ902", "PQ522"):
            return None
        raise
    svg = _NOISE.sub("", _BACKGROUND.sub("", _WHITE.sub("", drawn)))
    svg = _DRAWN_BY_NUMBER.sub(lambda m: m[0][:3], svg)
    svg = _SIZE.sub(_cropped, svg, count=1)
    # Its texts come from the graph; vl-convert escapes them.
    return Markup(svg)
