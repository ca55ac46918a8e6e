"""The statistics say what the questions themselves give: every observation, in both directions."""

from pathlib import Path

import pytest
from cube_queries import counted, observed, rows, uneven_columns

from pqgraph import iris
from pqgraph.cube import DATASETS, Dataset
from pqgraph.model import House
from pqgraph.store.local import LocalStore
from pqgraph.store.statistics import has_cube

each = pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)


@each
def test_every_observation_is_what_the_questions_give(store: Path, dataset: Dataset) -> None:
    expected = counted(store, dataset)
    assert expected
    assert observed(store, dataset) == expected


@pytest.mark.parametrize(
    "dataset", [dataset for dataset in DATASETS if dataset.columns], ids=lambda dataset: dataset.name
)
def test_columns_repeat_what_the_observations_say(store: Path, dataset: Dataset) -> None:
    assert uneven_columns(store, dataset) == []
    assert rows(
        store,
        f"SELECT ?o WHERE {{ ?o <{iris.statistics_column(dataset.name, dataset.columns[-1])}> ?value }}",
    )


@pytest.mark.parametrize("name", ["house-month", "body-days"])
def test_nothing_is_counted_twice_or_left_out(store: Path, name: str) -> None:
    (dataset,) = [dataset for dataset in DATASETS if dataset.name == name]
    ((questions, days),) = rows(
        store,
        """SELECT (COUNT(DISTINCT ?q) AS ?questions) (COUNT(DISTINCT ?inTime) AS ?days) WHERE {
          ?q a parl:WrittenParliamentaryQuestion .
          OPTIONAL { ?q pq:daysToAnswer ?n ; pq:answeringBody ?body . BIND(?q AS ?inTime) } }""",
    )
    total = sum(measures[0] for measures in observed(store, dataset).values())
    assert total == int(questions if name == "house-month" else days)


def test_the_real_records_put_every_rule_to_the_test(real: Path) -> None:
    asked = {
        "undated questions": "?q a parl:WrittenParliamentaryQuestion . FILTER NOT EXISTS { ?q dcterms:date ?d }",
        "two topics of one branch": "?q dcterms:subject/skos:broader+ ?t",
        "holding answers that stand": "?q parl:answer ?a . ?a a pq:HoldingAnswer ; parl:answeringMember ?m",
        "past holding answers": "?q pq:holdingAnswer ?a ; parl:answer ?b . FILTER(?a != ?b)",
        "earlier versions by ministers": "?a parl:previousAnswerVersion ?v . ?v parl:answeringMember ?m",
        "corrections": "?a a pq:CorrectingAnswer ; parl:answeringMember ?m",
        "unresolved names": "?q parl:tablingMember ?m . ?m a pq:UnresolvedMember",
        "late answers": "?q pq:answeredLate true",
        "transfers": "?q pq:transferred true",
        "Lords": f"?q parl:legislature <{iris.house(House.LORDS)}>",
    }
    found = {
        what: rows(real, f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")[0][0]
        for what, pattern in asked.items()
    }
    assert {what for what, count in found.items() if count == "0"} == set()


def test_a_built_store_has_a_cube_of_all_its_questions(store: Path) -> None:
    with LocalStore.open(store) as opened:
        assert has_cube(opened)
        counted = rows(opened, f"SELECT ?n WHERE {{ <{iris.STATISTICS}> pq:questionsCounted ?n }}")
        assert counted == rows(
            opened, "SELECT (COUNT(*) AS ?n) WHERE { ?q a parl:WrittenParliamentaryQuestion }"
        )
