"""What the texts of questions and answers refer to: earlier answers, by their day and the number of their question.

One Commons question in fourteen opens with an earlier answer: "To ask the Secretary of State for Justice, pursuant
to the Answer of 4 June 2025 to Question 55123 on Prisons: Staff, …". And one answer in twenty-five says little but
where another one stands: "I refer the hon. Member to the answer I gave on 16 June 2025 to Question UIN 59139."
The words are those of the Table Office, with the liberties that the published texts take.
"""

from __future__ import annotations

import datetime as dt
import html
import re

from msgspec import Struct

from pqgraph.life._citations import QUESTION, UIN, Cited, cited, day_of_words

__all__ = ["AnswerReference", "PursuedReference", "Referral", "pursued", "refers_elsewhere", "whole_numbers"]


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
# All begin with one of six letters, which spares trials elsewhere.
_PURSUED = re.compile(
    rf"\b(?=[afhipw])(?:"
    rf"\b(?P<cue>{_CUE})\s+(?:[^,;?]{{0,60}}?\b)??(?P<noun>{_ANSWER})\b(?!\s+(?:whether|that)\b)"
    rf"|\b{_CUE}\s+(?:the\s+|his\s+|her\s+|my\s+)?(?={QUESTION}\s*(?:\([a-z]+\)\s*)?{UIN})"
    rf"|\b(?P<bare>answers?)\s+(?=of\s+\(?[\da]|(?:given\s+)?(?:on\s+\d[^;?]{{0,40}}?)?to\s+{QUESTION}\s*{UIN}))",
    re.IGNORECASE,
)
# Where there is no answer yet: "when he plans to provide a substantive Answer to Question 68513". And "Question for
# Written Answer of 25 June" names a question.
_NO_ANSWER_YET = re.compile(
    r"\b(?:(?:provid|publish|giv|issu|supply|send|submit|receiv|expect|await)(?:e|es|ing)?|"
    r"not\s+(?:\w+\s+)?(?:provided|published|given|issued|supplied|sent|submitted|received|had))"
    r"\s+(?:(?:an?|the|any|his|her|their)\s+)?(?:\w+\s+)?answers?\s+\Z|\bfor\s+(?P<question>written|oral)\s+answers?\s+\Z",
    re.IGNORECASE,
)
_BEFORE = 60
"""Characters before an answer in which that is said."""
_EVIDENCE = re.compile(
    r"\s*(?:to|-|–)\s*\d|\s+(?:of|from|at|in|to|during)\b[^;?]{0,90}?\b(?:evidence|committee|select|consultation|"
    r"synod)\b",
    re.IGNORECASE,
)
_USUAL_CUES = ("pursuant to the ", "with reference to the ", "further to the ")
_USUAL = re.compile(
    r"[Aa]nswer of (?P<day>\d{1,2}) (?P<month>[A-Z][a-z]{2,8})(?: (?P<year>\d{4}))?,? to [Qq]uestion "
    r"(?P<uin>(?:HL)?\d{1,6})"
    r"(?=,? on [A-Z]|, [a-z]|\.)(?!,? and)"
)
_TO_QUESTION = re.compile(r"\s+to\s+(?:[a-z]+\s+)?(?:urgent\s+)?question\b", re.IGNORECASE)


def whole_numbers(text: str, *, clipped: bool) -> str:
    """A text without the number that a cut at its end may have left of a longer one; other texts as they are."""
    if not clipped:
        return text
    end = text.removesuffix("...")
    return end.rstrip("0123456789") if end[-1:].isdigit() else text


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
    usual = _usual(text, day)
    if usual is not None:
        return (usual,)
    found: list[PursuedReference] = []
    position = 0
    while match := _PURSUED.search(text, position):
        if match["bare"] and _is_no_answer(match, text):
            position = match.end()
            continue
        phrase = cited(text, match.end(), day)
        position = max(phrase.end, match.end())
        for uin, answered_on in phrase.citations:
            if uin is None:
                if not _is_answer(match, text):
                    continue
            elif _is_other_number(uin, answered_on, text, phrase.end):
                continue
            found.append(PursuedReference(uin, answered_on, match.start(), phrase.end))
    return tuple(found)


def _usual(text: str, before: dt.date | None) -> PursuedReference | None:
    """The one answer that a question pursues in the words that the Table Office prefers, five times faster."""
    for cue in _USUAL_CUES:
        start = text.find(cue)
        if start >= 0:
            break
    else:
        return None
    match = _USUAL.match(text, start + len(cue))
    if match is None:
        return None
    # Anything else that might be named is for the whole reading of the text.
    rest = text[match.end() :]
    if "nswer" in rest or "uestion" in rest or "PQ" in rest or "UIN" in rest or "nswer" in text[:start]:
        return None
    day = day_of_words(match["day"], match["month"], match["year"], before)
    return None if day is None else PursuedReference(match["uin"], day, start, match.end())


def _is_no_answer(match: re.Match[str], text: str) -> bool:
    """Whether there is no answer yet, or the words name a question. An answer of which the day is told was given."""
    found = _NO_ANSWER_YET.search(text, max(0, match.start() - _BEFORE), match.end())
    return found is not None and (bool(found["question"]) or text.startswith("to", match.end()))


def _is_other_number(uin: str, answered_on: dt.date | None, text: str, end: int) -> bool:
    """Whether it is no UIN: committees number the questions of their oral evidence, and consultations theirs."""
    return (len(uin) <= 2 and answered_on is None) or (
        len(uin) <= 3 and _EVIDENCE.match(text, end) is not None
    )


def _is_answer(match: re.Match[str], text: str) -> bool:
    """Whether the words mean an answer even if no question is named: letters and consultations get responses too."""
    noun = (match["noun"] or "").lower()
    return noun.startswith("answer") or (bool(noun) and _TO_QUESTION.match(text, match.end()) is not None)


_TAG = re.compile(r"<[^<>]*>")
_ADDRESS = re.compile(r"https?://\S+")
_REFER = re.compile(
    r"\bI\s+(?:(?:would|must|also|can|will|therefore)\s+)*(?:like\s+to\s+)?refer\b", re.IGNORECASE
)
# "(a) I refer …" answers the first part of a question.
_OPENING = re.compile(r"(?:\W*\([a-z0-9]{1,3}\))?\W*" + _REFER.pattern.removeprefix(r"\b"), re.IGNORECASE)
_SENTENCE_END = re.compile(
    # The dot stands first, so that the search leaps from dot to dot.
    r"\.(?=\s+[A-Z(“\"]|\s*$)"
    r"(?<!\bhon\.)(?<!\bRt\.)(?<!\bSt\.)(?<!\bNo\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bcol\.)",
    re.IGNORECASE,
)
_NAMES_ANSWER = re.compile(
    rf"\b(?:answers?|responses?|repl(?:y|ies))\b|(?={QUESTION}\s*{UIN})", re.IGNORECASE
)


_HEAD = 600
"""Characters of an answer, tags included, in which its opening words stand whole."""


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
    text = " ".join(html.unescape(_TAG.sub(" ", answer_html[:_HEAD])).split())
    if _OPENING.match(text) is None:
        return None
    if len(answer_html) > _HEAD or "://" in text:
        text = " ".join(_ADDRESS.sub(" ", html.unescape(_TAG.sub(" ", answer_html))).split())
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
