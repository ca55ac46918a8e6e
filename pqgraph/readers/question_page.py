"""Reader ``question-page``: the page of one written question as text, as Parallel Parliament lays it out."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pqgraph.model import Answer, Locator, MemberReference, Notice, Question, Rejected, SourceFile
from pqgraph.readers._pages import peek
from pqgraph.readers.base import Item, Source, decode_text

__all__ = ["READER", "QuestionPage"]

_HEADING = "PARLIAMENTARY WRITTEN QUESTION"
_ASKED = re.compile(r"question asked:?\Z", re.IGNORECASE)
_ASKED_BY = re.compile(r"asked by:\s*(.*)\Z", re.IGNORECASE)
_ANSWER = re.compile(r"answer:?\Z", re.IGNORECASE)
_ANSWERED_BY = re.compile(r"answered by:\s*(.*)\Z", re.IGNORECASE)
_LICENCE = re.compile(r"contains parliamentary information licensed under\b", re.IGNORECASE)
_TITLE = re.compile(r"(.*)\(([^()]*)\)\Z", re.DOTALL)
_DATE = re.compile(r"(?:[A-Za-z]+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]+),?\s+(\d{4})\Z", re.ASCII)
_DATE_LIKE = re.compile(r"(?:(?:[A-Za-z]+,?\s+)?\d{1,2}\D{1,20}\d{4}|\d{4}-\d\d-\d\d)\Z", re.ASCII)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH_NUMBERS = {name: number for number, month in enumerate(_MONTHS, 1) for name in (month, month[:3])}


@dataclass(slots=True, frozen=True)
class _Line:
    number: int
    text: str
    """Without white space and byte order marks around it."""


class _UnusableError(Exception):
    """The page cannot become a record."""

    def __init__(self, code: str, line: _Line, found: str) -> None:
        self.code, self.line, self.found = code, line, found
        super().__init__(found)


class QuestionPage:
    """Reads pages with title and date, "Question Asked", "Asked by:", "Answer", "Answered by:", licence.

    The page gives neither the question's number nor House nor answering body; each record comes with a notice
    (PQ254). What the layout leaves open is read so that most of the source stays: single line ends inside a
    paragraph are kept; without "Answered by:" all lines below "Answer" are the answer; of two lines "Answered
    by:" the last one counts; a name's last brackets are the party. Answer texts become HTML, one ``<p>`` for
    each paragraph, because Parliament publishes them so.
    """

    name = "question-page"
    summary = "the page of a written question as text (the layout of Parallel Parliament)"
    description = (
        "The text of a page that shows one written question and its answer, copied or saved from a site with "
        "the layout of Parallel Parliament. A file may hold several pages, one after the other. Such a page "
        "prints no UIN: the question's identifier is made of its date, heading and text; the member behind a "
        "name is found in the register of members, if one is given."
    )

    def accepts(self, head: bytes) -> bool:
        """Whether this begins with the page's heading, or has it and a "Question Asked" further down."""
        text = peek(head)
        if _HEADING not in text.upper():  # other files need no splitting
            return False
        texts = [line.text for line in _lines(text)]
        if _is_heading(next((text for text in texts if text), "")):
            return True
        return any(map(_is_heading, texts)) and any(map(_ASKED.match, texts))

    def read(self, source: Source, file: SourceFile) -> Iterator[Item]:
        """The questions of the pages in their order; a page that cannot be used is rejected alone.

        Raises:
            PqgraphError: PQ105 for unknown encodings.
        """
        text, notice = decode_text(source.read(), file)
        if notice is not None:
            yield notice
        lines = _lines(text)
        starts = [index for index, line in enumerate(lines) if _is_heading(line.text)]
        if starts:
            yield from _left_out(lines[: starts[0]], file, "before the first page")
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=False):
            yield from _read_page(lines[start:end], file)


READER = QuestionPage()


def _lines(text: str) -> list[_Line]:
    # Not str.splitlines: it also splits at characters that stand inside published texts.
    # Files put together from several keep each one's byte order mark.
    parts = re.split(r"\r\n|\r|\n", text)
    return [_Line(number, part.strip().strip("\ufeff").strip()) for number, part in enumerate(parts, 1)]


def _is_heading(text: str) -> bool:
    return len(text) == len(_HEADING) and text.upper() == _HEADING


def _left_out(lines: Sequence[_Line], file: SourceFile, where: str) -> Iterator[Notice]:
    """One notice for lines that have no place in the layout."""
    texts = [line for line in lines if line.text]
    if texts:
        shown = texts[0].text if len(texts[0].text) <= 60 else texts[0].text[:60] + "…"
        more = f" and {len(texts) - 1} more lines" if len(texts) > 1 else ""
        found = f"{shown!r}{more} {where}: not part of the layout, left out"
        yield Notice(code="PQ251", locator=Locator(file, f"L{texts[0].number}"), found=found)


def _read_page(lines: Sequence[_Line], file: SourceFile) -> Iterator[Item]:
    locator = Locator(file, f"L{lines[0].number}")
    page = _Page(lines)
    try:
        question = page.question(locator)
    except _UnusableError as problem:
        place = Locator(file, f"L{problem.line.number}")
        yield Rejected(code=problem.code, locator=place, found=problem.found)
        return
    yield question
    yield Notice(code="PQ254", locator=locator, found="the page does not print the question's number")
    yield from _left_out(page.stray, file, "beside a member's name")


class _Page:
    """One page, cut at the lines that head its parts. They come in this order; any may be missing."""

    def __init__(self, lines: Sequence[_Line]) -> None:
        self.stray: list[_Line] = []
        self._heading = lines[0]
        asked = _find(lines, _ASKED, 1)
        asked_by = None if asked is None else _find(lines, _ASKED_BY, asked + 1)
        last = asked_by if asked_by is not None else asked
        answer = None if last is None else _find(lines, _ANSWER, last + 1)
        answered_by = None if answer is None else _find_last(lines, _ANSWERED_BY, answer + 1)
        marks = [mark for mark in (asked, asked_by, answer, answered_by) if mark is not None]
        end = _find_last(lines, _LICENCE, max(marks, default=0) + 1)
        ends = dict(zip(marks, [*marks[1:], len(lines) if end is None else end], strict=False))

        def part(mark: int | None) -> Sequence[_Line] | None:
            return None if mark is None else lines[mark : ends[mark]]

        self._title = lines[1 : asked if asked is not None else len(lines)]
        self._asked, self._asked_by = part(asked), part(asked_by)
        self._answer, self._answered_by = part(answer), part(answered_by)

    def question(self, locator: Locator) -> Question:
        """The page as a record.

        Raises:
            _UnusableError: It lacks the question or the date, or a date is wrong.
        """
        if self._asked is None:
            raise _UnusableError("PQ205", self._heading, "the page has no 'Question Asked'")
        text = "\n\n".join(_paragraphs(self._asked[1:]))
        if not text:
            raise _UnusableError("PQ205", self._asked[0], "nothing stands below 'Question Asked'")
        heading, tabled = _title(self._title, self._heading)
        return Question(
            locator=locator,
            text=text,
            date_tabled=tabled,
            heading=heading,
            asking_member=self._asking_member(),
            answers=self._answers(),
        )

    def _asking_member(self) -> MemberReference | None:
        lines = _behind(self._asked_by or (), _ASKED_BY)
        name = lines[: next((at for at, line in enumerate(lines) if not line.text), len(lines))]
        self.stray += lines[len(name) :]
        return _member(" ".join(line.text for line in name))

    def _answers(self) -> tuple[Answer, ...]:
        if self._answer is None:
            return ()
        member: MemberReference | None = None
        date: dt.date | None = None
        for line in _behind(self._answered_by or (), _ANSWERED_BY):
            if date is None and _DATE_LIKE.match(line.text):
                date = _date(line.text, line)
            elif member is None:
                member = _member(line.text)
            else:
                self.stray.append(line)
        paragraphs = _paragraphs(self._answer[1:])
        if not (paragraphs or member or date):
            return ()
        markup = "".join(f"<p>{html.escape(each, quote=False)}</p>" for each in paragraphs)
        return (Answer(text=markup or None, date=date, member=member),)


def _find(lines: Sequence[_Line], pattern: re.Pattern[str], start: int) -> int | None:
    return next((at for at in range(start, len(lines)) if pattern.match(lines[at].text)), None)


def _find_last(lines: Sequence[_Line], pattern: re.Pattern[str], start: int) -> int | None:
    return next((at for at in range(len(lines) - 1, start - 1, -1) if pattern.match(lines[at].text)), None)


def _paragraphs(lines: Sequence[_Line]) -> list[str]:
    """Paragraphs stand between blank lines."""
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line.text:
            paragraphs[-1].append(line.text)
        elif paragraphs[-1]:
            paragraphs.append([])
    return ["\n".join(paragraph) for paragraph in paragraphs if paragraph]


def _behind(lines: Sequence[_Line], marker: re.Pattern[str]) -> list[_Line]:
    """What stands behind the marker, on its own line or below, from the first line that is not blank."""
    own = [_Line(line.number, match[1].strip()) for line in lines[:1] if (match := marker.match(line.text))]
    rest = [*own, *lines[1:]]
    return rest[next((at for at, line in enumerate(rest) if line.text), len(rest)) :]


def _title(lines: Sequence[_Line], page: _Line) -> tuple[str | None, dt.date]:
    """Heading and day tabled from ``Special Educational Needs (18 January 2018)``."""
    title = [line for line in lines if line.text]
    if not title:
        raise _UnusableError("PQ201", page, "the page has no title line, which gives the date")
    match = _TITLE.match(" ".join(line.text for line in title))
    if match is None:
        raise _UnusableError("PQ201", title[-1], "the title line does not end in a date in brackets")
    inside = match[2].strip()
    if not _DATE_LIKE.match(inside):
        raise _UnusableError("PQ202", title[-1], f"{inside!r} at the end of the title line is not a date")
    return match[1].strip() or None, _date(inside, title[-1])


def _date(text: str, line: _Line) -> dt.date:
    match = _DATE.match(text)
    try:
        if match is None:
            raise ValueError
        return dt.date(int(match[3]), _MONTH_NUMBERS.get(match[2].lower(), 0), int(match[1]))
    except ValueError:
        found = f"{text!r} is not a date; dates here are written '18 January 2018'"
        raise _UnusableError("PQ203", line, found) from None


def _member(text: str) -> MemberReference | None:
    """``Mr James Frith (Labour)``: the last brackets, with those inside them, are the party."""
    name, party = text, None
    depth = 0
    for at in range(len(text) - 1, -1, -1) if text.endswith(")") else ():
        depth += {")": 1, "(": -1}.get(text[at], 0)
        if depth == 0:
            name, party = text[:at].strip(), text[at + 1 : -1].strip() or None
            break
    if not name:
        return MemberReference(party=party) if party else None
    return MemberReference(name=name, printed=(name,), party=party)
