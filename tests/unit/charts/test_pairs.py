"""Heat maps and networks: who and whom."""

from __future__ import annotations

from itertools import combinations

import pytest
from drawn import drawn, marks, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from pqgraph.charts.layout import lay_out
from pqgraph.errors import PqgraphError
from pqgraph.queries.header import Chart, Column

pytest.importorskip("altair", reason="charts are not installed: pip install 'pqgraph[charts]'")

COLUMNS = ("asking", "name", "department", "departmentName", "questions")
ABOUT = {
    "asking": Column("iri", "Who asked"),
    "department": Column("iri", "The answering body"),
    "questions": Column("integer", "Number of questions"),
}


def pair(who: int, whom: int, number: int | None) -> tuple[object, ...]:
    return f"http://e/members/{who}", f"Member {who}", f"http://e/bodies/{whom}", f"Body {whom}", number


def test_cells() -> None:
    rows = [pair(1, 1, 2), pair(2, 1, 9), pair(2, 2, 1000)]
    picture = drawn(Chart("heatmap"), COLUMNS, rows, ABOUT)
    assert marks(picture, "rect mark") == [
        "Member 2, Body 2: 1,000", "Member 2, Body 1: 9", "Member 1, Body 1: 2",
    ]  # fmt: skip
    words = texts(picture)
    assert words.index("Member 2") < words.index("Member 1")
    assert {"The answering body", "Number of questions", "1,000"} <= set(words)


def test_times_stand_in_order_and_the_latest_are_kept() -> None:
    months = [f"{2018 + n // 12}-{n % 12 + 1:02}" for n in range(30)]
    rows = [(month, "a", 50 - n) for n, month in enumerate(months)]
    picture = drawn(Chart("heatmap", x="month", y="name"), ("month", "name", "n"), rows)
    labels = [text for text in texts(picture) if text in months]
    assert labels == months[6:]
    assert "24 of 30 columns of 30 cells; 6 are left out." in texts(picture)
    assert "Month" not in texts(picture)


def test_two_numbers_in_one_cell_are_refused() -> None:
    with pytest.raises(PqgraphError, match=r"PQ522.*Member 1 and Body 1"):
        drawn(Chart("heatmap"), COLUMNS, [pair(1, 1, 2), pair(1, 1, 3)])


def test_a_large_heatmap_says_what_is_left_out() -> None:
    rows = [pair(who, whom, who + whom) for who in range(40) for whom in range(30)]
    picture = drawn(Chart("heatmap"), COLUMNS, rows, ABOUT)
    assert len(marks(picture, "rect mark")) == 30 * 24
    told = "30 of 40 rows and 24 of 30 columns of 1,200 cells; 480 are left out."
    assert told in " ".join(texts(picture))


def test_links() -> None:
    rows = [pair(1, 1, 2), pair(2, 1, 9), pair(2, 2, 1), pair(3, 3, None)]
    picture = drawn(Chart("network"), COLUMNS, rows, ABOUT)
    assert marks(picture, "rule mark") == [
        "Member 2 – Body 1: 9", "Member 1 – Body 1: 2", "Member 2 – Body 2: 1",
    ][::-1]  # fmt: skip
    assert marks(picture, "circle") == ["Member 2: 10", "Body 1: 11", "Member 1: 2", "Body 2: 1"]
    told = {"Width of a link: Number of questions.", "Who asked", "The answering body"}
    assert told | {"1 row without a value left out."} <= set(texts(picture))


def test_a_large_network_says_what_is_left_out() -> None:
    rows = [pair(who, 1, 100 - who) for who in range(60)]
    picture = drawn(Chart("network"), COLUMNS, rows, ABOUT)
    assert len(marks(picture, "circle")) == 40
    assert len(marks(picture, "rule mark")) == 39
    assert "The 39 strongest of 60 links; 21 are left out." in texts(picture)


def test_a_chain_with_colours_and_a_beginning() -> None:
    iri = "http://data.parliament.uk/resources/"
    rows = [
        ("earlier", f"{iri}1", None),
        ("this", f"{iri}2", f"{iri}1"),
        ("later", f"{iri}3", f"{iri}2"),
    ]
    chart = Chart("network", x="pursued", y="question", series="direction")
    picture = drawn(chart, ("direction", "question", "pursued"), rows)
    assert marks(picture, "circle") == ["resources/1", "resources/2", "resources/3"]
    assert sorted(marks(picture, "rule mark")) == ["resources/1 – resources/2", "resources/2 – resources/3"]
    assert {"earlier", "this", "later"} <= set(texts(picture))
    alone = drawn(chart, ("direction", "question", "pursued"), rows[:1])
    assert marks(alone, "circle") == ["resources/1"] and marks(alone, "rule mark") == []


edges = st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), max_size=30)


@settings(deadline=None, max_examples=40)
@given(edges, st.integers(0, 15))
def test_no_label_lies_on_another(links: list[tuple[int, int]], extra: int) -> None:
    count = max((max(link) for link in links), default=0) + 1
    boxes = [(40.0 + 7 * ((n * extra) % 11), 30.0) for n in range(count)]
    places = lay_out(boxes, links)
    assert places == lay_out(boxes, links)
    for a, b in combinations(range(count), 2):
        apart_x = abs(places[a][0] - places[b][0]) - (boxes[a][0] + boxes[b][0]) / 2
        apart_y = abs(places[a][1] - places[b][1]) - (boxes[a][1] + boxes[b][1]) / 2
        assert max(apart_x, apart_y) > -0.5
    assert all(x - w / 2 > -0.01 and y - h / 2 > -0.01 for (x, y), (w, h) in zip(places, boxes, strict=True))


def test_linked_nodes_are_nearer() -> None:
    chain = lay_out([(10.0, 10.0)] * 6, [(n, n + 1) for n in range(5)])

    def far(a: int, b: int) -> float:
        return ((chain[a][0] - chain[b][0]) ** 2 + (chain[a][1] - chain[b][1]) ** 2) ** 0.5

    assert far(0, 5) > 3 * far(0, 1)
