"""What a query of a stranger may be: a query, not too long, not too deep, and about this store alone.

Engines parse by recursion. Oxigraph aborts its process for some thousand braces in each other, and for long chains of
operators, so all that recursion could follow is counted on the tokens before it sees the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pqgraph.api.protocol import Problem
from pqgraph.errors import PqgraphError
from pqgraph.store.sparql import Kind, Token, line_and_column, read_only_form, tokens

__all__ = ["Bounds", "check", "problem_of"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a query may be.

    Attributes:
        length: Bytes of its text.
        depth: Brackets of any kind in each other.
        operators: Operators and patterns in a row, those of the tallest group in it included.
    """

    length: int = 65_536
    depth: int = 64
    operators: int = 500


_OPEN, _CLOSE = frozenset("{(["), frozenset("})]")
_PAIRS = {"}": "{", ")": "(", "]": "["}
# What chains: operators of expressions and paths, and the words that join patterns.
_CHAINING = frozenset(("+", "-", "*", "/", "|", "||", "&&", "!", "^", "?", "=", "!=", "<", ">", "<=", ">="))
_WORDS = ("UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "GRAPH", "VALUES", "EXISTS")


def check(text: str, bounds: Bounds) -> str:
    """Whether a text is a query that may be tried.

    Args:
        text: The text.
        bounds: How much it may be.

    Returns:
        Its form: ``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``.

    Raises:
        Problem: 400, it is no query or goes beyond the bounds; 403, it would change something or call others.
    """
    if len(text.encode(errors="replace")) > bounds.length:
        raise Problem(400, f"The query is longer than {bounds.length:,} bytes.")
    try:
        parts = tokens(text)
        form = read_only_form(parts)
    except PqgraphError as error:
        raise problem_of(error) from None
    _check_depth(text, parts, bounds)
    return form


def _check_depth(text: str, parts: Sequence[Token], bounds: Bounds) -> None:
    """Whether brackets close, and what an engine follows step by step, nested or in a row, is not too much."""
    opened: list[str] = []
    # For each open bracket: steps in a row so far, and the height of the tallest bracket in it.
    rows, tallest = [0], [0]
    for token in parts:
        sign = token.text if token.kind is Kind.SIGN else ""
        if sign in _OPEN:
            # A group after a group is joined to it.
            rows[-1] += sign == "{"
            opened.append(sign)
            rows.append(0)
            tallest.append(0)
        elif sign in _CLOSE:
            if not opened or opened.pop() != _PAIRS[sign]:
                raise _at(text, token, f"{sign} closes nothing")
            height = rows.pop() + tallest.pop()
            tallest[-1] = max(tallest[-1], height)
        elif sign in _CHAINING or token.is_word(*_WORDS):
            rows[-1] += 1
        if len(opened) > bounds.depth:
            raise _at(text, token, f"brackets stand more than {bounds.depth} deep in each other")
        if rows[-1] + tallest[-1] > bounds.operators:
            raise _at(
                text,
                token,
                f"more than {bounds.operators} operators and patterns stand in a row or in each other",
            )


def _at(text: str, token: Token, found: str) -> Problem:
    line, column = line_and_column(text, token.start)
    return Problem(400, f"Line {line}, column {column}: {found}.", {"line": line, "column": column})


def problem_of(error: PqgraphError) -> Problem:
    """The problem that an error about a query is for a client."""
    if error.code.id == "PQ507":
        return Problem(403, f"This endpoint only answers queries about its own data: {error.found}.")
    place = (error.place or "").replace(",", "").split()
    extra: dict[str, object] = {}
    if len(place) == 4 and place[0] == "line" and place[1].isdigit() and place[3].isdigit():
        extra = {"line": int(place[1]), "column": int(place[3])}
    if not error.place:
        return Problem(400, f"{error.found[:1].upper()}{error.found[1:]}.", extra)
    return Problem(400, f"{error.place.capitalize()}: {error.found}.", extra)
