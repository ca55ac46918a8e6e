"""Pages of any API: what its views show, without forms that only Parliament's data can answer."""

from pathlib import Path

import pytest
from page_reading import faults, page, text

from pqgraph.api.pages import PageSite, mount
from pqgraph.api.protocol import Request
from pqgraph.store.local import LocalStore

BASE = "http://example.org/data"


@pytest.fixture(scope="module")
def other(root: Path) -> PageSite:
    cases = root / "tests" / "cases" / "api"
    return mount(LocalStore.in_memory([cases / "model.ttl"]), cases / "api.ttl")


def lists(site: PageSite) -> list[str]:
    return [
        endpoint.template
        for api in site.engine.apis
        for endpoint in api.endpoints
        if not endpoint.is_item and "{" not in endpoint.template and endpoint.template.startswith("/")
    ]


def test_each_list_is_a_page(other: PageSite) -> None:
    shown = 0
    for path in lists(other):
        response = other.answer(Request.of(f"{BASE}{path}", (("Accept", "text/html"),)))
        if response.status == 200:
            document = page(response)
            assert faults(document) == [], path
            assert document.css_first("form") is None
            shown += len(document.css(".card"))
    assert shown > 5


def test_pages_of_parliament_are_not_there(other: PageSite) -> None:
    for path in ("/", "/topics", "/queries", "/search?q=x", "/departments/60"):
        assert other.handle(Request.of(path, (("Accept", "text/html"),))) is None
    response = other.answer(Request.of("/topics", (("Accept", "text/html"),)))
    assert response.status == 404 and "question" not in text(page(response).css_first("body"))
