"""The shapes: those that pqgraph ships and those that a user adds, merged into one shapes graph."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, structs

from pqgraph import resources
from pqgraph.checks.shape_info import BASE, SH, ShapeInfo, describe
from pqgraph.errors import PqgraphError
from pqgraph.terms import rdf

if TYPE_CHECKING:
    from pqgraph.checks.shape_info import Index, Node, Value

__all__ = ["ShapeInfo", "Shapes", "corpus_core_shapes", "grammar_shapes", "load_shapes", "shipped_shapes"]

# Predicates of SHACL, SHACL-SPARQL, SHACL-AF and SHACL-JS. Engines pass over any other without a word, so a
# mistyped sh:minCuont would check nothing.
_PREDICATE_NAMES = """
    alternativePath and annotationProperty annotationValue annotationVarName ask class closed
    condition conforms construct datatype deactivated declare defaultValue description detail
    disjoint entailment equals expression filterShape flags focusNode group hasValue
    ignoredProperties in intersection inversePath js jsFunctionName jsLibrary jsLibraryURL
    labelTemplate languageIn lessThan lessThanOrEquals maxCount maxExclusive maxInclusive maxLength
    message minCount minExclusive minInclusive minLength name namespace node nodeKind nodeValidator
    nodes not object oneOrMorePath optional or order parameter path pattern predicate prefix
    prefixes property propertyValidator qualifiedMaxCount qualifiedMinCount qualifiedValueShape
    qualifiedValueShapesDisjoint result resultAnnotation resultMessage resultPath resultSeverity
    returnType rule select severity shapesGraph shapesGraphWellFormed sourceConstraint
    sourceConstraintComponent sourceShape sparql subject suggestedShapesGraph target targetClass
    targetNode targetObjectsOf targetSubjectsOf this union uniqueLang update validator value xone
    zeroOrMorePath zeroOrOnePath
"""
_PREDICATES = frozenset(_PREDICATE_NAMES.split())
_BEYOND_CORE_NAMES = """
    ask expression js nodeValidator parameter propertyValidator rule select sparql target validator
"""
_BEYOND_CORE = frozenset(_BEYOND_CORE_NAMES.split())


class Shapes(Struct, frozen=True, kw_only=True):
    """A shapes graph, ready for an engine."""

    title: str
    """The names of its files, for messages."""
    ntriples: bytes
    """The merged graph."""
    by_iri: dict[str, ShapeInfo]
    """The named shapes by IRI, in the order of their files."""
    shipped_only: bool
    """No file of a user's is in it."""
    with_shipped: bool = True
    """The shipped shapes are in it."""
    far: tuple[str, ...] = ()
    """Why batches of records do not suffice for a user's shapes, as :func:`pqgraph.checks.own_shapes.far` says."""
    beyond_core: tuple[str, ...]
    """Features it uses that are not SHACL Core: ``sh:sparql``."""
    datatypes: frozenset[str]
    """IRIs that ``sh:datatype`` names."""

    def find(self, name: str) -> ShapeInfo | None:
        """The shape called ``name``: its IRI, or what follows ``…/shapes/`` in it."""
        return self.by_iri.get(name) or self.by_iri.get(BASE + name)


def shipped_shapes(kind: Literal["record", "corpus"] = "record") -> Shapes:
    """The shapes that pqgraph ships: of one record alone, or of the whole graph."""
    return _shipped(kind)


@cache
def corpus_core_shapes() -> Shapes:
    """Those of the shipped shapes of the whole graph that any engine can check: whole files of SHACL Core."""
    core = [path for path in _shipped_files("corpus") if not _load([path], shipped_only=True).beyond_core]
    return _load(core, shipped_only=True)


def grammar_shapes(path: Path) -> Shapes:
    """The shapes that shapes have to keep to, from a file that comes with an engine."""
    return _load([path], shipped_only=True)


@cache
def _shipped(kind: Literal["record", "corpus"]) -> Shapes:
    return _load(_shipped_files(kind), shipped_only=True)


def _shipped_files(kind: Literal["record", "corpus"]) -> list[Path]:
    return sorted(resources.resource("shapes", kind).glob("*.ttl"))


def load_shapes(files: Sequence[Path] = (), *, shipped: bool = True) -> Shapes:
    """The shipped record shapes with a user's files added, or the user's alone.

    Args:
        files: RDF files in any format that pqgraph reads, told by the suffix; Turtle if that tells none.
        shipped: Whether the shipped record shapes are part of it.

    Raises:
        PqgraphError: PQ101, a file does not exist; PQ401, a file does not parse, holds no shape, or uses a
        SHACL
            term that does not exist, or is not well-formed SHACL; or there is nothing to check with.
    """
    if not files:
        if not shipped:
            raise PqgraphError("PQ401", "there are no shapes: neither shipped ones nor a file")
        return shipped_shapes()
    from pqgraph.checks.own_shapes import far, refuse_ill_formed

    own = _load(files, shipped_only=False)
    refuse_ill_formed(own)
    whole = _load([*_shipped_files("record"), *files], shipped_only=False) if shipped else own
    return structs.replace(whole, with_shipped=shipped, far=far(own))


def _load(files: Sequence[Path], *, shipped_only: bool) -> Shapes:
    lines: dict[str, None] = {}
    index: Index = {}
    home: dict[str, str] = {}
    for number, path in enumerate(files):
        shapes = 0
        for s, predicate, o in _read(path, number):
            line = f"{s} <{predicate}> {o} .\n"
            if line in lines:
                continue
            lines[line] = None
            index.setdefault(str(s), {}).setdefault(predicate, []).append(o)
            _refuse_unknown_term(predicate, path)
            if predicate in (rdf.type, SH + "path"):
                home.setdefault(str(s), path.name)
            shapes += predicate == SH + "path" or (predicate == rdf.type and str(o) == f"<{SH}NodeShape>")
        if not shapes:
            raise PqgraphError("PQ401", "the file holds no SHACL shape", place=str(path))
    used = {p.removeprefix(SH) for properties in index.values() for p in properties if p.startswith(SH)}
    named = (o for properties in index.values() for o in properties.get(SH + "datatype", ()))
    return Shapes(
        title=", ".join(path.name for path in files),
        ntriples="".join(lines).encode(),
        by_iri={info.iri: info for info in describe(index, home)},
        shipped_only=shipped_only,
        beyond_core=tuple(sorted(f"sh:{name}" for name in used & _BEYOND_CORE)),
        datatypes=frozenset(str(datatype).strip("<>") for datatype in named),
    )


def _read(path: Path, number: int) -> list[tuple[Node, str, Value]]:
    import pyoxigraph as ox

    from pqgraph.rdf.formats import format_of_path
    from pqgraph.rdf.guard import checked_file

    if not path.is_file():
        raise PqgraphError("PQ101", "there is no such shapes file", place=str(path))
    found = format_of_path(path)
    media_type = found.media_type if found else "text/turtle"
    renamed: dict[str, ox.BlankNode] = {}

    def renaming(node: ox.BlankNode) -> ox.BlankNode:
        # Two files may use one label for two nodes, and labels that the parser makes up differ from run to
        # run.
        return renamed.setdefault(node.value, ox.BlankNode(f"s{number}b{len(renamed)}"))

    triples: list[tuple[Node, str, Value]] = []
    try:
        checked_file(path, media_type, str(path))
        for quad in ox.parse(
            path=str(path),
            format=ox.RdfFormat.from_media_type(media_type),
            base_iri=path.resolve().as_uri(),
        ):
            s, o = quad.subject, quad.object
            if isinstance(s, ox.Triple) or isinstance(o, ox.Triple):
                raise PqgraphError("PQ401", "the file uses RDF 1.2 triple terms", place=str(path))
            s = renaming(s) if isinstance(s, ox.BlankNode) else s
            o = renaming(o) if isinstance(o, ox.BlankNode) else o
            triples.append((s, quad.predicate.value, o))
    except SyntaxError as problem:
        place = f"{path}:{problem.lineno}" if problem.lineno else str(path)
        raise PqgraphError("PQ401", str(problem.msg), place=place) from problem
    except (OSError, ValueError) as problem:
        raise PqgraphError("PQ401", str(problem), place=str(path)) from problem
    return triples


def _refuse_unknown_term(predicate: str, path: Path) -> None:
    name = predicate.removeprefix(SH)
    if name == predicate or name in _PREDICATES:
        return
    import difflib

    close = difflib.get_close_matches(name, sorted(_PREDICATES), n=1)
    advice = f"Did you mean sh:{close[0]}?" if close else None
    raise PqgraphError("PQ401", f"SHACL has no property sh:{name}", place=str(path), advice=advice)
