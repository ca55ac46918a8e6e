import gzip
from pathlib import Path

import pytest
import zstandard

from pqgraph.errors import PqgraphError
from pqgraph.files import open_input, output


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_output_is_whole_or_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "a.nt"
    with output(target) as stream:
        stream.write(b"first")
    with pytest.raises(RuntimeError), output(target) as stream:
        stream.write(b"second, broken")
        raise RuntimeError
    assert target.read_bytes() == b"first"
    assert names(tmp_path) == ["a.nt"]


def test_a_new_file_that_failed_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), output(tmp_path / "a.nt") as stream:
        stream.write(b"x")
        raise KeyboardInterrupt
    assert names(tmp_path) == []


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_compressed_output_is_the_same_every_time_and_reads_back(tmp_path: Path, suffix: str) -> None:
    targets = [tmp_path / f"{name}.nt{suffix}" for name in ("one", "two")]
    for target in targets:
        with output(target) as stream:
            stream.write(b"<a> <b> <c> .\n" * 1000)
    assert targets[0].read_bytes() == targets[1].read_bytes()
    assert len(targets[0].read_bytes()) < 1000
    with open_input(targets[0]) as stream:
        assert stream.read() == b"<a> <b> <c> .\n" * 1000


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_compressed_output_does_not_depend_on_the_pieces_it_is_written_in(
    tmp_path: Path, suffix: str
) -> None:
    data = b"".join(b'<http://e/%d> <http://e/p> "%x" .\n' % (n, n * n * 7919) for n in range(60_000))
    for size in (100, 70_001, len(data)):
        with output(tmp_path / f"{size}{suffix}") as stream:
            stream.writelines(data[start : start + size] for start in range(0, len(data), size))
    assert len({path.read_bytes() for path in tmp_path.iterdir()}) == 1
    with open_input(tmp_path / f"100{suffix}") as stream:
        assert stream.read() == data


def test_other_tools_read_our_compression(tmp_path: Path) -> None:
    for suffix in (".gz", ".zst"):
        with output(tmp_path / f"x{suffix}") as stream:
            stream.write(b"text")
    assert gzip.decompress((tmp_path / "x.gz").read_bytes()) == b"text"
    with zstandard.open(tmp_path / "x.zst") as stream:
        assert stream.read() == b"text"


def test_compression_is_told_from_the_bytes_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "plain.json"
    path.write_bytes(gzip.compress(b"{}"))
    with open_input(path) as stream:
        assert stream.read() == b"{}"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PqgraphError) as caught, output(tmp_path / "no" / "a.nt"):
        pass
    assert caught.value.code.id == "PQ606"


def test_a_device_is_written_to_not_replaced() -> None:
    with output("/dev/null") as stream:
        stream.write(b"gone")
    assert not Path("/dev/null").is_file()


def test_permissions_follow_the_umask_and_those_of_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.nt"
    with output(target) as stream:
        stream.write(b"1")
    assert target.stat().st_mode & 0o600 == 0o600
    target.chmod(0o640)
    with output(target) as stream:
        stream.write(b"2")
    assert target.stat().st_mode & 0o777 == 0o640
