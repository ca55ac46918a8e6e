"""Whatever stands where an IRI is asked for, no query is refused for it."""

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pqgraph.api.engine import Engine
from pqgraph.api.literals import is_node
from pqgraph.api.protocol import Request
from pqgraph.store.local import LocalStore

HARD = [
    "\x85",
    "[",
    "]",
    "\ue000",
    "\ufdd0",
    "»",
    "\u2028",
    "%",
    "a b",
    "<",
    ">",
    '"',
    "\\",
    "{",
    "\x00",
    "#",
    "?",
]


@pytest.fixture(scope="module")
def parliament() -> Engine:
    return Engine.mount(LocalStore.in_memory(reference=True))


def statuses(engine: Engine, text: str) -> set[int]:
    escaped = quote(text, safe="")
    paths = (
        f"/questions/commons/{escaped}/1",
        f"/topics/{escaped}",
        f"/writtenquestions.json?tablingMember=http://e/{escaped}",
        f"/writtenquestions.json?subject={escaped}:x",
        f"/writtenquestions.json?_subject=http://e/{escaped}",
        f"/writtenquestions.json?_graph=http://e/{escaped}",
    )
    return {engine.handle(Request.of(path)).status for path in paths}


@pytest.mark.parametrize("text", HARD)
def test_hard_characters(parliament: Engine, text: str) -> None:
    assert statuses(parliament, text) <= {200, 400, 404}


@settings(max_examples=150)
@given(st.text(max_size=12))
def test_any_text(parliament: Engine, text: str) -> None:
    assert statuses(parliament, text) <= {200, 400, 404}


def test_what_is_a_node() -> None:
    assert is_node("http://data.parliament.uk/members/1") and is_node("urn:x:é") and is_node("http://[::1]/a")
    for text in ("", "a", "http://e/[", "http://e/\x85", "http://e/ ", "http://e/>", "//e/a"):
        assert not is_node(text), text
