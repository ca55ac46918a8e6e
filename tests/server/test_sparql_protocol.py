"""The SPARQL 1.1 Protocol: the cases of the W3C's test suite, and formats.

Names are those of the suite (w3c/rdf-tests, sparql/sparql11/protocol), so that a report can be read beside it; requests
are our own. Updates are refused, whether well-formed or not.
"""

from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

import pytest
from starlette.testclient import TestClient

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
ONE, TWO, THREE = ("http://g/1", "http://g/2", "http://g/3")
IN_BOTH = "ASK { <http://e/1> ?p ?a . <http://e/2> ?q ?b }"
IN_NAMED = "ASK { GRAPH ?g { <http://e/1> ?p ?a } GRAPH ?h { <http://e/2> ?q ?b } }"


@dataclass(frozen=True)
class Case:
    name: str
    status: int
    params: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    content_type: str | None = None
    method: str = "GET"
    boolean: bool | None = None
    types: tuple[str, ...] = field(default=())


def post(
    name: str,
    status: int,
    body: str | bytes,
    content_type: str | None,
    *params: tuple[str, str],
    **more: object,
) -> Case:
    data = body.encode() if isinstance(body, str) else body
    return Case(name, status, params, data, content_type, "POST", **more)  # type: ignore[arg-type]


BOTH = (("default-graph-uri", ONE), ("default-graph-uri", TWO))
NAMED = (("named-graph-uri", ONE), ("named-graph-uri", TWO))
CASES = [
    post(
        "query_post_form",
        200,
        "query=" + quote("ASK {}"),
        FORM,
        ("default-graph-uri", "http://e/none"),
        boolean=True,
    ),
    Case("query_dataset_default_graphs_get", 200, (("query", IN_BOTH), *BOTH), boolean=True),
    post("query_dataset_default_graphs_post", 200, IN_BOTH, QUERY, *BOTH, boolean=True),
    post("query_dataset_named_graphs_post", 200, IN_NAMED, QUERY, *NAMED, boolean=True),
    Case("query_dataset_named_graphs_get", 200, (("query", IN_NAMED), *NAMED), boolean=True),
    post(
        "query_dataset_full",
        200,
        "ASK { <http://e/3> ?r ?c GRAPH ?g { <http://e/1> ?p ?a } GRAPH ?h { <http://e/2> ?q ?b } }",
        QUERY,
        ("default-graph-uri", THREE),
        *NAMED,
        boolean=True,
    ),
    # What the request says of graphs counts, not what the text says.
    post(
        "query_multiple_dataset",
        200,
        IN_NAMED.replace("ASK", f"ASK FROM <{THREE}>"),
        QUERY,
        *NAMED,
        boolean=True,
    ),
    Case("query_get", 200, (("query", "ASK {}"), ("default-graph-uri", "http://e/none")), boolean=True),
    post(
        "query_content_type_select",
        200,
        "SELECT (1 AS ?one) {}",
        QUERY,
        types=(
            "application/sparql-results+json",
            "application/sparql-results+xml",
            "text/csv",
            "text/tab-separated-values",
        ),
    ),
    post(
        "query_content_type_ask",
        200,
        "ASK {}",
        QUERY,
        types=("application/sparql-results+json", "application/sparql-results+xml"),
    ),
    post(
        "query_content_type_describe",
        200,
        "DESCRIBE <http://e/1>",
        QUERY,
        types=("text/turtle", "application/rdf+xml", "application/n-triples"),
    ),
    post(
        "query_content_type_construct",
        200,
        "CONSTRUCT { <s> <p> 1 } WHERE {}",
        QUERY,
        types=("text/turtle", "application/rdf+xml", "application/n-triples"),
    ),
    post("query_post_direct", 200, "ASK {}", QUERY, boolean=True),
    Case("bad_query_method", 405, (("query", "ASK {}"),), content_type=FORM, method="PUT"),
    Case("bad_multiple_queries", 400, (("query", "ASK {}"), ("query", "SELECT * {}"))),
    post("bad_query_wrong_media_type", 415, "ASK {}", "text/plain"),
    post("bad_query_missing_form_type", 415, "query=" + quote("ASK {}"), None),
    post("bad_query_missing_direct_type", 415, "ASK {}", None),
    post("bad_query_non_utf8", 415, "ASK {}".encode("utf-16"), f"{QUERY}; charset=UTF-16"),
    Case("bad_query_syntax", 400, (("query", "ASK {"),)),
    # Updates
    post(
        "update_dataset_default_graph",
        403,
        "CLEAR ALL ; INSERT DATA { <a:a> <a:b> 1 }",
        UPDATE,
        ("using-graph-uri", ONE),
    ),
    post(
        "update_dataset_default_graphs",
        403,
        "DROP ALL",
        UPDATE,
        ("using-graph-uri", ONE),
        ("using-graph-uri", TWO),
    ),
    post("update_dataset_named_graphs", 403, "DROP ALL", UPDATE, ("using-named-graph-uri", ONE)),
    post(
        "update_dataset_full",
        403,
        "DROP ALL",
        UPDATE,
        ("using-graph-uri", ONE),
        ("using-named-graph-uri", TWO),
    ),
    post("update_post_form", 403, "update=" + quote("INSERT DATA { <a:a> <a:b> 1 }"), FORM),
    post("update_post_direct", 403, "INSERT DATA { <a:a> <a:b> 1 }", UPDATE),
    post("update_base_uri", 403, "BASE <http://e/> CLEAR GRAPH <g> ; INSERT DATA { <s> <p> <o> }", UPDATE),
    Case("bad_update_get", 403, (("update", "CLEAR ALL"),)),
    post("bad_multiple_updates", 403, "update=CLEAR+NAMED&update=CLEAR+DEFAULT", FORM),
    post("bad_update_wrong_media_type", 415, "CLEAR NAMED", "text/plain"),
    post("bad_update_missing_form_type", 415, "update=CLEAR+NAMED", None),
    post("bad_update_non_utf8", 415, "CLEAR NAMED".encode("utf-16"), f"{UPDATE}; charset=UTF-16"),
    post("bad_update_syntax", 403, "update=CLEAR+XYZ", FORM),
    post(
        "bad_update_dataset_conflict",
        403,
        "WITH <g:g> DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }",
        UPDATE,
        ("using-named-graph-uri", ONE),
    ),
    # More of our own
    Case(
        "unknown graphs are empty",
        200,
        (("query", "ASK { ?s ?p ?o }"), ("default-graph-uri", "http://e/none")),
        boolean=False,
    ),
    Case(
        "named graphs are not the default graph", 200, (("query", "ASK { ?s ?p ?o }"), *NAMED), boolean=False
    ),
    Case("a relative graph", 400, (("query", "ASK {}"), ("default-graph-uri", "graph"))),
    Case("an update as a query", 403, (("query", "DROP ALL"),)),
    post("an update as a query, direct", 403, "PREFIX a: <b:c> INSERT DATA { a:a a:b 1 }", QUERY),
    post("two queries, of both kinds", 400, "ASK {}", QUERY, ("query", "ASK {}")),
    post("a form without a query", 400, "", FORM),
    post("bytes that are not UTF-8", 400, b"ASK { ?s ?p '\xff' }", QUERY),
    post("a form that is not UTF-8", 400, b"query=ASK%7B%FF%7D", FORM),
    Case("DELETE", 405, method="DELETE"),
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
def test_case(client: TestClient, case: Case, path: str) -> None:
    address = f"{path}?{urlencode(case.params)}" if case.params else path
    headers = {"Content-Type": case.content_type} if case.content_type else {}
    response = client.request(case.method, address, content=case.body, headers=headers)
    assert response.status_code == case.status, response.text
    kind = response.headers["Content-Type"].partition(";")[0]
    if case.boolean is not None:
        assert response.json()["boolean"] is case.boolean
    if case.types:
        assert kind in case.types
    if case.status >= 400:
        assert kind == "application/problem+json"
        problem = response.json()
        assert (problem["status"], bool(problem["detail"])) == (case.status, True)
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_nothing_was_updated(client: TestClient) -> None:
    found = client.get(
        "/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"}
    ).json()
    assert found["results"]["bindings"] == [
        {"n": {"type": "literal", "value": "3", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}}
    ]


def test_a_syntax_error_is_placed(client: TestClient) -> None:
    problem = client.get("/sparql", params={"query": "SELECT *\nWHERE { ?s ?p ?o ?x }"}).json()
    assert (problem["line"], problem["column"]) == (2, 18)
    assert problem["detail"] == "Line 2, column 18: not expected here: '?x }'."


def test_a_prefix_that_is_not_declared_is_named(client: TestClient) -> None:
    problem = client.get("/sparql", params={"query": "SELECT ?s WHERE { ?s parl:uin ?o } LIMIT 1"}).json()
    assert (problem["status"], problem["line"], problem["column"]) == (400, 1, 22)
    assert problem["detail"] == (
        "Line 1, column 22: the prefix parl: is not declared; "
        "add the line PREFIX parl: <http://data.parliament.uk/schema/parl#>."
    )


RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
TERM = "<<( <a:a> <a:b> <a:c> )>>"


@pytest.mark.parametrize(
    ("query", "form", "status", "detail"),
    [
        *(
            (
                f"CONSTRUCT {{ <a:x> <http://a/p> {TERM} }} WHERE {{}}",
                form,
                400,
                "The result holds a triple term",
            )
            for form in ("turtle", "ntriples", "rdfxml", "jsonld", "nquads", "trig")
        ),
        *(
            (f"SELECT ({TERM} AS ?t) {{}}", form, 400, "The result holds a triple term")
            for form in ("json", "xml", "csv", "tsv", "md")
        ),
        (
            "CONSTRUCT { <a:x> <http://a/1> 'a' } {}",
            "rdfxml",
            422,
            "RDF/XML cannot hold the property <http://a/1>",
        ),
        (
            "CONSTRUCT { <a:x> a <http://a/1> } {}",
            "rdfxml",
            422,
            "RDF/XML cannot hold the class <http://a/1>",
        ),
        (
            f"CONSTRUCT {{ <a:x> <{RDF}li> 'a' }} {{}}",
            "rdfxml",
            422,
            f"RDF/XML cannot hold the property <{RDF}li>",
        ),
    ],
)
def test_what_no_format_or_not_this_one_can_hold(
    client: TestClient, query: str, form: str, status: int, detail: str
) -> None:
    response = client.get("/sparql", params={"query": query, "format": form})
    assert (response.status_code, response.json()["status"]) == (status, status)
    assert response.json()["detail"].startswith(detail)


def test_csv_for_a_spreadsheet(client: TestClient) -> None:
    query = """SELECT ("=cmd|' /C calc'!A0" AS ?x) (-3 AS ?n) {}"""
    exact = client.get("/sparql", params={"query": query, "format": "csv"})
    assert exact.text == "x,n\r\n=cmd|' /C calc'!A0,-3\r\n"
    safe = client.get("/sparql", params={"query": query, "format": "spreadsheet"})
    assert safe.text == "x,n\r\n'=cmd|' /C calc'!A0,-3\r\n"
    assert safe.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert safe.headers["Content-Disposition"] == 'attachment; filename="rows.csv"'
    assert "Content-Disposition" not in exact.headers


SELECT, GRAPH = (
    "SELECT ?o { GRAPH <http://g/1> { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } { GRAPH <http://g/1> { ?s ?p ?o } }",
)


@pytest.mark.parametrize(
    ("query", "accept", "kind", "body"),
    [
        (SELECT, "text/csv", "text/csv; charset=utf-8", "o\r\none\r\n"),
        (SELECT, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8", '?o\n"one"\n'),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml", "<literal>one</literal>"),
        (SELECT, "application/xml;q=0.9, text/csv;q=0.5", "application/sparql-results+xml", "<literal>one</literal>"),
        (SELECT, "application/json", "application/sparql-results+json", '"value":"one"'),
        (SELECT, "*/*", "application/sparql-results+json", '"value":"one"'),
        (SELECT, "image/png", "application/sparql-results+json", '"value":"one"'),
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml", "<boolean>true</boolean>"),
        (GRAPH, "text/turtle", "text/turtle; charset=utf-8", "<http://e/1> <http://e/p> \"one\""),
        (GRAPH, "application/n-triples", "application/n-triples", '<http://e/1> <http://e/p> "one" .\n'),
        (GRAPH, "application/rdf+xml", "application/rdf+xml", 'rdf:about="http://e/1"'),
        (GRAPH, "application/ld+json", "application/ld+json", '"@id":"http://e/1"'),
        (GRAPH, "application/sparql-results+json", "text/turtle; charset=utf-8", "one"),
    ],
)  # fmt: skip
def test_formats(client: TestClient, query: str, accept: str, kind: str, body: str) -> None:
    response = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert (response.status_code, response.headers["Content-Type"]) == (200, kind)
    assert body in response.text
    assert response.headers["Vary"] == "Accept"


def test_the_service_describes_itself(client: TestClient) -> None:
    import rdflib

    for accept, name in (
        ("text/turtle", "turtle"),
        ("application/rdf+xml", "xml"),
        ("application/n-triples", "nt"),
    ):
        response = client.get("/sparql", headers={"Accept": accept})
        graph = rdflib.Graph().parse(data=response.text, format=name)
        sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
        endpoint = rdflib.URIRef("http://localhost:8080/sparql")
        assert (endpoint, rdflib.RDF.type, sd.Service) in graph
        assert (endpoint, sd.endpoint, endpoint) in graph
        assert (endpoint, sd.supportedLanguage, sd.SPARQL11Query) in graph
        names = {str(o) for o in graph.objects(None, sd.name)}
        assert names >= {ONE, TWO, THREE}


def test_options_and_head(client: TestClient) -> None:
    response = client.options("/sparql")
    assert (response.status_code, response.headers["Allow"]) == (204, "GET, HEAD, POST, OPTIONS")
    head, get = (client.request(m, "/sparql", params={"query": "ASK {}"}) for m in ("HEAD", "GET"))
    assert (head.status_code, head.content, head.headers["Content-Length"]) == (
        200,
        b"",
        str(len(get.content)),
    )
