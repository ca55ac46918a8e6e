"""Parliament's datasets through the engine: real items, real envelopes, the paths that clients use."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from pqgraph.api.engine import Engine
from pqgraph.api.protocol import Request
from pqgraph.cli.main import main
from pqgraph.convert import convert
from pqgraph.store.local import LocalStore

HOST = "http://lda.data.parliament.uk"
PAGES = {"answeredquestions.json": 500, "answeredquestions_moj_update.json": 10}
SEED = "http://data.parliament.uk/resources/1012383"


def canonical(tree: Any) -> str:
    return json.dumps(tree, sort_keys=True, ensure_ascii=False)


def engine_of(sources: list[Path], folder: Path) -> Engine:
    target = folder / "out.nq"
    convert(sources, target)
    return Engine.mount(LocalStore.in_memory([target], reference=True))


@pytest.fixture(scope="module")
def seed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return engine_of(sorted((root / "examples").glob("*.txt")), tmp_path_factory.mktemp("seed"))


def got(engine: Engine, path: str) -> dict[str, Any]:
    response = engine.handle(Request.of(HOST + path))
    assert response.status == 200, response.body
    found: dict[str, Any] = json.loads(response.body)
    return found


def items_of(engine: Engine, path: str) -> list[str]:
    return [item["_about"].rpartition("/")[2] for item in got(engine, path)["result"]["items"]]


@pytest.fixture(scope="module", params=PAGES)
def page(
    request: pytest.FixtureRequest, shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Engine, dict[str, Any]]]:
    source = shared_data / "lda" / request.param
    content = json.loads(source.read_text(encoding="utf-8"))
    assert len(content["result"]["items"]) == PAGES[request.param]
    yield engine_of([source], tmp_path_factory.mktemp("real")), content


def test_every_item_is_the_same_by_its_own_page(page: tuple[Engine, dict[str, Any]]) -> None:
    engine, content = page
    for item in content["result"]["items"]:
        number = item["_about"].rpartition("/")[2]
        found = got(engine, f"/answeredquestions/{number}.json")["result"]["primaryTopic"]
        assert found.pop("isPrimaryTopicOf") == f"{HOST}/answeredquestions/{number}.json"
        assert canonical(found) == canonical(item)


def test_a_walk_meets_every_item_once_and_as_it_was(page: tuple[Engine, dict[str, Any]]) -> None:
    engine, content = page
    total = got(engine, "/answeredquestions.json?_pageSize=1")["result"]["totalResults"]
    assert total == len(content["result"]["items"])
    found: list[dict[str, Any]] = []
    for number in range(-(-total // 100)):
        found += got(engine, f"/answeredquestions.json?_pageSize=100&_page={number}")["result"]["items"]
    key = {item["_about"]: canonical(item) for item in content["result"]["items"]}
    assert {item["_about"]: canonical(item) for item in found} == key
    assert len(found) == total


def test_the_envelope_is_the_same_but_for_counts_and_page_size_in_links(
    page: tuple[Engine, dict[str, Any]],
) -> None:
    engine, content = page
    parts = urlsplit(content["result"]["_about"])
    expected = json.loads(canonical(content))
    # What is here is part of what was there.
    query = parts.query.replace("_page=1", "_page=0") if "_page=" in parts.query else parts.query
    result = got(engine, f"{parts.path}?{query}")["result"]
    wanted = expected["result"]
    assert set(result) - {"next"} == set(wanted) - {"next", "prev"}
    shift = [("_page=1", "_page=0"), ("&_page=0", "&_page=0")]
    for name in (
        "_about",
        "definition",
        "extendedMetadataVersion",
        "hasPart",
        "itemsPerPage",
        "isPartOf",
        "type",
    ):
        text = canonical(wanted.get(name))
        assert canonical(result.get(name)) == text.replace(*shift[0])
    size = "_pageSize=1000&" if "_pageSize" in query else ""
    assert result["first"] == wanted["first"].replace("_page=0", f"{size}_page=0")


def test_csv_is_what_our_reader_takes_for_the_same(page: tuple[Engine, dict[str, Any]]) -> None:
    engine, content = page
    body = engine.handle(Request.of(f"{HOST}/answeredquestions.csv?_pageSize=500")).body.decode()
    heading, *rows = csv.reader(io.StringIO(body, newline=""), strict=True)
    assert len(heading) == 36
    assert {row[0] for row in rows} == {item["_about"] for item in content["result"]["items"]}


def test_filters_find_what_the_items_say(page: tuple[Engine, dict[str, Any]]) -> None:
    engine, content = page
    items = content["result"]["items"]

    def check(query: str, fits: Any) -> None:
        found = got(engine, f"/answeredquestions.json?_pageSize=1000&{query}")["result"]
        expected = {item["_about"] for item in items if fits(item)}
        assert {item["_about"] for item in found["items"]} == expected
        assert found["totalResults"] == len(expected)

    first = items[0]
    day, dept = first["date"]["_value"], first["answeringDeptShortName"]["_value"]
    member = first["tablingMember"]["_about"]
    check(f"min-date={day}", lambda i: i["date"]["_value"] >= day)
    check(f"max-date={day}&min-date={day}", lambda i: i["date"]["_value"] == day)
    check(f"max-answer.dateOfAnswer={day}", lambda i: i["answer"]["dateOfAnswer"]["_value"] <= day)
    check(
        f"answeringDeptShortName={quote(dept.upper())}",
        lambda i: i["answeringDeptShortName"]["_value"] == dept,
    )
    check(f"tablingMember={quote(member)}", lambda i: i["tablingMember"]["_about"] == member)
    check(
        "legislature.prefLabel=House%20of%20Commons",
        lambda i: i["legislature"][0]["prefLabel"]["_value"] == "House of Commons",
    )
    check("houseId=2", lambda i: i["houseId"]["_value"] == "2")
    check("registeredInterest=true", lambda i: i["registeredInterest"]["_value"] == "true")
    check(f"uin={first['uin']}", lambda i: i["uin"] == first["uin"])
    time = first["answer"]["questionFirstAnswered"][0]["_value"]
    check(
        f"max-answer.questionFirstAnswered.={time[:10]}",
        lambda i: any(t["_value"] < time[:10] for t in i["answer"].get("questionFirstAnswered", ())),
    )
    check("exists-answer.attachment=true", lambda i: "attachment" in i["answer"])


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/answeredquestions.json", True),
        ("/answeredquestions.json?AnsweringBody=department+FOR+education", True),
        ("/answeredquestions.json?AnsweringBody.=Department+for+Education", True),
        ("/answeredquestions.json?AnsweringBody=Education", False),
        ("/answeredquestions.json?answeringDeptId=60", True),
        ("/answeredquestions.json?hansardHeading=Special+Educational+Needs", True),
        ("/answeredquestions.json?answer.answeringMember=http://data.parliament.uk/members/4113", True),
        ("/answeredquestions.json?min-AnswerDate=2018-11-29&_properties=date&_view=all", False),
        ("/answeredquestions.json?_view=Written+Questions", True),
        ("/commonsansweredquestions.json", True),
        ("/commonsansweredquestions/answeringdepartment.json?q=educ", True),
        ("/commonswrittenquestions.json?mnisId=4649", True),
        ("/commonswrittenquestions.json?mnisId=1", False),
        ("/commonswrittenquestions.json?mnisId=1&mnisId=4649", True),
        ("/commonswrittenquestions.json?mnisId=", True),
        ("/commonswrittenquestions.json?mnisId=&uin=194746", True),
        ("/commonswrittenquestions.json?mnisId=1&mnisId=", False),
        ("/lordswrittenquestions.json?mnisId=", False),
        ("/commonswrittenquestions/answeringdepartment.json?q=Health&q=Education", True),
        ("/commonswrittenquestions/answeringdepartment.json?q=Health&q=Defence", False),
        ("/commonswrittenquestions/answeringdepartment.json?q=", True),
        ("/commonswrittenquestions/answeringdepartment.json", True),
        ("/commonswrittenquestions/tabled.json", True),
        ("/commonswrittenquestions/tabled.json?startDate=&endDate=", True),
        ("/commonswrittenquestions/tabled.json?startDate=&endDate=2018-11-21", False),
        ("/commonswrittenquestions/tabled.json?startDate=2018-12-24&startDate=2018-11-20", True),
        ("/lordswrittenquestions/tabled.json", False),
        ("/answeredquestions/tabled.json?uin=194746", True),
        ("/tabled.json", True),
        ("/answeringdepartment.json", True),
        ("/lordswrittenquestions.json?_subject=http://data.parliament.uk/resources/1012383", False),
        ("/commonswrittenquestions.json?_subject=http://data.parliament.uk/resources/1012383", True),
        ("/writtenquestions.json?name-answeringBody=Department+for+Education", True),
        ("/writtenquestions.json?name-legislature=House+of+Commons", True),
        ("/writtenquestions.json?exists-answer.answerText=false", False),
        ("/commonswrittenquestions/tabled.json?startDate=2018-11-22&endDate=2018-11-22", True),
        ("/commonswrittenquestions/tabled.json?startDate=2018-11-23&endDate=", False),
        ("/commonswrittenquestions/tabled.json?endDate=2018-11-21", False),
        ("/commonswrittenquestions/answeringdepartment.json?q=health", False),
        ("/lordswrittenquestions.json", False),
        ("/writtenquestions.json?_search=special+needs&uin=194746", True),
        ("/tabled.json?startDate=2018-11-22", True),
        ("/answeringdepartment.json?q=education&_pageSize=1000", True),
    ],
)
def test_the_paths_that_clients_use(path: str, found: bool, seed: Engine) -> None:
    page = got(seed, path)["result"]
    assert (SEED in [item["_about"] for item in page["items"]]) == found
    assert page["totalResults"] == len(page["items"])


@pytest.mark.parametrize(
    "path", ["/resources/1012383", "/answeredquestions/1012383", "/commonswrittenquestions/id/1012383"]
)
def test_an_item_by_its_number(path: str, seed: Engine) -> None:
    topic = got(seed, f"{path}.json")["result"]["primaryTopic"]
    assert topic["_about"] == SEED
    assert topic["uin"] == "194746"
    assert topic["tablingMember"]["label"]["_value"] == "Biography information for Thelma Walker"
    for suffix in ("xml", "csv", "ttl", "rdf", "nt", "jsonld", "text"):
        response = seed.handle(Request.of(f"{HOST}{path}.{suffix}"))
        assert response.status == 200
        assert b"194746" in response.body


def test_other_datasets_show_what_parliament_showed(seed: Engine) -> None:
    (item,) = got(seed, "/commonswrittenquestions.json?uin=194746")["result"]["items"]
    assert item["dateTabled"] == {"_value": "2018-11-22", "_datatype": "dateTime"}
    assert item["tablingMember"] == {"_about": "http://data.parliament.uk/members/4649"}
    assert set(item) <= {
        *("_about", "AnswerDate", "AnsweringBody", "dateTabled", "questionText", "tablingMember"),
        *("tablingMemberPrinted", "title", "uin"),
    }
    assert items_of(seed, "/members.json") == ["4637", "4649", "4113"]
    assert got(seed, "/members/4649.json")["result"]["primaryTopic"]["name"] == {"_value": "Thelma Walker"}
    house = got(seed, "/terms/25259.json")["result"]["primaryTopic"]
    assert house["prefLabel"] == {"_value": "House of Commons"}
    assert got(seed, "/meta/answeredquestions.json")["result"]["maxPageSize"] == 1000


def test_properties_are_shown_beside_the_table(seed: Engine) -> None:
    (item,) = got(
        seed, "/answeredquestions.json?uin=194746&_properties=date,daysToAnswer,legislature.altLabel"
    )["result"]["items"]
    assert item["daysToAnswer"] == {"_value": "5", "_datatype": "integer"}
    assert item["date"] == {"_value": "2018-11-22", "_datatype": "dateTime"}
    assert item["legislature"] == [
        {"_about": "http://data.parliament.uk/terms/25259", "prefLabel": {"_value": "House of Commons"}}
    ]


def test_the_command(root: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    target = tmp_path / "out.ttl"
    convert(sorted((root / "examples").glob("*.txt")), target)

    def run(*arguments: str) -> tuple[int, bytes]:
        code = main(["-q", "get", *arguments, "--data", str(target)])
        return code, capfdbinary.readouterr().out

    code, body = run("/answeredquestions.json?AnsweringBody=Department for Education")
    assert (code, json.loads(body)["result"]["_about"]) == (
        0,
        "http://localhost/answeredquestions.json?AnsweringBody=Department%20for%20Education",
    )
    code, body = run("/resources/1012383", "-i", "-H", "Accept: text/turtle")
    assert code == 0
    assert body.startswith(b"200 OK\nContent-Type: text/turtle; charset=utf-8\nContent-Location: ")
    assert run("/pqgraph/id/question/commons/2018-01-01/1", "-i")[0] == 0  # an item leads to its page
    assert run("/resources/1")[0] == 1
    assert run("/answeredquestions?colour=red")[0] == 2
    assert run("/answeredquestions", "-H", "Accept")[0] == 2
    assert run("/answeredquestions", "-H", "A: b\r\nC: d")[0] == 2
    assert run("http://[::1/answeredquestions")[0] == 2
    assert main(["-q", "get", "/x"]) == 2
