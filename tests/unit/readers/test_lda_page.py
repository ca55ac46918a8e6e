"""The reader of Linked Data API pages: text and HTML, exact records, damaged pages, any text."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pqgraph.errors import PqgraphError
from pqgraph.model import (
    Answer,
    AnsweringBody,
    Attachment,
    EarlierVersion,
    House,
    Indexing,
    Locator,
    MemberReference,
    Notice,
    Question,
    QuestionReference,
    Rejected,
    Session,
    SourceFile,
)
from pqgraph.readers.base import Item, Reader, Source
from pqgraph.readers.lda_page import READER

FILE = SourceFile(name="page", sha256="0" * 64, reader="lda-page")
DATA = "http://data.parliament.uk/"
ITEM = DATA + "resources/900001"


def read(data: str | bytes, tmp_path: Path) -> list[Item]:
    path = tmp_path / "page"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(READER.read(Source(path), FILE))


def without_place(items: list[Item]) -> list[Item]:
    nowhere = Locator(FILE, "")
    return [msgspec.structs.replace(item, locator=nowhere) for item in items]


# -- a page's tables as Elda's stylesheet writes them, and as text

MORE = '<a rel="nofollow" title="more like this" href="?x"><img src="/Search.png" alt="more like this"></a>'


def span_links(value: str) -> str:
    return (
        f'<a rel="nofollow" title="filter to values less than {value}" href="?max-x">'
        f'<img src="/Arrow3%20Left.png" alt="less than {value}"></a>{MORE}'
        f'<a rel="nofollow" title="more than {value}" href="?min-x">'
        f'<img src="/Arrow3%20Right.png" alt="more than {value}"></a>'
    )


def cells(shown: str, links: str) -> str:
    return f'<td class="value">{shown}</td>\n<td class="filter">{links}</td>'


def text_cells(value: str) -> str:
    return cells(html.escape(value), MORE if len(value) < 1000 else "")


def flag_cells(value: str) -> str:
    return cells(f'<img src="/Ok.png" alt="{value}">', MORE)


def time_cells(value: str) -> str:
    day = f"{value[8:10]}/{value[5:7]}/{value[:4]}"
    return cells(f'<time datetime="{value}">{day} {value[11:19]}</time>', span_links(value))


def row(name: str, content: str) -> str:
    return f'<tr class="{name.replace(" ", "")}">\n<th class="label">{name}</th>\n{content}\n</tr>\n'


def list_cells(*each: str) -> str:
    inner = "".join(f"<tr>\n{one}\n</tr>" for one in each)
    return f'<td class="value nested" colspan="2">\n<table>{inner}</table>\n</td>'


def nested_cells(*tables: str) -> str:
    return '<td class="value nested" colspan="2">\n' + "\n".join(tables) + "\n</td>"


def table(caption: str, *rows: str) -> str:
    columns = '<colgroup><col class="labelWidth"><col class="autoWidth"><col class="filterWidth"></colgroup>'
    return f'<table id="d0e1">\n{caption}{columns}<tr><td></td><td></td><td></td></tr>{"".join(rows)}</table>'


def caption(iri: str, shown: str | None = None) -> str:
    return f'<caption><a href="{iri}" class="outlink">{shown or iri.rsplit("/", 1)[1]}</a></caption>\n'


def member(name: str, number: int, label: str) -> str:
    return row(
        name,
        nested_cells(table(caption(f"{DATA}members/{number}"), row("label", text_cells(label)))),
    )


def html_page(*items: str, head: str = "<h1>Search Results</h1>") -> str:
    sections = "".join(f"<section>\n{item}\n</section>\n" for item in items) or (
        "<section><p>No results</p></section>"
    )
    return (
        "<!DOCTYPE html><html>\n<head>\n"
        '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">\n<title>Search Results</title>\n'
        '<script type="text/javascript">var x = "<section><table>";</script></head>\n<body><div id="page">\n'
        '<nav class="site"><section class="formats"><a href="x.json">json</a></section></nav>'
        '<header><h1><a href="/">Linked Data API</a></h1></header>\n'
        '<nav class="topnav"><section class="summary"><table><tr><th>uin</th></tr></table></section></nav>\n'
        '<div id="result"><div class="panel">\n'
        f'<header><p id="openSearch">Show Search Form</p>{head}</header>\n'
        '<section id="search" style="display: none"><form><table><tr><th class="label">uin</th>'
        '<td class="input"><input name="uin"></td></tr></table></form></section>\n'
        f"{sections}</div></div>\n"
        '<nav class="bottomnav"><section class="page"><a href="?_page=1">next ›</a></section>'
        "</nav>\n<footer><p>Powered by Elda an implementation of the Linked Data API</p></footer>\n"
        "</div></body></html>"
    )


def text_page(*items: str) -> str:
    return "\n".join(["Linked Data API", "", "Show Search Form", "", "Search Results", "", *items])


# -- one rich item: grouped, with attachments, corrected, with everything that _view=all adds

RICH_ANSWER = '<p>There are <ins class="ministerial">9</ins> &amp; more.</p>'

HTML_ITEM = table(
    caption(ITEM),
    row("human indexable", flag_cells("false")),
    row("registered interest", flag_cells("true")),
    row("answer date", time_cells("2014-07-01")),
    row("date", time_cells("2014-06-26")),
    row("ddp modified", time_cells("2014-09-02T10:00:00Z")),
    row("answering body", list_cells(text_cells("Home Office"), text_cells("The Home Department"))),
    row("answering dept id", text_cells("1")),
    row("answering dept short name", text_cells("Home Office")),
    row("answering dept sort name", text_cells("Home Office")),
    row("hansard heading", text_cells("Bats & Balls")),
    row("house id", text_cells("1")),
    row(
        "legislature",
        nested_cells(table(caption(DATA + "terms/25259"), row("pref label", text_cells("House of Commons")))),
    ),
    row("parliament number", text_cells("55")),
    row("question text", text_cells("To ask the Home Secretary, how many <bats> there are.")),
    row("session", list_cells(text_cells("2014/15"))),
    row("tabling member constituency", text_cells("Upton")),
    row("tabling member printed", list_cells(text_cells("Ms Ann Poe"))),
    row("uin", text_cells("200001")),
    row("written parliamentary question type", text_cells("NamedDay")),
    row(
        "answer",
        nested_cells(
            table(
                caption(ITEM + "/answer"),
                row("is ministerial correction", flag_cells("true")),
                row("date of answer", time_cells("2014-07-02")),
                row("answer text", text_cells(RICH_ANSWER)),
                row("answering member constituency", text_cells("Downton")),
                row("answering member printed", text_cells("Mr Bo Roe")),
                row(
                    "attachment",
                    nested_cells(
                        table(
                            caption(ITEM + "/answer/attachment/1"),
                            row("title", text_cells("Table of bats")),
                            row("file name", text_cells("bats 1.xls")),
                        ),
                        table(
                            caption(ITEM + "/answer/attachment/2"),
                            row("file name", text_cells("balls.xls")),
                        ),
                    ),
                ),
                row("grouped question UIN", list_cells(text_cells("200002"), text_cells("200003"))),
                row("question first answered", list_cells(time_cells("2014-07-02T16:11:48.971151Z"))),
                row(
                    "question first ministerially corrected",
                    list_cells(
                        time_cells("2014-08-28T11:45:56.4853257Z"), time_cells("2014-08-29T09:00:00Z")
                    ),
                ),
                member("answering member", 1001, "Biography information for Bo Roe"),
                row(
                    "previous answer version",
                    nested_cells(
                        table(
                            caption(ITEM + "/answer/previousversion/9230"),
                            row("answering member printed", text_cells("Mr Cy Roe")),
                            member("answering member", 1002, "Biography information for Cy Roe"),
                            row(
                                "attachment",
                                nested_cells(
                                    table(
                                        caption(ITEM + "/answer/previousversion/9230/attachment/1"),
                                        row("title", text_cells("Old table")),
                                    )
                                ),
                            ),
                        )
                    ),
                ),
            )
        ),
    ),
    row(
        "creator",
        nested_cells(
            table(
                caption(DATA + "members/1003"),
                row("label", text_cells("Biography information for Ann Poe")),
                row(
                    "written parliamentary question",
                    list_cells(
                        cells(f'<a href="{ITEM}">900001</a>', ""), cells('<a href="x">900009</a>', "")
                    ),
                ),
            )
        ),
    ),
    member("tabling member", 1003, "Biography information for Ann Poe"),
    row("type", list_cells(cells('<a href="http://x/parl#Question">Question</a>', ""))),
)

TEXT_ITEM = """\
900001
human indexable false more like this
registered interest true more like this
answer date less than 2014-07-01more like thismore than 2014-07-01
date less than 2014-06-26more like thismore than 2014-06-26
ddp modified less than 2014-09-02T10:00:00Zmore like thismore than 2014-09-02T10:00:00Z
answering body
Home Office more like this
The Home Department more like this
answering dept id 1 more like this
answering dept short name Home Office more like this
answering dept sort name Home Office more like this
hansard heading Bats & Balls more like this
house id 1 more like this
legislature
25259
pref label House of Commons more like this
parliament number 55 more like this
question text To ask the Home Secretary, how many <bats> there are. more like this
session
2014/15 more like this
tabling member constituency Upton more like this
tabling member printed
Ms Ann Poe more like this
uin 200001 more like this
written parliamentary question type NamedDay more like this
answer
answer
is ministerial correction true more like this
date of answer less than 2014-07-02more like thismore than 2014-07-02
answer text <p>There are <ins class="ministerial">9</ins> &amp; more.</p> more like this
answering member constituency Downton more like this
answering member printed Mr Bo Roe more like this
attachment
1
title Table of bats more like this
file name bats 1.xls more like this
2
file name balls.xls more like this
grouped question UIN
200002 more like this
200003 more like this
question first answered
less than 2014-07-02T16:11:48.971151Zmore like thismore than 2014-07-02T16:11:48.971151Z
question first ministerially corrected
less than 2014-08-28T11:45:56.4853257Zmore like thismore than 2014-08-28T11:45:56.4853257Z
less than 2014-08-29T09:00:00Zmore like thismore than 2014-08-29T09:00:00Z
answering member
1001
label Biography information for Bo Roe more like this
previous answer version
9230
answering member printed Mr Cy Roe more like this
answering member
1002
label Biography information for Cy Roe more like this
attachment
1
title Old table more like this
creator
1003
label Biography information for Ann Poe more like this
written parliamentary question
900001
900009
tabling member
1003
label Biography information for Ann Poe more like this
type
WrittenParliamentaryQuestion"""

RICH = Question(
    locator=Locator(FILE, ""),
    text="To ask the Home Secretary, how many <bats> there are.",
    date_tabled=dt.date(2014, 6, 26),
    house=House.COMMONS,
    uin="200001",
    iri=ITEM,
    heading="Bats & Balls",
    asking_member=MemberReference(
        identifier="1003",
        name="Ann Poe",
        label="Biography information for Ann Poe",
        printed=("Ms Ann Poe",),
        seat="Upton",
    ),
    registered_interest=True,
    answering_body=AnsweringBody(
        identifier="1",
        name="Home Office",
        short_name="Home Office",
        sort_name="Home Office",
        other_names=("The Home Department",),
    ),
    date_for_answer=dt.date(2014, 7, 1),
    question_type="NamedDay",
    sessions=(Session(label="2014/15"),),
    answers=(
        Answer(
            iri=ITEM + "/answer",
            text='<p>There are <ins class="ministerial">9</ins> &amp; more.</p>',
            date=dt.date(2014, 7, 2),
            member=MemberReference(
                identifier="1001",
                name="Bo Roe",
                label="Biography information for Bo Roe",
                printed=("Mr Bo Roe",),
                seat="Downton",
            ),
            is_correction=True,
            first_answered=("2014-07-02T16:11:48.971151Z",),
            first_corrected=("2014-08-28T11:45:56.4853257Z", "2014-08-29T09:00:00Z"),
            grouped_with=(QuestionReference(uin="200002"), QuestionReference(uin="200003")),
            attachments=(
                Attachment(iri=ITEM + "/answer/attachment/1", title="Table of bats", file_name="bats 1.xls"),
                Attachment(iri=ITEM + "/answer/attachment/2", file_name="balls.xls"),
            ),
            earlier_versions=(
                EarlierVersion(
                    iri=ITEM + "/answer/previousversion/9230",
                    member=MemberReference(
                        identifier="1002",
                        name="Cy Roe",
                        label="Biography information for Cy Roe",
                        printed=("Mr Cy Roe",),
                    ),
                    attachments=(
                        Attachment(iri=ITEM + "/answer/previousversion/9230/attachment/1", title="Old table"),
                    ),
                ),
            ),
        ),
    ),
    indexing=Indexing(human_indexable=False, modified="2014-09-02T10:00:00Z", parliament_number="55"),
)

TEXT = text_page(TEXT_ITEM)
HTML = html_page(HTML_ITEM)


def small_html(number: int, *rows: str) -> str:
    base = (row("date", time_cells("2015-01-05")), row("question text", text_cells("To ask why.")))
    return table(caption(f"{DATA}resources/{number}"), *base, *rows)


def small_text(number: int, *lines: str) -> str:
    base = (
        str(number),
        "date less than 2015-01-05more like thismore than 2015-01-05",
        "question text To ask why. more like this",
    )
    return "\n".join([*base, *lines])


def small(number: int, **more: object) -> Question:
    question = Question(
        locator=Locator(FILE, ""),
        text="To ask why.",
        date_tabled=dt.date(2015, 1, 5),
        iri=f"{DATA}resources/{number}",
    )
    return msgspec.structs.replace(question, **more)


# -- both forms


def test_is_a_reader() -> None:
    assert isinstance(READER, Reader)
    assert READER.name == "lda-page"


def test_example_file(root: Path) -> None:
    source = Source(root / "examples" / "lda-page-1012383.txt")
    assert READER.accepts(source.head)
    (question,) = READER.read(source, FILE)
    line = source.path.read_text(encoding="utf-8").split("\n")[28]
    text = line.removeprefix("answer text ")
    assert text.startswith("<p>We have given £252 million to local authorities")
    assert text.endswith("within 20 weeks in 2017, up from 58.6% in 2016.</p>")
    iri = DATA + "resources/1012383"
    assert question == Question(
        locator=Locator(FILE, "L7"),
        text="To ask the Secretary of State for Education, what steps he is taking with the Secretary of "
        "State for Health and Social Care to support the delivery of Education and Health Care Plans for "
        "children with special educational needs and disabilities.",
        date_tabled=dt.date(2018, 11, 22),
        house=House.COMMONS,
        uin="194746",
        iri=iri,
        heading="Special Educational Needs",
        asking_member=MemberReference(
            identifier="4649",
            name="Thelma Walker",
            label="Biography information for Thelma Walker",
            printed=("Thelma Walker",),
            seat="Colne Valley",
        ),
        registered_interest=False,
        answering_body=AnsweringBody(
            identifier="60", name="Department for Education", short_name="Education", sort_name="Education"
        ),
        answers=(
            Answer(
                iri=iri + "/answer",
                text=text,
                date=dt.date(2018, 11, 27),
                member=MemberReference(
                    identifier="4113",
                    name="Nadhim Zahawi",
                    label="Biography information for Nadhim Zahawi",
                    printed=("Nadhim Zahawi",),
                    seat="Stratford-on-Avon",
                ),
                is_correction=False,
                first_answered=("2018-11-27T17:29:33.427Z",),
            ),
        ),
    )


@pytest.mark.parametrize("page", [TEXT, HTML], ids=["text", "html"])
def test_every_field(page: str, tmp_path: Path) -> None:
    assert READER.accepts(page.encode())
    assert without_place(read(page, tmp_path)) == [RICH]


def test_places(tmp_path: Path) -> None:
    page = text_page(small_text(1), small_text(2))
    assert [item.locator.fragment for item in read(page, tmp_path)] == ["L7", "L10"]
    from lxml import html as parser

    page = html_page(small_html(1), small_html(2))
    root = parser.document_fromstring(page)
    for number, item in enumerate(read(page, tmp_path), 1):
        (element,) = root.xpath(item.locator.fragment)
        assert element.tag == "section"
        assert element.xpath("string(.//caption)").strip() == str(number)


@pytest.mark.parametrize(
    "page", [text_page(TEXT_ITEM, small_text(2), TEXT_ITEM), html_page(HTML_ITEM, small_html(2), HTML_ITEM)]
)
def test_several_items(page: str, tmp_path: Path) -> None:
    assert without_place(read(page, tmp_path)) == [RICH, small(2), RICH]


@pytest.mark.parametrize(
    "page",
    [
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace(" more like this", "more like this").encode(),
        TEXT.replace(" more like this", " remove filter").encode(),
        TEXT.replace("less than 2014-07-01more", "01/07/2014 less than 2014-07-01 more").encode(),
        TEXT.replace("less than 2014-07-01more", "remove maximum value filtermore").encode(),
        TEXT.replace("more than 2014-07-01", "remove minimum value filter").encode(),
        TEXT.replace(
            "date less than 2014-06-26more like thismore than 2014-06-26", "date 26/06/2014 remove filter"
        ).encode(),
        TEXT.replace("\nuin", "\nstar this property uin").encode(),
        TEXT.replace("\nuin", "\nunstar this property uin").encode(),
        TEXT.replace("\n1001\n", f"\n{DATA}members/1001\n").encode(),
        TEXT.replace("\n25259\n", "\n25259 original\n").encode(),
        TEXT.replace("Results\n\n900001\n", f"900001\n{ITEM}\n\n").encode(),
        TEXT.replace("\n", "\n\n").encode(),
        (TEXT + "\n« first ‹ prev next ›\nPowered by Elda\nuin 5 more like this").encode(),
        (TEXT + "\nnext ›\n").encode(),
        TEXT[TEXT.index("900001") :].encode(),
        HTML.encode("utf-16"),
        HTML.replace("\n", "").encode(),
        HTML.replace("\n", "\r\n").encode(),
        HTML.replace("<tr", "<tbody><tr").encode(),
        HTML.replace("</th>", "</th><td class='select'><a title='add this property'>*</a></td>").encode(),
        ('<?xml version="1.0" encoding="latin-1"?>' + HTML).encode(),
        ("<!-- saved from url=(0042)http://lda.data.parliament.uk/ -->" + HTML).encode(),
        HTML.replace(f'"{ITEM}"', '"http://lda.data.parliament.uk/resources/900001"').encode(),
        HTML.replace(caption(ITEM), "<caption>900001</caption>").encode(),
        HTML.replace(
            caption(ITEM), "<caption><a href='#d0e1' title='view on this page'>900001</a></caption>"
        ).encode(),
        HTML.replace(
            caption(ITEM),
            "<caption><a href='http://eldaddp.example/resources/900001' title='view on this site'>900001</a> "
            f"<a href='{ITEM}' title='view original' class='outlink'>original</a></caption>",
        ).encode(),
        HTML.replace(
            caption(DATA + "members/1001"), f"<caption><a href='#d1'>{DATA}members/1001</a></caption>"
        ).encode(),
        html_page(
            HTML_ITEM.replace(caption(ITEM), ""),
            head=f'<h1>900001</h1><p class="id"><a href="{ITEM}">{ITEM}</a></p>',
        ).encode(),
        HTML.replace("Bats &amp; Balls", "Bats &#38; <script>var x;</script>Balls").encode(),
    ],
)
def test_variations_give_the_same_record(page: bytes, tmp_path: Path) -> None:
    assert READER.accepts(page)
    assert without_place(read(page, tmp_path)) == [RICH]


def test_windows_1252_is_read_and_reported(tmp_path: Path) -> None:
    items = read(TEXT.replace("Bats & Balls", "Bats – £5").encode("cp1252"), tmp_path)
    assert items[0] == Notice(code="PQ253", locator=Locator(FILE, "L19"), found="byte 0x96 is not UTF-8")
    assert isinstance(items[1], Question)
    assert items[1].heading == "Bats – £5"


# -- parts that vary


@pytest.mark.parametrize(
    ("lines", "rows", "more"),
    [
        (
            ["answer", "answer", "answering member 0", "answer text Prorogued. more like this"],
            [row("answering member", cells(f'<a href="{DATA}members/0">0</a>', ""))],
            Answer(text="Prorogued.", by_prorogation=True),
        ),
        (
            ["answer", "answer", "answer text Prorogued. more like this", "answering member", "0"],
            [row("answering member", nested_cells(table(caption(DATA + "members/0"))))],
            Answer(text="Prorogued.", by_prorogation=True),
        ),
        (
            ["answer", "answer", "answering member 17", "answer text Prorogued. more like this"],
            [row("answering member", cells(f'<a href="{DATA}members/17">17</a>', ""))],
            Answer(text="Prorogued.", member=MemberReference(identifier="17")),
        ),
        (
            [
                *("answer", "answer", "answer text Prorogued. more like this"),
                *("answering member Biography information for A B more like this",),
            ],
            [row("answering member", cells("Biography information for A B", MORE))],
            None,
        ),
        (
            ["answer", "answer", "answer text Prorogued. more like this"],
            [],
            Answer(text="Prorogued."),
        ),
        (
            [
                "answer",
                "answer",
                "answer text Prorogued. more like this",
                "grouped question UIN HL7 more like this",
            ],
            [row("grouped question UIN", text_cells("HL7"))],
            Answer(text="Prorogued.", grouped_with=(QuestionReference(uin="HL7"),)),
        ),
    ],
    ids=["nobody", "nobody-nested", "number-only", "label-only", "no-member", "one-in-group"],
)
def test_answers(lines: list[str], rows: list[str], more: Answer | None, tmp_path: Path) -> None:
    iri = DATA + "resources/5/answer"
    if more is None:
        (question,) = read(text_page(small_text(5, *lines)), tmp_path)
        assert isinstance(question, Question)
        assert question.answers[0].member == MemberReference(
            name="A B", label="Biography information for A B"
        )
        return
    expected = [small(5, answers=(msgspec.structs.replace(more, iri=iri),))]
    assert without_place(read(text_page(small_text(5, *lines)), tmp_path)) == expected
    answer = table(caption(iri), row("answer text", text_cells("Prorogued.")), *rows)
    page = html_page(small_html(5, row("answer", nested_cells(answer))))
    assert without_place(read(page, tmp_path)) == expected


def test_member_as_labelled_link(tmp_path: Path) -> None:
    link = cells(f'<a href="{DATA}members/12">Biography information for Di Fox</a>', MORE)
    items = read(html_page(small_html(5, row("tabling member", link))), tmp_path)
    fox = MemberReference(identifier="12", name="Di Fox", label="Biography information for Di Fox")
    assert without_place(items) == [small(5, asking_member=fox)]


@pytest.mark.parametrize(
    ("page", "house"),
    [
        (text_page(small_text(5, "house id 2 more like this")), House.LORDS),
        (text_page(small_text(5, "legislature", "25277")), House.LORDS),
        (
            html_page(
                small_html(
                    5, row("legislature", list_cells(cells(f'<a href="{DATA}terms/25259">25259</a>', "")))
                )
            ),
            House.COMMONS,
        ),
        (text_page(small_text(5, "legislature House of Lords more like this")), House.LORDS),
        (text_page(small_text(5, "uin HL7 more like this")), House.LORDS),
        (text_page(small_text(5, "uin 7 more like this")), None),
    ],
)
def test_house(page: str, house: House | None, tmp_path: Path) -> None:
    (question,) = read(page, tmp_path)
    assert isinstance(question, Question)
    assert question.house is house


def test_date_tabled_comes_before_date(tmp_path: Path) -> None:
    tabled = "date tabled less than 2015-01-05more like thismore than 2015-01-05"
    other = small_text(5).replace("2015-01-05", "2015-02-09")
    for page in (
        text_page(other, tabled),
        text_page(small_text(5).replace("\ndate less", "\ndate tabled less")),
    ):
        assert without_place(read(page, tmp_path)) == [small(5)]


def test_times_beside_a_bare_answer(tmp_path: Path) -> None:
    time = "2014-07-02T16:11:48"
    first = ("question first answered", f"less than {time}more like thismore than {time}")
    answered = Answer(first_answered=(time,))
    items = without_place(read(text_page(small_text(5, *first)), tmp_path))
    assert items == [small(5, answers=(answered,))]
    linked = (msgspec.structs.replace(answered, iri=DATA + "resources/5/answer"),)
    items = without_place(read(text_page(small_text(5, *first, "answer answer")), tmp_path))
    assert items == [small(5, answers=linked)]
    link = cells(f'<a href="{DATA}resources/5/answer">answer</a>', "")
    rows = (row("question first answered", list_cells(time_cells(time))), row("answer", link))
    assert without_place(read(html_page(small_html(5, *rows)), tmp_path)) == [small(5, answers=linked)]


def test_named_day_and_own_number(tmp_path: Path) -> None:
    lines = (
        *("uin 7 more like this", "written parliamentary question type Named Day more like this"),
        *("answer", "answer", "grouped question UIN", "7 more like this", "8 more like this"),
    )
    answer = Answer(iri=DATA + "resources/5/answer", grouped_with=(QuestionReference(uin="8"),))
    expected = small(5, uin="7", question_type="NamedDay", answers=(answer,))
    assert without_place(read(text_page(small_text(5, *lines)), tmp_path)) == [expected]


def test_further_values_are_reported(tmp_path: Path) -> None:
    lines = ("answering dept id 5 more like this", "answering dept id 6 more like this")
    question, notice = read(text_page(small_text(5, *lines)), tmp_path)
    assert without_place([question]) == [small(5, answering_body=AnsweringBody(identifier="5"))]
    assert notice == Notice(
        code="PQ256",
        locator=Locator(FILE, "L10"),
        found="'answering dept id' has 2 values; the first is kept",
    )


def test_item_without_identifier(tmp_path: Path) -> None:
    page = html_page(small_html(5).replace(caption(DATA + "resources/5"), ""))
    question, notice = read(page, tmp_path)
    assert without_place([question]) == [small(5, iri=None)]
    assert isinstance(notice, Notice)
    assert notice.code == "PQ254"


def test_values_of_many_lines(tmp_path: Path) -> None:
    lines = (
        "hansard heading One",
        "date two",
        "",
        "uin more",
        "three more like this",
        "uin 7 more like this",
    )
    (question,) = read(text_page(small_text(5, *lines)), tmp_path)
    assert isinstance(question, Question)
    assert question.heading == "One\ndate two\n\nuin more\nthree"
    assert question.uin == "7"


def test_long_values_end_at_the_next_row(tmp_path: Path) -> None:
    long = "<p>" + "word " * 250 + "</p>"
    lines = (
        *(
            "hansard heading Milk more like this",
            "answer",
            "answer",
            f"answer text {long}",
            "date of",
            "<p>x</p>",
        ),
        *("answering member printed A B more like this", "tabling member", "3", "label C D more like this"),
    )
    (question,) = read(text_page(small_text(5, *lines)), tmp_path)
    assert isinstance(question, Question)
    assert question.answers[0].text == long + "\ndate of\n<p>x</p>"
    assert question.answers[0].member == MemberReference(name="A B", printed=("A B",))
    assert question.asking_member == MemberReference(identifier="3", name="C D", label="C D")


@pytest.mark.parametrize(
    "after",
    [
        "tabling member\n3",
        "answering body\nX more like this",
        "date of answer less than 2015-02-02more like thismore than 2015-02-02",
    ],
)
def test_rows_that_end_a_long_value(after: str, tmp_path: Path) -> None:
    long = "word " * 250 + "end"
    (question,) = read(text_page(small_text(5, "answer", "answer", f"answer text {long}", after)), tmp_path)
    assert isinstance(question, Question)
    assert question.answers[0].text == long


def test_empty_value(tmp_path: Path) -> None:
    expected = [small(5, uin="7")]
    page = text_page(small_text(5, "hansard heading", "uin 7 more like this"))
    assert without_place(read(page, tmp_path)) == expected
    page = html_page(small_html(5, row("hansard heading", text_cells("")), row("uin", text_cells("7"))))
    assert without_place(read(page, tmp_path)) == expected


def test_numbers_of_the_menu_are_no_items(tmp_path: Path) -> None:
    page = text_page("On This Page", "10", "900001", "2", "uin", "Search", TEXT_ITEM)
    assert without_place(read(page, tmp_path)) == [RICH]


# -- the same item as JSON


def name_on_page(key: str) -> str:
    """``answeringDeptId`` → ``answering dept id``, ``groupedQuestionUIN`` → ``grouped question UIN``."""
    words = re.findall(r"[A-Z]{2,}|[A-Z]?[a-z]+", key)
    return " ".join(word if len(word) > 1 and word.isupper() else word.lower() for word in words)


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def json_rows(node: dict[str, Any]) -> list[tuple[str, Any]]:
    """Properties in the order of the page: flags, times, texts, then single resources, by name in each."""

    def rank(pair: tuple[str, Any]) -> tuple[int, str]:
        key, value = pair
        kind = value.get("_datatype", "") if isinstance(value, dict) else ""
        resource = isinstance(value, dict) and "_about" in value
        return (("boolean", "dateTime").index(kind) if kind else 3 if resource else 2, key.lower())

    return sorted(((key, value) for key, value in node.items() if key != "_about"), key=rank)


def json_cells(value: Any) -> str:
    text = value["_value"] if isinstance(value, dict) else value
    kind = value.get("_datatype") if isinstance(value, dict) else None
    return {"boolean": flag_cells, "dateTime": time_cells}.get(str(kind), text_cells)(text)


def is_resource(value: Any) -> bool:
    return isinstance(value, dict) and "_about" in value


def json_to_html(node: dict[str, Any]) -> str:
    rows = []
    for key, value in json_rows(node):
        values = as_list(value)
        if is_resource(values[0]) and len(values[0]) == 1:
            iri = values[0]["_about"]
            content = cells(f'<a href="{iri}">{iri.rsplit("/", 1)[1]}</a>', "")
        elif is_resource(values[0]):
            content = nested_cells(*map(json_to_html, values))
        else:
            content = list_cells(*map(json_cells, values)) if isinstance(value, list) else json_cells(value)
        rows.append(row(name_on_page(key), content))
    return table(caption(node["_about"]), *rows)


def json_text(value: Any) -> str:
    text = value["_value"] if isinstance(value, dict) else value
    if isinstance(value, dict) and value.get("_datatype") == "dateTime":
        return f"less than {text}more like thismore than {text}"
    return text + " more like this" * (len(text) < 1000)


def json_to_lines(node: dict[str, Any]) -> list[str]:
    lines = [node["_about"].rsplit("/", 1)[1]]
    for key, value in json_rows(node):
        name, values = name_on_page(key), as_list(value)
        if is_resource(values[0]) and len(values[0]) == 1:
            lines.append(f"{name} {values[0]['_about'].rsplit('/', 1)[1]}")
        elif is_resource(values[0]):
            lines += [name, *(line for each in values for line in json_to_lines(each))]
        elif isinstance(value, list):
            lines += [name, *map(json_text, values)]
        else:
            lines.append(f"{name} {json_text(value)}")
    return lines


def trimmed(value: Any) -> Any:
    """Pages do not keep the blanks around a text."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, tuple):
        return tuple(map(trimmed, value))
    if isinstance(value, msgspec.Struct):
        return type(value)(**{name: trimmed(getattr(value, name)) for name in value.__struct_fields__})
    return value


def assert_same_records(items: list[dict[str, Any]], tmp_path: Path) -> None:
    from pqgraph.readers.lda_json import READER as JSON_READER

    path = tmp_path / "page.json"
    path.write_text(json.dumps({"format": "linked-data-api", "result": {"items": items}}), encoding="utf-8")
    records = [item for item in JSON_READER.read(Source(path), FILE) if isinstance(item, Question)]
    assert len(records) == len(items)
    expected = [trimmed(item) for item in without_place(list(records))]
    assert without_place(read(html_page(*map(json_to_html, items)), tmp_path)) == expected
    lines = [line for item in items for line in json_to_lines(item)]
    assert without_place(read(text_page(*lines), tmp_path)) == expected


def test_same_record_as_json(tmp_path: Path) -> None:
    def plain(value: str) -> dict[str, str]:
        return {"_value": value}

    def time(value: str) -> dict[str, str]:
        return {"_value": value, "_datatype": "dateTime"}

    def person(number: int, name: str) -> dict[str, Any]:
        about = f"{DATA}members/{number}"
        return (
            {"_about": about, "label": plain(f"Biography information for {name}")}
            if name
            else {"_about": about}
        )

    corrected = {
        "_about": ITEM,
        "AnsweringBody": [plain("Home Office"), plain("Ministry of Sound")],
        "answer": {
            "_about": ITEM + "/answer",
            "answerText": plain("<p>Nine.</p>" * 100),
            "answeringMember": person(5, "Bo Roe"),
            "answeringMemberConstituency": plain("Downton"),
            "answeringMemberPrinted": plain("Mr Roe"),
            "attachment": [
                {"_about": f"{ITEM}/answer/attachment/{n}", "fileName": plain("f.xls"), "title": "T"}
                for n in (1, 2)
            ],
            "dateOfAnswer": time("2014-07-02"),
            "groupedQuestionUIN": plain("HL8"),
            "isMinisterialCorrection": {"_value": "true", "_datatype": "boolean"},
            "previousAnswerVersion": {
                "_about": ITEM + "/answer/previousversion/9",
                "answeringMember": person(6, "Cy Roe"),
                "answeringMemberPrinted": plain("Cy Roe"),
            },
            "questionFirstAnswered": [time("2014-07-02T16:11:48.9Z")],
            "questionFirstMinisteriallyCorrected": [time("2014-08-28T11:45:56.4853257Z")],
        },
        "answeringDeptId": plain("1"),
        "date": time("2014-06-26"),
        "hansardHeading": plain("Bats"),
        "houseId": plain("2"),
        "legislature": [{"_about": DATA + "terms/25277", "prefLabel": plain("House of Lords")}],
        "questionText": "To ask Her Majesty’s Government how many.",
        "registeredInterest": {"_value": "false", "_datatype": "boolean"},
        "tablingMember": person(7, "Lord Poe"),
        "tablingMemberPrinted": [plain("Lord Poe")],
        "uin": "HL7",
    }
    prorogued = {
        "_about": DATA + "resources/900002",
        "answer": {
            "_about": DATA + "resources/900002/answer",
            "answerText": plain("Prorogued."),
            "answeringMember": person(0, ""),
        },
        "date": time("2014-06-26"),
        "questionText": "Why?",
        "uin": "12",
    }
    assert_same_records([corrected, prorogued, corrected], tmp_path)


@pytest.mark.parametrize("name", ["answeredquestions.json", "answeredquestions_moj_update.json"])
def test_same_records_as_real_json(name: str, shared_data: Path, tmp_path: Path) -> None:
    page = json.loads((shared_data / "lda" / name).read_text(encoding="utf-8"))
    assert_same_records(page["result"]["items"], tmp_path)


# -- what is wrong with pages


@pytest.mark.parametrize(
    ("field", "code"),
    [
        (("date", "2018-02-31"), "PQ203"),
        (("date", "yesterday"), "PQ203"),
        (("answer date", "2018-13-01"), "PQ203"),
        (("ddp created", "2018-02-31T10:00:00Z"), "PQ203"),
        (("ddp created", "2018-02-01"), "PQ203"),
    ],
)
def test_impossible_times(field: tuple[str, str], code: str, tmp_path: Path) -> None:
    name, value = field
    kept = row("question text", text_cells("To ask why."))
    tabled = "" if name == "date" else row("date", time_cells("2015-01-05"))
    item = table(caption(ITEM), tabled, kept, row(name, time_cells(value)))
    (rejected,) = read(html_page(item), tmp_path)
    assert isinstance(rejected, Rejected)
    assert rejected.code == code
    assert repr(value) in rejected.found
    assert rejected.locator.fragment.endswith("/section[2]/table/tr[3]" if name == "date" else "/tr[4]")
    lines = ["7"]
    if name != "date":
        lines.append("date less than 2015-01-05more like thismore than 2015-01-05")
    lines += [f"{name} less than {value}more like thismore than {value}", "question text Why? more like this"]
    (rejected,) = read(text_page(*lines), tmp_path)
    assert isinstance(rejected, Rejected)
    assert (rejected.code, rejected.locator.fragment) == (code, "L8" if name == "date" else "L9")


@pytest.mark.parametrize(
    ("lines", "code", "place"),
    [
        (["7", "uin 5 more like this"], "PQ205", "L7"),
        (["7", "uin 5 more like this", "question text"], "PQ205", "L9"),
        (["7", "question text Why? more like this"], "PQ201", "L7"),
        (["7", "date remove filter", "question text Why? more like this"], "PQ201", "L8"),
        ([small_text(7, "house id 3 more like this")], "PQ207", "L10"),
        ([small_text(7, "legislature", "99")], "PQ207", "L10"),
        ([small_text(7, "uin 5 more like this", "uin 6 more like this")], "PQ202", "L10"),
        ([small_text(7, "registered interest maybe more like this")], "PQ202", "L10"),
    ],
)
def test_rejected(lines: list[str], code: str, place: str, tmp_path: Path) -> None:
    rejected, kept = read(text_page(*lines, small_text(8)), tmp_path)
    assert isinstance(rejected, Rejected)
    assert (rejected.code, rejected.locator) == (code, Locator(FILE, place))
    assert without_place([kept]) == [small(8)]


def test_identifier_that_is_no_iri(tmp_path: Path) -> None:
    page = html_page(small_html(8).replace(caption(DATA + "resources/8"), caption("http://x/a b")))
    (rejected,) = read(page, tmp_path)
    assert isinstance(rejected, Rejected)
    assert (rejected.code, rejected.found) == ("PQ204", "'http://x/a b' is not an IRI")


@pytest.mark.parametrize("form", ["text", "html"])
def test_unknown_properties_are_reported_once(form: str, tmp_path: Path) -> None:
    if form == "text":
        lines = (
            *(
                "brand new flag true more like this",
                "last seen less than 2018-01-01more like thismore than 2018-01-01",
            ),
            *("answer", "answer", "answer text Yes. more like this", "mood Very good more like this"),
        )
        page = text_page(small_text(1, *lines), small_text(2, *lines))
    else:
        answer = table(
            caption(ITEM + "/answer"), row("answer text", text_cells("Yes.")), row("mood", text_cells("Good"))
        )
        rows = (
            row("brand new flag", flag_cells("true")),
            row("last seen", time_cells("2018-01-01")),
            row("answer", nested_cells(answer)),
        )
        page = html_page(small_html(1, *rows), small_html(2, *rows))
    items = read(page, tmp_path)
    notices = [item for item in items if isinstance(item, Notice)]
    assert [(notice.code, notice.found) for notice in notices] == [
        ("PQ251", "field 'brand new flag' is not known"),
        ("PQ251", "field 'last seen' is not known"),
        ("PQ251", "field 'answer.mood' is not known"),
    ]
    if form == "text":
        assert [notice.locator.fragment for notice in notices] == ["L10", "L11", "L15"]
    questions = [item for item in items if isinstance(item, Question)]
    assert [question.answers[0].text for question in questions] == ["Yes.", "Yes."]


def test_unknown_nested_property(tmp_path: Path) -> None:
    nested = nested_cells(table(caption("http://x/1"), row("depth", text_cells("5"))))
    question, notice = read(html_page(small_html(1, row("other thing", nested))), tmp_path)
    assert without_place([question]) == [small(1)]
    assert isinstance(notice, Notice)
    assert notice.found == "field 'other thing' is not known"


@pytest.mark.parametrize("page", [text_page("No results"), html_page()], ids=["text", "html"])
def test_empty_result_gives_nothing(page: str, tmp_path: Path) -> None:
    assert READER.accepts(page.encode())
    assert read(page, tmp_path) == []


@pytest.mark.parametrize(
    "page",
    [
        html_page(table(caption(DATA + "resources/3"), row("title", text_cells("A Bill")))),
        text_page(
            "3", "title A Bill more like this", "date less than 2015-01-05more like thismore than 2015-01-05"
        ),
    ],
)
def test_page_of_another_data_set(page: str, tmp_path: Path) -> None:
    with pytest.raises(PqgraphError) as caught:
        read(page, tmp_path)
    assert caught.value.code.id == "PQ109"
    assert caught.value.found == "the page has 1 items, none of them a written question"


@pytest.mark.parametrize(
    "inside",
    ["<div>" * 400, "<table><tr><td class='value'>" * 200, "x" * 11_000_000],
    ids=["deep", "tables", "long"],
)
def test_html_beyond_the_limits_is_an_error(inside: str, tmp_path: Path) -> None:
    page = html_page(small_html(1, row("hansard heading", cells(inside, ""))), small_html(2))
    with pytest.raises(PqgraphError) as caught:
        read(page, tmp_path)
    assert caught.value.code.id == "PQ108"


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\xff\xfe\x00",
        b"<html><head><title>Linked Data API</title></head><body>Not found</body></html>",
        b'<html><body id="result"><h1>more like this</h1></body></html>',
        b"<p>Linked Data API</p>\n7\nuin 5 more like this",
        b'{"result": "more like this"}',
        b"PARLIAMENTARY WRITTEN QUESTION\nMilk (3 May 2019)\n",
        b"Linked Data API\n\nuin 5\n7\n",
        b"7\na title more like this\n",
    ],
)
def test_does_not_accept(head: bytes) -> None:
    assert not READER.accepts(head)


def test_recognising_is_fast_whatever_comes_first() -> None:
    for head in (b"<!---->" * 9000, b" " * 65000, b"\n" * 65000, b"1" * 65000, b"Search Results\n" * 4000):
        assert not READER.accepts(head)


def test_many_lines_of_one_value(tmp_path: Path) -> None:
    lines = ["<p>"] * 100_000
    (question,) = read(text_page(small_text(5, "hansard heading", *lines, "uin 5 more like this")), tmp_path)
    assert isinstance(question, Question)


# -- any text

VALUE = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"), min_size=1
).map(str.strip)
HTML_VALUE = VALUE.filter(bool)
TEXT_VALUE = HTML_VALUE.filter(lambda text: not text.endswith(("more like this", "remove filter")))
TEXT_VALUE = TEXT_VALUE.filter(lambda text: "less than" not in text)
DAYS = st.dates(dt.date(1000, 1, 1))


def generated(heading: str, question: str, answer: str, tabled: dt.date) -> Question:
    return Question(
        locator=Locator(FILE, ""),
        text=question,
        date_tabled=tabled,
        iri=ITEM,
        heading=heading,
        answers=(Answer(iri=ITEM + "/answer", text=answer),),
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(heading=HTML_VALUE, question=HTML_VALUE, answer=HTML_VALUE, tabled=DAYS)
def test_any_text_survives_in_html(
    heading: str, question: str, answer: str, tabled: dt.date, tmp_path: Path
) -> None:
    item = table(
        caption(ITEM),
        row("date", time_cells(tabled.isoformat())),
        row("hansard heading", text_cells(heading)),
        row("question text", text_cells(question)),
        row("answer", nested_cells(table(caption(ITEM + "/answer"), row("answer text", text_cells(answer))))),
    )
    got = without_place(read(html_page(item), tmp_path))
    assert got == [generated(heading, question, answer, tabled)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(heading=TEXT_VALUE, question=TEXT_VALUE, answer=TEXT_VALUE, tabled=DAYS, long=st.booleans())
def test_any_text_survives_in_text(
    heading: str, question: str, answer: str, tabled: dt.date, long: bool, tmp_path: Path
) -> None:
    day = tabled.isoformat()
    if long:
        question = question + "." * 1000
        answer = answer + "." * 1000
    more = "" if long else " more like this"
    page = text_page(
        *("900001", f"date less than {day}more like thismore than {day}"),
        *(f"hansard heading {heading} more like this", f"question text {question}{more}"),
        *("answer", "answer", f"answer text {answer}{more}"),
    )
    assert without_place(read(page, tmp_path)) == [generated(heading, question, answer, tabled)]


LINES = st.sampled_from(
    [*TEXT.split("\n"), "answer", "7", "answer text x", "« first", "date less than", "label"]
)
TAGS = st.sampled_from(
    [
        *HTML_ITEM.split("\n"),
        "<table>",
        "</table>",
        "<td class=value>",
        "</td>",
        "<section>",
        "<caption>",
        "<time>",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.one_of(
        st.binary(max_size=200),
        st.lists(LINES | st.text(max_size=20), max_size=40).map(lambda parts: text_page(*parts)),
        st.lists(TAGS | st.text(max_size=20), max_size=40).map(lambda parts: html_page("".join(parts))),
    ).map(lambda each: each if isinstance(each, bytes) else each.encode("utf-8", "replace"))
)
def test_nothing_but_our_errors(data: bytes, tmp_path: Path) -> None:
    READER.accepts(data)
    try:
        for item in read(data, tmp_path):
            assert isinstance(item, Question | Rejected | Notice)
    except PqgraphError as problem:
        assert problem.code.id in ("PQ104", "PQ105", "PQ108", "PQ109")
