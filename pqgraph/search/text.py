"""HTML as text: what is searched, and what snippets are cut from."""

from __future__ import annotations

import html
import re

__all__ = ["plain_text"]

# Tags inside words must not part them: "10<sup>th</sup>" is one word.
_INLINE = re.compile(
    r"</?(?:a|abbr|b|del|em|font|i|ins|mark|small|span|strong|sub|sup|u)(?=[\s/>])[^<>]*>", re.IGNORECASE
)
_TAG = re.compile(r"<[A-Za-z/!?][^<>]*>")


def plain_text(source: str) -> str:
    """A text without tags, entities resolved, each run of white space one space.

    It is for searching and showing, not for cleaning: what it gives must still be escaped before it goes into a page.

    >>> plain_text("<p>The 10<sup>th</sup> of May:</p><p>5 &lt; 7.</p>")
    'The 10th of May: 5 < 7.'
    """
    if "<" in source:
        source = _TAG.sub(" ", _INLINE.sub("", source))
    if "&" in source:
        source = html.unescape(source)
    if not source.isascii():
        # Only a lone surrogate cannot be encoded, and nothing but text can be indexed.
        source = source.encode("utf-8", "replace").decode()
    return " ".join(source.split())
