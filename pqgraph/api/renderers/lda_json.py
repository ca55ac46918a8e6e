"""JSON as lda.data.parliament.uk gave it.

The rules are Elda's (``json-rdf``, ``EncoderDefault.java``) with Parliament's configuration: ``_about`` is the
IRI, several values stand in the order of their text, of two properties the one that sorts first comes first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import orjson

from pqgraph.api.index import Index
from pqgraph.api.literals import text_of
from pqgraph.api.paging import ItemPage, ListPage, envelope
from pqgraph.api.views import QUESTION, Otherwise, Property, View
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Term

__all__ = ["JsonRenderer", "document", "item_page", "list_page"]

Tree = dict[str, Any]


class JsonRenderer:
    """Renders items of one view.

    Args:
        view: What is shown of an item.
    """

    def __init__(self, view: View = QUESTION) -> None:
        self._view = view

    def item(self, iri: str, index: Index) -> Tree | None:
        """An item, or ``None`` if the index has nothing of it.

        Args:
            iri: Its IRI.
            index: The triples of the item and of what it points to.
        """
        node = index.get(t.iri(iri))
        return None if node is None else _node(iri, node, self._view, index)

    def items(self, iris: Sequence[str], index: Index) -> list[Tree]:
        """The items that the index has, in this order."""
        found = [self.item(iri, index) for iri in iris]
        return [tree for tree in found if tree is not None]


def _node(iri: str, node: Mapping[Term, Sequence[Term]], view: View, index: Index) -> Tree:
    tree: Tree = {"_about": iri}
    for each in view:
        values = node.get(each.predicate)
        if values:
            tree[each.key] = _values(values, each, index)
        elif each.otherwise is not None:
            value = _otherwise(each.otherwise, node)
            if value is not None:
                tree[each.key] = [value] if each.multiple == "always" else value
    return tree


def _values(values: Sequence[Term], shown: Property, index: Index) -> Any:
    if len(values) > 1:
        ordered = sorted(values, key=text_of)
        if shown.multiple != "never":
            return [_value(value, shown, index) for value in ordered]
        values = ordered
    value = _value(values[0], shown, index)
    return [value] if shown.multiple == "always" else value


def _value(term: Term, shown: Property, index: Index) -> Any:
    if shown.wrapping == "resource":
        iri = term[1:-1]
        node = index.get(term)
        return {"_about": iri} if node is None else _node(iri, node, shown.inner, index)
    if term[-1] == '"':
        text = text_of(term)
        return text if shown.wrapping == "plain" else {"_value": text}
    if shown.wrapping == "plain":
        return text_of(term)
    value = {"_value": text_of(term)}
    if term[0] == '"':
        kind, name = _kind(term[term.rindex('"') + 1 :])
        value[kind] = shown.datatype or name
    return value


def _otherwise(other: Otherwise, node: Mapping[Term, Sequence[Term]]) -> Tree | None:
    values = node.get(other.predicate)
    if not values:
        return None
    if other.equals is not None:
        return {"_about": other.value} if other.equals in values else None
    return {"_value": other.before + min(map(text_of, values))}


@lru_cache(maxsize=64)
def _kind(suffix: str) -> tuple[str, str]:
    """The key and the name for what stands behind a literal's text: ``^^<…#date>`` or ``@en``."""
    if suffix.startswith("@"):
        return "_lang", suffix[1:]
    iri = suffix.removeprefix("^^<").removesuffix(">")
    return "_datatype", iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


def list_page(
    items: Sequence[Tree],
    address: str,
    *,
    page: int | None,
    page_size: int,
    page_size_given: bool,
    total: int | None = None,
) -> Tree:
    """The envelope of a page of a list.

    Other than Parliament's, the links to other pages keep ``_pageSize``, so that a client that follows them
    gets pages of the size it asked for.

    Args:
        items: The items on the page.
        address: The request without ``_page`` and ``_pageSize``.
        page: Number of the page, from 0; ``None`` if the request has no ``_page``.
        page_size: How many items a page has.
        page_size_given: Whether the request has ``_pageSize``.
        total: How many items there are, if they were counted.
    """
    page_of_list = ListPage(address, page, page_size, page_size_given, len(items), total)
    return envelope(page_of_list.tree(items))


def item_page(item: Tree, address: str) -> Tree:
    """The envelope of a page of one item.

    Args:
        item: The item.
        address: The request.
    """
    return envelope(ItemPage(address).tree(item))


def document(page: Tree) -> bytes:
    """A page as a JSON document."""
    return orjson.dumps(page)
