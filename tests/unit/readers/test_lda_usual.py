"""The short ways of the readers of the Linked Data API: where they make a record, the careful way makes the same."""

import copy
import csv
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqgraph.errors import PqgraphError
from pqgraph.model import Locator, Question, SourceFile
from pqgraph.readers import lda_csv, lda_json
from pqgraph.readers._csv_rows import _plain
from pqgraph.readers._lda_columns import Columns
from pqgraph.readers._lda_items import read_item
from pqgraph.readers._lda_rows import UsualRows
from pqgraph.readers._lda_shapes import LdaItem
from pqgraph.readers._lda_usual import question_of, raw_items, usual_text
from pqgraph.readers.base import Source, UnknownFields

FILE = SourceFile(name="items.json", sha256="0" * 64, reader="lda-json")
PLACE = Locator(FILE, "/3")
BASE = "http://data.parliament.uk/resources/700001"


def literal(text: str) -> dict[str, Any]:
    return {"_value": text}


def member(number: int, name: str) -> dict[str, Any]:
    return {
        "_about": f"http://data.parliament.uk/members/{number}",
        "label": literal(f"Biography information for {name}"),
    }


ITEM: dict[str, Any] = {
    "_about": BASE,
    "AnsweringBody": [literal("Department for Tests")],
    "answer": {
        "_about": f"{BASE}/answer",
        "answerText": literal("<p>It is being tested.</p>"),
        "answeringMember": member(4002, "Anna Answer"),
        "answeringMemberConstituency": literal("Replyton"),
        "answeringMemberPrinted": literal("Anna Answer"),
        "attachment": [
            {
                "_about": f"{BASE}/answer/attachment/{number}",
                "fileName": literal(f"{number}.pdf"),
                "title": "Table",
            }
            for number in (1, 2)
        ],
        "dateOfAnswer": {"_value": "2018-07-03", "_datatype": "dateTime"},
        "groupedQuestionUIN": [literal("200001"), literal("200002")],
        "isMinisterialCorrection": {"_value": "true", "_datatype": "boolean"},
        "previousAnswerVersion": {
            "_about": f"{BASE}/answer/previousversion/1",
            "answeringMember": member(4002, "Anna Answer"),
            "answeringMemberPrinted": literal("Anna Answer"),
        },
        "questionFirstAnswered": [{"_value": "2018-07-03T16:11:48.9711Z", "_datatype": "dateTime"}],
    },
    "answeringDeptId": literal("99"),
    "answeringDeptShortName": literal("Tests"),
    "answeringDeptSortName": literal("Tests"),
    "date": {"_value": "2018-06-26", "_datatype": "dateTime"},
    "hansardHeading": literal("Testing"),
    "houseId": literal("1"),
    "legislature": [
        {"_about": "http://data.parliament.uk/terms/25259", "prefLabel": literal("House of Commons")}
    ],
    "questionText": "To ask the Secretary of State for Tests, whether this is tested.",
    "registeredInterest": {"_value": "true", "_datatype": "boolean"},
    "tablingMember": member(4001, "Mr Tim Tabler"),
    "tablingMemberConstituency": literal("Askham"),
    "tablingMemberPrinted": [literal("Tim Tabler")],
    "uin": "200001",
}
TEXTS = st.one_of(
    st.sampled_from(
        [
            *("", " ", "NA", "0", "1", "2", "true", "False", "200001", "a ; b", " ; ", "; b", "a ; a"),
            *("2018-06-26", "2018-02-30", "26/06/2018", "2018-06-26T00:00:00", "2018-07-03T16:11:48"),
            *(
                "2018-07-03T24:00:00Z",
                "2018-07-03T16:11:60Z",
                "2018-07-03T16:11:48+01:00",
                "0000-01-01T00:00:00Z",
            ),
            *("http://data.parliament.uk/members/0", "http://data.parliament.uk/members/007"),
            *(
                "http://data.parli ament.uk/members/7",
                "https://x/resources/members/api/lords/id/7",
                "members/7",
            ),
            *("HL1", "urn:x", "http://x y", "Biography information for ", "Biography information for  X "),
        ]
    ),
    st.text(max_size=12),
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(
            st.sampled_from(["_value", "_about", "_datatype", "label", "title"]), below, max_size=2
        )
    ),
    max_leaves=4,
)


def places(tree: Any) -> list[tuple[Any, Any]]:
    """Every value in a tree, as what holds it and its key."""
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [found for key, value in pairs for found in ((tree, key), *places(value))]


@st.composite
def items(draw: st.DrawFn) -> dict[str, Any]:
    """Items with some values dropped, wrapped, unwrapped, repeated or replaced."""
    item = copy.deepcopy(ITEM)
    for _ in range(draw(st.integers(0, 3))):
        holder, key = draw(st.sampled_from(places(item) or [({"x": 1}, "x")]))
        change = draw(st.sampled_from(["drop", "wrap", "list", "repeat", "text", "value"]))
        if change == "drop":
            del holder[key]
        elif change == "wrap":
            value = holder[key]
            holder[key] = (
                value["_value"] if isinstance(value, dict) and "_value" in value else {"_value": value}
            )
        elif change in {"list", "repeat"}:
            holder[key] = [copy.deepcopy(holder[key]) for _ in range(1 if change == "list" else 2)]
        else:
            holder[key] = draw(TEXTS if change == "text" else VALUES)
    return item


def short(tree: Any) -> Question | None:
    """The record that the short way makes, if it makes one."""
    try:
        return question_of(msgspec.convert(tree, LdaItem), PLACE)
    except (ValueError, KeyError):
        return None


def careful(tree: Any) -> list[Any]:
    return list(read_item(tree, FILE, PLACE.fragment, UnknownFields()))


def test_an_item_with_all_that_is_usual_goes_the_short_way() -> None:
    assert [short(ITEM)] == careful(ITEM)


@given(items())
def test_the_short_way_gives_the_careful_ways_record_or_none(item: dict[str, Any]) -> None:
    question = short(item)
    if question is not None:
        assert careful(item) == [question]


def test_all_real_items_go_the_short_way(shared_data: Path) -> None:
    for name, count in (("answeredquestions.json", 500), ("answeredquestions_moj_update.json", 10)):
        data = (shared_data / "lda" / name).read_bytes()
        trees = json.loads(data)["result"]["items"]
        text = usual_text(data)
        assert text is not None
        assert text.addresses[1].startswith("http://lda.data.parliament.uk/answeredquestions.json")
        assert len(text.items) == count
        for item, tree in zip(text.items, trees, strict=True):
            assert [question_of(item, PLACE)] == careful(tree)


@pytest.mark.parametrize(
    ("text", "above", "is_bare"),
    [
        ({"result": {"items": [ITEM, {}]}, "version": "0.2"}, "/result/items", False),
        ([ITEM, {}], "", False),
        (ITEM, "", True),
    ],
    ids=["page", "array", "bare"],
)
def test_items_of_each_kind_of_text_can_be_read_again(text: Any, above: str, is_bare: bool) -> None:
    data = b" " + json.dumps(text, indent=1).encode()
    found = usual_text(data)
    assert found is not None
    assert (found.above, found.is_bare) == (above, is_bare)
    again = [json.loads(bytes(raw)) for raw in raw_items(found, data)]
    assert again == ([ITEM] if is_bare else [ITEM, {}])


@pytest.mark.parametrize(
    "text",
    [
        b'{"result": {"items": [], "first": "\\q"}}',
        b'{"result": {"items": [], "first": "\xff"}}',
        b'{"result": {"items": [{"strange": 1}]}}',
        b'{"result": {"items": [], "strange": 1}}',
        b'{"result": {"items": []}} x',
        b"[[]]",
        b"",
    ],
)
def test_damage_and_strangers_are_left_to_the_careful_way(text: bytes) -> None:
    assert usual_text(text) is None


def read(path: Path, content: bytes) -> list[Any]:
    path.write_bytes(content)
    return list(lda_json.READER.read(Source(path), FILE))


def test_damage_behind_good_items_costs_the_document(tmp_path: Path) -> None:
    page = json.dumps({"result": {"items": [ITEM], "first": "x"}}).encode()
    assert len(read(tmp_path / "a.json", page)) == 1
    with pytest.raises(PqgraphError) as caught:
        read(tmp_path / "b.json", page.replace(b'"x"', b'"\\q"'))
    assert caught.value.code.id == "PQ108"


def test_a_page_in_another_encoding_says_so_before_its_items(tmp_path: Path) -> None:
    item = {**ITEM, "questionText": "Whether £1 is enough."}
    page = json.dumps({"result": {"items": [item]}}, ensure_ascii=False).encode("cp1252")
    notice, question = read(tmp_path / "a.json", page)
    assert (notice.code, notice.locator.fragment) == ("PQ253", "L1")
    assert question.text == item["questionText"]


def test_items_of_another_shape_do_not_keep_the_others_from_being_read(tmp_path: Path) -> None:
    odd = {**ITEM, "AnswerDate": literal("2018-07-03")}
    found = read(tmp_path / "a.json", json.dumps([ITEM, *[odd] * 12, ITEM]).encode())
    assert [item.date_for_answer is None for item in found] == [True, *[False] * 12, True]
    assert found[0].answers == found[-1].answers == found[5].answers
    assert [item.locator.fragment for item in found] == [f"/{number}" for number in range(14)]


# Rows of CSV

HEADINGS = [
    *(
        "uri",
        "answering body",
        "answering dept id",
        "answering dept short name",
        "answering dept sort name",
        "date",
    ),
    *("hansard heading", "house id", "legislature > pref label", "question text", "registered interest"),
    *(
        "tabling member",
        "tabling member > uri",
        "tabling member printed",
        "tabling member constituency",
        "uin",
    ),
    *(
        "answer > uri",
        "answer > answer text",
        "answer > date of answer",
        "answer > is ministerial correction",
    ),
    *(
        "answer > grouped question UIN",
        "answer > question first answered",
        "answer > answering member > label",
    ),
    *("answer > answering member > uri", "answer > answering member printed"),
    *("answer > attachment > file name", "answer > attachment > title", "session"),
]
CELLS = [
    *(BASE, "Department for Tests", "99", "Tests", "Tests", "2018-06-26"),
    *("Testing", "1", "House of Commons", "To ask whether, and if so why.", "false"),
    *("4001", "http://data.parliament.uk/members/4001", "Tim Tabler", "Askham", "200001"),
    *(f"{BASE}/answer", "<p>It is.</p>", "2018-07-03", "false"),
    *("200001 ; 200002", "2018-07-03T16:11:48.9711Z", "Biography information for Anna Answer"),
    *("http://data.parliament.uk/members/4002", "Anna Answer"),
    *("1.pdf ; 2.pdf", "One ; Two", ""),
]


def of_row(columns: Columns, cells: list[str]) -> tuple[Question | None, list[tuple[str, str, str]]]:
    try:
        question = UsualRows(columns).question(cells, PLACE)
    except (ValueError, KeyError):
        return None, []
    return question, columns.notes


def of_tree(columns: Columns, cells: list[str]) -> tuple[list[Any], list[tuple[str, str, str]]]:
    return list(read_item(columns.tree(cells), FILE, PLACE.fragment, None)), columns.notes


def test_a_row_with_all_that_is_usual_goes_the_short_way() -> None:
    columns = Columns(HEADINGS)
    question, notes = of_row(columns, CELLS)
    assert ([question], notes) == of_tree(columns, CELLS)
    assert question is not None
    assert [each.title for each in question.answers[0].attachments] == ["One", "Two"]


@given(
    st.dictionaries(st.integers(0, len(CELLS) - 1), TEXTS, max_size=4),
    st.sets(st.integers(0, len(CELLS) - 1), max_size=3),
    st.booleans(),
)
def test_the_short_way_of_a_row_gives_its_trees_record_or_none(
    changes: dict[int, str], without: set[int], by_r: bool
) -> None:
    cells = [changes.get(place, cell) for place, cell in enumerate(CELLS)]
    kept = [place for place in range(len(CELLS)) if place not in without]
    columns = Columns(([""] if by_r else []) + [HEADINGS[place] for place in kept])
    row = (["1"] if by_r else []) + [cells[place] for place in kept]
    question, notes = of_row(columns, row)
    if question is not None:
        assert ([question], notes) == of_tree(columns, row)


def test_nearly_all_real_rows_go_the_short_way(shared_data: Path) -> None:
    with (shared_data / "lda" / "answeredquestions.csv").open(encoding="utf-8", newline="") as stream:
        headings, *rows = csv.reader(stream)
    columns = Columns(headings)
    found = [(of_row(columns, row), of_tree(columns, row)) for row in rows]
    assert sum(question is None for (question, _), _ in found) == 6  # those with an earlier version
    assert all(([question], notes) == tree for (question, notes), tree in found if question is not None)


@given(st.text(alphabet='"",,ab \x00é;\t\x0b\x85'), st.sampled_from(["", "\n", "\r\n", "\r"]))
def test_a_line_that_is_a_row_has_the_values_that_csv_has(text: str, end: str) -> None:
    found = _plain(text + end)
    if found is not None and text:
        assert [found, ["next"]] == list(csv.reader([text + end, "next"], strict=True))


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('a,"b, c",""\r\n', ["a", "b, c", ""]),
        ('"say ""yes""","""x"""', ['say "yes"', '"x"']),
        ('"open, and\n', None),
        ('"a"b,c', None),
        ('a "b", c', None),
    ],
)
def test_marks_that_enclose_values_are_enough_for_a_row(line: str, cells: list[str] | None) -> None:
    assert _plain(line) == cells


def test_the_short_way_of_rows_keeps_no_notes_of_the_row_before(tmp_path: Path) -> None:
    # The titles of the first row cannot be told apart; the second has no attachments.
    bad = [cell if cell != "One ; Two" else "One ; Two ; Three" for cell in CELLS]
    good = ["" if ".pdf" in cell or cell == "One ; Two" else cell for cell in CELLS]
    path = tmp_path / "rows.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEADINGS, bad, good])
    found = [(type(item).__name__, item.locator.fragment) for item in lda_csv.READER.read(Source(path), FILE)]
    assert found == [("Question", "L2"), ("Notice", "L2"), ("Question", "L3")]
