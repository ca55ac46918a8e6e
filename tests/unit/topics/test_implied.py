"""Topics that follow from others that stand together."""

import re

import pytest

from pqgraph.topics import Place, Tagger, Topic, default_tagger, places, topics
from pqgraph.topics.implied import IMPLIED, Implication, narrowed

SEND = "special-educational-needs-and-disabilities"
ASK = "To ask the Secretary of State for Education, "
HEALTH = "To ask the Secretary of State for Health and Social Care, "


@pytest.mark.parametrize(
    "text",
    [
        ASK + "how many autistic children are excluded from school.",
        ASK + "what guidance schools have on reasonable adjustments for disabled children.",
        ASK + "how schools support children with Down's syndrome.",
        ASK + "what nurseries do for deaf children in the early years.",
        ASK + "what her policies are on education for autistic children and young people.",
        ASK + "what steps she is taking to screen children for dyslexia.",
        ASK + "what assessment she has made of access to speech and language therapy.",
        ASK + "how many special schools will open in Lincolnshire.",
        # Lords questions go to the Government as a whole.
        "To ask His Majesty's Government what support schools give to autistic pupils who are excluded from school.",
        "<p>" + ASK + "how many autistic children are excluded from school.</p>",
    ],
)
def test_needs_at_school(text):
    assert SEND in default_tagger().tag(None, text)


@pytest.mark.parametrize(
    "text",
    [
        # Autism, and no school; a school, and no need.
        ASK + "whether she will meet the Youth Network of Ambitious about Autism.",
        ASK + "how many children are excluded from school.",
        # The same of another department.
        HEALTH + "how long children of school age wait for an autism diagnosis.",
        HEALTH + "what he is doing to shorten waits for speech and language therapy.",
        HEALTH + "what support adults with dyslexia have.",
        "To ask His Majesty's Government what support adults with dyslexia have.",
        # Universities are none of its business.
        ASK + "what support universities give to disabled students.",
        # Special schools in a row with others.
        ASK + "how many meals are served in (a) primary, (b) secondary and (c) special schools.",
    ],
)
def test_other_needs_and_other_schools(text):
    assert SEND not in default_tagger().tag(None, text)


def test_the_heading_counts_too():
    text = ASK + "what steps she is taking in Barnet."
    assert SEND in default_tagger().tag("Schools: Neurodiversity", text)
    assert SEND in default_tagger().tag("Autism: Private Schools", text)
    assert SEND not in default_tagger().tag("Autism", text)


def test_the_places_are_those_of_what_it_follows_from():
    text = ASK + "how many autistic children are in isolation at school."
    assert places(default_tagger(), None, text) == (
        Place("autism", "text", "autistic", 54, 62),
        Place("schools", "text", "school", 92, 98),
        Place(SEND, "text", "autistic", 54, 62),
    )


def test_a_topic_that_is_named_is_not_implied_as_well():
    text = ASK + "how many autistic pupils with SEND are at school."
    named = {place.topic for place in places(default_tagger(), None, text)}
    assert SEND in named
    assert default_tagger().implied(named, text) == {}


def rule(**fields):
    base = {"topic": "c", "named": frozenset("a"), "beside": (frozenset("b"),), "bodies": frozenset({"60"})}
    return Implication(**(base | fields))


ENTRIES = (Topic("a", "apple"), Topic("b", "bread"), Topic("c", "cake"), Topic("d", "dough", broader=("b",)))


def test_a_rule_of_ones_own():
    tagger = Tagger(ENTRIES, rules=[rule(unless=re.compile("pear"))])
    assert tagger.tag(None, ASK + "apple bread") == ("a", "b", "c")
    assert tagger.tag("apple", ASK + "dough") == ("a", "c", "d")
    assert tagger.tag(None, ASK + "apple bread pear") == ("a", "b")
    assert tagger.tag(None, HEALTH + "apple bread") == ("a", "b")
    assert tagger.tag(None, "apple bread") == ("a", "b", "c")
    assert Tagger(ENTRIES, rules=[rule(beside=())]).tag(None, "apple") == ("a",)
    assert Tagger(ENTRIES, rules=[rule(beside=())]).tag(None, ASK + "apple") == ("a", "c")


def test_a_rule_with_an_unknown_topic_is_refused():
    with pytest.raises(ValueError, match="a rule names 'z', which is not a topic"):
        Tagger(ENTRIES, rules=[rule(beside=(frozenset("bz"),))])


def test_narrower_topics_count():
    (one, *_) = narrowed(IMPLIED, topics())
    assert {"learning-disability", "specific-learning-difficulties"} <= one.named
    assert "school-exclusions" in one.beside[0]
    assert "higher-education" not in one.beside[0]
