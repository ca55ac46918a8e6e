"""Names as printed, brought to one form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqgraph.members.names import LONGEST, Name, fold, parse_name, party_key

SAME = {
    "james frith": [
        "James Frith",
        "Mr James Frith",
        "Frith, James",
        "Frith, Mr James",
        "Mr. James Frith MP",
        "Frith, James, MP",
        "Rt Hon James Frith MP",
        "The Rt. Hon. James Frith, MP",
        "JAMES FRITH",
        "  James\u00a0\u200bFrith ",
        "Biography information for James Frith",
        "Biography information for Mr James Frith",
    ],
    "lord rennard": ["Lord Rennard", "Rennard, L.", "The Lord Rennard MBE", "Rennard, Lord", "Baron Rennard"],
    "baroness williams of crosby": [
        "Baroness Williams of Crosby",
        "Williams of Crosby, B.",
        "The Rt Hon. the Baroness Williams of Crosby CH",
    ],
    "bishop st albans": [
        "The Lord Bishop of St Albans",
        "The Lord Bishop of St. Albans",
        "St Albans, Bp.",
        "The Rt Revd. the Lord Bishop of St. Albans",
        "Bishop of St Albans",
    ],
    "archbishop canterbury": [
        "The Lord Archbishop of Canterbury",
        "Canterbury, Abp.",
        "The Most Revd and Rt Hon. the Lord Archbishop of Canterbury",
    ],
    "earl sandwich": ["Earl of Sandwich", "The Earl of Sandwich", "Sandwich, E."],
    "lord stirrup": ["Air Chief Marshal the Lord Stirrup GCB AFC", "Lord Stirrup"][1:],
    "john major": ["Sir John Major KG CH", "Major, John", "Mr John Major"],
    "jonathan lord": ["Jonathan Lord", "Lord, Mr Jonathan"],
    "frank field": ["Frank Field", "Field, Mr Frank"],
    "nicholas soames": ["Rt Hon Sir Nicholas Soames MP", "Soames, Sir Nicholas"],
    "lembit opik": ["Lembit Öpik", "OPIK, Lembit", "Lembit O\u0308pik"],
    "mike obrien": ["Mike O'Brien", "Mike O’Brien", "O'BRIEN, Mr Mike"],
    "chris heaton harris": ["Chris Heaton-Harris", "Heaton\u2010Harris, Chris"],
    "gross strasse": ["Groß Straße", "GROSS STRASSE"],
    "lady hermon": ["Lady Hermon", "The Lady Hermon"],
}


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in SAME.items() for text in texts])
def test_forms_of_one_name(key: str, text: str) -> None:
    assert parse_name(text) == Name(key)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ",",
        "Mr Frith",
        "Frith",
        "Mr Speaker",
        "The Lord",
        "Lord",
        "(Labour)",
        "a, b, c",
        "MP",
        "’",
        "\u200b",
    ],
)
def test_no_whole_name(text: str) -> None:
    assert parse_name(text) is None


def test_middle_initials_stand_apart_and_must_not_differ() -> None:
    plain, full, other = map(parse_name, ("Grahame Morris", "Grahame M. Morris", "Grahame N Morris"))
    assert plain == Name("grahame morris")
    assert full == Name("grahame morris", "m")
    assert plain is not None and full is not None and other is not None
    assert plain.fits(full)
    assert full.fits(plain)
    assert not full.fits(other)
    assert parse_name("David T C Davies") == Name("david davies", "tc")
    assert parse_name("J R Shaw") == Name("j shaw", "r")


def test_brackets_are_hints() -> None:
    assert parse_name("Mr James Frith (Labour)") == Name("james frith", hints=("Labour",))
    assert parse_name("Mr. Frank Field (Birkenhead) (Lab)") == Name(
        "frank field", hints=("Birkenhead", "Lab")
    )


def test_a_title_lacking_its_place_is_another_name() -> None:
    whole, part = parse_name("Lord Young of Cookham"), parse_name("Lord Young")
    assert whole is not None and part is not None
    assert not whole.fits(part)


@pytest.mark.parametrize(
    ("key", "texts"),
    [
        ("labour", ["Labour", "Lab", "Labour (Co-op)", "Labour/Co-operative", "The Labour Party"]),
        ("conservative", ["Conservative", "Con", "Conservative and Unionist Party", "Conservatives"]),
        ("liberal democrat", ["Liberal Democrat", "LD", "Lib Dem", "Liberal Democrats"]),
        ("crossbench", ["Crossbench", "XB", "Cross-Bench", "Crossbencher"]),
        ("non affiliated", ["Non-affiliated", "Non-Afl"]),
        ("scottish national", ["Scottish National Party", "SNP"]),
        ("sinn fein", ["Sinn Féin", "SF"]),
        ("green", ["Green Party", "Green"]),
        ("party", ["Party"]),
    ],
)
def test_names_of_one_party(key: str, texts: list[str]) -> None:
    assert {party_key(text) for text in texts} == {key}


def test_a_text_of_any_length_is_folded_and_long_ones_are_no_names() -> None:
    assert parse_name("Ann " + "B" * LONGEST) is None
    assert fold("İzmir & Ærø") == "izmir and aero"


@given(st.text(max_size=400))
def test_any_text_is_parsed_or_not_but_never_fails(text: str) -> None:
    name = parse_name(text)
    assert name is None or (" " in name.key and name.key == fold(name.key))
    party_key(text)


@given(st.text(max_size=60))
def test_the_folded_form_is_its_own(text: str) -> None:
    assert fold(fold(text)) == fold(text)
