"""Rows as a table in HTML, for notebooks. Texts of the graph are text here, whatever they hold."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from html import escape

from pqgraph.charts.table import tail
from pqgraph.queries.python_values import Iri, Value

__all__ = ["MOST_LETTERS", "MOST_ROWS", "cell", "preformatted", "table"]

MOST_ROWS, MOST_LETTERS = 50, 300
_LINK = re.compile(r"https?://[^\s\"'<>`]+\Z", re.IGNORECASE)
_RIGHT = ' style="text-align:right"'
_LEFT = ' style="text-align:left;white-space:pre-line"'


def table(
    columns: Sequence[str], rows: Sequence[Sequence[Value | None]], *, title: str = "", more: bool = False
) -> str:
    """The first rows as a table, with a note if it is not all of them.

    Args:
        columns: Headings.
        rows: The rows.
        title: Stands above it.
        more: Whether there are more than these rows.
    """
    head = "".join(f'<th style="text-align:left">{escape(column)}</th>' for column in columns)
    body = "\n".join(f"<tr>{''.join(_td(value) for value in row)}</tr>" for row in rows[:MOST_ROWS])
    count = f"{len(rows):,} row{'' if len(rows) == 1 else 's'}"
    if more:
        count = f"the first {count}; there are more"
    if len(rows) > MOST_ROWS:
        count = f"{MOST_ROWS} of {count}"
    caption = f'<caption style="text-align:left">{escape(title)}</caption>\n' if title else ""
    return f"<table>\n{caption}<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n<p>{count}</p>"


def _td(value: Value | None) -> str:
    number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return f"<td{_RIGHT if number else _LEFT}>{cell(value)}</td>"


def cell(value: Value | None) -> str:
    """One value; IRIs of the web are links, with no more than the end of them shown."""
    if value is None:
        return ""
    if isinstance(value, Iri):
        if not _LINK.match(value):
            return escape(value)
        return f'<a href="{escape(value)}" title="{escape(value)}" rel="noopener noreferrer">{escape(tail(value))}</a>'
    if isinstance(value, str):
        text = value if len(value) <= MOST_LETTERS else value[:MOST_LETTERS].rstrip() + "…"
        return escape(text)
    if isinstance(value, dt.date):
        return value.isoformat()
    return escape(str(value).lower() if isinstance(value, bool) else str(value))


def preformatted(text: str, *, lines: int = 60) -> str:
    """The first lines of a text as they are, with a note if there are more."""
    all_lines = text.splitlines()
    rest = len(all_lines) - lines
    note = f"\n<p>… and {rest:,} more lines</p>" if rest > 0 else ""
    return f"<pre>{escape(chr(10).join(all_lines[:lines]))}</pre>{note}"
