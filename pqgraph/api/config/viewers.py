"""The viewers of a description: which part of each item's graph is shown."""

from __future__ import annotations

from pqgraph.api.config.graph import ConfigGraph
from pqgraph.api.config.model import Chain, Step, Viewer
from pqgraph.api.config.shortnames import ShortNames
from pqgraph.api.literals import text_of
from pqgraph.api.views import TABLES
from pqgraph.api.vocab import elda, lda, own
from pqgraph.rdf.terms import Term
from pqgraph.terms import rdf, rdfs

__all__ = ["ALL", "BASIC", "DESCRIPTION", "chain_of", "of_endpoint"]

BASIC = Viewer("basic", "chains", ((Step(rdf.type),), (Step(rdfs.label),)))
DESCRIPTION = Viewer("description", "describe")
ALL = Viewer("all", "all", labels=(rdfs.label,))
# The vocabulary page of the specification and its page on viewing call them differently; Elda takes these.
_BUILT_IN = {
    lda("basicViewer"): BASIC,
    lda("describeViewer"): DESCRIPTION,
    lda("labelledDescribeViewer"): ALL,
}


def chain_of(path: str, names: ShortNames) -> Chain:
    """The steps of a dotted path; ``*`` is every property, ``~name`` the inverse, empty steps are left out.

    Raises:
        KeyError: With the name that is not known.
    """
    steps = []
    for part in path.strip().split("."):
        if not part:
            continue
        inverse = part.startswith("~")
        name = part.removeprefix("~")
        iri = None if name == "*" else names.expand(name)
        if iri is None and name != "*":
            raise KeyError(name)
        steps.append(Step(iri, inverse))
    return tuple(steps)


def of_endpoint(
    graph: ConfigGraph, names: ShortNames, root: Term, endpoint: Term
) -> tuple[dict[str, Viewer], Viewer]:
    """The viewers of an endpoint by name, with those of its API and the built-in ones, and the default one.

    Raises:
        PqgraphError: PQ701, a viewer is wrong.
    """
    found = {viewer.name: viewer for viewer in (BASIC, DESCRIPTION, ALL)}
    default = DESCRIPTION
    for node in (root, endpoint):
        value = graph.resource(node, lda("defaultViewer"))
        if value is not None:
            default = _viewer(graph, names, value)
            found[default.name] = default
    for node in (root, endpoint):
        for value in graph.objects(node, lda("viewer")):
            if value.startswith('"'):
                raise graph.error(node, f"api:viewer is the literal {value} where a viewer is meant")
            viewer = _viewer(graph, names, value)
            found[viewer.name] = viewer
    return found, default


def _viewer(graph: ConfigGraph, names: ShortNames, node: Term) -> Viewer:
    built_in = _BUILT_IN.get(node)
    if built_in is not None:
        return built_in
    name = graph.text(node, lda("name")) or graph.text(node, f"<{rdfs.label}>")
    if name is None:
        if node.startswith("_:"):
            raise graph.error(node, "the viewer has no api:name")
        name = node[1:-1].replace("/", "#").rpartition("#")[2]
    template = graph.text(node, lda("template"))
    if template is not None:
        return Viewer(name, "template", template=template)
    chains, labels = _chains(graph, names, node, set())
    table = graph.text(node, own("table"))
    if table is not None:
        if table not in TABLES:
            raise graph.error(
                node, f"there is no table {table!r}", f"Tables are: {', '.join(sorted(TABLES))}."
            )
        return Viewer(name, "table", chains, table=table)
    if labels:
        return Viewer(name, "all", chains, labels)
    return Viewer(name, "chains", chains)


def _chains(
    graph: ConfigGraph, names: ShortNames, node: Term, seen: set[Term]
) -> tuple[tuple[Chain, ...], tuple[str, ...]]:
    if node in seen:
        return (), ()
    seen.add(node)
    chains: list[Chain] = []
    labels = [text_of(value) for value in graph.objects(node, elda("describeAllLabel"))]
    for value in graph.objects(node, lda("properties")):
        if not value.startswith('"'):
            raise graph.error(node, f"api:properties is {value} where text is meant")
        for path in text_of(value).split(","):
            try:
                chains.append(chain_of(path, names))
            except KeyError as unknown:
                raise graph.error(node, f"api:properties names the unknown property {unknown}") from None
    for value in graph.objects(node, lda("property")):
        if value.startswith('"'):
            raise graph.error(node, f"api:property is the literal {value} where a property is meant")
        steps = graph.items(value)
        if not all(step.startswith("<") for step in steps):
            raise graph.error(node, "api:property holds something that is no property")
        chains.append(tuple(Step(step[1:-1]) for step in steps))
    for included in graph.objects(node, lda("include")):
        built_in = _BUILT_IN.get(included)
        more, texts = (built_in.chains, ()) if built_in else _chains(graph, names, included, seen)
        chains += more
        labels += texts
    return tuple(dict.fromkeys(chain for chain in chains if chain)), tuple(dict.fromkeys(labels))
