"""Codes PQ7xx: the Linked Data API and its server."""

from __future__ import annotations

from pqgraph.errors.code import ErrorCode, Exit

__all__ = ["ROWS"]

ROWS = (
    ErrorCode(
        "PQ701",
        "API description is wrong",
        "A description of a Linked Data API leaves out what it needs, contradicts itself, or names what it does not "
        "define.",
        "Look at the node named; docs/api.md lists what a description may say.",
        Exit.COULD_NOT,
    ),
    ErrorCode(
        "PQ711",
        "cannot listen there",
        "The address or port that the server should listen at is taken, not this machine's, or not allowed.",
        "Name another with --host and --port, or stop the program that holds it.",
        Exit.COULD_NOT,
    ),
)
