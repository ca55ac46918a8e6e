"""Labels that fit, and values as charts read them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqgraph.charts.table import moment, number, shown, tail
from pqgraph.charts.text import fit, fit_all, width_of, wrap
from pqgraph.queries.python_values import Iri

BODIES = [
    "Department for Business, Energy and Industrial Strategy",
    "Department for Business, Innovation and Skills",
    "Department for Education",
    "Home Office",
]


def test_names_are_cut_between_words() -> None:
    assert fit_all(BODIES, 230, 12) == [
        "Department for Business, Energy…",
        "Department for Business, Innovation…",
        "Department for Education",
        "Home Office",
    ]


def test_names_that_would_look_the_same_are_cut_in_the_middle() -> None:
    first, second, *others = fit_all(BODIES, 150, 12)
    assert (first, second) == ("Department…Industrial Strategy", "Department…tion and Skills") or (
        first != second and first.startswith("Department") and second.endswith("Skills")
    )
    assert others == ["Department for Education", "Home Office"]


def test_two_of_the_same_are_numbered() -> None:
    assert fit_all(["John Smith", "John Smith"], 100, 12) == ["John Smith", "John Smith (2)"]


@given(st.lists(st.text(min_size=1, max_size=80), max_size=20), st.integers(40, 300))
def test_labels_are_unique_and_fit(names: list[str], width: int) -> None:
    labels = fit_all(names, width, 12)
    assert len(set(labels)) == len(labels) == len(names)
    for label, name in zip(labels, names, strict=True):
        if not label.endswith(")"):
            assert width_of(label, 12) <= width + 12 or label == " ".join(name.split())


@given(st.text(), st.integers(20, 300))
def test_cutting_keeps_the_beginning(name: str, width: int) -> None:
    clean = " ".join(name.split())
    label = fit(name, width, 12)
    assert label == clean or clean.startswith(label.removesuffix("…"))


@given(st.text(), st.integers(20, 300))
def test_wrapping_keeps_every_word(text: str, width: int) -> None:
    assert " ".join(wrap(text, width, 12)).split() == text.split()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (dt.date(2018, 11, 22), (dt.date(2018, 11, 22), "day")),
        (dt.datetime(2018, 11, 22, 9, 30), (dt.date(2018, 11, 22), "day")),
        ("2018-11", (dt.date(2018, 11, 1), "month")),
        (2018, (dt.date(2018, 1, 1), "year")),
        (Iri("http://reference.data.gov.uk/id/month/2018-11"), (dt.date(2018, 11, 1), "month")),
        (Iri("http://reference.data.gov.uk/id/year/2018"), (dt.date(2018, 1, 1), "year")),
        ("2018-13", None),
        ("194746", None),
        (True, None),
        (None, None),
    ],
)
def test_times(value: object, expected: object) -> None:
    assert moment(value) == expected  # type: ignore[arg-type]


def test_values_as_people_read_them() -> None:
    assert shown(1234567) == "1,234,567"
    assert shown(Decimal("12.5000")) == "12.5"
    assert shown(2 / 3) == "0.67"
    assert shown(True) == "yes"
    assert shown(Iri("http://data.parliament.uk/members/4649")) == "members/4649"
    assert tail("https://w3id.org/pqgraph/id/topic/special%20needs") == "special needs"
    assert number(float("nan")) is None and number(True) is None and number(10**400) is None
