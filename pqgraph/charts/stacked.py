"""Stacked bars: the whole of each thing, and its parts by colour."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pqgraph.charts.columns import MOST_COLUMNS, place_of
from pqgraph.charts.roles import Roles
from pqgraph.charts.style import COLOURS, LABEL, Drawing, inline, left_out, value_axis
from pqgraph.charts.table import Table, number, shown
from pqgraph.charts.text import fit_all, width_of

__all__ = ["draw_stacked"]

_MOST_BARS, _MOST_PARTS = 30, len(COLOURS)
_LABELS, _PLOT, _STEP = 280, 520, 22
_WIDTH, _HEIGHT = 720, 320


@dataclass(slots=True)
class _Bar:
    name: str
    place: float
    parts: dict[str, float] = field(default_factory=dict)

    @property
    def total(self) -> float:
        return sum(self.parts.values())


def draw_stacked(table: Table, roles: Roles) -> Drawing:
    """Draw the rows as parts of bars, one bar for each thing.

    Whole numbers add up, so their bars are stacked, and if there are more parts than colours, the smallest are
    drawn as one whose name says how many they are. Other numbers (means, shares) stand side by side. What has
    an order of its own stands upright in it; else the largest is on top.
    """
    assert roles.value is not None and roles.series is not None
    bars, without = _bars(table, roles.x, roles.series, roles.value)
    adds_up = all(size.is_integer() for bar in bars for size in bar.parts.values())
    upright = table.kind(roles.x) in ("number", "time")
    bars.sort(key=lambda bar: bar.place if upright else -(bar.total if adds_up else max(bar.parts.values())))
    chosen = bars[: MOST_COLUMNS if upright else _MOST_BARS]
    what = "first" if upright else "largest"
    notes = left_out(f"The {what} {len(chosen)} of {len(bars):,}", len(bars) - len(chosen), without)
    sums: dict[str, float] = {}
    for bar in chosen:
        for part, size in bar.parts.items():
            sums[part] = sums.get(part, 0.0) + size
    parts = sorted(sums, key=lambda part: (-sums[part], part))
    few = len(parts) <= _MOST_PARTS
    kept = parts if few else parts[: _MOST_PARTS - 1]
    rest = f"{len(parts) - len(kept)} others"
    if not few and not adds_up:
        notes += left_out(f"The {len(kept)} most common of {len(parts)} colours", len(parts) - len(kept), 0)
    values = []
    for bar, label in zip(chosen, fit_all([bar.name for bar in chosen], _LABELS, LABEL), strict=True):
        drawn = {part: bar.parts[part] for part in kept if part in bar.parts}
        others = [size for part, size in bar.parts.items() if part not in drawn]
        if others and adds_up:
            drawn[rest] = sum(others)
        values += [
            {"label": label, "part": part, "value": size, "about": f"{bar.name}, {part}: {shown(size)}"}
            for part, size in drawn.items()
        ]
    domain = [*kept, *([rest] if not few and adds_up else [])]
    titles = table.title(roles.value), table.title(roles.series)
    return _drawn(values, domain, titles, notes, upright=upright, stacked=adds_up)


def _drawn(
    values: list[dict[str, Any]],
    domain: list[str],
    titles: tuple[str, str],
    notes: list[str],
    *,
    upright: bool,
    stacked: bool,
) -> Drawing:
    import altair as alt

    labels = list(dict.fromkeys(value["label"] for value in values))
    for value in values:
        value["order"] = domain.index(value["part"])
    # Lying bars get a line each; beside each other, they need as many lines as there are parts.
    step = _STEP if stacked else max(_STEP, 10 * len(domain))
    if upright:
        step = max(14, min(44 if stacked else 16 * len(domain), _WIDTH // len(labels)))
    crowded = max(width_of(label, LABEL) for label in labels) > step - 4
    names = alt.Axis(
        ticks=False, domain=upright, labelPadding=8, labelAngle=-90 if upright and crowded else 0
    )
    scale = alt.Scale(domain=labels, paddingInner=0.25, paddingOuter=0.1)
    axis = value_axis(values)
    chart = alt.Chart(inline(values)).mark_bar().encode(
        color=alt.Color(
            "part:N",
            title=titles[1],
            scale=alt.Scale(domain=domain, range=list(COLOURS[: len(domain)])),
            legend=alt.Legend(orient="bottom", columns=4, symbolType="square"),
        ),
        order="order:Q",
        description="about:N",
    )  # fmt: skip
    if upright:
        chart = chart.encode(
            x=alt.X("label:N", axis=names, scale=scale, title=None),
            y=alt.Y("value:Q", title=titles[0], axis=axis),
        )
        if not stacked:
            chart = chart.encode(xOffset=alt.XOffset("part:N", scale=alt.Scale(domain=domain)))
        sized = chart.properties(width=alt.Step(step, **{"for": "position"}), height=_HEIGHT)
        return Drawing(sized, step * len(labels) + 80, notes)
    chart = chart.encode(
        y=alt.Y("label:N", axis=names, scale=scale, title=None),
        x=alt.X("value:Q", title=titles[0], axis=axis),
    )
    if not stacked:
        chart = chart.encode(yOffset=alt.YOffset("part:N", scale=alt.Scale(domain=domain)))
    sized = chart.properties(width=_PLOT, height=alt.Step(step, **{"for": "position"}))
    return Drawing(sized, _PLOT + max(width_of(label, LABEL) for label in labels) + 20, notes)


def _bars(table: Table, x: str, series: str, value: str) -> tuple[list[_Bar], int]:
    """The bars in the order of the rows, and how many rows have no number."""
    (keys, names), parts = table.labels(x), table.labels(series)[1]
    found: dict[str, _Bar] = {}
    without = 0
    for key, name, where, part, given in zip(keys, names, table[x], parts, table[value], strict=True):
        size = number(given)
        if size is None:
            without += 1
            continue
        sizes = found.setdefault(key, _Bar(name, place_of(where))).parts
        sizes[part] = sizes.get(part, 0.0) + size
    return list(found.values()), without
