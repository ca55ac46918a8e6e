"""Writing what a stored query gave: tables, formats, pictures; and telling how it came about."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from pqgraph.cli import console
from pqgraph.errors import PqgraphError
from pqgraph.files import output
from pqgraph.queries.results import MEDIA_TYPES, Cut, first_rows, write
from pqgraph.queries.run import Answer
from pqgraph.queries.stored import StoredQuery
from pqgraph.store.results import Boolean, RdfTerm, ResultSet, Solutions, Triples

__all__ = [
    "FORMATS",
    "PICTURES",
    "Clock",
    "Written",
    "check_picture",
    "explanation",
    "format_of",
    "write_answer",
]

FORMATS = (
    "table, csv, tsv, json, xml or md for rows; svg or png for a chart of them; turtle, ntriples, jsonld, … "
    "for a query that makes a graph"
)
PICTURES = ("svg", "png")
_NUMERIC = ("integer", "decimal", "double")
_SUFFIXES = {
    **{name: name for name in ("csv", "tsv", "json", "xml", "md", *PICTURES)},
    "srj": "json",
    "srx": "xml",
    "ttl": "turtle",
    "nt": "ntriples",
    "nq": "nquads",
    "jsonld": "jsonld",
    "rdf": "rdfxml",
}
_T = TypeVar("_T")


@dataclass(slots=True)
class Clock:
    """How long the engine worked, while somebody else reads and writes what it gives.

    Attributes:
        started: Seconds until the engine had the query.
        engine: Seconds in the engine from then on, without the writing.
        first: Those of them until the first row or triple was there.
    """

    started: float = 0.0
    engine: float = 0.0
    first: float | None = None

    def timed(self, items: Iterator[_T]) -> Iterator[_T]:
        """The same items."""
        while True:
            began = time.perf_counter()
            item = next(items, None)
            self.engine += time.perf_counter() - began
            if self.first is None:
                self.first = self.engine
            if item is None:
                return
            yield item

    def of(self, result: ResultSet) -> ResultSet:
        """The same result, timed."""
        if isinstance(result, Solutions):
            return replace(result, rows=self.timed(result.rows))
        if isinstance(result, Triples):
            return replace(result, triples=self.timed(result.triples))
        return result


@dataclass(frozen=True, slots=True)
class Written:
    """What was written.

    Attributes:
        count: How many rows or triples; 1 for true or false.
        more: Whether there are more rows than the limit.
    """

    count: int
    more: bool = False


def format_of(target: str | None) -> str | None:
    """The format that a file's name tells."""
    if target in (None, "-"):
        return None
    suffix = str(target).removesuffix(".gz").removesuffix(".zst").rpartition(".")[2].lower()
    return _SUFFIXES.get(suffix)


def check_picture(query: StoredQuery, format_name: str, target: str | None) -> None:
    """See that a picture can be made, before the query runs.

    Raises:
        PqgraphError: PQ521, the query has no chart; PQ901, a PNG would go to a terminal; PQ902, the libraries
            that draw are not installed.
    """
    from pqgraph import charts

    if query.form == "SELECT":
        charts.chart_of(query)
    else:
        raise PqgraphError("PQ521", f"{query.name} gives no rows, and a chart is drawn of rows")
    charts.require()
    if format_name == "png" and target in (None, "-") and console.is_terminal():
        raise PqgraphError(
            "PQ901", "a PNG is not for a terminal", advice="Say where to write it: -o FILE.png."
        )


def write_answer(
    answer: Answer,
    values: Mapping[str, str | None],
    format_name: str | None,
    target: str | None,
    *,
    limit: int | None = None,
    safe: bool = False,
) -> Written:
    """Write an answer to a file or stdout.

    Args:
        answer: What the query gave; it is read to its end or the limit.
        values: The values it was asked with, for a chart's subtitle.
        format_name: One of :data:`FORMATS`; without it a table, or Turtle for a graph.
        target: A file; ``None`` or ``-`` for stdout.
        limit: How many rows to write at most.
        safe: In CSV, whether to disarm what a spreadsheet would take for a formula.

    Raises:
        PqgraphError: PQ901, the format or a limit does not go with the kind of result; PQ302, PQ522, PQ606.
    """
    result = answer.result
    if isinstance(result, Triples | Boolean) and limit is not None:
        kind = "a graph" if isinstance(result, Triples) else "true or false"
        raise PqgraphError("PQ901", f"{answer.query.name} gives {kind}; --limit is for rows")
    if isinstance(result, Triples):
        from pqgraph.rdf.formats import find_format

        name = find_format(format_name).name if format_name not in (None, "table") else "turtle"
        with output(target) as stream:
            return Written(write(result, name, stream))
    # On a terminal and in a pipe alike: a table is what a person reads first, and -f is one word away.
    name = format_name or "table"
    if isinstance(result, Boolean):
        with output(target) as stream:
            return Written(write(result, "csv" if name == "table" else name, stream))
    cut = Cut()
    if limit is not None:
        result, cut = first_rows(result, limit)
    if name in PICTURES:
        count = _picture(answer, result, cut, values, name, target)
    elif name == "table" and target in (None, "-"):
        count = _table(result)
    else:
        name = "md" if name == "table" else name
        if name not in MEDIA_TYPES:
            raise PqgraphError("PQ901", f"{name!r} is not a format for rows", advice=f"Use {FORMATS}.")
        with output(target) as stream:
            count = write(result, name, stream, spreadsheet_safe=safe)
    return Written(count, cut.more)


def explanation(answer: Answer, clock: Clock, written: Written, seconds: float) -> str:
    """How an answer came about: the SPARQL, where it was put, and how long what took, as SPARQL comments.

    Args:
        answer: The answer.
        clock: What timed its result.
        written: What was written.
        seconds: From the values to the last byte.
    """
    what = "triple" if isinstance(answer.result, Triples) else "row"
    count = f"{written.count:,} {what}{'' if written.count == 1 else 's'}"
    cut = " (more are there)" if written.more else ""
    if answer.cube:
        road = "the statistics: queries/cube/" + answer.query.name + ".rq"
    elif answer.query.cube is not None:
        road = "the questions themselves (it could also read the statistics)"
    else:
        road = "the questions themselves"
    first = clock.first if clock.first is not None else 0.0
    others = seconds - clock.started - clock.engine
    lines = [
        f"# query: {answer.query.name}",
        f"# reads: {road}",
        f"# gives: {count}{cut}",
        f"# takes: {_ms(seconds)}: {_ms(clock.started)} to read the query, look names up and start it, "
        f"{_ms(first)} to the first {what}, {_ms(clock.engine - first)} to the last, {_ms(others)} to write",
    ]
    body = [line for line in answer.text.splitlines() if not line.startswith("#+")]
    return "\n".join([*lines, *body, ""])


def _ms(seconds: float) -> str:
    return f"{max(seconds, 0) * 1000:,.1f} ms"


def _picture(
    answer: Answer,
    result: Solutions,
    cut: Cut,
    values: Mapping[str, str | None],
    name: str,
    target: str | None,
) -> int:
    from pqgraph import charts

    rows = list(result.rows)
    notes = [f"Only the first {len(rows):,} rows; there are more."] if cut.more else []
    caption = charts.caption_of(answer.query, values, notes=notes)
    chart = charts.chart_of(answer.query)
    picture = charts.draw(chart, result.variables, rows, answer.query.header.columns, caption)
    data = picture.data(name)
    with output(target) as stream:
        stream.write(data)
    return len(rows)


def _table(result: Solutions) -> int:
    rows = list(result.rows)
    right = frozenset(
        place
        for place in range(len(result.variables))
        if any(_is_number(row[place]) for row in rows)
        and all(row[place] is None or _is_number(row[place]) for row in rows)
    )
    console.table(result.variables, [[_cell(term) for term in row] for row in rows], right=right)
    sys.stdout.flush()
    return len(rows)


def _is_number(term: RdfTerm | None) -> bool:
    return term is not None and (term.datatype or "").rpartition("#")[2] in _NUMERIC


def _cell(term: RdfTerm | None) -> str:
    return "" if term is None else " ".join(term.value.split())
