"""Codes PQ9xx: how the command was called, what is installed, and bugs."""

from __future__ import annotations

from pqgraph.errors.code import ErrorCode, Exit

__all__ = ["ROWS"]

ROWS = (
    ErrorCode(
        "PQ901",
        "wrong use",
        "An option, argument or combination of them is not possible.",
        "See --help.",
        Exit.WRONG_USE,
    ),
    ErrorCode(
        "PQ902",
        "an optional part is missing",
        "The command needs a package that comes with an extra.",
        "Install it: pip install 'pqgraph[all]'.",
        Exit.COULD_NOT,
    ),
    ErrorCode(
        "PQ999",
        "bug in pqgraph",
        "Something happened that should not be possible.",
        "Report it with the output of the same command under -v.",
        Exit.BUG,
    ),
)
