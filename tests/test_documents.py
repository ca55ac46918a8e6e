"""What the documents show in code runs on the examples and gives what they say; what they name is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from pqgraph.checks.canary import canary_expected
from pqgraph.cli.main import cli, main
from pqgraph.errors import CODES
from pqgraph.store.local import LocalStore
from pqgraph.store.results import Boolean, Solutions

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(document: str, language: str) -> list[str]:
    text = (ROOT / "docs" / document).read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def anchor(heading: str) -> str:
    """As GitHub makes it of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A store of the two questions in examples/."""
    folder = tmp_path_factory.mktemp("documents") / "store"
    inputs = [str(path) for path in sorted((ROOT / "examples").glob("*.txt"))]
    assert main(["-q", "build", *inputs, "--store", str(folder)]) == 0
    yield folder


def test_anchors_are_headings() -> None:
    broken = []
    for path in DOCUMENTS:
        for name, wanted in re.findall(r"\]\(([^)#:]*\.md)?#([^)]+)\)", path.read_text("utf-8")):
            text = (path.parent / name if name else path).read_text("utf-8")
            text = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
            if wanted not in map(anchor, re.findall(r"^#+ (.+)$", text, re.MULTILINE)):
                broken.append(f"{path.name}: {name}#{wanted}")
    assert not broken


def test_codes_and_options_are_there() -> None:
    context = click.Context(cli)
    commands = "|".join(cli.list_commands(context))
    wrong = []
    for path in DOCUMENTS:
        text = path.read_text("utf-8")
        wrong += [f"{path.name}: {code}" for code in set(re.findall(r"\bPQ\d{3}\b", text)) - set(CODES)]
        for name, rest in re.findall(rf"^(?:\$ | {{4}})?pqgraph ({commands})\b([^\n|]*)", text, re.MULTILINE):
            command = cli.get_command(context, name)
            assert command is not None
            options = [each for each in command.params if isinstance(each, click.Option)]
            known = {name for each in options for name in (*each.opts, *each.secondary_opts)}
            wrong += [f"{path.name}: {name} {o}" for o in re.findall(r" (--[a-z-]+)", rest) if o not in known]
    assert not wrong


def test_the_life_cycle_is_asked_as_shown() -> None:
    moved, held = blocks("life-cycle.md", "sparql")
    question = "https://w3id.org/pqgraph/id/question/commons/2025-03-10/999001"
    body = "https://w3id.org/pqgraph/id/answering-body"
    with LocalStore.in_memory([ROOT / "examples" / "life-cycle" / "5-corrected.ttl"]) as life:
        assert values(life, moved) == [(question, f"{body}/27", f"{body}/215", "2025-03-12")]
        assert values(life, held) == [(question, "2025-03-17", "2025-03-24")]


def test_the_statistics_are_asked_as_shown(store: Path) -> None:
    by_year, columns = blocks("statistics.md", "sparql")
    (observation,) = blocks("statistics.md", "turtle")
    member, body = "http://data.parliament.uk/members", "https://w3id.org/pqgraph/id/answering-body/60"
    prefixes = by_year.partition("SELECT")[0]
    with LocalStore.open(store) as built:
        assert values(built, by_year) == [("2018", "Department for Education", "2", "6.5")]
        assert sorted(values(built, columns)) == [(f"{member}/{n}", body, "1") for n in (4637, 4649)]
        found = built.query(f"{prefixes} ASK {{ {observation} }}")
        assert isinstance(found, Boolean) and found.value


def values(store: LocalStore, text: str) -> list[tuple[str, ...]]:
    result = store.query(text)
    assert isinstance(result, Solutions)
    return [tuple("" if term is None else term.value for term in row) for row in result.rows]


def test_texts_are_searched_as_shown(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("tantivy", reason="the search index is not installed: pip install 'pqgraph[search]'")
    (query,) = blocks("search.md", "sparql")
    monkeypatch.chdir(tmp_path)
    Path("found.rq").write_text(query, "utf-8")
    ask = ["-q", "query", "found.rq", "--store", str(store), "-f", "csv"]
    assert main([*ask, 'words="special educational needs" funding']) == 0
    first, *rows = capsys.readouterr().out.splitlines()
    assert first == "question,heading,score"
    assert [row.partition(",")[0] for row in rows] == [
        "http://data.parliament.uk/resources/1012383",
        "https://w3id.org/pqgraph/id/question/commons/2018-01-18/x78573b08fcd6f5f9",
    ]
    assert main([*ask, 'words="free school" -academy']) == 0
    assert capsys.readouterr().out.splitlines() == [first]


def test_another_api_answers_as_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (description,) = blocks("api.md", "turtle")
    monkeypatch.chdir(tmp_path)
    Path("schools-api.ttl").write_text(description, "utf-8")
    school = "<http://example.org/school/{0}> a ex:School ; ex:name '{1}' ; ex:size {2} ."
    data = [
        "@prefix ex: <http://example.org/def#> .",
        school.format(1, "Mill Road", 310),
        school.format(2, "Park", 90),
    ]
    Path("schools.ttl").write_text("\n".join(data), "utf-8")
    api = ["--data", "schools.ttl", "--api", "schools-api.ttl"]
    assert main(["-q", "get", "/doc/schools.csv?min-size=300", *api]) == 0
    assert capsys.readouterr().out.split() == [
        '"uri","name","size","type"',
        '"http://example.org/school/1","Mill', 'Road","310","http://example.org/def#School"',
    ]  # fmt: skip
    assert main(["-q", "get", "/doc/school/2.csv", *api]) == 0
    assert '"Park","90"' in capsys.readouterr().out


def test_the_canary_is_told_as_it_is() -> None:
    text = (ROOT / "docs" / "checks.md").read_text("utf-8")
    found = canary_expected()
    kinds = len({finding.component for finding in found})
    assert f"{len(found)} planted violations of {kinds} kinds" in text
