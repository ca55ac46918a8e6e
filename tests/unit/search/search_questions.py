"""Questions as triples, written for tests of the search index."""

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

from pqgraph import terms
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Triple
from pqgraph.search import FOLDER, IndexWriter
from pqgraph.terms import dcterms, parl, pq

Graph = tuple[str, list[Triple]]
TYPE = t.iri(terms.rdf.type)


def iri(number: int) -> str:
    return f"http://data.parliament.uk/resources/{number:05}"


def question(
    number: int,
    *,
    heading: str | None = None,
    text: str = "To ask.",
    answer: str | None = None,
    tabled: dt.date | None = None,
    order: int | None = None,
    body: int | None = None,
    days: int | None = None,
    more: list[tuple[str, str]] | None = None,
) -> Graph:
    """A question with what a test is about, and nothing else."""
    node, answer_node = t.iri(iri(number)), t.iri(iri(number) + "/answer")
    triples = [
        (node, TYPE, t.iri(parl.WrittenParliamentaryQuestion)),
        (node, t.iri(parl.questionText), t.literal(text)),
    ]
    if heading is not None:
        triples.append((node, t.iri(parl.hansardHeading), t.literal(heading)))
    if tabled is not None:
        triples.append((node, t.iri(dcterms.date), t.date(tabled)))
    if order is not None:
        triples.append((node, t.iri(pq.sortKey), t.integer(order)))
    if days is not None:
        triples.append((node, t.iri(pq.daysToAnswer), t.integer(days)))
    if body is not None:
        iri_of_body = f"https://w3id.org/pqgraph/id/answering-body/{body}"
        triples.append((node, t.iri(pq.answeringBody), t.iri(iri_of_body)))
    if answer is not None:
        triples.append((node, t.iri(parl.answer), answer_node))
        triples.append((answer_node, t.iri(parl.answerText), t.literal(answer)))
    triples += [(node, t.iri(predicate), value) for predicate, value in more or []]
    return iri(number), triples


def write_index(folder: Path, questions: Sequence[Graph], *, content: str = "one") -> Path:
    """A folder that looks like a store's, with an index."""
    folder.mkdir(exist_ok=True)
    (folder / "manifest.json").write_text(json.dumps({"content": content}))
    broader = {"special-educational-needs-and-disabilities": ["schools"], "schools": ["education"]}
    with IndexWriter(folder / FOLDER, broader=broader) as writer:
        for subject, triples in questions:
            writer.add(subject, triples)
        writer.finish(content)
    return folder
