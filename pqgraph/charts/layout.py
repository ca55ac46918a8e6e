"""Where the nodes of a network stand: near to whom they are linked, no label on another, always the same.

Distances in the picture are to be as the steps between nodes in the network: `Gansner, Koren, North: Graph
drawing by stress majorization <https://doi.org/10.1007/978-3-540-31843-9_25>`_. Parts that are not linked are
laid out by themselves and set side by side. No chance is in it, so the same network gives the same picture.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping, Sequence
from itertools import combinations

__all__ = ["Box", "Point", "lay_out", "part"]

Point = tuple[float, float]
Box = tuple[float, float]
"""Width and height of a node with its label; the point is its middle."""

_STEPS, _MOVES = 120, 400


def lay_out(boxes: Sequence[Box], edges: Sequence[tuple[int, int]], *, gap: float = 6) -> list[Point]:
    """A place for each node, such that no two boxes overlap.

    Args:
        boxes: The sizes of the nodes.
        edges: Pairs of their indices.
        gap: The least distance of two boxes.

    Returns:
        Middle points, all positive, in pixels.
    """
    neighbours: dict[int, set[int]] = {node: set() for node in range(len(boxes))}
    for a, b in edges:
        if a != b:
            neighbours[a].add(b)
            neighbours[b].add(a)
    parts = sorted(_components(neighbours), key=lambda nodes: (-len(nodes), nodes[0]))
    placed = [_part(nodes, neighbours, boxes, gap) for nodes in parts]
    return _side_by_side(parts, placed, boxes, gap * 4)


def _components(neighbours: Mapping[int, set[int]]) -> list[list[int]]:
    seen: set[int] = set()
    found = []
    for start in neighbours:
        if start not in seen:
            reached = sorted(_steps_from(start, neighbours))
            seen.update(reached)
            found.append(reached)
    return found


def _steps_from(start: int, neighbours: Mapping[int, set[int]]) -> dict[int, int]:
    steps = {start: 0}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for other in sorted(neighbours[node]):
            if other not in steps:
                steps[other] = steps[node] + 1
                queue.append(other)
    return steps


def _part(
    nodes: list[int], neighbours: Mapping[int, set[int]], boxes: Sequence[Box], gap: float
) -> dict[int, Point]:
    """Places of the nodes of one connected part."""
    if len(nodes) == 1:
        return {nodes[0]: (0.0, 0.0)}
    steps = {node: _steps_from(node, neighbours) for node in nodes}
    places = _stress(nodes, steps)
    # Labels lie, so the picture is stretched sideways.
    wide = sum(boxes[node][0] for node in nodes) / len(nodes)
    high = sum(boxes[node][1] for node in nodes) / len(nodes)
    # The more links, the more room they need to be told apart.
    links = sum(len(neighbours[node]) for node in nodes) / 2
    unit = 0.62 * len(nodes) ** 0.2 * (1 + min(links / len(nodes), 8) / 8)
    stretched = {node: (x * wide * unit, y * (high + wide) / 2 * unit) for node, (x, y) in places.items()}
    return part(stretched, boxes, gap)


def _stress(nodes: list[int], steps: Mapping[int, Mapping[int, int]]) -> dict[int, Point]:
    """Places whose distances are as near as can be to the numbers of steps."""
    count = len(nodes)
    # On a circle first, neighbours beside each other: the order in which a walk from the best linked node comes by.
    middle = min(nodes, key=lambda node: (sum(steps[node].values()), node))
    walk = sorted(nodes, key=lambda node: (steps[middle][node], node))
    order = _around(walk, steps)
    places = {
        node: (
            steps[middle][node] * math.cos(2 * math.pi * place / count) + 0.01 * math.sin(place),
            steps[middle][node] * math.sin(2 * math.pi * place / count) + 0.01 * math.cos(place),
        )
        for place, node in enumerate(order)
    }
    weights = {node: sum(1 / far**2 for other, far in steps[node].items() if other != node) for node in nodes}
    for _ in range(_STEPS):
        moved = {}
        for node in nodes:
            x, y = places[node]
            sum_x = sum_y = 0.0
            for other in nodes:
                if other == node:
                    continue
                far = steps[node][other]
                other_x, other_y = places[other]
                distance = math.hypot(x - other_x, y - other_y) or 1e-6
                pull = far / distance
                sum_x += (other_x + pull * (x - other_x)) / far**2
                sum_y += (other_y + pull * (y - other_y)) / far**2
            moved[node] = (sum_x / weights[node], sum_y / weights[node])
        places = moved
    return places


def _around(walk: list[int], steps: Mapping[int, Mapping[int, int]]) -> list[int]:
    """The nodes in the order of a walk that goes on to whichever unvisited node is nearest."""
    order = [walk[0]]
    left = walk[1:]
    while left:
        nearest = min(left, key=lambda node: (steps[order[-1]][node], walk.index(node)))
        left.remove(nearest)
        order.append(nearest)
    return order


def part(places: Mapping[int, Point], boxes: Sequence[Box], gap: float) -> dict[int, Point]:
    """Move boxes apart until none overlaps another, each pair along the shorter way."""
    moved = {node: [x, y] for node, (x, y) in places.items()}
    for turn in range(_MOVES):
        clean = True
        for a, b in combinations(sorted(moved), 2):
            dx, dy = moved[b][0] - moved[a][0], moved[b][1] - moved[a][1]
            over_x = (boxes[a][0] + boxes[b][0]) / 2 + gap - abs(dx)
            over_y = (boxes[a][1] + boxes[b][1]) / 2 + gap - abs(dy)
            if over_x <= 0.01 or over_y <= 0.01:
                continue
            clean = False
            # A little more than is needed, and ever more, so that crowds come to rest.
            share = 0.5 + 0.002 * turn
            if over_x < over_y:
                push = math.copysign(over_x * share, dx or (b - a))
                moved[a][0] -= push
                moved[b][0] += push
            else:
                push = math.copysign(over_y * share, dy or (b - a))
                moved[a][1] -= push
                moved[b][1] += push
        if clean:
            break
    return {node: (x, y) for node, (x, y) in moved.items()}


def _side_by_side(
    parts: list[list[int]], placed: list[dict[int, Point]], boxes: Sequence[Box], gap: float
) -> list[Point]:
    """Set the parts on shelves, the largest first, each shelf as wide as the largest part or a good page."""
    result: list[Point] = [(0.0, 0.0)] * len(boxes)
    sizes = []
    for nodes, places in zip(parts, placed, strict=True):
        left = min(places[n][0] - boxes[n][0] / 2 for n in nodes)
        top = min(places[n][1] - boxes[n][1] / 2 for n in nodes)
        right = max(places[n][0] + boxes[n][0] / 2 for n in nodes)
        bottom = max(places[n][1] + boxes[n][1] / 2 for n in nodes)
        sizes.append((left, top, right - left, bottom - top))
    area = sum(width * height for _, _, width, height in sizes)
    page = max(max(width for _, _, width, _ in sizes), 1.3 * math.sqrt(area), 500.0)
    x = y = shelf = 0.0
    for nodes, places, (left, top, width, height) in zip(parts, placed, sizes, strict=True):
        if x and x + width > page:
            x, y, shelf = 0.0, y + shelf + gap, 0.0
        for node in nodes:
            result[node] = (x + places[node][0] - left, y + places[node][1] - top)
        x, shelf = x + width + gap, max(shelf, height)
    return result
