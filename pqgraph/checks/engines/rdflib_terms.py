"""Between N-Triples and rdflib, without loss: rdflib's own parsers rewrite literals, so Oxigraph parses."""

from __future__ import annotations

import pyoxigraph as ox
from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from pqgraph.checks.engines.exact import ExactLiteral
from pqgraph.checks.results import canonical_literal
from pqgraph.errors import PqgraphError

__all__ = ["SHACL", "graph_of", "path_text", "term_text"]

SHACL = Namespace("http://www.w3.org/ns/shacl#")


def graph_of(data: bytes) -> Graph:
    """N-Triples as an rdflib graph, every literal as it stands.

    Raises:
        PqgraphError: PQ301, the data does not parse, or is RDF 1.2.
    """
    graph = Graph(bind_namespaces="none")
    try:
        for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES):
            graph.add((_node(quad.subject), _node(quad.predicate), _node(quad.object)))
    except SyntaxError as problem:
        raise PqgraphError("PQ301", str(problem.msg)) from problem
    return graph


def _node(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        return ExactLiteral(term.value, term.datatype.value, term.language)
    raise PqgraphError("PQ301", "the data is RDF 1.2 (a triple as object); the engine takes RDF 1.1")


def term_text(node: Node | None) -> str:
    """A node in the form that findings use."""
    if isinstance(node, Literal):
        return canonical_literal(str(node), node.datatype, node.language)
    return f"_:{node}" if isinstance(node, BNode) else f"<{node}>"


def path_text(graph: Graph, path: Node) -> str:
    """A property path in SPARQL syntax (`SHACL 2.3.1 <https://www.w3.org/TR/shacl/#property-paths>`_)."""
    if isinstance(path, URIRef):
        return f"<{path}>"
    if (path, RDF.first, None) in graph:
        return f"({'/'.join(path_text(graph, step) for step in Collection(graph, path))})"
    if (choice := graph.value(path, SHACL.alternativePath)) is not None:
        return f"({'|'.join(path_text(graph, step) for step in Collection(graph, choice))})"
    if (inner := graph.value(path, SHACL.inversePath)) is not None:
        return f"^{path_text(graph, inner)}"
    for predicate, mark in (
        (SHACL.zeroOrMorePath, "*"),
        (SHACL.oneOrMorePath, "+"),
        (SHACL.zeroOrOnePath, "?"),
    ):
        if (inner := graph.value(path, predicate)) is not None:
            return f"({path_text(graph, inner)}){mark}"
    return term_text(path)
