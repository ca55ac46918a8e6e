"""JSON-LD with pqgraph's context: the keys that ``ontology/context.jsonld`` defines, full IRIs for the rest.

Only the part of the context that a document needs stands in it, so that it says all by itself. `JSON-LD 1.1
<https://www.w3.org/TR/json-ld11/>`_.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson

from pqgraph.api.index import Index, index_of
from pqgraph.api.literals import datatype_of, language_of, text_of
from pqgraph.rdf.terms import Term, Triple
from pqgraph.resources import resource
from pqgraph.terms import PREFIXES, rdf

__all__ = ["json_ld"]

_TYPE = f"<{rdf.type}>"
_RDF = PREFIXES["rdf"]
_FIRST, _REST, _NIL = f"<{_RDF}first>", f"<{_RDF}rest>", f"<{_RDF}nil>"


@dataclass(frozen=True, slots=True)
class _TermDefinition:
    name: str
    definition: Any
    coercion: str | None


@cache
def _context() -> tuple[dict[str, _TermDefinition], dict[str, str]]:
    """Terms by IRI, and prefixes."""
    loaded = orjson.loads(resource("ontology", "context.jsonld").read_bytes())["@context"]
    prefixes = {
        name: value
        for name, value in loaded.items()
        if isinstance(value, str) and value.endswith(("#", "/")) and not name.startswith("@")
    }

    def full(iri: str) -> str:
        prefix, colon, local = iri.partition(":")
        return prefixes[prefix] + local if colon and prefix in prefixes else iri

    terms: dict[str, _TermDefinition] = {}
    for name, value in loaded.items():
        if name.startswith("@") or name in prefixes or (isinstance(value, str) and value.startswith("@")):
            continue
        if isinstance(value, str):
            terms[full(value)] = _TermDefinition(name, value, None)
        elif set(value) <= {"@id", "@type"}:  # containers and reverse terms would need their own shapes
            kind = value.get("@type")
            coercion = kind if kind is None or kind.startswith("@") else full(kind)
            terms[full(value["@id"])] = _TermDefinition(name, value, coercion)
    return terms, prefixes


def json_ld(triples: Sequence[Triple]) -> bytes:
    """A graph as JSON-LD."""
    return orjson.dumps(_Writer(index_of(triples)).document())


class _Writer:
    def __init__(self, index: Index) -> None:
        self._index = index
        self._terms, self._prefixes = _context()
        self._used: dict[str, Any] = {}
        self._listed: set[Term] = set()

    def document(self) -> dict[str, Any]:
        # Lists are read from what points to them, first: a node of a list is looked at once, and not written.
        nodes = {node: self._node(node) for node in self._index if not _of_list(node)}
        nodes |= {
            node: self._node(node) for node in self._index if _of_list(node) and node not in self._listed
        }
        context: dict[str, Any] = {"id": "@id", "type": "@type"}
        for definition in self._used.values():
            named = [definition] if isinstance(definition, str) else list(definition.values())
            for iri in named:
                prefix = iri.partition(":")[0]
                if prefix in self._prefixes:
                    context[prefix] = self._prefixes[prefix]
        context |= dict(sorted(self._used.items()))
        return {
            "@context": context,
            "@graph": [nodes[term] for term in self._index if term in nodes and term not in self._listed],
        }

    def _node(self, term: Term) -> dict[str, Any]:
        tree: dict[str, Any] = {"id": _id(term)}
        for predicate, values in self._index[term].items():
            if predicate == _TYPE and all(value.startswith("<") for value in values):
                tree["type"] = _single([self._class(value[1:-1]) for value in values])
                continue
            found = self._terms.get(predicate[1:-1])
            if found is not None:
                self._used[found.name] = found.definition
            key = found.name if found is not None else predicate[1:-1]
            coercion = found.coercion if found is not None else None
            tree[key] = _single([self._value(value, coercion) for value in values])
        return tree

    def _class(self, iri: str) -> str:
        found = self._terms.get(iri)
        if found is None:
            return iri
        self._used[found.name] = found.definition
        return found.name

    def _value(self, term: Term, coercion: str | None) -> Any:
        if not term.startswith('"'):
            members = self._members(term)
            if members is not None:
                return {"@list": [self._value(member, coercion) for member in members]}
            return _id(term) if coercion == "@id" else {"id": _id(term)}
        text, datatype, language = text_of(term), datatype_of(term), language_of(term)
        if language:
            # The tag as it stands: the graph is given back as it is.
            return {"@value": text, "@language": term[term.rindex("@") + 1 :]}
        if datatype is None:
            return text if coercion is None else {"@value": text}
        return text if datatype == coercion else {"@value": text, "@type": datatype}

    def _members(self, node: Term) -> list[Term] | None:
        """The members of a well-formed list, whose nodes then need not be written."""
        found: list[Term] = []
        seen: set[Term] = set()
        while node != _NIL:
            properties = self._index.get(node, {})
            if not _of_list(node) or set(properties) != {_FIRST, _REST} or node in seen:
                return None
            seen.add(node)
            found.append(properties[_FIRST][0])
            node = properties[_REST][0]
        self._listed.update(seen)
        return found


def _of_list(node: Term) -> bool:
    """Whether a node may be one of a page's list of items."""
    return node.startswith("_:item")


def _id(term: Term) -> str:
    return term[1:-1] if term.startswith("<") else term


def _single(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values
