from hypothesis import given
from hypothesis import strategies as st

from pqgraph.topics import Place, Tagger, Topic, default_tagger, places
from pqgraph.topics.text import searchable, searchable_in_place, searchable_with_origins

SEND = "special-educational-needs-and-disabilities"
MARKED = st.text(alphabet=st.sampled_from("aA '’“—£…é\u00a0\u200b\t\n-,ﬁ"), max_size=40)


def test_places_of_a_question_heading_first():
    heading = "Schools: Special Educational Needs"
    text = "To ask the Secretary of State for Education, what steps he is taking on SEND in “schools”."
    assert places(default_tagger(), heading, text) == (
        Place("schools", "heading", "Schools", 0, 7),
        Place(SEND, "heading", "special educational needs", 9, 34),
        Place(SEND, "text", "SEND", 72, 76),
        Place("schools", "text", "Schools", 81, 88),
    )


def test_a_question_without_heading_or_topic():
    assert places(default_tagger(), None, "what his policy is on haircuts.") == ()
    assert places(default_tagger(), "", "") == ()


def test_places_are_of_the_text_as_given():
    tagger = Tagger([Topic("rail", "rail fares"), Topic("cafe", "café")])
    text = "on…  rail\u00a0 fa\u00adres in a cafe\u0301"
    assert [(place.topic, text[place.start : place.end]) for place in places(tagger, None, text)] == [
        ("rail", "rail\u00a0 fa\u00adres"),
        ("cafe", "cafe\u0301"),
    ]


@given(st.none() | st.text(max_size=60) | MARKED, st.text(max_size=60) | MARKED)
def test_topics_of_the_places_are_the_tags(heading, text):
    tagger = default_tagger()
    found = places(tagger, heading, text)
    assert tuple(sorted({place.topic for place in found})) == tagger.tag(heading, text)
    assert all(place.end <= len(heading or "" if place.where == "heading" else text) for place in found)


@given(st.text(max_size=60) | MARKED)
def test_a_text_in_place_has_each_byte_where_its_character_was(text):
    data = searchable_in_place(text)
    if data is not None:
        assert data == searchable(text)
        slow, origins = searchable_with_origins(text)
        assert [data[origin] for origin in origins] == list(slow)
