"""The reader of TheyWorkForYou's written answers: real files to the last question, both styles, bad input."""

import datetime as dt
import gzip
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pqgraph.errors import PqgraphError
from pqgraph.mapping import Mapper, RecordError
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
from pqgraph.readers.base import Item, Reader, Source
from pqgraph.readers.twfy_xml import READER

GID = "uk.org.publicwhip/wrans/"


def file_of(source: Source) -> SourceFile:
    return SourceFile(name=source.name, sha256="0" * 64, reader="twfy-xml")


def read(data: str | bytes, tmp_path: Path, name: str = "answers2023-12-20.xml") -> list[Item]:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    source = Source(path)
    return list(READER.read(source, file_of(source)))


def read_real(shared_data: Path, name: str) -> list[Item]:
    folder = "lordswrans" if name.startswith("lords") else "wrans"
    source = Source(shared_data / "parlparse" / folder / name)
    assert READER.accepts(source.head)
    return list(READER.read(source, file_of(source)))


def questions_of(items: list[Item]) -> dict[str | None, Question]:
    return {item.uin: item for item in items if isinstance(item, Question)}


def test_is_a_reader() -> None:
    assert isinstance(READER, Reader)
    assert READER.name == "twfy-xml"


# Questions by UIN; identifiers that have moved. Paragraphs with a number, counted by hand with grep.
COUNTS = {
    "answers2009-10-26a.xml": (1, 1443),
    "answers2009-10-26b.xml": (0, 1443),
    "answers2009-10-26c.xml": (0, 1440),
    "answers2009-10-26d.xml": (4, 1432),
    "answers2009-10-26e.xml": (112, 1422),
    "answers2009-10-26f.xml": (500, None),
    "answers2009-10-27a.xml": (0, 970),
    "answers2009-10-27b.xml": (3, 966),
    "answers2009-10-27c.xml": (328, None),
    "lordswrans2009-10-26a.xml": (36, None),
    "lordswrans2009-10-27a.xml": (45, None),
}


@pytest.mark.parametrize("name", COUNTS)
def test_every_question_of_every_real_file_is_read(name: str, shared_data: Path) -> None:
    items = read_real(shared_data, name)
    count, moved = COUNTS[name]
    questions = [item for item in items if isinstance(item, Question)]
    assert len(questions) == count
    assert len({question.uin for question in questions}) == count
    day, letter = dt.date.fromisoformat(name[-15:-5]), name[-5]
    lords = name.startswith("lords")
    assert {question.house for question in questions} <= {House.LORDS if lords else House.COMMONS}
    assert {question.edition for question in questions} <= {letter}
    assert {question.superseded for question in questions} <= {moved is not None}
    assert {question.date_tabled for question in questions} <= {None}
    assert {tuple(answer.date for answer in question.answers) for question in questions} <= {(day,)}
    assert all(question.asking_member and question.heading and question.answers for question in questions)
    assert all(answer.member and answer.text for question in questions for answer in question.answers)
    assert all(
        (question.answering_body is None) == lords for question in questions if not question.superseded
    )
    rest = [item for item in items if not isinstance(item, Question)]
    if moved is None:
        assert rest == []
    else:
        (notice,) = rest
        assert isinstance(notice, Notice)
        assert (notice.code, notice.locator.fragment) == ("PQ257", "/publicwhip")
        assert notice.found == (
            f"scrape version {letter} is superseded; {count} question(s) are left in it, "
            f"{moved} identifier(s) have moved to a newer one"
        )


def test_what_is_left_in_superseded_files_is_in_the_newest(shared_data: Path) -> None:
    newest = {
        day: questions_of(read_real(shared_data, f"answers2009-10-{day}.xml")) for day in ("26f", "27c")
    }
    left = Counter[str]()
    for name, (count, moved) in COUNTS.items():
        if moved is not None and count:
            for uin, question in questions_of(read_real(shared_data, name)).items():
                new = newest["26f" if "10-26" in name else "27c"][uin]
                left["same text" if new.text == question.text else "other text"] += 1
    assert left == {"same text": 119, "other text": 1}


def test_a_commons_group_of_four(shared_data: Path) -> None:
    items = read_real(shared_data, "answers2009-10-26f.xml")
    question = questions_of(items)["294343"]
    (answer,) = question.answers
    assert answer.text is not None
    assert answer.text.startswith("<p>There is a 64-bed dormitory accommodation unit (Sperrin) at Magilligan")
    assert answer.text.endswith("Foyleview Resettlement Unit at Magilligan.</p>")
    assert answer.text.count("<p>") == 4
    gid = f"{GID}2009-10-26f."
    assert question == Question(
        locator=Locator(question.locator.source, "/publicwhip/ques[3]/p[3]"),
        text="To ask the Secretary of State for Northern Ireland what types of accommodation sex offenders "
        "occupy in prisons in Northern Ireland",
        uin="294343",
        house=House.COMMONS,
        heading="Prison Accommodation",
        asking_member=MemberReference(
            name="Iris Robinson",
            printed=("Iris Robinson",),
            other_identifiers=("uk.org.publicwhip/member/1846",),
        ),
        answering_body=AnsweringBody(name="NORTHERN IRELAND"),
        answers=(
            Answer(
                text=answer.text,
                date=dt.date(2009, 10, 26),
                member=MemberReference(
                    name="Paul Goggins",
                    printed=("Paul Goggins",),
                    other_identifiers=("uk.org.publicwhip/member/1950",),
                ),
                grouped_with=tuple(QuestionReference(uin=uin) for uin in ("294335", "294347", "294349")),
            ),
        ),
        other_identifiers=(f"{gid}294335.h", f"{gid}294335.q0", f"{gid}294343.h"),
        edition="f",
    )


def test_questions_of_two_members_with_one_reply(shared_data: Path) -> None:
    questions = questions_of(read_real(shared_data, "answers2009-10-26f.xml"))
    first, second = questions["290476"], questions["292461"]
    assert first.locator.fragment.count("/p[") == second.locator.fragment.count("/p[") == 0
    assert first.answers[0].grouped_with == tuple(QuestionReference(uin=uin) for uin in ("292461", "293049"))
    assert second.answers[0].grouped_with == tuple(QuestionReference(uin=uin) for uin in ("290476", "293049"))
    assert first.answers[0].text == second.answers[0].text
    assert first.asking_member != second.asking_member


def test_a_holding_answer(shared_data: Path) -> None:
    items = read_real(shared_data, "answers2009-10-26f.xml")
    question = questions_of(items)["295064"]
    assert question.date_of_holding_answer == dt.date(2009, 10, 22)
    (answer,) = question.answers
    assert answer.date == dt.date(2009, 10, 26)
    assert answer.text is not None
    assert answer.text.startswith(
        "<p><i> </i>I am aware that some of the 16 local authorities permitted to issue"
    )
    held = [item for item in items if isinstance(item, Question) and item.date_of_holding_answer]
    assert len(held) == 31
    assert not any("holding answer <" in (item.answers[0].text or "") for item in held)


def test_a_lords_question(shared_data: Path) -> None:
    items = read_real(shared_data, "lordswrans2009-10-27a.xml")
    question = items[0]
    assert isinstance(question, Question)
    (answer,) = question.answers
    assert question == Question(
        locator=Locator(question.locator.source, "/publicwhip/ques[1]"),
        text="To ask Her Majesty's Government how each of the air quality alert bandings recommended by the "
        "Committee on the Medical Effects of Air Pollutants for each air pollutant equate to (a) equivalent "
        "maximum exposure levels currently recommended by the World Health Organisation, and (b) the relevant "
        "European Union limit values for ambient air quality.",
        uin="HL5754",
        house=House.LORDS,
        heading="Air Quality",
        asking_member=MemberReference(
            name="Lord Berkeley",
            printed=("Lord Berkeley",),
            other_identifiers=("uk.org.publicwhip/lord/100042",),
        ),
        answers=(
            Answer(
                text=answer.text,
                date=dt.date(2009, 10, 27),
                member=MemberReference(
                    name="Lord Davies of Oldham",
                    printed=("Lord Davies of Oldham",),
                    other_identifiers=("uk.org.publicwhip/lord/100164",),
                ),
            ),
        ),
        other_identifiers=(f"{GID}2009-10-27a.115.0", f"{GID}2009-10-27a.115.1"),
        edition="a",
    )
    assert answer.text is not None
    assert answer.text.startswith(
        "<p>The UK Air Pollution Index (API) is currently under review by the Committee"
    )
    assert (
        '<table><tbody><tr><td colspan="12"><i>Table 1: Boundaries between index points for each pollutant</i>'
        "</td></tr><tr><td>Band</td><td>Index</td><td>Ozone</td><td></td>"
    ) in answer.text
    assert "<p>* For ozone, the maximum" in answer.text
    assert "pid" not in answer.text


def test_the_graph_of_a_question_without_the_day_it_was_tabled(shared_data: Path) -> None:
    question = questions_of(read_real(shared_data, "answers2009-10-26f.xml"))["295064"]
    mapped = Mapper(provenance=False).map(question)
    assert mapped.subject == "https://w3id.org/pqgraph/id/question/commons/answered-2009-10-26/295064"
    about = {(p, o) for s, p, o in mapped.triples if s == f"<{mapped.subject}>"}
    predicates = {p for p, _ in about}
    assert "<http://purl.org/dc/terms/date>" not in predicates
    assert "<https://w3id.org/pqgraph/def#daysToAnswer>" not in predicates
    held = '"2009-10-22"^^<http://www.w3.org/2001/XMLSchema#date>'
    assert ("<http://data.parliament.uk/schema/parl#dateOfHoldingAnswer>", held) in about


MODERN = """\
<publicwhip>
<major-heading id="uk.org.publicwhip/wrans/2023-12-11.6001.mh" nospeaker="true">
    Department for Works &amp; Ways
</major-heading>
<minor-heading id="uk.org.publicwhip/wrans/2023-12-11.6001.h" nospeaker="true">
    Bridges: Repairs
</minor-heading>
<ques id="uk.org.publicwhip/wrans/2023-12-11.6001.q0" person_id="uk.org.publicwhip/person/90001" \
speakername="Jane Doe" url="https://example.org/Commons/2023-12-11/6001">
    <p qnum="6001">To ask the Minister for Ways,  how many bridges
are closed.</p>
</ques>
<ques id="uk.org.publicwhip/wrans/2023-12-12.6102.q1" person_id="uk.org.publicwhip/person/90002" \
speakername="Richard Roe">
    <p qnum="6102">To ask the Minister for Ways, when they will open.</p>
</ques>
<reply id="uk.org.publicwhip/wrans/2023-12-11.6001.r0" person_id="uk.org.publicwhip/person/90003" \
speakername="Lord Ways">
    <p>Ten, <ins class="ministerial">not nine</ins>.</p>
<p><a href="http://example.org/files/a.pdf" target="_blank">List</a> (PDF)</p>
</reply>
<minor-heading id="uk.org.publicwhip/wrans/2023-12-14.HL77.h" nospeaker="true">*No heading*</minor-heading>
<ques id="uk.org.publicwhip/wrans/2023-12-14.HL77.q0" person_id="uk.org.publicwhip/person/90004" \
speakername="Baroness Poe"><p qnum="HL77">To ask His Majesty's Government why.</p></ques>
<reply id="uk.org.publicwhip/wrans/2023-12-14.HL77.r0" person_id="unknown" speakername="Lord Ways"><p>So.</p></reply>
<reply id="uk.org.publicwhip/wrans/2023-12-14.HL77.r1" person_id="uk.org.publicwhip/person/90003" \
speakername="Lord Ways"><p>Not so.</p></reply>
</publicwhip>
"""


def test_the_present_style(tmp_path: Path) -> None:
    first, second, third = read(MODERN, tmp_path)
    assert isinstance(first, Question)
    minister = MemberReference(
        name="Lord Ways", printed=("Lord Ways",), other_identifiers=("uk.org.publicwhip/person/90003",)
    )
    text = (
        '<p>Ten, <ins class="ministerial">not nine</ins>.</p>'
        '<p><a href="http://example.org/files/a.pdf" target="_blank">List</a> (PDF)</p>'
    )
    answered = dt.date(2023, 12, 20)  # the day in the file's name
    assert first == Question(
        locator=Locator(first.locator.source, "/publicwhip/ques[1]"),
        text="To ask the Minister for Ways, how many bridges are closed.",
        date_tabled=dt.date(2023, 12, 11),
        uin="6001",
        house=House.COMMONS,
        heading="Bridges: Repairs",
        asking_member=MemberReference(
            name="Jane Doe", printed=("Jane Doe",), other_identifiers=("uk.org.publicwhip/person/90001",)
        ),
        answering_body=AnsweringBody(name="Department for Works & Ways"),
        answers=(
            Answer(
                text=text,
                date=answered,
                member=minister,
                grouped_with=(QuestionReference(uin="6102", date_tabled=dt.date(2023, 12, 12)),),
            ),
        ),
        other_identifiers=(f"{GID}2023-12-11.6001.h", f"{GID}2023-12-11.6001.q0"),
    )
    assert isinstance(second, Question)
    assert (second.uin, second.date_tabled, second.locator.fragment) == (
        "6102",
        dt.date(2023, 12, 12),
        "/publicwhip/ques[2]",
    )
    assert second.answers == (
        Answer(
            text=text,
            date=answered,
            member=minister,
            grouped_with=(QuestionReference(uin="6001", date_tabled=dt.date(2023, 12, 11)),),
        ),
    )
    assert isinstance(third, Question)
    assert (third.uin, third.house, third.heading) == ("HL77", House.LORDS, None)
    assert third.answers == (
        Answer(text="<p>So.</p>", member=MemberReference(name="Lord Ways", printed=("Lord Ways",))),
        Answer(text="<p>Not so.</p>", member=minister),
    )


def test_without_a_day_in_the_file_name_the_day_of_the_answer_is_open(tmp_path: Path) -> None:
    for name in ("wrans.xml", "answers2023-13-45.xml"):
        first = read(MODERN, tmp_path, name)[0]
        assert isinstance(first, Question)
        assert first.answers[0].date is None


def test_compressed(tmp_path: Path) -> None:
    path = tmp_path / "answers2023-12-20.xml.gz"
    path.write_bytes(gzip.compress(MODERN.encode()))
    source = Source(path)
    assert READER.accepts(source.head)
    assert len(list(READER.read(source, file_of(source)))) == 3


def page(*body: str, attributes: str = "") -> str:
    return f"<publicwhip{attributes}>{''.join(body)}</publicwhip>"


def ques(gid: str, *paragraphs: str, more: str = ' colnum="1W"') -> str:
    return f'<ques id="{GID}{gid}" speakerid="unknown" speakername="A"{more}>{"".join(paragraphs)}</ques>'


REPLY = '<reply speakername="B"><p>Yes.</p></reply>'


def test_the_parts_of_a_list(tmp_path: Path) -> None:
    paragraphs = (
        "<p>To ask the Minister</p>",
        '<p qnum="1" class="numindent">(1)  what <i> (a)</i> is; and</p>',
        "<p>by region;</p>",
        '<p qnum="2" class="numindent">(2)  why.</p>',
    )
    one, two = read(page(ques("2009-10-26a.1.q0", *paragraphs), REPLY), tmp_path)
    assert isinstance(one, Question)
    assert isinstance(two, Question)
    assert one.text == "To ask the Minister what (a) is by region;"
    assert two.text == "To ask the Minister why."
    assert (one.locator.fragment, two.locator.fragment) == (
        "/publicwhip/ques[1]/p[2]",
        "/publicwhip/ques[1]/p[4]",
    )


def test_a_number_that_belongs_to_the_text_stays(tmp_path: Path) -> None:
    (question,) = read(page(ques("2009-10-26a.1.q0", '<p qnum="1">(1) is not a list;</p>'), REPLY), tmp_path)
    assert isinstance(question, Question)
    assert question.text == "(1) is not a list;"


def test_a_question_without_its_number(tmp_path: Path) -> None:
    gid = "2003-06-25.958W.0"
    question, notice = read(page(ques(gid, "<p>To ask why.</p>"), REPLY), tmp_path)
    assert isinstance(question, Question)
    assert (question.uin, question.house, question.text) == (None, None, "To ask why.")
    assert question.asking_member == MemberReference(name="A", printed=("A",))
    assert notice == Notice(
        code="PQ254", locator=question.locator, found="the question is printed without its number"
    )


def test_an_unanswered_question(tmp_path: Path) -> None:
    heading = '<minor-heading id="x">H</minor-heading>'
    body = heading + ques("2009-10-26a.1.q0", '<p qnum="1">Q</p>') + heading
    (question,) = read(page(body), tmp_path)
    assert isinstance(question, Question)
    assert question.answers == ()


@pytest.mark.parametrize(
    "holding", ["<p class='holdinganswer'>holding answer</p>", "<p class='holdinganswer'>{0} and {0}</p>"]
)
def test_a_holding_paragraph_that_names_no_single_day_stays(holding: str, tmp_path: Path) -> None:
    phrase = '<phrase class="date" code="2009-10-22">22 October</phrase>'
    reply = f"<reply>{holding.format(phrase)}<p>Yes.</p></reply>"
    (question,) = read(page(ques("2009-10-26a.1.q0", '<p qnum="1">Q</p>'), reply), tmp_path)
    assert isinstance(question, Question)
    assert question.date_of_holding_answer is None
    assert (question.answers[0].text or "").count("<p>") == 2


@pytest.mark.parametrize(
    ("body", "code", "path", "found"),
    [
        (ques("2009-02-30a.1.q0", '<p qnum="1">Q</p>'), "PQ203", "/ques[1]", "is not a day of the calendar"),
        (ques("yesterday.1.q0", '<p qnum="1">Q</p>'), "PQ203", "/ques[1]", "is not a date"),
        ('<ques id="x"><p qnum="1">Q</p></ques>', "PQ203", "/ques[1]", "has no date"),
        (
            ques("2009-10-26a.1.q0", '<p qnum="1"> </p>') + REPLY,
            "PQ201",
            "/ques[1]",
            "the question has no text",
        ),
        (REPLY, "PQ201", "/reply[1]", "the reply has no question"),
    ],
)
def test_what_cannot_be_used_is_rejected_alone(
    body: str, code: str, path: str, found: str, tmp_path: Path
) -> None:
    good = '<minor-heading id="h">H</minor-heading>' + ques("2009-10-26a.9.q0", '<p qnum="9">Q</p>') + REPLY
    items = read(page(body, good), tmp_path)
    rejected = [item for item in items if isinstance(item, Rejected)]
    assert [(item.code, item.locator.fragment) for item in rejected][:1] == [(code, f"/publicwhip{path}")]
    assert found in rejected[0].found
    last = items[-1]
    assert isinstance(last, Question)
    assert (last.uin, last.answers[0].text) == ("9", "<p>Yes.</p>")


def test_an_unknown_element_is_reported_once(tmp_path: Path) -> None:
    items = read(page("<speech/>", "<speech/>", ques("2009-10-26a.1.q0", '<p qnum="1">Q</p>')), tmp_path)
    assert [item.found for item in items if isinstance(item, Notice)] == [
        "field 'publicwhip/speech' is not known"
    ]


def test_a_file_that_breaks_off_gives_its_whole_questions_first(tmp_path: Path) -> None:
    path = tmp_path / "answers2023-12-20.xml"
    path.write_text(MODERN[: MODERN.index("<p>So.")])
    source = Source(path)
    got: list[Item] = []
    with pytest.raises(PqgraphError) as caught:
        got.extend(READER.read(source, file_of(source)))
    assert [item.uin for item in got if isinstance(item, Question)] == ["6001", "6102"]
    assert caught.value.code.id == "PQ108"
    assert caught.value.place == "answers2023-12-20.xml#L21"


@pytest.mark.parametrize(
    "head",
    [
        b"<publicwhip><speech id='uk.org.publicwhip/debate/2009-10-26a.1'/></publicwhip>",
        b"<html/>",
        b"",
        b"{}",
    ],
)
def test_other_files_are_not_accepted(head: bytes) -> None:
    assert not READER.accepts(head)


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(text=ANY_TEXT, uin=ANY_TEXT, name=ANY_TEXT, answer=ANY_TEXT)
def test_any_text_goes_through_or_is_rejected(
    text: str, uin: str, name: str, answer: str, tmp_path: Path
) -> None:
    from xml.sax.saxutils import escape, quoteattr

    body = (
        f'<ques id="{GID}2009-10-26a.1.q0" speakername={quoteattr(name)} colnum="1">'
        f"<p qnum={quoteattr(uin)}>{escape(text)}</p></ques><reply><p>{escape(answer)}</p></reply>"
    )
    items = read(page(body), tmp_path)
    question = items[0]
    if not text.strip(" "):
        assert isinstance(question, Rejected)
        return
    assert isinstance(question, Question)
    assert question.text.replace(" ", "") == text.replace(" ", "")
    assert question.answers[0].text == f"<p>{escape(answer)}</p>".strip()
    Mapper().map(question)


def test_without_any_day_a_question_has_no_identity() -> None:
    locator = Locator(SourceFile(name="x", sha256="0" * 64, reader="twfy-xml"), "/publicwhip/ques[1]")
    question = Question(locator=locator, text="To ask why.", house=House.COMMONS, uin="1")
    with pytest.raises(RecordError) as caught:
        Mapper().map(question)
    assert caught.value.code == "PQ201"


def test_without_number_and_day_tabled_a_digest_of_the_day_of_the_answer_is_the_identity() -> None:
    locator = Locator(SourceFile(name="x", sha256="0" * 64, reader="twfy-xml"), "/publicwhip/ques[1]")
    answered = (Answer(date=dt.date(2003, 6, 26)), Answer(date=dt.date(2003, 6, 25)))
    question = Question(locator=locator, text="To ask why.", answers=answered)
    subject = Mapper().map(question).subject
    assert re.fullmatch(
        "https://w3id.org/pqgraph/id/question/unknown/answered-2003-06-25/x[0-9a-f]{16}", subject
    )
    tabled = Question(locator=locator, text="To ask why.", date_tabled=dt.date(2003, 6, 25))
    assert Mapper().map(tabled).subject[-16:] != subject[-16:]
