"""The reader of the written-question page: exact records, bad pages, any text."""

from __future__ import annotations

import datetime as dt
import html
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pqgraph.errors import PqgraphError
from pqgraph.model import Answer, Locator, MemberReference, Notice, Question, Rejected, SourceFile
from pqgraph.readers.base import Item, Reader, Source
from pqgraph.readers.question_page import READER

FILE = SourceFile(name="page.txt", sha256="0" * 64, reader="question-page")

PAGE = """\
PARLIAMENTARY WRITTEN QUESTION
School Milk (3 May 2019)

Question Asked

To ask the Secretary of State for Education, how many pints were served.

Asked by:
Jane Doe (Green Party)

Answer

We do not hold this & never did.

Costs are < £1.

Answered by:
Sir John (Jack) Roe (Labour (Co-op))
9 May 2019

Contains Parliamentary information licensed under the Open Parliament Licence v3.0.
"""


def read(data: str | bytes, tmp_path: Path) -> list[Item]:
    path = tmp_path / "page.txt"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(READER.read(Source(path), FILE))


def only_question(items: list[Item]) -> Question:
    questions = [item for item in items if isinstance(item, Question)]
    assert len(questions) == 1
    return questions[0]


def at(line: int) -> Locator:
    return Locator(FILE, f"L{line}")


EXPECTED = Question(
    locator=at(1),
    text="To ask the Secretary of State for Education, how many pints were served.",
    date_tabled=dt.date(2019, 5, 3),
    heading="School Milk",
    asking_member=MemberReference(name="Jane Doe", printed=("Jane Doe",), party="Green Party"),
    answers=(
        Answer(
            text="<p>We do not hold this &amp; never did.</p><p>Costs are &lt; £1.</p>",
            date=dt.date(2019, 5, 9),
            member=MemberReference(
                name="Sir John (Jack) Roe", printed=("Sir John (Jack) Roe",), party="Labour (Co-op)"
            ),
        ),
    ),
)
NO_NUMBER = Notice(code="PQ254", locator=at(1), found="the page does not print the question's number")


def test_is_a_reader() -> None:
    assert isinstance(READER, Reader)
    assert READER.name == "question-page"


def test_page(tmp_path: Path) -> None:
    assert read(PAGE, tmp_path) == [EXPECTED, NO_NUMBER]


def test_example_file(root: Path) -> None:
    source = Source(root / "examples" / "question-page-2018-01-18.txt")
    assert READER.accepts(source.head)
    question, notice = READER.read(source, FILE)
    assert isinstance(question, Question)
    assert notice == NO_NUMBER
    assert question.locator == at(1)
    assert question.heading == "Special Educational Needs"
    assert question.date_tabled == dt.date(2018, 1, 18)
    assert question.text == (
        "To ask the Secretary of State for Education, what discussions he has had with (a) the Department "
        "for Health, (b) school leaders, (c) teaching unions and (d) other professional bodies on the "
        "conclusion of the Ofsted Care Quality Commission report, C Report, Local area SEND inspections: one "
        "year on, regarding the adequacy of the knowledge and skills of school staff to identify accurately "
        "children and young people that need further assessments."
    )
    assert question.asking_member == MemberReference(
        name="Mr James Frith", printed=("Mr James Frith",), party="Labour"
    )
    (answer,) = question.answers
    assert answer.date == dt.date(2018, 1, 26)
    assert answer.member == MemberReference(
        name="Nadhim Zahawi", printed=("Nadhim Zahawi",), party="Conservative"
    )
    lines = source.path.read_text(encoding="utf-8").split("\n")
    assert answer.text == "".join(f"<p>{lines[number - 1]}</p>" for number in (13, 15, 17, 19))
    assert "‘what works’" in answer.text
    assert "£300 million" in answer.text
    rest = Question(
        locator=question.locator,
        text=question.text,
        date_tabled=question.date_tabled,
        heading=question.heading,
        asking_member=question.asking_member,
        answers=(Answer(text=answer.text, date=answer.date, member=answer.member),),
    )
    assert question == rest, "the page says nothing else"


@pytest.mark.parametrize(
    "data",
    [
        PAGE.encode("utf-8-sig"),
        PAGE.encode("utf-16"),
        PAGE.encode("utf-16-be").join([b"\xfe\xff", b""]),
        PAGE.replace("\n", "\r\n").encode(),
        PAGE.replace("\n", "\r").encode(),
        PAGE.replace("\n\n", "\n \t\xa0\n\n").encode(),
        PAGE.replace("\n", "  \n").encode(),
        PAGE.rstrip().encode(),
        PAGE[: PAGE.index("Contains")].encode(),
        PAGE.replace("Asked by:\n", "Asked by: ").encode(),
        PAGE.replace("Answered by:\n", "Answered by:\n\n").encode(),
        PAGE.replace("9 May", "Thursday 9th May").encode(),
        PAGE.replace("3 May", "03 may").encode(),
        PAGE.replace("Question Asked", "Question asked:").encode(),
    ],
    ids=[
        "bom",
        "utf-16",
        "utf-16-be",
        "crlf",
        "cr",
        "blanks",
        "trailing",
        "no-last-newline",
        "no-licence",
        "asked-by-inline",
        "blank-below-marker",
        "ordinal",
        "small-month",
        "marker-case",
    ],
)
def test_variations_give_the_same_record(data: bytes, tmp_path: Path) -> None:
    assert READER.accepts(data[:65536])
    assert read(data, tmp_path) == [EXPECTED, NO_NUMBER]


def test_windows_1252_is_read_and_reported(tmp_path: Path) -> None:
    items = read(PAGE.encode("cp1252"), tmp_path)
    found = "byte 0xA3 is not UTF-8"
    assert items == [Notice(code="PQ253", locator=at(15), found=found), EXPECTED, NO_NUMBER]


def test_neither_utf_8_nor_windows_1252(tmp_path: Path) -> None:
    with pytest.raises(PqgraphError) as caught:
        read(PAGE.encode() + b"\x81\xff", tmp_path)
    assert caught.value.code.id == "PQ105"


def test_unanswered(tmp_path: Path) -> None:
    page = PAGE[: PAGE.index("Answer\n")] + PAGE[PAGE.index("Contains") :]
    question = only_question(read(page, tmp_path))
    assert question.answers == ()
    assert question.asking_member == EXPECTED.asking_member
    empty = PAGE[: PAGE.index("We do")] + PAGE[PAGE.index("Contains") :]
    assert only_question(read(empty, tmp_path)).answers == ()


def test_answer_without_name(tmp_path: Path) -> None:
    page = PAGE[: PAGE.index("Answered by")] + PAGE[PAGE.index("Contains") :]
    assert only_question(read(page, tmp_path)).answers == (Answer(text=EXPECTED.answers[0].text),)


def test_answer_without_text(tmp_path: Path) -> None:
    page = PAGE[: PAGE.index("We do")] + PAGE[PAGE.index("Answered by") :]
    (answer,) = only_question(read(page, tmp_path)).answers
    assert answer == Answer(date=EXPECTED.answers[0].date, member=EXPECTED.answers[0].member)


def test_without_asking_member(tmp_path: Path) -> None:
    question = only_question(read(PAGE.replace("Asked by:\nJane Doe (Green Party)\n", ""), tmp_path))
    assert question.asking_member is None
    assert question.text == EXPECTED.text
    assert question.answers == EXPECTED.answers


def test_paragraphs_and_lines_stay(tmp_path: Path) -> None:
    page = PAGE.replace("pints were served.", "pints\nwere served;\n\nand why.").replace(
        "hold this", "hold\nthis"
    )
    question = only_question(read(page, tmp_path))
    assert question.text == (
        "To ask the Secretary of State for Education, how many pints\nwere served;\n\nand why."
    )
    (answer,) = question.answers
    assert answer.text == "<p>We do not hold\nthis &amp; never did.</p><p>Costs are &lt; £1.</p>"


def test_last_answered_by_counts(tmp_path: Path) -> None:
    page = PAGE.replace("Costs are < £1.", "Answered by: nobody\n\nAnswer\n\nContains Parliamentary matter")
    (answer,) = only_question(read(page, tmp_path)).answers
    assert answer.text == (
        "<p>We do not hold this &amp; never did.</p><p>Answered by: nobody</p><p>Answer</p>"
        "<p>Contains Parliamentary matter</p>"
    )
    assert answer.member == EXPECTED.answers[0].member


@pytest.mark.parametrize(
    ("printed", "name", "party"),
    [
        ("Lord Rennard", "Lord Rennard", None),
        ("Baroness (Sal) Brinton", "Baroness (Sal) Brinton", None),
        ("The Lord Bishop of Durham (Bishops)", "The Lord Bishop of Durham", "Bishops"),
        ("Edward (Ed) Poe (Independent)", "Edward (Ed) Poe", "Independent"),
        ("Ann Roe (Labour (Co-op))", "Ann Roe", "Labour (Co-op)"),
        ("Ann Roe ()", "Ann Roe", None),
        ("Ann Roe (Labour", "Ann Roe (Labour", None),
        ("Ann Roe Labour)", "Ann Roe Labour)", None),
    ],
)
def test_names(printed: str, name: str, party: str | None, tmp_path: Path) -> None:
    question = only_question(read(PAGE.replace("Jane Doe (Green Party)", printed), tmp_path))
    assert question.asking_member == MemberReference(name=name, printed=(name,), party=party)


def test_party_alone(tmp_path: Path) -> None:
    question = only_question(read(PAGE.replace("Jane Doe (", "("), tmp_path))
    assert question.asking_member == MemberReference(party="Green Party")


def test_heading_with_brackets(tmp_path: Path) -> None:
    page = PAGE.replace("School Milk (3 May 2019)", "Schools (Wales): Milk (2018 (and later))\n(3 May 2019)")
    question = only_question(read(page, tmp_path))
    assert (question.heading, question.date_tabled) == (
        "Schools (Wales): Milk (2018 (and later))",
        dt.date(2019, 5, 3),
    )
    assert only_question(read(PAGE.replace("School Milk ", ""), tmp_path)).heading is None


def test_lines_outside_the_layout_are_reported(tmp_path: Path) -> None:
    page = "Menu\nHome\n" + PAGE.replace("9 May 2019\n", "9 May 2019\nMinister of State\n")
    page = page.replace("(Green Party)\n", "(Green Party)\n\nNot yet answered\n")
    items = read(page, tmp_path)
    assert [(item.code, item.locator.fragment) for item in items if isinstance(item, Notice)] == [
        ("PQ251", "L1"),
        ("PQ254", "L3"),
        ("PQ251", "L13"),
    ]
    assert "'Not yet answered' and 1 more lines" in next(
        item.found for item in reversed(items) if isinstance(item, Notice)
    )


def test_several_pages_and_bad_ones(tmp_path: Path) -> None:
    no_text = "Parliamentary Written Question\nMilk (3 May 2019)\n\nQuestion Asked\n\nAsked by:\nA B\n\n"
    cut = "PARLIAMENTARY WRITTEN QUESTION\nMilk (3 May 2019)\n"
    items = read(PAGE + no_text + "\ufeff" + PAGE + cut, tmp_path)
    assert [type(item).__name__ for item in items] == [
        *("Question", "Notice"),
        "Rejected",
        *("Question", "Notice"),
        "Rejected",
    ]
    assert items[2] == Rejected(code="PQ205", locator=at(25), found="nothing stands below 'Question Asked'")
    assert items[3].locator == at(30)
    assert items[5] == Rejected(code="PQ205", locator=at(51), found="the page has no 'Question Asked'")


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("School Milk (3 May 2019)\n", "", "PQ201", 1),
        ("School Milk (3 May 2019)", "School Milk", "PQ201", 2),
        ("School Milk (3 May 2019)", "School Milk (3 May 2019", "PQ201", 2),
        ("(3 May 2019)", "(Wales)", "PQ202", 2),
        ("(3 May 2019)", "(31 February 2018)", "PQ203", 2),
        ("(3 May 2019)", "(3 Mai 2019)", "PQ203", 2),
        ("(3 May 2019)", "(2019-05-03)", "PQ203", 2),
        ("(3 May 2019)", "(0 May 2019)", "PQ203", 2),
        ("(3 May 2019)", "(3 May 0000)", "PQ203", 2),
        ("9 May 2019", "31 February 2018", "PQ203", 19),
    ],
)
def test_rejected(old: str, new: str, code: str, line: int, tmp_path: Path) -> None:
    (item,) = read(PAGE.replace(old, new), tmp_path)
    assert isinstance(item, Rejected)
    assert (item.code, item.locator) == (code, at(line))


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\xff\xfe\x00",
        b'{"heading": "PARLIAMENTARY WRITTEN QUESTION"}',
        b"<html><h1>PARLIAMENTARY WRITTEN QUESTION</h1>",
        b"An essay\nPARLIAMENTARY WRITTEN QUESTION\nand so on",
        b"Linked Data API\n\nSearch Results\n",
    ],
)
def test_does_not_accept(head: bytes) -> None:
    assert not READER.accepts(head)


def test_accepts_below_a_menu() -> None:
    assert READER.accepts(b"Menu\n" + PAGE.encode())


# -- any text

_MARKERS = ("parliamentary", "question asked", "asked by", "answer", "contains parliamentary")
LINE = st.text(
    st.characters(blacklist_categories=("Cs",), blacklist_characters="\r\n\ufeff"), min_size=1, max_size=60
).map(str.strip)
LINE = LINE.filter(lambda text: text and not text.casefold().startswith(_MARKERS))
PARAGRAPHS = st.lists(st.lists(LINE, min_size=1, max_size=3).map("\n".join), min_size=1, max_size=3)
DAYS = st.dates(dt.date(1000, 1, 1))


MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def printed(day: dt.date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(heading=LINE, tabled=DAYS, answered=DAYS, question=PARAGRAPHS, answer=PARAGRAPHS)
def test_any_text_survives(
    heading: str, tabled: dt.date, answered: dt.date, question: list[str], answer: list[str], tmp_path: Path
) -> None:
    page = "\n".join(
        [
            *("PARLIAMENTARY WRITTEN QUESTION", f"{heading} ({printed(tabled)})", "Question Asked", ""),
            *("\n\n".join(question), "Asked by:", "A B (C)", "Answer"),
            *("\n\n".join(answer), "Answered by:", "D E (F)", printed(answered)),
        ]
    )
    got = only_question(read(page, tmp_path))
    assert got.heading == heading
    assert got.date_tabled == tabled
    assert got.text == "\n\n".join(question)
    assert got.answers[0].text == "".join(f"<p>{html.escape(part, quote=False)}</p>" for part in answer)
    assert got.answers[0].date == answered


PIECES = st.sampled_from(
    [
        *PAGE.split("\n"),
        "(31 February 2018)",
        "Answered by: (",
        "((",
        ")",
        "\ufeff",
        "\x00",
        "\x85",
        "9 May 2019",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.one_of(
        st.binary(max_size=300),
        st.lists(PIECES | st.text(max_size=20), max_size=30).map(
            lambda parts: "\n".join(parts).encode("utf-8", "replace")
        ),
    )
)
def test_nothing_but_our_errors(data: bytes, tmp_path: Path) -> None:
    READER.accepts(data)
    try:
        for item in read(data, tmp_path):
            assert isinstance(item, Question | Rejected | Notice)
    except PqgraphError as problem:
        assert problem.code.id in ("PQ104", "PQ105")
