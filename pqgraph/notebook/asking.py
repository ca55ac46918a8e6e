"""``pqgraph.query`` and ``pqgraph.open_store``."""

from __future__ import annotations

import datetime as dt
import numbers
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from pqgraph.errors import PqgraphError
from pqgraph.notebook.graph import Graph
from pqgraph.notebook.rows import Rows
from pqgraph.queries.results import Cut, first_rows
from pqgraph.queries.run import run
from pqgraph.store.local import LocalStore
from pqgraph.store.remote import RemoteStore
from pqgraph.store.results import Boolean, Queryable, Triples

__all__ = ["open_store", "query"]

Files = str | Path | Iterable[str | Path]


def query(
    name: str | Path,
    /,
    values: Mapping[str, object] | None = None,
    *,
    store: str | Path | Queryable | None = None,
    data: Files | None = None,
    endpoint: str | None = None,
    limit: int | None = None,
    cube: bool | None = None,
    catalogue: str | Path | None = None,
    timeout: float = 60,
    **parameters: object,
) -> Rows | Graph | bool:
    """Ask a stored query.

    Args:
        name: Name of a shipped query, or path of an ``.rq`` file.
        values: Values by parameter, for parameters that are called like one of the arguments below.
        store: A store folder made by ``pqgraph build``, or what :func:`open_store` gave.
        data: One or more RDF files. They are read for each call: open them once with :func:`open_store` to
            ask several times.
        endpoint: Address of a SPARQL endpoint.
        limit: How many rows to read at most.
        cube: ``True`` to read the statistics that ``build`` writes, ``False`` to read the questions; ``None``
            for whichever is faster and can answer.
        catalogue: A folder of query files, in place of the queries that ship with pqgraph.
        timeout: Seconds to wait for an endpoint.
        parameters: Values by parameter. Dates, numbers and truth values may be Python's; ``None`` is "not
            given".

    Returns:
        Rows; a graph, if the query makes one (CONSTRUCT); a ``bool``, if it asks whether (ASK).

    Raises:
        PqgraphError: PQ501 to PQ510 of query and values; PQ601, PQ604, PQ605 of store and endpoint; PQ901, not
            exactly one of ``store``, ``data`` and ``endpoint`` is given.
    """
    both = sorted(set(values or ()) & set(parameters))
    if both:
        raise PqgraphError("PQ901", f"{both[0]} is given twice, in values and by keyword")
    if limit is not None and limit < 0:
        raise PqgraphError("PQ901", f"limit is {limit}; it cannot be less than 0")
    given = {name: _text(name, value) for name, value in {**(values or {}), **parameters}.items()}
    with _place(store, data, endpoint, timeout) as target:
        answer = run(name, given, target, cube=cube, catalogue=catalogue, first=limit)
        result = answer.result
        if isinstance(result, Boolean):
            return result.value
        if isinstance(result, Triples):
            if limit is not None:
                raise PqgraphError("PQ901", f"{answer.query.name} makes a graph; a limit is for rows")
            return Graph(result.triples, answer.query, answer.text)
        cut = Cut()
        if limit is not None:
            result, cut = first_rows(result, limit)
        terms = list(result.rows)
        return Rows(
            result.variables,
            terms,
            answer.query,
            given,
            answer.text,
            cube=answer.cube,
            more=cut.more,
            notes=answer.notes,
        )


def open_store(
    store: str | Path | None = None,
    *,
    data: Files | None = None,
    endpoint: str | None = None,
    timeout: float = 60,
) -> LocalStore | RemoteStore:
    """Open something to ask, once for many queries: give it to :func:`query` as ``store``.

    Args:
        store: A store folder made by ``pqgraph build``.
        data: One or more RDF files; the labels that ship with pqgraph are added.
        endpoint: Address of a SPARQL endpoint.
        timeout: Seconds to wait for an endpoint.

    Returns:
        For a folder or files, a context manager with a method ``close``.

    Raises:
        PqgraphError: PQ601, PQ603, PQ604 of the store; PQ101, PQ104, PQ301, PQ302 of the files; PQ901, not
            exactly one is given.
    """
    if sum(place is not None for place in (store, data, endpoint)) != 1:
        raise PqgraphError("PQ901", "say where to ask, once: store, data or endpoint")
    if store is not None:
        return LocalStore.open(store)
    if data is not None:
        return LocalStore.in_memory([data] if isinstance(data, str | Path) else data, reference=True)
    return RemoteStore(endpoint or "", timeout=timeout)


@contextmanager
def _place(
    store: str | Path | Queryable | None, data: Files | None, endpoint: str | None, timeout: float
) -> Iterator[Queryable]:
    """What to ask; closed again if it was opened here."""
    if store is not None and not isinstance(store, str | Path):
        if data is not None or endpoint is not None:
            raise PqgraphError("PQ901", "say where to ask, once: store, data or endpoint")
        if not callable(getattr(store, "query", None)):
            raise PqgraphError(
                "PQ901", f"a {type(store).__name__} is neither the path of a store nor a store"
            )
        yield store
        return
    opened = open_store(store, data=data, endpoint=endpoint, timeout=timeout)
    try:
        yield opened
    finally:
        if isinstance(opened, LocalStore):
            opened.close()


def _text(name: str, value: object) -> str | None:
    """A value as users write it on the command line."""
    match value:
        case None:
            return None
        case str():
            return str(value)
        case bool():
            return str(value).lower()
        case dt.datetime():
            # Frames hold days as midnights.
            return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
        case dt.date():
            return value.isoformat()
        case numbers.Integral():
            return str(int(value))
        case float() | Decimal():
            return str(int(value)) if float(value).is_integer() else str(value)
    item = getattr(value, "item", None)
    if callable(item) and not hasattr(value, "__len__"):  # a scalar of numpy
        return _text(name, item())
    found = f"the value of {name} does not fit: a {type(value).__name__} is not one value"
    raise PqgraphError("PQ505", found, advice="Give text, a number, a date, True or False.")
