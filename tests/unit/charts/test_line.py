"""Lines: times, gaps, names at the ends."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from drawn import drawn, marks, texts
from hypothesis import given
from hypothesis import strategies as st

from pqgraph.charts.line import nice_ceiling, spread
from pqgraph.errors import PqgraphError
from pqgraph.queries.header import Chart, Column

pytest.importorskip("altair", reason="charts are not installed: pip install 'pqgraph[charts]'")

MONTH = "http://reference.data.gov.uk/id/month/"


def test_months_of_several_series() -> None:
    rows = [
        (f"{MONTH}2018-{month:02}", f"http://e/t/{topic}", topic, number)
        for month in range(1, 7)
        for topic, number in (("SEND", month), ("Rail", 10 * month))
    ]
    picture = drawn(
        Chart("line"),
        ("month", "topic", "label", "questions"),
        rows,
        {"questions": Column("integer", "Number of questions")},
    )
    dots = marks(picture, "circle")
    assert len(dots) == 12
    assert dots[:2] == ["Rail, 2018-01: 10", "Rail, 2018-02: 20"]
    words = texts(picture)
    assert {"Number of questions", "SEND", "Rail", "Jan 2018", "Jun 2018"} <= set(words)
    assert len(marks(picture, "line mark")) == 2


def test_a_missing_month_breaks_the_line() -> None:
    whole = drawn(Chart("line"), ("month", "n"), [("2018-11", 1), ("2018-12", 2), ("2019-01", 3)])
    assert len(marks(whole, "line mark")) == 1
    assert 'stroke-dasharray="1,3"' not in whole.svg
    broken = drawn(Chart("line"), ("month", "n"), [("2018-11", 1), ("2018-12", 2), ("2019-02", 3)])
    assert len(marks(broken, "line mark")) == 3  # two parts, and the dotted line through both
    assert 'stroke-dasharray="1,3"' in broken.svg
    assert marks(broken, "circle") == ["2018-11: 1", "2018-12: 2", "2019-02: 3"]


def test_years_and_days() -> None:
    years = drawn(Chart("line"), ("year", "questions"), [(2018, 5), (2016, 7), (2017, 6)])
    assert marks(years, "circle") == ["2016: 7", "2017: 6", "2018: 5"]
    assert {"2016", "2017", "2018"} <= set(texts(years))
    one = drawn(Chart("line"), ("day", "n"), [("2018-11-22", 5)])
    assert marks(one, "circle") == ["2018-11-22: 5"]
    assert "22 Nov 2018" in texts(one)


def test_no_more_than_seven_lines() -> None:
    rows = [(f"201{year}", f"L{n}", n) for year in (6, 7) for n in range(1, 10)]
    picture = drawn(Chart("line"), ("year", "name", "n"), rows)
    assert "The 7 largest of 9 lines; 2 are left out." in texts(picture)
    assert {"L9", "L3"} <= set(texts(picture)) and not {"L1", "L2"} & set(texts(picture))


def test_what_has_no_time_or_number_is_told() -> None:
    picture = drawn(Chart("line", x="year"), ("year", "n"), [("2018", 1), (None, 4), ("2019", None)])
    assert marks(picture, "circle") == ["2018: 1"]
    assert "2 rows without a value left out." in texts(picture)


def test_two_numbers_for_one_time_are_refused() -> None:
    with pytest.raises(PqgraphError, match=r"PQ522.*several rows for 2018"):
        drawn(Chart("line"), ("year", "n"), [("2018", 1), ("2018", 2)])


def test_it_does_not_depend_on_the_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [("2018-03", 1), ("2018-04", 2)]
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    first = drawn(Chart("line"), ("month", "n"), rows).svg
    monkeypatch.setenv("TZ", "America/New_York")
    assert drawn(Chart("line"), ("month", "n"), rows).svg == first
    assert "Mar 2018" in first and not re.search("Feb 2018", first)


@given(st.lists(st.floats(0, 300), min_size=1, max_size=7))
def test_names_do_not_overlap(wanted: list[float]) -> None:
    places = sorted(spread(wanted, gap=16, limit=300))
    assert all(b - a >= 16 - 1e-9 for a, b in pairwise(places))
    assert places[-1] <= 300 + 1e-9


@given(st.floats(1e-6, 1e12))
def test_round_numbers_above(value: float) -> None:
    assert value <= nice_ceiling(value) * (1 + 1e-12) and nice_ceiling(value) <= 2 * value * (1 + 1e-9)
