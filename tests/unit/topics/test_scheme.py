import re
from collections import defaultdict

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqgraph import iris, terms
from pqgraph.resources import resource
from pqgraph.topics import resolve_topic, topics, with_broader
from pqgraph.topics.tagger import _forms

SEND = "special-educational-needs-and-disabilities"
SCHEME = "https://w3id.org/pqgraph/id/topic"
SKOS = terms.PREFIXES["skos"]
BY_SLUG = {topic.slug: topic for topic in topics()}
QUADS = list(ox.parse(path=resource("ontology", "topics.ttl"), format=ox.RdfFormat.TURTLE))


def values(subject: str, predicate: str) -> list[str]:
    return [q.object.value for q in QUADS if q.subject.value == subject and q.predicate.value == predicate]


def test_topics_are_sorted_and_enough():
    assert [topic.slug for topic in topics()] == sorted(BY_SLUG)
    assert len(BY_SLUG) >= 70


@pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic.slug)
def test_concept_is_whole(topic):
    assert topic.iri == iris.topic(topic.slug) == f"{SCHEME}/{topic.slug}"
    assert values(topic.iri, terms.skos.prefLabel) == [topic.label]
    assert values(topic.iri, terms.skos.notation) == [topic.slug]
    assert values(topic.iri, terms.skos.inScheme) == [SCHEME]
    assert len(values(topic.iri, terms.skos.definition)) == 1
    assert len(topic.definition) > 40
    top = topic.iri in values(SCHEME, terms.skos.hasTopConcept)
    assert top == (not topic.broader) == (values(topic.iri, terms.skos.topConceptOf) == [SCHEME])


def test_every_department_has_topics():
    needed = "education health social-care housing local-government crime courts immigration foreign-affairs trade defence"
    needed += " energy environment farming transport digital science culture tax pensions social-security employment"
    needed += " business government elections parliament northern-ireland equality hs2 personal-independence-payment"
    assert set(needed.split()) <= set(BY_SLUG)


def test_labels_are_english():
    labels = [q.object for q in QUADS if q.predicate.value.endswith(("Label", "definition"))]
    assert labels
    assert {label.language for label in labels} == {"en"}


def test_broader_has_no_cycle_and_leads_to_topics():
    for slug in BY_SLUG:
        seen, todo = set(), [slug]
        while todo:
            for broader in BY_SLUG[todo.pop()].broader:
                assert broader != slug
                if broader not in seen:
                    seen.add(broader)
                    todo.append(broader)


def test_related_is_symmetric_and_apart_from_broader():
    for topic in topics():
        for other in topic.related:
            assert topic.slug in BY_SLUG[other].related
            assert other not in topic.broader


def test_a_label_belongs_to_one_topic_and_stands_once():
    owners = defaultdict(set)
    for topic in topics():
        assert len(set(topic.labels)) == len(topic.labels)
        for label in topic.labels:
            for form in _forms(label):
                owners[form.lower()].add(topic.slug)
    assert {form: found for form, found in owners.items() if len(found) > 1} == {}


def test_matches_lead_to_wikidata_or_the_thesaurus_and_the_page_counts_them(root):
    targets = [q.object.value for q in QUADS if q.predicate.value == SKOS + "closeMatch"]
    assert len(set(targets)) == len(targets)
    patterns = (r"http://www\.wikidata\.org/entity/Q[1-9]\d*", r"http://data\.parliament\.uk/terms/\d+")
    wikidata, thesaurus = (sum(bool(re.fullmatch(p, target)) for target in targets) for p in patterns)
    assert wikidata + thesaurus == len(targets)
    page = (root / "docs" / "topics.md").read_text("utf-8")
    assert f"Wikidata ({wikidata} topics)" in page
    assert thesaurus == 1


def test_the_page_has_the_present_topics(root):
    page = (root / "docs" / "topics.md").read_text("utf-8")
    labels = sum(len(topic.labels) for topic in topics())
    assert f"{len(BY_SLUG)} topics with {labels:,} labels" in page, "run python benchmarks/topics.py"
    assert [slug for slug in BY_SLUG if f"\n| {slug} | " not in page] == []


def test_broader_topics_at_any_distance():
    assert with_broader([]) == frozenset()
    assert with_broader(["hs2"]) == {"hs2", "railways", "transport"}
    assert with_broader(["childrens-mental-health"]) == {
        "childrens-mental-health",
        "children",
        "health",
        "mental-health",
    }
    with pytest.raises(KeyError):
        with_broader(["absent"])


@pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic.slug)
def test_broader_topics_are_closed(topic):
    found = with_broader([topic.slug])
    assert topic.slug in found
    assert with_broader(found) == found
    assert set(topic.broader) <= found


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("PIP", "personal-independence-payment"),
        ("HS2", "hs2"),
        ("Brexit", "european-union"),
        ("GPs", "general-practice"),
        (SEND, SEND),
        (f"{SCHEME}/{SEND}", SEND),
        ("SEND", SEND),
        ("send", SEND),
        ("  Special Educational\u00a0Needs ", SEND),
        ("Education, Health and Care Plan", SEND),
        ("CAMHS", "childrens-mental-health"),
        ("children’s mental health", "childrens-mental-health"),
    ],
)
def test_resolves_slug_iri_and_labels(text, slug):
    assert resolve_topic(text) == slug


@pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic.slug)
def test_every_label_resolves_to_its_topic(topic):
    assert {resolve_topic(label) for label in (topic.slug, topic.iri, *topic.labels)} == {topic.slug}


def test_an_unknown_topic_is_refused_with_near_ones():
    with pytest.raises(ValueError, match=r"'aprenticeship' is not a topic; did you mean apprenticeships\?"):
        resolve_topic("aprenticeship")
    with pytest.raises(ValueError, match="'pqgraph list topics' shows all"):
        resolve_topic("qqqq")


@given(st.text(max_size=40))
def test_any_text_resolves_or_is_refused(text):
    try:
        assert resolve_topic(text) in BY_SLUG
    except ValueError as problem:
        assert repr(text) in str(problem)
