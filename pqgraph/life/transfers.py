"""The states in which a question was seen, one after the other, as one question with its whole life."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

from msgspec import structs

from pqgraph.model import Allocation, Answer, AnsweringBody, EarlierState, EarlierVersion, Question

__all__ = ["Snapshot", "one_life"]

_T = TypeVar("_T")
_ELLIPSIS = "..."


class Snapshot(NamedTuple):
    """A question as it was seen on one day."""

    question: Question
    seen: dt.date | None
    """The day; ``None`` if it is not known."""


def one_life(states: Sequence[Snapshot]) -> Question:
    """One question from the states in which it was seen.

    The last state is right about the question. From those before it come the answering bodies it was put to, the
    holding answer that a substantive one replaced, the answer before a correction, and what a change replaced of
    text, heading, day for answer and day of tabling. A whole text that goes on where the last one is cut takes
    its place.

    Args:
        states: At least one, oldest first; all of one question.

    Raises:
        ValueError: There is none.
    """
    if not states:
        raise ValueError("a question without any state")
    last = states[-1].question
    if states[-1].seen is not None:
        last = structs.replace(last, seen=states[-1].seen)
    if len(states) == 1:
        return last
    questions = [state.question for state in states]
    if all(_adds_nothing(question, last) for question in questions[:-1]):
        return last
    text, clipped = _whole([(q.text, q.text_clipped) for q in questions])
    holding = _past_holding(questions)
    return structs.replace(
        last,
        text=text,
        text_clipped=clipped,
        heading=last.heading or _latest(q.heading for q in questions),
        date_of_holding_answer=last.date_of_holding_answer
        or _latest(q.date_of_holding_answer for q in questions)
        or (holding.date if holding is not None else None),
        answers=_answers(questions, holding),
        allocations=_allocations(states),
        earlier_states=tuple(_changes(states)),
    )


def _adds_nothing(old: Question, last: Question) -> bool:
    """Whether a state tells nothing that the last one does not: the question only waited, as most do."""
    return (
        not old.answers
        and old.text == last.text
        and old.answering_body == last.answering_body
        and (old.heading is None or old.heading == last.heading)
        and old.date_of_holding_answer is None
        and old.date_for_answer == last.date_for_answer
        and old.date_tabled == last.date_tabled
    )


def _latest(values: Iterable[_T | None]) -> _T | None:
    return next((value for value in reversed(list(values)) if value is not None), None)


def _whole(texts: Sequence[tuple[str, bool]]) -> tuple[str, bool]:
    """The last text, or a whole one that goes on where it is cut."""
    text, clipped = texts[-1]
    if clipped:
        start = text.removesuffix(_ELLIPSIS)
        for other, cut in texts:
            if not cut and other.startswith(start):
                return other, False
    return text, clipped


def _is_same(old: tuple[str, bool], new: tuple[str, bool]) -> bool:
    """Whether two texts say the same as far as both go."""
    if old[0] == new[0]:
        return True
    first, second = (" ".join(text.removesuffix(_ELLIPSIS).split()) for text in (old[0], new[0]))
    if first == second:
        return True
    return (old[1] and second.startswith(first)) or (new[1] and first.startswith(second))


def _allocations(states: Sequence[Snapshot]) -> tuple[Allocation, ...]:
    """The bodies one after the other; none if there was always one. A body that is renamed stays the same."""
    found: list[Allocation] = []
    for question, seen in states:
        body = question.answering_body
        if body is None:
            continue
        if found and _key(found[-1].body) == _key(body):
            # Its name at the end of its time is the better known one.
            found[-1] = Allocation(body=body, seen=found[-1].seen)
        else:
            found.append(Allocation(body=body, seen=seen))
    return tuple(found) if len(found) > 1 else ()


def _key(body: AnsweringBody) -> str | None:
    return body.identifier or body.name


def _past_holding(questions: Sequence[Question]) -> Answer | None:
    """The holding answer that another one has replaced."""
    if all(answer.is_holding for answer in questions[-1].answers):
        return None
    held = [answer for question in questions[:-1] for answer in question.answers if answer.is_holding]
    return held[-1] if held else None


def _answers(questions: Sequence[Question], holding: Answer | None) -> tuple[Answer, ...]:
    present = tuple(_corrected(answer, questions) for answer in questions[-1].answers)
    # What a question is grouped with is said by the answer that stands.
    return present if holding is None else (*present, structs.replace(holding, grouped_with=()))


def _corrected(answer: Answer, questions: Sequence[Question]) -> Answer:
    """The answer with its text in full and, if it was corrected while it was watched, with what it said before."""
    if answer.is_holding or not (answer.is_correction or answer.text_clipped):
        return answer
    others = [
        other
        for question in questions[:-1]
        for other in question.answers
        if not other.is_holding and other.text is not None
    ]
    if not others or answer.text is None:
        return answer
    same = [
        (other.text or "", other.text_clipped)
        for other in others
        if other.is_correction == answer.is_correction
    ]
    text, clipped = _whole([*same, (answer.text, answer.text_clipped)])
    earlier = answer.earlier_versions
    before = [other for other in others if not other.is_correction]
    if answer.is_correction and before and not earlier and answer.original_text is None:
        version = before[-1]
        earlier = (
            EarlierVersion(
                text=version.text,
                text_clipped=version.text_clipped,
                date=version.date,
                member=version.member,
                attachments=version.attachments,
            ),
        )
    return structs.replace(answer, text=text, text_clipped=clipped, earlier_versions=earlier)


def _changes(states: Sequence[Snapshot]) -> Iterable[EarlierState]:
    """What each change replaced. That something was not yet known is no earlier value."""
    for (old, _), (new, seen) in pairwise(states):
        is_same_text = _is_same((old.text, old.text_clipped), (new.text, new.text_clipped))
        heading = _replaced(old.heading, new.heading)
        tabled = _replaced(old.date_tabled, new.date_tabled)
        due = _replaced(old.date_for_answer, new.date_for_answer)
        if is_same_text and heading is None and tabled is None and due is None:
            continue
        yield EarlierState(
            changed=seen,
            text=None if is_same_text else old.text,
            text_clipped=old.text_clipped and not is_same_text,
            heading=heading,
            date_tabled=tabled,
            date_for_answer=due,
        )


def _replaced(old: _T | None, new: _T | None) -> _T | None:
    return old if new is not None and old != new else None
