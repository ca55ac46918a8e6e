"""Formatters that a description names: suffix, media type, and how JSON writes days."""

import json
from pathlib import Path
from typing import Any

import pytest

from pqgraph.api.engine import Engine
from pqgraph.api.protocol import Request
from pqgraph.errors import PqgraphError
from pqgraph.store.local import LocalStore

PREFIXES = """
@prefix api: <http://purl.org/linked-data/api/vocab#> .
@prefix elda: <http://www.epimorphics.com/vocabularies/lda#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <http://example.org/def#> .
@prefix : <http://example.org/api#> .
"""
DATA = """
<http://example.org/id/1> a ex:Sitting ; ex:day "2018-11-22"^^xsd:date ; ex:began "2018-11-22T11:30:00+01:00"^^xsd:dateTime .
<http://example.org/id/2> a ex:Sitting ; ex:day "2018-11-23"^^xsd:date ; ex:began "2018-11-23T09:30:00"^^xsd:dateTime .
"""
API = """
:api a api:API ; api:base "http://example.org" ; api:endpoint :list ; api:formatter :iso .
:list a api:ListEndpoint ; api:uriTemplate "/sittings" ; api:selector [ api:where "?item a ex:Sitting" ; api:orderBy "?item" ] ;
    api:defaultViewer api:describeViewer ; api:defaultFormatter :plain ;
    api:formatter [ a api:XsltFormatter ; api:name "slides" ; api:mimeType "text/html" ; api:stylesheet "slides.xsl" ] .
:plain a api:JsonFormatter ; api:name "json" ; api:mimeType "application/json" .
:iso a api:JsonFormatter ; api:name "iso" ; api:mimeType "application/vnd.example+json" ; elda:jsonUsesISOdate true .
ex:day a <http://www.w3.org/2002/07/owl#DatatypeProperty> . ex:began a <http://www.w3.org/2002/07/owl#DatatypeProperty> .
"""
AS_ELDA = [
    ("Thu, 22 Nov 2018", "Thu, 22 Nov 2018 10:30:00 GMT+0000"),
    ("Fri, 23 Nov 2018", "Fri, 23 Nov 2018 09:30:00"),
]
AS_XSD = [("2018-11-22", "2018-11-22T10:30:00Z"), ("2018-11-23", "2018-11-23T09:30:00")]


def mounted(folder: Path, description: str) -> Engine:
    (folder / "api.ttl").write_text(PREFIXES + description, encoding="utf-8")
    (folder / "data.ttl").write_text(PREFIXES + DATA, encoding="utf-8")
    return Engine.mount(LocalStore.in_memory([folder / "data.ttl"]), folder / "api.ttl")


def days(body: Any) -> list[tuple[str, str]]:
    return [(item["day"], item["began"]) for item in json.loads(body)["result"]["items"]]


@pytest.mark.parametrize(
    ("path", "media_type", "expected"),
    [
        ("/sittings", "application/json", AS_ELDA),
        ("/sittings.json", "application/json", AS_ELDA),
        ("/sittings.iso", "application/vnd.example+json", AS_XSD),
        ("/sittings?_format=iso", "application/vnd.example+json", AS_XSD),
    ],
)
def test_a_named_formatter_has_its_own_suffix_type_and_days(
    path: str, media_type: str, expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    response = mounted(tmp_path, API).handle(Request.of(f"http://example.org{path}"))
    assert response.status == 200, response.body
    assert response.header("Content-Type") == media_type
    assert days(response.body) == expected


def test_the_callback_goes_with_every_formatter_that_writes_json(tmp_path: Path) -> None:
    response = mounted(tmp_path, API).handle(Request.of("http://example.org/sittings.iso?callback=show"))
    assert response.status == 200
    assert bytes(response.body).startswith(b"/**/show({")


def test_what_a_style_sheet_would_write_is_not_offered(tmp_path: Path) -> None:
    response = mounted(tmp_path, API).handle(Request.of("http://example.org/sittings?_format=slides"))
    assert response.status == 400
    assert "slides" in json.loads(response.body)["detail"]


def test_the_api_tells_how_days_are_written_where_no_formatter_does(tmp_path: Path) -> None:
    for spelling in ("jsonUsesISODate", "jsonUsesISOdate"):
        description = API + f":api elda:{spelling} true .\n"
        response = mounted(tmp_path, description).handle(Request.of("http://example.org/sittings"))
        assert days(response.body) == AS_XSD


def test_a_formatter_without_name_and_class_is_told(tmp_path: Path) -> None:
    with pytest.raises(PqgraphError) as caught:
        mounted(tmp_path, API + ':list api:formatter [ api:mimeType "text/x" ] .\n')
    assert caught.value.code.id == "PQ701"
    assert "neither an api:name nor a class" in caught.value.found
