"""Reads ``api:formatter`` and ``api:defaultFormatter``: names, media types and the form of days in JSON.

`Formatting graphs
<https://github.com/UKGovLD/linked-data-api/blob/wiki/API_Formatting_Graphs.md>`_. How a format is written is fixed;
a description names formatters to give them a suffix, a media type, or other days.
"""

from __future__ import annotations

from collections.abc import Mapping

from pqgraph.api.config.graph import ConfigGraph
from pqgraph.api.config.model import Formatter
from pqgraph.api.literals import text_of
from pqgraph.api.vocab import elda, lda
from pqgraph.rdf.terms import Term
from pqgraph.terms import rdf, rdfs

__all__ = ["of_endpoint"]

_KINDS = {
    lda("JsonFormatter"): "json",
    lda("XmlFormatter"): "xml",
    lda("TurtleFormatter"): "ttl",
    lda("RdfXmlFormatter"): "rdf",
    lda("CsvFormatter"): "csv",
    # Style sheets are not run: the pages for people stand in their place.
    lda("HtmlFormatter"): "html",
    lda("XsltFormatter"): "html",
}


def of_endpoint(graph: ConfigGraph, root: Term, node: Term) -> tuple[Mapping[str, Formatter], str | None]:
    """The formatters of an endpoint by name, those of its API included, and the name of its default.

    Args:
        graph: The description.
        root: The API.
        node: The endpoint.

    Raises:
        PqgraphError: PQ701, a formatter has neither a name nor a known kind.
    """
    found: dict[str, Formatter] = {}
    default = None
    for each in (root, node):
        for predicate in (lda("formatter"), lda("defaultFormatter")):
            for value in graph.objects(each, predicate):
                if value.startswith('"'):
                    raise graph.error(each, f"the literal {value} stands where a formatter is meant")
                formatter = _formatter(graph, value)
                found[formatter.name] = formatter
                if predicate == lda("defaultFormatter"):
                    default = formatter.name
    return found, default


def _formatter(graph: ConfigGraph, node: Term) -> Formatter:
    name = graph.text(node, lda("name")) or next(
        (text_of(label) for label in graph.objects(node, f"<{rdfs.label}>")), None
    )
    kinds = (node, *graph.objects(node, f"<{rdf.type}>"))
    kind = next((_KINDS[each] for each in kinds if each in _KINDS), name)
    if kind is None:
        raise graph.error(node, "the formatter has neither an api:name nor a class of formatters")
    # Elda's documentation writes the one, its tests the other.
    flags = [graph.flag(node, elda(flag)) for flag in ("jsonUsesISOdate", "jsonUsesISODate")]
    iso = next((flag for flag in flags if flag is not None), None)
    return Formatter(name or kind, kind, graph.text(node, lda("mimeType")), iso)
