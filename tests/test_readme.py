"""Every command of the README and of the documents named here runs and prints what they show.

A block marked ``console`` holds commands after ``$`` and their output, both streams as a terminal shows them.
Durations and the SHACL engine's version may differ. ``pytest --accept tests/test_readme.py`` writes the true output into the documents.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ["README.md"]
# They would install the package again, fetch a server or run this very test.
NOT_RUN = ("make test", "python3.11 -m venv", "make bench")
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
_DURATION = re.compile(r"in \d+\.\d\d s\b")
_ENGINE = re.compile(r"\(shacl \d+(?:\.\d+)*")


def commands(block: str) -> list[tuple[str, str]]:
    """The commands of a block, each with the output shown below it."""
    found: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return [(command, "".join(f"{line}\n" for line in lines)) for command, lines in found]


def environment() -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS"))}
    return kept | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "COLUMNS": "100"}


def run(command: str, cwd: Path) -> str:
    done = subprocess.run(
        ["sh", "-c", f"exec 2>&1; {command}"], capture_output=True, cwd=cwd, env=environment(), check=False
    )
    assert done.returncode in (0, 1), done.stdout.decode()
    return done.stdout.decode()


def plain(output: str) -> str:
    output = _ENGINE.sub("(shacl", _DURATION.sub("in 0.00 s", output))
    lines = [line.rstrip() for line in output.splitlines()]
    # Make names the folder it works in when it is called from another make.
    return "\n".join(line for line in lines if not line.startswith("make["))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_documents_tell_the_truth(document: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    text = (ROOT / document).read_text("utf-8")
    for name in ("examples", "queries", "shapes", "ontology"):
        shutil.copytree(ROOT / name, tmp_path / name)
    changed = text
    ran = 0
    for block in _BLOCK.findall(text):
        shown = block
        for command, expected in commands(block):
            if command.startswith(NOT_RUN):
                continue
            # make sets up the project itself, so it runs there; everything else runs as at a user's place.
            output = run(command, ROOT if command.startswith("make ") else tmp_path)
            ran += 1
            if command == "make demo":
                shutil.copytree(ROOT / "demo", tmp_path / "demo", dirs_exist_ok=True)
            if request.config.getoption("--accept"):
                shown = shown.replace(
                    f"$ {command}\n{expected}",
                    f"$ {command}\n{plain(output)}\n" if output else f"$ {command}\n",
                )
            else:
                assert plain(output) == plain(expected), command
        changed = changed.replace(block, shown)
    assert ran >= 3
    if request.config.getoption("--accept"):
        (ROOT / document).write_text(changed, "utf-8")


def test_every_relative_link_leads_somewhere() -> None:
    broken = []
    for path in [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text("utf-8")):
            if not target.startswith(("http:", "https:", "mailto:")) and not (path.parent / target).exists():
                broken.append(f"{path.relative_to(ROOT)}: {target}")
    assert not broken
