"""Descriptions of APIs: what is read, and what is told of wrong ones."""

from pathlib import Path

import pytest

from pqgraph.api.config.model import Step, Variable
from pqgraph.api.config.reader import read_apis
from pqgraph.api.config.shortnames import ShortNames, split_iri
from pqgraph.api.engine import Engine
from pqgraph.api.protocol import Request
from pqgraph.errors import PqgraphError
from pqgraph.store.local import LocalStore

HEAD = """
@prefix api: <http://purl.org/linked-data/api/vocab#> .
@prefix elda: <http://www.epimorphics.com/vocabularies/lda#> .
@prefix pqapi: <https://w3id.org/pqgraph/api#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <http://example.org/api#> .
"""
API = HEAD + ":api a api:API ; api:endpoint :list .\n"


def write(folder: Path, text: str) -> Path:
    path = folder / "api.ttl"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_an_endpoint_leaves_out_comes_from_the_api(cases: Path) -> None:
    (api,) = read_apis(cases / "api.ttl")
    one, everything = (
        next(e for e in api.endpoints if e.template == t) for t in ("/committee/{id}", "/everything")
    )
    assert api.base == "http://example.org/data"
    assert (one.is_item, one.page_size, one.max_page_size, one.counting) == (True, 3, 4, None)
    assert one.variables["committees"] == Variable("{root}/committee", "", "")
    assert one.viewers["people"].chains[1] == (
        Step("http://example.org/def#chair"),
        Step("http://www.w3.org/2000/01/rdf-schema#label"),
    )
    assert everything.default_format == "ttl"


def test_names_come_from_labels_local_names_and_prefixes(cases: Path) -> None:
    (api,) = read_apis(cases / "api.ttl")
    found = {
        name: api.names.expand(name)
        for name in ("members", "knows", "e_size", "ex_a_b", "Standing", "seats", "x_y")
    }
    assert found == {
        "members": "http://example.org/def#size",
        "knows": "http://example.org/def#knows",
        "e_size": "http://example.org/def#size",
        "ex_a_b": "http://example.org/def#a_b",
        "Standing": "http://example.org/def#Standing",
        "seats": None,  # the description itself comes before its vocabularies
        "x_y": None,
    }
    assert api.names.preferred("http://example.org/def#size") == "size"


def test_keys_never_collide() -> None:
    names = ShortNames({"a": "http://a/", "b": "http://b/"})
    keys = names.for_json(
        ["http://a/x", "http://b/x", "http://c/x", "http://c/y", "http://d/y-z", "http://d/1"]
    )
    assert len(set(keys.values())) == 6
    assert keys["http://a/x"] == "a_x"
    assert keys["http://b/x"] == "b_x"
    assert keys["http://c/x"].startswith("x_")
    assert keys["http://c/y"] == "y"
    assert keys["http://d/y-z"] == "y_2d_z"


@pytest.mark.parametrize(
    ("iri", "parts"),
    [
        ("http://a/b#c", ("http://a/b#", "c")),
        ("http://a/b/c", ("http://a/b/", "c")),
        ("http://a/123", ("http://a/123", "")),
        ("http://a/1b", ("http://a/1", "b")),
        ("urn:x:y", ("urn:x:", "y")),
    ],
)
def test_iris_are_split_where_the_name_begins(iri: str, parts: tuple[str, str]) -> None:
    assert split_iri(iri) == parts


WRONG = {
    "no API": ("", "no api:API"),
    "no endpoint": (":api a api:API .", "no api:endpoint"),
    "neither list nor item": (":list api:uriTemplate '/x' .", "either"),
    "both": (":list a api:ListEndpoint, api:ItemEndpoint ; api:uriTemplate '/x' .", "either"),
    "no template": (":list a api:ListEndpoint .", "uriTemplate"),
    "two templates": (":list a api:ListEndpoint ; api:uriTemplate '/x', '/y' .", "2 values"),
    "page size": (":list a api:ListEndpoint ; api:uriTemplate '/x' ; api:maxPageSize 'many' .", "many"),
    "counting": (":list a api:ListEndpoint ; api:uriTemplate '/x' ; elda:enableCounting 'often' .", "often"),
    "filter": (
        ":list a api:ListEndpoint ; api:uriTemplate '/x' ; api:selector [ api:filter 'x' ] .",
        "name=value",
    ),
    "filter name": (
        ":list a api:ListEndpoint ; api:uriTemplate '/x' ; api:selector [ api:filter 'x=1' ] .",
        "'x'",
    ),
    "exists": (
        ":list a api:ListEndpoint ; api:uriTemplate '/x' ; api:selector [ api:filter 'exists-label=1' ] .",
        "true nor false",
    ),
    "sort": (":list a api:ListEndpoint ; api:uriTemplate '/x' ; api:selector [ api:sort '-x' ] .", "'x'"),
    "type": (
        ":list a api:ListEndpoint ; api:uriTemplate '/x' ; api:selector [ api:type 'Thing' ] .",
        "Thing",
    ),
    "parent": (
        ":list a api:ListEndpoint ; api:uriTemplate '/x' ; api:selector :s . :s api:parent :t . :t api:parent :s .",
        "back to its own",
    ),
    "viewer": (":list a api:ListEndpoint ; api:uriTemplate '/x' ; api:viewer 'short' .", "literal"),
    "viewer name": (":list a api:ListEndpoint ; api:uriTemplate '/x' ; api:viewer [] .", "api:name"),
    "viewer property": (
        ":list a api:ListEndpoint ; api:uriTemplate '/x' ; api:viewer [ api:name 'a' ; api:properties 'x.y' ] .",
        "'x'",
    ),
    "table": (
        ":list a api:ListEndpoint ; api:uriTemplate '/x' ; api:viewer [ api:name 'a' ; pqapi:table 'x' ] .",
        "'x'",
    ),
    "variable": (
        ":list a api:ListEndpoint ; api:uriTemplate '/x' ; api:variable [ api:value '1' ] .",
        "api:name",
    ),
    "label": (
        ":list a api:ListEndpoint ; api:uriTemplate '/x' . :p a rdf:Property ; api:label 'a.b' .",
        "a.b",
    ),
    "two of one label": (
        ":list a api:ListEndpoint ; api:uriTemplate '/x' . :p api:label 'a' . :q api:label 'a' .",
        "also that of",
    ),
    "prefix": (
        ":api api:prefixMapping [ api:prefix 'x' ] . :list a api:ListEndpoint ; api:uriTemplate '/x' .",
        "namespace",
    ),
    "remote vocabulary": (":api api:vocabulary <http://example.org/v> .", "not a file beside"),
    "vocabulary elsewhere": (":api api:vocabulary '../../etc/passwd' .", "not a file beside"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_description_is_told_with_its_node(name: str, tmp_path: Path) -> None:
    text, words = WRONG[name]
    head = HEAD if name in ("no API", "no endpoint") else API
    with pytest.raises(PqgraphError, match=words) as caught:
        Engine.mount(LocalStore.in_memory(), write(tmp_path, head + text))
    assert caught.value.code.id == "PQ701"
    assert caught.value.place is not None


def test_variables_that_lead_in_a_circle_are_told(tmp_path: Path) -> None:
    text = (
        ":list a api:ListEndpoint ; api:uriTemplate '/x' ; api:selector [ api:filter 'label={a}' ] ;"
        " api:variable [ api:name 'a' ; api:value '{b}' ] , [ api:name 'b' ; api:value '{a}' ] ."
    )
    engine = Engine.mount(LocalStore.in_memory(), write(tmp_path, API + text))
    response = engine.handle(Request.of("/x"))
    assert response.status == 500
    assert b"PQ701" in response.body


def test_files_that_are_none(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "no.ttl", "PQ101"), (tmp_path / "no.txt", "PQ302")):
        with pytest.raises(PqgraphError) as caught:
            read_apis(path)
        assert caught.value.code.id == code
    with pytest.raises(PqgraphError) as caught:
        read_apis(write(tmp_path, "nonsense"))
    assert caught.value.code.id == "PQ301"
