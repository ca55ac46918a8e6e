"""The shipped examples give exactly the graph that stands in ``tests/cases/convert/examples/expected.ttl``."""

import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from pqgraph.convert import convert
from pqgraph.rdf.formats import FORMATS

PAGES = ("lda-page-1012383.txt", "question-page-2018-01-18.txt")
EXPECTED = Path(__file__).parent / "cases" / "convert" / "examples" / "expected.ttl"


def statements(path: Path) -> set[str]:
    return {str(triple) for triple in (quad.triple for quad in ox.parse(path=path))}


@pytest.fixture
def pages(root: Path) -> list[Path]:
    return [root / "examples" / name for name in PAGES]


def test_expected_graph_byte_for_byte(
    pages: list[Path], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    target = tmp_path / "out.ttl"
    convert(pages, target)
    if request.config.getoption("--accept"):
        EXPECTED.write_bytes(target.read_bytes())
    found, wanted = statements(target), statements(EXPECTED)
    assert (sorted(wanted - found), sorted(found - wanted)) == ([], [])
    assert target.read_bytes() == EXPECTED.read_bytes()


def test_the_second_seed_says_what_its_page_says() -> None:
    parl = "http://data.parliament.uk/schema/parl#"
    base = "http://data.parliament.uk/"
    said = {
        (quad.subject.value, quad.predicate.value): quad.object.value
        for quad in ox.parse(path=EXPECTED)
        if quad.subject.value.startswith(base + "resources/1012383")
    }
    question, answer = base + "resources/1012383", base + "resources/1012383/answer"
    assert said[question, parl + "uin"] == "194746"
    assert said[question, parl + "tablingMember"] == base + "members/4649"
    assert said[answer, parl + "answeringMember"] == base + "members/4113"
    assert said[answer, parl + "questionFirstAnswered"] == "2018-11-27T17:29:33.427Z"
    text = said[answer, parl + "answerText"]
    assert text.startswith("<p>We have given £252 million to local authorities")
    assert text.endswith("up from 58.6% in 2016.</p>")
    assert text.count("<p>") == 7


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_says_the_same(name: str, pages: list[Path], tmp_path: Path) -> None:
    target = tmp_path / f"out{FORMATS[name].suffixes[0]}"
    convert(pages, target)
    assert statements(target) == statements(EXPECTED)


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_the_bytes_do_not_depend_on_the_hash_seed(seed: str, root: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.ttl"
    command = [sys.executable, "-m", "pqgraph", "-q", "convert", "-o", str(target)]
    subprocess.run(
        [*command, *(f"examples/{name}" for name in PAGES)],
        check=True,
        cwd=root,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    assert target.read_bytes() == EXPECTED.read_bytes()
