"""The embedded store: loading, querying, dumping, and the errors of each."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
import zstandard

from pqgraph.errors import PqgraphError
from pqgraph.rdf.formats import FORMATS
from pqgraph.store.builder import StoreBuilder
from pqgraph.store.local import LocalStore, input_of
from pqgraph.store.results import Boolean, RdfTerm, Solutions, Triples

NT = b'<http://e/b> <http://e/p> "2" .\n<http://e/a> <http://e/p> "1" .\n'
NQ = b"<http://e/a> <http://e/p> <http://e/o> <http://e/g> .\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in.nt").write_bytes(NT)
    with StoreBuilder(tmp_path / "store") as builder:
        builder.add(tmp_path / "in.nt")
        builder.finish([input_of(tmp_path / "in.nt")])
    return tmp_path / "store"


def code(problem: pytest.ExceptionInfo[PqgraphError]) -> str:
    return problem.value.code.id


def test_query_forms() -> None:
    with LocalStore.in_memory() as store:
        store.bulk_load(io.BytesIO(NT), FORMATS["ntriples"])
        rows = store.query("SELECT ?o ?s ?no { ?s ?p ?o } ORDER BY ?o")
        assert isinstance(rows, Solutions)
        assert rows.variables == ("o", "s", "no")
        assert next(rows.rows) == (RdfTerm("literal", "1"), RdfTerm("iri", "http://e/a"), None)
        assert store.query("ASK { ?s ?p '1' }") == Boolean(True)
        graph = store.query("CONSTRUCT { ?s a ?o } WHERE { ?s <http://e/p> ?o FILTER(?o = '1') }")
        assert isinstance(graph, Triples)
        type_ = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        assert list(graph.triples) == [("<http://e/a>", type_, '"1"')]


def test_terms() -> None:
    with LocalStore.in_memory() as store:
        result = store.query("SELECT ('a'@en AS ?a) (1 AS ?b) (<http://e/> AS ?c) (BNODE() AS ?d) {}")
    assert isinstance(result, Solutions)
    a, b, c, d = next(result.rows)
    assert a == RdfTerm("literal", "a", None, "en")
    assert b == RdfTerm("literal", "1", "http://www.w3.org/2001/XMLSchema#integer")
    assert c == RdfTerm("iri", "http://e/")
    assert d is not None and d.kind == "bnode"
    assert [t.ntriples() for t in (a, b, c)] == [
        '"a"@en',
        '"1"^^<http://www.w3.org/2001/XMLSchema#integer>',
        "<http://e/>",
    ]


def test_terms_that_recur_among_very_many() -> None:
    """Terms are kept while a result is read, but not for ever, and like ones are not taken for each other."""
    like = [
        '"1"',
        "1",
        '"01"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"1"@en',
        "<urn:1>",
        "true",
        '"true"',
    ]
    many = [f'"{number}"' for number in range(10_000)]
    rows = [term for number in many for term in (number, like[len(number) % len(like)])]
    with LocalStore.in_memory([]) as store:
        result = store.query(f"SELECT ?x WHERE {{ VALUES ?x {{ {' '.join(rows)} }} }}")
        assert isinstance(result, Solutions)
        found = [row[0].ntriples() if row[0] is not None else "" for row in result.rows]
    integer, boolean = "http://www.w3.org/2001/XMLSchema#integer", "http://www.w3.org/2001/XMLSchema#boolean"
    expected = {"1": f'"1"^^<{integer}>', "true": f'"true"^^<{boolean}>'}
    assert found == [expected.get(term, term) for term in rows]


def test_a_query_that_does_not_parse_names_the_place() -> None:
    with LocalStore.in_memory() as store, pytest.raises(PqgraphError) as problem:
        store.query("SELECT ?s\nWHERE { ?s ?p ?o FILTER }")
    assert (code(problem), problem.value.place) == ("PQ503", "line 2, column 25")


@pytest.mark.parametrize("suffix", ["nt", "ttl", "nt.gz", "ttl.zst", "rdf", "jsonld", "nq", "trig"])
def test_every_format_in_memory(tmp_path: Path, suffix: str) -> None:
    graph = rdflib.Dataset()
    graph.default_graph.add((rdflib.URIRef("http://e/a"), rdflib.URIRef("http://e/p"), rdflib.Literal("é")))
    kinds = {"nt": "nt", "ttl": "turtle", "rdf": "xml", "jsonld": "json-ld", "nq": "nquads", "trig": "trig"}
    kind = kinds[suffix.split(".")[0]]
    source = graph if kind in ("json-ld", "nquads", "trig") else graph.default_graph
    data = source.serialize(format=kind, encoding="utf-8")
    if suffix == "nq":
        data = b'<http://e/a> <http://e/p> "\xc3\xa9" .\n'
    if suffix.endswith("gz"):
        data = gzip.compress(data)
    if suffix.endswith("zst"):
        data = zstandard.compress(data)
    path = tmp_path / f"in.{suffix}"
    path.write_bytes(data)
    with LocalStore.in_memory([path]) as store:
        assert store.query('ASK { <http://e/a> <http://e/p> "é" }') == Boolean(True)
        assert store.count() == 1


def test_reference_data() -> None:
    with LocalStore.in_memory(reference=True) as store:
        prefix = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
        assert store.query(prefix + 'ASK { ?topic skos:altLabel "SEND"@en }') == Boolean(True)
        assert store.query(prefix + 'ASK { ?house skos:prefLabel "House of Lords" }') == Boolean(True)
        assert store.query(prefix + 'ASK { ?body skos:prefLabel "Home Office" }') == Boolean(True)


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("in.nt", b"<http://e/a> <http://e/p> .\n", "PQ301"),
        ("in.ttl", b"<http://e/a> <http://e/p> <http://e/a b> .\n", "PQ301"),
        ("in.rdf", b"<rdf", "PQ301"),
        ("in.nt.gz", gzip.compress(NT * 1000, mtime=0)[:-20], "PQ104"),
        ("in.ttl.gz", gzip.compress(NT, mtime=0)[:30], "PQ104"),
        ("in.nt.zst", zstandard.compress(bytes(range(256)) * 900)[:-5], "PQ301"),
        ("in.txt", NT, "PQ302"),
        ("in", NT, "PQ302"),
    ],
)
def test_files_that_cannot_be_loaded(tmp_path: Path, name: str, data: bytes, expected: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(PqgraphError) as problem:
        LocalStore.in_memory([path])
    assert code(problem) == expected
    assert (problem.value.place or "").startswith(name)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(PqgraphError) as problem:
        LocalStore.in_memory([tmp_path / "no.nt"])
    assert code(problem) == "PQ101"


def test_line_of_a_syntax_error(tmp_path: Path) -> None:
    (tmp_path / "in.ttl").write_bytes(b"<http://e/a> <http://e/p> 1 .\n<http://e/a> nope 1 .\n")
    with pytest.raises(PqgraphError) as problem:
        LocalStore.in_memory([tmp_path / "in.ttl"])
    assert problem.value.place == "in.ttl:2"


def test_a_stream_needs_a_format() -> None:
    with LocalStore.in_memory() as store, pytest.raises(PqgraphError, match="PQ302"):
        store.bulk_load(io.BytesIO(NT))


def test_open_and_read(folder: Path) -> None:
    with LocalStore.open(folder) as one, LocalStore.open(folder) as two:
        assert one.count() == two.count() == 2
        assert one.folder == folder
    with pytest.raises(ValueError, match="closed"):
        one.count()
    one.close()


def test_manifest(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    data = json.loads((folder / "manifest.json").read_text())
    digest = input_of(tmp_path / "in.nt").sha256
    assert {k: data[k] for k in ("kind", "version", "triples", "inputs")} == {
        "kind": "pqgraph-store",
        "version": 1,
        "triples": 2,
        "inputs": [{"name": "in.nt", "sha256": digest}],
    }
    assert "created" not in data
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1542844800")
    with LocalStore.open(folder, read_only=False) as store:
        store.load([tmp_path / "in.nt"])
        made = store.manifest()
    assert made is not None
    assert (made.created, len(made.inputs)) == ("2018-11-22T00:00:00Z", 1)


def test_no_store(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "empty").mkdir()
    for name in ("none", "file", "empty"):
        for read_only in (True, False):
            with pytest.raises(PqgraphError) as problem:
                LocalStore.open(tmp_path / name, read_only=read_only)
            assert code(problem) == "PQ601"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["empty", "file"]


def test_damaged_stores(folder: Path, tmp_path: Path) -> None:
    def spoilt(name: str) -> Path:
        shutil.copytree(folder, tmp_path / name)
        return tmp_path / name

    (spoilt("manifest") / "manifest.json").write_text("{")
    other = json.loads((folder / "manifest.json").read_text()) | {"version": 99}
    (spoilt("version") / "manifest.json").write_text(json.dumps(other))
    (spoilt("foreign") / "manifest.json").write_text('{"name": "a web application"}')
    shutil.rmtree(spoilt("rdf") / "rdf")
    (spoilt("current") / "rdf" / "CURRENT").write_text("nonsense")
    for name in ("manifest", "version", "foreign", "rdf", "current"):
        for read_only in (True, False):
            with pytest.raises(PqgraphError) as problem:
                LocalStore.open(tmp_path / name, read_only=read_only)
            assert code(problem) == "PQ604", name


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("IO error: No space left on device: While appending to file: x/rdf/MANIFEST-000049", "PQ606"),
        ("IO error: lock hold by current process, acquire time 1 acquiring thread 2: x/rdf/LOCK", "PQ603"),
        ("IO error: While lock file: x/rdf/LOCK: Resource temporarily unavailable", "PQ603"),
        ("Corruption: bad block in blocks/clock file", "PQ604"),
    ],
)
def test_what_oxigraph_says_of_a_store_that_does_not_open(
    folder: Path, monkeypatch: pytest.MonkeyPatch, said: str, expected: str
) -> None:
    def refuse(path: str) -> None:
        raise OSError(said)

    monkeypatch.setattr("pyoxigraph.Store", refuse)
    with pytest.raises(PqgraphError) as problem:
        LocalStore.open(folder, read_only=False)
    assert code(problem) == expected
    assert ("--replace" in problem.value.advice) is (expected == "PQ604")


def test_readers_and_writers(folder: Path) -> None:
    with LocalStore.open(folder), pytest.raises(PqgraphError) as problem:
        LocalStore.open(folder, read_only=False)
    assert code(problem) == "PQ603"
    with LocalStore.open(folder, read_only=False):
        for read_only in (True, False):
            with pytest.raises(PqgraphError) as problem:
                LocalStore.open(folder, read_only=read_only)
            assert code(problem) == "PQ603"
    LocalStore.open(folder, read_only=False).close()


def test_another_process_that_reads(folder: Path) -> None:
    script = (
        "import sys; from pqgraph.store.local import LocalStore; s = LocalStore.open(sys.argv[1]);"
        "print('open', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", script, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as reader:
        assert reader.stdout is not None and reader.stdin is not None
        assert reader.stdout.readline() == b"open\n"
        with pytest.raises(PqgraphError) as problem:
            LocalStore.open(folder, read_only=False)
        assert code(problem) == "PQ603"
        with LocalStore.open(folder) as store:
            assert store.count() == 2
        reader.kill()
    LocalStore.open(folder, read_only=False).close()


def test_load_is_all_or_nothing(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "good.ttl").write_text("<http://e/c> <http://e/p> 3 .")
    (tmp_path / "bad.ttl").write_text("<http://e/d> <http://e/p> 4 . oops")
    before = (folder / "manifest.json").read_bytes()
    with LocalStore.open(folder, read_only=False) as store:
        with pytest.raises(PqgraphError) as problem:
            store.load([tmp_path / "good.ttl", tmp_path / "bad.ttl"])
        assert (code(problem), store.count()) == ("PQ301", 2)
        assert (folder / "manifest.json").read_bytes() == before
        assert store.load([tmp_path / "good.ttl"]) == 1
        assert store.load([tmp_path / "good.ttl"]) == 0
    with LocalStore.open(folder) as store:
        made = store.manifest()
        assert made is not None
        assert (store.count(), made.triples, [i.name for i in made.inputs]) == (3, 3, ["in.nt", "good.ttl"])


def test_load_into_a_graph(tmp_path: Path) -> None:
    (tmp_path / "in.nq").write_bytes(NT + NQ)
    with LocalStore.in_memory() as store:
        assert store.load([tmp_path / "in.nq"], graph="http://e/mine") == 3
        assert store.query("ASK { ?s ?p ?o }") == Boolean(False)
        assert store.query("ASK { GRAPH <http://e/mine> { ?s ?p '1' } }") == Boolean(True)
        assert store.query("ASK { GRAPH <http://e/g> { ?s ?p <http://e/o> } }") == Boolean(True)


def test_blank_nodes_of_two_files_stay_apart(tmp_path: Path) -> None:
    for name in ("a.nt", "b.nt"):
        (tmp_path / name).write_bytes(b'_:x <http://e/p> "1" .\n# ' + name.encode())
    with LocalStore.in_memory() as store:
        store.load([tmp_path / "a.nt", tmp_path / "b.nt"])
        assert store.count() == 2


def test_dump_is_sorted_and_does_not_depend_on_order(tmp_path: Path) -> None:
    lines = [f'<http://e/{i}> <http://e/p> "a b <c> \\"{i}\\" @en ."@en .\n'.encode() for i in range(300)]
    lines += [NQ, b'<http://e/1> <http://e/p> "x"^^<http://e/t> <http://e/g> .\n', NT]
    dumps = []
    for order in (lines, lines[::-1]):
        with LocalStore.in_memory() as store:
            store.bulk_load(io.BytesIO(b"".join(order)), FORMATS["nquads"])
            streams = {name: io.BytesIO() for name in ("nquads", "turtle", "trig", "ntriples")}
            for name, stream in streams.items():
                store.dump(stream, FORMATS[name])
            dumps.append({name: stream.getvalue() for name, stream in streams.items()})
    assert dumps[0] == dumps[1]
    assert dumps[0]["nquads"] == b"".join(sorted(b"".join(lines).splitlines(keepends=True)))
    (tmp_path / "d.trig").write_bytes(dumps[0]["trig"])
    with LocalStore.in_memory([tmp_path / "d.trig"]) as store:
        stream = io.BytesIO()
        store.dump(stream)
    assert stream.getvalue() == dumps[0]["nquads"]
    assert len(rdflib.Graph().parse(data=dumps[0]["turtle"], format="turtle")) == 304
