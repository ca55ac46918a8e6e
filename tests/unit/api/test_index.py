"""What is fetched from a store to render a page."""

from pathlib import Path

import pytest

from pqgraph.api.index import describe, describing_query, index_of, shape_of
from pqgraph.api.renderers.lda_json import JsonRenderer
from pqgraph.api.views import QUESTION, Property
from pqgraph.convert import convert
from pqgraph.errors import PqgraphError
from pqgraph.store.local import LocalStore
from pqgraph.store.results import Boolean, ResultSet

ITEM = "http://data.parliament.uk/resources/1012383"


@pytest.fixture(scope="module")
def store(root: Path, tmp_path_factory: pytest.TempPathFactory) -> LocalStore:
    target = tmp_path_factory.mktemp("api") / "out.nq"
    convert(sorted((root / "examples").glob("*.txt")), target)
    return LocalStore.in_memory([target], reference=True)


def test_a_triple_that_comes_twice_stands_once() -> None:
    triple = ("<s>", "<p>", '"o"')
    assert index_of([triple, triple, ("<s>", "<p>", '"x"')]) == {"<s>": {"<p>": ['"o"', '"x"']}}


def test_a_store_gives_all_that_the_view_shows_and_no_more(store: LocalStore) -> None:
    index = describe(store, [ITEM], QUESTION)
    item = JsonRenderer().item(ITEM, index)
    assert item is not None
    assert item["uin"] == "194746"
    assert item["tablingMember"] == {
        "_about": "http://data.parliament.uk/members/4649",
        "label": {"_value": "Biography information for Thelma Walker"},
    }
    assert item["answer"]["answeringMemberPrinted"] == {"_value": "Nadhim Zahawi"}
    assert item["legislature"][0]["prefLabel"] == {"_value": "House of Commons"}
    assert set(index) == {
        f"<{iri}>"
        for iri in (
            ITEM,
            f"{ITEM}/answer",
            "http://data.parliament.uk/members/4649",
            "http://data.parliament.uk/members/4113",
            "http://data.parliament.uk/terms/25259",
        )
    }


def test_nothing_is_asked_for_nothing(store: LocalStore) -> None:
    assert describe(store, [], QUESTION) == {}


def test_the_query_of_a_small_view() -> None:
    label = Property("label", "<http://x/label>")
    inner = Property("his", "<http://x/his>", wrapping="resource", inner=(label,))
    view = (
        Property("who", "<http://x/who>", wrapping="resource", inner=(inner,)),
        Property("b", "<http://x/b>"),
    )
    assert describing_query(["http://x/1", "http://x/2"], shape_of(view)) == (
        "CONSTRUCT { ?s ?p ?o } WHERE {\n"
        "  { SELECT DISTINCT ?s WHERE { { VALUES ?s { <http://x/1> <http://x/2> } }"
        " UNION { VALUES ?item { <http://x/1> <http://x/2> } ?item <http://x/who>|<http://x/who>/<http://x/his> ?s } } }\n"
        "  ?s ?p ?o .\n"
        "  FILTER(?p IN (<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>, <http://x/b>, <http://x/his>,"
        " <http://x/label>, <http://x/who>))\n"
        "}"
    )


def test_the_query_of_a_flat_view() -> None:
    assert (
        describing_query(["http://x/1"], shape_of((Property("b", "<http://x/b>"),))).count("http://x/1") == 1
    )


class Broken:
    def query(self, text: str) -> ResultSet:
        return Boolean(True)


def test_a_store_that_answers_otherwise_is_reported() -> None:
    with pytest.raises(PqgraphError) as caught:
        describe(Broken(), [ITEM], QUESTION)
    assert caught.value.code.id == "PQ605"
