"""Checking batches and files, and the way back to the source."""

from __future__ import annotations

import gzip
import threading
import time

import pytest
from shape_cases import ANSWER, CORRECTED, DOC, FOLDER, OLD, A, Q, edited, prefixes, turtle

from pqgraph.checks import SourceLookup, attach_sources, check_batches, check_files, read_data
from pqgraph.errors import PqgraphError
from pqgraph.rdf.formats import find_format

RES = "http://data.parliament.uk/resources/"


def record(number: int, *, drop: tuple[str, ...] = (), member_name: str | None = None) -> str:
    """A question of its own with the nodes that it points to."""
    graph = edited(ANSWER, A, drop=drop)
    if member_name is not None:
        member = "<http://data.parliament.uk/members/4649>"
        graph = edited(graph, member, add=[f'foaf:name "{member_name}"'])
    body = turtle(graph).replace(f"{RES}1012383", f"{RES}{number}")
    return prefixes(body) + body


def test_batches_find_what_the_whole_graph_has(engine, to_ntriples):
    # The shared member has two names in every batch: one finding, not four.
    batches = [
        to_ntriples(record(n, drop=("parl:dateOfAnswer",) if n % 2 else (), member_name="T. Walker"))
        for n in range(1, 5)
    ]
    found = list(check_batches(engine, batches))
    whole = engine.validate(b"".join(batches))
    assert sorted(found, key=lambda f: f.key()) == whole
    assert [(f.focus, f.component) for f in whole] == [
        ("<http://data.parliament.uk/members/4649>", "MaxCountConstraintComponent"),
        (f"<{RES}1/answer>", "MinCountConstraintComponent"),
        (f"<{RES}3/answer>", "MinCountConstraintComponent"),
    ]


class Tardy:
    """An engine whose first batches take longest, and that counts how many it has at a time."""

    name, version, parallel = "tardy", "1", True

    def __init__(self, inner) -> None:
        self.inner, self.lock, self.now, self.most = inner, threading.Lock(), 0, 0

    def validate(self, data):
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(0.02 if b"resources/1>" in data else 0.001)
        found = self.inner.validate(data)
        with self.lock:
            self.now -= 1
        return found


def test_threads_do_not_change_the_order(engines, to_ntriples):
    batches = [to_ntriples(record(n, drop=("parl:dateOfAnswer",))) for n in range(1, 13)]
    tardy = Tardy(engines["shacl"])
    one = list(check_batches(engines["shacl"], batches, workers=1))
    assert list(check_batches(tardy, batches, workers=3)) == one
    assert 1 < tardy.most <= 3
    assert [f.focus for f in one] == [f"<{RES}{n}/answer>" for n in range(1, 13)]


def test_batches_are_made_no_faster_than_they_are_checked(engines, to_ntriples):
    made = 0

    def batches():
        nonlocal made
        for number in range(100):
            made += 1
            yield to_ntriples(record(number + 1, drop=("parl:dateOfAnswer",)))

    findings = check_batches(engines["shacl"], batches(), workers=2)
    next(findings)
    assert made <= 6
    findings.close()
    assert made <= 6


def test_a_batch_that_does_not_parse_stops_the_run(engines, to_ntriples):
    with pytest.raises(PqgraphError) as caught:
        list(check_batches(engines["shacl"], [to_ntriples(record(1)), b"junk"], workers=2))
    assert caught.value.code.id == "PQ301"


PROVENANCE = """
<https://w3id.org/pqgraph/id/source/0123456789abcdef> <http://purl.org/dc/terms/title> "fragen \\"neu\\" €.jsonl.gz" .
"""


def test_findings_lead_back_to_the_line(engine, tmp_path):
    graph = edited(CORRECTED, A, drop=["parl:dateOfAnswer"], add=[f"parl:attachment {DOC}"])
    graph = edited(graph, OLD, add=['dcterms:date "x"'], nodes={DOC: ["a pq:Attachment", "pq:fileSize -1"]})
    graph = edited(graph, Q, drop=["parl:uin"])
    graph["<http://data.parliament.uk/members/4113>"] = ["a parl:Member", 'foaf:name ""']
    body = turtle(graph)
    path = tmp_path / "data.ttl"
    path.write_text(prefixes(body) + body + PROVENANCE, "utf-8")
    place = 'fragen "neu" €.jsonl.gz#L1'
    assert [(f.focus, f.source) for f in check_files(engine, [path])] == [
        ("<http://data.parliament.uk/members/4113>", None),
        (f"<{RES}1012383/answer/attachment/1>", place),
        (f"<{RES}1012383/answer/previousversion/9230>", place),
        (f"<{RES}1012383/answer>", place),
        (f"<{RES}1012383>", place),
    ]


def test_lookup_without_and_with_titles():
    data = (
        b"<http://q> <http://www.w3.org/ns/prov#wasDerivedFrom> <http://s/2#/result/items/3> .\n"
        b"<http://q> <http://www.w3.org/ns/prov#wasDerivedFrom> <http://s/1#L%C3%A9> .\n"
        b"<http://q> <http://data.parliament.uk/schema/parl#answer> <http://a> .\n"
        b"<http://a> <http://data.parliament.uk/schema/parl#attachment> <http://a> .\n"
    )
    nodes = ["<http://q>", "<http://a>", "<http://other>"]
    assert SourceLookup(data, nodes)("<http://q>") == "http://s/1#Lé"
    lookup = SourceLookup(data, nodes, {"http://s/1": "one.json"})
    assert [lookup(node) for node in nodes] == ["one.json#Lé", "one.json#Lé", None]
    loop = b"<http://a> <http://data.parliament.uk/schema/parl#attachment> <http://a> .\n"
    assert SourceLookup(loop, ["<http://a>"])("<http://a>") is None
    assert SourceLookup(b"", [])("<http://a>") is None


def test_links_inside_a_text_are_no_links():
    link = "> <http://www.w3.org/ns/prov#wasDerivedFrom> <http://s/9> ."
    data = f'<http://q> <http://p> "<http://q{link}" .\n<http://q> <http://p> "{link}" .\n'.encode()
    assert SourceLookup(data, ["<http://q>"])("<http://q>") is None
    data += b'<http://q> <http://www.w3.org/ns/prov#wasDerivedFrom> "page" .\n'
    assert SourceLookup(data, ["<http://q>"])("<http://q>") is None
    data += b"<http://q> <http://www.w3.org/ns/prov#wasDerivedFrom> <http://s/1> ."
    assert SourceLookup(data, ["<http://q>"])("<http://q>") == "http://s/1"


def test_a_source_that_is_known_is_kept(findings):
    assert [f.source for f in attach_sources(findings, lambda node: f"at {node}")] == [
        "questions, new.jsonl.gz#L12",
        "page.json#/result/items/3",
        "at _:b0",
    ]


# -- files -----------------------------------------------------------------------------------------------------------


def test_named_graphs_and_compressed_files_count(engine, tmp_path):
    whole = read_data([FOLDER / "data" / "Answer-kind-qualifiedMinCount.ttl"])
    quads = tmp_path / "data.nq.gz"
    quads.write_bytes(gzip.compress(whole.replace(b" .\n", b" <http://example.org/graph> .\n")))
    assert sorted(read_data([quads]).splitlines()) == sorted(whole.splitlines())
    assert [f.component for f in check_files(engine, [quads])] == ["QualifiedMinCountConstraintComponent"]


def test_the_format_can_be_told(tmp_path):
    path = tmp_path / "data"
    path.write_text("<http://a> <http://b> <c> .")
    with pytest.raises(PqgraphError) as caught:
        read_data([path])
    assert caught.value.code.id == "PQ302"
    assert read_data([path], rdf_format=find_format("turtle")).endswith(b"/c> .\n")


def test_blank_nodes_of_two_files_stay_apart(tmp_path):
    for name in "ab":
        (tmp_path / f"{name}.ttl").write_text('_:x <http://p> [ <http://p> "v" ] .')
    paths = [tmp_path / "a.ttl", tmp_path / "b.ttl"]
    data = read_data(paths)
    assert len({line.split()[0] for line in data.splitlines()}) == 4
    assert data == read_data(paths)


def test_files_that_cannot_be_used(tmp_path):
    broken, cut = tmp_path / "broken.nt", tmp_path / "cut.nt.gz"
    broken.write_text("<http://a> <http://b> <http://c> .\n<http://a> junk\n")
    cut.write_bytes(gzip.compress(b"<http://a> <http://b> <http://c> .\n" * 1000)[:-12])
    for path, code, place in (
        (broken, "PQ301", f"{broken}:2"),
        (cut, "PQ104", str(cut)),
        (tmp_path / "none.ttl", "PQ101", str(tmp_path / "none.ttl")),
    ):
        with pytest.raises(PqgraphError) as caught:
            read_data([path])
        assert (caught.value.code.id, caught.value.place) == (code, place)


def test_real_records(shared_data, tmp_path, engines):
    """What both engines find in a page of 2014 as converted: four answers whose times have no zone."""
    from pqgraph.cli.main import main

    path = tmp_path / "page.nq"
    assert main(["convert", str(shared_data / "lda" / "answeredquestions.json"), "-o", str(path)]) == 0
    slow, fast = (check_files(engines[name], [path]) for name in ("pyshacl", "shacl"))
    assert slow == fast
    assert [(f.severity.value, (f.shape or "").rpartition("/")[2], f.source) for f in fast] == [
        ("info", "Answer-questionFirstAnsweredZone", f"answeredquestions.json#/result/items/{n}")
        for n in (9, 26, 28, 68)
    ]
