"""What ``list`` and ``show`` can speak of, each kind with its table and its page."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pqgraph.errors import CODES
from pqgraph.rdf.vocabulary import short_name

__all__ = ["CATALOGUES", "Catalogue", "query_text"]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One kind of thing.

    Attributes:
        headings: Column names of its table; the first column names the thing.
        rows: Makes the table.
        text: All about the thing of a name; ``None`` if there is none.
    """

    headings: Sequence[str]
    rows: Callable[[], list[list[str]]]
    text: Callable[[str], str | None]


def _page(title: str, *parts: tuple[str, str | None]) -> str:
    """A title and its fields, long ones wrapped below their name."""
    lines = [title]
    for name, value in parts:
        if not value:
            continue
        if len(value) + len(name) < 90 and "\n" not in value:
            lines.append(f"  {name}: {value}")
        else:
            body = value if "\n" in value else textwrap.fill(value, 96)
            lines += [f"  {name}:", textwrap.indent(body, "    ")]
    return "\n".join(lines)


def _reader_rows() -> list[list[str]]:
    from pqgraph.readers import all_readers

    return [[reader.name, reader.summary] for reader in all_readers()]


def _reader_text(name: str) -> str | None:
    from pqgraph.readers import all_readers

    for reader in all_readers():
        if reader.name == name:
            return _page(name, ("reads", reader.summary), ("about", reader.description))
    return None


def _query_rows() -> list[list[str]]:
    from pqgraph.queries.catalogue import shipped

    return [[query.name, query.header.summary] for query in shipped()]


def query_text(name: str, catalogue: str | None = None) -> str:
    """The page of a stored query: a shipped one, a file, or one of a folder."""
    from pqgraph.cli.query_contents import query_page

    return _page(name, *query_page(name, catalogue))


def _shape_rows() -> list[list[str]]:
    from pqgraph.checks import shipped_shapes

    return [[shape.slug, shape.severity.value, shape.name] for shape in shipped_shapes().by_iri.values()]


def _shape_text(name: str) -> str | None:
    from pqgraph.checks import shipped_shapes

    shape = shipped_shapes().find(name)
    if shape is None:
        return None
    return _page(
        shape.slug,
        ("IRI", shape.iri),
        ("checks", shape.name),
        ("of", ", ".join(map(short_name, shape.targets))),
        ("severity", shape.severity.value),
        ("path", shape.path),
        ("message", shape.message),
        ("file", shape.file),
    )


def _term_rows() -> list[list[str]]:
    from pqgraph.rdf.vocabulary import vocabulary

    return [[term.name, term.kind, term.label] for term in vocabulary()]


def _term_text(name: str) -> str | None:
    from pqgraph.rdf.vocabulary import vocabulary

    for term in vocabulary():
        if name in (term.name, term.iri, term.name.partition(":")[2]):
            return _page(
                term.name,
                ("IRI", term.iri),
                ("kind", term.kind),
                ("label", term.label),
                ("below", ", ".join(term.parents)),
                ("domain", term.domain),
                ("range", term.range),
                ("means", term.definition),
                ("example", term.example),
            )
    return None


def _topic_rows() -> list[list[str]]:
    from pqgraph.topics import topics

    return [[topic.slug, topic.label, ", ".join(topic.alt_labels)] for topic in topics()]


def _topic_text(name: str) -> str | None:
    from pqgraph.topics import resolve_topic, topics

    try:
        slug = resolve_topic(name)
    except ValueError:
        return None
    topic = next(topic for topic in topics() if topic.slug == slug)
    return _page(
        topic.slug,
        ("IRI", topic.iri),
        ("label", topic.label),
        ("also", ", ".join(topic.alt_labels)),
        ("found as well", ", ".join(topic.hidden_labels)),
        ("takes in", topic.definition),
        ("broader", ", ".join(topic.broader)),
        ("related", ", ".join(topic.related)),
    )


def _error_rows() -> list[list[str]]:
    return [[code.id, str(int(code.exit)), code.title] for code in CODES.values()]


def _error_text(name: str) -> str | None:
    code = CODES.get(name.upper())
    if code is None:
        return None
    exits = {0: "0, the record is kept", 1: "1, a record is rejected"}.get(
        int(code.exit), str(int(code.exit))
    )
    return _page(
        f"{code.id} {code.title}", ("when", code.meaning), ("what to do", code.cure), ("exit code", exits)
    )


CATALOGUES: dict[str, Catalogue] = {
    "readers": Catalogue(("reader", "reads"), _reader_rows, _reader_text),
    "queries": Catalogue(("query", "question"), _query_rows, query_text),
    "shapes": Catalogue(("shape", "severity", "about"), _shape_rows, _shape_text),
    "terms": Catalogue(("term", "kind", "label"), _term_rows, _term_text),
    "topics": Catalogue(("topic", "label", "also"), _topic_rows, _topic_text),
    "errors": Catalogue(("code", "exit", "title"), _error_rows, _error_text),
}
