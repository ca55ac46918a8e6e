"""An answer before its ministerial correction, rebuilt from the marks in the corrected one.

Since September 2014 a corrected answer is published as one HTML fragment: what the correction took out stands in
``<del class="ministerial">``, what it put in stands in ``<ins class="ministerial">``. The Linked Data API names
the earlier version and does not give its text, so the marks are all there is.
"""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Versions", "before_correction"]

_MARK = re.compile(
    r"""<(?P<close>/?)(?P<name>ins|del)\b(?P<attributes>(?:[^<>"']|"[^"]*"|'[^']*')*)>""", re.IGNORECASE
)
_MINISTERIAL = re.compile(
    r"""\bclass\s*=\s*(?:"[^"]*\bministerial\b|'[^']*\bministerial\b|ministerial\b)""", re.I
)


class Versions(NamedTuple):
    """The two texts that one marked text holds."""

    earlier: str
    """HTML before the correction."""
    later: str
    """HTML after it, without the marks."""


def before_correction(html: str) -> Versions | None:
    """The text before and the text after a correction that is marked in it.

    Everything that is not a mark stays as it is, byte for byte, also the blocks that a removed text leaves empty.
    Marks may be nested and may hold whole blocks. A mark that is not closed reaches to the end of the text; an
    end without a beginning stays.

    >>> before_correction('<p>We gave £<del class="ministerial">25</del><ins class="ministerial">252</ins>.</p>')
    Versions(earlier='<p>We gave £25.</p>', later='<p>We gave £252.</p>')

    Args:
        html: The corrected answer as published.

    Returns:
        ``None`` if nothing is marked, so that nothing can be told of the earlier text.
    """
    if "ministerial" not in html:
        return None
    texts: dict[str, list[str]] = {"earlier": [], "later": []}
    # The open marks; "" for an <ins> or <del> that is the author's own and stays with its end.
    open_marks: list[tuple[str, bool]] = []
    found = False
    position = 0
    for match in _MARK.finditer(html):
        _add(texts, open_marks, html[position : match.start()])
        position = match.end()
        name = match["name"].lower()
        if not match["close"]:
            ministerial = _MINISTERIAL.search(match["attributes"]) is not None
            open_marks.append((name, ministerial))
            found = found or ministerial
            if not ministerial:
                _add(texts, open_marks, match[0])
            continue
        place = next((n for n in range(len(open_marks) - 1, -1, -1) if open_marks[n][0] == name), None)
        if place is None or not open_marks[place][1]:
            _add(texts, open_marks, match[0])
        if place is not None:
            del open_marks[place]
    _add(texts, open_marks, html[position:])
    return Versions("".join(texts["earlier"]), "".join(texts["later"])) if found else None


def _add(texts: dict[str, list[str]], open_marks: list[tuple[str, bool]], text: str) -> None:
    names = {name for name, ministerial in open_marks if ministerial}
    if "ins" not in names:
        texts["earlier"].append(text)
    if "del" not in names:
        texts["later"].append(text)
