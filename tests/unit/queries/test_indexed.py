"""Lists whose first rows the search index finds: the same rows as without it, whatever is given."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytest.importorskip("tantivy", reason="the search index needs pqgraph[search]")

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from api_items import answered, api, lines

from pqgraph import iris
from pqgraph.build import build
from pqgraph.errors import PqgraphError
from pqgraph.queries.catalogue import find, shipped
from pqgraph.queries.first_rows import among
from pqgraph.queries.header import parse_header
from pqgraph.queries.run import prepare, run
from pqgraph.search import SearchIndex
from pqgraph.store import sparql
from pqgraph.store.local import LocalStore
from pqgraph.store.results import Row, Solutions

INDEXED = [query.name for query in shipped() if query.header.index is not None]
TEXTS = (
    "To ask the Secretary of State, what support there is for pupils with special educational needs.",
    "To ask the Secretary of State, how many schools have a nurse.",
    "To ask the Secretary of State, what steps he is taking on flooding.",
)
VALUES: dict[str, tuple[str, ...]] = {
    "member": ("4649", "4113", "1"),
    "body": ("60", "17", "13"),
    "topic": ("SEND", "education", "floods"),
    "house": ("commons", "lords"),
    "month": ("2018-10", "2018-11", "1999-01"),
    "year": ("2017", "2018"),
    "since": ("2018-10-05", "2018-11-10"),
    "until": ("2018-10-20", "2018-11-20"),
}


def question(number: int, chance: random.Random) -> dict[str, Any]:
    """Many on the same few days, so that the order within a day counts; some due only in many years."""
    day = dt.date(2017 + (number % 3 > 0), 10 + number % 2, chance.randint(1, 28))
    due = day + dt.timedelta(days=chance.choice([2, 5, 9]))
    changes: dict[str, Any] = {
        "dateTabled": f"{day}T00:00:00",
        "dateForAnswer": None
        if number % 17 == 0
        else f"{2999 if number % 13 == 0 else due.year}{str(due)[4:]}T00:00:00",
        "questionText": chance.choice(TEXTS),
        "askingMemberId": chance.choice([4649, 4113]),
        "answeringBodyId": chance.choice([60, 17]),
        "answeringBodyName": None,
        "house": "Lords" if number % 5 == 0 else "Commons",
        "isWithdrawn": number % 11 == 0,
    }
    if number % 2:
        changes |= answered(day=str(day + dt.timedelta(days=chance.choice([1, 7, 30]))))
    return api(f"{'HL' if number % 5 == 0 else ''}{1000 + number}", **changes)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStore]:
    folder = tmp_path_factory.mktemp("indexed")
    chance = random.Random(5)
    source = lines(folder / "items.jsonl", *(question(number, chance) for number in range(240)))
    done = build([source], folder / "store", check=False)
    assert done.tally.questions == done.indexed == 240
    with LocalStore.open(folder / "store") as opened:
        yield opened


def rows(name: str, values: dict[str, str | None], target: LocalStore, first: int | None) -> list[Row]:
    result = run(name, values, target, cube=False, first=first).result
    assert isinstance(result, Solutions)
    return list(result.rows)


def test_which_lists_the_index_knows() -> None:
    assert INDEXED == [
        "late-answered-questions",
        "questions-by-member",
        "questions-on-topic",
        "questions-to-body",
        "unanswered-questions",
    ]


@pytest.mark.parametrize("name", INDEXED)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), count=st.integers(0, 60))
def test_the_index_changes_no_row(name: str, store: LocalStore, data: st.DataObject, count: int) -> None:
    query = find(name)
    values: dict[str, str | None] = {}
    for param in query.header.params.keys() & VALUES.keys():
        needed = [] if query.is_required(param) else [st.none()]
        value = data.draw(st.one_of(*needed, st.sampled_from(VALUES[param])), label=param)
        if value is not None:
            values[param] = value
    whole = rows(name, values, store, None)
    part = rows(name, values, store, count)
    assert part[:count] == whole[:count]
    assert (len(part) > count) == (len(whole) > count)
    assert "VALUES ?question {" in prepare(name, values, store, first=count)[1]


@pytest.mark.parametrize("name", INDEXED)
def test_there_is_something_to_compare(name: str, store: LocalStore) -> None:
    values: dict[str, str | None] = {
        param: VALUES[param][0] for param in find(name).header.params if find(name).is_required(param)
    }
    found = rows(name, values, store, None)
    assert len(found) > 20
    assert found[:7] == rows(name, values, store, 7)[:7]


def test_what_the_index_gives_stands_first(store: LocalStore) -> None:
    values: dict[str, str | None] = {"body": "60", "month": "2018-11"}
    whole = rows("questions-to-body", values, store, None)
    text = prepare("questions-to-body", values, store, first=2)[1]
    block = text[text.index("VALUES ?question {") :]
    hits = [line.strip(" <>") for line in block[: block.index("}")].splitlines()[1:] if line.strip()]
    # One more than wanted tells whether there are more.
    assert hits == [row[0].value for row in whole[:3] if row[0] is not None]
    assert text.index("VALUES ?question {") < text.index("VALUES ?body {")


def test_nothing_found_is_no_error(store: LocalStore) -> None:
    values: dict[str, str | None] = {"body": "13"}
    assert rows("questions-to-body", values, store, 5) == []
    text = prepare("questions-to-body", values, store, first=5)[1]
    assert f"VALUES ?question {{\n      <{iris.BASE}id/question/none>" in text


@pytest.mark.parametrize(
    ("name", "values", "first"),
    [
        ("unanswered-questions", {"on": "2018-11-01"}, 5),
        ("questions-to-body", {"body": "60"}, 50_000),
        ("withdrawn-questions", {}, 5),
    ],
    ids=["a value beyond the index", "very many rows", "another order"],
)
def test_what_is_left_to_the_engine(
    name: str, values: dict[str, str | None], first: int, store: LocalStore
) -> None:
    text = prepare(name, values, store, first=first)[1]
    assert "VALUES ?question {" not in text
    assert f"LIMIT {first + 1}" in text


def test_no_index_is_made_for_a_list(store: LocalStore, tmp_path: Path) -> None:
    """A store in memory has none, and one whose index is gone is not made to wait for a new one."""
    assert store.held_folder is not None
    copy = tmp_path / "store"
    shutil.copytree(store.held_folder, copy)
    shutil.rmtree(copy / "search")
    with LocalStore.open(copy) as bare:
        values: dict[str, str | None] = {"body": "60"}
        assert "VALUES ?question {" not in prepare("questions-to-body", values, bare, first=5)[1]
        assert rows("questions-to-body", values, bare, 5) == rows("questions-to-body", values, store, 5)
        assert not (copy / "search").exists()


PLACELESS = """
@prefix parl: <http://data.parliament.uk/schema/parl#> .
@prefix pq: <https://w3id.org/pqgraph/def#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<urn:with> a parl:WrittenParliamentaryQuestion ; pq:awaitsAnswer true ; parl:AnswerDate "2017-01-02"^^xsd:date ;
  pq:sortKey 20170101 .
<urn:without> a parl:WrittenParliamentaryQuestion ; pq:awaitsAnswer true ; parl:AnswerDate "2017-01-02"^^xsd:date .
"""


def test_a_question_without_a_place_in_an_ascending_order(store: LocalStore, tmp_path: Path) -> None:
    """SPARQL puts it first and the index last, so the index is not asked."""
    assert store.held_folder is not None
    copy = tmp_path / "store"
    shutil.copytree(store.held_folder, copy)
    (tmp_path / "more.ttl").write_text(PLACELESS)
    with LocalStore.open(copy, read_only=False) as opened:
        opened.load([tmp_path / "more.ttl"])
    rebuild_index(copy)
    with LocalStore.open(copy) as opened:
        assert "VALUES ?question {" not in prepare("unanswered-questions", {}, opened, first=1)[1]
        first = rows("unanswered-questions", {}, opened, 2)
        assert [row[0].value for row in first[:2] if row[0] is not None] == ["urn:without", "urn:with"]
        assert "VALUES ?question {" in prepare("questions-to-body", {"body": "60"}, opened, first=1)[1]


def rebuild_index(folder: Path) -> None:
    with LocalStore.open(folder) as opened, SearchIndex.open(folder, graph=opened) as index:
        assert index.count == 242


OUR = """SELECT ?q (MIN(?n) AS ?name)
WHERE {
  {
    SELECT ?q (MIN(?k) AS ?key)
    WHERE { { SELECT ?q ?a WHERE { VALUES ?v { UNDEF } ?q <urn:v> ?v, "{" } } ?q <urn:k> ?k }
    GROUP BY ?q
    ORDER BY DESC(?key) ?q
  }
  OPTIONAL { ?q <urn:n> ?n }
}
GROUP BY ?q
ORDER BY DESC(MIN(?key)) ?q
"""


@pytest.mark.parametrize(
    ("old", "new", "before"),
    [
        ("", "", "VALUES ?v"),
        ("SELECT ?q ?a", "SELECT ?a", "{ SELECT ?a"),
        ("SELECT ?q ?a", "SELECT (?q AS ?b)", "{ SELECT (?q AS ?b)"),
        ("{ SELECT ?q ?a WHERE { VALUES ?v { UNDEF }", "{ { VALUES ?v { UNDEF }", "{ { VALUES ?v"),
    ],
)
def test_where_the_keys_are_put(old: str, new: str, before: str) -> None:
    text = OUR.replace(old, new)
    found = among(text, "q", ["<urn:1>", "<urn:2>"])
    tokens, added = sparql.tokens(text), ["VALUES", "?q", "{", "<urn:1>", "<urn:2>", "}"]
    parts = [token.text for token in sparql.tokens(found)]
    at = parts.index("<urn:1>") - 3
    assert parts[at : at + 6] == added
    assert parts[:at] + parts[at + 6 :] == [token.text for token in tokens]
    following = [token.text for token in sparql.tokens(before)]
    assert parts[at + 6 : at + 6 + len(following)] == following


@pytest.mark.parametrize(
    ("beginning", "is_named"),
    [
        ("{ SELECT ?a ?v WHERE { VALUES ?v { UNDEF } BIND(?v AS ?a) } }", True),
        ("{ SELECT ?a WHERE { { SELECT ?a ?v WHERE { VALUES ?v { UNDEF } BIND(?v AS ?a) } } } }", True),
        ("{ SELECT DISTINCT ?v WHERE { VALUES ?v { UNDEF } } }", False),
        ("{ SELECT (COUNT(?v) AS ?a) WHERE { VALUES ?v { UNDEF } } }", False),
        ("{ SELECT * WHERE { VALUES ?v { UNDEF } } }", False),
        ("{ SELECT ?v WHERE { VALUES ?v { UNDEF } } LIMIT 1 }", False),
        ("{ SELECT ?v WHERE { VALUES ?v { UNDEF } ?q <urn:v> ?v } }", False),
    ],
)
def test_values_that_know_nothing_of_the_key(beginning: str, is_named: bool) -> None:
    """They come before the key is looked for, so it is given beside them, if that changes none of them."""
    text = OUR.replace('{ SELECT ?q ?a WHERE { VALUES ?v { UNDEF } ?q <urn:v> ?v, "{" } }', beginning)
    assert text != OUR
    found = [token.text for token in sparql.tokens(among(text, "q", ["<urn:1>"]))]
    block = ["VALUES", "?q", "{", "<urn:1>", "}"]
    at = found.index("<urn:1>") - 3
    assert found[at : at + 5] == block
    depth = found[:at].count("SELECT")
    assert depth == (1 + beginning.count("SELECT") + 1 if is_named else 2)
    added = beginning.count("SELECT") if is_named else 0
    before = [token.text for token in sparql.tokens(text)]
    assert found.count("?q") == before.count("?q") + 1 + added
    assert len(found) == len(before) + len(block) + added


@pytest.mark.parametrize(
    ("index", "why"),
    [
        ("{order: -order}", "index: it goes with keys"),
        ("{order: nothing}", "index: nothing is no field"),
        ("{order: order, params: {x: body}}", "index: there is no parameter x"),
        ("{order: order, params: {v: =body}}", "index: =body is no field"),
        ("{order: order, params: {v: '>=bodies'}}", "index: bodies is no field"),
        ("{order: order, where: {heading: x}}", "index: heading is no field"),
        ("{order: order, wher: {body: x}}", "unknown field `wher`"),
    ],
)
def test_a_header_that_the_index_does_not_understand(index: str, why: str) -> None:
    keys = "" if why.endswith("keys") else "#+ keys: [q]\n"
    text = f"#+ summary: Which?\n{keys}#+ index: {index}\n#+ params:\n#+   v: {{type: body, help: A body}}\n"
    with pytest.raises(PqgraphError, match=f"PQ502.*{why}"):
        parse_header(text, place="ours")
