"""Addresses: lists with further filters or fewer, pages of things, links that may be followed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

__all__ = ["Address", "outside", "page_of"]

_PAGES = (
    ("http://data.parliament.uk/resources/", "/resources/"),
    ("http://data.parliament.uk/members/", "/members/"),
    ("http://data.parliament.uk/terms/", "/terms/"),
    ("https://w3id.org/pqgraph/id/question/", "/questions/"),
    ("https://w3id.org/pqgraph/id/topic/", "/topics/"),
    ("https://w3id.org/pqgraph/id/answering-body/", "/departments/"),
)
_DEPTH = {"/questions/": 3}
"""How many parts follow; one, where nothing is said."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address of this service, taken apart. ``str()`` gives it from the root, ready for a page.

    Attributes:
        path: The path, percent-encoded.
        parameters: The parameters in order, decoded; empty ones are left out.
    """

    path: str
    parameters: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, text: str, *, suffixes: Iterable[str] = ()) -> Address:
        """Take an address apart.

        Args:
            text: An address or a path, with its query.
            suffixes: Names of formats; one of them at the end of the path is taken off.
        """
        parts = urlsplit(text, allow_fragments=False)
        path = parts.path
        stem, dot, suffix = path.rpartition(".")
        if dot and stem and "/" not in suffix and suffix in set(suffixes):
            path = stem
        return cls(path, tuple(parse_qsl(parts.query, max_num_fields=200)))

    def values(self, name: str) -> list[str]:
        """The values of a parameter."""
        return [value for key, value in self.parameters if key == name]

    def first(self, name: str) -> str:
        """The first value of a parameter, or nothing."""
        return next(iter(self.values(name)), "")

    def put(self, name: str, *values: str) -> Address:
        """The same with these values of a parameter in place of others, on the first page."""
        kept = self.drop(name, "_page")
        return replace(kept, parameters=(*kept.parameters, *((name, value) for value in values)))

    def drop(self, *names: str) -> Address:
        """The same without some parameters."""
        return replace(self, parameters=tuple(pair for pair in self.parameters if pair[0] not in names))

    def at(self, path: str) -> Address:
        """The same parameters at another path."""
        return replace(self, path=path)

    def as_format(self, name: str) -> str:
        """The address of the same in a format."""
        return str(self.drop("_format").at(f"{self.path}.{name}"))

    def __str__(self) -> str:
        query = urlencode(self.parameters, quote_via=quote, safe="/:,", errors="replace")
        # Two slashes in front would name another host.
        path = "/" + self.path.lstrip("/")
        return f"{path}?{query}" if query else path


def page_of(iri: str) -> str | None:
    """The path of the page about a thing, or ``None`` if there is no such page.

    >>> page_of("http://data.parliament.uk/resources/1012383")
    '/resources/1012383'
    >>> page_of("https://w3id.org/pqgraph/id/topic/health")
    '/topics/health'
    """
    for base, path in _PAGES:
        if iri.startswith(base):
            rest = iri[len(base) :]
            parts = rest.split("/")
            if len(parts) == _DEPTH.get(path, 1) and all(part.strip(".") for part in parts):
                return quote(path + rest, safe="/%:@!$&'()*+,;=~-._")
            if path == "/resources/" and len(parts) == 2 and parts[0] and parts[1] == "answer":
                return quote(path + rest, safe="/%:@!$&'()*+,;=~-._")
    return None


def outside(address: str) -> str | None:
    """An address that a page may link to: with ``http`` or ``https`` and a host; else ``None``.

    >>> outside("javascript:alert(1)") is None
    True
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc or "\\" in address:
        return None
    return address
