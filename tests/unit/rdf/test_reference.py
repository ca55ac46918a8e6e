import datetime as dt
import gzip
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqgraph.rdf.reference import Bodies, Body, bodies, house_of_address


def test_labels_are_the_latest_full_names():
    assert bodies().label("60") == "Department for Education"
    assert bodies().label("7") == "Ministry of Housing, Communities and Local Government"
    assert bodies().label("99999") is None
    assert bodies().get("16").replaced_by == ("208",)
    assert bodies().get("26").replaced_by == bodies().get("63").replaced_by == ("201",)
    assert "Department for Children, Schools and Families" in bodies().get("60").other_labels
    assert bodies().get("99999") is None
    assert len(bodies()) == len(list(bodies())) > 30


@pytest.mark.parametrize(
    ("text", "identifier", "house"),
    [
        ("To ask the Secretary of State for Education, what steps", "60", "commons"),
        ("To ask the Secretary of State for Education what steps", "60", "commons"),
        ("<p>To ask the Secretary of State for Education, what</p>", "60", "commons"),
        ("TTo ask the\u00a0Secretary of State for  Education,what", "60", "commons"),
        ("To the Secretary of State for Work and Pensions, what", "29", "commons"),
        ("To ask Mr Chancellor of the Exchequer, if", "14", "commons"),
        ("To ask the Secretary of State for Health, if", "17", "commons"),
        ("To ask the Secretary of State for Health and Social Care, if", "17", "commons"),
        ("To ask the Secretary of State for Environment, Food and Rural Affairs, if", "13", "commons"),
        ("To ask the Minister of State, Foreign, Commonwealth and Development Office, if", "208", "commons"),
        ("To ask the Prime Minister, if", "23", "commons"),
        ("To ask the Attorney General, if", "88", "commons"),
        ("To ask the Solicitor General, if", "88", "commons"),
        ("To ask the Secretary of State for Exiting the European Union, if", "203", "commons"),
        ("To ask the hon. Member for Battersea, representing the Church Commissioners, if", "9", "commons"),
        (
            "To ask the Right hon. Member for Kenilworth and Southam, representing the Speaker’s Committee "
            "on the Electoral Commission, if",
            "36",
            "commons",
        ),
        ("To ask the Solicitor-General if she will consider", "88", "commons"),
        ("To ask the Attorney-General how many", "88", "commons"),
        (
            "To ask the Minister of State, Department for Business, Innovation and Skills what",
            "26",
            "commons",
        ),
        ("To ask the Secretary of State for Business, Innovation and Skills, what", "26", "commons"),
        ("To ask the Secretary of State for Children, Schools and Families how many", "60", "commons"),
        ("To ask the Secretary of State for Energy and Climate Change what", "63", "commons"),
        ("To ask the Minister of State, Department for Transport  what", "27", "commons"),
        ("To ask the Minister for Women and Equality how many", "31", "commons"),
        ("To ask the Deputy Foreign Secretary, whether he has", "208", "commons"),
        (
            "To ask the Minister of State for Foreign, Commonwealth and Development Affairs, what",
            "208",
            "commons",
        ),
        ("To ask the Minister of State, Department for Silly Walks, what", None, "commons"),
        ("To ask the Leader of the House, if", "34", None),
        ("To ask Her Majesty's Government what", None, "lords"),
        ("To ask His Majesty’s Government, what", None, "lords"),
        ("To ask the Senior Deputy Speaker what", None, "lords"),
        ("To ask the Secretary of State for Silly Walks, what", None, "commons"),
        ("To ask the Secretary of State for Educational Matters, what", None, "commons"),
        ("What steps the Secretary of State for Education is taking", None, None),
        ("", None, None),
    ],
)
def test_reads_the_address(text, identifier, house):
    assert bodies().addressed(text) == identifier
    assert house_of_address(text) == house


@pytest.mark.parametrize(
    ("day", "identifier"),
    [(None, "217"), (dt.date(2017, 4, 18), "10"), (dt.date(2023, 2, 6), "10"), (dt.date(2023, 2, 7), "217")],
)
def test_the_day_tells_bodies_of_one_address_apart(day, identifier):
    assert (
        bodies().addressed("To ask the Secretary of State for Culture, Media and Sport, if", day)
        == identifier
    )


def test_a_minister_of_state_is_addressed_by_the_department():
    found = Bodies(
        (
            Body("1", "Department for Walks", ("Walks", "Ministry of Walks")),
            Body("2", "Department for Walks", established=dt.date(2020, 1, 1)),
            Body("3", "Walks Office"),
        )
    )
    text = "To ask the Minister of State, Department for Walks, if"
    assert found.addressed(text, dt.date(2019, 1, 1)) == "1"
    assert found.addressed(text, dt.date(2020, 1, 1)) == "2"
    assert found.addressed("To ask the Minister of State, Ministry of Walks if") == "1"
    assert found.addressed("To ask the Minister of State, Walks if") is None
    assert found.addressed("To ask the Minister of State, Walks Office if") == "3"


def test_a_day_before_all_of_them_gives_the_latest():
    found = Bodies((Body("1", "One", (), ("Minister",), dt.date(2020, 1, 1)),))
    assert found.addressed("To ask the Minister, if", dt.date(2019, 1, 1)) == "1"
    assert Bodies(()).addressed("To ask the Minister, if") is None


@given(st.text(max_size=400))
def test_any_text_has_an_answer(text):
    assert bodies().addressed(text) is None or bodies().label(bodies().addressed(text))
    assert house_of_address("To ask the " + text) in ("commons", "lords", None)


def test_addresses_agree_with_the_records(shared_data):
    right = wrong = unknown = 0
    with gzip.open(shared_data / "api" / "commons-list.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            value = json.loads(line)["value"]
            found = bodies().addressed(value["questionText"], dt.date.fromisoformat(value["dateTabled"][:10]))
            assert house_of_address(value["questionText"]) != "lords"
            unknown += found is None
            right += found == str(value["answeringBodyId"])
            wrong += found not in (None, str(value["answeringBodyId"]))
    assert right / (right + wrong) >= 0.999
    assert unknown < 0.001 * (right + wrong)


def test_departments_of_2009_are_known(shared_data):
    texts = {}
    for path in sorted((shared_data / "parlparse" / "wrans").glob("*.xml")):
        for question in ET.parse(path).iter("ques"):
            texts[question.get("id")] = " ".join("".join(question.itertext()).split())
    found = Counter(bodies().addressed(text, dt.date(2009, 10, 26)) for text in texts.values())
    of_that_time = {number: found[number] for number in ("26", "27", "31", "60", "63", "88")}
    assert of_that_time == {"26": 107, "27": 42, "31": 2, "60": 64, "63": 25, "88": 10}
    # One is cut off before its opening words, one has the number of a part inside them.
    assert (len(texts), found[None]) == (877, 2)


def test_houses_agree_with_the_records(shared_data):
    page = json.loads((shared_data / "lda" / "answeredquestions.json").read_text("utf-8"))
    for item in page["result"]["items"]:
        expected = {"1": "commons", "2": "lords"}[item["houseId"]["_value"]]
        assert house_of_address(item["questionText"]) == expected


def test_loading_is_fast_enough_for_a_command():
    code = (
        "import time, pyoxigraph; from pqgraph.rdf.reference import bodies; "
        "a = time.perf_counter(); bodies(); print(time.perf_counter() - a)"
    )
    times = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
        for _ in range(3)
    ]
    assert min(times) < 0.015
