"""What ``deploy/`` says can be done: commands, options, paths and ports are those that there are."""

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

from pqgraph.cli.main import cli


def understood(words: list[str]) -> dict[str, object]:
    """The parameters that a command line of pqgraph gives its subcommand; what is not understood fails."""
    name, *arguments = words
    subcommand = cli.get_command(click.Context(cli), name)
    assert subcommand is not None, name
    with subcommand.make_context(name, arguments) as context:
        return dict(context.params)


@pytest.fixture(scope="module")
def unit(root: Path) -> str:
    return (root / "deploy" / "pqgraph.service").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def containerfile(root: Path) -> list[tuple[str, str]]:
    """The instructions with what follows them."""
    text = (root / "deploy" / "Containerfile").read_text(encoding="utf-8")
    lines = [line for line in re.sub(r"\\\n", "", text).splitlines() if line and not line.startswith("#")]
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines)]


def commands(unit: str) -> list[str]:
    return re.findall(r"^ExecStart=(.+)$", unit, re.MULTILINE)


def test_the_unit_starts_what_there_is(unit: str) -> None:
    (command,) = commands(unit)
    program, *words = shlex.split(command)
    assert Path(program).name == "pqgraph"
    found = understood(words)
    assert found["store"] == "/srv/pqgraph/store"
    assert found["base_url"] == "https://questions.example.org"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
def test_systemd_understands_the_unit(unit: str, tmp_path: Path) -> None:
    copy = tmp_path / "pqgraph.service"
    # systemd looks for the program, which is not installed where the unit says.
    copy.write_text(re.sub(r"^ExecStart=\S+", f"ExecStart={sys.executable}", unit, flags=re.MULTILINE))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(copy)], capture_output=True, text=True, timeout=30
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_container_starts_what_there_is(containerfile: list[tuple[str, str]]) -> None:
    said = dict(containerfile)
    words = [*json.loads(said["ENTRYPOINT"]), *json.loads(said["CMD"])]
    assert words[0] == "pqgraph"
    found = understood(words[1:])
    assert (found["store"], found["host"]) == ("/data/store", "0.0.0.0")
    assert str(found["port"]) == said["EXPOSE"]
    assert f"127.0.0.1:{found['port']}/healthz" in said["HEALTHCHECK"]
    assert any(
        f"useradd --system --no-create-home --uid {said['USER']} " in rest for _, rest in containerfile
    )


def test_the_container_is_made_of_what_there_is(root: Path, containerfile: list[tuple[str, str]]) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    stages = [rest.rpartition(" AS ")[2] for word, rest in containerfile if word == "FROM" and " AS " in rest]
    for word, rest in containerfile:
        parts = rest.split()
        if word == "COPY" and not parts[0].startswith("--from="):
            assert all((root / source).exists() for source in parts[:-1]), rest
        for stage in re.findall(r"(?:--from|,from)=([a-z]+)", rest):
            assert stage in stages
        for extras in re.findall(r"\[([a-z,]+)\]", rest) if word == "RUN" else ():
            assert set(extras.split(",")) <= set(project["optional-dependencies"]), rest
        for version in re.findall(r"python:(3\.\d+)", rest) if word == "FROM" else ():
            assert f"Programming Language :: Python :: {version}" in project["classifiers"]


@pytest.mark.parametrize("name", ["Caddyfile", "nginx.conf"])
def test_proxies_ask_the_server_where_it_listens(root: Path, unit: str, name: str) -> None:
    (command,) = commands(unit)
    found = understood(shlex.split(command)[1:])
    text = (root / "deploy" / name).read_text(encoding="utf-8")
    assert f"{found['host']}:{found['port']}" in text
    assert "/metrics" in text
