"""docs/queries.md says what is true."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from pqgraph.queries.catalogue import load, shipped
from pqgraph.queries.header import FAMILIES, Header, IndexOrder, ParamType, parse_header


def test_the_families_and_keys(root: Path) -> None:
    text = (root / "docs" / "queries.md").read_text()
    section = text.partition("## What one can know")[2].partition("\n## ")[0]
    assert dict(re.findall(r"^\| `([a-z-]+)` \| ([^|]*) \|$", section, re.MULTILINE)) == FAMILIES
    keys = text.partition("| key | meaning |")[2].partition("\n\n")[0]
    told = {
        key for row in keys.splitlines() for key in re.findall(r"`(\w+)`", row.split("|")[1] if row else "")
    }
    assert told == set(Header.__struct_fields__)


def test_the_reference_is_a_table_of_contents(root: Path) -> None:
    text = (root / "docs" / "reference" / "queries.md").read_text()
    rows = re.findall(r"^\| \[([a-z-]+)\]\(queries/\1\.md\) \| ([^|]*) \|$", text, re.MULTILINE)
    assert dict(rows) == {q.name: q.header.summary for q in shipped()}
    assert {path.stem for path in (root / "docs" / "reference" / "queries").glob("*.md")} == set(dict(rows))


def test_every_type_is_told(root: Path) -> None:
    text = (root / "docs" / "queries.md").read_text()
    told = set(re.findall(r"^\| `(\w+)` \| [^|]* \| (?:IRI|`xsd:\w+`|plain literal) \|$", text, re.MULTILINE))
    assert told == set(get_args(ParamType))


def test_the_list_that_finds_its_keys_first(root: Path) -> None:
    text = (root / "docs" / "queries.md").read_text()
    example = (
        text.partition("### A limit that the engine keeps")[2].partition("```sparql\n")[2].partition("```")[0]
    )
    assert load(example, name="mine", place="docs/queries.md").header.keys == ("question",)


def test_the_list_in_terms_of_the_index(root: Path) -> None:
    text = (root / "docs" / "queries.md").read_text()
    example = (
        text.partition("### A list by the search index")[2].partition("```sparql\n")[2].partition("```")[0]
    )
    rest = "#+ summary: Which?\n#+ keys: q\n#+ params: {body: {type: body, help: x}, month: {type: month, help: x}}\n"
    header = parse_header(rest + example, place="docs/queries.md")
    assert header is not None
    assert header.index == IndexOrder(
        order="due",
        where={"isWaiting": "true"},
        without={"status": "Withdrawn"},
        past=("due",),
        params={"body": "body", "month": "month"},
    )


def test_the_parameters_that_mean_the_same_everywhere() -> None:
    """One name has one type and one help in all lists, so that a filter of one is a filter of all."""
    lists = [query for query in shipped() if query.header.keys]
    for name, kind in {"month": "month", "year": "year", "house": "house"}.items():
        told = {query.header.params[name].help for query in lists if name in query.header.params}
        assert {query.header.params[name].type for query in lists} == {kind}
        assert len(told) == 1


def test_the_example_is_a_stored_query(root: Path) -> None:
    text = (root / "docs" / "queries.md").read_text()
    example = text.partition("```sparql\n")[2].partition("```")[0]
    query = load(example, name="mine", place="docs/queries.md")
    assert (list(query.header.params), query.is_required("heading")) == (["heading", "house"], False)
