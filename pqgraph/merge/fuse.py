"""Several records of one question become one record, whatever their order.

Records are ranked by how far the question had come when they were made, and of those that had come equally far by the
day on which they were made, where they tell; the first is right about what changes (answer, answering body, day for
answer, heading), and the others fill what it does not say. A text that may be cut never takes the place of a whole one,
and a whole text only that of a cut one that it goes on from.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from html import unescape
from typing import TypeVar

from msgspec import Struct, structs

from pqgraph.model import (
    Allocation,
    Answer,
    AnsweringBody,
    EarlierState,
    EarlierVersion,
    Locator,
    MemberReference,
    Notice,
    Question,
    QuestionReference,
)

__all__ = ["Fused", "furthest", "fuse", "goes_on", "plain_text"]

_T = TypeVar("_T")
_TAG = re.compile(r"<[^<>]*>")
_FIRST_KNOWN = (
    "date_tabled", "house", "uin", "api_identifier", "heading", "registered_interest", "answering_body",
    "date_for_answer", "question_type", "date_of_holding_answer", "indexing",
)  # fmt: skip
_ANSWER_FIRST_KNOWN = (
    "iri", "date", "is_holding", "is_correction", "date_corrected", "correcting_member", "original_text",
    "comparable_text", "attachment_count",
)  # fmt: skip

_CHANGING: tuple[tuple[str, Callable[[Question], str | None]], ...] = (
    ("answering body", lambda q: q.answering_body.identifier if q.answering_body else None),
    ("day for answer", lambda q: q.date_for_answer.isoformat() if q.date_for_answer else None),
    ("heading", lambda q: " ".join(q.heading.split()) if q.heading else None),
)
"""What a question may get anew."""
_UNTOLD = "and nothing says which is later"


class Fused(Struct, frozen=True, kw_only=True):
    """One question of several records."""

    question: Question
    """What they say together."""
    sources: tuple[Locator, ...]
    """Where they stand, sorted."""
    iris: tuple[str, ...]
    """The IRIs that sources gave it, sorted; the first is the question's."""
    without_iri: bool
    """Some record gave none, so that alone it would have an IRI made of its natural key."""
    conflicts: tuple[Notice, ...]
    """What the records disagree on though it does not change."""


def fuse(records: Sequence[Question]) -> Fused:
    """Merge the records of one question.

    Args:
        records: At least one, in any order; equal inputs in another order give an equal result.
    """
    if len(records) == 1:  # nearly all
        (only,) = records
        given = () if only.iri is None else (only.iri,)
        return Fused(
            question=only, sources=(only.locator,), iris=given, without_iri=only.iri is None, conflicts=()
        )
    ranked = sorted(records, key=_rank, reverse=True)
    iris = tuple(sorted({record.iri for record in records if record.iri is not None}))
    sources = sorted({record.locator for record in records}, key=_place)
    without = any(record.iri is None for record in records)
    best = ranked[0]
    body = _first(record.answering_body for record in ranked)
    # A transfer rewrites the address, so a text belongs to its body.
    text, clipped = _text(
        [(record.text, record.text_clipped) for record in ranked if not _differ(record.answering_body, body)]
    )
    changes: dict[str, object] = {
        name: _first(getattr(record, name) for record in ranked) for name in _FIRST_KNOWN
    }
    changes |= {
        "iri": iris[0] if iris else None,
        "text": text,
        "text_clipped": clipped,
        "asking_member": _member([record.asking_member for record in ranked]),
        "status": _first(record.status for record in ranked if _says_as_much(record, best)),
        "withdrawn": _first(record.withdrawn for record in ranked),
        "sessions": _longest(record.sessions for record in ranked),
        "grouped_with": _group([record.grouped_with for record in ranked]),
        "answers": _answers(ranked),
        "other_identifiers": tuple(sorted({i for record in ranked for i in record.other_identifiers})),
    }
    allocations = _longest(record.allocations for record in ranked)
    if allocations and body is not None and _differ(allocations[-1].body, body):
        allocations = (*allocations, Allocation(body=body, seen=best.seen))
    changes["allocations"] = allocations
    changes["earlier_states"] = _earlier_states(ranked)
    return Fused(
        question=structs.replace(best, **changes),
        sources=tuple(sources),
        iris=iris,
        without_iri=without,
        conflicts=(*_conflicts(ranked), *_unordered(ranked)),
    )


def furthest(records: Iterable[Question]) -> Question:
    """The record that was made when the question had come furthest, whatever the order.

    Raises:
        ValueError: There is none.
    """
    return max(records, key=_rank)


def plain_text(html: str) -> str:
    """A text without tags and with single spaces, to compare what differs only in markup."""
    return " ".join(_TAG.sub(" ", html).replace("\u00a0", " ").split())


def goes_on(cut: str, whole: str | None) -> bool:
    """Whether a whole text begins as the cut one does.

    Lists take tags out without care for spaces, put question marks for characters without width and may cut inside a
    word, so letters and digits are compared, and not the last.
    """
    if not whole:
        return False
    start = _letters(cut)
    return _letters(whole).startswith(start[: max(40, len(start) - 20)])


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unescape(_TAG.sub(" ", text))))


def _rank(record: Question) -> tuple[object, ...]:
    answers = record.answers
    whole = sum(not answer.text_clipped for answer in answers if answer.text) + (not record.text_clipped)
    return (
        *_progress(record),
        record.seen or dt.date.min,
        whole,
        sum(len(answer.text or "") for answer in answers) + len(record.text),
        record.iri is not None,
        _place(record.locator),
    )


def _progress(record: Question) -> tuple[object, ...]:
    """How far the question had come."""
    answers = record.answers
    corrected = any(answer.is_correction for answer in answers)
    answered = [answer for answer in answers if not answer.is_holding]
    days = [answer.date.toordinal() for answer in answers if answer.date is not None]
    return (
        not record.superseded,
        record.edition or "",
        corrected,
        bool(record.withdrawn),
        bool(answered),
        bool(answers),
        max(days, default=0),
        record.heading is not None,
    )


def _differ(one: AnsweringBody | None, other: AnsweringBody | None) -> bool:
    """Whether two bodies are certainly not the same; a name alone may be any of a body's names."""
    if one is None or other is None or one.identifier is None or other.identifier is None:
        return False
    return one.identifier != other.identifier


def _place(locator: Locator) -> tuple[str, str, str]:
    return (locator.source.sha256, locator.fragment, locator.source.name)


def _first(values: Iterable[_T | None]) -> _T | None:
    return next((value for value in values if value is not None), None)


def _longest(values: Iterable[tuple[_T, ...]]) -> tuple[_T, ...]:
    return max(values, key=len)  # of equally long ones the first, that of the best record


def _earlier_states(ranked: Sequence[Question]) -> tuple[EarlierState, ...]:
    """The states that a source was made of, after days of tabling that only other records still give."""
    states = _longest(record.earlier_states for record in ranked)
    told = {ranked[0].date_tabled, None, *(state.date_tabled for state in states)}
    days = {record.date_tabled for record in ranked} - told
    return (*(EarlierState(date_tabled=day) for day in sorted(day for day in days if day)), *states)


def _says_as_much(record: Question, best: Question) -> bool:
    # An earlier state's status is no longer true: "Tabled" of a question that has its answer by now.
    return bool(record.answers) == bool(best.answers)


def _text(texts: Sequence[tuple[str, bool]]) -> tuple[str, bool]:
    """The first text; if it is cut, the first that is whole and goes on from it, else the longest that does."""
    first, clipped = texts[0]
    if not clipped:
        return first, False
    going_on = [(text, cut) for text, cut in texts if goes_on(first, text)]
    for text, cut in going_on:
        if not cut:
            return text, False
    return max((first, *(text for text, _ in going_on)), key=len), True


def _member(references: Sequence[MemberReference | None]) -> MemberReference | None:
    known = [reference for reference in references if reference is not None]
    if not known:
        return None
    best = next((reference for reference in known if reference.identifier is not None), known[0])
    same = [r for r in known if r.identifier in (best.identifier, None)]
    fields = ("name", "list_name", "label", "party", "party_abbreviation", "seat", "peerage")
    changes: dict[str, object] = {name: _first(getattr(r, name) for r in [best, *same]) for name in fields}
    changes["printed"] = next((r.printed for r in [best, *same] if r.printed), ())
    return structs.replace(best, **changes)


def _group(groups: Sequence[tuple[QuestionReference, ...]]) -> tuple[QuestionReference, ...]:
    """The first group that is one, each reference with its day where any record gives that."""
    chosen = next((group for group in groups if group), ())
    days = {ref.uin: ref.date_tabled for group in reversed(groups) for ref in group if ref.date_tabled}
    return tuple(
        ref if ref.date_tabled else structs.replace(ref, date_tabled=days.get(ref.uin)) for ref in chosen
    )


def _answers(ranked: Sequence[Question]) -> tuple[Answer, ...]:
    """The answers by kind: what answers the question first, then what only held it."""
    every = [answer for record in ranked for answer in record.answers]
    final = [answer for answer in every if not answer.is_holding]
    held = [answer for answer in every if answer.is_holding]
    return tuple(_answer(kind) for kind in (final, held) if kind)


def _answer(ranked: Sequence[Answer]) -> Answer:
    best = ranked[0]
    versions = [answer for answer in ranked if _is_same_version(answer, best)]
    texts = [(answer.text, answer.text_clipped) for answer in versions if answer.text is not None]
    changes: dict[str, object] = {
        name: _first(getattr(answer, name) for answer in ranked) for name in _ANSWER_FIRST_KNOWN
    }
    if texts:
        changes["text"], changes["text_clipped"] = _text([(text, cut) for text, cut in texts])
    changes |= {
        "iri": min((answer.iri for answer in ranked if answer.iri is not None), default=None),
        "member": _member([answer.member for answer in ranked]),
        "first_answered": _longest(answer.first_answered for answer in ranked),
        "first_corrected": _longest(answer.first_corrected for answer in ranked),
        "grouped_with": _group([answer.grouped_with for answer in ranked]),
        "attachments": _longest(answer.attachments for answer in versions),
        "earlier_versions": _longest(answer.earlier_versions for answer in ranked)
        or _uncorrected(best, ranked),
    }
    return structs.replace(best, **changes)


def _is_same_version(one: Answer, other: Answer) -> bool:
    """Whether both answers stand before, or both after, a correction; of the same day, where they tell."""
    days = {answer.date_corrected for answer in (one, other)} - {None}
    return bool(one.is_correction) == bool(other.is_correction) and len(days) < 2


def _uncorrected(best: Answer, ranked: Sequence[Answer]) -> tuple[EarlierVersion, ...]:
    """The answer before its correction, if a source still has it and none says more of it."""
    if not best.is_correction or any(answer.original_text is not None for answer in ranked):
        return ()
    before = [answer for answer in ranked if answer.is_correction is False and answer.text is not None]
    if not before:
        return ()
    text, clipped = _text([(answer.text or "", answer.text_clipped) for answer in before])
    first = before[0]
    return (
        EarlierVersion(
            text=text,
            text_clipped=clipped,
            date=first.date,
            member=first.member,
            attachments=first.attachments,
        ),
    )


def _unordered(ranked: Sequence[Question]) -> list[Notice]:
    """What records that had come equally far say differently, if none tells its day."""
    best = ranked[0]
    if best.seen is not None:
        return []
    progress = _progress(best)
    even = [r for r in sorted(ranked, key=lambda r: _place(r.locator)) if _progress(r) == progress]
    found = [_differing(even, name, value_of) for name, value_of in _CHANGING]
    if found[0] is None:  # with its body, a question gets another text
        found.append(_other_text(even))
    return [notice for notice in found if notice is not None]


def _differing(
    records: Sequence[Question], name: str, value_of: Callable[[Question], str | None]
) -> Notice | None:
    places: dict[str, Locator] = {}
    for record in records:
        value = value_of(record)
        if value is not None:
            places.setdefault(value, record.locator)
    if len(places) < 2:
        return None
    (first, where), *others = places.items()
    said = ", ".join(f"{other!r} in {place}" for other, place in others)
    return Notice(code="PQ276", locator=where, found=f"{name} {first!r} here, {said}, {_UNTOLD}")


def _other_text(records: Sequence[Question]) -> Notice | None:
    first = records[0]
    for other in records[1:]:
        if not _is_same_text(first, other):
            found = f"the text of the question here, another in {other.locator}, {_UNTOLD}"
            return Notice(code="PQ276", locator=first.locator, found=found)
    return None


def _is_same_text(one: Question, other: Question) -> bool:
    """Whether two texts differ in markup, spaces and marks at most, as far as both go."""
    if one.text == other.text or _letters(one.text) == _letters(other.text):
        return True
    return (one.text_clipped and goes_on(one.text, other.text)) or (
        other.text_clipped and goes_on(other.text, one.text)
    )


def _conflicts(ranked: Sequence[Question]) -> list[Notice]:
    """What two sources say differently though it never changes: who asked, and the API's number."""
    found = []
    facts: tuple[tuple[str, Callable[[Question], str | None]], ...] = (
        ("asking member", lambda q: q.asking_member.identifier if q.asking_member else None),
        ("number in the questions-statements API", lambda q: q.api_identifier),
        ("official IRI", lambda q: q.iri),
    )
    for name, value_of in facts:
        values: dict[str, Locator] = {}
        for record in sorted(ranked, key=lambda record: _place(record.locator)):
            value = value_of(record)
            if value is not None:
                values.setdefault(value, record.locator)
        if len(values) > 1:
            (first, where), *others = values.items()
            said = "; ".join(f"{other!r} in {place}" for other, place in others)
            found.append(Notice(code="PQ271", locator=where, found=f"{name} {first!r} here, {said}"))
    return found
