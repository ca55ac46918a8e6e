"""Networks: who is linked to whom; the wider a link, the stronger."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any

from pqgraph.charts.layout import lay_out
from pqgraph.charts.roles import Roles
from pqgraph.charts.style import COLOURS, INK, MUTED, Drawing, inline, left_out
from pqgraph.charts.table import Table, number, shown
from pqgraph.charts.text import fit_all, width_of, wrap

__all__ = ["draw_network"]

MOST_NODES, MOST_EDGES = 40, 80
_LABELS, _SIZE, _LINE = 125, 11, 13
_SMALLEST, _LARGEST = 5.0, 16.0
_OTHER = "other"


@dataclass(slots=True)
class _Edge:
    start: str
    end: str
    weight: float
    about: str


def draw_network(table: Table, roles: Roles) -> Drawing:
    """Draw each row as a link between two nodes, strongest links first until the picture is full.

    A row that lacks one of its ends is a node by itself. Colours tell the two kinds of nodes apart, or what a
    series says of the nodes where links end.
    """
    assert roles.y is not None
    (starts, start_names), (ends, end_names) = table.labels(roles.x), table.labels(roles.y)
    names = dict(zip(starts, start_names, strict=True))
    for key, name in zip(ends, end_names, strict=True):
        # If only one side has names, both use them.
        names[key] = name if key not in names or table.key(roles.y) else names[key]
    edges, without = _edges(table, roles, starts, ends, names)
    chosen = _strongest(edges)
    index: dict[str, int] = {}
    for edge in chosen:
        index.setdefault(edge.start, len(index))
        index.setdefault(edge.end, len(index))
    sums = dict.fromkeys(index, 0.0)
    for edge in chosen:
        for node in {edge.start, edge.end}:
            sums[node] += edge.weight
    most = max(sums.values(), default=0.0) or 1.0
    radii = [max(_SMALLEST, _LARGEST * math.sqrt(max(sums[node], 0) / most)) for node in index]
    labels = [
        wrap(text, _LABELS, _SIZE) for text in fit_all([names[node] for node in index], 2.2 * _LABELS, _SIZE)
    ]
    boxes = [
        (max(2 * r, *(width_of(line, _SIZE) for line in lines)) + 4, 2 * r + _LINE * len(lines) + 4)
        for r, lines in zip(radii, labels, strict=True)
    ]
    places = lay_out(boxes, [(index[edge.start], index[edge.end]) for edge in chosen])
    # A box is the circle with its label below, so the circle's middle is above the box's.
    middles = [(x, y - box[1] / 2 + r) for (x, y), box, r in zip(places, boxes, radii, strict=True)]
    kinds = _kinds(table, roles, starts, ends)
    points = [
        {
            "x": round(x, 1),
            "y": round(y, 1),
            "below": round(y + radii[place] + 3, 1),
            "size": round(math.pi * radii[place] ** 2, 1),
            "kind": kinds.get(node, _OTHER),
            "label": "\n".join(labels[place]),
            "about": f"{names[node]}: {shown(sums[node])}" if roles.value else names[node],
        }
        for (node, place), (x, y) in zip(index.items(), middles, strict=True)
    ]
    width = max(x + box[0] / 2 for (x, _), box in zip(places, boxes, strict=True))
    height = max(y + box[1] / 2 for (_, y), box in zip(places, boxes, strict=True))
    told = [f"Width of a link: {table.title(roles.value)}."] if roles.value else []
    told += left_out(
        f"The {len(chosen)} strongest of {len(edges):,} links", len(edges) - len(chosen), without
    )
    shown_kinds = {point["kind"] for point in points}
    order = [kind for kind in dict.fromkeys(kinds.values()) if kind in shown_kinds]
    if order and _OTHER in shown_kinds:
        order.append(_OTHER)
    return _drawn(
        points, _lines(chosen, index, middles, weighted=roles.value is not None), (width, height), order, told
    )


def _kinds(table: Table, roles: Roles, starts: list[str], ends: list[str]) -> dict[str, str]:
    """What tells nodes apart by colour: the series, else the side they are on, if each is on one."""
    if roles.series is not None:
        kinds = dict(zip(ends, table.labels(roles.series)[1], strict=True))
        largest = [kind for kind, _ in Counter(kinds.values()).most_common(len(COLOURS) - 1)]
        return {node: kind for node, kind in kinds.items() if kind in largest}
    if set(starts) & set(ends):
        return {}
    return {
        **dict.fromkeys(starts, table.title(roles.x)),
        **dict.fromkeys(ends, table.title(roles.y or "")),
    }


def _edges(
    table: Table, roles: Roles, starts: list[str], ends: list[str], names: dict[str, str]
) -> tuple[list[_Edge], int]:
    """The links, those between the same two nodes taken together, and how many rows cannot be drawn."""
    assert roles.y is not None
    values = table[roles.value] if roles.value else [1] * len(starts)
    bound = zip(table[table.key(roles.x) or roles.x], table[table.key(roles.y) or roles.y], strict=True)
    found: dict[tuple[str, str], _Edge] = {}
    without = 0
    for start, end, value, (from_, to) in zip(starts, ends, values, bound, strict=True):
        weight = number(value)
        if weight is None or (from_ is None and to is None):
            without += 1
            continue
        pair = (start if from_ is not None else end), (end if to is not None else start)
        edge = found.setdefault(pair, _Edge(*pair, 0.0, ""))
        edge.weight += weight
    for edge in found.values():
        what = f": {shown(edge.weight)}" if roles.value else ""
        edge.about = f"{names[edge.start]} – {names[edge.end]}{what}"
    return list(found.values()), without


def _strongest(edges: list[_Edge]) -> list[_Edge]:
    """As many links as the picture holds."""
    chosen: list[_Edge] = []
    nodes: set[str] = set()
    for edge in sorted(edges, key=lambda edge: -edge.weight):
        more = nodes | {edge.start, edge.end}
        if len(more) <= MOST_NODES and len(chosen) < MOST_EDGES:
            chosen.append(edge)
            nodes = more
    return chosen


def _lines(
    edges: list[_Edge], index: dict[str, int], middles: list[tuple[float, float]], *, weighted: bool
) -> list[dict[str, Any]]:
    weights = [edge.weight for edge in edges]
    most = max(weights, default=1.0) or 1.0
    return [
        {
            "x": round(middles[index[edge.start]][0], 1),
            "y": round(middles[index[edge.start]][1], 1),
            "x2": round(middles[index[edge.end]][0], 1),
            "y2": round(middles[index[edge.end]][1], 1),
            "width": round(1 + 6 * max(edge.weight, 0) / most, 2) if weighted else 2,
            "about": edge.about,
        }
        # Weak links below strong ones. A node by itself is no link.
        for edge in reversed(edges)
        if edge.start != edge.end
    ]


def _drawn(
    points: list[dict[str, Any]],
    lines: list[dict[str, Any]],
    size: tuple[float, float],
    kinds: list[str],
    notes: list[str],
) -> Drawing:
    import altair as alt

    width, height = math.ceil(size[0]), math.ceil(size[1])
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, width], nice=False, zero=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[height, 0], nice=False, zero=False))
    links = alt.Chart(inline(lines)).mark_rule(color="#8c959f", opacity=0.5).encode(
        x=x,
        y=y,
        x2="x2:Q",
        y2="y2:Q",
        strokeWidth=alt.StrokeWidth("width:Q", scale=None),
        description="about:N",
    )  # fmt: skip
    colour: Any = alt.value(COLOURS[0])
    if kinds:
        colours = list(COLOURS[: len(kinds)])
        if kinds[-1] == _OTHER:
            colours[-1] = MUTED
        colour = alt.Color(
            "kind:N",
            title=None,
            scale=alt.Scale(domain=kinds, range=colours),
            legend=alt.Legend(orient="bottom", symbolType="circle", symbolSize=120),
        )
    base = alt.Chart(inline(points))
    circles = base.mark_circle(opacity=1, stroke="white", strokeWidth=1.5).encode(
        x=x, y=y, size=alt.Size("size:Q", scale=None), color=colour, description="about:N"
    )
    # A white edge around letters keeps them readable where a link passes below.
    below = alt.Y("below:Q", axis=None)
    letters: dict[str, Any] = {"baseline": "top", "fontSize": _SIZE, "lineBreak": "\n", "lineHeight": _LINE}
    halo = base.mark_text(stroke="white", strokeWidth=3, strokeJoin="round", color="white", **letters)
    text = base.mark_text(color=INK, **letters)
    words = [mark.encode(x=x, y=below, text="label:N") for mark in (halo, text)]
    chart = alt.layer(links, circles, *words).properties(width=width, height=height)
    return Drawing(chart, width, notes)
