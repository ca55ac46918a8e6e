"""Bars: which are drawn, in which order, with which words."""

from __future__ import annotations

import re

import pytest
from drawn import NOTICE, drawn, marks, texts

from pqgraph.charts import Caption
from pqgraph.errors import PqgraphError
from pqgraph.queries.header import Chart, Column

pytest.importorskip("altair", reason="charts are not installed: pip install 'pqgraph[charts]'")

MEMBERS = [
    ("http://data.parliament.uk/members/4637", "James Frith", 3),
    ("http://data.parliament.uk/members/4649", "Thelma Walker", 1200),
    ("http://data.parliament.uk/members/103", None, 7),
]
ABOUT = {
    "member": Column("iri"),
    "name": Column("string"),
    "questions": Column("integer", "Number of questions."),
}


def test_the_longest_is_on_top() -> None:
    picture = drawn(
        Chart("bar"),
        ("member", "name", "questions"),
        MEMBERS,
        ABOUT,
        Caption("Which members asked about a topic?", "topic: SEND", "Query: members-by-topic (pqgraph)."),
    )
    assert marks(picture, "bar") == ["Thelma Walker: 1,200", "members/103: 7", "James Frith: 3"]
    words = texts(picture)
    assert [w for w in words if w in ("1,200", "7", "3")][-3:] == ["1,200", "7", "3"]
    for expected in (
        "Which members asked about a topic?", "topic: SEND", "Number of questions", "Thelma Walker",
    ):  # fmt: skip
        assert expected in words
    assert words[-2:] == [f"{NOTICE} Query: members-by-topic", "(pqgraph)."] or words[-1].startswith(NOTICE)


def test_either_column_may_be_called_x() -> None:
    rows = [("a", 1, 9), ("b", 2, 3)]
    one = drawn(Chart("bar", x="n", y="p"), ("n", "p", "q"), rows)
    other = drawn(Chart("bar", x="p", y="n"), ("n", "p", "q"), rows)
    third = drawn(Chart("bar", value="p"), ("n", "p", "q"), rows)
    assert marks(one, "bar") == ["b: 2", "a: 1"]
    assert one.svg == other.svg == third.svg


def test_more_than_thirty_are_told() -> None:
    rows = [(f"Member {n:03}", n) for n in range(1, 141)]
    picture = drawn(Chart("bar"), ("name", "questions"), rows)
    assert marks(picture, "bar") == [f"Member {n:03}: {n}" for n in range(140, 110, -1)]
    assert "The 30 largest of 140; 110 are left out." in texts(picture)
    exact = drawn(Chart("bar"), ("name", "questions"), rows[:30])
    assert len(marks(exact, "bar")) == 30
    assert not any("left out" in text for text in texts(exact))


def test_rows_without_a_number_are_told() -> None:
    picture = drawn(Chart("bar"), ("name", "q"), [("a", 1), ("b", None), ("c", 2.5)])
    assert marks(picture, "bar") == ["c: 2.5", "a: 1"]
    assert "1 row without a value left out." in texts(picture)


def test_two_of_one_name_stay_two() -> None:
    rows = [
        ("http://e/members/1", "John Smith", 1),
        ("http://e/members/2", "John Smith", 5),
        ("http://e/members/3", "Ann Smith", 2),
    ]
    picture = drawn(Chart("bar"), ("member", "name", "q"), rows)
    assert marks(picture, "bar") == ["John Smith (2): 5", "Ann Smith: 2", "John Smith (1): 1"]
    same = drawn(Chart("bar"), ("name", "q"), [("a", 1), ("a", 2)])
    assert marks(same, "bar") == ["a: 2", "a: 1"]
    assert {"a", "a (2)"} <= set(texts(same))


def test_bars_below_zero_point_left() -> None:
    picture = drawn(Chart("bar"), ("name", "change"), [("up", 4), ("down", -2)])
    assert marks(picture, "bar") == ["up: 4", "down: -2"]
    assert {"4", "-2"} <= set(texts(picture))
    assert "#D55E00" in picture.svg and "#0072B2" in picture.svg


def test_days_stand_in_their_order_and_keep_empty_places() -> None:
    picture = drawn(Chart("bar", x="days", y="answers"), ("days", "answers"), [(5, 9), (2, 4), (3, 1)])
    assert marks(picture, "bar") == ["2: 4", "3: 1", "5: 9"]
    words = texts(picture)
    assert words.index("2") < words.index("3") < words.index("4") < words.index("5")
    many = drawn(Chart("bar", x="days", y="answers"), ("days", "answers"), [(n, 1) for n in range(75)])
    assert len(marks(many, "bar")) == 60
    assert "The first 60 of 75; 15 are left out." in texts(many)
    far = drawn(Chart("bar", x="days", y="answers"), ("days", "answers"), [(1, 1), (10**9, 1)])
    assert marks(far, "bar") == ["1: 1"]


def test_months_without_a_row_keep_their_place() -> None:
    rows = [("2018-11", 1), ("2019-02", 3), ("2018-12", 2)]
    picture = drawn(Chart("bar", x="month", y="n"), ("month", "n"), rows)
    assert marks(picture, "bar") == ["2018-11: 1", "2018-12: 2", "2019-02: 3"]
    labels = [text for text in texts(picture) if text.startswith("20")]
    assert labels == ["2018-11", "2018-12", "2019-01", "2019-02"]


def test_days_of_the_calendar_have_no_empty_places() -> None:
    rows = [("2018-11-22", 1), ("2018-11-29", 3)]
    picture = drawn(Chart("bar", x="day", y="n"), ("day", "n"), rows)
    assert [text for text in texts(picture) if text.startswith("20")] == ["2018-11-22", "2018-11-29"]


def test_years_in_parts_stand_in_order() -> None:
    rows = [(2019, "Lords", 1), (2018, "Commons", 2), (2018, "Lords", 3), (2019, "Commons", 9)]
    picture = drawn(Chart("bar", series="house"), ("year", "house", "n"), rows)
    assert marks(picture, "bar") == [
        "2018, Commons: 2", "2018, Lords: 3", "2019, Commons: 9", "2019, Lords: 1",
    ]  # fmt: skip


def test_shares_are_not_added_up() -> None:
    rows = [("a", "named day", 0.25), ("a", "ordinary", 0.5), ("b", "ordinary", 0.75)]
    picture = drawn(Chart("bar", series="kind"), ("body", "kind", "share"), rows)
    assert marks(picture, "bar") == ["b, ordinary: 0.75", "a, ordinary: 0.5", "a, named day: 0.25"]
    widths = [
        float(width) for width in re.findall(r'aria-roledescription="bar" d="M0,[^h]*h([0-9.]+)', picture.svg)
    ]
    assert [round(width / widths[0], 3) for width in widths] == [1, 0.667, 0.333]
    many = drawn(
        Chart("bar", series="p"), ("body", "p", "share"), [("a", f"P{n}", n + 0.5) for n in range(9)]
    )
    assert "The 6 most common of 9 colours; 3 are left out." in texts(many)
    assert len(marks(many, "bar")) == 6


def test_years_are_no_thousands() -> None:
    picture = drawn(Chart("bar"), ("year", "questions"), [(2019, 5), (2018, 7)])
    assert marks(picture, "bar") == ["2018: 7", "2019: 5"]
    assert "2018" in texts(picture)


def test_parts_add_up_and_small_ones_are_taken_together() -> None:
    rows = [("a", "Commons", 1), ("a", "Lords", 2), ("b", "Commons", 4)]
    picture = drawn(Chart("bar", series="house"), ("body", "house", "q"), rows)
    assert marks(picture, "bar") == ["b, Commons: 4", "a, Commons: 1", "a, Lords: 2"]
    words = texts(picture)
    assert words.index("b") < words.index("a")
    assert {"House", "Commons", "Lords"} <= set(words)
    many = drawn(
        Chart("bar", series="party"), ("body", "party", "q"), [("a", f"P{n}", 20 - n) for n in range(10)]
    )
    assert marks(many, "bar")[-1] == f"a, 4 others: {14 + 13 + 12 + 11}"
    assert len(marks(many, "bar")) == 7


@pytest.mark.parametrize(
    ("columns", "rows", "chart"),
    [
        (("a", "b"), [("x", "y")], Chart("bar")),
        (("a",), [(1,)], Chart("bar")),
        (("a", "b"), [("x", 1)], Chart("bar", value="a", x="b")),
        (("a", "b"), [("x", 1)], Chart("bar", x="c")),
        (("a", "b"), [("x", 1)], Chart("line")),
        (("a", "b"), [("x", 1)], Chart("line", x="a", y="b")),
        (("a", "b"), [("x", 1)], Chart("heatmap")),
        (("a", "b"), [("x", 1)], Chart("network")),
    ],
)
def test_columns_that_do_not_fit(
    columns: tuple[str, ...], rows: list[tuple[object, ...]], chart: Chart
) -> None:
    with pytest.raises(PqgraphError, match="PQ522") as caught:
        drawn(chart, columns, rows)
    assert caught.value.advice.startswith("The columns are a (")
