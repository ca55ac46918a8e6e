"""The whole catalogue at real servers: the rows of the embedded store, in their order."""

from __future__ import annotations

import sys
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from running import PASSWORD, Oxigraph, Virtuoso

from pqgraph.store.local import LocalStore
from pqgraph.store.remote import Credentials, Limits, RemoteStore, load
from pqgraph.store.results import Queryable, RdfTerm, Solutions, Triples

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
from query_cases import Case, cases

NO_GRAPH = "http://example.org/none"
XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = {XSD + "integer", XSD + "decimal", XSD + "double"}
by_data = sorted(cases(), key=lambda case: (case.data.name, case.name))
each_case = pytest.mark.parametrize("case", by_data, ids=str)

_PLAN = "with other data in the server Virtuoso loses the months before the year that was asked for"
NOT_ALWAYS_IN_VIRTUOSO = {"rising-topics--all": _PLAN, "rising-topics--of-commons": _PLAN}
"""Cases that Virtuoso 7.2.5 answers as SPARQL demands or not, as its planner likes, and why."""


@cache
def local(data: Path) -> LocalStore:
    return LocalStore.in_memory([data])


def same(term: RdfTerm | None) -> tuple[Any, ...] | None:
    return None if term is None else tuple(term)


def by_value(term: RdfTerm | None) -> tuple[Any, ...] | None:
    """Virtuoso gives integers beyond 32 bits as decimals, and truth values that it has computed as 1 and 0."""
    if term is not None and term.datatype in NUMBERS:
        return ("number", Decimal(term.value))
    if term is not None and term.datatype == XSD + "boolean":
        return ("number", Decimal(term.value == "true"))
    return same(term)


def found(store: Queryable, text: str, cell: Callable[[RdfTerm | None], Any]) -> Any:
    result = store.query(text)
    if isinstance(result, Triples):
        decimal = f"^^<{XSD}decimal>"
        triples = {
            (s, p, o.replace(decimal, f"^^<{XSD}integer>") if cell is by_value else o)
            for s, p, o in result.triples
        }
        return sorted(triples)
    assert isinstance(result, Solutions)
    return result.variables, [tuple(map(cell, row)) for row in result.rows]


@pytest.fixture(scope="module")
def at_oxigraph(
    oxigraph: Oxigraph, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Path], RemoteStore]:
    """One graph for each data file, asked as the default graph."""
    return asked_at(
        RemoteStore(oxigraph.query, credentials=Credentials()), tmp_path_factory.mktemp("journals")
    )


@pytest.fixture(scope="module")
def at_virtuoso(
    virtuoso: Virtuoso, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Path], RemoteStore]:
    who = RemoteStore(virtuoso.query, credentials=Credentials("dba", PASSWORD))
    return asked_at(who, tmp_path_factory.mktemp("journals"))


def asked_at(server: RemoteStore, folder: Path) -> Callable[[Path], RemoteStore]:
    @cache
    def loaded(data: Path) -> RemoteStore:
        graph = f"http://example.org/{data.name}"
        # The expected rows are those of the file alone.
        journal = folder / data.name
        report = load([data], server, graph=graph, replace=True, labels=False, journal=journal)
        assert all(g.exact for g in report.graphs)
        return RemoteStore(
            server.endpoint,
            credentials=Credentials(),
            default_graphs=[graph],
            named_graphs=[g.graph for g in report.graphs if g.graph and g.graph != graph] or [NO_GRAPH],
            limits=Limits(read=20, total=25, retries=0),
        )

    return loaded


@each_case
def test_oxigraph(case: Case, at_oxigraph: Callable[[Path], RemoteStore]) -> None:
    text = case.bound.read_text("utf-8")
    assert found(at_oxigraph(case.data), text, same) == found(local(case.data), text, same)


def at_virtuoso_too(case: Case) -> Any:
    why = NOT_ALWAYS_IN_VIRTUOSO.get(case.name)
    marks = () if why is None else pytest.mark.xfail(reason=why, strict=False)
    return pytest.param(case, id=case.name, marks=marks)


@pytest.mark.parametrize("case", [at_virtuoso_too(case) for case in by_data])
def test_virtuoso(case: Case, at_virtuoso: Callable[[Path], RemoteStore]) -> None:
    text = case.bound.read_text("utf-8")
    assert found(at_virtuoso(case.data), text, by_value) == found(local(case.data), text, by_value)


def test_exceptions_name_cases() -> None:
    assert NOT_ALWAYS_IN_VIRTUOSO.keys() <= {case.name for case in cases()}
