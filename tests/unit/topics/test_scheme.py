from collections import defaultdict

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqgraph import iris, terms
from pqgraph.resources import resource
from pqgraph.topics import resolve_topic, topics
from pqgraph.topics.tagger import _forms

SEND = "special-educational-needs-and-disabilities"
SCHEME = "https://w3id.org/pqgraph/id/topic"
BY_SLUG = {topic.slug: topic for topic in topics()}
QUADS = list(ox.parse(path=resource("ontology", "topics.ttl"), format=ox.RdfFormat.TURTLE))


def values(subject: str, predicate: str) -> list[str]:
    return [q.object.value for q in QUADS if q.subject.value == subject and q.predicate.value == predicate]


def test_topics_are_sorted_and_enough():
    assert [topic.slug for topic in topics()] == sorted(BY_SLUG)
    assert len(BY_SLUG) >= 30


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


@pytest.mark.parametrize(
    ("text", "slug"),
    [
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
