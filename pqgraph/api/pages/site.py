"""All pages of a service: its own ones, and those of the API, for whoever asks for HTML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

import orjson

from pqgraph.api.engine import PARLIAMENT, Engine
from pqgraph.api.index_road import IndexRoad
from pqgraph.api.negotiation import media_ranges
from pqgraph.api.pages import start, stored
from pqgraph.api.pages.data import Data
from pqgraph.api.pages.finding import find
from pqgraph.api.pages.frame import HEADERS, STATIC, is_installed, render, static_file
from pqgraph.api.pages.html import html_format
from pqgraph.api.pages.links import Address
from pqgraph.api.pages.lists import DATASETS, Form
from pqgraph.api.problems import problem_response
from pqgraph.api.protocol import Problem, Request, Response
from pqgraph.api.renderers.registry import BUILT_IN
from pqgraph.api.responses import finished, header_safe
from pqgraph.errors import PqgraphError
from pqgraph.queries.catalogue import find as find_query
from pqgraph.queries.catalogue import names as query_names
from pqgraph.store.results import Queryable

__all__ = ["PageSite", "mount", "wants_page"]

_HTML = ("text/html", "application/xhtml+xml")
_TYPE = "text/html; charset=utf-8"
Page = Callable[[Request], bytes | Response]


def wants_page(request: Request) -> bool:
    """Whether a request is for a page: it says so in its address, or ``Accept`` names HTML before all else."""
    suffix = request.path.rpartition("/")[2].rpartition(".")[2]
    if suffix in ("html", "htm"):
        return True
    if BUILT_IN.named(suffix) is not None:
        return False
    asked = Address.of(f"/?{request.query}").first("_format") if "_format" in request.query else ""
    if asked:
        return asked in ("html", "htm")
    best = next((kind for kind, _ in media_ranges(request.header("Accept") or "")), "")
    return best in _HTML


class PageSite:
    """The pages of a service.

    Safe for use by several threads if the store is.

    Args:
        data: The store.
        engine: The API, which has the format HTML.
        parliament: Whether it is Parliament's; of another there are only pages of its lists and items.
    """

    def __init__(self, data: Data, engine: Engine, *, parliament: bool = True) -> None:
        self.engine = engine
        self._data = data
        self._installed = is_installed()
        self._parliament = parliament
        self._exact: dict[str, Page] = {}
        if parliament and self._installed:
            self._exact = {
                "/": self._start,
                "/about": self._about,
                "/topics": self._topics,
                "/departments": self._departments,
                "/queries": self._queries,
            }

    def answer(self, request: Request) -> Response:
        """Answer any request: with a page of this site, else with what the API answers."""
        response = self.handle(request)
        return self.dressed(request, self.engine.handle(request)) if response is None else response

    def handle(self, request: Request) -> Response | None:
        """A page of this site; ``None`` if the path is not one of its, or no page is asked for."""
        if request.method not in ("GET", "HEAD"):
            return None
        if request.path.startswith(STATIC):
            return self._static(request)
        if not self._exact:
            return None
        if request.path == "/search":
            return self._guarded(request, self._search)
        if request.path.startswith("/departments/"):
            return self._guarded(request, self._department)
        if not wants_page(request):
            # The root has nothing else to give.
            return self._guarded(request, self._start) if request.path == "/" else None
        path = request.path.removesuffix(".html").rstrip("/") or "/"
        page = self._exact.get(path)
        if page is None and path.startswith("/queries/") and "." not in path:
            page = self._query
        return None if page is None else self._guarded(request, page)

    def dressed(self, request: Request, response: Response) -> Response:
        """A response that tells a problem as a page, if a page was asked for; any other as it is."""
        if (
            not self._installed
            or response.status < 400
            or not wants_page(request)
            or (response.header("Content-Type") or "").startswith(_HTML)
        ):
            return response
        return problem_page(response, parliament=self._parliament)

    def _guarded(self, request: Request, page: Page) -> Response:
        try:
            made = page(request)
        except Problem as problem:
            return self.dressed(request, problem_response(problem, request))
        except PqgraphError as error:
            detail = f"The request could not be answered ({error.code.id}: {error.code.title})."
            return self.dressed(request, problem_response(Problem(500, detail), request))
        if isinstance(made, Response):
            return made
        location = f"{request.base}{request.path}" + (f"?{request.query}" if request.query else "")
        return finished(request, made, _TYPE, location, varies=True, etag=True, more=HEADERS)

    def _static(self, request: Request) -> Response | None:
        found = static_file(request.path.removeprefix(STATIC))
        if found is None:
            return self.dressed(request, problem_response(Problem(404, "There is no such file."), request))
        kind, body = found
        # The name holds a digest of the content, so it never changes.
        forever = ("Cache-Control", "public, max-age=31536000, immutable")
        return Response(200, (("Content-Type", kind), forever, ("X-Content-Type-Options", "nosniff")), body)

    def _start(self, _request: Request) -> bytes:
        return render(
            "start.html", here="start", data=self._data, form=Form(), start=start.start_of(self._data)
        )

    def _about(self, _request: Request) -> bytes:
        return render(
            "about.html",
            here="about",
            void=start.void_of(self._data),
            total=self._data.count,
            datasets=DATASETS,
            suffixes=[each.name for each in self.engine.formats.all],
        )

    def _topics(self, _request: Request) -> bytes:
        return render("topics.html", here="topics", topics=start.topics_counted(self._data))

    def _departments(self, _request: Request) -> bytes:
        return render("departments.html", here="departments", bodies=start.bodies_counted(self._data))

    def _department(self, request: Request) -> Response:
        """The page of an answering body under its shorter path; other formats are at the API's own."""
        path = f"/answeringbodies/{request.path.rstrip('/').removeprefix('/departments/')}"
        if not wants_page(request):
            query = f"?{request.query}" if request.query else ""
            location = header_safe(f"{request.base}{path}{query}")
            return Response(303, (("Location", location), ("Vary", "Accept")))
        return self.dressed(request, self.engine.handle(replace(request, path=path)))

    def _queries(self, _request: Request) -> bytes:
        return render("queries.html", here="queries", families=stored.families())

    def _query(self, request: Request) -> bytes | Response:
        name = request.path.removesuffix(".html").removeprefix("/queries/").rstrip("/")
        if name not in query_names():
            raise Problem(404, "There is no stored query of this name.")
        form = Address.of(f"{request.path}?{request.query}")
        shown = stored.query_page(self._data, find_query(name), form)
        body = render("query.html", here="queries", data=self._data, page=shown)
        if shown.problem:
            return Response(
                400, (("Content-Type", _TYPE), ("X-Content-Type-Options", "nosniff"), *HEADERS), body
            )
        return body

    def _search(self, request: Request) -> bytes | Response:
        found = find(self._data, Address.of(f"{request.path}?{request.query}"))
        if found.unknown or found.choices:
            body = render("choose.html", here="search", data=self._data, found=found)
            status = 404 if found.unknown else 200
            return Response(
                status, (("Content-Type", _TYPE), ("X-Content-Type-Options", "nosniff"), *HEADERS), body
            )
        return Response(303, (("Location", header_safe(f"{request.base}{found.address}")),))


_WORDS = {
    400: "This could not be understood",
    403: "This is not allowed",
    404: "There is nothing here",
    405: "This is not possible here",
    414: "This address is too long",
    500: "Something went wrong",
    503: "Too much at once",
}


def problem_page(response: Response, *, parliament: bool = True) -> Response:
    """A problem as a page, from its response for machines or as plain text.

    Args:
        response: The response.
        parliament: Whether there are pages of questions to lead on to.
    """
    if (response.header("Content-Type") or "").startswith("application/problem+json"):
        document = orjson.loads(response.body)
        detail = str(document.get("detail", ""))
        allowed = document.get("allowed")
    else:
        lines = response.body.decode("utf-8", "replace").splitlines()
        detail, allowed = (lines[1] if len(lines) > 1 else ""), lines[2:]
    if isinstance(allowed, dict):
        allowed = [f"{name}: {' '.join(map(str, values))}" for name, values in allowed.items()]
    body = render(
        "problem.html",
        here="",
        parliament=parliament,
        status=response.status,
        title=_WORDS.get(response.status, HTTPStatus(response.status).phrase),
        detail=detail,
        allowed=[str(each) for each in allowed or ()],
    )
    kept = [(k, v) for k, v in response.headers if k not in ("Content-Type", *(name for name, _ in HEADERS))]
    return Response(response.status, (("Content-Type", _TYPE), *kept, *HEADERS), body)


def mount(
    store: Queryable,
    description: str | Path = PARLIAMENT,
    *,
    roads: Sequence[IndexRoad] = (),
    raw_sparql: bool = False,
    most_rows: int = 10_000,
) -> PageSite:
    """An API with its pages, where the libraries for pages are installed; else the API alone.

    Args:
        store: Where to ask; it must not change.
        description: The API's description.
        roads: The road by the store's search index, if it has one.
        raw_sparql: Whether clients may send SPARQL in parameters.
        most_rows: How many rows of a stored query a download holds.

    Raises:
        PqgraphError: PQ101, PQ301, PQ302, PQ701: the description cannot be read, or is wrong.
    """
    data = Data(store, roads[0].index if roads else None, most_rows=most_rows)
    parliament = Path(description) == PARLIAMENT
    formats = BUILT_IN.with_format(html_format(data, parliament=parliament)) if is_installed() else BUILT_IN
    engine = Engine.mount(store, description, formats=formats, roads=roads, raw_sparql=raw_sparql)
    return PageSite(data, engine, parliament=parliament)
