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
from pqgraph.search import SearchIndex
from pqgraph.store.builder import StoreBuilder
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
    "AnswerDate=2014-07-02",
    "min-AnswerDate=2014-07-01&maxEx-AnswerDate=2014-07-10",
    "registeredInterest=true",
    "registeredInterest=false",
    "exists-registeredInterest=false",
    "houseId=1",
    "houseId=1&houseId=2",
    "legislature.prefLabel=House+of+Lords",
    "legislature.prefLabel=house+of+lords",
    "legislature.prefLabel=House+of+Commons&legislature=http://data.parliament.uk/terms/25277",
    "awaitsAnswer=true",
    "exists-awaitsAnswer=false",
    "answeredLate=true",
    "answeredLate=false",
    "exists-answeredLate=false",
    "writtenParliamentaryQuestionType=NamedDay",
    "tablingMemberPrinted=Philip+Davies",
    "session=2014/15",
    "exists-session=false",
    "answer.dateOfAnswer=2014-07-02",
    "min-answer.dateOfAnswer=2014-07-01&max-answer.dateOfAnswer=2014-07-03",
    "exists-answer.dateOfAnswer=false",
    "hansardHeading=Prisons",
    "hansardHeading=Prisons&hansardHeading=Cycling",
    "answeringDeptShortName=justice",
    "answeringDeptSortName=JUSTICE",
    "tablingMemberConstituency=Shipley",
    "answer.answeringMemberPrinted=Jeremy+Wright",
    "answer.answeringMemberConstituency=Kenilworth+and+Southam",
    "answer.isMinisterialCorrection=true",
    "answer.isMinisterialCorrection=false",
    "exists-answer.isMinisterialCorrection=false",
    "min-answer.questionFirstAnswered=2014-07-02T12:00:00Z",
    "max-answer.questionFirstAnswered=2014-07-02T12:00:00.000Z",
    "minEx-answer.questionFirstAnswered=2014-07-02T13:00:00%2B01:00",
    "min-answer.questionFirstAnswered=2014-07-02",
    "tablingMember.label=Biography+information+for+Philip+Davies",
    "tablingMember.label=Nobody",
    "tablingMember.name=X",
    "answer.answeringMember.label=Biography+information+for+Jeremy+Wright",
    "tablingMember.label=Biography+information+for+Philip+Davies&answer.answeringMember.label=Biography+information+for+Jeremy+Wright",
    "name-tablingMember=Biography+information+for+Philip+Davies",
    "name-tablingMember=Philip+Davies&name-answeringBody=Ministry+of+Justice",
    "name-answer.answeringMember=Biography+information+for+Jeremy+Wright",
    "name-answeringBody=Ministry+of+Justice",
    "name-answeringBody=Ministry+of+Justice&name-answeringBody=Home+Office&_lang=en",
    "name-answeringBody=Nobody",
    "name-legislature=House+of+Lords",
    "name-tablingMemberParty=Labour",
    "name-subject=Prisons",
    "name-subject=Prisons&_lang=en",
    "_subject=http://data.parliament.uk/resources/63528",
    "_subject=http://data.parliament.uk/resources/63528&AnsweringBody=Nobody",
    "_subject=http://data.parliament.uk/resources/1",
    "subject.prefLabel=Prisons&lang-subject.prefLabel=en",
    "answeringBody.prefLabel=Ministry+of+Justice",
    "_sort=-daysToAnswer,-sortKey",
    "_sort=daysToAnswer,-sortKey&_page=4",
    "_sort=-daysToAnswer",
    *(
        f"_sort={sign}{name}{rest}"
        for name in ("date", "AnswerDate", "dateAnswered", "answer.dateOfAnswer")
        for sign in ("-", "")
        for rest in ("", "&_page=7", ",-sortKey", ",sortKey&_pageSize=50", "&_page=1000")
    ),
    "_sort=sortKey",
    "_sort=sortKey&_page=30",
    "_sort=-date&date=2014-06-26",
    "_sort=-date&min-date=2014-06-26&AnsweringBody=Home+Office",
    "_sort=answer.dateOfAnswer&exists-answer=false",
    "_sort=date&min-date=2999-01-01",
)
BEYOND = (
    "questionText=Prisons",
    "answer.questionFirstAnswered=2014-07-02T12:00:00Z",
    "min-answer.questionFirstAnswered=2014-07-02T12:00:00",
    "min-answer.questionFirstAnswered=2014-07-02T12:00:00Z&max-answer.questionFirstAnswered=2014-07-03T12:00:00Z",
    "tablingMember.label=X&exists-tablingMember.name=true",
    "tablingMember.tablingMember.label=X",
    "name-tablingMember=Philip+Davies&exists-tablingMember.name=true",
    "name-AnsweringBody=Ministry+of+Justice",
    "name-~answer=X",
    "exists-answer.answerText=false",
    "_sort=-date,uin",
    "_sort=-sortKey,-date",
    "_sort=-date,-sortKey,uin",
    "awaitsAnswer=false",
    "registeredInterest=1",
    "legislature.prefLabel=House+of+Lords&answer.answeringMember=http://data.parliament.uk/members/1560&answer.dateOfAnswer=2014-07-02",
    "answer.answeringMember=http://data.parliament.uk/members/1560&min-answer.dateOfAnswer=2014-07-01",
    "exists-~groupedWith=true",
    "min-date=2014-06-26Z",
    "min-date=2014-06-26&min-date=2014-06-27",
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
    with LocalStore.open(folder) as store:
        watched = Watched(road.index, store)
        yield Engine.mount(store), Engine.mount(store, PARLIAMENT, roads=[watched]), watched


ORDERS_BY_REPLY = (
    "_sort=answer.dateOfAnswer",
    "_sort=-answer.dateOfAnswer",
    "_sort=-answer.dateOfAnswer,sortKey",
)


@pytest.fixture
def several_answers(tmp_path: Path) -> Iterator[tuple[Engine, Engine, Watched]]:
    """Question 1 was answered on 3 and 9 January, question 2 on the 5th, question 3 not at all."""
    lines = [
        "@prefix parl: <http://data.parliament.uk/schema/parl#> .",
        "@prefix dct: <http://purl.org/dc/terms/> .",
    ]
    lines += [
        "@prefix pq: <https://w3id.org/pqgraph/def#> .",
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .",
    ]
    for number, days in ((1, (3, 9)), (2, (5,)), (3, ())):
        node = f"<http://data.parliament.uk/resources/{number}>"
        lines.append(
            f'{node} a parl:WrittenParliamentaryQuestion ; parl:uin "{number}" ; '
            f'dct:date "2024-01-02"^^xsd:date ; pq:sortKey {20240102 * 10**10 + number} .'
        )
        for day in days:
            answer = f"<http://data.parliament.uk/resources/{number}/answer/{day}>"
            lines.append(
                f'{node} parl:answer {answer} . {answer} parl:dateOfAnswer "2024-01-0{day}"^^xsd:date .'
            )
    file, target = tmp_path / "three.ttl", tmp_path / "store"
    file.write_text("\n".join(lines), encoding="utf-8")
    with StoreBuilder(target) as builder:
        builder.add(file)
        builder.finish()
    with LocalStore.open(target) as store:
        index = SearchIndex.open(target, graph=store)
        watched = Watched(index)
        yield Engine.mount(store), Engine.mount(store, PARLIAMENT, roads=[watched]), watched


@pytest.fixture
def some_undated(tmp_path: Path) -> Iterator[tuple[Engine, Engine, Watched]]:
    """Nine questions, of which every third has no day and so no key; the times of their answers are of all kinds."""
    times = (
        "2024-01-02T12:00:00Z",
        "2024-01-02T12:00:00",
        "2024-01-03T02:00:00.0000001",
        "2024-01-02T24:00:00Z",
    )
    lines = [
        "@prefix parl: <http://data.parliament.uk/schema/parl#> .",
        "@prefix pq: <https://w3id.org/pqgraph/def#> .",
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .",
    ]
    for number in range(9):
        node = f"<http://data.parliament.uk/resources/{number}>"
        time = times[number % 4]
        lines.append(
            f"{node} a parl:WrittenParliamentaryQuestion ; parl:answer <http://e/{number}> ."
            f'<http://e/{number}> parl:questionFirstAnswered "{time}"^^xsd:dateTime .'
        )
        if number % 3:
            lines.append(f"{node} pq:sortKey {number * 10} ; pq:daysToAnswer {number % 2} .")
    file, target = tmp_path / "nine.ttl", tmp_path / "store"
    file.write_text("\n".join(lines), encoding="utf-8")
    with StoreBuilder(target) as builder:
        builder.add(file)
        builder.finish()
    with LocalStore.open(target) as store:
        watched = Watched(SearchIndex.open(target, graph=store), store)
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
    assert sum(total > 0 for total in totals) > 85


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


def test_days_that_are_too_many_take_the_other_road(
    engines: tuple[Engine, Engine, Watched], monkeypatch: pytest.MonkeyPatch
) -> None:
    sparql, indexed, road = engines
    path = "/writtenquestions.json?_sort=-date"
    monkeypatch.setattr("pqgraph.api.index_road._MOST_EQUALS", 2)
    before = road.taken
    assert result(indexed, path) == result(sparql, path)
    assert road.taken == before
    # With a second key nothing has to be put in order here.
    assert result(indexed, f"{path},-sortKey") == result(sparql, f"{path},-sortKey")
    assert road.taken == before + 1


def test_a_question_with_several_answers_stands_by_its_first_or_its_last_day(
    several_answers: tuple[Engine, Engine, Watched],
) -> None:
    sparql, indexed, road = several_answers
    for query in (*ORDERS_BY_REPLY, "answer.dateOfAnswer=2024-01-09", "min-answer.dateOfAnswer=2024-01-06"):
        path = f"/writtenquestions.json?{query}"
        assert result(indexed, path) == result(sparql, path)
    assert road.taken == len(ORDERS_BY_REPLY) + 2
    first = result(indexed, "/writtenquestions.json?_sort=answer.dateOfAnswer")["result"]["items"]
    last = result(indexed, "/writtenquestions.json?_sort=-answer.dateOfAnswer")["result"]["items"]
    assert [item["uin"] for item in first] == ["3", "1", "2"]
    assert [item["uin"] for item in last] == ["1", "2", "3"]


def test_questions_without_a_key_stand_where_sparql_puts_them(
    some_undated: tuple[Engine, Engine, Watched],
) -> None:
    sparql, indexed, road = some_undated
    paths = [
        f"/writtenquestions.json?_sort={sort}&_pageSize=2&_page={number}"
        for sort in ("sortKey", "-sortKey", "daysToAnswer,sortKey", "-daysToAnswer,sortKey", "-daysToAnswer")
        for number in range(6)
    ]
    for path in paths:
        assert result(indexed, path) == result(sparql, path)
    assert road.taken == len(paths)
    ascending = [
        item["_about"][-1]
        for item in result(indexed, "/writtenquestions.json?_sort=sortKey")["result"]["items"]
    ]
    assert ascending == ["0", "3", "6", "1", "2", "4", "5", "7", "8"]


@pytest.mark.parametrize("bound", ["min-", "max-", "minEx-", "maxEx-"])
@pytest.mark.parametrize(
    "moment",
    [
        "2024-01-02T12:00:00Z", "2024-01-03T02:00:00Z", "2024-01-03T02:00:00.0000001Z", "2024-01-02T12:00:00.0000001Z",
        "2024-01-03T16:00:00Z", "2024-01-03T16:00:00.0000001Z", "2024-01-02T13:00:00%2B01:00", "2024-01-01T22:00:00Z",
        "2024-01-01T21:59:59.9999999Z", "2024-01-03", "2024-01-02T24:00:00Z",
    ],
)  # fmt: skip
def test_moments_compare_as_in_sparql(
    bound: str, moment: str, some_undated: tuple[Engine, Engine, Watched]
) -> None:
    sparql, indexed, road = some_undated
    path = f"/writtenquestions.json?{bound}answer.questionFirstAnswered={moment}"
    assert result(indexed, path) == result(sparql, path)
    assert road.taken == 1
