"""Who is meant by a name on a day, and which party and seat they had."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import BISHOPS, CONSERVATIVE, LABOUR, commons, constituency, joined, lords, member

from pqgraph.members import Day, Reason, Register
from pqgraph.members.names import parse_name
from pqgraph.model import House, Member, Party

FRITH = member(
    4637,
    name="Mr James Frith",
    given_name="James",
    family_name="Frith",
    seats=(commons("Bury North", "2017-06-08", "2019-11-06"), commons("Bury North", "2024-07-04")),
    parties=(joined(LABOUR, "2017-06-08", "2019-11-06"), joined(LABOUR, "2024-07-04")),
)
# Two members of the same name in the House together, of whom one has since become a peer.
ANGELA = member(
    1564,
    name="Angela Smith",
    given_name="Angela",
    family_name="Smith",
    seats=(commons("Sheffield, Hillsborough", "2005-05-05", "2010-04-12"),),
    parties=(joined(LABOUR, "2005-05-05", "2019-02-18"),),
)
BARONESS = member(
    4170,
    name="Baroness Smith of Basildon",
    given_name="Angela",
    family_name="Smith",
    seats=(commons("Basildon", "1997-05-01", "2010-04-12"), lords()),
    parties=(joined(LABOUR, "1997-05-01"), joined(LABOUR, "2010-07-07")),
)
TURNCOAT = member(
    9,
    name="Sir Quentin Vane",
    seats=(commons("Market Snodsbury", "2017-06-08", "2019-11-06"),),
    parties=(joined(CONSERVATIVE, "2017-06-08", "2018-03-01"), joined(LABOUR, "2018-03-01", "2019-11-06")),
)
EARLIER = member(21, name="The Lord Bishop of Ely", seats=(lords("2007-09-07", "2010-02-28", "Bishops"),))
LATER = member(22, name="The Lord Bishop of Ely", seats=(lords("2014-06-04", None, "Bishops"),))


@pytest.fixture(scope="module")
def register() -> Register:
    return Register((FRITH, ANGELA, BARONESS, TURNCOAT, EARLIER, LATER))


def when(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


COMMONS, LORDS = House.COMMONS, House.LORDS


@pytest.mark.parametrize(
    ("name", "day", "house", "number"),
    [
        ("James Frith", "2018-01-18", COMMONS, "4637"),
        ("Mr James Frith (Labour)", "2018-01-18", COMMONS, "4637"),
        ("Frith, James", "2018-01-18", None, "4637"),
        ("Mr James Frith (Bury North) (Lab)", "2018-01-18", COMMONS, "4637"),
        ("James Frith (Minister of State)", "2018-01-18", COMMONS, "4637"),
        ("Baroness Smith of Basildon", "2014-01-18", LORDS, "4170"),
        ("Smith of Basildon, B.", "2014-01-18", LORDS, "4170"),
        ("Angela Smith", "2000-01-18", COMMONS, "4170"),
        ("Bishop of Ely", "2009-01-18", LORDS, "21"),
        ("Ely, Bp.", "2015-01-18", LORDS, "22"),
        # The label of today stands beside questions of the time in the Commons.
        ("Biography information for Baroness Smith of Basildon", "2009-10-26", COMMONS, "4170"),
    ],
)
def test_resolved(register: Register, name: str, day: str, house: House | None, number: str) -> None:
    assert register.resolve(name, day=when(day), house=house) == (number, None, ())


@pytest.mark.parametrize(
    ("name", "day", "house", "reason", "candidates"),
    [
        ("Jim Frith", "2018-01-18", COMMONS, Reason.UNKNOWN, ()),
        ("Frith", "2018-01-18", COMMONS, Reason.UNKNOWN, ()),
        ("Lord Frith", "2018-01-18", LORDS, Reason.UNKNOWN, ()),
        ("James Frith", "2016-01-18", COMMONS, Reason.NOT_SITTING, ("4637",)),
        ("James Frith", "2021-01-18", COMMONS, Reason.NOT_SITTING, ("4637",)),
        ("James Frith", "2018-01-18", LORDS, Reason.NOT_SITTING, ("4637",)),
        ("Angela Smith", "2009-10-26", COMMONS, Reason.AMBIGUOUS, ("1564", "4170")),
        # A peer is not printed by given and family name.
        ("Angela Smith", "2014-10-26", LORDS, Reason.NOT_SITTING, ("1564", "4170")),
        ("Baroness Smith of Basildon", "2010-06-26", LORDS, Reason.NOT_SITTING, ("4170",)),
        ("Lord Bishop of Ely", "2012-01-18", LORDS, Reason.NOT_SITTING, ("21", "22")),
        ("James Frith (Conservative)", "2018-01-18", COMMONS, Reason.CONTRADICTED, ("4637",)),
        ("James Frith (Market Snodsbury)", "2018-01-18", COMMONS, Reason.CONTRADICTED, ("4637",)),
    ],
)
def test_not_resolved(
    register: Register, name: str, day: str, house: House, reason: Reason, candidates: tuple[str, ...]
) -> None:
    assert register.resolve(name, day=when(day), house=house) == (None, reason, candidates)


def test_the_seat_as_printed_chooses_between_namesakes(register: Register) -> None:
    day = when("2009-10-26")
    found = [
        register.resolve("Angela Smith", day=day, house=COMMONS, seat=seat).identifier
        for seat in ("Basildon", "Sheffield Hillsborough")
    ]
    assert found == ["4170", "1564"]
    wrong = register.resolve("Angela Smith", day=day, house=COMMONS, seat="Market Snodsbury")
    assert wrong == (None, Reason.CONTRADICTED, ("1564", "4170"))
    both = register.resolve("Angela Smith", day=day, house=COMMONS, party="Labour")
    assert both.reason is Reason.AMBIGUOUS


def test_the_party_counts_that_the_member_had_on_the_day(register: Register) -> None:
    for day, right, wrong in (("2018-02-28", "Con", "Labour"), ("2018-03-01", "Labour", "Conservative")):
        assert register.resolve("Quentin Vane", day=when(day), house=COMMONS, party=right).identifier == "9"
        assert (
            register.resolve("Quentin Vane", day=when(day), house=COMMONS, party=wrong).reason
            is Reason.CONTRADICTED
        )


@pytest.mark.parametrize(
    ("day", "resolved"),
    [("2019-11-06", True), ("2019-12-16", True), ("2019-12-17", False), ("2017-06-07", False)],
)
def test_forty_days_of_grace_after_the_last_day_and_none_before_the_first(
    register: Register, day: str, resolved: bool
) -> None:
    found = register.resolve(
        "Quentin Vane", day=when(day), house=COMMONS, party="Labour", seat="Market Snodsbury"
    )
    assert (found.identifier == "9") is resolved


def test_on_the_day_itself_goes_before_the_days_of_grace() -> None:
    father = member(1, name="Ian Vane", seats=(commons("Snodsbury", "2005-05-05", "2010-04-12"),))
    son = member(2, name="Ian Vane", seats=(commons("Snodsbury", "2010-05-06", "2015-03-30"),))
    register = Register((father, son))
    assert register.resolve("Ian Vane", day=when("2010-05-01"), house=COMMONS).identifier == "1"
    assert register.resolve("Ian Vane", day=when("2010-05-10"), house=COMMONS).identifier == "2"


def test_a_seat_without_a_last_day_ends_with_its_parliament() -> None:
    register = Register((member(1, name="Ann Vane", seats=(commons("Snodsbury", "2010-05-06"),)),))
    assert register.resolve("Ann Vane", day=when("2015-03-30"), house=COMMONS).identifier == "1"
    assert register.resolve("Ann Vane", day=when("2015-06-30"), house=COMMONS).reason is Reason.NOT_SITTING


def test_a_seat_without_a_last_day_ends_before_a_by_election_that_another_member_won_there() -> None:
    # Boris Johnson resigned in June 2023, of which a register of 2021 knows nothing.
    johnson = member(1423, name="Boris Johnson", seats=(commons("Uxbridge and South Ruislip", "2019-12-12"),))
    tuckwell = member(4994, seats=(commons("Uxbridge and South Ruislip", "2023-07-20"),))
    register = Register((johnson, tuckwell, member(4, seats=(commons("Snodsbury", "2021-01-01"),))))
    assert [str(place.end) for place in register.sittings("1423")] == ["2023-07-19"]
    assert [str(place.end) for place in register.sittings("4994")] == ["2024-05-30"]
    died = member(1423, digit="b", date_of_death=when("2022-01-01"))
    register = Register((johnson, tuckwell, died))
    assert [str(place.end) for place in register.sittings("1423")] == ["2022-01-01"]


def test_a_peer_without_days_sat_while_in_a_party_but_not_in_the_commons() -> None:
    peer = member(
        1,
        name="Lord Vane",
        given_name="Ivo",
        family_name="Vane",
        date_of_death=when("2015-05-05"),
        seats=(commons("Snodsbury", "1997-05-01", "2001-05-14"), commons("Snodsbury", "2001-06-07", "2005-04-11"), lords()),
        parties=(joined(LABOUR, "1997-05-01", "2005-04-11"), joined(LABOUR, "2005-06-20")),
    )  # fmt: skip
    places = [(s.house, s.start.isoformat(), s.end.isoformat()) for s in Register((peer,)).sittings("1")]
    assert places == [
        (COMMONS, "1997-05-01", "2001-05-14"),
        (COMMONS, "2001-06-07", "2005-04-11"),
        (LORDS, "2005-06-20", "2015-05-05"),
    ]


def test_a_party_membership_that_spans_both_houses_is_cut_where_the_commons_begin_and_end() -> None:
    viscount = member(
        1,
        name="Viscount Vane",
        seats=(lords(peerage="Hereditary"), commons("Snodsbury", "2001-06-07", "2005-04-11")),
        parties=(joined(LABOUR, "1995-01-01"),),
    )
    places = [
        (s.house.slug, s.start.isoformat(), s.end.isoformat()) for s in Register((viscount,)).sittings("1")
    ]
    assert places == [
        ("lords", "1995-01-01", "2001-06-06"),
        ("commons", "2001-06-07", "2005-04-11"),
        ("lords", "2005-04-12", "9999-12-31"),
    ]


def test_continuous_service_gives_the_last_constituency_only_for_the_last_parliament() -> None:
    record = member(
        1466,
        name="Dr Andrew Murrison",
        seats=(commons("South West Wiltshire", "2001-06-07", continuous=True),),
        as_of=when("2026-05-03"),
    )
    register = Register((record,))
    assert register.on("1466", when("2002-01-01"), COMMONS).constituency is None
    assert register.on("1466", when("2025-01-01"), COMMONS).constituency == constituency(
        "South West Wiltshire"
    )
    starts = [place.start.year for place in register.sittings("1466")]
    assert starts == [2001, 2005, 2010, 2015, 2017, 2019, 2024]
    # Unknown seats contradict nothing, the known one does.
    for day, reason in (("2002-01-01", None), ("2025-01-01", Reason.CONTRADICTED)):
        found = register.resolve("Andrew Murrison", day=when(day), house=COMMONS, seat="Westbury")
        assert found.reason is reason


@pytest.mark.parametrize(
    ("day", "house", "party", "seat"),
    [
        ("2018-01-18", COMMONS, "Labour", "Bury North"),
        ("2018-01-18", None, "Labour", "Bury North"),
        ("2018-01-18", LORDS, None, None),
        ("2019-11-20", COMMONS, "Labour", "Bury North"),  # days of grace: as on the last day
        ("2020-11-20", COMMONS, None, None),
        ("2025-01-01", COMMONS, "Labour", "Bury North"),
        ("2016-01-01", COMMONS, None, None),
    ],
)
def test_party_and_seat_of_the_day(
    register: Register, day: str, house: House | None, party: str | None, seat: str | None
) -> None:
    found = register.on("4637", when(day), house)
    assert (found.party and found.party.name, found.constituency and found.constituency.name) == (party, seat)


@pytest.mark.parametrize("number", ["999999", "0", "", "x", "٣", "4" * 5000])
def test_of_whom_it_does_not_know_the_register_says_nothing(register: Register, number: str) -> None:
    assert register.on(number, when("2018-01-18"), COMMONS) == Day()
    assert register.get(number) is None
    assert register.sittings(number) == ()


def test_two_parties_at_once_are_neither() -> None:
    record = member(
        1,
        name="Ann Vane",
        seats=(commons("Snodsbury", "2017-06-08", "2019-11-06"),),
        parties=(
            joined(LABOUR, "2017-06-08", "2018-05-10"),
            joined(CONSERVATIVE, "2018-05-01", "2019-11-06"),
        ),
    )
    register = Register((record,))
    names = [
        (p.name if (p := register.on("1", when(day)).party) else None)
        for day in ("2018-04-30", "2018-05-01", "2018-05-09", "2018-05-10", "2018-05-11")
    ]
    assert names == ["Labour", None, None, "Conservative", "Conservative"]
    assert [(n.code, n.found) for n in register.notices] == [
        ("PQ265", "member 1, two parties from 2018-05-01 to 2018-05-10: Labour and Conservative")
    ]
    # Nor does an unknown party contradict what is printed.
    assert register.resolve("Ann Vane", day=when("2018-05-05"), house=COMMONS, party="SNP").identifier == "1"


def test_a_party_that_was_only_seen_counts_on_that_day_and_then_nobody_knows_since_when() -> None:
    record = member(
        1,
        seats=(commons("Snodsbury", "2019-12-12"), commons("Snodsbury", "2024-07-04")),
        parties=(joined(LABOUR, "2019-12-12"), joined(CONSERVATIVE, None, seen="2026-05-03")),
    )
    register = Register((record,))
    # The seat won in 2024 tells that the record is no older.
    days = ("2024-07-04", "2024-07-05", "2026-05-02", "2026-05-03", "2026-05-04")
    assert [register.on("1", when(day)).party for day in days] == [LABOUR, None, None, CONSERVATIVE, None]
    assert register.notices == ()


def test_identifiers_of_other_systems_lead_to_members() -> None:
    register = Register(
        (
            member(1, other_identifiers=("uk.org.publicwhip/person/10", "shared")),
            member(
                2, seats=(commons("Snodsbury", "2005-05-05", identifiers=("uk.org.publicwhip/member/7",)),)
            ),
            member(3, other_identifiers=("shared",)),
        )
    )
    found = [
        register.find(i) for i in ("uk.org.publicwhip/person/10", "uk.org.publicwhip/member/7", "shared", "?")
    ]
    assert found == ["1", "2", None, None]


CHANGED = member(
    23,
    name="Ann Vane",
    seats=(
        commons("Snodsbury", "2010-05-06", elected_for=(LABOUR,)),
        commons("Snodsbury", "2015-05-07", elected_for=(CONSERVATIVE,)),
    ),
    parties=(joined(LABOUR, "2010-05-06"), joined(LABOUR, None, seen="2016-05-03")),
)
EVERYBODY: tuple[Member, ...] = (FRITH, ANGELA, BARONESS, TURNCOAT, EARLIER, LATER, CHANGED)
DAYS = st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2030, 1, 1))
WORDS = "Mr Sir The Lord Lady Baroness Bishop of Ely Angela James Frith Smith Basildon Quentin Vane M. , ( ) Labour B."
PIECES = st.sampled_from(WORDS.split(" "))


@given(
    st.one_of(st.text(max_size=50), st.lists(PIECES, max_size=7).map(" ".join)),
    DAYS,
    st.sampled_from([None, *House]),
)
def test_nobody_is_resolved_whose_names_do_not_fit_or_who_did_not_sit(
    name: str, day: dt.date, house: House | None
) -> None:
    register = Register(EVERYBODY)
    found = register.resolve(name, day=day, house=house)
    if found.identifier is None:
        assert found.reason is not None
        return
    who = register.get(found.identifier)
    assert who is not None
    wanted = parse_name(name)
    forms = [who.name, f"{who.given_name} {who.family_name}"]
    assert wanted is not None
    assert any((own := parse_name(form)) is not None and wanted.fits(own) for form in forms if form)
    assert any(
        place.start <= day <= place.end + dt.timedelta(days=40)
        if place.end != dt.date.max
        else place.start <= day
        for place in register.sittings(found.identifier)
        if house in (None, place.house)
    )


@given(st.sampled_from(EVERYBODY), st.dates(), st.sampled_from([None, *House]))
def test_the_timeline_says_of_every_day_what_a_look_at_that_day_says(
    who: Member, day: dt.date, house: House | None
) -> None:
    register = Register(EVERYBODY)
    assert register.on(who.identifier, day, house) == register._find_day(int(who.identifier), day, house)


def test_an_empty_register_knows_nobody() -> None:
    register = Register()
    assert len(register) == 0
    assert register.resolve("James Frith", day=when("2018-01-18"), house=None).reason is Reason.UNKNOWN


def test_bishops_may_have_any_party() -> None:
    register = Register((member(1, name="The Lord Bishop of Ely", seats=(lords(peerage="Bishops"),), parties=(joined(BISHOPS, "2014-06-04"),)),))  # fmt: skip
    assert register.resolve("The Lord Bishop of Ely", day=when("2015-01-01"), house=LORDS).identifier == "1"
    assert register.on("1", when("2015-01-01"), LORDS) == Day(Party(identifier="3", name="Bishops"), None)
