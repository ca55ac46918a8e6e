"""A limit that the engine keeps: only the rows that will be read are made.

A list is found in two steps. An inner SELECT finds *keys* (the questions, say), one row each and in the order of the
answer; what hangs by ``OPTIONAL`` around it adds the columns. Each key makes at least one row, and rows stand in the
order of their keys, so the first *n* rows of the answer are among the rows of the first *n* keys: ``LIMIT n`` after the
inner ORDER BY spares the engine the columns of all others and changes none of the rows that are read.

A header says ``keys`` to have this done, and :func:`check_keys` sees that the text has the form for which it is true.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pqgraph.errors import PqgraphError
from pqgraph.store import sparql
from pqgraph.store.sparql import Kind, Token

__all__ = ["among", "check_keys", "limited"]

_MODIFIERS = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")
_ONE_OF = ("MIN", "MAX", "SAMPLE")
_HARMLESS = ("OPTIONAL", "BIND")


class _Select(NamedTuple):
    """The clauses of a SELECT, each without its keyword."""

    projection: list[Token]
    where: list[Token]
    group: list[Token]
    order: list[Token]
    modifiers: list[str]


class _Sort(NamedTuple):
    descending: bool
    variable: str


def check_keys(keys: Sequence[str], parts: Sequence[Token], place: str) -> None:
    """Whether a query finds its keys first, so that a limit may stand there.

    The form is ``SELECT … WHERE { { SELECT … WHERE { … } GROUP BY keys ORDER BY … } OPTIONAL { … } BIND(…) … }
    GROUP BY … ORDER BY …``. The inner order names all keys, so it is total; the outer one begins with it, as it
    stands or by an aggregate (``DESC(MIN(?key))``); the outer groups are parts of the inner ones.

    Args:
        keys: Names of the variables that the header calls keys.
        parts: The tokens of the query.
        place: Where it stands, for messages.

    Raises:
        PqgraphError: PQ502, it has another form; the message says in what.
    """
    outer, inner = _selects(parts, place)
    found = _variables(inner.group)
    if set(found) != set(keys) or len(found) != len(inner.group):
        raise _unfit(f"the inner SELECT is not grouped by {', '.join(keys)} alone", place)
    if {"LIMIT", "OFFSET", "VALUES"} & {*inner.modifiers, *outer.modifiers} or "HAVING" in outer.modifiers:
        raise _unfit("there is a LIMIT, OFFSET, VALUES or an outer HAVING already", place)
    if outer.projection[0].is_word("DISTINCT", "REDUCED") or not set(keys) <= set(_variables(outer.group)):
        raise _unfit("the outer SELECT is not grouped by the keys", place)
    wanted = _sorts(inner.order, {}, place)
    given = {sort.variable for sort in wanted}
    if not set(keys) <= given or not given <= set(_projected(inner.projection)):
        raise _unfit("the inner order does not name all keys, or something that is not selected", place)
    if _sorts(outer.order, _aliases(outer.projection), place, most=len(wanted)) != wanted:
        raise _unfit("the outer order does not begin with the inner one", place)
    depth = 0
    before = None
    for token in outer.where[_end(outer.where, 0) :]:
        opens = token.text in ("{", "(") and before is not None and before.is_word(*_HARMLESS)
        if depth == 0 and not (opens or token.text == "." or token.is_word(*_HARMLESS)):
            raise _unfit(f"{token.text} stands beside the inner SELECT, not OPTIONAL or BIND", place)
        before = token
        if token.kind is Kind.VARIABLE and token.text[1:] in given - set(keys):
            raise _unfit(f"{token.text}, by which keys are ordered, is used again outside", place)
        depth += {"{": 1, "(": 1, "}": -1, ")": -1}.get(token.text, 0)


def limited(text: str, count: int) -> str:
    """The text of a query that finds its keys first, with a limit on them.

    Args:
        text: A query that :func:`check_keys` has seen, values put in or not.
        count: How many keys are enough.
    """
    parts = sparql.tokens(text)
    start = next(i for i, token in enumerate(parts) if token.text == "{")
    last = parts[_end(parts, start + 1) - 2]
    return f"{text[: last.end]}\n    LIMIT {count:d}{text[last.end :]}"


def among(text: str, key: str, rows: Sequence[str]) -> str:
    """The text of a query that finds its keys first, with the terms among which they are.

    The terms stand as ``VALUES`` at the beginning of the inner SELECT, or of the SELECTs with which that begins, so
    that an engine begins with them. Rows of other keys go away and none is added.

    Args:
        text: As for :func:`limited`.
        key: Name of the key's variable.
        rows: The terms in SPARQL.
    """
    parts = sparql.tokens(text)
    at = next(i for i, token in enumerate(parts) if token.text == "{")
    named: list[int] = []
    # At the outer group, then at the one around the inner SELECT, which ``check_keys`` has seen.
    while parts[at + 1].text == "{" and parts[at + 2].is_word("SELECT"):
        inside = parts[at + 2 : _end(parts, at + 1) - 1]
        found = _select(inside)
        if found is None:
            break
        if key not in _projected(found.projection):
            # Values that know nothing of the key may stand beside each of its terms; what is counted or cut may not.
            is_plain = all(token.kind is Kind.VARIABLE for token in found.projection) and not found.modifiers
            if not is_plain or key in _variables(inside):
                break
            named.append(at + 2)
        at = next(i for i in range(at + 3, len(parts)) if parts[i].text == "{")
    values = "\n    ".join(["", f"VALUES ?{key} {{", *(f"  {row}" for row in rows), "}"])
    pieces, offset = [], 0
    for place, put in (*((place, f" ?{key}") for place in named), (at, values)):
        pieces += [text[offset : parts[place].end], put]
        offset = parts[place].end
    return "".join(pieces) + text[offset:]


def _unfit(why: str, place: str) -> PqgraphError:
    return PqgraphError("PQ502", f"keys: {why}", place=place)


def _end(parts: Sequence[Token], start: int) -> int:
    """The index after the bracket that closes the one at an index."""
    depth = 0
    for i in range(start, len(parts)):
        depth += {"{": 1, "(": 1, "}": -1, ")": -1}.get(parts[i].text, 0)
        if depth == 0:
            return i + 1
    return len(parts)


def _selects(parts: Sequence[Token], place: str) -> tuple[_Select, _Select]:
    start = next((i for i, token in enumerate(parts) if token.is_word("SELECT")), None)
    outer = _select(parts[start:]) if start is not None else None
    inner = None
    if outer is not None and outer.where and outer.where[0].text == "{":
        inside = outer.where[1 : _end(outer.where, 0) - 1]
        inner = _select(inside) if inside and inside[0].is_word("SELECT") else None
    if outer is None or inner is None:
        raise _unfit("the text does not begin with a SELECT around a SELECT", place)
    return outer, inner


def _select(parts: Sequence[Token]) -> _Select | None:
    """The clauses of the SELECT with which tokens begin; ``None`` if it has no group after its projection."""
    opening = next((i for i, token in enumerate(parts) if token.text == "{"), None)
    if opening is None:
        return None
    head = [token for token in parts[1:opening] if not token.is_word("WHERE")]
    closing = _end(parts, opening)
    clauses: dict[str, list[Token]] = {}
    current: list[Token] = []
    depth = 0
    for token in parts[closing:]:
        if depth == 0 and token.is_word(*_MODIFIERS):
            current = clauses.setdefault(token.text.upper(), [])
        elif not token.is_word("BY"):
            current.append(token)
        depth += {"{": 1, "(": 1, "}": -1, ")": -1}.get(token.text, 0)
    return _Select(
        head,
        list(parts[opening + 1 : closing - 1]),
        clauses.get("GROUP", []),
        clauses.get("ORDER", []),
        list(clauses),
    )


def _variables(parts: Sequence[Token]) -> list[str]:
    return [token.text[1:] for token in parts if token.kind is Kind.VARIABLE]


def _projected(projection: Sequence[Token]) -> list[str]:
    """Names of what a SELECT gives, the variables in expressions left out."""
    found = []
    depth = 0
    for i, token in enumerate(projection):
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if token.kind is Kind.VARIABLE and (depth == 0 or (depth == 1 and projection[i - 1].is_word("AS"))):
            found.append(token.text[1:])
    return found


def _aliases(projection: Sequence[Token]) -> dict[str, str]:
    """``(MIN(?date) AS ?tabled)``: that ``tabled`` is one of the values of ``date``."""
    found = {}
    for i, token in enumerate(projection):
        if token.is_word(*_ONE_OF) and projection[i + 4].is_word("AS"):
            found[projection[i + 5].text[1:]] = projection[i + 2].text[1:]
    return found


def _sorts(
    parts: Sequence[Token], aliases: dict[str, str], place: str, most: int | None = None
) -> list[_Sort]:
    """What an ORDER BY sorts by, each a variable or one of its values."""
    found: list[_Sort] = []
    at = 0
    while at < len(parts) and (most is None or len(found) < most):
        end = (
            at + 1
            if parts[at].kind is Kind.VARIABLE
            else _end(parts, at if parts[at].text == "(" else at + 1)
        )
        piece = [token for token in parts[at:end] if token.text not in ("(", ")")]
        descending = piece[0].is_word("DESC")
        names = [token for token in piece if not token.is_word("ASC", "DESC", *_ONE_OF)]
        if len(names) != 1 or names[0].kind is not Kind.VARIABLE:
            raise _unfit("an order is not that of a variable", place)
        name = names[0].text[1:]
        found.append(_Sort(descending, aliases.get(name, name)))
        at = end
    return found
