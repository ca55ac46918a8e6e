"""What belongs with a question: other questions, and the records that it was read from."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from pqgraph.api.pages.data import Data, Node, Row
from pqgraph.api.pages.links import page_of
from pqgraph.terms import dcterms, parl, pq, prov

__all__ = ["Other", "Relations", "Source", "relations_of", "sources_of"]

_MOST = 60
"""Other questions of one kind that are shown."""


@dataclass(frozen=True, slots=True)
class Other:
    """Another question.

    Attributes:
        iri: Its IRI.
        title: Its heading, else its number.
        href: Its page.
        day: When it was tabled.
        uin: Its number.
        body: Whom it was put to.
    """

    iri: str
    title: str
    href: str | None
    day: str
    uin: str
    body: str


@dataclass(frozen=True, slots=True)
class Relations:
    """Questions that have to do with a question.

    Attributes:
        group: Answered together with it.
        follows: Those whose answers it follows up, and so on back, the oldest first.
        followed: Those that follow it up, and so on.
        round_robin: The same question put to other bodies.
        refers: Those whose answers its answer refers to.
        referred: Those whose answers refer to its answer.
        named: Numbers and days of answers that its text names but no question here has.
    """

    group: tuple[Other, ...]
    follows: tuple[Other, ...]
    followed: tuple[Other, ...]
    round_robin: tuple[Other, ...]
    refers: tuple[Other, ...]
    referred: tuple[Other, ...]
    named: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A record that a question was read from.

    Attributes:
        file: Name of the file.
        place: The record's place in it: ``L12``, ``/result/items/3``.
        reader: What read it.
        iri: IRI of the record.
    """

    file: str
    place: str
    reader: str
    iri: str


def relations_of(data: Data, node: Node) -> Relations:
    """The questions that have to do with a question.

    Args:
        data: The store.
        node: The question.
    """
    q = f"<{node.iri}>"
    # One look-up for each kind; a store joins several in one query by trying them one after the other.
    patterns = {
        "group": f"{q} <{pq.groupedWith}> ?other",
        "follows": f"{q} <{pq.pursuantTo}>+ ?other",
        "followed": f"?other <{pq.pursuantTo}>+ {q}",
        "robin": f"{q} <{pq.partOfRoundRobin}> ?robin . ?other <{pq.partOfRoundRobin}> ?robin",
        "refers": f"{q} <{parl.answer}>/<{pq.refersToAnswer}> ?answer . ?other <{parl.answer}> ?answer",
        "referred": f"{q} <{parl.answer}> ?a . ?later <{pq.refersToAnswer}> ?a . ?other <{parl.answer}> ?later",
    }
    branches = " UNION ".join(f'{{ {p} BIND("{kind}" AS ?kind) }}' for kind, p in patterns.items())
    rows = data.rows(f"""
SELECT DISTINCT ?kind ?other ?heading ?uin ?day ?body WHERE {{
  {{ SELECT DISTINCT ?kind ?other WHERE {{ {branches} FILTER(?other != {q}) }} LIMIT 600 }}
  OPTIONAL {{ ?other <{parl.hansardHeading}> ?heading }}
  OPTIONAL {{ ?other <{parl.uin}> ?uin }}
  OPTIONAL {{ ?other <{dcterms.date}> ?day }}
  OPTIONAL {{ ?other <{pq.answeringBody}> ?body }}
}}""")
    labels = data.labels(row["body"] for row in rows if "body" in row)

    def of(kind: str) -> tuple[Other, ...]:
        found: dict[str, Other] = {}
        for row in rows:
            if row["kind"] == kind:
                found.setdefault(row["other"], _other(row, labels))
        return tuple(sorted(found.values(), key=lambda other: (other.day, other.uin, other.iri))[:_MOST])

    uins, days = node.all(pq.pursuedUin), node.all(pq.pursuedAnswerDate)
    named = tuple(zip(uins, days if len(days) == len(uins) else [""] * len(uins), strict=True))
    if not uins:
        named = tuple(("", day) for day in days)
    return Relations(
        of("group"), of("follows"), of("followed"), of("robin"), of("refers"), of("referred"), named
    )


def _other(row: Row, labels: dict[str, str]) -> Other:
    uin = row.get("uin", "")
    title = row.get("heading") or (f"Question {uin}" if uin else "A question that is not here")
    return Other(
        row["other"],
        title,
        # Where nothing is known of a question there is no page of it.
        page_of(row["other"]) if uin or "day" in row or "heading" in row else None,
        row.get("day", ""),
        uin,
        labels.get(row.get("body", ""), ""),
    )


def sources_of(data: Data, node: Node) -> tuple[Source, ...]:
    """The records that a thing was read from."""
    records = node.iris(prov.wasDerivedFrom)
    files = {record.partition("#")[0] for record in records}
    if not files:
        return ()
    values = " ".join(f"<{iri}>" for iri in sorted(files))
    inner = f"?file <{dcterms.title}> ?title . OPTIONAL {{ ?file <{pq.reader}> ?reader }}"
    rows = data.rows(
        f"SELECT DISTINCT ?file ?title ?reader WHERE {{ VALUES ?file {{ {values} }} "
        f"{{ {inner} }} UNION {{ GRAPH ?g {{ {inner} }} }} }}"
    )
    about = {row["file"]: row for row in rows}
    found = []
    for record in records:
        file, _, place = record.partition("#")
        row = about.get(file, {})
        name = row.get("title") or file.rpartition("/")[2]
        found.append(Source(name, unquote(place), row.get("reader", ""), record))
    return tuple(found)
