"""Pieces of SPARQL that descriptions hold, and that clients may send where an operator allows it.

Variables are replaced and prefixes found by the tokens of SPARQL, never by searching the text, so that what stands
in a string or an IRI stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from pqgraph.api.protocol import Problem
from pqgraph.errors import PqgraphError
from pqgraph.rdf.terms import Term
from pqgraph.store.sparql import Kind, read_only_form, tokens

__all__ = ["MAX_DEPTH", "bind", "check_piece", "check_query", "ended", "only", "prologue"]

MAX_DEPTH = 64
MAX_LENGTH = 20_000
_FORBIDDEN = (
    "SERVICE",
    "FROM",
    "INSERT",
    "DELETE",
    "LOAD",
    "CLEAR",
    "DROP",
    "CREATE",
    "ADD",
    "MOVE",
    "COPY",
    "WITH",
)
_OPEN, _CLOSE = {"{": "}", "(": ")", "[": "]"}, {"}", ")", "]"}


def bind(text: str, term_of: Callable[[str], Term | None], keep: tuple[str, ...] = ("item",)) -> str:
    """A piece of SPARQL in which variables that have a value are replaced by it.

    Args:
        text: The piece.
        term_of: The value of a variable, or ``None``.
        keep: Variables that are never replaced.

    Raises:
        PqgraphError: PQ503, the piece is no SPARQL.
    """
    pieces = []
    position = 0
    for token in tokens(text):
        if token.kind is Kind.VARIABLE and token.text[1:] not in keep:
            term = term_of(token.text[1:])
            if term is not None:
                pieces += [text[position : token.start], term]
                position = token.end
    return "".join((*pieces, text[position:]))


def only(iris: Iterable[str]) -> str:
    """A filter that lets these properties through, for ``?s ?p ?o`` of things that are known.

    Listed by VALUES instead, Oxigraph would go through all statements of each property for each thing.

    >>> only(["http://e/a", "http://e/b"])
    'FILTER(?p IN (<http://e/a>, <http://e/b>))'
    """
    return f"FILTER(?p IN ({', '.join(f'<{iri}>' for iri in iris)}))"


def ended(text: str) -> str:
    """A graph pattern that others can follow: with a full stop, which may stand behind whatever ends one."""
    parts = tokens(text)
    # The line feed ends a comment.
    return text if not parts else f"{text}\n" if parts[-1].text == "." else f"{text}\n."


def prologue(text: str, prefixes: Mapping[str, str]) -> str:
    """Declarations of the prefixes that a text uses and does not declare itself."""
    used: dict[str, None] = {}
    declared = set()
    parts = tokens(text)
    for before, token in zip((None, *parts), parts, strict=False):
        if token.kind is Kind.NAME:
            prefix = token.text.partition(":")[0]
            if before is not None and before.is_word("PREFIX"):
                declared.add(prefix)
            else:
                used[prefix] = None
    wanted = [prefix for prefix in used if prefix in prefixes and prefix not in declared]
    return "".join(f"PREFIX {prefix}: <{prefixes[prefix]}>\n" for prefix in wanted)


def check_query(text: str, parameter: str) -> None:
    """Whether a whole SELECT of a client's may be run; that it is one is checked too.

    Raises:
        Problem: 400, it may not.
    """
    check_piece(text, parameter)
    try:
        form = read_only_form(tokens(text))
    except PqgraphError as problem:
        raise Problem(400, f"{parameter}: {problem.found}.") from None
    if form != "SELECT":
        raise Problem(400, f"{parameter} must be a SELECT query, not {form}.")


def check_piece(text: str, parameter: str, kind: Literal["pattern", "order"] = "pattern") -> None:
    """Whether a piece of SPARQL of a client's stays within its place: balanced, not nested without end, only reading.

    Raises:
        Problem: 400, it does not.
    """
    if len(text) > MAX_LENGTH:
        raise Problem(400, f"{parameter} is longer than {MAX_LENGTH:,} characters.")
    try:
        parts = tokens(text)
    except PqgraphError as problem:
        raise Problem(400, f"{parameter}: {problem.found}.") from None
    stack: list[str] = []
    for part in parts:
        if part.is_word(*_FORBIDDEN) or (
            kind == "order" and part.is_word("LIMIT", "OFFSET", "VALUES", "HAVING")
        ):
            raise Problem(400, f"{parameter} must not hold {part.text.upper()}.")
        if part.kind is Kind.SIGN and part.text in _OPEN:
            stack.append(_OPEN[part.text])
            if len(stack) > MAX_DEPTH:
                raise Problem(400, f"{parameter} is nested more than {MAX_DEPTH} deep.")
        elif part.kind is Kind.SIGN and part.text in _CLOSE and (not stack or stack.pop() != part.text):
            raise Problem(400, f"{parameter} closes a bracket that it does not open.")
    if stack:
        raise Problem(400, f"{parameter} opens a bracket that it does not close.")
