"""What ``load`` brings into a store stays there when a build makes the store anew; a repeat adds nothing."""

from __future__ import annotations

import errno
import gzip
import io
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from api_items import api, lines

from pqgraph.build import build
from pqgraph.cli.main import main
from pqgraph.errors import PqgraphError
from pqgraph.queries.run import run
from pqgraph.store import contents, local
from pqgraph.store.builder import StoreBuilder
from pqgraph.store.kept import LOADED_FOLDER, copies_of
from pqgraph.store.local import LocalStore
from pqgraph.store.manifest import FILE_NAME, StoreInput, read_manifest
from pqgraph.store.results import Boolean, Solutions
from pqgraph.store.statistics import has_cube
from pqgraph.terms import dcterms, parl, pq, skos

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


@pytest.mark.parametrize(
    ("said", "graph", "counts"),
    [
        ("<http://e/a> <http://www.w3.org/2000/01/rdf-schema#label> 'a'", None, False),
        ("<http://e/a> a <http://xmlns.com/foaf/0.1/Person>", None, False),
        ("<http://e/a> <http://e/p> <http://data.parliament.uk/schema/parl#uin>", None, False),
        (f"<http://e/a> <{parl.uin}> '1'", None, True),
        (f"<http://e/a> <{parl.uin}> '1'", "http://e/mine", False),
        (f"<http://e/a> a <{parl.WrittenParliamentaryQuestion}>", None, True),
        (f"<http://e/a> <{pq.answeringBody}> <http://e/b>", None, True),
        (f"<http://e/a> <{skos.broader}> <http://e/b>", None, True),
        (f"<http://e/a> a <{skos.Concept}>", None, True),
        (f"<http://e/a> <{dcterms.subject}> <http://e/b>", None, True),
    ],
)
def test_statistics_stay_if_no_count_changes(
    tmp_path: Path, first: Path, said: str, graph: str | None, counts: bool
) -> None:
    data = tmp_path / "mine.ttl"
    data.write_text(f"<http://e/x> <http://e/y> 'z' . {said} .")
    build([first], tmp_path / "store")
    with LocalStore.open(tmp_path / "store", read_only=False) as opened:
        assert opened.load([data], graph=graph) == 2
        assert has_cube(opened) is not counts
    build([first], tmp_path / "store")
    with LocalStore.open(tmp_path / "store") as opened:
        assert has_cube(opened) is not counts


def test_the_search_index_follows_what_is_kept(root: Path, tmp_path: Path, first: Path, second: Path) -> None:
    pytest.importorskip("tantivy")
    from pqgraph.search import SearchIndex, State

    store = tmp_path / "store"
    build([first], store)
    load(store, root / LIFE)
    assert SearchIndex.state(store) is State.OTHER
    # Who serves the store need not make it first, nor be allowed to.
    assert build([second], store).indexed == 3
    assert SearchIndex.state(store) is State.READY
    assert SearchIndex.open(store).search("public charging points").total == 1


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


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("links", [True, False])
def test_a_disk_that_is_full_in_the_middle_leaves_a_store_that_can_be_built_on(
    tmp_path: Path, first: Path, second: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    store, data = tmp_path / "store", tmp_path / "a.ttl"
    build([first], store)
    data.write_text("<http://e/a> <http://e/p> 1 .", "utf-8")
    before, said = dump(store), (store / FILE_NAME).read_bytes()

    def stops(folder: Path, loads: Iterable[StoreInput]) -> Iterator[object]:
        # From here on, the manifest cannot be written either.
        monkeypatch.setattr(contents, "write_manifest", full)
        full()
        yield

    with monkeypatch.context() as patched:
        patched.setattr(local, "kept_quads", stops)
        if not links:
            patched.setattr(os, "link", full)
        with pytest.raises(PqgraphError, match=r"PQ606 .*store: No space left") as refused:
            load(store, data)
    assert "free space" in refused.value.advice
    assert dump(store) == before
    monkeypatch.undo()
    if links:
        # The old manifest needs no space to come back.
        assert (store / FILE_NAME).read_bytes() == said
        assert not list((store / LOADED_FOLDER).iterdir())
        assert not list(store.glob(".*"))
    assert build([second], store).loaded == (() if links else ("a.ttl",))
    assert load(store, data) == (1 if links else 0)


def test_statements_that_are_in_stay_when_the_disk_is_full_after_them(
    tmp_path: Path, first: Path, second: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, data = tmp_path / "store", tmp_path / "a.ttl"
    build([first], store)
    data.write_text(f"<http://e/a> <{skos.broader}> <http://e/b> .", "utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(local, "forget_cube", full)
        with pytest.raises(PqgraphError, match="PQ606"):
            load(store, data)
    assert b"<http://e/a>" in dump(store)
    # They are kept, like those of a load that ended well; the same once more puts the rest right.
    assert [given.name for given in copies_of(read_manifest(store))] == ["a.ttl"]
    assert load(store, data) == 0
    with LocalStore.open(store) as opened:
        assert not has_cube(opened)
    assert build([second], store).loaded == ("a.ttl",)
    assert b"<http://e/a>" in dump(store)


class Late:
    """A store in which an interrupt shows only when all statements are in: Oxigraph works without Python."""

    def __init__(self, store: Any) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def __len__(self) -> int:
        return len(self._store)

    def bulk_extend(self, quads: Any) -> None:
        self._store.bulk_extend(quads)
        raise KeyboardInterrupt


def test_an_interrupt_when_all_is_in_loses_nothing(tmp_path: Path, first: Path, second: Path) -> None:
    store, data = tmp_path / "store", tmp_path / "a.ttl"
    build([first], store)
    data.write_text("<http://e/a> <http://e/p> 1 .", "utf-8")
    with LocalStore.open(store, read_only=False) as opened:
        opened._store = Late(opened._store)  # type: ignore[assignment]
        with pytest.raises(KeyboardInterrupt):
            opened.load([data])
    assert b"<http://e/a>" in dump(store)
    assert build([second], store).loaded == ("a.ttl",)
    assert b"<http://e/a>" in dump(store)


def test_what_killed_loads_leave_is_swept(tmp_path: Path, first: Path, second: Path) -> None:
    store, data = tmp_path / "store", tmp_path / "a.ttl"
    build([first], store)
    data.write_text("<http://e/a> <http://e/p> 1 .", "utf-8")
    load(store, data)
    # A copy, a file of statements for Oxigraph, the manifest that was, and one that was to be.
    left = [
        store / LOADED_FOLDER / ".copy-x",
        store / "rdf" / "bulk-1.sst",
        store / f".{FILE_NAME}.former",
        store / f".{FILE_NAME}.x",
    ]
    for each in left:
        each.write_bytes(b"half")
    assert load(store, data) == 0
    assert [each.exists() for each in left] == [False, False, False, True]
    build([second], store)
    assert not any(each.exists() for each in left)


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
    with pytest.raises(PqgraphError, match=r"PQ604 .*what was loaded") as refused:
        build([second], store)
    assert dump(store) == before
    # Nothing else of the store need go for it.
    assert "pqgraph load" in refused.value.advice and "--replace" not in refused.value.advice
    for name in ("a", "b"):
        assert load(store, tmp_path / f"{name}.ttl") == 0
    assert build([second], store).loaded == ("a.ttl", "b.ttl")


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
