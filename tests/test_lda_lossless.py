"""The graph of a Linked Data API item holds everything that the item says: real items, read back field by field."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from pqgraph.convert import convert

PARL = "http://data.parliament.uk/schema/parl#"
DCTERMS = "http://purl.org/dc/terms/"
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
SKOS_PREF_LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
XSD = "http://www.w3.org/2001/XMLSchema#"
# JSON keys whose property has another namespace or name than parl:{key}.
PREDICATES = {
    "date": DCTERMS + "date",
    "title": DCTERMS + "title",
    "label": RDFS_LABEL,
    "prefLabel": SKOS_PREF_LABEL,
}
DATES = {"date", "dateOfAnswer"}
FILES = {"answeredquestions.json": 500, "answeredquestions_moj_update.json": 10}


def leaves(node: dict[str, Any]) -> Iterator[tuple[str, str, str, str | None]]:
    """Every statement of an item: subject, key, value, datatype; IRIs as datatype ``iri``."""
    subject = node["_about"]
    for key, value in node.items():
        if key == "_about":
            continue
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str):
                yield subject, key, one, None
            elif "_about" in one:
                yield subject, key, one["_about"], "iri"
                yield from leaves(one)
            else:
                assert set(one) <= {"_value", "_datatype"}, one
                yield subject, key, one["_value"], one.get("_datatype")


def expected_object(key: str, value: str, datatype: str | None) -> ox.NamedNode | ox.Literal:
    if datatype == "iri":
        return ox.NamedNode(value)
    if datatype == "boolean":
        return ox.Literal(value, datatype=ox.NamedNode(XSD + "boolean"))
    if datatype == "dateTime":
        kind = "date" if key in DATES else "dateTime"
        return ox.Literal(value, datatype=ox.NamedNode(XSD + kind))
    assert datatype is None
    return ox.Literal(value)


@pytest.mark.parametrize("name", FILES)
def test_every_field_of_every_item_is_in_the_graph(name: str, shared_data: Path, tmp_path: Path) -> None:
    source = shared_data / "lda" / name
    target = tmp_path / "out.nt"
    tally = convert([source], target, topics=False, provenance=False)
    assert (tally.questions, tally.rejections) == (FILES[name], 0)
    graph = {(t.subject.value, t.predicate.value, t.object) for t in ox.parse(path=target)}
    statements = 0
    missing = []
    for item in json.loads(source.read_text(encoding="utf-8"))["result"]["items"]:
        for subject, key, value, datatype in leaves(item):
            statements += 1
            wanted = (subject, PREDICATES.get(key, PARL + key), expected_object(key, value, datatype))
            if wanted not in graph:
                missing.append(wanted)
    assert not missing[:5]
    assert statements > FILES[name] * 20


@pytest.mark.parametrize("name", FILES)
def test_the_graph_says_nothing_of_parliament_that_the_items_do_not(
    name: str, shared_data: Path, tmp_path: Path
) -> None:
    source = shared_data / "lda" / name
    target = tmp_path / "out.nt"
    convert([source], target, topics=False, provenance=False)
    said = {
        (subject, PREDICATES.get(key, PARL + key))
        for item in json.loads(source.read_text(encoding="utf-8"))["result"]["items"]
        for subject, key, _, _ in leaves(item)
    }
    extra = {
        (t.subject.value, t.predicate.value)
        for t in ox.parse(path=target)
        if t.predicate.value.startswith(PARL) and (t.subject.value, t.predicate.value) not in said
    }
    # The text of an earlier version is rebuilt from the marks of the correction, its day is that of the answer.
    rebuilt = {PARL + "answerText", PARL + "dateOfAnswer"}
    assert not {row for row in extra if "/previousversion/" not in row[0] or row[1] not in rebuilt}
