"""No stored query is slow out of proportion.

A bad join order shows at any size: it takes minutes where milliseconds are due. The limit here is far above what is
usual (``docs/queries.md``), so that a busy machine does not fail it.
"""

from __future__ import annotations

import faulthandler
import io
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pqgraph.cube import Cube
from pqgraph.mapping import Mapped
from pqgraph.queries.catalogue import StoredQuery, shipped
from pqgraph.queries.run import run
from pqgraph.rdf.formats import FORMATS
from pqgraph.rdf.writers import ntriples
from pqgraph.store.builder import StoreBuilder
from pqgraph.store.local import LocalStore
from pqgraph.store.results import Solutions, Triples
from pqgraph.topics import topics

sys.path.insert(0, str(Path(__file__).parent))
from synthetic import graph

SECONDS = 2.0
HOPELESS = 90
"""After as many seconds the run ends and says where: the engine cannot be stopped from outside."""
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
    triples = list(graph(4000))
    cube = Cube(topics())
    for group in triples:
        cube.add(Mapped(subject=group[0][0][1:-1], text=ntriples(group), entities=[]))
    data = "".join(map(ntriples, [*triples, *cube.observations(), cube.around()])).encode()
    with StoreBuilder(folder) as builder:
        builder.add(io.BytesIO(data), FORMATS["ntriples"])
        builder.finish()
    with LocalStore.open(folder) as found:
        yield found


@pytest.fixture(autouse=True)
def _end() -> Iterator[None]:
    faulthandler.dump_traceback_later(HOPELESS, exit=True, file=sys.__stderr__)
    yield
    faulthandler.cancel_dump_traceback_later()


@pytest.mark.parametrize(("name", "values"), RUNS, ids=[f"{n}-{len(v)}" for n, v in RUNS])
def test_no_query_runs_away(name, values, store):
    start = time.perf_counter()
    result = run(name, values, store).result
    assert isinstance(result, Solutions)
    assert sum(1 for _ in result.rows)
    assert time.perf_counter() - start < SECONDS


@pytest.mark.parametrize("cube", [True, False], ids=["statistics", "questions"])
@pytest.mark.parametrize("query", shipped(), ids=lambda q: q.name)
def test_no_shipped_query_runs_away(query: StoredQuery, cube: bool, store: LocalStore) -> None:
    if cube and query.cube is None:
        pytest.skip("reads the questions only")
    if any(query.is_required(name) for name in query.header.params):
        pytest.skip("asks about one thing")
    start = time.perf_counter()
    result = run(query.name, {}, store, cube=cube).result
    if isinstance(result, Solutions):
        assert all(len(row) == len(result.variables) for row in result.rows)
    else:
        assert isinstance(result, Triples)
        assert all(len(triple) == 3 for triple in result.triples)
    assert time.perf_counter() - start < SECONDS
