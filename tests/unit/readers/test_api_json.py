"""Reader api-json: all real files, one test for each quirk of the format, and arbitrary damage."""

import copy
import datetime as dt
import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pqgraph.errors import PqgraphError
from pqgraph.model import (
    Answer,
    AnsweringBody,
    Attachment,
    House,
    MemberReference,
    Notice,
    Question,
    QuestionReference,
    Rejected,
    SourceFile,
)
from pqgraph.readers._api_shapes import NAMES, NESTED
from pqgraph.readers.api_json import READER
from pqgraph.readers.base import Source


def member(number: int, name: str, seat: str = "Askham") -> dict[str, Any]:
    return {
        "id": number,
        "listAs": ", ".join(reversed(name.split())),
        "name": name,
        "party": "Test Party",
        "partyColour": "00ff00",
        "partyAbbreviation": "TP",
        "memberFrom": seat,
        "thumbnailUrl": "https://example.org/x.png",
    }


def value() -> dict[str, Any]:
    """An answered question with all 30 fields, of our own words."""
    return {
        "id": 1900001,
        "askingMemberId": 4001,
        "askingMember": None,
        "house": "Commons",
        "memberHasInterest": True,
        "dateTabled": "2024-01-05T00:00:00",
        "dateForAnswer": "2024-01-10T00:00:00",
        "uin": "8001",
        "questionText": "To ask the Secretary of State for Tests, whether this is tested.",
        "answeringBodyId": 99,
        "answeringBodyName": "Department for Tests",
        "isWithdrawn": False,
        "isNamedDay": True,
        "groupedQuestions": [],
        "answerIsHolding": False,
        "answerIsCorrection": False,
        "answeringMemberId": 4002,
        "answeringMember": None,
        "correctingMemberId": None,
        "correctingMember": None,
        "dateAnswered": "2024-01-11T00:00:00",
        "answerText": "<p>It is being tested.</p>",
        "originalAnswerText": "",
        "comparableAnswerText": "",
        "dateAnswerCorrected": None,
        "dateHoldingAnswer": None,
        "attachmentCount": 0,
        "heading": "Testing",
        "attachments": [],
        "groupedQuestionsDates": [],
    }


UNANSWERED = {
    "answerIsHolding": None,
    "answerIsCorrection": None,
    "answeringMemberId": None,
    "dateAnswered": None,
    "answerText": None,
}


def wrapped(of: Any) -> dict[str, Any]:
    return {"value": of, "links": [{"rel": "self", "href": "/Questions/1900001", "method": "GET"}]}


def response(*values: Any) -> dict[str, Any]:
    return {"totalResults": len(values), "results": [wrapped(each) for each in values]}


def jsonl(*lines: Any) -> bytes:
    return b"\n".join(each if isinstance(each, bytes) else json.dumps(each).encode() for each in lines)


def read(folder: Path, content: Any) -> list[Any]:
    path = folder / "file.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return items_of(path)


def items_of(path: Path) -> list[Any]:
    source = Source(path)
    return list(READER.read(source, SourceFile(name=source.name, sha256=source.sha256, reader=READER.name)))


def one(folder: Path, **changes: Any) -> Question:
    """The record of one question, read as a document and, with the same result, as a line."""
    of = value() | changes
    (document,) = read(folder, response(of))
    first, second = read(folder, jsonl(wrapped(of), of))
    for each in (first, second):
        assert {**as_dict(each), "locator": 0} == {**as_dict(document), "locator": 0}
    assert isinstance(document, Question)
    return document


def as_dict(record: Question) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__struct_fields__}


def answer(folder: Path, **changes: Any) -> Answer:
    (found,) = one(folder, **changes).answers
    return found


def rejected(folder: Path, **changes: Any) -> tuple[str, str]:
    """Code and place of the rejection of a record between two good ones, in a document and on a line."""
    bad = value() | changes
    before, found, after = read(folder, response(value(), bad, value()))
    _, on_line, _, bare = read(folder, jsonl(*map(wrapped, (value(), bad, value())), bad))
    assert isinstance(before, Question)
    assert isinstance(after, Question)
    assert isinstance(found, Rejected)
    assert found.found
    assert "\n" not in found.found
    place = found.locator.fragment
    assert place.startswith("/results/1")
    assert on_line.locator.fragment == "L2" + place.removeprefix("/results/1")
    assert bare.locator.fragment == "L4" + place.removeprefix("/results/1/value")
    assert found.code == on_line.code == bare.code
    return found.code, place.removeprefix("/results/1/value")


def error(folder: Path, content: Any) -> PqgraphError:
    with pytest.raises(PqgraphError) as caught:
        read(folder, content)
    return caught.value


def fragments(items: list[Any]) -> list[str]:
    return [each.locator.fragment for each in items]


# The description that Parliament publishes


def test_every_field_of_the_published_description_is_known(shared_data: Path) -> None:
    path = shared_data / "openapi" / "writtenquestions-api.json"
    schemas = json.loads(path.read_text(encoding="utf-8-sig"))["components"]["schemas"]

    def fields(name: str) -> set[str]:
        return set(schemas[name]["properties"])

    assert fields("QuestionsViewModel") == NAMES == set(value())
    assert len(NAMES) == 30
    for name in ("askingMember", "answeringMember", "correctingMember"):
        assert fields("MemberViewModel") == NESTED[name]
    assert fields("AttachmentViewModel") == NESTED["attachments"]
    assert fields("GroupedQuestionViewModel") == NESTED["groupedQuestionsDates"]


# Real files


def summary(questions: list[Question]) -> dict[str, Any]:
    answers = [each for question in questions for each in question.answers]
    return {
        "status": Counter(question.status for question in questions),
        "question clipped": sum(question.text_clipped for question in questions),
        "answer clipped": sum(each.text_clipped for each in answers),
        "named day": sum(question.question_type == "NamedDay" for question in questions),
        "held once": sum(question.date_of_holding_answer is not None for question in questions),
        "corrected": sum(each.is_correction is True for each in answers),
        "grouped": sum(bool(each.grouped_with) for each in answers),
        "references": sum(len(each.grouped_with) for each in answers),
    }


def test_every_real_list_item_is_a_question_without_a_notice(shared_data: Path) -> None:
    items = items_of(shared_data / "api" / "commons-list.jsonl.gz")
    assert Counter(type(each) for each in items) == {Question: 38_828}
    assert items[0].locator.fragment == "L1"
    assert items[-1].locator.fragment == "L38828"
    assert summary(items) == {
        "status": {"Tabled": 23_064, "Answered": 15_598, "Holding": 166},
        "question clipped": 10_407,
        "answer clipped": 12_945,
        "named day": 7_729,
        "held once": 358,
        "corrected": 19,
        "grouped": 3_725,
        "references": 11_265,
    }
    assert {question.house for question in items} == {House.COMMONS}


def test_every_real_whole_item_is_a_question_without_a_notice(shared_data: Path) -> None:
    items = items_of(shared_data / "api" / "commons-full.jsonl.gz")
    assert Counter(type(each) for each in items) == {Question: 9_623}
    assert summary(items) == {
        # Eleven are held by their words alone.
        "status": {"Answered": 9_557, "Holding": 66},
        "question clipped": 2,
        "answer clipped": 0,
        "named day": 1_994,
        "held once": 102,
        "corrected": 5,
        "grouped": 950,
        "references": 3_617,
    }


@pytest.mark.parametrize("day", ["09", "18"])
@pytest.mark.parametrize(
    ("name", "questions"),
    [
        ("answers_body", 20),
        ("answers_member", 5),
        ("questions", 520),
        ("questions_body", 23),
        ("questions_member", 9),
    ],
)
def test_every_recorded_answer_of_the_api_is_read_whole(
    shared_data: Path, day: str, name: str, questions: int
) -> None:
    path = shared_data / "api" / f"recorded-2021-03-{day}" / f"fetch_{name}.json"
    total = json.loads(path.read_text(encoding="utf-8"))["totalResults"]
    items = items_of(path)
    assert Counter(type(each) for each in items) == {Question: total}
    assert total == questions
    assert fragments(items) == [f"/results/{number}" for number in range(total)]


@pytest.fixture(scope="module")
def recorded(shared_data: Path) -> dict[str, Question]:
    """The questions of the large recorded answer by UIN."""
    path = shared_data / "api" / "recorded-2021-03-09" / "fetch_questions.json"
    return {question.uin: question for question in items_of(path)}


def test_a_real_corrected_question_field_by_field(recorded: dict[str, Question]) -> None:
    question = recorded["146895"]
    whately = MemberReference(
        identifier="4527",
        name="Helen Whately",
        list_name="Whately, Helen",
        party="Conservative",
        party_abbreviation="Con",
        seat="Faversham and Mid Kent",
    )
    (given,) = question.answers
    assert question == Question(
        locator=question.locator,
        text=question.text,
        date_tabled=dt.date(2021, 2, 1),
        house=House.COMMONS,
        uin="146895",
        api_identifier="1282636",
        text_clipped=True,
        heading="Carers: Coronavirus",
        asking_member=MemberReference(
            identifier="4249",
            name="Anne Marie Morris",
            list_name="Morris, Anne Marie",
            party="Conservative",
            party_abbreviation="Con",
            seat="Newton Abbot",
        ),
        registered_interest=False,
        answering_body=AnsweringBody(identifier="17", name="Department of Health and Social Care"),
        date_for_answer=dt.date(2021, 2, 4),
        question_type="NamedDay",
        status="Answered",
        withdrawn=False,
        date_of_holding_answer=dt.date(2021, 2, 4),
        answers=(given,),
    )
    assert given == Answer(
        text=given.text,
        text_clipped=True,
        date=dt.date(2021, 2, 16),
        member=whately,
        is_holding=False,
        is_correction=True,
        date_corrected=dt.date(2021, 2, 19),
        correcting_member=whately,
        attachment_count=0,
    )
    assert len(question.text) == 255
    assert given.text is not None
    assert len(given.text) == 258


def test_a_real_question_of_the_lords(recorded: dict[str, Question]) -> None:
    question = recorded["HL12833"]
    assert question.house is House.LORDS
    assert question.asking_member == MemberReference(
        identifier="2484",
        name="Lord Rennard",
        list_name="Rennard, L.",
        party="Liberal Democrat",
        party_abbreviation="LD",
        peerage="Life peer",
    )
    assert "\u00a0Lord Privy Seal" in question.text


def test_a_real_holding_answer(recorded: dict[str, Question]) -> None:
    question = recorded["147058"]
    assert question.status == "Holding"
    assert question.date_of_holding_answer == dt.date(2021, 2, 4)
    assert (question.answers[0].is_holding, question.answers[0].date) == (True, dt.date(2021, 2, 4))


def test_a_real_unanswered_question(recorded: dict[str, Question]) -> None:
    question = recorded["147036"]
    assert (question.status, question.answers, question.text_clipped) == ("Tabled", (), False)


def test_pitfall_4_namesakes_in_a_real_group_stay_apart_by_their_days(recorded: dict[str, Question]) -> None:
    assert recorded["HL12833"].answers[0].grouped_with == (
        QuestionReference(uin="HL12831", date_tabled=dt.date(2019, 1, 15)),
        QuestionReference(uin="HL12831", date_tabled=dt.date(2021, 2, 1)),
        QuestionReference(uin="HL12832", date_tabled=dt.date(2019, 1, 15)),
        QuestionReference(uin="HL12832", date_tabled=dt.date(2021, 2, 1)),
    )


# Shapes


def test_every_shape_gives_the_same_record(tmp_path: Path) -> None:
    expected = as_dict(one(tmp_path)) | {"locator": 0}
    shapes = {
        "/results/0": response(value()),
        "": wrapped(value()),
        "/0": [wrapped(value())],
    }
    for place, content in shapes.items():
        for data in (json.dumps(content), json.dumps(content, indent=2)):
            (question,) = read(tmp_path, data.encode())
            assert question.locator.fragment == place
            assert as_dict(question) | {"locator": 0} == expected
    assert fragments(read(tmp_path, value())) == [""]
    assert fragments(read(tmp_path, [value(), wrapped(value())])) == ["/0", "/1"]
    mixed = jsonl(wrapped(value()), b"", value(), response(value(), value()), [value()])
    assert fragments(read(tmp_path, mixed)) == ["L1", "L3", "L4/results/0", "L4/results/1", "L5/0"]


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_compressed_files_are_read_like_others(tmp_path: Path, pack: Any) -> None:
    assert len(read(tmp_path, pack(jsonl(*[wrapped(value())] * 3)))) == 3
    assert len(read(tmp_path, pack(json.dumps(response(value())).encode()))) == 1


def test_an_empty_result_gives_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, {"totalResults": 0, "results": []}) == []
    assert read(tmp_path, {"results": None, "totalResults": 0}) == []


def test_everything_of_an_answered_question(tmp_path: Path) -> None:
    question = one(tmp_path)
    assert as_dict(question) == as_dict(
        Question(
            locator=question.locator,
            text="To ask the Secretary of State for Tests, whether this is tested.",
            date_tabled=dt.date(2024, 1, 5),
            house=House.COMMONS,
            uin="8001",
            api_identifier="1900001",
            heading="Testing",
            asking_member=MemberReference(identifier="4001"),
            registered_interest=True,
            answering_body=AnsweringBody(identifier="99", name="Department for Tests"),
            date_for_answer=dt.date(2024, 1, 10),
            question_type="NamedDay",
            status="Answered",
            withdrawn=False,
            answers=(
                Answer(
                    text="<p>It is being tested.</p>",
                    date=dt.date(2024, 1, 11),
                    member=MemberReference(identifier="4002"),
                    is_holding=False,
                    is_correction=False,
                    attachment_count=0,
                ),
            ),
        )
    )


def test_a_correction_with_its_texts(tmp_path: Path) -> None:
    given = answer(
        tmp_path,
        answerIsCorrection=True,
        originalAnswerText="<p>Old</p>",
        comparableAnswerText='<p><del class="ministerial">Old</del></p>',
        correctingMemberId=4003,
        correctingMember=member(4003, "Cora Correct", "Emendham"),
        dateAnswerCorrected="2024-02-01T00:00:00",
    )
    assert given.is_correction is True
    assert given.original_text == "<p>Old</p>"
    assert given.comparable_text == '<p><del class="ministerial">Old</del></p>'
    assert given.date_corrected == dt.date(2024, 2, 1)
    assert given.correcting_member is not None
    assert given.correcting_member.seat == "Emendham"


def test_attachments_are_kept_whole(tmp_path: Path) -> None:
    given = answer(
        tmp_path,
        attachmentCount=1,
        attachments=[
            {
                "url": "https://example.org/a.xlsx",
                "title": "Table ",
                "fileType": "application/vnd.ms-excel",
                "fileSizeBytes": 5_000_000_000,
            }
        ],
    )
    assert given.attachments == (
        Attachment(
            url="https://example.org/a.xlsx",
            title="Table ",
            file_type="application/vnd.ms-excel",
            size=5_000_000_000,
        ),
    )
    assert given.attachment_count == 1


# Pitfalls (domain.md 8)


def test_pitfall_12_a_question_of_255_characters_may_be_cut(tmp_path: Path) -> None:
    text = "To ask " + "x" * 248
    plain = "It is being tested."
    assert one(tmp_path, questionText=text, answerText=plain).text_clipped is True
    assert one(tmp_path, questionText=text, **UNANSWERED).text_clipped is True
    assert one(tmp_path, questionText=text, answerText="<p>It is.</p>").text_clipped is False
    assert one(tmp_path, questionText=text[:-1], answerText=plain).text_clipped is False
    assert one(tmp_path, questionText=text + "x", answerText=plain).text_clipped is False


def test_pitfall_12_an_answer_of_258_characters_with_dots_may_be_cut(tmp_path: Path) -> None:
    text = "x" * 255 + "..."
    assert answer(tmp_path, answerText=text).text_clipped is True
    assert answer(tmp_path, answerText="x" * 258).text_clipped is False
    assert answer(tmp_path, answerText="x" + text).text_clipped is False
    assert answer(tmp_path, answerText="I know...").text_clipped is False
    assert answer(tmp_path, answerText="<p>" + text[3:]).text_clipped is False


def test_pitfall_14_texts_stay_as_published(tmp_path: Path) -> None:
    question = one(tmp_path, questionText=" TTo ask\u00a0the\u200b x \r\n", heading="Testing \r\n")
    assert (question.text, question.heading) == (" TTo ask\u00a0the\u200b x \r\n", "Testing \r\n")


def test_pitfall_18_the_day_of_the_holding_answer_outlives_it(tmp_path: Path) -> None:
    held = one(
        tmp_path,
        answerIsHolding=True,
        dateAnswered="2024-01-10T00:00:00",
        dateHoldingAnswer="2024-01-10T00:00:00",
    )
    assert (held.status, held.answers[0].is_holding) == ("Holding", True)
    final = one(tmp_path, answerIsHolding=False, dateHoldingAnswer="2024-01-10T00:00:00")
    assert (final.status, final.date_of_holding_answer) == ("Answered", dt.date(2024, 1, 10))
    assert final.answers[0].date == dt.date(2024, 1, 11)


def test_pitfall_19_an_empty_text_is_none(tmp_path: Path) -> None:
    given = answer(tmp_path, originalAnswerText="", comparableAnswerText="", answerText="")
    assert (given.original_text, given.comparable_text, given.text) == (None, None, None)
    assert one(tmp_path, heading="").heading is None


def test_pitfall_20_a_withdrawn_question_says_so(tmp_path: Path) -> None:
    question = one(tmp_path, isWithdrawn=True, **UNANSWERED)
    assert (question.withdrawn, question.status) == (True, "Withdrawn")


def test_pitfall_22_a_group_has_the_days_and_never_the_question_itself(tmp_path: Path) -> None:
    given = answer(
        tmp_path,
        groupedQuestions=["8002", "8001", "8003", "8002"],
        groupedQuestionsDates=[
            {"questionUin": "8002", "dateTabled": "2024-01-04T00:00:00"},
            {"questionUin": "8001", "dateTabled": "2024-01-05T00:00:00"},
            {"questionUin": None, "dateTabled": "2024-01-05T00:00:00"},
        ],
    )
    assert given.grouped_with == (
        QuestionReference(uin="8002", date_tabled=dt.date(2024, 1, 4)),
        QuestionReference(uin="8003"),
    )


def test_pitfall_22_a_group_without_an_answer_is_kept_on_the_question(tmp_path: Path) -> None:
    group = {"groupedQuestionsDates": [{"questionUin": "8002", "dateTabled": "2024-01-04T00:00:00"}]}
    reference = QuestionReference(uin="8002", date_tabled=dt.date(2024, 1, 4))
    unanswered = one(tmp_path, **group, **UNANSWERED)
    assert (unanswered.grouped_with, unanswered.answers) == ((reference,), ())
    answered = one(tmp_path, **group)
    assert (answered.grouped_with, answered.answers[0].grouped_with) == ((), (reference,))


def test_pitfall_23_number_0_is_nobody(tmp_path: Path) -> None:
    given = answer(tmp_path, answeringMemberId=0)
    assert (given.member, given.by_prorogation) == (None, True)
    assert answer(tmp_path, answeringMemberId=None).by_prorogation is False
    assert one(tmp_path, askingMemberId=0).asking_member is None
    body = one(tmp_path, answeringBodyId=0).answering_body
    assert body == AnsweringBody(name="Department for Tests")


def test_pitfall_24_a_heading_is_missing_until_publication(tmp_path: Path) -> None:
    assert one(tmp_path, heading=None).heading is None


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-05T00:00:00",
        "2024-01-05",
        "2024-01-05T23:30:00",
        "2024-01-05T23:30:00Z",
        "2024-01-05T00:30:00+01:00",
        "2024-01-05T00:00:00.0000000",
    ],
)
def test_pitfall_30_a_day_is_the_day_that_is_printed(tmp_path: Path, text: str) -> None:
    assert one(tmp_path, dateTabled=text).date_tabled == dt.date(2024, 1, 5)


def test_pitfall_33_an_answer_due_before_the_question_is_not_for_the_reader_to_judge(tmp_path: Path) -> None:
    assert one(tmp_path, dateForAnswer="2024-01-01T00:00:00").date_for_answer == dt.date(2024, 1, 1)


def test_a_date_that_the_api_never_set_is_none(tmp_path: Path) -> None:
    assert one(tmp_path, dateForAnswer="0001-01-01T00:00:00").date_for_answer is None
    assert rejected(tmp_path, dateTabled="0001-01-01T00:00:00") == ("PQ201", "/dateTabled")


def test_pitfall_37_members_of_the_lords_have_a_peerage(tmp_path: Path) -> None:
    expanded = {"askingMember": member(4001, "Lady Ask", "Life peer")}
    asking = one(tmp_path, house="Lords", uin="HL1", **expanded).asking_member
    assert asking is not None
    assert (asking.peerage, asking.seat) == ("Life peer", None)
    # The API gives what a member sits by today: this one tabled it in the Commons and is in the Lords now.
    asking = one(tmp_path, house="Commons", **expanded).asking_member
    assert asking is not None
    assert (asking.peerage, asking.seat) == ("Life peer", None)


def test_pitfall_38_party_and_names_come_with_an_expanded_member(tmp_path: Path) -> None:
    asking = one(tmp_path, askingMember=member(4001, "Tim Tabler")).asking_member
    assert asking == MemberReference(
        identifier="4001",
        name="Tim Tabler",
        list_name="Tabler, Tim",
        party="Test Party",
        party_abbreviation="TP",
        seat="Askham",
    )
    bare = {**dict.fromkeys(member(1, "x")), "id": 4001}
    assert one(tmp_path, askingMember=bare).asking_member == MemberReference(identifier="4001")
    assert one(tmp_path, askingMember=member(4001, "Tim Tabler"), askingMemberId=None).asking_member == asking


@pytest.mark.parametrize(("flag", "kind"), [(True, "NamedDay"), (False, "Ordinary"), (None, None)])
def test_named_days(tmp_path: Path, flag: bool | None, kind: str | None) -> None:
    assert one(tmp_path, isNamedDay=flag).question_type == kind


def test_an_answer_is_there_if_it_has_a_text_or_a_day(tmp_path: Path) -> None:
    assert one(tmp_path, **UNANSWERED | {"answerText": "<p>Yes.</p>"}).status == "Answered"
    assert one(tmp_path, **UNANSWERED | {"dateAnswered": "2024-01-11T00:00:00"}).status == "Answered"
    assert one(tmp_path, **UNANSWERED).status == "Tabled"


# Notices


def test_unknown_fields_are_reported_once_and_the_records_kept(tmp_path: Path) -> None:
    tree = value() | {"mood": "curious", "askingMember": member(4001, "Tim Tabler") | {"pronoun": "he"}}
    tree["attachments"] = [{"title": "A", "pages": 3}, {"title": "B", "pages": 4}]
    item = wrapped(tree) | {"etag": 5}
    expected = {
        ("PQ251", "field 'mood' is not known"),
        ("PQ251", "field 'etag' is not known"),
        ("PQ251", "field 'askingMember.pronoun' is not known"),
        ("PQ251", "field 'attachments.pages' is not known"),
    }
    for data in (
        jsonl(wrapped(value()), item, item),
        {"totalResults": 3, "results": [wrapped(value()), item, item]},
    ):
        items = read(tmp_path, data)
        assert [type(each).__name__ for each in items] == ["Question"] * 2 + ["Notice"] * 4 + ["Question"]
        assert {(each.code, each.found) for each in items if isinstance(each, Notice)} == expected
        assert [each.title for each in items[1].answers[0].attachments] == ["A", "B"]
        assert items[1].asking_member.name == "Tim Tabler"
        assert items[2].locator == items[1].locator


@pytest.mark.parametrize("bad", ["\ud800", "\x00", "\x08", "\x1f", "\ufffe"])
@pytest.mark.parametrize("escaped", [True, False])
def test_characters_that_no_graph_can_carry_are_replaced_and_reported(
    tmp_path: Path, bad: str, escaped: bool
) -> None:
    of = wrapped(value() | {"questionText": f"To ask{bad} why{bad}."})
    line = json.dumps(of, ensure_ascii=bad == "\ud800" or escaped).encode()
    for data in (jsonl(line, wrapped(value())), b'{"totalResults": 1, "results": [%b]}' % line):
        notice, question, *_ = read(tmp_path, data)
        assert question.text == "To ask\ufffd why\ufffd."
        assert (notice.code, notice.found) == ("PQ252", "2 character(s) replaced by U+FFFD")
        assert notice.locator == question.locator


def test_a_raw_control_character_inside_a_string_does_no_harm(tmp_path: Path) -> None:
    line = json.dumps(wrapped(value())).replace("Secretary", "Secre\x01tary\t").encode()
    notice, question, _ = read(tmp_path, jsonl(line, wrapped(value())))
    assert "Secre\ufffdtary\t" in question.text
    assert notice.code == "PQ252"


def test_escapes_that_only_look_like_bad_characters_do_no_harm(tmp_path: Path) -> None:
    text = "To ask \\u0000 \\b \U0001f600 C:\\files why."
    assert one(tmp_path, questionText=text).text == text


def test_a_question_without_a_number_is_kept_and_reported(tmp_path: Path) -> None:
    for missing in (None, ""):
        for data in (response(value() | {"uin": missing}), jsonl(*[wrapped(value() | {"uin": missing})] * 2)):
            question, notice, *_ = read(tmp_path, data)
            assert (question.uin, notice.code) == (None, "PQ254")


# Rejections


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({"questionText": None}, "PQ201", "/questionText"),
        ({"questionText": " \n"}, "PQ201", "/questionText"),
        ({"dateTabled": None}, "PQ201", "/dateTabled"),
        ({"house": None}, "PQ201", "/house"),
        ({"house": "Bicameral"}, "PQ207", "/house"),
        ({"house": "commons"}, "PQ207", "/house"),
        ({"house": 1}, "PQ202", "/house"),
        ({"dateTabled": "2024-02-30T00:00:00"}, "PQ203", "/dateTabled"),
        ({"dateTabled": "12024-01-01T00:00:00"}, "PQ203", "/dateTabled"),
        ({"dateTabled": "05/01/2024"}, "PQ203", "/dateTabled"),
        ({"dateTabled": 20240105}, "PQ202", "/dateTabled"),
        ({"dateAnswered": "yesterday"}, "PQ203", "/dateAnswered"),
        ({"dateHoldingAnswer": "2023-02-29"}, "PQ203", "/dateHoldingAnswer"),
        ({"id": "1900001"}, "PQ202", "/id"),
        ({"id": -5}, "PQ202", "/id"),
        ({"askingMemberId": 4001.5}, "PQ202", "/askingMemberId"),
        ({"askingMemberId": -1}, "PQ202", "/askingMemberId"),
        ({"askingMember": member(4009, "Nora Namesake")}, "PQ202", "/askingMember/id"),
        ({"askingMember": member(4001, "x") | {"name": 5}}, "PQ202", "/askingMember/name"),
        ({"askingMember": []}, "PQ202", "/askingMember"),
        ({"isNamedDay": "true"}, "PQ202", "/isNamedDay"),
        ({"groupedQuestions": ["1", 2]}, "PQ202", "/groupedQuestions/1"),
        ({"groupedQuestions": "1"}, "PQ202", "/groupedQuestions"),
        (
            {"groupedQuestionsDates": [{"questionUin": "1", "dateTabled": "2024-13-01"}]},
            "PQ203",
            "/groupedQuestionsDates/0/dateTabled",
        ),
        ({"attachments": [{}, {"fileSizeBytes": "big"}]}, "PQ202", "/attachments/1/fileSizeBytes"),
        ({"answerText": {"html": "x"}}, "PQ202", "/answerText"),
    ],
)
def test_a_broken_record_is_rejected_at_the_field_and_the_others_are_read(
    tmp_path: Path, changes: dict[str, Any], code: str, pointer: str
) -> None:
    assert rejected(tmp_path, **changes) == (code, pointer)


@pytest.mark.parametrize("field", sorted(NAMES))
@pytest.mark.parametrize("wrong", [5, "x", True, [], {}, [[]], [5], 1.5], ids=repr)
def test_a_wrong_type_of_any_field_costs_no_more_than_its_record(
    tmp_path: Path, field: str, wrong: Any
) -> None:
    for data in (
        response(value() | {field: wrong}, value()),
        jsonl(*map(wrapped, (value() | {field: wrong}, value()))),
    ):
        items = [each for each in read(tmp_path, data) if not isinstance(each, Notice)]
        assert len(items) == 2
        assert isinstance(items[1], Question)
        if isinstance(items[0], Rejected):
            assert items[0].locator.fragment.partition("/value")[2].startswith(f"/{field}")


@pytest.mark.parametrize("of", [5, "text", None, [], {}, {"value": None}, {"value": {"id": 5}}, {"id": 5}])
def test_what_is_no_question_among_questions_is_rejected(tmp_path: Path, of: Any) -> None:
    content = response(value(), value())
    content["results"].insert(0, of)
    items = read(tmp_path, content)
    assert [type(each).__name__ for each in items] == ["Foreign", "Question", "Question"]
    assert isinstance(items[0], Rejected)
    assert (items[0].code, items[0].locator.fragment) == ("PQ202", "/results/0")


def test_a_line_that_is_not_json_is_rejected_and_the_others_are_read(tmp_path: Path) -> None:
    good = json.dumps(wrapped(value())).encode()
    deep = b'{"value": %b}' % (b"[" * 200_000)
    nan = good.replace(b'"attachmentCount": 0', b'"attachmentCount": NaN')
    for broken in (good[:-100], b"{", b"<html>", b'{"value": "\x81"}', deep, nan, good + b"x", b'"'):
        items = read(tmp_path, jsonl(good, broken, b"", good))
        assert [type(each).__name__ for each in items] == ["Question", "Rejected", "Question"]
        assert fragments(items) == ["L1", "L2", "L4"]
        assert items[1].code == "PQ206"
    items = read(tmp_path, jsonl(good[:-100], good, good))
    assert [(each.code if isinstance(each, Rejected) else "") for each in items] == ["PQ206", "", ""]


def test_deep_nesting_that_is_json_is_rejected_or_ignored(tmp_path: Path) -> None:
    deep: Any = 1
    for _ in range(300):
        deep = [deep]
    links, strange = read(
        tmp_path, jsonl({"value": value(), "links": deep}, wrapped(value() | {"uin": deep}))
    )
    assert isinstance(links, Question)
    assert (strange.code, strange.locator.fragment) == ("PQ202", "L2/value/uin")


# Whole files


def test_truncated_compression_gives_its_records_first(tmp_path: Path) -> None:
    lines = [json.dumps(wrapped(value() | {"id": n, "uin": str(n)})).encode() for n in range(1, 3000)]
    path = tmp_path / "cut.jsonl.gz"
    packed = gzip.compress(jsonl(*lines))
    path.write_bytes(packed[: len(packed) // 2])
    source = Source(path)
    seen = []
    with pytest.raises(PqgraphError) as caught:
        seen.extend(
            each.uin for each in READER.read(source, SourceFile(name="cut", sha256="0", reader="api-json"))
        )
    assert caught.value.code.id == "PQ104"
    assert seen == [str(n) for n in range(1, len(seen) + 1)]
    assert len(seen) > 1000


def test_a_truncated_document_is_reported_with_line_and_column(tmp_path: Path) -> None:
    text = json.dumps(response(value(), value()), indent=1).encode()
    problem = error(tmp_path, text[: len(text) // 2])
    assert (problem.code.id, problem.place is not None) == ("PQ108", True)
    assert str(problem.place).startswith("file.json#L")
    assert ", column " in problem.found
    assert error(tmp_path, json.dumps(response(value())).encode()[:-1]).code.id == "PQ108"


STATEMENT = {
    "id": 5,
    "memberId": 4001,
    "uin": "HCWS1",
    "dateMade": "2024-01-05T00:00:00",
    "title": "T",
    "text": "x",
}


@pytest.mark.parametrize(
    "content",
    [
        {"items": [{"value": {"id": 8, "nameListAs": "X"}, "links": []}], "totalResults": 1},
        {"type": "https://tools.ietf.org/html/rfc7231", "title": "Not Found", "status": 404},
        response(STATEMENT, STATEMENT),
        jsonl(wrapped(STATEMENT), wrapped(STATEMENT)),
        jsonl(*[{"id": n, "month": "2023-09", "question_text": "x"} for n in range(500)]),
        wrapped({}),
        {"totalResults": 1, "results": {"value": 1}},
        {},
        [1],
        "text",
        b"null",
    ],
)
def test_json_of_something_else_is_reported(tmp_path: Path, content: Any) -> None:
    assert error(tmp_path, content).code.id == "PQ109"


def test_real_files_of_something_else_are_reported(shared_data: Path) -> None:
    for name in ("api/commons-longform.jsonl.gz", "api/commons-states.jsonl.gz"):
        with pytest.raises(PqgraphError) as caught:
            items_of(shared_data / name)
        assert caught.value.code.id == "PQ109"


def test_encodings(tmp_path: Path) -> None:
    tree = response(value() | {"heading": "Cafés – €"})
    text = json.dumps(tree, ensure_ascii=False, indent=1)
    for data in (text.encode(), text.encode("utf-8-sig"), text.encode("utf-16"), b"\n\n" + text.encode()):
        (question,) = read(tmp_path, data)
        assert question.heading == "Cafés – €"
    notice, question = read(tmp_path, text.encode("cp1252"))
    assert (notice.code, question.heading) == ("PQ253", "Cafés – €")
    lines = "\r\n".join(json.dumps(each, ensure_ascii=False) for each in tree["results"] * 3)
    for data in (lines.encode("utf-8-sig"), lines.encode("utf-16")):
        assert fragments(read(tmp_path, data)) == ["L1", "L2", "L3"]
    items = read(tmp_path, lines.encode("cp1252"))
    assert [type(each).__name__ for each in items] == ["Notice", "Question", "Question", "Question"]
    assert (items[0].code, items[3].heading) == ("PQ253", "Cafés – €")
    # A line that is no text in any encoding is rejected, and the next one is still told.
    broken, notice, *questions = read(tmp_path, b"{\xe9\r\n" + lines.encode("cp1252"))
    assert (broken.code, notice.code, notice.locator.fragment, len(questions)) == ("PQ206", "PQ253", "L2", 3)


def test_huge_lines_and_duplicate_keys_do_no_harm(tmp_path: Path) -> None:
    huge = wrapped(value() | {"answerText": "<p>" + "x" * 3_000_000 + "</p>"})
    twice = json.dumps(wrapped(value())).replace('"uin":', '"uin": "1", "uin":').encode()
    first, second = read(tmp_path, jsonl(huge, twice))
    assert len(first.answers[0].text) == 3_000_007
    assert second.uin == "8001"


# Anything at all

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.sampled_from(["2024-02-30", "2024-01-05T00:00:00", "Lords", "\ud800", "\x00", 0]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "name", "questionUin"]) | st.text(), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from(sorted(NAMES)) | st.text(), JSON, min_size=1, max_size=4), st.booleans()
)
def test_any_damage_gives_records_rejections_or_notices(
    tmp_path: Path, damage: dict[str, Any], lines: bool
) -> None:
    tree = copy.deepcopy(value()) | damage
    items = read(tmp_path, jsonl(wrapped(value()), wrapped(tree)) if lines else response(value(), tree))
    assert isinstance(items[0], Question)
    records = [each for each in items if isinstance(each, Question | Rejected)]
    assert len(records) == 2
    assert all(isinstance(each, Question | Rejected | Notice) for each in items)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200) | JSON.map(lambda tree: json.dumps(tree).encode()))
def test_any_bytes_give_records_or_an_error_of_ours(tmp_path: Path, data: bytes) -> None:
    try:
        items = read(tmp_path, data)
    except PqgraphError as problem:
        assert problem.code.id in {"PQ102", "PQ103", "PQ104", "PQ105", "PQ108", "PQ109"}
    else:
        assert all(isinstance(each, Question | Rejected | Notice) for each in items)
