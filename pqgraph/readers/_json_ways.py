"""Two ways through a file of JSON records: a fast one for lines with nothing unusual, a careful one for the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from pqgraph.model import Locator, Notice, Question, Record, SourceFile
from pqgraph.readers._json import Chunk, FieldError, Parser, chunks, is_suspect
from pqgraph.readers.base import Item, Source

__all__ = ["Part", "nameless", "parts", "two_ways"]


def two_ways(
    source: Source,
    file: SourceFile,
    fast: Callable[[bytes, Locator], Record],
    careful: Callable[[Chunk], Iterator[Item]],
) -> Iterator[Item]:
    """The records of a file, each line by the fast way if it can go it.

    Args:
        source: The file.
        file: The same, for locators.
        fast: Makes the record of a line of known shape; raises ``ValueError`` or :class:`FieldError` for any other.
        careful: What a document, or a line that the fast way refuses, holds.

    Raises:
        PqgraphError: PQ104, PQ105, PQ110, and what the careful way raises.
    """
    for chunk in chunks(source, file):
        if isinstance(chunk, Notice):
            yield chunk
            continue
        if chunk.fragment and not is_suspect(chunk.data):
            try:
                record = fast(chunk.data, Locator(file, chunk.fragment))
            except (ValueError, RecursionError, FieldError):
                pass
            else:
                yield record
                if type(record) is Question and record.uin is None:
                    yield nameless(record.locator)
                continue
        yield from careful(chunk)


def nameless(locator: Locator) -> Notice:
    """The notice that a question has no number."""
    return Notice(code="PQ254", locator=locator, found="the record gives no UIN")


class Part(NamedTuple):
    """A record as a tree of JSON."""

    fragment: str
    """Where it stands."""
    tree: Any
    is_suspect: bool
    """Whether it may hold characters that RDF or XML cannot carry."""


def parts(parser: Parser, chunk: Chunk) -> Iterator[Part | Item]:
    """The records of a JSON text: each of a list, else the whole; and what was worth knowing about the text.

    Raises:
        PqgraphError: PQ108, the file is one document that is not JSON.
    """
    try:
        parsed = parser.parse(chunk)
    except ValueError as problem:
        yield parser.broken(problem, chunk)
        return
    yield from parsed.notices
    if not isinstance(parsed.tree, list):
        yield Part(chunk.fragment, parsed.tree, parsed.is_suspect)
        return
    for number, tree in enumerate(parsed.tree):
        yield Part(f"{chunk.fragment}/{number}", tree, parsed.is_suspect)
