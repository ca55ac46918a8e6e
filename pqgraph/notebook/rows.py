"""The rows of an answer, with Python values."""

from __future__ import annotations

import dataclasses
from collections import namedtuple
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, overload

from msgspec.structs import replace

from pqgraph.notebook import frames
from pqgraph.notebook.html import table
from pqgraph.queries.header import Chart, ChartKind
from pqgraph.queries.python_values import Value, python_value
from pqgraph.queries.stored import StoredQuery
from pqgraph.store.results import Row as Terms

if TYPE_CHECKING:
    import pandas
    import polars

    from pqgraph.charts import Picture

__all__ = ["Row", "Rows"]


@lru_cache(maxsize=256)
def _row_class(columns: tuple[str, ...]) -> type[tuple[Value | None, ...]]:
    """The class of rows with these columns: a named tuple that can also be asked by name."""
    base = namedtuple("Row", columns, rename=True)  # type: ignore[misc]
    places = {column: place for place, column in enumerate(columns)}

    class _Row(base):
        __slots__ = ()

        def __getitem__(self, key: Any) -> Any:
            if isinstance(key, str):
                if key not in places:
                    raise KeyError(f"{key!r} is not a column; there are {', '.join(columns)}")
                key = places[key]
            return tuple.__getitem__(self, key)

        def keys(self) -> tuple[str, ...]:
            """The columns, so that ``dict(row)`` works."""
            return columns

        def __reduce__(self) -> tuple[object, ...]:
            return _row, (columns, tuple(self))

    _Row.__name__ = _Row.__qualname__ = "Row"
    return _Row


def _row(columns: tuple[str, ...], values: Sequence[Value | None]) -> Row:
    return _row_class(columns)._make(values)  # type: ignore[attr-defined]


Row = Any
"""A named tuple of Python values: ``row.name``, ``row["name"]``, ``row[1]``, ``dict(row)``. A column whose
name Python does not allow as an attribute is reached in the other ways."""


class Rows(Sequence[Row]):
    """The rows of a stored query. It is a sequence of :data:`Row`, and notebooks show it as a table.

    Args:
        columns: The variables of the projection.
        terms: The rows as RDF terms.
        query: The stored query.
        values: The values that it was asked with.
        sparql: The SPARQL that was evaluated.
        cube: Whether that read the statistics.
        more: Whether there were more rows than the limit.
        notes: What a reader of the rows must know.
    """

    def __init__(
        self,
        columns: Sequence[str],
        terms: Sequence[Terms],
        query: StoredQuery,
        values: Mapping[str, str | None],
        sparql: str,
        *,
        cube: bool = False,
        more: bool = False,
        notes: Sequence[str] = (),
    ) -> None:
        self.columns = tuple(columns)
        """The names of the columns."""
        self.terms = terms
        """The rows as RDF terms, with datatypes and languages."""
        self.query = query
        """The stored query."""
        self.sparql = sparql
        """The SPARQL that was evaluated."""
        self.cube = cube
        """Whether the statistics were read, not the questions."""
        self.more = more
        """Whether there are more rows than the limit that was asked for."""
        self.notes = tuple(notes)
        """What a reader of the rows must know: that a text search found more than the rows rest on."""
        self._given = dict(values)

    @cached_property
    def _rows(self) -> list[Row]:
        make = _row_class(self.columns)._make  # type: ignore[attr-defined]
        return [make([python_value(term) for term in row]) for row in self.terms]

    @property
    def iris(self) -> tuple[str, ...]:
        """The names of the columns that hold IRIs."""
        found = []
        for place, column in enumerate(self.columns):
            kinds = {row[place].kind for row in self.terms if row[place] is not None}  # type: ignore[union-attr]
            declared = self.query.header.columns.get(column)
            if kinds == {"iri"} or (not kinds and declared is not None and declared.type == "iri"):
                found.append(column)
        return tuple(found)

    def __len__(self) -> int:
        return len(self.terms)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    @overload
    def __getitem__(self, key: int) -> Row: ...
    @overload
    def __getitem__(self, key: slice) -> Rows: ...
    @overload
    def __getitem__(self, key: str) -> list[Value | None]: ...
    def __getitem__(self, key: int | slice | str) -> Row:
        """A row by its place, some rows by a slice, or the values of a column by its name."""
        if isinstance(key, str):
            if key not in self.columns:
                raise KeyError(f"{key!r} is not a column; there are {', '.join(self.columns)}")
            place = self.columns.index(key)
            return [row[place] for row in self._rows]
        if isinstance(key, slice):
            return Rows(
                self.columns,
                self.terms[key],
                self.query,
                self._given,
                self.sparql,
                cube=self.cube,
                more=self.more,
                notes=self.notes,
            )
        return self._rows[key]

    def to_dicts(self) -> list[dict[str, Value | None]]:
        """Each row as a dictionary."""
        return [dict(zip(self.columns, row, strict=True)) for row in self._rows]

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a frame of pandas: integers, floats, truth values, texts, and days as ``datetime64``.

        Raises:
            PqgraphError: PQ902, pandas is not installed.
        """
        return frames.to_pandas(self._columns())

    def to_polars(self) -> polars.DataFrame:
        """The rows as a frame of polars: integers, floats, truth values, texts and days.

        Raises:
            PqgraphError: PQ902, polars is not installed.
        """
        return frames.to_polars(self._columns())

    def _columns(self) -> list[frames.Column]:
        about = self.query.header.columns
        return [
            frames.Column(name, self[name], about[name].type if name in about else None)
            for name in self.columns
        ]

    def chart(
        self,
        kind: ChartKind | None = None,
        *,
        x: str | None = None,
        y: str | None = None,
        series: str | None = None,
        value: str | None = None,
        title: str | None = None,
    ) -> Picture:
        """Draw the rows, as the query's header says or otherwise.

        Args:
            kind: ``bar``, ``line``, ``heatmap`` or ``network``; without it, that of the query.
            x: A column, as ``docs/charts.md`` tells.
            y: The same.
            series: The column that tells bars or lines apart.
            value: The column of numbers.
            title: In place of the query's question.

        Returns:
            A picture that notebooks show; ``.svg``, ``.png()`` and ``.save(path)`` give it in other ways.

        Raises:
            PqgraphError: PQ521, no kind is given and the query has none; PQ522, the columns do not fit; PQ902,
                altair or vl-convert is not installed.
        """
        from pqgraph import charts

        own = self.query.header.chart
        chart = (
            Chart(kind)
            if kind is not None and (own is None or own.kind != kind)
            else charts.chart_of(self.query)
        )
        roles = {"x": x, "y": y, "series": series, "value": value}
        chart = replace(chart, **{role: column for role, column in roles.items() if column is not None})
        notes = [f"Only the first {len(self):,} rows; there are more."] if self.more else []
        notes += self.notes
        caption = charts.caption_of(self.query, self._given, notes=notes)
        if title is not None:
            caption = dataclasses.replace(caption, title=title)
        return charts.draw(chart, self.columns, self.terms, self.query.header.columns, caption)

    def __repr__(self) -> str:
        count, width = len(self), len(self.columns)
        more = ", and there are more" if self.more else ""
        return (
            f"<Rows of {self.query.name}: {count:,} row{'' if count == 1 else 's'}, "
            f"{width} column{'' if width == 1 else 's'}{more}>"
        )

    def _repr_html_(self) -> str:
        return table(self.columns, self._rows, title=self.query.header.summary, more=self.more)
