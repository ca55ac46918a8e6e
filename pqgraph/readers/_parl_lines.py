"""N-Triples and N-Quads, line by line, as machines write them; what is unusual in a line goes to the RDF library."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO, cast

import orjson

from pqgraph.errors import PqgraphError
from pqgraph.model import SourceFile
from pqgraph.readers._parl_terms import Block, Iri, Node, add, short_name, subject_of, value_of
from pqgraph.readers.source import MAX_LINE

__all__ = ["line_blocks", "texts"]

_PIECE = 1 << 17
"""So many bytes are read at once: few calls, and the lines made of them stay in the processor's cache."""
_MOST = 1 << 12
"""So many objects that may recur are held, and so many predicates."""
_LONG = 100
"""An object of so many bytes is a text, which hardly recurs."""
_IRI = rb"<[^<>\"\s\\]+>"
_HEAD = re.compile(rb"(" + _IRI + rb") (" + _IRI + rb") ")
_SUBJECT = re.compile(_IRI)
# The graph may follow an object in N-Quads; a literal may have a language or a datatype before it.
_LINK = re.compile(rb"<([^<>\"\s\\]+)>(?: " + _IRI + rb")? \.\r?\n")
_TAIL = re.compile(rb"\"(?:@[A-Za-z]+(?:-[A-Za-z0-9]+)*|\^\^" + _IRI + rb")?(?: " + _IRI + rb")? \.\r?\n")


class _Objects(dict[bytes, str]):
    """The values of objects, ``"1" .`` or ``<http://…> <graph> .``, with all that follows them.

    Days, names, topics and types recur in question after question, so their values are made once.
    """

    def __init__(self) -> None:
        self._tails: set[bytes] = set()

    def __missing__(self, raw: bytes) -> str:
        if len(self) >= _MOST:
            self.clear()
        value = self[raw] = self.make(raw)
        return value

    def make(self, raw: bytes) -> str:
        """A value, which is not held.

        Raises:
            ValueError: It takes the library: it is unusual, or not right at all.
        """
        if raw[:1] == b'"':
            text = raw[1 : self.end_of_literal(raw)]
            return _unescaped(text) if b"\\" in text or b'"' in text else text.decode()
        if (link := _LINK.fullmatch(raw)) is None:
            raise ValueError("neither a literal nor an IRI")
        return Iri(link[1].decode())

    def end_of_literal(self, raw: bytes) -> int:
        """Where the closing quote of a literal stands; what stands before it is not looked at."""
        if raw[-4:] == b'" .\n' and len(raw) > 4:  # the end of most, which needs no search
            return len(raw) - 4
        end = raw.rfind(b'"')
        tail = raw[end:]
        if not end or (tail not in self._tails and _TAIL.fullmatch(tail) is None):
            raise ValueError("no closing quote, or neither language, datatype nor graph after it")
        if len(self._tails) < _MOST and len(tail) < _LONG:
            self._tails.add(tail)
        return end


def _unescaped(raw: bytes) -> str:
    """What stands between the quotes of a literal with escapes.

    JSON's escapes mean the same here, but for one that RDF does not have; orjson refuses all others, and a bare quote.
    """
    if b"\\/" in raw:
        raise ValueError("an escape that only JSON has")
    text: str = orjson.loads(b'"' + raw + b'"')
    return text


def line_blocks(stream: BinaryIO, file: SourceFile, only_links: bool) -> Iterator[Block]:
    """The statements of N-Triples or N-Quads, run by run.

    Every line is either of the one form that machines write, with one blank between its parts and `` .`` at its
    end, and then it is taken apart here; or it is given to the library as it stands. Each predicate is, the first
    time.

    Args:
        stream: The file.
        file: The same, for messages.
        only_links: Leave literals out; what stands between their quotes is then not looked at either.

    Raises:
        PqgraphError: PQ301 for bad syntax, PQ110 for a line without end.
    """
    predicates: dict[bytes, str] = {}
    objects = _Objects()
    head, subject, node = b"", "", Node()
    for first, lines in _lines(stream, file):
        for number, line in enumerate(lines, first):
            try:
                start, predicate, raw = line.split(b" ", 2)
                key = predicates[predicate]
                if only_links and raw[:1] == b'"':
                    objects.end_of_literal(raw)
                    if start == head:
                        continue
                    value = ""
                else:
                    value = objects[raw] if len(raw) < _LONG else objects.make(raw)
                if start == head:  # most lines
                    if key in node:
                        add(node, key, value)
                    else:
                        node[key] = value
                    continue
                if _SUBJECT.fullmatch(start) is None:
                    raise ValueError("not an IRI")
                statements = [(start[1:-1].decode(), key, value)]
                head = start
            except (ValueError, KeyError):
                statements = list(_one_line(line, file, number))
                head = b""
                if statements and (match := _HEAD.match(line)) is not None:
                    head = match[1]
                    if len(predicates) < _MOST and len(match[2]) < _LONG:
                        predicates[match[2]] = statements[0][1]
            for name, key, value in statements:
                if name != subject:
                    if node:
                        yield subject, node
                    subject, node = name, {}
                add(node, key, value)
    if node:
        yield subject, node


def texts(stream: BinaryIO) -> Iterator[bytes]:
    """The bytes of a file in pieces that end where a line ends; a line that is too long is the last.

    What comes before damaged compression comes before the error.
    """
    # At most one read below, so that nothing is lost with the damage.
    read1 = cast(io.BufferedReader, stream).read1
    rest = b""
    while len(rest) < MAX_LINE and (piece := read1(_PIECE)):
        if cut := piece.rfind(b"\n") + 1:
            yield rest + piece[:cut]
            rest = piece[cut:]
        else:
            rest += piece
    if rest:
        yield rest


def _lines(stream: BinaryIO, file: SourceFile) -> Iterator[tuple[int, list[bytes]]]:
    """The lines with their ends, in batches, each with the number of its first line."""
    number = 1
    for text in texts(stream):
        lines = io.BytesIO(text).readlines()  # a third of the time that split() takes
        if len(text) >= MAX_LINE and len(lines[0].removesuffix(b"\n")) >= MAX_LINE:
            found = f"the line has more than {MAX_LINE:,} bytes"
            raise PqgraphError("PQ110", found, place=f"{file.name}#L{number}")
        yield number, lines
        number += len(lines)


def _one_line(line: bytes, file: SourceFile, number: int) -> Iterator[tuple[str, str, str]]:
    import pyoxigraph as ox

    try:
        for quad in ox.parse(line, format=ox.RdfFormat.N_QUADS, lenient=True):
            if (value := value_of(quad.object)) is not None:
                yield subject_of(quad.subject), short_name(quad.predicate.value), value
    except SyntaxError as problem:
        found = re.sub(r"(?:Parser error )?at line \d+ ", "", str(problem.msg)).partition(" (line ")[0]
        raise PqgraphError("PQ301", found, place=f"{file.name}#L{number}") from problem
