"""What is shown of the items of a page.

One query asks for it, more where labels of neighbours, property chains, or things that many items point to come to a
description. `Viewing resources <https://github.com/UKGovLD/linked-data-api/wiki/API_Viewing_Resources>`_.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pqgraph.api.config.model import Chain, Step, Viewer
from pqgraph.api.index import graph_of
from pqgraph.api.literals import datatype_of, language_of
from pqgraph.api.sparql_text import only, prologue
from pqgraph.api.tables import Tables
from pqgraph.rdf.terms import Triple
from pqgraph.store.results import Queryable

__all__ = ["Viewed", "in_languages", "view"]


@dataclass(frozen=True, slots=True)
class Viewed:
    """The graph of a page's items.

    Attributes:
        triples: Its statements, each once.
        queries: What was asked, for ``_metadata=execution``.
    """

    triples: tuple[Triple, ...]
    queries: tuple[str, ...]


def view(
    store: Queryable,
    viewer: Viewer,
    items: Sequence[str],
    *,
    prefixes: Mapping[str, str],
    graph: str | None = None,
    languages: tuple[str, ...] | None = None,
    tables: Tables | None = None,
) -> Viewed:
    """Ask for what a viewer shows.

    Args:
        store: Where to ask.
        viewer: What is shown.
        items: IRIs of the items.
        prefixes: Prefixes that a template may use.
        graph: IRI of the graph to ask; ``None`` for the default graph.
        languages: Which texts are shown; ``None`` for all.
        tables: What is kept of such views of this store.

    Raises:
        PqgraphError: The store fails.
    """
    if not items:
        return Viewed((), ())
    triples: dict[Triple, None] = {}
    queries: list[str] = []

    def ask(query: str) -> None:
        queries.append(query)
        triples.update(dict.fromkeys(graph_of(store, query)))

    values = " ".join(f"<{iri}>" for iri in dict.fromkeys(items))
    if viewer.kind == "table":
        described, asked = (tables or Tables(store)).describe(dict.fromkeys(items), viewer.table)
        triples.update(dict.fromkeys(described))
        queries += asked
    elif viewer.kind in ("describe", "all"):
        ask(f"DESCRIBE {values}" if graph is None else _described(values, graph))
    elif viewer.kind == "template":
        pattern = viewer.template
        inner = f"{{ {pattern}\n}}" if graph is None else f"GRAPH <{graph}> {{ {pattern}\n}}"
        query = f"CONSTRUCT {{ {pattern}\n}} WHERE {{ VALUES ?item {{ {values} }} {inner} }}"
        ask(prologue(query, prefixes) + query)
    chains = [chain for chain in viewer.chains if chain]
    if chains:
        ask(_chains_query(values, chains, graph))
    if viewer.kind == "all":
        nodes = sorted({o for _, _, o in triples if o.startswith("<")})
        if nodes:
            pattern = _within(graph, f"?s ?p ?o . {only(viewer.labels)}")
            ask(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {' '.join(nodes)} }} {pattern} }}")
    found = tuple(triples)
    return Viewed(found if languages is None else in_languages(found, languages), tuple(queries))


def in_languages(triples: Sequence[Triple], languages: tuple[str, ...]) -> tuple[Triple, ...]:
    """The triples without texts of other languages; plain texts stay where there is none of these languages.

    Args:
        triples: The triples.
        languages: Tags in small letters; an empty one stands for texts without language.
    """
    wanted = set(languages)
    tagged = {
        (s, p)
        for s, p, o in triples
        if o.startswith('"') and datatype_of(o) is None and language_of(o) in wanted
    }

    def shown(triple: Triple) -> bool:
        s, p, o = triple
        if not o.startswith('"') or datatype_of(o) is not None:
            return True
        tag = language_of(o)
        return tag in wanted or (not tag and (s, p) not in tagged)

    return tuple(triple for triple in triples if shown(triple))


def _within(graph: str | None, pattern: str) -> str:
    return pattern if graph is None else f"GRAPH <{graph}> {{ {pattern} }}"


def _described(values: str, graph: str) -> str:
    return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {values} }} GRAPH <{graph}> {{ ?s ?p ?o }} }}"


def _chains_query(values: str, chains: Sequence[Chain], graph: str | None) -> str:
    """One query for all chains: a branch for each place that several last steps start from."""
    ends: dict[Chain, dict[Step, None]] = {}
    for chain in chains:
        for length in range(1, len(chain) + 1):
            ends.setdefault(chain[: length - 1], {})[chain[length - 1]] = None
    branches = []
    for above, steps in ends.items():
        walked = f"VALUES ?item {{ {values} }} "
        here = "?item"
        pattern = ""
        for number, step in enumerate(above):
            pattern += _triple(here, step, f"?n{number}", f"?a{number}")
            here = f"?n{number}"
        for some in _together(steps):
            inverse, iris = some[0].inverse, [step.iri for step in some if step.iri is not None]
            predicate = f"<{iris[0]}>" if len(iris) == 1 else "?p"
            last = f"?o {predicate} {here} ." if inverse else f"{here} {predicate} ?o ."
            ends_of = (
                f"BIND(?o AS ?s_) BIND({here} AS ?o_)" if inverse else f"BIND({here} AS ?s_) BIND(?o AS ?o_)"
            )
            if len(iris) == 1:
                ends_of += f" BIND({predicate} AS ?p)"
            elif iris:
                last += f" {only(iris)}"
            branches.append(f"{{ {walked}{_within(graph, pattern + last)} {ends_of} }}")
    union = "\n  UNION ".join(branches)
    return f"CONSTRUCT {{ ?s_ ?p ?o_ }} WHERE {{\n  {union}\n}}"


def _together(steps: Iterable[Step]) -> list[list[Step]]:
    """The last steps from one place, in groups that are asked for together.

    What points to a thing is asked for property by property: to a House all questions point.
    """
    found = [[step] for step in steps if step.inverse]
    if any(step.inverse and step.iri is None for step in steps):
        found = [[Step(None, inverse=True)]]
    forward = [step for step in steps if not step.inverse]
    if any(step.iri is None for step in forward):
        forward = [Step(None)]
    return [forward, *found] if forward else found


def _triple(subject: str, step: Step, value: str, any_property: str) -> str:
    predicate = any_property if step.iri is None else f"<{step.iri}>"
    return f"{value} {predicate} {subject} . " if step.inverse else f"{subject} {predicate} {value} . "
