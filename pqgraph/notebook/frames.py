"""Rows as frames of pandas and polars. Neither is needed by pqgraph; whoever has one gets frames."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pqgraph.errors import PqgraphError
from pqgraph.queries.header import ColumnType
from pqgraph.queries.python_values import Value

if TYPE_CHECKING:
    import pandas
    import polars

__all__ = ["Column", "Kind", "kind_of", "to_pandas", "to_polars"]

Kind = Literal["integer", "number", "boolean", "date", "time", "zoned", "text", "mixed"]
_DECLARED: dict[str | None, Kind] = {
    "integer": "integer",
    "decimal": "number",
    "boolean": "boolean",
    "date": "date",
    "dateTime": "time",
}
_LONG = 1 << 63


class Column(NamedTuple):
    """A column on its way into a frame."""

    name: str
    values: list[Value | None]
    declared: ColumnType | None


def kind_of(column: Column) -> Kind:
    """What a column holds: by its values, and if there are none, by the query's header."""
    kinds = {_kind(value) for value in column.values if value is not None}
    if not kinds:
        return _DECLARED.get(column.declared, "text")
    if kinds == {"integer", "number"}:
        return "number"
    return kinds.pop() if len(kinds) == 1 else "mixed"


def _kind(value: Value) -> Kind:
    match value:
        case bool():
            return "boolean"
        case int():
            return "integer" if -_LONG <= value < _LONG else "mixed"
        case float() | Decimal():
            return "number"
        case dt.datetime():
            return "zoned" if value.tzinfo is not None else "time"
        case dt.date():
            return "date"
        case _:
            return "text"


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as problem:
        raise PqgraphError(
            "PQ902", f"{name} is not installed", advice=f"Install it: pip install {name}."
        ) from problem


def to_pandas(columns: list[Column]) -> pandas.DataFrame:
    """A frame of pandas; whole numbers stay whole where some are missing (``Int64``).

    Decimals become floats. A column that holds several kinds of values holds them as they are.

    Raises:
        PqgraphError: PQ902, pandas is not installed.
    """
    pd = _library("pandas")
    made = {}
    for column in columns:
        kind, values = kind_of(column), column.values
        missing = None in values
        if kind == "number":
            values = [None if v is None else float(v) for v in values]  # type: ignore[arg-type]
        elif kind == "text":
            values = [None if v is None else str(v) for v in values]
        dtypes = {
            "integer": "Int64" if missing else "int64",
            "number": "float64",
            "boolean": "boolean" if missing else "bool",
            # To the second, so that every day of the calendar fits.
            "date": "datetime64[s]",
            "time": "datetime64[us]",
            "zoned": "datetime64[us, UTC]",
            "text": None,
            "mixed": "object",
        }
        if kind == "zoned":
            values = [v.astimezone(dt.UTC) if isinstance(v, dt.datetime) else None for v in values]
        dtype = dtypes[kind] if kind != "text" or any(v is not None for v in values) else "str"
        made[column.name] = pd.Series(values, dtype=dtype, name=column.name)
    frame: pandas.DataFrame = pd.DataFrame(made, columns=[column.name for column in columns])
    return frame


def to_polars(columns: list[Column]) -> polars.DataFrame:
    """A frame of polars. Decimals become floats; a column that holds several kinds of values holds texts.

    Raises:
        PqgraphError: PQ902, polars is not installed.
    """
    pl = _library("polars")
    dtypes = {
        "integer": pl.Int64,
        "number": pl.Float64,
        "boolean": pl.Boolean,
        "date": pl.Date,
        "time": pl.Datetime("us"),
        "zoned": pl.Datetime("us", "UTC"),
        "text": pl.String,
        "mixed": pl.String,
    }
    made = []
    for column in columns:
        kind, values = kind_of(column), column.values
        if kind == "number":
            values = [None if v is None else float(v) for v in values]  # type: ignore[arg-type]
        elif kind in ("text", "mixed"):
            values = [None if v is None else str(v) for v in values]
        elif kind == "zoned":
            values = [v.astimezone(dt.UTC) if isinstance(v, dt.datetime) else None for v in values]
        made.append(pl.Series(column.name, values, dtype=dtypes[kind]))
    frame: polars.DataFrame = pl.DataFrame(made)
    return frame
