"""Earlier answers that texts name."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqgraph.life import references
from pqgraph.life.references import AnswerReference, Referral, pursued, refers_elsewhere, whole_numbers

ASKED = dt.date(2025, 6, 20)
START = "To ask the Secretary of State for Justice, "


def pairs(text: str, day: dt.date | None = ASKED) -> list[tuple[str | None, str | None]]:
    return [(r.uin, r.answered_on and r.answered_on.isoformat()) for r in pursued(START + text, day)]


# Forms of the published texts (domain facts, 8.4, 27), in words of our own.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "pursuant to the Answer of 4 June 2025 to Question 55123 on Prisons: Staff, how many",
            [("55123", "2025-06-04")],
        ),
        (
            "pursuant to the answer of 4 June 2025, to Question 55123, on Prisons, whether",
            [("55123", "2025-06-04")],
        ),
        ("further to the Answer of 4th June 2025 to WPQ 55123, what", [("55123", "2025-06-04")]),
        ("with reference to his Answer of 4 June to Question UIN 55123, if", [("55123", "2025-06-04")]),
        ("pursuant to the Answer of 30 December to Question 21123, if", [("21123", "2024-12-30")]),
        ("pursuant to the Answer of 04/06/2025 to question number 55123, if", [("55123", "2025-06-04")]),
        (
            "pursuant to the Answer of 4 June 2025 to Question HL 6355 on Prisons, what",
            [("HL6355", "2025-06-04")],
        ),
        (
            "pursuant to the Answers of 4 June 2025 to Questions 55123 and 55130 on Prisons, what",
            [("55123", "2025-06-04"), ("55130", "2025-06-04")],
        ),
        (
            "pursuant to the Answers of 4 June 2025 to Questions 55121, 55122, and 55123, what",
            [("55121", "2025-06-04"), ("55122", "2025-06-04"), ("55123", "2025-06-04")],
        ),
        (
            "pursuant to the Answers of 4 June 2025 to Question 55123 and of 12 May 2025 to Question 50001 on Courts, if",
            [("55123", "2025-06-04"), ("50001", "2025-05-12")],
        ),
        (
            "pursuant to the Answers of (a) 4 June 2025 to Question 55123 on Prisons and (b) 12 May 2025 to "
            "Question 50001, if",
            [("55123", "2025-06-04"), ("50001", "2025-05-12")],
        ),
        (
            "pursuant to the Answers of 14 January and 20 February 2025 to Questions 22185 and 30473, what",
            [("22185", "2025-01-14"), ("30473", "2025-02-20")],
        ),
        (
            "pursuant to the Answers of 3 and 4 June 2025 to Questions 55123 and 55130, what",
            [("55123", "2025-06-03"), ("55130", "2025-06-04")],
        ),
        # Which of two days belongs to which of three numbers is not told.
        (
            "pursuant to the Answers of 3 and 4 June 2025 to Questions 55123, 55130 and 55131, what",
            [("55123", None), ("55130", None), ("55131", None)],
        ),
        (
            "pursuant to the Answers of 4 June 2025 to Questions 55123 on Prisons and 55130 on Courts, what",
            [("55123", "2025-06-04"), ("55130", "2025-06-04")],
        ),
        (
            "pursuant to the answers to question 55123 on 4 June 2025 and question 50001 on 12 May 2025, what",
            [("55123", "2025-06-04"), ("50001", "2025-05-12")],
        ),
        ("pursuant to the Answer to Question 55123 on Prisons: Staff, how many", [("55123", None)]),
        ("pursuant to WPQ 55123 answered on 4 June 2025, what", [("55123", "2025-06-04")]),
        ("with reference to Question 55123, how many", [("55123", None)]),
        ("pursuant to the written answer 55123 of 4 June 2025, how many", [("55123", "2025-06-04")]),
        ("pursuant to the Answer of 4 June 2025 to 55123 on Prisons, how many", [("55123", "2025-06-04")]),
        ("pursuant to the Answer of 4 June 2025 to Qquestion 55123, how many", [("55123", "2025-06-04")]),
        # Oral answers have no number.
        (
            "pursuant to the oral answer of 4 June 2025, Official Report, column 551, whether",
            [(None, "2025-06-04")],
        ),
        (
            "with reference to the Answer by the Minister for Prisons on 4 June 2025, Official Report, whether",
            [(None, "2025-06-04")],
        ),
        # What is said further on in the question is no part of the reference.
        (
            "pursuant to the Answer of 4 June 2025 to Question 55123, what changed between 1 May 2020 and 2 May 2021",
            [("55123", "2025-06-04")],
        ),
        (
            "pursuant to the Answer of 4 June 2025 to Question 55123 on the Vagrancy Act 1824, what",
            [("55123", "2025-06-04")],
        ),
        ("pursuant to the Answer of 31 June 2025 to Question 55123, what", [("55123", None)]),
        # Another minister's answer, behind what the first was about.
        (
            "further to the answer by the Parliamentary Secretary to the Cabinet Office of 29 May 2025, to Question 53801, "
            "on Peers and Members: Social Class, and to the answer by Baroness Anderson of Stoke-on-Trent of 5 June 2025, "
            "to Question HL9977, on Civil Service: Unpaid Work, how",
            [("53801", "2025-05-29"), ("HL9977", "2025-06-05")],
        ),
        # What stands before an answer that is there.
        (
            "when he plans to provide an answer to Question 55140, and whether the Answer of 4 June 2025 to Question 55123",
            [("55123", "2025-06-04")],
        ),
        (
            "when he expects the Answer of 4 June 2025 to Question 55123 on Prisons to be corrected.",
            [("55123", "2025-06-04")],
        ),
        (
            "if she will make an assessment of the adequacy of the Cabinet Office Answer of 4 June 2025 to Question 55123.",
            [("55123", "2025-06-04")],
        ),
        (
            "what was spent on the buildings for which figures were provided in the Answer of 4 June 2025 to Question 55123.",
            [("55123", "2025-06-04")],
        ),
    ],
)
def test_pursued(text: str, expected: list[tuple[str | None, str | None]]) -> None:
    assert pairs(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "how many staff his Department has employed since 4 June 2025.",
        "with reference to Question 30 of the oral evidence given to the Justice Committee, what",
        "with reference to Questions 176 to 178 of the oral evidence given to the Committee, what",
        "with reference to her answer to Question 101 to the Justice Committee, what",
        "with reference to the oral contribution during Prime Minister's Questions on 4 June 2025, what",
        "when he plans to respond to Question 55123 on Prisons tabled by the hon. Member for Anytown.",
        # There is no answer yet.
        "when he plans to provide a substantive Answer to Question 68513 on Armoured Fighting Vehicles: Repairs.",
        "when she intends to publish an answer to Question 105314, tabled on 13 January 2025.",
        "for what reason he has not yet given a full answer to Question 105314.",
        "when the hon. Member for Anytown will receive an answer to Question 105314.",
        "whether the Prime Minister has been informed of the fact that the Cabinet Office has not answered Lord Lester "
        "of Herne Hill's Question for Written Answer of 25 June (HL4634) by 12 October.",
        "with reference to the Freedom of Information Act response of 4 June 2025, if he will publish it.",
        "in what proportion of cases the answer was no.",
        "",
    ],
)
def test_not_pursued(text: str) -> None:
    assert pairs(text) == []


def test_a_day_without_a_year_needs_the_day_of_the_question() -> None:
    text = "pursuant to the Answer of 4 June to Question 55123, what"
    assert pairs(text, None) == [("55123", None)]
    assert pairs(text, dt.date(2025, 6, 3)) == [("55123", "2024-06-04")]
    assert pairs("pursuant to the Answer of 29 February to Question 5, what", dt.date(2023, 1, 1)) == []


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        # Mistyped: the answer would be later than the question that pursues it.
        ("23 July 2925", None),
        ("21 June 2025", None),
        ("20 June 2025", "2025-06-20"),
        ("4 June 1987", None),
        ("4 June 1988", "1988-06-04"),
    ],
)
def test_impossible_days_are_not_told(day: str, expected: str | None) -> None:
    for said in ("on Army, what", "what"):  # the short way and the long one
        assert pairs(f"pursuant to the Answer of {day} to Question 68113 {said}") == [("68113", expected)]
    assert pairs(f"pursuant to the oral Answer of {day}, what") == ([(None, expected)] if expected else [])


def test_without_the_day_of_the_question_any_likely_day_is_told() -> None:
    text = "pursuant to the Answer of 10 April {} to question 120448 on Type 45 Destroyers, on what date"
    assert pairs(text.format(2926), None) == [("120448", None)]
    assert pairs(text.format(2026), None) == [("120448", "2026-04-10")]


def test_the_place_of_a_reference_is_its_words() -> None:
    text = START + "pursuant to the Answer of 4 June 2025 to Questions 55123 and 55130 on Prisons, what"
    first, second = pursued(text)
    assert (first.start, first.end) == (second.start, second.end)
    assert text[first.start : first.end] == (
        "pursuant to the Answer of 4 June 2025 to Questions 55123 and 55130"
    )


def test_the_short_way_finds_what_the_long_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [
        START + "pursuant to the Answer of 4 June 2025 to Question 55123 on Prisons: Staff, how many",
        START
        + "with reference to the answer of 4 June 2025, to Question 55123, on Prisons, and to the Answer of "
        "12 May 2025 to Question 50001, what",
        START + "further to the Answer of 4 June 2025 to Question 55123.",
        START + "pursuant to the Answer of 30 December to Question 70 on Prisons, if",
    ]
    short = [pursued(text, ASKED) for text in texts]
    monkeypatch.setattr(references, "_usual", lambda text, day: None)
    assert [pursued(text, ASKED) for text in texts] == short
    assert [len(found) for found in short] == [1, 2, 1, 1]


@given(st.text(), st.dates())
def test_any_text_can_be_read(text: str, day: dt.date) -> None:
    for reference in pursued(text, day):
        assert 0 <= reference.start <= reference.end <= len(text)
    refers_elsewhere(text, day)


@given(st.text(alphabet="answer questionUINHL0123456789 of to,.;()and4 June 2025pursuant", max_size=200))
def test_any_sequence_of_its_words_can_be_read(text: str) -> None:
    for reference in pursued("pursuant to the Answer " + text, ASKED):
        assert reference.uin or reference.answered_on


def referred(text: str) -> Referral | None:
    return refers_elsewhere(text, ASKED)


def test_an_answer_that_only_refers_to_another() -> None:
    html = "<p>I refer the hon. Member to the answer I gave him on 16 June 2025 to Question UIN 59139.</p>"
    assert referred(html) == Referral((AnswerReference("59139", dt.date(2025, 6, 16)),), True)


@pytest.mark.parametrize(
    ("text", "references", "only"),
    [
        ("I refer the hon. Member to the answer given to Question UIN 59139 on 16 June.", ["59139"], True),
        ("I refer the Rt Hon. Member to PQ59139.", ["59139"], True),
        ("I refer the hon. Member to my answer 59139 of 16 June 2025.", ["59139"], True),
        ("I refer back to my previous answer to UIN 5635 on 14th December.", ["5635"], True),
        (
            "I refer the hon. Member to the answers given to Questions UIN 95326 and UIN 99031 both on 5 January 2025.",
            ["95326", "99031"],
            True,
        ),
        (
            "I refer the hon. Member to the answer of 16 June 2025 to Question 59139. https://example.org/59139",
            ["59139"],
            True,
        ),
        (
            "I refer the hon. Member to the answer to Question 59139. I also refer her to the answer to Question 59140.",
            ["59139", "59140"],
            True,
        ),
        (
            "I refer the hon. Member to the answer to Question 59139. The Department holds no further data.",
            ["59139"],
            False,
        ),
        (
            "I refer the hon. Member to the Written Ministerial Statement made on 16 June 2025 (HCWS510).",
            [],
            True,
        ),
        ("I refer my hon. Friend to the guide on gov.uk. It was updated in May.", [], False),
        (
            "(a) I refer the honourable member to the answer to Question UIN 8195 on 22 October 2024. (b) I refer the "
            "honourable member to the answer to Question UIN 12772 on 15 November 2024.",
            ["8195", "12772"],
            True,
        ),
        (
            "I refer the hon. Member to the answer I gave him on 26 June 2025, to Questions 59137, 59138, 59140 and 59143, "
            "and to the hon. Member for Huntingdon (Mr Obese-Jecty) to Question 59406.",
            ["59137", "59138", "59140", "59143", "59406"],
            True,
        ),
    ],
)
def test_referrals(text: str, references: list[str], only: bool) -> None:
    for html in (text, f"<p></p><p><strong>{text}</strong></p>"):
        found = referred(html)
        assert found is not None
        assert [reference.uin for reference in found.references] == references
        assert found.only is only


def test_the_day_of_an_answer_to_one_member_is_not_that_of_an_answer_to_another() -> None:
    found = referred(
        "I refer the hon. Member to the answer I gave him on 12 June 2025, to Questions 59137 and 59138, and to the right "
        "hon. Member for Huntingdon (Mr Obese-Jecty) to Question 59406."
    )
    day = dt.date(2025, 6, 12)
    expected = (AnswerReference("59137", day), AnswerReference("59138", day), AnswerReference("59406", None))
    assert found == Referral(expected, True)


@pytest.mark.parametrize(
    "text",
    ["The reforms are described in the answer to Question 59139.", "We have not. I refer to Question 5.", ""],
)
def test_other_answers_refer_nowhere(text: str) -> None:
    assert referred(text) is None


# Real texts


@pytest.fixture(scope="module")
def texts(shared_data: Path) -> list[tuple[str, str]]:
    with gzip.open(shared_data / "api" / "commons-longform.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return [(record["question_text"] or "", record["answer_text"] or "") for record in records]


def test_one_question_in_six_pursues_an_answer(texts: list[tuple[str, str]]) -> None:
    found = [pursued(question) for question, _ in texts]
    assert len(texts) == 32_854
    # 100 single references and 80 of several, drawn at random, were compared with their texts by hand: all right.
    assert sum(map(bool, found)) == 5926
    assert sum(any(r.uin for r in each) for each in found) == 5846
    assert sum(map(len, found)) == 6222


def test_answers_that_refer_elsewhere(texts: list[tuple[str, str]]) -> None:
    found = [refers_elsewhere(answer) for _, answer in texts if answer]
    assert len(found) == 30_789
    assert sum(each is not None for each in found) == 1379
    assert sum(each is not None and each.only for each in found) == 1058
    assert sum(each is not None and any(r.uin for r in each.references) for each in found) == 1012


def test_numbers_and_days_are_those_of_the_answers_meant(
    texts: list[tuple[str, str]], shared_data: Path
) -> None:
    known: dict[str, list[tuple[dt.date, set[str]]]] = defaultdict(list)
    with gzip.open(shared_data / "api" / "commons-list.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            value = json.loads(line)["value"]
            days = {
                value[name][:10]
                for name in ("dateAnswered", "dateHoldingAnswer", "dateAnswerCorrected")
                if value[name]
            }
            known[value["uin"]].append((dt.date.fromisoformat(value["dateTabled"][:10]), days))
    right, wrong = 0, []
    for question, _ in texts:
        for reference in pursued(question):
            for tabled, days in known.get(reference.uin or "", ()):
                if (
                    reference.answered_on
                    and 0 <= (reference.answered_on - tabled).days <= 120
                    and days  # of the same session, and answered
                ):
                    if reference.answered_on.isoformat() in days:
                        right += 1
                    else:
                        wrong.append(question[reference.start : reference.end])
    # In all of the others the text itself names another day: often that of tabling.
    assert right == 465
    assert len(wrong) == 31
    day_and_number = [text for text in wrong if text.rstrip("0123456789").endswith("Question ")]
    assert len(day_and_number) >= 25


@pytest.mark.parametrize(
    ("text", "clipped", "expected"),
    [
        ("pursuant to the Answer to Question 11", True, "pursuant to the Answer to Question "),
        ("pursuant to the Answer to Question 11", False, "pursuant to the Answer to Question 11"),
        ("I refer the hon. Member to Question 188...", True, "I refer the hon. Member to Question "),
        ("to Question 113610 on Ru", True, "to Question 113610 on Ru"),
        ("", True, ""),
    ],
)
def test_a_number_at_a_cut_is_not_taken_for_a_whole_one(text: str, clipped: bool, expected: str) -> None:
    assert whole_numbers(text, clipped=clipped) == expected
