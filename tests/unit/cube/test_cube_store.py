"""The statistics in a store: described as the code counts, right after an update, gone when they would be wrong."""

import io
from pathlib import Path

import pytest
from api_items import lines
from cube_queries import counted, observed, rows
from cube_records import ITEMS

from pqgraph import iris, terms
from pqgraph.build import build
from pqgraph.cube import DATASETS, STRUCTURE_FILE
from pqgraph.cube.structure import DIMENSIONS, MEASURES, PROPERTIES, REF_PERIOD
from pqgraph.resources import resource
from pqgraph.store.local import LocalStore
from pqgraph.store.results import Boolean, Triples
from pqgraph.store.statistics import ASK_CUBE, LAYOUT, has_cube


def test_the_structure_file_says_what_is_counted() -> None:
    with LocalStore.in_memory([resource("ontology", STRUCTURE_FILE)]) as store:
        assert not has_cube(store)
        found = rows(store, "SELECT ?set WHERE { ?set a qb:DataSet ; qb:structure ?dsd } ORDER BY ?set")
        assert [row[0] for row in found] == sorted(iris.statistics(dataset.name) for dataset in DATASETS)
        for dataset in DATASETS:
            period = {REF_PERIOD} if dataset.period else set()
            for kind, expected in (
                ("dimension", {terms.pq.ofHouse, *period, *(DIMENSIONS[name] for name in dataset.by)}),
                ("measure", {MEASURES[name] for name in dataset.measures}),
            ):
                query = f"SELECT ?p WHERE {{ <{iris.statistics(dataset.name)}> qb:structure/qb:component/qb:{kind} ?p }}"
                assert {row[0] for row in rows(store, query)} == expected


def test_the_structure_file_and_the_vocabulary_agree() -> None:
    described = """PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT ?p ?label ?range ?type WHERE {
      ?p rdfs:label ?label ; rdfs:range ?range . OPTIONAL { ?p sh:datatype ?type } } ORDER BY ?p"""
    with LocalStore.in_memory([resource("ontology", STRUCTURE_FILE)]) as structure:
        here = {row[0]: row[1:] for row in rows(structure, described)}
    everything = """PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT ?p ?label ?range ?type WHERE {
      ?p rdfs:label ?label . OPTIONAL { ?p rdfs:range ?range } OPTIONAL { ?p sh:datatype ?type } }"""
    with LocalStore.in_memory([resource("ontology", "pqgraph.ttl")]) as vocabulary:
        there = {row[0]: row[1:] for row in rows(vocabulary, everything)}
    assert set(here) == {REF_PERIOD, terms.pq.ofHouse, *DIMENSIONS.values(), *MEASURES.values()}
    for term in set(here) - {REF_PERIOD}:
        label, its_range, datatype = there[term]
        assert here[term] == [label, its_range or terms.PREFIXES["rdfs"] + "Resource", datatype]


def test_the_structure_file_describes_every_column() -> None:
    expected = {
        (iris.statistics_column(dataset.name, column), PROPERTIES[column], iris.statistics(dataset.name))
        for dataset in DATASETS
        for column in dataset.columns
    }
    with LocalStore.in_memory([resource("ontology", STRUCTURE_FILE)]) as store:
        found = rows(
            store,
            """SELECT ?column ?general ?set WHERE {
              ?column a rdf:Property ; rdfs:label ?label ; rdfs:subPropertyOf ?general ; rdfs:isDefinedBy ?set }""",
        )
    assert len(found) == len(expected)
    assert set(map(tuple, found)) == expected


def dump(store: Path) -> bytes:
    stream = io.BytesIO()
    with LocalStore.open(store) as opened:
        opened.dump(stream)
    return stream.getvalue()


def test_an_update_counts_everything_again_and_leaves_nothing_stale(tmp_path: Path) -> None:
    early, late = (
        lines(tmp_path / "early.jsonl", *ITEMS[3:6]),
        lines(tmp_path / "late.jsonl", *ITEMS[:4], *ITEMS[6:]),
    )
    changed = dict(ITEMS[3]["value"])  # type: ignore[call-overload]
    changed |= {"answeringBodyId": 17, "dateAnswered": "2018-12-01T00:00:00", "answeringMemberId": 172}
    moved = lines(tmp_path / "moved.jsonl", {"value": changed})
    for inputs in ([early], [late], [moved]):
        build(inputs, tmp_path / "grown", check=False)
    build([moved, late, early], tmp_path / "once", check=False)
    assert dump(tmp_path / "grown") == dump(tmp_path / "once")
    for dataset in DATASETS:
        assert observed(tmp_path / "grown", dataset) == counted(tmp_path / "grown", dataset)
    build([moved], tmp_path / "grown", replace=True, check=False)
    observations = rows(tmp_path / "grown", "SELECT DISTINCT ?o WHERE { ?o a qb:Observation } ORDER BY ?o")
    names = [row[0].removeprefix(f"{iris.BASE}id/observation/") for row in observations]
    assert names == [
        "body-days-total/commons/17/9",
        "body-days/commons/2018/17/9",
        "body-month/commons/2018-11/17",
        "body-named-day-total/commons/17/true",
        "body-named-day/commons/2018/17/true",
        "body-total/commons/17",
        "body-year/commons/2018/17",
        "house-month/commons/2018-11",
        "member-body-total/commons/4649/17",
        "member-body/commons/2018/4649/17",
        "member-minister-total/commons/4649/172",
        "member-minister/commons/2018/4649/172",
        "member-month/commons/2018-11/4649",
        "member-total/commons/4649",
        "minister-body-total/commons/172/17",
        "minister-body/commons/2018/172/17",
        "minister-month/commons/2018-11/172",
        "minister-total/commons/172",
        "party-body/commons/2018/15/17",
        "party-member/commons/2018/15/4649",
    ]


def test_the_converted_document_has_no_statistics(tmp_path: Path) -> None:
    items = lines(tmp_path / "items.jsonl", *ITEMS)
    build([items], tmp_path / "store", check=False, target=tmp_path / "all.nq")
    assert b"purl.org/linked-data/cube" not in (tmp_path / "all.nq").read_bytes()


def test_without_topics_no_topic_is_counted_and_the_rest_is(tmp_path: Path) -> None:
    build([lines(tmp_path / "items.jsonl", *ITEMS)], tmp_path / "store", check=False, topics=False)
    found = {dataset.name: len(observed(tmp_path / "store", dataset)) for dataset in DATASETS}
    empty = {dataset.name for dataset in DATASETS if "topic" in dataset.by}
    assert {name for name, count in found.items() if not count} == empty


# Whether the statistics can be relied on


def test_statements_that_are_added_without_counting_take_the_word_back(small: Path, tmp_path: Path) -> None:
    (tmp_path / "more.nt").write_text(
        f"<http://example.org/a> <{terms.skos.broader}> <http://example.org/c> .\n"
    )
    (tmp_path / "dump.nq").write_bytes(dump(small))
    with LocalStore.in_memory() as store:
        assert not has_cube(store)
        store.load([tmp_path / "dump.nq"])  # all that the store holds, and the statistics of it
        assert has_cube(store)
        store.load([tmp_path / "more.nt"])
        assert not has_cube(store)
        assert rows(store, "SELECT (COUNT(*) AS ?n) WHERE { ?o a qb:Observation }") != [["0"]]


def test_statistics_of_an_older_layout_are_not_relied_on(small: Path, tmp_path: Path) -> None:
    before = dump(small)
    layout = f'<{iris.STATISTICS}> <{terms.owl.versionInfo}> "{LAYOUT}" .\n'.encode()
    assert before.count(layout) == 1
    (tmp_path / "older.nq").write_bytes(before.replace(layout, b""))
    with LocalStore.in_memory([tmp_path / "older.nq"]) as store:
        assert rows(store, f"SELECT ?n WHERE {{ <{iris.STATISTICS}> pq:questionsCounted ?n }}")
        assert not has_cube(store)


def test_a_store_of_converted_data_has_no_cube(root: Path) -> None:
    with LocalStore.in_memory(
        sorted((root / "examples" / "life-cycle").glob("*.ttl")), reference=True
    ) as store:
        assert not has_cube(store)


class Answers:
    def __init__(self, answer: Boolean | Triples) -> None:
        self.answer, self.asked = answer, ""

    def query(self, text: str) -> Boolean | Triples:
        self.asked = text
        return self.answer


@pytest.mark.parametrize(
    ("answer", "expected"), [(Boolean(True), True), (Boolean(False), False), (Triples(iter(())), False)]
)
def test_any_target_is_asked_one_plain_question(answer: Boolean | Triples, expected: bool) -> None:
    target = Answers(answer)
    assert has_cube(target) is expected
    assert target.asked == ASK_CUBE


# How large the dataset says it is


def census(store: Path, kind: str, what: str, size: str) -> dict[str, str]:
    return dict(
        rows(
            store,
            f"""SELECT ?what ?n WHERE {{ GRAPH <{iris.PROVENANCE_GRAPH}> {{
              <{iris.DATASET}> {kind} ?part . ?part {what} ?what ; {size} ?n }} }}""",
        )
    )


def test_void_counts_are_those_of_the_store(store: Path) -> None:
    properties = "SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p"
    assert census(store, "void:propertyPartition", "void:property", "void:triples") == dict(
        rows(store, properties)
    )
    classes = "SELECT ?c (COUNT(*) AS ?n) WHERE { ?s a ?c } GROUP BY ?c"
    assert census(store, "void:classPartition", "void:class", "void:entities") == dict(rows(store, classes))
    sizes = """SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?entities) (COUNT(DISTINCT ?p) AS ?properties)
      WHERE { ?s ?p ?o }"""
    said = f"""SELECT ?triples ?entities ?properties WHERE {{ GRAPH <{iris.PROVENANCE_GRAPH}> {{
      <{iris.DATASET}> void:triples ?triples ; void:entities ?entities ; void:properties ?properties }} }}"""
    assert rows(store, said) == rows(store, sizes)


def test_void_names_the_vocabularies(small: Path) -> None:
    query = f"SELECT ?v WHERE {{ GRAPH ?g {{ <{iris.DATASET}> void:vocabulary ?v }} }} ORDER BY ?v"
    found = [row[0] for row in rows(small, query)]
    assert {
        terms.PREFIXES[prefix] for prefix in ("parl", "pq", "dcterms", "skos", "qb", "rdf", "rdfs")
    } <= set(found)
    assert all(name.endswith(("#", "/")) for name in found)
