"""Nodes of ``parl#`` to records: pqgraph's own shape (docs/graph.md) and that of Parliament's triple store."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

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
    Session,
    SourceFile,
)
from pqgraph.readers._parl_names import (
    ANSWER_NAMES,
    INDEXING_NAMES,
    MINTED,
    PARLIAMENT_ONLY,
    PART_NAMES,
    PQ,
    QUESTION_NAMES,
)
from pqgraph.readers._parl_nodes import Record
from pqgraph.readers._parl_statements import Iri, Node
from pqgraph.readers.base import UnknownFields, day

__all__ = ["FieldError", "RecordReader"]

_MEMBER = re.compile(r"http://data\.parliament\.uk/members/(\d+)\Z", re.ASCII)
_HOUSES = {
    "http://data.parliament.uk/terms/25259": House.COMMONS,
    "http://data.parliament.uk/terms/25277": House.LORDS,
}
_BRITISH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\Z", re.ASCII)
_GROUPED = re.compile(re.escape(MINTED) + r"question/[a-z]+/(\d{4}-\d\d-\d\d)/([^/]+)\Z", re.ASCII)


class FieldError(Exception):
    """A value that cannot be used.

    Args:
        code: A key of :data:`pqgraph.errors.CODES`.
        found: What was found, in one line.
    """

    def __init__(self, code: str, found: str) -> None:
        super().__init__(found)
        self.code = code


class _Values:
    """The values of one node."""

    def __init__(self, node: Node, note: Callable[[str], None]) -> None:
        self._node = node
        self._note = note

    def has(self, *names: str) -> bool:
        return not self._node.keys().isdisjoint(names)

    def all(self, name: str) -> tuple[str, ...]:
        values = self._node.get(name)
        if values is None:
            return ()
        return (str(values[0]),) if len(values) == 1 else tuple(dict.fromkeys(map(str, values)))

    def iris(self, name: str) -> tuple[str, ...]:
        values = self._node.get(name, ())
        return tuple(dict.fromkeys(str(value) for value in values if isinstance(value, Iri)))

    def one(self, *names: str) -> str | None:
        """The value of the first of the names that has one."""
        for name in names:
            values = self._node.get(name)
            if values is None:
                continue
            if len(values) > 1 and len(set(values)) > 1:
                self._note(f"{_short(name)} has {len(set(values))} values; the first is kept")
            return str(values[0])
        return None

    def day(self, *names: str) -> dt.date | None:
        text = self.one(*names)
        if text is None:
            return None
        try:
            match = _BRITISH_DAY.match(text)
            return dt.date(int(match[3]), int(match[2]), int(match[1])) if match else day(text)
        except ValueError:
            raise FieldError("PQ203", f"{_short(names[0])} {text[:40]!r} is not a day") from None

    def flag(self, *names: str) -> bool | None:
        """The flag; ``None`` if it is true and false at once."""
        for name in names:
            values = {value.lower() for value in self._node.get(name, ())}
            if not values:
                continue
            if not values <= {"true", "false", "1", "0"}:
                raise FieldError(
                    "PQ202", f"{_short(name)} {sorted(values)[0][:40]!r} is neither true nor false"
                )
            truths = {value in ("true", "1") for value in values}
            return truths.pop() if len(truths) == 1 else None
        return None

    def number(self, name: str) -> int | None:
        text = self.one(name)
        if text is None:
            return None
        try:
            return int(text)
        except ValueError:
            raise FieldError("PQ202", f"{_short(name)} {text[:40]!r} is not a whole number") from None


def _short(name: str) -> str:
    return re.split(r"[#/:]", name)[-1]


def _own(iri: str) -> str | None:
    """The IRI if the source gave it, ``None`` if pqgraph made it."""
    return None if iri.startswith(MINTED) else iri


class RecordReader:
    """Makes records of one file's nodes.

    Args:
        file: The file, for locators.
        unknown: Reports names that are not known.
    """

    def __init__(self, file: SourceFile, unknown: UnknownFields) -> None:
        self._file = file
        self._unknown = unknown
        self._notices: list[Notice] = []
        self._locator = Locator(file, "")

    def take_notices(self) -> list[Notice]:
        """What was worth knowing about the last record."""
        notices, self._notices = self._notices, []
        return notices

    def _note(self, found: str) -> None:
        self._notices.append(Notice(code="PQ256", locator=self._locator, found=found))

    def _values(self, node: Node, known: frozenset[str], kind: str) -> _Values:
        if not node.keys() <= known:
            self._notices += self._unknown.check(set(node), known, f"{kind} ", self._locator)
        return _Values(node, self._note)

    def question(self, record: Record) -> Question:
        """The record of a question.

        Raises:
            FieldError: PQ201, PQ202, PQ203.
        """
        self._locator = Locator(self._file, record.iri)
        values = self._values(record.node, QUESTION_NAMES, "question")
        text = values.one("parl:questionText")
        if text is None:
            raise FieldError("PQ201", "questionText is missing")
        is_parliaments = values.has(*PARLIAMENT_ONLY)
        tabled = values.day("parl:dateTabled")
        if tabled is None and not is_parliaments:
            tabled = values.day("dcterms:date")
        status = values.one("parl:QuestionStatus", "parl:pqStatus")
        kind = values.one("parl:writtenParliamentaryQuestionType", "parl:wpqType")
        nodes = [(iri, record.look_up(iri)) for iri in values.iris("parl:answer")]
        answers = [self._answer(record, iri, node) for iri, node in nodes if node is not None]
        if not answers and values.has("parl:answerText", "parl:dateOfAnswer"):
            answers = [self._flat_answer(record, values, status)]
        asker, asking = (self._member(record, values, role) for role in ("tabling", "asking"))
        if asker is not None and asking is not None and asker.identifier != asking.identifier:
            self._note(f"tablingMember {asker.identifier} and askingMember {asking.identifier} differ")
        return Question(
            locator=self._locator,
            text=text,
            date_tabled=tabled,
            house=_house(values, record.iri),
            uin=values.one("parl:uin"),
            iri=_own(record.iri),
            api_identifier=values.one("pq:apiIdentifier"),
            text_clipped=bool(values.flag("pq:textClipped")),
            heading=values.one("parl:hansardHeading")
            or (values.one("dcterms:title") if is_parliaments else None),
            asking_member=asker or asking,
            registered_interest=values.flag("parl:registeredInterest"),
            answering_body=_body(values),
            date_for_answer=values.day("parl:AnswerDate", "parl:dateForAnswer"),
            question_type="NamedDay" if kind == "Named Day" else kind,
            status=status,
            withdrawn=True if status == "Withdrawn" else None,
            date_of_holding_answer=values.day("parl:dateOfHoldingAnswer"),
            sessions=tuple(Session(label=label) for label in values.all("parl:session")),
            answers=tuple(answers),
            indexing=_indexing(values),
        )

    def _flat_answer(self, record: Record, values: _Values, status: str | None) -> Answer:
        """The answer that stands on the question's own node, as in Parliament's store."""
        held = values.flag("parl:holdingAnswer")
        is_holding = held if status is None or not held else status == "Holding"
        date = values.day("parl:dateOfAnswer")
        if date is None and is_holding:
            date = values.day("parl:dateOfHoldingAnswer")
        corrected = values.flag("parl:correctedWmsMc")
        if corrected is None and values.has("parl:correctedWmsMc", "parl:correctingItem"):
            corrected = values.has("parl:correctingItem") or None
        return Answer(
            text=values.one("parl:answerText"),
            date=date,
            member=self._member(record, values, "answering"),
            by_prorogation=bool(values.flag("parl:prorogationAnswer")) or _is_nobody(values),
            is_holding=is_holding,
            is_correction=corrected,
        )

    def _answer(self, record: Record, iri: str, node: Node) -> Answer:
        values = self._values(node, ANSWER_NAMES, "answer")
        types = node.get("rdf:type", ())
        original: str | None = None
        earlier: list[EarlierVersion] = []
        for name in values.iris("parl:previousAnswerVersion"):
            version = self._earlier(record, name)
            if version is None:
                continue
            if name.endswith("/previousversion/original"):
                original = version.text
            else:
                earlier.append(version)
        return Answer(
            iri=_own(iri),
            text=values.one("parl:answerText"),
            text_clipped=bool(values.flag("pq:textClipped")),
            date=values.day("parl:dateOfAnswer"),
            member=self._member(record, values, "answering"),
            by_prorogation=f"{PQ}ProrogationAnswer" in types or _is_nobody(values),
            is_holding=True if f"{PQ}HoldingAnswer" in types else None,
            is_correction=values.flag("parl:isMinisterialCorrection"),
            first_answered=values.all("parl:questionFirstAnswered"),
            first_corrected=values.all("parl:questionFirstMinisteriallyCorrected"),
            date_corrected=values.day("pq:dateCorrected"),
            correcting_member=self._correcting(record, values),
            original_text=original,
            comparable_text=values.one("pq:comparableText"),
            grouped_with=_group(values, record.node),
            attachments=self._attachments(record, values),
            attachment_count=values.number("pq:attachmentCount"),
            earlier_versions=tuple(earlier),
        )

    def _earlier(self, record: Record, iri: str) -> EarlierVersion | None:
        node = record.look_up(iri)
        if node is None:
            return None
        values = self._values(node, PART_NAMES, "earlier version")
        return EarlierVersion(
            iri=_own(iri),
            text=values.one("parl:answerText"),
            member=self._member(record, values, "answering"),
            attachments=self._attachments(record, values),
        )

    def _attachments(self, record: Record, values: _Values) -> tuple[Attachment, ...]:
        found = []
        for iri in values.iris("parl:attachment"):
            if (node := record.look_up(iri)) is None:
                continue
            part = self._values(node, PART_NAMES, "attachment")
            found.append(
                Attachment(
                    iri=_own(iri),
                    title=part.one("dcterms:title"),
                    file_name=part.one("parl:fileName"),
                    url=part.one("foaf:page"),
                    file_type=part.one("dcterms:format"),
                    size=part.number("pq:fileSize"),
                )
            )
        return tuple(found)

    def _correcting(self, record: Record, values: _Values) -> MemberReference | None:
        iri = values.one("pq:correctingMember")
        return _person(iri, record) if iri is not None else None

    def _member(self, record: Record, values: _Values, role: str) -> MemberReference | None:
        iri = values.one(f"parl:{role}Member")
        printed = values.all(f"parl:{role}MemberPrinted")
        if iri is not None and (match := _MEMBER.match(iri)) and not int(match[1]):
            return None
        if iri is None and not printed:
            return None
        known = _person(iri, record) if iri is not None else MemberReference(name=printed[0])
        return MemberReference(
            identifier=known.identifier,
            name=known.name,
            list_name=known.list_name,
            label=known.label,
            printed=printed,
            party=values.one(f"pq:{role}MemberPartyPrinted"),
            seat=values.one(f"parl:{role}MemberConstituency"),
            peerage=values.one(f"pq:{role}MemberPeerage"),
        )


def _person(iri: str, record: Record) -> MemberReference:
    match = _MEMBER.match(iri)
    values = _Values(record.look_up(iri) or {}, lambda _: None)
    return MemberReference(
        identifier=str(int(match[1])) if match else None,
        name=values.one("foaf:name"),
        list_name=values.one("pq:listName"),
        label=values.one("rdfs:label"),
    )


def _is_nobody(values: _Values) -> bool:
    iri = values.one("parl:answeringMember")
    return iri is not None and (match := _MEMBER.match(iri)) is not None and not int(match[1])


def _house(values: _Values, iri: str) -> House | None:
    if (number := values.one("parl:houseId")) is not None:
        try:
            return House(number)
        except ValueError:
            raise FieldError("PQ207", f"houseId {number[:40]!r} is neither 1 nor 2") from None
    for name in values.iris("parl:legislature"):
        if name in _HOUSES:
            return _HOUSES[name]
    if "/commons/" in iri:
        return House.COMMONS
    return House.LORDS if "/lords/" in iri else None


def _body(values: _Values) -> AnsweringBody | None:
    names = values.all("parl:AnsweringBody") or values.all("parl:answeringDeptPrinted")
    identifier = values.one("parl:answeringDeptId")
    short = values.one("parl:answeringDeptShortName")
    sort = values.one("parl:answeringDeptSortName")
    if not names and identifier is None and short is None and sort is None:
        return None
    return AnsweringBody(
        identifier=identifier,
        name=names[0] if names else None,
        short_name=short,
        sort_name=sort,
        other_names=names[1:],
    )


def _indexing(values: _Values) -> Indexing | None:
    if not values.has(*INDEXING_NAMES):
        return None
    return Indexing(
        title=values.one("dcterms:title"),
        identifier=values.one("dcterms:identifier"),
        version=values.one("parl:version"),
        published=values.flag("parl:published"),
        human_indexable=values.flag("parl:humanIndexable"),
        created=values.one("parl:ddpCreated"),
        modified=values.one("parl:ddpModified"),
        parliament_number=values.one("parl:parliamentNumber"),
        session_number=values.one("parl:sessionNumber"),
    )


def _group(values: _Values, question: Node) -> tuple[QuestionReference, ...]:
    """The other questions of a group: the UINs on the answer, their days in the question's links."""
    days: dict[str, list[dt.date]] = {}
    for iri in question.get("pq:groupedWith", ()):
        if match := _GROUPED.match(iri):
            days.setdefault(match[2], []).append(day(match[1]))
    return tuple(
        QuestionReference(uin=uin, date_tabled=date)
        for uin in values.all("parl:groupedQuestionUIN")
        for date in days.get(uin, [None])
    )
