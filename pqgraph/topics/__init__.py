"""Topics of questions: the SKOS scheme ``ontology/topics.ttl``, and finding its topics in texts."""

from pqgraph.topics.places import Place, places
from pqgraph.topics.scheme import Topic, load_topics, resolve_topic, topics, with_broader
from pqgraph.topics.tagger import Match, Tagger, default_tagger

__all__ = [
    "Match",
    "Place",
    "Tagger",
    "Topic",
    "default_tagger",
    "load_topics",
    "places",
    "resolve_topic",
    "topics",
    "with_broader",
]
