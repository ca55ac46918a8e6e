"""The text of a page of the Linked Data API, as browsers and converters make it, read into blocks and fields.

A row of the page's tables is a line: the property's name, its value, the texts of its links. A nested table
follows its name on lines of its own, first the resource under the last part of its IRI. Nothing is
indented, so what a line belongs to is told by the names that each kind of resource has. What the stylesheet
does is relied on:

- a value has the link "more like this" (or "remove filter") unless it is empty or has 1,000 characters or
  more, so a short value goes on over lines until the link comes, and only a long one ends where the next
  row begins;
- days and times are shown by their links: "less than …", "more like this", "more than …".

A value of many lines one of which ends in "more like this" is beyond what this form can carry.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from pqgraph.readers._lda_tree import ANSWER, ITEM, Block, Field, Schema, last_part

__all__ = ["parse_text"]

_LONG = 900
"""From this length on a value may have no link: 1,000 in the page, less what converters do to white space."""
_LINKS_LENGTH = 400
"""Days, times and numbers with their three links are shorter; longer lines are not tried."""

_FILTERS = ("more like this", "remove filter")
_STAR = re.compile(r"(?:un)?star this property\s*+")
_CAPTION = re.compile(r"(\d+|answer|https?://\S+)(?: original)?\Z", re.ASCII)
_ITEM_KEY = re.compile(r"(?:https?://\S+/)?(\d+)(?: original)?\Z", re.ASCII)
_ADDRESS = re.compile(r"https?://\S+\Z")
_TIME_LINKS = re.compile(
    r"(?P<shown>\d\d/\d\d/\d{4}(?: +\d\d:\d\d:\d\d)?)?\s*"
    r"(?:(?:less than (?P<most>\S+?)|remove maximum value filter)\s*(?:more like this)?\s*"
    r"(?:more than (?P<least>\S+)|remove minimum value filter)|remove filter)\Z",
    re.ASCII,
)
_NUMBER_LINKS = re.compile(
    r"(?P<shown>\S*)\s*less than (?P<value>\S+?)more like this\s*more than (?P=value)\Z"
)
_FURNITURE = re.compile(r"(?:Powered by\b|No results\Z|(?:(?:« first|‹ prev|next ›|last »)\s*+)++\Z)")
_WORDS = re.compile(r"[a-z]\w*(?: [a-z]\w*)*")


class _Kind(Enum):
    PLAIN = "plain"
    TIME = "time"
    NESTED = "nested"
    LINK = "link"


@dataclass(slots=True)
class _Line:
    place: str
    text: str


@dataclass(slots=True)
class _Open:
    """A resource whose rows may still come, and what its kind can have."""

    block: Block
    schema: Schema


@dataclass(slots=True)
class _Row:
    """A line read as the beginning of a row."""

    depth: int
    name: str
    kind: _Kind
    bare: bool
    """The name stands alone; values follow below, or there is none."""
    value: str
    whole: bool
    """Nothing of the value can follow on the next line."""


def parse_text(text: str) -> list[Block]:
    """The items of a page, with the numbers of their lines."""
    numbered = enumerate(re.split(r"\r\n|\r|\n", text), 1)
    return _Page(
        [_Line(f"L{number}", _STAR.sub("", line.strip(), count=1)) for number, line in numbered]
    ).items()


class _Page:
    def __init__(self, lines: Sequence[_Line]) -> None:
        self._lines = lines
        self._items: list[Block] = []
        self._stack: list[_Open] = []
        self._field: Field | None = None
        self._kind = _Kind.PLAIN
        self._several = False  # the field's values stand on lines of their own
        self._parts: list[str] = []  # lines of a value that is not whole yet
        self._length = 0

    def items(self) -> list[Block]:
        for index, line in enumerate(self._lines):
            if not line.text:
                if self._parts:
                    self._parts.append("")
                continue
            ends = not self._parts or self._length >= _LONG
            if not (
                ends and (self._boundary(index, line) or self._nested(index, line) or self._row(index, line))
            ):
                self._rest(line)
        self._finish()
        return self._items

    def _finish(self) -> None:
        """The value that was being collected is whole."""
        if self._parts and self._field is not None:
            self._field.values.append("\n".join(self._parts))
        self._parts, self._length = [], 0

    def _begin(self, current: Field | None, kind: _Kind = _Kind.PLAIN, *, several: bool = False) -> None:
        self._finish()
        self._field, self._kind, self._several = current, kind, several

    def _collect(self, value: str, *, whole: bool) -> None:
        if value or self._parts:
            self._parts.append(value)
            self._length += len(value) + 1
        if whole:
            self._finish()

    # -- what a line can be

    def _boundary(self, index: int, line: _Line) -> bool:
        """An item begins, or what stands around the items; also every line before the first item."""
        if len(self._stack) == 1 and not self._stack[0].block.fields and _ADDRESS.match(line.text):
            # The page of one item has its whole IRI below its number.
            block = self._stack[0].block
            if last_part(line.text) == block.key:
                block.iri = line.text
                return True
        if match := self._item(index):
            self._begin(None)
            block = Block(line.place, match)
            self._items.append(block)
            self._stack = [_Open(block, ITEM)]
            return True
        if _FURNITURE.match(line.text):
            self._begin(None)
            self._stack = []
        return not self._stack

    def _item(self, index: int) -> str | None:
        """The number of the item that begins here: a number, then a row that only items have."""
        match = _ITEM_KEY.match(self._lines[index].text)
        current = self._field
        if match is None:
            return None
        if current is not None and self._several:
            first = self._kind is _Kind.NESTED and not current.blocks
            if first or (self._kind is _Kind.LINK and len(self._stack) > 1):
                return None
        following = self._next(index)
        if following is not None and _ADDRESS.match(self._lines[following].text):
            following = self._next(following)
        row = None if following is None else self._match(following, [ITEM])
        if following is None or row is None or (row.bare and not self._certain(following, row)):
            return None
        return match[1]

    def _nested(self, index: int, line: _Line) -> bool:
        """A resource begins under its property: behind the name, or after another of the same property."""
        match = _CAPTION.match(line.text)
        if match is None:
            return False
        for depth in range(len(self._stack), 0, -1):
            owner = self._stack[depth - 1]
            last = owner.block.fields[-1] if owner.block.fields else None
            schema = owner.schema.nested.get(last.name) if last is not None else None
            if last is None or schema is None:
                continue
            if last is not self._field or last.blocks:
                following = self._next(index)
                if following is None or self._match(following, [schema]) is None:
                    continue
            self._open(last, depth, schema, match[1], line)
            return True
        return False

    def _row(self, index: int, line: _Line) -> bool:
        row = self._match(index, [each.schema for each in self._stack])
        if row is None or (self._parts and not self._certain(index, row)):
            return False
        owner = self._stack[row.depth - 1]
        current = Field(row.name, line.place)
        owner.block.fields.append(current)
        del self._stack[row.depth :]
        self._begin(current, row.kind, several=row.bare)
        if row.kind is not _Kind.NESTED:
            self._collect(row.value, whole=row.whole)
        elif row.value:
            resource = _CAPTION.match(row.value)
            schema = owner.schema.nested[row.name]
            block = self._open(current, row.depth, schema, resource[1] if resource else "", line)
            if not resource:
                block.fields.append(Field("label", line.place, [row.value]))
        return True

    def _rest(self, line: _Line) -> None:
        """More of a value, one more value, or a property that no kind of resource has."""
        if self._parts:
            value, whole = _unlinked(line.text)
            self._collect(value, whole=whole)
        elif self._field is not None and self._several and self._takes(self._field, line.text):
            value, whole = _value(self._kind, line.text)
            self._collect(value, whole=whole)
        else:
            owner = next(
                each for each in reversed(self._stack) if each.schema is ITEM or each.schema is ANSWER
            )
            owner.block.fields.append(Field(_guess(line.text), line.place))
            self._begin(None)

    def _takes(self, current: Field, text: str) -> bool:
        if self._kind is _Kind.TIME:
            return _times(text) is not None
        if self._kind is _Kind.LINK:
            return " " not in text
        # Names of properties are in lower case; the values of those that have several are names and numbers.
        return self._kind is _Kind.PLAIN and (not current.values or not text[0].islower())

    def _open(self, into: Field, depth: int, schema: Schema, caption: str, line: _Line) -> Block:
        block = Block(line.place, last_part(caption), caption if "://" in caption else None)
        into.blocks.append(block)
        del self._stack[depth:]
        self._stack.append(_Open(block, schema))
        self._begin(None)
        return block

    # -- rows

    def _next(self, index: int) -> int | None:
        return next((at for at in range(index + 1, len(self._lines)) if self._lines[at].text), None)

    def _match(self, index: int, schemas: Sequence[Schema]) -> _Row | None:
        """The line as a row of one of these kinds: the longest name, then the innermost kind."""
        text = self._lines[index].text
        start = text[:60].replace("question UIN", "question uin")  # the only capitals in the names
        best: _Row | None = None
        for depth in range(len(schemas), 0, -1):
            for name in schemas[depth - 1].names:
                longer = best is None or len(name) > len(best.name)
                if longer and start.startswith(name) and text[len(name) : len(name) + 1] in ("", " ", "\t"):
                    best = _row(depth, name, text[len(name) :].strip(), schemas[depth - 1]) or best
        return best

    def _certain(self, index: int, row: _Row) -> bool:
        """Whether a line can hardly be text: its value is whole, or what must follow its name does."""
        if not row.bare:
            return row.whole or (row.name in ("question text", "answer text") and len(row.value) >= _LONG)
        following = self._next(index)
        text = "" if following is None else self._lines[following].text
        if row.kind is _Kind.NESTED:
            return _CAPTION.match(text) is not None
        return _times(text) is not None if row.kind is _Kind.TIME else _unlinked(text)[1]


def _row(depth: int, name: str, rest: str, schema: Schema) -> _Row | None:
    if name in schema.nested:
        label, linked = _unlinked(rest)
        labelled = linked and "label" in schema.nested[name].plain
        if rest and not labelled and not _CAPTION.match(rest):
            return None
        return _Row(depth, name, _Kind.NESTED, not rest, label, whole=True)
    kind = _Kind.LINK if name in schema.links else _Kind.TIME if name in schema.times else _Kind.PLAIN
    if kind is _Kind.TIME and rest and _times(rest) is None:
        return None
    value, whole = _value(kind, rest)
    return _Row(depth, name, kind, not rest, value, whole=whole or not rest)


def _unlinked(text: str) -> tuple[str, bool]:
    """A line without the link at its end, and whether there was one."""
    for link in _FILTERS:
        if text.endswith(link):
            return text[: -len(link)].rstrip(), True
    return text, False


def _times(text: str) -> re.Match[str] | None:
    return _TIME_LINKS.match(text) if len(text) <= _LINKS_LENGTH else None


def _value(kind: _Kind, text: str) -> tuple[str, bool]:
    """The value in a line, without its links, and whether it is whole."""
    if kind is _Kind.LINK:
        return text, True
    if kind is _Kind.TIME:
        match = _times(text)
        return ("" if match is None else _moment(match)), True
    numbers = _NUMBER_LINKS.match(text) if len(text) <= _LINKS_LENGTH else None
    if numbers is not None and numbers["shown"] in ("", numbers["value"]):
        return numbers["value"], True
    return _unlinked(text)


def _moment(match: re.Match[str]) -> str:
    """The day or time itself, from a link if there is one, else as shown: ``27/11/2018 17:29:33``, in UTC."""
    exact = match["most"] or match["least"]
    if exact or not match["shown"]:
        return exact or ""
    shown = match["shown"]
    date = f"{shown[6:10]}-{shown[3:5]}-{shown[:2]}"
    return f"{date}T{shown[-8:]}Z" if ":" in shown else date


def _guess(text: str) -> str:
    """The name in a row of an unknown property, as near as can be told: its words in lower case."""
    plain, _, exact = _unlinked(text)[0].partition(" less than ")
    words = _WORDS.match(plain)
    name = words[0] if words else plain
    if name == plain and not exact:  # the last word is the value
        name = name.rsplit(" ", 1)[0]
    return name[:60]
