"""Every error pqgraph can report, with its code, its meaning, its cure and its exit code.

A code stands for one cause. Library functions raise :class:`PqgraphError`; they never print and never exit.
Things that concern one record and do not stop the run are values (:class:`pqgraph.model.Rejected`,
:class:`pqgraph.model.Notice`) that carry the same codes.

Each range of codes is a table in a module of its own: a new code goes to the end of its range there.
"""

from __future__ import annotations

from collections.abc import Iterable

from pqgraph.errors import api, graphs, inputs, members, merging, queries, records, stores, usage
from pqgraph.errors.code import ErrorCode, Exit

__all__ = ["CODES", "GROUPS", "ErrorCode", "Exit", "PqgraphError"]

GROUPS: dict[str, tuple[ErrorCode, ...]] = {
    "Files as a whole": inputs.ROWS,
    "Single records": records.ROWS,
    "Members": members.ROWS,
    "Records that belong together": merging.ROWS,
    "RDF and checks": graphs.ROWS,
    "Stored queries and search": queries.ROWS,
    "Stores and output": stores.ROWS,
    "Linked Data API": api.ROWS,
    "Use of the command": usage.ROWS,
}
"""The codes by what they concern, in the order of their numbers: the sections of the reference page."""


def join(tables: Iterable[tuple[ErrorCode, ...]]) -> dict[str, ErrorCode]:
    """One table of several, by code.

    Raises:
        ValueError: A code stands twice; one number must never have two meanings.
    """
    joined: dict[str, ErrorCode] = {}
    for rows in tables:
        for row in rows:
            if row.id in joined:
                raise ValueError(f"{row.id} stands twice: {joined[row.id].title!r} and {row.title!r}")
            joined[row.id] = row
    return joined


CODES: dict[str, ErrorCode] = join(GROUPS.values())
"""Every code of pqgraph by its number, for example ``CODES["PQ201"]``."""


class PqgraphError(Exception):
    """Something that stops a command, or one file of it.

    Args:
        code: A key of :data:`CODES`.
        found: What was found, in one line, with the names the user knows.
        place: Where: file, line, JSON pointer or XPath.
        advice: What to do, if more can be said than the code's own cure.
    """

    def __init__(self, code: str, found: str, *, place: str | None = None, advice: str | None = None) -> None:
        self.code = CODES[code]
        self.found = found
        self.place = place
        self.advice = advice or self.code.cure
        super().__init__(self.one_line())

    def one_line(self) -> str:
        """The error on one line: code, place, what was found."""
        where = f"{self.place}: " if self.place else ""
        return f"{self.code.id} {where}{self.found}"

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (self.code.id, self.found, self.place, self.advice))


def _rebuild(code: str, found: str, place: str | None, advice: str | None) -> PqgraphError:
    # Errors cross process borders; keyword arguments do not survive the default pickling of exceptions.
    return PqgraphError(code, found, place=place, advice=advice)
