"""Texts that try to do harm, in each field and on each page, and what becomes of published HTML."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page_hostile import PAYLOADS
from page_reading import Document, faults, page

from pqgraph.api.pages.cleaning import TAGS, clean, differences, plain_text
from pqgraph.api.pages.links import Address, outside, page_of
from pqgraph.api.protocol import Response

Get = Callable[[str], Response]
NUMBERS = range(len(PAYLOADS))


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(
    "path", ["/resources/9{:02}", "/members/8{:02}", "/departments/7{:02}", "/resources/9{:02}?_view=all"]
)
def test_nothing_of_a_hostile_question_runs(harm: Get, path: str, number: int) -> None:
    response = harm(path.format(number))
    assert response.status == 200
    assert faults(page(response)) == []
    assert b"{{" not in response.body or PAYLOADS[number].startswith("{{")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/writtenquestions?_pageSize=50",
        "/members?_pageSize=50",
        "/departments",
        "/queries/who-asks-whom?run=1",
        "/queries/response-times?run=1",
    ],
)
def test_nothing_of_a_hostile_list_runs(harm: Get, path: str) -> None:
    response = harm(path)
    assert response.status == 200
    assert faults(page(response)) == []


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize(
    "path",
    [
        "/writtenquestions?_search={}",
        "/writtenquestions?hansardHeading={}",
        "/writtenquestions?{}=x",
        "/writtenquestions?_view={}",
        "/writtenquestions?subject={}",
        "/search?member={}",
        "/search?topic={}",
        "/search?in={}",
        "/queries/member-topics?member={}",
        "/queries/{}",
        "/departments/{}",
        "/{}",
    ],
)
def test_nothing_of_a_hostile_address_runs(harm: Get, path: str, payload: str) -> None:
    response = harm(path.format(quote(payload, safe="")))
    assert response.status in (200, 303, 400, 404)
    if response.status != 303:
        assert faults(page(response)) == []
    else:
        assert (response.header("Location") or "").startswith("http://localhost/writtenquestions")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_published_html_keeps_only_what_is_allowed(payload: str) -> None:
    found = Document(f"<div id=x>{clean(payload)}</div>").css_first("#x")
    for node in found.css("*")[1:]:
        assert node.tag in TAGS
        assert set(node.attributes) <= {"href", "rel", "colspan", "rowspan", "scope"}
        if "href" in node.attributes:
            assert (node.attributes["href"] or "").startswith(("http://", "https://"))
            assert node.attributes["rel"] == "nofollow noreferrer"


@pytest.mark.parametrize(
    ("source", "cleaned"),
    [
        ("<p>£252 million</p><p> </p><p>More</p>", "<p>£252 million</p><p>More</p>"),
        (
            "<p><strong>a</strong> <em>b</em> <sup>2</sup></p>",
            "<p><strong>a</strong> <em>b</em> <sup>2</sup></p>",
        ),
        ('<ins class="ministerial">41</ins><del class="x">14</del>', "<ins>41</ins><del>14</del>"),
        (
            '<a href="https://www.gov.uk/a">x</a>',
            '<a href="https://www.gov.uk/a" rel="nofollow noreferrer">x</a>',
        ),
        ('<a href="/relative">x</a>', '<a rel="nofollow noreferrer">x</a>'),
        ('<a href="mailto:a@b.c">x</a>', '<a rel="nofollow noreferrer">x</a>'),
        ('<td colspan="2" onclick="x()">', ""),
        ("plain & simple", "<p>plain &amp; simple</p>"),
        ("one\ntwo\n\nthree", "<p>one<br>two</p><p>three</p>"),
        ("5 < 7", "<p>5 &lt; 7</p>"),
        ("", ""),
        (
            '<table><tr><td colspan="2">a</td></tr></table>',
            '<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>',
        ),
    ],
)
def test_cleaning(source: str, cleaned: str) -> None:
    assert str(clean(source)) == cleaned


_text = st.text(max_size=200) | st.lists(st.sampled_from((*PAYLOADS, "<p>", "</p>", "<b", "&lt;", " "))).map(
    "".join
)


@settings(max_examples=150, deadline=None)
@given(_text)
def test_no_text_gets_more_than_allowed_through(source: str) -> None:
    found = Document(f"<div id=x>{clean(source)}</div>")
    assert {node.tag for node in found.css("#x *")} <= TAGS
    assert not [
        name
        for node in found.css("#x *")
        for name in node.attributes
        if name.startswith("on") or name == "style"
    ]


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_differences_hold_both_texts(before: str, after: str) -> None:
    shown = Document(f"<p id=x>{differences(before, after)}</p>").css_first("#x")
    assert {node.tag for node in shown.css("*")[1:]} <= {"ins", "del"}
    old, new = plain_text(before).split(), plain_text(after).split()
    words = shown.text().split()
    if all(word.isalnum() and word.isascii() for word in old + new):
        assert set(old) | set(new) == set(words)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_links_lead_to_http_or_to_paths_here(text: str) -> None:
    assert outside(f"javascript:{text}") is None
    found = outside(text)
    assert found is None or found.lower().startswith(("http://", "https://"))
    for base in ("http://data.parliament.uk/members/", "https://w3id.org/pqgraph/id/topic/"):
        path = page_of(base + text)
        assert path is None or (path.startswith("/") and not path.startswith("//") and '"' not in path)
    assert not str(Address(text.partition("?")[0] or "/")).startswith("//")
