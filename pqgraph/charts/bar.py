"""Bar charts: lying bars, the longest on top, with their numbers at their ends."""

from __future__ import annotations

from typing import Any

from pqgraph.charts.columns import draw_columns
from pqgraph.charts.roles import Roles
from pqgraph.charts.stacked import draw_stacked
from pqgraph.charts.style import COLOURS, INK, LABEL, MUTED, Drawing, inline, left_out, value_axis
from pqgraph.charts.table import Table, number, shown
from pqgraph.charts.text import fit_all, width_of

__all__ = ["MOST_BARS", "draw_bar"]

MOST_BARS = 30
_LABELS, _PLOT, _STEP = 280, 520, 22


def draw_bar(table: Table, roles: Roles) -> Drawing:
    """Draw each row as a bar.

    Bars stand if what they stand for has an order of its own (numbers, months, years); they are stacked if a
    series tells their parts apart.
    """
    if roles.series is not None:
        return draw_stacked(table, roles)
    if table.kind(roles.x) in ("number", "time"):
        return draw_columns(table, roles)
    assert roles.value is not None
    names = table.labels(roles.x)[1]
    # Two rows of one name are two bars: adding them up might be wrong.
    bars = [
        (size, name, shown(value))
        for name, value in zip(names, table[roles.value], strict=True)
        if (size := number(value)) is not None and value is not None
    ]
    bars.sort(key=lambda bar: -bar[0])
    chosen = bars[:MOST_BARS]
    labels = fit_all([name for _, name, _ in chosen], _LABELS, LABEL)
    values = [
        {"label": label, "value": size, "shown": text, "about": f"{name}: {text}"}
        for label, (size, name, text) in zip(labels, chosen, strict=True)
    ]
    notes = left_out(
        f"The {len(chosen)} largest of {len(bars):,}", len(bars) - len(chosen), len(names) - len(bars)
    )
    return _lying(values, table.title(roles.value), notes)


def _lying(values: list[dict[str, Any]], title: str, notes: list[str]) -> Drawing:
    import altair as alt

    labels = [value["label"] for value in values]
    base = alt.Chart(inline(values)).encode(
        y=alt.Y(
            "label:N",
            title=None,
            axis=alt.Axis(ticks=False, domain=False, labelPadding=8),
            scale=alt.Scale(domain=labels, paddingInner=0.25, paddingOuter=0.1),
        ),
        # Each bar has its number, so lines to read it by would only cross the numbers.
        x=alt.X("value:Q", title=title, axis=value_axis(values, grid=False)),
        description="about:N",
    )
    bars = base.mark_bar(cornerRadiusEnd=2).encode(
        color=alt.condition("datum.value >= 0", alt.value(COLOURS[0]), alt.value(COLOURS[1]))
    )
    # The number stands where the bar ends: to the left of a bar that points left.
    right = base.transform_filter("datum.value >= 0").mark_text(
        align="left", dx=5, color=INK, fontSize=LABEL
    ).encode(text="shown:N")  # fmt: skip
    layers: list[alt.Chart] = [bars, right]
    if any(value["value"] < 0 for value in values):
        left = base.transform_filter("datum.value < 0").mark_text(
            align="right", dx=-5, color=INK, fontSize=LABEL
        ).encode(text="shown:N")  # fmt: skip
        layers += [left, alt.Chart(inline([{}])).mark_rule(color=MUTED).encode(x=alt.datum(0))]
    chart = alt.layer(*layers).properties(width=_PLOT, height=alt.Step(_STEP))
    return Drawing(chart, _PLOT + max(width_of(label, LABEL) for label in labels) + 40, notes)
