"""A small model with its own API, for the rules of the engine."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pqgraph.api.engine import Engine
from pqgraph.api.protocol import Request, Response
from pqgraph.store.local import LocalStore

BASE = "http://example.org/data"


@pytest.fixture(scope="session")
def cases(root: Path) -> Path:
    return root / "tests" / "cases" / "api"


@pytest.fixture(scope="session")
def store(cases: Path) -> LocalStore:
    return LocalStore.in_memory([cases / "model.ttl"])


@pytest.fixture(scope="session")
def engine(cases: Path, store: LocalStore) -> Engine:
    return Engine.mount(store, cases / "api.ttl")


Get = Callable[..., Response]


@pytest.fixture(scope="session")
def get(engine: Engine) -> Get:
    def get(path: str, *, method: str = "GET", raw: bool = False, **headers: str) -> Response:
        given = tuple((name.replace("_", "-"), value) for name, value in headers.items())
        return engine.handle(Request.of(path if raw else BASE + path, given, method))

    return get


Result = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="session")
def result(get: Get) -> Result:
    def result(path: str) -> dict[str, Any]:
        response = get(path)
        assert response.status == 200, response.body
        found: dict[str, Any] = json.loads(response.body)["result"]
        return found

    return result


Numbers = Callable[[str], list[str]]


@pytest.fixture(scope="session")
def numbers(result: Result) -> Numbers:
    """The last parts of the IRIs of a list's items."""

    def numbers(path: str) -> list[str]:
        items = result(path)["items"]
        return [
            (item if isinstance(item, str) else item["_about"]).rpartition("/")[2].rpartition("#")[2]
            for item in items
        ]

    return numbers
