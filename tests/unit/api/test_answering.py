"""Statuses, headers and errors."""

import json
from pathlib import Path
from typing import Any

import pytest

from pqgraph.api.engine import Engine
from pqgraph.api.protocol import MAX_URL, Request
from pqgraph.errors import PqgraphError
from pqgraph.store.local import LocalStore
from pqgraph.store.results import ResultSet


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nowhere", 404, "/nowhere"),
        ("/committee/99", 404, "no such item"),
        ("/committee/a b%22", 404, "no such item"),
        ("/committee?colour=red", 400, "'colour'"),
        ("/committee?chair.colour=red", 400, "'colour'"),
        ("/committee?near-size=3", 400, "prefix"),
        ("/committee?_colour=red", 400, "_colour"),
        ("/committee?_view=red", 400, "red"),
        ("/committee?_format=red", 400, "red"),
        ("/committee?_properties=red", 400, "red"),
        ("/committee?_sort=red", 400, "red"),
        ("/committee?_page=-1", 400, "_page"),
        ("/committee?_page=x", 400, "_page"),
        ("/committee?_page=%D9%A3", 400, "_page"),
        ("/committee?_page=", 400, "_page"),
        ("/committee?_page=99999999999", 400, "_page"),
        ("/committee?_page=1&_page=2", 400, "_page"),
        ("/committee?_pageSize=0", 400, "_pageSize"),
        ("/committee/1?_page=0", 400, "list"),
        ("/committee/1?_pageSize=5", 400, "list"),
        ("/committee?_count=maybe", 400, "_count"),
        ("/counted?_count=no", 400, "_count"),
        ("/committee?exists-chair=perhaps", 400, "true or false"),
        ("/committee?exists-chair=true&exists-chair=perhaps", 400, "'perhaps': it must be true or false"),
        ("/committee?_sort=size,-*", 400, "_sort: '*' cannot end in *"),
        ("/committee?size=many", 400, "integer"),
        ("/committee?founded=2001-13-4", 400, "date"),
        ("/committee?open=maybe", 400, "boolean"),
        ("/committee?open=truefoo", 400, "boolean"),
        ("/committee?open=1x", 400, "boolean"),
        ("/committee?open=TRUE", 400, "boolean"),
        ("/committee?min-met=2018-01-01T99:99:99", 400, "dateTime"),
        ("/committee?min-met=2018-01-01T23:60:00", 400, "dateTime"),
        ("/committee?min-met=2018-01-01T23:00:60Z", 400, "dateTime"),
        ("/committee?min-met=2018-01-01T24:00:01", 400, "dateTime"),
        ("/committee?min-met=2018-01-01T12:00:00%2B14:01", 400, "dateTime"),
        ("/committee?min-met=2018-01-01T12:00:00%2B1:00", 400, "dateTime"),
        ("/committee?min-founded=2018-01-01%2B15:00", 400, "date"),
        (
            "/chaired?by=http://example.org/id/person/cyd&by=http://example.org/id/person/ada",
            400,
            "who is given 2",
        ),
        ("/largest?_subject=http://example.org/id/committee/1&size=2", 404, "no such item"),
        ("/committee?chair=nobody", 400, "nobody"),
        ("/committee?chair=http://a%3E%20%3Cb", 400, "IRI"),
        ("/committee?_subject=nobody", 400, "IRI"),
        ("/committee?_lang=%22", 400, "language"),
        ("/committee?_graph=x", 400, "IRI"),
        ("/committee?near-lat=1", 400, "together"),
        ("/committee?near-lat=1&near-long=x&_distance=3", 400, "numbers"),
        ("/committee?near-lat=nan&near-long=1&_distance=3", 400, "earth"),
        ("/committee?callback=alert(1)", 400, "callback"),
        ("/committee.ttl?callback=ok", 400, "JSON"),
        ("/committee?_where=%3Fitem+%3Fp+%3Fo", 400, "_where"),
        ("/committee?_select=x", 400, "_select"),
        ("/committee?_orderBy=%3Fitem", 400, "_orderBy"),
        ("/committee?_template=x", 400, "_template"),
        ("/committee?size.size.size.size.size.size.size.size.size.size.size=1", 400, "10 steps"),
        ("/committee?*=1", 400, "*"),
        ("/committee?size=%FF", 400, "UTF-8"),
        ("/committee?label=%00", 400, "NUL"),
        ("/%FF", 400, "UTF-8"),
        ("/committee%0d%0aX-Evil:1", 400, "control"),
        ("/committee?label=" + "x" * MAX_URL, 414, "longer"),
        ("/committee?" + "&".join(f"p{n}=1" for n in range(101)), 400, "100 parameters"),
        ("/../../etc/passwd", 404, ""),
        ("/%2e%2e/%2e%2e/etc/passwd", 404, ""),
        ("/meta/nowhere", 404, ""),
    ],
)
def test_problems(path: str, status: int, words: str, get: Any) -> None:
    response = get(path)
    assert response.status == status
    assert response.header("Content-Type") == "application/problem+json"
    assert response.header("Access-Control-Allow-Origin") == "*"
    assert response.header("Vary") == "Accept"  # people get it as text
    problem = json.loads(response.body)
    assert problem["status"] == status
    assert words in problem["detail"]


def test_an_unknown_parameter_is_told_with_the_allowed_ones(get: Any) -> None:
    problem = json.loads(get("/committee?colour=red").body)
    assert problem["parameter"] == "colour"
    assert {"size", "label", "chair", "knows", "city"} <= set(problem["allowed"]["properties"])
    assert "_page" in problem["allowed"]["reserved"]
    assert "_where" not in problem["allowed"]["reserved"]
    assert json.loads(get("/committee?_view=x").body)["allowed"] == [
        *("all", "basic", "description", "long", "nothing", "people", "shape", "short", "tagged")
    ]


def test_people_get_errors_as_text(get: Any) -> None:
    response = get("/committee?colour=red", Accept="text/html,*/*;q=0.5")
    assert response.header("Content-Type") == "text/plain; charset=utf-8"
    assert response.body.startswith(b"400 Bad Request\nThe parameter 'colour' is unknown")
    assert response.header("Vary") == "Accept"


def test_the_address_of_an_item_leads_to_its_page(get: Any) -> None:
    for path in ("/id/committee/3", "/id/committee/3.ttl", "/id/committee/3?_view=all"):
        response = get(f"http://example.org{path}", raw=True)
        assert response.status == 303
        suffix = path.removeprefix("/id/committee/3")
        assert response.header("Location") == f"http://example.org/data/committee/3{suffix}"


@pytest.mark.parametrize(
    ("path", "accept", "kind", "location"),
    [
        ("/committee/1", "", "application/json", "/committee/1.json"),
        ("/committee/1", "text/turtle", "text/turtle; charset=utf-8", "/committee/1.ttl"),
        ("/committee/1", "text/turtle;q=0.1, application/rdf+xml", "application/rdf+xml", "/committee/1.rdf"),
        ("/committee/1", "text/html, */*;q=0.1", "application/json", "/committee/1.json"),
        ("/committee/1", "image/png", "application/json", "/committee/1.json"),
        ("/committee/1", "text/*", "text/turtle; charset=utf-8", "/committee/1.ttl"),
        ("/committee/1", "application/json;q=0, */*;q=0.1", "text/turtle; charset=utf-8", "/committee/1.ttl"),
        ("/committee/1", "*/*, text/turtle;q=0.0", "application/json", "/committee/1.json"),
        ("/committee/1", "text/*, text/turtle;q=0", "text/csv; charset=utf-8", "/committee/1.csv"),
        ("/committee/1", "application/json;q=0", "application/json", "/committee/1.json"),
        ("/everything", "*/*;q=0.5, text/turtle;q=0", "application/json", "/everything.json"),
        ("/committee/1", "text/csv;q=x, text/xml", "application/xml; charset=utf-8", "/committee/1.xml"),
        ("/committee/1.nt", "text/turtle", "application/n-triples", "/committee/1.nt"),
        (
            "/committee/1.nt?_format=csv",
            "text/turtle",
            "text/csv; charset=utf-8",
            "/committee/1.nt?_format=csv",
        ),
        ("/committee/1.text", "", "text/plain; charset=utf-8", "/committee/1.text"),
        ("/everything", "", "text/turtle; charset=utf-8", "/everything.ttl"),
        ("/everything?size=15", "application/ld+json", "application/ld+json", "/everything.jsonld?size=15"),
    ],
)
def test_the_format_is_chosen(path: str, accept: str, kind: str, location: str, get: Any) -> None:
    response = get(path, Accept=accept)
    assert response.status == 200
    assert response.header("Content-Type") == kind
    assert response.header("Content-Location") == f"http://example.org/data{location}"
    negotiated = "." not in path and "_format" not in path
    assert response.header("Vary") == ("Accept" if negotiated else None)
    assert response.header("Access-Control-Allow-Origin") == "*"
    assert response.header("X-Content-Type-Options") == "nosniff"


def test_what_a_client_has_is_not_sent_again(get: Any) -> None:
    tag = get("/committee.json").header("ETag")
    response = get("/committee.json", If_None_Match=f'"other", W/{tag}')
    assert (response.status, response.body, response.header("ETag")) == (304, b"", tag)
    assert get("/committee.json?size=15", If_None_Match=tag).status == 200
    assert get("/committee.ttl", If_None_Match=tag).status == 200


def test_methods(get: Any) -> None:
    assert get("/committee", method="HEAD").header("ETag") == get("/committee").header("ETag")
    options = get("/committee", method="OPTIONS")
    assert (options.status, options.header("Access-Control-Allow-Origin")) == (204, "*")
    # Scripts of other hosts may ask whether what they have is still right.
    assert options.header("Access-Control-Allow-Headers") == "Accept, Content-Type, If-None-Match"
    assert get("/committee", method="DELETE").header("Allow") == "GET, HEAD, OPTIONS"
    assert get("/committee", method="DELETE").status == 405


def test_a_callback_wraps_json(get: Any) -> None:
    response = get("/committee.json?callback=show_1")
    assert response.header("Content-Type") == "application/javascript"
    plain = get("/committee.json?_=1").body.replace(b"", b"")
    assert response.body.startswith(b"/**/show_1({")
    assert response.body.endswith(b"});")
    assert len(response.body) > len(plain)


def test_a_store_that_fails_is_a_500_without_its_words(cases: Path) -> None:
    class Broken:
        def query(self, text: str) -> ResultSet:
            raise PqgraphError("PQ508", f"secret {text}")

    response = Engine.mount(Broken(), cases / "api.ttl").handle(
        Request.of("http://example.org/data/committee")
    )
    assert response.status == 500
    assert b"PQ508" in response.body
    assert b"secret" not in response.body


@pytest.fixture(scope="module")
def trusting(cases: Path, store: LocalStore) -> Engine:
    return Engine.mount(store, cases / "api.ttl", raw_sparql=True)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("_where=%3Fitem+ex:size+%3Fn+FILTER(%3Fn%3E10)", 200),
        ("_where=%3Fitem+ex:size+%3Fn+%23+comment", 200),
        ("_orderBy=DESC(%3Fitem)", 200),
        ("_select=SELECT+%3Fitem+WHERE+{%3Fitem+a+ex:Committee}", 200),
        ("_template=%3Fitem+ex:size+%3Fn", 200),
        ("_where=%3Fitem+%3Fp+%3Fo+}", 400),
        ("_where=%3Fitem+%3Fp+%3Fo+}+{", 400),
        ("_where={(})", 400),
        ("_where=SERVICE+<http://localhost/>+{+%3Fitem+%3Fp+%3Fo+}", 400),
        ("_where=" + "{" * 65 + "}" * 65, 400),
        ("_where=%22", 400),
        ("_where=nonsense", 400),
        ("_orderBy=%3Fitem+LIMIT+3", 400),
        ("_select=SELECT+%3Fitem+FROM+<http://x/y>+WHERE+{%3Fitem+a+%3Ft}", 400),
        ("_select=ASK+{%3Fs+%3Fp+%3Fo}", 400),
        ("_select=DROP+ALL", 400),
        ("_template=%3Fitem+%3Fp+%3Fo+}+WHERE+{+%3Fitem+%3Fp+%3Fo", 400),
    ],
)
def test_sparql_of_a_trusted_client_stays_in_its_place(query: str, status: int, trusting: Engine) -> None:
    response = trusting.handle(Request("/data/committee.ttl", query, base="http://example.org"))
    assert response.status == status, response.body


def test_variables_in_patterns_stand_for_values_and_not_for_sparql(numbers: Any) -> None:
    # '?word' inside a string stays as it is; a value that looks like SPARQL is a text.
    assert numbers("/word/Health.json") == ["1"]
    assert numbers("/word/%22%20.%20%3Fs%20%3Fp%20%3Fo%20%23") == []
