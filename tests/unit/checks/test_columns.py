"""The Core shapes of the whole graph: queries over columns choose the suspects, an engine judges them."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pqgraph.checks import Finding, ShapeInfo, check_columns, sort_findings
from pqgraph.checks.engines import Engine, FastEngine, ReferenceEngine
from pqgraph.checks.shapes import corpus_core_shapes
from pqgraph.checks.suspects import suspect_queries, suspects
from pqgraph.rdf.formats import find_format
from pqgraph.store.local import LocalStore
from pqgraph.terms import PREFIXES

HEAD = "".join(
    f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items() if name in ("pq", "qb", "xsd")
)
HEAD += (
    "@prefix sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#> .\n@prefix : <http://o/> .\n"
)
SOUND = """
:set a qb:DataSet . :other a qb:DataSet .
:1 a qb:Observation ; qb:dataSet :set ; pq:ofHouse :commons ; sdmx-dimension:refPeriod :2024 ;
    pq:questions 5 ; pq:answered 4 ; pq:answersDue 3 ; pq:answersLate 0 ; pq:sumOfDays -2 .
:2 a qb:Observation ; qb:dataSet :set ; pq:ofHouse :lords ; pq:questions 1 ; pq:answered 0 .
:3 a qb:Observation ; qb:dataSet :other ; pq:ofHouse :lords ; pq:answered 7 .
:noObservation pq:answered "many", "few" .
"""
# What is broken, by the change to a sound graph: old text, new text, the findings' shapes and components.
BROKEN = {
    "no dataset": ("qb:dataSet :other ;", "", [("dataSet", "MinCount")]),
    "two datasets": ("qb:dataSet :other", "qb:dataSet :set, :other", [("dataSet", "MaxCount")]),
    "a dataset that is none": ("qb:dataSet :other", "qb:dataSet :nowhere", [("dataSet", "Class")]),
    "a dataset in words": ("qb:dataSet :other", 'qb:dataSet "other"', [("dataSet", "Class")]),
    "a blank node": (":2 a", "_:b a", [("", "NodeKind")]),
    "no House": ("pq:ofHouse :commons ;", "", [("ofHouse", "MinCount")]),
    "a House in words": ("pq:ofHouse :commons", 'pq:ofHouse "Commons"', [("ofHouse", "NodeKind")]),
    "a House without a name": ("pq:ofHouse :commons", "pq:ofHouse []", [("ofHouse", "NodeKind")]),
    "two periods": (":2024", ":2024, :2025", [("refPeriod", "MaxCount")]),
    "a period in words": (":2024", '"2024"', [("refPeriod", "NodeKind")]),
    "no question": ("pq:questions 1", "pq:questions 0", [("questions", "MinInclusive")]),
    "a decimal": ("pq:questions 1", "pq:questions 1.0", [("questions", "Datatype")]),
    "words": (
        "pq:questions 1",
        'pq:questions "1"',
        [("questions", "Datatype"), ("questions", "MinInclusive"), ("answered", "LessThanOrEquals")],
    ),
    "two numbers": ("pq:questions 5", "pq:questions 5, 6", [("questions", "MaxCount")]),
    "more answers than questions": ("pq:answered 4", "pq:answered 6", [("answered", "LessThanOrEquals")]),
    "fewer than none": ("pq:answersLate 0", "pq:answersLate -1", [("answersLate", "MinInclusive")]),
    "no number of answers": ("pq:answered 7", "pq:sumOfDays 7", [("answered", "MinCount")]),
    "more due than answered": ("pq:answersDue 3", "pq:answersDue 5", [("answersDue", "LessThanOrEquals")]),
    "more late than due": ("pq:answersLate 0", "pq:answersLate 4", [("answersLate", "LessThanOrEquals")]),
    "not a whole number of days": ("pq:sumOfDays -2", "pq:sumOfDays 2e0", [("sumOfDays", "Datatype")]),
}


@pytest.fixture(scope="module", params=["pyshacl", "shacl"])
def core(request: pytest.FixtureRequest) -> Engine:
    shapes = corpus_core_shapes()
    return ReferenceEngine(shapes) if request.param == "pyshacl" else FastEngine(shapes)


def store_of(turtle: str) -> LocalStore:
    store = LocalStore.in_memory()
    store.bulk_load(BytesIO((HEAD + turtle).encode()), find_format("turtle"))
    return store


def whole(store: LocalStore) -> bytes:
    out = BytesIO()
    store.dump(out, find_format("ntriples"))
    return out.getvalue()


def without_labels(findings: list[Finding]) -> list[tuple[str, ...]]:
    def plain(term: str | None) -> str:
        return "_:" if (term or "").startswith("_:") else term or ""

    return sorted(
        (plain(f.focus), f.path or "", plain(f.value), f.component, f.shape or "", f.severity, f.message)
        for f in findings
    )


def test_the_statistics_are_the_core_shapes_of_the_whole_graph() -> None:
    shapes = corpus_core_shapes()
    assert {info.targets for info in shapes.by_iri.values()} == {
        ("http://purl.org/linked-data/cube#Observation",)
    }
    assert "WholeGraphKey" not in {info.slug for info in shapes.by_iri.values()}
    # No constraint is of a kind that would make every observation a suspect.
    queries = [query for info in shapes.by_iri.values() for query in suspect_queries(info)]
    assert len(queries) == 23
    everything = "SELECT ?node WHERE { ?node <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://purl.org/linked-data/cube#Observation> }"
    assert everything not in queries


def test_a_sound_graph_gives_the_engine_nothing_to_do(core: Engine) -> None:
    with store_of(SOUND) as store:
        # A node that is no observation may be suspect; it is none of the engine's targets.
        assert suspects(store, corpus_core_shapes().by_iri.values()) == ["<http://o/noObservation>"]
        assert list(check_columns(store, core)) == core.validate(whole(store)) == []


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_found_as_in_the_whole_graph(core: Engine, name: str) -> None:
    old, new, expected = BROKEN[name]
    assert SOUND.count(old) == 1
    with store_of(SOUND.replace(old, new)) as store:
        found = list(check_columns(store, core))
        assert without_labels(found) == without_labels(core.validate(whole(store)))
    told = sorted(
        (
            (f.shape or "").rpartition("Observation")[2].removeprefix("-"),
            f.component.removesuffix("ConstraintComponent"),
        )
        for f in found
    )
    assert told == sorted(expected)


VALUES = st.sampled_from(
    [
        *"0123",
        "-1",
        "1.5",
        "2e0",
        '"2"',
        '"x"^^xsd:integer',
        '"99999999999999999999"^^xsd:integer',
        ":a",
        "[]",
        '"l"@en',
    ]
)
MEASURES = ("pq:questions", "pq:answered", "pq:answersDue", "pq:answersLate", "pq:sumOfDays")
PREDICATES = st.sampled_from([*MEASURES, "pq:ofHouse", "sdmx-dimension:refPeriod", "qb:dataSet"])
STATEMENTS = st.lists(st.tuples(st.sampled_from([":1", ":2", ":3", ":4"]), PREDICATES, VALUES), max_size=14)


@settings(max_examples=60, deadline=None)
@given(STATEMENTS, st.lists(st.sampled_from([":1", ":2", ":3", ":a", ":set"]), max_size=3))
def test_any_observations_give_the_findings_of_the_whole_graph(
    said: list[tuple[str, str, str]], observations: list[str]
) -> None:
    fast = FastEngine(corpus_core_shapes())
    lines = [f"{s} {p} {o} ." for s, p, o in said] + [f"{node} a qb:Observation ." for node in observations]
    with store_of("\n".join([":a a qb:DataSet .", *lines])) as store:
        assert without_labels(list(check_columns(store, fast))) == without_labels(fast.validate(whole(store)))


def shape(path: str | None, *constraints: str, kind: str = "property") -> ShapeInfo:
    return ShapeInfo(
        iri="http://s/1",
        kind=kind,  # type: ignore[arg-type]
        name="s",
        message="",
        severity=next(iter(corpus_core_shapes().by_iri.values())).severity,
        path=path,
        targets=("http://c/",),
        constraints=constraints,
        file="",
        order=0,
    )


@pytest.mark.parametrize(
    "unknown",
    [
        shape("http://p/", "pattern ^a"),
        shape("http://p/", "minCount 2"),
        shape("http://p/", "datatype http://www.w3.org/2001/XMLSchema#date"),
        shape("http://p/", "minInclusive 2018-01-01"),
        shape("^http://p/", "minCount 1"),
        shape(None, "minCount 1"),
        shape(None, "closed true", kind="node"),
    ],
)
def test_a_constraint_of_another_kind_makes_every_node_suspect(unknown: ShapeInfo) -> None:
    assert suspect_queries(unknown) == [
        "SELECT ?node WHERE { ?node <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://c/> }"
    ]


def test_batches_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = FastEngine(corpus_core_shapes())
    with store_of("\n".join(f":{n} a qb:Observation ." for n in range(9))) as store:
        together = sort_findings(check_columns(store, fast))
        monkeypatch.setattr("pqgraph.checks.columns.BATCH", 2)
        assert sort_findings(check_columns(store, fast)) == together
    assert len(together) == 27
