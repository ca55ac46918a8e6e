"""What users may write, and what is found by it."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from search_questions import iri, question

from pqgraph.errors import PqgraphError
from pqgraph.search import SearchIndex
from pqgraph.search.parse import MAX_CHARACTERS, MAX_WORDS

TEXTS = (
    "The school has special educational needs pupils.",  # 0
    "Schools and academies need funding.",  # 1
    "University academics asked for co-operation.",  # 2
    "Universal Credit and the universe.",  # 3
    "The Minister’s café visit cost 10<sup>th</sup> of the needs, educational and special.",  # 4
    "Universities: ÉCOLE normale, HL553 and R&amp;D.",  # 5
)


@pytest.fixture
def index(texts: Callable[..., SearchIndex]) -> SearchIndex:
    return texts(*TEXTS)


def found(index: SearchIndex, text: str) -> set[int]:
    page = index.search(text, limit=100)
    assert page.total == len(page.hits)
    return {int(hit.iri.rpartition("/")[2]) for hit in page.hits}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("schools", {0, 1}),
        ("SCHOOL", {0, 1}),
        ("school funding", {1}),
        ("school AND funding", {1}),
        ("school funding university", set()),
        ("school OR university", {0, 1, 2, 5}),
        ("needs school OR cafe", {0, 1, 4}),
        ("funding OR cafe OR universe", {1, 3, 4}),
        ('"special educational needs"', {0}),
        ("“special educational needs”", {0}),
        ('"special educational needs', {0}),
        ('"educational special"', set()),
        ("special educational need", {0, 4}),
        ("school -funding", {0}),
        ('needs -"special educational needs"', {1, 4}),
        ("-school", {2, 3, 4, 5}),
        ("school OR -the", {0, 1, 2, 5}),
        # "universities" has the stem "univers", which "universit" does not begin.
        ("universit*", {2, 5}),
        ("univers*", {2, 3, 5}),
        ("academi*", {1, 2}),
        ("zzz*", set()),
        ("school -zzz*", {0, 1}),
        ("co-oper*", {2}),
        ("co-operation", {2}),
        ("cafe", {4}),
        ("CAFÉ", {4}),
        ("école", {5}),
        ("ecol*", {5}),
        ("éco*", {5}),
        ("minister's", {4}),
        ("10th", {4}),
        ("R&D", {5}),
        ("hl553", {5}),
        ("school & (funding)", {1}),
        ("foo:school", set()),
        ("question:school", {0, 1}),
        ("QUESTION:school", {0, 1}),
        ('question:"special educational needs"', {0}),
        ("-question:school needs", {4}),
        ("heading:school", set()),
        ("OR school OR", {0, 1}),
        ("or school", set()),
        ("school* funding^2", set()),
        ("school [a TO b] funding~", set()),
        ("/sch.*/", set()),
        ("*", None),
        ("", None),
        (" - \" ' ? ", None),
    ],
)
def test_what_a_text_finds(index: SearchIndex, text: str, expected: set[int] | None) -> None:
    if expected is None:
        with pytest.raises(PqgraphError) as problem:
            index.search(text)
        assert problem.value.code.id == "PQ531"
    else:
        assert found(index, text) == expected


def test_words_may_stand_in_different_fields(indexed: Callable[..., SearchIndex]) -> None:
    index = indexed(
        question(0, heading="Schools", text="How many?", answer="<p>None had funding.</p>"),
        question(1, heading="Funding", text="How many schools?"),
        question(2, heading="Prisons", text="What funding?"),
    )
    assert found(index, "school funding") == {0, 1}
    assert found(index, "heading:school funding") == {0}
    assert found(index, "heading:school answer:funding") == {0}
    assert found(index, "question:school") == {1}
    assert found(index, "-answer:funding funding") == {1, 2}
    # A phrase does not go over the end of a field.
    assert found(index, '"schools how many"') == set()


def test_headings_weigh_more_than_questions_and_these_more_than_answers(
    indexed: Callable[..., SearchIndex],
) -> None:
    other = "what the cost was"
    index = indexed(
        question(0, heading=other, text=other, answer="prisons and " + other),
        question(1, heading="prisons and " + other, text=other, answer=other),
        question(2, heading=other, text="prisons and " + other, answer=other),
    )
    hits = index.search("prison").hits
    assert [hit.iri for hit in hits] == [iri(1), iri(2), iri(0)]
    assert hits[0].score > hits[1].score > hits[2].score > 0


def test_where_nothing_fits_better_the_newest_come_first(indexed: Callable[..., SearchIndex]) -> None:
    texts = ["universe", "universe and universities", "universal", "other"]
    index = indexed(*(question(number, text=text, order=number) for number, text in enumerate(texts)))
    for text, expected in (("univers*", [2, 1, 0]), ("-other", [2, 1, 0]), ("-other univers*", [2, 1, 0])):
        for sort in (None, "relevance"):
            hits = index.search(text, sort=sort).hits
            assert [hit.iri for hit in hits] == [iri(number) for number in expected]
            assert {hit.score for hit in hits} == {0.0}
    assert [hit.iri for hit in index.search("univers* and").hits] == [iri(1)]


@pytest.mark.parametrize(
    "text",
    [
        "a" * (MAX_CHARACTERS + 1),
        " ".join(f"word{n}" for n in range(MAX_WORDS + 1)),
        '"' + " ".join(f"word{n}" for n in range(MAX_WORDS + 1)) + '"',
        "-".join("ab" for _ in range(MAX_WORDS + 1)),
    ],
)
def test_too_much_is_refused(index: SearchIndex, text: str) -> None:
    with pytest.raises(PqgraphError, match=r"PQ531 .* more than"):
        index.search(text)


def test_a_beginning_of_too_many_words_is_refused(
    texts: Callable[..., SearchIndex], monkeypatch: pytest.MonkeyPatch
) -> None:
    index = texts(" ".join(f"word{n}" for n in range(30)))
    assert found(index, "wor*") == {0}
    monkeypatch.setattr("pqgraph.search.compile.MAX_EXPANSION", 29)
    with pytest.raises(PqgraphError, match="PQ531 30 words begin with 'wor', more than 29"):
        index.search("wor*")


OPERATORS = st.sampled_from(
    [
        '"',
        "-",
        "*",
        "OR",
        "AND",
        " ",
        ":",
        "heading:",
        "question:",
        "(",
        ")",
        "[",
        "^",
        "~",
        "\\",
        "/",
        "\x00",
        "school",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(text=st.lists(OPERATORS | st.text(st.characters(codec=None), max_size=8), max_size=30).map("".join))
def test_any_text_is_a_search_or_a_clear_error(index: SearchIndex, text: str) -> None:
    try:
        page = index.search(text)
    except PqgraphError as problem:
        assert problem.code.id == "PQ531"
    else:
        assert page.total >= len(page.hits)


def test_long_runs_of_letters_are_no_words(texts: Callable[..., SearchIndex]) -> None:
    index = texts("school " + "x" * 70, "school")
    assert found(index, "school " + "x" * 70) == {0, 1}
    with pytest.raises(PqgraphError, match="PQ531"):
        index.search("x" * 70)
