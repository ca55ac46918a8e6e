"""The parts of remote access that need no server: limits, credentials, chunks, journals, kinds of servers."""

from __future__ import annotations

import email.utils
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqgraph.errors import PqgraphError
from pqgraph.store.local import LocalStore
from pqgraph.store.remote.answers import probe_of
from pqgraph.store.remote.chunks import Chunk, chunks, survey
from pqgraph.store.remote.credentials import Credentials, address, may_receive, shown
from pqgraph.store.remote.journal import Journal, key_of
from pqgraph.store.remote.limits import Limits, pause_before, retry_after
from pqgraph.store.remote.refusals import said, title_of
from pqgraph.store.remote.servers import (
    FUSEKI,
    GRAPHDB,
    OXIGRAPH,
    UNKNOWN,
    VIRTUOSO,
    Addresses,
    addresses,
    kind_of,
)
from pqgraph.store.remote.verifying import missing
from pqgraph.store.remote.writing import Sender
from pqgraph.store.sparql import tokens

NOW = 1_700_000_000.0


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        (email.utils.formatdate(NOW + 90, usegmt=True), 90.0),
        (email.utils.formatdate(NOW - 90, usegmt=True), 0.0),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after(header: str | None, seconds: float | None) -> None:
    assert retry_after(header, now=NOW) == seconds


@given(st.text())
def test_retry_after_of_anything(header: str) -> None:
    found = retry_after(header, now=NOW)
    assert found is None or found >= 0


def test_pauses_grow_and_end() -> None:
    limits = Limits(pause=1, longest_pause=5)
    for retry, longest in ((1, 1), (2, 2), (3, 4), (4, 5), (20, 5)):
        assert 0.75 * longest <= pause_before(retry, limits) <= longest


@pytest.mark.parametrize(
    ("there", "home", "may"),
    [
        ("http://h/x", "http://h/y", True),
        ("http://h:80/x", "http://h/y", True),
        ("https://h/x", "http://h/y", True),
        ("https://h/x", "http://h:8080/y", False),
        ("http://h/x", "https://h/y", False),
        ("http://h:81/x", "http://h/y", False),
        ("http://H/x", "http://h/y", True),
        ("http://h.evil/x", "http://h/y", False),
        ("http://evil/h", "http://h/y", False),
        ("http://h@evil/", "http://h/", False),
    ],
)
def test_where_credentials_may_go(there: str, home: str, may: bool) -> None:
    assert may_receive(there, home) is may


def test_addresses_lose_what_is_secret() -> None:
    clean, who = address(" http://me:p%40ss@h:1/q?key=1#x ")
    assert (clean, who.user, who.password) == ("http://h:1/q?key=1", "me", "p@ss")
    assert shown("http://me:p@h:1/q?key=1") == "http://h:1/q?…"
    assert address("http://h")[0] == "http://h/"


@given(st.text())
def test_any_address_is_taken_or_refused(text: str) -> None:
    try:
        clean, _ = address(text)
    except PqgraphError as problem:
        assert problem.code.id == "PQ901"
    else:
        assert clean.startswith(("http://", "https://")) and "@" not in clean.split("/")[2]


@pytest.mark.parametrize("secret", ["a\r\nX-Evil: 1", "a\nb", "\0"])
def test_secrets_cannot_hold_header_lines(secret: str) -> None:
    for options in ({"user": secret}, {"password": secret}, {"token": secret}):
        with pytest.raises(PqgraphError, match="PQ901"):
            Credentials(**options)


def test_credentials_of_the_environment() -> None:
    assert not Credentials.from_environment({})
    found = Credentials.from_environment({"PQGRAPH_ENDPOINT_USER": "me", "PQGRAPH_ENDPOINT_PASSWORD": "pw"})
    assert (found.user, found.password, found.token) == ("me", "pw", None)
    # Over http to another machine, a server that takes Digest never sees the password.
    assert [found.at_once(u) for u in ("http://h/", "https://h/", "http://127.0.0.1/")] == [False, True, True]


@given(st.binary(max_size=2000), st.sampled_from(["text/html", "text/plain", ""]))
def test_what_is_said_stays_on_a_line(body: bytes, media_type: str) -> None:
    text = said(body, media_type)
    assert len(text) <= 300
    assert text == " ".join(text.split())
    assert text.isprintable()
    title = title_of(body)
    assert title is None or "\n" not in title


def test_what_is_said_leaves_markup_and_echo_out() -> None:
    page = b"<html><head><title>t</title><style>x</style></head><body><h1>No</h1><xmp>a &lt; b</xmp></body></html>"
    assert said(page, "text/html") == "No a < b"
    assert (
        said(b"Virtuoso 37000 Error\n\nSPARQL query:\nSELECT secret", "text/plain") == "Virtuoso 37000 Error"
    )


@pytest.mark.parametrize(
    ("server", "endpoint", "kind", "known", "places"),
    [
        ("Oxigraph/0.5.13", "http://h/query", OXIGRAPH, False, ("http://h/store", "http://h/update")),
        (
            "Oxigraph/0.5.13",
            "http://h/a/sparql?x=1",
            OXIGRAPH,
            True,
            ("http://h/a/store", "http://h/a/update"),
        ),
        (
            "Virtuoso/07.20",
            "http://h/sparql",
            VIRTUOSO,
            False,
            ("http://h/sparql-graph-crud", "http://h/sparql"),
        ),
        (
            "Virtuoso/07.20",
            "http://h/sparql/",
            VIRTUOSO,
            True,
            ("http://h/sparql-graph-crud-auth", "http://h/sparql-auth"),
        ),
        (
            "Apache Jena Fuseki (5.2.0)",
            "http://h/ds/query",
            FUSEKI,
            False,
            ("http://h/ds/data", "http://h/ds/update"),
        ),
        (
            "Apache Jena Fuseki (5.2.0)",
            "http://h/ds",
            FUSEKI,
            False,
            ("http://h/ds/data", "http://h/ds/update"),
        ),
        (
            None,
            "http://h/repositories/pq",
            GRAPHDB,
            False,
            ("http://h/repositories/pq/rdf-graphs/service", "http://h/repositories/pq/statements"),
        ),
        ("nginx", "http://h/sparql", UNKNOWN, False, (None, None)),
        ("Oxigraph/0.5.13", "http://h/else", OXIGRAPH, False, (None, None)),
    ],
)
def test_kinds_of_servers(server, endpoint, kind, known, places) -> None:  # type: ignore[no-untyped-def]
    assert kind_of(server, endpoint) is kind
    assert addresses(kind, endpoint, known=known) == Addresses(*places)


@pytest.mark.parametrize(
    ("text", "probe"),
    [
        ("CONSTRUCT WHERE { ?s ?p ?o }", "SELECT (1 AS ?pqgraph_row)  WHERE { ?s ?p ?o }"),
        (
            'PREFIX e: <http://e/> construct { ?s e:p "{" } FROM <g:g> WHERE { { ?s ?p ?o } } LIMIT 3',
            "PREFIX e: <http://e/> SELECT (1 AS ?pqgraph_row)  FROM <g:g> WHERE { { ?s ?p ?o } } LIMIT 3",
        ),
        ("DESCRIBE <http://e/>", None),
    ],
)
def test_the_rows_of_a_construct(text: str, probe: str | None) -> None:
    assert probe_of(text, tokens(text)) == probe
    if probe:
        LocalStore.in_memory().query(probe)


def numbered(path: Path, statements: int) -> Path:
    path.write_text("".join(f'<http://e/{i}> <http://e/p> "{i}" .\n' for i in range(statements)))
    return path


def test_chunks_are_the_same_every_time_and_hold_everything(tmp_path: Path) -> None:
    data = tmp_path / "d.nq"
    lines = [
        f'<http://e/{i}> <http://e/p> "{i}"{" <http://e/g>" if i % 3 == 0 else ""} .\n' for i in range(25)
    ]
    data.write_text("".join(lines) + lines[0])
    made = list(chunks([data, data], "http://e/default", 10))
    assert made == list(chunks([data, data], "http://e/default", 10))
    assert [(c.number, c.statements) for c in made] == [(n, 10) for n in range(1, 6)] + [(6, 2)]
    found = survey([data, data], None, 10)
    assert {g: s.distinct for g, s in found.graphs.items()} == {"http://e/g": 9, None: 16}
    assert (found.statements, found.chunks) == (52, 6)
    assert len(found.graphs[None].samples) == 16
    assert found == survey([data, data], None, 10)


QUESTION = (
    "<http://e/q> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    "<http://data.parliament.uk/schema/parl#WrittenParliamentaryQuestion>{} .\n"
)


@pytest.mark.parametrize(
    ("graphs", "target", "labelled"),
    [
        ([], None, []),  # no questions, no labels
        ([""], None, [None]),
        ([""], "http://e/mine", ["http://e/mine"]),
        ([" <http://e/g>"], None, ["http://e/g"]),
        (["", " <http://e/g>", ""], None, [None, "http://e/g"]),
    ],
)
def test_labels_come_with_questions(
    graphs: list[str], target: str | None, labelled: list[str | None], tmp_path: Path
) -> None:
    data, labels = tmp_path / "d.nq", numbered(tmp_path / "labels.nt", 5)
    other = '<http://e/other> <http://e/p> "x" <http://e/other> .\n'
    data.write_text("".join(QUESTION.format(graph) for graph in graphs) + other)
    made = list(chunks([data], target, 4, [labels]))
    assert made == list(chunks([data], target, 4, [labels]))
    found = survey([data], target, 4, labels=[labels])
    plain = survey([data], target, 4)
    assert {g: s.distinct for g, s in found.graphs.items()} == {
        g: s.distinct + (5 if g in labelled else 0) for g, s in plain.graphs.items()
    }
    assert (found.labels, plain.labels) == (5 * len(labelled), 0)
    assert (found.statements, found.chunks) == (plain.statements + found.labels, len(made))
    # A journal of the one is none of the other.
    assert (found.digest == plain.digest) == (not labelled)


def test_long_texts_make_smaller_chunks(tmp_path: Path) -> None:
    data = tmp_path / "d.nt"
    data.write_text("".join(f'<http://e/{i}> <http://e/p> "{"x" * 1_500_000}" .\n' for i in range(5)))
    assert [c.statements for c in chunks([data], None, 1000)] == [2, 2, 1]
    assert survey([data], None, 1000).graphs[None].samples == ()


@pytest.mark.parametrize(
    "statement",
    [
        "_:a <http://e/p> <http://e/o> .",
        "<http://e/s> <http://e/p> _:b .",
        "<http://e/s> <http://e/p> <http://e/o> _:g .",
    ],
)
def test_blank_nodes_are_refused(statement: str, tmp_path: Path) -> None:
    data = tmp_path / "d.nq"
    data.write_text(statement + "\n")
    with pytest.raises(PqgraphError, match=r"PQ611 d\.nq: a statement has a blank node"):
        survey([data], None, 10)


def test_broken_data_is_found_before_anything_is_sent(tmp_path: Path) -> None:
    data = numbered(tmp_path / "d.nt", 30)
    data.write_text(data.read_text() + "nonsense\n")
    with pytest.raises(PqgraphError, match=r"PQ301 d\.nt:31"):
        survey([data], None, 10)
    with pytest.raises(PqgraphError, match="PQ101"):
        survey([tmp_path / "none.nt"], None, 10)
    with pytest.raises(PqgraphError, match="PQ302"):
        survey([tmp_path / "none.txt"], None, 10)


def test_journal(tmp_path: Path) -> None:
    path, key = tmp_path / "j.json", key_of("a", None, True)
    log = Journal(path, key)
    state = log.begin({"": 5})
    assert not path.exists()
    log.advance(state, 3)
    again = Journal(path, key)
    assert again.begin({"": 99}) == state
    assert (again.begin({}).done, again.begin({}).before) == (3, {"": 5})
    with pytest.raises(PqgraphError, match=r"PQ612 .*another load"):
        Journal(path, key_of("b"))
    path.write_text("{}")
    with pytest.raises(PqgraphError, match=r"PQ612 .*not a journal"):
        Journal(path, key)
    log.remove()
    log.remove()
    assert list(tmp_path.iterdir()) == []
    lost = Journal(tmp_path / "no" / "folder.json", key)
    with pytest.raises(PqgraphError, match="PQ606"):
        lost.advance(lost.begin({}), 1)


class Small:
    """Takes no more than five statements at once."""

    url = "http://e/"

    def __init__(self) -> None:
        self.calls: list[tuple[int, bool]] = []
        self.held: list[bytes] = []

    def add(self, graph: str | None, lines: Sequence[bytes], *, replace: bool = False) -> None:
        self.calls.append((len(lines), replace))
        if len(lines) > 5:
            raise PqgraphError("PQ605", "it answers 413: too large")
        self.held = [*([] if replace else self.held), *lines]


def test_a_sender_learns_how_much_is_taken() -> None:
    small, lines = Small(), [b"%d\n" % i for i in range(12)]
    sender = Sender(small)
    sender.send(None, lines, replace=True)
    assert small.held == lines
    assert small.calls == [(12, True), (6, True), (3, True), (3, False), (3, False), (3, False)]
    sender.send(None, lines[:4])
    assert small.calls[6:] == [(3, False), (1, False)]


def test_missing_statements_are_named() -> None:
    with LocalStore.in_memory() as store:
        lines = [b'<http://e/%d> <http://e/p> "x" .\n' % i for i in range(9)]
        assert missing(store, None, []) == []
        assert missing(store, None, lines) == lines
        assert missing(store, "http://e/g", lines[:2]) == lines[:2]


def test_a_chunk_is_empty_at_first() -> None:
    assert (Chunk(1).parts, Chunk(1).statements, Chunk(1).size) == ({}, 0, 0)
