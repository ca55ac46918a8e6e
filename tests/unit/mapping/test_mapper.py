"""The mapping, statement by statement, on records as readers make them."""

import datetime as dt
from typing import Any

import pytest

from pqgraph import terms
from pqgraph.mapping import Mapper, RecordError
from pqgraph.model import (
    Answer,
    AnsweringBody,
    Attachment,
    EarlierVersion,
    House,
    Indexing,
    Locator,
    MemberReference,
    Question,
    QuestionReference,
    Session,
    SourceFile,
)
from pqgraph.rdf.terms import triples_of
from pqgraph.rdf.vocabulary import short_name

FILE = SourceFile(name="questions.jsonl", sha256="0123456789abcdef" * 4, reader="api-json")
BASE = "https://w3id.org/pqgraph/id/"


def question(**fields: Any) -> Question:
    defaults: dict[str, Any] = {
        "locator": Locator(FILE, "L12"),
        "text": "To ask the Secretary of State for Defence, how many ships are at sea.",
        "date_tabled": dt.date(2024, 1, 8),
        "house": House.COMMONS,
        "uin": "8123",
    }
    return Question(**(defaults | fields))


def said(record: Question, subject_end: str = "") -> list[tuple[str, str]]:
    """Predicate and object of every statement about the subject with this ending, readable."""
    mapped = Mapper().map(record)
    rows = []
    for s, p, o in [*mapped.triples, *(t for e in mapped.entities for t in e.triples)]:
        if s[1:-1].endswith(subject_end) if subject_end else s[1:-1] == mapped.subject:
            rows.append((short_name(p[1:-1]), short_name(o[1:-1]) if o[0] == "<" else o))
    return rows


def values(record: Question, predicate: str, subject_end: str = "") -> list[str]:
    return [o for p, o in said(record, subject_end) if p == predicate]


def test_a_question_with_nothing_but_what_it_needs() -> None:
    assert said(question()) == [
        ("rdf:type", "parl:WrittenParliamentaryQuestion"),
        ("parl:uin", '"8123"'),
        ("dcterms:date", f'"2024-01-08"^^<{terms.xsd.date}>'),
        ("parl:questionText", '"To ask the Secretary of State for Defence, how many ships are at sea."'),
        ("parl:houseId", '"1"'),
        ("parl:legislature", "http://data.parliament.uk/terms/25259"),
        ("pq:answeringBody", BASE + "answering-body/11"),
        ("pq:monthTabled", "http://reference.data.gov.uk/id/month/2024-01"),
        ("pq:sortKey", f'"202401080000008123"^^<{terms.xsd.integer}>'),
        ("pq:awaitsAnswer", f'"true"^^<{terms.xsd.boolean}>'),
        ("prov:wasDerivedFrom", BASE + "source/0123456789abcdef#L12"),
    ]
    assert Mapper().map(question()).subject == BASE + "question/commons/2024-01-08/8123"


def test_a_month_is_a_node_with_label_and_first_day() -> None:
    assert said(question(), "month/2024-01") == [
        ("rdf:type", "pq:Month"),
        ("skos:prefLabel", '"2024-01"'),
        ("pq:startDate", f'"2024-01-01"^^<{terms.xsd.date}>'),
    ]


@pytest.mark.parametrize(
    ("house", "uin", "digits"),
    [
        (House.COMMONS, "8123", "202401080000008123"),
        (House.LORDS, "HL8123", "202401081000008123"),
        (None, "8123", "202401080000008123"),
        (House.COMMONS, None, "202401080000000000"),
        (House.COMMONS, "٣12345678901", "202401080345678901"),
    ],
)
def test_the_sort_key_has_day_house_and_number(house: House | None, uin: str | None, digits: str) -> None:
    text = "What steps are being taken."
    found = values(question(house=house, uin=uin, text=text), "pq:sortKey")
    assert found == [f'"{digits}"^^<{terms.xsd.integer}>']


def test_without_a_day_of_tabling_the_answer_orders_and_no_month_is_told() -> None:
    record = question(date_tabled=None, answers=(Answer(date=dt.date(2009, 10, 26), text="Yes."),))
    assert values(record, "pq:sortKey") == [f'"200910260000008123"^^<{terms.xsd.integer}>']
    assert values(record, "pq:monthTabled") == values(record, "pq:daysToAnswer") == []
    assert values(record, "pq:dateAnswered") == [f'"2009-10-26"^^<{terms.xsd.date}>']


@pytest.mark.parametrize(
    ("fields", "awaits", "answered"),
    [
        ({}, True, False),
        ({"withdrawn": True}, False, False),
        ({"status": "Withdrawn"}, False, False),
        ({"answers": (Answer(date=dt.date(2024, 1, 9), text="We hold.", is_holding=True),)}, True, False),
        ({"answers": (Answer(date=dt.date(2024, 1, 9), text="", by_prorogation=True),)}, False, False),
        ({"answers": (Answer(text="Yes."),)}, False, False),
        ({"answers": (Answer(date=dt.date(2024, 1, 9), text="Yes."),)}, False, True),
    ],
)
def test_who_still_waits_for_an_answer(fields: dict[str, Any], awaits: bool, answered: bool) -> None:
    record = question(**fields)
    assert values(record, "pq:awaitsAnswer") == ([f'"true"^^<{terms.xsd.boolean}>'] if awaits else [])
    day = [f'"2024-01-09"^^<{terms.xsd.date}>'] if answered else []
    assert values(record, "pq:dateAnswered") == day


def test_the_sources_own_iri_comes_first() -> None:
    record = question(iri="http://data.parliament.uk/resources/1")
    assert Mapper().map(record).subject == "http://data.parliament.uk/resources/1"


def test_house_and_body_are_read_from_the_address_only_if_the_source_is_silent() -> None:
    page = question(house=None, uin=None, text="To ask His Majesty's Government whether they will.")
    assert Mapper().map(page).subject.startswith(BASE + "question/lords/2024-01-08/x")
    assert values(page, "parl:houseId") == ['"2"']
    assert values(page, "pq:answeringBody") == []
    stated = question(answering_body=AnsweringBody(identifier="1", name="Home Office"))
    assert values(stated, "pq:answeringBody") == [BASE + "answering-body/1"]


def test_a_renamed_body_has_its_present_label_and_the_question_the_name_of_its_day() -> None:
    body = AnsweringBody(identifier="7", name="Department for Communities and Local Government")
    record = question(answering_body=body)
    assert values(record, "parl:AnsweringBody") == ['"Department for Communities and Local Government"']
    label = ['"Ministry of Housing, Communities and Local Government"']
    assert values(record, "skos:prefLabel", "answering-body/7") == label


def test_an_unlisted_body_keeps_the_name_it_came_with() -> None:
    record = question(answering_body=AnsweringBody(identifier="99999", name="Office of Nothing"))
    assert values(record, "skos:prefLabel", "answering-body/99999") == ['"Office of Nothing"']


def test_members_by_number_and_by_name() -> None:
    known = question(
        asking_member=MemberReference(identifier="4649", printed=("Thelma Walker",), seat="Colne Valley")
    )
    assert values(known, "parl:tablingMember") == ["http://data.parliament.uk/members/4649"]
    assert said(known, "members/4649") == [("rdf:type", "parl:Member")]
    printed = question(asking_member=MemberReference(printed=("Mr James Frith",), party="Labour"))
    assert values(printed, "parl:tablingMember") == [BASE + "person/Mr_James_Frith"]
    assert said(printed, "person/Mr_James_Frith") == [
        ("rdf:type", "pq:UnresolvedMember"),
        ("foaf:name", '"Mr James Frith"'),
    ]
    assert values(printed, "pq:tablingMemberPartyPrinted") == ['"Labour"']


def test_nobody_is_member_zero() -> None:
    with pytest.raises(RecordError, match="'0' is not the MNIS number") as caught:
        Mapper().map(question(asking_member=MemberReference(identifier="0")))
    assert caught.value.code == "PQ202"


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({}, "pq:SubstantiveAnswer"),
        ({"is_holding": False, "is_correction": False}, "pq:SubstantiveAnswer"),
        ({"is_holding": True}, "pq:HoldingAnswer"),
        ({"is_correction": True}, "pq:CorrectingAnswer"),
        ({"is_correction": True, "is_holding": True}, "pq:CorrectingAnswer"),
        ({"by_prorogation": True}, "pq:ProrogationAnswer"),
    ],
)
def test_kinds_of_answers(fields: dict[str, Any], kind: str) -> None:
    record = question(answers=(Answer(text="<p>Yes.</p>", **fields),))
    assert values(record, "rdf:type", "/answer") == ["parl:WrittenParliamentaryAnswer", kind]


def test_days_to_the_answer() -> None:
    answered = Answer(text="<p>Ten.</p>", date=dt.date(2024, 1, 16))
    record = question(date_for_answer=dt.date(2024, 1, 15), answers=(answered,))
    assert values(record, "pq:daysToAnswer") == [f'"8"^^<{terms.xsd.integer}>']
    assert values(record, "pq:answeredLate") == [f'"true"^^<{terms.xsd.boolean}>']
    in_time = question(date_for_answer=dt.date(2024, 1, 16), answers=(answered,))
    assert values(in_time, "pq:answeredLate") == [f'"false"^^<{terms.xsd.boolean}>']
    assert values(question(answers=(answered,)), "pq:answeredLate") == []


@pytest.mark.parametrize("fields", [{"is_holding": True}, {"by_prorogation": True}])
def test_a_question_that_was_held_or_prorogued_still_waits(fields: dict[str, Any]) -> None:
    answer = Answer(text="<p>Later.</p>", date=dt.date(2024, 1, 16), **fields)
    record = question(date_for_answer=dt.date(2024, 1, 15), answers=(answer,))
    assert values(record, "pq:daysToAnswer") == []


def test_a_group_links_questions_whose_day_is_known() -> None:
    others = (QuestionReference(uin="8124", date_tabled=dt.date(2024, 1, 9)), QuestionReference(uin="8125"))
    record = question(answers=(Answer(text="<p>All.</p>", grouped_with=others),))
    assert values(record, "pq:groupedWith") == [BASE + "question/commons/2024-01-09/8124"]
    assert values(record, "parl:groupedQuestionUIN", "/answer") == ['"8124"', '"8125"']


def test_a_number_that_stands_for_two_questions_is_said_once() -> None:
    # In March 2021 the API listed with a group questions of the same number from earlier sessions.
    days = (dt.date(2021, 2, 1), dt.date(2018, 5, 21))
    others = tuple(QuestionReference(uin="146730", date_tabled=day) for day in days)
    record = question(answers=(Answer(text="<p>All.</p>", grouped_with=others),))
    assert values(record, "parl:groupedQuestionUIN", "/answer") == ['"146730"']


def test_a_group_may_be_known_before_its_answer() -> None:
    others = (QuestionReference(uin="8124", date_tabled=dt.date(2024, 1, 9)),)
    assert values(question(grouped_with=others), "pq:groupedWith") == [
        BASE + "question/commons/2024-01-09/8124"
    ]


def test_attachments_and_earlier_versions_get_iris_below_the_answer() -> None:
    answer = Answer(
        text="<p>New.</p>",
        is_correction=True,
        original_text="<p>Old.</p>",
        attachments=(Attachment(title="Table", url="https://example.org/t.xlsx", file_type="xlsx", size=10),),
        earlier_versions=(
            EarlierVersion(member=MemberReference(identifier="1528", printed=("Mike Penning",))),
        ),
    )
    record = question(answers=(answer,))
    iri = BASE + "question/commons/2024-01-08/8123/answer"
    assert values(record, "parl:attachment", "8123/answer") == [iri + "/attachment/1"]
    assert said(record, "answer/attachment/1") == [
        ("rdf:type", "pq:Attachment"),
        ("dcterms:title", '"Table"'),
        ("dcterms:format", '"xlsx"'),
        ("foaf:page", "https://example.org/t.xlsx"),
        ("pq:fileSize", f'"10"^^<{terms.xsd.integer}>'),
    ]
    assert values(record, "parl:previousAnswerVersion", "8123/answer") == [iri + "/previousversion/original"]
    assert values(record, "parl:answerText", "previousversion/original") == ['"<p>Old.</p>"']


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (
            "https://example.org/q/Table of 1%20 [v2].xlsx",
            "https://example.org/q/Table%20of%201%20%20[v2].xlsx",
        ),
        ('http://example.org/50% of "x".pdf', "http://example.org/50%25%20of%20%22x%22.pdf"),
        ("https://example.org/caf\u00e9%C3%A9.pdf", "https://example.org/caf\u00e9%C3%A9.pdf"),
    ],
)
def test_a_file_name_with_spaces_in_an_address_costs_no_question(given: str, written: str) -> None:
    record = question(answers=(Answer(attachments=(Attachment(url=given),)),))
    assert values(record, "foaf:page", "answer/attachment/1") == [written]


@pytest.mark.parametrize(
    ("printed", "tabled", "number"),
    [
        ("Department of Health and Social Care", dt.date(2023, 12, 12), "17"),
        ("Department of Health & Social Care", dt.date(2023, 12, 12), "17"),
        ("Department for Culture, Media and Sport", dt.date(2014, 7, 2), "10"),
        ("Department for Culture, Media and Sport", dt.date(2024, 1, 8), "217"),
        ("Ministry of Magic", dt.date(2024, 1, 8), None),
    ],
)
def test_a_body_that_is_only_printed_is_known_by_its_full_name(
    printed: str, tabled: dt.date, number: str | None
) -> None:
    record = question(
        text="To ask His Majesty's Government what assessment they have made.",
        house=House.LORDS,
        uin="HL1365",
        date_tabled=tabled,
        answering_body=AnsweringBody(name=printed),
    )
    assert values(record, "pq:answeringBody") == ([f"{BASE}answering-body/{number}"] if number else [])
    assert values(record, "parl:AnsweringBody") == [f'"{printed}"']
    assert values(record, "parl:answeringDeptId") == []


def test_what_indexers_noted() -> None:
    indexing = Indexing(title="T", version="2", published=True, created="2014-07-02T16:11:48.970Z")
    rows = said(question(indexing=indexing, sessions=(Session(label="2017/18"),)))
    assert ("dcterms:title", '"T"') in rows
    assert ("parl:published", f'"true"^^<{terms.xsd.boolean}>') in rows
    assert ("parl:ddpCreated", f'"2014-07-02T16:11:48.97Z"^^<{terms.xsd.dateTime}>') in rows
    assert ("parl:session", '"2017/18"') in rows
    assert ("pq:inSession", BASE + "session/2017-18") in rows


@pytest.mark.parametrize(
    ("fields", "code", "found"),
    [
        ({"iri": "http://data.parliament.uk/resources/1 2"}, "PQ204", "question"),
        ({"answers": (Answer(iri="not an iri"),)}, "PQ204", "answer"),
        ({"answers": (Answer(attachments=(Attachment(url="C:\\a b"),)),)}, "PQ204", "attachment address"),
        ({"answers": (Answer(first_answered=("2014-02-30T00:00:00Z",)),)}, "PQ203", "questionFirstAnswered"),
        ({"asking_member": MemberReference()}, "PQ201", "a member has neither number nor name"),
    ],
)
def test_what_cannot_stand_in_a_graph_rejects_the_record(
    fields: dict[str, Any], code: str, found: str
) -> None:
    with pytest.raises(RecordError, match=found) as caught:
        Mapper().map(question(**fields))
    assert caught.value.code == code


def test_replaced_characters_are_counted_not_those_that_were_there() -> None:
    record = question(text="a\x00b\ufffdc", answers=(Answer(text="\ud800\ud800"),))
    assert Mapper().map(record).replaced == 3


def test_entities_are_told_apart_by_what_is_said_of_them() -> None:
    one = Mapper().map(question(asking_member=MemberReference(identifier="5", name="A")))
    two = Mapper().map(question(asking_member=MemberReference(identifier="5", name="B")))
    assert len({*one.entities} ^ {*two.entities}) == 2


def test_the_provenance_graph_says_where_a_topic_stands() -> None:
    record = question(heading="Schools: Funding", text="To ask the Secretary of State, how schools are paid.")
    places = [("schools", "heading", "schools", 0, 7), ("schools", "text", "schools", 36, 43)]
    mapper = Mapper(
        tagger=lambda heading, text: [("schools", "Schools")], finder=lambda heading, text: places
    )
    mapped = mapper.map(record)
    second = f"{mapped.subject}/topic-match/2"
    found = [(short_name(p[1:-1]), o) for s, p, o in triples_of(mapped.provenance) if s == f"<{second}>"]
    assert found == [
        ("rdf:type", f"<{terms.pq.TopicMatch}>"),
        ("pq:matchOf", f"<{mapped.subject}>"),
        ("pq:matchedTopic", f"<{BASE}topic/schools>"),
        ("pq:matchedIn", '"text"'),
        ("pq:matchedLabel", '"schools"'),
        ("pq:matchStart", f'"36"^^<{terms.xsd.integer}>'),
        ("pq:matchEnd", f'"43"^^<{terms.xsd.integer}>'),
    ]
    assert len(triples_of(mapped.provenance)) == 14
    assert (
        Mapper(tagger=lambda heading, text: [], finder=lambda heading, text: places).map(record).provenance
        == ""
    )
