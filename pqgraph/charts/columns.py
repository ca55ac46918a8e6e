"""Standing bars, for what has an order of its own: numbers of days, months, years."""

from __future__ import annotations

import math
from typing import Any

from pqgraph.charts.roles import Roles
from pqgraph.charts.style import COLOURS, LABEL, Drawing, inline, left_out, value_axis
from pqgraph.charts.table import Table, following, moment, number, period, shown
from pqgraph.charts.text import fit_all, width_of
from pqgraph.queries.python_values import Value

__all__ = ["MOST_COLUMNS", "draw_columns", "in_order", "place_of"]

MOST_COLUMNS = 60
_WIDTH, _HEIGHT, _LABELS = 720, 320, 160
_EXACT = 2.0**53  # above, adding 1 to a float may change nothing


def draw_columns(table: Table, roles: Roles) -> Drawing:
    """Draw each row as a standing bar, in the order of what it stands for.

    Whole numbers, months and years without a row keep their empty place, so that the shape is true.
    """
    assert roles.value is not None
    names = table.labels(roles.x)[1]
    bars = [
        (where, name, size, shown(value))
        for name, where, value in zip(names, table[roles.x], table[roles.value], strict=True)
        if (size := number(value)) is not None and value is not None and where is not None
    ]
    bars.sort(key=lambda bar: place_of(bar[0]))
    chosen = bars[:MOST_COLUMNS]
    domain = in_order([where for where, *_ in chosen], table.kind(roles.x) == "number")
    if domain is not None:
        domain = domain[:MOST_COLUMNS]
        chosen = [bar for bar in chosen if bar[1] in set(domain)]
        labels = [name for _, name, *_ in chosen]
    else:
        labels = domain = fit_all([name for _, name, *_ in chosen], _LABELS, LABEL)
    values = [
        {"label": label, "value": size, "about": f"{name}: {text}"}
        for label, (_, name, size, text) in zip(labels, chosen, strict=True)
    ]
    notes = left_out(
        f"The first {len(chosen)} of {len(bars):,}", len(bars) - len(chosen), len(names) - len(bars)
    )
    turned = table.kind(roles.x) != "number"
    return _standing(
        values, domain, (table.axis_title(roles.x), table.title(roles.value)), notes, turned=turned
    )


def place_of(value: Value | None) -> float:
    """Where on an axis a value stands; what has no place stands last."""
    when = moment(value)
    place = float(when[0].toordinal()) if when else number(value)
    return math.inf if place is None else place


def in_order(values: list[Value], numbers: bool) -> list[str] | None:
    """The names of all places from the first value to the last, or of as many as are drawn.

    Args:
        values: What the bars stand for, in order.
        numbers: Whether these are numbers; else they are times.

    Returns:
        ``None`` if the values are not all different whole numbers, months or years.
    """
    places = [place_of(value) if not numbers else number(value) for value in values]
    if len(set(places)) < len(places):
        return None
    if numbers:
        if not all(place is not None and place.is_integer() and abs(place) < _EXACT for place in places):
            return None
        first, last = int(places[0] or 0), int(places[-1] or 0)
        return [shown(n) for n in range(first, min(last, first + MOST_COLUMNS) + 1)]
    moments = [when for when in map(moment, values) if when is not None]
    steps = {step for _, step in moments}
    if len(moments) < len(values) or len(steps) != 1 or steps == {"day"}:
        return None
    (day, step), last_day = moments[0], moments[-1][0]
    names: list[str] = []
    while day <= last_day and len(names) <= MOST_COLUMNS:
        names.append(period(day, step))
        day = following(day, step)
    return names


def _standing(
    values: list[dict[str, Any]],
    domain: list[str],
    titles: tuple[str | None, str],
    notes: list[str],
    *,
    turned: bool,
) -> Drawing:
    import altair as alt

    step = max(12, min(44, _WIDTH // len(domain)))
    widest = max(width_of(label, LABEL) for label in domain)
    crowded = widest > step - 4
    # Of numbers, some may go without saying; days and months are turned instead.
    every = math.ceil((widest + 6) / step) if crowded and not turned else 1
    chart = alt.Chart(inline(values)).mark_bar(color=COLOURS[0], cornerRadiusEnd=2).encode(
        x=alt.X(
            "label:N",
            title=titles[0],
            axis=alt.Axis(
                ticks=False, labelPadding=6, labelAngle=-90 if crowded and turned else 0, values=domain[::every]
            ),
            scale=alt.Scale(domain=domain, paddingInner=0.2, paddingOuter=0.1),
        ),
        y=alt.Y("value:Q", title=titles[1], axis=value_axis(values)),
        description="about:N",
    )  # fmt: skip
    return Drawing(chart.properties(width=alt.Step(step), height=_HEIGHT), step * len(domain) + 80, notes)
