"""What a run counts and tells of single records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable

from msgspec import Struct

from pqgraph.model import Notice, Rejected, SourceFile

__all__ = ["Problem", "Reporter", "Tally", "new_tally"]

Problem = Rejected | Notice
"""What a run reports about single records."""


class Tally(Struct, kw_only=True):
    """What a run has done so far."""

    files: list[SourceFile]
    """Files read to their end."""
    questions: int = 0
    """Questions mapped."""
    members: int = 0
    """Members mapped, each once, from whatever number of records."""
    rejected: Counter[str]
    """Rejected records by code."""
    notices: Counter[str]
    """Notices by code."""

    @property
    def rejections(self) -> int:
        """Rejected records in total."""
        return self.rejected.total()


def new_tally() -> Tally:
    """The tally of a run that has done nothing yet."""
    return Tally(files=[], rejected=Counter(), notices=Counter())


class Reporter:
    """Counts what is to be told of single records, and passes it on as it comes.

    Args:
        tally: Where to count.
        on_problem: Called with each rejection and notice.
    """

    def __init__(self, tally: Tally, on_problem: Callable[[Problem], None] | None = None) -> None:
        self.tally = tally
        self._on_problem = on_problem
        self._told: set[Hashable] = set()

    def report(self, problem: Problem, once: Hashable | None = None) -> None:
        """Count a problem and pass it on.

        Args:
            problem: The rejection or notice.
            once: What it is about, if it is to be told the first time only. It counts every time.
        """
        counter = self.tally.rejected if isinstance(problem, Rejected) else self.tally.notices
        counter[problem.code] += 1
        if self.is_new(once):
            self.pass_on(problem, once)

    def is_new(self, once: Hashable | None) -> bool:
        """Whether nothing was told yet of what a problem is about; from now on, it was."""
        if once in self._told:
            return False
        if once is not None:
            self._told.add(once)
        return True

    def pass_on(self, problem: Problem, once: Hashable | None) -> None:
        """Tell of a problem, without counting it."""
        if self._on_problem is not None:
            self._on_problem(problem)
