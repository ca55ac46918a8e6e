"""SPARQL text as tokens: what a parameter may replace, and what a query may not hold.

Text is never searched with patterns for words: a word inside a string, an IRI or a comment is none. The
tokens are the terminals of the `SPARQL 1.1 grammar <https://www.w3.org/TR/sparql11-query/#sparqlGrammar>`_.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from pqgraph.errors import PqgraphError

__all__ = ["Kind", "Token", "form", "line_and_column", "read_only_form", "tokens"]


class Kind(StrEnum):
    """Kinds of terminals, as far as pqgraph tells them apart."""

    IRI = "iri"
    STRING = "string"
    VARIABLE = "variable"
    LANGUAGE = "language"
    BNODE = "bnode"
    NAME = "name"
    NUMBER = "number"
    WORD = "word"
    SIGN = "sign"


class Token(NamedTuple):
    """One terminal and where it stands.

    Attributes:
        kind: What it is.
        text: As written.
        start: Offset of its first character.
        end: Offset after its last.
    """

    kind: Kind
    text: str
    start: int
    end: int

    def is_word(self, *words: str) -> bool:
        """Whether it is one of these keywords (given in capitals); SPARQL's keywords ignore case."""
        return self.kind is Kind.WORD and self.text.upper() in words


_ESCAPE = r"\\[tbnrf\"'\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_LOCAL_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"


def _terminals(prefix: str) -> re.Pattern[str]:
    """The terminals, with names whose part before the colon is one of these."""
    return re.compile(
        rf"""
      (?P<space>[ \t\r\n]+|\#[^\r\n]*)
    | (?P<iri><(?:[^\x00-\x20<>"{{}}|^`\\]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*>)
    | (?P<string>
          \"\"\"(?:\"{{0,2}}(?:[^\"\\]|{_ESCAPE}))*\"\"\"
        | '''(?:'{{0,2}}(?:[^'\\]|{_ESCAPE}))*'''
        | \"(?!\"\")(?:[^\"\\\n\r]|{_ESCAPE})*\"
        | '(?!'')(?:[^'\\\n\r]|{_ESCAPE})*')
    | (?P<variable>[?$][\w·‿⁀]+)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<bnode>_:\w(?:[\w.\-·]*[\w\-·])?)
    | (?P<name>{prefix}:
          (?:(?:[\w:]|{_LOCAL_ESCAPE})(?:(?:[\w:.\-·]|{_LOCAL_ESCAPE})*(?:[\w:\-·]|{_LOCAL_ESCAPE}))?)?)
    | (?P<number>(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+)
    | (?P<word>[^\W\d]\w*)
    | (?P<sign>\^\^|&&|\|\||!=|<=|>=|[{{}}()\[\].,;*/|^+?!=<>-])
    """,
        re.VERBOSE,
    )


# What may stand before the colon of a name: letters, digits, points and hyphens, no point at the end.
_RUN = re.compile(r"[^\W\d_][\w.\-·]*+")
_TOKEN = _terminals(rf"(?:{_RUN.pattern}(?<!\.))?")


@cache
def _nameless() -> re.Pattern[str]:
    """The terminals inside a run that no colon follows: no name begins there.

    To look for one at each of its letters would take time that grows with the square of its length: a minute for
    ``a.a.a.…`` of 64 kB.
    """
    return _terminals("")


_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of a place in a text."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def tokens(text: str, *, place: str | None = None) -> list[Token]:
    r"""The terminals of a SPARQL text, without white space and comments.

    Args:
        text: The SPARQL text.
        place: Name of the file, for the message.

    Raises:
        PqgraphError: PQ503, some characters begin no terminal: an open string, a stray backslash. An escape
            like ``\u0053`` outside strings and IRIs is refused too, because engines differ in when they
            resolve it.
    """
    found: list[Token] = []
    position = nameless = 0
    while position < len(text):
        match = (_TOKEN if position >= nameless else _nameless()).match(text, position)
        if match is None:
            line, column = line_and_column(text, position)
            where = f"{place}:{line}:{column}" if place else f"line {line}, column {column}"
            raise PqgraphError(
                "PQ503", f"{text[position : position + 20]!r} begins no SPARQL token", place=where
            )
        if match.lastgroup != "space":
            found.append(Token(Kind(match.lastgroup or ""), match.group(), position, match.end()))
            if match.lastgroup == "word" and position >= nameless:
                run = _RUN.match(text, position)
                nameless = position if run is None else run.end()
        position = match.end()
    return found


def form(parts: Sequence[Token]) -> str | None:
    """The query form (``SELECT``, ``ASK``, ``CONSTRUCT``, ``DESCRIBE``), or ``None`` if there is none."""
    return next((t.text.upper() for t in parts if t.is_word(*_FORMS)), None)


def read_only_form(parts: Sequence[Token], *, place: str | None = None) -> str:
    """The query form of a text that only reads the graph it is put to.

    Returns:
        ``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``.

    Raises:
        PqgraphError: PQ507, the text is an update, or calls another endpoint with SERVICE; PQ503, it is no
            query.
    """
    first = next((t for t in parts if t.is_word(*_UPDATES, *_FORMS)), None)
    if first is not None and first.is_word(*_UPDATES):
        raise PqgraphError("PQ507", f"{first.text.upper()} is an update", place=place)
    if any(t.is_word("SERVICE") for t in parts):
        raise PqgraphError("PQ507", "SERVICE sends part of the query to another endpoint", place=place)
    if first is None:
        raise PqgraphError("PQ503", "the text holds none of SELECT, ASK, CONSTRUCT and DESCRIBE", place=place)
    return first.text.upper()
