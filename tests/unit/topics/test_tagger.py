import gzip
import json
import time
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqgraph.topics import Match, Tagger, Topic, default_tagger, topics
from pqgraph.topics.text import lowered, searchable

SEND = "special-educational-needs-and-disabilities"
ASK = "To ask the Secretary of State for Education, "


@pytest.fixture(scope="module")
def tagger():
    return default_tagger()


def test_the_seed_question(tagger):
    text = ASK + "what steps he is taking to improve support for children with special educational needs."
    assert tagger.tag("Special Educational Needs", text) == (SEND,)
    assert tagger.tag(None, text) == (SEND,)


@pytest.mark.parametrize(
    "text",
    [
        "how much SEND costs",
        "on SEND.",
        "(SEND)",
        "SEND",
        "SEND's",
        "SEN/SEND",
        "those with SEN",
        "an EHCP",
        "EHCPs",
        "ehc plans",
        "EHC-plans",
        "an education, health and care plan",
        "an Education Health and Care Plan",
        "special educational\u00a0needs",
        "special  educational\nneeds",
        "special\u200b educational needs",
        "special-educational needs",
        "special\u2011educational needs",
        "spe\u00adcial educational needs",
        "SPECIAL EDUCATIONAL NEEDS",
        "<p>special educational needs</p>",
        "special educational needs and/or disabilities",
    ],
)
def test_forms_of_send(tagger, text):
    assert tagger.tag(None, text) == (SEND,)


@pytest.mark.parametrize(
    "text",
    [
        "whether he will send a letter",
        "Send",
        "to SENDING",
        "SENDs",
        "RESEND",
        "sen",
        "Sen",
        "Amartya Sen",
        "SENATE",
        "SEND1",
        "present",
        "Senior",
        "special, educational, needs",
        "special educationalneeds",
        "",
        " ",
        ",",
    ],
)
def test_what_is_not_send(tagger, text):
    assert tagger.tag(None, text) == ()
    assert tagger.find(text) == []


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("claims for PIP", "personal-independence-payment"),
        ("law of the EU on this", "european-union"),
        ("the cost of HS2", "hs2"),
        ("trade with the US", "americas"),
        ("appointments with GPs", "general-practice"),
        ("use of AI in", "artificial-intelligence"),
        ("VAT on it", "tax"),
        ("A&E in Barnet", "hospitals"),
        ("nitrogen and PM2.5 at", "air-pollution"),
        ("Erasmus+ for", "higher-education"),
    ],
)
def test_abbreviations_count_in_capitals_only(tagger, text, slug):
    assert slug in tagger.tag(None, text)
    if slug not in ("hs2", "higher-education"):
        assert slug not in tagger.tag(None, text.lower())


def test_the_plural_of_an_abbreviation_keeps_its_small_s(tagger):
    assert tagger.tag(None, "jamming of GPS") == ()
    assert tagger.tag(None, "the new GPs") == ("general-practice",)
    own = Tagger([Topic("one", "ABCs", ("DE",)), Topic("two", "Fees")])
    assert own.tag(None, "ABCs") == ("one",)
    assert own.tag(None, "abcs ABCS DEs fees") == ("two",)


def test_a_minister_who_is_a_topic_is_none_in_the_address(tagger):
    assert tagger.tag(None, "To ask the Prime Minister, what his policy is on haircuts.") == ()
    assert tagger.find("To ask the Prime Minister, what his policy is on haircuts.") == []
    assert tagger.tag(None, "To ask the Prime Minister what his policy is on haircuts.") == ()
    assert tagger.tag(None, ASK + "what the Prime Minister has said.") == ("government",)


def test_the_longest_label_counts(tagger):
    assert tagger.tag(None, "a place in a special school") == ("special-schools",)
    assert tagger.tag(None, "special schools and schools") == ("schools", "special-schools")


def test_neighbours_share_a_space(tagger):
    assert tagger.tag(None, "autism hospitals autism") == ("autism", "hospitals")


def test_no_label_reaches_from_heading_to_text(tagger):
    assert tagger.tag("Special", "schools") == ("schools",)
    assert tagger.tag("Teachers", "") == ("teachers",)


@pytest.mark.parametrize("apostrophe", ["'", "’", "‘", "\u02bc", ""])
def test_apostrophes(tagger, apostrophe):
    text = f"waiting times for children{apostrophe}s mental health services"
    assert tagger.tag(None, text) == ("childrens-mental-health",)
    assert tagger.tag(None, f"schools{apostrophe} budgets") == ("schools",)


def test_the_address_is_no_topic(tagger):
    assert tagger.tag(None, ASK + "what his policy is on haircuts.") == ()
    assert (
        tagger.tag(None, "To  ask the Secretary of State for Education what his policy is on haircuts.") == ()
    )
    assert tagger.tag("Department for Education: Paper", "To ask Her Majesty's Government, why.") == ()
    health = "To ask the Secretary of State for Health and Social Care, what his policy is on "
    assert tagger.tag(None, health + "haircuts.") == ()
    assert tagger.tag(None, health + "health visitors.") == ("health-visiting",)


def test_find_gives_places_in_the_text_as_given(tagger):
    text = "«Schools»  and\n special\u00a0 \u200beducational needs: SEND, send"
    found = tagger.find(text)
    assert [(m.topic, text[m.start : m.end]) for m in found] == [
        ("schools", "Schools"),
        (SEND, "special\u00a0 \u200beducational needs"),
        (SEND, "SEND"),
    ]
    assert found[0] == Match("schools", 1, 8, "Schools")


@pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic.slug)
def test_every_label_is_found_as_its_topic(tagger, topic):
    assert [label for label in topic.labels if tagger.tag(None, f"on {label}, and") != (topic.slug,)] == []
    for label in topic.labels:
        assert [text[m.start : m.end] for text in (f"on {label}, and",) for m in tagger.find(text)] != []


def test_a_label_of_two_topics_is_refused():
    with pytest.raises(ValueError, match="the label 'B-C' belongs to the topics 'one' and 'two'"):
        Tagger([Topic("one", "b c"), Topic("two", "B-C")])


def test_a_label_in_two_cases_matches_in_any():
    assert Tagger([Topic("one", "ABC", ("abc",))]).tag(None, "Abc") == ("one",)
    assert Tagger([Topic("one", "abc", ("ABC",))]).tag(None, "Abc") == ("one",)


def test_letters_beyond_ascii():
    tagger = Tagger([Topic("town", "Ynys Môn"), Topic("greek", "λόγος")])
    assert tagger.tag(None, "in Ynys Môn, Ynys Mon or YNYS MO\u0302N") == ("town",)
    assert tagger.tag(None, "the ΛΌΓΟΣ of") == tagger.tag(None, "the λόγος of") == ("greek",)
    assert tagger.tag(None, "λόγοςλόγος") == ()


ADDRESS = "To ask the Secretary of State for Education,"
PARTS = "SEND send special schools School Education health and care plan teachers pay children s x é ﬁ"
WORDS = st.sampled_from([ADDRESS, *PARTS.split()])
GAPS = st.sampled_from([*" -'’/\n\t\u00a0\u200b\x0b\x1c", "  ", ", ", "", " — "])
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(st.tuples(WORDS, GAPS), max_size=12).map(lambda pairs: "".join(w + g for w, g in pairs)),
)


@given(st.none() | TEXTS, TEXTS)
def test_tag_is_what_find_finds_in_heading_and_text(heading, text):
    tagger = default_tagger()
    found = {match.topic for match in tagger.find(heading or "") + tagger.find(text)}
    assert tagger.tag(heading, text) == tuple(sorted(found | tagger.implied(found, text).keys()))
    for match in tagger.find(text):
        words = lowered(searchable(match.label)).split()
        assert b"".join(words).replace(b" ", b"") in lowered(
            searchable(text[match.start : match.end])
        ).replace(b" ", b"")


@cache
def labels_alone():
    return Tagger(topics())


@given(TEXTS, TEXTS, TEXTS)
def test_a_sentence_before_or_after_takes_no_topic_away(before, text, after):
    # Without rules: those ask whom a question addresses first.
    tagger = labels_alone()
    assert set(tagger.tag(None, text)) <= set(tagger.tag(None, f"{before} | {text} | {after}"))


OVERLAPPING = ("a", "b", "d", "a b", "b c", "c d e", "b c d", "e f g h", "g h")


@given(st.lists(st.sampled_from("abcdefghx"), max_size=14))
def test_leftmost_then_longest(words):
    tagger = Tagger([Topic(label.replace(" ", "-"), label) for label in OVERLAPPING])
    expected, place = [], 0
    while place < len(words):
        fitting = [
            label for label in OVERLAPPING if words[place : place + len(label.split())] == label.split()
        ]
        longest = max(fitting, key=len, default=None)
        if longest:
            expected.append((longest, 2 * place))
        place += len(longest.split()) if longest else 1
    assert [(match.label, match.start) for match in tagger.find(" ".join(words))] == expected


LABELS = st.sampled_from([label for topic in topics() for label in topic.labels])
# With an accent more, a label may be another: "Gaza" and "Gazañ".
LETTERS = st.text(alphabet=st.sampled_from("zẑqß9"), min_size=1, max_size=3)


@given(LABELS, LETTERS, st.sampled_from([(True, False), (False, True), (True, True)]))
def test_a_label_inside_a_word_does_not_count(label, letters, sides):
    before, after = (letters if side else "" for side in sides)
    plain = label.strip("+&). ")
    text = f"{before}{plain}{after}"
    # The rest of a label of several words may be a label of its own, but nothing reaches into the glued word.
    for match in default_tagger().find(text):
        assert not (before and match.start < len(before) + 1)
        assert not (after and match.end > len(text) - len(after) - 1)


@given(LABELS, st.sampled_from([str.lower, str.upper, str.title, str.swapcase]))
def test_the_case_counts_for_abbreviations_only(label, change):
    given_label, changed = f"on {label}, and", change(label)
    if label.isupper() or (label.endswith("s") and label[:-1].isupper()):
        topic = default_tagger().tag(None, given_label)
        found = {match.label for match in default_tagger().find(f"on {changed}, and")}
        assert topic
        assert changed == label or label not in found
    else:
        assert default_tagger().tag(None, f"on {changed}, and") == default_tagger().tag(None, given_label)


@given(TEXTS)
def test_what_was_found_is_found_again_alone_and_twice(text):
    tagger = default_tagger()
    for match in tagger.find(text):
        assert [again.topic for again in tagger.find(text[match.start : match.end])] == [match.topic]
    assert tagger.tag(text, text) == tagger.tag(None, text) == tagger.tag(None, text)


@given(TEXTS)
def test_places_of_labels_do_not_overlap_and_ascend(text):
    found = default_tagger().find(text)
    assert all(0 <= match.start < match.end <= len(text) for match in found)
    assert all(first.end <= second.start for first, second in pairwise(found))


def test_real_questions_are_tagged_fast_and_with_sense(tagger, shared_data):
    with gzip.open(shared_data / "api" / "commons-list.jsonl.gz", "rt", encoding="utf-8") as lines:
        values = [json.loads(line)["value"] for _, line in zip(range(8000), lines, strict=False)]
    begin = time.process_time()
    tags = [tagger.tag(value["heading"], value["questionText"]) for value in values]
    seconds = time.process_time() - begin
    # Seven microseconds on a quiet machine; seven times that is a fault, not a busy machine.
    assert seconds / len(values) < 50e-6
    headed = [
        found
        for value, found in zip(values, tags, strict=True)
        if (value["heading"] or "").startswith("Special Educational Needs")
    ]
    assert headed
    assert all(SEND in found for found in headed)
    assert sum(map(bool, tags)) > 0.93 * len(tags)
    # Some questions touch on much, most on one or two things.
    assert sum(map(len, tags)) < 2.2 * len(tags)
