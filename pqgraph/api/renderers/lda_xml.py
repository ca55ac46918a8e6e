"""XML as lda.data.parliament.uk gave it: what the JSON says, by the rules of Elda's ``XMLRendering.java``.

An IRI is an ``href`` attribute, several values are ``item`` elements, a literal is text with ``datatype`` or
``lang``; of two properties the one that sorts first comes first.
"""

from __future__ import annotations

import re
from typing import Any
from xml.sax.saxutils import escape, quoteattr

__all__ = ["document"]

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
# Keys of a page, and of what is said of it, whose text is an IRI. An item's own are told by "_about".
_LINKS = frozenset(
    {
        "definition",
        "extendedMetadataVersion",
        "first",
        "hasPart",
        "isPartOf",
        "isPrimaryTopicOf",
        "next",
        "prev",
        "type",
    }
)
_ALWAYS_SEVERAL = frozenset({"type"})
# What XML 1.0 cannot carry stands in no literal that pqgraph writes; a remote store may hold others.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def document(page: dict[str, Any]) -> bytes:
    """A page of the JSON renderer as an XML document.

    Args:
        page: From :func:`pqgraph.api.renderers.lda_json.list_page` or ``item_page``.
    """
    result = page["result"]
    parts = [_HEAD, f'<result format="{page["format"]}" version="{page["version"]}"']
    parts.append(f" href={quoteattr(result['_about'])}>")
    _properties(result, parts)
    parts.append("</result>\n")
    return "".join(parts).encode()


def _properties(tree: dict[str, Any], parts: list[str]) -> None:
    for key in sorted(tree):
        if key != "_about":
            _property(key, tree[key], parts)


def _property(name: str, value: Any, parts: list[str]) -> None:
    if isinstance(value, list) or name in _ALWAYS_SEVERAL:
        values = value if isinstance(value, list) else [value]
        parts.append(f"<{name}>")
        for each in values:
            _element("item", each, name in _LINKS, parts)
        parts.append(f"</{name}>")
    else:
        _element(name, value, name in _LINKS, parts)


def _element(name: str, value: Any, is_link: bool, parts: list[str]) -> None:
    if isinstance(value, list):
        parts.append(f"<{name}>")
        for each in value:
            _element("item", each, is_link, parts)
        parts.append(f"</{name}>")
    elif isinstance(value, dict):
        if "_value" in value:
            kind = f' datatype="{value["_datatype"]}"' if "_datatype" in value else ""
            language = f' lang="{value["_lang"]}"' if "_lang" in value else ""
            parts.append(f"<{name}{kind}{language}>{_text(value['_value'])}</{name}>")
            return
        about = value.get("_about")  # an anonymous node has none
        if about is not None and len(value) == 1:
            parts.append(f"<{name} {_pointer(about)}/>")
            return
        parts.append(f"<{name}>" if about is None else f"<{name} {_pointer(about)}>")
        _properties(value, parts)
        parts.append(f"</{name}>")
    elif isinstance(value, bool):
        parts.append(f'<{name} datatype="boolean">{"true" if value else "false"}</{name}>')
    elif isinstance(value, float):
        parts.append(f'<{name} datatype="double">{value}</{name}>')
    elif isinstance(value, int):
        parts.append(f'<{name} datatype="xsd_long">{value}</{name}>')
    elif is_link:
        parts.append(f"<{name} href={quoteattr(value)}/>")
    else:
        parts.append(f"<{name}>{_text(value)}</{name}>")


def _pointer(about: str) -> str:
    """The attribute that names a resource: its IRI, or the label of a blank node that several things point to."""
    return f"{'id' if about.startswith('_:') else 'href'}={quoteattr(about)}"


def _text(text: str) -> str:
    # A parser would make a line feed of a carriage return that is not written as a reference.
    return escape(_UNFIT.sub("\ufffd", text), {"\r": "&#13;"})
