"""What there is to render: a page, its items, their graph."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pqgraph.api.config.model import Api, Endpoint, Viewer
from pqgraph.api.index import Index, index_of
from pqgraph.api.paging import DescriptionPage, ItemPage, ListPage, envelope
from pqgraph.api.renderers.lda_json import JsonRenderer
from pqgraph.api.renderers.tree import TreeRenderer
from pqgraph.api.selection import Selection
from pqgraph.api.views import TABLES
from pqgraph.api.vocab import API
from pqgraph.rdf.terms import Triple

__all__ = ["Content"]

Tree = dict[str, Any]
# Of variables and terms, as Elda has it; no node has both kinds of label.
_PAGE_KEYS = {f"{API}label": "label", f"{API}value": "value"}


@dataclass(frozen=True)
class Content:
    """A page and what is on it; renderers take from it what their format can carry.

    Attributes:
        api: The API.
        viewer: What is shown of each item.
        page: The page.
        items: IRIs of its items, in order.
        triples: The graph of the items.
        metadata: Further statements about the page.
        callback: Name of the function for JSONP.
        endpoint: The endpoint that was asked, for formats that tell more of it than the page does.
        selection: What was selected; of an item, how it was looked for.
    """

    api: Api
    viewer: Viewer
    page: ListPage | ItemPage | DescriptionPage
    items: tuple[str, ...]
    triples: tuple[Triple, ...]
    metadata: tuple[Triple, ...] = ()
    callback: str | None = None
    endpoint: Endpoint | None = None
    selection: Selection | None = None

    @cached_property
    def index(self) -> Index:
        """The graph of the items by subject and predicate."""
        return index_of(self.triples)

    @property
    def has_table(self) -> bool:
        """Whether the items have the fixed form of a table."""
        return self.viewer.kind == "table"

    @cached_property
    def trees(self) -> list[Tree]:
        """The items as JSON; one of which nothing is known has its ``_about`` alone."""
        names, iso = self.api.names, self.api.iso_dates
        if not self.has_table:
            free = TreeRenderer(self.index, names, iso_dates=iso)
            return [free.item(iri) or {"_about": iri} for iri in self.items]
        table = JsonRenderer(TABLES[self.viewer.table])
        found = [table.item(iri, self.index) or {"_about": iri} for iri in self.items]
        more = {chain[0].iri for chain in self.viewer.chains if not chain[0].inverse}
        if more:
            # What _properties asks for beyond the table has the form that the description gives it.
            free = TreeRenderer(self.index, names, iso_dates=iso)
            keys = names.for_json(iri for iri in more if iri)
            for iri, tree in zip(self.items, found, strict=True):
                extra = free.properties(iri)
                wanted = extra if None in more else {k: v for k, v in extra.items() if k in keys.values()}
                tree |= {key: value for key, value in wanted.items() if key not in tree}
        return found

    @cached_property
    def tree(self) -> Tree:
        """The page as JSON."""
        page, trees = self.page, self.trees
        result = page.tree(trees) if isinstance(page, ListPage) else page.tree(trees[0])
        if self.metadata:
            about = TreeRenderer(index_of(self.metadata), self.api.names, iso_dates=True, keys=_PAGE_KEYS)
            result |= {k: v for k, v in about.properties(self.page.about).items() if k not in result}
        return envelope(result)

    @cached_property
    def graph(self) -> tuple[Triple, ...]:
        """The page as statements, with its items and their graph."""
        page = self.page
        own = page.triples(self.items) if isinstance(page, ListPage) else page.triples(self.items[0])
        return tuple(dict.fromkeys((*own, *self.metadata, *self.triples)))
