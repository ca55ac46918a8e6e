"""Generated files agree with the ontology, and are what they should be."""

import importlib.util
import json
import shutil
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from pqgraph import terms

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def generate():
    spec = importlib.util.spec_from_file_location("pqgraph_generate", ROOT / "tools" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(ROOT / "ontology", tmp_path / "ontology")
    (tmp_path / "pqgraph").mkdir()
    shutil.copy(ROOT / "pqgraph" / "terms.py", tmp_path / "pqgraph" / "terms.py")
    return tmp_path


def test_nothing_has_drifted(generate, capsys):
    assert generate.main(["--check"]) == 0
    assert capsys.readouterr().err == ""


def test_a_new_term_shows_as_drift_and_appears_in_both_files(generate, copy):
    assert generate.drifted(copy) == []
    path = copy / "ontology" / "pqgraph.ttl"
    path.write_text(path.read_text("utf-8") + "\npq:novelty a owl:ObjectProperty .\n", "utf-8")
    assert generate.drifted(copy) == [copy / "pqgraph" / "terms.py", copy / "ontology" / "context.jsonld"]
    module, context = generate.outputs(copy).values()
    assert '    novelty: Final = "https://w3id.org/pqgraph/def#novelty"\n' in module
    assert json.loads(context)["@context"]["novelty"] == {"@id": "pq:novelty", "@type": "@id"}


def test_check_writes_nothing_and_exits_1_and_a_run_repairs(generate, copy, monkeypatch, capsys):
    monkeypatch.setattr(generate, "ROOT", copy)
    monkeypatch.setattr(generate, "drifted", lambda root=copy, real=generate.drifted: real(root))
    monkeypatch.setattr(generate, "outputs", lambda root=copy, real=generate.outputs: real(root))
    module = copy / "pqgraph" / "terms.py"
    module.write_text("# edited by hand\n", "utf-8")
    assert generate.main(["--check"]) == 1
    assert module.read_text("utf-8") == "# edited by hand\n"
    assert "pqgraph/terms.py is out of date" in capsys.readouterr().err
    assert generate.main([]) == 0
    assert module.read_text("utf-8") == (ROOT / "pqgraph" / "terms.py").read_text("utf-8")
    assert generate.main(["--check"]) == 0


def test_each_constant_is_prefix_and_local_name():
    for prefix, namespace in terms.PREFIXES.items():
        constants = {
            key: value for key, value in vars(getattr(terms, prefix)).items() if not key.startswith("__")
        }
        assert constants, prefix
        assert {key: namespace + key.rstrip("_") for key in constants} == constants


DOCUMENT = {
    "id": "http://data.parliament.uk/resources/1012383",
    "type": "WrittenParliamentaryQuestion",
    "uin": "194746",
    "AnsweringBody": "Department for Education",
    "answeringBody": "https://w3id.org/pqgraph/id/answering-body/60",
    "date": "2018-11-22",
    "registeredInterest": False,
    "daysToAnswer": 5,
    "answer": {
        "id": "http://data.parliament.uk/resources/1012383/answer",
        "type": ["WrittenParliamentaryAnswer", "SubstantiveAnswer"],
        "questionFirstAnswered": "2018-11-27T17:29:33.427Z",
        "dateOfAnswer": "2018-11-27",
    },
}
EXPECTED = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix parl: <http://data.parliament.uk/schema/parl#> .
@prefix pq: <https://w3id.org/pqgraph/def#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<http://data.parliament.uk/resources/1012383> a parl:WrittenParliamentaryQuestion ;
    parl:uin "194746" ; parl:AnsweringBody "Department for Education" ;
    pq:answeringBody <https://w3id.org/pqgraph/id/answering-body/60> ;
    dcterms:date "2018-11-22"^^xsd:date ; parl:registeredInterest false ; pq:daysToAnswer 5 ;
    parl:answer <http://data.parliament.uk/resources/1012383/answer> .
<http://data.parliament.uk/resources/1012383/answer>
    a parl:WrittenParliamentaryAnswer , pq:SubstantiveAnswer ;
    parl:questionFirstAnswered "2018-11-27T17:29:33.427Z"^^xsd:dateTime ;
    parl:dateOfAnswer "2018-11-27"^^xsd:date .
"""


@pytest.fixture(scope="module")
def context():
    return json.loads((ROOT / "ontology" / "context.jsonld").read_text("utf-8"))["@context"]


def test_the_context_gives_the_triples_of_the_graph_in_two_engines(context):
    document = json.dumps({"@context": context, **DOCUMENT})
    expected = {quad.triple for quad in ox.parse(EXPECTED, format=ox.RdfFormat.TURTLE)}
    assert {quad.triple for quad in ox.parse(document, format=ox.RdfFormat.JSON_LD)} == expected
    found = rdflib.Graph().parse(data=document, format="json-ld")
    wanted = rdflib.Graph().parse(data=EXPECTED, format="turtle")
    assert set(found) == set(wanted)


def test_the_context_has_a_name_for_every_declared_term(generate, context):
    ontology = generate.read(ROOT / "ontology")
    targets = {
        value if isinstance(value, str) else value["@id"] for value in context.values() if value != 1.1
    }
    missing = [
        f"{prefix}:{local}"
        for prefix, namespace in terms.PREFIXES.items()
        for local in ontology.locals_of(prefix)
        if namespace + local in ontology.kinds and f"{prefix}:{local}" not in targets
    ]
    assert missing == []


def test_a_shared_local_name_belongs_to_parliament(context):
    assert context["AnsweringBody"] == "parl:AnsweringBody"
    assert context["pq:AnsweringBody"] == "pq:AnsweringBody"
