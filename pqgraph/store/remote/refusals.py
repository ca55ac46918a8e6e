"""What a server's refusal says, and what to do about it."""

from __future__ import annotations

import html
import re

__all__ = ["advice_for", "said", "title_of"]

_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_HIDDEN = re.compile(r"<(script|style|head)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]{0,500}>")
_RIGHTS = re.compile(r"no permission|SR186|SR575|not authori[sz]ed|permission denied", re.IGNORECASE)
_ECHO = re.compile(r"\s*SPARQL query:.*", re.DOTALL)
_LONGEST = 300


def said(body: bytes, media_type: str) -> str:
    """The text of a refusal on one line, without markup and without the query that some servers repeat."""
    text = body.decode("utf-8", "replace")
    if "html" in media_type or text.lstrip()[:5].lower() in ("<!doc", "<html"):
        text = html.unescape(_TAG.sub(" ", _HIDDEN.sub(" ", text)))
    line = " ".join("".join(c if c.isprintable() else " " for c in _ECHO.sub("", text)).split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def title_of(body: bytes) -> str | None:
    """The title of a web page."""
    found = _TITLE.search(body.decode("utf-8", "replace"))
    return " ".join(html.unescape(found[1]).split())[:100] or None if found else None


def advice_for(status: int, text: str, *, known: bool, writes: bool) -> str | None:
    """What to do about a refusal, where more can be said than to check the address.

    Args:
        status: The HTTP status.
        text: What the server said.
        known: Whether credentials were sent.
        writes: Whether the request was to change something.
    """
    if status in (401, 403) or _RIGHTS.search(text):
        if known:
            return "Check name, password or token, and what they are allowed to do on that server."
        way = "Give --user with PQGRAPH_ENDPOINT_PASSWORD, or PQGRAPH_ENDPOINT_TOKEN"
        if (writes and "virtuoso" in text.lower()) or _RIGHTS.search(text):
            return f"{way}, and the address that asks for them (in Virtuoso, /sparql-auth)."
        return f"{way}."
    if status in (404, 405, 501):
        return "Give the address of the service itself; docs/endpoints.md tells those of common servers."
    if status in (413, 414):
        return "Send less at once." if writes else "Ask for less at once; the server limits the length."
    if status == 429:
        return "Wait a while, then ask again."
    return None
