"""Which question of the corpus a reference means."""

import datetime as dt
from pathlib import Path

import pytest
from msgspec import structs

from pqgraph.merge.index import QuestionIndex
from pqgraph.merge.links import Linker
from pqgraph.model import Answer, House, Locator, Question, QuestionReference, SourceFile

FILE = SourceFile(name="questions.jsonl", sha256="0" * 64, reader="api-json")
TEXT = "I refer the hon. Member to the answer I gave to Question 15550."


def linker(tmp_path: Path, *tabled: dt.date) -> Linker:
    index = QuestionIndex(tmp_path / "index.sqlite")
    for day in tabled:
        question = Question(
            locator=Locator(FILE, "L1"), text="x", uin="15550", date_tabled=day, house=House.COMMONS
        )
        index.add(question, House.COMMONS, None, "part")
    index.seal()
    return Linker(index)


@pytest.mark.parametrize(
    ("tabled", "answered", "found"),
    [
        # The only question of that number is of a later session, and so cannot be meant.
        ([dt.date(2026, 7, 2)], None, None),
        ([dt.date(2026, 7, 2)], dt.date(2024, 12, 19), None),
        ([dt.date(2024, 11, 21), dt.date(2026, 7, 2)], None, "2024-11-21"),
        ([dt.date(2024, 11, 21), dt.date(2026, 7, 2)], dt.date(2024, 12, 19), "2024-11-21"),
    ],
)
def test_an_answer_without_a_day_refers_within_the_session_of_its_question(
    tmp_path: Path, tabled: list[dt.date], answered: dt.date | None, found: str | None
) -> None:
    references = linker(tmp_path, *tabled).referred(TEXT, House.COMMONS, answered, dt.date(2024, 12, 12))
    expected = found and f"https://w3id.org/pqgraph/id/question/commons/{found}/15550"
    assert [(r.uin, r.question) for r in references] == [("15550", expected)]


def linker_of(tmp_path: Path, *questions: Question) -> Linker:
    index = QuestionIndex(tmp_path / "index.sqlite")
    for question in questions:
        days = [answer.date for answer in question.answers if answer.date is not None]
        index.add(question, question.house, max(days, default=None), "part")
    index.seal()
    return Linker(index)


def asked(uin: str, tabled: str | None, *answered: str, heading: str | None = None) -> Question:
    return Question(
        locator=Locator(FILE, uin),
        text="x",
        uin=uin,
        date_tabled=None if tabled is None else dt.date.fromisoformat(tabled),
        house=House.COMMONS,
        heading=heading,
        answers=tuple(Answer(date=dt.date.fromisoformat(day)) for day in answered),
    )


HURRICANES = asked(
    "2053", "2024-07-29", "2024-09-06", heading="British Overseas Territories: Hurricanes and Tornadoes"
)
COUNCIL_TAX = asked("102744", "2026-01-05", "2026-01-08", heading="Educational Institutions: Council Tax")
HEATHROW = asked("110887", "2026-02-04", "2026-02-09", heading="Heathrow Airport: Construction")
EFFICIENCY = asked("4696", "2024-09-09", "2024-09-17", heading="Government Departments: Cost Effectiveness")
SIGNS = asked("95755", "2025-12-01", "2025-12-04", heading="Road Signs and Markings: Speed Limits")
LINE = asked("126442", "2026-04-10", "2026-04-16", heading="East Suffolk Line: Standards")
VETERANS = asked("15113", "2024-11-19", heading="Armed Forces: Pay")
TREES = asked("20001", "2025-01-06", "2025-01-14")


@pytest.mark.parametrize(
    ("question", "text", "linked"),
    [
        # The number is mistyped: day and subject are of another question.
        (HURRICANES, "pursuant to the answer of 29 May 2025, to Question 2053, on Treaties: Parliamentary Scrutiny, for what policy reason", False),
        (COUNCIL_TAX, "pursuant to the Answer of 27 January 2026 to Question 102744 on Hospitality Industry and Retail Trade: Business Rates, what estimate", False),
        # The day is mistyped.
        (HEATHROW, "pursuant to the Answer of 17 February 2026 to Question 110887 on Heathrow: Expansion, when she plans", True),
        (EFFICIENCY, "pursuant to the Answer of 4 October 2024 to Question 4696 on Government Department: Cost Effectiveness, if she", True),
        # No subject is named, or it is cut off.
        (LINE, "with reference to the Answer of 22 April 2026 to Question 126442, when Network Rail is expected", True),
        (COUNCIL_TAX, "pursuant to the Answer of 27 January 2026 to Question 102744 on Hospitality Indus", True),
        # It is the day on which the question was tabled.
        (SIGNS, "with reference to question 95755 of 1 December 2025 on motorways, what", True),
        # The question is named by number and day, whatever its heading.
        (COUNCIL_TAX, "pursuant to the Answer of 8 January 2026 to Question 102744 on Rates, what", True),
        # Nothing is known of the day of its answer, or of its heading.
        (VETERANS, "pursuant to the Answer of 28 November 2024 to Question 15113 on Veterans: LGBT+ People, which", True),
        (TREES, "pursuant to the Answer of 15 January 2025 to Question 20001 on Trees, which", True),
    ],
)  # fmt: skip
def test_another_day_and_another_subject_are_of_another_question(
    tmp_path: Path, question: Question, text: str, linked: bool
) -> None:
    text = f"To ask the Chancellor of the Exchequer, {text}"
    (reference,) = linker_of(tmp_path, question).pursued(text, House.COMMONS, dt.date(2026, 7, 8))
    iri = f"https://w3id.org/pqgraph/id/question/commons/{question.date_tabled}/{question.uin}"
    assert (reference.uin, reference.question) == (question.uin, iri if linked else None)


def test_each_of_several_references_has_its_own_subject(tmp_path: Path) -> None:
    text = (
        "pursuant to the Answer of 17 February 2026 to Question 110887 on Heathrow: Expansion and of 27 January 2026 to "
        "Question 102744 on Hospitality Industry, what"
    )
    found = linker_of(tmp_path, HEATHROW, COUNCIL_TAX).pursued(text, House.COMMONS, dt.date(2026, 7, 8))
    assert [(r.uin, r.question is not None) for r in found] == [("110887", True), ("102744", False)]


UNDATED = "https://w3id.org/pqgraph/id/question/commons/answered-2009-10-26"


def grouped_with(question: Question, *uins: str) -> Question:
    answer = Answer(
        date=question.answers[0].date, grouped_with=tuple(QuestionReference(uin=uin) for uin in uins)
    )
    return structs.replace(question, answers=(answer,))


def test_a_group_of_questions_of_which_only_the_day_of_their_answer_is_known(tmp_path: Path) -> None:
    others = [asked(uin, None, "2009-10-26") for uin in ("294343", "294347")]
    # Another day, another House, and a number that is not there.
    others.append(asked("294349", None, "2009-10-27"))
    others.append(structs.replace(asked("294350", None, "2009-10-26"), house=House.LORDS))
    question = grouped_with(
        asked("294335", None, "2009-10-26"), "294335", "294343", "294347", "294349", "294350", "294351"
    )
    links = linker_of(tmp_path, question, *others)
    expected = tuple(f"{UNDATED}/{uin}" for uin in ("294335", "294343", "294347"))
    assert links.group(question, House.COMMONS, dt.date(2009, 10, 26)) == (expected, [])


def test_a_dated_record_of_the_same_question_tells_which_is_meant(tmp_path: Path) -> None:
    # The records are of one question, and merged into the dated one.
    other, dated = asked("294343", None, "2009-10-26"), asked("294343", "2009-10-20", "2009-10-26")
    question = grouped_with(asked("294335", None, "2009-10-26"), "294343")
    links = linker_of(tmp_path, question, other, dated)
    iri = "https://w3id.org/pqgraph/id/question/commons/2009-10-20/294343"
    assert links.group(question, House.COMMONS, dt.date(2009, 10, 26)) == ((iri,), [])
    text = "pursuant to the Answer of 26 October 2009 to Question 294343, what"
    (reference,) = links.pursued(text, House.COMMONS, dt.date(2009, 11, 2))
    assert reference.question == iri


@pytest.mark.parametrize(
    ("day", "linked"), [(" of 26 October 2009", True), (" of 27 October 2009", False), ("", False)]
)
def test_a_reference_to_a_question_of_which_only_the_day_of_its_answer_is_known(
    tmp_path: Path, day: str, linked: bool
) -> None:
    links = linker_of(tmp_path, asked("294343", None, "2009-10-26"))
    text = f"pursuant to the Answer{day} to Question 294343, what"
    (reference,) = links.pursued(text, House.COMMONS, dt.date(2009, 11, 2))
    assert reference.question == (f"{UNDATED}/294343" if linked else None)


def test_an_undated_question_has_the_iri_of_its_first_answer(tmp_path: Path) -> None:
    links = linker_of(tmp_path, asked("294343", None, "2009-10-26", "2009-10-28"))
    text = "pursuant to the Answer of 28 October 2009 to Question 294343, what"
    (reference,) = links.pursued(text, House.COMMONS, dt.date(2009, 11, 2))
    assert reference.question == f"{UNDATED}/294343"


def test_whether_the_question_that_is_referred_to_has_an_answer(tmp_path: Path) -> None:
    waiting = asked("15550", "2024-11-21")
    with_text = structs.replace(asked("15551", "2024-11-21"), api_identifier="7")
    index = QuestionIndex(tmp_path / "index.sqlite")
    for question in (waiting, with_text, asked("15552", "2024-11-21", "2024-11-25")):
        index.add(question, question.house, question.answers[0].date if question.answers else None, "part")
    index.seal()
    index.add_answers(["7", "8"])
    text = "I refer the hon. Member to the answer I gave to Questions 15550, 15551 and 15552."
    references = Linker(index).referred(text, House.COMMONS, dt.date(2024, 12, 12), None)
    assert [(r.uin, r.has_answer) for r in references] == [
        ("15550", False),
        ("15551", True),
        ("15552", True),
    ]
