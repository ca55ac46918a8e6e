"""Items of a Linked Data API page as records; the same item gives the same record as text, HTML and JSON."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from pqgraph.model import (
    Answer,
    AnsweringBody,
    Attachment,
    EarlierVersion,
    House,
    Indexing,
    Locator,
    MemberReference,
    Notice,
    Question,
    QuestionReference,
    Rejected,
    Session,
    SourceFile,
)
from pqgraph.readers._lda_tree import ITEM, Block, Schema
from pqgraph.readers.base import Item, UnknownFields, day

__all__ = ["is_question_page", "read_item"]


# Fields that only written questions have, among the data sets that the Linked Data API served as such pages.
_TELLING = frozenset({"question text", "uin", "hansard heading", "answering dept id", "tabling member"})
# Fields that may have several values; of others the first is kept. A second value of the single ones would
# leave open which question, or what of it, the item speaks of.
_MULTIPLE = frozenset(
    {
        "answering body",
        "answering member printed",
        "grouped question uin",
        "question first answered",
        "question first ministerially corrected",
        "session",
        "tabling member printed",
    }
)
_SINGLE = ("date", "date tabled", "house id", "question text", "uin")
_FLAGS = {"true": True, "false": False, "1": True, "0": False}
_LABEL = "Biography information for "
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_IRI = re.compile(r"https?://[^\x00-\x20<>\"{}|^`\\\x7f]+")
_ITEM_IRI = re.compile(r"https?://(?:lda\.)?data\.parliament\.uk/resources/(\d+)", re.ASCII)
_RESOURCES = "http://data.parliament.uk/resources/"
_HOUSE_TERMS = {"25259": House.COMMONS, "25277": House.LORDS}
_HOUSE_NAMES = {house.label: house for house in House}


class _UnusableError(Exception):
    """The item cannot become a record."""

    def __init__(self, code: str, place: str, found: str) -> None:
        self.code, self.place, self.found = code, place, found
        super().__init__(found)


def is_question_page(items: Sequence[Block]) -> bool:
    """Whether any item has a field that tells a written question from the API's other data sets."""
    return any(each.name in _TELLING for item in items for each in item.fields)


def read_item(item: Block, file: SourceFile, unknown: UnknownFields) -> Iterator[Item]:
    """One item of a page as a record, with notices for fields that are not known, or as rejected.

    Args:
        item: The item's tree.
        file: The file, for locators.
        unknown: Remembers what was reported before.
    """
    try:
        question = _question(item, file)
    except _UnusableError as problem:
        yield Rejected(code=problem.code, locator=Locator(file, problem.place), found=problem.found)
        return
    yield question
    if question.iri is None and question.uin is None:
        yield Notice(code="PQ254", locator=question.locator, found="the item gives neither IRI nor UIN")
    yield from _surplus(item, ITEM, file)
    yield from _unknown(item, ITEM, "", file, unknown)


def _surplus(block: Block, schema: Schema, file: SourceFile) -> Iterator[Notice]:
    for name in sorted((schema.plain | schema.times) - _MULTIPLE):
        count = len(block.texts(name))
        if count > 1:
            found = f"{name!r} has {count} values; the first is kept"
            yield Notice(code="PQ256", locator=Locator(file, block.place_of(name)), found=found)
    for name, inner in schema.nested.items():
        for nested in block.blocks(name):
            yield from _surplus(nested, inner, file)


def _unknown(
    block: Block, schema: Schema, prefix: str, file: SourceFile, unknown: UnknownFields
) -> Iterator[Notice]:
    for each in block.fields:
        yield from unknown.check({each.name}, schema.names, prefix, Locator(file, each.place))
        inner = schema.nested.get(each.name)
        if inner is not None:
            for nested in each.blocks:
                yield from _unknown(nested, inner, f"{prefix}{each.name}.", file, unknown)


def _question(item: Block, file: SourceFile) -> Question:
    text = item.text("question text")
    if text is None:
        raise _UnusableError("PQ205", item.place_of("question text"), f"item {item.key} has no question text")
    for name in _SINGLE:
        if len(item.texts(name)) > 1:
            found = f"{name!r} has several values, and only one can be meant"
            raise _UnusableError("PQ202", item.place_of(name), found)
    tabled = _day(item, "date tabled") or _day(item, "date")
    if tabled is None:
        raise _UnusableError(
            "PQ201", item.place_of("date"), f"item {item.key} does not say when it was tabled"
        )
    iri = _item_iri(item)
    kind = item.text("written parliamentary question type")
    return Question(
        locator=Locator(file, item.place),
        text=text,
        date_tabled=tabled,
        house=_house(item),
        uin=item.text("uin"),
        iri=iri,
        heading=item.text("hansard heading"),
        asking_member=_member(item, "tabling member"),
        registered_interest=_flag(item, "registered interest"),
        answering_body=_answering_body(item),
        date_for_answer=_day(item, "answer date"),
        question_type="NamedDay" if kind == "Named Day" else kind,
        status=item.text("question status"),
        date_of_holding_answer=_day(item, "date of holding answer"),
        sessions=tuple(Session(label=label) for label in item.texts("session")),
        answers=_answers(item, iri),
        indexing=_indexing(item),
    )


def _answers(item: Block, iri: str | None) -> tuple[Answer, ...]:
    # One view has the times with the question, where the answer is no more than a link.
    first_answered = _times(item, "question first answered")
    answers = tuple(
        _answer(block, _nested_iri(block, iri, ""), item.text("uin"), first_answered)
        for block in item.blocks("answer")
    )
    if not answers and first_answered:
        return (Answer(first_answered=first_answered),)
    return answers


def _answer(block: Block, iri: str | None, uin: str | None, first_answered: tuple[str, ...]) -> Answer:
    member = _member(block, "answering member")
    return Answer(
        iri=iri,
        text=block.text("answer text"),
        date=_day(block, "date of answer"),
        member=member,
        by_prorogation=member is None and any(map(_is_nobody, block.blocks("answering member"))),
        is_correction=_flag(block, "is ministerial correction"),
        first_answered=_times(block, "question first answered") or first_answered,
        first_corrected=_times(block, "question first ministerially corrected"),
        grouped_with=tuple(
            QuestionReference(uin=other) for other in block.texts("grouped question uin") if other != uin
        ),
        attachments=_attachments(block, iri),
        earlier_versions=tuple(
            _version(each, _nested_iri(each, iri, "previousversion/"))
            for each in block.blocks("previous answer version")
        ),
    )


def _version(block: Block, iri: str | None) -> EarlierVersion:
    return EarlierVersion(
        iri=iri,
        text=block.text("answer text"),
        member=_member(block, "answering member"),
        attachments=_attachments(block, iri),
    )


def _attachments(block: Block, parent: str | None) -> tuple[Attachment, ...]:
    return tuple(
        Attachment(
            iri=_nested_iri(each, parent, "attachment/"),
            title=each.text("title"),
            file_name=each.text("file name"),
        )
        for each in block.blocks("attachment")
    )


def _is_nobody(block: Block) -> bool:
    return block.key.isdecimal() and int(block.key) == 0


def _member(block: Block, name: str) -> MemberReference | None:
    """A member from the resource, and the printed name and seat that stand beside it."""
    resource = next(iter(block.blocks(name)), None)
    identifier = label = None
    if resource is not None:
        if resource.key.isascii() and resource.key.isdecimal() and int(resource.key):
            identifier = str(int(resource.key))
        label = resource.text("label")
    printed = block.texts(f"{name} printed")
    seat = block.text(f"{name} constituency")
    if not (identifier or label or printed or seat):
        return None
    if resource is not None and _is_nobody(resource) and not printed:
        return None
    shown = label.removeprefix(_LABEL).strip() if label else ""
    return MemberReference(
        identifier=identifier,
        name=shown or next(iter(printed), None),
        label=label,
        printed=printed,
        seat=seat,
    )


def _answering_body(item: Block) -> AnsweringBody | None:
    names = item.texts("answering body")
    body = AnsweringBody(
        identifier=item.text("answering dept id"),
        name=next(iter(names), None),
        short_name=item.text("answering dept short name"),
        sort_name=item.text("answering dept sort name"),
        other_names=names[1:],
    )
    return None if body == AnsweringBody() else body


def _house(item: Block) -> House | None:
    number = item.text("house id")
    if number is None:
        # A view without the number still has the House as a term of Parliament's thesaurus.
        for term in item.blocks("legislature"):
            label = term.text("pref label") or term.text("label")
            house = _HOUSE_TERMS.get(term.key) or _HOUSE_NAMES.get(label or "")
            if house is None:
                found = f"the legislature {term.key!r} is not a House"
                raise _UnusableError("PQ207", item.place_of("legislature"), found)
            return house
        # Pages of one House do not repeat it in each item. Lords' numbers carry it: HL553.
        return House.LORDS if (item.text("uin") or "").startswith("HL") else None
    try:
        return House(number)
    except ValueError:
        raise _UnusableError(
            "PQ207", item.place_of("house id"), f"house id {number!r} is neither 1 nor 2"
        ) from None


def _indexing(item: Block) -> Indexing | None:
    indexing = Indexing(
        title=item.text("title"),
        identifier=item.text("identifier"),
        version=item.text("version"),
        published=_flag(item, "published"),
        human_indexable=_flag(item, "human indexable"),
        created=next(iter(_times(item, "ddp created")), None),
        modified=next(iter(_times(item, "ddp modified")), None),
        parliament_number=item.text("parliament number"),
        session_number=item.text("session number"),
    )
    return None if indexing == Indexing() else indexing


def _item_iri(item: Block) -> str | None:
    if item.iri is not None:
        official = _ITEM_IRI.fullmatch(item.iri)
        if official:  # pages may link to the host that serves the data; the IRI is the one in the data
            return _RESOURCES + official[1]
        if not _IRI.fullmatch(item.iri):
            raise _UnusableError("PQ204", item.place, f"{item.iri!r} is not an IRI")
        return item.iri
    return _RESOURCES + item.key if item.key.isascii() and item.key.isdecimal() else None


def _nested_iri(block: Block, parent: str | None, path: str) -> str | None:
    if block.iri is not None and _IRI.fullmatch(block.iri):
        return block.iri
    rebuilt = f"{parent}/{path}{block.key}"
    return rebuilt if parent is not None and _IRI.fullmatch(rebuilt) else None


def _flag(block: Block, name: str) -> bool | None:
    value = block.text(name)
    if value is None:
        return None
    if value not in _FLAGS:
        raise _UnusableError("PQ202", block.place_of(name), f"{name!r} is {value!r}, neither true nor false")
    return _FLAGS[value]


def _day(block: Block, name: str) -> dt.date | None:
    value = block.text(name)
    if value is None:
        return None
    try:
        return day(value)
    except ValueError as problem:
        raise _UnusableError("PQ203", block.place_of(name), f"{name!r}: {problem}") from None


def _times(block: Block, name: str) -> tuple[str, ...]:
    """The times as printed; a few of 2014 have no zone, and none is made up for them."""
    times = []
    for value in block.texts(name):
        try:
            match = _TIME.fullmatch(value)
            if match is None:
                raise ValueError
            dt.datetime.fromisoformat(f"{match[1]}T{match[2]}")
            times.append(value)
        except ValueError:
            found = f"{name!r}: {value!r} is not a time"
            raise _UnusableError("PQ203", block.place_of(name), found) from None
    return tuple(times)
