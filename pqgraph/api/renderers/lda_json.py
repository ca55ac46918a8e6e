"""JSON as lda.data.parliament.uk gave it.

The rules are Elda's (``json-rdf``, ``EncoderDefault.java``) with Parliament's configuration: ``_about`` is the
IRI, several values stand in the order of their text, of two properties the one that sorts first comes first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import orjson

from pqgraph.api.index import Index
from pqgraph.api.views import QUESTION, Otherwise, Property, View
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Term

__all__ = ["JsonRenderer", "document", "item_page", "list_page"]

Tree = dict[str, Any]

_API = "http://purl.org/linked-data/api/vocab#"


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
        ordered = sorted(values, key=_text)
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
        text = _text(term)
        return text if shown.wrapping == "plain" else {"_value": text}
    if shown.wrapping == "plain":
        return _text(term)
    value = {"_value": _text(term)}
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
    return {"_value": other.before + min(map(_text, values))}


def _text(term: Term) -> str:
    """The lexical form of a literal, or an IRI."""
    if term[0] != '"':
        return term[1:-1]
    quoted = term if term[-1] == '"' else term[: term.rindex('"') + 1]
    if "\\" not in quoted:
        return quoted[1:-1]
    try:
        text: str = orjson.loads(quoted)
    except orjson.JSONDecodeError:  # \' and \U0001F600 are escapes of N-Triples that JSON does not have
        return quoted[1:-1].encode("ascii", "backslashreplace").decode("unicode_escape")
    return text


@lru_cache(maxsize=64)
def _kind(suffix: str) -> tuple[str, str]:
    """The key and the name for what stands behind a literal's text: ``^^<…#date>`` or ``@en``."""
    if suffix.startswith("@"):
        return "_lang", suffix[1:]
    iri = suffix.removeprefix("^^<").removesuffix(">")
    return "_datatype", iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


def _with_query(address: str, *more: str) -> str:
    """An address with further parameters."""
    query = "&".join(more)
    if not query:
        return address
    return f"{address}{'&' if urlsplit(address).query else '?'}{query}"


def _definition(address: str) -> str:
    """The address of an endpoint's metadata: ``/meta`` before the path."""
    parts = urlsplit(address)
    return parts._replace(path=f"/meta{parts.path}").geturl()


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
    size = [f"_pageSize={page_size}"] if page_size_given else []
    number = page or 0
    here = [*size, *([] if page is None else [f"_page={page}"])]
    about, definition = _with_query(address, *here), _definition(address)
    result: Tree = {
        "_about": about,
        "definition": definition,
        "extendedMetadataVersion": _with_query(address, "_metadata=all", *here),
        "first": _with_query(address, *size, "_page=0"),
    }
    if page is None:
        result |= {"hasPart": about, "isPartOf": about}
    else:
        result["isPartOf"] = {
            "_about": address,
            "definition": definition,
            "hasPart": about,
            "type": f"{_API}ListEndpoint",
        }
    result |= {"items": list(items), "itemsPerPage": page_size}
    # Elda links on from every full page; where the items were counted, it is known which is the last.
    if len(items) == page_size if total is None else page_size * (number + 1) < total:
        result["next"] = _with_query(address, *size, f"_page={number + 1}")
    result["page"] = number
    if number:
        result["prev"] = _with_query(address, *size, f"_page={number - 1}")
    result["startIndex"] = page_size * number + 1
    if total is not None:
        result["totalResults"] = total
    result["type"] = f"{_API}Page" if page is not None else [f"{_API}ListEndpoint", f"{_API}Page"]
    return _envelope(result)


def item_page(item: Tree, address: str) -> Tree:
    """The envelope of a page of one item.

    Args:
        item: The item.
        address: The request.
    """
    return _envelope(
        {
            "_about": address,
            "definition": _definition(address),
            "extendedMetadataVersion": _with_query(address, "_metadata=all"),
            "primaryTopic": {"_about": item["_about"], "isPrimaryTopicOf": address, **item},
            "type": [f"{_API}ItemEndpoint", f"{_API}Page"],
        }
    )


def _envelope(result: Tree) -> Tree:
    return {"format": "linked-data-api", "version": "0.2", "result": result}


def document(page: Tree) -> bytes:
    """A page as a JSON document."""
    return orjson.dumps(page)
