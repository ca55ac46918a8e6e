import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqgraph.rdf import terms as t

any_text = st.text(st.characters(exclude_categories=()), max_size=60)


def parsed(term: str) -> ox.Literal:
    quad = next(ox.parse(f"<http://e/s> <http://e/p> {term} .", format=ox.RdfFormat.N_TRIPLES))
    assert isinstance(quad.object, ox.Literal)
    return quad.object


@given(any_text)
def test_any_text_survives_except_characters_that_xml_cannot_carry(text: str) -> None:
    cleaned, count = t.clean_text(text)
    assert parsed(t.literal(text)) == ox.Literal(cleaned)
    assert count == sum(1 for a, b in zip(text, cleaned, strict=True) if a != b)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x00b", "a\ufffdb"),
        ("bell\x07", "bell\ufffd"),
        ("\x08\x0c", "\ufffd\ufffd"),
        ("\ud800", "\ufffd"),
        ("\ufffe", "\ufffd"),
        ("tab\tnewline\nreturn\r", "tab\tnewline\nreturn\r"),
        ("\\u0041", "\\u0041"),
        ("\\b \\f", "\\b \\f"),
        ("zero\u200bwidth no\u00a0break", "zero\u200bwidth no\u00a0break"),
        ("\U0001f600 é", "\U0001f600 é"),
    ],
)
def test_characters(text: str, kept: str) -> None:
    assert parsed(t.literal(text)).value == kept


def test_sixty_thousand_characters() -> None:
    text = "<p>" + "“Answer” & more, " * 3600 + "</p>"
    assert len(text) > 60_000
    assert parsed(t.literal(text)).value == text


@pytest.mark.parametrize(
    ("text", "lexical"),
    [
        ("2018-11-27T17:29:33.427Z", "2018-11-27T17:29:33.427Z"),
        ("2014-06-30T11:16:47.0098969Z", "2014-06-30T11:16:47.0098969Z"),
        ("2014-07-02T16:11:48.970Z", "2014-07-02T16:11:48.97Z"),
        ("2014-07-02T16:11:48.000Z", "2014-07-02T16:11:48Z"),
        ("2014-07-02T16:11:48+00:00", "2014-07-02T16:11:48Z"),
        ("2014-07-02T16:11:48+01:00", "2014-07-02T16:11:48+01:00"),
        ("2014-07-02T14:53:27.647", "2014-07-02T14:53:27.647"),
    ],
)
def test_times_get_their_canonical_form(text: str, lexical: str) -> None:
    literal = parsed(t.date_time(text))
    assert literal.value == lexical
    assert literal.datatype.value == "http://www.w3.org/2001/XMLSchema#dateTime"


@pytest.mark.parametrize(
    "text",
    ["2014-02-30T00:00:00Z", "2014-07-02", "2014-07-02T25:00:00Z", "", "today", "2014-07-02T16:11:48Zx"],
)  # fmt: skip
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        t.date_time(text)


def test_store_keeps_every_lexical_form_we_write() -> None:
    import datetime as dt

    written = [
        t.date(dt.date(2018, 11, 22)),
        t.date_time("2014-06-30T11:16:47.0098969Z"),
        t.boolean(True),
        t.boolean(False),
        t.integer(0),
        t.integer(-3),
        t.lang_literal("Schools", "en"),
    ]
    store = ox.Store()
    document = "".join(f"<http://e/s> <http://e/p{n}> {term} .\n" for n, term in enumerate(written))
    store.load(document, format=ox.RdfFormat.N_TRIPLES)
    assert sorted(str(quad.object) for quad in store) == sorted(written)
