"""Pitfalls 6 to 11: one fact in many shapes."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pitfall_graphs import (
    ID,
    RESOURCES,
    Made,
    converted,
    index,
    lda,
    lda_page,
    wrapped,
)

from pqgraph.api.renderers.lda_json import JsonRenderer

ONE = f"{RESOURCES}1"
ANSWER = f"{ONE}/answer"
FILE = {"_about": f"{ANSWER}/attachment/1", "fileName": wrapped("table.xlsx"), "title": "Table"}
VERSION = {"_about": f"{ANSWER}/previousversion/9230", "answeringMemberPrinted": wrapped("Nadhim Zahawi")}


def test_pitfall_06_one_is_an_object_and_several_are_a_list(tmp_path: Path) -> None:
    found = []
    for shape in (lambda value: value, lambda value: [value]):
        fields = {
            "groupedQuestionUIN": shape(wrapped("194747")),
            "attachment": shape(FILE),
            "previousAnswerVersion": shape(VERSION),
        }
        made = converted(tmp_path, lda_page(tmp_path / "page.json", lda(1, "194746", answer=fields)))
        assert made.problems == []
        found.append(made.graph.statements())
        (shown,) = JsonRenderer().items([ONE], index(made.path))
        # However it came, one value goes out as Elda wrote one.
        assert shown["answer"]["groupedQuestionUIN"] == wrapped("194747")
        assert shown["answer"]["attachment"] == FILE
    assert found[0] == found[1]
    second = FILE | {"_about": f"{ANSWER}/attachment/2"}
    fields = {"groupedQuestionUIN": [wrapped("194748"), wrapped("194747")], "attachment": [FILE, second]}
    made = converted(tmp_path, lda_page(tmp_path / "page.json", lda(1, "194746", answer=fields)))
    assert made.graph.values(ANSWER, "parl:groupedQuestionUIN") == ["194747", "194748"]
    assert made.graph.values(ANSWER, "parl:attachment") == [FILE["_about"], second["_about"]]
    (shown,) = JsonRenderer().items([ONE], index(made.path))
    assert shown["answer"]["groupedQuestionUIN"] == [wrapped("194747"), wrapped("194748")]


def test_real_06_objects_and_lists_go_out_as_they_came(
    lda_2014: tuple[Made, list[dict[str, Any]]],
) -> None:
    made, items = lda_2014
    kinds: Counter[tuple[str, str]] = Counter()
    shown = JsonRenderer().items([item["_about"] for item in items], index(made.path))
    for before, after in zip(items, shown, strict=True):
        for name in ("groupedQuestionUIN", "attachment", "previousAnswerVersion"):
            value = before["answer"].get(name)
            kinds[name, type(value).__name__] += value is not None
            assert type(after["answer"].get(name)) is type(value)
            if name == "groupedQuestionUIN":
                listed = value if isinstance(value, list) else [value] if value else []
                uins = made.graph.values(before["answer"]["_about"], "parl:groupedQuestionUIN")
                assert uins == sorted(each["_value"] for each in listed)
    assert +kinds == {
        ("groupedQuestionUIN", "dict"): 76,
        ("groupedQuestionUIN", "list"): 89,
        ("attachment", "dict"): 31,
        ("attachment", "list"): 9,
        ("previousAnswerVersion", "dict"): 5,
    }


def test_pitfall_07_plain_and_wrapped_values_are_the_same(tmp_path: Path) -> None:
    def turned(value: Any, name: str = "") -> Any:
        """Every wrapped value plain, and every plain one wrapped."""
        if isinstance(value, dict):
            return (
                value["_value"]
                if "_value" in value
                else {
                    key: wrapped(each)
                    if isinstance(each, str) and not key.startswith("_")
                    else turned(each, key)
                    for key, each in value.items()
                }
            )
        return [turned(each) for each in value] if isinstance(value, list) else value

    item = lda(1, "194746", answer={"attachment": FILE})
    made = [converted(tmp_path, lda_page(tmp_path / "page.json", each)) for each in (item, turned(item))]
    assert made[0].problems == made[1].problems == []
    assert made[0].graph.statements() == made[1].graph.statements()
    assert made[0].graph.values(ANSWER, "parl:attachment", "dcterms:title") == ["Table"]


def test_real_07_values_are_wrapped_again_as_they_were(
    lda_2014: tuple[Made, list[dict[str, Any]]],
) -> None:
    made, items = lda_2014
    shown = JsonRenderer().items([item["_about"] for item in items], index(made.path))
    names = {name for item in items for name, value in item.items() if isinstance(value, str)}
    assert names == {"_about", "questionText", "uin"}
    assert {name for item in shown for name, value in item.items() if isinstance(value, str)} == names
    for before, after in zip(items, shown, strict=True):
        assert after["questionText"] == before["questionText"]
        assert after["hansardHeading" if "hansardHeading" in before else "date"] == before.get(
            "hansardHeading", before["date"]
        )


def test_pitfall_08_flags_and_numbers_that_are_strings_get_their_types(tmp_path: Path) -> None:
    item = lda(
        1,
        "194746",
        registeredInterest=wrapped("true", "boolean"),
        answer={"isMinisterialCorrection": wrapped("false", "boolean")},
        published=wrapped("true", "boolean"),
        parliamentNumber=wrapped("57"),
    )
    graph = converted(tmp_path, lda_page(tmp_path / "page.json", item)).graph
    assert graph.literals(ONE, "parl:registeredInterest") == [("true", "boolean")]
    assert graph.literals(ONE, "parl:published") == [("true", "boolean")]
    assert graph.literals(ANSWER, "parl:isMinisterialCorrection") == [("false", "boolean")]
    # Names of things stay texts, also if they look like numbers; counts are numbers.
    assert graph.literals(ONE, "parl:answeringDeptId") == [("60", "string")]
    assert graph.literals(ONE, "parl:uin") == [("194746", "string")]
    assert graph.literals(ONE, "parl:parliamentNumber") == [("57", "string")]
    assert graph.literals(ONE, "pq:daysToAnswer") == [("5", "integer")]


def test_real_08_flags(lda_2014: tuple[Made, list[dict[str, Any]]]) -> None:
    graph = lda_2014[0].graph
    interests = Counter(
        graph.literals(question, "parl:registeredInterest")[0] for question in graph.questions()
    )
    assert interests == {("false", "boolean"): 492, ("true", "boolean"): 8}
    corrected = graph.subjects("parl:isMinisterialCorrection", "true")
    assert [answer.split("/")[-2] for answer in corrected] == ["101493", "64819", "79431", "91068", "91200"]


@pytest.mark.parametrize(
    "legislature",
    [
        ["http://data.parliament.uk/terms/25277"],
        "http://data.parliament.uk/terms/25277",
        [{"_about": "http://data.parliament.uk/terms/25277"}],
        {"_about": "http://data.parliament.uk/terms/25277", "prefLabel": "House of Lords"},
    ],
    ids=["IRIs", "an IRI", "objects", "an object"],
)
def test_pitfall_09_the_view_of_everything_has_other_shapes(legislature: Any, tmp_path: Path) -> None:
    item = lda(1, "HL553", legislature=legislature, session=["2017/19", "2017-19"], version="1")
    del item["houseId"]
    made = converted(tmp_path, lda_page(tmp_path / "page.json", item))
    assert made.tally.rejections == 0
    assert made.graph.one(ONE, "parl:legislature") == "http://data.parliament.uk/terms/25277"
    assert made.graph.one(ONE, "parl:houseId") == "2"
    assert made.graph.values(ONE, "parl:session") == ["2017-19", "2017/19"]
    assert made.graph.values(ONE, "pq:inSession") == [f"{ID}session/2017-19"]


HEADINGS = """uri,answering body,answer > is ministerial correction,answer > date of answer,answer > answer text,
answer > answering member printed,answer > grouped question UIN,answer > uri,
answer > attachment > file name,answer > attachment > file name,answer > attachment > title,
answer > attachment > title,answering dept id,date,hansard heading,house id,question text,
tabling member printed,uin""".replace("\n", "").split(",")
ROW = (
    f"{ONE}|Department for Education|false|2018-11-27|<p>Yes ; no ; NA.</p>|Nadhim Zahawi|194747 ; 194748|{ANSWER}|"
    "a.xlsx ; b.xlsx|a.xlsx ; b.xlsx|First ; Second|First ; Second|60|2018-11-22|Schools|1|"
    "To ask the Secretary of State for Education, what (a) teachers ; (b) pupils cost.|Thelma Walker|194746"
).split("|")


def table(
    path: Path, *rows: list[str], end: str = "\n", headings: list[str] = HEADINGS, encoding: str = "utf-8"
) -> Path:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator=end, quoting=csv.QUOTE_ALL).writerows([headings, *rows])
    path.write_bytes(stream.getvalue().encode(encoding))
    return path


def test_pitfall_10_repeated_headings_joined_values_and_na(tmp_path: Path) -> None:
    made = converted(tmp_path, table(tmp_path / "page.csv", ROW))
    graph = made.graph
    assert made.problems == [p for p in made.problems if p.code == "PQ261"]  # names without numbers
    assert graph.values(ANSWER, "parl:groupedQuestionUIN") == ["194747", "194748"]
    assert graph.values(ANSWER, "parl:attachment", "parl:fileName") == ["a.xlsx", "b.xlsx"]
    assert graph.values(ANSWER, "parl:attachment", "dcterms:title") == ["First", "Second"]
    # The separator is legal in texts, and NA is text where R has not been.
    assert graph.one(ANSWER, "parl:answerText") == "<p>Yes ; no ; NA.</p>"
    assert graph.one(ONE, "parl:questionText") == ROW[16]
    # As R writes it again, NA is nothing.
    headings = [f"{name}_1" if name in HEADINGS[:place] else name for place, name in enumerate(HEADINGS)]
    row = [*ROW]
    row[6] = row[8] = row[9] = row[10] = row[11] = row[14] = "NA"
    graph = converted(tmp_path, table(tmp_path / "page.csv", row, headings=headings)).graph
    assert "NA" not in graph.all_values()
    assert graph.values(ANSWER, "parl:attachment") == []
    assert graph.one(ONE, "parl:hansardHeading") is None


def test_real_10_rows_of_r(lda_2017: Made) -> None:
    graph = lda_2017.graph
    assert (lda_2017.tally.questions, lda_2017.tally.rejections) == (500, 0)
    assert "NA" not in graph.all_values()
    assert not [value for value in graph.all_values() if value.startswith("NA ; ") or value.endswith(" ; NA")]
    answers = graph.subjects("rdf:type", "parl:WrittenParliamentaryAnswer")
    assert Counter(len(graph.values(answer, "parl:groupedQuestionUIN")) for answer in answers) == {
        **{0: 429, 1: 34, 2: 14, 3: 5, 4: 6, 5: 1},
        21: 11,
    }
    assert Counter(len(graph.values(answer, "parl:attachment")) for answer in answers) == {
        0: 487,
        1: 12,
        2: 1,
    }


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"], ids=["CR", "CR LF", "LF"])
def test_pitfall_11_old_spreadsheets(end: str, tmp_path: Path) -> None:
    row = [*ROW]
    row[3], row[13] = "27/11/18", "22/11/18"
    row[14] = "Schools\u00e2\u20ac\u2122 Money"  # "Schools’ Money", decoded once too often
    made = converted(tmp_path, table(tmp_path / "page.csv", row, end=end))
    assert made.graph.literals(ONE, "dcterms:date") == [("2018-11-22", "date")]
    assert made.graph.literals(ANSWER, "parl:dateOfAnswer") == [("2018-11-27", "date")]
    assert made.graph.one(ONE, "parl:hansardHeading") == row[14]
    assert [len(made.told(code)) for code in ("PQ253", "PQ258", "PQ259")] == [0, 1, 1]
    row[14] = "Schools’ Money: £5"
    made = converted(tmp_path, table(tmp_path / "page.csv", row, end=end, encoding="cp1252"))
    assert made.graph.one(ONE, "parl:hansardHeading") == "Schools’ Money: £5"
    assert [len(made.told(code)) for code in ("PQ253", "PQ258", "PQ259")] == [1, 1, 0]
