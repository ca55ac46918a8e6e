"""Answers of real servers that are not whole, or do not come."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from running import Oxigraph, Virtuoso, oxigraph_binary

from pqgraph.errors import PqgraphError
from pqgraph.store.remote import Credentials, Limits, RemoteStore, load
from pqgraph.store.results import Boolean, Solutions, Triples

GRAPH = "http://example.org/squares"
SQUARE = "?a <http://e/p> ?x . ?b <http://e/p> ?y"
ROWS = 500


@pytest.fixture(scope="module")
def limited(virtuoso: Virtuoso, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteStore]:
    """Virtuoso with a limit of 500 rows, and a graph of 30 statements: their square has 900."""
    from running import PASSWORD

    folder = tmp_path_factory.mktemp("squares")
    data = folder / "squares.nt"
    data.write_text("".join(f'<http://e/{i}> <http://e/p> "{i}" .\n' for i in range(30)))
    virtuoso.limit_rows(ROWS)
    try:
        with RemoteStore(virtuoso.query, credentials=Credentials("dba", PASSWORD)) as owner:
            load([data], owner, graph=GRAPH, replace=True, journal=folder / "journal")
        limits = Limits(read=20, total=30, retries=0)
        with RemoteStore(
            virtuoso.query, credentials=Credentials(), default_graphs=[GRAPH], limits=limits
        ) as store:
            yield store
    finally:
        virtuoso.limit_rows(10_000)


def rows(store: RemoteStore, text: str) -> int:
    result = store.query(text)
    assert isinstance(result, Solutions)
    return len(list(result.rows))


def test_rows_beyond_the_limit_are_no_result(limited: RemoteStore) -> None:
    assert rows(limited, f"SELECT ?a {{ {SQUARE} }} LIMIT {ROWS - 1}") == ROWS - 1
    for text in (
        f"SELECT ?a ?b {{ {SQUARE} }}",
        f"SELECT ?a ?b {{ {SQUARE} }} ORDER BY ?a ?b",
        f"SELECT ?a {{ {SQUARE} }} LIMIT {ROWS}",
    ):
        with pytest.raises(PqgraphError) as problem:
            limited.query(text)
        assert problem.value.code.id == "PQ609"
        assert problem.value.found == "it gives no more than 500 rows, and the answer has as many"


def test_graphs_beyond_the_limit_are_no_result(limited: RemoteStore) -> None:
    """Virtuoso cuts them and says nothing; what it says of the same rows is asked for."""
    whole = limited.query(f"CONSTRUCT {{ ?a <http://e/q> ?b }} WHERE {{ {SQUARE} FILTER(STR(?x) < '15') }}")
    assert isinstance(whole, Triples)
    assert 0 < len(list(whole.triples)) < ROWS
    cut = limited.query(f"CONSTRUCT {{ ?a <http://e/q> ?b }} WHERE {{ {SQUARE} }}")
    assert isinstance(cut, Triples)
    with pytest.raises(PqgraphError) as problem:
        list(cut.triples)
    assert problem.value.code.id == "PQ609"


def test_ask_and_describe_of_virtuoso(limited: RemoteStore, virtuoso: Virtuoso) -> None:
    assert limited.query("ASK { <http://e/1> ?p ?o }") == Boolean(True)
    assert limited.query("ASK { <http://e/none> ?p ?o }") == Boolean(False)
    described = limited.query("DESCRIBE <http://e/1>")
    assert isinstance(described, Triples)
    assert set(described.triples) == {("<http://e/1>", "<http://e/p>", '"1"')}
    with RemoteStore(virtuoso.query, credentials=Credentials()) as plain:
        nothing = plain.query("DESCRIBE <http://e/1>")
        assert isinstance(nothing, Triples)
        with pytest.raises(PqgraphError, match="Virtuoso describes nothing") as problem:
            list(nothing.triples)
        assert "--default-graph" in problem.value.advice


def test_without_a_default_graph_virtuoso_answers_of_everything(
    limited: RemoteStore, virtuoso: Virtuoso
) -> None:
    text = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    with RemoteStore(virtuoso.query, credentials=Credentials()) as everything:
        counts = []
        for store in (limited, everything):
            result = store.query(text)
            assert isinstance(result, Solutions)
            ((term,),) = result.rows
            assert term is not None
            counts.append(int(term.value))
    assert counts[0] == 30 < counts[1]


def test_a_result_that_virtuoso_calls_incomplete(virtuoso: Virtuoso) -> None:
    """Its timeout= is kept: an endpoint's address may hold parameters."""
    endpoint = f"{virtuoso.query}?timeout=1000"
    with (
        RemoteStore(
            endpoint, credentials=Credentials(), limits=Limits(read=25, total=28, retries=0)
        ) as store,
        pytest.raises(PqgraphError) as problem,
    ):
        store.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    assert problem.value.code.id == "PQ609"
    assert "S1TAT" in problem.value.found
    assert problem.value.place == f"{virtuoso.query}?…"


def test_too_slow(virtuoso: Virtuoso) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(CONTAINS(CONCAT(STR(?a), STR(?d)), 'zz')) }"
    with (
        RemoteStore(virtuoso.query, credentials=Credentials(), timeout=1) as store,
        pytest.raises(PqgraphError) as problem,
    ):
        store.query(text)
    assert (problem.value.code.id, problem.value.found) == ("PQ605", "it does not answer in time (1 s)")


def test_long_queries_go_by_post(oxigraph: Oxigraph, virtuoso: Virtuoso) -> None:
    values = " ".join(f"<http://e/{i}>" for i in range(300))
    for server in (oxigraph, virtuoso):
        with RemoteStore(server.query, credentials=Credentials()) as store:
            assert rows(store, f"SELECT ?s {{ VALUES ?s {{ {values} }} }}") == 300


@pytest.mark.parametrize("path", ["", "nope", "conductor/"])
def test_another_page_of_virtuoso(virtuoso: Virtuoso, path: str) -> None:
    with (
        RemoteStore(f"{virtuoso.base}/{path}", credentials=Credentials()) as store,
        pytest.raises(PqgraphError) as problem,
    ):
        store.query("ASK {}")
    assert problem.value.code.id == "PQ605"
    assert "docs/endpoints.md" in problem.value.advice


def test_a_page_of_oxigraph(oxigraph: Oxigraph) -> None:
    with (
        RemoteStore(f"{oxigraph.base}/", credentials=Credentials()) as store,
        pytest.raises(PqgraphError) as problem,
    ):
        store.query("ASK {}")
    assert problem.value.code.id == "PQ605"
    assert "web page (" in problem.value.found or "it answers 4" in problem.value.found


def test_a_server_that_is_killed_and_comes_back(tmp_path: Path) -> None:
    if oxigraph_binary() is None:
        pytest.skip("the oxigraph server is not installed: pip install oxigraph")
    limits = Limits(connect=2, read=5, total=20, retries=1, pause=0.05)
    with (
        Oxigraph(tmp_path) as server,
        RemoteStore(server.query, credentials=Credentials(), limits=limits) as store,
    ):
        assert store.query("ASK {}") == Boolean(True)
        server.kill()
        with pytest.raises(PqgraphError, match=r"PQ605 .*no connection: .* \(2 times\)"):
            store.query("ASK {}")
        server.start()
        assert store.query("ASK {}") == Boolean(True)
