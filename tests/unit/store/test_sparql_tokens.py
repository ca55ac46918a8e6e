"""Tokens of SPARQL texts: which they are, and that long texts take no longer than their length."""

from __future__ import annotations

import pytest

from pqgraph.errors import PqgraphError
from pqgraph.store.sparql import Kind, tokens

_LENGTH = 150_000
"""Where time grows with the square of the length, one of these texts takes minutes."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.b:c", [(Kind.NAME, "a.b:c")]),
        ("a.b", [(Kind.WORD, "a"), (Kind.SIGN, "."), (Kind.WORD, "b")]),
        ("a.:b", [(Kind.WORD, "a"), (Kind.SIGN, "."), (Kind.NAME, ":b")]),
        (
            "a.b.:c",
            [(Kind.WORD, "a"), (Kind.SIGN, "."), (Kind.WORD, "b"), (Kind.SIGN, "."), (Kind.NAME, ":c")],
        ),
        ("a-b-:c", [(Kind.NAME, "a-b-:c")]),
        ("a·:c", [(Kind.NAME, "a·:c")]),
        # A number begins inside the run and ends after it.
        ("a.5e+3", [(Kind.WORD, "a"), (Kind.NUMBER, ".5e+3")]),
        ("_a.b.c:d", [(Kind.WORD, "_a"), (Kind.SIGN, "."), (Kind.NAME, "b.c:d")]),
        ("a._:b", [(Kind.NAME, "a._:b")]),
        ("a.b c:d", [(Kind.WORD, "a"), (Kind.SIGN, "."), (Kind.WORD, "b"), (Kind.NAME, "c:d")]),
        (
            "?s.parl:uin.",
            [(Kind.VARIABLE, "?s"), (Kind.SIGN, "."), (Kind.NAME, "parl:uin"), (Kind.SIGN, ".")],
        ),
    ],
)
def test_names_and_what_only_looks_like_one(text: str, expected: list[tuple[Kind, str]]) -> None:
    assert [(token.kind, token.text) for token in tokens(text)] == expected


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "a.",
            "a-",
            "é.",
            "a1.",
            "_a.",
            "a.:",
            "a.b:c.",
            "a:b%41.",
            ":a.",
            "_:a.",
            "_:a._",
            "a.1e+",
            "1.",
            "1e",
        ),
        *(
            "1.1e",
            ".1",
            "?a.",
            "@a-b",
            "<",
            "<a<",
            "<a",
            '""',
            "..",
            "a\\",
            "a:\\.",
            "#",
            "# a\n",
            '"""a"""',
            "'a'",
        ),
    ],
)
def test_a_long_text_takes_time_by_its_length(unit: str) -> None:
    text = "SELECT * { " + unit * (_LENGTH // len(unit))
    try:
        found = tokens(text)
    except PqgraphError as error:
        assert error.code.id == "PQ503"
    else:
        assert found[-1].end <= len(text)
