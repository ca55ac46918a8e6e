"""Writes what is generated from ``ontology/``: ``pqgraph/terms.py`` and ``ontology/context.jsonld``.

``python tools/generate.py`` writes the files; with ``--check`` it writes nothing and ends with 1 if one of
them differs from what the ontology says. Same ontology, same bytes.
"""

from __future__ import annotations

import argparse
import json
import keyword
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

ROOT = Path(__file__).resolve().parent.parent
LINE_LENGTH = 110

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_SH = "http://www.w3.org/ns/shacl#"

_CLASS = _OWL + "Class"
_OBJECT = _OWL + "ObjectProperty"
_DATATYPE = _OWL + "DatatypeProperty"
_ANNOTATION = _OWL + "AnnotationProperty"
_BUILT_IN = (_RDF, _RDFS, _OWL, _XSD)
"""Vocabularies of RDF itself: used, never declared."""

_PRECEDENCE = ("parl", "pq", "dcterms", "foaf", "skos", "prov", "rdfs", "org", "void", "qb", "owl")
"""Whose term gets the short name in the JSON-LD context where two local names are the same."""

_GRAPH_TERMS = ("rdfs:label", "owl:sameAs")
"""Terms of the built-in vocabularies that stand in the graph, with a short name of their own."""


@dataclass(frozen=True)
class Ontology:
    """What the generated files need to know.

    Attributes:
        prefixes: Namespace by prefix, sorted by prefix.
        kinds: The OWL kinds of each declared term.
        datatypes: The datatype of each property that has one.
        used: Every IRI in the files, datatypes of literals included.
    """

    prefixes: dict[str, str]
    kinds: dict[str, set[str]]
    datatypes: dict[str, str]
    used: set[str]

    def locals_of(self, prefix: str) -> dict[str, str]:
        """Local name to IRI: the declared terms of a prefix; of a built-in vocabulary, the used ones."""
        namespace = self.prefixes[prefix]
        pool = self.used if namespace in _BUILT_IN else self.kinds.keys()
        found = {iri.removeprefix(namespace): iri for iri in pool if iri.startswith(namespace)}
        return {local: found[local] for local in sorted(found) if local.isidentifier()}


def read(folder: Path) -> Ontology:
    """The ontology, its reference data and the prefix list from ``ontology/``."""
    kinds: dict[str, set[str]] = {}
    datatypes: dict[str, str] = {}
    used: set[str] = set()
    for path in sorted(folder.rglob("*.ttl")):
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
            for node in (quad.subject, quad.predicate, quad.object):
                if isinstance(node, ox.NamedNode):
                    used.add(node.value)
                elif isinstance(node, ox.Literal):
                    used.add(node.datatype.value)
    for quad in ox.parse(path=folder / "pqgraph.ttl", format=ox.RdfFormat.TURTLE):
        subject, predicate, value = quad.subject.value, quad.predicate.value, quad.object.value
        if predicate == _RDF + "type" and value in (_CLASS, _OBJECT, _DATATYPE, _ANNOTATION):
            kinds.setdefault(subject, set()).add(value)
        elif predicate == _SH + "datatype" or (predicate == _RDFS + "range" and value.startswith(_XSD)):
            datatypes[subject] = value
    return Ontology(dict(sorted(_prefixes(folder / "prefixes.ttl").items())), kinds, datatypes, used)


def _prefixes(path: Path) -> dict[str, str]:
    rows: dict[str, dict[str, str]] = {}
    for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
        if quad.predicate.value in (_SH + "prefix", _SH + "namespace"):
            rows.setdefault(str(quad.subject), {})[quad.predicate.value] = quad.object.value
    return {row[_SH + "prefix"]: row[_SH + "namespace"] for row in rows.values()}


def terms_module(ontology: Ontology) -> str:
    """``pqgraph/terms.py``."""
    names = ["PREFIXES", *ontology.prefixes]
    out = [
        '"""Vocabulary constants: full IRIs by prefix.\n\n'
        'Generated from ``ontology/`` by ``tools/generate.py``; do not edit.\n"""\n\n'
        "from __future__ import annotations\n\nfrom typing import Final\n\n"
    ]
    short = f"__all__ = [{', '.join(json.dumps(name) for name in names)}]\n"
    if len(short) <= LINE_LENGTH:
        out.append(short)
    else:
        out.append("__all__ = [\n" + "".join(f"    {json.dumps(name)},\n" for name in names) + "]\n")
    out.append("\nPREFIXES: Final[dict[str, str]] = {\n")
    out += [f"    {json.dumps(p)}: {json.dumps(ns)},\n" for p, ns in ontology.prefixes.items()]
    out.append('}\n"""The project\'s prefixes, the same in every file it writes."""\n')
    for prefix, namespace in ontology.prefixes.items():
        out.append(f'\n\nclass {prefix}:\n    """Terms of <{namespace}>."""\n\n')
        for local, iri in ontology.locals_of(prefix).items():
            name = local + "_" if keyword.iskeyword(local) else local
            line = f"    {name}: Final = {json.dumps(iri)}\n"
            if len(line) > LINE_LENGTH + 1:
                line = f"    {name}: Final = (\n        {json.dumps(iri)}\n    )\n"
            out.append(line)
    return "".join(out)


def json_ld_context(ontology: Ontology) -> str:
    """``ontology/context.jsonld``: short names for the terms of the graph, with their types.

    A local name that two vocabularies share belongs to the first of :data:`_PRECEDENCE`; the other one is
    written with its prefix (``pq:AnsweringBody``).
    """
    context: dict[str, object] = {"@version": 1.1, "id": "@id", "type": "@type"}
    context.update(ontology.prefixes)
    entries: dict[str, object] = {}
    for prefix in _PRECEDENCE:
        namespace = ontology.prefixes[prefix]
        for local, iri in ontology.locals_of(prefix).items():
            compact = f"{prefix}:{local}"
            if namespace in _BUILT_IN and compact not in _GRAPH_TERMS:
                continue
            name = local if local not in entries else compact
            if name not in context:
                entries[name] = _definition(ontology, iri, compact)
    context.update(sorted(entries.items()))
    return json.dumps({"@context": context}, indent=2, ensure_ascii=False) + "\n"


def _definition(ontology: Ontology, iri: str, compact: str) -> object:
    identifier = compact
    if _OBJECT in ontology.kinds.get(iri, ()) or compact == "owl:sameAs":
        return {"@id": identifier, "@type": "@id"}
    datatype = ontology.datatypes.get(iri)
    if datatype is None or datatype == _XSD + "string":
        return identifier
    return {"@id": identifier, "@type": "xsd:" + datatype.removeprefix(_XSD)}


def outputs(root: Path = ROOT) -> dict[Path, str]:
    """Every generated file with the text it should have."""
    ontology = read(root / "ontology")
    return {
        root / "pqgraph" / "terms.py": terms_module(ontology),
        root / "ontology" / "context.jsonld": json_ld_context(ontology),
    }


def drifted(root: Path = ROOT) -> list[Path]:
    """The generated files that differ from what the ontology says, or are missing."""
    return [
        path
        for path, text in outputs(root).items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files, or check them; returns the exit code."""
    parser = argparse.ArgumentParser(description="Write the files that are generated from ontology/.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file is out of date")
    options = parser.parse_args(arguments)
    stale = drifted()
    for path in stale:
        name = path.relative_to(ROOT)
        if options.check:
            sys.stderr.write(f"{name} is out of date: run python tools/generate.py\n")
        else:
            path.write_text(outputs()[path], encoding="utf-8")
            sys.stderr.write(f"{name} written\n")
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
