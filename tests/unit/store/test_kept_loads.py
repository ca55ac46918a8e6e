"""What ``load`` brings into a store stays there when a build makes the store anew; a repeat adds nothing."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest
from api_items import api, lines

from pqgraph.build import build
from pqgraph.cli.main import main
from pqgraph.errors import PqgraphError
from pqgraph.queries.run import run
from pqgraph.store.builder import StoreBuilder
from pqgraph.store.kept import LOADED_FOLDER
from pqgraph.store.local import LocalStore
from pqgraph.store.manifest import FILE_NAME, read_manifest
from pqgraph.store.results import Boolean, Solutions
from pqgraph.store.statistics import has_cube

LIFE = "examples/life-cycle/5-corrected.ttl"
BLANK = """@prefix ex: <http://e/> .
ex:foo ex:bar [ ex:name "a" ; ex:list (1 [ ex:name "b" ]) ] , _:x .
_:x ex:name "c" .
"""


def dump(store: Path) -> bytes:
    stream = io.BytesIO()
    with LocalStore.open(store) as opened:
        opened.dump(stream)
    return stream.getvalue()


def load(store: Path, *files: Path, graph: str | None = None) -> int:
    with LocalStore.open(store, read_only=False) as opened:
        return opened.load(files, graph=graph)


def rows(store: Path, query: str, values: dict[str, str | None]) -> int:
    with LocalStore.open(store) as opened:
        result = run(query, values, opened).result
        assert isinstance(result, Solutions)
        return len(list(result.rows))


@pytest.fixture
def first(tmp_path: Path) -> Path:
    return lines(tmp_path / "first.jsonl", api("1"))


@pytest.fixture
def second(tmp_path: Path) -> Path:
    return lines(tmp_path / "second.jsonl", api("2"))


def test_a_build_keeps_what_was_loaded(root: Path, tmp_path: Path, first: Path, second: Path) -> None:
    store, once = tmp_path / "store", tmp_path / "once"
    other = tmp_path / "other.nq.gz"
    other.write_bytes(
        gzip.compress(b'<http://e/a> <http://e/p> "1" .\n<http://e/a> <http://e/p> "1" <http://e/g> .\n')
    )
    build([first], store)
    assert load(store, root / LIFE) > 0
    assert load(store, other, graph="http://e/mine") == 2
    assert rows(store, "life-of-question", {"uin": "999001"}) == 7
    result = build([second], store)
    assert result.loaded == ("5-corrected.ttl", "other.nq.gz")
    assert rows(store, "life-of-question", {"uin": "999001"}) == 7
    # It is what one build of all the inputs and the same loads give.
    build([first, second], once)
    load(once, root / LIFE, other)
    assert dump(store).count(b"\n") == dump(once).count(b"\n")
    load(once, other, graph="http://e/mine")
    assert {line for line in dump(once).splitlines() if b"http://e/a" in line} == {
        b'<http://e/a> <http://e/p> "1" .',
        b'<http://e/a> <http://e/p> "1" <http://e/g> .',
        b'<http://e/a> <http://e/p> "1" <http://e/mine> .',
    }
    assert [line for line in dump(store).splitlines() if b"http://e/a" in line] == [
        b'<http://e/a> <http://e/p> "1" <http://e/g> .',
        b'<http://e/a> <http://e/p> "1" <http://e/mine> .',
    ]
    # As after a load, nobody relies on statistics that do not count it.
    with LocalStore.open(store) as opened:
        assert not has_cube(opened)
    again = build([first], store)
    assert (again.loaded, rows(store, "life-of-question", {"uin": "999001"})) == (result.loaded, 7)
    assert build([first], store, replace=True).loaded == ()
    assert rows(store, "life-of-question", {"uin": "999001"}) == 0
    assert not (store / LOADED_FOLDER).exists()
    with LocalStore.open(store) as opened:
        assert has_cube(opened)


def test_the_search_index_follows_what_is_kept(root: Path, tmp_path: Path, first: Path, second: Path) -> None:
    pytest.importorskip("tantivy")
    from pqgraph.search import SearchIndex, State

    store = tmp_path / "store"
    build([first], store)
    load(store, root / LIFE)
    build([second], store)
    assert SearchIndex.state(store) is not State.READY
    with LocalStore.open(store) as opened:
        index = SearchIndex.open(store, graph=opened)
    assert index.search("public charging points").total == 1
    assert SearchIndex.state(store) is State.READY


def test_the_command_says_what_it_keeps(
    root: Path, tmp_path: Path, first: Path, second: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = str(tmp_path / "store")
    assert main(["build", str(first), "--store", store]) == 0
    assert "loaded" not in capsys.readouterr().err
    assert main(["load", str(root / LIFE), "--store", store]) == 0
    capsys.readouterr()
    assert main(["build", str(second), "--store", store]) == 0
    assert "1 loaded file is kept: 5-corrected.ttl" in capsys.readouterr().err


def test_a_repeat_adds_nothing_though_there_are_blank_nodes(
    tmp_path: Path, first: Path, second: Path
) -> None:
    store = tmp_path / "store"
    build([first], store)
    data, packed = tmp_path / "blank.ttl", tmp_path / "same.ttl.gz"
    data.write_text(BLANK, "utf-8")
    packed.write_bytes(gzip.compress(BLANK.encode()))
    assert load(store, data) == 10
    assert load(store, data) == load(store, packed) == 0
    assert load(store, data, graph="http://e/g") == 10
    # Another file's blank nodes are others, whatever their labels.
    (tmp_path / "other.ttl").write_text(f"{BLANK}# another file\n", "utf-8")
    assert load(store, tmp_path / "other.ttl") == 10
    before = dump(store)
    build([second], store)
    assert {line for line in dump(store).splitlines() if b"http://e/" in line} == {
        line for line in before.splitlines() if b"http://e/" in line
    }
    assert load(store, data) == load(store, tmp_path / "other.ttl") == 0


def test_one_new_statement_is_one_though_statistics_lose_one(tmp_path: Path, first: Path) -> None:
    store = tmp_path / "store"
    build([first], store)
    content = read_manifest(store).content
    (tmp_path / "a.ttl").write_text("<http://e/a> <http://e/p> 1 .", "utf-8")
    assert load(store, tmp_path / "a.ttl") == 1
    # An index of the old content is out of step.
    changed = read_manifest(store).content
    assert changed != content
    assert load(store, tmp_path / "a.ttl") == 0
    assert read_manifest(store).content == changed


def test_a_load_that_fails_leaves_no_copy(tmp_path: Path, first: Path) -> None:
    store = tmp_path / "store"
    build([first], store)
    (tmp_path / "good.ttl").write_text(BLANK, "utf-8")
    (tmp_path / "bad.ttl").write_text("<http://e/a> <http://e/b> 1 . oops", "utf-8")
    before = (store / FILE_NAME).read_bytes()
    with pytest.raises(PqgraphError, match=r"PQ301 bad\.ttl:1"):
        load(store, tmp_path / "good.ttl", tmp_path / "bad.ttl")
    assert (store / FILE_NAME).read_bytes() == before
    assert not list((store / LOADED_FOLDER).iterdir())
    load(store, tmp_path / "good.ttl")
    (copy,) = (store / LOADED_FOLDER).iterdir()
    with pytest.raises(PqgraphError, match="PQ301"):
        load(store, tmp_path / "good.ttl", tmp_path / "bad.ttl")
    assert copy.exists()


@pytest.mark.parametrize("damage", ["gone", "cut", "other"])
def test_a_damaged_copy_stops_the_build(tmp_path: Path, first: Path, second: Path, damage: str) -> None:
    store = tmp_path / "store"
    build([first], store)
    for name in ("a", "b"):
        (tmp_path / f"{name}.ttl").write_text(f"<http://e/{name}> <http://e/p> 1 .", "utf-8")
        load(store, tmp_path / f"{name}.ttl")
    one, two = sorted((store / LOADED_FOLDER).iterdir())
    if damage == "gone":
        one.unlink()
    elif damage == "cut":
        one.write_bytes(one.read_bytes()[:-5])
    else:
        one.write_bytes(two.read_bytes())
    before = dump(store)
    with pytest.raises(PqgraphError, match=r"PQ604 .*what was loaded"):
        build([second], store)
    assert dump(store) == before


def of_before(store: Path) -> None:
    """Make a store what pqgraph made of it before it kept what was loaded."""
    manifest = json.loads((store / FILE_NAME).read_bytes())
    manifest.pop("keeps", None)
    for given in manifest["inputs"]:
        given.pop("kept", None)
    (store / FILE_NAME).write_text(json.dumps(manifest), "utf-8")
    for copy in (store / LOADED_FOLDER).glob("*"):
        copy.unlink()


def test_a_store_of_before_is_not_robbed(root: Path, tmp_path: Path, first: Path, second: Path) -> None:
    store = tmp_path / "store"
    # Questions may come from RDF, too; that is no load.
    questions = tmp_path / "questions.nt"
    assert main(["-q", "convert", str(first), "-o", str(questions)]) == 0
    build([questions], store)
    load(store, root / LIFE)
    of_before(store)
    before = dump(store)
    with pytest.raises(PqgraphError, match=r"PQ614 .*5-corrected\.ttl") as refused:
        build([second], store)
    assert "questions.nt" not in refused.value.found
    assert "pqgraph load" in refused.value.advice and "--replace" in refused.value.advice
    assert dump(store) == before
    # As it advises: once more, and from then on it is kept.
    assert load(store, root / LIFE) == 0
    assert build([second], store).loaded == ("5-corrected.ttl",)
    assert rows(store, "life-of-question", {"uin": "999001"}) == 7


def test_a_store_of_before_without_loads_is_built_on(tmp_path: Path, first: Path, second: Path) -> None:
    store = tmp_path / "store"
    questions = tmp_path / "questions.nt"
    assert main(["-q", "convert", str(first), "-o", str(questions)]) == 0
    build([questions], store)
    of_before(store)
    assert build([second], store).tally.questions == 2
    assert read_manifest(store).keeps


def test_a_load_while_a_build_is_at_work_is_not_lost(tmp_path: Path, first: Path) -> None:
    store = tmp_path / "store"
    build([first], store)
    (tmp_path / "a.ttl").write_text("<http://e/a> <http://e/p> 1 .", "utf-8")
    with StoreBuilder(store, update=True) as builder:
        load(store, tmp_path / "a.ttl")
        with pytest.raises(PqgraphError, match=r"PQ603 .*changed the store meanwhile"):
            builder.finish()
    with LocalStore.open(store) as opened:
        assert opened.query("ASK { <http://e/a> ?p ?o }") == Boolean(True)
