"""One group of parlparse's written answers: a heading, the questions under it, the replies to them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from pqgraph.model import (
    Answer,
    AnsweringBody,
    House,
    Locator,
    MemberReference,
    Notice,
    Question,
    QuestionReference,
    Rejected,
    SourceFile,
)
from pqgraph.readers._xml import inner_html, inner_text, local_name
from pqgraph.readers.base import Item
from pqgraph.readers.base import day as day_of

__all__ = ["Day", "Group"]

_GID = re.compile(r"uk\.org\.publicwhip/(?:lords)?wrans/(?P<day>[^./]*?)(?P<edition>[a-z]?)\.(?P<rest>.*)")
_FILE_DAY = re.compile(r"(?:answers|lordswrans)(\d{4}-\d\d-\d\d)", re.ASCII)
_NUMBER = re.compile(r"\([0-9]+\)\s*")
_LIST_END = re.compile(r"\s*;(?:\s*and)?\s*\Z")
_NO_HEADING = "*No heading*"
_NOT_HTML = frozenset({"phrase"})
_NOBODY = frozenset({"", "unknown"})


class _BadDayError(Exception):
    """The identifier has no day in it."""


class Day:
    """What a file says of itself.

    Args:
        file: The file.
        root: Its root element.
    """

    def __init__(self, file: SourceFile, root: etree._Element | None) -> None:
        self.file = file
        self.edition = (root.get("scrapeversion") if root is not None else None) or None
        self.superseded = root is not None and root.get("latest") == "no"
        match = _FILE_DAY.search(file.name)
        try:
            self.answered = day_of(match[1]) if match else None
        except ValueError:
            self.answered = None

    def is_same(self, one: str, other: str) -> bool:
        """Whether two identifiers are of the same scrape of the same day."""
        first, second = _GID.match(one), _GID.match(other)
        return bool(first and second and first.group("day", "edition") == second.group("day", "edition"))


@dataclass
class _Asked:
    """One question, as it stands in the file."""

    path: str
    uin: str | None
    text: str
    asker: MemberReference | None
    gid: str
    is_printed: bool
    """From the printed Hansard, where the date in the identifiers is that of the answer."""
    house: House | None


@dataclass
class _Said:
    """One reply."""

    text: str | None
    member: MemberReference | None
    held: dt.date | None


@dataclass
class Group:
    """What stands between two headings."""

    department: str | None = None
    heading: str | None = None
    heading_id: str | None = None
    redirects: list[str] = field(default_factory=list)
    """Identifiers that lead to this group."""
    _asked: list[_Asked] = field(default_factory=list)
    _said: list[_Said] = field(default_factory=list)
    _trouble: list[tuple[str, str, str]] = field(default_factory=list)

    def is_complete_before(self, name: str) -> bool:
        """Whether an element of this name belongs to the next group."""
        if name == "reply":
            return False
        return bool(self._said) if name == "ques" else bool(self._asked or self._said or self._trouble)

    @property
    def stray_redirects(self) -> int:
        """How many of the identifiers that lead here lead to a question that is not here any more."""
        here = {f".{asked.uin}." for asked in self._asked}
        return sum(not any(part in gid for part in here) for gid in self.redirects)

    def next(self, *, keep_heading: bool) -> Group:
        """An empty group of the same department, and of the same heading if there is no new one."""
        group = Group(department=self.department)
        if keep_heading:
            group.heading, group.heading_id = self.heading, self.heading_id
        return group

    def add_question(self, path: str, element: etree._Element) -> None:
        """Take the questions of a ``ques``."""
        gid = element.get("id", "")
        asker = _member(element)
        is_printed = element.get("colnum") is not None or element.get("oldstyleid") is not None
        numbered = [child for child in element if child.get("qnum")]
        opening: list[str] = []
        texts: list[tuple[str, str | None, list[str]]] = []
        counts: dict[str, int] = {}
        is_list = len(numbered) > 1 or (bool(numbered) and element[0] is not numbered[0])
        for child in element:
            name = local_name(child)
            counts[name] = counts.get(name, 0) + 1
            text = inner_text(child)
            if not text:
                continue
            if uin := child.get("qnum"):
                if is_list:
                    text = _LIST_END.sub("", _NUMBER.sub("", text, count=1) if _NUMBER.match(text) else text)
                place = f"{path}/{name}[{counts[name]}]" if len(numbered) > 1 else path
                texts.append((place, uin.strip(), [text]))
            elif texts:
                texts[-1][2].append(text)
            else:
                opening.append(text)
        if not texts and (whole := opening or [inner_text(element)]) and any(whole):
            texts.append((path, None, whole))
            opening = []
        if not texts:
            self._trouble.append(("PQ201", path, "the question has no text"))
        for place, uin_or_none, parts in texts:
            self._asked.append(
                _Asked(
                    path=place,
                    uin=uin_or_none,
                    text=" ".join([*opening, *parts]),
                    asker=asker,
                    gid=gid,
                    is_printed=is_printed,
                    house=_house(uin_or_none, element),
                )
            )

    def add_reply(self, path: str, element: etree._Element) -> None:
        """Take a reply."""
        if not self._asked:
            self._trouble.append(("PQ201", path, "the reply has no question"))
            return
        held = None
        first = element[0] if len(element) else None
        if first is not None and first.get("class") == "holdinganswer":
            held = _holding_date(first)
            if held is not None:
                element.remove(first)
        member = _member(element)
        text = inner_html(element, unwrap=_NOT_HTML)
        self._said.append(_Said(text=text or None, member=member, held=held))

    def items(self, day: Day) -> Iterator[Item]:
        """The records of the group."""
        for code, path, found in self._trouble:
            yield Rejected(code=code, locator=Locator(day.file, path), found=found)
        dates: list[dt.date | None] = []
        for asked in self._asked:
            try:
                dates.append(_day_of(asked.gid))
            except _BadDayError as problem:
                yield Rejected(code="PQ203", locator=Locator(day.file, asked.path), found=str(problem))
                return
        for asked, date in zip(self._asked, dates, strict=True):
            others = tuple(
                QuestionReference(uin=other.uin, date_tabled=None if other.is_printed else other_date)
                for other, other_date in zip(self._asked, dates, strict=True)
                if other is not asked and other.uin is not None and other.uin != asked.uin
            )
            question = self._question(asked, date, others, day)
            yield question
            if asked.uin is None:
                yield Notice(
                    code="PQ254", locator=question.locator, found="the question is printed without its number"
                )

    def _question(
        self, asked: _Asked, date: dt.date | None, others: tuple[QuestionReference, ...], day: Day
    ) -> Question:
        named = day.answered if len(self._said) == 1 else None
        answered = date if asked.is_printed else named
        held = next((said.held for said in self._said if said.held is not None), None)
        gid = _GID.match(asked.gid)
        return Question(
            locator=Locator(day.file, asked.path),
            text=asked.text,
            date_tabled=None if asked.is_printed else date,
            house=asked.house,
            uin=asked.uin,
            heading=None if self.heading == _NO_HEADING else self.heading,
            asking_member=asked.asker,
            answering_body=AnsweringBody(name=self.department) if self.department is not None else None,
            date_of_holding_answer=held,
            answers=tuple(
                Answer(text=said.text, date=answered, member=said.member, grouped_with=others)
                for said in self._said
            ),
            other_identifiers=self._identifiers(asked),
            edition=day.edition or (gid["edition"] if gid and gid["edition"] else None),
            superseded=day.superseded,
        )

    def _identifiers(self, asked: _Asked) -> tuple[str, ...]:
        redirected = [gid for gid in self.redirects if asked.uin and f".{asked.uin}." in gid]
        found = [each for each in (self.heading_id, asked.gid, *redirected) if each]
        return tuple(dict.fromkeys(found))


def _day_of(gid: str) -> dt.date:
    match = _GID.match(gid)
    try:
        if match is None:
            raise ValueError(f"{gid[:60]!r} has no date")
        return day_of(match["day"])
    except ValueError as problem:
        raise _BadDayError(f"identifier {gid[:60]!r}: {problem}") from None


def _member(element: etree._Element) -> MemberReference | None:
    identifiers = tuple(
        value
        for name in ("speakerid", "person_id")
        if (value := element.get(name, "").strip()) not in _NOBODY
    )
    name = (element.get("speakername") or "").strip() or None
    if name is None and not identifiers:
        return None
    printed = (name,) if name is not None else ()
    return MemberReference(name=name or identifiers[0], printed=printed, other_identifiers=identifiers)


def _house(uin: str | None, element: etree._Element) -> House | None:
    if uin is not None:
        return House.LORDS if uin.upper().startswith("HL") else House.COMMONS
    if "/lord/" in element.get("speakerid", "") or "/ldhansrd/" in element.get("url", ""):
        return House.LORDS
    if "/member/" in element.get("speakerid", "") or "/cmhansrd/" in element.get("url", ""):
        return House.COMMONS
    return None


def _holding_date(paragraph: etree._Element) -> dt.date | None:
    """The day of a holding answer, if the paragraph names one and says nothing else."""
    codes = [phrase.get("code", "") for phrase in paragraph if phrase.get("class") == "date"]
    if len(codes) != 1:
        return None
    try:
        return day_of(codes[0])
    except ValueError:
        return None
