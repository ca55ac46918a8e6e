"""All that the API says of an item as a table, each value with the way to items like it.

The rules are those of Elda's pages: numbers, days and times lead to what is less, like and more, other values to what
is like them, texts of a thousand characters and more nowhere; a value that the list is filtered by, to the list without
that filter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pqgraph.api.index import Index
from pqgraph.api.literals import XSD, datatype_of, language_of, text_of
from pqgraph.api.pages.cleaning import clean
from pqgraph.api.pages.data import Data
from pqgraph.api.pages.links import Address, outside, page_of
from pqgraph.api.pages.words import phrase
from pqgraph.rdf.terms import Term
from pqgraph.terms import parl, pq, rdf

if TYPE_CHECKING:
    from markupsafe import Markup

    from pqgraph.api.config.shortnames import ShortNames

__all__ = ["Like", "Properties", "Property", "Value", "likes"]

LONGEST = 1000
"""Texts that have as many characters are not compared."""
_ORDERED = frozenset(
    XSD + name
    for name in ("integer", "int", "long", "decimal", "double", "float", "date", "dateTime", "time", "gYear")
)
_HTML = frozenset((parl.answerText, pq.comparableText))
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Like:
    """A way from a value to a list.

    Attributes:
        words: ``more like this``, ``less than``, ``more than``, ``remove filter``.
        value: The value, to tell links apart; empty for the plain one.
        href: The address of the list.
    """

    words: str
    value: str
    href: str


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a property.

    Attributes:
        text: What is shown.
        html: The same as cleaned HTML, if it is published as HTML.
        href: The page about it, if it is a thing.
        likes: Ways to lists.
        inner: What is said of it, if it is a thing.
    """

    text: str
    html: Markup | None = None
    href: str | None = None
    likes: tuple[Like, ...] = ()
    inner: tuple[Property, ...] = ()


@dataclass(frozen=True, slots=True)
class Property:
    """A property.

    Attributes:
        path: Its name for parameters, with those above it: ``answer.dateOfAnswer``.
        words: Its name as words.
        values: Its values.
    """

    path: str
    words: str
    values: tuple[Value, ...]


def likes(
    base: Address, path: str, value: str, *, ordered: bool = False, language: str = ""
) -> tuple[Like, ...]:
    """The ways from a value to lists.

    Args:
        base: The list that filters are added to.
        path: The parameter.
        value: Its value.
        ordered: Whether there is less and more.
        language: The language of the value.
    """
    if not value or len(value) >= LONGEST:
        return ()
    if value in base.values(path):
        kept = [each for each in base.values(path) if each != value]
        return (Like("remove filter", "", str(base.put(path, *kept))),)
    alike = base.put(path, value)
    if language:
        alike = alike.put(f"lang-{path}", language)
    same = Like("more like this", "", str(alike))
    if not ordered:
        return (same,)
    less, more = base.put(f"max-{path}", value), base.put(f"min-{path}", value)
    return (Like("less than", value, str(less)), same, Like("more than", value, str(more)))


class Properties:
    """Makes tables of what a graph says.

    Args:
        data: For labels.
        names: Short names of the API.
        base: The list that links add filters to; ``None`` for tables without such links.
        keys: Names of some properties, by IRI, in place of those of the API.
    """

    def __init__(
        self, data: Data, names: ShortNames, base: Address | None, keys: dict[str, str] | None = None
    ) -> None:
        self._data = data
        self._names = names
        self._base = base
        self._fixed = keys or {}

    def of(self, iri: str, index: Index) -> tuple[Property, ...]:
        """The table of a thing: plain values first, then things, each by name."""
        things = {
            term[1:-1]
            for node in index.values()
            for terms in node.values()
            for term in terms
            if term[0] == "<"
        }
        self._data.labels(things)
        keys = self._names.for_json({p[1:-1] for node in index.values() for p in node}) | self._fixed
        return self._rows(f"<{iri}>", index, keys, (), ())

    def _rows(
        self, node: Term, index: Index, keys: dict[str, str], path: tuple[str, ...], above: tuple[Term, ...]
    ) -> tuple[Property, ...]:
        found = []
        for predicate, terms in index.get(node, {}).items():
            iri = predicate[1:-1]
            if (iri == rdf.type and self._fixed) or self._names.info(iri).hidden:
                continue
            key = keys[iri]
            here = (*path, key)
            # A name that the API does not know cannot be a parameter.
            known = self._base is not None and all(self._names.expand(part) for part in here)
            values = tuple(
                self._value(iri, term, index, keys, here, (*above, node), known=known)
                for term in sorted(terms, key=lambda term: (text_of(term), term))
            )
            row = Property(".".join(here), phrase(key), values)
            found.append((any(term.startswith("<") for term in terms), key.lower(), row))
        return tuple(row for _, _, row in sorted(found, key=lambda each: each[:2]))

    def _value(
        self,
        predicate: str,
        term: Term,
        index: Index,
        keys: dict[str, str],
        path: Sequence[str],
        above: tuple[Term, ...],
        *,
        known: bool,
    ) -> Value:
        text, name = text_of(term), ".".join(path)
        if term.startswith('"'):
            language, ordered = language_of(term), datatype_of(term) in _ORDERED
            ways = (
                likes(self._base, name, text, ordered=ordered, language=language)
                if known and self._base
                else ()
            )
            return Value(text, clean(text) if predicate in _HTML else None, likes=ways)
        inner: tuple[Property, ...] = ()
        if term in index and term not in above and len(path) < _DEEPEST:
            inner = self._rows(term, index, keys, tuple(path), above)
        if not term.startswith("<"):
            return Value("", inner=inner)
        ways = likes(self._base, name, text) if known and self._base and predicate != parl.answer else ()
        label = self._data.labels([text]).get(text)
        return Value(label or text, href=page_of(text) or outside(text), likes=ways, inner=inner)
