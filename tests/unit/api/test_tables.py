"""What tables show is asked for in two queries, and equals what one gives."""

from pathlib import Path

import pytest

from pqgraph.api.index import describing_query, graph_of, shape_of
from pqgraph.api.tables import Tables
from pqgraph.api.views import TABLES
from pqgraph.convert import convert
from pqgraph.store.local import LocalStore
from pqgraph.store.results import ResultSet, Solutions

SEED = "http://data.parliament.uk/resources/1012383"


class Watched:
    """A store that remembers what it was asked."""

    def __init__(self, store: LocalStore) -> None:
        self._store = store
        self.asked: list[str] = []

    def query(self, text: str) -> ResultSet:
        self.asked.append(text)
        return self._store.query(text)


@pytest.fixture(scope="module")
def store(root: Path, tmp_path_factory: pytest.TempPathFactory) -> LocalStore:
    target = tmp_path_factory.mktemp("tables") / "out.nq"
    convert(sorted((root / "examples").glob("*.txt")), target)
    life = root / "examples" / "life-cycle" / "5-corrected.ttl"
    return LocalStore.in_memory([target, life], reference=True)


@pytest.fixture(scope="module")
def questions(store: LocalStore) -> list[str]:
    found = store.query(
        "SELECT ?q { ?q a <http://data.parliament.uk/schema/parl#WrittenParliamentaryQuestion> }"
    )
    assert isinstance(found, Solutions)
    return sorted(row[0].value for row in found.rows if row[0] is not None)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("most", [0, 1, 100])
def test_two_queries_give_what_one_gives(
    store: LocalStore, questions: list[str], table: str, most: int
) -> None:
    tables = Tables(store, most)
    assert SEED in questions and len(questions) >= 3
    for items in (questions, questions[:1], [SEED], questions):
        whole = set(graph_of(store, describing_query(items, shape_of(TABLES[table]))))
        triples, queries = tables.describe(items, table)
        assert len(triples) == len(whole) and set(triples) == whole
        assert {triple for query in queries for triple in graph_of(store, query)} == whole


def test_members_and_houses_are_asked_for_once(store: LocalStore) -> None:
    watched = Watched(store)
    tables = Tables(watched)
    first = tables.describe([SEED], "question")
    assert len(watched.asked) == 2 and watched.asked == list(first[1])
    assert "members/4649" in watched.asked[1] and "terms/25259" in watched.asked[1]
    assert tables.describe([SEED], "question") == first
    assert len(watched.asked) == 3 and watched.asked[2] == watched.asked[0]


def test_nothing_is_shown_of_what_is_not_there(store: LocalStore) -> None:
    assert Tables(store).describe(["http://data.parliament.uk/resources/0"], "question")[0] == []
