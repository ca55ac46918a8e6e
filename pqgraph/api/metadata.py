"""What a page may say of itself beyond its place: other views and formats, what variables stood for, what was asked.

The parts of ``_metadata``: ``versions``, ``formats``, ``bindings``, ``execution`` (`Viewing resources
<https://github.com/UKGovLD/linked-data-api/wiki/API_Viewing_Resources>`_, with Elda's terms).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote_plus, urlsplit

from pqgraph import __version__
from pqgraph.api.bindings import Bindings
from pqgraph.api.config.model import Chain, Endpoint, Viewer
from pqgraph.api.config.shortnames import ShortNames
from pqgraph.api.renderers.registry import Formats
from pqgraph.api.vocab import API, DCT, DOAP, ELDA, OPMV, SPARQL
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Term, Triple
from pqgraph.terms import PREFIXES, rdf, rdfs

__all__ = ["bindings", "definition", "execution", "formats", "replace_parameter", "versions"]

_TYPE, _LABEL = f"<{rdf.type}>", f"<{rdfs.label}>"


def replace_parameter(address: str, name: str, value: str) -> str:
    """An address with one parameter set, in place of what it was."""
    parts = urlsplit(address)
    kept = [p for p in parts.query.split("&") if p and p.partition("=")[0] != name]
    return parts._replace(query="&".join([*kept, f"{name}={quote_plus(value)}"])).geturl()


def versions(page: str, views: Mapping[str, Viewer], names: ShortNames) -> list[Triple]:
    """Addresses of the same page in other views."""
    about, found = t.iri(page), []
    for name in sorted(views):
        version = t.iri(replace_parameter(page, "_view", name))
        found += [
            (about, f"<{DCT}hasVersion>", version),
            (version, f"<{DCT}isVersionOf>", about),
            (version, _LABEL, t.literal(name)),
            (version, f"<{ELDA}viewName>", t.literal(name)),
            *(
                (version, f"<{API}properties>", t.literal(_path(chain, names)))
                for chain in views[name].chains
            ),
        ]
    return found


def _path(chain: Chain, names: ShortNames) -> str:
    keys = names.for_json(step.iri for step in chain if step.iri)
    return ".".join(("~" if step.inverse else "") + (keys[step.iri] if step.iri else "*") for step in chain)


def formats(page: str, offered: Formats, suffix: str | None, *, parameter_based: bool) -> list[Triple]:
    """Addresses of the same page in other formats."""
    about, found = t.iri(page), []
    parts = urlsplit(page)
    stem = parts.path.removesuffix(f".{suffix}") if suffix else parts.path
    for number, each in enumerate(offered.all):
        if parameter_based:
            address = replace_parameter(page, "_format", each.name)
        else:
            address = parts._replace(path=f"{stem}.{each.name}").geturl()
        node, kind = t.iri(address), f"_:format{number}"
        found += [
            (about, f"<{DCT}hasFormat>", node),
            (node, f"<{DCT}isFormatOf>", about),
            (node, _LABEL, t.literal(each.name)),
            (node, f"<{DCT}format>", kind),
            (kind, _LABEL, t.literal(each.media_type)),
        ]
    return found


def bindings(page: str, values: Bindings, names: ShortNames, triples: Iterable[Triple]) -> list[Triple]:
    """What variables stood for, and which short name stands for which property."""
    run = "_:run"
    found: list[Triple] = [(t.iri(page), f"<{API}wasResultOf>", run), (run, _TYPE, f"<{API}Execution>")]
    for number, name in enumerate(values.names()):
        text = values.text(name)
        if text is not None:
            node = f"_:variable{number}"
            found += [
                (run, f"<{API}variableBinding>", node),
                (node, f"<{API}label>", t.literal(name)),
                (node, f"<{API}value>", t.literal(text)),
            ]
    keys = names.for_json({p[1:-1] for _, p, _ in triples})
    for number, iri in enumerate(sorted(keys)):
        node = f"_:term{number}"
        found += [
            (run, f"<{API}termBinding>", node),
            (node, f"<{API}label>", t.literal(keys[iri])),
            (node, f"<{API}property>", t.iri(iri)),
        ]
    return found


def execution(page: str, selecting: str | None, viewing: Sequence[str]) -> list[Triple]:
    """What answered, and the queries that it put."""
    run, service, software = "_:run", "_:service", "_:software"
    found: list[Triple] = [
        (t.iri(page), f"<{API}wasResultOf>", run),
        (run, _TYPE, f"<{API}Execution>"),
        (run, f"<{API}processor>", service),
        (service, _TYPE, f"<{API}Service>"),
        (service, f"<{OPMV}software>", software),
        (software, _LABEL, t.literal("pqgraph")),
        (software, f"<{DOAP}revision>", t.literal(__version__)),
    ]
    if selecting:
        found += _query(run, "selectionResult", "_:selection", selecting)
    for number, text in enumerate(viewing):
        found += _query(run, "viewingResult", f"_:viewing{number}", text)
    return found


def _query(run: Term, kind: str, node: Term, text: str) -> list[Triple]:
    inner = f"{node}q"
    return [
        (run, f"<{API}{kind}>", node),
        (node, _TYPE, f"<{SPARQL}QueryResult>"),
        (node, f"<{SPARQL}query>", inner),
        (inner, f"<{PREFIXES['rdf']}value>", t.literal(text)),
    ]


def definition(address: str, listed: str, endpoint: Endpoint, names: ShortNames, query: str) -> list[Triple]:
    """The description of an endpoint, at ``/meta/…``.

    Args:
        address: Its own address.
        listed: The address of the list or item.
        endpoint: The endpoint.
        names: Short names of its API.
        query: The query that selects.
    """
    about = t.iri(address)
    kind = "ItemEndpoint" if endpoint.is_item else "ListEndpoint"
    found: list[Triple] = [
        (about, _TYPE, f"<{API}{kind}>"),
        (about, f"<{ELDA}listURL>", t.iri(listed)),
        (about, f"<{API}uriTemplate>", t.literal(endpoint.template)),
        (about, f"<{PREFIXES['rdfs']}comment>", t.literal(f"What {endpoint.template} selects and shows.")),
        (about, f"<{API}defaultPageSize>", t.integer(endpoint.page_size)),
        (about, f"<{API}maxPageSize>", t.integer(endpoint.max_page_size)),
    ]
    if query:
        found.append((about, f"<{ELDA}sparqlQuery>", t.literal(query)))
    if endpoint.label:
        found.append((about, _LABEL, t.literal(endpoint.label)))
    for name in sorted(endpoint.viewers):
        node = f"_:view{len(found)}"
        found += [(about, f"<{API}viewer>", node), (node, f"<{API}name>", t.literal(name))]
        found += [
            (node, f"<{API}properties>", t.literal(_path(chain, names)))
            for chain in endpoint.viewers[name].chains
        ]
    return found
