"""Statements about one subject, made without it, and taken apart again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqgraph.rdf import terms as t
from pqgraph.rdf.writers import ntriples

NODE = "<http://example.org/q>"


def test_a_node_of_which_nothing_is_said_has_no_lines() -> None:
    assert t.about(NODE, []) == ""
    assert t.triples_of("") == []


@given(st.lists(st.text(), min_size=1))
def test_statements_come_back_as_the_terms_they_were_made_of(texts: list[str]) -> None:
    predicate = t.predicate("http://example.org/p")
    literals = [t.literal(text) for text in texts]
    text = t.about(NODE, [t.said(predicate, literal) for literal in literals])
    triples = [(NODE, "<http://example.org/p>", literal) for literal in literals]
    assert t.triples_of(text) == triples
    assert text == ntriples(triples)


@given(st.text())
def test_a_number_is_the_literal_of_its_text(text: str) -> None:
    assert t.number(text) == t.literal(text)


@pytest.mark.parametrize("text", ["194746", "HL553", "٣", "", "12 3", 'a"b', "\ud800"])
def test_a_number_may_be_any_text(text: str) -> None:
    assert t.number(text) == t.literal(text)
