"""The server does as its own OpenAPI description says, whatever is sent that the description allows or forbids."""

import functools
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from starlette.testclient import TestClient

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

EXAMPLES = {"allowed": 3, "forbidden": 2}
BY_DRAWING = settings(
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def operations(client: TestClient) -> list[Any]:
    described = schemathesis.openapi.from_dict(client.get("/openapi.json").json())
    return [found.ok() for found in described.get_all_operations()]


def strategies(operation: Any) -> Iterator[tuple[str, Any]]:
    modes = schemathesis.GenerationMode
    yield "allowed", operation.as_strategy(generation_mode=modes.POSITIVE)
    if operation.query or operation.path_parameters or operation.body:
        yield "forbidden", operation.as_strategy(generation_mode=modes.NEGATIVE)


def each(strategy: Any, count: int, judge: Callable[[Any], None]) -> None:
    """Judge some cases that a strategy gives."""

    @settings(BY_DRAWING, max_examples=count)
    @given(case=strategy)
    def run(case: Any) -> None:
        judge(case)

    run()


def sent(client: TestClient, case: Any) -> Any:
    found = case.as_transport_kwargs(base_url="http://localhost:8080")
    wanted = {
        k: v for k, v in found.items() if k in ("method", "url", "params", "headers", "content", "json")
    }
    data = found.get("data")
    if data is not None:
        wanted["data" if isinstance(data, dict) else "content"] = data
    return client.request(**wanted)


def test_every_operation_answers_as_described(client: TestClient, operations: list[Any]) -> None:
    assert len(operations) > 100
    statuses: Counter[tuple[str, int]] = Counter()
    faults: list[str] = []
    checks = schemathesis.checks
    wanted = [
        checks.not_a_server_error,
        checks.status_code_conformance,
        checks.content_type_conformance,
        checks.response_headers_conformance,
        checks.response_schema_conformance,
    ]

    def judge(kind: str, case: Any) -> None:
        response = sent(client, case)
        statuses[kind, response.status_code] += 1
        more = [checks.negative_data_rejection] if kind == "forbidden" else []
        try:
            case.validate_response(response, checks=[*wanted, *more])
        except BaseExceptionGroup as found:
            faults.extend(f"{case.method} {response.request.url}: {fault}" for fault in found.exceptions)

    for operation in operations:
        for kind, strategy in strategies(operation):
            each(strategy, EXAMPLES[kind], functools.partial(judge, kind))
    assert faults == []
    # Both kinds of requests were made of both kinds of operations, and what is allowed is mostly answered.
    assert sum(n for (kind, _), n in statuses.items() if kind == "forbidden") > 100
    assert statuses["allowed", 200] > 100
