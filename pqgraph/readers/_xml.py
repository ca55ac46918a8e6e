"""XML for all readers that take it: nothing outside the file is touched, nothing swells, memory stays flat.

What a document type declaration may declare, :mod:`pqgraph.prolog` says; the rest is refused before a parser sees the
file.
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
from pqgraph.prolog import Root, check_prolog, root_of
from pqgraph.readers.base import Source

__all__ = ["Found", "Root", "check_prolog", "elements", "inner_html", "inner_text", "local_name", "root_of"]

MAX_RECORD = 1 << 26
"""An element that is read as one record may have this many bytes."""

_SPACE = re.compile(r"[ \t\r\n]+")


class Found(NamedTuple):
    """An element that is read as one record. It is emptied when the next one is asked for."""

    path: str
    """Where it stands, as an XPath of names without prefixes: ``/publicwhip/ques[3]``."""
    element: etree._Element


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
    encoding = check_prolog(source.head, file.name)
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
