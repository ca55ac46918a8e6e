"""Why Oxigraph does not accept a query, and where: in words, from the query's tokens and what its parser says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pqgraph.errors import PqgraphError
from pqgraph.store.sparql import Kind, Token, line_and_column, tokens
from pqgraph.terms import PREFIXES

__all__ = ["explained"]

_EXPECTED = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_BETWEEN = re.compile(r", (?![^\[]*\])")
_KEYWORD = re.compile(r"[A-Za-z_0-9]+\Z")
_PADDING = "\n" + " " * 40
_MOST_SHOWN = 80
_AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
_AFTER_GROUP = ("HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")
_PHRASES = {
    "SELECT * is not authorized with GROUP BY": (
        "SELECT * does not go with GROUP BY, nor with COUNT and its like: name the variables"
    ),
    "The SELECT contains an expression with a variable that is unbound": (
        "an expression in SELECT uses a variable that GROUP BY does not name: put it there, or into SAMPLE()"
    ),
    "The SELECT contains a variable that is unbound": (
        "SELECT names a variable that GROUP BY does not name: put it there, or into SAMPLE()"
    ),
    "The SELECT overrides an existing variable using an expression": (
        "AS in SELECT names a variable that the pattern has already: take another name"
    ),
    "Duplicated variable name in SELECT": "SELECT names a variable twice",
    "The query limit should be a non negative integer": "LIMIT takes no number so large",
    "The query offset should be a non negative integer": "OFFSET takes no number so large",
    "IRI parsing failed": "the IRI before this place is not valid, or is relative and there is no BASE",
    "Prefix not found": "the prefix before this place is not declared",
}
"""What Oxigraph's parser says among what it expected, and the same in our words."""


def explained(text: str, problem: SyntaxError) -> tuple[str, tuple[int, int] | None]:
    """What is wrong with a query.

    Args:
        text: The query.
        problem: What Oxigraph said of it.

    Returns:
        What is wrong, and line and column from 1 if a place is known.
    """
    message = _padded(text) or str(problem)
    expected = _EXPECTED.match(message)
    if expected is None:
        return message.partition("\n")[0], None
    reported, offset = _places(text, expected)
    try:
        parts = tokens(text)
    except PqgraphError:
        parts = []
    faults = [*_undeclared(parts), *_repeated(parts), *_ungrouped(parts, message)]
    found = _first(faults, reported) or _said(message, offset)
    if found is None:
        found = _unexpected(text, parts, offset), offset
    return found[0], line_and_column(text, min(found[1], len(text)))


def _padded(text: str) -> str:
    """What Oxigraph says of the text with blanks at its end.

    Its parser takes as many characters as a keyword has before it compares them. Near the end of a text there are too
    few, and then the end is all that it complains of.
    """
    import pyoxigraph as ox

    try:
        ox.Store().query(text + _PADDING)
    except SyntaxError as problem:
        return str(problem)
    except (OSError, RuntimeError, ValueError):
        pass
    return ""


def _places(text: str, expected: re.Match[str]) -> tuple[int, int]:
    """The offset that the parser reports, and the one that it means."""
    line, column = int(expected[1]), int(expected[2])
    lines = (text + _PADDING).split("\n")
    offset = sum(len(each) + 1 for each in lines[: line - 1]) + column - 1
    wanted = [each.strip() for each in _BETWEEN.split(expected[3])]
    if all(_KEYWORD.match(each) for each in wanted):
        # A keyword that is not there is reported after the characters that were compared with it.
        return offset, max(0, offset - min(map(len, wanted)))
    return offset, offset


def _first(found: Sequence[tuple[str, int]], offset: int) -> tuple[str, int] | None:
    """The first of some faults, if it stands before the place where the parser gave up."""
    return min((each for each in found if each[1] <= offset), key=lambda each: each[1], default=None)


def _undeclared(parts: Sequence[Token]) -> Iterator[tuple[str, int]]:
    declared: set[str] = set()
    for number, token in enumerate(parts):
        if token.kind is not Kind.NAME:
            continue
        prefix = token.text.partition(":")[0]
        if number and parts[number - 1].is_word("PREFIX"):
            declared.add(prefix)
        elif prefix not in declared:
            known = PREFIXES.get(prefix)
            cure = f"; add the line PREFIX {prefix}: <{known}>" if known else ""
            yield f"the prefix {prefix}: is not declared{cure}", token.start
            return


def _projected(parts: Sequence[Token], at: int) -> Iterator[tuple[Token, bool]]:
    """The variables that a SELECT names, and whether an expression gives the value."""
    depth = 0
    for number in range(at + 1, len(parts)):
        token = parts[number]
        if token.text == "(":
            depth += 1
        elif token.text == ")":
            depth -= 1
        elif depth == 0 and (token.text == "{" or token.is_word("WHERE", "FROM")):
            return
        elif token.kind is Kind.VARIABLE and (depth == 0 or (depth == 1 and parts[number - 1].is_word("AS"))):
            yield token, depth > 0


def _repeated(parts: Sequence[Token]) -> Iterator[tuple[str, int]]:
    for at, select in enumerate(parts):
        if select.is_word("SELECT"):
            seen: set[str] = set()
            for token, _ in _projected(parts, at):
                if token.text[1:] in seen:
                    yield f"SELECT names {token.text} twice", token.start
                seen.add(token.text[1:])


def _ungrouped(parts: Sequence[Token], message: str) -> Iterator[tuple[str, int]]:
    if "The SELECT contains a variable that is unbound" not in message:
        return
    for at, select in enumerate(parts):
        if not select.is_word("SELECT"):
            continue
        grouped, has_groups = _grouped(parts, at)
        for token, is_made in _projected(parts, at):
            if has_groups and not is_made and token.text[1:] not in grouped:
                yield (
                    f"SELECT names {token.text}, but rows are grouped without it: put it into GROUP BY, or take "
                    f"(SAMPLE({token.text}) AS ?one)",
                    token.start,
                )


def _grouped(parts: Sequence[Token], at: int) -> tuple[set[str], bool]:
    """The variables of a SELECT's GROUP BY, and whether it makes groups at all."""
    depth, grouping, has_groups = 0, False, False
    found: set[str] = set()
    for number in range(at + 1, len(parts)):
        token = parts[number]
        if token.text in ("{", "(", "["):
            depth += 1
        elif token.text in ("}", ")", "]"):
            depth -= 1
            if depth < 0:
                break
        elif depth == 0 and token.is_word("GROUP"):
            grouping = has_groups = True
        elif depth == 0 and token.is_word(*_AFTER_GROUP):
            grouping = False
        elif grouping and token.kind is Kind.VARIABLE and (depth == 0 or parts[number - 1].is_word("AS")):
            found.add(token.text[1:])
        elif depth and token.is_word(*_AGGREGATES):
            has_groups = True
    return found, has_groups


def _said(message: str, offset: int) -> tuple[str, int] | None:
    return next(((ours, offset) for theirs, ours in _PHRASES.items() if theirs in message), None)


def _unexpected(text: str, parts: Sequence[Token], offset: int) -> str:
    rest = text[offset:].strip()
    if rest:
        return f"not expected here: {rest.partition(chr(10))[0].strip()[:_MOST_SHOWN]!r}"
    opened: list[Token] = []
    for token in parts:
        if token.kind is Kind.SIGN and token.text in "{([":
            opened.append(token)
        elif token.kind is Kind.SIGN and token.text in "})]" and opened:
            opened.pop()
    if not opened:
        return "the query ends too early"
    line, column = line_and_column(text, opened[-1].start)
    return f"the query ends too early: {opened[-1].text} of line {line}, column {column} is not closed"
