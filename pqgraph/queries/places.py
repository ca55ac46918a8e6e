"""Where values stand in a query's text, found among its tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from pqgraph.errors import PqgraphError
from pqgraph.queries.header import Param
from pqgraph.store.sparql import Kind, Token

__all__ = [
    "Default",
    "Slot",
    "fits",
    "in_range",
    "is_one_term",
    "projection",
    "rows_of_hits",
    "text_block",
    "values_block",
    "values_blocks",
]

_IRI_TYPES = frozenset(("iri", "topic", "member", "body", "house", "month", "year"))
_XSD = "http://www.w3.org/2001/XMLSchema#"
_HITS = ("?question", "?score")


class Slot(NamedTuple):
    """Tokens that a value takes the place of.

    Attributes:
        first: Index of the first.
        last: Index after the last.
        blank: What stands there when nothing is given.
    """

    first: int
    last: int
    blank: str = "UNDEF"


@dataclass(frozen=True, slots=True)
class Default:
    """What stands in the place of a parameter, as the file has it.

    Attributes:
        text: The term as written, or ``UNDEF``.
        slots: Its place; of a grlc query, all its places.
    """

    text: str
    slots: tuple[Slot, ...]

    @property
    def is_undef(self) -> bool:
        """Whether it says that nothing is given."""
        return self.text.upper() == "UNDEF"


def values_blocks(parts: list[Token]) -> dict[str, list[int]]:
    """The variable of each one-variable ``VALUES`` block, with the index after each ``{``."""
    found: dict[str, list[int]] = {}
    for i, token in enumerate(parts[:-3]):
        if (
            token.is_word("VALUES")
            and parts[i + 1].kind is Kind.VARIABLE
            and parts[i + 2].text == "{"
        ):  # fmt: skip
            found.setdefault(parts[i + 1].text[1:], []).append(i + 3)
    return found


def values_block(param: str, parts: list[Token], place: str) -> Default:
    """The row of a parameter's ``VALUES`` block.

    Raises:
        PqgraphError: PQ502, there is not exactly one such block with one term.
    """
    blocks = values_blocks(parts).get(param, [])
    if len(blocks) != 1:
        found = f"parameter {param} needs one block VALUES ?{param} {{ … }}, and there are {len(blocks)}"
        raise PqgraphError("PQ502", found, place=place)
    slot = Slot(blocks[0], _closing(parts, blocks[0]))
    row = parts[slot.first : slot.last]
    if not is_one_term(row):
        raise PqgraphError("PQ502", f"the VALUES block of {param} must hold one term or UNDEF", place=place)
    return Default("".join(t.text for t in row), (slot,))


def text_block(parts: list[Token], place: str) -> Default:
    """The block that questions found by their text are put into: ``VALUES (?question ?score) { … }``.

    Raises:
        PqgraphError: PQ502, there is not exactly one such block, with the row ``(UNDEF UNDEF)``.
    """
    head = ["(", *_HITS, ")", "{"]
    blocks = [
        i + 6
        for i, token in enumerate(parts)
        if token.is_word("VALUES") and [t.text for t in parts[i + 1 : i + 6]] == head
    ]
    if len(blocks) != 1:
        found = f"a text search needs one block VALUES ({' '.join(_HITS)}), and there are {len(blocks)}"
        raise PqgraphError("PQ502", found, place=place)
    slot = Slot(blocks[0], _closing(parts, blocks[0]), "(UNDEF UNDEF)")
    if [t.text.upper() for t in parts[slot.first : slot.last]] != ["(", "UNDEF", "UNDEF", ")"]:
        raise PqgraphError("PQ502", "the block of a text search must hold (UNDEF UNDEF)", place=place)
    return Default("UNDEF", (slot,))


def _closing(parts: list[Token], first: int) -> int:
    last = first
    while parts[last].text != "}":
        last += 1
    return last


def is_one_term(row: list[Token]) -> bool:
    """Whether tokens are exactly one RDF term, or ``UNDEF``."""
    kinds = [t.kind for t in row]
    match kinds:
        case [Kind.IRI | Kind.NAME | Kind.STRING | Kind.NUMBER]:
            return True
        case [Kind.WORD]:
            return row[0].is_word("UNDEF", "TRUE", "FALSE")
        case [Kind.SIGN, Kind.NUMBER]:
            return row[0].text in "+-"
        case [Kind.STRING, Kind.LANGUAGE]:
            return True
        case [Kind.STRING, Kind.SIGN, Kind.IRI | Kind.NAME]:
            return row[1].text == "^^"
        case _:
            return False


def rows_of_hits(row: list[Token]) -> bool:
    """Whether tokens are rows of an IRI and a literal with a datatype: ``( <…> "…"^^<…> )``."""
    hit = [Kind.SIGN, Kind.IRI, Kind.STRING, Kind.SIGN, Kind.IRI, Kind.SIGN]
    size = len(hit)
    return bool(row) and all(
        [t.kind for t in row[i : i + size]] == hit
        and (row[i].text, row[i + 3].text, row[i + 5].text) == ("(", "^^", ")")
        for i in range(0, len(row), size)
    )


def fits(param: Param, row: list[Token]) -> bool:
    """Whether a default is a term of the parameter's type."""
    kind = param.type
    if kind in _IRI_TYPES:
        return row[0].kind in (Kind.IRI, Kind.NAME)
    if kind == "boolean":
        return row[0].is_word("TRUE", "FALSE")
    if kind == "integer":
        if not (row[-1].kind is Kind.NUMBER and row[-1].text.isdecimal()):
            return False
        return in_range(param, int("".join(t.text for t in row)))
    if kind == "number":
        return row[-1].kind is Kind.NUMBER
    if kind == "date":
        return len(row) == 3 and row[2].text in ("xsd:date", f"<{_XSD}date>")
    if kind == "enum":
        return len(row) == 1 and row[0].text[1:-1] in param.choices
    return row[0].kind is Kind.STRING


def in_range(param: Param, number: int) -> bool:
    """Whether a number is neither below ``min`` nor above ``max``."""
    return (param.min is None or number >= param.min) and (param.max is None or number <= param.max)


def projection(parts: list[Token]) -> list[str]:
    """Names of the variables that the outermost SELECT gives, in its order."""
    start = next(i for i, t in enumerate(parts) if t.is_word("SELECT"))
    found: list[str] = []
    depth = 0
    for i, token in enumerate(parts[start + 1 :], start + 1):
        if depth == 0 and (token.text == "{" or token.is_word("WHERE", "FROM")):
            break
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if token.kind is Kind.VARIABLE and (depth == 0 or (depth == 1 and parts[i - 1].is_word("AS"))):
            found.append(token.text[1:])
    return found
