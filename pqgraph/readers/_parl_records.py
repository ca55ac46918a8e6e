"""Nodes of ``parl#`` to records: pqgraph's own shape (docs/graph.md) and that of Parliament's triple store."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

import msgspec

from pqgraph.model import (
    Allocation,
    Answer,
    AnsweringBody,
    Attachment,
    EarlierState,
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
from pqgraph.readers._parl_members import ANSWERING, ASKING, HELD, TABLING, Members, is_nobody
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
from pqgraph.readers._parl_terms import Node, values_of
from pqgraph.readers._parl_values import FieldError, Values
from pqgraph.readers.base import UnknownFields, day

__all__ = ["FieldError", "RecordReader"]

_HOUSE_NUMBERS = {house.value: house for house in House}
_HOUSES = {
    "http://data.parliament.uk/terms/25259": House.COMMONS,
    "http://data.parliament.uk/terms/25277": House.LORDS,
}
_GROUPED = re.compile(re.escape(MINTED) + r"question/[a-z]+/(\d{4}-\d\d-\d\d)/([^/]+)\Z", re.ASCII)
_FLAT_ANSWER = frozenset({"parl:answerText", "parl:dateOfAnswer"})
_FEW_HAVE = INDEXING_NAMES | {
    "parl:dateOfHoldingAnswer",
    "parl:session",
    "pq:allocation",
    "pq:earlierState",
    "pq:externalIdentifier",
    "pq:groupedWith",
    "pq:textClipped",
}
_FEW_ANSWERS_HAVE = frozenset(
    {
        "parl:attachment",
        "parl:groupedQuestionUIN",
        "parl:questionFirstMinisteriallyCorrected",
        "pq:attachmentCount",
        "pq:comparableText",
        "pq:dateCorrected",
    }
)
_CORRECTING = frozenset({"parl:correctingItem"})
_CORRECTED = _CORRECTING | {"parl:correctedWmsMc"}


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
        self._members = Members()

    def take_notices(self) -> list[Notice]:
        """What was worth knowing about the last record."""
        if not (notices := self._notices):
            return notices
        self._notices = []
        return notices

    def _note(self, found: str) -> None:
        self._notices.append(Notice(code="PQ256", locator=self._locator, found=found))

    def _values(self, node: Node, known: frozenset[str], kind: str) -> Values:
        if not known.issuperset(node):
            self._notices += self._unknown.check(set(node), known, f"{kind} ", self._locator)
        return Values(node, self._note)

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
        is_parliaments = values.has(PARLIAMENT_ONLY)
        tabled = values.day("parl:dateTabled")
        if tabled is None and not is_parliaments:
            tabled = values.day("dcterms:date")
        status = values.either("parl:QuestionStatus", "parl:pqStatus")
        kind = values.either("parl:writtenParliamentaryQuestionType", "parl:wpqType")
        held = values.day("parl:dateOfHoldingAnswer")
        answers = self._answers(record, values, held)
        if not answers and values.has(_FLAT_ANSWER):
            answers = [self._flat_answer(record, values, status)]
        asker, asking = (
            self._members.in_role(values, TABLING, record.look_up),
            self._members.in_role(values, ASKING, record.look_up),
        )
        if asker is not None and asking is not None:
            one, other = asker.identifier, asking.identifier
            if one and other and one != other:
                self._note(f"tablingMember {one} and askingMember {other} differ")
        heading = values.one("parl:hansardHeading")
        if heading is None and is_parliaments:
            heading = values.one("dcterms:title")
        # More than fifteen keywords make a call three times as slow; so what few questions have is put in afterwards.
        question = Question(
            locator=self._locator,
            text=text,
            date_tabled=tabled,
            house=_house(values, record.iri),
            uin=values.one("parl:uin"),
            iri=_own(record.iri),
            api_identifier=values.one("pq:apiIdentifier"),
            heading=heading,
            asking_member=asker or asking,
            registered_interest=values.flag("parl:registeredInterest"),
            answering_body=_body(values),
            date_for_answer=values.day("parl:AnswerDate", "parl:dateForAnswer"),
            question_type="NamedDay" if kind == "Named Day" else kind,
            status=status,
            answers=tuple(answers),
        )
        if not values.has(_FEW_HAVE) and status != "Withdrawn":
            return question
        return msgspec.structs.replace(
            question,
            text_clipped=bool(values.flag("pq:textClipped")),
            withdrawn=True if status == "Withdrawn" else None,
            date_of_holding_answer=held,
            sessions=tuple([Session(label=label) for label in values.all("parl:session")]),
            grouped_with=_unanswered_group(record.node, answers),
            allocations=self._allocations(record, values),
            earlier_states=self._earlier_states(record, values),
            indexing=_indexing(values),
            other_identifiers=values.all("pq:externalIdentifier"),
        )

    def _flat_answer(self, record: Record, values: Values, status: str | None) -> Answer:
        """The answer that stands on the question's own node, as in Parliament's store."""
        held = values.flag("parl:holdingAnswer")
        is_holding = held if status is None or not held else status == "Holding"
        date = values.day("parl:dateOfAnswer")
        if date is None and is_holding:
            date = values.day("parl:dateOfHoldingAnswer")
        corrected = values.flag("parl:correctedWmsMc")
        if corrected is None and values.has(_CORRECTED):
            corrected = values.has(_CORRECTING) or None
        return Answer(
            text=values.one("parl:answerText"),
            date=date,
            member=self._members.in_role(values, ANSWERING, record.look_up),
            by_prorogation=bool(values.flag("parl:prorogationAnswer")) or is_nobody(values),
            is_holding=is_holding,
            is_correction=corrected,
        )

    def _answer(self, record: Record, iri: str, node: Node) -> Answer:
        values = self._values(node, ANSWER_NAMES, "answer")
        types = values_of(node, "rdf:type")
        date, member = (
            values.day("parl:dateOfAnswer"),
            self._members.in_role(values, ANSWERING, record.look_up),
        )
        corrector = self._correcting(record, values)
        earlier = [
            version
            for name in values.iris("parl:previousAnswerVersion")
            if (version := self._earlier(record, name)) is not None
        ]
        original_text = None
        if len(earlier) == 1:
            # The text that a source gives without a version of its own; the rest of that node is then the answer's.
            original = EarlierVersion(text=None, date=date, member=member if corrector is not None else None)
            if msgspec.structs.replace(earlier[0], text=None) == original:
                original_text, earlier = earlier[0].text, []
        answer = Answer(
            iri=_own(iri),
            text=values.one("parl:answerText"),
            text_clipped=bool(values.flag("pq:textClipped")),
            date=date,
            member=member,
            by_prorogation=f"{PQ}ProrogationAnswer" in types or is_nobody(values),
            is_holding=True if f"{PQ}HoldingAnswer" in types else None,
            is_correction=values.flag("parl:isMinisterialCorrection"),
            first_answered=values.all("parl:questionFirstAnswered"),
            correcting_member=corrector,
            original_text=original_text,
            earlier_versions=tuple(earlier),
        )
        if not values.has(_FEW_ANSWERS_HAVE):
            return answer
        return msgspec.structs.replace(
            answer,
            first_corrected=values.all("parl:questionFirstMinisteriallyCorrected"),
            date_corrected=values.day("pq:dateCorrected"),
            comparable_text=values.one("pq:comparableText"),
            grouped_with=_group(values, record.node),
            attachments=self._attachments(record, values),
            attachment_count=values.number("pq:attachmentCount"),
        )

    def _answers(self, record: Record, values: Values, held: dt.date | None) -> list[Answer]:
        """The answers that stand, then the holding answer that one of them replaced."""
        standing = values.iris("parl:answer")
        names = (*standing, *[name for name in values.iris("pq:holdingAnswer") if name not in standing])
        nodes = [(name, record.look_up(name)) for name in names]
        answers = [self._answer(record, name, node) for name, node in nodes if node is not None]
        # Of some holding answers nothing is known but the day, and that stands with the question.
        return [
            answer
            for answer in answers
            if not answer.is_holding or answer != Answer(date=held, is_holding=True)
        ]

    def _allocations(self, record: Record, values: Values) -> tuple[Allocation, ...]:
        found = []
        for name in sorted(values.iris("pq:allocation"), key=_in_order):
            if (node := record.look_up(name)) is None:
                continue
            part = self._values(node, PART_NAMES, "allocation")
            bodies = part.iris("pq:allocatedTo")
            identifier = bodies[0].rpartition("/")[2] if bodies else None
            body = AnsweringBody(identifier=identifier, name=part.one("parl:AnsweringBody"))
            found.append(Allocation(body=body, seen=part.day("pq:allocationSeen")))
        return tuple(found)

    def _earlier_states(self, record: Record, values: Values) -> tuple[EarlierState, ...]:
        found = []
        for name in sorted(values.iris("pq:earlierState"), key=_in_order):
            if (node := record.look_up(name)) is None:
                continue
            part = self._values(node, PART_NAMES, "earlier state")
            found.append(
                EarlierState(
                    changed=part.day("pq:changeSeen"),
                    text=part.one("parl:questionText"),
                    text_clipped=bool(part.flag("pq:textClipped")),
                    heading=part.one("parl:hansardHeading"),
                    date_tabled=part.day("dcterms:date"),
                    date_for_answer=part.day("parl:AnswerDate"),
                )
            )
        return tuple(found)

    def _earlier(self, record: Record, iri: str) -> EarlierVersion | None:
        node = record.look_up(iri)
        if node is None:
            return None
        values = self._values(node, PART_NAMES, "earlier version")
        return EarlierVersion(
            iri=None if iri.endswith("/previousversion/original") else _own(iri),
            text=values.one("parl:answerText"),
            text_clipped=bool(values.flag("pq:textClipped")),
            date=values.day("parl:dateOfAnswer"),
            member=self._members.in_role(values, ANSWERING, record.look_up),
            attachments=self._attachments(record, values),
        )

    def _attachments(self, record: Record, values: Values) -> tuple[Attachment, ...]:
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

    def _correcting(self, record: Record, values: Values) -> MemberReference | None:
        iri = values.one("pq:correctingMember")
        return self._members.person(iri, record.look_up) if iri is not None else None


def _house(values: Values, iri: str) -> House | None:
    if (number := values.one("parl:houseId")) is not None:
        if (house := _HOUSE_NUMBERS.get(number)) is None:
            raise FieldError("PQ207", f"houseId {number[:40]!r} is neither 1 nor 2")
        return house
    for name in values.iris("parl:legislature"):
        if name in _HOUSES:
            return _HOUSES[name]
    if "/commons/" in iri:
        return House.COMMONS
    return House.LORDS if "/lords/" in iri else None


def _body(values: Values) -> AnsweringBody | None:
    names = values.all("parl:AnsweringBody") or values.all("parl:answeringDeptPrinted")
    identifier = values.one("parl:answeringDeptId")
    short = values.one("parl:answeringDeptShortName")
    sort = values.one("parl:answeringDeptSortName")
    if not names and identifier is None and short is None and sort is None:
        return None
    return _body_of(identifier, names, short, sort)


@lru_cache(maxsize=HELD)
def _body_of(
    identifier: str | None, names: tuple[str, ...], short: str | None, sort: str | None
) -> AnsweringBody:
    return AnsweringBody(
        identifier=identifier,
        name=names[0] if names else None,
        short_name=short,
        sort_name=sort,
        other_names=names[1:],
    )


def _indexing(values: Values) -> Indexing | None:
    if not values.has(INDEXING_NAMES):
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


def _in_order(iri: str) -> tuple[int, str]:
    return len(iri), iri  # …/allocation/2 before …/allocation/10


def _unanswered_group(question: Node, answers: list[Answer]) -> tuple[QuestionReference, ...]:
    """The questions that it is to be answered with, as far as no answer names them."""
    if "pq:groupedWith" not in question:
        return ()
    named = {other.uin for answer in answers for other in answer.grouped_with}
    matches = map(_GROUPED.match, values_of(question, "pq:groupedWith"))
    return tuple(
        QuestionReference(uin=match[2], date_tabled=day(match[1]))
        for match in matches
        if match is not None and match[2] not in named
    )


def _group(values: Values, question: Node) -> tuple[QuestionReference, ...]:
    """The other questions of a group: the UINs on the answer, their days in the question's links."""
    days: dict[str, list[dt.date]] = {}
    for iri in values_of(question, "pq:groupedWith"):
        if match := _GROUPED.match(iri):
            days.setdefault(match[2], []).append(day(match[1]))
    return tuple(
        QuestionReference(uin=uin, date_tabled=date)
        for uin in values.all("parl:groupedQuestionUIN")
        for date in days.get(uin, [None])
    )
