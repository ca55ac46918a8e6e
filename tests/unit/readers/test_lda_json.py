"""Reader lda-json: all real items, one test for each quirk of the format, and arbitrary damage."""

import copy
import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pqgraph.errors import PqgraphError
from pqgraph.model import (
    Answer,
    AnsweringBody,
    Attachment,
    EarlierVersion,
    House,
    Indexing,
    MemberReference,
    Notice,
    Question,
    QuestionReference,
    Rejected,
    Session,
    SourceFile,
)
from pqgraph.readers.base import Source
from pqgraph.readers.lda_json import READER

BASE = "http://data.parliament.uk/resources/700001"


def member(number: int, name: str) -> dict[str, Any]:
    return {
        "_about": f"http://data.parliament.uk/members/{number}",
        "label": {"_value": f"Biography information for {name}"},
    }


def item() -> dict[str, Any]:
    """An item as the data set answeredquestions has it, of our own words."""
    return {
        "_about": BASE,
        "AnsweringBody": [{"_value": "Department for Tests"}],
        "answer": {
            "_about": f"{BASE}/answer",
            "answerText": {"_value": "<p>It is being tested.</p>"},
            "answeringMember": member(4002, "Anna Answer"),
            "answeringMemberConstituency": {"_value": "Replyton"},
            "answeringMemberPrinted": {"_value": "Anna Answer"},
            "dateOfAnswer": {"_value": "2018-07-03", "_datatype": "dateTime"},
            "isMinisterialCorrection": {"_value": "false", "_datatype": "boolean"},
            "questionFirstAnswered": [{"_value": "2018-07-03T16:11:48.9711Z", "_datatype": "dateTime"}],
        },
        "answeringDeptId": {"_value": "99"},
        "answeringDeptShortName": {"_value": "Tests"},
        "answeringDeptSortName": {"_value": "Tests"},
        "date": {"_value": "2018-06-26", "_datatype": "dateTime"},
        "hansardHeading": {"_value": "Testing"},
        "houseId": {"_value": "1"},
        "legislature": [
            {"_about": "http://data.parliament.uk/terms/25259", "prefLabel": {"_value": "House of Commons"}}
        ],
        "questionText": "To ask the Secretary of State for Tests, whether this is tested.",
        "registeredInterest": {"_value": "true", "_datatype": "boolean"},
        "tablingMember": member(4001, "Mr Tim Tabler"),
        "tablingMemberConstituency": {"_value": "Askham"},
        "tablingMemberPrinted": [{"_value": "Tim Tabler"}],
        "uin": "200001",
    }


def page(
    *items: Any, address: str = "http://lda.data.parliament.uk/answeredquestions.json"
) -> dict[str, Any]:
    return {
        "format": "linked-data-api",
        "version": "0.2",
        "result": {"_about": address, "items": list(items), "itemsPerPage": 10, "page": 0, "startIndex": 1},
    }


def read(folder: Path, content: Any) -> list[Any]:
    path = folder / "file.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    source = Source(path)
    return list(READER.read(source, SourceFile(name=source.name, sha256=source.sha256, reader=READER.name)))


def one(folder: Path, tree: Any) -> Question:
    (question,) = read(folder, tree)
    assert isinstance(question, Question)
    return question


def rejected(folder: Path, tree: dict[str, Any]) -> tuple[str, str]:
    """Code and place of the rejection of an item between two good ones."""
    before, found, after = read(folder, page(item(), tree, item()))
    assert isinstance(before, Question)
    assert isinstance(after, Question)
    assert isinstance(found, Rejected)
    assert found.found
    assert "\n" not in found.found
    return found.code, found.locator.fragment


def error(folder: Path, content: Any) -> PqgraphError:
    with pytest.raises(PqgraphError) as caught:
        read(folder, content)
    return caught.value


def fragments(items: list[Any]) -> list[str]:
    return [each.locator.fragment for each in items]


# Real items


def items_of(path: Path) -> list[Any]:
    source = Source(path)
    return list(READER.read(source, SourceFile(name=source.name, sha256=source.sha256, reader=READER.name)))


@pytest.fixture(scope="module")
def real(shared_data: Path) -> dict[str, Question]:
    """The 500 questions of the large real page by IRI."""
    return {question.iri: question for question in items_of(shared_data / "lda" / "answeredquestions.json")}


@pytest.mark.parametrize(
    ("name", "questions"), [("answeredquestions.json", 500), ("answeredquestions_moj_update.json", 10)]
)
def test_every_real_item_is_a_question_without_a_notice(shared_data: Path, name: str, questions: int) -> None:
    items = items_of(shared_data / "lda" / name)
    assert Counter(type(each) for each in items) == {Question: questions}
    assert fragments(items) == [f"/result/items/{number}" for number in range(questions)]


def test_counts_over_the_real_page(real: dict[str, Question]) -> None:
    answers = [question.answers[0] for question in real.values()]
    assert len(real) == 500
    assert Counter(question.house for question in real.values()) == {House.COMMONS: 454, House.LORDS: 46}
    assert sum(question.heading is None for question in real.values()) == 1
    assert sum(len(answer.grouped_with) for answer in answers) == 76 + 314
    assert sum(len(answer.attachments) for answer in answers) == 31 + 24
    assert sum(len(answer.earlier_versions) for answer in answers) == 5
    assert sum(answer.is_correction is True for answer in answers) == 5
    assert sum(len(answer.first_answered) for answer in answers) == 500
    assert sum(not answer.first_answered[0].endswith("Z") for answer in answers) == 4
    assert {question.answering_body for question in real.values()} == {
        AnsweringBody(identifier="54", name="Ministry of Justice", short_name="Justice", sort_name="Justice")
    }


def test_a_real_item_of_the_commons_field_by_field(real: dict[str, Question]) -> None:
    question = real["http://data.parliament.uk/resources/64389"]
    answer = question.answers[0]
    assert question == Question(
        locator=question.locator,
        text="To ask the Secretary of State for Justice, if he will publish the list of preferred bidders for "
        "the Tier 1 Community Rehabilitation Company contracts.",
        date_tabled=dt.date(2014, 6, 26),
        house=House.COMMONS,
        uin="202763",
        iri="http://data.parliament.uk/resources/64389",
        heading="Community Rehabilitation Companies",
        asking_member=MemberReference(
            identifier="1577",
            name="Sadiq Khan",
            label="Biography information for Sadiq Khan",
            printed=("Sadiq Khan",),
            seat="Tooting",
        ),
        registered_interest=False,
        answering_body=AnsweringBody(
            identifier="54", name="Ministry of Justice", short_name="Justice", sort_name="Justice"
        ),
        answers=(answer,),
    )
    assert answer == Answer(
        iri="http://data.parliament.uk/resources/64389/answer",
        text=answer.text,
        date=dt.date(2014, 7, 2),
        member=MemberReference(
            identifier="1560",
            name="Jeremy Wright",
            label="Biography information for Jeremy Wright",
            printed=("Jeremy Wright",),
            seat="Kenilworth and Southam",
        ),
        is_correction=False,
        first_answered=("2014-07-02T16:11:48.971151Z",),
        grouped_with=(QuestionReference(uin="202768"),),
    )
    assert answer.text is not None
    assert answer.text.startswith("<p>Bids to run the 21 Community Rehabilitation Companies")
    assert answer.text.endswith("payment by results by 2015.</p>")
    assert str(question.locator) == "answeredquestions.json#/result/items/50"


def test_a_real_item_of_the_lords(real: dict[str, Question]) -> None:
    question = real["http://data.parliament.uk/resources/63769"]
    assert (question.house, question.uin, question.date_tabled) == (
        House.LORDS,
        "HL553",
        dt.date(2014, 6, 24),
    )
    assert question.asking_member == MemberReference(
        identifier="3187",
        name="Lord Norton of Louth",
        label="Biography information for Lord Norton of Louth",
        printed=("Lord Norton of Louth",),
    )
    assert "(HL Paper 103, Session 2013–14)" in question.text


def test_a_real_corrected_item(real: dict[str, Question]) -> None:
    answer = real["http://data.parliament.uk/resources/64819"].answers[0]
    assert answer.is_correction is True
    assert answer.text is not None
    assert '<del class="ministerial">Simple cautions' in answer.text
    assert answer.first_corrected == ("2014-08-28T11:45:56.4853257Z",)
    (version,) = answer.earlier_versions
    assert version.iri == "http://data.parliament.uk/resources/64819/answer/previousversion/9230"
    assert version.text is None
    assert version.member is not None
    assert (version.member.identifier, version.member.seat) == ("76", "Ashford")
    assert len(version.attachments) == 1
    assert version.attachments[0].iri is not None
    assert version.attachments[0].iri.startswith(f"{version.iri}/attachment/")


def test_texts_of_real_items_are_exactly_those_of_the_file(
    shared_data: Path, real: dict[str, Question]
) -> None:
    path = shared_data / "lda" / "answeredquestions.json"
    for tree in json.loads(path.read_text(encoding="utf-8"))["result"]["items"]:
        question = real[tree["_about"]]
        assert question.text == tree["questionText"]
        assert question.answers[0].text == tree["answer"]["answerText"]["_value"]
        given = tree["answer"].get("attachment", [])
        titles = [each["title"] for each in (given if isinstance(given, list) else [given])]
        assert [each.title for each in question.answers[0].attachments] == titles


# Shapes (domain.md 1.5 and 8.2)


def test_an_item_page_has_its_question_as_primary_topic(tmp_path: Path) -> None:
    tree = item() | {"isPrimaryTopicOf": "http://lda.data.parliament.uk/resources/700001.json"}
    content = {"format": "linked-data-api", "version": "0.2", "result": {"primaryTopic": tree}}
    question = one(tmp_path, content)
    assert (question.uin, question.locator.fragment) == ("200001", "/result/primaryTopic")


def test_one_item_need_not_be_in_a_list(tmp_path: Path) -> None:
    content = page()
    content["result"]["items"] = item()
    assert one(tmp_path, content).locator.fragment == "/result/items"


def test_bare_items_alone_in_an_array_and_on_lines(tmp_path: Path) -> None:
    assert fragments(read(tmp_path, item())) == [""]
    assert fragments(read(tmp_path, [item(), item()])) == ["/0", "/1"]
    lines = b"\n".join(json.dumps(tree).encode() for tree in (item(), page(item(), item()), item()))
    assert fragments(read(tmp_path, lines)) == ["L1", "L2/result/items/0", "L2/result/items/1", "L3"]


def test_an_empty_page_gives_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, page()) == []


@pytest.mark.parametrize(
    "wrap", [lambda v: v, lambda v: {"_value": v}, lambda v: [v], lambda v: [{"_value": v}]]
)
def test_pitfall_7_plain_wrapped_or_in_a_list_is_the_same(tmp_path: Path, wrap: Any) -> None:
    tree = item()
    tree["answer"]["attachment"] = {
        "_about": f"{BASE}/answer/attachment/1",
        "fileName": "a.xls",
        "title": "A",
    }
    expected = one(tmp_path, page(tree))
    for name in ("questionText", "uin", "hansardHeading", "answeringDeptId", "houseId"):
        value = tree[name]
        tree[name] = wrap(value["_value"] if isinstance(value, dict) else value)
    for name in ("AnsweringBody", "tablingMemberPrinted"):
        tree[name] = wrap(tree[name][0]["_value"])
    for name in ("dateOfAnswer", "answerText", "answeringMemberPrinted"):
        tree["answer"][name] = wrap(tree["answer"][name]["_value"])
    for name in ("fileName", "title"):
        tree["answer"]["attachment"][name] = wrap(tree["answer"]["attachment"][name])
    assert one(tmp_path, page(tree)).answers == expected.answers
    assert one(tmp_path, page(tree)).text == expected.text
    assert one(tmp_path, page(tree)).answering_body == expected.answering_body


def test_pitfall_6_object_when_one_and_array_when_many(tmp_path: Path) -> None:
    def attachment(above: str, number: int) -> dict[str, Any]:
        return {
            "_about": f"{above}/attachment/{number}",
            "fileName": {"_value": f"table {number}.xls"},
            "title": f"Table {number} ",
        }

    def version(number: int) -> dict[str, Any]:
        iri = f"{BASE}/answer/previousversion/{number}"
        return {
            "_about": iri,
            "answeringMember": member(4003, "Paul Past"),
            "answeringMemberConstituency": {"_value": "Formerby"},
            "answeringMemberPrinted": {"_value": "Paul Past"},
            "attachment": attachment(iri, 1),
        }

    tree = item()
    tree["answer"]["groupedQuestionUIN"] = {"_value": "200002"}
    tree["answer"]["attachment"] = attachment(f"{BASE}/answer", 1)
    tree["answer"]["previousAnswerVersion"] = version(11)
    answer = one(tmp_path, page(tree)).answers[0]
    assert answer.grouped_with == (QuestionReference(uin="200002"),)
    assert answer.attachments == (
        Attachment(iri=f"{BASE}/answer/attachment/1", title="Table 1 ", file_name="table 1.xls"),
    )
    assert answer.earlier_versions == (
        EarlierVersion(
            iri=f"{BASE}/answer/previousversion/11",
            member=MemberReference(
                identifier="4003",
                name="Paul Past",
                label="Biography information for Paul Past",
                printed=("Paul Past",),
                seat="Formerby",
            ),
            attachments=(
                Attachment(
                    iri=f"{BASE}/answer/previousversion/11/attachment/1",
                    title="Table 1 ",
                    file_name="table 1.xls",
                ),
            ),
        ),
    )
    tree["answer"]["groupedQuestionUIN"] = [{"_value": "200002"}, {"_value": "200003"}]
    tree["answer"]["attachment"] = [attachment(f"{BASE}/answer", n) for n in (1, 2)]
    tree["answer"]["previousAnswerVersion"] = [version(11), version(12)]
    answer = one(tmp_path, page(tree)).answers[0]
    assert [other.uin for other in answer.grouped_with] == ["200002", "200003"]
    assert [each.title for each in answer.attachments] == ["Table 1 ", "Table 2 "]
    assert len(answer.earlier_versions) == 2


@pytest.mark.parametrize(
    ("value", "expected"),
    [("true", True), ("false", False), (True, True), (False, False), ("1", True), ("0", False), (None, None)],
)
def test_pitfall_8_booleans_are_strings(tmp_path: Path, value: Any, expected: bool | None) -> None:
    tree = item() | {"registeredInterest": {"_value": value, "_datatype": "boolean"}}
    assert one(tmp_path, page(tree)).registered_interest is expected


def test_pitfall_8_numbers_are_strings_but_need_not_be(tmp_path: Path) -> None:
    tree = item() | {"houseId": 2, "answeringDeptId": {"_value": 99}, "legislature": None}
    question = one(tmp_path, page(tree))
    assert question.house is House.LORDS
    assert question.answering_body is not None
    assert question.answering_body.identifier == "99"


def test_pitfall_9_the_view_of_everything_has_other_shapes(tmp_path: Path) -> None:
    tree = item()
    del tree["houseId"]
    tree |= {
        "AnswerDate": {"_value": "2018-07-02", "_datatype": "dateTime"},
        "QuestionStatus": {"_value": "Tabled"},
        "answer": f"{BASE}/answer",
        "creator": member(4001, "Mr Tim Tabler") | {"writtenParliamentaryQuestion": [BASE]},
        "dateTabled": {"_value": "2018-06-26", "_datatype": "dateTime"},
        "ddpCreated": {"_value": "2018-06-27T04:05:06.789Z", "_datatype": "dateTime"},
        "ddpModified": {"_value": "2018-07-04T04:05:06", "_datatype": "dateTime"},
        "humanIndexable": {"_value": "true", "_datatype": "boolean"},
        "identifier": {"_value": "200001"},
        "legislature": ["http://data.parliament.uk/terms/25259"],
        "parliamentNumber": {"_value": "57"},
        "published": {"_value": "false", "_datatype": "boolean"},
        "questionFirstAnswered": [{"_value": "2018-07-03T16:11:48Z", "_datatype": "dateTime"}],
        "session": ["2017/19"],
        "sessionNumber": {"_value": "1"},
        "tablingMember": member(4001, "Mr Tim Tabler") | {"writtenParliamentaryQuestion": [BASE]},
        "title": "House of Commons Tabled Parliamentary Question 2017/19 200001",
        "type": [
            "http://data.parliament.uk/schema/parl#WrittenParliamentaryQuestion",
            "http://data.parliament.uk/schema/parl#ParliamentaryQuestion",
        ],
        "version": "1",
        "writtenParliamentaryQuestionType": "Named Day",
    }
    question = one(tmp_path, page(tree))
    assert question.house is House.COMMONS
    assert question.date_for_answer == dt.date(2018, 7, 2)
    assert question.status == "Tabled"
    assert question.question_type == "NamedDay"
    assert question.sessions == (Session(label="2017/19"),)
    assert question.answers == (Answer(iri=f"{BASE}/answer", first_answered=("2018-07-03T16:11:48Z",)),)
    assert question.indexing == Indexing(
        title="House of Commons Tabled Parliamentary Question 2017/19 200001",
        identifier="200001",
        version="1",
        published=False,
        human_indexable=True,
        created="2018-06-27T04:05:06.789Z",
        modified="2018-07-04T04:05:06",
        parliament_number="57",
        session_number="1",
    )


def test_a_time_of_answering_without_an_answer_still_says_that_it_was_answered(tmp_path: Path) -> None:
    tree = item() | {"answer": None, "questionFirstAnswered": ["2018-07-03T16:11:48Z"]}
    assert one(tmp_path, page(tree)).answers == (Answer(first_answered=("2018-07-03T16:11:48Z",)),)


@pytest.mark.parametrize("kind", ["Ordinary", "Daily", "NamedDay"])
def test_other_kinds_of_question_stay_as_they_are_called(tmp_path: Path, kind: str) -> None:
    assert one(tmp_path, page(item() | {"writtenParliamentaryQuestionType": kind})).question_type == kind


@pytest.mark.parametrize(("house", "data_set"), [("COMMONS", "commons"), ("LORDS", "lords")])
def test_the_data_sets_of_tabled_questions_name_the_house_once(
    tmp_path: Path, house: str, data_set: str
) -> None:
    tree = {
        "_about": BASE,
        "AnswerDate": {"_value": "2018-07-02", "_datatype": "dateTime"},
        "AnsweringBody": [{"_value": "Department for Tests"}],
        "dateTabled": {"_value": "2018-06-26", "_datatype": "dateTime"},
        "questionText": "To ask whether this is tested.",
        "tablingMember": {"_about": "http://data.parliament.uk/members/4001"},
        "tablingMemberPrinted": [{"_value": "Tim Tabler"}],
        "title": "A tabled question",
        "uin": "200001",
    }
    address = f"http://lda.data.parliament.uk/{data_set}writtenquestions/tabled.json?startDate=2018-06-26"
    question = one(tmp_path, page(tree, address=address))
    assert question.house is House[house]
    assert question.answers == ()
    assert question.date_tabled == dt.date(2018, 6, 26)
    assert question.asking_member == MemberReference(
        identifier="4001", name="Tim Tabler", printed=("Tim Tabler",)
    )
    # Without the page around it, only the number of a Lords question tells the House.
    assert one(tmp_path, tree).house is None
    assert one(tmp_path, tree | {"uin": "HL553"}).house is House.LORDS


def test_pitfall_5_the_iri_is_kept_not_the_host(tmp_path: Path) -> None:
    assert one(tmp_path, page(item())).iri == "http://data.parliament.uk/resources/700001"


def test_pitfall_13_and_14_texts_stay_as_published(tmp_path: Path) -> None:
    tree = item()
    tree["questionText"] = " TTo ask\u00a0the\u200b Secretary \r\n"
    tree["hansardHeading"] = {"_value": "Testing \r\n"}
    tree["answer"]["answerText"] = {"_value": '<p /> <p>&amp; <ins class="ministerial">x</ins></p> '}
    question = one(tmp_path, page(tree))
    assert question.text == " TTo ask\u00a0the\u200b Secretary \r\n"
    assert question.heading == "Testing \r\n"
    assert question.answers[0].text == '<p /> <p>&amp; <ins class="ministerial">x</ins></p> '


def test_pitfall_22_a_group_never_lists_the_question_itself(tmp_path: Path) -> None:
    tree = item()
    tree["answer"]["groupedQuestionUIN"] = [{"_value": "200001"}, {"_value": "200002"}, {"_value": "200002"}]
    assert one(tmp_path, page(tree)).answers[0].grouped_with == (QuestionReference(uin="200002"),)


def test_pitfall_23_members_0_is_nobody(tmp_path: Path) -> None:
    tree = item()
    tree["answer"]["answeringMember"] = {"_about": "http://data.parliament.uk/members/0"}
    del tree["answer"]["answeringMemberPrinted"], tree["answer"]["answeringMemberConstituency"]
    answer = one(tmp_path, page(tree)).answers[0]
    assert (answer.member, answer.by_prorogation) == (None, True)
    # A printed name is somebody, though without a number.
    tree["answer"]["answeringMemberPrinted"] = {"_value": "Anna Answer"}
    answer = one(tmp_path, page(tree)).answers[0]
    assert answer.member == MemberReference(name="Anna Answer", printed=("Anna Answer",))
    assert answer.by_prorogation is False


def test_pitfall_24_a_heading_may_be_missing(tmp_path: Path) -> None:
    tree = item()
    del tree["hansardHeading"]
    assert one(tmp_path, page(tree)).heading is None
    assert one(tmp_path, page(item() | {"hansardHeading": {"_value": ""}})).heading is None


@pytest.mark.parametrize("text", ["2018-06-26", "2018-06-26T00:00:00", "2018-06-26T23:30:00Z", "2018-06-26Z"])
def test_pitfall_29_a_day_may_be_called_a_time(tmp_path: Path, text: str) -> None:
    tree = item() | {"date": {"_value": text, "_datatype": "dateTime"}}
    assert one(tmp_path, page(tree)).date_tabled == dt.date(2018, 6, 26)


@pytest.mark.parametrize("end", ["Z", ".4Z", ".9711512Z", ".000Z", "+01:00", ""])
def test_pitfall_31_times_keep_their_fraction_and_zone(tmp_path: Path, end: str) -> None:
    tree = item()
    time = f"2018-07-03T23:59:59{end}"
    tree["answer"]["questionFirstAnswered"] = [{"_value": time, "_datatype": "dateTime"}]
    assert one(tmp_path, page(tree)).answers[0].first_answered == (time,)


def test_pitfall_34_session_labels_stay_as_published(tmp_path: Path) -> None:
    tree = item() | {"session": ["2017/18", {"_value": "2017-19"}]}
    assert [each.label for each in one(tmp_path, page(tree)).sessions] == ["2017/18", "2017-19"]


def test_pitfall_35_names_lose_their_decoration_but_nothing_else(tmp_path: Path) -> None:
    asking = one(tmp_path, page(item())).asking_member
    assert asking == MemberReference(
        identifier="4001",
        name="Mr Tim Tabler",
        label="Biography information for Mr Tim Tabler",
        printed=("Tim Tabler",),
        seat="Askham",
    )


def test_a_member_may_be_a_bare_iri_or_a_bare_name(tmp_path: Path) -> None:
    tree = item() | {"tablingMember": "http://data.parliament.uk/members/4001"}
    asking = one(tmp_path, page(tree)).asking_member
    assert asking is not None
    assert (asking.identifier, asking.name) == ("4001", "Tim Tabler")
    del tree["tablingMember"]
    asking = one(tmp_path, page(tree)).asking_member
    assert asking is not None
    assert (asking.identifier, asking.name) == (None, "Tim Tabler")


def test_pitfall_40_several_names_of_a_body_are_all_kept(tmp_path: Path) -> None:
    tree = item() | {"AnsweringBody": [{"_value": "Department A"}, {"_value": "Department B"}]}
    body = one(tmp_path, page(tree)).answering_body
    assert body is not None
    assert (body.name, body.other_names) == ("Department A", ("Department B",))


# Notices


def test_unknown_fields_are_reported_once_with_dotted_names(tmp_path: Path) -> None:
    tree = item()
    tree["mood"] = "curious"
    tree["answer"]["mood"] = {"_value": "calm"}
    tree["tablingMember"]["party"] = {"_value": "Any"}
    tree["answer"]["attachment"] = [{"_about": f"{BASE}/answer/attachment/1", "size": 3}]
    items = read(tmp_path, page(tree, tree))
    assert [type(each).__name__ for each in items] == ["Question", *["Notice"] * 4, "Question"]
    assert {(each.code, each.found) for each in items if isinstance(each, Notice)} == {
        ("PQ251", "field 'mood' is not known"),
        ("PQ251", "field 'answer.mood' is not known"),
        ("PQ251", "field 'tablingMember.party' is not known"),
        ("PQ251", "field 'answer.attachment.size' is not known"),
    }
    assert set(fragments(items[1:5])) == {"/result/items/0"}


def test_a_second_value_of_a_field_that_has_one_is_reported(tmp_path: Path) -> None:
    question, notice = read(
        tmp_path, page(item() | {"hansardHeading": [{"_value": "A"}, "B", {"_value": "A"}]})
    )
    assert question.heading == "A"
    assert (notice.code, notice.locator.fragment) == ("PQ256", "/result/items/0/hansardHeading")
    assert notice.found == "hansardHeading has 2 values; the first is kept"


def test_an_item_without_iri_and_number_is_kept_and_reported(tmp_path: Path) -> None:
    tree = item()
    del tree["_about"], tree["uin"]
    question, notice = read(tmp_path, page(tree))
    assert (question.iri, question.uin, notice.code) == (None, None, "PQ254")


@pytest.mark.parametrize("bad", ["\ud800", "\x00", "\x08", "\x1f", "\ufffe"])
def test_characters_that_no_graph_can_carry_are_replaced_and_reported(tmp_path: Path, bad: str) -> None:
    tree = item() | {"questionText": f"To ask{bad} why{bad}."}
    notice, question, other = read(tmp_path, page(tree, item()))
    assert question.text == "To ask\ufffd why\ufffd."
    assert (notice.code, notice.found) == ("PQ252", "2 character(s) replaced by U+FFFD")
    assert notice.locator == question.locator
    assert isinstance(other, Question)


def test_a_raw_control_character_inside_a_string_does_no_harm(tmp_path: Path) -> None:
    data = json.dumps(page(item())).replace("Secretary", "Secre\x01tary\t").encode()
    notice, question = read(tmp_path, data)
    assert "Secre\ufffdtary\t" in question.text
    assert notice.code == "PQ252"


# Rejections


@pytest.mark.parametrize(
    ("path", "value", "code", "pointer"),
    [
        ("questionText", None, "PQ201", "/questionText"),
        ("questionText", "", "PQ201", "/questionText"),
        ("questionText", " \n", "PQ201", "/questionText"),
        ("questionText", ["To ask A", "To ask B"], "PQ202", "/questionText"),
        ("questionText", {"_about": "x"}, "PQ202", "/questionText"),
        ("date", None, "PQ201", "/date"),
        ("date", {"_value": "2018-02-30", "_datatype": "dateTime"}, "PQ203", "/date"),
        ("date", {"_value": "22/06/2018"}, "PQ203", "/date"),
        ("date", {"_value": "10000-01-01"}, "PQ203", "/date"),
        ("date", [{"_value": "2018-06-26"}, {"_value": "2018-06-27"}], "PQ202", "/date"),
        ("date", 5, "PQ203", "/date"),
        ("houseId", {"_value": "3"}, "PQ207", "/houseId"),
        ("registeredInterest", {"_value": "maybe"}, "PQ202", "/registeredInterest"),
        ("_about", "http://data.parliament.uk/resources/7 1", "PQ204", "/_about"),
        ("_about", "resources/7", "PQ204", "/_about"),
        ("_about", 7, "PQ202", "/_about"),
        ("tablingMember", "http://data.parliament.uk/terms/5", "PQ202", "/tablingMember"),
        ("tablingMember", 5, "PQ202", "/tablingMember"),
        ("ddpCreated", {"_value": "2018-06-26T25:00:00Z"}, "PQ203", "/ddpCreated"),
        ("hansardHeading", {"_value": {"deep": 1}}, "PQ202", "/hansardHeading"),
        ("answer", 5, "PQ202", "/answer"),
        ("answer/answerText", {"a": 1}, "PQ202", "/answer/answerText"),
        ("answer/dateOfAnswer", {"_value": "soon"}, "PQ203", "/answer/dateOfAnswer"),
        ("answer/questionFirstAnswered", ["2018-07-03"], "PQ203", "/answer/questionFirstAnswered"),
        ("answer/attachment", [{"title": "x"}, {"title": {}}], "PQ202", "/answer/attachment/1/title"),
    ],
)
def test_a_broken_item_is_rejected_at_the_field_and_the_others_are_read(
    tmp_path: Path, path: str, value: Any, code: str, pointer: str
) -> None:
    tree = item()
    *above, name = path.split("/")
    (tree[above[0]] if above else tree)[name] = value
    assert rejected(tmp_path, tree) == (code, f"/result/items/1{pointer}")


def test_a_legislature_that_is_no_house_is_rejected(tmp_path: Path) -> None:
    tree = item() | {"houseId": None, "legislature": ["http://data.parliament.uk/terms/1"]}
    assert rejected(tmp_path, tree) == ("PQ207", "/result/items/1/legislature")


@pytest.mark.parametrize(
    "tree", [5, "text", None, [], {}, {"_about": "http://data.parliament.uk/resources/1"}]
)
def test_what_is_no_question_among_questions_is_rejected(tmp_path: Path, tree: Any) -> None:
    assert rejected(tmp_path, tree) == ("PQ202", "/result/items/1")


def test_a_line_that_is_not_json_is_rejected_and_the_others_are_read(tmp_path: Path) -> None:
    good = json.dumps(item()).encode()
    for broken in (good[:-100], b"{", b'{"uin": NaN}', b"<html>", b'{"uin": "\x81"}', b"[" * 200_000):
        items = read(tmp_path, b"\n".join((good, broken, b"", good)))
        assert [type(each).__name__ for each in items] == ["Question", "Rejected", "Question"]
        assert fragments(items) == ["L1", "L2", "L4"]
        assert items[1].code == "PQ206"
    items = read(tmp_path, b"\n".join((good[:-100], good, good)))
    assert fragments(items) == ["L1", "L2", "L3"]
    assert items[0].code == "PQ206"


def test_a_rejected_field_on_a_line_is_located_below_the_line(tmp_path: Path) -> None:
    lines = [json.dumps(item()), json.dumps(item() | {"houseId": "7"})]
    assert fragments(read(tmp_path, "\n".join(lines).encode())) == ["L1", "L2/houseId"]


# Whole files


def test_a_truncated_page_is_reported_with_line_and_column(tmp_path: Path) -> None:
    text = json.dumps(page(item()), indent=1).encode()
    problem = error(tmp_path, text[: len(text) // 2])
    assert problem.code.id == "PQ108"
    assert problem.place is not None
    assert problem.place.startswith("file.json#L")
    assert ", column " in problem.found


@pytest.mark.parametrize(
    "content",
    [
        {"format": "linked-data-api", "result": {"items": [{"_about": "http://x/1", "edmNumber": "5"}]}},
        {"format": "linked-data-api", "result": {"type": "Page"}},
        {"error": "not found"},
        [1, 2, 3],
        "text",
        page(item() | {"type": ["http://data.parliament.uk/schema/parl#OralParliamentaryQuestion"]}),
        page(item(), address="http://lda.data.parliament.uk/commonsoralquestions.json"),
        page(*[{"_about": f"http://x/{n}"} for n in range(500)]),
    ],
)
def test_json_of_something_else_is_reported(tmp_path: Path, content: Any) -> None:
    assert error(tmp_path, content).code.id == "PQ109"


def test_encodings(tmp_path: Path) -> None:
    tree = page(item() | {"hansardHeading": {"_value": "Cafés – €"}})
    text = json.dumps(tree, ensure_ascii=False, indent=1)
    for data in (text.encode(), text.encode("utf-8-sig"), text.encode("utf-16")):
        (question,) = read(tmp_path, data)
        assert question.heading == "Cafés – €"
    notice, question = read(tmp_path, text.encode("cp1252"))
    assert (notice.code, question.heading) == ("PQ253", "Cafés – €")
    lines = "\r\n".join(json.dumps(tree, ensure_ascii=False) for _ in range(3))
    for data in (lines.encode("utf-8-sig"), lines.encode("utf-16")):
        assert [each.locator.fragment for each in read(tmp_path, data)] == [
            f"L{n}/result/items/0" for n in (1, 2, 3)
        ]
    items = read(tmp_path, lines.encode("cp1252"))
    assert [type(each).__name__ for each in items] == ["Notice", "Question", "Question", "Question"]
    assert items[0].code == "PQ253"


def test_duplicate_keys_do_no_harm(tmp_path: Path) -> None:
    data = json.dumps(page(item())).replace('"uin":', '"uin": "1", "uin":').encode()
    assert read(tmp_path, data)[0].uin == "200001"


# Anything at all

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.sampled_from(["2018-02-30", "http://data.parliament.uk/members/0", "1", "true", "\ud800"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["_value", "_about", "label"]) | st.text(), inner, max_size=3)
    ),
    max_leaves=6,
)
PATHS = [(key,) for key in item()] + [("answer", key) for key in item()["answer"]]
PATHS += [
    ("answer", "attachment"),
    ("answer", "previousAnswerVersion"),
    ("session",),
    ("type",),
    ("creator",),
]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(PATHS), JSON, min_size=1, max_size=4))
def test_any_damage_gives_records_rejections_or_notices(tmp_path: Path, damage: dict[Any, Any]) -> None:
    tree = copy.deepcopy(item())
    for path, value in damage.items():
        target: Any = tree
        for step in path[:-1]:
            target = target[step] if isinstance(target, dict) else None
        if isinstance(target, dict):
            target[path[-1]] = value
    items = read(tmp_path, page(item(), tree))
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
