"""Line charts: numbers over days, months or years, one line a series, its name at its end."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pqgraph.charts.roles import Roles
from pqgraph.charts.style import COLOURS, LABEL, MUTED, Drawing, inline, left_out
from pqgraph.charts.table import Step, Table, following, moment, number, period, shown
from pqgraph.charts.text import fit_all, width_of
from pqgraph.errors import PqgraphError

if TYPE_CHECKING:
    import altair as alt

__all__ = ["draw_line", "nice_ceiling", "spread"]

MOST_LINES = len(COLOURS)
_WIDTH, _HEIGHT, _NAMES = 680, 360, 220
_MOST_DOTS = 60


@dataclass(frozen=True, slots=True)
class _Line:
    name: str
    points: dict[dt.date, tuple[float, str]]

    @property
    def total(self) -> float:
        return sum(abs(value) for value, _ in self.points.values())


def draw_line(table: Table, roles: Roles) -> Drawing:
    """Draw the rows as lines.

    A line breaks where a month or year between its points has no row, since nothing is known of it.

    Raises:
        PqgraphError: PQ522, a line would have several values for one day, month or year.
    """
    import altair as alt

    lines, step, without = _lines(table, roles)
    chosen = sorted(lines, key=lambda line: -line.total)[:MOST_LINES]
    notes = left_out(f"The {len(chosen)} largest of {len(lines):,} lines", len(lines) - len(chosen), without)
    if not chosen:
        raise PqgraphError("PQ522", "not as a line chart: no row has both a day and a number")
    names = fit_all([line.name for line in chosen], _NAMES, LABEL)
    points = [point for line, name in zip(chosen, names, strict=True) for point in _points(line, name, step)]
    sizes = [point["value"] for point in points]
    low, high = -nice_ceiling(-min(0.0, *sizes, 0.0)), nice_ceiling(max(0.0, *sizes, 0.0))
    high = high if high > low else low + 1
    whole: dict[str, Any] = {"tickMinStep": 1} if all(size.is_integer() for size in sizes) else {}
    days = sorted({day for line in chosen for day in line.points})
    base = alt.Chart(inline(points)).encode(
        x=alt.X("when:T", title=None, axis=_time_axis(days, step), scale=_time_scale(days)),
        y=alt.Y(
            "value:Q",
            title=table.title(roles.value or ""),
            scale=alt.Scale(domain=[low, high], nice=False),
            axis=alt.Axis(
                domain=False, ticks=False, labelColor=MUTED, tickCount=5, format=",.2~f",
                titleAngle=0, titleAlign="left", titleAnchor="end", titleX=-36, titleY=-14,
                **whole,
            ),
        ),
        color=alt.Color("line:N", legend=None, scale=alt.Scale(domain=names, range=list(COLOURS[: len(names)]))),
    )  # fmt: skip
    # Where rows are missing, a faint dotted line leads the eye on and the strong one breaks.
    layers: list[alt.Chart] = [base.mark_line(strokeWidth=2).encode(detail="part:N")]
    if any(point["part"] for point in points):
        layers.insert(0, base.mark_line(strokeWidth=1, strokeDash=[1, 3], opacity=0.7))
    single = Counter((point["line"], point["part"]) for point in points)
    dots = points if len(days) <= _MOST_DOTS else [p for p in points if single[p["line"], p["part"]] == 1]
    if dots:
        marks = base.properties(data=inline(dots)).mark_circle(size=26, opacity=1)
        layers.append(marks.encode(description="about:N"))
    if roles.series is not None:
        layers.append(_names_at_ends(chosen, names, days[-1], (low, high)))
    chart = alt.layer(*layers).properties(width=_WIDTH, height=_HEIGHT)
    room = max(width_of(name, LABEL) for name in names) + 60 if roles.series else 60
    return Drawing(chart, _WIDTH + room, notes)


def _lines(table: Table, roles: Roles) -> tuple[list[_Line], Step, int]:
    """The lines, the step of time, and how many rows have no time or number."""
    assert roles.value is not None
    keys, names = (
        table.labels(roles.series) if roles.series else ([""] * len(table.rows), [""] * len(table.rows))
    )
    found: dict[str, _Line] = {}
    steps: set[Step] = set()
    without = 0
    for key, name, when, value in zip(keys, names, table[roles.x], table[roles.value], strict=True):
        day, size = moment(when), number(value)
        if day is None or size is None or value is None:
            without += 1
            continue
        steps.add(day[1])
        line = found.setdefault(key, _Line(name, {}))
        if day[0] in line.points:
            what = f"several rows for {when}" + (f" and {name}" if name else "")
            raise PqgraphError(
                "PQ522",
                f"not as a line chart: there are {what}",
                advice="Ask for less, or name the column that tells the lines apart (series).",
            )
        line.points[day[0]] = size, shown(value)
    step: Step = steps.pop() if len(steps) == 1 else "day"
    return list(found.values()), step, without


def _points(line: _Line, name: str, step: Step) -> list[dict[str, Any]]:
    """The points of a line in order; ``part`` counts up where a month or year has none."""
    points: list[dict[str, Any]] = []
    part, before = 0, None
    for day in sorted(line.points):
        if before is not None and step != "day" and following(before, step) != day:
            part += 1
        before = day
        value, text = line.points[day]
        about = f"{line.name + ', ' if line.name else ''}{period(day, step)}: {text}"
        points.append({"line": name, "when": _utc(day), "value": value, "part": part, "about": about})
    return points


def _utc(day: dt.date) -> str:
    # With a zone, so that the picture does not depend on where it is drawn.
    return f"{day.isoformat()}T00:00:00Z"


def _time_scale(days: Sequence[dt.date]) -> alt.Scale:
    import altair as alt

    if days[0] == days[-1]:
        around = [days[0] - dt.timedelta(days=20), days[0] + dt.timedelta(days=20)]
        return alt.Scale(type="utc", domain=[_utc(day) for day in around])
    return alt.Scale(type="utc", domain=[_utc(days[0]), _utc(days[-1])])


def _time_axis(days: Sequence[dt.date], step: Step) -> alt.Axis:
    """Marks at years where there are many months, at months where there are few."""
    import altair as alt

    years = (days[-1] - days[0]).days / 365
    if step == "day" and years <= 0.25:
        form: dict[str, Any] = {"format": "%d %b %Y", "tickCount": min(6, max(1, len(days)))}
    elif step == "year" or years > 3:
        every = max(1, math.ceil(years / 14))
        form = {"format": "%Y", "tickCount": {"interval": "year", "step": every}}
    else:
        every = max(1, math.ceil(years * 12 / 9))
        form = {"format": "%b %Y", "tickCount": {"interval": "month", "step": every}}
    if len(days) == 1:
        form = {
            "format": {"day": "%d %b %Y", "month": "%b %Y", "year": "%Y"}[step],
            "values": [_utc(days[0])],
        }
    return alt.Axis(grid=False, labelFlush=False, **form)


def _names_at_ends(
    lines: Sequence[_Line], names: Sequence[str], last: dt.date, domain: tuple[float, float]
) -> alt.Chart:
    """The lines' names beside their last points, moved apart where they would overlap."""
    import altair as alt

    low, high = domain
    ends = [line.points[max(line.points)][0] for line in lines]
    wanted = [(high - end) / (high - low) * _HEIGHT for end in ends]
    places = spread(wanted, gap=LABEL + 4, limit=_HEIGHT)
    values = [
        {"line": name, "when": _utc(last), "value": high - place / _HEIGHT * (high - low)}
        for name, place in zip(names, places, strict=True)
    ]
    marks = alt.Chart(inline(values)).mark_text(align="left", dx=10, fontSize=LABEL, fontWeight="bold")
    named: alt.Chart = marks.encode(
        x="when:T", y="value:Q", text="line:N", color=alt.Color("line:N", legend=None)
    )
    return named


def spread(wanted: Sequence[float], *, gap: float, limit: float) -> list[float]:
    """Places near the wanted ones, no two nearer than a gap, none beyond the limit if there is room.

    >>> spread([50.0, 52.0, 10.0], gap=10, limit=100)
    [50.0, 60.0, 10.0]
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    places = list(wanted)
    before = -math.inf
    for i in order:
        before = places[i] = max(places[i], before + gap)
    after = limit + gap
    for i in reversed(order):
        after = places[i] = min(places[i], after - gap)
    return places


def nice_ceiling(value: float) -> float:
    """The next round number above: 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 or 10 times a power of ten.

    >>> nice_ceiling(437), nice_ceiling(0)
    (500.0, 0.0)
    """
    if value <= 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(value))
    for factor in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8):
        if value <= factor * power:
            return factor * power
    return 10 * power
