"""Topics of questions: the SKOS scheme ``ontology/topics.ttl``, and finding its topics in texts."""

from pqgraph.topics.scheme import Topic, load_topics, resolve_topic, topics
from pqgraph.topics.tagger import Match, Tagger, default_tagger

__all__ = ["Match", "Tagger", "Topic", "default_tagger", "load_topics", "resolve_topic", "topics"]
