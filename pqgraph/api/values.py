"""From the text of a parameter to the RDF terms that it stands for.

`Value mapping <https://github.com/UKGovLD/linked-data-api/wiki/Revised_API_Selecting_Resources_Value_Mapping>`_: the
range of the property decides. Texts are matched as Elda does: plain ones only, unless languages are given.
"""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence

from pqgraph.api.config.shortnames import PropertyInfo, ShortNames
from pqgraph.api.literals import XSD, is_node
from pqgraph.api.parsing import LANGUAGE
from pqgraph.api.protocol import Problem
from pqgraph.api.vocab import API
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Term
from pqgraph.store.results import Queryable, Solutions
from pqgraph.terms import foaf, rdfs, skos

__all__ = ["LABELS", "Spellings", "ValueMapper"]

LABELS = (rdfs.label, skos.prefLabel, foaf.name)
"""The properties that say what a thing is called."""

_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_INTEGERS = ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "gYear")
_DAY = re.compile(r"-?\d{4,}-\d\d-\d\d\Z", re.ASCII)
_TIME = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_ZONE = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"
_FORMS = {
    **{XSD + name: re.compile(r"[+-]?[0-9]{1,40}\Z", re.ASCII) for name in _INTEGERS},
    XSD + "decimal": re.compile(rf"{_NUMBER}\Z", re.ASCII),
    XSD + "double": re.compile(rf"(?:{_NUMBER}(?:[eE][+-]?[0-9]+)?|-?INF|NaN)\Z", re.ASCII),
    XSD + "boolean": re.compile(r"(?:true|false|1|0)\Z"),
    XSD + "date": re.compile(rf"-?\d{{4,}}-\d\d-\d\d{_ZONE}\Z", re.ASCII),
    XSD + "dateTime": re.compile(rf"-?\d{{4,}}-\d\d-\d\dT{_TIME}{_ZONE}\Z", re.ASCII),
}
SPELLINGS_KEPT = 50_000_000
"""Characters of values that are kept in all; those of the property asked for least recently go first."""
_EACH = 100
"""What a value takes beside its characters."""
_TEXTS = (None, rdfs.Literal, f"{API}PlainLiteral", XSD + "string")


class Spellings:
    """The values that a property has in a store, by their text without regard to capitals.

    They are kept, so this is for properties with few values, such as names of departments; those of a property that has
    more than can be kept are asked for each time.

    Args:
        store: Where to ask.
        known: Asked first: each gives all plain texts of a property, or ``None``. A store of millions takes a second.
    """

    def __init__(self, store: Queryable, known: Sequence[Callable[[str], Iterable[str] | None]] = ()) -> None:
        self._store = store
        self._sources = known
        self._known: OrderedDict[str, tuple[int, dict[str, list[Term]]]] = OrderedDict()
        self._tags: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._lock = threading.Lock()

    def of(self, iri: str) -> dict[str, list[Term]]:
        """All values of a property, by case-folded text.

        Raises:
            PqgraphError: The store fails.
        """
        with self._lock:
            known = self._known.get(iri)
            if known is not None:
                self._known.move_to_end(iri)
                return known[1]
        found: dict[str, list[Term]] = {}
        size = 0
        for text, term in self._asked(iri):
            found.setdefault(text.casefold(), []).append(term)
            size += len(text) + _EACH
        # Clients may ask for any property with part-NAME: without bounds, its values would fill the memory.
        if size <= SPELLINGS_KEPT:
            with self._lock:
                self._known[iri] = size, found
                while sum(kept for kept, _ in self._known.values()) > SPELLINGS_KEPT:
                    self._known.popitem(last=False)
        return found

    def tags(self, properties: tuple[str, ...], graph: str | None = None) -> tuple[str, ...]:
        """The languages of the texts that some properties have; an empty one stands for texts without.

        Args:
            properties: Their IRIs.
            graph: IRI of the graph that is asked, which is asked each time; ``None`` for the default graph.

        Raises:
            PqgraphError: The store fails.
        """
        with self._lock:
            known = self._tags.get(properties)
        if known is not None and graph is None:
            return known
        pattern = f"?thing {'|'.join(f'<{iri}>' for iri in properties)} ?text ."
        if graph is not None:
            pattern = f"GRAPH <{graph}> {{ {pattern} }}"
        result = self._store.query(f"SELECT DISTINCT ?tag WHERE {{ {pattern} BIND(LANG(?text) AS ?tag) }}")
        terms = [row[0] for row in result.rows] if isinstance(result, Solutions) else []
        found = tuple(sorted({"", *(term.value for term in terms if term and LANGUAGE.match(term.value))}))
        if graph is None:
            with self._lock:
                self._tags[properties] = found
        return found

    def _asked(self, iri: str) -> Iterator[tuple[str, Term]]:
        for source in self._sources:
            texts = source(iri)
            if texts is not None:
                yield from ((text, t.literal(text)) for text in texts)
                return
        result = self._store.query(f"SELECT DISTINCT ?v WHERE {{ ?s <{iri}> ?v }}")
        if isinstance(result, Solutions):
            for (term,) in result.rows:
                if term is not None and term.kind != "bnode":
                    yield term.value, term.ntriples()


class ValueMapper:
    """Maps values for one API.

    Args:
        names: Its short names.
        spellings: Values of properties whose capitals do not matter.
    """

    def __init__(self, names: ShortNames, spellings: Spellings) -> None:
        self._names = names
        self._spellings = spellings

    def equals(self, info: PropertyInfo, text: str, languages: tuple[str, ...], parameter: str) -> list[Term]:
        """The terms that a value of a property stands for.

        Raises:
            Problem: 400, the text is no value of the property's type.
        """
        if info.ignore_case:
            return self._spellings.of(info.iri).get(text.casefold(), [])
        if info.range in _TEXTS:
            return [_text(text, tag) for tag in (languages or ("",))]
        return [self.typed(info, text, parameter)]

    def names(
        self, texts: Iterable[str], languages: tuple[str, ...], graph: str | None = None
    ) -> tuple[tuple[str, ...], tuple[Term, ...]]:
        """What things that are called so have, for one of some properties.

        Args:
            texts: What they are called.
            languages: In which languages, beside none; without any, in whichever there are.
            graph: IRI of the graph that is asked; ``None`` for the default graph.

        Returns:
            The properties, and the terms.

        Raises:
            PqgraphError: The store fails.
        """
        tags = (*languages, "") if languages else self._spellings.tags(LABELS, graph)
        terms = [_text(text, tag) for text in texts for tag in tags]
        for iri in LABELS:
            if self._names.info(iri).ignore_case:
                terms += [term for x in texts for term in self._spellings.of(iri).get(x.casefold(), [])]
        return LABELS, tuple(dict.fromkeys(terms))

    def containing(self, info: PropertyInfo, text: str) -> list[Term]:
        """All values of a property that hold a text, without regard to capitals."""
        part = text.casefold()
        return [term for key, terms in self._spellings.of(info.iri).items() if part in key for term in terms]

    def compared(self, info: PropertyInfo, text: str, parameter: str) -> Term:
        """The term that values of a property are compared with.

        Raises:
            Problem: 400, the text is no value of the property's type.
        """
        return t.literal(text) if info.range in _TEXTS else self.typed(info, text, parameter)

    def is_text(self, info: PropertyInfo) -> bool:
        """Whether values of a property are texts, which may have languages."""
        return info.range in _TEXTS

    def typed(self, info: PropertyInfo, text: str, parameter: str) -> Term:
        """A value that is no text: a literal of the property's datatype, or a resource by IRI or short name."""
        kind = info.range
        assert kind is not None
        if kind in (f"{API}SimpleLiteral", f"{API}RawLiteral"):
            return t.literal(text)
        if self._names.is_datatype(kind):
            return t.typed(_lexical(text, kind, parameter), kind)
        iri = self._names.expand(text) or text
        if not is_node(iri):
            raise Problem(
                400, f"{parameter}: {text[:100]!r} is neither an IRI nor a name that this API knows."
            )
        return t.iri(iri)


def _text(text: str, tag: str) -> Term:
    return t.lang_literal(text, tag) if tag and tag != "none" else t.literal(text)


def _lexical(text: str, kind: str, parameter: str) -> str:
    text = text.strip()
    if kind == XSD + "dateTime" and _DAY.match(text):
        text = f"{text}T00:00:00Z"  # a day stands for its beginning
    elif kind == XSD + "date" and _DAY.match(text[:10]) and text[10:11] == "T":
        text = text[:10]
    form = _FORMS.get(kind)
    if form is not None and not form.match(text):
        raise Problem(400, f"{parameter}: {text[:100]!r} is not a value of {kind.rpartition('#')[2]}.")
    if kind in (XSD + "date", XSD + "dateTime") and text[4] == "-":
        try:
            dt.date.fromisoformat(text[:10])
        except ValueError:
            raise Problem(400, f"{parameter}: {text[:10]} is no day of the calendar.") from None
    return text
