"""Which questions belong together."""

from __future__ import annotations

import datetime as dt

from pqgraph.merge.groups import round_robins
from pqgraph.model import AnsweringBody, House, Locator, MemberReference, Question, SourceFile

FILE = SourceFile(name="answeredquestions.csv", sha256="0" * 64, reader="lda-csv")
BODIES = ("Cabinet Office", "Treasury", "Wales Office", "Scotland Office", "Department for Education")


def asked(member: MemberReference, number: int) -> Question:
    return Question(
        locator=Locator(FILE, f"L{number}"),
        text=f"To ask the Minister for {BODIES[number]}, how many staff in his Department respond to Freedom of "
        "Information requests.",
        uin=f"7103{number}",
        date_tabled=dt.date(2017, 4, 18),
        house=House.COMMONS,
        asking_member=member,
        answering_body=AnsweringBody(name=BODIES[number]),
    )


def test_a_member_without_a_number_is_known_by_name() -> None:
    names = ("Andrew Gwynne", "Andrew Gwynne", "Andrew  Gwynne", "ANDREW GWYNNE", "Andrew Gwynne ")
    (robin, *others) = round_robins(
        [asked(MemberReference(name=name), number) for number, name in enumerate(names)]
    )
    assert robin is not None
    assert robin.startswith("https://w3id.org/pqgraph/id/round-robin/commons/2017-04-18/")
    assert set(others) == {robin}


def test_a_printed_name_will_do_and_another_member_will_not() -> None:
    printed = MemberReference(printed=("Andrew Gwynne",))
    other = MemberReference(name="Angela Rayner")
    members = [MemberReference(list_name="Gwynne, Andrew"), *[printed] * 4]
    assert round_robins([asked(member, number) for number, member in enumerate(members)]) == [None] * 5
    assert None not in round_robins([asked(printed, number) for number in range(5)])
    assert round_robins([*(asked(printed, number) for number in range(4)), asked(other, 4)]) == [None] * 5
    assert round_robins([asked(MemberReference(), number) for number in range(5)]) == [None] * 5


def test_the_number_of_a_member_tells_more_than_the_name() -> None:
    members = [MemberReference(identifier="1506", name=name) for name in ("Andrew Gwynne", "Mr Gwynne")]
    found = round_robins([asked(members[number % 2], number) for number in range(5)])
    assert None not in found
    assert found == round_robins([asked(MemberReference(identifier="1506"), n) for n in range(5)])
    namesakes = [MemberReference(identifier=str(number % 2 + 1), name="A. Gwynne") for number in range(5)]
    assert round_robins([asked(member, n) for n, member in enumerate(namesakes)]) == [None] * 5
