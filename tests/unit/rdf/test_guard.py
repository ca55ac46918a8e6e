"""RDF/XML: no door lets a document type through that reads other files or swells."""

from __future__ import annotations

import gzip
import io
import random
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, cast

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqgraph.checks import check_files, choose_engine, load_shapes
from pqgraph.errors import PqgraphError
from pqgraph.members import loading
from pqgraph.prolog import HEAD_BYTES
from pqgraph.rdf.documents import read_document
from pqgraph.rdf.formats import find_format
from pqgraph.rdf.guard import checked_file, checked_stream
from pqgraph.store.local import LocalStore, quads_of

RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:foaf="&foaf;"'
INNOCENT = (
    '<?xml version="1.0"?>\n<!DOCTYPE rdf:RDF [\n<!ENTITY foaf "http://xmlns.com/foaf/0.1/">\n<!ENTITY e "&#233;">\n]>\n'
    f'<rdf:RDF {RDF}><rdf:Description rdf:about="http://e.org/1"><foaf:name>Zo&e;</foaf:name></rdf:Description></rdf:RDF>'
)
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">\n' for n in range(1, 10))
BOMB = INNOCENT.replace("<!ENTITY e", f'<!ENTITY l0 "ha">\n{LAUGHS}<!ENTITY e').replace("Zo&e;", "&l9;")
EXTERNAL = INNOCENT.replace('<!ENTITY e "&#233;">', '<!ENTITY e SYSTEM "file:///etc/hostname">')
LONG = INNOCENT.replace('"&#233;"', '"' + "x" * 201 + '"')
HIDDEN = {
    "a bomb": (BOMB, 5, "the entity 'l1' is more than a short text without markup"),
    "an external entity": (EXTERNAL, 4, 'the declaration \'<!ENTITY e SYSTEM "file:///etc/hostname">'),
    "a long entity": (LONG, 4, "the entity 'e' is more than a short text without markup"),
    "a parameter entity": (
        INNOCENT.replace("<!ENTITY e", '<!ENTITY % p "x"> %p; <!ENTITY e'),
        4,
        "the declaration",
    ),
    "an external subset": (INNOCENT.replace("rdf:RDF [", 'rdf:RDF SYSTEM "x.dtd" ['), 2, "in another file"),
    "markup": (INNOCENT.replace('"&#233;"', '"<b/>"'), 4, "the entity 'e' is more than"),
}


def read(path: Path) -> list[ox.Quad]:
    return list(quads_of([path]))


def load(path: Path) -> None:
    with LocalStore.in_memory() as store:
        store.load([path])


def data(path: Path) -> None:
    LocalStore.in_memory([path]).close()


def streamed(path: Path) -> None:
    with LocalStore.in_memory() as store, path.open("rb") as stream:
        store.bulk_load(io.BytesIO(stream.read()), find_format("rdfxml"))


def validate(path: Path) -> None:
    check_files(choose_engine("pyshacl", load_shapes())[0], [path])


def shapes(path: Path) -> None:
    load_shapes([path], shipped=False)


def register(path: Path) -> None:
    list(loading.load_members(path))


# Every place where pqgraph gives RDF of others to a parser.
DOORS: list[Callable[[Path], object]] = [
    read,
    load,
    data,
    streamed,
    validate,
    shapes,
    register,
    read_document,
]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
@pytest.mark.parametrize("name", HIDDEN)
def test_no_parser_sees_it(door: Callable[[Path], object], name: str, tmp_path: Path) -> None:
    text, line, found = HIDDEN[name]
    path = tmp_path / "x.rdf"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PqgraphError) as caught:
        door(path)
    assert caught.value.code.id == "PQ114"
    assert found in caught.value.found
    assert (caught.value.place or "").endswith(f"#L{line}")
    assert "x.rdf" in (caught.value.place or "") or door is streamed


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_entities_for_namespaces_and_letters_are_read(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"x.rdf{suffix}"
    path.write_bytes(gzip.compress(INNOCENT.encode()) if suffix else INNOCENT.encode())
    expected = '<http://e.org/1> <http://xmlns.com/foaf/0.1/name> "Zoé"'
    assert [str(quad) for quad in read(path)] == [expected]
    with LocalStore.in_memory([path]) as store:
        assert store.count() == 1
    validate(path)
    if not suffix:
        assert read_document(path).triples == (
            ("<http://e.org/1>", "<http://xmlns.com/foaf/0.1/name>", '"Zoé"'),
        )


def test_a_bomb_in_a_compressed_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.rdf.gz"
    path.write_bytes(gzip.compress(BOMB.encode()))
    for door in (read, data, validate):
        with pytest.raises(PqgraphError, match="PQ114"):
            door(path)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "PQ301"),
        ("hello", "PQ301"),
        ("<!doctype rdf:RDF [" + LAUGHS + "]><a/>", "PQ301"),
        ('<?xml version="1.0" encoding="UTF-7"?><a/>', "PQ105"),
        ("<!-- " + "x" * HEAD_BYTES + "--><a/>", "PQ110"),
    ],
)
def test_what_is_no_xml_is_told(text: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "x.rdf"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PqgraphError) as caught:
        checked_file(path, "rdfxml", "x.rdf")
    assert caught.value.code.id == code
    with pytest.raises(PqgraphError) as again:
        checked_stream(cast(BinaryIO, io.BytesIO(text.encode())), "application/rdf+xml", "x.rdf")
    assert (again.value.code.id, again.value.found, again.value.place) == (
        code, caught.value.found, caught.value.place,
    )  # fmt: skip


def test_other_formats_are_let_through_untouched() -> None:
    stream = cast(BinaryIO, io.BytesIO(BOMB.encode()))
    assert checked_stream(stream, "turtle", "x") is stream


class Dribbling(io.RawIOBase):
    """A stream that gives as many bytes at a time as it likes."""

    def __init__(self, content: bytes, seed: int) -> None:
        self._content, self._random = content, random.Random(seed)

    def read(self, size: int = -1) -> bytes:
        size = self._random.randint(1, max(1, min(size, 50_000)))
        got, self._content = self._content[:size], self._content[size:]
        return got


@given(st.integers(0, 200_000), st.integers(0, 9))
def test_the_bytes_are_the_same(size: int, seed: int) -> None:
    content = INNOCENT.encode() + b" " * size
    stream = cast(BinaryIO, Dribbling(content, seed))
    assert checked_stream(stream, "rdfxml", "x").read() == content
