"""``pqgraph load --endpoint`` into real servers: whole, by chunks, killed and taken up again, refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import PASSWORD, Oxigraph, Server, Virtuoso, oxigraph_binary

from pqgraph.cli.main import main
from pqgraph.errors import PqgraphError
from pqgraph.iris import PROVENANCE_GRAPH, STATISTICS
from pqgraph.store.local import REFERENCE_FILES, LocalStore, quads_of
from pqgraph.store.remote import Credentials, Limits, RemoteStore, load
from pqgraph.store.remote.verifying import count
from pqgraph.store.results import Solutions
from pqgraph.store.statistics import LAYOUT, has_cube
from pqgraph.terms import owl, pq

GRAPH = "http://example.org/questions"
QUICK = Limits(connect=5, read=20, total=40, retries=1, pause=0.05)
HARD = [
    '<http://e/s> <http://e/p> "a \\\\u0041 b" .',  # a backslash and u0041, not an A
    '<http://e/s> <http://e/p> "line\\nline\\t\\"quoted\\" \\\\ end" .',
    '<http://e/s> <http://e/p> "café 🏛"@en-gb .',
    '<http://e/s> <http://e/p> "} ; CLEAR ALL #" .',
    "<http://e/s> <http://e/café> <http://e/a?b=c&d=%7B#f> .",
    '<http://e/s> <http://e/p> "2018-11-22"^^<http://www.w3.org/2001/XMLSchema#date> .',
    '<http://e/s> <http://e/p> "true"^^<http://www.w3.org/2001/XMLSchema#boolean> .',
    '<http://e/s> <http://e/p> "42"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    '<http://e/s> <http://e/p> "" .',
]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("USER", "PASSWORD", "TOKEN"):
        monkeypatch.delenv(f"PQGRAPH_ENDPOINT_{name}", raising=False)


def numbered(path: Path, statements: int) -> Path:
    lines = (f'<http://e/q{i // 20}> <http://e/p{i % 20}> "text number {i}" .\n' for i in range(statements))
    path.write_text("".join(lines), "utf-8")
    return path


def at(server: Server, credentials: Credentials | None = None, limits: Limits = QUICK) -> RemoteStore:
    assert isinstance(server, Oxigraph | Virtuoso)
    return RemoteStore(server.query, credentials=credentials or Credentials(), limits=limits)


@pytest.fixture(scope="module")
def examples(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the examples, as N-Quads."""
    target = tmp_path_factory.mktemp("examples") / "examples.nq"
    assert (
        main(["-q", "convert", *map(str, sorted((root / "examples").glob("*.txt"))), "-o", str(target)]) == 0
    )
    return target


def sizes(path: Path, *, labels: bool = True) -> dict[str | None, int]:
    """Different statements by graph, counted by the embedded store."""
    with LocalStore.in_memory([path], reference=labels) as store:
        result = store.query("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        assert isinstance(result, Solutions)
        found: dict[str | None, int] = {
            row[0].value: int(row[1].value) for row in result.rows if row[0] and row[1]
        }
        found[None] = store.count() - sum(found.values())
    return found


def test_examples_into_oxigraph(oxigraph: Oxigraph, examples: Path) -> None:
    with at(oxigraph) as store:
        report = load([examples], store, replace=True)
        expected = sizes(examples)
        assert {g.graph: g.after for g in report.graphs} == expected
        assert set(expected) == {None, PROVENANCE_GRAPH}
        assert all(g.exact and g.sampled for g in report.graphs)
        assert {g: count(store, g) for g in expected} == expected
        assert report.url == f"{oxigraph.base}/store"
        again = load([examples], store)
    assert [(g.before, g.after, g.exact) for g in again.graphs] == [
        (n, n, False) for n in (g.after for g in report.graphs)
    ]
    assert not list(Path().glob(".pqgraph-load*"))


def test_examples_into_virtuoso(virtuoso: Virtuoso, owner: Credentials, examples: Path) -> None:
    with at(virtuoso, owner) as store:
        report = load([examples], store, graph=GRAPH, replace=True)
    expected = sizes(examples)
    expected[GRAPH] = expected.pop(None)
    assert {g.graph: g.after for g in report.graphs} == expected
    assert all(g.exact for g in report.graphs)


@pytest.mark.parametrize("way", ["oxigraph", "virtuoso"])
@pytest.mark.parametrize("asked", [GRAPH, "http://example.org/other"])
def test_what_a_store_asks_does_not_matter(
    way: str, asked: str, request: pytest.FixtureRequest, owner: Credentials, tmp_path: Path
) -> None:
    server = request.getfixturevalue(way)
    data = numbered(tmp_path / "data.nt", 50)
    credentials = owner if way == "virtuoso" else Credentials()
    with RemoteStore(server.query, credentials=credentials, limits=QUICK, default_graphs=[asked]) as store:
        (found,) = load([data], store, graph=GRAPH, replace=True).graphs
        assert (found.graph, found.after, found.exact) == (GRAPH, 50, True)
        # Its own dataset is as before.
        assert count(store, None) == (50 if asked == GRAPH else 0)


@pytest.mark.parametrize("way", ["oxigraph", "virtuoso"])
def test_real_records(
    way: str, request: pytest.FixtureRequest, shared_data: Path, owner: Credentials, tmp_path: Path
) -> None:
    """The first 300 questions that Parliament's API gives, by command, counted on both sides."""
    import gzip
    import itertools

    server = request.getfixturevalue(way)
    records = tmp_path / "records.jsonl"
    with gzip.open(shared_data / "api" / "commons-full.jsonl.gz", "rb") as stream:
        records.write_bytes(b"".join(itertools.islice(stream, 300)))
    data = tmp_path / "questions.nt"
    assert main(["-q", "convert", str(records), "-o", str(data)]) == 0
    who = owner if way == "virtuoso" else None
    with at(server, who) as store:
        report = load(
            [data], store, graph="http://example.org/real", replace=True, chunk=4000, labels=way == "oxigraph"
        )
        (found,) = report.graphs
        assert found.exact and report.chunks >= 2
        questions = store.query(
            "PREFIX parl: <http://data.parliament.uk/schema/parl#> SELECT (COUNT(DISTINCT ?q) AS ?n) "
            "{ GRAPH <http://example.org/real> { ?q a parl:WrittenParliamentaryQuestion } }"
        )
        assert isinstance(questions, Solutions)
        assert [row[0].value for row in questions.rows if row[0]] == ["300"]


@pytest.mark.parametrize(
    "way", ["oxigraph by graph store", "oxigraph by update", "virtuoso by graph store", "virtuoso by update"]
)
def test_hard_terms_arrive_as_they_are(
    way: str, request: pytest.FixtureRequest, owner: Credentials, tmp_path: Path
) -> None:
    name, _, how = way.partition(" by ")
    server = request.getfixturevalue(name)
    data = tmp_path / "hard.nt"
    data.write_text("\n".join(HARD) + "\n", "utf-8")
    update = f"{server.base}/{'update' if name == 'oxigraph' else 'sparql-auth'}"
    with at(server, owner if name == "virtuoso" else None) as store:
        report = load(
            [data],
            store,
            graph="http://example.org/hard",
            replace=True,
            update_url=update if how == "update" else None,
        )
        assert report.graphs[0].exact and report.graphs[0].sampled == len(HARD)
        result = store.query("CONSTRUCT { ?s ?p ?o } { GRAPH <http://example.org/hard> { ?s ?p ?o } }")
        with LocalStore.in_memory([data]) as local:
            expected = local.query("CONSTRUCT WHERE { ?s ?p ?o }")
            assert sorted(set(result.triples)) == sorted(set(expected.triples))  # type: ignore[union-attr]


def test_more_than_a_server_takes_at_once_goes_in_halves(
    virtuoso: Virtuoso, owner: Credentials, tmp_path: Path
) -> None:
    """Virtuoso refuses updates that become more than 10,000 lines of SQL."""
    data = numbered(tmp_path / "many.nt", 2500)
    with at(virtuoso, owner) as store:
        report = load(
            [data],
            store,
            graph="http://example.org/halves",
            replace=True,
            update_url=f"{virtuoso.base}/sparql-auth",
        )
    assert (report.chunks, report.graphs[0].after, report.graphs[0].exact) == (1, 2500, True)


def test_killed_and_taken_up_again(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> None:
    if oxigraph_binary() is None:
        pytest.skip("the oxigraph server is not installed: pip install oxigraph")
    data = numbered(tmp_path / "many.nt", 6000)
    with Oxigraph(tmp_path_factory.mktemp("killed")) as server:

        def told(stage: str, done: int, _: int | None) -> None:
            if stage == "sent" and done == 3000:
                server.kill()

        with at(server) as store:
            with pytest.raises(PqgraphError) as problem:
                load([data], store, chunk=500, told=told)
            assert problem.value.code.id == "PQ605"
            assert "no connection" in problem.value.found
            assert "goes on after chunk 6 of 12" in problem.value.advice
            assert len(list(Path().glob(".pqgraph-load-*.json"))) == 1
            server.start()
            assert count(store, None) == 3000
            report = load([data], store, chunk=500)
    assert (report.resumed, report.chunks) == (6, 12)
    assert (report.graphs[0].before, report.graphs[0].after, report.graphs[0].exact) == (0, 6000, True)
    assert not list(Path().glob(".pqgraph-load*"))


def test_what_got_lost_meanwhile_is_noticed(oxigraph: Oxigraph, tmp_path: Path) -> None:
    """A journal says that chunks were taken; the server has lost them. The next run loads them anew."""
    data = numbered(tmp_path / "some.nt", 1000)
    graph = "http://example.org/lost"

    def stop(stage: str, done: int, _: int | None) -> None:
        if stage == "sent" and done == 600:
            raise KeyboardInterrupt

    with at(oxigraph) as store:
        with pytest.raises(KeyboardInterrupt):
            load([data], store, graph=graph, chunk=200, told=stop)
        main(
            [
                "-q",
                "load",
                str(numbered(tmp_path / "other.nt", 1)),
                "--endpoint",
                oxigraph.query,
                "--graph",
                graph,
                "--replace",
            ]
        )
        with pytest.raises(
            PqgraphError,
            match=r"PQ610 .* 401 statements; 1,000 different ones were sent",
        ):
            load([data], store, graph=graph, chunk=200)
        report = load([data], store, graph=graph, chunk=200)
    assert (report.resumed, report.graphs[0].after) == (0, 1000)


def test_refusals_of_virtuoso(virtuoso: Virtuoso, tmp_path: Path, owner: Credentials) -> None:
    data = numbered(tmp_path / "some.nt", 10)
    with at(virtuoso) as nobody:
        with pytest.raises(PqgraphError) as problem:
            load([data], nobody, graph=GRAPH)
        assert (problem.value.code.id, problem.value.place) == ("PQ605", f"{virtuoso.base}/sparql-graph-crud")
        assert "it answers 403" in problem.value.found and "No permission" in problem.value.found
        assert "PQGRAPH_ENDPOINT_PASSWORD" in problem.value.advice
        with pytest.raises(PqgraphError) as problem:
            load([data], nobody, graph=GRAPH, update_url=f"{virtuoso.base}/sparql")
        assert "it answers 500" in problem.value.found and "No permission" in problem.value.found
        assert "/sparql-auth" in problem.value.advice
    with at(virtuoso, Credentials("dba", "wr0ng-one")) as stranger:
        with pytest.raises(PqgraphError) as problem:
            load([data], stranger, graph=GRAPH)
        assert "it answers 401" in problem.value.found
        assert "wr0ng-one" not in str(problem.value) + problem.value.advice
    with at(virtuoso, owner) as store, pytest.raises(PqgraphError, match=r"PQ901 .*no default graph"):
        load([data], store)
    assert not list(Path().glob(".pqgraph-load*"))


def test_anonymous_updates_where_they_are_granted(virtuoso: Virtuoso, tmp_path: Path) -> None:
    data = numbered(tmp_path / "some.nt", 10)
    virtuoso.sql('GRANT SPARQL_UPDATE TO "SPARQL"')
    try:
        with at(virtuoso) as store:
            report = load(
                [data], store, graph="http://example.org/granted", update_url=f"{virtuoso.base}/sparql"
            )
        assert report.graphs[0].exact
    finally:
        virtuoso.sql('REVOKE SPARQL_UPDATE FROM "SPARQL"')


@pytest.mark.parametrize("how", ["basic", "digest", "auto"])
def test_authentication_of_virtuoso(virtuoso: Virtuoso, how: str) -> None:
    from pqgraph.store.remote.credentials import SCHEMES

    who = Credentials("dba", PASSWORD, scheme=SCHEMES[how])
    with RemoteStore(f"{virtuoso.base}/sparql-auth", credentials=who, limits=QUICK) as store:
        if how == "basic":
            with pytest.raises(PqgraphError, match="it answers 401"):
                count(store, GRAPH)
        else:
            assert count(store, GRAPH) >= 0
            assert count(store, "http://example.org/no-such-graph") == 0


def test_queries_by_topic_find_what_they_find_in_a_store(
    oxigraph: Oxigraph, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A document of ``build`` has no labels of topics and bodies; they come with its questions."""
    page, document, graph = (
        root / "examples" / "lda-page-1012383.txt",
        tmp_path / "all.nq.gz",
        f"{GRAPH}-by-topic",
    )
    assert main(["-q", "build", str(page), "--store", "store", "-o", str(document)]) == 0
    there = ["--endpoint", oxigraph.query, "--default-graph", graph]
    asked = [
        ["narrower-topics", "topic=education"],
        ["members-by-topic", "topic=education"],
        ["describe-body", "body=60"],
    ]
    expected = []
    for query in asked:
        assert main(["-q", "query", *query, "--store", "store", "--no-cube"]) == 0
        expected.append(sorted(capsys.readouterr().out.splitlines()))
    into = ["load", str(document), "--endpoint", oxigraph.query, "--graph", graph]
    assert main([*into, "--no-labels", "--replace"]) == 0
    without = capsys.readouterr().err
    assert "labels" not in without
    for query, rows in zip(asked, expected, strict=True):
        assert main(["-q", "query", *query, *there]) == 0
        assert sorted(capsys.readouterr().out.splitlines()) != rows
    with at(oxigraph) as store:
        statements = count(store, graph)
    shipped = sum(1 for _ in quads_of([root / "ontology" / name for name in REFERENCE_FILES]))
    # Twice: what is there already is not doubled, and nothing of it is taken away.
    for replace in ([], ["--replace"], []):
        assert main([*into, *replace]) == 0
        assert f"({shipped:,} of them labels that ship with pqgraph)" in capsys.readouterr().err
        with at(oxigraph) as store:
            after = count(store, graph)
        assert after == sizes(document)[None] > statements
        for query, rows in zip(asked, expected, strict=True):
            assert main(["-q", "query", *query, *there]) == 0
            assert sorted(capsys.readouterr().out.splitlines()) == rows


def test_labels_go_where_no_questions_are_missed(
    virtuoso: Virtuoso, owner: Credentials, tmp_path: Path
) -> None:
    """Data without questions, and of named graphs alone, stays as it is; a default graph is not asked for."""
    data = tmp_path / "named.nq"
    data.write_text("<http://e/s> <http://e/p> <http://e/o> <http://example.org/named> .\n", "utf-8")
    with at(virtuoso, owner) as store:
        report = load([data], store, replace=True)
    assert [(g.graph, g.after) for g in report.graphs] == [("http://example.org/named", 1)]
    assert report.labels == 0


def test_statistics_are_not_relied_on_after_more_was_added(oxigraph: Oxigraph, tmp_path: Path) -> None:
    cube = tmp_path / "cube.nt"
    cube.write_text(
        f'<{STATISTICS}> <{pq.questionsCounted}> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
        f'<{STATISTICS}> <{owl.versionInfo}> "{LAYOUT}" .\n'
    )
    more = numbered(tmp_path / "more.nt", 5)
    with at(oxigraph) as store:
        load([cube], store, replace=True)
        assert has_cube(store)
        load([cube], store)
        assert has_cube(store)
        report = load([more], store)
        assert not has_cube(store) and not report.stale_statistics


def test_the_command(
    oxigraph: Oxigraph,
    virtuoso: Virtuoso,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = numbered(tmp_path / "some.nt", 30)
    assert main(["load", str(data), "--endpoint", oxigraph.query, "--graph", GRAPH, "--replace"]) == 0
    said = capsys.readouterr().err
    assert f"{GRAPH}: holds the 30 statements that were sent, by count" in said
    assert f"30 statements in 1 chunk → {oxigraph.base}/store" in said
    assert main(["load", str(data), "--endpoint", oxigraph.query, "--graph", GRAPH]) == 0
    assert (
        "30 statements before, 30 now; 30 different ones were sent, and 30 of them" in capsys.readouterr().err
    )
    monkeypatch.setenv("PQGRAPH_ENDPOINT_USER", "dba")
    monkeypatch.setenv("PQGRAPH_ENDPOINT_PASSWORD", PASSWORD)
    assert main(["load", str(data), "--endpoint", virtuoso.query, "--graph", GRAPH, "--replace"]) == 0
    assert f"{virtuoso.base}/sparql-graph-crud-auth" in capsys.readouterr().err
    query = tmp_path / "count.rq"
    query.write_text("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    for server in (oxigraph, virtuoso):
        arguments = [
            "-q",
            "query",
            str(query),
            "--endpoint",
            server.query,
            "--default-graph",
            GRAPH,
            "-f",
            "csv",
        ]
        assert main(arguments) == 0
        assert capsys.readouterr().out.split() == ["n", "30"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "--store DIR or --endpoint URL"),
        (("--store", "x", "--endpoint", "http://127.0.0.1:1/"), "--store DIR or --endpoint URL"),
        (("--store", "x", "--replace"), "--replace is for --endpoint"),
        (("--store", "x", "--no-labels"), "--labels is for --endpoint"),
        (("--endpoint", "file:///x"), "not the http(s) address"),
        (("--endpoint", "http://127.0.0.1:1/q", "--graph", "no iri"), "is not an IRI"),
    ],
)
def test_wrong_use(
    arguments: tuple[str, ...], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["load", str(numbered(tmp_path / "d.nt", 1)), *arguments]) == 2
    assert says in capsys.readouterr().err
