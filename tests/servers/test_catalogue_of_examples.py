"""Every stored query, both texts, on a few questions without a day for answer, as TheyWorkForYou gives them.

Groups of them have nothing to divide by: what SPARQL leaves out of a row, Virtuoso takes as the end of the query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from running import PASSWORD, Oxigraph, Virtuoso
from stores import loaded
from test_catalogue_at_servers import by_value, found, same

from pqgraph.build import build
from pqgraph.queries.catalogue import StoredQuery, shipped
from pqgraph.queries.run import prepare
from pqgraph.store.local import LocalStore
from pqgraph.store.remote import Credentials, RemoteStore
from pqgraph.store.results import Solutions

TEXTS = [(query, cube) for query in shipped() for cube in (False, True) if query.cube or not cube]
each_text = pytest.mark.parametrize(
    ("query", "cube"), TEXTS, ids=[f"cube/{query.name}" if cube else query.name for query, cube in TEXTS]
)
VALUES: dict[str, str | None] = {
    "body": "60",
    "constituency": "Colne Valley",
    "member": "4649",
    "minister": "4113",
    "month": "2018-11",
    "other": "teachers",
    "party": "Labour",
    "thing": "https://w3id.org/pqgraph/id/party/15",
    "uin": "194746",
}
"""What the examples have for each parameter that must be given."""
NO_ANSWER = (
    ("1012383", "1012384"),
    ("194746", "194747"),
    ("2018-11-22", "2019-01-07"),
    ("Department for Education", "Department for Transport"),
    ("answering dept id 60", "answering dept id 27"),
)
"""How the question without an answer differs: its month, year and body have no other question."""


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStore]:
    """A store of the two examples, and of one of them as it would be without an answer, to another body."""
    folder = tmp_path_factory.mktemp("examples")
    pages = sorted((root / "examples").glob("*.txt"))
    question, answer, _ = pages[0].read_text("utf-8").partition("\nanswer\nanswer\n")
    assert answer
    for said, instead in NO_ANSWER:
        assert said in question
        question = question.replace(said, instead)
    (folder / "unanswered.txt").write_text(question, "utf-8")
    build([*pages, folder / "unanswered.txt"], folder / "store", check=False)
    with LocalStore.open(folder / "store") as store:
        yield store


@pytest.fixture(scope="module")
def at_oxigraph(oxigraph: Oxigraph, dumped: Path) -> RemoteStore:
    return loaded(oxigraph.query, Credentials(), dumped)


@pytest.fixture(scope="module")
def at_virtuoso(virtuoso: Virtuoso, dumped: Path) -> RemoteStore:
    return loaded(virtuoso.query, Credentials("dba", PASSWORD), dumped)


def compare(
    query: StoredQuery, cube: bool, here: LocalStore, there: RemoteStore, cell: Callable[[Any], Any]
) -> None:
    values = {name: VALUES[name] for name in query.header.params if query.is_required(name)}
    text = prepare(query.name, values, here, cube=cube)[1]
    assert found(there, text, cell) == found(here, text, cell)


@each_text
def test_oxigraph(query: StoredQuery, cube: bool, built: LocalStore, at_oxigraph: RemoteStore) -> None:
    compare(query, cube, built, at_oxigraph, same)


@each_text
def test_virtuoso(query: StoredQuery, cube: bool, built: LocalStore, at_virtuoso: RemoteStore) -> None:
    compare(query, cube, built, at_virtuoso, by_value)


@pytest.mark.parametrize("cube", [False, True], ids=["questions", "statistics"])
def test_months_have_nothing_to_divide_by(cube: bool, built: LocalStore) -> None:
    result = built.query(prepare("questions-by-month", {}, built, cube=cube)[1])
    assert isinstance(result, Solutions)
    rows = [
        {name: term and term.value for name, term in zip(result.variables, row, strict=True)}
        for row in result.rows
    ]
    told = ("monthName", "questions", "answered", "meanDays", "shareLate")
    assert [[row[name] for name in told] for row in rows] == [
        ["2018-01", "1", "1", "8", None],
        ["2018-11", "1", "1", "5", None],
        ["2019-01", "1", "0", None, None],
    ]
