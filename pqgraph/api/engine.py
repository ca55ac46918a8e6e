"""The engine of the Linked Data API: a request in, a response out.

Identify the endpoint, bind variables, select, view, format (`Processing model
<https://github.com/UKGovLD/linked-data-api/wiki/API_Processing_Model>`_). The engine knows no web framework and no
socket; it asks a store and reads no file once it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pqgraph.api import metadata
from pqgraph.api.conditions import check_description
from pqgraph.api.config.model import Api
from pqgraph.api.config.reader import read_apis
from pqgraph.api.negotiation import Choice, choose, split_suffix
from pqgraph.api.paging import DescriptionPage, ItemPage, ListPage
from pqgraph.api.parameters import CALLBACK, Plan, plan_of
from pqgraph.api.problems import problem_response
from pqgraph.api.protocol import MAX_URL, Problem, Request, Response
from pqgraph.api.renderers.content import Content
from pqgraph.api.renderers.registry import BUILT_IN, Format, Formats
from pqgraph.api.responses import CORS, finished, header_safe
from pqgraph.api.routing import Match, Parameters, Router, decoded, parse_query
from pqgraph.api.selection import Selected, Selection, SelectionRoad
from pqgraph.api.sparql_road import SparqlRoad
from pqgraph.api.tables import Tables
from pqgraph.api.values import Spellings, ValueMapper
from pqgraph.api.viewing import view
from pqgraph.errors import PqgraphError
from pqgraph.rdf.terms import Triple
from pqgraph.store.results import Queryable

__all__ = ["PARLIAMENT", "Engine"]

PARLIAMENT = Path(__file__).with_name("lda.ttl")
"""The description of Parliament's datasets, which ships with pqgraph."""
_METHODS = "GET, HEAD, OPTIONS"
_UNFIT = re.compile(r"[^\x21-\x7e]|[<>\"{}|\\^`#]")


@dataclass(frozen=True, slots=True)
class _Call:
    """A request on its way: what is known once its path and parameters are read."""

    request: Request
    parameters: Parameters
    path: str
    suffix: Format | None
    match: Match


class Engine:
    """Answers requests to the APIs of a description.

    Safe for use by several threads if the store is.

    Args:
        apis: The APIs.
        store: Where to ask.
        formats: The formats that are offered.
        roads: Ways to find items that are tried before SPARQL.
        raw_sparql: Whether clients may send SPARQL in ``_where``, ``_select``, ``_orderBy`` and ``_template``.

    Raises:
        PqgraphError: PQ701, the description is wrong.
    """

    def __init__(
        self,
        apis: Sequence[Api],
        store: Queryable,
        *,
        formats: Formats = BUILT_IN,
        roads: Sequence[SelectionRoad] = (),
        raw_sparql: bool = False,
    ) -> None:
        self.apis = tuple(apis)
        # A suffix is taken off before it is known which endpoint is meant, so all know the names of all.
        self.formats = formats.described(
            formatter
            for api in self.apis
            for endpoint in api.endpoints
            for formatter in endpoint.formatters.values()
        )
        self._store = store
        self._tables = Tables(store)
        self._router = Router(self.apis)
        self._raw = raw_sparql
        self._roads = tuple(roads)
        spellings = Spellings(store, [road.texts for road in self._roads])
        self._sparql = {id(api): SparqlRoad(store, api.names.prefixes) for api in self.apis}
        self._values = {id(api): ValueMapper(api.names, spellings) for api in self.apis}
        for api in self.apis:
            check_description(api, self._values[id(api)])

    @classmethod
    def mount(
        cls,
        store: Queryable,
        description: str | Path = PARLIAMENT,
        *,
        formats: Formats = BUILT_IN,
        roads: Sequence[SelectionRoad] = (),
        raw_sparql: bool = False,
    ) -> Engine:
        """The engine for a description in a file; Parliament's datasets if none is named.

        Raises:
            PqgraphError: PQ101, PQ301, PQ302, PQ701: the description cannot be read, or is wrong.
        """
        return cls(read_apis(description), store, formats=formats, roads=roads, raw_sparql=raw_sparql)

    def handle(self, request: Request) -> Response:
        """Answer a request. Whatever goes wrong is a response too, but for a fault in pqgraph itself."""
        try:
            return self._handle(request)
        except Problem as problem:
            return problem_response(problem, request)
        except PqgraphError as error:
            if error.code.id == "PQ503" and self._raw and "_" in request.query:
                return problem_response(Problem(400, f"The SPARQL sent is wrong: {error.found}."), request)
            # The store's own words may quote the query; the code is enough to find them in the log.
            detail = f"The request could not be answered ({error.code.id}: {error.code.title})."
            return problem_response(Problem(500, detail), request)

    def _handle(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            preflight = (
                ("Access-Control-Allow-Methods", _METHODS),
                ("Access-Control-Allow-Headers", "Accept, Content-Type, If-None-Match"),
            )
            return Response(204, (*CORS, ("Allow", _METHODS), *preflight))
        if request.method not in ("GET", "HEAD"):
            raise Problem(405, f"{request.method[:20]} is not possible here.", headers=(("Allow", _METHODS),))
        if len(request.path) + len(request.query) > MAX_URL:
            raise Problem(414, f"The address is longer than {MAX_URL} bytes.")
        parameters = parse_query(request.query)
        path = decoded(request.path)
        if path == "/meta" or path.startswith("/meta/"):
            return self._definition(self._call(request, path.removeprefix("/meta") or "/", parameters))
        return self._answer(self._call(request, path, parameters))

    def _call(self, request: Request, path: str, parameters: Parameters) -> _Call:
        stem, suffix = split_suffix(path, self.formats)
        for candidate, its_format in ((stem, suffix), (path, None)):
            match = self._router.find(request.base, candidate, parameters)
            if match is not None:
                return _Call(request, parameters, path, its_format, match)
        target = self._router.page_of(request.base, stem)
        if target is not None:
            if suffix is not None:
                target = f"{target}.{suffix.name}"
            if request.query:
                target = f"{target}{'&' if '?' in target else '?'}{request.query}"
            see_other = ("Location", header_safe(target)), ("Vary", "Accept")
            raise Problem(303, "The item is described elsewhere.", headers=see_other)
        raise Problem(404, f"There is nothing at {path[:200]}.")

    def _choice(self, call: _Call) -> Choice:
        asked = call.parameters.get("_format", [""])[0] or None
        endpoint = call.match.endpoint
        accept = call.request.header("Accept")
        chosen = choose(self.formats, call.suffix, asked, accept, endpoint.default_format)
        formatter = endpoint.formatters.get(chosen.format.name)
        if formatter is not None and formatter.media_type not in (None, chosen.format.media_type):
            return replace(chosen, format=replace(chosen.format, media_type=formatter.media_type))
        return chosen

    def _answer(self, call: _Call) -> Response:
        match = call.match
        api, endpoint = match.api, match.endpoint
        choice = self._choice(call)
        callback = self._callback(call, choice.format)
        plan = plan_of(match, self._values[id(api)], raw=self._raw)
        selection, selected = self._select(api, plan)
        if endpoint.is_item and not selected.items:
            raise Problem(404, "There is no such item.")
        items = selected.items[:1] if endpoint.is_item else selected.items
        viewed = view(
            self._store,
            plan.viewer,
            items,
            prefixes=api.names.prefixes,
            graph=plan.selection.graph,
            languages=plan.languages,
            tables=self._tables,
        )
        if endpoint.is_item and not viewed.triples and not self._exists(items[0]):
            raise Problem(404, "There is no such item.")
        page = self._page(call, plan, selected, choice)
        more = self._metadata(call, plan, page.about, selected, viewed.queries, viewed.triples, choice)
        body = choice.format.render(
            Content(
                api,
                plan.viewer,
                page,
                items,
                viewed.triples,
                tuple(more),
                callback,
                endpoint=endpoint,
                selection=selection,
                format_name=choice.format.name,
            )
        )
        location = self._location(call, choice)
        content_type = "application/javascript" if callback else choice.format.content_type
        return finished(
            call.request,
            body,
            content_type,
            location,
            varies=choice.negotiated,
            etag=api.etags,
            more=choice.format.headers,
        )

    def _callback(self, call: _Call, chosen: Format) -> str | None:
        callback = call.parameters.get("callback", [""])[0] or None
        if callback is None:
            return None
        formatter = call.match.endpoint.formatters.get(chosen.name)
        if (formatter.kind if formatter is not None else chosen.name) != "json":
            raise Problem(400, f"callback goes with JSON only, not with {chosen.name}.")
        if not CALLBACK.match(callback):
            raise Problem(400, "callback is not a name of letters, digits and _.")
        return callback

    def _select(self, api: Api, plan: Plan) -> tuple[Selection, Selected]:
        """The items, and the selection in the terms of the road that found them."""
        asked = plan.selection
        if plan.subject is not None:
            return asked, Selected((plan.subject,), 1 if asked.counting else None, "")
        for road in self._roads:
            selection = road.resolved(asked)
            if road.covers(selection):
                return selection, road.select(selection)
        return asked, self._sparql[id(api)].select(asked)

    def _exists(self, iri: str) -> bool:
        """Whether the graph says anything of an item, which a view may not show."""
        found = self._store.query(f"ASK {{ <{iri}> ?p ?o }}")
        return bool(getattr(found, "value", False))

    def _page(self, call: _Call, plan: Plan, selected: Selected, choice: Choice) -> ListPage | ItemPage:
        # Elda names pages of templates that are whole addresses by the address alone.
        plain = call.match.absolute
        dropped = ("_page", "_pageSize") if not call.match.endpoint.is_item else ()
        address = self._address(
            call.request, call.request.path, () if plain else call.request.query.split("&"), dropped
        )
        definition = None
        if plain:
            template = call.match.endpoint.template.partition("?")[0]
            definition = re.sub(r"\{([A-Za-z0-9_]+)\}", r"_\1", template) + "/meta"
        if call.match.endpoint.is_item:
            return ItemPage(address, definition)
        return ListPage(
            address,
            plan.page,
            plan.page_size,
            plan.page_size_given,
            len(selected.items),
            selected.total,
            definition,
            plain,
        )

    @staticmethod
    def _address(request: Request, path: str, query: Sequence[str], dropped: Sequence[str]) -> str:
        """An address with the characters that no IRI may hold escaped, and some parameters left out."""
        kept = "&".join(p for p in query if p and p.partition("=")[0] not in (*dropped, "_"))
        text = f"{request.base}{path}{'?' if kept else ''}{kept}"
        return _UNFIT.sub(
            lambda m: "".join(f"%{byte:02X}" for byte in m.group().encode(errors="replace")), text
        )

    def _location(self, call: _Call, choice: Choice) -> str:
        """``Content-Location``: the address under which this very format always stands."""
        request, path = call.request, call.request.path
        if call.suffix is None and "_format" not in call.parameters:
            if call.match.api.parameter_based:
                address = self._address(request, path, request.query.split("&"), ())
                return metadata.replace_parameter(address, "_format", choice.format.name)
            path = f"{path}.{choice.format.name}"
        return self._address(request, path, request.query.split("&"), ())

    def _metadata(
        self,
        call: _Call,
        plan: Plan,
        page: str,
        selected: Selected,
        queries: Sequence[str],
        triples: Sequence[Triple],
        choice: Choice,
    ) -> list[Triple]:
        api, endpoint = call.match.api, call.match.endpoint
        found: list[Triple] = []
        if "versions" in plan.metadata:
            found += metadata.versions(page, endpoint.viewers, api.names)
        if "formats" in plan.metadata:
            suffix = choice.format.name if call.suffix is not None else None
            found += metadata.formats(page, self.formats, suffix, parameter_based=api.parameter_based)
        if "bindings" in plan.metadata:
            found += metadata.bindings(page, plan.bindings, api.names, triples)
        if "execution" in plan.metadata:
            found += metadata.execution(page, selected.query, queries)
        return found

    def _definition(self, call: _Call) -> Response:
        """``/meta/…``: what an endpoint selects and shows."""
        match = call.match
        choice = self._choice(call)
        plan = plan_of(match, self._values[id(match.api)], raw=self._raw)
        listed = self._address(
            call.request, call.request.path.removeprefix("/meta"), call.request.query.split("&"), ()
        )
        address = self._address(call.request, call.request.path, call.request.query.split("&"), ())
        query = "" if plan.subject is not None else self._sparql[id(match.api)].text(plan.selection)
        triples = metadata.definition(address, listed, match.endpoint, match.api.names, query)
        viewer = match.endpoint.viewers["description"]
        page = DescriptionPage(address)
        content = Content(match.api, viewer, page, (address,), tuple(triples), endpoint=match.endpoint)
        body = choice.format.render(content)
        location = self._location(call, choice)
        return finished(
            call.request,
            body,
            choice.format.content_type,
            location,
            varies=choice.negotiated,
            etag=match.api.etags,
            more=choice.format.headers,
        )
