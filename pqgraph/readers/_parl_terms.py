"""Nodes as the reader of ``parl#`` holds them, and the terms of the RDF library as their values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pqgraph.readers._parl_names import NAMESPACES

__all__ = ["Block", "Iri", "Node", "add", "short_name", "subject_of", "value_of", "values_of"]


class Iri(str):
    """A value that is an IRI, not a literal."""

    __slots__ = ()


Node = dict[str, str | list[str]]
"""What is said of a node, by the short name of the predicate (``parl:uin``).

Nearly all have one value, which stands for itself; several are in a list, in the order of the source.
"""
Block = tuple[str, Node]
"""A run of statements with the same subject."""


def add(node: Node, name: str, value: str) -> None:
    """Say one thing more of a node."""
    held = node.get(name)
    if held is None:
        node[name] = value
    elif isinstance(held, list):
        held.append(value)
    else:
        node[name] = [held, value]


def values_of(node: Node, name: str) -> Sequence[str]:
    """All values of a property, in the order of the source."""
    held = node.get(name)
    if held is None:
        return ()
    return held if isinstance(held, list) else (held,)


def short_name(iri: str) -> str:
    """A name with its prefix, ``parl:uin``; the IRI itself where there is none for it."""
    for prefix, namespace in NAMESPACES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def subject_of(term: Any) -> str:
    """The name of a term that stands as a subject: its IRI, or ``_:`` and the blank node's own name."""
    return str(term) if type(term).__name__ == "BlankNode" else str(term.value)


def value_of(term: Any) -> str | None:
    """A term that stands as an object; ``None`` for a quoted triple, which says nothing of a question."""
    kind = type(term).__name__
    if kind == "Literal":
        return str(term.value)
    if kind == "NamedNode":
        return Iri(term.value)
    return Iri(term) if kind == "BlankNode" else None
