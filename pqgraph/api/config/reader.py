"""Reads API descriptions.

The vocabulary is that of the `specification
<https://github.com/UKGovLD/linked-data-api/wiki/API_Vocabulary>`_ and, where deployments use it, Elda's.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from pqgraph.api.config import formatters as formats
from pqgraph.api.config import viewers as views
from pqgraph.api.config.graph import ConfigGraph
from pqgraph.api.config.model import Api, Endpoint, RawFilter, Selector, Variable
from pqgraph.api.config.shortnames import ShortNames
from pqgraph.api.literals import datatype_of, language_of, text_of
from pqgraph.api.vocab import elda, lda
from pqgraph.errors import PqgraphError
from pqgraph.rdf.documents import read_document
from pqgraph.rdf.terms import Term
from pqgraph.terms import rdf, rdfs

__all__ = ["DEFAULT_PAGE_SIZE", "MAX_PAGE_SIZE", "read_apis"]

DEFAULT_PAGE_SIZE = 10
MAX_PAGE_SIZE = 250
"""Elda's; a description says ``api:maxPageSize`` for another."""
_TYPE = f"<{rdf.type}>"
_DEFAULT_TEXT = (rdfs.label,)


def read_apis(path: str | Path) -> tuple[Api, ...]:
    """Read a description.

    Args:
        path: A Turtle file, or one of another RDF format. Vocabularies that it names are files beside it.

    Returns:
        Its APIs, in document order.

    Raises:
        PqgraphError: PQ101, PQ301, PQ302: it is not there or not RDF; PQ701, it is no description of an API, or
            a wrong one, with the node.
    """
    path = Path(path)
    document = read_document(path)
    graph = ConfigGraph(document.triples, path.name)
    roots = graph.having(_TYPE, lda("API"))
    if not roots:
        raise PqgraphError("PQ701", "the file describes no api:API", place=path.name)
    return tuple(_Reader(graph, path, document.prefixes, root).api() for root in roots)


class _Reader:
    def __init__(self, graph: ConfigGraph, path: Path, prefixes: dict[str, str], root: Term) -> None:
        self._graph = graph
        self._root = root
        self._path = path
        mapped = dict(prefixes)
        for mapping in graph.objects(root, lda("prefixMapping")):
            prefix, namespace = graph.text(mapping, lda("prefix")), graph.text(mapping, lda("namespace"))
            if prefix is None or namespace is None:
                raise graph.error(mapping, "an api:prefixMapping needs api:prefix and api:namespace")
            mapped[prefix] = namespace
        self._names = ShortNames(mapped)

    def api(self) -> Api:
        graph, root = self._graph, self._root
        self._names.load(graph)
        for address in graph.objects(root, lda("vocabulary")):
            vocabulary = self._vocabulary(text_of(address))
            self._names.load(ConfigGraph(read_document(vocabulary).triples, vocabulary.name))
        self._names.load_built_in()
        nodes = graph.objects(root, lda("endpoint"))
        if not nodes:
            raise graph.error(root, "the API has no api:endpoint")
        etags = graph.flag(root, elda("enableETags"))
        notices = [*graph.objects(root, elda("license")), *graph.objects(root, elda("licence"))]
        return Api(
            node=root,
            base=(graph.text(root, lda("base")) or "").rstrip("/") or None,
            endpoints=tuple(self._endpoint(node) for node in nodes),
            names=self._names,
            iso_dates=bool(
                graph.flag(root, elda("jsonUsesISODate")) or graph.flag(root, elda("jsonUsesISOdate"))
            ),
            parameter_based=graph.one(root, lda("contentNegotiation")) == lda("parameterBased"),
            etags=True if etags is None else etags,
            licences=tuple(n for n in notices if n.startswith("<")),
        )

    def _vocabulary(self, address: str) -> Path:
        parts = urlsplit(address)
        if parts.scheme in ("", "file"):
            found = Path(url2pathname(parts.path)) if parts.scheme else self._path.parent / address
            # A vocabulary lies beside the description, so that a description from elsewhere reads no other file.
            if found.resolve().is_relative_to(self._path.resolve().parent):
                return found
        raise self._graph.error(
            self._root,
            f"the vocabulary {address} is not a file beside the description",
            "Save it there and name the file: nothing is fetched from the network.",
        )

    def _endpoint(self, node: Term) -> Endpoint:
        graph, root = self._graph, self._root
        types = graph.objects(node, _TYPE)
        is_item = lda("ItemEndpoint") in types
        if is_item == (lda("ListEndpoint") in types):
            raise graph.error(node, "an endpoint is either an api:ListEndpoint or an api:ItemEndpoint")
        template = graph.text(node, lda("uriTemplate"))
        if template is None:
            raise graph.error(node, "the endpoint has no api:uriTemplate")
        if not template.startswith(("/", "http://", "https://")):
            template = f"/{template}"
        item_template = graph.text(node, lda("itemTemplate"))
        selector_node = graph.resource(node, lda("selector"))
        found, default = views.of_endpoint(graph, self._names, root, node)
        formatters, default_format = formats.of_endpoint(graph, root, node)
        return Endpoint(
            node=node,
            is_item=is_item,
            template=template,
            item_template=item_template,
            selector=self._selector(selector_node, ()) if selector_node else Selector(),
            viewers=found,
            default_viewer=default,
            language=self._inherited(node, lda("lang")),
            page_size=graph.number(node, lda("defaultPageSize"))
            or graph.number(root, lda("defaultPageSize"))
            or DEFAULT_PAGE_SIZE,
            max_page_size=graph.number(node, lda("maxPageSize"))
            or graph.number(root, lda("maxPageSize"))
            or MAX_PAGE_SIZE,
            counting=self._counting(node),
            variables=self._variables(root) | self._variables(node),
            default_format=default_format,
            allow_reserved=frozenset(
                text_of(value)
                for each in (root, node)
                for value in graph.objects(each, elda("allowReserved"))
            ),
            graph=self._inherited(node, elda("graphTemplate")),
            text_properties=self._text_properties(node),
            label=next((text_of(label) for label in graph.objects(node, f"<{rdfs.label}>")), None),
            formatters=formatters,
        )

    def _inherited(self, node: Term, predicate: Term) -> str | None:
        own = self._graph.text(node, predicate)
        return self._graph.text(self._root, predicate) if own is None else own

    def _counting(self, node: Term) -> bool | None:
        text = self._inherited(node, elda("enableCounting"))
        if text not in (None, "true", "false", "optional"):
            raise self._graph.error(node, f"elda:enableCounting is {text!r}, not true, false or optional")
        return None if text == "optional" else text == "true"

    def _text_properties(self, node: Term) -> tuple[str, ...]:
        for each in (node, self._root):
            found = self._graph.objects(each, elda("textContentProperty"))
            if found:
                return tuple(text_of(value) for value in found)
        return _DEFAULT_TEXT

    def _variables(self, node: Term) -> dict[str, Variable]:
        graph = self._graph
        found = {}
        for variable in graph.objects(node, lda("variable")):
            name = graph.text(variable, lda("name"))
            if name is None:
                raise graph.error(variable, "an api:variable has no api:name")
            value = graph.one(variable, lda("value"))
            kind = graph.text(variable, lda("type"))
            if value is not None and value.startswith("_:"):
                raise graph.error(variable, f"the value of {name!r} is a blank node")
            if kind is None and value is not None:
                kind = rdfs.Resource if value.startswith("<") else datatype_of(value)
            language = graph.text(variable, lda("lang")) or (language_of(value) if value else "")
            found[name] = Variable(text_of(value) if value else "", kind or "", language)
        return found

    def _selector(self, node: Term, above: tuple[Term, ...]) -> Selector:
        graph = self._graph
        if node in above:
            raise graph.error(node, "an api:parent leads back to its own selector")
        whole = Selector()
        for parent in graph.objects(node, lda("parent")):
            if parent.startswith('"'):
                raise graph.error(node, f"api:parent is the literal {parent} where a selector is meant")
            whole = _joined(whole, self._selector(parent, (*above, node)))
        types = []
        for value in graph.objects(node, lda("type")):
            iri = self._names.expand(text_of(value)) if value.startswith('"') else text_of(value)
            if iri is None:
                raise graph.error(node, f"api:type names the unknown class {value}")
            types.append(iri)
        own = Selector(
            types=tuple(types),
            filters=tuple(
                f for text in graph.objects(node, lda("filter")) for f in self._filters(node, text)
            ),
            where=tuple(text_of(value) for value in graph.objects(node, lda("where"))),
            select=graph.text(node, lda("select")),
            order_by=graph.text(node, lda("orderBy")),
            sort=graph.text(node, lda("sort")),
        )
        return _joined(whole, own)

    def _filters(self, node: Term, term: Term) -> list[RawFilter]:
        found = []
        for part in text_of(term).split("&"):
            parameter, equals, value = part.partition("=")
            if not equals or not parameter.strip():
                raise self._graph.error(node, f"{part!r} in api:filter is not of the form name=value")
            found.append(RawFilter(parameter.strip(), value))
        return found


def _joined(above: Selector, below: Selector) -> Selector:
    """A selector together with its parent: conditions add up, an order below takes the place of one above."""
    ordered = below if below.order_by or below.sort else above
    return Selector(
        types=tuple(dict.fromkeys((*above.types, *below.types))),
        filters=(*above.filters, *below.filters),
        where=(*above.where, *below.where),
        select=below.select or above.select,
        order_by=ordered.order_by,
        sort=ordered.sort,
    )
