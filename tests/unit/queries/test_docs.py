"""docs/queries.md says what is true."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from pqgraph.queries.catalogue import load, shipped
from pqgraph.queries.header import ParamType


def test_the_table_of_queries(root: Path) -> None:
    text = (root / "docs" / "queries.md").read_text()
    rows = re.findall(r"^\| `([a-z-]+)` \| ([^|]*\?) \| ([^|]*) \|$", text, re.MULTILINE)
    told = {
        name: (summary, re.findall(r"(\**)(\w+)\** ?(?:\([^)]*\))?(?:, |$)", parameters))
        for name, summary, parameters in rows
    }
    assert told == {
        q.name: (q.header.summary, [("**" if q.is_required(p) else "", p) for p in ordered(q.header.params)])
        for q in shipped()
    }


def ordered(params: dict[str, object]) -> list[str]:
    return list(params)


def test_every_type_is_told(root: Path) -> None:
    text = (root / "docs" / "queries.md").read_text()
    told = set(re.findall(r"^\| `(\w+)` \| [^|]* \| (?:IRI|`xsd:\w+`|plain literal) \|$", text, re.MULTILINE))
    assert told == set(get_args(ParamType))


def test_the_example_is_a_stored_query(root: Path) -> None:
    text = (root / "docs" / "queries.md").read_text()
    example = text.partition("```sparql\n")[2].partition("```")[0]
    query = load(example, name="mine", place="docs/queries.md")
    assert (list(query.header.params), query.is_required("heading")) == (["heading", "house"], False)
