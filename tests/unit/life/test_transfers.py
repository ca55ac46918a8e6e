"""States of a question become one question with its whole life."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from msgspec import structs

from pqgraph.life.transfers import Snapshot, one_life
from pqgraph.model import (
    Allocation,
    Answer,
    AnsweringBody,
    EarlierState,
    EarlierVersion,
    House,
    Locator,
    MemberReference,
    Question,
    QuestionReference,
    SourceFile,
)

FILE = SourceFile(name="states.jsonl", sha256="0" * 64, reader="api-states")
HEALTH = AnsweringBody(identifier="17", name="Department of Health and Social Care")
TREASURY = AnsweringBody(identifier="14", name="Treasury")
MINISTER = MemberReference(identifier="4359")


def question(**fields: Any) -> Question:
    base: dict[str, Any] = {
        "locator": Locator(FILE, "L1"),
        "text": "To ask the Secretary of State for Health and Social Care, what steps he is taking.",
        "date_tabled": dt.date(2025, 1, 16),
        "house": House.COMMONS,
        "uin": "24471",
        "answering_body": HEALTH,
        "date_for_answer": dt.date(2025, 1, 20),
        "status": "Tabled",
    }
    return Question(**(base | fields))


def day(number: int) -> dt.date:
    return dt.date(2025, 1, number)


def life(*states: Question) -> Question:
    return one_life([Snapshot(state, day(number)) for number, state in enumerate(states, start=17)])


def test_one_state_is_the_question() -> None:
    assert life(question()) == question(seen=day(17))
    assert life(question(), question(), question(status="Tabled")) == question(seen=day(19))


def test_no_state_is_no_question() -> None:
    with pytest.raises(ValueError, match="without any state"):
        one_life([])


def test_a_transfer_keeps_both_bodies_and_the_words_before_it() -> None:
    text = "To ask the Chancellor of the Exchequer, what steps she is taking."
    lived = life(
        question(), question(text=text, answering_body=TREASURY), question(text=text, answering_body=TREASURY)
    )
    assert lived.answering_body == TREASURY
    assert lived.text == text
    assert lived.allocations == (
        Allocation(body=HEALTH, seen=day(17)),
        Allocation(body=TREASURY, seen=day(18)),
    )
    assert lived.earlier_states == (EarlierState(changed=day(18), text=question().text),)


def test_a_question_may_come_back() -> None:
    lived = life(question(), question(answering_body=TREASURY), question())
    assert [allocation.body for allocation in lived.allocations] == [HEALTH, TREASURY, HEALTH]
    assert [allocation.seen for allocation in lived.allocations] == [day(17), day(18), day(19)]


def test_a_renamed_body_is_no_transfer() -> None:
    renamed = AnsweringBody(identifier="17", name="Department of Health")
    assert life(question(answering_body=renamed), question()).allocations == ()


def test_a_body_that_is_not_told_for_a_while_is_no_transfer() -> None:
    lived = life(question(), question(answering_body=None), question(heading="X"))
    assert lived.allocations == ()


HELD = Answer(text="An answer is being prepared.", date=day(20), member=MINISTER, is_holding=True)
FINAL = Answer(text="We have acted.", date=day(24), member=MINISTER, is_holding=False, is_correction=False)


def test_a_holding_answer_is_kept_when_the_substantive_one_comes() -> None:
    held = structs.replace(HELD, grouped_with=(QuestionReference(uin="24472"),))
    lived = life(
        question(),
        question(answers=(held,), status="Holding", date_of_holding_answer=day(20)),
        question(answers=(FINAL,), status="Answered", date_of_holding_answer=day(20)),
    )
    # What it is grouped with is said by the answer that stands.
    assert lived.answers == (FINAL, HELD)
    assert lived.date_of_holding_answer == day(20)
    assert lived.status == "Answered"


def test_the_day_of_a_holding_answer_is_known_from_the_answer_itself() -> None:
    assert life(question(answers=(HELD,)), question(answers=(FINAL,))).date_of_holding_answer == day(20)


def test_a_holding_answer_that_stands_is_the_only_answer() -> None:
    again = structs.replace(HELD, text="An answer is still being prepared.")
    assert life(question(answers=(HELD,)), question(answers=(again,))).answers == (again,)


def test_a_correction_keeps_the_version_before_it() -> None:
    other = MemberReference(identifier="4125")
    corrected = structs.replace(
        FINAL, text="We have not acted.", is_correction=True, date_corrected=day(26), correcting_member=other
    )
    lived = life(question(answers=(FINAL,)), question(answers=(corrected,)))
    (answer,) = lived.answers
    assert answer.text == "We have not acted."
    assert answer.earlier_versions == (EarlierVersion(text="We have acted.", date=day(24), member=MINISTER),)


def test_a_correction_whose_source_tells_the_original_needs_no_help() -> None:
    corrected = structs.replace(FINAL, is_correction=True, original_text="<p>We have acted.</p>")
    lived = life(question(answers=(FINAL,)), question(answers=(corrected,)))
    assert lived.answers == (corrected,)


def test_a_clipped_text_never_takes_the_place_of_a_whole_one() -> None:
    whole = (
        "To ask the Secretary of State for Health and Social Care, " + "what steps he is taking, and " * 10
    )
    clipped = question(text=whole[:255], text_clipped=True)
    lived = life(question(text=whole), clipped)
    assert (lived.text, lived.text_clipped) == (whole, False)
    assert lived.earlier_states == ()
    assert life(clipped, question(text=whole)).text == whole
    short = structs.replace(FINAL, text="We have a...", text_clipped=True)
    (answer,) = life(question(answers=(FINAL,)), question(answers=(short,), heading="X")).answers
    assert (answer.text, answer.text_clipped) == ("We have acted.", False)


def test_a_whole_text_of_other_words_stays_in_the_past() -> None:
    clipped = question(text="To ask the Chancellor of the Exchequer, what st", text_clipped=True)
    lived = life(question(), clipped)
    assert (lived.text, lived.text_clipped) == (clipped.text, True)
    assert [state.text for state in lived.earlier_states] == [question().text]


def test_what_was_not_yet_known_is_no_earlier_value() -> None:
    lived = life(
        question(date_for_answer=None), question(heading="Health"), question(heading="Health: Staff")
    )
    assert lived.heading == "Health: Staff"
    assert lived.earlier_states == (EarlierState(changed=day(19), heading="Health"),)


def test_a_heading_that_is_lost_again_is_kept() -> None:
    assert (
        life(question(heading="Health"), question(uin="24471", heading=None, status="Answered")).heading
        == "Health"
    )


def test_days_that_move() -> None:
    lived = life(
        question(), question(date_for_answer=day(22)), question(date_for_answer=day(22), date_tabled=day(15))
    )
    assert lived.earlier_states == (
        EarlierState(changed=day(18), date_for_answer=day(20)),
        EarlierState(changed=day(19), date_tabled=day(16)),
    )
    assert (lived.date_for_answer, lived.date_tabled) == (day(22), day(15))


def test_blanks_alone_are_no_change() -> None:
    spaced = question(text=question().text.replace(" what", "  what ") + "\n")
    assert life(spaced, question(heading="X")).earlier_states == ()


def test_withdrawal_and_grouping_are_those_of_the_last_state() -> None:
    group = (QuestionReference(uin="24472", date_tabled=day(16)),)
    lived = life(question(), question(grouped_with=group, withdrawn=True, status="Withdrawn"))
    assert (lived.grouped_with, lived.withdrawn, lived.status) == (group, True, "Withdrawn")
