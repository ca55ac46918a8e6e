import datetime as dt

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqgraph import iris
from pqgraph.model import House, Locator, SourceFile

any_text = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40)
FILE = SourceFile(name="a.json", sha256="ab" * 32, reader="lda-json")


@given(any_text, any_text)
def test_two_keys_never_share_an_iri_and_every_iri_is_valid(one: str, other: str) -> None:
    day = dt.date(2018, 11, 22)
    for mint in (iris.person, iris.topic, iris.answering_body, lambda k: iris.question(House.LORDS, day, k)):
        assert iris.is_iri(mint(one))
        ox.NamedNode(mint(one))
        assert (mint(one) == mint(other)) is (one == other)


@given(any_text)
def test_source_records_are_iris(fragment: str) -> None:
    assert iris.is_iri(iris.source_record(Locator(FILE, fragment)))


def test_patterns() -> None:
    day = dt.date(2018, 11, 22)
    q = iris.question(House.COMMONS, day, "194746")
    assert q == "https://w3id.org/pqgraph/id/question/commons/2018-11-22/194746"
    assert iris.answer(q) == q + "/answer"
    assert iris.answer(q, 2) == q + "/answer/2"
    assert iris.attachment(iris.answer(q), 1) == q + "/answer/attachment/1"
    assert iris.member("4649") == "http://data.parliament.uk/members/4649"
    assert iris.person("Mr James Frith") == "https://w3id.org/pqgraph/id/person/Mr_James_Frith"
    assert iris.person("a_b c") == "https://w3id.org/pqgraph/id/person/a%5Fb_c"
    assert iris.session("2017/18") == "https://w3id.org/pqgraph/id/session/2017-18"
    assert iris.house(House.LORDS) == "http://data.parliament.uk/terms/25277"
    record = iris.source_record(Locator(FILE, "/result/items/3"))
    assert record == "https://w3id.org/pqgraph/id/source/abababababababab#/result/items/3"


@pytest.mark.parametrize("number", ["0", "00", "", "x", "-1", "4649 ", "４６４９", "1.5"])
def test_there_is_no_member_zero(number: str) -> None:
    with pytest.raises(ValueError, match="MNIS"):
        iris.member(number)


@pytest.mark.parametrize(
    "text",
    ["http://e/a b", "http://e/<a>", 'http://e/"', "http://e/a\nb", "http://e/%zz", "relative", "", "http:", "a b:c", "http://e/\ud800"],
)  # fmt: skip
def test_not_iris(text: str) -> None:
    assert not iris.is_iri(text)


@pytest.mark.parametrize("text", ["http://data.parliament.uk/resources/1", "urn:x:y", "http://e/é%20"])
def test_iris_that_are(text: str) -> None:
    assert iris.is_iri(text)


def test_a_question_without_a_number_is_known_by_what_it_says() -> None:
    day = dt.date(2018, 1, 18)
    one = iris.question_without_uin(House.COMMONS, day, "Heading", "Text")
    assert one.startswith("https://w3id.org/pqgraph/id/question/commons/2018-01-18/x")
    assert one == iris.question_without_uin(House.COMMONS, day, "Heading", "Text")
    assert one != iris.question_without_uin(House.COMMONS, day, "Heading", "Text.")
    assert "/unknown/" in iris.question_without_uin(None, day, None, "Text")
