"""Each of the 44 pitfalls has its test, and the documentation leads to it."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
TEST = re.compile(r"^def (test_pitfall_(\d\d)_\w+)\(", re.MULTILINE)


def pitfall_tests() -> list[tuple[int, str, str]]:
    """Number, file and name of every test of a pitfall."""
    return sorted(
        (int(number), path.name, name)
        for path in HERE.glob("test_pitfalls_*.py")
        for name, number in TEST.findall(path.read_text("utf-8"))
    )


def test_there_is_one_test_for_each_pitfall() -> None:
    assert [number for number, _, _ in pitfall_tests()] == list(range(1, 45))


def test_the_documentation_names_each(root: Path) -> None:
    table = (root / "docs" / "pitfalls.md").read_text("utf-8")
    named = re.findall(r"^\| (\d+) \|.*\| `(\w+\.py)` `(\w+)` \|$", table, re.MULTILINE)
    assert [(int(number), path, name) for number, path, name in named] == [
        (number, path, name.removeprefix("test_pitfall_")) for number, path, name in pitfall_tests()
    ]
