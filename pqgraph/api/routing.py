"""Which endpoint a request is for: URI templates against paths and parameters.

`Identifying an endpoint <https://github.com/UKGovLD/linked-data-api/wiki/API_Identifying_An_Endpoint>`_; as in Elda
a template with more fixed text wins, a segment may hold several variables, and an address that matches an item
template leads to the page of the item.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote, unquote_plus, urlsplit

from pqgraph.api.config.model import Api, Endpoint
from pqgraph.api.protocol import Problem

__all__ = ["VARIABLE", "Match", "Parameters", "Router", "decoded", "expand", "parse_query"]

VARIABLE = re.compile(r"\{([A-Za-z_][A-Za-z0-9_.-]*)\}", re.ASCII)
Parameters = dict[str, list[str]]
"""Parameters of a request with all their values, decoded."""
MAX_PARAMETERS = 100


def parse_query(query: str) -> Parameters:
    """The parameters of a query string, ``+`` and percent escapes decoded; without a name they are left out.

    Raises:
        Problem: 400, the escapes are not UTF-8 or there are too many parameters.
    """
    found: Parameters = {}
    parts = [part for part in query.split("&") if part]
    if len(parts) > MAX_PARAMETERS:
        raise Problem(400, f"The request has more than {MAX_PARAMETERS} parameters.")
    for part in parts:
        name, _, value = part.partition("=")
        try:
            name, value = unquote_plus(name, errors="strict"), unquote_plus(value, errors="strict")
        except UnicodeDecodeError:
            raise Problem(400, "The query string is not UTF-8 in percent-encoding.") from None
        if "\0" in name + value:
            raise Problem(400, "The query string holds a NUL character.")
        if name:
            found.setdefault(name, []).append(value)
    return found


def expand(template: str, value_of: Callable[[str], str | None]) -> str:
    """A template with ``{names}`` replaced; a name without a value stays as it is."""

    def replaced(match: re.Match[str]) -> str:
        value = value_of(match[1])
        return match[0] if value is None else value

    return VARIABLE.sub(replaced, template)


@dataclass(frozen=True, slots=True)
class Match:
    """An endpoint and what its template found.

    Attributes:
        api: The API.
        endpoint: The endpoint.
        variables: Values of the template's variables, decoded.
        several: Variables of which the parameters give several values, each once.
        rest: The parameters that the template does not take.
        absolute: Whether the template is a whole address.
    """

    api: Api
    endpoint: Endpoint
    variables: Mapping[str, str]
    several: Mapping[str, tuple[str, ...]]
    rest: Parameters
    absolute: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """See :class:`Match`; ``empty`` tells whether a parameter of the template has no value."""

    variables: dict[str, str]
    several: dict[str, tuple[str, ...]]
    rest: Parameters
    empty: bool


class _Template:
    def __init__(self, text: str) -> None:
        path, _, query = text.partition("?")
        self.absolute = path.startswith(("http://", "https://"))
        self.fixed_path = path
        self.path = _Pattern(path, "[^/]+")
        self.parameters = {
            name: _Pattern(unquote_plus(value), ".*")
            for name, _, value in (part.partition("=") for part in query.split("&") if part)
        }
        fixed = VARIABLE.sub("", path)
        # More fixed text first; of equals the one that takes more parameters, then fewer variables.
        self.order = (-len(fixed), -len(self.parameters), len(VARIABLE.findall(path)))

    def match(self, path: str, parameters: Parameters) -> _Found | None:
        """What the template finds; ``None`` if the address is another's."""
        variables = self.path.match(path)
        if variables is None:
            return None
        several: dict[str, tuple[str, ...]] = {}
        empty = False
        for name, pattern in self.parameters.items():
            given = parameters.get(name)
            if not given:
                return None
            # An empty value means nothing, unless all are empty, or emptiness itself is asked for.
            values = list(dict.fromkeys(value for value in given if value)) if pattern.names else given
            matches = [pattern.match(value) for value in values or [""]]
            found = [match for match in matches if match is not None]
            if len(found) < len(matches):
                return None
            empty = empty or not values
            variables |= found[0]
            if len(found) > 1 and pattern.names:
                if len(pattern.names) > 1:
                    raise Problem(
                        400, f"{name} is given {len(found)} times, where this list takes one value."
                    )
                several[pattern.names[0]] = tuple(each[pattern.names[0]] for each in found)
        for name in several:
            del variables[name]
        rest = {name: v for name, v in parameters.items() if name not in self.parameters}
        return _Found(variables, several, rest, empty)


class _Pattern:
    """A text with ``{variables}``, ready to match."""

    def __init__(self, template: str, variable: str) -> None:
        parts = VARIABLE.split(template)
        self.names = parts[1::2]
        self._regex = re.compile(
            "".join(f"({variable})" if n % 2 else re.escape(part) for n, part in enumerate(parts)), re.DOTALL
        )

    def match(self, text: str) -> dict[str, str] | None:
        found = self._regex.fullmatch(text)
        return None if found is None else dict(zip(self.names, found.groups(), strict=True))


class Router:
    """Finds endpoints.

    Args:
        apis: The APIs, whose endpoints are all tried together.
    """

    def __init__(self, apis: Sequence[Api]) -> None:
        routes = [(_Template(e.template), api, e) for api in apis for e in api.endpoints]
        # The sort is stable: of two equal templates the first in the description wins.
        self._routes = sorted(routes, key=lambda route: route[0].order)
        self._taken: dict[str, set[str]] = {}
        """Parameters that the templates of a path take, by the path."""
        for route, _, _ in routes:
            self._taken.setdefault(route.fixed_path, set()).update(route.parameters)
        self._items = sorted(
            (
                (_Template(_path_of(template)), api, e)
                for api in apis
                for e in api.endpoints
                if (template := _item_template(e)) is not None and VARIABLE.search(template)
            ),
            key=lambda route: route[0].order,
        )

    def find(self, base: str, path: str, parameters: Parameters) -> Match | None:
        """The endpoint for a path (decoded segment by segment), or ``None``.

        A template of which a parameter is empty gives way to one of the same path that does not take it.

        Raises:
            Problem: 400, a parameter is given several times that can have but one value.
        """
        waiting: tuple[_Template, Match] | None = None
        for template, api, endpoint in self._routes:
            if waiting is not None and template.fixed_path != waiting[0].fixed_path:
                continue
            local = f"{base}{path}" if template.absolute else _within(api.base, base, path)
            found = None if local is None else template.match(local, parameters)
            if found is None:
                continue
            taken = self._taken[template.fixed_path]
            rest = {name: values for name, values in found.rest.items() if any(values) or name not in taken}
            match = Match(api, endpoint, found.variables, found.several, rest, template.absolute)
            if not found.empty:
                return match
            waiting = waiting or (template, match)
        return None if waiting is None else waiting[1]

    def page_of(self, base: str, path: str) -> str | None:
        """The address of the page of an item, if the address is that of the item itself."""
        for template, api, endpoint in self._items:
            found = template.match(path, {})
            if found is not None:
                values = {name: quote(value, safe="") for name, value in found.variables.items()}
                target = expand(endpoint.template, values.get)
                if VARIABLE.search(target):
                    continue
                if target.startswith("/"):
                    root = api.base or ""
                    target = f"{root}{target}" if root.startswith("http") else f"{base}{root}{target}"
                return target
        return None


def _item_template(endpoint: Endpoint) -> str | None:
    """The item template with the values of declared variables."""
    text = endpoint.item_template
    for _ in range(len(endpoint.variables) if text is not None else 0):
        text = expand(text or "", lambda name: v.text if (v := endpoint.variables.get(name)) else None)
    return text


def _path_of(item_template: str) -> str:
    """The path of an item template; items live on another host in general, their paths are asked for here."""
    return re.sub(r"\Ahttps?://[^/]*", "", item_template)


def _within(api_base: str | None, base: str, path: str) -> str | None:
    """The path below the API's base; ``None`` if the request is for something else."""
    if api_base is None:
        return path
    root = urlsplit(api_base).path.rstrip("/")
    if root and not (path == root or path.startswith(f"{root}/")):
        return None
    return path[len(root) :] or "/"


def decoded(path: str) -> str:
    """A path decoded; an escaped slash stays escaped, because it separates nothing.

    Raises:
        Problem: 400, the escapes are not UTF-8, or hide a control character.
    """
    try:
        text = "/".join(unquote(part, errors="strict").replace("/", "%2F") for part in path.split("/"))
    except UnicodeDecodeError:
        raise Problem(400, "The path is not UTF-8 in percent-encoding.") from None
    if any(ord(char) < 32 or ord(char) == 127 for char in text):
        raise Problem(400, "The path holds a control character.")
    return text
