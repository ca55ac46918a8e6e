"""Queries written for grlc: what is read, what is refused, and that values stay values."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib

from pqgraph.errors import PqgraphError
from pqgraph.queries.binding import bind
from pqgraph.queries.catalogue import Catalogue, StoredQuery, find, load
from pqgraph.queries.header import Param
from pqgraph.store.local import LocalStore
from pqgraph.store.results import RdfTerm, Solutions

X = "http://www.w3.org/2001/XMLSchema#"
ALL = """#+ summary: Things of every kind
#+ endpoint: http://example.org/sparql
#+ tags:
#+   - things
#+ pagination: 100
#+ custom: grlc passes over it
#+ defaults:
#+   - number: 5
#+ enumerate:
#+   - tongue:
#+     - one
#+     - two
#+   - plain
PREFIX e: <http://e/>
SELECT ?s WHERE {
  ?s e:plain ?_plain ; e:literal ?_lit_literal ; e:iri ?_thing_iri ; e:number ?_number_number ;
     e:whole ?__whole_integer ; e:day ?__day_xsd_date ; e:typed ?__typed_e_type ; e:tongue ?__tongue_en .
  # ?_comment is none
  FILTER(STR(?_plain) != "?_string" && ?_number_number>1)
} ORDER BY ?s
"""


def query(text: str) -> StoredQuery:
    return load(text, name="test", place="test.rq")


def test_parameters_by_the_names_of_variables() -> None:
    found = query(ALL)
    assert found.header.summary == "Things of every kind"
    assert found.header.tags == ("things",)
    assert found.header.params == {
        "plain": Param("string", ""),
        "lit": Param("string", ""),
        "thing": Param("iri", ""),
        "number": Param("number", ""),
        "whole": Param("integer", "", optional=True),
        "day": Param("date", "", optional=True),
        "typed": Param("string", "", optional=True, datatype="http://e/type"),
        "tongue": Param("string", "", choices=("one", "two"), optional=True, language="en"),
    }
    assert [name for name in found.header.params if found.is_required(name)] == ["plain", "lit", "thing"]
    assert found.defaults["number"].text == f'"5"^^<{X}integer>'


def test_values_take_the_place_of_whole_variables() -> None:
    values = {
        "plain": 'a "b" ?_lit',
        "lit": "",
        "thing": "http://e/x",
        "number": "-0.5",
        "whole": "007",
        "day": "2018-11-22",
        "typed": "}",
        "tongue": "two",
    }
    text = bind(query(ALL), values)
    body = text[text.index("SELECT") :]
    assert body == (
        "SELECT ?s WHERE {\n"
        f'  ?s e:plain "a \\"b\\" ?_lit" ; e:literal "" ; e:iri <http://e/x> ; e:number "-0.5"^^<{X}decimal> ;\n'
        f'     e:whole "7"^^<{X}integer> ; e:day "2018-11-22"^^<{X}date> ; e:typed "}}"^^<http://e/type> ; '
        'e:tongue "two"@en .\n'
        "  # ?_comment is none\n"
        f'  FILTER(STR("a \\"b\\" ?_lit") != "?_string" && "-0.5"^^<{X}decimal>>1)\n'
        "} ORDER BY ?s\n"
    )


def test_what_is_not_given_stays_a_variable() -> None:
    text = bind(query(ALL), {"plain": "x", "lit": "y", "thing": "urn:z"})
    assert "e:whole ?__whole_integer" in text
    assert f'e:number "5"^^<{X}integer>' in text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("SELECT ?_a { ?s ?p ?_a }", "no value can stand where the parameter a stands"),
        ("SELECT ?s { BIND(1 AS ?_a) ?s ?p ?o }", "no value can stand"),
        ("SELECT ?s { ?s ?p ?_a, ?_a_iri }", "written in two ways"),
        ("SELECT ?s { ?s ?p ?_a_b_c }", "prefix b is not declared"),
        ("SELECT ?s { ?s ?p ?_a_b3 }", "b3 is no type and no language"),
        ("#+ defaults:\n#+   - a: x\nSELECT ?s { ?s ?p ?_a_integer }", "defaults: the value of a"),
    ],
)
def test_refused(text: str, says: str) -> None:
    with pytest.raises(PqgraphError) as refused:
        query(text)
    assert refused.value.code.id == "PQ502"
    assert says in refused.value.found


@pytest.mark.parametrize(
    ("values", "code", "says"),
    [
        ({}, "PQ506", "test needs a"),
        ({"a": "http://e/> ?p ?o } #"}, "PQ505", "not an absolute IRI"),
        ({"a": "urn:x", "b": "x"}, "PQ504", "no parameter 'b'"),
    ],
)
def test_values_refused(values: dict[str, str | None], code: str, says: str) -> None:
    with pytest.raises(PqgraphError) as refused:
        bind(query("SELECT ?o { ?_a_iri ?p ?o }"), values)
    assert refused.value.code.id == code
    assert says in refused.value.found


def test_a_query_of_pqgraph_has_no_parameters_by_name() -> None:
    found = query(
        "#+ summary: Who?\n#+ params: {a: {type: integer, help: x}}\nSELECT ?s { VALUES ?a { 1 } ?s ?_p ?a }"
    )
    assert list(found.header.params) == ["a"]


FOLDER = {
    "by-name.rq": "#+ summary: Who has a name?\nSELECT ?s { ?s <http://e/name> ?_name } ORDER BY ?s\n",
    "all_of-them.sparql": "SELECT ?s { ?s ?p ?o } ORDER BY ?s\n",
    "update.rq": "INSERT DATA { <e:a> <e:b> <e:c> }\n",
    "other.txt": "not a query",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FOLDER.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_a_folder_is_a_catalogue(folder: Path) -> None:
    catalogue = Catalogue.open(folder)
    assert catalogue.names() == ["all_of-them", "by-name", "update"]
    assert find("by-name", folder) == catalogue.find("by-name") == find(folder / "by-name.rq")
    with pytest.raises(PqgraphError, match="PQ507"):
        catalogue.find("update")
    with pytest.raises(PqgraphError) as unknown:
        catalogue.find("by-nam")
    assert (unknown.value.code.id, unknown.value.advice) == ("PQ501", "Did you mean by-name?")
    with pytest.raises(PqgraphError, match="PQ501"):
        find("members-by-topic", folder)


def test_folders_that_are_none(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "no", "PQ101"), (tmp_path, "PQ501")):
        with pytest.raises(PqgraphError) as refused:
            Catalogue.open(path)
        assert refused.value.code.id == code


def test_the_same_rows_in_two_engines(folder: Path) -> None:
    text = bind(find("by-name", folder), {"name": 'Ann "A"'})
    data = '<http://e/1> <http://e/name> "Ann \\"A\\"" . <http://e/2> <http://e/name> "Bob" .'
    (folder / "data.ttl").write_text(data)
    with LocalStore.in_memory([folder / "data.ttl"]) as store:
        result = store.query(text)
        assert isinstance(result, Solutions)
        assert list(result.rows) == [(RdfTerm("iri", "http://e/1"),)]
    rows = rdflib.Graph().parse(data=data, format="turtle").query(text)
    assert [str(row[0]) for row in rows] == ["http://e/1"]
