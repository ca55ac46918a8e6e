"""What ``list queries`` and ``show query`` print."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pqgraph.cli.main import cli
from pqgraph.errors import PqgraphError

FILES = {
    "who.rq": "#+ summary: Who asked?\n#+ family: members\n#+ competency: Who asks most?\n"
    "#+ chart: {kind: bar, x: s}\n#+ example: {name: Ann Example}\n#+ params:\n"
    "#+   name: {type: string, help: The name}\n#+   top: {type: integer, help: How many, min: 1, optional: true}\n"
    "#+   kind: {type: enum, help: Of this kind, choices: [a, b], optional: true}\n"
    "#+ columns:\n#+   s: {type: iri, help: Who}\n"
    "SELECT ?s {\n  VALUES ?name { UNDEF }\n  VALUES ?top { UNDEF }\n  VALUES ?kind { UNDEF }\n  ?s ?p ?name\n} ORDER BY ?s\n",
    "life.rq": "#+ summary: What happened?\n#+ family: life-cycle\nSELECT ?s { ?s ?p ?o } ORDER BY ?s\n",
    "tagged.rq": "#+ summary: Something of grlc\n#+ tags: [others]\nSELECT ?s { ?s ?p ?_o } ORDER BY ?s\n",
    "bare.sparql": "SELECT ?s { ?s ?p ?o } ORDER BY ?s\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def invoke(*arguments: str) -> Result:
    result = CliRunner().invoke(cli, arguments, standalone_mode=False)
    if isinstance(result.exception, PqgraphError):
        raise result.exception
    return result


def test_a_table_of_contents(folder: Path) -> None:
    assert invoke("list", "queries", "--catalogue", str(folder)).stdout == (
        "What members ask\n"
        "  who     Who asked?\n"
        "\n"
        "What becomes of a question\n"
        "  life    What happened?\n"
        "\n"
        "others\n"
        "  tagged  Something of grlc\n"
        "\n"
        "Other queries\n"
        "  bare\n"
    )


def test_a_broken_query_does_not_hide_the_others(folder: Path) -> None:
    (folder / "broken.rq").write_text("SELECT ?s {")
    result = invoke("list", "queries", "--catalogue", str(folder))
    assert (result.return_value, "who" in result.stdout, "broken" in result.stdout) == (1, True, False)
    assert "PQ503" in result.stderr


def test_the_page_of_a_query(folder: Path) -> None:
    page = invoke("show", "query", "who", "--catalogue", str(folder)).stdout
    assert page.startswith("who\n  question: Who asked?\n  also answers: Who asks most?\n  family: members\n")
    for line in (
        "    name (string, required): The name\n",
        "    top (integer, optional): How many; from 1\n",
        "    kind (enum, optional): Of this kind; one of a, b\n",
        "  columns: s (iri): Who\n",
        "  drawn as: bar\n",
        "  example: pqgraph query who name='Ann Example' --store DIR\n",
        "      VALUES ?name { UNDEF }\n",
    ):
        assert line in page
    assert "#+" not in page


def test_the_shipped_ones() -> None:
    listed = invoke("list", "queries").stdout
    assert "  members-by-topic " in listed
    assert "Which members asked about a topic?" in invoke("show", "query", "members-by-topic").stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("show", "query", "member-by-topic"), "Did you mean members-by-topic"),
        (("show", "error", "PQ501", "--catalogue", "x"), "queries only"),
        (("list", "errors", "--catalogue", "x"), "queries only"),
    ],
)
def test_wrong_use(arguments: tuple[str, ...], says: str) -> None:
    assert says in str(invoke(*arguments).exception)


def test_a_query_of_a_folder_is_asked(folder: Path, root: Path) -> None:
    data = str(root / "tests" / "cases" / "queries" / "data.ttl")
    asked = ("query", "who", "name=Ann Example", "--catalogue", str(folder), "-f", "csv")
    rows = invoke(*asked, "--data", data).stdout.splitlines()
    assert rows[0] == "s"
    assert "http://data.parliament.uk/members/10" in rows
    assert 'VALUES ?name { "Ann Example" }' in invoke(*asked, "--show", "--no-cube").stdout
    with pytest.raises(PqgraphError, match="PQ509"):
        invoke(*asked, "--show", "--cube")
