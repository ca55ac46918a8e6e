"""Fixtures that all tests share."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real records beside the checkout; not part of the project."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("real records are not here: expected in ../shared/data beside the checkout")
    return folder


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--accept`` rewrites expected files from what came out, for review."""
    parser.addoption("--accept", action="store_true", help="rewrite expected files, for review in git")


# Where real processes, sockets and clocks take part, a busy machine may break a connection that nobody meant to break.
# Such a test fails if it fails three times.
_WITH_PROCESSES = ("tests/server/", "tests/servers/", "tests/browser/", "tests/unit/store/test_remote")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let tests of servers be run again."""
    for item in items:
        if item.path.relative_to(ROOT).as_posix().startswith(_WITH_PROCESSES):
            item.add_marker(pytest.mark.flaky(reruns=2, reruns_delay=1))
