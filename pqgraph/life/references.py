"""What the texts of questions and answers refer to: earlier answers, by their day and the number of their question.

One Commons question in six opens with an earlier answer: "To ask the Secretary of State for Justice, pursuant to
the Answer of 4 June 2025 to Question 55123 on Prisons: Staff, …". And one answer in twenty-five says little but
where another one stands: "I refer the hon. Member to the answer I gave on 16 June 2025 to Question UIN 59139."
The words are those of the Table Office, with the liberties that the published texts take.
"""

from __future__ import annotations

import datetime as dt
import html
import re

from msgspec import Struct

from pqgraph.life._citations import QUESTION, UIN, Cited, cited

__all__ = ["AnswerReference", "PursuedReference", "Referral", "pursued", "refers_elsewhere"]


class PursuedReference(Struct, frozen=True):
    """An earlier answer that a question pursues."""

    uin: str | None
    """UIN of the question that the earlier answer answered; ``None`` where only the day of the answer is named."""
    answered_on: dt.date | None
    """The day of the earlier answer, as far as the text tells."""
    start: int
    """Where the words that name it begin in the text."""
    end: int
    """Where they end. Answers that are named in one phrase have the same start and end."""


class AnswerReference(Struct, frozen=True):
    """An answer that another answer refers to."""

    uin: str | None
    """UIN of the question that it answers."""
    answered_on: dt.date | None
    """Its day, as far as the text tells."""


class Referral(Struct, frozen=True):
    """That an answer sends its reader elsewhere."""

    references: tuple[AnswerReference, ...]
    """The answers it names; none if it names a statement, a letter or a page."""
    only: bool
    """The answer says nothing else."""


_CUE = (
    r"(?:pursuant(?:\s+to)?|further\s+to|with\s+(?:further\s+)?refe?rence\s+to|in\s+(?:response|reply)\s+to|"
    r"following|in\s+(?:the\s+)?light\s+of|having\s+regard\s+to)"
)
_ANSWER = r"(?:answers?|responses?|repl(?:y|ies)|(?:ministerial\s+)?corrections?)"
# "pursuant to the oral Answer", "with reference to the Minister of State's answer"; then a day or a question.
_PURSUED = re.compile(
    rf"\b(?P<cue>{_CUE})\s+(?:[^,;?]{{0,60}}?\b)??{_ANSWER}\b(?!\s+(?:whether|that)\b)"
    rf"|\b(?P<direct>{_CUE}\s+(?:the\s+|his\s+|her\s+|my\s+)?(?={QUESTION}\s*(?:\([a-z]+\)\s*)?{UIN}))"
    rf"|\banswers?\s+(?:of\s+\(?[\da]|(?:given\s+)?(?:on\s+\d[^;?]{{0,40}}?)?to\s+(?={QUESTION}\s*{UIN}))",
    re.IGNORECASE,
)
# Committees number the questions of their oral evidence.
_EVIDENCE = re.compile(
    r"[^;?]{0,25}?\b(?:of|from|at|in|to)\b[^;?]{0,60}?\b(?:evidence|committee|select)\b|\s*(?:to|-|–)\s*\d", re.IGNORECASE
)


def pursued(text: str, day: dt.date | None = None) -> tuple[PursuedReference, ...]:
    """The earlier answers that a question pursues, in the order of its text.

    Args:
        text: The question, plain.
        day: The day it was tabled. A day without a year is the last one before it; without ``day``, it is not
            told.
    """
    # Four questions in five name none of these, and nearly every question is looked at.
    if "nswer" not in text and "uestion" not in text and "PQ" not in text and "UIN" not in text:
        return ()
    found: list[PursuedReference] = []
    position = 0
    while match := _PURSUED.search(text, position):
        phrase = cited(text, match.end(), day)
        position = max(phrase.end, match.end())
        if match["direct"] and _EVIDENCE.match(text, phrase.end):
            continue
        for citation in phrase.citations:
            # A day alone is no more than a guess where nothing says that the question follows the answer up.
            if citation.uin is not None or match["cue"]:
                found.append(PursuedReference(*citation, match.start(), phrase.end))
    return tuple(found)


_TAG = re.compile(r"<[^<>]*>")
_REFER = re.compile(
    r"\bI\s+(?:(?:would|must|also|can|will|therefore)\s+)*(?:like\s+to\s+)?refer\b", re.IGNORECASE
)
_OPENING = re.compile(r"\W*" + _REFER.pattern.removeprefix(r"\b"), re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<!\bhon)(?<!\bRt)(?<!\bSt)(?<!\bNo)(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bcol)\.(?=\s+[A-Z(“\"]|\s*$)", re.IGNORECASE)
_NAMES_ANSWER = re.compile(
    rf"\b(?:answers?|responses?|repl(?:y|ies))\b|(?={QUESTION}\s*{UIN})", re.IGNORECASE
)


def refers_elsewhere(answer_html: str, day: dt.date | None = None) -> Referral | None:
    """Where an answer that begins "I refer the hon. Member to …" sends its reader.

    Args:
        answer_html: The answer, as HTML or plain.
        day: The day of the answer. A day without a year is the last one before it; without ``day``, it is not
            told.

    Returns:
        ``None`` for an answer that begins otherwise.
    """
    # The opening words stand in the first characters, whatever tags come before them.
    if " refer" not in answer_html[:200]:
        return None
    text = " ".join(html.unescape(_TAG.sub(" ", answer_html)).split())
    if _OPENING.match(text) is None:
        return None
    references: dict[AnswerReference, None] = {}
    only = True
    for sentence in _sentences(text):
        refer = _REFER.search(sentence)
        if refer is None or refer.start() > 40:
            only = False
            continue
        for citation in _named(sentence, refer.end(), day).citations:
            references[AnswerReference(*citation)] = None
    return Referral(tuple(references), only)


def _named(sentence: str, position: int, day: dt.date | None) -> Cited:
    match = _NAMES_ANSWER.search(sentence, position)
    return Cited([], position) if match is None else cited(sentence, match.end(), day)


def _sentences(text: str) -> list[str]:
    found, start = [], 0
    for end in _SENTENCE_END.finditer(text):
        found.append(text[start : end.end()])
        start = end.end()
    found.append(text[start:])
    return [sentence for sentence in found if sentence.strip(" .")]
