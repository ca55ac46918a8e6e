"""What is said of queries that Oxigraph does not accept, and of results that RDF 1.1 does not know."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from pqgraph.cli.main import main
from pqgraph.errors import PqgraphError
from pqgraph.store.evaluating import evaluate, result_of
from pqgraph.store.results import Solutions, Triples

_PARL = "<http://data.parliament.uk/schema/parl#>"
_GROUPED = (
    "SELECT names {0}, but rows are grouped without it: put it into GROUP BY, or take (SAMPLE({0}) AS ?one)"
)


def refused(text: str) -> PqgraphError:
    with pytest.raises(PqgraphError) as caught:
        result = result_of(evaluate(ox.Store(), text))
        list(result.rows if isinstance(result, Solutions) else getattr(result, "triples", ()))
    return caught.value


@pytest.mark.parametrize(
    ("text", "place", "found"),
    [
        (
            "SELECT ?s WHERE { ?s parl:uin ?o } LIMIT 1",
            "line 1, column 22",
            f"the prefix parl: is not declared; add the line PREFIX parl: {_PARL}",
        ),
        ("SELECT * {\n  ?s ex:uin ?o }", "line 2, column 6", "the prefix ex: is not declared"),
        ("SELECT * { ?s :uin ?o }", "line 1, column 15", "the prefix : is not declared"),
        (
            f"PREFIX parl: {_PARL} SELECT * {{ ?s parl:uin '1'^^xsd:int }}",
            "line 1, column 83",
            "the prefix xsd: is not declared; add the line PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>",
        ),
        ("SELECT ?s ?s WHERE { ?s ?p ?o }", "line 1, column 11", "SELECT names ?s twice"),
        ("SELECT * { { SELECT ?s (1 AS $s) {} } }", "line 1, column 30", "SELECT names $s twice"),
        ("SELECT ?s { ?s ?p ?o } GROUP BY ?p", "line 1, column 8", _GROUPED.format("?s")),
        (
            "SELECT ?p ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
            "line 1, column 11",
            _GROUPED.format("?s"),
        ),
        ("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }", "line 1, column 8", _GROUPED.format("?s")),
        (
            "SELECT * { ?s ?p ?o } GROUP BY ?s",
            "line 1, column 34",
            "SELECT * does not go with GROUP BY, nor with COUNT and its like: name the variables",
        ),
        (
            "SELECT (1 AS ?s) { ?s ?p ?o }",
            "line 1, column 30",
            "AS in SELECT names a variable that the pattern has already: take another name",
        ),
        # The text is quoted from the place on, and the place is the one that is meant.
        ("SELECT * { ?s ?p ?o .\n  ?s ?p ?o ?x }\nLIMIT 5", "line 2, column 12", "not expected here: '?x }'"),
        ("SELECT * { ?s ?p ?o } LIMIT -1", "line 1, column 29", "not expected here: '-1'"),
        ("SELECT * { ?s ?p 'é'@ }", "line 1, column 21", "not expected here: '@ }'"),
        ("SELECT * { ?s ?p ?o } ; SELECT * {}", "line 1, column 23", "not expected here: '; SELECT * {}'"),
        (
            "SELECT * { ?s ?p ?o\n FILTER(?o > 3",
            "line 2, column 15",
            "the query ends too early: ( of line 2, column 8 is not closed",
        ),
        ("", "line 1, column 1", "the query ends too early"),
    ],
)
def test_why_a_query_is_refused(text: str, place: str, found: str) -> None:
    error = refused(text)
    assert (error.code.id, error.place, error.found) == ("PQ503", place, found)


def test_a_prefix_that_is_declared_is_none_of_its_faults() -> None:
    text = f"PREFIX parl: {_PARL}\nPREFIX : <http://e/>\nSELECT * {{ ?s parl:uin :x ?y }}"
    assert refused(text).found == "not expected here: '?y }'"


def test_a_long_text_is_refused_soon() -> None:
    assert refused("SELECT * {" + "a." * 32_000).code.id == "PQ503"


@pytest.mark.parametrize(
    "text",
    [
        "CONSTRUCT { <a:x> <http://a/p> <<( <a:a> <a:b> <a:c> )>> } WHERE {}",
        "SELECT (<<( <a:a> <a:b> <a:c> )>> AS ?t) {}",
        "SELECT (TRIPLE(<a:a>, <a:b>, 'c') AS ?t) {}",
    ],
)
def test_triple_terms_are_not_supported(text: str) -> None:
    error = refused(text)
    assert error.code.id == "PQ503"
    assert error.found.startswith("the result holds a triple term; these belong to RDF 1.2")


def test_parts_of_triple_terms_are() -> None:
    result = result_of(evaluate(ox.Store(), "SELECT (STR(SUBJECT(<<( <a:a> <a:b> <a:c> )>>)) AS ?t) {}"))
    assert isinstance(result, Solutions)
    assert [row[0].value for row in result.rows if row[0]] == ["a:a"]
    result = result_of(evaluate(ox.Store(), "CONSTRUCT { <a:x> <a:p> 'o' } {}"))
    assert isinstance(result, Triples)
    assert list(result.triples) == [("<a:x>", "<a:p>", '"o"')]


@pytest.mark.parametrize(
    ("text", "format_name", "said"),
    [
        (
            "CONSTRUCT { <a:x> <a:p> <<( <a:a> <a:b> <a:c> )>> } {}",
            "turtle",
            "PQ503 the result holds a triple term",
        ),
        ("SELECT (<<( <a:a> <a:b> <a:c> )>> AS ?t) {}", "csv", "PQ503 the result holds a triple term"),
        (
            "CONSTRUCT { <a:x> <http://a/1> 'o' } {}",
            "rdfxml",
            "PQ302 RDF/XML cannot hold the property <http://a/1>",
        ),
    ],
)
def test_on_the_command_line(
    text: str, format_name: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    query, data, target = tmp_path / "q.rq", tmp_path / "d.nt", tmp_path / "out"
    query.write_text(text)
    data.write_text("<http://e/s> <http://e/p> <http://e/o> .\n")
    assert main(["query", str(query), "--data", str(data), "-f", format_name, "-o", str(target)]) == 2
    assert said in " ".join(capsys.readouterr().err.split())
    assert not target.exists()
