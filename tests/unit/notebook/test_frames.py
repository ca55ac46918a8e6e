"""Frames of pandas and polars: the types of their columns."""

from __future__ import annotations

import datetime as dt
import sys
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pqgraph.errors import PqgraphError
from pqgraph.notebook.frames import Column, to_pandas, to_polars
from pqgraph.queries.python_values import Iri

DAY = dt.date(2018, 11, 22)
NOON = dt.datetime(2018, 11, 22, 12)
ZONED = NOON.replace(tzinfo=dt.timezone(dt.timedelta(hours=1)))
COLUMNS = [
    Column("whole", [1, 2], None),
    Column("gaps", [1, None], None),
    Column("share", [Decimal("1.5"), 2], None),
    Column("open", [True, False], None),
    Column("maybe", [True, None], None),
    Column("day", [DAY, None], None),
    Column("noon", [NOON, None], None),
    Column("zoned", [ZONED, None], None),
    Column("text", [Iri("http://e/a"), None], None),
    Column("mixed", ["x", 1], None),
    Column("huge", [1 << 70, 1], None),
    Column("nothing", [None, None], None),
    Column("no_days", [None, None], "date"),
]


def test_pandas() -> None:
    pytest.importorskip("pandas")
    frame = to_pandas(COLUMNS)
    assert list(frame.columns) == [column.name for column in COLUMNS]
    types = {name: str(dtype) for name, dtype in frame.dtypes.items()}
    text = types.pop("text")
    assert text in ("str", "object")
    assert types.pop("nothing") in ("str", "object")
    assert types == {
        "whole": "int64",
        "gaps": "Int64",
        "share": "float64",
        "open": "bool",
        "maybe": "boolean",
        "day": "datetime64[s]",
        "noon": "datetime64[us]",
        "zoned": "datetime64[us, UTC]",
        "mixed": "object",
        "huge": "object",
        "no_days": "datetime64[s]",
    }
    assert frame["day"][0].date() == DAY
    assert frame["zoned"][0] == ZONED
    assert frame["huge"][0] == 1 << 70
    assert frame["share"].tolist() == [1.5, 2.0]


def test_polars() -> None:
    pl = pytest.importorskip("polars")
    frame = to_polars(COLUMNS)
    assert dict(frame.schema) == {
        "whole": pl.Int64,
        "gaps": pl.Int64,
        "share": pl.Float64,
        "open": pl.Boolean,
        "maybe": pl.Boolean,
        "day": pl.Date,
        "noon": pl.Datetime("us"),
        "zoned": pl.Datetime("us", "UTC"),
        "text": pl.String,
        "mixed": pl.String,
        "huge": pl.String,
        "nothing": pl.String,
        "no_days": pl.Date,
    }
    assert frame["day"].to_list() == [DAY, None]
    assert frame["zoned"][0] == ZONED
    assert frame["mixed"].to_list() == ["x", "1"]


@pytest.mark.parametrize("columns", [[], [Column("a", [], None), Column("b", [], "integer")]])
def test_frames_without_rows(columns: list[Column]) -> None:
    pytest.importorskip("pandas")
    pl = pytest.importorskip("polars")
    assert to_pandas(columns).shape == to_polars(columns).shape == (0, len(columns))
    if columns:
        assert str(to_pandas(columns)["b"].dtype) == "int64" and to_polars(columns).schema["b"] == pl.Int64


values = st.one_of(
    st.none(),
    st.text(),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.datetimes(
        timezones=st.just(dt.UTC), min_value=dt.datetime(1700, 1, 1), max_value=dt.datetime(2200, 1, 1)
    ),
    st.decimals(allow_nan=False),
    st.floats(),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(values, max_size=4))
def test_whatever_the_values_are_there_is_a_frame(given_: list[Any]) -> None:
    pytest.importorskip("pandas")
    pytest.importorskip("polars")
    columns = [Column("a", given_, None)]
    assert to_pandas(columns).shape == to_polars(columns).shape == (len(given_), 1)


@pytest.mark.parametrize(("name", "make"), [("pandas", to_pandas), ("polars", to_polars)])
def test_without_the_library(name: str, make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(PqgraphError, match=f"PQ902 {name} is not installed") as caught:
        make(COLUMNS)
    assert caught.value.advice == f"Install it: pip install {name}."
