"""What became of a question, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pqgraph.api.pages.cleaning import clean, differences
from pqgraph.api.pages.data import Data, Node
from pqgraph.api.pages.words import count, day
from pqgraph.terms import dcterms, parl, pq

if TYPE_CHECKING:
    from markupsafe import Markup

    from pqgraph.api.pages.question import Question

__all__ = ["Step", "life_of"]

_RANKS = ("tabled", "changed", "transferred", "held", "due", "answered", "corrected", "withdrawn", "waiting")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a question's life.

    Attributes:
        kind: One of ``tabled``, ``changed``, ``transferred``, ``held``, ``due``, ``answered``, ``corrected``,
            ``withdrawn``, ``waiting``.
        day: The day, if it is known.
        title: What happened.
        note: More of it.
        detail: What changed, or what was said then.
        more: What the detail is, to open it.
    """

    kind: str
    day: str
    title: str
    note: str = ""
    detail: Markup | None = None
    more: str = ""


def life_of(data: Data, question: Question) -> list[Step]:
    """The steps of a question's life, the first first.

    Args:
        data: The store, for labels.
        question: The question.
    """
    node = question.node
    named = node.get(parl.writtenParliamentaryQuestionType) == "NamedDay"
    note = f"For answer {'on a named day, ' if named else 'by '}{day(question.due)}." if question.due else ""
    steps = [Step("tabled", question.tabled, "Tabled", note)]
    steps += _changes(node)
    steps += _transfers(data, node)
    steps += _answers(question)
    answered = node.get(pq.dateAnswered)
    if question.due and (node.get(pq.answeredLate) == "true" or question.status == "Awaiting answer"):
        steps.append(Step("due", question.due, "Due for answer"))
    if question.status == "Withdrawn":
        steps.append(Step("withdrawn", "", "Withdrawn", "The Member took the question back."))
    elif question.status == "Awaiting answer":
        steps.append(Step("waiting", "", "No answer yet", "Nothing that was read answers it."))
    last = max((step.day for step in steps), default="")
    steps.sort(
        key=lambda step: (step.day or (last if step.kind != "changed" else ""), _RANKS.index(step.kind))
    )
    if answered and node.get(pq.daysToAnswer).isdecimal():
        days = int(node.get(pq.daysToAnswer))
        late = ", after the day it was due" if node.get(pq.answeredLate) == "true" else ""
        steps = [
            Step(s.kind, s.day, s.title, f"{count(days, 'day')} after it was tabled{late}.", s.detail, s.more)
            if s.kind == "answered" and s.day == answered
            else s
            for s in steps
        ]
    return steps


_TEXTS = ((parl.questionText, "the text"), (parl.hansardHeading, "the heading"))
_DAYS = ((dcterms.date, "the day of tabling"), (parl.AnswerDate, "the day for answer"))


def _changes(node: Node) -> list[Step]:
    """What each change that was seen put in place of what."""
    from markupsafe import Markup

    states = sorted(node.nodes(pq.earlierState), key=lambda state: _number(state.iri))
    steps = []
    for position, state in enumerate(states):
        later = [*states[position + 1 :], node]
        words, parts = [], []
        for predicate, name in (*_TEXTS, *_DAYS):
            old = state.get(predicate)
            new = next((value for each in later if (value := each.get(predicate))), "")
            if not old:
                continue
            words.append(name)
            if predicate in (dcterms.date, parl.AnswerDate):
                old, new = day(old), day(new)
            parts.append(Markup("<p>{}</p>").format(differences(old, new)))
        title = f"Changed: {' and '.join(words)}" if words else "Changed"
        steps.append(
            Step("changed", state.get(pq.changeSeen), title, "", Markup("").join(parts), "What changed")
        )
    return steps


def _number(iri: str) -> tuple[int, str]:
    tail = iri.rpartition("/")[2]
    return (int(tail) if tail.isdecimal() and len(tail) < 9 else 0, iri)


def _transfers(data: Data, node: Node) -> list[Step]:
    steps = []
    for allocation in sorted(node.nodes(pq.allocation), key=lambda each: _number(each.iri)):
        before = next(iter(allocation.nodes(pq.previousAllocation)), None)
        if before is None:
            continue
        new, old = _body(data, allocation), _body(data, before)
        steps.append(
            Step(
                "transferred",
                allocation.get(pq.allocationSeen),
                f"Transferred to {new}",
                f"It was with {old}.",
            )
        )
    return steps


def _body(data: Data, allocation: Node) -> str:
    iri = allocation.get(pq.allocatedTo)
    return allocation.get(parl.AnsweringBody) or (data.label(iri) if iri else "another answering body")


def _answers(question: Question) -> list[Step]:
    steps: list[Step] = []
    held_on = question.node.get(parl.dateOfHoldingAnswer)
    if question.holding is not None:
        text = question.holding.html
        steps.append(
            Step("held", question.holding.day or held_on, "Holding answer", "", text, "The holding answer")
        )
    for answer in question.answers:
        who = f" by {answer.by.name}" if answer.by is not None else ""
        if answer.kind == "holding":
            steps.append(Step("held", answer.day or held_on, f"Holding answer{who}"))
        elif answer.kind == "prorogation":
            note = "Parliament was prorogued before anybody answered."
            steps.append(Step("withdrawn", answer.day, "Lapsed", note))
        else:
            steps.append(Step("answered", answer.day, f"Answered{who}"))
        if answer.kind == "correcting":
            steps.append(_correction(question, answer.iri, answer.corrected))
    return steps


def _correction(question: Question, iri: str, corrected: str) -> Step:
    node = Node(question.node.index, iri)
    marked = node.get(pq.comparableText) or node.get(parl.answerText)
    detail = None
    if "<ins" in marked or "<del" in marked:
        detail = clean(marked)
    else:
        earlier = next((v.get(parl.answerText) for v in node.nodes(parl.previousAnswerVersion)), "")
        if earlier and marked:
            detail = differences(earlier, marked)
    known = "" if detail is not None else "What was changed is not published."
    return Step("corrected", corrected, "Corrected", known, detail, "What the correction changed")
