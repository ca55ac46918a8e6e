"""Turtle with the prefixes of the API's description, and lists and anonymous nodes written as such."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pqgraph.api.index import Index, blank_uses, index_of
from pqgraph.api.vocab import PREFIXES as PAGE_PREFIXES
from pqgraph.rdf.terms import Term, Triple
from pqgraph.terms import PREFIXES, rdf

__all__ = ["turtle"]

_RDF = PREFIXES["rdf"]
_FIRST, _REST, _NIL = f"<{_RDF}first>", f"<{_RDF}rest>", f"<{_RDF}nil>"
_TYPE = f"<{rdf.type}>"
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?\Z", re.ASCII)
_PREFIX = re.compile(r"[A-Za-z](?:[A-Za-z0-9_-]*[A-Za-z0-9])?\Z|\Z", re.ASCII)
_NAMESPACE = re.compile(r"[^\x00-\x20<>\"{}|^`\\]+\Z")
_SHORT = (
    f'"^^<{PREFIXES["xsd"]}integer>',
    f'"^^<{PREFIXES["xsd"]}boolean>',
)
_SHORT_FORM = re.compile(r"[+-]?[0-9]+|true|false")


def turtle(triples: Sequence[Triple], prefixes: Mapping[str, str]) -> bytes:
    """A graph as Turtle.

    Args:
        triples: The statements; a subject's block stands where it comes first.
        prefixes: Prefixes and namespaces to write IRIs with, besides those of pqgraph and of pages.
    """
    return _Writer(index_of(triples), prefixes).document().encode()


class _Writer:
    def __init__(self, index: Index, prefixes: Mapping[str, str]) -> None:
        self._index = index
        known = {**PREFIXES, **PAGE_PREFIXES, **prefixes}
        valid = {p: ns for p, ns in known.items() if _PREFIX.match(p) and _NAMESPACE.match(ns)}
        self._namespaces = {namespace: prefix for prefix, namespace in valid.items()}
        self._used: set[str] = set()
        self._once = {node for node, count in blank_uses(index).items() if count == 1}
        self._inner: set[Term] = set()

    def document(self) -> str:
        # What is named, or pointed to more than once, has its own block; the rest stands where it is pointed to.
        blocks = [self._block(node) for node in self._index if node not in self._once]
        # A ring of anonymous nodes that nothing else points to has no place to stand but its own.
        blocks += [
            self._block(node) for node in self._index if node in self._once and node not in self._inner
        ]
        declared = sorted((prefix, ns) for ns, prefix in self._namespaces.items() if prefix in self._used)
        head = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in declared)
        return head + "".join(f"\n{block}" for block in blocks)

    def _block(self, node: Term) -> str:
        self._inner.add(node)
        return f"{self._term(node)} {self._properties(node, '    ', (node,))} .\n"

    def _properties(self, node: Term, indent: str, above: tuple[Term, ...]) -> str:
        lines = []
        for predicate, values in sorted(
            self._index[node].items(), key=lambda each: (each[0] != _TYPE, each[0])
        ):
            name = "a" if predicate == _TYPE else self._term(predicate)
            lines.append(f"{name} {', '.join(self._object(value, indent, above) for value in values)}")
        return f" ;\n{indent}".join(lines)

    def _object(self, value: Term, indent: str, above: tuple[Term, ...]) -> str:
        if value == _NIL:
            return "()"
        if value not in self._once or value in above or len(above) > 30:
            return self._term(value)
        members = self._members(value)
        if members is not None:
            self._inner.update(node for node, _ in members)
            inner = (*above, *(node for node, _ in members))
            return f"( {' '.join(self._object(member, indent, inner) for _, member in members)} )"
        self._inner.add(value)
        if value not in self._index:
            return "[]"
        deeper = f"{indent}    "
        return f"[\n{deeper}{self._properties(value, deeper, (*above, value))}\n{indent}]"

    def _members(self, node: Term) -> list[tuple[Term, Term]] | None:
        """Nodes and members of a list that can be written in parentheses; ``None`` if it is none."""
        found = []
        seen: set[Term] = set()
        while node != _NIL:
            properties = self._index.get(node, {})
            if set(properties) != {_FIRST, _REST} or node not in self._once or node in seen:
                return None
            first, rest = properties[_FIRST], properties[_REST]
            if len(first) != 1 or len(rest) != 1:
                return None
            seen.add(node)
            found.append((node, first[0]))
            node = rest[0]
        return found

    def _term(self, term: Term) -> str:
        if term.startswith("<"):
            return self._iri(term)
        if not term.startswith('"') or term.endswith('"'):
            return term
        if term.endswith(_SHORT):
            text = term[1 : term.rindex('"')]
            if _SHORT_FORM.fullmatch(text) and (text in ("true", "false")) == term.endswith(_SHORT[1]):
                return text
        head, mark, datatype = term.rpartition("^^")
        return f"{head}^^{self._iri(datatype)}" if mark and datatype.endswith(">") else term

    def _iri(self, term: Term) -> str:
        iri = term[1:-1]
        cut = max(iri.rfind("#"), iri.rfind("/")) + 1
        prefix = self._namespaces.get(iri[:cut])
        if prefix is None or not _LOCAL.match(iri[cut:]):
            return term
        self._used.add(prefix)
        return f"{prefix}:{iri[cut:]}"
