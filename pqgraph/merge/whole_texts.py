"""Whole texts brought to their questions: in the place of cut ones, and as the answer of a question that has none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, structs

from pqgraph.life.holding import only_holds
from pqgraph.merge.fuse import Fused, goes_on
from pqgraph.model import Answer, Locator, Notice, Question, WholeText

__all__ = ["with_whole_texts"]

_OPEN = frozenset({"Tabled", "Holding"})
"""Statuses that an answer ends."""


class _Outcome(Struct, frozen=True):
    """What one whole text does to a question."""

    changes: dict[str, object] = {}
    """New values of fields of the question."""
    told: str = ""
    """Why the text is not joined: how the sentence goes on that begins with "the question" or "the answer"."""


_ANOTHER = _Outcome(told="is another than the one that stands: not joined")


def with_whole_texts(one: Fused, texts: Mapping[str, Sequence[WholeText]]) -> Fused:
    """A question with what sources of whole texts have of it.

    Such a source says no more than the text. So a cut text gives way to a whole one that begins as it does; a question
    without an answer, or with one that only holds it, gets the answer, of which neither day nor minister is known; and
    a text that is another than the one that stands is told (PQ275), because nothing says which is the later one. The
    same goes for a corrected answer: its cut text begins as the one before may have begun.

    Args:
        one: The question, all other sources merged.
        texts: By number in the questions-statements API.
    """
    question = one.question
    found = texts.get(question.api_identifier or "")
    if not found:
        return one
    used: set[Locator] = set()
    notices: list[Notice] = []
    # By content, so that the order of the inputs does not matter.
    for text in sorted(found, key=_place):
        outcomes = {
            "question": _question_text(question, text.question_text),
            "answer": _answer_text(question, text.answer_text),
        }
        for which, outcome in outcomes.items():
            if outcome.changes:
                question = structs.replace(question, **outcome.changes)
                used.add(text.locator)
            if outcome.told:
                found_there = (
                    f"the {which} of question {question.uin or question.api_identifier} {outcome.told}"
                )
                notices.append(Notice(code="PQ275", locator=text.locator, found=found_there))
    if not used and not notices:
        return one
    sources = sorted({*one.sources, *used}, key=lambda place: (place.source.sha256, place.fragment))
    return structs.replace(
        one, question=question, sources=tuple(sources), conflicts=(*one.conflicts, *notices)
    )


def _place(text: WholeText) -> tuple[str, str]:
    return (text.locator.source.sha256, text.locator.fragment)


def _question_text(question: Question, whole: str | None) -> _Outcome:
    if whole is None:
        return _Outcome()
    if not goes_on(question.text, whole):
        return _ANOTHER
    if not question.text_clipped:
        return _Outcome()
    return _Outcome({"text": whole, "text_clipped": False})


def _answer_text(question: Question, whole: str | None) -> _Outcome:
    if whole is None:
        return _Outcome()
    held = only_holds(whole)
    # A text that only holds the question is that of the holding answer, if there is one, past or not.
    same_kind = [place for place, answer in enumerate(question.answers) if bool(answer.is_holding) is held]
    fitting = [
        place for place, answer in enumerate(question.answers) if answer.text and goes_on(answer.text, whole)
    ]
    if fitting:
        answer = question.answers[fitting[0]]
        if answer.is_correction and answer.text_clipped and _may_be_from_before(answer, whole):
            return _Outcome(told="was corrected, and this may be the text from before: not joined")
        return _filled(question, fitting[0], whole, clipped=answer.text_clipped)
    if (version := _of_earlier_version(question, whole)) is not None:
        return version
    if any(question.answers[place].text for place in same_kind):
        return _ANOTHER
    if same_kind:  # a day or a minister is known, but no text
        return _filled(question, same_kind[0], whole, clipped=True)
    if held and question.answers:
        # It has been answered since. What held it is past, and of that no source need say more than its day.
        return _Outcome({"answers": (*question.answers, Answer(text=whole, is_holding=True))})
    answer = Answer(text=whole, is_holding=held or None, grouped_with=question.grouped_with)
    changes: dict[str, object] = {"answers": (answer, *question.answers), "grouped_with": ()}
    if question.status in _OPEN:
        changes["status"] = "Holding" if held else "Answered"
    return _Outcome(changes)


def _may_be_from_before(answer: Answer, whole: str) -> bool:
    """Whether nothing tells that a text is that of a correction: it may begin as the one before did."""
    before = [answer.original_text, *(version.text for version in answer.earlier_versions)]
    return all(text is None or goes_on(text, whole) for text in before)


def _of_earlier_version(question: Question, whole: str) -> _Outcome | None:
    """What a text that was corrected since does to a question; ``None`` if it is another."""
    for place, answer in enumerate(question.answers):
        for number, version in enumerate(answer.earlier_versions):
            if version.text is None or not goes_on(version.text, whole):
                continue
            if not version.text_clipped:
                return _Outcome()
            versions = list(answer.earlier_versions)
            versions[number] = structs.replace(version, text=whole, text_clipped=False)
            answers = list(question.answers)
            answers[place] = structs.replace(answer, earlier_versions=tuple(versions))
            return _Outcome({"answers": tuple(answers)})
    return None


def _filled(question: Question, place: int, whole: str, *, clipped: bool) -> _Outcome:
    if not clipped:
        return _Outcome()
    answers = list(question.answers)
    answers[place] = structs.replace(answers[place], text=whole, text_clipped=False)
    return _Outcome({"answers": tuple(answers)})
