"""What the mapping gets for a reference to a member."""

from __future__ import annotations

import datetime as dt

import pytest
from people import CONSERVATIVE, LABOUR, commons, constituency, joined, member

from pqgraph.members import MemberResolver, Register
from pqgraph.model import House, MemberReference, Standing

DAY, COMMONS = dt.date(2018, 1, 18), House.COMMONS
SEAT = constituency("Snodsbury")
REGISTER = Register(
    (
        member(
            1,
            name="Dame Ann Vane",
            list_name="Vane, Dame Ann",
            other_names=("Ann Vane",),
            seats=(commons("Snodsbury", "2017-06-08", "2019-11-06", identifiers=("uk.org.publicwhip/member/7",)),),
            parties=(joined(LABOUR, "2017-06-08"),),
        ),
        member(2, name="Bob Vane", seats=(commons("Totleigh", "2017-06-08"),), parties=(joined(CONSERVATIVE, "2017-06-08"),)),
        member(3, name="Bob Vane", seats=(commons("Brinkley", "2017-06-08"),)),
        member(4, other_names=("Only Name",)),
    )
)  # fmt: skip


@pytest.fixture
def resolve() -> MemberResolver:
    return MemberResolver(REGISTER)


def test_a_number_is_kept_and_the_registers_name_taken(resolve: MemberResolver) -> None:
    given = MemberReference(
        identifier="1", name="Ann Vane", printed=("Ms Ann Vane",), label="Biography information …"
    )
    assert resolve(given, DAY, COMMONS) == Standing(
        member=MemberReference(
            identifier="1",
            name="Dame Ann Vane",
            list_name="Vane, Dame Ann",
            printed=("Ms Ann Vane",),
            label="Biography information …",
        ),
        party=LABOUR,
        constituency=SEAT,
    )


@pytest.mark.parametrize(
    "given",
    [
        MemberReference(name="Ann Vane"),
        MemberReference(printed=("Ms Ann Vane", "Vane, Ann")),
        MemberReference(name="Nobody at all", list_name="Vane, Ann"),
        MemberReference(label="Biography information for Ann Vane"),
        MemberReference(name="Bob Vane", other_identifiers=("x", "uk.org.publicwhip/member/7")),
        MemberReference(name="Ann Vane", party="Labour", seat="Snodsbury"),
        MemberReference(name="Ann Vane", party_abbreviation="Lab"),
    ],
)
def test_a_name_or_another_identifier_gets_its_number(
    resolve: MemberResolver, given: MemberReference
) -> None:
    found = resolve(given, DAY, COMMONS)
    assert (found.member.identifier, found.member.name, found.party, found.constituency) == (
        "1",
        "Dame Ann Vane",
        LABOUR,
        SEAT,
    )
    assert found.member.printed == given.printed
    assert found.problem is None


@pytest.mark.parametrize(
    ("given", "day", "problem"),
    [
        (
            MemberReference(name="Zoe Vane"),
            DAY,
            ("PQ261", "Zoe Vane", "'Zoe Vane': no member of that name is in the register"),
        ),
        (
            MemberReference(printed=("Ann Vane",)),
            dt.date(2015, 1, 1),
            (
                "PQ261",
                "Ann Vane",
                "'Ann Vane': nobody of that name sat in the House of Commons on 2015-01-01; known: Dame Ann Vane (1)",
            ),
        ),
        (
            MemberReference(name="Bob Vane"),
            DAY,
            (
                "PQ262",
                "Bob Vane",
                "'Bob Vane' may be any of Bob Vane (2), Bob Vane (3), who sat in the House of Commons on 2018-01-18",
            ),
        ),
        (
            MemberReference(name="Ann Vane", party="Conservative"),
            DAY,
            (
                "PQ263",
                "Ann Vane",
                "'Ann Vane': what is printed contradicts the party or seat on 2018-01-18 of Dame Ann Vane (1)",
            ),
        ),
        (
            MemberReference(name="Ann Vane", printed=("Bob Vane (Totleigh)",)),
            DAY,
            ("PQ262", "Ann Vane", "'Ann Vane': different members by different names, 1, 2"),
        ),
        (
            MemberReference(name="Bob Vane", other_identifiers=("uk.org.publicwhip/member/404",)),
            DAY,
            (
                "PQ262",
                "Bob Vane",
                "'Bob Vane' may be any of Bob Vane (2), Bob Vane (3), who sat in the House of Commons on 2018-01-18",
            ),
        ),
    ],
)
def test_what_is_not_certain_stays_as_it_is_with_the_reason(
    resolve: MemberResolver, given: MemberReference, day: dt.date, problem: tuple[str, str, str]
) -> None:
    assert resolve(given, day, COMMONS) == Standing(member=given, problem=problem)


def test_either_house_is_named_as_such_and_long_names_are_cut(resolve: MemberResolver) -> None:
    found = resolve(MemberReference(name="Ann Vane"), dt.date(2010, 1, 1), None)
    assert found.problem is not None
    assert "sat in either House on" in found.problem[2]
    found = resolve(MemberReference(name="Ann " * 99), DAY, None)
    assert found.problem is not None
    assert len(found.problem[2]) < 150


def test_a_number_that_the_register_does_not_know_stands_as_it_is(resolve: MemberResolver) -> None:
    given = MemberReference(identifier="99", name="Zoe Vane")
    assert resolve(given, DAY, COMMONS) == Standing(member=given)


def test_a_member_of_whom_the_register_has_no_display_name_keeps_the_sources(resolve: MemberResolver) -> None:
    given = MemberReference(identifier="4", name="Zoe Vane")
    assert resolve(given, DAY, COMMONS) == Standing(member=given)


def test_a_reference_without_any_name_has_no_problem(resolve: MemberResolver) -> None:
    assert resolve(MemberReference(), DAY, COMMONS) == Standing(member=MemberReference())
