"""Items of the usual shape as records.

:mod:`pqgraph.readers._lda_shapes` has the shape, :mod:`pqgraph.readers._lda_plain` makes the records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec
from msgspec import Raw, Struct

from pqgraph.model import (
    Answer,
    Attachment,
    EarlierVersion,
    House,
    Locator,
    MemberReference,
    Question,
    SourceFile,
)
from pqgraph.readers import _lda_plain as plain
from pqgraph.readers._lda_items import read_item
from pqgraph.readers._lda_shapes import (
    LdaAnswer,
    LdaAttachment,
    LdaItem,
    LdaPage,
    LdaTexts,
    LdaVersion,
)
from pqgraph.readers.base import Item, UnknownFields

__all__ = ["TreeReader", "UsualText", "question_of", "raw_items", "usual_text"]

# After so many items of another shape, one after the other, the file is of another view of the API.
_PATIENCE = 10
# What an array and a page begin with.
_START = re.compile(rb"\s*(\[|\{\s*\"(?:format|version|result)\")")
_decode_item = msgspec.json.Decoder(LdaItem).decode
_decode_items = msgspec.json.Decoder(list[LdaItem]).decode
_decode_page = msgspec.json.Decoder(LdaPage).decode


class _RawResult(Struct):
    items: list[Raw]


class _RawPage(Struct):
    result: _RawResult


_raw_items = msgspec.json.Decoder(list[Raw]).decode
_raw_page = msgspec.json.Decoder(_RawPage).decode


class UsualText(NamedTuple):
    """A JSON text in which all items are of the usual shape."""

    items: list[LdaItem]
    above: str
    """JSON pointer to the list that the items stand in."""
    is_bare: bool = False
    """Whether there is no list, and the text is the item itself."""
    addresses: tuple[Any, ...] = ()
    """Of the page, if it is one: its definition's and its own."""


def usual_text(data: bytes) -> UsualText | None:
    """The items of a page, of an array, or of a text that is one item; ``None`` if it is anything else."""
    start = _START.match(data)
    try:
        if start is None:
            return UsualText([_decode_item(data)], "", is_bare=True)
        if start[1] == b"[":
            return UsualText(_decode_items(data), "")
        result = _decode_page(data).result
    except (ValueError, RecursionError):
        return None
    return UsualText(result.items, "/result/items", addresses=(result.definition, result.address))


def raw_items(text: UsualText, data: bytes) -> list[Raw]:
    """The JSON of each item of such a text."""
    if text.is_bare:
        return [Raw(data)]
    return _raw_page(data).result.items if text.above else _raw_items(data)


class TreeReader:
    """Reads the items of a file from trees: the short way as long as it leads anywhere.

    Args:
        file: The file, for locators.
        unknown: Remembers which fields were reported.
    """

    def __init__(self, file: SourceFile, unknown: UnknownFields) -> None:
        self._file = file
        self._unknown = unknown
        self._misses = 0

    def read(self, tree: Any, fragment: str, house: House | None) -> Iterator[Item]:
        """What :func:`pqgraph.readers._lda_items.read_item` gives."""
        if self._misses < _PATIENCE:
            try:
                question = question_of(msgspec.convert(tree, LdaItem), Locator(self._file, fragment))
            except (ValueError, KeyError, RecursionError):
                self._misses += 1
            else:
                self._misses = 0
                return iter((question,))
        return read_item(tree, self._file, fragment, self._unknown, house=house)


def question_of(item: LdaItem, locator: Locator) -> Question:
    """The record of an item.

    Raises:
        ValueError, KeyError: There is something unusual in it.
    """
    tabler = item.tabling_member
    seat = item.tabling_member_constituency.text
    asking_member, _ = plain.member(tabler.iri, tabler.label.text, _texts(item.tabling_member_printed), seat)
    answer = item.answer
    return plain.question(
        locator=locator,
        iri=item.iri,
        uin=item.uin,
        text=item.question_text,
        heading=item.hansard_heading.text,
        tabled=item.date.text,
        house=item.house_id.text,
        body=plain.answering_body(
            item.answering_dept_id.text,
            _texts(item.answering_bodies),
            item.answering_dept_short_name.text,
            item.answering_dept_sort_name.text,
        ),
        asking_member=asking_member,
        registered_interest=item.registered_interest.text,
        answers=() if answer is None else (_answer(answer, item.uin),),
    )


def _answer(answer: LdaAnswer, uin: str) -> Answer:
    grouped, versions = answer.grouped_with, answer.previous_answer_version
    return plain.answer(
        iri=answer.iri,
        text=answer.answer_text.text,
        answered=answer.date_of_answer.text,
        given_by=_answering_member(answer),
        is_correction=answer.is_ministerial_correction.text,
        first_answered=_texts(answer.question_first_answered),
        first_corrected=_texts(answer.question_first_ministerially_corrected),
        grouped_with=_texts(grouped if isinstance(grouped, tuple) else (grouped,)),
        uin=uin,
        attachments=_attachments(answer),
        earlier_versions=_versions(versions) if versions else (),
    )


def _versions(found: LdaVersion | tuple[LdaVersion, ...]) -> tuple[EarlierVersion, ...]:
    return tuple(map(_version, (found,) if isinstance(found, LdaVersion) else found))


def _version(version: LdaVersion) -> EarlierVersion:
    return plain.version(
        iri=version.iri,
        text=version.answer_text.text,
        given_by=_answering_member(version)[0],
        attachments=_attachments(version),
    )


def _answering_member(answer: LdaVersion) -> tuple[MemberReference | None, bool]:
    person, printed = answer.answering_member, answer.answering_member_printed.text
    seat = answer.answering_member_constituency.text
    return plain.member(person.iri, person.label.text, (printed,) if printed else (), seat)


def _attachments(answer: LdaVersion) -> tuple[Attachment, ...]:
    found = answer.attachment
    if not found:
        return ()
    return tuple(
        plain.attachment(iri=each.iri, title=each.title, file_name=each.file_name.text)
        for each in ((found,) if isinstance(found, LdaAttachment) else found)
    )


def _texts(values: LdaTexts) -> tuple[str, ...]:
    """Each once, without empty ones."""
    if not values:
        return ()
    if len(values) == 1 and (text := values[0].text):  # nearly always
        return (text,)
    return tuple(dict.fromkeys(value.text for value in values if value.text))
