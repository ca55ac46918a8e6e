"""What the tests ask a store with statistics."""

from __future__ import annotations

from pathlib import Path

from pqgraph import iris
from pqgraph.cube.structure import DIMENSIONS, MEASURES, PROPERTIES, REF_PERIOD, Dataset, Measure
from pqgraph.store.local import LocalStore
from pqgraph.store.results import Solutions
from pqgraph.terms import PREFIXES

PROLOGUE = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())

# Where the values of a dimension stand with the questions themselves.
_PATTERNS = {
    "member": "?q parl:tablingMember ?member .",
    "minister": """?q parl:answer ?answer . ?answer parl:answeringMember ?minister .
        FILTER NOT EXISTS { ?answer a pq:HoldingAnswer }""",
    "body": "?q pq:answeringBody ?body .",
    "topic": "?q dcterms:subject/skos:broader* ?topic .",
    "days": "?q pq:daysToAnswer ?days .",
    "party": "?q pq:tablingMemberParty ?party .",
    "namedDay": """OPTIONAL { ?q parl:writtenParliamentaryQuestionType ?kind }
        BIND(STR(COALESCE(?kind, "") = "NamedDay") AS ?namedDay)""",
    "dueDay": "?q parl:AnswerDate ?dueDay .",
}
_ONLY = {"all": "", "waiting": "?q pq:awaitsAnswer true ."}
_LENGTH = {"month": 7, "year": 4, None: 0}

Cells = dict[tuple[str, ...], tuple[int, ...]]
"""Measures by the values of the dimensions."""


def rows(store: Path | LocalStore, query: str) -> list[list[str]]:
    if isinstance(store, Path):
        with LocalStore.open(store) as opened:
            return rows(opened, query)
    result = store.query(PROLOGUE + query)
    assert isinstance(result, Solutions)
    return [["" if term is None else term.value for term in row] for row in result.rows]


def counted(store: Path, dataset: Dataset) -> Cells:
    """The cells as the questions themselves give them, by SPARQL that knows nothing of the cube."""
    names = " ".join(f"?{name}" for name in dataset.by)
    when = "?period" if dataset.period else ""
    patterns = "\n".join(_PATTERNS[name] for name in dataset.by)
    sums: dict[Measure, str] = {
        "questions": "(COUNT(*) AS ?n0)",
        "answered": "(SUM(IF(?isAnswered, 1, 0)) AS ?n1)",
        "sumOfDays": "(SUM(?daysOrNone) AS ?n2)",
        "answersDue": "(SUM(IF(?lateness = 'unknown', 0, 1)) AS ?n3)",
        "answersLate": "(SUM(IF(?lateness = 'true', 1, 0)) AS ?n4)",
    }
    found = rows(
        store,
        f"""SELECT ?house {when} {names} {" ".join(sums[measure] for measure in dataset.measures)} WHERE {{
          SELECT DISTINCT ?q ?house {when} {names} ?isAnswered ?daysOrNone ?lateness WHERE {{
            ?q a parl:WrittenParliamentaryQuestion .
            {_ONLY[dataset.of]} {patterns}
            OPTIONAL {{ ?q parl:legislature ?known }}
            BIND(COALESCE(?known, <{iris.UNKNOWN_HOUSE}>) AS ?house)
            OPTIONAL {{ ?q dcterms:date ?day }}
            BIND(IF(BOUND(?day), IRI(CONCAT("http://reference.data.gov.uk/id/{dataset.period}/",
              SUBSTR(STR(?day), 1, {_LENGTH[dataset.period]}))), <{iris.UNKNOWN_PERIOD}>) AS ?period)
            BIND(EXISTS {{ ?q pq:dateAnswered ?date }} AS ?isAnswered)
            OPTIONAL {{ ?q pq:daysToAnswer ?known2 }}
            BIND(COALESCE(?known2, 0) AS ?daysOrNone)
            OPTIONAL {{ ?q pq:answeredLate ?known3 }}
            BIND(COALESCE(STR(?known3), "unknown") AS ?lateness)
          }}
        }} GROUP BY ?house {when} {names}""",
    )
    return _cells(found, dataset)


def observed(store: Path, dataset: Dataset) -> Cells:
    """The cells of the cube."""
    dimensions = [
        ("house", "pq:ofHouse"),
        *([("period", f"<{REF_PERIOD}>")] if dataset.period else []),
        *[(name, f"<{DIMENSIONS[name]}>") for name in dataset.by],
    ]
    measures = [(f"m{number}", f"<{MEASURES[name]}>") for number, name in enumerate(dataset.measures)]
    said = " ; ".join(f"{predicate} ?{name}" for name, predicate in (*dimensions, *measures))
    names = " ".join(f"?{name}" for name, _ in (*dimensions, *measures))
    found = rows(
        store, f"SELECT {names} WHERE {{ ?o qb:dataSet <{iris.statistics(dataset.name)}> ; {said} . }}"
    )
    cells = _cells(found, dataset)
    (count,) = rows(
        store, f"SELECT (COUNT(*) AS ?n) WHERE {{ ?o qb:dataSet <{iris.statistics(dataset.name)}> }}"
    )
    assert len(found) == len(cells) == int(count[0])
    return cells


def _cells(found: list[list[str]], dataset: Dataset) -> Cells:
    width = (2 if dataset.period else 1) + len(dataset.by)
    # Of no rows, an aggregate without GROUP BY keys would give one; here every row has a House.
    return {tuple(row[:width]): tuple(map(int, row[width:])) for row in found if row[0]}


def uneven_columns(store: Path, dataset: Dataset) -> list[list[str]]:
    """Observations, of whatever dataset, that do not say with the columns of this one what they are to say, or say more."""
    found: list[list[str]] = []
    for column in dataset.columns:
        own, general = iris.statistics_column(dataset.name, column), PROPERTIES[column]
        of_set = f"?o qb:dataSet <{iris.statistics(dataset.name)}>"
        for one, other in (
            (f"{of_set} ; <{general}> ?value", f"?o <{own}> ?value"),
            (f"?o <{own}> ?value", f"{of_set} ; <{general}> ?value"),
        ):
            found += rows(store, f"SELECT ?o ?value WHERE {{ {one} FILTER NOT EXISTS {{ {other} }} }}")
    return found
