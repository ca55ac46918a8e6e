"""The graphs of real records that several pitfalls look into; each is made once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pitfall_graphs import Graph, Made, converted, merged

OF_INTEREST = (
    *("rdf:type", "parl:uin", "dcterms:date", "parl:questionText", "pq:textClipped", "parl:hansardHeading"),
    *("parl:answer", "parl:answerText", "parl:dateOfAnswer", "parl:AnswerDate", "pq:answeredLate"),
    *("pq:sortKey", "pq:apiIdentifier", "prov:wasDerivedFrom", "owl:sameAs"),
    *("pq:holdingAnswer", "parl:dateOfHoldingAnswer", "pq:replaces", "parl:isMinisterialCorrection"),
    *("parl:previousAnswerVersion", "pq:correctingMember", "parl:answeringMember"),
    *("pq:allocation", "pq:allocatedTo", "pq:allocationSeen", "pq:previousAllocation", "pq:transferred"),
    *("pq:earlierState", "pq:changeSeen", "pq:groupedWith", "parl:groupedQuestionUIN"),
    *(
        "pq:pursuantTo",
        "pq:pursuedUin",
        "pq:pursuedAnswerDate",
        "pq:refersToAnswer",
        "pq:referredUin",
        "pq:refersElsewhere",
    ),
    *("pq:partOfRoundRobin", "pq:answeringBody", "parl:QuestionStatus"),
)


@pytest.fixture(scope="session")
def watched(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """38,828 Commons questions of 2023 to 2026, with whole texts and states, merged."""
    names = ("commons-list", "commons-states", "commons-longform")
    inputs = [shared_data / "api" / f"{name}.jsonl.gz" for name in names]
    return merged(tmp_path_factory.mktemp("watched"), *inputs, only=OF_INTEREST, topics=False)


@pytest.fixture(scope="session")
def lda_2014(
    shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Made, list[dict[str, Any]]]:
    """500 items of the Linked Data API, looked up in the registers of 2021, and the JSON they come from."""
    path = shared_data / "lda" / "answeredquestions.json"
    items = json.loads(path.read_text("utf-8"))["result"]["items"]
    register = shared_data / "members" / "mnis-2021"
    made = converted(tmp_path_factory.mktemp("lda-2014"), path, topics=False, members=[register])
    return made, items


@pytest.fixture(scope="session")
def lda_2017(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """500 rows of the Linked Data API's CSV as R exported it, looked up in the registers of 2021."""
    path = shared_data / "lda" / "answeredquestions.csv"
    register = shared_data / "members" / "mnis-2021"
    return converted(tmp_path_factory.mktemp("lda-2017"), path, topics=False, members=[register])


@pytest.fixture(scope="session")
def triples(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Three questions of Parliament's triple store."""
    folder = shared_data / "vocabularies" / "parl-triples"
    return converted(tmp_path_factory.mktemp("triples"), folder, topics=False).graph
