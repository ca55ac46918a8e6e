"""From rows to a picture."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pqgraph.charts.bar import draw_bar
from pqgraph.charts.heatmap import draw_heatmap
from pqgraph.charts.line import draw_line
from pqgraph.charts.network import draw_network
from pqgraph.charts.picture import Picture, require
from pqgraph.charts.roles import roles
from pqgraph.charts.style import MUTED, Caption, Drawing, finish, inline
from pqgraph.charts.table import Table, number, tail
from pqgraph.errors import PqgraphError
from pqgraph.queries.catalogue import StoredQuery, shipped
from pqgraph.queries.header import Chart, Column
from pqgraph.store.results import Row

__all__ = ["caption_of", "chart_of", "draw"]

_KINDS = {"bar": draw_bar, "line": draw_line, "heatmap": draw_heatmap, "network": draw_network}


def chart_of(query: StoredQuery) -> Chart:
    """How a stored query says that its rows are drawn.

    Raises:
        PqgraphError: PQ521, it does not say.
    """
    if query.header.chart is not None:
        return query.header.chart
    having = ", ".join(other.name for other in shipped() if other.header.chart is not None)
    raise PqgraphError(
        "PQ521", f"{query.name} has no chart", advice=f"These have one: {having}." if having else None
    )


def draw(
    chart: Chart, columns: Sequence[str], rows: Sequence[Row], about: Mapping[str, Column], caption: Caption
) -> Picture:
    """Draw rows.

    Args:
        chart: The kind of chart, and if wanted which columns play which part.
        columns: The variables of the projection.
        rows: All rows; what does not fit into a picture is left out, and the picture says how much.
        about: What the query's header says of its columns.
        caption: Title and other words.

    Raises:
        PqgraphError: PQ522, the rows do not have the columns for such a chart; PQ902, altair or vl-convert is
            not installed.
    """
    require()
    table = Table(columns, rows, about)
    parts = roles(chart, table) if rows else None
    if parts is None:
        drawing = _nothing("No rows: nothing in the data answers this.")
    elif parts.value is not None and all(number(value) is None for value in table[parts.value]):
        drawing = _nothing(f"No numbers: {parts.value} is empty in all {len(rows):,} rows.")
    else:
        drawing = _KINDS[chart.kind](table, parts)
    return Picture(finish(drawing, caption).to_dict())


def caption_of(query: StoredQuery, values: Mapping[str, str | None], *, notes: Sequence[str] = ()) -> Caption:
    """The words around the chart of a stored query: its question, the values asked for, its name."""
    asked = []
    for name, default in query.defaults.items():
        value = values.get(name, None if default.is_undef else _plain(default.text))
        if value is not None:
            asked.append(f"{name}: {tail(value) if '://' in value else ' '.join(value.split())}")
    title = query.header.summary or query.name
    return Caption(title, " · ".join(asked), f"Query: {query.name} (pqgraph).", tuple(notes))


_TERM = re.compile(r"<([^>]*)>\Z|[\"']{1,3}(.*?)[\"']{1,3}(?:@[\w-]+|\^\^\S+)?\Z", re.DOTALL)


def _plain(term: str) -> str:
    """The value of a term as a query file writes it."""
    match = _TERM.match(term)
    return (match[1] or match[2] or "") if match else term


def _nothing(text: str) -> Drawing:
    import altair as alt

    base = alt.Chart(inline([{"text": text}]))
    chart = base.mark_text(fontSize=15, color=MUTED).encode(text="text:N")
    return Drawing(chart.properties(width=520, height=120), 520)
