"""Where readers read from: compression, damage, limits, encodings, standard input; and shared tools."""

import contextlib
import datetime as dt
import errno
import gzip
import io
import os
import sys
import tempfile
import threading
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from pqgraph.errors import PqgraphError
from pqgraph.model import Locator, SourceFile
from pqgraph.readers import source as sources
from pqgraph.readers.base import Source, UnknownFields, day, decode_text, load_json

FILE = SourceFile(name="x", sha256="0" * 64, reader="test")
PACKERS = {"gzip": gzip.compress, "zstd": zstandard.compress}
# Lines that do not compress, so that a cut file loses many of them.
LINES = [bytes(f'{{"number": {n}, "noise": "{os.urandom(300).hex()}"}}', "ascii") for n in range(2000)]
DATA = b"\n".join(LINES) + b"\n"


def source(folder: Path, data: bytes) -> Source:
    path = folder / "file"
    path.write_bytes(data)
    return Source(path)


def error(of: object, *calls: str) -> PqgraphError:
    with pytest.raises(PqgraphError) as caught:
        for call in calls:
            getattr(of, call)
    return caught.value


@pytest.mark.parametrize(
    "data", [b"", b" \n\t\n", gzip.compress(b"", mtime=0), gzip.compress(b"\n", mtime=0)]
)
def test_an_empty_file_is_reported(tmp_path: Path, data: bytes) -> None:
    assert error(source(tmp_path, data), "head").code.id == "PQ102"


@pytest.mark.parametrize("data", [b"\x00\x01\x02", b"\x89PNG\r\n\x1a\n\x00\x00", bytes(range(1, 32)) * 9])
def test_a_binary_file_is_reported(tmp_path: Path, data: bytes) -> None:
    assert error(source(tmp_path, data), "head").code.id == "PQ103"


def test_a_missing_file_and_a_folder_are_reported(tmp_path: Path) -> None:
    for path, found in (
        (tmp_path / "none", "there is no such file"),
        (tmp_path, "is a folder"),
        (tmp_path / ("n" * 5000), "File name too long"),
        ("a\0b", "null"),
    ):
        with pytest.raises(PqgraphError, match=found) as caught:
            Source(path)
        assert caught.value.code.id == "PQ101"


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_compression_is_seen_through_whatever_the_name(tmp_path: Path, pack) -> None:
    packed = source(tmp_path, pack(DATA))
    assert packed.head == DATA[:65536]
    assert packed.read() == DATA
    assert [line for _, line in packed.lines()] == LINES


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_several_compressed_pieces_in_one_file_are_one_text(tmp_path: Path, pack) -> None:
    packed = source(tmp_path, pack(b"one\n") + pack(b"two\n") + pack(b"") + pack(b"three"))
    assert list(packed.lines()) == [(1, b"one"), (2, b"two"), (3, b"three")]


def test_zeros_that_pad_a_gzip_file_are_no_damage(tmp_path: Path) -> None:
    packed = source(tmp_path, gzip.compress(b"one\n") + b"\0" * 5000)
    assert list(packed.lines()) == [(1, b"one")]


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
@pytest.mark.parametrize("lost", [1, 9, 100, 300_000])
def test_a_truncated_file_gives_its_whole_lines_before_it_fails(tmp_path: Path, pack, lost: int) -> None:
    packed = pack(DATA)
    cut = source(tmp_path, packed[:-lost])
    seen = []
    with pytest.raises(PqgraphError, match="ends too early") as caught:
        for number, line in cut.lines():
            seen.append(line)
            assert number == len(seen)
    assert caught.value.code.id == "PQ104"
    assert seen == LINES[: len(seen)]
    # Zstandard gives only whole blocks of 128 KiB, gzip everything up to the cut.
    kept = (len(packed) - lost) / len(packed)
    assert len(seen) >= 2000 * kept - (230 if pack is zstandard.compress else 10)


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_a_truncated_document_is_reported(tmp_path: Path, pack) -> None:
    cut = source(tmp_path, pack(DATA)[:-50])
    assert len(cut.head) == 65536
    with pytest.raises(PqgraphError) as caught:
        cut.read()
    assert caught.value.code.id == "PQ104"


def test_the_head_of_a_short_damaged_file_is_what_came_before_the_damage(tmp_path: Path) -> None:
    packed = gzip.compress(DATA[:30_000])
    assert DATA.startswith(source(tmp_path, packed[:-4000]).head)
    assert len(source(tmp_path, packed[:-4000]).head) > 10_000


def test_nothing_before_the_damage_is_damage_at_once(tmp_path: Path) -> None:
    assert error(source(tmp_path, gzip.compress(DATA)[:12]), "head").code.id == "PQ104"


def test_a_wrong_checksum_is_damage(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(DATA))
    packed[-6] ^= 0xFF
    with pytest.raises(PqgraphError, match="damaged") as caught:
        source(tmp_path, bytes(packed)).read()
    assert caught.value.code.id == "PQ104"


def test_rubbish_behind_gzip_data_is_damage(tmp_path: Path) -> None:
    lines = source(tmp_path, gzip.compress(b"one\n") + b"rubbish, and enough of it").lines()
    assert next(lines) == (1, b"one")
    with pytest.raises(PqgraphError) as caught:
        next(lines)
    assert caught.value.code.id == "PQ104"


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_data_that_swells_beyond_all_proportion_stops(
    tmp_path: Path, pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "RATIO_FROM", 1 << 20)
    bomb = source(tmp_path, pack(b"\n" * (1 << 25)))
    with pytest.raises(PqgraphError, match="swells to more than 250 times") as caught:
        list(bomb.lines())
    assert caught.value.code.id == "PQ110"
    assert "decompress it first" in caught.value.advice


def test_little_data_may_swell_as_it_likes(tmp_path: Path) -> None:
    line = b'{"equal": true}\n'
    assert sum(1 for _ in source(tmp_path, gzip.compress(line * 200_000)).lines()) == 200_000


def test_a_line_beyond_the_limit_stops_after_those_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "MAX_LINE", 1000)
    lines = source(tmp_path, b"short\n" + b"x" * 2000 + b"\nshort\n").lines()
    assert next(lines) == (1, b"short")
    with pytest.raises(PqgraphError) as caught:
        next(lines)
    assert (caught.value.code.id, caught.value.place) == ("PQ110", "file#L2")


def test_a_document_beyond_the_limit_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MAX_DOCUMENT", 1000)
    assert source(tmp_path, b"x" * 1000).read() == b"x" * 1000
    with pytest.raises(PqgraphError) as caught:
        source(tmp_path, b"x" * 1001).read()
    assert caught.value.code.id == "PQ110"


def test_blank_lines_count_but_are_not_given(tmp_path: Path) -> None:
    assert list(source(tmp_path, b"\n a \r\n\n\nb").lines()) == [(2, b"a"), (5, b"b")]


def test_standard_input_is_read_twice_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(DATA))))
    with Source("-") as given:
        assert given.name == "stdin"
        assert len(given.sha256) == 64
        assert given.head == DATA[:65536]
        assert given.read() == DATA
        path = given.path
        assert path.exists()
    assert not path.exists()


def test_a_full_temporary_folder_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(DATA)))
    monkeypatch.setattr("shutil.copyfileobj", full)
    with pytest.raises(PqgraphError, match="PQ606") as caught:
        Source("-")
    assert caught.value.place == tempfile.gettempdir()
    assert "TMPDIR" in caught.value.advice


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_read_like_standard_input(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(DATA,))
    writer.start()
    with Source(pipe) as given:
        writer.join()
        assert given.name == "pipe"
        assert given.head == DATA[:65536]
        assert given.read() == DATA


def test_the_hash_is_of_the_bytes_on_disk(tmp_path: Path) -> None:
    import hashlib

    packed = gzip.compress(b"text", mtime=0)
    assert source(tmp_path, packed).sha256 == hashlib.sha256(packed).hexdigest()


def test_texts_are_decoded_as_what_they_are() -> None:
    assert decode_text(b"\xef\xbb\xbfa \xe2\x82\xac", FILE) == ("a €", None)
    assert decode_text("a €".encode("utf-16"), FILE) == ("a €", None)
    text, notice = decode_text(b"one\na \x80", FILE)
    assert text == "one\na €"
    assert notice is not None
    assert (notice.code, notice.locator.fragment) == ("PQ253", "L2")
    for data in (b"a \x81", b"\xff\xfe\x00\xd8"):
        with pytest.raises(PqgraphError) as caught:
            decode_text(data, FILE)
        assert caught.value.code.id == "PQ105"


@pytest.mark.parametrize(
    "text",
    [
        "2018-11-22",
        "2018-11-22T00:00:00",
        "2018-11-22T23:59:59.1234567",
        "2018-11-22T23:30:00Z",
        "2018-11-22T00:30:00+01:00",
        "2018-11-22Z",
        "2018-11-22T00:00",
    ],
)
def test_a_day_is_the_day_that_is_printed(text: str) -> None:
    assert day(text) == dt.date(2018, 11, 22)


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-30",
        "0000-01-01",
        "10000-01-01",
        "-2018-11-22",
        "20181122",
        "2018-W47-4",
        "2018-11-22 00:00:00",
        "2018-11-22Tnoon",
        "22/11/2018",
        "2018-11-22\n",
        "２０１８-11-22",
        "",
        "x" * 10_000,
    ],
)
def test_what_is_no_day_is_refused_in_few_words(text: str) -> None:
    with pytest.raises(ValueError, match="is not a") as caught:
        day(text)
    assert len(str(caught.value)) < 100


@given(st.dates())
def test_every_day_reads_back(which: dt.date) -> None:
    assert day(f"{which.isoformat()}T00:00:00") == which


@given(st.text())
def test_no_text_breaks_day(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert isinstance(day(text), dt.date)


def test_json_of_any_characters_is_parsed_but_only_json() -> None:
    assert load_json(b'["\\ud800", "\x01"]') == ["\ud800", "\x01"]
    for bad, found in (
        (b"[NaN]", "NaN is not JSON"),
        (b"[-Infinity]", "-Infinity is not JSON"),
        (b"[" * 100_000, "nested too deep"),
        (b"[1,]", "Expecting value"),
        (b"\xff", "invalid start byte"),
    ):
        with pytest.raises(ValueError, match=found):
            load_json(bad)


def test_an_unknown_field_is_reported_once_a_file() -> None:
    unknown, known = UnknownFields(), frozenset({"a"})
    first = list(unknown.check({"a", "c", "b"}, known, "x.", Locator(FILE, "L1")))
    assert [(n.code, n.found) for n in first] == [
        ("PQ251", "field 'x.b' is not known"),
        ("PQ251", "field 'x.c' is not known"),
    ]
    assert not list(unknown.check({"b"}, known, "x.", Locator(FILE, "L2")))
    assert len(list(unknown.check({"b"}, known, "", Locator(FILE, "L3")))) == 1
