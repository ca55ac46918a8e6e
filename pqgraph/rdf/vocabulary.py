"""The terms of ``ontology/pqgraph.ttl`` as data, for listings and documentation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pqgraph import terms
from pqgraph.resources import resource

__all__ = ["VocabularyTerm", "short_name", "vocabulary"]

_OWL = terms.PREFIXES["owl"]
_KINDS = {
    _OWL + "Class": "class",
    _OWL + "ObjectProperty": "object property",
    _OWL + "DatatypeProperty": "datatype property",
    _OWL + "AnnotationProperty": "annotation property",
}
_SKOS = terms.PREFIXES["skos"]
_RDFS = terms.PREFIXES["rdfs"]


@dataclass(frozen=True, slots=True)
class VocabularyTerm:
    """A class or property.

    Attributes:
        name: With prefix: ``pq:answeringBody``.
        iri: In full.
        kind: ``class``, ``object property``, ``datatype property`` or ``annotation property``.
        label: English label.
        definition: What it means in Parliament's procedure.
        parents: Superclasses or superproperties, with prefix.
        domain: Class of its subjects, with prefix, if stated.
        range: Class or datatype of its values, with prefix, if stated.
        example: A snippet of Turtle.
    """

    name: str
    iri: str
    kind: str
    label: str
    definition: str
    parents: tuple[str, ...]
    domain: str | None
    range: str | None
    example: str | None


def short_name(iri: str) -> str:
    """An IRI with the project's prefix, or whole if no prefix fits."""
    for prefix, namespace in terms.PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


@cache
def vocabulary() -> tuple[VocabularyTerm, ...]:
    """Every class and property with a definition, classes first, each by name.

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    import pyoxigraph as ox

    said: dict[str, dict[str, list[str]]] = {}
    for quad in ox.parse(path=resource("ontology", "pqgraph.ttl"), format=ox.RdfFormat.TURTLE):
        said.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, []).append(quad.object.value)
    found = []
    for iri, properties in said.items():
        kind = next((_KINDS[t] for t in properties.get(terms.rdf.type, ()) if t in _KINDS), None)
        definition = properties.get(_SKOS + "definition")
        if kind is None or definition is None:
            continue

        def first(name: str, properties: dict[str, list[str]] = properties) -> str | None:
            return next(iter(properties.get(name, ())), None)

        domain, value = first(_RDFS + "domain"), first(_RDFS + "range")
        parents = properties.get(_RDFS + "subClassOf", []) + properties.get(_RDFS + "subPropertyOf", [])
        found.append(
            VocabularyTerm(
                name=short_name(iri),
                iri=iri,
                kind=kind,
                label=first(terms.rdfs.label) or "",
                definition=definition[0],
                parents=tuple(sorted(short_name(parent) for parent in parents)),
                domain=short_name(domain) if domain else None,
                range=short_name(value) if value else None,
                example=first(_SKOS + "example"),
            )
        )
    return tuple(sorted(found, key=lambda term: (term.kind != "class", term.name)))
