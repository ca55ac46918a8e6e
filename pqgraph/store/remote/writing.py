"""Sending chunks of N-Triples: by the Graph Store Protocol, or as SPARQL updates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol
from urllib.parse import urlencode, urlsplit

from pqgraph.errors import PqgraphError
from pqgraph.store.remote.transport import Request, Transport

__all__ = ["GraphStoreWriter", "Sender", "UpdateWriter", "Writer"]

_FORM = "application/x-www-form-urlencoded"
_TOO_MUCH = re.compile(
    r"answers 413|exceeded \d+ lines|memory exhausted|code vector|too (large|long|big)|stack overflow",
    re.IGNORECASE,
)


class Writer(Protocol):
    """Adds statements to graphs of a server."""

    url: str

    def add(self, graph: str | None, lines: Sequence[bytes], *, replace: bool = False) -> None:
        """Add statements; a second time changes nothing.

        Args:
            graph: IRI of the graph; ``None`` for the default graph.
            lines: Lines of N-Triples.
            replace: Let them take the place of what the graph holds.

        Raises:
            PqgraphError: PQ605, the server refuses or does not answer.
        """


class GraphStoreWriter:
    """Adds by ``POST``, replaces by ``PUT`` (`Graph Store HTTP Protocol
    <https://www.w3.org/TR/sparql11-http-rdf-update/>`_).

    Args:
        transport: What sends requests to the graph store.
    """  # noqa: D205

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self.url = transport.home

    def add(self, graph: str | None, lines: Sequence[bytes], *, replace: bool = False) -> None:
        """As :meth:`Writer.add`."""
        target = "default" if graph is None else urlencode({"graph": graph})
        url = f"{self.url}{'&' if urlsplit(self.url).query else '?'}{target}"
        headers = {"Content-Type": "application/n-triples"}
        method = "PUT" if replace else "POST"
        self._transport.send(Request(method, url, headers, b"".join(lines), writes=True)).text()


class UpdateWriter:
    """Adds by ``INSERT DATA`` in a form (`SPARQL 1.1 Update <https://www.w3.org/TR/sparql11-update/>`_).

    Args:
        transport: What sends requests to the address for updates.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self.url = transport.home

    def add(self, graph: str | None, lines: Sequence[bytes], *, replace: bool = False) -> None:
        """As :meth:`Writer.add`."""
        data = b"".join(lines).decode()
        if graph is None:
            target, block = "DEFAULT", data
        else:
            target, block = f"GRAPH <{graph}>", f"GRAPH <{graph}> {{\n{data}}}"
        self.update(f"{f'CLEAR SILENT {target} ;' if replace else ''}\nINSERT DATA {{\n{block}}}")

    def update(self, text: str) -> None:
        """Send an update.

        Raises:
            PqgraphError: PQ605, as :meth:`add`.
        """
        body = urlencode({"update": text}).encode()
        # Virtuoso takes no update in the body itself, and every server takes a form.
        headers = {"Content-Type": _FORM, "Accept": "*/*"}
        self._transport.send(Request("POST", self.url, headers, body, writes=True)).text()


class Sender:
    """Sends as many statements at once as the server takes.

    Virtuoso compiles an update into SQL of at most 10,000 lines; proxies limit the length of requests.

    Args:
        writer: What adds them.
    """

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._most: int | None = None

    def send(self, graph: str | None, lines: Sequence[bytes], *, replace: bool = False) -> None:
        """Add statements; if they are too many for the server, in halves, and halves of these.

        Raises:
            PqgraphError: PQ605, as :meth:`Writer.add`.
        """
        start = 0
        while start < len(lines):
            piece = lines[start : start + (self._most or len(lines))]
            try:
                self._writer.add(graph, piece, replace=replace and start == 0)
            except PqgraphError as problem:
                if len(piece) < 2 or not _TOO_MUCH.search(problem.found):
                    raise
                self._most = len(piece) // 2
            else:
                start += len(piece)
