"""Filters, counts and pages."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from search_questions import iri, question, write_index

from pqgraph.errors import PqgraphError
from pqgraph.rdf import terms as t
from pqgraph.search import FIELDS, AllOf, Exists, Not, Range, SearchIndex, paging
from pqgraph.terms import dcterms, parl, pq

TOPIC = "https://w3id.org/pqgraph/id/topic/"


@pytest.fixture
def index(indexed: Callable[..., SearchIndex]) -> SearchIndex:
    def day(number: int) -> dt.date:
        return dt.date(2018, 11, 20) + dt.timedelta(days=number)

    member = t.iri("http://data.parliament.uk/members/4649")
    send = t.iri(TOPIC + "special-educational-needs-and-disabilities")
    return indexed(
        question(0, tabled=day(0), order=10, body=60, days=7),
        question(1, tabled=day(1), order=11, body=60, days=2, more=[(pq.answeredLate, t.boolean(True))]),
        question(2, tabled=day(1), order=12, body=17, more=[(dcterms.subject, send)]),
        question(
            3,
            tabled=dt.date(2019, 1, 1),
            order=13,
            body=17,
            more=[(dcterms.subject, t.iri(TOPIC + "schools"))],
        ),
        question(
            4, order=9, more=[(parl.tablingMember, member), (parl.QuestionStatus, t.literal("Withdrawn"))]
        ),
    )


def numbers(index: SearchIndex, **options: Any) -> list[int]:
    page = index.search(limit=100, **options)
    assert page.total == len(page.hits)
    return [int(hit.iri.rpartition("/")[2]) for hit in page.hits]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({}, [3, 2, 1, 0, 4]),
        ({"body": "60"}, [1, 0]),
        ({"body": "https://w3id.org/pqgraph/id/answering-body/60"}, [1, 0]),
        ({"body": ["60", "17"]}, [3, 2, 1, 0]),
        ({"body": []}, []),
        ({"body": "61"}, []),
        ({"body": Not("60")}, [3, 2, 4]),
        ({"body": Not(Exists())}, [4]),
        ({"body": Exists(False)}, [4]),
        ({"body": Exists()}, [3, 2, 1, 0]),
        ({"subject": "schools"}, [3]),
        ({"topic": "schools"}, [3, 2]),
        ({"topic": TOPIC + "education"}, [3, 2]),
        ({"topic": AllOf(("education", "schools", Not("special-educational-needs-and-disabilities")))}, [3]),
        ({"tabled": dt.date(2018, 11, 21)}, [2, 1]),
        ({"tabled": "2018-11-21"}, [2, 1]),
        ({"tabled": ["2018-11-21", "2019-01-01"]}, [3, 2, 1]),
        ({"tabled": Range(low="2018-11-21")}, [3, 2, 1]),
        ({"tabled": Range(low="2018-11-21", with_low=False)}, [3]),
        ({"tabled": Range(high="2018-11-21", with_high=False)}, [0]),
        ({"tabled": Range(low="2018-11-20", high="2018-11-21")}, [2, 1, 0]),
        ({"tabled": Range()}, [3, 2, 1, 0]),
        ({"tabled": AllOf((Range(low="2018-11-21"), Not("2019-01-01")))}, [2, 1]),
        ({"days": 7}, [0]),
        ({"days": Range(low=-(1 << 63), high=(1 << 63) - 1)}, [1, 0]),
        ({"year": [2018, 2019]}, [3, 2, 1, 0]),
        ({"month": "2018-11", "body": "17"}, [2]),
        ({"isLate": True}, [1]),
        ({"isLate": False}, [3, 2, 0, 4]),
        ({"isLate": [True, False]}, [3, 2, 1, 0, 4]),
        ({"isWithdrawn": True}, [4]),
        ({"status": "Withdrawn"}, [4]),
        ({"status": "withdrawn"}, []),
        ({"asker": "http://data.parliament.uk/members/4649"}, [4]),
        ({"iri": iri(3)}, [3]),
        ({"uin": "\ud800"}, []),
    ],
)
def test_what_a_filter_leaves(index: SearchIndex, where: Any, expected: list[int]) -> None:
    assert numbers(index, where=where) == expected


@pytest.mark.parametrize(
    "where",
    [
        {"color": "red"},
        {"heading": "school"},
        {"body": 60},
        {"body": True},
        {"body": [60]},
        {"body": Range(low="1")},
        {"tabled": "2018"},
        {"tabled": "2018-02-30"},
        {"tabled": "2018-11-21T00:00:00"},
        {"tabled": 20181121},
        {"days": "7"},
        {"days": True},
        {"days": 1 << 63},
        {"days": Range(low="a")},
        {"isLate": "true"},
        {"isLate": Range(low=False)},
        {"isLate": AllOf((True, "no"))},
    ],
)
def test_a_filter_that_cannot_be_is_told(index: SearchIndex, where: Any) -> None:
    with pytest.raises(PqgraphError, match="PQ532"):
        index.search(where=where)
    with pytest.raises(PqgraphError, match="PQ532"):
        index.facets(where=where, field="body")


@pytest.mark.parametrize("limits", [{"offset": -1}, {"limit": -1}])
def test_negative_pages_are_told(index: SearchIndex, limits: dict[str, int]) -> None:
    with pytest.raises(PqgraphError, match="PQ532"):
        index.search(**limits)  # type: ignore[arg-type]


@pytest.mark.parametrize("sort", ["body", "-heading", "colour", "--tabled", "", "relevance"])
def test_an_order_that_cannot_be_is_told(index: SearchIndex, sort: str) -> None:
    with pytest.raises(PqgraphError, match="PQ532"):
        index.search(sort=sort)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("order", [4, 0, 1, 2, 3]),
        ("-order", [3, 2, 1, 0, 4]),
        ("tabled", [0, 1, 2, 3, 4]),
        ("-tabled", [3, 2, 1, 0, 4]),
        ("days", [1, 0, 4, 2, 3]),
        ("-days", [0, 1, 3, 2, 4]),
    ],
)
def test_orders(index: SearchIndex, sort: str, expected: list[int]) -> None:
    assert numbers(index, sort=sort) == expected


def test_text_and_filter_together(index: SearchIndex) -> None:
    assert numbers(index, text="ask", where={"body": "60"}, sort="order") == [0, 1]
    assert index.search("ask", where={"body": "60"}).hits[0].score > 0
    assert numbers(index, text="nothing", where={"body": "60"}) == []


def test_a_page_of_none_still_counts(index: SearchIndex) -> None:
    assert (index.search(limit=0).total, index.search(limit=0).hits) == (5, [])
    assert (index.search(offset=5).total, index.search(offset=5).hits) == (5, [])
    assert index.search(offset=1 << 70, limit=1 << 70).total == 5
    assert len(index.search(limit=1 << 70).hits) == 5
    assert index.search("school", limit=0).total == 0


def test_counts(index: SearchIndex) -> None:
    assert index.facets(field="body") == [("17", 2), ("60", 2)]
    assert index.facets(field="topic") == [
        ("education", 2),
        ("schools", 2),
        ("special-educational-needs-and-disabilities", 1),
    ]
    assert index.facets(field="topic", limit=1) == [("education", 2)]
    assert index.facets(field="year") == [(2018, 3), (2019, 1)]
    assert index.facets(field="tabled") == [
        (dt.date(2018, 11, 21), 2),
        (dt.date(2018, 11, 20), 1),
        (dt.date(2019, 1, 1), 1),
    ]
    assert index.facets(field="isLate") == [(False, 4), (True, 1)]
    assert index.facets("ask", {"body": "17"}, field="year") == [(2018, 1), (2019, 1)]
    assert index.facets("nothing", field="year") == []
    assert index.facets_of(fields=["party", "days"]) == {"party": [], "days": [(2, 1), (7, 1)]}
    for name in ("iri", "uin", "heading", "order", "colour"):
        with pytest.raises(PqgraphError, match="PQ532"):
            index.facets(field=name)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            st.none() | st.integers(0, 3),
            st.none() | st.integers(0, 2),
            st.sampled_from(["ask", "ask ask tell"]),
        ),
        max_size=60,
    ),
    size=st.integers(1, 17),
    sort=st.sampled_from(["days", "-days", "order", "-order", "relevance"]),
    many=st.sampled_from([1024, 16]),
    deep=st.sampled_from([5000, 3]),
)
def test_pages_fit_together_in_one_total_order(
    tmp_path: Path, rows: list[tuple[int | None, int | None, str]], size: int, sort: str, many: int, deep: int
) -> None:
    """Many equals, pages of any size: what comes out is what sorting everything by hand gives."""
    made = [question(n, days=days, order=order, text=text) for n, (days, order, text) in enumerate(rows)]
    index = SearchIndex.open(write_index(tmp_path / "store", made))
    text = "ask" if sort == "relevance" else None
    starts = range(0, len(rows) + 1, size)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paging, "_MANY", many)
        patch.setattr(paging, "_PAD", 4)
        patch.setattr(paging, "_DEEP", deep)
        pages = [index.search(text, sort=sort, offset=start, limit=size) for start in starts]
    assert {page.total for page in pages} == {len(rows)}
    scores = {hit.iri: hit.score for page in pages for hit in page.hits}
    sign = 1 if sort in ("days", "order") else -1

    def place(number: int) -> tuple[float, float, str]:
        days, order, _ = rows[number]
        last = float("inf")
        second = last if order is None else sign * order
        if sort == "relevance":
            return -scores[iri(number)], second, iri(number)
        if "order" in sort:
            return second, 0, iri(number)
        return last if days is None else sign * days, second, iri(number)

    expected = [iri(number) for number in sorted(range(len(rows)), key=place)]
    assert [hit.iri for page in pages for hit in page.hits] == expected


@pytest.mark.parametrize("many", [16, 1024])
def test_a_group_of_equals_larger_than_any_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(paging, "_MANY", many)
    made = [question(n, days=n % 2, order=0) for n in range(700)]
    index = SearchIndex.open(write_index(tmp_path / "store", made[::-1]))
    odd = [iri(n) for n in range(700) if n % 2]
    page = index.search(sort="-days", offset=340, limit=20)
    assert [hit.iri for hit in page.hits] == odd[340:] + [iri(n) for n in range(0, 20, 2)]
    assert page.total == 700


def test_every_field_is_in_the_documentation(root: Path) -> None:
    page = (root / "docs" / "search.md").read_text(encoding="utf-8")
    assert [name for name in FIELDS if f"| `{name}` |" not in page] == []


def test_the_same_questions_give_the_same_pages_whatever_their_order(tmp_path: Path) -> None:
    made = [question(n, text=f"ask {'more ' * (n % 7)}", order=n % 5, days=n % 3) for n in range(300)]
    found = []
    for name, order in (("one", made), ("two", made[::-1])):
        index = SearchIndex.open(write_index(tmp_path / name, order))
        found.append(
            [
                [hit.iri for hit in index.search(text, sort=sort, offset=50, limit=100).hits]
                for text, sort in (("ask", None), (None, None), (None, "days"), ("more", "relevance"))
            ]
        )
    assert found[0] == found[1]
    assert json.dumps(found[0]).count("resources") == 400
