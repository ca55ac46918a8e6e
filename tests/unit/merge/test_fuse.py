import datetime as dt
import random
from typing import Any

import pytest

from pqgraph.merge.fuse import fuse, plain_text
from pqgraph.model import (
    Allocation,
    Answer,
    AnsweringBody,
    EarlierVersion,
    House,
    Locator,
    MemberReference,
    Question,
    QuestionReference,
    SourceFile,
)

WHOLE = "To ask the Secretary of State for Defence, how many ships are at sea; and how many of them are in port at night."
CUT = WHOLE[:60]


def source(name: str) -> SourceFile:
    return SourceFile(name=name, sha256=name * 8, reader="api-json")


def record(name: str = "a", **fields: Any) -> Question:
    base: dict[str, Any] = {
        "locator": Locator(source(name), "L1"),
        "text": WHOLE,
        "date_tabled": dt.date(2024, 1, 8),
        "house": House.COMMONS,
        "uin": "8123",
        "asking_member": MemberReference(identifier="4649"),
    }
    return Question(**(base | fields))


def every_order(records: list[Question]) -> Question:
    """The one result that all orders give."""
    results = []
    for seed in range(8):
        shuffled = records[:]
        random.Random(seed).shuffle(shuffled)
        results.append(fuse(shuffled))
    assert all(result == results[0] for result in results)
    return results[0].question


def test_one_record_stays_as_it_is() -> None:
    one = fuse([record()])
    assert one.question == record()
    assert (one.sources, one.iris, one.without_iri, one.conflicts) == ((record().locator,), (), True, ())


def test_the_answer_comes_from_the_later_state_and_the_rest_is_filled_in() -> None:
    tabled = record("a", status="Tabled", question_type="NamedDay", registered_interest=True)
    answered = record("b", status="Answered", heading="Ships", answers=(Answer(text="<p>Ten.</p>"),))
    merged = every_order([tabled, answered])
    assert merged.answers == (Answer(text="<p>Ten.</p>"),)
    assert (merged.status, merged.heading) == ("Answered", "Ships")
    assert (merged.question_type, merged.registered_interest) == ("NamedDay", True)


def test_whole_texts_win_over_cut_ones_whatever_came_later() -> None:
    cut = record(
        "b",
        text=CUT,
        text_clipped=True,
        answers=(Answer(text="Ten ships are...", text_clipped=True, is_correction=True),),
    )
    whole = record("a", answers=(Answer(text="<p>Ten ships are at <b>sea</b>.</p>", is_correction=True),))
    merged = every_order([cut, whole])
    assert (merged.text, merged.text_clipped) == (WHOLE, False)
    assert merged.answers == (Answer(text="<p>Ten ships are at <b>sea</b>.</p>", is_correction=True),)


def test_of_two_whole_texts_the_one_that_goes_on_from_the_latest_cut_one() -> None:
    rewritten = WHOLE.replace("Secretary of State for Defence", "Minister for the Cabinet Office")
    before = record("a", text=WHOLE)
    after = record("b", text=rewritten)
    now = record("c", text=rewritten[:60], text_clipped=True, answers=(Answer(text="<p>Ten.</p>"),))
    assert every_order([before, after, now]).text == rewritten


def test_a_whole_text_of_other_words_does_not_take_the_place_of_a_cut_one() -> None:
    before = record("a", text=WHOLE)
    now = record("b", text="To ask the Chancellor of the Exchequer, how", text_clipped=True, heading="Ships")
    merged = every_order([before, now])
    assert (merged.text, merged.text_clipped) == ("To ask the Chancellor of the Exchequer, how", True)


CORRECTED = "Eleven ships are at sea, and of these seven are in port at night; th..."
BEFORE = "<p>Eleven ships are at sea, and of these seven are in port at night; the others are not.</p>"


@pytest.mark.parametrize("flag", [False, None])
def test_a_text_from_before_a_correction_is_not_taken_for_the_corrected_one(flag: bool | None) -> None:
    day = dt.date(2024, 1, 12)
    answered = record("a", answers=(Answer(text=BEFORE, date=day, is_correction=flag),))
    corrected = record(
        "b", answers=(Answer(text=CORRECTED, text_clipped=True, date=day, is_correction=True),)
    )
    (answer,) = every_order([answered, corrected]).answers
    assert (answer.text, answer.text_clipped, answer.is_correction) == (CORRECTED, True, True)
    version = EarlierVersion(text=BEFORE, date=day)
    assert answer.earlier_versions == ((version,) if flag is False else ())


def test_a_short_answer_is_not_taken_for_its_long_correction() -> None:
    answered = record("a", answers=(Answer(text="None.", is_correction=False),))
    corrected = record("b", answers=(Answer(text=CORRECTED, text_clipped=True, is_correction=True),))
    whole = record("c", answers=(Answer(text=BEFORE, is_correction=True),))
    (answer,) = every_order([answered, corrected, whole]).answers
    assert (answer.text, answer.text_clipped) == (BEFORE, False)
    assert answer.earlier_versions == (EarlierVersion(text="None."),)


def test_what_a_source_says_of_earlier_versions_stands() -> None:
    known = (EarlierVersion(iri="http://data.parliament.uk/resources/2", date=dt.date(2024, 1, 12)),)
    answered = record("a", answers=(Answer(text="None.", is_correction=False),))
    corrected = record("b", answers=(Answer(text="One.", is_correction=True, earlier_versions=known),))
    (answer,) = every_order([answered, corrected]).answers
    assert answer.earlier_versions == known


DEFENCE, HOME = AnsweringBody(identifier="11"), AnsweringBody(identifier="1")
TO_HOME = "To ask the Secretary of State for the Home Department, how many ships."


def test_of_two_states_the_one_seen_later_counts() -> None:
    first = record("a", answering_body=DEFENCE, seen=dt.date(2024, 1, 9))
    later = record("b", answering_body=HOME, text=TO_HOME, seen=dt.date(2024, 1, 10))
    merged = fuse([first, later])
    assert every_order([first, later]).answering_body == HOME
    assert (merged.question.text, merged.question.seen) == (TO_HOME, dt.date(2024, 1, 10))
    assert merged.conflicts == ()


def test_a_state_of_a_known_day_counts_before_one_of_none() -> None:
    allocations = (Allocation(body=DEFENCE, seen=dt.date(2024, 1, 9)), Allocation(body=HOME))
    life = record("a", answering_body=HOME, text=TO_HOME, allocations=allocations, seen=dt.date(2024, 1, 10))
    listed = record("b", answering_body=DEFENCE)
    merged = fuse([life, listed])
    assert every_order([life, listed]) == merged.question
    assert (merged.question.answering_body, merged.question.text) == (HOME, TO_HOME)
    assert (merged.question.allocations, merged.conflicts) == (allocations, ())


def test_a_body_after_the_last_transfer_seen_is_one_more() -> None:
    allocations = (Allocation(body=DEFENCE, seen=dt.date(2024, 1, 9)), Allocation(body=HOME))
    life = record("a", answering_body=HOME, allocations=allocations, seen=dt.date(2024, 1, 10))
    treasury = AnsweringBody(identifier="14")
    answered = record("b", answering_body=treasury, answers=(Answer(text="<p>Ten.</p>"),))
    merged = every_order([life, answered])
    assert merged.allocations == (*allocations, Allocation(body=treasury))


def test_two_bodies_of_no_known_order_are_told_and_the_text_is_of_the_one_that_stands() -> None:
    records = [
        record("a", answering_body=DEFENCE, text=CUT, text_clipped=True),
        record("b", answering_body=HOME, text=TO_HOME),
        record("c", answering_body=DEFENCE),
    ]
    merged = fuse(records)
    every_order(records)
    (notice,) = merged.conflicts
    assert (notice.code, str(notice.locator)) == ("PQ276", "a#L1")
    assert notice.found == "answering body '11' here, '1' in b#L1, and nothing says which is later"
    assert (merged.question.answering_body, merged.question.text) in ((DEFENCE, WHOLE), (HOME, TO_HOME))


def test_two_bodies_of_known_order_are_no_conflict() -> None:
    tabled = record("a", answering_body=DEFENCE)
    answered = record("b", answering_body=HOME, text=TO_HOME, answers=(Answer(text="<p>Ten.</p>"),))
    assert fuse([tabled, answered]).conflicts == ()


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (
            {"date_for_answer": dt.date(2025, 10, 14)},
            {"date_for_answer": dt.date(2025, 10, 15)},
            "day for answer '2025-10-14' here, '2025-10-15' in b#L1, and nothing says which is later",
        ),
        (
            {"heading": "Palestinians: Housing"},
            {"heading": "Palestinians: Evictions"},
            "heading 'Palestinians: Housing' here, 'Palestinians: Evictions' in b#L1, and nothing says which is later",
        ),
        (
            {"text": "To ask what use is made of the test for men under fifty."},
            {"text": "To ask what use is made of the test for men under 50."},
            "the text of the question here, another in b#L1, and nothing says which is later",
        ),
    ],
)
def test_whatever_else_changed_on_no_known_day_is_told(
    first: dict[str, Any], second: dict[str, Any], found: str
) -> None:
    (notice,) = fuse([record("b", **second), record("a", **first)]).conflicts
    assert (notice.code, str(notice.locator), notice.found) == ("PQ276", "a#L1", found)
    one = record("a", **first, seen=dt.date(2025, 10, 11))
    assert fuse([one, record("b", **second, seen=dt.date(2025, 10, 12))]).conflicts == ()


def test_markup_spaces_and_cuts_are_no_other_state() -> None:
    whole = record("a", text=WHOLE, heading="Steel ")
    others = [
        record("b", text=f"<p>{WHOLE}</p>", heading="Steel"),
        record("c", text=WHOLE[:255], text_clipped=True, heading=" Steel"),
    ]
    assert fuse([whole, *others]).conflicts == ()


def test_the_official_iri_is_preferred_and_the_others_are_kept() -> None:
    official = "http://data.parliament.uk/resources/1"
    fused = fuse([record("a"), record("b", iri=official), record("c", iri=official + "2")])
    assert fused.question.iri == official
    assert fused.iris == (official, official + "2")
    assert fused.without_iri


def test_groups_get_their_days_from_whoever_knows_them() -> None:
    bare = Answer(text="<p>All.</p>", grouped_with=(QuestionReference(uin="1"), QuestionReference(uin="2")))
    dated = Answer(grouped_with=(QuestionReference(uin="1", date_tabled=dt.date(2024, 1, 9)),))
    merged = every_order([record("a", answers=(bare,)), record("b", answers=(dated,))])
    assert merged.answers[0].grouped_with in (
        (QuestionReference(uin="1", date_tabled=dt.date(2024, 1, 9)), QuestionReference(uin="2")),
    )


def test_a_name_without_number_takes_the_number_that_another_source_has() -> None:
    printed = record(
        "a", asking_member=MemberReference(name="James Frith", printed=("Mr James Frith",), party="Labour")
    )
    known = record("b", asking_member=MemberReference(identifier="4637"))
    member = every_order([printed, known]).asking_member
    assert member == MemberReference(
        identifier="4637", name="James Frith", printed=("Mr James Frith",), party="Labour"
    )


def test_sources_that_disagree_on_what_never_changes_are_told_with_both_places() -> None:
    (notice,) = fuse([record("a"), record("b", asking_member=MemberReference(identifier="1"))]).conflicts
    assert notice.code == "PQ271"
    assert str(notice.locator) == "a#L1"
    assert notice.found == "asking member '4649' here, '1' in b#L1"


def test_a_newer_edition_goes_before_an_older_and_a_superseded_one_last() -> None:
    old = record("a", edition="a", heading="Old", answers=(Answer(text="<p>Much longer than the new.</p>"),))
    new = record("b", edition="b", heading="New")
    gone = record("c", edition="c", heading="Gone", superseded=True)
    assert every_order([old, new, gone]).heading == "New"


@pytest.mark.parametrize("body", ["11", "17"])
def test_the_answering_body_is_that_of_the_latest_state(body: str) -> None:
    first = record("a", answering_body=AnsweringBody(identifier="60"), date_for_answer=dt.date(2024, 1, 10))
    later = record(
        "b",
        answering_body=AnsweringBody(identifier=body),
        date_for_answer=dt.date(2024, 1, 12),
        answers=(Answer(text="<p>Ten.</p>", date=dt.date(2024, 1, 12)),),
    )
    merged = every_order([first, later])
    assert merged.answering_body == AnsweringBody(identifier=body)
    assert merged.date_for_answer == dt.date(2024, 1, 12)


def test_plain_text() -> None:
    assert plain_text("<p>Ten\u00a0<b>ships</b>.</p>\n<p>No</p>") == "Ten ships . No"


def test_the_day_of_a_past_holding_answer_is_kept_though_nothing_else_is_known_of_it() -> None:
    held = Answer(is_holding=True, date=dt.date(2024, 1, 12))
    final = Answer(text="<p>Ten.</p>", is_holding=False, date=dt.date(2024, 1, 20))
    merged = every_order([record("a", answers=(held,)), record("b", answers=(final,))])
    assert merged.answers == (final, held)
