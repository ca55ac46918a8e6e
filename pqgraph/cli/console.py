"""Talk on stderr, tables on stdout: colour and width on a terminal, plain text in a pipe."""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pqgraph.errors import CODES, Exit
from pqgraph.model import Rejected

if TYPE_CHECKING:
    from rich.console import Console

    from pqgraph.pipeline import Problem, Tally

__all__ = [
    "bug",
    "configure",
    "error",
    "is_terminal",
    "outcome",
    "problem_printer",
    "progress",
    "say",
    "status",
    "summary",
    "table",
]


class _State:
    quiet = False
    verbose = False


def configure(*, quiet: bool, verbose: bool) -> None:
    """Set how much is said on stderr."""
    _State.quiet, _State.verbose = quiet, verbose


def _is_plain() -> bool:
    """Whether stderr is a pipe or a file, and nobody asks for colour all the same.

    Then rich would print the text as it stands; importing it takes longer than converting a thousand questions.
    """
    return not sys.stderr.isatty() and not os.environ.keys() & {"FORCE_COLOR", "TTY_COMPATIBLE"}


def _stderr() -> Console:
    from rich.console import Console

    # Made anew each time, so that it follows a redirected stream and NO_COLOR.
    return Console(file=sys.stderr, highlight=False, soft_wrap=True)


def is_terminal() -> bool:
    """Whether stdout is a terminal."""
    return sys.stdout.isatty()


def _print(text: str, *, head: str = "", style: str = "") -> None:
    """One line on stderr, as it stands; its head in a style of rich's where there is colour."""
    if _is_plain():
        sys.stderr.write(f"{head}{text}\n")
        return
    from rich.markup import escape

    _stderr().print(f"[{style}]{escape(head)}[/]{escape(text)}" if head else escape(text))


def say(text: str) -> None:
    """One line of talk."""
    if not _State.quiet:
        _print(text)


def error(code: str, found: str, *, place: str | None = None, advice: str | None = None) -> None:
    """An error that ends the command: code, place, what was found; what to do on the next line."""
    where = f"{place}: " if place else ""
    _print(f" {where}{found}", head=code, style="bold red")
    if advice:
        _print(f"      {advice}")


def bug(problem: Exception) -> None:
    """Something that should not be possible."""
    error("PQ999", f"{type(problem).__name__}: {problem}", advice=CODES["PQ999"].cure)
    if _State.verbose:
        traceback.print_exception(problem, file=sys.stderr)


def problem_printer() -> Callable[[Problem], None]:
    """Prints each rejection and notice as it comes; with ``--verbose`` also what to do about it, once a code."""
    advised: set[str] = set()

    def show(problem: Problem) -> None:
        rejected = isinstance(problem, Rejected)
        if _State.quiet and not rejected:
            return
        style, word = ("red", "rejected: ") if rejected else ("yellow", "")
        _print(f" {problem.locator}: {word}{problem.found}", head=problem.code, style=style)
        if _State.verbose and problem.code not in advised:
            advised.add(problem.code)
            _print(f"      {CODES[problem.code].cure}")

    return show


@contextmanager
def progress(what: str) -> Iterator[Callable[[Tally], None] | None]:
    """A line that counts questions while a command runs; only on a terminal."""
    if _State.quiet or _is_plain() or not (console := _stderr()).is_terminal:
        yield None
        return
    began = time.monotonic()
    with console.status(what) as status:

        def update(tally: Tally) -> None:
            rate = tally.questions / max(time.monotonic() - began, 0.001)
            status.update(f"{what}: {tally.questions:,} questions, {rate:,.0f} a second")

        yield update


@contextmanager
def status(what: str) -> Iterator[Callable[[str], None] | None]:
    """A line that tells what a command is at; only on a terminal."""
    if _State.quiet or _is_plain() or not (console := _stderr()).is_terminal:
        yield None
        return
    from rich.markup import escape

    with console.status(what) as shown:
        yield lambda text: shown.update(escape(text))


def summary(tally: Tally, triples: int | None, target: str) -> None:
    """The last line: counts, and where it went."""
    parts = [f"{tally.questions:,} question{'' if tally.questions == 1 else 's'}"]
    if tally.members:
        parts.append(f"{tally.members:,} member{'' if tally.members == 1 else 's'}")
    if triples is not None:
        parts.append(f"{triples:,} triples")
    if tally.rejections:
        codes = ", ".join(f"{code} {count:,}" for code, count in sorted(tally.rejected.items()))
        parts.append(f"{tally.rejections:,} rejected ({codes})")
    if tally.notices:
        parts.append(f"{tally.notices.total():,} notice{'' if tally.notices.total() == 1 else 's'}")
    say(f"{', '.join(parts)} → {target}")


def outcome(tally: Tally) -> Exit:
    """The exit code that the tally of a run calls for."""
    return Exit.FINDINGS if tally.rejections else Exit.DONE


def table(
    headings: Sequence[str], rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset()
) -> None:
    """A table on stdout: drawn on a terminal, aligned columns in a pipe.

    Args:
        headings: Names of the columns.
        rows: Cells as text.
        right: Columns to be set flush right.
    """
    if is_terminal():
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        drawn = Table(header_style="bold", row_styles=["", "dim"] if len(rows) > 30 else None)
        for place, heading in enumerate(headings):
            drawn.add_column(heading, justify="right" if place in right else "left", overflow="fold")
        for row in rows:
            drawn.add_row(*(Text(cell) for cell in row))
        Console(highlight=False).print(drawn)
        return
    cells = [list(headings), *(list(row) for row in rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(headings))]
    for row in cells:
        line = "  ".join(
            cell.rjust(width) if place in right else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        sys.stdout.write(line.rstrip() + "\n")
