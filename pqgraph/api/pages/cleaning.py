"""Published HTML made fit for a page: what is allowed stays, all else goes, its text not."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from pqgraph.search.text import plain_text

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["TAGS", "clean", "differences", "plain_text"]

TAGS = frozenset(
    (
        *("p", "a", "strong", "b", "em", "i", "u", "br", "ul", "ol", "li", "sup", "sub", "ins", "del"),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "blockquote"),
    )
)
"""Elements that an answer may have; no image, no heading, nothing with a style."""
_ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}}
_HTTP = re.compile(r"https?://[^\\\s]", re.IGNORECASE)
_SPAN = re.compile(r"[1-9][0-9]?\Z")
_SCOPES = ("col", "row", "colgroup", "rowgroup")
_MARKUP = re.compile(r"<[a-zA-Z/!]")
_EMPTY = re.compile(r"<p>(?:\s|&nbsp;|<br>)*</p>")
_WORDS = re.compile(r"\S+\s*|\s+")
_MAX_COMPARED = 3000


def _attribute(_tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if _HTTP.match(value.strip()) else None
    if name == "rel":  # what nh3 itself puts there
        return value
    if name == "scope":
        return value if value in _SCOPES else None
    return value if _SPAN.match(value) else None


def clean(source: str) -> Markup:
    """A text of Parliament's for a page.

    Links lead to ``http`` and ``https`` only and are marked ``nofollow``. A text without tags keeps its lines.

    Args:
        source: HTML as published, or plain text; anybody may have written it.
    """
    import nh3
    from markupsafe import Markup, escape

    if not _MARKUP.search(source):
        paragraphs = (part.strip() for part in re.split(r"\n\s*\n", plain_lines(source)))
        return Markup("").join(Markup("<p>{}</p>").format(_lines(part)) for part in paragraphs if part)
    found = nh3.clean(
        source.encode("utf-8", "replace").decode(),
        tags=set(TAGS),
        clean_content_tags={"script", "style"},
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=_attribute,
        url_schemes={"http", "https"},
        link_rel="nofollow noreferrer",
    )
    # Many answers part their paragraphs with empty ones, which a reader hears as "blank".
    found = _EMPTY.sub("", found)
    return Markup(found) if found.strip() else escape(plain_text(source))


def plain_lines(source: str) -> str:
    """A text without tags, its entities resolved; its lines stay."""
    import html

    text = html.unescape(source).encode("utf-8", "replace").decode()
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _lines(text: str) -> Markup:
    from markupsafe import Markup, escape

    return Markup("<br>").join(escape(line) for line in text.split("\n"))


def differences(before: str, after: str) -> Markup:
    """What changed from one text to another, word by word, as ``del`` and ``ins``."""
    from markupsafe import Markup, escape

    old, new = _WORDS.findall(plain_text(before)), _WORDS.findall(plain_text(after))
    if len(old) > _MAX_COMPARED or len(new) > _MAX_COMPARED:
        return Markup("<del>{}</del> <ins>{}</ins>").format("".join(old), "".join(new))
    parts: list[Markup] = []
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            parts.append(escape("".join(old[a:b])))
            continue
        if a < b:
            parts.append(Markup("<del>{}</del> ").format("".join(old[a:b]).rstrip()))
        if c < d:
            parts.append(Markup("<ins>{}</ins> ").format("".join(new[c:d]).rstrip()))
    return Markup("").join(parts)
