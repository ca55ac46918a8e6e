"""docs/python.md and docs/charts.md say what is true: their Python blocks are run on the examples."""

from __future__ import annotations

import doctest
import shutil
from pathlib import Path

import pytest

from pqgraph.cli.main import main
from pqgraph.queries.header import Chart


@pytest.fixture(scope="module")
def folder(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of the examples."""
    folder = tmp_path_factory.mktemp("docs")
    shutil.copytree(root / "examples", folder / "examples")
    inputs = sorted(str(path) for path in (folder / "examples").glob("*.txt"))
    assert main(["-q", "build", *inputs, "--store", str(folder / "store")]) == 0
    return folder


@pytest.mark.parametrize("document", ["python.md", "charts.md"])
def test_blocks_run(document: str, root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("altair", reason="charts are not installed: pip install 'pqgraph[charts]'")
    pytest.importorskip("pandas")
    pytest.importorskip("polars")
    monkeypatch.chdir(folder)
    text = (root / "docs" / document).read_text("utf-8")
    examples = doctest.DocTestParser().get_doctest(text.replace("```", "\n"), {}, document, document, 0)
    assert examples.examples
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(examples, out=said.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(said)


def test_charts_tells_every_key_of_a_chart(root: Path) -> None:
    text = (root / "docs" / "charts.md").read_text("utf-8")
    for key in Chart.__struct_fields__:
        assert f"`{key}`" in text
