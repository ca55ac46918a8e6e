"""Items of a Linked Data API page as trees of labelled fields, and the fields each kind of resource has.

Elda's stylesheet prints each property under its name, split at capitals and lower-cased (``answeringDeptId``
becomes ``answering dept id``), and each resource under the last part of its IRI. Text and HTML of a page are
both read into these trees.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["ANSWER", "ITEM", "Block", "Field", "Schema", "last_part"]


@dataclass(slots=True)
class Field:
    """One property of a resource, as printed.

    Attributes:
        name: Its name as the page prints it, lower-cased: ``answering dept id``.
        place: Where it stands: ``L12`` or an XPath.
        values: Its literal values.
        blocks: Its values that are resources.
    """

    name: str
    place: str
    values: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Block:
    """One resource: an item of the page, or one nested in it.

    Attributes:
        place: Where it stands: ``L12`` or an XPath.
        key: The last part of its IRI, which is what the page prints: ``1012383``, ``answer``, ``4113``.
        iri: Its IRI, if the page gives the whole of it.
        fields: Its properties, in the order of the page.
    """

    place: str
    key: str
    iri: str | None = None
    fields: list[Field] = field(default_factory=list)

    def get(self, name: str) -> list[Field]:
        """The fields of this name; more than one only on damaged pages."""
        return [each for each in self.fields if each.name == name]

    def texts(self, name: str) -> tuple[str, ...]:
        """The literal values of this field, trimmed, each once, without empty ones."""
        trimmed = (value.strip() for each in self.get(name) for value in each.values)
        return tuple(dict.fromkeys(value for value in trimmed if value))

    def text(self, name: str) -> str | None:
        """The first literal value of this field."""
        return next(iter(self.texts(name)), None)

    def blocks(self, name: str) -> list[Block]:
        """The resources under this field."""
        return [block for each in self.get(name) for block in each.blocks]

    def place_of(self, name: str) -> str:
        """Where the field stands, or the block if it lacks the field."""
        return next((each.place for each in self.get(name)), self.place)


@dataclass(frozen=True, slots=True)
class Schema:
    """The properties a kind of resource has on such pages.

    Attributes:
        plain: Those with texts or flags.
        times: Those with days or times.
        nested: Those whose values are resources, with the schema of these.
        links: Those whose values are bare links, which the page prints without links to filters.
    """

    plain: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()
    nested: Mapping[str, Schema] = field(default_factory=dict)
    links: frozenset[str] = frozenset()

    @property
    def names(self) -> frozenset[str]:
        """All property names."""
        return self.plain | self.times | self.links | frozenset(self.nested)


_MEMBER = Schema(plain=frozenset({"label"}))
_ATTACHMENT = Schema(plain=frozenset({"file name", "title"}))
_PRINTED = frozenset({"answer text", "answering member constituency", "answering member printed"})
_VERSION = Schema(plain=_PRINTED, nested={"answering member": _MEMBER, "attachment": _ATTACHMENT})
ANSWER = Schema(
    plain=_PRINTED | {"grouped question uin", "is ministerial correction"},
    times=frozenset({"date of answer", "question first answered", "question first ministerially corrected"}),
    nested={
        "answering member": _MEMBER,
        "attachment": _ATTACHMENT,
        "previous answer version": _VERSION,
    },
)
ITEM = Schema(
    plain=frozenset(
        {
            "answering body",
            "answering dept id",
            "answering dept short name",
            "answering dept sort name",
            "hansard heading",
            "house id",
            "human indexable",
            "identifier",
            "parliament number",
            "published",
            "question status",
            "question text",
            "registered interest",
            "session",
            "session number",
            "tabling member constituency",
            "tabling member printed",
            "title",
            "uin",
            "version",
            "written parliamentary question type",
        }
    ),
    times=frozenset(
        {
            "answer date",
            "date",
            "date of holding answer",
            "date tabled",
            "ddp created",
            "ddp modified",
            "question first answered",
        }
    ),
    nested={
        "answer": ANSWER,
        "legislature": Schema(plain=frozenset({"label", "pref label"})),
        "tabling member": _MEMBER,
        # Not in the graph, no more than the links below: the creator is the tabling member.
        "creator": Schema(plain=frozenset({"label"}), links=frozenset({"written parliamentary question"})),
    },
    links=frozenset({"is primary topic of", "type"}),
)


def last_part(iri: str) -> str:
    """What stands behind the last ``/`` or ``#`` of an IRI."""
    return re.split(r"[/#]", iri.rstrip("/#"))[-1]
