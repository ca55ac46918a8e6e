"""The index keeps in step with its store, and what is not is noticed and made anew."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from search_questions import question, write_index

from pqgraph.build import build
from pqgraph.errors import PqgraphError
from pqgraph.search import FOLDER, SearchIndex, State
from pqgraph.search import stamp as stamp_module
from pqgraph.store.builder import StoreBuilder
from pqgraph.store.local import LocalStore

ADDED = """
<http://example.org/q> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> \
<http://data.parliament.uk/schema/parl#WrittenParliamentaryQuestion> .
<http://example.org/q> <http://data.parliament.uk/schema/parl#questionText> "About lighthouses." .
"""


@pytest.fixture(scope="module")
def seed_store(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("step") / "store"
    done = build([root / "examples" / "lda-page-1012383.txt"], folder, check=False)
    assert done.indexed == 1
    return folder


@pytest.fixture
def store(seed_store: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(seed_store, tmp_path / "store"))


@pytest.fixture
def more(tmp_path: Path) -> Path:
    path = tmp_path / "more.nt"
    path.write_text(ADDED)
    return path


def repaired(folder: Path) -> list[str]:
    """What a search finds after the index was opened with the store at hand."""
    with LocalStore.open(folder) as graph, SearchIndex.open(folder, graph=graph) as index:
        return [hit.iri for hit in index.hits("school OR need OR lighthouse", 10)]


def data_folder(folder: Path) -> Path:
    return folder / FOLDER / json.loads((folder / FOLDER / "index.json").read_text())["data"]


def test_a_build_leaves_an_index_in_step(store: Path) -> None:
    assert SearchIndex.state(store) is State.READY
    with SearchIndex.open(store) as index:
        assert [hit.iri for hit in index.hits('"special educational needs"', 10)] == [
            "http://data.parliament.uk/resources/1012383"
        ]
    assert sorted(path.name for path in (store / FOLDER).iterdir()) == [data_folder(store).name, "index.json"]
    assert {path.stat().st_mode & 0o044 for path in data_folder(store).iterdir()} == {0o044}


def test_statements_that_are_loaded_later_are_noticed(store: Path, more: Path) -> None:
    with LocalStore.open(store, read_only=False) as graph:
        graph.load([more])
    assert SearchIndex.state(store) is State.OTHER
    with pytest.raises(PqgraphError, match=r"PQ608 .*of another state of the store"):
        SearchIndex.open(store)
    assert sorted(repaired(store)) == ["http://data.parliament.uk/resources/1012383", "http://example.org/q"]
    assert SearchIndex.state(store) is State.READY


def test_loading_what_is_there_already_changes_nothing(store: Path, tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.nt"
    nothing.write_text("")
    with LocalStore.open(store, read_only=False) as graph:
        graph.load([nothing])  # the first load takes the statistics away
    repaired(store)
    before = (store / "manifest.json").read_text()
    with LocalStore.open(store, read_only=False) as graph:
        assert graph.load([nothing]) == 0
    assert json.loads((store / "manifest.json").read_text())["content"] == json.loads(before)["content"]
    assert SearchIndex.state(store) is State.READY


def test_a_load_that_fails_leaves_the_index_in_step(store: Path, more: Path) -> None:
    more.write_text(ADDED + "<broken\n")
    before = (store / "manifest.json").read_bytes()
    with LocalStore.open(store, read_only=False) as graph, pytest.raises(PqgraphError, match="PQ301"):
        graph.load([more])
    assert (store / "manifest.json").read_bytes() == before
    assert SearchIndex.state(store) is State.READY


CRASH = """
import os, sys
from pqgraph.store import contents
from pqgraph.store.local import LocalStore
when = sys.argv[3]
if when == "before the statements":
    enter = contents.ContentChange.__enter__
    contents.ContentChange.__enter__ = lambda self: (enter(self), os._exit(9))
elif when == "after the statements":
    contents.ContentChange.__exit__ = lambda self, *error: os._exit(9)
elif when == "before the manifest":
    contents.ContentChange.finish = lambda self, *counts: os._exit(9)
with LocalStore.open(sys.argv[1], read_only=False) as store:
    store.load([sys.argv[2]])
"""


@pytest.mark.parametrize(
    ("when", "found"),
    [("before the statements", 1), ("after the statements", 2), ("before the manifest", 2)],
)
def test_a_crash_between_store_and_manifest_is_noticed(
    store: Path, more: Path, when: str, found: int
) -> None:
    process = subprocess.run([sys.executable, "-c", CRASH, str(store), str(more), when], check=False)
    assert process.returncode == 9
    assert SearchIndex.state(store) is State.OTHER
    assert len(repaired(store)) == found
    assert SearchIndex.state(store) is State.READY


KILLED = """
import os, sys
from pathlib import Path
from pqgraph.search import SearchIndex, writer
from pqgraph.store.local import LocalStore
writer.write_stamp = lambda *given: os._exit(9)
with LocalStore.open(sys.argv[1]) as store:
    SearchIndex.open(sys.argv[1], graph=store)
"""


def test_a_repair_that_is_killed_leaves_nothing_for_long(store: Path, more: Path) -> None:
    with LocalStore.open(store, read_only=False) as graph:
        graph.load([more])
    assert subprocess.run([sys.executable, "-c", KILLED, str(store)], check=False).returncode == 9
    left = sorted(path.name for path in (store / FOLDER).glob("data-*"))
    assert len(left) == 2
    assert SearchIndex.state(store) is State.OTHER
    assert len(repaired(store)) == 2
    [now] = (store / FOLDER).glob("data-*")
    assert now.name not in left


@pytest.mark.parametrize("gone", ["index.json", "."])
def test_a_missing_index_is_noticed_and_made(store: Path, gone: str) -> None:
    path = store / FOLDER / gone
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert SearchIndex.state(store) is State.MISSING
    with pytest.raises(PqgraphError, match=r"PQ608 .*the search index is missing"):
        SearchIndex.open(store)
    assert repaired(store) == ["http://data.parliament.uk/resources/1012383"]


def test_each_torn_file_is_noticed_and_made_anew(store: Path) -> None:
    files = sorted(path.name for path in data_folder(store).iterdir() if path.stat().st_size)
    kinds = {name.rpartition(".")[2] for name in files}
    assert {"json", "store", "term", "idx", "pos", "fast", "fieldnorm", "txt"} <= kinds
    for name in files:
        for kind in ("gone", "cut"):
            # Each repair gives the files new names.
            ending = name if name.endswith(".json") else Path(name).suffix
            path = next(path for path in data_folder(store).iterdir() if path.name.endswith(ending))
            whole = path.read_bytes()
            path.unlink()
            if kind == "cut":
                path.write_bytes(whole[:-9])
            assert SearchIndex.state(store) is State.DAMAGED, (name, kind)
            assert repaired(store) == ["http://data.parliament.uk/resources/1012383"]


@pytest.mark.parametrize(
    "stamp", [b"", b"{", b"[]", b'{"kind":"pqgraph-search"}', b'{"kind":"other","layout":1}', b"\xff"]
)
def test_a_torn_stamp_is_noticed(store: Path, stamp: bytes) -> None:
    (store / FOLDER / "index.json").write_bytes(stamp)
    assert SearchIndex.state(store) is State.DAMAGED
    assert repaired(store) == ["http://data.parliament.uk/resources/1012383"]


def changed_stamp(store: Path, **change: object) -> None:
    path = store / FOLDER / "index.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))


def test_an_index_that_lacks_questions_is_noticed(store: Path) -> None:
    changed_stamp(store, documents=2)
    assert SearchIndex.state(store) is State.DAMAGED


def test_a_stamp_leads_nowhere_else(store: Path) -> None:
    for name in ("../search", "/tmp", "..", ""):
        changed_stamp(store, data=name)
        assert SearchIndex.state(store) is State.DAMAGED


def test_an_index_of_another_version_is_noticed(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed_stamp(store, layout="0-00000000")
    assert SearchIndex.state(store) is State.OUTDATED
    assert repaired(store) == ["http://data.parliament.uk/resources/1012383"]


def test_stores_of_earlier_versions_get_an_index(store: Path) -> None:
    path = store / "manifest.json"
    manifest = json.loads(path.read_text())
    del manifest["content"]
    path.write_text(json.dumps(manifest))
    shutil.rmtree(store / FOLDER)
    assert SearchIndex.state(store) is State.MISSING
    assert repaired(store) == ["http://data.parliament.uk/resources/1012383"]
    assert SearchIndex.state(store) is State.READY


def test_only_the_first_of_two_repairs_does_the_work(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (store / FOLDER / "index.json").unlink()
    alone = SearchIndex.open.__globals__["alone"]

    def late(folder: Path) -> object:
        # Somebody else is faster, while this process waits for the lock.
        monkeypatch.setitem(SearchIndex.open.__globals__, "alone", alone)
        assert repaired(folder) == ["http://data.parliament.uk/resources/1012383"]
        monkeypatch.setitem(SearchIndex.open.__globals__, "rebuild", None)
        return alone(folder)

    monkeypatch.setitem(SearchIndex.open.__globals__, "alone", late)
    assert repaired(store) == ["http://data.parliament.uk/resources/1012383"]


def test_an_open_index_shows_its_state_whatever_happens(store: Path, more: Path) -> None:
    with SearchIndex.open(store) as index:
        with LocalStore.open(store, read_only=False) as graph:
            graph.load([more])
        assert len(repaired(store)) == 2
        assert index.count == 1
        assert index.search("lighthouse").total == 0
        assert index.search("need*").hits[0].snippets


def test_a_folder_that_nobody_may_write_to_can_be_searched(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *given: False)
    locks = [path for path in data_folder(store).iterdir() if path.name.endswith(".lock")]
    for path in locks:
        path.unlink()
    with SearchIndex.open(store) as index:
        assert index.search("need*").total == 1
    assert [path for path in locks if path.exists()] == []


def test_without_tantivy_a_build_makes_no_index(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pqgraph.build.search_is_installed", lambda: False)
    done = build([root / "examples" / "lda-page-1012383.txt"], tmp_path / "store", check=False)
    assert done.indexed is None
    assert not (tmp_path / "store" / FOLDER).exists()
    monkeypatch.setattr("pqgraph.search.index.is_installed", lambda: False)
    assert SearchIndex.state(tmp_path / "store") is State.MISSING
    with pytest.raises(PqgraphError, match="PQ902"):
        SearchIndex.open(tmp_path / "store")


def test_a_build_that_stops_leaves_the_old_index(store: Path, root: Path) -> None:
    before = sorted((path, path.stat().st_mtime_ns) for path in (store / FOLDER).rglob("*"))
    (store.parent / "broken.json").write_text('{"results": [')
    with pytest.raises(PqgraphError):
        build(
            [root / "examples" / "question-page-2018-01-18.txt", store.parent / "broken.json"],
            store,
            check=False,
        )
    assert sorted((path, path.stat().st_mtime_ns) for path in (store / FOLDER).rglob("*")) == before
    assert SearchIndex.state(store) is State.READY
    assert [path.name for path in store.parent.iterdir() if path.name.startswith(".")] == []


def test_a_later_build_indexes_everything(store: Path, root: Path) -> None:
    done = build([root / "examples" / "question-page-2018-01-18.txt"], store, check=False)
    assert done.indexed == done.tally.questions == 2
    with SearchIndex.open(store) as index:
        assert index.count == 2


def test_the_same_inputs_give_the_same_content(store: Path, root: Path, tmp_path: Path) -> None:
    build([root / "examples" / "lda-page-1012383.txt"], tmp_path / "again", check=False)
    assert (tmp_path / "again" / "manifest.json").read_bytes() == (store / "manifest.json").read_bytes()


def test_streams_and_files_of_one_content_count_alike(tmp_path: Path, more: Path) -> None:
    contents = []
    for name in ("file", "stream"):
        with StoreBuilder(tmp_path / name) as builder, more.open("rb") as stream:
            from pqgraph.rdf.formats import find_format

            if name == "file":
                builder.add(more)
            else:
                builder.add(stream, find_format("ntriples"))
            contents.append(builder.finish().content)
    assert contents[0] == contents[1] is not None


def test_where_there_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(PqgraphError, match="PQ601"):
        SearchIndex.open(tmp_path)
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(PqgraphError, match="PQ604"):
        SearchIndex.open(tmp_path)


def test_an_index_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / FOLDER).write_text("a file where the folder should be")
    with pytest.raises(PqgraphError, match="PQ606"):
        write_index(tmp_path / "store", [question(1)])


def test_what_the_index_knows_of_the_store_is_so(tmp_path: Path) -> None:
    # The packages stand on one floor and cannot import each other; their names for things must agree.
    from pqgraph.store import builder, manifest

    assert builder.SEARCH_FOLDER == FOLDER
    assert stamp_module._MANIFEST == manifest.FILE_NAME
    assert "content" in manifest.Manifest.__struct_fields__
