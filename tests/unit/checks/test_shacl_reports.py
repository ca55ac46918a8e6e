"""Reports: what counts, what is known, and every format."""

from __future__ import annotations

import json
import random
import xml.etree.ElementTree as ET

import msgspec
import pyoxigraph as ox
import pytest

from pqgraph.checks import (
    REPORT_FORMATS,
    Baseline,
    Finding,
    Report,
    Severity,
    fingerprint,
    read_baseline,
    render,
    sort_findings,
)
from pqgraph.checks.canary import canary_expected
from pqgraph.errors import PqgraphError

SH = "http://www.w3.org/ns/shacl#"


def report_of(findings, **options) -> Report:
    return Report.of(findings, engine="shacl 0.3.4", shapes="question.ttl", **options)


@pytest.fixture
def report(findings) -> Report:
    return report_of(findings)


EMPTY = report_of([])


def test_the_order_is_total(findings):
    ordered = sort_findings([*findings, *canary_expected()])
    for seed in range(3):
        shuffled = random.Random(seed).sample(ordered, len(ordered))
        assert sort_findings(shuffled) == ordered
        assert report_of(shuffled) == report_of(ordered)


@pytest.mark.parametrize(
    ("fail_on", "severities", "conforms"),
    [
        ("violation", "violation", False),
        ("violation", "warning", True),
        ("warning", "warning", False),
        ("warning", "info", True),
        ("info", "info", False),
        ("never", "violation", True),
    ],
)
def test_what_it_fails_on(findings, fail_on, severities, conforms):
    chosen = [f for f in findings if f.severity.value == severities]
    assert report_of(chosen, fail_on=fail_on).conforms() is conforms
    assert report_of([], fail_on=fail_on).conforms()


def test_counts(report):
    assert report.counts == {Severity.VIOLATION: 1, Severity.WARNING: 1, Severity.INFO: 1}
    assert [(severity.value, len(members)) for severity, _, members in report.groups()] == [
        ("violation", 1),
        ("warning", 1),
        ("info", 1),
    ]


# -- baseline --------------------------------------------------------------------------------------------------------


def test_a_baseline_takes_away_what_it_knows_and_tells_what_is_gone(tmp_path, findings):
    path = tmp_path / "baseline.json"
    path.write_bytes(report_of(findings[:2]).baseline().to_json())
    baseline = read_baseline(path)
    second = report_of(findings[1:], baseline=baseline)
    assert second.findings == (findings[2],)
    assert second.known == 1
    assert [entry.focus for entry in second.stale] == [findings[0].focus]
    # Writing it again from a report that was made without it drops what is stale.
    assert [e.focus for e in report_of(findings[1:]).baseline().findings] == [
        "<http://data.parliament.uk/resources/1/answer>",
        "_:b0",
    ]


def test_a_baseline_file_has_one_finding_a_line(findings):
    text = report_of(findings).baseline().to_json().decode()
    assert len(text.splitlines()) == 5
    assert report_of(reversed(findings)).baseline().to_json().decode() == text
    assert json.loads(text)["version"] == 1
    assert msgspec.json.decode(Baseline().to_json(), type=Baseline) == Baseline()


def test_fingerprints(findings):
    first = findings[0]
    change = msgspec.structs.replace
    assert fingerprint(change(first, source="other#L9", message="Other.")) == fingerprint(first)
    for changed in (
        change(first, value='"x"'),
        change(first, focus="<http://x>"),
        change(first, path=None),
        change(first, shape=None),
        change(first, component="MinCountConstraintComponent"),
    ):
        assert fingerprint(changed) != fingerprint(first)
    assert fingerprint(change(findings[2], focus="_:other")) == fingerprint(findings[2])
    assert len(fingerprint(first)) == 32


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}x",
        b'{"format":"other","version":1,"findings":[]}',
        b'{"format":"pqgraph-baseline","version":2}',
        b"\xff",
    ],
)
def test_files_that_are_no_baseline(tmp_path, content):
    path = tmp_path / "baseline.json"
    path.write_bytes(content)
    with pytest.raises(PqgraphError) as caught:
        read_baseline(path)
    assert (caught.value.code.id, caught.value.place) == ("PQ404", str(path))


@pytest.mark.parametrize("content", [b"{}", b'{"findings":[]}', b'{"name":"pqgraph","version":1}'])
def test_another_json_object_is_no_baseline(tmp_path, content):
    path = tmp_path / "package.json"
    path.write_bytes(content)
    with pytest.raises(PqgraphError) as caught:
        read_baseline(path)
    assert (caught.value.code.id, caught.value.place) == ("PQ404", str(path))


@pytest.mark.parametrize("report_format", ["text", "markdown", "github"])
def test_no_file_name_and_no_text_steers_a_terminal(report_format):
    # U+009B begins a command as ESC [ does, and JSON leaves it as it is.
    finding = Finding(
        focus="<http://data.parliament.uk/resources/1>",
        value='"19\x9b2Jx\x7f"',
        component="PatternConstraintComponent",
        severity=Severity.VIOLATION,
        message="Correct\x1b[2J the number.",
        source="a\x1b[2Jb.jsonl#L12",
    )
    shown = render(Report.of([finding], engine="shacl 0.3.4", shapes="own.ttl"), report_format).decode()
    assert not any(c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160) for c in shown)
    assert "a\ufffd" in shown


def test_a_baseline_that_is_not_there(tmp_path):
    with pytest.raises(PqgraphError) as caught:
        read_baseline(tmp_path / "none.json")
    assert caught.value.code.id == "PQ404"


# -- formats ---------------------------------------------------------------------------------------------------------


def test_there_is_no_other_format(report):
    with pytest.raises(PqgraphError) as caught:
        render(report, "pdf")
    assert caught.value.code.id == "PQ901"


@pytest.mark.parametrize("report_format", REPORT_FORMATS)
def test_every_format_takes_every_report(report, report_format):
    for given in (report, EMPTY, report_of(canary_expected()), report_of([], baseline=report.baseline())):
        text = render(given, report_format)
        assert text == render(given, report_format)
        assert text.decode().endswith("\n")


def test_text(report):
    assert (
        render(report, "text").decode()
        == """\
violation Question-uin (1)
  A written question has at most one UIN; correct the number, 100%.
    questions, new.jsonl.gz#L12  http://data.parliament.uk/resources/1  "19|4,7%4:b`\\n<&\\u0007\\""

warning Answer-question (1)
  An answer is the answer of a question; link it.
    page.json#/result/items/3  http://data.parliament.uk/resources/1/answer

info a shape without IRI (1)
  A node with an IRI; mint one.
    _:b0

does not conform: 1 violation, 1 warning, 1 info (shacl 0.3.4)
"""
    )


def test_text_of_many_and_of_stale_ones(findings):
    many = [msgspec.structs.replace(findings[0], focus=f"<http://q/{n:02}>") for n in range(22)]
    text = render(report_of(many, baseline=report_of(findings[1:2]).baseline()), "text").decode()
    assert text.count("http://q/") == 20
    assert "… and 2 more; other report formats give all" in text
    assert (
        "in the baseline, but not found any more (1)\n    Answer-question  http://data.parliament.uk/resources/1/answer"
        in text
    )
    assert text.endswith(
        "does not conform: 22 violations, 0 warnings, 0 infos; 1 in the baseline not found any more (shacl 0.3.4)\n"
    )
    assert render(EMPTY, "text") == b"conforms: 0 violations, 0 warnings, 0 infos (shacl 0.3.4)\n"


def test_json(report, findings):
    document = json.loads(render(report, "json"))
    assert list(document) == [
        *(
            "format",
            "version",
            "conforms",
            "failOn",
            "engine",
            "shapes",
            "counts",
            "known",
            "stale",
            "findings",
        ),
    ]
    assert (document["format"], document["version"], document["conforms"]) == ("pqgraph-report", 1, False)
    assert document["counts"] == {"violation": 1, "warning": 1, "info": 1}
    assert msgspec.convert(document["findings"], type=list[Finding]) == sort_findings(findings)


def test_github(report):
    lines = render(report, "github").decode().splitlines()
    assert lines == [
        "::error file=questions%2C new.jsonl.gz,line=12,title=Question-uin::A written question has at most one UIN; "
        'correct the number, 100%25. [http://data.parliament.uk/resources/1  "19|4,7%254:b`\\n<&\\u0007\\""]',
        "::warning file=page.json,title=Answer-question::An answer is the answer of a question; link it. "
        "[http://data.parliament.uk/resources/1/answer /result/items/3]",
        "::notice title=a shape without IRI::A node with an IRI; mint one. [_:b0]",
        "::notice title=pqgraph validate::does not conform: 1 violation, 1 warning, 1 info (shacl 0.3.4)",
    ]


def test_sarif(report):
    document = json.loads(render(report, "sarif"))
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"].rpartition("/")[2] for rule in rules] == [
        "Answer-question",
        "Question-uin",
        "urn:pqgraph:shape-without-iri",
    ]
    assert [result["level"] for result in run["results"]] == ["warning", "error", "note"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        assert set(result) <= {
            *("ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints", "properties"),
        }
    error = next(result for result in run["results"] if result["level"] == "error")
    assert error["locations"] == [
        {
            "logicalLocations": [{"fullyQualifiedName": "http://data.parliament.uk/resources/1"}],
            "physicalLocation": {
                "artifactLocation": {"uri": "questions,%20new.jsonl.gz"},
                "region": {"startLine": 12},
            },
        }
    ]
    assert error["partialFingerprints"] == {"pqgraph/v1": fingerprint(report.findings[1])}
    assert json.loads(render(EMPTY, "sarif"))["runs"][0]["results"] == []


def test_junit(report):
    root = ET.fromstring(render(report, "junit"))
    assert (root.get("tests"), root.get("failures")) == ("3", "1")
    suites = [(s.get("name"), s.get("tests"), s.get("failures")) for s in root]
    assert suites == [
        ("Question-uin", "1", "1"),
        ("Answer-question", "1", "0"),
        ("a shape without IRI", "1", "0"),
    ]
    failure = root.find(".//failure")
    assert failure is not None
    assert failure.get("type") == "violation"
    assert (failure.text or "").endswith("PatternConstraintComponent")
    assert len(root.findall(".//system-out")) == 2
    strict = ET.fromstring(render(msgspec.structs.replace(report, fail_on="info"), "junit"))
    assert strict.get("failures") == "3"
    passed = ET.fromstring(render(EMPTY, "junit"))
    assert (passed.get("tests"), passed.get("failures")) == ("1", "0")
    assert len(passed.findall(".//testcase")) == 1


def test_junit_with_characters_that_xml_cannot_carry(findings):
    odd = msgspec.structs.replace(findings[0], message="a\x00b\x1b\ufffec]]>", source="\x0bfile#L1")
    root = ET.fromstring(render(report_of([odd]), "junit"))
    assert "a\ufffdb\ufffd\ufffdc]]>" in (root.find(".//failure").text or "")


def test_markdown(report):
    text = render(report, "markdown").decode()
    assert text.startswith("## SHACL: does not conform: 1 violation, 1 warning, 1 info (shacl 0.3.4)\n")
    row = next(line for line in text.splitlines() if "questions, new" in line)
    # Four bars make three cells; the fifth belongs to the value and is escaped.
    assert row.count("|") - row.count("\\|") == 4
    assert '`` "19\\|4,7%4:b`' in row


def parsed(text: bytes) -> list[tuple[str, ...]]:
    """A Turtle report read back: the rows of its results."""
    store = ox.Store()
    store.extend(ox.parse(text, format=ox.RdfFormat.TURTLE))
    query = f"""PREFIX sh: <{SH}> SELECT * WHERE {{
        ?report a sh:ValidationReport ; sh:conforms ?conforms ; sh:result ?result .
        ?result a sh:ValidationResult ; sh:focusNode ?focus ; sh:resultSeverity ?severity ;
            sh:sourceConstraintComponent ?component ; sh:resultMessage ?message .
        OPTIONAL {{ ?result sh:value ?value }} OPTIONAL {{ ?result sh:resultPath/sh:inversePath ?inverse }}
        OPTIONAL {{ ?result sh:resultPath ?path FILTER isIRI(?path) }}
        OPTIONAL {{ ?result sh:sourceShape ?shape }} OPTIONAL {{ ?result <http://purl.org/dc/terms/source> ?source }}
    }}"""
    rows = []
    for row in store.query(query):
        path = str(row["path"] or "") or (f"^{row['inverse']}" if row["inverse"] else "")
        rows.append(
            (
                "_:" if isinstance(row["focus"], ox.BlankNode) else str(row["focus"]),
                path,
                row["shape"].value if row["shape"] else "",
                row["component"].value.removeprefix(SH),
                "_:" if isinstance(row["value"], ox.BlankNode) else str(row["value"] or ""),
                row["severity"].value.removeprefix(SH).lower(),
                row["message"].value,
                row["source"].value if row["source"] else "",
            )
        )
    return sorted(rows)


def told(findings) -> list[tuple[str, ...]]:
    def term(text: str | None) -> str:
        if text is None or not text.startswith('"'):
            return "_:" if text and text.startswith("_:") else text or ""
        (quad,) = ox.parse(f"<x:s> <x:p> {text} .", format=ox.RdfFormat.N_TRIPLES)
        return str(quad.object)

    return sorted(
        (
            term(f.focus),
            f.path or "",
            f.shape or "",
            f.component,
            term(f.value),
            f.severity.value,
            f.message,
            f.source or "",
        )
        for f in findings
    )


def test_turtle(report, findings):
    assert parsed(render(report, "turtle")) == told(findings)
    assert parsed(render(report_of(canary_expected()), "turtle")) == told(canary_expected())
    (conforms,) = [
        quad.object.value
        for quad in ox.parse(render(EMPTY, "turtle"), format=ox.RdfFormat.TURTLE)
        if quad.predicate.value == f"{SH}conforms"
    ]
    assert conforms == "true"


PATHS = {
    "(<x:p>/<x:q>)": "( <x:p> <x:q> )",
    "(<x:p>)*": "[ sh:zeroOrMorePath <x:p> ]",
    "(<x:p>/(<x:q>)+/(<x:r>|^<x:s>))": "( <x:p> [ sh:oneOrMorePath <x:q> ] [ sh:alternativePath ( <x:r> [ sh:inversePath <x:s> ] ) ] )",
    "^((<x:p|q/r>|<x:q>))?": "[ sh:inversePath [ sh:zeroOrOnePath [ sh:alternativePath ( <x:p|q/r> <x:q> ) ] ] ]",
}


@pytest.mark.parametrize("path", PATHS)
def test_turtle_of_paths(findings, path):
    text = render(report_of([msgspec.structs.replace(findings[0], path=path)]), "turtle").decode()
    assert f"sh:resultPath {PATHS[path]} ;" in text


@pytest.mark.parametrize("path", ["p", "(<x:p>", "<x:p>)", "(<x:p><x:q>)", "()"])
def test_what_is_no_path(findings, path):
    with pytest.raises(ValueError, match="not a property path"):
        render(report_of([msgspec.structs.replace(findings[0], path=path)]), "turtle")
