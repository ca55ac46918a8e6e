"""What is handed to the processes that share a conversion, and what comes back."""

from __future__ import annotations

from collections.abc import Hashable

from msgspec import Struct

from pqgraph.batches import Piece
from pqgraph.errors import PqgraphError
from pqgraph.files import Input
from pqgraph.model import Member, SourceFile
from pqgraph.pipeline import Problem
from pqgraph.rdf.formats import RdfFormat
from pqgraph.readers.source import LineBlock
from pqgraph.tally import Tally

__all__ = ["Done", "Part", "Setup"]


class Setup(Struct, kw_only=True):
    """What a process must know to work as the first one would."""

    rdf_format: RdfFormat
    topics: bool
    topic_places: bool
    provenance: bool
    members: list[Member]
    collect_after: tuple[int, int, int]
    """Thresholds of the garbage collector."""


class Part(Struct, kw_only=True):
    """What is to be done: a whole file, or a block of its lines."""

    given: Input
    reader: str
    file: SourceFile | None = None
    block: LineBlock | None = None


class Done(Struct, kw_only=True):
    """What a process has made of a part."""

    pieces: list[Piece]
    tally: Tally
    told: list[tuple[Hashable, Problem]]
    file: SourceFile | None
    """The file that the part is of, if any question was mapped."""
    questions: list[tuple[str, str]]
    """IRI and place of each question."""
    failure: PqgraphError | None
