"""The Linked Data API's JSON, rendered from the graph: rules, envelopes, links."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqgraph.api.index import index_of
from pqgraph.api.renderers.lda_json import JsonRenderer, document, item_page, list_page
from pqgraph.api.views import QUESTION, Otherwise, Property
from pqgraph.rdf import terms as t
from pqgraph.terms import dcterms, foaf, parl, pq, rdf, rdfs, skos

Q = "http://data.parliament.uk/resources/1"
A = f"{Q}/answer"
M = "http://data.parliament.uk/members/4001"


def rendered(*triples: tuple[str, str, str]) -> dict[str, Any]:
    """A question of these statements; predicates as IRIs, the rest as terms."""
    index = index_of((subject, t.iri(predicate), value) for subject, predicate, value in triples)
    item = JsonRenderer().item(Q, index)
    assert item is not None
    return item


NODE, ANSWER = t.iri(Q), t.iri(A)


@pytest.mark.parametrize(
    ("predicate", "term", "expected"),
    [
        (parl.questionText, t.literal("To ask"), {"questionText": "To ask"}),
        (parl.uin, t.literal("HL5"), {"uin": "HL5"}),
        (parl.houseId, t.literal("1"), {"houseId": {"_value": "1"}}),
        (
            parl.registeredInterest,
            t.boolean(False),
            {"registeredInterest": {"_value": "false", "_datatype": "boolean"}},
        ),
        (
            dcterms.date,
            t.typed("2018-06-28", "http://www.w3.org/2001/XMLSchema#date"),
            {"date": {"_value": "2018-06-28", "_datatype": "dateTime"}},
        ),
        (parl.AnsweringBody, t.literal("Tests"), {"AnsweringBody": [{"_value": "Tests"}]}),
        (parl.tablingMemberPrinted, t.literal("Q Q"), {"tablingMemberPrinted": [{"_value": "Q Q"}]}),
        (
            parl.hansardHeading,
            t.lang_literal("Cy", "cy"),
            {"hansardHeading": {"_value": "Cy", "_lang": "cy"}},
        ),
        (parl.tablingMember, t.iri(M), {"tablingMember": {"_about": M}}),
        (parl.legislature, t.iri(M), {"legislature": [{"_about": M}]}),
    ],
)
def test_wrapping(predicate: str, term: str, expected: dict[str, Any]) -> None:
    assert rendered((NODE, predicate, term)) == {"_about": Q, **expected}


def test_one_value_stands_alone_and_several_in_a_list_in_the_order_of_their_text() -> None:
    uins = [(ANSWER, parl.groupedQuestionUIN, t.literal(n)) for n in ("7", "10", "9")]
    link = (NODE, parl.answer, ANSWER)
    assert rendered(link, uins[0])["answer"]["groupedQuestionUIN"] == {"_value": "7"}
    several = [{"_value": "10"}, {"_value": "7"}, {"_value": "9"}]
    assert rendered(link, *uins)["answer"]["groupedQuestionUIN"] == several


def test_attachments_have_a_plain_title_and_stand_in_the_order_of_their_iris() -> None:
    triples = [(NODE, parl.answer, ANSWER)]
    for number in (2, 10, 1):
        node = t.iri(f"{A}/attachment/{number}")
        triples += [(ANSWER, parl.attachment, node), (node, dcterms.title, t.literal(f"T{number}"))]
        triples += [(node, parl.fileName, t.literal(f"{number}.pdf"))]
    assert rendered(*triples)["answer"]["attachment"] == [
        {"_about": f"{A}/attachment/{n}", "fileName": {"_value": f"{n}.pdf"}, "title": f"T{n}"}
        for n in (1, 10, 2)
    ]


def test_what_is_pqgraphs_own_is_not_shown() -> None:
    own = [
        (NODE, rdf.type, t.iri(parl.WrittenParliamentaryQuestion)),
        (NODE, pq.daysToAnswer, t.integer(3)),
        (NODE, pq.answeringBody, t.iri("https://w3id.org/pqgraph/id/answering-body/60")),
        (NODE, dcterms.subject, t.iri("https://w3id.org/pqgraph/id/topic/x")),
        (NODE, parl.answer, ANSWER),
        (ANSWER, rdf.type, t.iri(pq.SubstantiveAnswer)),
        (ANSWER, pq.comparableText, t.literal("x")),
    ]
    assert rendered(*own) == {"_about": Q, "answer": {"_about": A}}


def test_pitfall_23_nobody_is_members_0_again() -> None:
    triples = [(NODE, parl.answer, ANSWER), (ANSWER, rdf.type, t.iri(pq.ProrogationAnswer))]
    nobody = {"_about": "http://data.parliament.uk/members/0"}
    assert rendered(*triples)["answer"] == {"_about": A, "answeringMember": nobody}
    assert "answeringMember" not in rendered(triples[0])["answer"]


def test_a_member_has_the_label_of_the_api_whatever_the_source() -> None:
    member, link = t.iri(M), (NODE, parl.tablingMember, t.iri(M))
    label, name = "Biography information for Quentin Query", "Quentin Query"
    expected = {"_about": M, "label": {"_value": label}}
    assert rendered(link, (member, rdfs.label, t.literal(label)))["tablingMember"] == expected
    assert rendered(link, (member, foaf.name, t.literal(name)))["tablingMember"] == expected
    # A member of both Houses may have two.
    two = [(member, rdfs.label, t.literal(text)) for text in ("Biography information for Lord Query", label)]
    assert rendered(link, *two)["tablingMember"]["label"] == {
        "_value": "Biography information for Lord Query"
    }


def test_an_item_that_the_index_lacks_is_left_out() -> None:
    index = index_of([(NODE, t.iri(parl.uin), t.literal("1"))])
    assert JsonRenderer().item("http://x/other", index) is None
    assert [each["_about"] for each in JsonRenderer().items(["http://x/other", Q], index)] == [Q]


def test_a_view_is_a_table() -> None:
    view = (
        Property("label", t.iri(skos.prefLabel), wrapping="plain", multiple="always"),
        Property("size", t.iri(pq.fileSize)),
        Property("kind", t.iri(parl.QuestionStatus), otherwise=Otherwise(t.iri(parl.version), before="v")),
    )
    index = index_of(
        [
            (NODE, t.iri(skos.prefLabel), t.literal("b")),
            (NODE, t.iri(skos.prefLabel), t.literal("a")),
            (NODE, t.iri(pq.fileSize), t.integer(12)),
            (NODE, t.iri(parl.version), t.literal("2")),
        ]
    )
    assert JsonRenderer(view).item(Q, index) == {
        "_about": Q,
        "label": ["a", "b"],
        "size": {"_value": "12", "_datatype": "integer"},
        "kind": {"_value": "v2"},
    }


def test_keys_of_the_view_are_in_the_order_in_which_elda_sorts_them() -> None:
    keys = [each.key for each in QUESTION]
    assert keys == sorted(keys)


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    clean = t.clean_text(text)[0]
    assert rendered((NODE, parl.questionText, t.literal(text)))["questionText"] == clean
    assert (
        rendered((NODE, parl.hansardHeading, t.lang_literal(text, "en")))["hansardHeading"]["_value"] == clean
    )


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (r'"\U0001F600"', "😀"),
        (r'"it\'s ’"', "it's ’"),
        (r'"\U000020AC\t\"€\""', '€\t"€"'),
        (r'"a\\U0000"', r"a\U0000"),
    ],
)
def test_escapes_that_only_n_triples_has(term: str, text: str) -> None:
    assert rendered((NODE, parl.questionText, term))["questionText"] == text


ADDRESS = "http://localhost:8000/answeredquestions.json"


def test_a_page_in_the_middle_of_a_list() -> None:
    query = "?_sort=date&AnsweringBody.=Ministry+of+Justice"
    page = list_page([{"_about": Q}], ADDRESS + query, page=1, page_size=20, page_size_given=True, total=100)
    whole = f"{ADDRESS}{query}"
    definition = f"http://localhost:8000/meta/answeredquestions.json{query}"
    assert page == {
        "format": "linked-data-api",
        "version": "0.2",
        "result": {
            "_about": f"{whole}&_pageSize=20&_page=1",
            "definition": definition,
            "extendedMetadataVersion": f"{whole}&_metadata=all&_pageSize=20&_page=1",
            "first": f"{whole}&_pageSize=20&_page=0",
            "isPartOf": {
                "_about": whole,
                "definition": definition,
                "hasPart": f"{whole}&_pageSize=20&_page=1",
                "type": "http://purl.org/linked-data/api/vocab#ListEndpoint",
            },
            "items": [{"_about": Q}],
            "itemsPerPage": 20,
            "next": f"{whole}&_pageSize=20&_page=2",
            "page": 1,
            "prev": f"{whole}&_pageSize=20&_page=0",
            "startIndex": 21,
            "totalResults": 100,
            "type": "http://purl.org/linked-data/api/vocab#Page",
        },
    }


def test_a_list_asked_for_without_a_page() -> None:
    result = list_page([], ADDRESS, page=None, page_size=10, page_size_given=False)["result"]
    assert result == {
        "_about": ADDRESS,
        "definition": "http://localhost:8000/meta/answeredquestions.json",
        "extendedMetadataVersion": f"{ADDRESS}?_metadata=all",
        "first": f"{ADDRESS}?_page=0",
        "hasPart": ADDRESS,
        "isPartOf": ADDRESS,
        "items": [],
        "itemsPerPage": 10,
        "page": 0,
        "startIndex": 1,
        "type": [
            "http://purl.org/linked-data/api/vocab#ListEndpoint",
            "http://purl.org/linked-data/api/vocab#Page",
        ],
    }


@pytest.mark.parametrize(
    ("count", "number", "total", "following"),
    [(2, 0, None, True), (1, 0, None, False), (2, 0, 3, True), (2, 1, 4, False), (0, 0, 0, False)],
)
def test_there_is_a_next_page_if_there_may_be_one(
    count: int, number: int, total: int | None, following: bool
) -> None:
    items = [{"_about": Q}] * count
    page = list_page(items, ADDRESS, page=number, page_size=2, page_size_given=True, total=total)
    assert ("next" in page["result"]) is following


def test_the_page_of_one_item() -> None:
    address = "http://localhost:8000/resources/1.json"
    assert item_page({"_about": Q, "uin": "1"}, address) == {
        "format": "linked-data-api",
        "version": "0.2",
        "result": {
            "_about": address,
            "definition": "http://localhost:8000/meta/resources/1.json",
            "extendedMetadataVersion": f"{address}?_metadata=all",
            "primaryTopic": {"_about": Q, "isPrimaryTopicOf": address, "uin": "1"},
            "type": [
                "http://purl.org/linked-data/api/vocab#ItemEndpoint",
                "http://purl.org/linked-data/api/vocab#Page",
            ],
        },
    }


def test_documents_are_utf_8() -> None:
    page = item_page({"_about": Q, "questionText": "“€”"}, ADDRESS)
    data = document(page)
    assert json.loads(data) == page
    assert "“€”".encode() in data
