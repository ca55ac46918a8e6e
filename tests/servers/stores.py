"""Stores made here, as servers have them."""

from __future__ import annotations

from pathlib import Path

from pqgraph.iris import PROVENANCE_GRAPH
from pqgraph.store.remote import Credentials, Limits, RemoteStore, load

GRAPH = "http://example.org/store"
QUICK = Limits(read=20, total=30, retries=0)


def loaded(url: str, who: Credentials, dumped: Path) -> RemoteStore:
    """A server that has a store's dump, its default graph as one of its own, to be asked by anybody."""
    with RemoteStore(url, credentials=who) as owner:
        report = load([dumped], owner, graph=GRAPH, replace=True, journal=dumped.with_suffix(".journal"))
    assert {g.graph for g in report.graphs} == {GRAPH, PROVENANCE_GRAPH}
    assert all(g.exact for g in report.graphs)
    return RemoteStore(url, credentials=Credentials(), default_graphs=[GRAPH], limits=QUICK)
