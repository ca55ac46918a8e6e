"""What an error code is, and the exit codes of the command."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

__all__ = ["ErrorCode", "Exit"]


class Exit(IntEnum):
    """What the exit code of a command says."""

    DONE = 0
    FINDINGS = 1
    WRONG_USE = 2
    COULD_NOT = 3
    BUG = 70


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """One cause of trouble.

    Attributes:
        id: The stable code, for example ``PQ201``.
        title: What is wrong, in one line.
        meaning: When this happens.
        cure: What the user can do.
        exit: The exit code of a command that stops for this reason. A rejected record counts as a finding.
    """

    id: str
    title: str
    meaning: str
    cure: str
    exit: Exit
