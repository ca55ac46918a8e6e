"""The keys by which readers of JSON know their files."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqgraph.readers._json_head import key_paths

KEYS = st.sampled_from(["id", "value", "results", "links"])
VALUES = st.recursive(
    st.one_of(st.none(), st.integers(-9, 9), st.text(max_size=5)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


def said(value: Any, above: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """The keys in a value, each with those above it, to four steps."""
    found = set()
    if isinstance(value, dict):
        for key, each in value.items():
            found |= {(*above, key)} | said(each, (*above, key))
    elif isinstance(value, list):
        for each in value:
            found |= said(each, (*above, "*"))
    return {path for path in found if len(path) <= 4}


def test_a_document_that_is_cut_off() -> None:
    head = b'{"results":[{"value":{"id":1,"ho'
    assert key_paths(head) == {
        ("results",),
        ("results", "*", "value"),
        ("results", "*", "value", "id"),
    }


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_of_which_the_last_is_cut_off(end: str) -> None:
    head = end.join(['{"id":1,"value":{"uin":"5"}}', '{"id":2,"links":[{"rel":"self"}]}', '{"head'])
    assert key_paths(head.encode()) == {
        ("id",), ("value",), ("value", "uin"), ("links",), ("links", "*", "rel"),
    }  # fmt: skip


@pytest.mark.parametrize("broken", ['{"id":1,"value":{"uin":"5"', '{"id":1,"value":{"uin":"5"}}}'])
def test_a_broken_line_takes_nothing_from_the_others(broken: str) -> None:
    whole = '{"heading":"A","links":[]}'
    own = {("id",), ("value",), ("value", "uin")}
    for head in (f"{broken}\n{whole}\n", f"{whole}\n{broken}\n{whole}\n"):
        assert {("heading",), ("links",)} | own <= key_paths(head.encode())


@given(lines=st.lists(st.dictionaries(KEYS, VALUES, min_size=1, max_size=3), min_size=1, max_size=4))
def test_whole_lines(lines: list[dict[str, Any]]) -> None:
    head = "\n".join(map(json.dumps, lines)).encode()
    assert key_paths(head) == set().union(*map(said, lines))


@given(document=st.one_of(st.dictionaries(KEYS, VALUES, max_size=3), st.lists(VALUES, max_size=3)))
def test_a_document_over_several_lines(document: Any) -> None:
    assert key_paths(json.dumps(document, indent=1).encode()) == said(document)


@pytest.mark.parametrize("head", [b"", b"<html>", b'"a"', b"5"])
def test_what_is_no_object_and_no_array(head: bytes) -> None:
    assert key_paths(head) == frozenset()
