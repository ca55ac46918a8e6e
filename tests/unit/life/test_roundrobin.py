"""One question put to many bodies."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqgraph.life.roundrobin import LEAST_BODIES, round_robin_key

ADDRESSES = [
    ("Secretary of State for Wales", "her Office"),
    ("Secretary of State for Environment, Food and Rural Affairs", "his Department"),
    ("Secretary of State for Foreign, Commonwealth and Development Affairs", "their Department"),
    ("Chancellor of the Exchequer", "her Department"),
    ("hon. Member for Battersea, representing the Church Commissioners", "the Commission"),
    ("Minister of State, Foreign, Commonwealth and Development Office", "his own Department"),
    ("Solicitor General", "her Department"),
]


@pytest.mark.parametrize(("address", "body"), [pair for pair in ADDRESSES if pair[1] != "the Commission"])
def test_only_the_addressee_differs(address: str, body: str) -> None:
    text = f"To ask the {address}, how many staff {body} employed in (a) 2023 and (b) 2024; and whether she has plans."
    assert round_robin_key(text) == (
        "how many staff their department employed in (a) 2023 and (b) 2024; and whether they have plans"
    )


def test_an_address_without_comma_and_markup() -> None:
    expected = "how many staff their department employs"
    for text in (
        "To ask the Secretary of State for Defence how many staff his Department employs.",
        "<p>TTo ask the Secretary of State for Defence,\u00a0how many staff\u200b his Department employs</p>",
        "To ask the hon. Member for Battersea, representing the Church Commissioners, how many staff their Department employs.",
    ):
        assert round_robin_key(text) == expected


def test_a_comma_more_is_no_other_question() -> None:
    asked = "how many government procurement cards were held by staff within {} executive agencies of her Department"
    one, other = (
        round_robin_key(
            f"To ask the {whom}, {asked.format('(b)')}{comma} at the end of calendar years 2022 and 2023."
        )
        for whom, comma in (
            ("Secretary of State for Transport", ""),
            ("Secretary of State for the Home Department", ","),
        )
    )
    assert one == other


def test_different_questions_have_different_keys() -> None:
    one = round_robin_key("To ask the Secretary of State for Wales, how many cars her Office owns.")
    assert one != round_robin_key("To ask the Secretary of State for Wales, how many vans her Office owns.")


def test_a_clipped_text_has_the_key_of_the_whole_one() -> None:
    long = "how many staff his Department employed in each year since 2010 " + "in London and elsewhere " * 10
    short = f"To ask the Secretary of State for Wales, {long}"[:255]
    other = f"To ask the Secretary of State for Environment, Food and Rural Affairs, {long}"[:255]
    whole = f"To ask the Chancellor of the Exchequer, {long}"
    assert round_robin_key(short) == round_robin_key(other) == round_robin_key(whole)


@given(st.text())
def test_any_text_has_a_key(text: str) -> None:
    key = round_robin_key(text)
    assert len(key) <= 150
    assert key == key.lower().strip()


def test_real_round_robins(shared_data: Path) -> None:
    """Domain facts, 8.4, 26: sets of 10 to 17 bodies, with his, her and their."""
    sets: dict[tuple[object, ...], set[int]] = defaultdict(set)
    with gzip.open(shared_data / "api" / "commons-list.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            value = json.loads(line)["value"]
            key = (value["askingMemberId"], value["dateTabled"], round_robin_key(value["questionText"]))
            sets[key].add(value["answeringBodyId"])
    sizes = [len(bodies) for bodies in sets.values()]
    assert max(sizes) == 17
    assert sum(size >= 10 for size in sizes) == 28
    assert sum(size >= LEAST_BODIES for size in sizes) == 46
    # Nothing but the words of the question is left.
    assert sum(str(key).startswith("to ask") for *_, key in sets) == 10  # mistyped addresses
