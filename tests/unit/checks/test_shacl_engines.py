"""Both engines say the same, leave no trace, and the canary tells when one of them lies."""

from __future__ import annotations

import logging
import sys

import msgspec
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from pqgraph.checks import choose_engine, load_shapes, shipped_shapes
from pqgraph.checks.canary import canary_data, canary_expected, sings
from pqgraph.checks.engines import FastEngine, ReferenceEngine
from pqgraph.errors import PqgraphError

XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"

USER = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property ex:P .
ex:P sh:path ex:p ; CONSTRAINT .
"""


@pytest.fixture
def user(tmp_path):
    def load(constraint: str, text: str = USER):
        path = tmp_path / "own.ttl"
        path.write_text(text.replace("CONSTRAINT", constraint))
        return load_shapes([path], shipped=False)

    return load


def focus(number: int, *lines: str) -> str:
    node = f"<http://example.org/{number:03}>"
    return "".join(f"{node} {line} .\n" for line in (f"{TYPE} <http://example.org/C>", *lines))


LEXICAL = {
    "boolean": ["true", "1", "0", "false", "TRUE", "yes", " true ", ""],
    "integer": ["1", "+1", "-01", "1.0", "", " 1", "1e3", "99999999999999999999999"],
    "decimal": ["1", "1.", ".5", "1e3", ".", "INF"],
    "double": ["1", "1e3", "INF", "-INF", "NaN", "inf", "1e"],
    "date": [
        *("2018-11-22", "2018-02-30", "20181122", "2018-11-22Z", "2018-11-22+14:00", "2018-11-22+14:01"),
        *("0000-01-01", "-0001-01-01", "12018-01-01", "02018-01-01", "2018-11-22T00:00:00", "22/11/2018"),
        *("2000-02-29", "1900-02-29", " 2018-11-22", ""),
    ],
    "dateTime": [
        *(
            "2018-11-22T10:11:12Z",
            "2018-11-22T10:11:12.1234567Z",
            "2018-11-22T24:00:00",
            "2018-11-22T10:11:60Z",
        ),
        *(
            "2018-11-22",
            "2018-11-22T10:11Z",
            "2018-11-22 10:11:12Z",
            "2018-11-22ZT10:11:12",
            "2018-11-22T1:11:12",
        ),
        *(
            "2018-11-22T10:11:12.Z",
            "2018-13-22T10:11:12Z",
            "0000-01-01T00:00:00Z",
            "20000-01-01T00:00:00Z",
            "T",
            "",
        ),
    ],
    "string": ["", "x"],
}
INVALID = {
    "boolean": {"TRUE", "yes", " true ", ""},
    "integer": {"1.0", "", " 1", "1e3"},
    "decimal": {"1e3", ".", "INF"},
    "double": {"inf", "1e"},
    "date": {
        *("2018-02-30", "20181122", "2018-11-22+14:01", "02018-01-01", "2018-11-22T00:00:00", "22/11/2018"),
        *("1900-02-29", " 2018-11-22", ""),
    },
    "dateTime": {
        *(
            "2018-11-22T10:11:60Z",
            "2018-11-22",
            "2018-11-22T10:11Z",
            "2018-11-22 10:11:12Z",
            "2018-11-22ZT10:11:12",
        ),
        *("2018-11-22T1:11:12", "2018-11-22T10:11:12.Z", "2018-13-22T10:11:12Z", "T", ""),
    },
    "string": set(),
}


@pytest.mark.parametrize("datatype", LEXICAL)
def test_lexical_forms(user, datatype):
    shapes = user(f"sh:datatype xsd:{datatype}")
    forms = LEXICAL[datatype]
    data = "".join(
        focus(n, f'<http://example.org/p> "{v}"^^<{XSD}{datatype}>') for n, v in enumerate(forms)
    ).encode()
    slow, fast = ReferenceEngine(shapes).validate(data), FastEngine(shapes).validate(data)
    assert slow == fast
    assert {forms[int(f.focus[-4:-1])] for f in slow} == INVALID[datatype]


DAY = "2018-11-22"
PAIRS = [
    # left, its datatype, right, its datatype, left < right, left <= right
    (DAY, "date", DAY, "date", False, True),
    (DAY, "date", "2018-11-23", "date", True, True),
    ("2018-11-24", "date", DAY, "date", False, False),
    ("-0001-01-01", "date", "12018-01-01", "date", True, True),
    (DAY, "date", f"{DAY}T00:00:00Z", "dateTime", False, False),
    (f"{DAY}T00:00:00Z", "dateTime", DAY, "date", False, False),
    ("x", "date", DAY, "date", False, False),
    (DAY, "date", "x", "date", False, False),
    (DAY, "date", f"{DAY}Z", "date", False, False),
    (DAY, "date", "2018-11-24Z", "date", True, True),
    (f"{DAY}T10:00:00Z", "dateTime", f"{DAY}T10:00:00.0000001Z", "dateTime", True, True),
    (f"{DAY}T10:00:00+01:00", "dateTime", f"{DAY}T09:30:00Z", "dateTime", True, True),
    (f"{DAY}T24:00:00", "dateTime", "2018-11-23T00:00:00", "dateTime", False, True),
    ("1", "integer", "1.5", "decimal", True, True),
    ("1.5", "decimal", "2e0", "double", True, True),
    ("1", "integer", "NaN", "double", False, False),
    ("2", "integer", "3", "string", False, False),
    ("x", "integer", "3", "integer", False, False),
    ("a", "string", "b", "string", True, True),
    ("false", "boolean", "true", "boolean", True, True),
    ("2018", "gYear", "2019", "gYear", False, False),
]


def test_comparisons(user):
    text = """
    @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> .
    ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property ex:less, ex:most .
    ex:less sh:path ex:p ; sh:lessThan ex:q . ex:most sh:path ex:p ; sh:lessThanOrEquals ex:q .
    """
    shapes = user("", text)
    data = "".join(
        focus(n, f'<http://example.org/p> "{a}"^^<{XSD}{ta}>', f'<http://example.org/q> "{b}"^^<{XSD}{tb}>')
        for n, (a, ta, b, tb, _, _) in enumerate(PAIRS)
    ).encode()
    slow, fast = ReferenceEngine(shapes).validate(data), FastEngine(shapes).validate(data)
    # gYear is beyond what either engine orders, but only ours says so of equal strings; none are equal here.
    assert slow == fast
    found = {(int(f.focus[-4:-1]), (f.shape or "")[-4:]) for f in slow}
    wanted = {(n, "less") for n, row in enumerate(PAIRS) if not row[4]}
    assert found == wanted | {(n, "most") for n, row in enumerate(PAIRS) if not row[5]}


def test_what_cannot_be_compared_is_a_finding_and_no_end_of_the_check(user):
    text = """
    @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> .
    ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property ex:less, ex:most .
    ex:less sh:path ex:p ; sh:lessThan ex:q . ex:most sh:path ex:p ; sh:lessThanOrEquals ex:q .
    """
    shapes = user("", text)
    texts = ['"1"', '"2"', '"1"@en']
    numbers = [f'"1"^^<{XSD}integer>', f'"x"^^<{XSD}integer>', f'"2018-11-22"^^<{XSD}date>']
    nodes = ["<http://example.org/1>", "<http://example.org/2>", "_:a"]
    pairs = [(p, q) for p in texts + numbers + nodes for q in texts + numbers + nodes]
    data = "".join(
        focus(n, f"<http://example.org/p> {p}", f"<http://example.org/q> {q}")
        for n, (p, q) in enumerate(pairs)
    ).encode()
    slow, fast = ReferenceEngine(shapes).validate(data), FastEngine(shapes).validate(data)

    def told(findings):
        return [(int(f.focus[-4:-1]), (f.shape or "")[-4:]) for f in findings]

    assert told(slow) == told(fast)
    # No node is more or less than anything, not even itself.
    assert all((n, "most") in told(slow) for n, pair in enumerate(pairs) if {*pair} & {*nodes})
    assert (pairs.index(('"1"', '"2"')), "most") not in told(slow)
    assert (pairs.index((numbers[0], numbers[0])), "most") not in told(slow)


def test_ranges(user):
    shapes = user("sh:minInclusive 0 ; sh:maxExclusive 10.5")
    values = [f'"{v}"^^<{XSD}integer>' for v in ("-1", "0", "10", "11", "x")] + [
        '"5"',
        f'"7e0"^^<{XSD}double>',
    ]
    data = "".join(focus(n, f"<http://example.org/p> {v}") for n, v in enumerate(values)).encode()
    slow, fast = ReferenceEngine(shapes).validate(data), FastEngine(shapes).validate(data)
    assert slow == fast
    assert [(int(f.focus[-4:-1]), f.component[:3]) for f in slow] == [
        *((0, "Min"), (3, "Max"), (4, "Max"), (4, "Min"), (5, "Max"), (5, "Min")),
    ]


PATHS = [
    "[ sh:inversePath ex:p ]",
    "( ex:p ex:q )",
    "( ex:p [ sh:zeroOrMorePath ex:q ] [ sh:alternativePath ( ex:r [ sh:inversePath ex:s ] ) ] )",
    "[ sh:oneOrMorePath ( ex:p ex:q ) ]",
    "[ sh:zeroOrOnePath ex:p ]",
    "[ sh:inversePath ( ex:p ex:q ) ]",
    "[ sh:inversePath [ sh:oneOrMorePath ex:p ] ]",
]


@pytest.mark.parametrize("path", PATHS)
def test_paths_are_written_alike(user, path):
    text = f"""
    @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> .
    ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path {path} ; sh:minCount 3 ] .
    """
    shapes = user("", text)
    data = focus(1).encode()
    slow, fast = ReferenceEngine(shapes).validate(data), FastEngine(shapes).validate(data)
    assert slow == fast
    assert slow[0].shape == "http://example.org/S"
    assert slow[0].message == "The constraint MinCountConstraintComponent does not hold."


@settings(max_examples=25, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_text_is_reported_exactly(engines, text):
    literal = msgspec.json.encode(text).decode()
    data = f"""<http://data.parliament.uk/members/1> {TYPE} <http://data.parliament.uk/schema/parl#Member> .
<http://data.parliament.uk/members/1> <http://xmlns.com/foaf/0.1/name> {literal}@en .
"""
    slow, fast = (engines[name].validate(data.encode()) for name in ("pyshacl", "shacl"))
    assert slow == fast
    values = [f.value for f in slow if f.component == "DatatypeConstraintComponent"]
    assert [msgspec.json.decode((value or "").removesuffix("@en")) for value in values] == [text]


def test_literals_keep_their_form(engines, to_ntriples):
    data = to_ntriples(
        f"""<http://data.parliament.uk/members/1> a <http://data.parliament.uk/schema/parl#Member> ;
        <http://xmlns.com/foaf/0.1/name> "<p>a<br>b"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML>,
            "01"^^<{XSD}integer>, " a  b "^^<{XSD}token>, "A"@EN-gb, "yes"^^<{XSD}boolean> ."""
    )
    for engine in engines.values():
        found = [f.value for f in engine.validate(data) if f.component == "DatatypeConstraintComponent"]
        assert found == [
            f'" a  b "^^<{XSD}token>',
            f'"01"^^<{XSD}integer>',
            '"<p>a<br>b"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML>',
            '"A"@en-gb',
            f'"yes"^^<{XSD}boolean>',
        ]


def test_library_users_keep_their_rdflib(engines, monkeypatch, caplog, capfd):
    boolean = rdflib.XSD.boolean
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    monkeypatch.setitem(rdflib.term._toPythonMapping, boolean, str)
    with caplog.at_level(logging.DEBUG, logger="rdflib"):
        engines["pyshacl"].validate(canary_data())
    assert rdflib.NORMALIZE_LITERALS is False
    assert rdflib.term._toPythonMapping[boolean] is str
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")


def test_data_that_does_not_parse(engine):
    with pytest.raises(PqgraphError) as caught:
        engine.validate(b"<http://example.org/a b> <http://example.org/p> <http://example.org/o> .\n")
    assert caught.value.code.id == "PQ301"


@pytest.mark.parametrize("kind", [ReferenceEngine, FastEngine])
def test_shapes_that_an_engine_refuses(kind, user):
    with pytest.raises(PqgraphError) as caught:  # pySHACL compiles a pattern when it meets the first value
        kind(user('sh:pattern "("')).validate(focus(1, '<http://example.org/p> "x"').encode())
    assert caught.value.code.id == "PQ401"
    assert caught.value.place == "own.ttl"


# -- the canary ------------------------------------------------------------------------------------------------------


def test_the_canary_is_found_exactly(engine):
    assert engine.validate(canary_data()) == list(canary_expected())
    assert sings(engine)


def test_the_canary_is_of_many_kinds():
    assert len({f.component for f in canary_expected()}) >= 15
    assert {f.severity.value for f in canary_expected()} == {"violation", "warning", "info"}
    flawless = "<http://data.parliament.uk/resources/1>"
    assert flawless.encode() in canary_data()
    assert not any(f.focus == flawless for f in canary_expected())


def test_auto_takes_the_fast_engine():
    engine, reason = choose_engine("auto", shipped_shapes())
    assert (engine.name, reason) == ("shacl", None)


def swallow(findings):
    return findings[:-1]


def invent(findings):
    return [*findings, msgspec.structs.replace(findings[0], focus="<http://data.parliament.uk/resources/1>")]


def repeat(findings):
    return [*findings, findings[-1]]


def alter(findings):
    return [*findings[:-1], msgspec.structs.replace(findings[-1], value='"x"')]


@pytest.mark.parametrize("lie", [swallow, invent, repeat, alter])
def test_a_lying_engine_is_not_used(monkeypatch, lie):
    honest = FastEngine.validate
    monkeypatch.setattr(FastEngine, "validate", lambda self, data: lie(honest(self, data)))
    engine, reason = choose_engine("auto", shipped_shapes())
    assert engine.name == "pyshacl"
    assert reason is not None
    assert "planted violations" in reason
    assert "planted violations" in str(choose_engine("shacl", shipped_shapes())[1])


def test_without_the_fast_engine(monkeypatch):
    monkeypatch.setitem(sys.modules, "shacl", None)
    engine, reason = choose_engine("auto", shipped_shapes())
    assert (engine.name, reason) == ("pyshacl", "the package shacl is not installed")
    with pytest.raises(PqgraphError) as caught:
        choose_engine("shacl", shipped_shapes())
    assert caught.value.code.id == "PQ403"


def test_engines_by_name():
    assert choose_engine("pyshacl", shipped_shapes())[0].name == "pyshacl"
    assert choose_engine("shacl", shipped_shapes())[1] is None
    with pytest.raises(PqgraphError) as caught:
        choose_engine("jena", shipped_shapes())
    assert caught.value.code.id == "PQ403"


def test_user_shapes_in_core_run_fast(user):
    engine, reason = choose_engine("auto", user("sh:minCount 1"))
    assert (engine.name, reason) == ("shacl", None)


DATES = """sh:sparql [ sh:message "{$this} is early" ; sh:select "SELECT $this WHERE { $this <http://example.org/p> ?d
    FILTER (?d < '2018-01-01'^^<http://www.w3.org/2001/XMLSchema#date>) }" ]"""


def test_user_shapes_with_sparql_run_in_the_reference_engine(user):
    shapes = user("sh:minCount 0 . ex:S " + DATES.replace("\n", " "))
    engine, reason = choose_engine("auto", shapes)
    assert engine.name == "pyshacl"
    assert "sh:sparql" in str(reason)
    found = engine.validate(focus(1, f'<http://example.org/p> "2017-01-01"^^<{XSD}date>').encode())
    assert [(f.component, f.message) for f in found] == [
        ("SPARQLConstraintComponent", "http://example.org/001 is early")
    ]
    assert engine.validate(focus(1, f'<http://example.org/p> "2019-01-01"^^<{XSD}date>').encode()) == []


def test_user_shapes_with_other_datatypes_run_in_the_reference_engine(user):
    engine, reason = choose_engine("auto", user("sh:datatype xsd:gYearMonth"))
    assert engine.name == "pyshacl"
    assert "gYearMonth" in str(reason)


def test_user_shapes_that_the_fast_engine_refuses_run_in_the_reference_engine(user):
    engine, reason = choose_engine("auto", user('sh:pattern "^(?!x)"'))
    assert engine.name == "pyshacl"
    assert "look-ahead" in str(reason)
