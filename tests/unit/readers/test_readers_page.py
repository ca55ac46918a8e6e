"""docs/readers.md says of each reader what the reader says of itself."""

import re
from pathlib import Path

from pqgraph import readers


def test_each_reader_has_its_section(root: Path) -> None:
    text = (root / "docs" / "readers.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## ([a-z-]+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    assert list(sections) == list(readers._BUILT_IN)
    for name, section in sections.items():
        reader = readers.get_reader(name)
        assert " ".join(section.split()).startswith(" ".join(reader.description.split()))
        assert "- Place: " in section
        assert f"| [`{name}`](#{name}) | {reader.summary} |" in text


def test_it_names_codes_that_exist(root: Path) -> None:
    from pqgraph.errors import CODES

    text = (root / "docs" / "readers.md").read_text(encoding="utf-8")
    assert set(re.findall(r"PQ\d{3}", text)) <= set(CODES)
