"""Real records: what the index counts and finds is what SPARQL counts and finds in the same store."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pqgraph.search import AllOf, Exists, Range, SearchIndex, Where, paging
from pqgraph.store.local import LocalStore
from pqgraph.store.results import Solutions
from pqgraph.terms import PREFIXES

PREFIX = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
IS_QUESTION = "?q a parl:WrittenParliamentaryQuestion ."
BODY = "https://w3id.org/pqgraph/id/answering-body/"
TOPIC = "https://w3id.org/pqgraph/id/topic/"


@pytest.fixture(scope="module")
def store(real_store: Path) -> Iterator[LocalStore]:
    with LocalStore.open(real_store) as opened:
        yield opened


@pytest.fixture(scope="module")
def index(real_store: Path) -> Iterator[SearchIndex]:
    with SearchIndex.open(real_store) as opened:
        yield opened


def rows(store: LocalStore, query: str) -> list[tuple[str, ...]]:
    result = store.query(PREFIX + query)
    assert isinstance(result, Solutions)
    return [tuple("" if term is None else term.value for term in row) for row in result.rows]


@pytest.mark.parametrize(
    ("where", "pattern"),
    [
        ({}, ""),
        ({"house": "lords"}, "?q parl:legislature <http://data.parliament.uk/terms/25277>"),
        ({"body": "17"}, f"?q pq:answeringBody <{BODY}17>"),
        ({"body": ["17", "60"]}, f"VALUES ?b {{ <{BODY}17> <{BODY}60> }} ?q pq:answeringBody ?b"),
        ({"topic": "education"}, f"?q dcterms:subject/skos:broader* <{TOPIC}education>"),
        ({"subject": "education"}, f"?q dcterms:subject <{TOPIC}education>"),
        (
            {"topic": AllOf(("education", "health"))},
            f"?q dcterms:subject/skos:broader* <{TOPIC}education>, <{TOPIC}health>",
        ),
        (
            {"tabled": Range(low="2025-01-01", high="2025-06-30")},
            '?q dcterms:date ?d FILTER(?d >= "2025-01-01"^^xsd:date && ?d <= "2025-06-30"^^xsd:date)',
        ),
        ({"year": 2021}, "?q dcterms:date ?d FILTER(YEAR(?d) = 2021)"),
        ({"month": "2025-03"}, "?q pq:monthTabled <http://reference.data.gov.uk/id/month/2025-03>"),
        ({"hasAnswer": False}, "FILTER NOT EXISTS { ?q parl:answer ?a }"),
        ({"isAnswered": True}, "?q pq:dateAnswered ?d"),
        ({"isWaiting": True}, "?q pq:awaitsAnswer true"),
        ({"isLate": True}, "?q pq:answeredLate true"),
        ({"isWithdrawn": True}, '?q parl:QuestionStatus "Withdrawn"'),
        ({"isTransferred": True}, "?q pq:transferred true"),
        ({"isHeld": True}, "?q pq:holdingAnswer ?h"),
        ({"isCorrected": True}, "?q parl:answer/rdf:type pq:CorrectingAnswer"),
        ({"days": Range(low=30)}, "?q pq:daysToAnswer ?n FILTER(?n >= 30)"),
        ({"due": Exists(False)}, "FILTER NOT EXISTS { ?q parl:AnswerDate ?d }"),
        ({"type": "NamedDay"}, '?q parl:writtenParliamentaryQuestionType "NamedDay"'),
        ({"minister": Exists()}, "?q parl:answer/parl:answeringMember ?m"),
    ],
)
def test_filters_count_what_sparql_counts(
    store: LocalStore, index: SearchIndex, where: Where, pattern: str
) -> None:
    [(count,)] = rows(store, f"SELECT (COUNT(DISTINCT ?q) AS ?n) WHERE {{ {IS_QUESTION} {pattern} }}")
    page = index.search(where=where, limit=10_000)
    assert page.total == int(count) == len(page.hits)
    listed = rows(
        store,
        f"SELECT DISTINCT ?q ?key WHERE {{ {IS_QUESTION} {pattern} }} ".replace(
            "?key WHERE {", "?key WHERE { ?q pq:sortKey ?key ."
        )
        + "ORDER BY DESC(?key) ?q",
    )
    assert [hit.iri for hit in page.hits] == [iri for iri, _ in listed]


def test_the_filters_above_leave_something(index: SearchIndex) -> None:
    for where in (
        {"house": "lords"},
        {"isLate": True},
        {"isHeld": True},
        {"isCorrected": True},
        {"isWaiting": True},
    ):
        assert index.search(where=where).total > 0, where


@pytest.mark.parametrize(
    ("field", "value", "pattern"),
    [
        ("body", f"STRAFTER(STR(?v), '{BODY}')", "?q pq:answeringBody ?v"),
        ("topic", f"STRAFTER(STR(?v), '{TOPIC}')", "?q dcterms:subject/skos:broader* ?v"),
        ("department", "STR(?v)", "?q parl:AnsweringBody ?v"),
        ("asker", "STR(?v)", "?q parl:tablingMember ?v"),
        ("minister", "STR(?v)", "?q parl:answer/parl:answeringMember ?v"),
        ("party", "STR(?v)", "?q pq:tablingMemberParty ?v"),
        ("type", "STR(?v)", "?q parl:writtenParliamentaryQuestionType ?v"),
        ("month", "STRAFTER(STR(?v), 'month/')", "?q pq:monthTabled ?v"),
    ],
)
def test_facets_count_what_sparql_counts(
    store: LocalStore, index: SearchIndex, field: str, value: str, pattern: str
) -> None:
    query = (
        f"SELECT ?value (COUNT(DISTINCT ?q) AS ?n) WHERE {{ {IS_QUESTION} {pattern} BIND({value} AS ?value) }}"
        " GROUP BY ?value ORDER BY DESC(?n) ?value"
    )
    expected = [(name, int(count)) for name, count in rows(store, query)]
    assert expected
    assert index.facets(field=field) == expected


def test_a_word_finds_its_other_forms(store: LocalStore, index: SearchIndex) -> None:
    """All texts with a form of "school" and no others, by a regular expression over the texts of the store."""
    pattern = r"(^|[^\\p{L}\\p{N}])school(s|ed|ing|ings)?($|[^\\p{L}\\p{N}])"
    query = f'SELECT ?q WHERE {{ {IS_QUESTION} ?q parl:questionText ?t FILTER REGEX(?t, "{pattern}", "i") }}'
    expected = {iri for (iri,) in rows(store, query)}
    assert len(expected) > 10
    assert {hit.iri for hit in index.hits("question:schools", 10_000)} == expected


def test_a_phrase_is_found_where_it_stands(store: LocalStore, index: SearchIndex) -> None:
    query = (
        f"SELECT ?q WHERE {{ {IS_QUESTION} ?q parl:questionText ?t "
        'FILTER REGEX(?t, "special education(al)? need", "i") }'
    )
    expected = {iri for (iri,) in rows(store, query)}
    assert expected
    assert {hit.iri for hit in index.hits('question:"special educational needs"', 10_000)} == expected


def test_snippets_stand_in_the_texts(index: SearchIndex) -> None:
    page = index.search("health service", limit=50)
    assert page.total > 10
    for hit in page.hits:
        marked = {
            snippet.text[start:stop].lower()
            for snippet in hit.snippets.values()
            for start, stop in snippet.marks
        }
        assert any(word.startswith("health") for word in marked)
        assert any(word.startswith("servic") for word in marked)


def test_any_number_of_readers_at_once(index: SearchIndex, real_store: Path) -> None:
    def ask(number: int) -> tuple[int, list[str], int]:
        with SearchIndex.open(real_store) as own:
            reader = own if number % 2 else index
            page = reader.search("health OR school*", limit=30)
            return page.total, [hit.iri for hit in page.hits], len(reader.facets("health", field="body"))

    expected = ask(0)
    with ThreadPoolExecutor(8) as pool:
        assert set(map(repr, pool.map(ask, range(40)))) == {repr(expected)}


@pytest.mark.parametrize("deep", [5000, 50])
@pytest.mark.parametrize("sort", ["-order", "order", "tabled", "-answered", "days"])
def test_pages_walk_through_everything(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch, sort: str, deep: int
) -> None:
    monkeypatch.setattr(paging, "_DEEP", deep)
    starts = range(0, index.count, 97)
    pages = [index.search(sort=sort, offset=start, limit=97) for start in starts]
    assert {page.total for page in pages} == {index.count}
    seen = [hit.iri for page in pages for hit in page.hits]
    assert seen == [hit.iri for hit in index.search(sort=sort, limit=index.count).hits]
    assert len(set(seen)) == index.count
