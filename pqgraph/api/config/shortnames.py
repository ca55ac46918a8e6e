"""Short names: what properties, classes and resources are called in addresses and in JSON.

By the specification's `property paths <https://github.com/UKGovLD/linked-data-api/wiki/API_Property_Paths>`_ a name
is the ``api:label``, else the ``rdfs:label``, else the local name. As in Elda the form ``prefix_local`` is
understood too, for every prefix of the description.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pqgraph.api.config.graph import ConfigGraph
from pqgraph.api.literals import text_of
from pqgraph.api.vocab import lda, own
from pqgraph.rdf.terms import Term
from pqgraph.terms import PREFIXES, owl, rdf, rdfs

__all__ = ["NAME", "PropertyInfo", "ShortNames", "split_iri"]

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z", re.ASCII)
# More than the specification allows, because descriptions in use have such labels; nothing that means something in
# an address.
_LABEL_FORM = re.compile(r"[^\W\d][\w-]*\Z")
_RDF, _OWL, _RDFS = PREFIXES["rdf"], PREFIXES["owl"], PREFIXES["rdfs"]
_TYPE, _LABEL, _RANGE = f"<{rdf.type}>", f"<{rdfs.label}>", f"<{_RDFS}range>"
_OBJECT_PROPERTY, _DATATYPE_PROPERTY = f"<{owl.ObjectProperty}>", f"<{owl.DatatypeProperty}>"
_CLASSES = (f"<{_RDFS}Class>", f"<{owl.Class}>")
_PROPERTIES = (f"<{_RDF}Property>", _DATATYPE_PROPERTY, _OBJECT_PROPERTY, lda("Hidden"))
_THING = f"{_OWL}Thing"
# What every API understands without saying so; a description may name them otherwise.
_BUILT_IN = (
    (rdf.type, "type", f"{_RDFS}Resource"),
    (rdfs.label, "label", None),
    (f"{_RDFS}comment", "comment", None),
    (f"{_RDF}value", "value", None),
)


@dataclass(frozen=True, slots=True)
class PropertyInfo:
    """What a description says of a property.

    Attributes:
        iri: The property.
        range: IRI of its range, ``owl:Thing`` for an object property without one; ``None`` if nothing is said.
        multiple: Its values are a list in JSON, even a single one.
        structured: Its literals are ``{"_value": …, "_datatype": …, "_lang": …}`` in JSON.
        hidden: JSON and XML leave it out.
        ignore_case: Values are matched without regard to capitals (``pqapi:ignoreCase``).
        datatype: What its datatype is called in JSON, if not by its own name (``pqapi:datatypeName``).
    """

    iri: str
    range: str | None = None
    multiple: bool = False
    structured: bool = False
    hidden: bool = False
    ignore_case: bool = False
    datatype: str | None = None


def split_iri(iri: str) -> tuple[str, str]:
    """Namespace and local name: the longest XML name at the end is the local name."""
    position = len(iri)
    while position and (iri[position - 1].isalnum() or iri[position - 1] in "_-."):
        position -= 1
    while position < len(iri) and not (iri[position].isalpha() or iri[position] == "_"):
        position += 1
    return iri[:position], iri[position:]


class ShortNames:
    """The names of one API.

    Args:
        prefixes: Prefixes and namespaces of the description.
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.prefixes = dict(prefixes)
        self._by_prefix = {namespace: prefix for prefix, namespace in prefixes.items()}
        self._iris: dict[str, str] = {}
        self._preferred: dict[str, str] = {}
        self._owners: dict[str, str] = {}
        self._infos: dict[str, PropertyInfo] = {}
        self._datatypes: set[str] = set()

    def load(self, graph: ConfigGraph) -> None:
        """Take the names of a description or vocabulary; what is known already stays.

        Raises:
            PqgraphError: PQ701, two resources have the same ``api:label``.
        """
        known = set(self._iris.values())
        structured = {root for root in graph.having(_TYPE, lda("API")) if graph.flag(root, lda("structured"))}
        for node in list(graph.subjects()):
            if not node.startswith("<"):
                continue
            iri, types = node[1:-1], graph.objects(node, _TYPE)
            is_property = any(t in _PROPERTIES for t in types) or bool(graph.objects(node, _RANGE))
            if f"<{_RDFS}Datatype>" in types:
                self._datatypes.add(iri)
            if is_property:
                self._describe(graph, node, iri, types, structured_all=bool(structured))
            labels = graph.objects(node, lda("label"))
            if iri not in known and (is_property or labels or any(t in _CLASSES for t in types)):
                self._name(graph, node, iri, labels)

    def load_built_in(self) -> None:
        """Take the names that every API has."""
        for iri, name, its_range in _BUILT_IN:
            self._alternative(name, iri)
            self._preferred.setdefault(iri, name)
            info = self._infos.get(iri, PropertyInfo(iri))
            if info.range is None and its_range is not None:
                info = replace(info, range=its_range)
            self._infos[iri] = info

    def _describe(
        self, graph: ConfigGraph, node: Term, iri: str, types: list[Term], *, structured_all: bool
    ) -> None:
        ranges = graph.objects(node, _RANGE)
        its_range = ranges[0][1:-1] if ranges and ranges[0].startswith("<") else None
        if _OBJECT_PROPERTY in types:
            its_range = its_range or _THING
        elif _DATATYPE_PROPERTY in types and its_range is not None:
            self._datatypes.add(its_range)
        structured = graph.flag(node, lda("structured"))
        self._infos.setdefault(
            iri,
            PropertyInfo(
                iri,
                its_range,
                multiple=lda("Multivalued") in types or bool(graph.flag(node, lda("multiValued"))),
                structured=structured_all if structured is None else structured,
                hidden=lda("Hidden") in types,
                ignore_case=bool(graph.flag(node, own("ignoreCase"))),
                datatype=graph.text(node, own("datatypeName")),
            ),
        )

    def _name(self, graph: ConfigGraph, node: Term, iri: str, labels: list[Term]) -> None:
        names = sorted({text_of(label) for label in labels}, key=lambda name: (len(name), name))
        if not names:
            texts = {text_of(label) for label in graph.objects(node, _LABEL)}
            names = sorted((text for text in texts if NAME.match(text)), key=lambda name: (len(name), name))
        for name in names:
            if not _LABEL_FORM.match(name):
                raise graph.error(node, f"{name!r} cannot be a short name", "Use letters, digits and _.")
            owner = self._owners.setdefault(name, iri)
            if owner != iri:
                raise graph.error(node, f"the short name {name!r} is also that of <{owner}>")
            self._iris[name] = iri
            self._preferred.setdefault(iri, name)
        namespace, local = split_iri(iri)
        self._alternative(local, iri)
        if namespace in self._by_prefix:
            self._alternative(f"{self._by_prefix[namespace]}_{local}", iri)

    def _alternative(self, name: str, iri: str) -> None:
        if name:
            self._iris.setdefault(name, iri)

    def expand(self, name: str) -> str | None:
        """The IRI that a name stands for."""
        found = self._iris.get(name)
        if found is not None:
            return found
        prefix, underscore, local = name.partition("_")
        while underscore:
            if prefix in self.prefixes and local:
                return self.prefixes[prefix] + local
            more, underscore, local = local.partition("_")
            prefix = f"{prefix}_{more}"
        return None

    def preferred(self, iri: str) -> str | None:
        """The name that the description gives a resource."""
        return self._preferred.get(iri)

    def info(self, iri: str) -> PropertyInfo:
        """What is known of a property."""
        return self._infos.get(iri) or PropertyInfo(iri)

    def is_datatype(self, iri: str) -> bool:
        """Whether a range is a datatype and not a class."""
        return iri.startswith(PREFIXES["xsd"]) or iri in self._datatypes or iri == f"{_RDF}XMLLiteral"

    def parameter_names(self) -> list[str]:
        """The names of properties, for messages."""
        return sorted({self._preferred.get(iri) or split_iri(iri)[1] for iri in self._infos})

    def for_json(self, iris: Iterable[str]) -> dict[str, str]:
        """A key for each property: its name, else its local name, else with prefix, else with a number.

        Two properties never have the same key; the same properties always have the same keys.
        """
        wanted = sorted(set(iris))
        keys = {iri: self._preferred[iri] for iri in wanted if iri in self._preferred}
        taken = set(keys.values()) | set(self._preferred.values())
        rest = [iri for iri in wanted if iri not in keys]
        locals_of: dict[str, list[str]] = {}
        for iri in rest:
            locals_of.setdefault(_legal(split_iri(iri)[1]), []).append(iri)
        for iri in rest:
            namespace, local = split_iri(iri)
            local = _legal(local)
            prefix = self._by_prefix.get(namespace)
            options = [local] if len(locals_of[local]) == 1 else []
            options += [f"{prefix}_{local}"] if prefix else []
            options += [f"{local}_{abs(_java_hash(namespace)) % 10000}"]
            options += [f"{options[-1]}_{n}" for n in range(2, len(wanted) + 3)]
            keys[iri] = next(option for option in options if option not in taken)
            taken.add(keys[iri])
        return keys


def _legal(local: str) -> str:
    """A local name with characters that no JSON name of the API has written as ``_2c_``."""
    text = re.sub(r"[^A-Za-z0-9_]", lambda match: f"_{ord(match.group()):x}_", local)
    return text if NAME.match(text) else f"_{text}"


def _java_hash(text: str) -> int:
    value = 0
    for char in text:
        value = (value * 31 + ord(char)) & 0xFFFFFFFF
    return value - 0x100000000 if value & 0x80000000 else value
