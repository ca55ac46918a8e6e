"""How the store is asked: queries that stay fast in a large store, and give what slow ones give."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph

from pqgraph.api.config.model import Step, Viewer
from pqgraph.api.engine import Engine
from pqgraph.api.pages.cards import cards_of
from pqgraph.api.pages.data import Data
from pqgraph.api.protocol import Request
from pqgraph.api.selection import Equals, Selection
from pqgraph.api.sparql_road import SparqlRoad
from pqgraph.api.values import Spellings
from pqgraph.api.viewing import Viewed, view
from pqgraph.store.local import LocalStore
from pqgraph.terms import parl

D = "http://example.org/def#"
ID = "http://example.org/id/"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
ITEMS = [f"{ID}committee/{number}" for number in (1, 2, 3, 4, 10)]
CHAINS: list[list[tuple[Step, ...]]] = [
    [(Step(f"{D}size"),)],
    [(Step(f"{D}size"),), (Step(f"{D}city"),), (Step(LABEL),)],
    [(Step(f"{D}chair"), Step(LABEL)), (Step(f"{D}chair"), Step(f"{D}knows"), Step(LABEL))],
    [(Step(f"{D}parent", inverse=True),)],
    [
        (Step(f"{D}parent", inverse=True), Step(f"{D}size")),
        (Step(f"{D}parent", inverse=True), Step(f"{D}parent")),
    ],
    [
        (Step(f"{D}near", inverse=True),),
        (Step(f"{D}parent", inverse=True),),
        (Step(f"{D}chair"), Step(f"{D}chair", inverse=True)),
    ],
    [(Step(None),), (Step(f"{D}chair"), Step(None)), (Step(None, inverse=True),)],
    [(Step(f"{D}parent"), Step(f"{D}size")), (Step(f"{D}parent"), Step(f"{D}city")), (Step(f"{D}nothing"),)],
]


def shown(store: LocalStore, chains: Iterable[tuple[Step, ...]], **more: Any) -> Viewed:
    return view(store, Viewer("x", "chains", tuple(chains)), ITEMS, prefixes={}, **more)


def walked(graph: Graph, chains: Iterable[tuple[Step, ...]]) -> set[Any]:
    """The statements on the way, found one by one."""
    found = set()
    for chain in chains:
        here = {node for node in graph.all_nodes() if str(node) in ITEMS}
        for step in chain:
            there = set()
            for s, p, o in graph:
                if step.iri in (None, str(p)) and (o if step.inverse else s) in here:
                    found.add((s, p, o))
                    there.add(s if step.inverse else o)
            here = there
    return found


def read(triples: Iterable[tuple[str, str, str]]) -> Graph:
    return Graph().parse(data="".join(f"{s} {p} {o} .\n" for s, p, o in triples), format="nt")


def plain(triples: Iterable[Any]) -> set[tuple[str, ...]]:
    """Statements without the names of blank nodes, which no two answers share."""
    return {tuple("_" if type(x).__name__ == "BNode" else x.n3() for x in triple) for triple in triples}


@pytest.mark.parametrize("number", range(len(CHAINS)))
def test_chains_show_what_a_walk_meets(number: int, store: LocalStore, cases: Path) -> None:
    graph = Graph().parse(cases / "model.ttl")
    found = shown(store, CHAINS[number])
    expected = plain(walked(graph, CHAINS[number]))
    assert plain(read(found.triples)) == expected
    assert expected or number == 7
    # Another store finds the same by the same query.
    (query,) = found.queries
    assert plain(graph.query(query)) == expected


@pytest.mark.parametrize("number", range(len(CHAINS)))
def test_chains_stay_in_the_graph_that_is_asked(
    number: int, store: LocalStore, cases: Path, tmp_path: Path
) -> None:
    graph = Graph().parse(cases / "model.ttl")
    lines = graph.serialize(format="nt").splitlines()
    file = tmp_path / "model.nq"
    file.write_text(
        "".join(f"{line[:-1]} <http://example.org/g> .\n" for line in lines if line), encoding="utf-8"
    )
    named = LocalStore.in_memory([file])
    found = shown(named, CHAINS[number], graph="http://example.org/g")
    assert plain(read(found.triples)) == plain(read(shown(store, CHAINS[number]).triples))
    assert shown(named, CHAINS[number]).triples == ()


def test_properties_are_never_listed_beside_the_items(store: LocalStore) -> None:
    # Oxigraph would go through all statements of each property for each item: 'VALUES ?s … VALUES ?p … ?s ?p ?o'.
    for chains in CHAINS:
        for query in shown(store, chains).queries:
            assert "VALUES ?p" not in query
    (query,) = shown(store, CHAINS[1]).queries
    assert f"?item ?p ?o . FILTER(?p IN (<{D}size>, <{D}city>, <{LABEL}>))" in query
    # One property is looked up by itself; what points to an item too, because to some things everything points.
    assert f"?item <{D}size> ?o ." in shown(store, CHAINS[0]).queries[0]
    (query,) = shown(store, CHAINS[5]).queries
    assert f"?o <{D}near> ?item ." in query
    assert f"?o <{D}parent> ?item ." in query


def test_labels_of_neighbours_are_asked_for_by_neighbour(store: LocalStore) -> None:
    viewer = Viewer("all", "all", labels=(LABEL, f"{D}city"))
    viewed = view(store, viewer, ITEMS[:3], prefixes={})
    assert "VALUES ?p" not in viewed.queries[-1]
    assert f"?s ?p ?o . FILTER(?p IN (<{LABEL}>, <{D}city>))" in viewed.queries[-1]
    expected = {
        (f"<{ID}person/ada>", '"Ada"'),
        (f"<{ID}person/bob>", '"Bob"'),
        (f"<{D}Standing>", '"Standing"'),
    }
    assert expected <= {(s, o) for s, p, o in viewed.triples if p == f"<{LABEL}>"}


QUESTIONS = """
@prefix parl: <http://data.parliament.uk/schema/parl#> .
@prefix pq: <https://w3id.org/pqgraph/def#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix q: <http://data.parliament.uk/resources/> .

q:1 a parl:WrittenParliamentaryQuestion ; parl:hansardHeading "Prisons" ; parl:uin "1" ; pq:sortKey 1 ;
    parl:answer <http://data.parliament.uk/resources/1/answer> ; dct:date "2014-06-26"^^xsd:date ;
    pq:answeringBody q:moj .
<http://data.parliament.uk/resources/1/answer> a pq:HoldingAnswer ; parl:answerText "It has not proved possible." .
q:2 a parl:WrittenParliamentaryQuestion ; parl:hansardHeading "Cycling" ; parl:uin "2" ; pq:sortKey 2 ;
    parl:answer <http://data.parliament.uk/resources/2/answer> , <http://data.parliament.uk/resources/2/answer/2> ;
    dct:subject q:a , q:b ; parl:answeringDeptId "54" .
<http://data.parliament.uk/resources/2/answer> a pq:SubstantiveAnswer .
<http://data.parliament.uk/resources/2/answer/2> parl:answerText "Yes." ; parl:previousAnswerVersion q:v .
q:v parl:version "1" .
q:3 a parl:WrittenParliamentaryQuestion ; parl:hansardHeading "Police" ; parl:uin "3" ; pq:sortKey 3 ;
    parl:answer <http://data.parliament.uk/resources/3/answer> ; parl:answeringDeptId "54" ; pq:groupedWith q:2 .
<http://data.parliament.uk/resources/3/answer> parl:previousAnswerVersion q:w .
q:w parl:fileName "x" .
q:4 a parl:WrittenParliamentaryQuestion ; parl:uin "4" ; pq:sortKey 4 ; parl:answeringDeptId "54" ; dct:subject q:c .
q:b skos:prefLabel "Roads"@en . q:moj skos:prefLabel "Ministry of Justice" .
"""
WITHOUT = [
    ("exists-answer.answerText=false", ["4", "3"]),
    ("exists-answer.answerText=true", ["2", "1"]),
    ("exists-subject.prefLabel=false", ["4", "3", "1"]),
    ("exists-answer.previousAnswerVersion.version=false", ["4", "3", "1"]),
    ("exists-*.answerText=false", ["4", "3"]),
    # A parameter that is given twice means either value.
    ("exists-answer.answerText=false&exists-answer.answerText=true", ["4", "3", "2", "1"]),
    ("exists-answer.answerText=false&exists-answer.answerText=", ["4", "3"]),
    ("exists-~groupedWith.answer=false", ["4", "3", "1"]),
    ("exists-groupedWith.subject.prefLabel=false", ["4", "2", "1"]),
    ("exists-answer.answerText=false&answeringDeptId=54", ["4", "3"]),
    ("exists-answer.answerText=false&uin=2&uin=3", ["3"]),
    ("exists-answer.answerText=false&exists-answer=true", ["3"]),
    ("exists-answer.answerText=false&exists-subject.prefLabel=false&max-sortKey=3", ["3"]),
    # What is asked of answers elsewhere in a request does not bind what must not be there.
    ("exists-answer.answerText=false&exists-answer.previousAnswerVersion=true", ["3"]),
    ("exists-subject.prefLabel=false&subject=http://data.parliament.uk/resources/c", ["4"]),
    ("exists-answeringBody.prefLabel=false", ["4", "3", "2"]),
]


@pytest.fixture(scope="module")
def questions(tmp_path_factory: pytest.TempPathFactory) -> LocalStore:
    file = tmp_path_factory.mktemp("asking") / "questions.ttl"
    file.write_text(QUESTIONS, encoding="utf-8")
    return LocalStore.in_memory([file])


def answered(engine: Engine, query: str) -> tuple[list[str], str]:
    """The numbers of the items, and the query that found them."""
    response = engine.handle(Request.of(f"/writtenquestions.json?_metadata=execution&{query}"))
    assert response.status == 200, response.body
    result = json.loads(response.body)["result"]
    assert result["totalResults"] == len(result["items"])
    numbers = [item["_about"].rpartition("/")[2] for item in result["items"]]
    return numbers, result["wasResultOf"]["selectionResult"]["query"]["value"]


@pytest.mark.parametrize(("query", "expected"), WITHOUT)
def test_what_is_nowhere_on_a_way(query: str, expected: list[str], questions: LocalStore) -> None:
    found, text = answered(Engine.mount(questions), query)
    assert found == expected
    rows = Graph().parse(data=QUESTIONS, format="turtle").query(text)
    assert [str(row[0]).rpartition("/")[2] for row in rows] == expected  # type: ignore[index]


@pytest.mark.parametrize(("query", "expected"), WITHOUT)
def test_what_is_nowhere_on_a_way_in_a_graph(query: str, expected: list[str], tmp_path: Path) -> None:
    lines = Graph().parse(data=QUESTIONS, format="turtle").serialize(format="nt").splitlines()
    file = tmp_path / "questions.nq"
    text = "".join(f"{line[:-1]} <http://example.org/g> .\n" for line in lines if line)
    # Another graph says that everything is there.
    for number in (1, 2, 3, 4):
        question = f"http://data.parliament.uk/resources/{number}"
        text += f"<{question}> <http://data.parliament.uk/schema/parl#answer> <{question}/other> .\n"
        text += f'<{question}/other> <http://data.parliament.uk/schema/parl#answerText> "Yes." .\n'
    file.write_text(text, encoding="utf-8")
    engine = Engine.mount(LocalStore.in_memory([file]))
    assert answered(engine, f"{query}&_graph=http://example.org/g")[0] == expected


def test_ways_that_must_not_be_there_are_never_joined_anew_for_each_item(questions: LocalStore) -> None:
    # Two patterns side by side in one NOT EXISTS are: minutes in a large store.
    engine, parl = Engine.mount(questions), "http://data.parliament.uk/schema/parl#"
    # Of all items those are taken away that have it, of some each is looked at, step by step.
    _, text = answered(engine, "exists-answer.answerText=false")
    way = f"?item <{parl}answer> ?__2 . ?__2 <{parl}answerText> ?__3 ."
    assert f"  MINUS {{ SELECT ?item WHERE {{ {way} }} }}\n" in text
    _, text = answered(engine, "exists-answer.answerText=false&answeringDeptId=54")
    inner = f"FILTER EXISTS {{ ?__2 <{parl}answerText> ?__3 . }}"
    assert f"  FILTER NOT EXISTS {{ ?item <{parl}answer> ?__2 . {inner} }}\n" in text
    _, text = answered(engine, "exists-answer=false")
    assert f"  FILTER NOT EXISTS {{ ?item <{parl}answer> ?__2 . }}\n" in text


def test_cards_and_labels_are_asked_for_by_thing(questions: LocalStore) -> None:
    asked: list[str] = []

    class Watched:
        def query(self, text: str) -> Any:
            asked.append(text)
            return questions.query(text)

    data = Data(Watched(), None)
    root = "http://data.parliament.uk/resources/"
    cards = cards_of(data, [f"{root}{number}" for number in (1, 3, 4)])
    assert [(card.title, card.uin, card.body, card.day, card.status) for card in cards] == [
        ("Prisons", "1", "Ministry of Justice", "2014-06-26", "held"),
        ("Police", "3", "", "", "waiting"),
        ("Question 4", "4", "", "", "waiting"),
    ]
    assert len(asked) == 2
    assert all("VALUES ?p" not in text and "?s ?p ?o . FILTER(?p IN (" in text for text in asked)
    assert data.labels([f"{root}moj", f"{root}b", f"{root}a"]) == {
        f"{root}moj": "Ministry of Justice",
        f"{root}b": "Roads",
    }


class Asked:
    """A store that notes what it was asked."""

    def __init__(self, store: LocalStore) -> None:
        self._store = store
        self.properties: list[str] = []
        self.texts: list[str] = []

    def query(self, text: str, **_: Any) -> Any:
        self.texts.append(text)
        self.properties += re.findall(r"[#/](\w+)> \?v", text)
        return self._store.query(text)


# Four numbers of one figure, each of which counts as 101, and the one department that two questions went to.
@pytest.mark.parametrize(
    ("kept", "asked"),
    [
        (10_000, ["uin", "answeringDeptId"]),
        (506, ["uin", "answeringDeptId"]),
        # What was asked for least recently goes.
        (505, ["uin", "answeringDeptId", "uin", "answeringDeptId"]),
        # What is too much leaves the others where they are.
        (403, ["uin", "answeringDeptId", "uin"]),
    ],
)
def test_spellings_are_kept_up_to_a_size(
    kept: int, asked: list[str], questions: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pqgraph.api.values.SPELLINGS_KEPT", kept)
    store = Asked(questions)
    spellings = Spellings(store)  # type: ignore[arg-type]
    for _ in range(2):
        assert spellings.of(parl.uin) == {number: [f'"{number}"'] for number in "1234"}
        assert spellings.of(parl.answeringDeptId) == {"54": ['"54"']}
    assert store.properties == asked


def test_lists_are_kept_up_to_a_size_with_their_queries(
    questions: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pqgraph.api.sparql_road.IRIS_KEPT", 60)
    store = Asked(questions)
    road = SparqlRoad(store, {})  # type: ignore[arg-type]

    def asked(number: str, length: int) -> int:
        """How often the store is asked for a list of one question, by a query that is so much longer."""
        uin = Equals((Step(parl.uin),), (f'"{number}"', f'"{"x" * length}"'), "uin")
        before = len(store.texts)
        assert road.select(Selection(conditions=(uin,), counting=True)).total == 1
        return len(store.texts) - before

    # Each has a query of 200 to 300 characters, which take as much as two IRIs, and takes 10 itself.
    assert [asked(number, 1) for number in "123123"] == [1, 1, 1, 0, 0, 0]
    # A query of 3,000 characters leaves room for one more.
    assert [asked("4", 3_000), asked("4", 3_000), asked("3", 1), asked("1", 1)] == [1, 0, 0, 1]
    # One of 6,000 is not kept.
    assert [asked("4", 6_000), asked("4", 6_000), asked("1", 1)] == [1, 1, 0]
