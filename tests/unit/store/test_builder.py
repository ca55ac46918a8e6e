"""Building a store: whole or not at all, also when the process is killed."""

from __future__ import annotations

import errno
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pqgraph.errors import PqgraphError
from pqgraph.store import builder as module
from pqgraph.store import locking
from pqgraph.store.builder import StoreBuilder, sweep
from pqgraph.store.local import LocalStore
from pqgraph.store.manifest import StoreInput

OLD = b'<http://e/old> <http://e/p> "old" .\n'


def data(path: Path, count: int) -> Path:
    path.write_text("".join(f'<http://e/{i}> <http://e/p> "{i}" .\n' for i in range(count)))
    return path


@pytest.fixture
def old(tmp_path: Path) -> Path:
    (tmp_path / "old.nt").write_bytes(OLD)
    with StoreBuilder(tmp_path / "store") as builder:
        builder.add(tmp_path / "old.nt")
        builder.finish()
    return tmp_path / "store"


def count(path: Path) -> int:
    with LocalStore.open(path) as store:
        return store.count()


def hidden(folder: Path) -> list[str]:
    return [p.name for p in folder.iterdir() if p.name.startswith(".")]


def test_build_and_replace(old: Path, tmp_path: Path) -> None:
    assert count(old) == 1
    with StoreBuilder(old, replace=True) as builder:
        builder.add(data(tmp_path / "new.nt", 5))
        (builder.scratch / "x").write_text("x")
        made = builder.finish([StoreInput("new.nt", "0" * 64)])
        assert count(old) == 5
    assert (made.triples, made.inputs[0].name) == (5, "new.nt")
    assert sorted(p.name for p in old.iterdir()) == ["lock", "manifest.json", "rdf"]
    assert hidden(tmp_path) == []


def test_without_exchange(old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_exchange", lambda one, other: False)
    with StoreBuilder(old, replace=True) as builder:
        builder.add(data(tmp_path / "new.nt", 5))
        builder.finish()
    assert (count(old), hidden(tmp_path)) == (5, [])


def test_an_empty_folder_may_be_there(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    with StoreBuilder(tmp_path / "store") as builder:
        builder.finish()
    assert count(tmp_path / "store") == 0


def test_a_link_stays_a_link(tmp_path: Path, old: Path) -> None:
    (tmp_path / "link").symlink_to(old)
    with StoreBuilder(tmp_path / "link", replace=True) as builder:
        builder.add(data(tmp_path / "new.nt", 3))
        builder.finish()
    assert (tmp_path / "link").is_symlink()
    assert count(tmp_path / "link") == 3


@pytest.mark.parametrize(
    ("there", "replace", "code"),
    [
        ("store", False, "PQ602"),
        ("files", False, "PQ607"),
        ("files", True, "PQ607"),
        ("more", True, "PQ607"),
        ("file", True, "PQ607"),
        ("nowhere/store", False, "PQ606"),
    ],
)
def test_places_that_are_refused(old: Path, tmp_path: Path, there: str, replace: bool, code: str) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "thesis.doc").touch()
    (tmp_path / "file").touch()
    with StoreBuilder(tmp_path / "more") as builder:
        builder.finish()
    (tmp_path / "more" / "thesis.doc").touch()
    with pytest.raises(PqgraphError) as refused, StoreBuilder(tmp_path / there, replace=replace):
        pytest.fail("entered")
    assert refused.value.code.id == code
    assert (tmp_path / "files" / "thesis.doc").exists() and (tmp_path / "more" / "thesis.doc").exists()
    assert count(old) == 1
    assert hidden(tmp_path) == []


def test_a_store_in_use_is_not_replaced_where_readers_go_by_its_name(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "HOLDS_FOLDERS", False)
    with LocalStore.open(old), pytest.raises(PqgraphError) as refused, StoreBuilder(old, replace=True):
        pytest.fail("entered")
    assert refused.value.code.id == "PQ603"
    with StoreBuilder(old, replace=True) as builder:
        reader = LocalStore.open(old)
        with pytest.raises(PqgraphError, match="PQ603"):
            builder.finish()
        reader.close()
    assert (count(old), hidden(tmp_path)) == (1, [])


@pytest.mark.skipif(not locking.HOLDS_FOLDERS, reason="readers cannot hold a folder here")
def test_a_store_is_replaced_under_its_readers(old: Path, tmp_path: Path) -> None:
    script = (
        "import sys; from pqgraph.store.local import LocalStore; s = LocalStore.open(sys.argv[1]);"
        "print(s.count(), flush=True); sys.stdin.readline(); print(s.count(), s.manifest().triples, flush=True);"
    )
    command = [sys.executable, "-c", script, str(old)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None and other.stdin is not None
        assert other.stdout.readline() == "1\n"
        with LocalStore.open(old) as reader:
            with StoreBuilder(old, replace=True) as builder:
                builder.add(data(tmp_path / "new.nt", 5))
                builder.finish()
            assert (reader.count(), count(old)) == (1, 5)
            assert reader.held_folder is not None and reader.held_folder.samefile(
                tmp_path / hidden(tmp_path)[0]
            )
        sweep(old)
        assert len(hidden(tmp_path)) == 1  # the other process still reads it
        print(file=other.stdin, flush=True)
        assert other.stdout.readline() == "1 1\n"
    sweep(old)
    assert (count(old), hidden(tmp_path)) == (5, [])


def test_a_store_that_is_written_to_is_not_replaced(old: Path, tmp_path: Path) -> None:
    with LocalStore.open(old, read_only=False), pytest.raises(PqgraphError) as refused:
        StoreBuilder(old, replace=True).__enter__()
    assert refused.value.code.id == "PQ603"
    assert (count(old), hidden(tmp_path)) == (1, [])


@pytest.mark.skipif(not locking.HOLDS_FOLDERS, reason="readers cannot hold a folder here")
def test_a_reader_that_comes_while_names_change_gets_a_whole_store(old: Path, tmp_path: Path) -> None:
    files = [data(tmp_path / f"{size}.nt", size) for size in (2, 3)]
    seen: list[int] = []
    ended = threading.Event()

    def read() -> None:
        while not ended.is_set():
            seen.append(count(old))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for file in files * 5:
            with StoreBuilder(old, replace=True) as builder:
                builder.add(file)
                builder.finish()
    finally:
        ended.set()
        reader.join()
    assert {2, 3} <= set(seen) <= {1, 2, 3}


def test_leaving_without_finish_or_with_an_error(old: Path, tmp_path: Path) -> None:
    with StoreBuilder(old, replace=True) as builder:
        builder.add(data(tmp_path / "new.nt", 5))
    with pytest.raises(RuntimeError), StoreBuilder(old, replace=True):
        raise RuntimeError
    with pytest.raises(ValueError, match="not at work"):
        builder.add(tmp_path / "new.nt")
    assert (count(old), hidden(tmp_path)) == (1, [])


def test_a_full_disk_names_the_store(old: Path) -> None:
    with (
        pytest.raises(PqgraphError, match=r"PQ606 .*store: No space left") as refused,
        StoreBuilder(old, replace=True) as builder,
    ):
        (builder.scratch / "x").touch()
        raise OSError(errno.ENOSPC, "No space left on device")
    assert "free space" in refused.value.advice
    assert count(old) == 1
    assert hidden(old.parent) == []


def test_bad_data_leaves_the_old_store(old: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.nt").write_text("nope\n")
    with pytest.raises(PqgraphError, match="PQ301"), StoreBuilder(old, replace=True) as builder:
        builder.add(tmp_path / "bad.nt")
    assert (count(old), hidden(tmp_path)) == (1, [])


SCRIPT = """
import os, signal, shutil, sys
from pathlib import Path
from pqgraph.store import builder, local, manifest
from pqgraph.store.builder import StoreBuilder, sweep

folder, step = Path(sys.argv[1]), sys.argv[2]

def die_at(owner, name, when):
    true = getattr(owner, name)
    def wrapped(*args, **kwargs):
        if when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = true(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)
        return result
    setattr(owner, name, wrapped)

owner, name, when = step.split(":")
owners = {"builder": builder, "manifest": manifest, "store": local.LocalStore, "StoreBuilder": StoreBuilder,
          "shutil": builder.shutil, "Path": Path}
if owner == "none":
    pass
else:
    if step.startswith("Path:replace") or "no-exchange" in sys.argv:
        builder._exchange = lambda one, other: False
    if owner == "shutil":
        # The first call clears the scratch folder.
        true = shutil.rmtree
        calls = []
        def rmtree(path, **kwargs):
            calls.append(path)
            if len(calls) > 1:
                os.kill(os.getpid(), signal.SIGKILL)
            return true(path, **kwargs)
        builder.shutil.rmtree = rmtree
    elif owner == "Path":
        true = Path.replace
        calls = []
        def replace(self, target):
            result = true(self, target)
            if Path(target).parent == folder.parent:
                calls.append(target)
                if len(calls) == int(when):
                    os.kill(os.getpid(), signal.SIGKILL)
            return result
        Path.replace = replace
    else:
        die_at(owners[owner], name, when)
print("start", flush=True)
with StoreBuilder(folder, replace=True) as b:
    b.add(folder.parent / "new.nt")
    b.finish()
print("done", flush=True)
"""


def killed(store: Path, step: str, *more: str) -> None:
    command = [sys.executable, "-c", SCRIPT, str(store), step, *more]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, b"start\n")


@pytest.mark.parametrize(
    ("step", "left"),
    [
        ("store:bulk_load:before", 1),
        ("store:bulk_load:after", 1),
        ("store:optimize:before", 1),
        ("store:optimize:after", 1),
        ("store:flush:after", 1),
        ("manifest:write_manifest:before", 1),
        ("manifest:write_manifest:after", 1),
        ("StoreBuilder:_put:before", 1),
        ("builder:_exchange:before", 1),
        ("builder:_exchange:after", 5),
        ("shutil:rmtree:after", 5),
        ("StoreBuilder:_put:after", 5),
    ],
)
def test_killed_at(old: Path, tmp_path: Path, step: str, left: int) -> None:
    data(tmp_path / "new.nt", 5)
    killed(old, step)
    assert count(old) == left
    with StoreBuilder(old, replace=True) as builder:
        builder.add(tmp_path / "new.nt")
        builder.finish()
    assert (count(old), hidden(tmp_path)) == (5, [])


def test_killed_between_two_renames(old: Path, tmp_path: Path) -> None:
    """Where two names cannot be exchanged, the old store may be away; the next build brings it back."""
    data(tmp_path / "new.nt", 5)
    killed(old, "Path:replace:1")
    assert not old.exists()
    with pytest.raises(PqgraphError, match="PQ602"), StoreBuilder(old):
        pytest.fail("entered")
    assert count(old) == 1
    killed(old, "Path:replace:2")
    assert count(old) == 5


def test_killed_at_any_time(old: Path, tmp_path: Path) -> None:
    size = 60_000
    data(tmp_path / "new.nt", size)
    found = set()
    for delay in (0.02, 0.06, 0.1, 0.15, 0.2, 0.3, 0.5):
        command = [sys.executable, "-c", SCRIPT, str(old), "none::"]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"start\n"
            time.sleep(delay)
            process.kill()
        found.add(count(old))
    assert found <= {1, size}
    with StoreBuilder(old, replace=True) as builder:
        builder.finish()
    assert hidden(tmp_path) == []


def test_a_running_build_is_left_alone(tmp_path: Path) -> None:
    with StoreBuilder(tmp_path / "store") as one:
        one.add(data(tmp_path / "new.nt", 5))
        with StoreBuilder(tmp_path / "store") as two:
            two.finish()
        with pytest.raises(PqgraphError, match="PQ602"):
            one.finish()
    assert count(tmp_path / "store") == 0
    assert hidden(tmp_path) == []
