"""Every constraint of the record shapes against data that keeps it and data that breaks it, in both engines."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import shape_cases
from rdflib import RDF, Graph, Namespace
from rdflib.collection import Collection
from shape_cases import FOLDER, PARAMETERS

from pqgraph.checks import Engine
from pqgraph.checks.canary import canary_data
from pqgraph.checks.engines.rdflib_terms import graph_of, path_text, term_text
from pqgraph.checks.run import read_data
from pqgraph.checks.shapes import shipped_shapes

SH = Namespace("http://www.w3.org/ns/shacl#")
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")

Row = tuple[str, ...]


def load_manifest() -> Graph:
    path = FOLDER / "manifest.ttl"
    quads = ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=path.as_uri())
    return graph_of(ox.serialize((q.triple for q in quads), format=ox.RdfFormat.N_TRIPLES) or b"")


MANIFEST = load_manifest()
LISTING = next(MANIFEST.subjects(RDF.type, MF.Manifest))
ENTRIES = {str(e).partition("#")[2]: e for e in Collection(MANIFEST, MANIFEST.value(LISTING, MF.entries))}


def without_labels(text: str) -> str:
    return re.sub(r"_:\w+", "_:", text)


def expected(entry) -> list[Row]:
    report = MANIFEST.value(entry, MF.result)
    rows = []
    for result in MANIFEST.objects(report, SH.result):
        path = MANIFEST.value(result, SH.resultPath)
        value = MANIFEST.value(result, SH.value)
        row = (
            term_text(MANIFEST.value(result, SH.focusNode)),
            path_text(MANIFEST, path) if path is not None else "",
            str(MANIFEST.value(result, SH.sourceShape)),
            str(MANIFEST.value(result, SH.sourceConstraintComponent)).removeprefix(SH),
            term_text(value) if value is not None else "",
            str(MANIFEST.value(result, SH.resultSeverity)).removeprefix(SH).lower(),
        )
        rows.append(tuple(without_labels(part) for part in row))
    return sorted(rows)


def test_the_files_are_those_of_the_table():
    wanted = shape_cases.files()
    assert {path.relative_to(FOLDER) for path in FOLDER.rglob("*.ttl")} == {
        path.relative_to(FOLDER) for path in wanted
    }
    changed = [path.name for path, text in wanted.items() if path.read_text("utf-8") != text]
    assert changed == [], "run python tests/unit/checks/shape_cases.py"


@pytest.mark.parametrize("name", ENTRIES)
def test_case(name: str, engine: Engine):
    entry = ENTRIES[name]
    action = MANIFEST.value(entry, MF.action)
    data = Path(str(MANIFEST.value(action, SHT.dataGraph)).removeprefix("file://"))
    found = [
        (f.focus, f.path or "", f.shape or "", f.component, f.value or "", f.severity.value)
        for f in engine.validate(read_data([data]))
    ]
    assert sorted(tuple(without_labels(part) for part in row) for row in found) == expected(entry)


def constraints() -> set[tuple[str, str]]:
    """Every constraint that can report: shape and component. Parts of other shapes have no target."""
    return {
        (info.iri, f"{PARAMETERS[constraint.partition(' ')[0]]}ConstraintComponent")
        for info in shipped_shapes().by_iri.values()
        for constraint in info.constraints
        if info.targets and not constraint.startswith("qualifiedValueShape ")
    }


def test_every_constraint_has_a_failing_case():
    broken = {(row[2], row[3]) for entry in ENTRIES.values() for row in expected(entry)}
    assert len(constraints()) > 200
    assert constraints() - broken == set()
    assert broken - constraints() == set()


def test_every_failing_case_breaks_the_constraint_it_is_named_after():
    for name, entry in ENTRIES.items():
        if name.startswith("pass-"):
            assert expected(entry) == []
            continue
        slug, _, parameter = name.rpartition("-")
        wanted = (f"https://w3id.org/pqgraph/shapes/{slug}", f"{PARAMETERS[parameter]}ConstraintComponent")
        assert wanted in {(row[2], row[3]) for row in expected(entry)}, name


# A pass is that the property is absent.
ABSENT = {"Question-textWhole", "Question-textClipped", "Answer-textWhole", "Answer-textClipped"}
ABSENT |= {"ProrogationAnswer-answeringMember"}


def test_every_property_shape_meets_a_value_in_a_passing_case():
    met: set[str] = set()
    for name in ENTRIES:
        if not name.startswith("pass-"):
            continue
        graph = graph_of(read_data([FOLDER / "data" / f"{name}.ttl"]))
        triples = [(s, str(p), o) for s, p, o in graph]
        types = {(s, str(o)) for s, p, o in triples if p == str(RDF.type)}
        for info in shipped_shapes().by_iri.values():
            if info.path is None:
                continue
            inverse, path = info.path.startswith("^"), info.path.removeprefix("^")
            ends = {o if inverse else s for s, p, o in triples if p == path}
            if any((end, target) in types for end in ends for target in info.targets):
                met.add(info.slug)
    wanted = {i.slug for i in shipped_shapes().by_iri.values() if i.kind == "property" and i.targets} - ABSENT
    # A name that is not resolved and a late answer are findings themselves, so nothing with a value passes there
    # but a member and "false", which do.
    assert wanted - met == {"UnresolvedMember-name"}


def test_an_unresolved_name_as_such_is_flawless(engine: Engine, to_ntriples):
    data = """<https://w3id.org/pqgraph/id/person/Thelma_Walker> a <https://w3id.org/pqgraph/def#UnresolvedMember> ;
        <http://xmlns.com/foaf/0.1/name> "Thelma Walker" ."""
    assert engine.validate(to_ntriples(data)) == []


def test_engines_agree_on_everything_that_they_say(engines: dict[str, Engine]):
    data = b"".join(
        # Each case is about the same IRIs, so one graph of all breaks rules in ways that no single case does.
        read_data([FOLDER / "data" / f"{name}.ttl"])
        for name in ENTRIES
        if "nodeKind" not in name
    )
    slow, fast = engines["pyshacl"].validate(data), engines["shacl"].validate(data)
    assert slow == fast
    assert len(slow) > 150
    assert engines["pyshacl"].validate(canary_data()) == engines["shacl"].validate(canary_data())
