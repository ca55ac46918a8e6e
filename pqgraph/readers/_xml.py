"""XML for all readers that take it: nothing outside the file is touched, nothing swells, memory stays flat.

A document type declaration may declare entities that stand for one character, as parlparse's files do for
``&pound;``. Everything else in it is refused before a parser sees the file: external and parameter entities,
entities made of others, attribute defaults, external subsets.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from io import BufferedReader
from typing import Any, BinaryIO, NamedTuple, cast

from lxml import etree

from pqgraph.errors import PqgraphError
from pqgraph.model import SourceFile
from pqgraph.readers.base import HEAD_BYTES, Source

__all__ = ["Found", "Root", "check_prolog", "elements", "inner_html", "inner_text", "local_name", "root_of"]

MAX_RECORD = 1 << 26
"""An element that is read as one record may have this many bytes."""

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
_MARKUP = frozenset(map(ord, "&<%"))


class Root(NamedTuple):
    """The root element, as far as the beginning of a file shows it."""

    name: str
    """Its name without prefix."""
    attributes: str
    """Its attributes as they are written."""
    rest: str
    """What follows it."""


class Found(NamedTuple):
    """An element that is read as one record. It is emptied when the next one is asked for."""

    path: str
    """Where it stands, as an XPath of names without prefixes: ``/publicwhip/ques[3]``."""
    element: etree._Element


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


def check_prolog(head: bytes, file: SourceFile) -> str:
    """Refuse what a prolog must not declare; the encoding for libxml2.

    Raises:
        PqgraphError: PQ105, PQ108, PQ110, PQ114.
    """
    try:
        encoding, codec = _encoding(head)
    except LookupError as problem:
        raise PqgraphError("PQ105", f"XML in the encoding {problem} is not read", place=file.name) from None
    text = head.decode(codec, "replace")

    def refuse(code: str, found: str, place: int) -> PqgraphError:
        return PqgraphError(code, found, place=f"{file.name}#L{text.count(chr(10), 0, place) + 1}")

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
                if not _is_harmless(value):
                    found = f"the entity {entity['name']!r} is more than one character"
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


class _Stream:
    """Hands bytes to the parser as they come and stops it at a record without end."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream = cast(BufferedReader, stream)
        self._name = name
        self.since_record = 0

    def read(self, size: int = -1) -> bytes:
        # At most one read below, so that what came before damaged compression is not lost with it.
        data = self._stream.read1(size)
        self.since_record += len(data)
        if self.since_record > MAX_RECORD:
            raise PqgraphError("PQ110", f"one record has more than {MAX_RECORD:,} bytes", place=self._name)
        return data


def elements(source: Source, file: SourceFile, *, depth: int = 1) -> Iterator[Found]:
    """The elements of a document so many steps below the root, each whole, one after the other.

    Memory does not grow with the document: an element is emptied when the next one is asked for.

    Args:
        source: The document.
        file: The same, for messages.
        depth: 1 for the children of the root, 2 for theirs.

    Raises:
        PqgraphError: PQ104, PQ105, PQ108 (with the line), PQ110, PQ114; records before the place come first.
    """
    encoding = check_prolog(source.head, file)
    with source.open() as raw:
        stream = _Stream(raw, file.name)
        events = etree.iterparse(
            cast(Any, stream),
            events=("start", "end"),
            encoding=encoding,
            resolve_entities=cast(Any, "internal"),
            load_dtd=False,
            no_network=True,
            remove_comments=True,
            remove_pis=True,
            huge_tree=False,
        )
        steps: list[str] = []
        counts: list[Counter[str]] = [Counter()]
        try:
            for event, element in events:
                if event == "start":
                    level = len(steps)
                    if level > depth:
                        steps.append("")
                        continue
                    name = local_name(element)
                    counts[level][name] += 1
                    steps.append(f"/{name}[{counts[level][name]}]" if level else f"/{name}")
                    if level < depth:
                        counts[level + 1 :] = [Counter()]
                    continue
                level = len(steps) - 1
                if level == depth:
                    yield Found("".join(steps), element)
                    stream.since_record = 0
                if 0 < level <= depth:
                    _release(element)
                steps.pop()
        except etree.XMLSyntaxError as problem:
            line = problem.lineno or 1
            found = (problem.msg or "not well-formed").partition(", line ")[0]
            raise PqgraphError("PQ108", found, place=f"{file.name}#L{line}") from problem


def _release(element: etree._Element) -> None:
    cast(Any, element).clear(keep_tail=False)
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def inner_text(element: etree._Element) -> str:
    """The text inside an element on one line; no-break spaces stay."""
    return _SPACE.sub(" ", "".join(cast("Iterator[str]", element.itertext()))).strip(" ")


_KEPT = frozenset({"href", "target", "colspan", "rowspan", "start"})
_MARKS = frozenset({"ins", "del"})
_SPACELESS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "ul", "ol"})
_VOID = frozenset({"br", "hr", "img", "col", "wbr"})


def inner_html(element: etree._Element, unwrap: frozenset[str] = frozenset()) -> str:
    """What stands inside an element as an HTML fragment, as Parliament publishes answers.

    Names are in lower case; of attributes only those stay that say something about the text, and ``class`` on
    ``ins`` and ``del``, which mark corrections. White space that only indents the source is left out.

    Args:
        element: The element.
        unwrap: Names of elements that are no HTML; their content stays.
    """
    # Not libxml2's serialiser: it writes £ as &#xA3; or &pound;, as the document's encoding happens to be.
    parts: list[str] = []
    _write(element, parts, unwrap, spaceless=True)
    return "".join(parts).strip(" \t\r\n")


def _write(element: etree._Element, parts: list[str], unwrap: frozenset[str], *, spaceless: bool) -> None:
    if (text := element.text) and not (spaceless and _is_space(text)):
        parts.append(_escaped(text))
    for child in element:
        tag = local_name(child).lower()
        if tag in unwrap:
            _write(child, parts, unwrap, spaceless=False)
        elif tag in _VOID:
            parts.append(f"<{tag}>")
        else:
            parts.append(f"<{tag}{_attributes(child, tag)}>" if child.attrib else f"<{tag}>")
            _write(child, parts, unwrap, spaceless=tag in _SPACELESS)
            parts.append(f"</{tag}>")
        if (tail := child.tail) and not (spaceless and _is_space(tail)):
            parts.append(_escaped(tail))


def _attributes(element: etree._Element, tag: str) -> str:
    kept = [
        (str(name), str(value))
        for name, value in element.attrib.items()
        if name in _KEPT or (name == "class" and tag in _MARKS)
    ]
    return "".join(f' {name}="{_escaped(value).replace(chr(34), "&quot;")}"' for name, value in kept)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _is_space(text: str) -> bool:
    return not text.strip(" \t\r\n")
