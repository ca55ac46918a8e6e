"""Which items a request selects: endpoints, filters, variables, order, pages."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pqgraph.api.engine import Engine
from pqgraph.api.protocol import Request

LIST = "/committee.json?_pageSize=4&"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["10", "2", "1", "3"]),
        ("size=15", ["3", "4"]),
        ("members=15", ["3", "4"]),
        ("e_size=15", ["3", "4"]),
        ("ex_size=15", ["3", "4"]),
        ("size=", ["10", "2", "1", "3"]),
        ("size=9&size=7", ["10", "2"]),
        ("min-size=11", ["1", "3", "4"]),
        ("minEx-size=11", ["3", "4"]),
        ("max-size=9", ["10", "2"]),
        ("maxEx-size=9", ["10"]),
        ("min-size=8&max-size=12", ["2", "1"]),
        ("min-founded=2001-02-03", ["2", "3"]),
        ("max-founded=1999-01-01T00:00:00", ["1"]),
        ("min-met=2018-11-22", ["3"]),
        ("max-met=2018-11-22", []),
        ("open=true", ["1"]),
        ("status=Standing", ["2", "1"]),
        ("status=http://example.org/def%23Select", ["3"]),
        ("status=e_Select", ["3"]),
        ("chair=http://example.org/id/person/bob", ["2"]),
        ("chair.label=Bob", ["2"]),
        ("name-chair=Bob", ["2"]),
        ("name-chair=Bob&name-chair=Ada", ["2", "1"]),
        ("chair.knows.label=Bob", ["1"]),
        ("chair.label.=Bob", ["2"]),
        ("min-chair.rdfs_label=B", ["2", "4"]),
        ("exists-chair=true", ["2", "1", "4"]),
        ("exists-chair=false", ["10", "3"]),
        ("exists-chair.knows=false", ["10", "3", "4"]),
        ("exists-chair=", ["10", "2", "1", "3"]),
        ("~parent=http://example.org/id/committee/4", ["1"]),
        ("~parent.size=7", ["1"]),
        ("exists-~parent=true", ["1"]),
        ("address.street=Queen+Street", ["3"]),
        ("label=plain", ["3"]),
        ("label=Health", []),
        ("label=Health&_lang=en", ["1"]),
        ("label=Health&lang-label=en", ["1"]),
        ("label=Iechyd&_lang=en,cy", ["1"]),
        ("label=plain&_lang=en,none", ["3"]),
        ("min-label=S&_lang=en", ["10", "2"]),
        ("label=Quoted+%22words%22&_lang=en", ["4"]),
        ("city=london", ["2", "1"]),
        ("city=Paris", []),
        ("part-city=car", ["3"]),
        ("_search=queen", []),
        ("_search=iech", ["1"]),
        ("_search=quoted+WORDS", ["4"]),
        ("near-lat=51.6&near-long=-0.1&_distance=20", ["1"]),
        ("_subject=http://example.org/id/committee/2", ["2"]),
        ("_subject=http://example.org/id/committee/2&size=9", ["2"]),
        ("_subject=http://example.org/id/committee/2&size=11", []),
        ("_subject=http://example.org/id/committee/2&exists-chair=false", []),
        ("_subject=http://example.org/id/committee/99", []),
        ("_subject=http://example.org/id/person/ada", []),
        ("_subject=http://example.org/id/committee/2&_page=1", []),
        ("_subject=", ["10", "2", "1", "3"]),
        ("open=0", ["2"]),
        ("open=false", ["2"]),
        ("max-met=2018-11-22T24:00:00Z", ["3"]),
        ("_sort=-size,label", ["3", "4", "1", "2"]),
        ("_sort=chair.label", ["10", "3", "1", "2"]),
        ("_page=1", ["4"]),
        ("_page=2", []),
        ("_pageSize=2", ["10", "2"]),
        ("_pageSize=100", ["10", "2", "1", "3"]),
        ("_=123&_mark=x&_trace=1", ["10", "2", "1", "3"]),
    ],
)
def test_parameters(query: str, expected: list[str], numbers: Any) -> None:
    prefix = "/committee.json?" if "_pageSize" in query else LIST
    assert numbers(prefix + query) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/welsh.json", ["10", "4", "3"]),
        ("/committee/standing.json", ["1", "2"]),
        ("/committee/standing/small.json", ["2"]),
        ("/committee/size-9-to-11.json", ["1", "2"]),
        ("/sized.json?n=15", ["3", "4"]),
        ("/sized.json?n=15&label=plain", ["3"]),
        ("/sized.json?n=15&n=7", ["10", "3", "4"]),
        ("/sized.json?n=15&n=&n=15", ["3", "4"]),
        ("/sized.json?n=&_sort=-size", ["3", "4", "1"]),
        ("/sized.json?n=&n=&_sort=-size", ["3", "4", "1"]),
        ("/sized.json?_subject=http://example.org/id/committee/4&n=15", ["4"]),
        ("/chaired.json?by=http://example.org/id/person/cyd&by=http://example.org/id/person/cyd", ["4"]),
        ("/select.json?_subject=http://example.org/id/committee/1", ["1"]),
        ("/select.json?_subject=http://example.org/id/committee/10", []),
        ("/everything.json?_subject=http://example.org/id/committee/10", ["10"]),
        ("/everything.json?_subject=http://example.org/id/committee/99", []),
        ("/word/Health.json", ["1"]),
        ("/word/Ten", ["10"]),
        ("/select.json", ["3", "4", "1"]),
        ("/select.json?_page=1", ["2"]),
        ("/chaired.json?by=http://example.org/id/person/cyd", ["4"]),
        ("/any-cardiff-x.json", ["3"]),
        ("/any-c%C3%A4rdiff-x", []),
        ("/people.json?_sort=-label", ["cyd", "bob", "ada"]),
        ("/people.json?type=http://example.org/def%23Person&max-born=1980-01-01&_sort=label", []),
    ],
)
def test_endpoints(path: str, expected: list[str], numbers: Any) -> None:
    if "born" in path:  # no description gives it a name, but its prefix does
        path = path.replace("born", "e_born")
    assert numbers(path) == expected


def test_newest_first_is_by_number_not_by_character(numbers: Any) -> None:
    assert numbers("/counted.json?_pageSize=4") == ["10", "4", "3", "2"]


def test_an_item_endpoint_with_a_selector_gives_its_first(result: Any) -> None:
    assert result("/largest.json")["primaryTopic"]["_about"] == "http://example.org/id/committee/3"


@pytest.mark.parametrize(
    ("query", "total"), [("", 5), ("&_page=1", 5), ("&_page=9", 5), ("&size=15", 2), ("&size=1", 0)]
)
def test_the_total_is_exact(query: str, total: int, result: Any) -> None:
    assert result(f"/counted.json?_pageSize=3{query}")["totalResults"] == total
    assert result(f"/committee.json?_count=yes{query}")["totalResults"] == total
    assert "totalResults" not in result(f"/committee.json?_count=no{query}")
    assert "totalResults" not in result(f"/committee.json?{query}")


def test_the_total_of_one_item_is_one_or_none(result: Any) -> None:
    for path in ("/counted.json?", "/select.json?_count=yes&"):
        totals = [
            result(f"{path}_subject=http://example.org/id/committee/{number}")["totalResults"]
            for number in ("1", "99")
        ]
        assert totals == [1, 0]


def test_a_select_of_the_description_is_counted_too(result: Any) -> None:
    assert result("/select.json?_count=yes&_page=5")["totalResults"] == 4


def test_walking_next_from_the_first_page_meets_every_item_once(engine: Engine, result: Any) -> None:
    seen, page = [], result("/counted.json?_pageSize=2")
    seen += page["items"]
    while "next" in page:
        page = result(page["next"].removeprefix("http://example.org/data"))
        seen += page["items"]
    assert len(seen) == len({item["_about"] for item in seen}) == 5


TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(
    name=st.sampled_from(["label", "city", "size", "chair", "min-label", "name-chair", "_search", "status"]),
    text=TEXT,
)
def test_no_value_breaks_out_of_its_place(name: str, text: str, engine: Engine) -> None:
    from urllib.parse import quote_plus

    response = engine.handle(
        Request("/data/committee.json", f"{name}={quote_plus(text)}", base="http://example.org")
    )
    assert response.status in (200, 400)
    assert not any(char in "".join(value for _, value in response.headers) for char in "\r\n\0")


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(query=TEXT, path=TEXT)
def test_no_request_is_a_fault_of_the_server(query: str, path: str, engine: Engine) -> None:
    response = engine.handle(Request("/data/" + path, query, base="http://example.org"))
    assert response.status in (200, 303, 400, 404, 414)
