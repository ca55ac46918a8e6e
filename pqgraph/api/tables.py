"""What a table shows of some items, and of things that many items point to, which is kept.

Ten questions name ten members, three of them twice, and the same House; a server would ask for the same few thousand
members again and again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from pqgraph.api.index import Shape, describing_query, graph_of, nodes_query, shape_of
from pqgraph.api.views import TABLES, Property, View
from pqgraph.rdf.terms import Term, Triple
from pqgraph.store.results import Queryable

__all__ = ["Tables"]

_NODES_KEPT = 20_000
"""Members and Houses that are kept; some kilobytes each with long names, in general a few hundred bytes."""


class Tables:
    """Asks for what tables show. Safe for use by several threads.

    Args:
        store: Where to ask; it must not change meanwhile.
        most: How many shared things are kept.
    """

    def __init__(self, store: Queryable, most: int = _NODES_KEPT) -> None:
        self._store = store
        self._most = most
        self._kept: OrderedDict[tuple[str, Term], tuple[Triple, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def describe(self, items: Iterable[str], table: str) -> tuple[list[Triple], tuple[str, ...]]:
        """What a table shows of some items.

        Args:
            items: IRIs of the items.
            table: Name of the table.

        Returns:
            The statements, each once, and the queries that give them; what is kept is not asked for again.

        Raises:
            PqgraphError: PQ508 or PQ605, the store fails.
        """
        shape, pointing = _parts(table)
        asked = describing_query(items, shape)
        triples = dict.fromkeys(graph_of(self._store, asked))
        nodes = sorted({o for _, p, o in triples if p in pointing and o.startswith("<")})
        if not nodes:
            return list(triples), (asked,)
        triples.update(dict.fromkeys(self._shared(nodes, table, shape)))
        return list(triples), (asked, nodes_query(nodes, shape))

    def _shared(self, nodes: Sequence[Term], table: str, shape: Shape) -> Iterable[Triple]:
        found: dict[Term, tuple[Triple, ...]] = {}
        with self._lock:
            for node in nodes:
                kept = self._kept.get((table, node))
                if kept is not None:
                    self._kept.move_to_end((table, node))
                    found[node] = kept
        missing = [node for node in nodes if node not in found]
        if missing:
            fresh: dict[Term, list[Triple]] = {node: [] for node in missing}
            for triple in graph_of(self._store, nodes_query(missing, shape)):
                fresh[triple[0]].append(triple)
            found |= {node: tuple(triples) for node, triples in fresh.items()}
            with self._lock:
                self._kept |= {(table, node): found[node] for node in missing}
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
        return (triple for node in nodes for triple in found[node])


@cache
def _parts(table: str) -> tuple[Shape, frozenset[Term]]:
    """What a table asks for, the ways to shared things left out, and the properties that lead to them."""
    pointing: set[Term] = set()

    def own(view: View) -> View:
        found: list[Property] = []
        for each in view:
            if each.shared:
                pointing.add(each.predicate)
            found.append(replace(each, inner=() if each.shared else own(each.inner)))
        return tuple(found)

    return shape_of(own(TABLES[table]), TABLES[table]), frozenset(pointing)
