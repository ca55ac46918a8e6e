"""No stored query is slow out of proportion.

A bad join order shows at any size: it takes minutes where milliseconds are due. The limit here is far above what is
usual (``docs/queries.md``), so that a busy machine does not fail it.
"""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path

import pytest

from pqgraph.queries.run import run
from pqgraph.rdf.formats import FORMATS
from pqgraph.rdf.writers import ntriples
from pqgraph.store.builder import StoreBuilder
from pqgraph.store.local import LocalStore
from pqgraph.store.results import Solutions

sys.path.insert(0, str(Path(__file__).parent))
from synthetic import graph

SECONDS = 2.0
EDUCATION = "https://w3id.org/pqgraph/id/topic/education"
RUNS: list[tuple[str, dict[str, str | None]]] = [
    ("members-by-topic", {"topic": EDUCATION, "house": "commons", "body": "5", "since": "2015-01-01"}),
    ("questions-on-topic", {"topic": EDUCATION}),
    ("questions-by-member", {"member": "Dame Member 10", "house": "commons"}),
    ("questions-by-member", {"member": "1"}),
    ("questions-to-body", {"body": "Body 5", "house": "lords", "topic": EDUCATION}),
    ("questions-to-body", {"body": "5"}),
    ("answers-by-minister", {"minister": "51", "until": "2020-01-01"}),
    ("unanswered-questions", {"on": "2020-01-01"}),
    ("unanswered-questions", {"on": "2020-01-01", "body": "4", "house": "commons"}),
    ("response-times", {}),
    ("response-times", {"topic": EDUCATION, "since": "2015-01-01"}),
    ("who-asks-whom", {}),
    ("who-asks-whom", {"topic": EDUCATION, "since": "2015-01-01"}),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("speed") / "store"
    data = "".join(map(ntriples, graph(4000))).encode()
    with StoreBuilder(folder) as builder:
        builder.add(io.BytesIO(data), FORMATS["ntriples"])
        builder.finish()
    with LocalStore.open(folder) as found:
        yield found


@pytest.mark.parametrize(("name", "values"), RUNS, ids=[f"{n}-{len(v)}" for n, v in RUNS])
def test_no_query_runs_away(name, values, store):
    start = time.perf_counter()
    result = run(name, values, store).result
    assert isinstance(result, Solutions)
    assert sum(1 for _ in result.rows)
    assert time.perf_counter() - start < SECONDS
