"""Loading RDF files into an endpoint: in chunks, to be taken up again, and verified."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pqgraph.errors import PqgraphError
from pqgraph.iris import STATISTICS, is_iri
from pqgraph.resources import resource
from pqgraph.store.local import REFERENCE_FILES
from pqgraph.store.remote.chunks import Chunk, GraphSurvey, Survey, chunks, survey
from pqgraph.store.remote.credentials import address, shown
from pqgraph.store.remote.journal import Journal, State, default_path, key_of
from pqgraph.store.remote.reading import RemoteStore
from pqgraph.store.remote.servers import Addresses, addresses
from pqgraph.store.remote.verifying import count, missing
from pqgraph.store.remote.writing import GraphStoreWriter, Sender, UpdateWriter, Writer
from pqgraph.store.statistics import has_cube
from pqgraph.terms import pq

__all__ = ["CHUNK", "GraphCount", "LoadReport", "Stage", "load"]

CHUNK = 10_000
"""Statements a chunk, unless told otherwise."""
Stage = Literal["read", "sent"]
Told = Callable[[Stage, int, int | None], None]


@dataclass(frozen=True, slots=True)
class GraphCount:
    """What is known of one graph after a load.

    Attributes:
        graph: Its IRI; ``None`` for the default graph.
        before: Statements before.
        sent: Different statements sent.
        after: Statements after.
        exact: Whether the count proves that all are there and nothing else: the graph was empty or replaced, and
            holds as many as were sent.
        sampled: Statements that were asked for one by one, and are there.
    """

    graph: str | None
    before: int
    sent: int
    after: int
    exact: bool
    sampled: int


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did.

    Attributes:
        url: Where the statements were sent to, without credentials.
        statements: Statements of the files.
        chunks: Number of chunks.
        resumed: Number of chunks that an earlier run had sent.
        graphs: The graphs.
        stale_statistics: The endpoint has statistics that do not count what was added, and they could not be marked
            so: ask with ``--no-cube``.
        labels: How many of the statements are labels that ship with pqgraph.
    """

    url: str
    statements: int
    chunks: int
    resumed: int
    graphs: tuple[GraphCount, ...]
    stale_statistics: bool = False
    labels: int = 0


def load(
    paths: Iterable[str | Path],
    store: RemoteStore,
    *,
    graph_store: str | None = None,
    update_url: str | None = None,
    graph: str | None = None,
    replace: bool = False,
    labels: bool = True,
    chunk: int = CHUNK,
    journal: str | Path | None = None,
    told: Told | None = None,
) -> LoadReport:
    """Load RDF files into the graphs of an endpoint.

    All files are read first, so that nothing is sent if one is broken. If a run stops, the same call goes on after the
    last chunk that the server took.

    Args:
        paths: RDF files of any format, compressed or not. Named graphs go to their graphs.
        store: The endpoint to count in, in all its graphs.
        graph_store: Address for the Graph Store Protocol. If neither this nor ``update_url`` is given, the usual
            ones of the kind of server.
        update_url: Address for SPARQL Update; used for loading if ``graph_store`` is not given.
        graph: IRI of a named graph for what the files say in the default graph.
        replace: Empty each graph that the data has statements for first; not in one transaction with the load.
        labels: Also load the labels of Houses, answering bodies and topics that ship with pqgraph, into every graph
            that the files have questions for: queries by topic need them. Data without questions gets none.
        chunk: Statements a request.
        journal: The journal; by default ``.pqgraph-load-….json`` in the current folder. It is removed at the end.
        told: Called with how many statements were read or sent, and how many there are if that is known.

    Raises:
        PqgraphError: PQ101, PQ104, PQ301, PQ302 of the files; PQ611 they have blank nodes; PQ605, PQ609 of the
            endpoint; PQ606, PQ612 of the journal; PQ610 not all is there afterwards; PQ901 nobody knows where to
            write to, or a graph is missing.
    """
    files = [Path(p) for p in paths]
    if graph is not None and not is_iri(graph):
        raise PqgraphError("PQ901", f"{graph!r} is not the IRI of a graph")
    if chunk < 1:
        raise PqgraphError("PQ901", f"{chunk} is no number of statements for a chunk")
    # Graphs are counted by their names, and those of the store's own dataset may not be among them.
    store = store.whole()
    shipped = [resource("ontology", name) for name in REFERENCE_FILES] if labels else []
    found = survey(files, graph, chunk, told and (lambda read: told("read", read, None)), labels=shipped)
    before = {name: count(store, name) for name in found.graphs}
    places = _places(store, graph_store, update_url)
    writer = _writer(store, places, found)
    key = key_of(found.digest, store.endpoint, writer.url, graph, replace, chunk)
    path = Path(journal) if journal is not None else default_path(key)
    log = Journal(path, key)
    state = log.begin({name or "": number for name, number in before.items()})
    resumed = state.done
    before = {name: state.before.get(name or "", 0) for name in found.graphs}
    try:
        _send(
            chunks(files, graph, chunk, shipped),
            Sender(writer),
            log,
            state,
            found,
            replace=replace,
            told=told,
        )
    except PqgraphError as problem:
        if not state.done:
            raise
        again = f"The same command goes on after chunk {state.done:,} of {found.chunks:,}, where this one stopped."
        raise PqgraphError(
            problem.code.id, problem.found, place=problem.place, advice=f"{problem.advice} {again}"
        ) from problem
    try:
        graphs = tuple(
            _verified(store, name, before[name], there, replace=replace)
            for name, there in found.graphs.items()
        )
    except PqgraphError as problem:
        if problem.code.id == "PQ610":
            log.remove()  # what the journal takes for done is not
        raise
    grown = any(g.before and g.after != g.before for g in graphs) and not replace
    stale = grown and _forget_statistics(store, places.update, graphs)
    log.remove()
    url = shown(writer.url)
    return LoadReport(url, found.statements, found.chunks, resumed, graphs, stale, found.labels)


def _send(
    pieces: Iterable[Chunk],
    sender: Sender,
    log: Journal,
    state: State,
    found: Survey,
    *,
    replace: bool,
    told: Told | None,
) -> None:
    done, sent = state.done, 0
    begun: set[str | None] = set()
    for piece in pieces:
        for name, lines in piece.parts.items():
            if piece.number > done:
                sender.send(name, lines, replace=replace and name not in begun)
            begun.add(name)
        sent += piece.statements
        if piece.number > done:
            log.advance(state, piece.number)
        if told:
            told("sent", sent, found.statements)


def _verified(
    store: RemoteStore, graph: str | None, before: int, sent: GraphSurvey, *, replace: bool
) -> GraphCount:
    held = 0 if replace else before
    after = count(store, graph)
    name = f"graph {graph}" if graph else "the default graph"
    if after < max(held, sent.distinct):
        raise PqgraphError(
            "PQ610", f"{name} holds {after:,} statements; {sent.distinct:,} different ones were sent",
            place=shown(store.endpoint),
        )  # fmt: skip
    lost = missing(store, graph, sent.samples)
    if lost:
        example = lost[0].decode().strip()[:160]
        raise PqgraphError(
            "PQ610", f"{name} lacks {len(lost)} of {len(sent.samples)} statements asked for, such as {example}",
            place=shown(store.endpoint),
        )  # fmt: skip
    exact = not held and after == sent.distinct
    return GraphCount(graph, before, sent.distinct, after, exact, len(sent.samples))


def _places(store: RemoteStore, graph_store: str | None, update_url: str | None) -> Addresses:
    usual = addresses(store.kind, store.endpoint, known=bool(store.credentials))
    if not graph_store and not update_url:
        return usual
    for given, what in ((graph_store, "a graph store"), (update_url, "updates")):
        if given:
            address(given, what)
    return Addresses(graph_store, update_url or (usual.update if graph_store else None))


def _writer(store: RemoteStore, places: Addresses, found: Survey) -> Writer:
    if None in found.graphs and not store.kind.default_graph:
        raise PqgraphError(
            "PQ901", f"{store.kind.name} has no default graph of its own to load into",
            advice="Name a graph with --graph IRI, and later ask with --default-graph IRI.",
        )  # fmt: skip
    if places.graph_store:
        return GraphStoreWriter(store.transport_to(places.graph_store))
    if places.update:
        return UpdateWriter(store.transport_to(places.update))
    raise PqgraphError(
        "PQ901", f"nobody can tell where {shown(store.endpoint)} takes data",
        advice="Give --graph-store URL or --update-url URL; docs/endpoints.md tells those of common servers.",
    )  # fmt: skip


def _forget_statistics(store: RemoteStore, update: str | None, graphs: Iterable[GraphCount]) -> bool:
    """Statistics that do not count what was added may not be relied on; whether they could not be taken away."""
    if not has_cube(store):
        return False
    if update is None:
        return True
    triple = f"<{STATISTICS}> <{pq.questionsCounted}> ?questions"
    for found in graphs:
        pattern = triple if found.graph is None else f"GRAPH <{found.graph}> {{ {triple} }}"
        UpdateWriter(store.transport_to(update)).update(f"DELETE WHERE {{ {pattern} }}")
    return has_cube(store)
