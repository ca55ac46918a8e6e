"""What everything else points to: Houses, sessions, answering bodies, and places in source files."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

__all__ = ["AnsweringBody", "House", "Locator", "Session", "SourceFile"]


class House(Enum):
    """One of the two Houses. The value is the ``houseId`` that Parliament's Linked Data API publishes."""

    COMMONS = "1"
    LORDS = "2"

    # A House is part of the key of every look-up of a member; Enum's own hash runs in the interpreter.
    __hash__ = object.__hash__

    @property
    def slug(self) -> str:
        """The House in an IRI path: ``commons`` or ``lords``."""
        return self.name.lower()

    @property
    def label(self) -> str:
        """The House's name as Parliament's thesaurus has it."""
        return "House of Commons" if self is House.COMMONS else "House of Lords"


class SourceFile(Struct, frozen=True, kw_only=True, cache_hash=True):
    """A file that records were read from, told apart by its content, not its place."""

    name: str
    """Its name as the user knows it, for a file found in a folder its path below that; ``stdin`` for standard input."""
    sha256: str
    """SHA-256 of the bytes as they stand on disk (compressed, if they are), 64 hex digits."""
    reader: str
    """Name of the reader that took it, for example ``api-json``."""


class Locator(Struct, frozen=True):
    """Where a record stands in its source file."""

    source: SourceFile
    """The file."""
    fragment: str
    """The place in it: ``L12`` (line, from 1), a JSON pointer (``/result/items/3``) or an XPath."""

    def __str__(self) -> str:
        return f"{self.source.name}#{self.fragment}" if self.fragment else self.source.name


class Session(Struct, frozen=True, kw_only=True, cache_hash=True):
    """A session of Parliament, as a question names it."""

    label: str
    """As published: ``2017-19``, ``2019-21``, ``2017/18``."""


class AnsweringBody(Struct, frozen=True, kw_only=True, cache_hash=True):
    """The department or other body that a question is put to."""

    identifier: str | None = None
    """Parliament's number of the body (``60``); it outlives changes of name."""
    name: str | None = None
    """Full name on the day: ``Department for Education``."""
    short_name: str | None = None
    """``Education``."""
    sort_name: str | None = None
    """The name that lists are sorted by: ``CaTreasury``."""
    other_names: tuple[str, ...] = ()
    """Further full names where the source gives more than one."""
