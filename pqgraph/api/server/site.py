"""What stands at which path: a request and its body in, a response out. No web framework, no socket."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pqgraph.api import pages
from pqgraph.api.engine import PARLIAMENT
from pqgraph.api.index_road import roads_beside
from pqgraph.api.problems import problem_response
from pqgraph.api.protocol import MAX_URL, Problem, Request, Response
from pqgraph.api.server import editor
from pqgraph.api.server.catalogues import Descriptions
from pqgraph.api.server.kept import Kept
from pqgraph.api.server.settings import Settings
from pqgraph.api.server.stored import StoredQueries
from pqgraph.api.sparql.answering import Caps, SparqlEndpoint
from pqgraph.api.sparql.guard import Bounds
from pqgraph.errors import PqgraphError
from pqgraph.store.local import LocalStore

__all__ = ["Site"]

Part = Callable[[Request, bytes], Response]
_KEPT_BYTES = 32_000_000
"""How much of what a process has answered it keeps."""


class Site:
    """Answers requests from one store.

    Safe for use by several threads.

    Args:
        store: The store.
        settings: What the server was told.
    """

    def __init__(self, store: LocalStore, settings: Settings) -> None:
        limits = settings.limits
        folder = store.held_folder
        description = settings.api or PARLIAMENT
        roads = roads_beside(folder, store) if folder is not None else ()
        self._pages = pages.mount(
            store, description, roads=roads, raw_sparql=settings.allow_sparql, most_rows=limits.rows
        )
        caps = Caps(limits.rows, limits.result_bytes)
        sparql = SparqlEndpoint(store, Bounds(limits.query_bytes, limits.depth), caps)
        self._stored = StoredQueries(store, caps)
        descriptions = Descriptions(store, self._pages.engine.apis)
        self._exact: dict[str, Part] = {
            "/sparql": sparql.answer,
            "/sparql/": sparql.answer,
            "/queries": self._stored.answer,
            "/openapi.json": descriptions.openapi,
            "/.well-known/void": descriptions.void,
            "/catalog": descriptions.catalog,
        }
        self._kept = Kept(_KEPT_BYTES)
        manifest = store.manifest()
        self.triples = store.count() if manifest is None else manifest.triples
        self.content = "" if manifest is None else manifest.content or ""

    @classmethod
    def open(cls, settings: Settings) -> Site:
        """Open what the settings name.

        Raises:
            PqgraphError: The store, a file or the API description cannot be used.
        """
        if settings.store is not None:
            store = LocalStore.open(settings.store)
        else:
            store = LocalStore.in_memory([Path(p) for p in settings.data], reference=settings.api is None)
        return cls(store, settings)

    def prepare(self) -> None:
        """Do ahead what the first requests would wait for."""
        self._stored.prepare()

    def answer(self, request: Request, body: bytes = b"") -> Response:
        """Answer a request. Whatever is wrong with it is a response too."""
        return self._pages.dressed(request, self._answer(request, body))

    def _answer(self, request: Request, body: bytes) -> Response:
        try:
            if len(request.path) + len(request.query) > MAX_URL:
                raise Problem(414, f"The address is longer than {MAX_URL} bytes.")
            own = editor.answer(request)
            if own is None:
                own = self._pages.handle(request)
            if own is not None:
                return own
            part = self._exact.get(request.path)
            if part is None and request.path.startswith("/queries/"):
                part = self._stored.answer
            return self._item_or_list(request) if part is None else part(request, body)
        except Problem as problem:
            return problem_response(problem, request)
        except PqgraphError as error:
            detail = f"The request could not be answered ({error.code.id}: {error.code.title})."
            return problem_response(Problem(500, detail), request)

    def _item_or_list(self, request: Request) -> Response:
        kept = self._kept.find(request)
        if kept is None:
            kept = self._pages.engine.handle(request)
            self._kept.keep(request, kept)
        return kept
