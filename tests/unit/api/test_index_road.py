"""The two roads of selection give equal answers."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pqgraph.api.engine import PARLIAMENT, Engine
from pqgraph.api.index_road import IndexRoad, roads_beside
from pqgraph.api.protocol import Request
from pqgraph.api.selection import Selected, Selection
from pqgraph.build import build
from pqgraph.store.local import LocalStore

pytest.importorskip("tantivy", reason="the index needs tantivy")

QUERIES = (
    "",
    "_page=3",
    "_pageSize=100&_page=4",
    "_page=1000",
    "_count=yes",
    "AnsweringBody=ministry+of+JUSTICE",
    "AnsweringBody=Nobody",
    "AnsweringBody=Ministry+of+Justice&AnsweringBody=Home+Office",
    "answeringDeptId=54&min-date=2014-06-26&max-date=2014-07-31",
    "minEx-date=2014-06-26",
    "maxEx-date=2014-07-10",
    "date=2014-06-26",
    "tablingMember=http://data.parliament.uk/members/1577",
    "answer.answeringMember=http://data.parliament.uk/members/1560",
    "legislature=http://data.parliament.uk/terms/25277",
    "uin=202763",
    "uin=202763&uin=HL553",
    "max-daysToAnswer=3",
    "min-daysToAnswer=4&max-daysToAnswer=6&min-date=2014-07-01",
    "exists-daysToAnswer=false",
    "exists-tablingMember=true",
    "dateAnswered=2014-07-02",
)
BEYOND = (
    "hansardHeading=Prisons",
    "_sort=date",
    "_sort=-date",
    "answer.dateOfAnswer=2014-07-02",
    "registeredInterest=true",
    "exists-~groupedWith=true",
    "tablingMember.name=X",
    "min-date=2014-06-26Z",
    "min-date=2014-06-26&min-date=2014-06-27",
    "name-legislature=X",
    "min-uin=2",
)
DATASETS = ("answeredquestions", "writtenquestions", "commonswrittenquestions", "lordswrittenquestions")


class Watched(IndexRoad):
    taken = 0

    def select(self, selection: Selection) -> Selected:
        self.taken += 1
        return super().select(selection)


@pytest.fixture(scope="module")
def folder(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("roads") / "store"
    build([shared_data / "lda" / "answeredquestions.json"], target, check=False)
    return target


@pytest.fixture(scope="module")
def engines(folder: Path) -> Iterator[tuple[Engine, Engine, Watched]]:
    (road,) = roads_beside(folder)
    watched = Watched(road._index)
    with LocalStore.open(folder) as store:
        yield Engine.mount(store), Engine.mount(store, PARLIAMENT, roads=[watched]), watched


def result(engine: Engine, path: str) -> Any:
    response = engine.handle(Request.of(path))
    assert response.status == 200, response.body
    return json.loads(response.body)


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("dataset", DATASETS)
def test_what_the_index_covers_is_the_same(
    dataset: str, query: str, engines: tuple[Engine, Engine, Watched]
) -> None:
    sparql, indexed, road = engines
    before = road.taken
    path = f"/{dataset}.json?{query}"
    assert result(indexed, path) == result(sparql, path)
    assert road.taken == before + 1


@pytest.mark.parametrize("query", BEYOND)
def test_what_it_does_not_cover_takes_the_other_road(
    query: str, engines: tuple[Engine, Engine, Watched]
) -> None:
    sparql, indexed, road = engines
    before = road.taken
    path = f"/answeredquestions.json?{query}"
    assert result(indexed, path) == result(sparql, path)
    assert road.taken == before


def test_something_is_found_by_most(engines: tuple[Engine, Engine, Watched]) -> None:
    totals = [
        result(engines[0], f"/writtenquestions.json?{query}")["result"]["totalResults"] for query in QUERIES
    ]
    assert sum(total > 0 for total in totals) > 18


def test_words_are_searched_for_by_the_index(engines: tuple[Engine, Engine, Watched]) -> None:
    _, indexed, road = engines
    before = road.taken
    found = result(indexed, "/answeredquestions.json?_search=prison")["result"]
    assert found["totalResults"] > 0
    assert road.taken == before + 1
    response = indexed.handle(Request.of("/answeredquestions.json?_search=%22"))
    assert response.status in (200, 400)


def test_a_walk_by_the_index_meets_every_question_once(engines: tuple[Engine, Engine, Watched]) -> None:
    _, indexed, _ = engines
    seen: list[str] = []
    for number in range(11):
        page = result(indexed, f"/writtenquestions.json?_pageSize=50&_page={number}")["result"]
        seen += [item["_about"] for item in page["items"]]
    assert len(seen) == len(set(seen)) == page["totalResults"] == 500


def test_without_an_index_there_is_no_such_road(folder: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "store"
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("search"))
    assert roads_beside(copy) == ()
