"""What the readers of JSON share: documents and JSON Lines in any encoding, errors that name the field."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from pqgraph.errors import PqgraphError
from pqgraph.model import Locator, Notice, Rejected, SourceFile
from pqgraph.readers.base import Item, Source, decode_text, load_json
from pqgraph.readers.source import LineBlock

__all__ = [
    "Chunk",
    "FieldError",
    "Foreign",
    "Parsed",
    "Parser",
    "chunks",
    "genuine",
    "glimpse",
    "in_utf8",
    "is_lines",
    "is_suspect",
    "replaced",
    "scrub",
    "token",
]

_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_PATIENCE = 100
# What XML 1.0 cannot carry, so that every serialisation can be written from the same graph.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# How such characters can stand in JSON: escaped, or, for the two noncharacters, as their UTF-8.
_ESCAPED = re.compile(rb"\\(?:[bf]|u(?:00[01]|[dD][89a-fA-F]|[fF]{3}[eEfF]))")
_NONCHARACTER = re.compile(rb"\xef\xbf[\xbe\xbf]")
_decode = msgspec.json.Decoder().decode
_raw_list = msgspec.json.Decoder(list[msgspec.Raw]).decode
_raw_object = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


class Chunk(Struct, frozen=True, gc=False):
    """A JSON text: a whole document, or one line of JSON Lines."""

    fragment: str
    """``L12`` for a line; empty for a document, as the JSON pointer to the whole (RFC 6901) is."""
    data: bytes
    """The text, in UTF-8 if the file is."""

    @property
    def is_document(self) -> bool:
        """Whether this is the whole file."""
        return not self.fragment


class Foreign(Rejected, frozen=True, kw_only=True):
    """A record of another kind; where there are only such, the file is something else."""


class FieldError(Exception):
    """A field that cannot be used.

    Args:
        code: A key of :data:`pqgraph.errors.CODES`.
        pointer: Where the field stands in the record, as a JSON pointer: ``/answer/dateOfAnswer``.
        found: What was found, in one line.
    """

    def __init__(self, code: str, pointer: str, found: str) -> None:
        super().__init__(found)
        self.code = code
        self.pointer = pointer
        self.found = found

    def rejected(self, file: SourceFile, fragment: str) -> Rejected:
        """The rejection of the record at ``fragment``, located at the field."""
        return Rejected(code=self.code, locator=Locator(file, fragment + self.pointer), found=self.found)


def token(name: str) -> str:
    """A name as one step of a JSON pointer (RFC 6901, section 3)."""
    return "/" + name.replace("~", "~0").replace("/", "~1")


def chunks(source: Source, file: SourceFile, *, as_they_are: bool = False) -> Iterator[Chunk | Notice]:
    """The JSON texts of a file: one if it is a document, one a line if it is JSON Lines.

    It is JSON Lines if it goes on after a first line that is a whole object or array; or, so that one broken
    line at the beginning does no harm, if that line breaks off inside a value and the second is whole.

    Args:
        source: The file.
        file: The same, for locators.
        as_they_are: Whether a document may be other than UTF-8: for callers that find it out as they parse it, and
            then call :func:`in_utf8`.

    Raises:
        PqgraphError: PQ105 or PQ110; PQ104, after everything before the damage.
    """
    if not isinstance(source, LineBlock) and source.head.startswith(_UTF16):
        text, _ = decode_text(source.read(), file)
        data = text.encode()
        lines = data.split(b"\n")
        if _is_lines([line for line in lines if line.strip()][:2]):
            for number, line in enumerate(lines, 1):
                if stripped := line.strip():
                    yield Chunk(f"L{number}", stripped)
        else:
            yield Chunk("", data)
        return
    if isinstance(source, LineBlock) or _is_lines(_first_lines(source)):
        for number, line in source.lines():
            if number == 1 and not (line := line.removeprefix(_BOM).lstrip()):
                continue
            yield Chunk(f"L{number}", line)
        return
    data = source.read().removeprefix(_BOM)
    if not as_they_are:
        data, notice = in_utf8(data, file)
        if notice is not None:
            yield notice
    yield Chunk("", data)


def is_lines(source: Source) -> bool:
    """Whether a file is JSON Lines that can be read line by line, as UTF-16 cannot.

    Raises:
        PqgraphError: There is nothing to go by, as for :attr:`Source.head`.
    """
    return not source.head.startswith(_UTF16) and _is_lines(_first_lines(source))


def in_utf8(data: bytes, file: SourceFile) -> tuple[bytes, Notice | None]:
    """A document in UTF-8; and a notice if it was not.

    Raises:
        PqgraphError: PQ105, its encoding is not known.
    """
    if data.isascii():
        return data, None
    text, notice = decode_text(data, file)
    return (data, None) if notice is None else (text.encode(), notice)


def _first_lines(source: Source) -> list[bytes]:
    found: list[bytes] = []
    try:
        for number, line in source.lines():
            if number == 1:
                line = line.removeprefix(_BOM).lstrip()
            if line:
                found.append(line)
            if len(found) == 2:
                break
    except PqgraphError:
        # Damage, or a line too long: the real reading meets it too. But a whole line before it counts.
        if found:
            found.append(b"")
    return found


def _is_lines(first: list[bytes]) -> bool:
    if len(first) < 2:
        return False
    return _is_whole(first[0]) or (not first[0].endswith((b"[", b"{", b",", b":")) and _is_whole(first[1]))


def _is_whole(line: bytes) -> bool:
    if not line.startswith((b"{", b"[")):
        return False
    try:
        _raw_list(line) if line.startswith(b"[") else _raw_object(line)
    except (ValueError, RecursionError):
        try:
            _lenient(line)
        except ValueError:
            return False
    return True


def is_suspect(data: bytes) -> bool:
    """Whether the text may hold characters that RDF or XML cannot carry."""
    # A single byte is found many times faster than two; only where it is there the patterns look closer.
    return (b"\\" in data and _ESCAPED.search(data) is not None) or (
        b"\xef" in data and _NONCHARACTER.search(data) is not None
    )


class Parsed(NamedTuple):
    """A JSON text, parsed."""

    tree: Any
    """Its content."""
    notices: list[Notice]
    """What was worth knowing about it."""
    is_suspect: bool
    """Whether it may hold characters that RDF or XML cannot carry."""


class Parser:
    """Parses the JSON texts of a file, whatever their characters.

    Args:
        file: The file, for locators.
    """

    def __init__(self, file: SourceFile) -> None:
        self._file = file
        self._told = False

    def parse(self, chunk: Chunk) -> Parsed:
        """A JSON text as a tree.

        Raises:
            ValueError: It is not JSON; a :class:`json.JSONDecodeError` if the place is known.
        """
        try:
            return Parsed(_decode(chunk.data), [], is_suspect(chunk.data))
        except (ValueError, RecursionError):
            pass
        data, found = chunk.data, None
        try:
            data.decode()
        except UnicodeDecodeError as problem:
            found = f"byte 0x{data[problem.start]:02X} is not UTF-8"
            try:
                data = data.decode("cp1252").encode()
            except UnicodeDecodeError:
                raise ValueError(found) from None
        tree = _lenient(data)
        if found is None or self._told:
            return Parsed(tree, [], True)
        # Not told before it is certain that there is a text to tell it of.
        self._told = True
        return Parsed(
            tree, [Notice(code="PQ253", locator=Locator(self._file, chunk.fragment), found=found)], True
        )

    def broken(self, problem: ValueError, chunk: Chunk) -> Rejected:
        """The rejection of a line that is not JSON.

        Raises:
            PqgraphError: PQ108 if it is not a line, but the whole document.
        """
        if isinstance(problem, json.JSONDecodeError):
            line, found = problem.lineno, f"{problem.msg}, column {problem.colno}"
        else:
            line, found = None, str(problem)
        if chunk.is_document:
            place = self._file.name if line is None else f"{self._file.name}#L{line}"
            raise PqgraphError("PQ108", found, place=place) from problem
        return Rejected(code="PQ206", locator=Locator(self._file, chunk.fragment), found=found)


def _lenient(data: bytes) -> Any:
    try:
        return load_json(data)
    except json.JSONDecodeError:
        raise
    except ValueError as problem:  # NaN, too deep, too many digits: without a place
        raise ValueError(str(problem).partition(";")[0]) from None


def glimpse(tree: Any) -> str:
    """A JSON value in a few words, for messages."""
    if isinstance(tree, dict):
        names = ", ".join(sorted(map(str, tree))[:5])
        return f"an object with {names}" if names else "an empty object"
    return {list: "a list", str: "a string", type(None): "null"}.get(type(tree), "a number or flag")


def replaced(count: int, locator: Locator) -> Notice:
    """The notice that so many characters were replaced."""
    return Notice(code="PQ252", locator=locator, found=f"{count} character(s) replaced by U+FFFD")


def scrub(tree: Any) -> tuple[Any, int]:
    """Replace what RDF and XML cannot carry by U+FFFD in all strings; also say how often."""
    if isinstance(tree, str):
        return _UNFIT.subn("\ufffd", tree)
    if isinstance(tree, list):
        pairs = [scrub(each) for each in tree]
        return [each for each, _ in pairs], sum(count for _, count in pairs)
    if isinstance(tree, dict):
        clean, total = {}, 0
        for key, value in tree.items():
            name, in_name = _UNFIT.subn("\ufffd", key)
            clean[name], in_value = scrub(value)
            total += in_name + in_value
        return clean, total
    return tree, 0


def genuine(items: Iterator[Item], source: Source, file: SourceFile) -> Iterator[Item]:
    """The items, unless all of them are records of another kind.

    Raises:
        PqgraphError: PQ109; a hundred strangers at the beginning are enough to tell.
    """
    if source.first > 1:
        yield from items
        return
    held: list[Foreign] = []
    for item in items:
        if isinstance(item, Foreign) and len(held) < _PATIENCE:
            held.append(item)
        elif isinstance(item, Notice):
            yield item
        elif isinstance(item, Foreign):
            break
        else:
            yield from held
            yield item
            yield from items
            return
    if held:
        raise PqgraphError("PQ109", held[0].found, place=str(held[0].locator))
