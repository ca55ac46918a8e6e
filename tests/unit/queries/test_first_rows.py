"""A limit that reaches the engine: the same rows as the first of the whole answer, for every list."""

from __future__ import annotations

import re
import sys
from functools import cache
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pqgraph.errors import PqgraphError
from pqgraph.queries.catalogue import find, shipped
from pqgraph.queries.first_rows import limited
from pqgraph.queries.results import first_rows
from pqgraph.queries.run import prepare, run
from pqgraph.queries.serialising import serialise
from pqgraph.queries.stored import load
from pqgraph.store import sparql
from pqgraph.store.local import LocalStore
from pqgraph.store.results import RdfTerm, Row, Solutions

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from query_cases import CASES, Case, cases

KEYED = {query.name: query for query in shipped() if query.header.keys}
KEYED_CASES = [case for case in cases() if case.stored in KEYED]
MORE_ROWS_THAN_KEYS = """
@prefix parl: <http://data.parliament.uk/schema/parl#> .
@prefix pq: <https://w3id.org/pqgraph/def#> .
@prefix q: <http://data.parliament.uk/resources/> .
@prefix m: <http://data.parliament.uk/members/> .
q:1 pq:answeringBody <urn:b> ; parl:tablingMember m:1, m:2, m:3 ; pq:sortKey 3 ; parl:hansardHeading "b", "a" .
q:2 pq:answeringBody <urn:b> ; pq:sortKey 3 .
q:3 pq:answeringBody <urn:b> ; parl:tablingMember m:1, m:2 ; pq:sortKey 1, 2 .
q:4 pq:answeringBody <urn:b> ; parl:tablingMember m:4 .
"""


@cache
def store(data: Path) -> LocalStore:
    return LocalStore.in_memory([data])


def rows(name: str, case: Case, first: int | None) -> list[Row]:
    result = run(name, case.values, store(case.data), cube=False, first=first).result
    assert isinstance(result, Solutions)
    return list(result.rows)


def test_which_lists_have_keys() -> None:
    assert {"questions-on-topic", "questions-to-body", "questions-by-member", "unanswered-questions"} <= set(
        KEYED
    )
    assert set(KEYED) <= {case.stored for case in KEYED_CASES if case.rows > 1}


@pytest.mark.parametrize("case", KEYED_CASES, ids=str)
def test_the_first_rows_of_the_whole(case: Case) -> None:
    whole = rows(case.stored, case, None)
    for count in {0, 1, 2, 3, max(len(whole) - 1, 0), len(whole), len(whole) + 5}:
        found = rows(case.stored, case, count)
        assert found[:count] == whole[:count]
        # One row more tells that there are more, and nothing is made beyond the keys.
        assert (len(found) > count) == (len(whole) > count)


@pytest.mark.parametrize("count", range(9))
def test_a_key_may_make_several_rows(count: int, tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_text(MORE_ROWS_THAN_KEYS)
    with LocalStore.in_memory([tmp_path / "data.ttl"]) as target:
        values: dict[str, str | None] = {"body": "urn:b"}
        found = [run("questions-to-body", values, target, first=n).result for n in (None, count)]
        whole, part = [list(result.rows) for result in found if isinstance(result, Solutions)]
    assert [row[0].value[-1] for row in whole if row[0]] == list("1112334")
    assert part[:count] == whole[:count]
    assert (len(part) > count) == (len(whole) > count)


def test_the_engine_makes_no_more() -> None:
    data = CASES / "data-members.ttl"
    values: dict[str, str | None] = {"topic": "education"}
    answer = run("questions-on-topic", values, store(data), first=1)
    assert isinstance(answer.result, Solutions)
    page, cut = first_rows(answer.result, 1)
    assert (len(list(page.rows)), cut.more) == (1, True)
    assert "ORDER BY DESC(?key) ?question\n    LIMIT 2\n  }" in answer.text
    assert answer.text == prepare("questions-on-topic", values, store(data), first=1)[1]
    assert "LIMIT" not in prepare("questions-on-topic", values, store(data))[1]


def test_others_are_left_as_they_are() -> None:
    assert "LIMIT" not in run("members-by-topic", {}, store(CASES / "data.ttl"), first=1).text


@settings(deadline=None, max_examples=60)
@given(value=st.text(st.characters(exclude_categories=["Cs"])), count=st.integers(0, 10**12))
def test_a_limit_changes_nothing_else(value: str, count: int) -> None:
    """Whatever stands for a parameter, the limit is two tokens more, at one place."""
    query = load(OUR, name="ours", place="ours")
    bound = query.filled({"v": serialise(RdfTerm("literal", value))})
    before, after = [[t.text for t in sparql.tokens(text)] for text in (bound, limited(bound, count))]
    at = before.index("}", before.index("?q", before.index("ORDER")))
    assert after == [*before[:at], "LIMIT", str(count), *before[at:]]


OUR = """#+ summary: Which?
#+ keys: q
#+ params:
#+   v: {type: string, help: A text}
SELECT ?q (MIN(?n) AS ?name) ?m
WHERE {
  {
    SELECT ?q (MIN(?k) AS ?key)
    WHERE { VALUES ?v { UNDEF } ?q <urn:v> ?v . OPTIONAL { ?q <urn:k> ?k } }
    GROUP BY ?q
    HAVING (BOUND(?q))
    ORDER BY DESC(?key) ?q
  }
  OPTIONAL { ?q <urn:n> ?n }
  OPTIONAL { ?q <urn:m> ?m . FILTER(?m != "}") BIND(1 AS ?one) }
  BIND(STR(?m) AS ?text)
}
GROUP BY ?q ?m
ORDER BY DESC(MIN(?key)) ?q ?m
"""


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("keys: q", "keys: m", "not grouped by m alone"),
        ("keys: q", "keys: [q, k]", "not grouped by q, k alone"),
        ("    GROUP BY ?q\n", "    GROUP BY ?q ?k\n", "not grouped by q alone"),
        ("    GROUP BY ?q\n", "    GROUP BY (STR(?q) AS ?q)\n", "not grouped by q alone"),
        ("DESC(?key) ?q\n  }", "DESC(?key)\n  }", "does not name all keys"),
        ("DESC(?key) ?q\n  }", "DESC(?other) ?q\n  }", "not selected"),
        ("DESC(?key) ?q\n  }", "DESC(STR(?key)) ?q\n  }", "not that of a variable"),
        ("DESC(?key) ?q\n  }", "DESC(?key) ?q LIMIT 5\n  }", "LIMIT"),
        ("ORDER BY DESC(MIN(?key)) ?q ?m", "ORDER BY MIN(?key) ?q ?m", "does not begin with the inner one"),
        ("ORDER BY DESC(MIN(?key)) ?q ?m", "ORDER BY ?q DESC(MIN(?key)) ?m", "does not begin with the inner one"),
        ("ORDER BY DESC(MIN(?key)) ?q ?m", "ORDER BY DESC(MIN(?key)) ?m ?q", "does not begin with the inner one"),
        ("\nGROUP BY ?q ?m\n", "\nGROUP BY ?q ?m HAVING (BOUND(?m))\n", "outer HAVING"),
        ("  BIND(STR(?m) AS ?text)", "  FILTER(BOUND(?m))", "FILTER stands beside"),
        ("  BIND(STR(?m) AS ?text)", "  ?q <urn:z> ?z", r"\?q stands beside"),
        ("  BIND(STR(?m) AS ?text)", "  MINUS { ?q <urn:z> 1 }", "MINUS stands beside"),
        ("  BIND(STR(?m) AS ?text)", "  OPTIONAL { ?q <urn:z> ?key }", r"\?key, by which keys are ordered"),
        ("  BIND(STR(?m) AS ?text)", "  BIND(STR(?m) AS ?text) { ?q <urn:z> 1 }", "stands beside"),
        ("SELECT ?q (MIN(?n) AS ?name) ?m\n", "SELECT DISTINCT ?q (MIN(?n) AS ?name) ?m\n", "not grouped by the keys"),
    ],
)  # fmt: skip
def test_another_form_is_refused(old: str, new: str, why: str) -> None:
    load(OUR, name="ours", place="ours")
    assert OUR.count(old) == 1
    text = OUR.replace(old, new)
    with pytest.raises(PqgraphError, match=f"PQ502.*keys: .*({why})"):
        load(text, name="ours", place="ours")


def test_groups_of_several_keys() -> None:
    text = OUR.replace("SELECT ?q (MIN(?n)", "SELECT (MIN(?q) AS ?least) (MIN(?n)")
    text = text.replace("\nGROUP BY ?q ?m\n", "\nGROUP BY ?m\n").replace("DESC(MIN(?key)) ?q ?m", "?m")
    with pytest.raises(PqgraphError, match=r"PQ502.*not grouped by the keys"):
        load(text, name="ours", place="ours")


def test_keys_without_an_inner_select() -> None:
    text = re.sub(r"(?s)\{\n    SELECT.*?\n  \}\n", "?q <urn:v> ?v . VALUES ?v { UNDEF }\n", OUR)
    with pytest.raises(PqgraphError, match=r"PQ502.*SELECT around a SELECT"):
        load(text, name="ours", place="ours")


def test_keys_may_be_written_as_one_word() -> None:
    assert load(OUR, name="ours", place="ours").header.keys == ("q",)
    assert find("questions-on-topic").header.keys == ("question",)


def test_a_limit_of_a_whole_result_is_not_a_cut() -> None:
    case = next(case for case in KEYED_CASES if case.name == "questions-on-topic--default")
    result = run(case.stored, case.values, store(case.data), first=100).result
    assert isinstance(result, Solutions)
    page, cut = first_rows(result, 100)
    assert len(list(islice(page.rows, 200))) == case.rows
    assert not cut.more
