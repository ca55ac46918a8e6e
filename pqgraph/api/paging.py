"""What a page says of itself: its address and those of its neighbours, its size and place.

One description, from which JSON and XML take an envelope and the RDF formats statements. Other than Elda's, links to
other pages keep ``_pageSize``, so that a client that follows them gets pages of the size that it asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pqgraph.api.literals import XSD
from pqgraph.api.vocab import API, FORMAT, OPENSEARCH, XHV
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Term, Triple
from pqgraph.terms import dcterms, rdf

__all__ = ["DescriptionPage", "ItemPage", "ListPage", "envelope", "with_query"]

Tree = dict[str, Any]


def with_query(address: str, *more: str) -> str:
    """An address with further parameters."""
    query = "&".join(more)
    if not query:
        return address
    return f"{address}{'&' if urlsplit(address).query else '?'}{query}"


def definition_of(address: str) -> str:
    """The address of an endpoint's description: ``/meta`` before the path."""
    parts = urlsplit(address)
    return parts._replace(path=f"/meta{parts.path}").geturl()


def envelope(result: Tree) -> Tree:
    """A JSON document of the Linked Data API."""
    return {"format": FORMAT, "version": "0.2", "result": result}


def _number(value: int, kind: str) -> Term:
    return t.typed(str(value), XSD + kind)


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list.

    Attributes:
        address: The request without ``_page`` and ``_pageSize``.
        page: Number of the page from 0; ``None`` if the request has no ``_page``.
        page_size: How many items a page has.
        page_size_given: Whether the request has ``_pageSize``.
        count: How many items this page has.
        total: How many items there are, if they were counted.
        definition: The endpoint's description, if not at the usual place.
        plain: Whether the page is named by the address alone, as Elda does for templates that are whole addresses.
    """

    address: str
    page: int | None
    page_size: int
    page_size_given: bool
    count: int
    total: int | None = None
    definition: str | None = None
    plain: bool = False

    @property
    def _size(self) -> list[str]:
        return [f"_pageSize={self.page_size}"] if self.page_size_given and not self.plain else []

    @property
    def _here(self) -> list[str]:
        return [*self._size, *([] if self.page is None or self.plain else [f"_page={self.page}"])]

    @property
    def about(self) -> str:
        """The page's own address."""
        return with_query(self.address, *self._here)

    @property
    def described_by(self) -> str:
        """The address of the endpoint's description."""
        return self.definition or definition_of(self.address)

    @property
    def extended(self) -> str:
        """The same page with all that it can say of itself."""
        return with_query(self.address, "_metadata=all", *self._here)

    @property
    def has_next(self) -> bool:
        """Whether another page follows. Elda links on from every full page; a total tells which is the last."""
        if self.total is None:
            return self.count == self.page_size
        return self.page_size * ((self.page or 0) + 1) < self.total

    def link(self, number: int) -> str:
        """The address of another page."""
        return with_query(self.address, *self._size, f"_page={number}")

    def tree(self, items: Sequence[Any]) -> Tree:
        """The page as JSON, in the order of Elda's keys."""
        number = self.page or 0
        result: Tree = {
            "_about": self.about,
            "definition": self.described_by,
            "extendedMetadataVersion": self.extended,
            "first": self.link(0),
        }
        whole = self.about == self.address
        if whole:
            result |= {"hasPart": self.about, "isPartOf": self.about}
        else:
            result["isPartOf"] = {
                "_about": self.address,
                "definition": self.described_by,
                "hasPart": self.about,
                "type": f"{API}ListEndpoint",
            }
        result |= {"items": list(items), "itemsPerPage": self.page_size}
        if self.has_next:
            result["next"] = self.link(number + 1)
        result["page"] = number
        if number:
            result["prev"] = self.link(number - 1)
        result["startIndex"] = self.page_size * number + 1
        if self.total is not None:
            result["totalResults"] = self.total
        result["type"] = [f"{API}ListEndpoint", f"{API}Page"] if whole else f"{API}Page"
        return result

    def triples(self, items: Sequence[str]) -> list[Triple]:
        """The page as statements; the items are an RDF list."""
        page, root, number = t.iri(self.about), t.iri(self.address), self.page or 0
        kind, described = t.iri(rdf.type), t.iri(self.described_by)
        found: list[Triple] = [
            (page, kind, t.iri(f"{API}Page")),
            (page, t.iri(f"{API}definition"), described),
            (page, t.iri(f"{API}extendedMetadataVersion"), t.iri(self.extended)),
            (page, t.iri(f"{API}page"), _number(number, "long")),
            (page, t.iri(f"{OPENSEARCH}itemsPerPage"), _number(self.page_size, "long")),
            (page, t.iri(f"{OPENSEARCH}startIndex"), _number(self.page_size * number + 1, "long")),
            (page, t.iri(f"{XHV}first"), t.iri(self.link(0))),
            (page, t.iri(dcterms.isPartOf), root),
            (root, t.iri("http://purl.org/dc/terms/hasPart"), page),
            (root, t.iri(f"{API}definition"), described),
            (root, kind, t.iri(f"{API}ListEndpoint")),
        ]
        if self.total is not None:
            found.append((page, t.iri(f"{OPENSEARCH}totalResults"), _number(self.total, "int")))
        if self.has_next:
            found.append((page, t.iri(f"{XHV}next"), t.iri(self.link(number + 1))))
        if number:
            found.append((page, t.iri(f"{XHV}prev"), t.iri(self.link(number - 1))))
        return list(dict.fromkeys([*found, *_rdf_list(page, t.iri(f"{API}items"), items)]))


@dataclass(frozen=True, slots=True)
class ItemPage:
    """The page of one item.

    Attributes:
        address: The request.
        definition: The endpoint's description, if not at the usual place.
    """

    address: str
    definition: str | None = None

    @property
    def about(self) -> str:
        """The page's own address."""
        return self.address

    def tree(self, item: Tree) -> Tree:
        """The page as JSON, in the order of Elda's keys."""
        return {
            "_about": self.address,
            "definition": self.definition or definition_of(self.address),
            "extendedMetadataVersion": with_query(self.address, "_metadata=all"),
            "primaryTopic": {"_about": item["_about"], "isPrimaryTopicOf": self.address, **item},
            "type": [f"{API}ItemEndpoint", f"{API}Page"],
        }

    def triples(self, item: str) -> list[Triple]:
        """The page as statements."""
        page, kind = t.iri(self.address), t.iri(rdf.type)
        return [
            (page, kind, t.iri(f"{API}Page")),
            (page, kind, t.iri(f"{API}ItemEndpoint")),
            (page, t.iri(f"{API}definition"), t.iri(self.definition or definition_of(self.address))),
            (
                page,
                t.iri(f"{API}extendedMetadataVersion"),
                t.iri(with_query(self.address, "_metadata=all")),
            ),
            (page, t.iri("http://xmlns.com/foaf/0.1/primaryTopic"), t.iri(item)),
            (t.iri(item), t.iri("http://xmlns.com/foaf/0.1/isPrimaryTopicOf"), page),
        ]


@dataclass(frozen=True, slots=True)
class DescriptionPage:
    """The description of an endpoint, which is its own subject.

    Attributes:
        address: Its address.
    """

    address: str

    @property
    def about(self) -> str:
        """Its own address."""
        return self.address

    def tree(self, item: Tree) -> Tree:
        """The description as JSON."""
        return dict(item)

    def triples(self, item: str) -> list[Triple]:
        """Nothing: all is said by the description's own statements."""
        return []


def _rdf_list(subject: Term, predicate: Term, items: Sequence[str]) -> list[Triple]:
    first, rest, nil = (
        t.iri(f"http://www.w3.org/1999/02/22-rdf-syntax-ns#{name}") for name in ("first", "rest", "nil")
    )
    found: list[Triple] = []
    link = (subject, predicate)
    for number, item in enumerate(items):
        node = f"_:item{number}"
        found += [(*link, node), (node, first, t.iri(item))]
        link = (node, rest)
    return [*found, (*link, nil)]
