"""What single parameters demand: prefix, property path and values, and the paths of an order.

`Property paths <https://github.com/UKGovLD/linked-data-api/wiki/API_Property_Paths>`_ and prefixes as in Elda. Two
additions: ``part-NAME`` finds values that hold a text, without regard to capitals, and ``name-NAME`` looks at every
property that says what things are called, where the specification knows ``rdfs:label`` alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pqgraph.api.config.model import Api, Chain
from pqgraph.api.config.shortnames import ShortNames
from pqgraph.api.config.viewers import chain_of
from pqgraph.api.parsing import languages_of
from pqgraph.api.protocol import Problem
from pqgraph.api.routing import VARIABLE
from pqgraph.api.selection import Condition, Equals, Exists, Named, Range, SortKey
from pqgraph.api.values import ValueMapper
from pqgraph.errors import PqgraphError

__all__ = ["RAW", "RESERVED", "Conditions", "check_description", "is_reserved"]

RESERVED = (
    *("_count", "_distance", "_format", "_graph", "_lang", "_metadata", "_orderBy", "_page", "_pageSize"),
    *("_properties", "_search", "_select", "_sort", "_subject", "_template", "_view", "_where", "callback"),
    *("near-lat", "near-long"),
)
RAW = ("_orderBy", "_select", "_template", "_where")
_COMPARISONS = {"min-": ">=", "max-": "<=", "minEx-": ">", "maxEx-": "<"}
_PREFIXES = (*_COMPARISONS, "exists-", "name-", "part-", "lang-")


def is_reserved(name: str) -> bool:
    """Whether a parameter is one of the API's own and no property."""
    return name.startswith("_") or name in ("callback", "near-lat", "near-long")


def check_description(api: Api, values: ValueMapper) -> None:
    """Whether the filters and orders of an API name properties that it knows.

    Raises:
        PqgraphError: PQ701, one does not, with its endpoint.
    """
    for endpoint in api.endpoints:
        conditions = Conditions(api.names, values)
        try:
            conditions.sort(endpoint.selector.sort)
            for raw_filter in endpoint.selector.filters:
                if not VARIABLE.search(raw_filter.parameter):
                    prefix, chain = conditions.path(raw_filter.parameter)
                    if prefix == "exists-" and raw_filter.value not in ("true", "false", ""):
                        raise Problem(400, f"{raw_filter.parameter} is neither true nor false.")
                    if not VARIABLE.search(raw_filter.value) and not _need_store(api, prefix, chain):
                        conditions.condition(raw_filter.parameter, [raw_filter.value])
        except Problem as problem:
            raise PqgraphError("PQ701", problem.detail, place=endpoint.node) from None


def _need_store(api: Api, prefix: str, chain: Chain) -> bool:
    """Whether the values of a parameter can be told only with the store at hand."""
    last = chain[-1].iri
    return prefix == "name-" or (last is not None and api.names.info(last).ignore_case)


class Conditions:
    """Reads the parameters of a request, or of a description.

    Args:
        names: Short names of the API.
        values: Its value mapping.
        languages: Languages of texts; none for plain ones.
        own_languages: Those that ``lang-NAME`` asks for, by NAME.
        graph: IRI of the graph that is asked; ``None`` for the default graph.
        raw: Whether SPARQL is among the parameters that messages name as allowed.
    """

    def __init__(
        self,
        names: ShortNames,
        values: ValueMapper,
        *,
        languages: tuple[str, ...] = (),
        own_languages: Mapping[str, str] = {},
        graph: str | None = None,
        raw: bool = False,
    ) -> None:
        self._names = names
        self._values = values
        self._languages = languages
        self._own_languages = own_languages
        self._graph = graph
        self._raw = raw

    def path(self, parameter: str) -> tuple[str, Chain]:
        """Prefix and property chain of a parameter.

        Raises:
            Problem: 400, prefix or property are unknown.
        """
        prefix, hyphen, rest = parameter.partition("-")
        prefix = f"{prefix}-" if hyphen else ""
        if prefix and prefix not in _PREFIXES:
            raise self.unknown(
                parameter, f"The parameter {parameter[:100]!r} has an unknown prefix {prefix[:40]!r}."
            )
        return prefix, self.chain(rest if prefix else parameter, parameter)

    def chain(self, path: str, parameter: str) -> Chain:
        """The property chain of a path.

        Raises:
            Problem: 400, it is too long, or a property is unknown.
        """
        try:
            chain = chain_of(path, self._names)
        except KeyError as problem:
            name = str(problem.args[0])[:100]
            raise self.unknown(
                parameter, f"The parameter {parameter[:100]!r} is unknown: there is no property {name!r}."
            ) from None
        if not chain:
            raise self.unknown(parameter, f"The parameter {parameter[:100]!r} names no property.")
        if len(chain) > 10:
            raise Problem(400, f"The parameter {parameter[:100]!r} has more than 10 steps.")
        return chain

    def condition(self, parameter: str, given: Sequence[str]) -> Condition | None:
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
            wrong = next((text for text in texts if text not in ("true", "false")), None)
            if wrong is not None:
                raise Problem(400, f"{parameter}={wrong[:40]!r}: it must be true or false.")
            # Either of the two holds for everything.
            return None if len(texts) == 2 else Exists(chain, texts == ["true"], parameter)
        if prefix in _COMPARISONS:
            terms = tuple(values.compared(info, text, parameter) for text in texts)
            tags = languages if values.is_text(info) else ()
            return Range(chain, _COMPARISONS[prefix], terms, tags, parameter)  # type: ignore[arg-type]
        if prefix == "name-":
            labels, terms = self._values.names(texts, languages, self._graph)
            return Named(chain, labels, terms, parameter)
        if prefix == "part-":
            found = [term for text in texts for term in values.containing(info, text)]
        else:
            found = [term for text in texts for term in values.equals(info, text, languages, parameter)]
        return Equals(chain, tuple(dict.fromkeys(found)), parameter)

    def _languages_of(self, parameter: str, prefix: str) -> tuple[str, ...]:
        return languages_of(self._own_languages.get(parameter.removeprefix(prefix))) or self._languages

    def sort(self, text: str | None) -> tuple[SortKey, ...]:
        """The criteria of ``_sort`` or ``api:sort``.

        Raises:
            Problem: 400, a property is unknown.
        """
        keys = []
        for part in (text or "").split(","):
            descending, path = part.strip().startswith("-"), part.strip().removeprefix("-")
            if path:
                chain = self.chain(path, path)
                if chain[-1].iri is None:
                    raise Problem(400, f"_sort: {path[:100]!r} cannot end in *.")
                keys.append(SortKey(chain, descending))
        if len(keys) > 10:
            raise Problem(400, "_sort has more than 10 criteria.")
        return tuple(keys)

    def unknown(self, name: str, detail: str) -> Problem:
        """The refusal of a parameter, with what is allowed."""
        allowed = {
            "reserved": [each for each in RESERVED if self._raw or each not in RAW],
            "prefixes": list(_PREFIXES),
            "properties": self._names.parameter_names(),
        }
        return Problem(400, detail, {"parameter": name, "allowed": allowed})
