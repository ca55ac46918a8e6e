"""The Linked Data API's XML."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pqgraph import readers
from pqgraph.api.renderers.lda_json import item_page, list_page
from pqgraph.api.renderers.lda_xml import document
from pqgraph.model import Question

Q = "http://data.parliament.uk/resources/1"
ADDRESS = "http://localhost:8000/answeredquestions.xml"
ITEM: dict[str, Any] = {
    "_about": Q,
    "AnsweringBody": [{"_value": "Tests & Co"}],
    "answer": {
        "_about": f"{Q}/answer",
        "answerText": {"_value": "<p>Yes.</p>"},
        "groupedQuestionUIN": [{"_value": "2"}, {"_value": "3"}],
    },
    "date": {"_value": "2018-06-28", "_datatype": "dateTime"},
    "hansardHeading": {"_value": "Profi", "_lang": "cy"},
    "legislature": [
        {"_about": "http://data.parliament.uk/terms/25259", "prefLabel": {"_value": "House of Commons"}}
    ],
    "questionText": "To ask",
    "tablingMember": {"_about": "http://data.parliament.uk/members/4001"},
}


def test_a_list() -> None:
    page = list_page([ITEM], ADDRESS + "?a=b", page=0, page_size=1, page_size_given=False, total=1)
    assert document(page).decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<result format="linked-data-api" version="0.2" href="{ADDRESS}?a=b&amp;_page=0">'
        '<definition href="http://localhost:8000/meta/answeredquestions.xml?a=b"/>'
        f'<extendedMetadataVersion href="{ADDRESS}?a=b&amp;_metadata=all&amp;_page=0"/>'
        f'<first href="{ADDRESS}?a=b&amp;_page=0"/>'
        f'<isPartOf href="{ADDRESS}?a=b">'
        '<definition href="http://localhost:8000/meta/answeredquestions.xml?a=b"/>'
        f'<hasPart href="{ADDRESS}?a=b&amp;_page=0"/>'
        '<type><item href="http://purl.org/linked-data/api/vocab#ListEndpoint"/></type></isPartOf>'
        f'<items><item href="{Q}">'
        "<AnsweringBody><item>Tests &amp; Co</item></AnsweringBody>"
        f'<answer href="{Q}/answer"><answerText>&lt;p&gt;Yes.&lt;/p&gt;</answerText>'
        "<groupedQuestionUIN><item>2</item><item>3</item></groupedQuestionUIN></answer>"
        '<date datatype="dateTime">2018-06-28</date>'
        '<hansardHeading lang="cy">Profi</hansardHeading>'
        '<legislature><item href="http://data.parliament.uk/terms/25259">'
        "<prefLabel>House of Commons</prefLabel></item></legislature>"
        "<questionText>To ask</questionText>"
        '<tablingMember href="http://data.parliament.uk/members/4001"/>'
        "</item></items>"
        '<itemsPerPage datatype="xsd_long">1</itemsPerPage><page datatype="xsd_long">0</page>'
        '<startIndex datatype="xsd_long">1</startIndex><totalResults datatype="xsd_long">1</totalResults>'
        '<type><item href="http://purl.org/linked-data/api/vocab#Page"/></type></result>\n'
    )


@pytest.mark.parametrize("as_list", [True, False])
def test_our_reader_takes_it(as_list: bool, tmp_path: Path) -> None:
    page = (
        list_page([ITEM], ADDRESS, page=None, page_size=10, page_size_given=False)
        if as_list
        else item_page(ITEM, "http://localhost:8000/resources/1.xml")
    )
    path = tmp_path / "page.xml"
    path.write_bytes(document(page))
    file, items = readers.read(path)
    (question,) = items
    assert file.reader == "lda-xml"
    assert isinstance(question, Question)
    assert (question.iri, question.heading) == (Q, "Profi")
    assert question.answers[0].text == "<p>Yes.</p>"


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_any_text_is_well_formed_and_comes_back(text: str) -> None:
    item = {"_about": 'http://x/"&<', "questionText": text, "hansardHeading": {"_value": text}}
    root = etree.fromstring(document(item_page(item, ADDRESS)))
    topic = root.find("primaryTopic")
    assert topic is not None
    assert topic.get("href") == 'http://x/"&<'
    expected = "".join(
        "\ufffd" if (ord(c) < 32 and c not in "\t\n\r") or c in "\ufffe\uffff" else c for c in text
    )
    assert (topic.findtext("questionText") or "") == expected
    assert (topic.findtext("hansardHeading") or "") == expected
