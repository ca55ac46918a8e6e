"""What pages show, and that each of them is sound."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from api_items import api, lines
from page_reading import faults, links, page, text

from pqgraph.api.index_road import roads_beside
from pqgraph.api.pages import PageSite, mount
from pqgraph.api.pages.links import Address
from pqgraph.api.pages.properties import likes
from pqgraph.api.protocol import Request, Response
from pqgraph.build import build
from pqgraph.store.local import LocalStore

Get = Callable[[str], Response]
OWN = (
    *("/", "/about", "/topics", "/departments", "/departments/60", "/members", "/members/4649", "/queries"),
    *("/writtenquestions", "/writtenquestions?_search=SEND", "/answeredquestions.html", "/resources/1012383"),
    *("/topics/special-educational-needs-and-disabilities", "/terms/25259", "/meta/writtenquestions"),
    *("/queries/most-asked-topics", "/queries/most-asked-topics?run=1", "/queries/member-topics?member=4649"),
    *(
        "/queries/describe-question?question=http://data.parliament.uk/resources/1012383",
        "/resources/1012383/answer",
    ),
)


@pytest.mark.parametrize("path", OWN)
def test_a_page_is_sound_and_light(get: Get, path: str) -> None:
    response = get(path)
    assert response.status == 200
    assert faults(page(response)) == []
    assert len(response.body) < 100_000
    policy = response.header("Content-Security-Policy") or ""
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert response.header("X-Content-Type-Options") == "nosniff"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing", 404),
        ("/resources/1", 404),
        ("/departments/nobody", 404),
        ("/departments/../../etc/passwd", 404),
        ("/queries/nothing", 404),
        ("/queries/..%2f..%2fpyproject.toml", 404),
        ("/static/nothing.css", 404),
        ("/static/../site.py", 404),
        ("/writtenquestions?foo=bar", 400),
        ("/writtenquestions?_page=x", 400),
        ("/queries/member-topics?member=nobody+at+all", 400),
        ("/search?topic=nothing", 404),
        ("/search?member=nobody+at+all", 404),
    ],
)
def test_what_is_wrong_is_told_on_a_page(get: Get, path: str, status: int) -> None:
    response = get(path)
    assert response.status == status
    assert faults(page(response)) == []


def test_an_unknown_parameter_is_named_with_those_that_are_allowed(get: Get) -> None:
    shown = text(page(get("/writtenquestions?foo=bar")).css_first("main"))
    assert "'foo' is unknown" in shown and "AnsweringBody" in shown


def test_machines_get_what_they_got(site: PageSite) -> None:
    assert (site.answer(Request.of("/resources/1012383")).header("Content-Type")) == "application/json"
    assert site.answer(Request.of("/nothing")).header("Content-Type") == "application/problem+json"
    machine = (("Accept", "application/json"),)
    for path in ("/departments/60.html", "/departments/60?_format=html"):
        assert site.answer(Request.of(path, machine)).header("Content-Type") == "text/html; charset=utf-8"
    browser = (("Accept", "text/html"),)
    assert (
        site.answer(Request.of("/resources/1012383.ttl", browser)).header("Content-Type")
        == "text/turtle; charset=utf-8"
    )


def test_the_page_of_the_seed_is_there_again(get: Get) -> None:
    document = page(get("/resources/1012383"))
    rows = {}
    for row in document.css(".properties tr"):
        name = text(row.css_first("th"))
        value = row.css_first("td > .value")
        ways = [
            (text(a), a.attributes["href"])
            for a in value.css(".likes a")
            if a.parent is not None and a.parent.parent is not None and a.parent.parent.mem_id == value.mem_id
        ]
        rows.setdefault(name, (text(row.css_first(".value > span") or row.css_first(".value")), ways))
    assert rows["uin"] == ("194746", [("more like this for uin 194746", "/writtenquestions?uin=194746")])
    assert rows["date"] == (
        "2018-11-22",
        [
            ("less than 2018-11-22", "/writtenquestions?max-date=2018-11-22"),
            ("more like this for date 2018-11-22", "/writtenquestions?date=2018-11-22"),
            ("more than 2018-11-22", "/writtenquestions?min-date=2018-11-22"),
        ],
    )
    assert rows["registered interest"][1][0][1] == "/writtenquestions?registeredInterest=false"
    assert rows["hansard heading"][0] == "Special Educational Needs"
    assert rows["answer text"][1] == []  # it has more than a thousand characters
    assert (
        rows["question first answered"][1][0][1]
        == "/writtenquestions?max-answer.questionFirstAnswered=2018-11-27T17:29:33.427Z"
    )
    assert set(rows) >= {
        *(
            "answering body",
            "answering dept id",
            "answering dept short name",
            "answering dept sort name",
            "house id",
        ),
        *(
            "legislature",
            "pref label",
            "question text",
            "tabling member constituency",
            "tabling member printed",
        ),
        *("answer", "is ministerial correction", "date of answer", "answering member constituency"),
        *("answering member printed", "answering member", "label", "tabling member"),
    }
    for _, ways in rows.values():
        for _, href in ways:
            assert get(href).status == 200, href


def test_values_lead_to_lists() -> None:
    base = Address.of("/answeredquestions?uin=1")
    assert [way.href for way in likes(base, "uin", "1")] == ["/answeredquestions"]
    assert [way.words for way in likes(base, "uin", "1")] == ["remove filter"]
    assert likes(base, "answerText", "x" * 1000) == ()
    assert [w.href for w in likes(base, "daysToAnswer", "5", ordered=True)] == [
        "/answeredquestions?uin=1&max-daysToAnswer=5",
        "/answeredquestions?uin=1&daysToAnswer=5",
        "/answeredquestions?uin=1&min-daysToAnswer=5",
    ]


def test_a_question_tells_its_life(life: Get) -> None:
    document = page(life("/questions/commons/2025-03-10/999001"))
    assert faults(document) == []
    steps = [
        (text(step.css_first(".when")), text(step.css_first("b"))) for step in document.css(".life > li")
    ]
    assert steps == [
        ("10 March 2025", "Tabled"),
        ("12 March 2025", "Changed: the text and the day for answer"),
        ("12 March 2025", "Transferred to Department for Energy Security and Net Zero"),
        ("17 March 2025", "Holding answer"),
        ("17 March 2025", "Due for answer"),
        ("24 March 2025", "Answered by Sam Sample"),
        ("28 March 2025", "Corrected"),
    ]
    correction = document.css_first(".life .corrected")
    assert text(correction.css_first("del")) == "14" and text(correction.css_first("ins")) == "41"
    changed = document.css_first(".life .changed")
    assert [text(node) for node in changed.css("del")] == ["Transport,", "her", "13"]
    assert [text(node) for node in changed.css("ins")] == ["Energy Security and Net Zero,", "his", "17"]
    assert "question 998877 of 3 March 2025" in text(document.css_first(".related"))


def test_who_asked_and_answered_stands_with_seat(get: Get) -> None:
    people = [text(node) for node in page(get("/resources/1012383")).css(".person")]
    assert people == [
        "Asked by Thelma Walker Labour, Colne Valley",
        "Answered by Nadhim Zahawi Conservative, Stratford-on-Avon",
    ]


def test_a_list_shows_filters_counts_and_marks(get: Get) -> None:
    address = "/writtenquestions?_search=SEND&answeringBody=https://w3id.org/pqgraph/id/answering-body/60"
    document = page(get(address))
    assert [text(node) for node in document.css(".filters li")] == [
        "words SEND remove filter words SEND",
        "department Department for Education remove filter department Department for Education",
    ]
    assert [node.attributes["href"] for node in document.css(".filters a")] == [
        "/writtenquestions?answeringBody=https://w3id.org/pqgraph/id/answering-body/60",
        "/writtenquestions?_search=SEND",
    ]
    facets = {text(f.css_first("h2")): [text(li) for li in f.css("li")] for f in document.css(".facet")}
    assert facets["Department"] == ["Department for Education (remove filter) 2"]
    assert facets["Year"] == ["2018 2"] and facets["House"] == ["House of Commons 2"]
    assert {text(mark) for mark in document.css(".card mark")} == {"SEND"}
    assert document.css_first("select[name=department] option[selected]").text() == "Department for Education"


def test_a_facet_leads_to_as_many_as_it_says(get: Get) -> None:
    document = page(get("/writtenquestions"))
    followed = 0
    for item in document.css(".facet li a"):
        counted = int(text(item.css_first(".n")).replace(",", ""))
        there = page(get(item.attributes["href"] or ""))
        assert text(there.css_first(".total b")).split()[0] == str(counted), item.attributes["href"]
        followed += 1
    assert followed >= 6


def test_a_list_that_the_index_cannot_count_is_shown_without_counts(get: Get, life: Get) -> None:
    for ask, path, many in (
        (get, "/writtenquestions?exists-~groupedWith=false", 2),
        (life, "/writtenquestions", 1),
    ):
        document = page(ask(path))
        assert document.css(".facet") == [] and len(document.css(".card")) == many
        assert "search index" in text(document.css_first(".side"))


def test_pages_of_a_list_keep_its_size(get: Get) -> None:
    document = page(get("/writtenquestions?_pageSize=1"))
    assert document.css_first("a[rel=next]").attributes["href"] == "/writtenquestions?_pageSize=1&_page=1"
    last = page(get("/writtenquestions?_pageSize=1&_page=1"))
    assert last.css_first("a[rel=next]") is None
    assert last.css_first("a[rel=prev]").attributes["href"] == "/writtenquestions?_pageSize=1"


@pytest.mark.parametrize(
    ("form", "target"),
    [
        ("q=SEND&department=&topic=&member=", "/writtenquestions?_search=SEND"),
        ("q=a+b&in=/answeredquestions", "/answeredquestions?_search=a%20b"),
        ("in=//evil.example/&q=x", "/writtenquestions?_search=x"),
        ("member=Thelma+Walker", "/writtenquestions?tablingMember=http://data.parliament.uk/members/4649"),
        ("member=walker,+thelma", "/writtenquestions?tablingMember=http://data.parliament.uk/members/4649"),
        ("member=4649", "/writtenquestions?tablingMember=http://data.parliament.uk/members/4649"),
        (
            "topic=apprenticeships",
            "/writtenquestions?subject=https://w3id.org/pqgraph/id/topic/apprenticeships",
        ),
        (
            "from=2018-01-01&until=2018-12-31&answered=no",
            "/writtenquestions?min-date=2018-01-01&max-date=2018-12-31&exists-answer=false",
        ),
        ("q=%0d%0aSet-Cookie:x", "/writtenquestions?_search=Set-Cookie:x"),
    ],
)
def test_the_form_leads_to_a_list(get: Get, form: str, target: str) -> None:
    response = get(f"/search?{form}")
    assert (response.status, response.header("Location")) == (303, f"http://localhost{target}")
    assert get(target).status == 200


def test_a_broader_topic_means_those_below(get: Get) -> None:
    response = get("/search?topic=Education")
    location = unquote(response.header("Location") or "")
    assert "topic/education&" in location and "topic/special-educational-needs-and-disabilities" in location
    document = page(get((response.header("Location") or "").removeprefix("http://localhost")))
    assert text(document.css_first(".filters li")).startswith("topic Education and narrower")


def test_several_members_are_offered(get: Get) -> None:
    document = page(get("/search?member=a"))
    assert text(document.css_first("h1")) == "Which member?"
    assert len(document.css(".others a")) > 1 and faults(document) == []


def test_a_stored_query_says_what_it_needs(get: Get) -> None:
    response = get("/queries/member-topics?run=1")
    assert response.status == 400
    assert text(page(response).css_first("[role=alert]")) == "Please look again. Member must be given."


def test_a_stored_query_gives_rows_chart_downloads_and_text(get: Get) -> None:
    document = page(get("/queries/member-topics?member=4649"))
    assert [text(th) for th in document.css(".rows thead th")] == ["topic", "questions"]
    assert len(document.css(".rows tbody tr")) >= 1
    assert document.css_first(".chart svg") is not None
    hrefs = [a.attributes["href"] for a in document.css("nav[aria-label=Downloads] a")]
    assert "/queries/member-topics.spreadsheet?member=4649" in hrefs
    assert "<http://data.parliament.uk/members/4649>" in document.css_first("pre").text()
    editor = next(a.attributes["href"] for a in document.css("a") if text(a) == "Open in the editor")
    assert unquote((editor or "").removeprefix("/sparql#query=")) == document.css_first("pre").text()


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Get:
    """120 questions to one department; a download holds 110 rows."""
    folder = tmp_path_factory.mktemp("many")
    source = lines(folder / "items.jsonl", *(api(str(1000 + number)) for number in range(120)))
    build([source], folder / "store", check=False)
    site = mount(LocalStore.open(folder / "store"), roads=roads_beside(folder / "store"), most_rows=110)
    return lambda path: site.answer(Request.of(path, (("Accept", "text/html"),)))


@pytest.mark.parametrize(
    ("asked", "heading", "first", "count", "before", "after"),
    [
        ("", "The first 50 rows", "1119", 50, None, "&offset=50"),
        ("&offset=50", "Rows 51 to 100", "1069", 50, "", "&offset=100"),
        ("&offset=99", "Rows 51 to 100", "1069", 50, "", "&offset=100"),
        ("&offset=100", "Rows 101 to 120", "1019", 20, "&offset=50", None),
        ("&offset=9999", "Rows 101 to 120", "1019", 20, "&offset=50", None),
        ("&offset=-1", "The first 50 rows", "1119", 50, None, "&offset=50"),
        ("&month=2018-12&offset=50", "0 rows", None, 0, "&month=2018-12", None),
    ],
)
def test_a_long_list_has_pages(
    many: Get, asked: str, heading: str, first: str | None, count: int, before: str | None, after: str | None
) -> None:
    address = "/queries/questions-to-body?body=60"
    document = page(many(address + asked))
    assert faults(document) == []
    found = [text(row.css_first("th")) for row in document.css(".rows tbody tr")]
    assert (text(document.css_first("#rows")), len(found), next(iter(found), None)) == (heading, count, first)
    moves = {a.attributes["rel"]: a.attributes["href"] for a in document.css("nav.pages a")}
    expected = {"prev": before, "next": after}
    assert moves == {rel: address + rest for rel, rest in expected.items() if rest is not None}


def test_a_question_without_a_heading_is_reached_by_its_number(many: Get) -> None:
    row = page(many("/queries/questions-to-body?body=60")).css_first(".rows tbody tr")
    link = row.css_first("a")
    assert (text(link), link.attributes["href"]) == ("1119", "/questions/commons/2018-11-22/1119")


def test_a_download_holds_no_more_than_it_can(many: Get) -> None:
    downloads = page(many("/queries/questions-to-body?body=60")).css_first("nav[aria-label=Downloads]")
    hrefs = [a.attributes["href"] for a in downloads.css("a")]
    assert hrefs == [
        f"/queries/questions-to-body.{name}?body=60&limit=110"
        for name in ("spreadsheet", "json", "tsv", "xml")
    ]
    assert text(downloads.css_first(".note")) == "The first 110 rows; a Link header leads to the next ones."
    whole = page(many("/queries/questions-to-body?body=60&month=2018-12"))
    assert "/queries/questions-to-body.spreadsheet?body=60&month=2018-12" in links(
        whole, "/queries/questions-to-body"
    )
    assert whole.css_first("nav[aria-label=Downloads] .note") is None


def test_without_charts_there_are_tables(get: Get, site: PageSite, monkeypatch: pytest.MonkeyPatch) -> None:
    from pqgraph import charts
    from pqgraph.errors import PqgraphError

    def absent(*_: object) -> None:
        raise PqgraphError("PQ902", "not installed")

    monkeypatch.setattr(charts, "draw", absent)
    monkeypatch.setattr(site._data, "pictures", {})
    document = page(get("/queries/member-topics?member=4649"))
    assert document.css_first(".chart") is None and len(document.css(".rows tbody tr")) >= 1


def test_every_link_from_the_start_leads_somewhere(get: Get) -> None:
    """All links of all pages that are two steps from the start; what the server adds is not asked here."""
    elsewhere = ("/sparql", "/.well-known/", "/catalog", "/openapi.json")
    seen: dict[str, int] = {}
    waiting = [("/", 0)]
    while waiting:
        path, depth = waiting.pop(0)
        if (
            path in seen
            or path.startswith(elsewhere)
            or (path.startswith("/queries/") and "." in path.partition("?")[0])
        ):
            continue
        response = get(path)
        seen[path] = response.status
        # Each stored query is sound by its own tests; their forms are opened, their examples not run.
        if depth < 2 and (response.header("Content-Type") or "").startswith("text/html"):
            found = [
                each
                for each in links(page(response), path)
                if not (each.startswith("/queries/") and "?" in each)
            ]
            waiting += [(each, depth + 1) for each in found]
    wrong = {
        path: status for path, status in seen.items() if status >= 400 and not path.startswith("/search")
    }
    assert wrong == {}
    assert len(seen) > 200


def test_static_files_are_kept_for_good(get: Get) -> None:
    document = page(get("/"))
    style = document.css_first("link[rel=stylesheet]").attributes["href"] or ""
    response = get(style)
    assert response.status == 200 and response.header("Content-Type") == "text/css; charset=utf-8"
    assert "immutable" in (response.header("Cache-Control") or "")
    assert len(response.body) < 40_000 and b"url(" not in response.body and b"@import" not in response.body


def test_an_unchanged_page_is_not_sent_again(site: PageSite) -> None:
    first = site.answer(Request.of("/about", (("Accept", "text/html"),)))
    tag = first.header("ETag") or ""
    again = site.answer(Request.of("/about", (("Accept", "text/html"), ("If-None-Match", tag))))
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize("value", ["<b>", "a&b=c", "é ☃", "x" * 300, '"quoted"', "50%", "+", "#"])
def test_any_text_goes_through_addresses_unchanged(get: Get, value: str) -> None:
    address = Address("/writtenquestions").put("hansardHeading", value)
    assert Address.of(str(address)).values("hansardHeading") == [value]
    document = page(get(str(address)))
    assert faults(document) == []
    assert value[:60] in document.css_first(".filters").text()
    assert quote(value, safe="/:,") in str(address)


def test_the_command_gets_pages_too(folder: Path) -> None:
    from click.testing import CliRunner

    from pqgraph.cli.get_command import command

    result = CliRunner().invoke(
        command, ["/resources/1012383", "-H", "Accept: text/html", "-i", "--store", str(folder)]
    )
    assert result.exit_code == 0, result.output
    head, _, body = result.stdout.partition("\n\n")
    assert head.startswith("200 OK\nContent-Type: text/html; charset=utf-8\n")
    assert "Content-Security-Policy: default-src 'none'" in head
    assert "<h1>Special Educational Needs</h1>" in body


def test_charts_that_would_take_too_long_are_left_out_and_said_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pqgraph.api.pages.things._MOST_COUNTED", 1)
    monkeypatch.setattr("pqgraph.api.pages.data.has_cube", lambda store: False)
    site = mount(LocalStore.open(folder), roads=roads_beside(folder))

    def get(path: str) -> Response:
        return site.answer(Request.of(path, (("Accept", "text/html"),)))

    for path in ("/departments/60", "/topics/education"):
        document = page(get(path))
        assert document.css(".figures") == [] and "no charts" in text(document.css_first(".note"))
        assert document.css(".card")
    document = page(get("/members/4649"))
    assert document.css(".figures") and not document.css(".note")


def test_a_topic_beside_a_list_means_those_below_it(get: Get) -> None:
    facets = {text(f.css_first("h2")): f for f in page(get("/writtenquestions")).css(".facet")}
    link = next(a for a in facets["Topic"].css("a") if text(a).startswith("Education"))
    listed = page(get(link.attributes["href"] or ""))
    assert "Education and narrower" in text(listed.css_first("main"))
    assert link.parent is not None
    assert text(listed.css_first(".total b")).split()[0] == text(link.parent).split()[-1]
    facets = {text(f.css_first("h2")): f for f in listed.css(".facet")}
    assert any("remove filter" in text(li) and "Education" in text(li) for li in facets["Topic"].css("li"))


def test_orders_that_the_index_knows_are_offered_for_any_list(
    get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pqgraph.api.pages.lists._SORTABLE", 0)
    document = page(get("/writtenquestions"))
    offered = [
        a.attributes["href"] or "" for a in document.css("a") if "_sort=" in (a.attributes["href"] or "")
    ]
    assert {href.partition("_sort=")[2].partition("&")[0] for href in offered} == {
        "sortKey",
        "-daysToAnswer,-sortKey",
    }
