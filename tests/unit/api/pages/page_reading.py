"""Reading pages as a browser does."""

import re
from itertools import pairwise
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser as Document

from pqgraph.api.protocol import Response

__all__ = ["Document", "faults", "links", "page", "text"]

_URLS = ("href", "src", "action", "formaction", "srcset", "data", "poster")


def page(response: Response) -> Document:
    assert (response.header("Content-Type") or "").startswith("text/html"), response.header("Content-Type")
    return Document(response.body.decode())


def text(node: object) -> str:
    return " ".join(node.text(separator=" ").split())  # type: ignore[attr-defined]


def links(document: Document, base: str) -> list[str]:
    """Addresses on the same host that a page leads to, from the root."""
    found = []
    for node in document.css("a[href], link[href], img[src], form[action]"):
        name = "src" if node.tag == "img" else "action" if node.tag == "form" else "href"
        target = urlsplit(urljoin(f"http://localhost{base}", node.attributes[name] or ""))
        if target.netloc == "localhost" and target.path:
            found.append(target._replace(scheme="", netloc="", fragment="").geturl())
    return list(dict.fromkeys(found))


def faults(document: Document) -> list[str]:
    """What no page may have: anything that could run, anything that a reader cannot use."""
    found = []
    for node in document.css("*"):
        if node.tag in ("script", "iframe", "object", "embed", "base", "style"):
            found.append(f"<{node.tag}>")
        for name, value in node.attributes.items():
            if name.startswith("on") or name == "style":
                found.append(f"{node.tag} {name}={value}")
            if name in _URLS and node.tag != "svg" and not re.match(r"(?:https?://|/(?!/)|#)", value or ""):
                found.append(f"{node.tag} {name}={value}")
    levels = [int(node.tag[1]) for node in document.css("h1, h2, h3, h4, h5, h6")]
    if levels.count(1) != 1 or levels[0] != 1:
        found.append(f"headings begin {levels[:3]}")
    found += [f"h{b} after h{a}" for a, b in pairwise(levels) if b > a + 1]
    labels = {node.attributes.get("for") for node in document.css("label")}
    for node in document.css("input, select, textarea"):
        if node.attributes.get("type") != "hidden" and node.attributes.get("id") not in labels:
            found.append(f"no label: {node.attributes.get('name')}")
    identifiers = [node.attributes["id"] for node in document.css("[id]")]
    found += [f"id twice: {each}" for each in set(identifiers) if identifiers.count(each) > 1]
    found += [
        f"no {part}"
        for part in ("main", "header", "nav", "footer", "title")
        if document.css_first(part) is None
    ]
    if document.css_first("html").attributes.get("lang") != "en-GB":
        found.append("no language")
    found += [
        "table without headings"
        for table in document.css("table")
        if table.css_first("th") is None and table.css_first("tr") is not None
    ]
    return found
