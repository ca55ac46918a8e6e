"""What stands before the root element of an XML document, looked at before any parser sees it.

A document type declaration may declare entities that stand for one character, as parlparse's files do for
``&pound;``, or, where asked for, for a name. Everything else in it is refused: external and parameter entities,
entities made of others, attribute defaults, external subsets. So nothing outside the file is touched, and nothing
swells.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pqgraph.errors import PqgraphError

__all__ = ["HEAD_BYTES", "Root", "check_prolog", "root_of"]

HEAD_BYTES = 1 << 16
"""What stands before the root element may have this many bytes."""

_XML_DECLARATION = re.compile(r"<\?xml\s[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
# What libxml2 is told, so that it reads exactly what was checked. Encodings in which the bytes of ASCII mean
# something else stay out.
_ENCODINGS = {
    "utf-8": "UTF-8",
    "us-ascii": "UTF-8",
    "ascii": "UTF-8",
    "iso-8859-1": "ISO-8859-1",
    "latin-1": "ISO-8859-1",
    "latin1": "ISO-8859-1",
    "iso-8859-15": "ISO-8859-15",
    "windows-1252": "windows-1252",
    "cp1252": "windows-1252",
}
# XML 1.0, productions 22 (prolog), 28 (doctypedecl) and 28b (intSubset).
_SPACE = re.compile(r"[ \t\r\n]+")
_ASIDE = re.compile(r"<!--(?:(?!--).)*+-->|<\?(?:(?!\?>).)*+\?>", re.DOTALL)
_START = re.compile(r"<(?:([^\s<>/!?:]+):)?([^\s<>/!?:]+)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)(>?)")
_DOCTYPE = re.compile(r"<!DOCTYPE[ \t\r\n]+[^\s<>\[\]\"']+[ \t\r\n]*")
_WHOLE_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[(?:[^\]\"']|\"[^\"]*\"|'[^']*')*+\]\s*)?>")
_ENTITY = re.compile(
    r"<!ENTITY[ \t\r\n]+(?P<name>[^\s<>\"'%&;]+)[ \t\r\n]+"
    r"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')[ \t\r\n]*>"
)
_ELEMENT = re.compile(r"<!ELEMENT[ \t\r\n][^<>\"'%&]*>")
_ONE_CHARACTER = re.compile(r"&#(?:(?P<decimal>[0-9]{1,7})|x(?P<hex>[0-9A-Fa-f]{1,6}));|[^&%<]")
# How XML 1.0, section 4.6, declares the two that must not be read as markup.
_PREDEFINED = frozenset({"&#38;#38;", "&#38;#60;", "&#38;#x26;", "&#x26;#38;", "&#x26;#x26;", "&#x26;#60;"})
# A text can be as many times as long as its reference as an entity is: a reference has four bytes at least.
_NAME = re.compile(r"[^&%<\r\n]{0,200}")
_MARKUP = frozenset(map(ord, "&<%"))


class Root(NamedTuple):
    """The root element, as far as the beginning of a file shows it."""

    name: str
    """Its name without prefix."""
    attributes: str
    """Its attributes as they are written."""
    rest: str
    """What follows it."""


def _encoding(head: bytes) -> tuple[str, str]:
    """The encoding for libxml2 and for Python.

    Raises:
        LookupError: It is not one of those that are read.
    """
    if head.startswith(b"\xef\xbb\xbf"):
        return "UTF-8", "utf-8-sig"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16", "utf-16"
    match = _XML_DECLARATION.match(head[:400].decode("ascii", "replace"))
    name = _ENCODINGS.get(match[1].lower() if match else "utf-8")
    if name is None:
        raise LookupError(match[1] if match else "")
    return name, name


def root_of(head: bytes) -> Root | None:
    """The root element of what may be XML; ``None`` if the beginning shows none. Never fails."""
    try:
        text = head.decode(_encoding(head)[1], "replace")
    except LookupError:
        return None
    place = _skip(text, 0)
    if text.startswith("<!DOCTYPE", place):
        doctype = _WHOLE_DOCTYPE.match(text, place)
        if doctype is None:
            return None
        place = _skip(text, doctype.end())
    match = _START.match(text, place)
    return Root(match[2], match[3], text[match.end() :]) if match else None


def _skip(text: str, place: int) -> int:
    """The next place that is neither white space, comment nor processing instruction."""
    while match := _SPACE.match(text, place) or _ASIDE.match(text, place):
        place = match.end()
    return place


def check_prolog(head: bytes, name: str, *, names: bool = False) -> str:
    """Refuse what a prolog must not declare.

    Args:
        head: The beginning of the document: :data:`HEAD_BYTES`, or all of it.
        name: Its name, for messages.
        names: Whether entities may stand for a text of a line without markup, as RDF/XML has for namespaces.

    Returns:
        The encoding, as libxml2 calls it.

    Raises:
        PqgraphError: PQ105 another encoding; PQ108 no XML; PQ110 the prolog is too long; PQ114 refused, with the line.
    """
    try:
        encoding, codec = _encoding(head)
    except LookupError as problem:
        raise PqgraphError("PQ105", f"XML in the encoding {problem} is not read", place=name) from None
    text = head.decode(codec, "replace")

    def refuse(code: str, found: str, place: int) -> PqgraphError:
        return PqgraphError(code, found, place=f"{name}#L{text.count(chr(10), 0, place) + 1}")

    def cut_off(place: int) -> PqgraphError:
        if len(head) >= HEAD_BYTES:
            found = f"what stands before the root element has more than {HEAD_BYTES:,} bytes"
            return refuse("PQ110", found, place)
        return refuse("PQ108", "the document breaks off before its root element", place)

    place = _skip(text, 0)
    if (doctype := _DOCTYPE.match(text, place)) is None:
        if _START.match(text, place):
            return encoding
        if text.startswith("<!DOCTYPE", place) or not text[place:] or text.startswith("<", place):
            raise cut_off(place)
        raise refuse("PQ108", "the document does not begin with an element", place)
    place = doctype.end()
    if text.startswith("[", place):
        place += 1
        while not text.startswith("]", place := _skip(text, place)):
            if entity := _ENTITY.match(text, place):
                value = entity["double"] if entity["double"] is not None else entity["single"]
                if not (_is_harmless(value) or (names and _NAME.fullmatch(value))):
                    found = f"the entity {entity['name']!r} is more than one character"
                    if names:
                        found = f"the entity {entity['name']!r} is more than a short text without markup"
                    raise refuse("PQ114", found, place)
                place = entity.end()
            elif element := _ELEMENT.match(text, place):
                place = element.end()
            elif place >= len(text) or (len(head) >= HEAD_BYTES and ">" not in text[place:]):
                raise cut_off(place)
            else:
                shown = " ".join(text[place : place + 60].split())
                raise refuse("PQ114", f"the declaration {shown!r} is not allowed", place)
        place = _skip(text, place + 1)
    if not text.startswith(">", place):
        if place >= len(text):
            raise cut_off(place)
        raise refuse("PQ114", "the document type is declared in another file", place)
    return encoding


def _is_harmless(value: str) -> bool:
    if value in _PREDEFINED:
        return True
    match = _ONE_CHARACTER.fullmatch(value)
    if match is None:
        return value == ""
    code = int(match["decimal"]) if match["decimal"] else int(match["hex"], 16) if match["hex"] else None
    # A reference to "&" or "<" would be read again as markup, and so could build entities of entities.
    return code not in _MARKUP
