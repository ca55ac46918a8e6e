"""Snippets: the right place, exact marks, safe in a page."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from search_questions import question

from pqgraph.search import SearchIndex, Snippet
from pqgraph.search.snippets import LENGTH, Marker


def marker(*patterns: str) -> Marker:
    return Marker(
        [
            ("answer", tuple((place, frozenset((stem,))) for place, stem in enumerate(one.split())))
            for one in patterns
        ]
    )


def marked(snippet: Snippet | None) -> list[str]:
    assert snippet is not None
    return [snippet.text[start:stop] for start, stop in snippet.marks]


def test_snippets_of_a_search(indexed: Callable[..., SearchIndex]) -> None:
    index = indexed(
        question(
            0,
            heading="Schools: &lt;script&gt;",
            text="What funding do schools & academies get?",
            answer="<p>5 &lt; 7 <b>school</b>s; universities’ cafés.</p><p>No funding.</p>",
        )
    )

    def html(text: str) -> dict[str, str]:
        [hit] = index.search(text).hits
        return {name: snippet.html() for name, snippet in hit.snippets.items()}

    assert html("school") == {
        "heading": "<mark>Schools</mark>: &lt;script&gt;",
        "question": "What funding do <mark>schools</mark> &amp; academies get?",
        "answer": "5 &lt; 7 <mark>schools</mark>; universities’ cafés. No funding.",
    }
    assert html("heading:school") == {"heading": "<mark>Schools</mark>: &lt;script&gt;"}
    assert html('"no funding" universit*') == {
        "answer": "5 &lt; 7 schools; <mark>universities</mark>’ cafés. <mark>No funding</mark>."
    }
    assert html("funding -prisons OR cafe") == {
        "question": "What <mark>funding</mark> do schools &amp; academies get?",
        "answer": "5 &lt; 7 schools; universities’ <mark>cafés</mark>. No <mark>funding</mark>.",
    }
    assert html("-prisons") == {}
    [hit] = index.search("school", snippets=False).hits
    assert hit.snippets == {}
    assert index.hits("school", 5) == [hit]


def test_the_whole_of_a_short_text() -> None:
    text = "Every school is a school."
    assert marker("school").snippet("answer", text) == Snippet(text, ((6, 12), (18, 24)))
    assert marker("prison").snippet("answer", text) is None
    assert marker("school").snippet("question", text) is None


def test_the_place_that_says_most() -> None:
    filler = "nothing of note here, " * 40
    text = f"{filler}A school. {filler}The schools need funding. {filler}Funding."
    snippet = marker("school", "fund").snippet("answer", text)
    assert marked(snippet) == ["schools", "funding"]
    assert snippet is not None
    assert snippet.text.startswith("…") and snippet.text.endswith("…")
    assert len(snippet.text) <= LENGTH + 22
    # Whole words at both ends.
    assert f" {snippet.text.strip('…')} " in f" {text} "


def test_the_first_of_equal_places() -> None:
    text = "School one. " + "x " * 300 + "School two."
    snippet = marker("school").snippet("answer", text)
    assert snippet is not None
    assert snippet.text.startswith("School one. x")
    assert marked(snippet) == ["School"]


def test_phrases_are_marked_as_a_whole_and_only_as_such() -> None:
    text = "Needs that are special: special educational needs, special needs."
    assert marked(marker("special educ need").snippet("answer", text)) == ["special educational needs"]
    assert marked(marker("special educ need", "educ").snippet("answer", text)) == [
        "special educational needs"
    ]


def test_a_text_without_spaces_is_cut_all_the_same() -> None:
    text = "學" * 30 + "," + "x" * 1000 + ",school," + "y" * 1000
    snippet = marker("school").snippet("answer", text)
    assert marked(snippet) == ["school"]
    assert snippet is not None and len(snippet.text) <= LENGTH + 2


def test_the_tag_of_the_marks() -> None:
    assert Snippet('"a" <b>', ((1, 2),)).html("b") == "&quot;<b>a</b>&quot; &lt;b&gt;"


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["school", "Schools", "fund", "<b>", "&", "é", "x" * 30, "special", "needs", "\u2028", "ﬁ"]
        ),
        max_size=120,
    ),
    st.sampled_from([" ", ", ", "<"]),
)
def test_marks_hold_what_was_found_wherever_the_text_is_cut(words: list[str], between: str) -> None:
    text = between.join(words)
    snippet = marker("school", "special need").snippet("answer", text)
    if snippet is None:
        return
    assert snippet.text.strip("…") in text
    ends = 0
    for start, stop in snippet.marks:
        assert ends <= start < stop <= len(snippet.text)
        ends = stop
        # What is no letter parts words and does not stand in the way of a phrase.
        assert re.sub(r"\W+", " ", snippet.text[start:stop].lower()) in ("school", "schools", "special needs")
    shown = snippet.html()
    for mark in ("<mark>", "</mark>"):
        assert shown.count(mark) == len(snippet.marks)
        shown = shown.replace(mark, "")
    assert "<" not in shown


@pytest.mark.parametrize("name", ["heading", "question", "answer"])
def test_every_field_of_texts_has_its_own_patterns(name: str) -> None:
    one = Marker([(name, ((0, frozenset(("school",))),))])
    assert [other for other in ("heading", "question", "answer") if one.snippet(other, "school")] == [name]
