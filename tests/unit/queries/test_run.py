"""Which text is run: the one that reads the questions, or the one that reads the statistics."""

from __future__ import annotations

from pathlib import Path

import pytest

from pqgraph import iris
from pqgraph.errors import PqgraphError
from pqgraph.queries.catalogue import find, load
from pqgraph.queries.run import prepare, run
from pqgraph.queries.stored import load_cube
from pqgraph.store.local import LocalStore
from pqgraph.store.results import ResultSet, Solutions
from pqgraph.store.statistics import LAYOUT
from pqgraph.terms import owl, parl, pq

PLAIN = """#+ summary: How many questions?
#+ params:
#+   house: {type: house, optional: true, help: Only this House}
#+   topic: {type: topic, optional: true, help: Only this topic}
#+   least: {type: integer, help: Not fewer than these}
#+ columns:
#+   house: {type: iri}
#+   questions: {type: integer}
SELECT ?house (COUNT(DISTINCT ?question) AS ?questions) WHERE {
  VALUES ?house { UNDEF }
  VALUES ?topic { UNDEF }
  VALUES ?least { 1 }
  ?question <http://e/of> ?house .
  FILTER(!BOUND(?topic) || EXISTS { ?question <http://e/topic> ?topic })
} GROUP BY ?house ?least HAVING (COUNT(DISTINCT ?question) >= ?least) ORDER BY ?house
"""
CUBE = """SELECT ?house ?questions WHERE {
  VALUES ?house { UNDEF }
  VALUES ?least { 1 }
  ?observation <http://e/ofHouse> ?house ; <http://e/questions> ?questions .
  FILTER(?questions >= ?least)
} ORDER BY ?house
"""
QUESTIONS = f"<http://e/q1> <http://e/of> <{iris.BASE}x> . <http://e/q2> <http://e/of> <{iris.BASE}x> ."
COUNTED = (
    f"<http://e/o> <http://e/ofHouse> <{iris.BASE}x> ; <http://e/questions> 2 . "
    f'<{iris.STATISTICS}> <{pq.questionsCounted}> 2 ; <{owl.versionInfo}> "{LAYOUT}" .'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cube").mkdir()
    (tmp_path / "counts.rq").write_text(PLAIN)
    (tmp_path / "cube" / "counts.rq").write_text(CUBE)
    (tmp_path / "questions.ttl").write_text(QUESTIONS)
    (tmp_path / "counted.ttl").write_text(COUNTED)
    return tmp_path


class Asked:
    """A target that counts what it is asked."""

    def __init__(self, store: LocalStore) -> None:
        self.texts: list[str] = []
        self._store = store

    def query(self, text: str) -> ResultSet:
        self.texts.append(text)
        return self._store.query(text)


class Slotted:
    """A target that nothing can point to weakly."""

    __slots__ = ("_store",)

    def __init__(self, store: LocalStore) -> None:
        self._store = store

    def query(self, text: str) -> ResultSet:
        return self._store.query(text)


@pytest.mark.parametrize(
    ("files", "values", "cube", "reads_cube"),
    [
        (("questions", "counted"), {}, None, True),
        (("questions", "counted"), {"least": "2"}, None, True),
        (("questions", "counted"), {"topic": None}, None, True),
        (("questions", "counted"), {"topic": None}, True, True),
        (("questions", "counted"), {"topic": "SEND"}, None, False),
        (("questions", "counted"), {}, False, False),
        (("questions",), {}, None, False),
    ],
)
def test_which_text_is_run(
    folder: Path, files: tuple[str, ...], values: dict[str, str | None], cube: bool | None, reads_cube: bool
) -> None:
    with LocalStore.in_memory([folder / f"{name}.ttl" for name in files]) as store:
        for target in (store, Slotted(store)):
            answer = run("counts", values, target, cube=cube, catalogue=folder)
            assert answer.cube == reads_cube
            assert ("http://e/ofHouse" in answer.text) == reads_cube
            assert prepare("counts", values, target, cube=cube, catalogue=folder)[1] == answer.text
            assert isinstance(answer.result, Solutions)
            expected = [] if values.get("topic") else [(f"{iris.BASE}x", "2")]
            assert [tuple(term.value for term in row if term) for row in answer.result.rows] == expected


def test_a_target_is_asked_once_for_statistics(folder: Path) -> None:
    with LocalStore.in_memory([folder / "counted.ttl"]) as store:
        target = Asked(store)
        for _ in range(3):
            assert run("counts", {}, target, catalogue=folder).cube
        assert [text.startswith("ASK") for text in target.texts] == [True, False, False, False]


def test_without_a_target_the_questions_are_read(folder: Path) -> None:
    assert prepare("counts", {}, catalogue=folder)[1] == PLAIN
    assert prepare("counts", {}, cube=True, catalogue=folder)[1] == CUBE


@pytest.mark.parametrize(
    ("name", "values", "code", "says"),
    [
        ("counts", {"topic": "SEND", "house": "lords"}, "PQ509", "cannot answer counts by topic"),
        ("counts", {"toppic": "SEND"}, "PQ504", "no parameter 'toppic'"),
        ("plain", {}, "PQ509", "plain has no text that reads the statistics"),
    ],
)
def test_what_the_statistics_cannot_answer(
    folder: Path, name: str, values: dict[str, str | None], code: str, says: str
) -> None:
    (folder / "plain.rq").write_text("SELECT ?s { ?s ?p ?o } ORDER BY ?s\n")
    with LocalStore.in_memory([folder / "counted.ttl"]) as store, pytest.raises(PqgraphError) as refused:
        run(name, values, store, cube=True, catalogue=folder)
    assert refused.value.code.id == code
    assert says in refused.value.found


@pytest.mark.parametrize("files", [(), ("questions",), ("counted", "questions", "more")])
def test_statistics_that_are_not_there_are_not_read(folder: Path, files: tuple[str, ...]) -> None:
    """Nor are those that do not count everything: a load has taken away what vouches for them."""
    (folder / "more.ttl").write_text(f"<http://e/q3> a <{parl.WrittenParliamentaryQuestion}> .")
    with LocalStore.in_memory() as store:
        for name in files:
            store.load([folder / f"{name}.ttl"])
        for target in (store, Asked(store), Slotted(store)):
            for ask in (run, prepare):
                with pytest.raises(PqgraphError) as refused:
                    ask("counts", {}, target, cube=True, catalogue=folder)
                assert refused.value.code.id == "PQ509"
                assert "no statistics that count all its questions" in refused.value.found
                assert "--cube" in refused.value.advice and "build" in refused.value.advice


def test_the_second_text_belongs_to_the_first(folder: Path) -> None:
    query = find("counts", folder)
    assert query.cube is not None
    assert list(query.cube.header.params) == ["house", "least"]
    assert query.cube.header.columns == query.header.columns
    headed = load_cube(load(PLAIN, name="counts", place="x"), f"#+ params: [house, least]\n{CUBE}", place="y")
    assert headed.cube is not None


@pytest.mark.parametrize(
    ("cube", "code", "says"),
    [
        (CUBE.replace("{ 1 }", "{ 2 }"), "PQ502", "the default of least is 2, and that of counts 1"),
        (CUBE.replace("  VALUES ?least { 1 }\n", ""), "PQ502", "it lacks least"),
        (CUBE.replace("{ 1 }", "{ 1 2 }"), "PQ502", "must hold one term"),
        (CUBE.replace("?house ?questions", "?questions ?house"), "PQ502", "columns are house, questions"),
        (
            "ASK { VALUES ?least { 1 } ?house ?p ?least }",
            "PQ502",
            "its form is ASK, and that of counts SELECT",
        ),
        (f"#+ params: [house]\n{CUBE}", "PQ502", "should say house, least"),
        (f"#+ columns: {{house: x}}\n{CUBE}", "PQ502", "should say house, questions"),
        (CUBE.replace("ORDER", "ODER"), "PQ503", ""),
        (CUBE.replace("?observation <", "SERVICE <urn:x> { ?a ?b ?c } ?observation <"), "PQ507", "SERVICE"),
    ],
)
def test_second_texts_that_do_not_fit(cube: str, code: str, says: str) -> None:
    with pytest.raises(PqgraphError) as refused:
        load_cube(load(PLAIN, name="counts", place="counts.rq"), cube, place="cube/counts.rq")
    assert refused.value.code.id == code
    assert says in refused.value.found


def test_a_file_brings_its_second_text(folder: Path) -> None:
    assert find(folder / "counts.rq").cube is not None
