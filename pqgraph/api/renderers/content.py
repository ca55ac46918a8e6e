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
        format_name: Name of the format; of two that write JSON, one may write days as Elda does.
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
    format_name: str | None = None

    @cached_property
    def index(self) -> Index:
        """The graph of the items by subject and predicate."""
        return index_of(self.triples)

    @property
    def has_table(self) -> bool:
        """Whether the items have the fixed form of a table."""
        return self.viewer.kind == "table"

    @property
    def _iso_dates(self) -> bool:
        formatters = self.endpoint.formatters if self.endpoint is not None else {}
        formatter = formatters.get(self.format_name or "")
        own = formatter.iso_dates if formatter is not None else None
        return self.api.iso_dates if own is None else own

    @cached_property
    def trees(self) -> list[Tree]:
        """The items as JSON; one of which nothing is known has its ``_about`` alone."""
        return self._rendered(typed=False)

    def _rendered(self, *, typed: bool) -> list[Tree]:
        names, iso = self.api.names, self._iso_dates
        if not self.has_table:
            free = TreeRenderer(self.index, names, iso_dates=iso, typed=typed)
            return [free.item(iri) or {"_about": iri} for iri in self.items]
        table = JsonRenderer(TABLES[self.viewer.table])
        found = [table.item(iri, self.index) or {"_about": iri} for iri in self.items]
        more = {chain[0].iri for chain in self.viewer.chains if not chain[0].inverse}
        if more:
            # What _properties asks for beyond the table has the form that the description gives it.
            free = TreeRenderer(self.index, names, iso_dates=iso, typed=typed)
            keys = names.for_json(iri for iri in more if iri)
            for iri, tree in zip(self.items, found, strict=True):
                extra = free.properties(iri)
                wanted = extra if None in more else {k: v for k, v in extra.items() if k in keys.values()}
                tree |= {key: value for key, value in wanted.items() if key not in tree}
        return found

    @cached_property
    def whole_trees(self) -> list[Tree]:
        """The items with all that the graph says, whatever form a table gives them."""
        free = TreeRenderer(self.index, self.api.names, iso_dates=self._iso_dates)
        return [free.item(iri) or {"_about": iri} for iri in self.items]

    @property
    def asked_keys(self) -> list[tuple[str | None, ...]]:
        """The keys of the property chains that lead on from an item; ``None`` stands for any property."""
        chains = [chain for chain in self.viewer.chains if not any(step.inverse for step in chain)]
        told = {p[1:-1] for node in self.index.values() for p in node}
        told |= {step.iri for chain in chains for step in chain if step.iri is not None}
        keys = self.api.names.for_json(told)
        return [tuple(None if step.iri is None else keys[step.iri] for step in chain) for chain in chains]

    @cached_property
    def tree(self) -> Tree:
        """The page as JSON."""
        return self._enveloped(self.trees, typed=False)

    @cached_property
    def typed_tree(self) -> Tree:
        """The page as :attr:`tree`, but what JSON leaves out of literals and IRIs is there."""
        return self._enveloped(self._rendered(typed=True), typed=True)

    def _enveloped(self, trees: list[Tree], *, typed: bool) -> Tree:
        page = self.page
        result = page.tree(trees) if isinstance(page, ListPage) else page.tree(trees[0])
        if self.metadata:
            index = index_of(self.metadata)
            about = TreeRenderer(index, self.api.names, iso_dates=True, keys=_PAGE_KEYS, typed=typed)
            result |= {k: v for k, v in about.properties(self.page.about).items() if k not in result}
        return envelope(result)

    @cached_property
    def graph(self) -> tuple[Triple, ...]:
        """The page as statements, with its items and their graph."""
        page = self.page
        own = page.triples(self.items) if isinstance(page, ListPage) else page.triples(self.items[0])
        return tuple(dict.fromkeys((*own, *self.metadata, *self.triples)))
