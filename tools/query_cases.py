"""The cases of stored queries: ``tests/cases/queries/manifest*.ttl``, each entry with its data and what must come out.

The manifests are W3C query evaluation tests. Two terms are added: ``pqt:stored`` names the stored query, and each
``pqt:value`` gives a parameter as a user would (``"house=lords"``). What ``pqgraph query NAME … --show`` prints stands
in ``bound/``, what it gives in ``results/``: rows as SPARQL JSON (``.srj``), a graph as sorted N-Triples (``.nt``).
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import rdflib
from rdflib.namespace import RDF

from pqgraph.queries.results import write
from pqgraph.store.results import ResultSet, Solutions

CASES = Path(__file__).resolve().parent.parent / "tests" / "cases" / "queries"
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
PQT = rdflib.Namespace("https://w3id.org/pqgraph/test#")


@dataclass(frozen=True)
class Case:
    """A stored query with values, and what it must give.

    Attributes:
        name: The name of the case.
        stored: The name of the stored query.
        values: Values of parameters, as users write them.
        data: The RDF file that is asked.
        bound: The file with the final SPARQL text.
        result: The file with the result.
        always: Why the query has no case without rows, if it says so.
        manifest: The file that holds the case.
    """

    name: str
    stored: str
    values: dict[str, str | None]
    data: Path
    bound: Path
    result: Path
    always: str | None
    manifest: Path

    def __str__(self) -> str:
        return self.name

    @property
    def rows(self) -> int:
        """How many rows or triples must come out."""
        text = self.result.read_text("utf-8")
        if self.result.suffix == ".nt":
            return text.count("\n")
        return len(json.loads(text)["results"]["bindings"])


@cache
def cases() -> tuple[Case, ...]:
    """All cases of all manifests, in their order."""
    return tuple(case for path in sorted(CASES.glob("manifest*.ttl")) for case in _of(path))


def _of(path: Path) -> list[Case]:
    base = CASES.as_uri() + "/"
    graph = rdflib.Graph().parse(path, publicID=base + path.name)

    def file(node: rdflib.term.Node | None) -> Path:
        return CASES / str(node).removeprefix(base)

    entries = graph.value(graph.value(predicate=RDF.type, object=MF.Manifest), MF.entries)
    if entries is None:
        raise ValueError(f"{path}: no mf:Manifest with mf:entries")
    found = []
    for entry in graph.items(entries):
        action = graph.value(entry, MF.action)
        always = graph.value(entry, PQT.alwaysHasRows)
        found.append(
            Case(
                str(graph.value(entry, MF.name)),
                str(graph.value(entry, PQT.stored)),
                {
                    name: value or None
                    for name, _, value in sorted(
                        str(v).partition("=") for v in graph.objects(entry, PQT.value)
                    )
                },
                file(graph.value(action, QT.data)),
                file(graph.value(action, QT.query)),
                file(graph.value(entry, MF.result)),
                None if always is None else str(always),
                path,
            )
        )
    return found


def written(result: ResultSet) -> str:
    """A result as it stands in ``results/``."""
    stream = io.BytesIO()
    write(result, "json" if isinstance(result, Solutions) else "ntriples", stream)
    return stream.getvalue().decode()
