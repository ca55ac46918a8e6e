"""Reader ``daily-report``: XML of Parliament's question-and-answer system (QnA)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from lxml import etree

from pqgraph.model import (
    Answer,
    AnsweringBody,
    EarlierVersion,
    House,
    Indexing,
    Locator,
    MemberReference,
    Notice,
    Question,
    Rejected,
    Session,
    SourceFile,
)
from pqgraph.readers._xml import elements, local_name, root_of
from pqgraph.readers.base import Item, Source, UnknownFields, day

__all__ = ["READER", "DailyReport"]

_NAMESPACE = "http://data.parliament.uk/QnA/"
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_WITHDRAWN = frozenset({"Withdrawn", "WithdrawnWithoutNotice"})

_REPORT = frozenset({"Heading", "Answer", "Question", "Identifer"})  # spelt so
_QUESTION = frozenset(
    {
        *("Uin", "UpdatedDate", "AnsweringBody", "House", "TablingMember", "QuestionType"),
        *("RegisteredInterest", "Session", "TabledDate", "DateForAnswer", "Target", "Text", "SessionNumber"),
        *("ParliamentNumber", "VersionNumber", "Url", "QuestionStatus", "Heading"),
    }
)
_ANSWER = frozenset(
    {
        *("ParliamentNumber", "SessionNumber", "Session", "Uin", "House", "DateOfHoldingAnswer"),
        *("DateAnswered", "QuestionFirstAnswered", "DateOfMinisterialCorrection"),
        *("QuestionFirstMinisteriallyCorrected", "CurrentVersion", "PreviousVersions"),
        "ReportCurrentAnsweredVersion",
    }
)
_VERSION = frozenset(
    {
        *("AnswerId", "Minister", "AnsweringBody", "IsHoldingAnswer", "QuestionVersionNumber", "Text"),
        *("LastUpdated", "IsMinisterialCorrection"),
    }
)


class DailyReport:
    """Reads the daily report (questions with their answers) and lists of ``Question``.

    The system keeps an answer's versions: the current one is the record's answer. An earlier one that was a
    holding answer is an answer of its own, after the current one, with the day of the holding answer; any other
    is what the answer said before a correction. The status that a report prints is that of the question when it
    was tabled; where there is an answer, the record's status is ``Holding`` or ``Answered``.

    The system's own numbers and times of editing are left out, and so are written statements.

    Locators are XPaths without prefixes: ``/DailyReport/ReportQuestions[1]/ReportQuestion[3]``. A rejection that
    concerns one field points to the field.
    """

    name = "daily-report"
    summary = "XML of Parliament's question-and-answer system: daily reports, lists of questions"
    description = (
        "The system in which departments answer questions (QnA) published a report a day and House as XML on "
        "api.data.parliament.uk, and gives departments lists of the questions put to them. This reader takes "
        "both. Written statements in a report are passed over."
    )

    def accepts(self, head: bytes) -> bool:
        """Whether this begins with a root element of such XML."""
        root = root_of(head)
        return (
            root is not None
            and root.name in ("DailyReport", "Questions", "Question")
            and _NAMESPACE in root.attributes
        )

    def read(self, source: Source, file: SourceFile) -> Iterator[Item]:
        """The questions in the order of the source.

        Raises:
            PqgraphError: PQ104, PQ105, PQ108, PQ110, PQ114.
        """
        root = root_of(source.head)
        name = root.name if root is not None else "DailyReport"
        depth = {"Question": 0, "Questions": 1}.get(name, 2)
        unknown = UnknownFields()
        for path, element in elements(source, file, depth=depth):
            kind = local_name(element)
            if kind not in ("ReportQuestion", "Question"):
                continue
            record = _Record(file, path, unknown)
            try:
                if kind == "Question":
                    yield record.question(None, element, path)
                else:
                    parts = record.parts(element, path, _REPORT)
                    if "Question" not in parts:
                        raise _FieldError("PQ201", "", "the report's entry has no Question")
                    yield record.question(parts.get("Answer"), parts["Question"], f"{path}/Question")
            except _FieldError as problem:
                yield Rejected(
                    code=problem.code, locator=Locator(file, path + problem.field), found=str(problem)
                )
            yield from record.notices


READER = DailyReport()


class _FieldError(Exception):
    """A field that cannot be used."""

    def __init__(self, code: str, field: str, found: str) -> None:
        super().__init__(found)
        self.code = code
        self.field = field


class _Record:
    """One question being read."""

    def __init__(self, file: SourceFile, path: str, unknown: UnknownFields) -> None:
        self._locator = Locator(file, path)
        self._unknown = unknown
        self.notices: list[Notice] = []

    def parts(self, element: etree._Element, path: str, known: frozenset[str]) -> dict[str, etree._Element]:
        """The child elements that say something, by name."""
        found = {
            local_name(child): child
            for child in element
            if (len(child) or (child.text and child.text.strip())) and child.get(_NIL) not in ("true", "1")
        }
        prefix = f"{local_name(element)}/"
        self.notices += self._unknown.check(set(found), known, prefix, self._locator)
        return found

    def question(self, answer: etree._Element | None, element: etree._Element, path: str) -> Question:
        """The record.

        Raises:
            _FieldError: A field cannot be used.
        """
        fields = _Fields(self.parts(element, path, _QUESTION), path[len(self._locator.fragment) :])
        text, tabled = fields.text("Text"), fields.day("TabledDate")
        if text is None or tabled is None:
            missing = "Text" if text is None else "TabledDate"
            raise _FieldError("PQ201", f"{fields.path}/{missing}", f"{missing} is missing")
        status = fields.text("QuestionStatus")
        answers: tuple[Answer, ...] = ()
        held = None
        if answer is not None and len(answer):
            answers, held = self._answers(answer, "/Answer")
            status = "Holding" if answers and answers[0].is_holding else "Answered" if answers else status
        session = fields.text("Session")
        return Question(
            locator=self._locator,
            text=text,
            date_tabled=tabled,
            house=_house(fields),
            uin=fields.text("Uin"),
            heading=fields.text("Heading"),
            asking_member=_member(fields.get("TablingMember")),
            registered_interest=fields.flag("RegisteredInterest"),
            answering_body=_body(fields.get("AnsweringBody")),
            date_for_answer=fields.day("DateForAnswer"),
            question_type=fields.text("QuestionType"),
            status=status,
            withdrawn=True if status in _WITHDRAWN else None,
            date_of_holding_answer=held,
            sessions=(Session(label=session),) if session is not None else (),
            answers=answers,
            indexing=_indexing(fields),
        )

    def _answers(self, element: etree._Element, path: str) -> tuple[tuple[Answer, ...], dt.date | None]:
        fields = _Fields(self.parts(element, path, _ANSWER), path)
        held = fields.day("DateOfHoldingAnswer")
        current = fields.get("CurrentVersion")
        if current is None:
            return (), held
        earlier: list[EarlierVersion] = []
        holding: list[Answer] = []
        previous = fields.get("PreviousVersions")
        for number, version in enumerate(previous if previous is not None else (), 1):
            place = f"{path}/PreviousVersions/{local_name(version)}[{number}]"
            said = _Fields(self.parts(version, place, _VERSION), place)
            member, text = _member(said.get("Minister")), said.text("Text")
            if said.flag("IsHoldingAnswer"):
                holding.append(Answer(text=text, date=held, member=member, is_holding=True))
            else:
                earlier.append(EarlierVersion(text=text, member=member))
        said = _Fields(self.parts(current, f"{path}/CurrentVersion", _VERSION), f"{path}/CurrentVersion")
        minister = said.get("Minister")
        first, corrected = (
            fields.text("QuestionFirstAnswered"),
            fields.text("QuestionFirstMinisteriallyCorrected"),
        )
        answer = Answer(
            text=said.text("Text"),
            date=fields.day("DateAnswered"),
            member=_member(minister),
            by_prorogation=minister is not None and _identifier(minister) == "0",
            is_holding=said.flag("IsHoldingAnswer"),
            is_correction=said.flag("IsMinisterialCorrection"),
            first_answered=(first,) if first is not None else (),
            first_corrected=(corrected,) if corrected is not None else (),
            date_corrected=fields.day("DateOfMinisterialCorrection"),
            earlier_versions=tuple(earlier),
        )
        return (answer, *holding), held


class _Fields:
    """The fields of an element."""

    def __init__(self, parts: dict[str, etree._Element], path: str) -> None:
        self._parts = parts
        self.path = path

    def get(self, name: str) -> etree._Element | None:
        return self._parts.get(name)

    def text(self, name: str) -> str | None:
        element = self._parts.get(name)
        if element is None:
            return None
        if len(element):
            raise _FieldError("PQ202", f"{self.path}/{name}", f"{name} holds elements, not text")
        return (element.text or "").strip(" \t\r\n") or None

    def day(self, name: str) -> dt.date | None:
        text = self.text(name)
        if text is None:
            return None
        try:
            return day(text)
        except ValueError as problem:
            raise _FieldError("PQ203", f"{self.path}/{name}", f"{name}: {problem}") from None

    def flag(self, name: str) -> bool | None:
        text = self.text(name)
        if text is None:
            return None
        if text not in ("true", "false", "1", "0"):  # the lexical space of xsd:boolean
            raise _FieldError(
                "PQ202", f"{self.path}/{name}", f"{name} {text[:40]!r} is neither true nor false"
            )
        return text in ("true", "1")


def _texts(element: etree._Element) -> dict[str, str]:
    return {local_name(child): text for child in element if (text := (child.text or "").strip(" \t\r\n"))}


def _house(fields: _Fields) -> House | None:
    element = fields.get("House")
    identifier = _texts(element).get("HouseId") if element is not None else None
    if identifier is None:
        return None
    try:
        return House(identifier)
    except ValueError:
        place = f"{fields.path}/House/HouseId"
        raise _FieldError("PQ207", place, f"HouseId {identifier[:40]!r} is neither 1 nor 2") from None


def _identifier(element: etree._Element) -> str | None:
    return _texts(element).get("MemberId")


def _member(element: etree._Element | None) -> MemberReference | None:
    if element is None or (texts := _texts(element)).get("MemberId") == "0":
        return None
    identifier, name = texts.get("MemberId"), texts.get("MemberName")
    if identifier is None and name is None:
        return None
    return MemberReference(
        identifier=identifier,
        name=name,
        printed=(name,) if name is not None else (),
        seat=texts.get("Constituency"),
    )


def _body(element: etree._Element | None) -> AnsweringBody | None:
    if element is None:
        return None
    texts = _texts(element)
    return AnsweringBody(
        identifier=texts.get("AnsweringBodyId"),
        name=texts.get("AnsweringBodyName"),
        short_name=texts.get("AnsweringBodyShortName"),
        sort_name=texts.get("AnsweringBodySortName"),
    )


def _indexing(fields: _Fields) -> Indexing | None:
    parliament, session = fields.text("ParliamentNumber"), fields.text("SessionNumber")
    if parliament is None and session is None:
        return None
    return Indexing(parliament_number=parliament, session_number=session)
