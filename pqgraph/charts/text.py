"""Widths of texts, and labels that fit.

Pictures are set in Liberation Sans, whose letters are as wide as Arial's and Helvetica's, so one table of
widths serves for wherever the picture is shown: `Adobe's metrics of Helvetica
<https://www.w3.org/Style/Examples/007/fonts>`_, in thousandths of the font size.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

__all__ = ["fit", "fit_all", "width_of", "wrap"]

ELLIPSIS = "…"
_WIDTHS: dict[str, int] = {}
for _width, _letters in (
    (191, "'"), (222, "ijl‘’"), (260, "|"), (278, " !,./:;I[\\]ft"), (333, "()-`r“”"), (334, "{}"), (355, '"'),
    (389, "*"), (469, "^"), (500, "Jcksvxyz"), (556, "#$?L_0123456789abdeghnopqu–"), (584, "+<=>~"),
    (611, "FTZ"), (667, "&ABEKPSVXY"), (722, "CDHNRUw"), (778, "GOQ"), (833, "Mm"), (889, "%"), (944, "W"),
    (1000, "—…"), (1015, "@"),
):  # fmt: skip
    _WIDTHS.update(dict.fromkeys(_letters, _width))
_OTHER, _BOLD = 600, 1.08
# No good last words before an ellipsis.
_SMALL = frozenset(("a", "an", "and", "for", "in", "of", "on", "or", "the", "to", "with"))


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """About how many pixels a line of text is wide.

    >>> round(width_of("Walker", 10), 1)
    30.6
    """
    total = 0
    for letter in text:
        base = unicodedata.normalize("NFD", letter)[0]
        wide = unicodedata.east_asian_width(letter) in "WF"
        total += 1000 if wide else _WIDTHS.get(base, _OTHER)
    return total * size / 1000 * (_BOLD if bold else 1)


def fit(text: str, width: float, size: float) -> str:
    """A text, cut where it is too wide: between words, if that costs little, else inside a word.

    >>> fit("Department for Business, Energy and Industrial Strategy", 200, 12)
    'Department for Business, Energy…'
    """
    text = " ".join(text.split())
    if width_of(text, size) <= width:
        return text
    room = width - width_of(ELLIPSIS, size)
    kept = _head(text, room, size)
    words = kept.rpartition(" ")[0]
    if words and len(words) >= 0.7 * len(kept) and not text[len(kept) :].startswith(" "):
        kept = words
    first, _, last = kept.rpartition(" ")
    if first and last.lower() in _SMALL:
        kept = first
    return kept.rstrip(" ,;:-–(") + ELLIPSIS


def _head(text: str, room: float, size: float) -> str:
    end = len(text)
    while end > 1 and width_of(text[:end], size) > room:
        end -= 1
    return text[:end]


def _middle(text: str, width: float, size: float) -> str:
    """A text cut in its middle, so that beginning and end both stay."""
    text = " ".join(text.split())
    room = width - width_of(ELLIPSIS, size)
    head = _head(text, room / 2, size)
    head = head.rpartition(" ")[0] or head
    tail = _head(text[::-1], room - width_of(head, size), size)[::-1]
    whole_words = tail.partition(" ")[2]
    tail = whole_words if len(whole_words) >= 0.5 * len(tail) else tail
    return f"{head.rstrip(' ,;:-–(')}{ELLIPSIS}{tail.lstrip()}"


def fit_all(texts: Sequence[str], width: float, size: float) -> list[str]:
    """Texts cut to a width, all of them different from each other.

    Where two texts would look the same when cut at the end, they are cut in the middle. What then still looks
    the same, because it is the same, gets a number: the second "John Smith" is "John Smith (2)".
    """
    cut = [fit(text, width, size) for text in texts]
    clashes = _clashes(texts, cut)
    cut = [
        _middle(text, width, size) if label in clashes and label.endswith(ELLIPSIS) else label
        for text, label in zip(texts, cut, strict=True)
    ]
    seen: set[str] = set()
    result = []
    for label in cut:
        number, unique = 1, label
        while unique in seen:
            number += 1
            unique = f"{label} ({number})"
        seen.add(unique)
        result.append(unique)
    return result


def _clashes(texts: Sequence[str], cut: Sequence[str]) -> set[str]:
    """Labels that stand for more than one text."""
    pairs = {(label, text) for label, text in zip(cut, texts, strict=True)}
    return {label for label, count in Counter(label for label, _ in pairs).items() if count > 1}


def wrap(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """A text as lines that are no wider than this, broken between words.

    >>> wrap("Which members question which answering bodies?", 180, 12)
    ['Which members question which', 'answering bodies?']
    """
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
