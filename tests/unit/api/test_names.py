"""``name-``: what the value of a property is called, whichever property says so."""

import json
from typing import Any

import pytest
from rdflib import Dataset, Graph

from pqgraph.api.engine import PARLIAMENT, Engine
from pqgraph.api.protocol import Request
from pqgraph.store.local import LocalStore

# The names that a store of all written questions has: labels with and without language, by three properties.
GRAPH = """
@prefix parl: <http://data.parliament.uk/schema/parl#> .
@prefix pq: <https://w3id.org/pqgraph/def#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix q: <http://data.parliament.uk/resources/> .
@prefix m: <http://data.parliament.uk/members/> .
@prefix : <https://w3id.org/pqgraph/id/> .

q:1 a parl:WrittenParliamentaryQuestion ; pq:sortKey 1 ; pq:answeringBody :home ; dct:subject :health , :crime ;
    parl:legislature <http://data.parliament.uk/terms/25259> ; parl:tablingMember m:1577 ;
    pq:tablingMemberParty :labour .
q:2 a parl:WrittenParliamentaryQuestion ; pq:sortKey 2 ; pq:answeringBody :justice ; dct:subject :crime ;
    parl:legislature <http://data.parliament.uk/terms/25277> ;
    parl:answer <http://data.parliament.uk/resources/2/answer> .
q:3 a parl:WrittenParliamentaryQuestion ; pq:sortKey 3 ; pq:answeringBody :home ; parl:tablingMember m:1577 .
<http://data.parliament.uk/resources/2/answer> parl:answeringMember m:1560 .
:home skos:prefLabel "Home Office"@en , "Y Swyddfa Gartref"@cy .
:justice skos:prefLabel "Ministry of Justice" .
:health skos:prefLabel "Health"@en . :crime skos:prefLabel "Crime"@en .
:labour rdfs:label "Labour" .
<http://data.parliament.uk/terms/25259> skos:prefLabel "House of Commons" .
<http://data.parliament.uk/terms/25277> skos:prefLabel "House of Lords" .
m:1577 rdfs:label "Biography information for Philip Davies" ; foaf:name "Philip Davies" .
m:1560 rdfs:label "Biography information for Jeremy Wright" ; foaf:name "Jeremy Wright"@en-GB .
"""
CASES = [
    ("name-answeringBody=Home+Office", ["3", "1"]),
    ("name-answeringBody=Home+Office&_lang=en", ["3", "1"]),
    ("name-answeringBody=Home+Office&_lang=cy", []),
    ("name-answeringBody=Home+Office&lang-answeringBody=cy", []),
    ("name-answeringBody=Y+Swyddfa+Gartref", ["3", "1"]),
    ("name-answeringBody=home+office", []),
    ("name-answeringBody=Home+Office&name-answeringBody=Ministry+of+Justice", ["3", "2", "1"]),
    ("name-answeringBody=Ministry+of+Justice&_lang=en", ["2"]),
    ("name-answeringBody=Home+Office&exists-legislature=false", ["3"]),
    ("name-answeringBody=", ["3", "2", "1"]),
    ("name-legislature=House+of+Commons", ["1"]),
    ("name-legislature=House+of+Lords&_lang=en", ["2"]),
    ("name-tablingMemberParty=Labour", ["1"]),
    ("name-subject=Health", ["1"]),
    ("name-subject=Health&_lang=en", ["1"]),
    ("name-subject=Health&name-subject=Crime", ["2", "1"]),
    ("name-tablingMember=Philip+Davies", ["3", "1"]),
    ("name-tablingMember=Biography+information+for+Philip+Davies", ["3", "1"]),
    ("name-tablingMember=Philip+Davies&name-answeringBody=Home+Office&name-subject=Crime", ["1"]),
    ("name-answer.answeringMember=Jeremy+Wright", ["2"]),
    ("name-answer.answeringMember=Jeremy+Wright&_lang=en", []),
    ("name-answer.answeringMember=Jeremy+Wright&_lang=en-GB", ["2"]),
    ("name-AnsweringBody=Home+Office", []),
    ("name-~answer=Nobody", []),
]


def numbers(engine: Engine, query: str, path: str = "/writtenquestions.json") -> list[str]:
    response = engine.handle(Request.of(f"{path}?{query}"))
    assert response.status == 200, response.body
    result = json.loads(response.body)["result"]
    assert result["totalResults"] == len(result["items"])
    return [item["_about"].rpartition("/")[2] for item in result["items"]]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    file = tmp_path_factory.mktemp("names") / "names.ttl"
    file.write_text(GRAPH, encoding="utf-8")
    return Engine.mount(LocalStore.in_memory([file]), PARLIAMENT)


@pytest.mark.parametrize(("query", "expected"), CASES)
def test_a_thing_is_found_by_what_it_is_called(query: str, expected: list[str], engine: Engine) -> None:
    assert numbers(engine, query) == expected


def selection_query(engine: Engine, query: str) -> str:
    body = engine.handle(Request.of(f"/writtenquestions.json?_metadata=execution&{query}")).body
    found: dict[str, Any] = json.loads(body)["result"]["wasResultOf"]["selectionResult"]["query"]
    return str(found["value"])


@pytest.mark.parametrize(("query", "expected"), CASES)
def test_another_store_finds_the_same(query: str, expected: list[str], engine: Engine) -> None:
    graph = Graph().parse(data=GRAPH, format="turtle")
    rows = graph.query(selection_query(engine, query))
    assert [str(row[0]).rpartition("/")[2] for row in rows] == expected  # type: ignore[index]


def test_a_name_is_looked_for_in_the_graph_that_is_asked(tmp_path: Any) -> None:
    dataset = Dataset()
    dataset.graph("http://example.org/g").parse(data=GRAPH, format="turtle")
    file = tmp_path / "named.nq"
    file.write_text(dataset.serialize(format="nquads"), encoding="utf-8")
    engine = Engine.mount(LocalStore.in_memory([file]), PARLIAMENT)
    query = "name-answeringBody=Home+Office"
    assert numbers(engine, f"{query}&_graph=http://example.org/g") == ["3", "1"]
    assert numbers(engine, query) == []


def test_a_description_may_filter_by_names(tmp_path: Any) -> None:
    file, description = tmp_path / "names.ttl", tmp_path / "api.ttl"
    file.write_text(GRAPH, encoding="utf-8")
    description.write_text(
        """
        @prefix api: <http://purl.org/linked-data/api/vocab#> .
        @prefix elda: <http://www.epimorphics.com/vocabularies/lda#> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        <http://data.parliament.uk/schema/parl#answer> a owl:ObjectProperty ; api:label "answer" .
        <https://w3id.org/pqgraph/def#answeringBody> a owl:ObjectProperty ; api:label "answeringBody" .
        <http://e/api> a api:API ; elda:enableCounting true ; api:endpoint <http://e/list> .
        <http://e/list> a api:ListEndpoint ; api:uriTemplate "/home" ;
            api:selector [ api:filter "name-answeringBody=Home Office" ; api:orderBy "DESC(?item)" ] .
        """,
        encoding="utf-8",
    )
    asked: list[str] = []

    class Watched:
        def __init__(self) -> None:
            self._store = LocalStore.in_memory([file])

        def query(self, text: str) -> Any:
            asked.append(text)
            return self._store.query(text)

    engine = Engine.mount(Watched(), description)
    assert asked == []
    assert numbers(engine, "", "/home.json") == ["3", "1"]
