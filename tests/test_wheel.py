"""The built wheel works alone: its own data, away from the checkout."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    # The build backend is installed for the tests, so nothing is fetched.
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (found,) = target.glob("pqgraph-*.whl")
    return found


def test_the_data_folders_are_inside(wheel: Path, root: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder, pattern in (
        ("ontology", "*.ttl"),
        ("shapes", "record/*.ttl"),
        ("queries", "*.rq"),
        ("queries", "*.ttl"),
    ):
        files = sorted((root / folder).rglob(pattern))
        assert files
        for path in files:
            assert f"pqgraph/_data/{path.relative_to(root).as_posix()}" in names
    assert "pqgraph/py.typed" in names
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/", "examples/"))]


def test_the_installed_command_works_away_from_the_checkout(wheel: Path, root: Path, tmp_path: Path) -> None:
    place = tmp_path / "env"
    venv.create(place, with_pip=False, symlinks=True)
    site = place / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    zipfile.ZipFile(wheel).extractall(site)
    # The dependencies are those of the tests; the package itself comes from the wheel alone.
    outer = next(Path(p) for p in sys.path if p.endswith("site-packages"))
    (site / "outer.pth").write_text(str(outer), "utf-8")
    page = root / "examples" / "question-page-2018-01-18.txt"
    code = (
        "import pqgraph, sys; from pqgraph.cli.main import main; "
        f"assert pqgraph.__file__.startswith({str(site)!r}), pqgraph.__file__; "
        f"sys.exit(main(['build', {str(page)!r}, '--store', 'store']) "
        "or main(['query', 'members-by-topic', 'topic=SEND', '--store', 'store']))"
    )
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME")}
    done = subprocess.run(
        [str(place / "bin" / "python"), "-c", code],
        capture_output=True, text=True, cwd=tmp_path, env=env, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "James Frith" in done.stdout
