"""The reader of the question-and-answer system's XML. The fixtures have the shape of a real report of May 2016."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pqgraph.errors import PqgraphError
from pqgraph.mapping import Mapper
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
from pqgraph.readers.base import Item, Reader, Source
from pqgraph.readers.daily_report import READER

FILE = SourceFile(name="report.xml", sha256="0" * 64, reader="daily-report")
PUBLIC = "http://data.parliament.uk/QnA/2013/02"
PRIVATE = "http://data.parliament.uk/QnA/private/2013/02"
HOUSE = f'<House><HouseId xmlns="{PUBLIC}">1</HouseId><HouseName xmlns="{PUBLIC}">Commons</HouseName></House>'


def version(
    name: str, text: str, *, holding: str = "false", corrected: str = "false", member: str = "901"
) -> str:
    return f"""<{name}>
      <AnswerId>58001</AnswerId>
      <Minister>
        <MemberId xmlns="{PUBLIC}">{member}</MemberId>
        <MemberName xmlns="{PUBLIC}">Jane Doe</MemberName>
        <Constituency xmlns="{PUBLIC}">Ayton</Constituency>
      </Minister>
      <AnsweringBody>
        <AnsweringBodyId xmlns="{PUBLIC}">26</AnsweringBodyId>
        <AnsweringBodyName xmlns="{PUBLIC}">Department for Works</AnsweringBodyName>
      </AnsweringBody>
      <IsHoldingAnswer>{holding}</IsHoldingAnswer>
      <QuestionVersionNumber>1</QuestionVersionNumber>
      <Text>&lt;p&gt;{text}&lt;/p&gt;</Text>
      <LastUpdated>2016-05-03T10:14:31.463Z</LastUpdated>
      <IsMinisterialCorrection>{corrected}</IsMinisterialCorrection>
    </{name}>"""


def answer(
    current: str,
    previous: str = "<PreviousVersions />",
    held: str = '<DateOfHoldingAnswer xsi:nil="true" />',
    corrected: str = '<DateOfMinisterialCorrection xsi:nil="true" />',
) -> str:
    return f"""<Answer>
    <ParliamentNumber>56</ParliamentNumber><SessionNumber>1</SessionNumber><Session>2015-16</Session>
    <Uin>35001</Uin>{HOUSE}{held}
    <DateAnswered>2016-05-03</DateAnswered>
    <QuestionFirstAnswered>2016-05-03T10:14:58.273Z</QuestionFirstAnswered>
    {corrected}
    <QuestionFirstMinisteriallyCorrected xsi:nil="true" />
    {current}{previous}
    {current.replace("CurrentVersion", "ReportCurrentAnsweredVersion")}
  </Answer>"""


QUESTION = f"""<Question xmlns:q="{PUBLIC}">
    <Uin xmlns="{PUBLIC}">35001</Uin>
    <UpdatedDate xmlns="{PUBLIC}">2016-04-27T21:27:20.897Z</UpdatedDate>
    <AnsweringBody xmlns="{PUBLIC}">
      <AnsweringBodyId>26</AnsweringBodyId>
      <AnsweringBodyName>Department for Works</AnsweringBodyName>
      <AnsweringBodyShortName>Works</AnsweringBodyShortName>
      <AnsweringBodySortName>Works, Department for</AnsweringBodySortName>
    </AnsweringBody>
    <House xmlns="{PUBLIC}"><HouseId>1</HouseId><HouseName>House of Commons</HouseName></House>
    <TablingMember xmlns="{PUBLIC}">
      <MemberId>902</MemberId><MemberName>Richard Roe</MemberName><Constituency>Beeton</Constituency>
    </TablingMember>
    <QuestionType xmlns="{PUBLIC}">NamedDay</QuestionType>
    <RegisteredInterest xmlns="{PUBLIC}">false</RegisteredInterest>
    <Session xmlns="{PUBLIC}">2015-16</Session>
    <TabledDate xmlns="{PUBLIC}">2016-04-27Z</TabledDate>
    <DateForAnswer xmlns="{PUBLIC}">2016-05-03</DateForAnswer>
    <Target xmlns="{PUBLIC}">The Secretary of State for Works</Target>
    <Text xmlns="{PUBLIC}">To ask the Secretary of State for Works, what it cost &amp; why.</Text>
    <SessionNumber xmlns="{PUBLIC}">1</SessionNumber>
    <ParliamentNumber xmlns="{PUBLIC}">56</ParliamentNumber>
    <VersionNumber xmlns="{PUBLIC}">1</VersionNumber>
    <Url xmlns="{PUBLIC}">http://www.parliament.uk/x/Commons/2016-04-27/35001</Url>
    <QuestionStatus xmlns="{PUBLIC}">Tabled</QuestionStatus>
    <Heading xmlns="{PUBLIC}">Bridges</Heading>
  </Question>"""


def report(*entries: str) -> str:
    questions = "".join(
        f"<ReportQuestion><Heading>Bridges</Heading>{entry}<Identifer><Id>5</Id></Identifer></ReportQuestion>"
        for entry in entries
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<DailyReport xmlns:xsd="http://www.w3.org/2001/XMLSchema" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="{PRIVATE}">
  <Date>2016-05-03Z</Date><FromDate>2016-04-29T15:01:00</FromDate>
  {HOUSE}
  <ReportQuestions>{questions}</ReportQuestions>
  <WrittenStatements><WrittenStatement><Title>Not a question</Title></WrittenStatement></WrittenStatements>
  <UseDDPDirectly>false</UseDDPDirectly>
</DailyReport>"""


def read(data: str, tmp_path: Path) -> list[Item]:
    path = tmp_path / "report.xml"
    path.write_text(data, encoding="utf-8")
    source = Source(path)
    assert READER.accepts(source.head)
    return list(READER.read(source, FILE))


ENTRY = "/DailyReport/ReportQuestions[1]/ReportQuestion[1]"
MINISTER = MemberReference(identifier="901", name="Jane Doe", printed=("Jane Doe",), seat="Ayton")
ANSWER = Answer(
    text="<p>Ten.</p>",
    date=dt.date(2016, 5, 3),
    member=MINISTER,
    is_holding=False,
    is_correction=False,
    first_answered=("2016-05-03T10:14:58.273Z",),
)


def expected(*answers: Answer, status: str = "Answered", held: dt.date | None = None) -> Question:
    return Question(
        locator=Locator(FILE, ENTRY),
        text="To ask the Secretary of State for Works, what it cost & why.",
        date_tabled=dt.date(2016, 4, 27),
        house=House.COMMONS,
        uin="35001",
        heading="Bridges",
        asking_member=MemberReference(
            identifier="902", name="Richard Roe", printed=("Richard Roe",), seat="Beeton"
        ),
        registered_interest=False,
        answering_body=AnsweringBody(
            identifier="26",
            name="Department for Works",
            short_name="Works",
            sort_name="Works, Department for",
        ),
        date_for_answer=dt.date(2016, 5, 3),
        question_type="NamedDay",
        status=status,
        date_of_holding_answer=held,
        sessions=(Session(label="2015-16"),),
        answers=answers,
        indexing=Indexing(parliament_number="56", session_number="1"),
    )


def test_is_a_reader() -> None:
    assert isinstance(READER, Reader)
    assert READER.name == "daily-report"


def test_an_answered_question(tmp_path: Path) -> None:
    assert read(report(answer(version("CurrentVersion", "Ten.")) + QUESTION), tmp_path) == [expected(ANSWER)]


def test_a_question_without_answer_keeps_its_status(tmp_path: Path) -> None:
    assert read(report(QUESTION), tmp_path) == [expected(status="Tabled")]


def test_a_holding_answer_and_then_the_substantive_one(tmp_path: Path) -> None:
    held = "<DateOfHoldingAnswer>2016-05-02</DateOfHoldingAnswer>"
    first = version("AnswerVersion", "Soon.", holding="true")
    entry = answer(
        version("CurrentVersion", "Ten."), f"<PreviousVersions>{first}</PreviousVersions>", held=held
    )
    day = dt.date(2016, 5, 2)
    holding = Answer(text="<p>Soon.</p>", date=day, member=MINISTER, is_holding=True)
    assert read(report(entry + QUESTION), tmp_path) == [expected(ANSWER, holding, held=day)]


def test_only_a_holding_answer(tmp_path: Path) -> None:
    (question,) = read(
        report(answer(version("CurrentVersion", "Soon.", holding="true")) + QUESTION), tmp_path
    )
    assert isinstance(question, Question)
    assert question.status == "Holding"
    assert question.answers[0].is_holding is True


def test_a_correction_keeps_the_earlier_version(tmp_path: Path) -> None:
    before = version("AnswerVersion", "Nine.")
    entry = answer(
        version("CurrentVersion", "Ten.", corrected="true"),
        f"<PreviousVersions>{before}</PreviousVersions>",
        corrected="<DateOfMinisterialCorrection>2016-05-09</DateOfMinisterialCorrection>",
    )
    (question,) = read(report(entry + QUESTION), tmp_path)
    assert isinstance(question, Question)
    (said,) = question.answers
    assert said.is_correction is True
    assert said.date_corrected == dt.date(2016, 5, 9)
    assert said.earlier_versions == (EarlierVersion(text="<p>Nine.</p>", member=MINISTER),)


def test_prorogation_invents_no_member(tmp_path: Path) -> None:
    (question,) = read(report(answer(version("CurrentVersion", "No.", member="0")) + QUESTION), tmp_path)
    assert isinstance(question, Question)
    assert (question.answers[0].member, question.answers[0].by_prorogation) == (None, True)
    assert not any("members/0" in term for triple in Mapper().map(question).triples for term in triple)


@pytest.mark.parametrize("status", ["Withdrawn", "WithdrawnWithoutNotice"])
def test_withdrawn(status: str, tmp_path: Path) -> None:
    (question,) = read(report(QUESTION.replace(">Tabled<", f">{status}<")), tmp_path)
    assert isinstance(question, Question)
    assert (question.status, question.withdrawn) == (status, True)


def test_a_lords_member_has_no_constituency(tmp_path: Path) -> None:
    lords = QUESTION.replace(">1</HouseId>", ">2</HouseId>").replace(
        "<Constituency>Beeton</Constituency>", ""
    )
    (question,) = read(report(lords), tmp_path)
    assert isinstance(question, Question)
    assert question.house is House.LORDS
    assert question.asking_member == MemberReference(
        identifier="902", name="Richard Roe", printed=("Richard Roe",)
    )


def test_lists_of_questions_and_a_single_one(tmp_path: Path) -> None:
    bare = QUESTION.replace(f' xmlns="{PUBLIC}"', "").replace(f' xmlns:q="{PUBLIC}"', "")
    first, second = read(f'<Questions xmlns="{PUBLIC}">{bare}{bare}</Questions>', tmp_path)
    assert (first.locator.fragment, second.locator.fragment) == (
        "/Questions/Question[1]",
        "/Questions/Question[2]",
    )
    assert isinstance(first, Question)
    assert first.asking_member is not None
    (single,) = read(bare.replace("<Question>", f'<Question xmlns="{PUBLIC}">', 1), tmp_path)
    assert single.locator.fragment == "/Question"
    assert isinstance(single, Question)
    assert single.uin == "35001"


@pytest.mark.parametrize(
    ("old", "new", "code", "field"),
    [
        (">2016-04-27Z<", ">2016-02-30<", "PQ203", "/Question/TabledDate"),
        (">2016-05-03<", ">soon<", "PQ203", "/Question/DateForAnswer"),
        (">2016-04-27Z<", "><", "PQ201", "/Question/TabledDate"),
        (
            ">To ask the Secretary of State for Works, what it cost &amp; why.<",
            "><",
            "PQ201",
            "/Question/Text",
        ),
        ("<HouseId>1<", "<HouseId>3<", "PQ207", "/Question/House/HouseId"),
        (
            ">false</RegisteredInterest",
            ">perhaps</RegisteredInterest",
            "PQ202",
            "/Question/RegisteredInterest",
        ),
        (">35001</Uin", "><b/></Uin", "PQ202", "/Question/Uin"),
    ],
)
def test_a_field_that_cannot_be_used_rejects_the_record_alone(
    old: str, new: str, code: str, field: str, tmp_path: Path
) -> None:
    assert old in QUESTION
    bad, good = read(report(QUESTION.replace(old, new), QUESTION), tmp_path)
    assert isinstance(bad, Rejected)
    assert (bad.code, bad.locator.fragment) == (code, ENTRY + field)
    assert isinstance(good, Question)


def test_a_bad_day_in_the_answer_is_located(tmp_path: Path) -> None:
    entry = answer(version("CurrentVersion", "Ten.")).replace("2016-05-03<", "2016-13-03<")
    (bad,) = read(report(entry + QUESTION), tmp_path)
    assert isinstance(bad, Rejected)
    assert bad.locator.fragment == f"{ENTRY}/Answer/DateAnswered"


def test_an_entry_without_question(tmp_path: Path) -> None:
    (bad,) = read(report("<Answer/>"), tmp_path)
    assert isinstance(bad, Rejected)
    assert (bad.code, bad.locator.fragment) == ("PQ201", ENTRY)


def test_unknown_fields_are_reported_once(tmp_path: Path) -> None:
    more = QUESTION.replace("</Question>", "<Colour>red</Colour><Empty/></Question>")
    items = read(report(more, more), tmp_path)
    assert [item.found for item in items if isinstance(item, Notice)] == [
        "field 'Question/Colour' is not known"
    ]


@pytest.mark.parametrize(
    "head", [b"", b"<Question/>", b"<Questions xmlns='http://example.org/'/>", b"<DailyReport/>", b"{}"]
)
def test_other_files_are_not_accepted(head: bytes) -> None:
    assert not READER.accepts(head)


def test_a_report_that_breaks_off(tmp_path: Path) -> None:
    data = report(QUESTION, QUESTION)
    path = tmp_path / "report.xml"
    path.write_text(data[: data.rindex("<Heading")], encoding="utf-8")
    got: list[Item] = []
    with pytest.raises(PqgraphError) as caught:
        got.extend(READER.read(Source(path), FILE))
    assert [type(item) for item in got] == [Question]
    assert caught.value.code.id == "PQ108"


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(
    text=ANY_TEXT,
    place=st.sampled_from([">35001</Uin", ">NamedDay<", ">2016-05-03<", ">902<", ">1</HouseId"]),
)
def test_any_text_in_any_field_is_read_or_rejected(text: str, place: str, tmp_path: Path) -> None:
    from xml.sax.saxutils import escape

    assert place in QUESTION
    new = place.replace(place[1 : place.index("<")], escape(text), 1)
    for item in read(report(QUESTION.replace(place, new)), tmp_path):
        assert isinstance(item, Question | Rejected)
