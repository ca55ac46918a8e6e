import pickle
import re
from pathlib import Path

import pytest

from pqgraph.errors import CODES, GROUPS, ErrorCode, Exit, PqgraphError, join

FIRST_AND_LAST = {
    "Files as a whole": ("PQ101", "PQ199"),
    "Single records": ("PQ201", "PQ260"),
    "Members": ("PQ261", "PQ269"),
    "Records that belong together": ("PQ271", "PQ299"),
    "RDF and checks": ("PQ301", "PQ499"),
    "Stored queries and search": ("PQ501", "PQ599"),
    "Stores and output": ("PQ601", "PQ699"),
    "Linked Data API": ("PQ701", "PQ799"),
    "Use of the command": ("PQ901", "PQ999"),
}


def row(number: str, title: str) -> ErrorCode:
    return ErrorCode(number, title, "When.", "Do.", Exit.COULD_NOT)


def test_a_number_in_two_tables_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^PQ300 stands twice: 'one' and 'other'$"):
        join([(row("PQ300", "one"),), (row("PQ301", "between"), row("PQ300", "other"))])


def test_a_number_twice_in_one_table_is_refused_even_with_one_meaning() -> None:
    same = row("PQ300", "one")
    with pytest.raises(ValueError, match=r"^PQ300 stands twice"):
        join([(same, same)])


def test_every_table_keeps_its_range_in_order() -> None:
    assert GROUPS.keys() == FIRST_AND_LAST.keys()
    for title, codes in GROUPS.items():
        first, last = FIRST_AND_LAST[title]
        numbers = [code.id for code in codes]
        assert numbers == sorted(set(numbers)), title
        assert first <= numbers[0] <= numbers[-1] <= last, title


def test_codes_has_every_row_of_every_table() -> None:
    assert list(CODES.values()) == [code for codes in GROUPS.values() for code in codes]
    assert all(number == code.id and re.fullmatch(r"PQ[1-9]\d\d", number) for number, code in CODES.items())


def test_every_module_of_the_package_is_joined(root: Path) -> None:
    tables = {path.stem for path in (root / "pqgraph" / "errors").glob("*.py")} - {"__init__", "code"}
    assert len(tables) == len(GROUPS)


def test_the_reference_page_has_every_code(root: Path) -> None:
    page = (root / "docs" / "reference" / "errors.md").read_text("utf-8")
    assert re.findall(r"^### (.*)$", page, re.MULTILINE) == list(CODES)


def test_an_error_survives_the_way_between_processes() -> None:
    sent = PqgraphError("PQ104", "ends too early", place="a.gz", advice="Fetch it again.")
    got = pickle.loads(pickle.dumps(sent))
    assert (got.code, got.found, got.place, got.advice) == (
        CODES["PQ104"], "ends too early", "a.gz", "Fetch it again.",
    )  # fmt: skip
    assert str(got) == "PQ104 a.gz: ends too early"


def test_without_advice_the_cure_of_the_code_is_given() -> None:
    error = PqgraphError("PQ106", "notes.odt")
    assert error.advice == CODES["PQ106"].cure
    assert error.one_line() == "PQ106 notes.odt"
