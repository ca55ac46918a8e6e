"""From the parameters of a request to what is selected and shown.

`Query parameters <https://github.com/UKGovLD/linked-data-api/wiki/API_Query_Parameters>`_, with Elda's reserved ones
and prefixes. One addition: ``part-NAME`` finds values that hold a text, without regard to capitals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pqgraph.api.bindings import Bindings
from pqgraph.api.config.model import Api, Chain, Step, Viewer
from pqgraph.api.config.viewers import chain_of
from pqgraph.api.literals import is_node
from pqgraph.api.parsing import languages_of, near_by
from pqgraph.api.protocol import Problem
from pqgraph.api.routing import VARIABLE, Match
from pqgraph.api.selection import Condition, Equals, Exists, Pattern, Range, Selection, SortKey, TextSearch
from pqgraph.api.sparql_text import bind, check_piece, check_query, ended
from pqgraph.api.values import ValueMapper
from pqgraph.errors import PqgraphError

__all__ = ["CALLBACK", "RESERVED", "Plan", "check_description", "plan_of"]

CALLBACK = re.compile(r"[a-zA-Z_][a-zA-Z_0-9]{0,63}\Z", re.ASCII)
RESERVED = (
    *("_count", "_distance", "_format", "_graph", "_lang", "_metadata", "_orderBy", "_page", "_pageSize"),
    *("_properties", "_search", "_select", "_sort", "_subject", "_template", "_view", "_where", "callback"),
    *("near-lat", "near-long"),
)
_RAW = ("_orderBy", "_select", "_template", "_where")
_IGNORED = ("_", "_mark", "_query-id")
_COMPARISONS = {"min-": ">=", "max-": "<=", "minEx-": ">", "maxEx-": "<"}
_PREFIXES = (*_COMPARISONS, "exists-", "name-", "part-", "lang-")
_METADATA = ("bindings", "execution", "formats", "versions")
_MAX_OFFSET = 100_000_000
_LABEL = Step("http://www.w3.org/2000/01/rdf-schema#label")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a request asks for.

    Attributes:
        selection: Which items; for a fixed subject it is not asked.
        subject: IRI of the one item, if it is known.
        viewer: What is shown.
        languages: Which texts are shown; ``None`` shows all.
        page: Number of the page from 0; ``None`` if the request has none.
        page_size: Items on a page.
        page_size_given: Whether the request has ``_pageSize``.
        metadata: Which optional parts the page's description has.
        bindings: The variables.
    """

    selection: Selection
    subject: str | None
    viewer: Viewer
    languages: tuple[str, ...] | None
    page: int | None
    page_size: int
    page_size_given: bool
    metadata: frozenset[str]
    bindings: Bindings


def plan_of(match: Match, values: ValueMapper, *, raw: bool) -> Plan:
    """What a request asks for.

    Args:
        match: The endpoint, with variables and parameters.
        values: The value mapping of its API.
        raw: Whether ``_where``, ``_select``, ``_orderBy`` and ``_template`` are allowed.

    Raises:
        Problem: 400, a parameter is unknown, or its value makes no sense.
        PqgraphError: PQ701, the description is at fault.
    """
    return _Planner(match, values, raw=raw).plan()


def check_description(api: Api, values: ValueMapper) -> None:
    """Whether the filters and orders of an API name properties that it knows.

    Raises:
        PqgraphError: PQ701, one does not, with its endpoint.
    """
    for endpoint in api.endpoints:
        match = Match(api, endpoint, {}, {}, absolute=False)
        planner = _Planner(match, values, raw=False)
        try:
            planner.own_sort(endpoint.selector.sort)
            for raw_filter in endpoint.selector.filters:
                if not VARIABLE.search(raw_filter.parameter):
                    prefix, chain = planner.path(raw_filter.parameter)
                    if prefix == "exists-" and raw_filter.value not in ("true", "false", ""):
                        raise Problem(400, f"{raw_filter.parameter} is neither true nor false.")
                    if not VARIABLE.search(raw_filter.value) and not values_need_store(api, chain):
                        planner.condition(raw_filter.parameter, [raw_filter.value])
        except Problem as problem:
            raise PqgraphError("PQ701", problem.detail, place=endpoint.node) from None


def values_need_store(api: Api, chain: Chain) -> bool:
    """Whether the values of a parameter can be told only with the store at hand."""
    last = chain[-1].iri
    return last is not None and api.names.info(last).ignore_case


class _Planner:
    def __init__(self, match: Match, values: ValueMapper, *, raw: bool) -> None:
        self._api, self._endpoint = match.api, match.endpoint
        self._names = match.api.names
        self._values = values
        self._raw = raw
        self._given = match.rest
        self._variables = match.variables
        self._languages = languages_of(self._single("_lang") or self._endpoint.language)

    def plan(self) -> Plan:
        endpoint, given = self._endpoint, self._given
        self._check_reserved()
        bindings = self._bindings()
        page, size = self._number("_page", 0), self._number("_pageSize", 1)
        page_size = min(size or endpoint.page_size, endpoint.max_page_size)
        if (page or 0) * page_size > _MAX_OFFSET:
            raise Problem(400, f"_page={page} is beyond all lists.")
        selector = endpoint.selector
        conditions: list[Condition] = [self._pattern(text, bindings) for text in selector.where]
        for raw_filter in selector.filters:
            parameter = bindings.expand(raw_filter.parameter)
            self._add(conditions, parameter, [bindings.expand(raw_filter.value)])
        for parameter in sorted(name for name in given if not _is_reserved(name)):
            if not parameter.startswith("lang-"):
                self._add(conditions, parameter, given[parameter])
        conditions += self._reserved_conditions(bindings)
        sort = self._single("_sort")
        order_by = self._single("_orderBy")
        keys = self.own_sort(sort if sort is not None else (None if order_by else selector.sort))
        select = self._single("_select")
        if select is not None:
            check_query(select, "_select")
        select = select or selector.select
        selection = Selection(
            types=selector.types,
            conditions=tuple(conditions),
            sort=keys,
            order_by=None if keys else self._order(order_by, selector.order_by, bindings),
            select=None if select is None else bind(select, bindings.term),
            graph=self._graph(bindings),
            offset=(page or 0) * page_size,
            limit=page_size,
            counting=self._counting(),
        )
        return Plan(
            selection,
            self._subject(bindings),
            self._viewer(bindings),
            self._languages or None,
            page,
            page_size,
            size is not None,
            self._metadata(),
            bindings,
        )

    def _single(self, name: str) -> str | None:
        """The value of a reserved parameter; an empty one counts as none."""
        values = self._given.get(name)
        if values is None:
            return None
        if len(set(values)) > 1:
            raise Problem(400, f"{name} is given {len(values)} times with different values.")
        return values[0] or None

    def _check_reserved(self) -> None:
        for name in self._given:
            if not _is_reserved(name) or name in _IGNORED or name in self._endpoint.allow_reserved:
                continue
            if name not in RESERVED:
                raise self._unknown(name, f"The reserved parameter {name!r} is unknown.")
            if name in _RAW and not self._raw:
                raise Problem(400, f"{name} is not allowed here: this server takes no SPARQL in parameters.")
            if name in ("_page", "_pageSize") and self._endpoint.is_item:
                raise Problem(400, f"{name} can only be used with a list.")
        callback = self._single("callback")
        if callback is not None and not CALLBACK.match(callback):
            raise Problem(400, "callback is not a name of letters, digits and _.")

    def _unknown(self, name: str, detail: str) -> Problem:
        allowed = {
            "reserved": [each for each in RESERVED if self._raw or each not in _RAW],
            "prefixes": list(_PREFIXES),
            "properties": self._names.parameter_names(),
        }
        return Problem(400, detail, {"parameter": name, "allowed": allowed})

    def _bindings(self) -> Bindings:
        given = {n: v[0] for n, v in self._given.items() if not _is_reserved(n) and not n.startswith("lang-")}
        languages = {n[5:]: v[0] for n, v in self._given.items() if n.startswith("lang-")}
        return Bindings(
            self._endpoint.variables, given | dict(self._variables), languages, self._endpoint.node
        )

    def _number(self, name: str, least: int) -> int | None:
        text = self._single(name)
        if text is None:
            if self._given.get(name) is not None:
                raise Problem(400, f"{name} is empty: it must be a whole number from {least}.")
            return None
        if not text.isascii() or not text.isdigit() or len(text) > 9 or int(text) < least:
            raise Problem(400, f"{name}={text[:40]!r}: it must be a whole number from {least}.")
        return int(text)

    def _add(self, conditions: list[Condition], parameter: str, values: list[str]) -> None:
        found = self.condition(parameter, values)
        if found is not None:
            conditions.append(found)

    def path(self, parameter: str) -> tuple[str, Chain]:
        """Prefix and property chain of a parameter.

        Raises:
            Problem: 400, prefix or property are unknown.
        """
        prefix, hyphen, rest = parameter.partition("-")
        prefix = f"{prefix}-" if hyphen else ""
        if prefix and prefix not in _PREFIXES:
            raise self._unknown(
                parameter, f"The parameter {parameter[:100]!r} has an unknown prefix {prefix[:40]!r}."
            )
        return prefix, self._chain(rest if prefix else parameter, parameter)

    def _chain(self, path: str, parameter: str) -> Chain:
        try:
            chain = chain_of(path, self._names)
        except KeyError as problem:
            name = str(problem.args[0])[:100]
            raise self._unknown(
                parameter, f"The parameter {parameter[:100]!r} is unknown: there is no property {name!r}."
            ) from None
        if not chain:
            raise self._unknown(parameter, f"The parameter {parameter[:100]!r} names no property.")
        if len(chain) > 10:
            raise Problem(400, f"The parameter {parameter[:100]!r} has more than 10 steps.")
        return chain

    def condition(self, parameter: str, given: list[str]) -> Condition | None:
        """What a parameter demands; several values are alternatives, an empty one demands nothing.

        Raises:
            Problem: 400.
        """
        prefix, chain = self.path(parameter)
        texts = list(dict.fromkeys(value for value in given if value))
        if not texts:
            return None
        last = chain[-1].iri
        if last is None:
            raise Problem(400, f"The parameter {parameter!r} cannot end in *.")
        info, values = self._names.info(last), self._values
        if chain[-1].inverse:  # what points to an item is a resource
            info = replace(info, range="http://www.w3.org/2000/01/rdf-schema#Resource", ignore_case=False)
        languages = self._languages_of(parameter, prefix)
        if prefix == "exists-":
            if texts not in (["true"], ["false"]):
                raise Problem(400, f"{parameter}={texts[0][:40]!r}: it must be true or false.")
            return Exists(chain, texts == ["true"], parameter)
        if prefix in _COMPARISONS:
            terms = tuple(values.compared(info, text, parameter) for text in texts)
            tags = languages if values.is_text(info) else ()
            return Range(chain, _COMPARISONS[prefix], terms, tags, parameter)  # type: ignore[arg-type]
        if prefix == "name-":
            label = self._names.info(_LABEL.iri or "")
            found = [
                term
                for x in texts
                for term in values.equals(label, x, (*languages, "") if languages else (), parameter)
            ]
            return Equals((*chain, _LABEL), tuple(dict.fromkeys(found)), parameter)
        if prefix == "part-":
            found = [term for text in texts for term in values.containing(info, text)]
        else:
            found = [term for text in texts for term in values.equals(info, text, languages, parameter)]
        return Equals(chain, tuple(dict.fromkeys(found)), parameter)

    def _languages_of(self, parameter: str, prefix: str) -> tuple[str, ...]:
        own = self._given.get(f"lang-{parameter.removeprefix(prefix)}")
        return languages_of(own[0]) if own and own[0] else self._languages

    def _pattern(self, text: str, bindings: Bindings) -> Pattern:
        return Pattern(ended(bind(text, bindings.term)))

    def _reserved_conditions(self, bindings: Bindings) -> list[Condition]:
        found: list[Condition] = []
        where = self._single("_where")
        if where is not None:
            check_piece(where, "_where")
            found.append(self._pattern(where, bindings))
        search = self._single("_search")
        if search is not None:
            words = tuple(dict.fromkeys(search.lower().split()))[:20]
            if words:
                found.append(TextSearch(words, self._endpoint.text_properties, search))
        near = [self._single(name) for name in ("near-lat", "near-long", "_distance")]
        if any(near):
            found.append(near_by(near))
        return found

    def own_sort(self, text: str | None) -> tuple[SortKey, ...]:
        """The criteria of ``_sort`` or ``api:sort``.

        Raises:
            Problem: 400, a property is unknown.
        """
        keys = []
        for part in (text or "").split(","):
            descending, path = part.strip().startswith("-"), part.strip().removeprefix("-")
            if path:
                keys.append(SortKey(self._chain(path, path), descending))
        if len(keys) > 10:
            raise Problem(400, "_sort has more than 10 criteria.")
        return tuple(keys)

    def _order(self, asked: str | None, configured: str | None, bindings: Bindings) -> str | None:
        if asked is not None:
            check_piece(asked, "_orderBy", "order")
        text = asked or configured
        return None if text is None else bind(bindings.expand(text), bindings.term)

    def _graph(self, bindings: Bindings) -> str | None:
        asked = self._single("_graph")
        graph = asked or (bindings.expand(self._endpoint.graph) if self._endpoint.graph else None)
        if graph is not None and not is_node(graph):
            raise Problem(400, f"_graph: {graph[:100]!r} is not an IRI.")
        return graph

    def _counting(self) -> bool:
        text, allowed = self._single("_count"), self._endpoint.counting
        if text is None:
            return bool(allowed) and not self._endpoint.is_item
        if text not in ("yes", "no"):
            raise Problem(400, f"_count={text[:40]!r}: it must be yes or no.")
        if allowed is not None and allowed != (text == "yes"):
            raise Problem(400, "This list does not let _count be altered.")
        return text == "yes"

    def _subject(self, bindings: Bindings) -> str | None:
        asked = self._single("_subject")
        if self._endpoint.item_template is not None and self._endpoint.is_item:
            subject = bindings.expand(self._endpoint.item_template)
            if not is_node(subject):
                raise Problem(404, "There is no such item.")
            return subject
        if asked is None:
            return None
        subject = (self._names.expand(asked) or asked).replace(" ", "%20")
        if not is_node(subject):
            raise Problem(400, f"_subject: {asked[:100]!r} is not an IRI.")
        return subject

    def _viewer(self, bindings: Bindings) -> Viewer:
        name, template = self._single("_view"), self._single("_template")
        viewer = self._endpoint.default_viewer
        if name is not None:
            found = self._endpoint.viewers.get(name)
            if found is None:
                views = sorted(self._endpoint.viewers)
                raise Problem(
                    400, f"There is no view {name[:100]!r}.", {"parameter": "_view", "allowed": views}
                )
            viewer = found
        if template is not None:
            check_piece(template, "_template")
            viewer = Viewer("_template", "template", template=template)
        if viewer.kind == "template":
            viewer = replace(viewer, template=bind(viewer.template, bindings.term))
        chains = [
            self._chain(path, "_properties")
            for path in (self._single("_properties") or "").split(",")
            if path
        ]
        return replace(viewer, chains=tuple(dict.fromkeys((*viewer.chains, *chains)))) if chains else viewer

    def _metadata(self) -> frozenset[str]:
        wanted: set[str] = set()
        for option in (self._single("_metadata") or "").lower().split(","):
            name = option.strip().lstrip("+ ")
            if name == "all":
                wanted |= set(_METADATA)
            elif name.startswith("-"):
                wanted.discard(name[1:])
            elif name:
                wanted.add(name)
        return frozenset(wanted)


def _is_reserved(name: str) -> bool:
    return name.startswith("_") or name in ("callback", "near-lat", "near-long")
