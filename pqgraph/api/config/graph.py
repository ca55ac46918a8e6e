"""An API description as a graph that can be asked, with errors that name the node."""

from __future__ import annotations

from collections.abc import Iterable

from pqgraph.api.literals import text_of
from pqgraph.errors import PqgraphError
from pqgraph.rdf.terms import Term, Triple
from pqgraph.terms import PREFIXES

__all__ = ["ConfigGraph"]

_FIRST, _REST, _NIL = (f"<{PREFIXES['rdf']}{name}>" for name in ("first", "rest", "nil"))


class ConfigGraph:
    """The statements of a description.

    Args:
        triples: Its statements.
        place: Name of the file, for messages.
    """

    def __init__(self, triples: Iterable[Triple], place: str) -> None:
        self.place = place
        self._index: dict[Term, dict[Term, list[Term]]] = {}
        self._subjects: dict[tuple[Term, Term], list[Term]] = {}
        for s, p, o in triples:
            values = self._index.setdefault(s, {}).setdefault(p, [])
            if o not in values:
                values.append(o)
                self._subjects.setdefault((p, o), []).append(s)

    def error(self, node: Term, found: str, advice: str | None = None) -> PqgraphError:
        """What is wrong with a node, as an error to raise."""
        return PqgraphError("PQ701", found, place=f"{self.place}, {self.called(node)}", advice=advice)

    def called(self, node: Term) -> str:
        """What a person finds a node by: its IRI, or for a blank node what points to it."""
        if not node.startswith("_:"):
            return node
        for subject, properties in self._index.items():
            for predicate, values in properties.items():
                if node in values and subject != node:
                    return f"{self.called(subject)} {predicate} […]"
        return "a blank node"

    def subjects(self) -> Iterable[Term]:
        """Everything that something is said of, in document order."""
        return self._index

    def having(self, predicate: Term, value: Term) -> list[Term]:
        """The subjects of which this is said."""
        return self._subjects.get((predicate, value), [])

    def objects(self, node: Term, predicate: Term) -> list[Term]:
        """All values of a property, in document order."""
        return self._index.get(node, {}).get(predicate, [])

    def one(self, node: Term, predicate: Term) -> Term | None:
        """The only value of a property, or ``None``.

        Raises:
            PqgraphError: PQ701, there are several.
        """
        values = self.objects(node, predicate)
        if len(values) > 1:
            raise self.error(node, f"{predicate} has {len(values)} values where one is meant")
        return values[0] if values else None

    def text(self, node: Term, predicate: Term) -> str | None:
        """The only value as text: the lexical form of a literal, or an IRI."""
        value = self.one(node, predicate)
        if value is None:
            return None
        if value.startswith("_:"):
            raise self.error(node, f"{predicate} is a blank node where a text is meant")
        return text_of(value)

    def number(self, node: Term, predicate: Term) -> int | None:
        """The only value as a whole number from 1."""
        text = self.text(node, predicate)
        if text is None:
            return None
        if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 1_000_000:
            raise self.error(node, f"{predicate} is {text!r}, not a number from 1 to 1,000,000")
        return int(text)

    def flag(self, node: Term, predicate: Term) -> bool | None:
        """The only value as true or false."""
        text = self.text(node, predicate)
        if text is None:
            return None
        if text not in ("true", "false", "1", "0"):
            raise self.error(node, f"{predicate} is {text!r}, not true or false")
        return text in ("true", "1")

    def resource(self, node: Term, predicate: Term) -> Term | None:
        """The only value, which must be a resource."""
        value = self.one(node, predicate)
        if value is not None and value.startswith('"'):
            raise self.error(node, f"{predicate} is the literal {value} where a resource is meant")
        return value

    def items(self, node: Term) -> list[Term]:
        """The members of an ``rdf:List``, or the node itself if it is none.

        Raises:
            PqgraphError: PQ701, the list has no end.
        """
        if node == _NIL:
            return []
        if not self.objects(node, _FIRST):
            return [node]
        found: list[Term] = []
        seen: set[Term] = set()
        while node != _NIL:
            value, rest = self.one(node, _FIRST), self.one(node, _REST)
            if value is None or rest is None or node in seen:
                raise self.error(node, "a list is broken")
            seen.add(node)
            found.append(value)
            node = rest
        return found
