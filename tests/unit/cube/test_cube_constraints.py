"""The statistics are a well-formed Data Cube: the integrity constraints of the recommendation that apply.

Section 11 of https://www.w3.org/TR/vocab-data-cube/, each as an ASK that is true where the constraint is broken, and
for each a change that breaks it. The cube has no slices (IC-7 to IC-10, IC-18), no attributes (IC-13), no measure
dimension (IC-15 to IC-17) and no hierarchical code lists (IC-20, IC-21).
"""

from pathlib import Path

import pyoxigraph as ox
import pytest
from cube_queries import PROLOGUE

from pqgraph import iris
from pqgraph.checks import shipped_shapes
from pqgraph.checks.engines import ReferenceEngine
from pqgraph.cube.structure import DIMENSIONS, REF_PERIOD
from pqgraph.rdf.terms import Term
from pqgraph.terms import PREFIXES

ALL_DIMENSIONS = " ".join(
    f"OPTIONAL {{ ?o {predicate} ?d{number} }}"
    for number, predicate in enumerate(
        (
            f"<{REF_PERIOD}>",
            *(
                f"pq:of{name}"
                for name in ["House", *(property_.partition("#of")[2] for property_ in DIMENSIONS.values())]
            ),
        )
    )
)
CONSTRAINTS = {
    "IC-1 one dataset": """ASK { ?o a qb:Observation
        { SELECT ?o (COUNT(DISTINCT ?set) AS ?n) WHERE { ?o a qb:Observation OPTIONAL { ?o qb:dataSet ?set } } GROUP BY ?o }
        FILTER(?n != 1) }""",
    "IC-2 one structure": """ASK { { SELECT ?set (COUNT(DISTINCT ?dsd) AS ?n) WHERE {
        ?set a qb:DataSet OPTIONAL { ?set qb:structure ?dsd } } GROUP BY ?set } FILTER(?n != 1) }""",
    "IC-3 a measure": """ASK { ?dsd a qb:DataStructureDefinition
        FILTER NOT EXISTS { ?dsd qb:component/qb:measure ?m . ?m a qb:MeasureProperty } }""",
    "IC-4 dimensions have ranges": "ASK { ?d a qb:DimensionProperty FILTER NOT EXISTS { ?d rdfs:range ?r } }",
    "IC-5 concepts have code lists": """ASK { ?d a qb:DimensionProperty ; rdfs:range skos:Concept
        FILTER NOT EXISTS { ?d qb:codeList ?list } }""",
    "IC-6 only attributes are optional": """ASK { ?c qb:componentRequired false ; qb:dimension|qb:measure ?p }""",
    "IC-11 all dimensions": """ASK { ?o qb:dataSet/qb:structure/qb:component/qb:dimension ?d
        FILTER NOT EXISTS { ?o ?d ?value } }""",
    "IC-12 no duplicates": f"""ASK {{ {{ SELECT (COUNT(?o) AS ?n) WHERE {{ ?o qb:dataSet ?set {ALL_DIMENSIONS} }}
        GROUP BY ?set {" ".join(f"?d{number}" for number in range(len(DIMENSIONS) + 2))} }} FILTER(?n > 1) }}""",
    "IC-14 all measures": """ASK { ?o qb:dataSet/qb:structure/qb:component/qb:measure ?m
        FILTER NOT EXISTS { ?o ?m ?value } }""",
    "IC-19 codes from the list": """ASK { ?set qb:structure/qb:component/qb:dimension ?d . ?d qb:codeList ?list .
        ?o qb:dataSet ?set ; ?d ?value FILTER NOT EXISTS { ?value a skos:Concept ; skos:inScheme ?list } }""",
}
ONE_OBSERVATION = (
    "{ SELECT ?o WHERE { ?o qb:dataSet <https://w3id.org/pqgraph/id/statistics/topic-month> } LIMIT 1 }"
)
OFF = "https://w3id.org/pqgraph/id/statistics/"
BREAKING = {
    "IC-1 one dataset": f"INSERT {{ ?o qb:dataSet <{OFF}house-month> }} WHERE {ONE_OBSERVATION}",
    "IC-2 one structure": f"DELETE WHERE {{ <{OFF}house-month> qb:structure ?dsd }}",
    "IC-3 a measure": f"DELETE WHERE {{ <{OFF}body-due/structure> qb:component ?c }}",
    "IC-4 dimensions have ranges": "DELETE WHERE { pq:ofBody rdfs:range ?r }",
    "IC-5 concepts have code lists": "DELETE WHERE { pq:ofTopic qb:codeList ?list }",
    "IC-6 only attributes are optional": f"INSERT DATA {{ <{OFF}component/ofBody> qb:componentRequired false }}",
    "IC-11 all dimensions": f"DELETE {{ ?o pq:ofHouse ?house }} WHERE {{ {ONE_OBSERVATION} ?o pq:ofHouse ?house }}",
    "IC-12 no duplicates": f"""INSERT {{ <http://example.org/again> ?p ?value }}
        WHERE {{ {ONE_OBSERVATION} ?o ?p ?value }}""",
    "IC-14 all measures": f"DELETE {{ ?o pq:answered ?n }} WHERE {{ {ONE_OBSERVATION} ?o pq:answered ?n }}",
    "IC-19 codes from the list": f"""DELETE {{ ?o pq:ofTopic ?topic }} INSERT {{ ?o pq:ofTopic <http://example.org/t> }}
        WHERE {{ {ONE_OBSERVATION} ?o pq:ofTopic ?topic }}""",
}


def broken(store: ox.Store) -> set[str]:
    return {name for name, ask in CONSTRAINTS.items() if store.query(PROLOGUE + ask)}


def in_memory(small: Path) -> ox.Store:
    copy = ox.Store()
    copy.extend(ox.Store.read_only(str(small / "rdf")))
    return copy


def test_the_cube_is_well_formed(store: Path) -> None:
    assert broken(ox.Store.read_only(str(store / "rdf"))) == set()


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_a_broken_constraint_is_noticed(small: Path, name: str) -> None:
    copy = in_memory(small)
    copy.update(PROLOGUE + BREAKING[name])
    assert name in broken(copy)


def test_values_are_of_the_stated_ranges(store: Path) -> None:
    opened = ox.Store.read_only(str(store / "rdf"))
    wrong = """SELECT ?p ?value WHERE { ?p a ?kind ; rdfs:range ?range . VALUES ?kind { qb:DimensionProperty qb:MeasureProperty }
      FILTER(?range NOT IN (rdfs:Resource, rdfs:Literal)) { SELECT DISTINCT ?p ?value WHERE { ?o a qb:Observation ; ?p ?value } }
      FILTER(IF(isLiteral(?value), DATATYPE(?value) != ?range, NOT EXISTS { ?value a ?range })) }"""
    assert [str(row) for row in opened.query(PROLOGUE + wrong)] == []  # type: ignore[union-attr]


def test_houses_and_periods_are_described(store: Path) -> None:
    opened = ox.Store.read_only(str(store / "rdf"))
    nameless = f"""SELECT DISTINCT ?node WHERE {{ ?o a qb:Observation ; pq:ofHouse|<{REF_PERIOD}> ?node
      FILTER NOT EXISTS {{ ?node a pq:UnknownValue ; rdfs:label ?label }}
      FILTER NOT EXISTS {{ ?node a pq:House ; skos:prefLabel ?label }}
      FILTER NOT EXISTS {{ ?node a pq:Month ; skos:prefLabel ?label ; pq:startDate ?day }}
      FILTER NOT EXISTS {{ ?node a pq:Year ; skos:prefLabel ?label ; pq:startDate ?day }} }}"""
    assert [str(row) for row in opened.query(PROLOGUE + nameless)] == []  # type: ignore[union-attr]


# The shapes


def findings(triples: bytes) -> list[tuple[Term, str, str]]:
    found = ReferenceEngine(shipped_shapes("corpus")).validate(triples)
    observations = [finding for finding in found if "/Observation" in (finding.shape or "")]
    return sorted((f.focus, (f.shape or "").rpartition("/")[2], f.component) for f in observations)


def statistics_of(store: ox.Store) -> bytes:
    text = store.query(
        PROLOGUE
        + "CONSTRUCT { ?s ?p ?o } WHERE { VALUES ?kind { qb:Observation qb:DataSet } ?s a ?kind ; ?p ?o }"
    ).serialize(format=ox.RdfFormat.N_TRIPLES)
    assert text
    return text


def test_the_statistics_conform_to_the_shapes(small: Path) -> None:
    assert findings(statistics_of(ox.Store.read_only(str(small / "rdf")))) == []


OBSERVATION = "<https://w3id.org/pqgraph/id/observation/house-month/commons/2018-11>"


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("pq:questions 5 ; pq:answered 3 ; pq:answersDue 2 ; pq:answersLate 2 ; pq:sumOfDays -4", []),
        ("pq:questions 0 ; pq:answered 0", [("questions", "MinInclusive")]),
        ("pq:questions 2", [("answered", "MinCount")]),
        ("pq:questions 2 ; pq:answered 3", [("answered", "LessThanOrEquals")]),
        ("pq:questions 2 ; pq:answered 1 , 2", [("answered", "MaxCount")]),
        ("pq:questions 2 ; pq:answered 1 ; pq:answersDue 2", [("answersDue", "LessThanOrEquals")]),
        (
            "pq:questions 2 ; pq:answered 1 ; pq:answersDue 1 ; pq:answersLate 2",
            [("answersLate", "LessThanOrEquals")],
        ),
        ('pq:questions 2 ; pq:answered 1 ; pq:sumOfDays "many"', [("sumOfDays", "Datatype")]),
        (f"pq:answered 1 ; pq:ofHouse <{iris.UNKNOWN_HOUSE}>", [("ofHouse", "MaxCount")]),
        (f"pq:answered 1 ; <{REF_PERIOD}> <{iris.UNKNOWN_PERIOD}>", [("refPeriod", "MaxCount")]),
        ("pq:answered 1 ; qb:dataSet <http://example.org/none>", [("dataSet", "Class"), ("dataSet", "MaxCount")]),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_found(lines: str, found: list[tuple[str, str]]) -> None:
    prefixes = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
    data = f"""{prefixes} {OBSERVATION} a qb:Observation ; qb:dataSet <{OFF}house-month> ;
        pq:ofHouse <http://data.parliament.uk/terms/25259> ; <{REF_PERIOD}> <{iris.month(2018, 11)}> ; {lines} .
        <{OFF}house-month> a qb:DataSet ."""
    triples = ox.serialize(
        (quad.triple for quad in ox.parse(data, format=ox.RdfFormat.TURTLE)), format=ox.RdfFormat.N_TRIPLES
    )
    assert triples
    expected = [(OBSERVATION, f"Observation-{name}", f"{kind}ConstraintComponent") for name, kind in found]
    assert findings(triples) == sorted(expected)
