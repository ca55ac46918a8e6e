"""Heat maps: who and whom, or who and when; the darker, the more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pqgraph.charts.roles import Roles
from pqgraph.charts.style import INK, LABEL, Drawing, inline, left_out
from pqgraph.charts.table import NEVER, Table, moment, number, shown
from pqgraph.charts.text import fit_all, width_of
from pqgraph.errors import PqgraphError

__all__ = ["draw_heatmap"]

MOST_DOWN, MOST_ACROSS = 30, 24
_DOWN_LABELS, _ACROSS_LABELS, _ROW, _COLUMN = 260, 200, 24, 30
# From almost white to the darkest blue of the bars' hue: one hue, so that only lightness speaks.
_SHADES = ["#e9f2f9", "#b9d7ec", "#7db5da", "#3a8fc4", "#0072B2", "#003f66"]
_NUMBER = 11


@dataclass(slots=True)
class _Side:
    """The things along one side: chosen ones in order, with labels that fit, and how many there are in all."""

    title: str | None
    keys: list[str]
    labels: list[str]
    names: list[str]
    of: int


def draw_heatmap(table: Table, roles: Roles) -> Drawing:
    """Draw each row as a cell, with the things of the greatest sums first; times stand in their own order.

    Raises:
        PqgraphError: PQ522, two rows fall into one cell.
    """
    assert roles.value is not None and roles.y is not None
    (across, across_names), (down, down_names) = table.labels(roles.x), table.labels(roles.y)
    cells: dict[tuple[str, str], tuple[float, str]] = {}
    without = 0
    for x, y, value, name_x, name_y in zip(
        across, down, table[roles.value], across_names, down_names, strict=True
    ):
        size = number(value)
        if size is None or value is None:
            without += 1
        elif (x, y) in cells:
            found = f"not as a heat map chart: there are several rows for {name_y} and {name_x}"
            raise PqgraphError("PQ522", found, advice="Ask for less, or name other columns.")
        else:
            cells[x, y] = size, shown(value)
    rows = _side(table, roles.y, down, down_names, cells, 1, MOST_DOWN, _DOWN_LABELS)
    columns = _side(table, roles.x, across, across_names, cells, 0, MOST_ACROSS, _ACROSS_LABELS)
    values = [
        {
            "across": label_x,
            "down": label_y,
            "value": cells[x, y][0],
            "shown": cells[x, y][1],
            "about": f"{name_y}, {name_x}: {cells[x, y][1]}",
        }
        for y, label_y, name_y in zip(rows.keys, rows.labels, rows.names, strict=True)
        for x, label_x, name_x in zip(columns.keys, columns.labels, columns.names, strict=True)
        if (x, y) in cells
    ]
    return _drawn(
        values, rows, columns, table.title(roles.value), _notes(rows, columns, cells, values, without)
    )


def _notes(
    rows: _Side,
    columns: _Side,
    cells: dict[tuple[str, str], tuple[float, str]],
    values: Sequence[object],
    without: int,
) -> list[str]:
    sides = [
        f"{len(side.keys)} of {side.of:,} {where}"
        for side, where in ((rows, "rows"), (columns, "columns"))
        if len(side.keys) < side.of
    ]
    left = len(cells) - len(values)
    return left_out(f"{' and '.join(sides)} of {len(cells):,} cells", left, without)


def _side(
    table: Table,
    column: str,
    keys: Sequence[str],
    names: Sequence[str],
    cells: dict[tuple[str, str], tuple[float, str]],
    place: int,
    most: int,
    width: float,
) -> _Side:
    sums: dict[str, float] = {}
    for pair, (size, _) in cells.items():
        sums[pair[place]] = sums.get(pair[place], 0.0) + size
    known = dict(zip(keys, names, strict=True))
    if table.kind(column) == "time":
        when = {key: (moment(value) or NEVER)[0] for key, value in zip(keys, table[column], strict=True)}
        ordered = sorted(sums, key=lambda key: when[key])[-most:]
    else:
        ordered = sorted(sums, key=lambda key: -sums[key])[:most]
    chosen = [known[key] for key in ordered]
    return _Side(table.axis_title(column), ordered, fit_all(chosen, width, LABEL), chosen, len(sums))


def _drawn(
    values: list[dict[str, Any]], rows: _Side, columns: _Side, title: str, notes: list[str]
) -> Drawing:
    import altair as alt

    sizes = [value["value"] for value in values]
    low, high = min(0.0, *sizes), max(*sizes, 0.0)
    high = high if high > low else low + 1
    widest = max((width_of(value["shown"], _NUMBER) for value in values), default=0)
    step = max(_COLUMN, round(widest) + 8)
    for value in values:
        value["light"] = (value["value"] - low) / (high - low) > 0.55
    base = alt.Chart(inline(values)).encode(
        x=alt.X(
            "across:N",
            scale=alt.Scale(domain=columns.labels),
            title=columns.title,
            axis=alt.Axis(
                orient="top", titleAnchor="start", labelAngle=-50, labelAlign="left",
                ticks=False, domain=False, labelPadding=6,
            ),
        ),
        y=alt.Y(
            "down:N",
            scale=alt.Scale(domain=rows.labels),
            title=None,
            axis=alt.Axis(ticks=False, domain=False, labelPadding=8),
        ),
    )  # fmt: skip
    cells = base.mark_rect(stroke="white", strokeWidth=1.5).encode(
        color=alt.Color(
            "value:Q",
            title=title,
            scale=alt.Scale(domain=[low, high], range=_SHADES, interpolate="lab"),
            legend=alt.Legend(
                orient="bottom", direction="horizontal", gradientLength=220, gradientThickness=10,
                titleLimit=0, tickCount=4, format=",.2~f",
            ),
        ),
        description="about:N",
    )  # fmt: skip
    numbers = base.mark_text(fontSize=_NUMBER).encode(
        text="shown:N", color=alt.condition("datum.light", alt.value("white"), alt.value(INK))
    )
    chart = alt.layer(cells, numbers).properties(width=alt.Step(step), height=alt.Step(_ROW))
    labels = max(width_of(label, LABEL) for label in rows.labels)
    # The last slanted label reaches out to the right.
    out = 0.65 * max(width_of(label, LABEL) for label in columns.labels)
    return Drawing(chart, labels + step * len(columns.labels) + out, notes)
