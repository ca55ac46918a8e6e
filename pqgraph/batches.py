"""What passes through a pipeline: files that wait, batches of mapped records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec import Struct

from pqgraph.errors import PqgraphError
from pqgraph.files import Input
from pqgraph.mapping import Entity, Mapped
from pqgraph.model import Locator, SourceFile, WholeText
from pqgraph.readers.base import Item, Reader, Source

__all__ = ["Batch", "Piece", "Waiting", "WholeTexts", "no_question"]

Piece = bytes | list[Entity]
"""A stretch of a document, as it stands there; or nodes that are written at this place unless they are already."""


class Batch(Struct, kw_only=True):
    """Some mapped records, in order."""

    file: SourceFile | None
    """The file that they were read from; ``None`` for questions that were merged from whatever files."""
    records: list[Mapped]
    last: bool
    """Whether the file ends with this batch."""
    written: Sequence[Piece] = ()
    """In place of records, what another process has written of them already."""


class WholeTexts(Struct):
    """What was met of whole texts, which belong to questions elsewhere."""

    count: int = 0
    first: Locator | None = None

    def meet(self, items: Iterable[Item]) -> None:
        """Take notice of those among the items."""
        for item in items:
            if isinstance(item, WholeText):
                self.count += 1
                self.first = self.first or item.locator


class Waiting(NamedTuple):
    """A file of questions, to be read after all registers."""

    given: Input
    reader: Reader
    held: Source | None
    """The source, if it cannot be opened again: what came through a pipe."""


def no_question(given: Input, reader: Reader) -> PqgraphError:
    """The error of a file in which there is no question at all."""
    return PqgraphError("PQ112", f"the reader {reader.name} found no question", place=given.name)
