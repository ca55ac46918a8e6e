"""Reader lda-xml: the real JSON items as XML, the rules of Elda's renderer, and what must be refused."""

import gzip
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lda_pages import as_xml

from pqgraph import readers
from pqgraph.errors import PqgraphError
from pqgraph.model import (
    Attachment,
    House,
    MemberReference,
    Notice,
    Question,
    QuestionReference,
    Rejected,
    Session,
    SourceFile,
)
from pqgraph.readers.base import Source
from pqgraph.readers.lda_xml import READER

BASE = "http://data.parliament.uk/resources/700001"
HOST = "http://lda.data.parliament.uk"
# As Elda writes it with indentation switched on.
ITEM = f"""
      <item href="{BASE}">
        <AnsweringBody>
          <item>Department for Tests</item>
        </AnsweringBody>
        <answer href="{BASE}/answer">
          <answerText>&lt;p&gt;It is &amp;amp; was tested.&lt;/p&gt;</answerText>
          <answeringMember href="http://data.parliament.uk/members/4002">
            <label>Biography information for Anna Answer</label>
          </answeringMember>
          <answeringMemberConstituency>Replyton</answeringMemberConstituency>
          <answeringMemberPrinted>Anna Answer</answeringMemberPrinted>
          <dateOfAnswer datatype="dateTime">2018-07-03</dateOfAnswer>
          <isMinisterialCorrection datatype="boolean">false</isMinisterialCorrection>
          <questionFirstAnswered>
            <item datatype="dateTime">2018-07-03T16:11:48.9711Z</item>
          </questionFirstAnswered>
        </answer>
        <answeringDeptId>99</answeringDeptId>
        <date datatype="dateTime">2018-06-28</date>
        <hansardHeading>Testing</hansardHeading>
        <houseId>1</houseId>
        <legislature>
          <item href="http://data.parliament.uk/terms/25259">
            <prefLabel>House of Commons</prefLabel>
          </item>
        </legislature>
        <questionText>To ask the Secretary of State for Tests, what is tested.</questionText>
        <registeredInterest datatype="boolean">true</registeredInterest>
        <tablingMember href="http://data.parliament.uk/members/4001">
          <label>Biography information for Quentin Query</label>
        </tablingMember>
        <tablingMemberPrinted>
          <item>Quentin Query</item>
        </tablingMemberPrinted>
        <uin>12345</uin>
      </item>"""


def page(*items: str, dataset: str = "answeredquestions", before: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n{before}'
        f'<result format="linked-data-api" href="{HOST}/{dataset}.xml?_pageSize=2&amp;_page=0" version="0.2">\n'
        f'  <definition href="{HOST}/meta/{dataset}.xml"/>\n'
        f'  <isPartOf href="{HOST}/{dataset}.xml"><type><item href="http://x/List"/></type></isPartOf>\n'
        f"  <items>{''.join(items)}\n  </items>\n"
        '  <itemsPerPage datatype="xsd_long">10</itemsPerPage>\n'
        "  <type><item href='http://x/Page'/></type>\n</result>\n"
    )


def without(*names: str) -> str:
    lines, skip = [], ""
    for line in ITEM.split("\n"):
        name = line.strip().lstrip("<").partition(">")[0].partition(" ")[0]
        if not skip and name in names:
            skip = "" if f"</{name}>" in line else name
            continue
        if skip:
            skip = "" if line.strip() == f"</{skip}>" else skip
            continue
        lines.append(line)
    return "\n".join(lines)


def with_lines(*lines: str, instead_of: tuple[str, ...] = ()) -> str:
    return without(*instead_of).replace("\n      </item>", "".join(lines) + "\n      </item>")


def read(folder: Path, content: str | bytes) -> list[Any]:
    path = folder / "page.xml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    source = Source(path)
    return list(READER.read(source, SourceFile(name="page.xml", sha256="0" * 64, reader="lda-xml")))


def one(folder: Path, *items: str, **options: Any) -> Question:
    (question,) = read(folder, page(*items, **options))
    assert isinstance(question, Question)
    return question


def error(folder: Path, content: str | bytes) -> PqgraphError:
    with pytest.raises(PqgraphError) as caught:
        read(folder, content)
    return caught.value


@pytest.mark.parametrize("name", ["answeredquestions.json", "answeredquestions_moj_update.json"])
def test_the_real_items_as_xml_are_the_records_of_the_json(
    name: str, shared_data: Path, tmp_path: Path
) -> None:
    source = shared_data / "lda" / name
    content = as_xml(json.loads(source.read_text(encoding="utf-8")))
    assert READER.accepts(content.encode()[:65536])
    found = read(tmp_path, content)
    _, expected = readers.read(source, "lda-json")
    place = found[0].locator
    change = msgspec.structs.replace
    assert [change(each, locator=place) for each in found] == [
        change(each, locator=place) for each in expected
    ]
    fragments = [each.locator.fragment for each in found]
    assert fragments == [f"/result/items[1]/item[{n}]" for n in range(1, len(found) + 1)]


def test_an_indented_item(tmp_path: Path) -> None:
    question = one(tmp_path, ITEM)
    assert question.iri == BASE
    assert question.house is House.COMMONS
    assert question.asking_member == MemberReference(
        identifier="4001",
        name="Quentin Query",
        label="Biography information for Quentin Query",
        printed=("Quentin Query",),
    )
    assert question.answers[0].text == "<p>It is &amp; was tested.</p>"
    assert question.answers[0].first_answered == ("2018-07-03T16:11:48.9711Z",)


def test_a_page_of_one_item_has_its_question_as_primary_topic(tmp_path: Path) -> None:
    topic = ITEM.strip().replace("<item ", "<primaryTopic ", 1)[: -len("</item>")] + "</primaryTopic>"
    topic = topic.replace("<uin>", f'<isPrimaryTopicOf href="{HOST}/resources/700001.xml"/><uin>')
    content = (
        f'<result format="linked-data-api" href="{HOST}/resources/700001.xml" version="0.2">'
        f'<definition href="{HOST}/meta/resources/_id.xml"/>{topic}<type><item href="http://x/Page"/></type></result>'
    )
    (question,) = read(tmp_path, content)
    (listed,) = read(tmp_path, page(ITEM))
    assert question.locator.fragment == "/result/primaryTopic[1]"
    assert msgspec.structs.replace(question, locator=listed.locator) == listed


def test_an_empty_page_gives_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, page()) == []
    assert read(tmp_path, page().replace("<items>\n  </items>", "<items/>")) == []


def test_pitfall_6_one_value_or_several(tmp_path: Path) -> None:
    one_each = ITEM.replace(
        "</answer>",
        "<groupedQuestionUIN>1</groupedQuestionUIN><attachment href='http://x/1'><fileName>a.pdf</fileName>"
        "<title>A</title></attachment></answer>",
    )
    (answer,) = one(tmp_path, one_each).answers
    assert answer.grouped_with == (QuestionReference(uin="1"),)
    assert answer.attachments == (Attachment(iri="http://x/1", title="A", file_name="a.pdf"),)
    several = ITEM.replace(
        "</answer>",
        "<groupedQuestionUIN><item>1</item><item>2</item></groupedQuestionUIN>"
        "<attachment><item href='http://x/1'><title>A</title></item><item href='http://x/2'/></attachment></answer>",
    )
    (answer,) = one(tmp_path, several).answers
    assert answer.grouped_with == (QuestionReference(uin="1"), QuestionReference(uin="2"))
    assert answer.attachments == (Attachment(iri="http://x/1", title="A"), Attachment(iri="http://x/2"))


def test_pitfall_9_the_view_of_everything(tmp_path: Path) -> None:
    more = (
        "<session><item>2017/18</item></session>",
        "<published datatype='boolean'>true</published>",
        "<legislature><item href='http://data.parliament.uk/terms/25277'/></legislature>",
        "<type><item href='http://data.parliament.uk/schema/parl#WrittenParliamentaryQuestion'/></type>",
        "<title lang='en'>A title</title>",
    )
    question = one(tmp_path, with_lines(*more, instead_of=("legislature", "houseId")))
    assert question.sessions == (Session(label="2017/18"),)
    assert question.house is House.LORDS
    assert question.indexing is not None
    assert (question.indexing.published, question.indexing.title) == (True, "A title")


def test_pitfall_23_members_0_is_nobody(tmp_path: Path) -> None:
    nobody = "<answeringMember href='http://data.parliament.uk/members/0'/></answer>"
    whole = without("answeringMember", "answeringMemberPrinted", "answeringMemberConstituency")
    (answer,) = one(tmp_path, whole.replace("</answer>", nobody)).answers
    assert answer.member is None
    assert answer.by_prorogation


@pytest.mark.parametrize(
    ("dataset", "house"), [("commonswrittenquestions", "COMMONS"), ("lordswrittenquestions", "LORDS")]
)
def test_the_data_set_may_name_the_house(dataset: str, house: str, tmp_path: Path) -> None:
    assert one(tmp_path, without("houseId", "legislature"), dataset=dataset).house is House[house]


def test_texts_keep_white_space_and_line_ends(tmp_path: Path) -> None:
    question = one(tmp_path, ITEM.replace("Testing", " Test\u00a0ing \r\n&#13;\n "))
    assert question.heading == " Test\u00a0ing \n\r\n "


def test_comments_and_character_data_sections(tmp_path: Path) -> None:
    question = one(tmp_path, ITEM.replace("Testing", "Te<!-- no -->st<?x y?><![CDATA[<ing>]]>"))
    assert question.heading == "Test<ing>"


def test_a_bad_value_is_rejected_at_its_element_and_the_others_are_read(tmp_path: Path) -> None:
    bad = ITEM.replace("2018-07-03<", "2018-02-30<")
    first, rejected, third = read(tmp_path, page(ITEM, bad, ITEM))
    assert isinstance(first, Question)
    assert isinstance(third, Question)
    assert isinstance(rejected, Rejected)
    assert (rejected.code, rejected.locator.fragment) == (
        "PQ203",
        "/result/items[1]/item[2]/answer/dateOfAnswer",
    )


def test_places_among_several_values_are_counted_as_xpath_counts(tmp_path: Path) -> None:
    several = (
        "<previousAnswerVersion><item href='http://x/1'/><item href='a b'/></previousAnswerVersion></answer>"
    )
    (rejected,) = read(tmp_path, page(ITEM.replace("</answer>", several)))
    assert isinstance(rejected, Rejected)
    assert rejected.code == "PQ204"
    assert rejected.locator.fragment == "/result/items[1]/item[1]/answer/previousAnswerVersion/item[2]/_about"


def test_unknown_elements_are_reported_once(tmp_path: Path) -> None:
    items = read(tmp_path, page(*[with_lines("<colour>blue</colour>")] * 2))
    assert [(x.code, x.found) for x in items if isinstance(x, Notice)] == [
        ("PQ251", "field 'colour' is not known")
    ]
    assert sum(isinstance(x, Question) for x in items) == 2


def test_pages_of_oral_questions_are_something_else(tmp_path: Path) -> None:
    problem = error(tmp_path, page(ITEM, dataset="commonsoralquestions"))
    assert (problem.code.id, problem.found) == ("PQ109", "the page is of oral questions")


def test_pages_of_other_data_sets_are_something_else(tmp_path: Path) -> None:
    item = "<item href='http://data.parliament.uk/resources/1'><title>A briefing</title></item>"
    assert error(tmp_path, page(item, dataset="researchbriefings")).code.id == "PQ109"


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE result [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE result [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE result [<!ENTITY % x SYSTEM "http://example.org/x.dtd"> %x;]>',
        '<!DOCTYPE result SYSTEM "http://example.org/x.dtd">',
    ],
)
def test_declarations_that_reach_out_or_swell_are_refused(doctype: str, tmp_path: Path) -> None:
    assert error(tmp_path, page(ITEM, before=doctype)).code.id == "PQ114"


def test_a_page_cut_short_gives_its_items_and_the_line(tmp_path: Path) -> None:
    content = page(ITEM, ITEM)
    path = tmp_path / "page.xml"
    path.write_text(content[: content.rindex("<uin>")])
    items = READER.read(Source(path), SourceFile(name="page.xml", sha256="0" * 64, reader="lda-xml"))
    assert isinstance(next(items), Question)
    with pytest.raises(PqgraphError) as caught:
        list(items)
    assert caught.value.code.id == "PQ108"
    assert caught.value.place is not None
    assert caught.value.place.startswith("page.xml#L")


def test_encodings_and_compression(tmp_path: Path) -> None:
    content = page(ITEM.replace("Testing", "Käse – €"))
    for data in (
        content.encode("utf-8-sig"),
        content.replace("UTF-8", "UTF-16").encode("utf-16"),
        content.replace("UTF-8", "windows-1252").encode("cp1252"),
        gzip.compress(content.encode()),
    ):
        (question,) = read(tmp_path, data)
        assert question.heading == "Käse – €"


@pytest.mark.parametrize(
    "head",
    [
        "<result/>",
        '<result format="other"/>',
        '<results format="linked-data-api"/>',
        '<a><result format="linked-data-api"/></a>',
        '{"format":"linked-data-api"}',
        "<html></html>",
        "",
    ],
)
def test_other_beginnings_are_not_accepted(head: str) -> None:
    assert not READER.accepts(head.encode())


@pytest.mark.parametrize("head", ["<result version='0.2' format='linked-data-api'>", page()])
def test_its_own_beginnings_are_accepted(head: str) -> None:
    assert READER.accepts(head.encode())


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    place=st.integers(0, len(page(ITEM, ITEM))),
    put=st.sampled_from(["<", "&", "</item>", "<item/>", "x", "\x00", "\x07"]),
)
def test_any_damage_gives_records_or_an_error_of_ours(place: int, put: str, tmp_path: Path) -> None:
    content = page(ITEM, ITEM)
    try:
        items = read(tmp_path, content[:place] + put + content[place:])
    except PqgraphError as problem:
        assert problem.code.id in ("PQ103", "PQ105", "PQ108", "PQ109", "PQ110", "PQ114")
    else:
        assert all(isinstance(each, Question | Rejected | Notice) for each in items)
