"""The ontology and the reference data, as any user of RDF would load them.

The first block holds the checks that Parliament's own ontology passes (ukparliament/Ontology, OntologyTests),
asked of ours: valid Turtle, one ontology, its IRI, defined by it, typed, in the namespace, at most one domain
and range, camelCase properties, PascalCase classes, one label.
"""

import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

import pqgraph
from pqgraph import terms
from pqgraph.model import House
from pqgraph.resources import folder

ROOT = Path(__file__).resolve().parent.parent
ONTOLOGY = ROOT / "ontology"
FILES = sorted(ONTOLOGY.rglob("*.ttl"))
IRI = "https://w3id.org/pqgraph/def"
PARL, PQ = terms.PREFIXES["parl"], terms.PREFIXES["pq"]
RDFS, OWL, XSD = terms.PREFIXES["rdfs"], terms.PREFIXES["owl"], terms.PREFIXES["xsd"]
SKOS, DCTERMS = terms.PREFIXES["skos"], terms.PREFIXES["dcterms"]
SH = "http://www.w3.org/ns/shacl#"
VANN = "http://purl.org/vocab/vann/"
BUILT_IN = (RDFS, OWL, XSD, terms.PREFIXES["rdf"])
PROPERTY_KINDS = {OWL + kind for kind in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")}
# The datatype map of OWL 2 (structural specification, section 4), as far as we use it.
OWL_DATATYPES = {XSD + name for name in ("string", "boolean", "integer", "dateTime")} | {RDFS + "Literal"}
LITERAL_DATATYPES = {XSD + name for name in ("string", "date", "anyURI")} | {terms.rdf.langString}


def parse(path: Path) -> list[ox.Quad]:
    return list(ox.parse(path=path, format=ox.RdfFormat.TURTLE))


def index(path: Path) -> dict[str, dict[str, list[Any]]]:
    found: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for quad in parse(path):
        found[quad.subject.value][quad.predicate.value].append(quad.object)
    return found


TERMS = index(ONTOLOGY / "pqgraph.ttl")
TYPES = {iri: {o.value for o in found[terms.rdf.type]} for iri, found in TERMS.items()}
OWN = sorted(iri for iri in TERMS if iri.startswith((PARL, PQ)))
PROPERTIES = [iri for iri in OWN if TYPES[iri] & PROPERTY_KINDS]
CLASSES = [iri for iri in OWN if OWL + "Class" in TYPES[iri]]
ALIGNED = index(ONTOLOGY / "alignments" / "parliament.ttl")


def name(iri: str) -> str:
    return f"parl:{iri.removeprefix(PARL)}" if iri.startswith(PARL) else f"pq:{iri.removeprefix(PQ)}"


own = pytest.mark.parametrize("iri", OWN, ids=name)
properties = pytest.mark.parametrize("iri", PROPERTIES, ids=name)
classes = pytest.mark.parametrize("iri", CLASSES, ids=name)
files = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)


# Parliament's own checks


@files
def test_is_valid_turtle_with_equal_triples_in_both_engines(path):
    graph = rdflib.Graph().parse(path, format="turtle")
    assert len(graph) == len(set(parse(path))) > 0


def test_there_is_one_ontology_and_it_has_the_right_iri():
    assert [iri for iri in TERMS if OWL + "Ontology" in TYPES[iri]] == [IRI]


@own
def test_term_is_defined_by_its_vocabulary(iri):
    assert [o.value for o in TERMS[iri][terms.rdfs.isDefinedBy]] == [IRI if iri.startswith(PQ) else PARL]


@own
def test_term_has_exactly_one_type(iri):
    assert len(TYPES[iri]) == 1
    assert TYPES[iri] < PROPERTY_KINDS | {OWL + "Class"}


def test_every_term_of_our_namespaces_is_typed_and_nothing_else_is_described():
    mentioned = {
        node.value
        for path in FILES
        for quad in parse(path)
        for node in (quad.subject, quad.predicate, quad.object)
        if isinstance(node, ox.NamedNode) and node.value.startswith((PARL, PQ))
    } - {PARL}
    assert mentioned == set(OWN)
    strangers = [iri for iri, found in TERMS.items() if terms.rdfs.label in found and iri not in OWN]
    assert strangers == [IRI]


@properties
def test_property_has_at_most_one_domain_and_range(iri):
    assert len(TERMS[iri][RDFS + "domain"]) <= 1
    assert len(TERMS[iri][RDFS + "range"]) <= 1


# Names that Parliament published with a capital; we use them as they are.
CAPITALS = {PARL + name for name in ("AnswerDate", "AnsweringBody", "QuestionStatus")}


@properties
def test_property_is_camel_case(iri):
    local = iri.removeprefix(PARL).removeprefix(PQ)
    assert re.fullmatch(r"[a-z][a-zA-Z0-9]*", local) or iri in CAPITALS


@classes
def test_class_is_pascal_case(iri):
    assert re.fullmatch(r"[A-Z][a-zA-Z0-9]*", iri.removeprefix(PARL).removeprefix(PQ))


@own
def test_term_has_exactly_one_english_label(iri):
    (label,) = TERMS[iri][terms.rdfs.label]
    assert label.language == "en"
    assert label.value.strip() == label.value != ""


# Ours


@own
def test_term_has_a_definition_and_an_example_that_names_it(iri):
    (definition,) = TERMS[iri][SKOS + "definition"]
    assert definition.language == "en"
    assert len(definition.value) > 40
    assert definition.value.endswith(".")
    (example,) = TERMS[iri][SKOS + "example"]
    assert name(iri) in example.value


@own
def test_example_is_turtle(iri):
    (example,) = TERMS[iri][SKOS + "example"]
    text = example.value if example.value.endswith(" .") else f"[] {example.value} ."
    prefixes = "".join(f"@prefix {prefix}: <{ns}> .\n" for prefix, ns in terms.PREFIXES.items())
    quads = list(ox.parse(prefixes + text, format=ox.RdfFormat.TURTLE))
    ours = {quad.predicate.value for quad in quads} | {getattr(quad.object, "value", "") for quad in quads}
    assert iri in ours
    assert all(node in TYPES for node in ours if node.startswith((PARL, PQ)))


@pytest.mark.parametrize("iri", [iri for iri in OWN if iri.startswith(PQ)], ids=name)
def test_own_term_has_a_status(iri):
    (status,) = TERMS[iri]["http://www.w3.org/2003/06/sw-vocab-status/ns#term_status"]
    assert status.value in ("stable", "testing", "unstable", "archaic")


def test_answer_kinds_are_disjoint_subclasses_of_the_answer():
    kinds = {
        iri
        for iri in CLASSES
        if ox.NamedNode(terms.parl.WrittenParliamentaryAnswer) in TERMS[iri][RDFS + "subClassOf"]
    }
    assert kinds == {
        terms.pq.SubstantiveAnswer,
        terms.pq.HoldingAnswer,
        terms.pq.CorrectingAnswer,
        terms.pq.ProrogationAnswer,
    }
    pairs = {frozenset((iri, o.value)) for iri in kinds for o in TERMS[iri][OWL + "disjointWith"]}
    assert len(pairs) == 6


def test_every_term_of_the_graph_page_is_declared_and_none_is_missing_from_it():
    page = (ROOT / "docs" / "graph.md").read_text(encoding="utf-8")
    used = {
        terms.PREFIXES[prefix] + local for prefix, local in re.findall(r"`(parl|pq):([A-Za-z0-9]+)`", page)
    }
    assert used <= set(OWN)
    only_in_reference_data = {terms.pq.addressedAs, terms.pq.established}
    assert set(OWN) - used == only_in_reference_data
    external = re.findall(r"`(dcterms|foaf|org|prov|skos|void):([A-Za-z]+)`", page)
    assert [f"{p}:{n}" for p, n in external if n and terms.PREFIXES[p] + n not in TYPES] == []


@pytest.mark.parametrize("where", ["shapes", "queries"])
def test_own_terms_used_elsewhere_are_declared(where):
    found = sorted(path for path in folder(where).rglob("*") if path.suffix in (".ttl", ".rq"))
    if not found:
        pytest.skip(f"{where}/ is empty")
    unknown = []
    for path in found:
        # Comments may speak of other things; IRIs hold no white space.
        text = re.sub(r"(?m)^\s*#.*$", "", path.read_text(encoding="utf-8"))
        used = {terms.PREFIXES[p] + n for p, n in re.findall(r"\b(parl|pq):([A-Za-z][A-Za-z0-9]*)", text)}
        used |= set(re.findall(rf"<((?:{PARL}|{PQ})[A-Za-z0-9]+)>", text))
        unknown += [f"{path.name}: {iri}" for iri in sorted(used) if iri not in TYPES]
    assert unknown == []


def test_shapes_name_only_declared_terms_in_their_triples():
    found = sorted(folder("shapes").rglob("*.ttl"))
    if not found:
        pytest.skip("shapes/ is empty")
    used = {
        node.value
        for path in found
        for quad in parse(path)
        for node in (quad.subject, quad.predicate, quad.object)
        if isinstance(node, ox.NamedNode) and node.value.startswith((PARL, PQ))
    }
    assert used - set(OWN) == set()


@files
def test_only_the_prefix_list_has_blank_nodes(path):
    blank = any(
        isinstance(node, ox.BlankNode) for quad in parse(path) for node in (quad.subject, quad.object)
    )
    assert blank == (path.name == "prefixes.ttl")


@files
def test_literals_have_allowed_datatypes(path):
    found = {quad.object.datatype.value for quad in parse(path) if isinstance(quad.object, ox.Literal)}
    assert found <= LITERAL_DATATYPES


# OWL 2 DL, as far as it shows in triples


def test_each_predicate_is_declared_as_exactly_one_kind_of_property():
    predicates = {quad.predicate.value for path in FILES for quad in parse(path)}
    foreign = {iri for iri in predicates if not iri.startswith(BUILT_IN)} - {
        SH + "declare",
        SH + "prefix",
        SH + "namespace",
    }
    assert {iri: TYPES.get(iri) for iri in foreign if len(TYPES.get(iri, set()) & PROPERTY_KINDS) != 1} == {}


def test_nothing_in_the_ontology_is_both_class_and_property():
    assert {iri: kinds for iri, kinds in TYPES.items() if len(kinds) != 1} == {}


@properties
def test_domain_is_a_class_and_range_fits_the_kind_of_property(iri):
    for domain in TERMS[iri][RDFS + "domain"]:
        assert TYPES[domain.value] == {OWL + "Class"}
    for found in TERMS[iri][RDFS + "range"]:
        if OWL + "ObjectProperty" in TYPES[iri]:
            assert TYPES[found.value] == {OWL + "Class"}
        else:
            assert found.value in OWL_DATATYPES
    if OWL + "DatatypeProperty" in TYPES[iri]:
        (found,) = TERMS[iri][RDFS + "range"]
        days = [o.value for o in TERMS[iri][SH + "datatype"]]
        assert days == ([XSD + "date"] if found.value == RDFS + "Literal" else [])


@files
def test_values_fit_the_kind_of_their_property(path):
    for quad in parse(path):
        kinds = TYPES.get(quad.predicate.value, set())
        if OWL + "ObjectProperty" in kinds:
            assert not isinstance(quad.object, ox.Literal), quad
        if OWL + "DatatypeProperty" in kinds:
            assert isinstance(quad.object, ox.Literal), quad


def test_literals_of_the_ontology_are_of_owl_datatypes():
    found = {
        q.object.datatype.value for q in parse(ONTOLOGY / "pqgraph.ttl") if isinstance(q.object, ox.Literal)
    }
    assert found == {XSD + "string", terms.rdf.langString}


# What FOOPS! asks of a published ontology, as far as no network is needed


def header(iri: str) -> str:
    (value,) = TERMS[IRI][iri]
    return value.value


METADATA = "title description abstract creator publisher created issued modified license"


@pytest.mark.parametrize("local", [*METADATA.split(), "bibliographicCitation"])
def test_ontology_has_metadata(local):
    assert header(DCTERMS + local)


def test_ontology_versions_agree_with_the_package():
    assert header(OWL + "versionInfo") == pqgraph.__version__
    assert header(OWL + "versionIRI") == f"{IRI}/{pqgraph.__version__}"
    assert pqgraph.__version__ in header(DCTERMS + "bibliographicCitation")


def test_ontology_tells_its_prefix_and_namespace():
    assert header(VANN + "preferredNamespacePrefix") == "pq"
    assert header(VANN + "preferredNamespaceUri") == PQ == IRI + "#"


def test_no_term_iri_holds_a_version():
    assert [iri for iri in OWN if re.search(r"\d+\.\d+", iri)] == []


# Alignments

ALIGNING = {
    RDFS + "subClassOf",
    RDFS + "subPropertyOf",
    RDFS + "seeAlso",
    OWL + "equivalentClass",
    OWL + "equivalentProperty",
}
ALIGNING |= {SKOS + "closeMatch", SKOS + "exactMatch"}
OLDER = "parliament-ontologies-2019/"
SOURCES = {
    "https://id.parliament.uk/schema/": "id.parliament.uk/Ontology.ttl",
    "http://parliament.uk/ontologies/question-and-answer/": OLDER + "question-and-answer-ontology.ttl",
    "http://parliament.uk/ontologies/tabling/": OLDER + "tabling-ontology.ttl",
    "http://parliament.uk/ontologies/agency/": OLDER + "agency-ontology.ttl",
}


@own
def test_term_is_aligned_or_says_why_not(iri):
    targets = [o.value for relation in ALIGNING for o in ALIGNED[iri].get(relation, [])]
    notes = ALIGNED[iri].get(SKOS + "editorialNote", [])
    assert targets or notes
    assert all(target.startswith(tuple(SOURCES)) for target in targets)
    assert all(note.language == "en" for note in notes)


def test_alignment_speaks_of_declared_terms_only():
    assert set(ALIGNED) - set(OWN) == {"https://w3id.org/pqgraph/alignments/parliament"}


def test_alignment_targets_exist_and_inferences_hold(shared_data):
    theirs = {}
    for namespace, path in SOURCES.items():
        graph = rdflib.Graph().parse(shared_data / "vocabularies" / path, format="turtle")
        for subject in set(graph.subjects(rdflib.RDF.type)):
            if str(subject).startswith(namespace):
                types = {str(o) for o in graph.objects(subject, rdflib.RDF.type)}
                ranges = [str(o) for o in graph.objects(subject, rdflib.RDFS.range)]
                theirs[str(subject)] = (types, ranges)
    problems = []
    for iri in OWN:
        for relation, targets in ALIGNED[iri].items():
            for target in (o.value for o in targets if relation in ALIGNING):
                if target not in theirs:
                    problems.append(f"{name(iri)}: {target} does not exist")
                    continue
                types, ranges = theirs[target]
                if relation == RDFS + "subClassOf" and OWL + "Class" not in types:
                    problems.append(f"{name(iri)}: {target} is no class")
                if relation == RDFS + "subPropertyOf":
                    if not types & TYPES[iri]:
                        problems.append(f"{name(iri)}: {target} is another kind of property")
                    wanted = {o.value for p in (RDFS + "range", SH + "datatype") for o in TERMS[iri][p]}
                    if OWL + "DatatypeProperty" in types and not set(ranges) <= wanted:
                        problems.append(f"{name(iri)}: {target} has range {ranges}, not {wanted}")
    assert problems == []


# Reference data


def test_prefixes_are_those_of_the_terms_module():
    rows = defaultdict(dict)
    for quad in parse(ONTOLOGY / "prefixes.ttl"):
        rows[str(quad.subject)][quad.predicate.value] = quad.object
    declared = {
        row[SH + "prefix"].value: row[SH + "namespace"].value for row in rows.values() if SH + "prefix" in row
    }
    assert declared == terms.PREFIXES
    assert list(terms.PREFIXES) == sorted(declared)


def test_houses_agree_with_the_model():
    from pqgraph import iris

    houses = index(ONTOLOGY / "houses.ttl")
    assert set(houses) == {iris.house(house) for house in House}
    for house in House:
        found = houses[iris.house(house)]
        assert found[terms.skos.prefLabel] == [ox.Literal(house.label)]
        assert found[terms.dcterms.identifier] == [ox.Literal(house.value)]
        assert found[terms.rdf.type] == [ox.NamedNode(terms.pq.House)]


def test_each_body_has_its_number_one_name_and_an_address():
    from pqgraph import iris

    listed = index(ONTOLOGY / "bodies.ttl")
    for iri, found in listed.items():
        (identifier,) = found[terms.dcterms.identifier]
        assert iri == iris.answering_body(identifier.value)
        assert len(found[terms.skos.prefLabel]) == 1
        assert found[terms.pq.addressedAs]
        labels = [o for p in ("prefLabel", "altLabel", "hiddenLabel") for o in found[SKOS + p]]
        assert len(labels) == len(set(labels))
        assert all(label.language is None for label in labels)
        assert all(successor.value in listed for successor in found[terms.dcterms.isReplacedBy])


def test_names_of_bodies_in_records_are_listed(shared_data):
    import gzip
    import json

    listed = {
        found[terms.dcterms.identifier][0].value: {
            o.value for p in ("prefLabel", "altLabel") for o in found[SKOS + p]
        }
        for found in index(ONTOLOGY / "bodies.ttl").values()
    }
    seen = Counter()
    with gzip.open(shared_data / "api" / "commons-list.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            value = json.loads(line)["value"]
            seen[str(value["answeringBodyId"]), value["answeringBodyName"]] += 1
    for item in json.loads((shared_data / "lda" / "answeredquestions.json").read_text("utf-8"))["result"][
        "items"
    ]:
        for body in item["AnsweringBody"]:
            seen[item["answeringDeptId"]["_value"], body["_value"]] += 1
        seen[item["answeringDeptId"]["_value"], item["answeringDeptShortName"]["_value"]] += 1
    assert len(seen) > 30
    assert [key for key in seen if key[1] not in listed.get(key[0], set())] == []
