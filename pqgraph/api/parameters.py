"""From the parameters of a request to what is selected and shown.

`Query parameters <https://github.com/UKGovLD/linked-data-api/wiki/API_Query_Parameters>`_, with Elda's reserved ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pqgraph.api.bindings import Bindings
from pqgraph.api.conditions import RAW, RESERVED, Conditions, is_reserved
from pqgraph.api.config.model import Viewer
from pqgraph.api.literals import is_node
from pqgraph.api.parsing import languages_of, near_by
from pqgraph.api.protocol import Problem
from pqgraph.api.routing import Match
from pqgraph.api.selection import Condition, Pattern, Selection, Subject, TextSearch
from pqgraph.api.sparql_text import bind, check_piece, check_query, ended
from pqgraph.api.values import ValueMapper

__all__ = ["CALLBACK", "Plan", "plan_of"]

CALLBACK = re.compile(r"[a-zA-Z_][a-zA-Z_0-9]{0,63}\Z", re.ASCII)
_IGNORED = ("_", "_mark", "_query-id")
_METADATA = ("bindings", "execution", "formats", "versions")
_MAX_OFFSET = 100_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What a request asks for.

    Attributes:
        selection: Which items; for a fixed subject it is not asked.
        subject: IRI of the one item, if the address tells it.
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


class _Planner:
    def __init__(self, match: Match, values: ValueMapper, *, raw: bool) -> None:
        self._api, self._endpoint = match.api, match.endpoint
        self._names = match.api.names
        self._raw = raw
        self._given = match.rest
        self._languages = languages_of(self._single("_lang") or self._endpoint.language)
        self._bindings = self._bound(match)
        self._conditions = Conditions(
            match.api.names,
            values,
            languages=self._languages,
            own_languages={n[5:]: v[0] for n, v in self._given.items() if n.startswith("lang-")},
            graph=self._graph(),
            raw=raw,
        )

    def plan(self) -> Plan:
        endpoint, given, bindings = self._endpoint, self._given, self._bindings
        self._check_reserved()
        self._check_several()
        page, size = self._number("_page", 0), self._number("_pageSize", 1)
        page_size = min(size or endpoint.page_size, endpoint.max_page_size)
        if (page or 0) * page_size > _MAX_OFFSET:
            raise Problem(400, f"_page={page} is beyond all lists.")
        selector = endpoint.selector
        conditions: list[Condition] = [self._pattern(text, bindings) for text in selector.where]
        for raw_filter in selector.filters:
            parameter = bindings.expand(raw_filter.parameter)
            self._add(conditions, parameter, bindings.expansions(raw_filter.value))
        for parameter in sorted(name for name in given if not is_reserved(name)):
            if not parameter.startswith("lang-"):
                self._add(conditions, parameter, given[parameter])
        conditions += self._reserved_conditions(bindings)
        sort = self._single("_sort")
        order_by = self._single("_orderBy")
        keys = self._conditions.sort(sort if sort is not None else (None if order_by else selector.sort))
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
            graph=self._graph(),
            offset=(page or 0) * page_size,
            limit=page_size,
            counting=self._counting(),
        )
        return Plan(
            selection,
            self._subject(bindings),
            self._viewer(),
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
            if not is_reserved(name) or name in _IGNORED or name in self._endpoint.allow_reserved:
                continue
            if name not in RESERVED:
                raise self._conditions.unknown(name, f"The reserved parameter {name!r} is unknown.")
            if name in RAW and not self._raw:
                raise Problem(400, f"{name} is not allowed here: this server takes no SPARQL in parameters.")
            if name in ("_page", "_pageSize") and self._endpoint.is_item:
                raise Problem(400, f"{name} can only be used with a list.")
        callback = self._single("callback")
        if callback is not None and not CALLBACK.match(callback):
            raise Problem(400, "callback is not a name of letters, digits and _.")

    def _check_several(self) -> None:
        """Refuse several values of a variable that stands for more than the values of a filter."""
        if not self._bindings.several:
            return
        endpoint, selector = self._endpoint, self._endpoint.selector
        pieces = [
            *(selector.where, [raw.parameter for raw in selector.filters], [endpoint.item_template]),
            *([selector.select, selector.order_by, endpoint.graph], [self._viewer().template]),
            *([variable.text for variable in endpoint.variables.values()], map(self._single, RAW)),
        ]
        text = "\n".join(piece for some in pieces for piece in some if piece)
        for name, values in self._bindings.several.items():
            if re.search(rf"\b{re.escape(name)}\b", text):
                raise Problem(400, f"{name} is given {len(values)} times, where this list takes one value.")

    def _bound(self, match: Match) -> Bindings:
        given = {n: v[0] for n, v in self._given.items() if not is_reserved(n) and not n.startswith("lang-")}
        languages = {n[5:]: v[0] for n, v in self._given.items() if n.startswith("lang-")}
        variables = self._endpoint.variables
        return Bindings(
            variables, given | dict(match.variables), languages, self._endpoint.node, match.several
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
        found = self._conditions.condition(parameter, values)
        if found is not None:
            conditions.append(found)

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
        subject = self._asked_subject()
        if subject is not None:
            found.append(Subject(subject))
        near = [self._single(name) for name in ("near-lat", "near-long", "_distance")]
        if any(near):
            found.append(near_by(near))
        return found

    def _order(self, asked: str | None, configured: str | None, bindings: Bindings) -> str | None:
        if asked is not None:
            check_piece(asked, "_orderBy", "order")
        text = asked or configured
        return None if text is None else bind(bindings.expand(text), bindings.term)

    def _graph(self) -> str | None:
        asked = self._single("_graph")
        graph = asked or (self._bindings.expand(self._endpoint.graph) if self._endpoint.graph else None)
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
        """The item that the address of an item names."""
        if self._endpoint.item_template is not None and self._endpoint.is_item:
            subject = bindings.expand(self._endpoint.item_template)
            if not is_node(subject):
                raise Problem(404, "There is no such item.")
            return subject
        return None

    def _asked_subject(self) -> str | None:
        asked = self._single("_subject")
        if asked is None:
            return None
        subject = (self._names.expand(asked) or asked).replace(" ", "%20")
        if not is_node(subject):
            raise Problem(400, f"_subject: {asked[:100]!r} is not an IRI.")
        return subject

    def _viewer(self) -> Viewer:
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
            viewer = replace(viewer, template=bind(viewer.template, self._bindings.term))
        chains = [
            self._conditions.chain(path, "_properties")
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
