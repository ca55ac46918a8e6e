"""Records of one member from several sources become one, the same whatever their order."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from people import BISHOPS, CONSERVATIVE, LABOUR, commons, constituency, joined, lords, member

from pqgraph.members.checks import check_member
from pqgraph.members.merge import merge_members
from pqgraph.model import Constituency, House, Member, Party, SeatIncumbency

MNIS = (
    member(1, place=2, digit="a", name="Ann Vane", given_name="Ann", family_name="Vane", gender="F"),
    member(1, place=3, digit="b", name="Ann Vane", seats=(commons("Snodsbury", "2017-06-08", "2019-11-06"),)),
    member(1, place=4, digit="b", name="Ann Vane", seats=(commons("Snodsbury", "2019-12-12"),)),
    member(1, place=5, digit="c", parties=(joined(Party(identifier="15", name="Labour"), "2017-06-08"),)),
)
API = member(
    1,
    place=9,
    digit="d",
    name="Dame Ann Vane",
    list_name="Vane, Dame Ann",
    seats=(commons("Snodsbury", "2017-06-08", continuous=True),),
    parties=(
        joined(Party(identifier="15", name="Labour (Co-op)", abbreviation="Lab"), None, seen="2026-05-03"),
    ),
    as_of=dt.date(2026, 5, 3),
)
WINNER = member(
    1,
    place=7,
    digit="e",
    given_name="Annie",
    family_name="Vane",
    seats=(
        commons(
            "Snodsbury", "2017-06-08", elected_for=(Party(name="Labour"), Party(name="Co-operative Party"))
        ),
    ),
)
EVERYTHING = (*MNIS, API, WINNER)


def test_partial_records_become_one_member() -> None:
    (merged,), notices = merge_members(EVERYTHING)
    assert notices == ()
    assert (merged.name, merged.list_name, merged.given_name, merged.gender) == (
        "Dame Ann Vane",
        "Vane, Dame Ann",
        "Ann",
        "F",
    )
    assert merged.other_names == ("Ann Vane", "Annie Vane")
    assert merged.as_of == dt.date(2026, 5, 3)
    labour = Party(identifier="15", name="Labour", abbreviation="Lab")
    co_op = Party(name="Co-operative Party")
    place = constituency("Snodsbury")
    assert merged.seats == (
        commons("Snodsbury", "2017-06-08", "2019-11-06", elected_for=(labour, co_op)),
        commons("Snodsbury", "2019-12-12", "2024-05-30"),
        commons("Snodsbury", "2024-07-04"),
    )
    assert all(seat.constituency == place for seat in merged.seats)
    assert merged.parties == (joined(labour, "2017-06-08"),)
    assert [str(place) for place in (merged.locator, *merged.merged_from)] == [
        "register.csv#L9",
        "register.csv#L2",
        "register.csv#L3",
        "register.csv#L5",
        "register.csv#L7",
    ]


@given(st.permutations((*EVERYTHING, member(2, name="Lord Vane", seats=(lords(),), digit="a"))))
def test_the_order_of_the_sources_does_not_matter(records: list[Member]) -> None:
    assert merge_members(records) == merge_members(
        (*EVERYTHING, member(2, name="Lord Vane", seats=(lords(),)))
    )


def test_different_facts_are_told_with_both_places_and_one_is_kept() -> None:
    one = member(
        1,
        place=2,
        gender="F",
        date_of_death=dt.date(2020, 1, 1),
        seats=(commons("Snodsbury", "2017-06-08", "2019-11-06"),),
        parties=(joined(LABOUR, "2017-06-08", "2018-01-01"),),
    )
    other = member(
        1,
        place=3,
        digit="b",
        gender="M",
        date_of_death=dt.date(2021, 1, 1),
        seats=(commons("Totleigh", "2017-06-08", "2019-11-05"),),
        parties=(joined(CONSERVATIVE, "2017-06-08"),),
    )
    (merged,), notices = merge_members((other, one))
    assert merged == merge_members((one,))[0][0].__class__(
        locator=one.locator,
        identifier="1",
        gender="F",
        date_of_death=one.date_of_death,
        seats=one.seats,
        parties=one.parties,
        merged_from=(other.locator,),
    )
    assert {notice.code for notice in notices} == {"PQ266"}
    assert [notice.found for notice in notices] == [
        "member 1, gender: F (register.csv#L2), but M here",
        "member 1, date of death: 2020-01-01 (register.csv#L2), but 2021-01-01 here",
        "member 1, commons seat from 2017-06-08: Snodsbury (register.csv#L2), but Totleigh here",
        "member 1, end of the commons seat from 2017-06-08: 2019-11-06 (register.csv#L2), but 2019-11-05 here",
        "member 1, party from 2017-06-08: Labour (register.csv#L2), but Conservative here",
    ]
    assert {notice.locator for notice in notices} == {other.locator}


def test_a_different_end_of_a_party_membership_is_told() -> None:
    one = member(1, place=2, parties=(joined(LABOUR, "2017-06-08", "2018-01-01"),))
    other = member(
        1, place=3, digit="b", parties=(joined(Party(name="Labour Party"), "2017-06-08", "2018-01-02"),)
    )
    (merged,), (notice,) = merge_members((one, other))
    assert merged.parties == one.parties
    assert notice.found == (
        "member 1, end of the party from 2017-06-08: 2018-01-01 (register.csv#L2), but 2018-01-02 here"
    )


def test_what_comes_later_is_kept_of_two_sources_that_say_for_which_day_they_speak() -> None:
    old = member(1, digit="a", name="Ann Vane", as_of=dt.date(2020, 1, 1))
    new = member(1, digit="b", name="Lady Vane", as_of=dt.date(2024, 1, 1))
    (merged,), _ = merge_members((old, new))
    assert (merged.name, merged.other_names) == ("Lady Vane", ("Ann Vane",))


def test_a_lords_seat_with_days_takes_the_place_of_one_without() -> None:
    undated = member(1, digit="a", seats=(lords(peerage="Life peer"),))
    dated = member(1, digit="b", seats=(SeatIncumbency(house=House.LORDS, start=dt.date(2018, 6, 18)),))
    (merged,), _ = merge_members((undated, dated))
    assert merged.seats == (lords("2018-06-18", peerage="Life peer"),)


def test_a_bishop_who_got_another_see_sat_before() -> None:
    # The Bishop of London of 2018 has been Archbishop of Canterbury since 2026, from when the Members API counts.
    mnis = member(
        4696, digit="a", seats=(lords(peerage="Bishops"),), parties=(joined(BISHOPS, "2018-04-10"),)
    )
    api = member(4696, digit="b", seats=(lords("2026-02-04", peerage="Bishops"),))
    (merged,), _ = merge_members([mnis, api])
    assert merged.seats == (lords(peerage="Bishops"), lords("2026-02-04", peerage="Bishops"))


def test_the_oath_some_weeks_after_the_patent_is_one_seat() -> None:
    mnis = member(1, digit="a", seats=(lords(peerage="Life peer"),), parties=(joined(LABOUR, "2018-05-01"),))
    api = member(1, digit="b", seats=(lords("2018-06-18", peerage="Life peer"),))
    (merged,), _ = merge_members([mnis, api])
    assert merged.seats == (lords("2018-06-18", peerage="Life peer"),)


def test_the_party_of_a_former_member_of_the_commons_tells_no_seat_in_the_lords() -> None:
    mnis = member(
        1,
        digit="a",
        seats=(commons("Snodsbury", "2001-06-07", "2010-04-12"), lords(peerage="Life peer")),
        parties=(joined(LABOUR, "2001-06-07", "2010-04-12"), joined(CONSERVATIVE, "2011-03-03")),
    )
    api = member(1, digit="b", seats=(lords("2018-06-18", peerage="Life peer"),))
    (merged,), _ = merge_members([mnis, api])
    assert merged.seats == (
        commons("Snodsbury", "2001-06-07", "2010-04-12"),
        lords("2018-06-18", peerage="Life peer"),
    )


def test_registers_that_count_from_the_poll_or_the_declaration_mean_the_same_seat() -> None:
    poll = member(1, digit="a", seats=(commons("Snodsbury", "2010-05-06", "2015-03-30"),))
    declared = member(
        1,
        digit="b",
        seats=(
            SeatIncumbency(
                house=House.COMMONS,
                constituency=Constituency(name="SNODSBURY"),
                start=dt.date(2010, 5, 7),
                identifiers=("uk.org.publicwhip/member/1",),
            ),
        ),
    )
    (merged,), notices = merge_members((poll, declared))
    identifiers = ("uk.org.publicwhip/member/1",)
    assert merged.seats == (commons("Snodsbury", "2010-05-06", "2015-03-30", identifiers=identifiers),)
    assert notices == ()


def test_two_seats_or_two_parties_at_once_are_found() -> None:
    record = member(
        1,
        seats=(commons("Snodsbury", "2017-06-08", "2019-11-06"), commons("Totleigh", "2018-01-01")),
        parties=(
            joined(LABOUR, "2017-06-08", "2018-06-01"),
            joined(CONSERVATIVE, "2018-03-01", "2018-09-01"),
        ),
    )
    assert [notice.found for notice in check_member(record)] == [
        "member 1, two parties from 2018-03-01 to 2018-06-01: Labour and Conservative",
        "member 1, two seats from 2018-01-01 to 2019-11-06: Snodsbury and Totleigh",
    ]


def test_a_change_of_party_a_membership_noted_twice_and_registers_of_different_age_are_no_overlap() -> None:
    changed = member(
        1, parties=(joined(LABOUR, "2017-06-08", "2018-03-01"), joined(CONSERVATIVE, "2018-03-01"))
    )
    twice = member(1, parties=(joined(LABOUR, "1987-06-11"), joined(LABOUR, "2010-06-18")))
    aged = member(1, parties=(joined(LABOUR, "2017-06-08"), joined(CONSERVATIVE, "2023-06-18")))
    assert [list(check_member(each)) for each in (changed, twice, aged)] == [[], [], []]
