"""Checking a store in batches finds what checking everything at once finds."""

from __future__ import annotations

import pytest
from shape_cases import FOLDER

from pqgraph.checks import check_files, check_store, check_whole, choose_engine, load_shapes, sort_findings
from pqgraph.store.local import LocalStore

CASES = sorted((FOLDER / "data").glob("*.ttl"))


def without_labels(findings):
    # Every engine and every store has its own labels for blank nodes.
    return sorted(
        (
            "_:" if f.focus.startswith("_:") else f.focus,
            f.path or "",
            f.shape or "",
            f.component,
            f.source or "",
        )
        for f in findings
        if not (f.value or "").startswith("_:")
    )


@pytest.fixture(scope="module")
def engine():
    return choose_engine("auto", load_shapes())[0]


def test_the_same_findings_as_in_files_for_every_case_of_every_shape(engine):
    different = []
    for path in CASES:
        with LocalStore.in_memory([path]) as store:
            whole = {f.shape for f in check_whole(store)}
            found = [f for f in check_store(store, engine, load_shapes()) if f.shape not in whole]
        if without_labels(found) != without_labels(check_files(engine, [path])):
            different.append(path.name)
    assert different == []


def test_findings_lead_back_to_the_source_and_shared_nodes_are_told_once(engine, root, tmp_path):
    text = (root / "tests/cases/convert/examples/expected.ttl").read_text("utf-8")
    broken = text.replace('parl:uin "194746"', 'parl:uin "19474b"').replace('skos:prefLabel "2018-11"', "")
    assert broken != text
    (tmp_path / "broken.trig").write_text(broken, encoding="utf-8")
    with LocalStore.in_memory([tmp_path / "broken.trig"]) as store:
        found = sort_findings(check_store(store, engine, load_shapes()))
    violations = [
        (f.focus, (f.shape or "").rpartition("/")[2], f.source) for f in found if f.severity == "violation"
    ]
    assert violations == [
        ("<http://data.parliament.uk/resources/1012383>", "Question-uin", "lda-page-1012383.txt#L7"),
        ("<http://reference.data.gov.uk/id/month/2018-11>", "Month-prefLabel", None),
    ]


OWN = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> .
@prefix parl: <http://data.parliament.uk/schema/parl#> . @prefix pq: <https://w3id.org/pqgraph/def#> .
"""
GROUP = """
@prefix parl: <http://data.parliament.uk/schema/parl#> . @prefix pq: <https://w3id.org/pqgraph/def#> .
@prefix r: <http://data.parliament.uk/resources/> .
r:1 a parl:WrittenParliamentaryQuestion ; parl:uin "1" ; pq:groupedWith r:2, r:3 .
r:2 a parl:WrittenParliamentaryQuestion ; parl:uin "2" .
"""


@pytest.mark.parametrize(
    ("own", "nodes"),
    [
        ("sh:targetSubjectsOf pq:groupedWith ; sh:property [ sh:path parl:session ; sh:minCount 1 ]", {"1"}),
        ("sh:targetObjectsOf pq:groupedWith ; sh:property [ sh:path parl:uin ; sh:minCount 1 ]", {"3"}),
        (
            "sh:targetClass parl:WrittenParliamentaryQuestion ; "
            "sh:property [ sh:path ( pq:groupedWith parl:uin ) ; sh:minCount 1 ]",
            {"2"},
        ),
        (
            "sh:targetClass parl:WrittenParliamentaryQuestion ; sh:property "
            "[ sh:path pq:groupedWith ; sh:class parl:WrittenParliamentaryQuestion ]",
            {"1"},
        ),
        (
            "sh:targetClass parl:WrittenParliamentaryQuestion ; "
            "sh:property [ sh:path parl:uin ; sh:hasValue '2' ]",
            {"1"},
        ),
    ],
)
def test_shapes_of_a_users_find_in_a_store_what_they_find_in_a_file(own, nodes, tmp_path):
    (tmp_path / "own.ttl").write_text(f"{OWN} ex:Own a sh:NodeShape ; {own} .")
    (tmp_path / "data.ttl").write_text(GROUP)
    shapes = load_shapes([tmp_path / "own.ttl"], shipped=False)
    own_engine = choose_engine("auto", shapes)[0]
    with LocalStore.in_memory([tmp_path / "data.ttl"]) as store:
        found = sort_findings(check_store(store, own_engine, shapes))
    assert found == check_files(own_engine, [tmp_path / "data.ttl"])
    assert {f.focus for f in found} == {f"<http://data.parliament.uk/resources/{n}>" for n in nodes}


def test_with_shapes_of_a_users_the_whole_graph_is_still_asked(tmp_path):
    own = f"{OWN} ex:Own a sh:NodeShape ; sh:targetClass parl:Member ; sh:nodeKind sh:IRI ."
    (tmp_path / "own.ttl").write_text(own)
    (tmp_path / "data.ttl").write_text(GROUP)
    for shipped, expected in ((True, ["<http://data.parliament.uk/resources/3>"]), (False, [])):
        shapes = load_shapes([tmp_path / "own.ttl"], shipped=shipped)
        with LocalStore.in_memory([tmp_path / "data.ttl"]) as store:
            found = list(check_store(store, choose_engine("auto", shapes)[0], shapes))
        assert [f.value for f in found if (f.shape or "").endswith("WholeGraphGroup")] == expected
