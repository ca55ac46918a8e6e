"""Items of the Linked Data API as records.

An item is a tree in the shape of the API's JSON: ``_about`` is the IRI, every other key a property. Elda
wraps most literals (``{"_value": "54"}``, days and flags with a ``_datatype``), leaves some plain, and writes
one value where there is one and a list where there are several; which of these it chose says nothing, and
everything here takes all of them. Readers of the API's other formats build the same trees.

Texts stay exactly as published, blanks at their ends included.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

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
from pqgraph.readers._json import FieldError, Foreign, glimpse
from pqgraph.readers._lda_nodes import Node
from pqgraph.readers._lda_plain import HOUSES, answering_body, member
from pqgraph.readers.base import Item, UnknownFields

__all__ = ["TELLING", "house_of_dataset", "is_oral", "read_item"]

TELLING = frozenset({"questionText", "uin", "hansardHeading", "answeringDeptId", "tablingMember"})
"""Keys that tell questions from what else the API served."""

MEMBER = frozenset({"_about", "label", "writtenParliamentaryQuestion"})
ATTACHMENT = frozenset({"_about", "fileName", "title"})
VERSION = frozenset(
    {
        "_about",
        "answerText",
        "answeringMember",
        "answeringMemberConstituency",
        "answeringMemberPrinted",
        "attachment",
    }
)
ANSWER = VERSION | {
    "dateOfAnswer",
    "groupedQuestionUIN",
    "isMinisterialCorrection",
    "previousAnswerVersion",
    "questionFirstAnswered",
    "questionFirstMinisteriallyCorrected",
}
_SELDOM = frozenset(
    {
        "AnswerDate",
        "QuestionStatus",
        "dateOfHoldingAnswer",
        "dateTabled",
        "ddpCreated",
        "ddpModified",
        "humanIndexable",
        "identifier",
        "parliamentNumber",
        "published",
        "session",
        "sessionNumber",
        "title",
        "version",
        "writtenParliamentaryQuestionType",
    }
)
QUESTION = (
    TELLING
    | _SELDOM
    | {
        "_about",
        "AnsweringBody",
        "answer",
        "answeringDeptShortName",
        "answeringDeptSortName",
        "date",
        "houseId",
        "legislature",
        "questionFirstAnswered",
        "registeredInterest",
        "tablingMemberConstituency",
        "tablingMemberPrinted",
        # Not in the graph: the class is given with the format, the creator is a second link to a member, and the
        # address of the page is no property of the question.
        "creator",
        "isPrimaryTopicOf",
        "type",
    }
)
LEGISLATURE = frozenset({"_about", "prefLabel"})

_HOUSE_TERMS = {"25259": House.COMMONS, "25277": House.LORDS}
_HOUSE_TERM = re.compile(r"https?://[^/]+/terms/(\d+)", re.ASCII)
_HOUSE_NAMES = {house.label: house for house in House}
_DATASET = re.compile(r"https?://[^/]+/(?:meta/)?(commons|lords)?(written|oral|answered)", re.ASCII)


def house_of_dataset(address: Any) -> House | None:
    """The House that a data set of the API is of, if it is of one only: ``commonswrittenquestions``."""
    match = _DATASET.match(address) if isinstance(address, str) else None
    return House[match[1].upper()] if match and match[1] else None


def is_oral(address: Any) -> bool:
    """Whether the address of a page is that of a data set of oral questions."""
    match = _DATASET.match(address) if isinstance(address, str) else None
    return match is not None and match[2] == "oral"


def read_item(
    tree: Any, file: SourceFile, fragment: str, unknown: UnknownFields | None, *, house: House | None = None
) -> Iterator[Item]:
    """One item as a record, with notices about it, or as rejected.

    Args:
        tree: The item.
        file: The file, for locators.
        fragment: Where the item stands in it.
        unknown: Remembers which fields were reported; ``None`` if the caller knows all of them.
        house: The House, if all items of the page are of one and need not say so.
    """
    locator = Locator(file, fragment)
    if not isinstance(tree, dict) or TELLING.isdisjoint(tree):
        yield Foreign(code="PQ202", locator=locator, found=f"{glimpse(tree)} is not a written question")
        return
    if "OralParliamentaryQuestion" in str(tree.get("type")):
        yield Foreign(code="PQ202", locator=locator, found="an oral question is not a written question")
        return
    item = Node(tree)
    try:
        question = _question(item, locator, house)
        unknown_fields = _unknown(item, locator, unknown) if unknown is not None else ()
    except FieldError as problem:
        yield problem.rejected(file, fragment)
        return
    yield question
    if question.iri is None and question.uin is None:
        yield Notice(code="PQ254", locator=locator, found="the item gives neither IRI nor UIN")
    for pointer, found in item.surplus:
        yield Notice(code="PQ256", locator=Locator(file, fragment + pointer), found=found)
    yield from unknown_fields


def _unknown(item: Node, locator: Locator, unknown: UnknownFields) -> list[Notice]:
    found: list[Notice] = []

    def check(nodes: list[Node], known: frozenset[str], prefix: str) -> None:
        for node in nodes:
            if strangers := node.strangers(known):
                found.extend(unknown.check(strangers, known, prefix, locator))

    check([item], QUESTION, "")
    check(item.nodes("tablingMember"), MEMBER, "tablingMember.")
    check(item.nodes("legislature"), LEGISLATURE, "legislature.")
    answers = item.nodes("answer")
    check(answers, ANSWER, "answer.")
    for answer in answers:
        check(answer.nodes("answeringMember"), MEMBER, "answer.answeringMember.")
        check(answer.nodes("attachment"), ATTACHMENT, "answer.attachment.")
        for version in answer.nodes("previousAnswerVersion"):
            prefix = "answer.previousAnswerVersion."
            check([version], VERSION, prefix)
            check(version.nodes("answeringMember"), MEMBER, f"{prefix}answeringMember.")
            check(version.nodes("attachment"), ATTACHMENT, f"{prefix}attachment.")
    return found


def _question(item: Node, locator: Locator, dataset: House | None) -> Question:
    text = item.text("questionText")
    if text is None or text.isspace():
        raise FieldError("PQ201", "/questionText", "the item has no question text")
    # Most views have none of the fields that only some have.
    plain = item.lacks(_SELDOM)
    tabled = (None if plain else item.day("dateTabled")) or item.day("date")
    if tabled is None:
        raise FieldError("PQ201", "/date", "the item does not say when it was tabled")
    uin = item.text("uin")
    return Question(
        locator=locator,
        text=text,
        date_tabled=tabled,
        house=_house(item, uin, dataset),
        uin=uin,
        iri=item.iri,
        heading=item.text("hansardHeading"),
        asking_member=_member(item, "tablingMember")[0],
        registered_interest=item.flag("registeredInterest"),
        answering_body=_answering_body(item),
        date_for_answer=None if plain else item.day("AnswerDate"),
        question_type=None if plain else _question_type(item),
        status=None if plain else item.text("QuestionStatus"),
        date_of_holding_answer=None if plain else item.day("dateOfHoldingAnswer"),
        sessions=() if plain else tuple(Session(label=label) for label in item.texts("session")),
        answers=_answers(item, uin),
        indexing=None if plain else _indexing(item),
    )


def _question_type(item: Node) -> str | None:
    kind = item.text("writtenParliamentaryQuestionType")
    return "NamedDay" if kind == "Named Day" else kind


def _house(item: Node, uin: str | None, dataset: House | None) -> House | None:
    number = item.text("houseId")
    if number is not None:
        if number not in HOUSES:
            raise FieldError("PQ207", "/houseId", f"houseId {number!r} is neither 1 nor 2")
        return HOUSES[number]
    for node in item.nodes("legislature"):
        term = _HOUSE_TERM.fullmatch(node.iri or "")
        house = _HOUSE_TERMS.get(term[1]) if term else _HOUSE_NAMES.get(node.text("prefLabel") or "")
        if house is None:
            raise FieldError("PQ207", "/legislature", f"{node.iri or 'the legislature'} is not a House")
        return house
    # Pages of one House do not repeat it in each item. Lords' numbers carry it: HL553.
    return dataset or (House.LORDS if uin is not None and uin.startswith("HL") else None)


def _answering_body(item: Node) -> AnsweringBody | None:
    return answering_body(
        item.text("answeringDeptId"),
        item.texts("AnsweringBody"),
        item.text("answeringDeptShortName"),
        item.text("answeringDeptSortName"),
    )


def _member(node: Node, role: str) -> tuple[MemberReference | None, bool]:
    """Who tabled or answered; and whether the item says that it was nobody, as ``members/0``."""
    iri = label = None
    if resources := node.nodes(role):
        iri, label = resources[0].iri, resources[0].text("label")
    try:
        return member(iri, label, node.texts(f"{role}Printed"), node.text(f"{role}Constituency"))
    except ValueError as problem:
        raise FieldError("PQ202", f"{node.pointer}/{role}", str(problem)) from None


def _answers(item: Node, uin: str | None) -> tuple[Answer, ...]:
    first_answered = item.times("questionFirstAnswered")
    answers = [_answer(node, uin, first_answered) for node in item.nodes("answer")]
    if not answers and first_answered:
        return (Answer(first_answered=first_answered),)
    return tuple(answers)


def _answer(node: Node, uin: str | None, first_answered: tuple[str, ...]) -> Answer:
    # One view has the times with the question, where the answer is no more than an IRI.
    member, nobody = _member(node, "answeringMember")
    return Answer(
        iri=node.iri,
        text=node.text("answerText"),
        date=node.day("dateOfAnswer"),
        member=member,
        by_prorogation=nobody,
        is_correction=node.flag("isMinisterialCorrection"),
        first_answered=node.times("questionFirstAnswered") or first_answered,
        first_corrected=node.times("questionFirstMinisteriallyCorrected"),
        grouped_with=tuple(
            [QuestionReference(uin=other) for other in node.texts("groupedQuestionUIN") if other != uin]
        ),
        attachments=_attachments(node),
        earlier_versions=tuple(
            [
                EarlierVersion(
                    iri=version.iri,
                    text=version.text("answerText"),
                    member=_member(version, "answeringMember")[0],
                    attachments=_attachments(version),
                )
                for version in node.nodes("previousAnswerVersion")
            ]
        ),
    )


def _attachments(node: Node) -> tuple[Attachment, ...]:
    return tuple(
        [
            Attachment(iri=each.iri, title=each.text("title"), file_name=each.text("fileName"))
            for each in node.nodes("attachment")
        ]
    )


def _indexing(item: Node) -> Indexing | None:
    indexing = Indexing(
        title=item.text("title"),
        identifier=item.text("identifier"),
        version=item.text("version"),
        published=item.flag("published"),
        human_indexable=item.flag("humanIndexable"),
        created=item.time("ddpCreated"),
        modified=item.time("ddpModified"),
        parliament_number=item.text("parliamentNumber"),
        session_number=item.text("sessionNumber"),
    )
    return None if indexing == Indexing() else indexing
