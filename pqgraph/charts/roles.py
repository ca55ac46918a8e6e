"""Which column plays which part in a chart: what the header says, else what fits."""

from __future__ import annotations

from dataclasses import dataclass

from pqgraph.charts.table import Kind, Table
from pqgraph.errors import PqgraphError
from pqgraph.queries.header import Chart

__all__ = ["Roles", "roles"]


@dataclass(frozen=True, slots=True)
class Roles:
    """The columns of a chart.

    Attributes:
        x: Of bars, what they stand for; of a line, the time; of a heat map, across; of a network, where an
            edge begins.
        value: The number; ``None`` in a network whose edges all count the same.
        y: Of a heat map, down; of a network, where an edge ends; else ``None``.
        series: What tells bars, lines, or the nodes of a network where edges end, apart by colour.
    """

    x: str
    value: str | None
    y: str | None = None
    series: str | None = None


def roles(chart: Chart, table: Table) -> Roles:
    """The columns that a chart is drawn of.

    Raises:
        PqgraphError: PQ522, a column is not of the kind that the chart needs, or there is none.
    """
    for column in (chart.x, chart.y, chart.series, chart.value):
        if column is not None and column not in table.columns:
            raise _unfit(chart, f"there is no column {column!r}", table)
    found = {"bar": _bar, "line": _line}.get(chart.kind, _pairs)(chart, table)
    named = [column and table.named(column) for column in (found.y, found.series)]
    return Roles(table.named(found.x), found.value, *named)


def _bar(chart: Chart, table: Table) -> Roles:
    # Bars lie, so whoever wrote the header may call either column x.
    given = [column for column in (chart.x, chart.y) if column is not None]
    value = chart.value or next((c for c in reversed(given) if table.kind(c) == "number"), None)
    value = value or _last_number(chart, table, without=given)
    label = next((c for c in given if c != value), None)
    label = label or _first(table, ("text", "time", "iri", "number"), without=(value, chart.series))
    if label is None:
        raise _unfit(chart, "there is no column beside the numbers to name the bars by", table)
    return Roles(label, _number(chart, table, value), series=chart.series)


def _line(chart: Chart, table: Table) -> Roles:
    x = chart.x or _first(table, ("time",), without=(chart.y, chart.series))
    if x is None or table.kind(x) not in ("time", "empty"):
        raise _unfit(chart, f"{x} holds no days, months or years" if x else "no column holds them", table)
    value = chart.y or chart.value or _last_number(chart, table, without=(x, chart.series))
    series = chart.series or _first(table, ("text",), without=(x, value))
    return Roles(x, _number(chart, table, value), series=series)


def _pairs(chart: Chart, table: Table) -> Roles:
    kinds: tuple[Kind, ...] = ("text", "time") if chart.kind == "heatmap" else ("text",)
    value = chart.value or _last_number(
        chart, table, without=(chart.x, chart.y), needed=chart.kind != "network"
    )
    first = _first(table, kinds, without=(value, chart.x, chart.y))
    second = _first(table, kinds, without=(value, chart.x, chart.y, first))
    if chart.kind == "heatmap":  # who (down) asks whom (across)
        y = chart.y or first
        x = chart.x or (second if y == first else first)
    else:
        x = chart.x or first
        y = chart.y or (second if x == first else first)
    if x is None or y is None:
        raise _unfit(chart, "it takes two columns of names", table)
    return Roles(x, _number(chart, table, value) if value else None, y=y, series=chart.series)


def _first(table: Table, kinds: tuple[Kind, ...], without: tuple[str | None, ...]) -> str | None:
    for kind in kinds:
        for column in table.of_kind(kind):
            if column not in without:
                return column
    return None


def _last_number(
    chart: Chart, table: Table, *, without: list[str] | tuple[str | None, ...], needed: bool = True
) -> str | None:
    found = [column for column in table.of_kind("number") if column not in without]
    if not found and needed and table.rows:
        raise _unfit(chart, "no column holds numbers", table)
    return found[-1] if found else None


def _number(chart: Chart, table: Table, column: str | None) -> str | None:
    if column is not None and table.rows and table.kind(column) not in ("number", "empty"):
        raise _unfit(chart, f"{column} does not hold numbers", table)
    return column


def _unfit(chart: Chart, why: str, table: Table) -> PqgraphError:
    columns = ", ".join(f"{column} ({table.kind(column)})" for column in table.columns)
    name = "heat map" if chart.kind == "heatmap" else chart.kind
    return PqgraphError("PQ522", f"not as a {name} chart: {why}", advice=f"The columns are {columns}.")
