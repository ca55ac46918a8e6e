"""The place of a text where a search was found, with what was found marked."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator

from msgspec import Struct

from pqgraph.search.fields import TEXT_FIELDS
from pqgraph.search.words import english

__all__ = ["Marker", "Pattern", "Snippet"]

LENGTH = 240
"""Characters of a snippet, save that words are kept whole."""
_BEFORE = 60
"""Characters that may go before the first mark."""
_ELLIPSIS = "…"

Pattern = tuple[tuple[int, frozenset[str]], ...]
"""Stems that follow one another: the place of each, and what it may be."""
Span = tuple[int, int]


class Snippet(Struct, frozen=True):
    """A part of a text."""

    text: str
    """Plain text; an ellipsis stands at an end where something was left out."""
    marks: tuple[Span, ...]
    """What was found: first character, and the one after the last; in order, none within another."""

    def html(self, tag: str = "mark") -> str:
        """The text for a page, escaped, with the marks as elements.

        >>> Snippet("5 < 7 schools", ((6, 13),)).html()
        '5 &lt; 7 <mark>schools</mark>'
        """
        parts: list[str] = []
        end = 0
        for start, stop in self.marks:
            parts += [
                html.escape(self.text[end:start]),
                f"<{tag}>",
                html.escape(self.text[start:stop]),
                f"</{tag}>",
            ]
            end = stop
        return "".join(parts) + html.escape(self.text[end:])


class Marker:
    """Cuts snippets for one search.

    Args:
        patterns: What was searched for, by field.
    """

    def __init__(self, patterns: Iterable[tuple[str, Pattern]]) -> None:
        self._patterns: dict[str, list[Pattern]] = {name: [] for name in TEXT_FIELDS}
        for name, pattern in patterns:
            if pattern not in self._patterns[name]:
                self._patterns[name].append(pattern)

    def snippet(self, name: str, text: str) -> Snippet | None:
        """The part of a field's text that says most of what was searched for; ``None`` if it says nothing of it."""
        found = sorted(self._found(name, text))
        if not found:
            return None
        if len(text) <= LENGTH * 3 // 2:
            return Snippet(text, tuple(_merged([(start, stop) for start, stop, _ in found])))
        start, stop = _window(text, found)
        marks = _merged([(a, b) for a, b, _ in found if start <= a and b <= stop])
        before = _ELLIPSIS if start else ""
        after = _ELLIPSIS if stop < len(text) else ""
        shift = len(before) - start
        return Snippet(before + text[start:stop] + after, tuple((a + shift, b + shift) for a, b in marks))

    def _found(self, name: str, text: str) -> Iterator[tuple[int, int, int]]:
        """Start, end and number of the pattern of each occurrence."""
        patterns = self._patterns[name]
        if not patterns:
            return
        tokens = english().pre_tokenize(text).tokens
        stems = {token.position: token for token in tokens}
        heads: dict[str, list[int]] = {}
        for number, pattern in enumerate(patterns):
            for stem in pattern[0][1]:
                heads.setdefault(stem, []).append(number)
        for token in tokens:
            for number in heads.get(token.text, ()):
                pattern = patterns[number]
                last = token
                for place, wanted in pattern[1:]:
                    other = stems.get(token.position + place - pattern[0][0])
                    if other is None or other.text not in wanted:
                        break
                    last = other
                else:
                    yield token.char_offset_from, last.char_offset_to, number


def _window(text: str, found: list[tuple[int, int, int]]) -> Span:
    """The stretch with the most patterns, then the most occurrences, the first of its like."""
    best, best_key = found[0], (0, 0)
    for index, candidate in enumerate(found):
        inside = [one for one in found[index : index + 50] if one[1] <= candidate[0] - _BEFORE + LENGTH]
        key = (len({number for _, _, number in inside}), len(inside))
        if key > best_key:
            best, best_key = candidate, key
    start = max(0, best[0] - _BEFORE)
    if start:
        # At the next beginning of a word, but never after the mark.
        start = min(text.find(" ", start) + 1 or best[0], best[0])
    stop = max(best[1], min(len(text), start + LENGTH))
    if stop < len(text) and text[stop] != " ":
        stop = max(text.rfind(" ", start, stop), best[1])
    return start, stop


def _merged(spans: list[Span]) -> list[Span]:
    """Spans in order, those that overlap made one."""
    merged: list[Span] = []
    for start, stop in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged
