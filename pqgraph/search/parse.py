"""What users write into the search box, taken apart.

Any text has a meaning here: what is no operator is words. All words must occur; ``OR`` stands between alternatives
and binds closer than that; a minus excludes; quotation marks hold a phrase together; an asterisk ends the beginning
of a word; ``heading:``, ``question:`` and ``answer:`` name the field.
"""

from __future__ import annotations

import re

from msgspec import Struct

from pqgraph.errors import PqgraphError
from pqgraph.search.fields import TEXT_FIELDS
from pqgraph.search.words import english, unstemmed

__all__ = ["MAX_CHARACTERS", "MAX_WORDS", "Clause", "Parsed", "parse"]

MAX_CHARACTERS = 2000
MAX_WORDS = 64
"""How much one search may ask for; a page of a newspaper pasted by mistake is told so at once."""

_QUOTES = str.maketrans("“”„«»", '"""""')
_CLAUSE = re.compile(
    r"(?P<no>-)?(?:(?P<field>heading|question|answer):)?(?:\"(?P<phrase>[^\"]*)\"?|(?P<word>[^\s\"]+))",
    re.IGNORECASE,
)


class Clause(Struct, frozen=True):
    """A word, a phrase or the beginning of a word, in one field or anywhere."""

    fields: tuple[str, ...]
    """Where it may occur."""
    stems: tuple[tuple[int, str], ...]
    """The stems that must follow one another, with their places."""
    prefix: str | None = None
    """The beginning of a further word."""
    excluded: bool = False
    """Whether it must not occur."""


class Parsed(Struct, frozen=True):
    """A search."""

    groups: tuple[tuple[Clause, ...], ...]
    """All groups must match, and of each group one clause."""

    @property
    def scores(self) -> bool:
        """Whether some questions can fit better than others: not if only beginnings and exclusions are given."""
        return any(clause.stems and not clause.excluded for group in self.groups for clause in group)


def parse(text: str) -> Parsed:
    """Take a search apart.

    Raises:
        PqgraphError: PQ531, it is too long or has no word.
    """
    if len(text) > MAX_CHARACTERS:
        raise PqgraphError("PQ531", f"the text has {len(text)} characters, more than {MAX_CHARACTERS}")
    # Lone surrogates cannot be encoded; like all that is no letter and no digit they part words.
    text = text.encode("utf-8", "replace").decode().translate(_QUOTES)
    groups: list[list[Clause]] = []
    alternative = False
    for match in _CLAUSE.finditer(text):
        if match[0] == "OR":
            alternative = True
            continue
        if match[0] == "AND":  # what is meant anyway
            continue
        clause = _clause(match)
        if clause is None:
            continue
        if alternative and groups:
            groups[-1].append(clause)
        else:
            groups.append([clause])
        alternative = False
    words = sum(len(clause.stems) + (clause.prefix is not None) for group in groups for clause in group)
    if not words:
        raise PqgraphError("PQ531", f"{text[:60]!r} has no word to look for")
    if words > MAX_WORDS:
        raise PqgraphError("PQ531", f"the text has {words} words, more than {MAX_WORDS}")
    return Parsed(tuple(map(tuple, groups)))


def _clause(match: re.Match[str]) -> Clause | None:
    name = match["field"]
    fields = (name.lower(),) if name else TEXT_FIELDS
    said = match["word"] if match["phrase"] is None else match["phrase"]
    prefix: str | None = None
    if match["phrase"] is None and said.endswith("*"):
        before, prefix = _cut_prefix(said.rstrip("*"))
        said = before
    stems = tuple((token.position, token.text) for token in english().pre_tokenize(said).tokens)
    if not stems and prefix is None:
        return None
    return Clause(fields, stems, prefix, match["no"] is not None)


def _cut_prefix(said: str) -> tuple[str, str | None]:
    """What goes before the last word, and that word, comparable: ``co-oper`` is ``co-`` and ``oper``."""
    tokens = unstemmed().pre_tokenize(said).tokens
    # An asterisk after a hyphen or a bracket begins no word.
    if not tokens or not said[-1].isalnum():
        return said, None
    return said[: tokens[-1].char_offset_from], tokens[-1].text
