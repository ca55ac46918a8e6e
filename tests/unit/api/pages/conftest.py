"""Sites over small stores: the life-cycle example, the pages of the examples, and questions that try to do harm."""

from collections.abc import Callable
from pathlib import Path

import pytest
from page_hostile import hostile

from pqgraph.api.index_road import roads_beside
from pqgraph.api.pages import PageSite, mount
from pqgraph.api.protocol import Request, Response
from pqgraph.build import build
from pqgraph.store.local import LocalStore

pytest.importorskip("jinja2", reason="pages need jinja2")
pytest.importorskip("nh3", reason="pages need nh3")

HTML = (("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"),)
Get = Callable[[str], Response]


def getter(site: PageSite) -> Get:
    return lambda path: site.answer(Request.of(path, HTML))


@pytest.fixture(scope="session")
def life(root: Path) -> Get:
    """The life-cycle example in memory, without an index."""
    path = root / "examples" / "life-cycle" / "5-corrected.ttl"
    return getter(mount(LocalStore.in_memory([path], reference=True)))


@pytest.fixture(scope="session")
def harm(tmp_path_factory: pytest.TempPathFactory) -> Get:
    path = tmp_path_factory.mktemp("harm") / "harm.ttl"
    path.write_text(hostile(), encoding="utf-8")
    return getter(mount(LocalStore.in_memory([path], reference=True)))


@pytest.fixture(scope="session")
def folder(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store folder with an index: the page of the Linked Data API, and the questions of the life-cycle example."""
    pytest.importorskip("tantivy", reason="the index needs tantivy")
    target = tmp_path_factory.mktemp("pages") / "store"
    examples = root / "examples"
    build([examples / "lda-page-1012383.txt", examples / "question-page-2018-01-18.txt"], target, check=False)
    return target


@pytest.fixture(scope="session")
def site(folder: Path) -> PageSite:
    return mount(LocalStore.open(folder), roads=roads_beside(folder))


@pytest.fixture(scope="session")
def get(site: PageSite) -> Get:
    return getter(site)
