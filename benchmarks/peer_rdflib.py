"""The same graph made with rdflib, written as its users would: one Graph per 500 records, N-Triples out.

Usage: python benchmarks/peer_rdflib.py INPUT.jsonl.gz OUTPUT.nt
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import rdflib
import rdflib.term
from rdflib import DCTERMS, RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef

# rdflib's own advice for speed and for leaving literals as they are.
rdflib.NORMALIZE_LITERALS = False

PARL = Namespace("http://data.parliament.uk/schema/parl#")
PQ = Namespace("https://w3id.org/pqgraph/def#")
PROV = Namespace("http://www.w3.org/ns/prov#")
ID = "https://w3id.org/pqgraph/id/"
HOUSES = {
    "Commons": ("1", "commons", "House of Commons", URIRef("http://data.parliament.uk/terms/25259")),
    "Lords": ("2", "lords", "House of Lords", URIRef("http://data.parliament.uk/terms/25277")),
}
BATCH = 500


def day(text: str) -> Literal:
    return Literal(text[:10], datatype=XSD.date)


def add_member(graph: Graph, node: URIRef, predicate: URIRef, number: int) -> None:
    member = URIRef(f"http://data.parliament.uk/members/{number}")
    graph.add((node, predicate, member))
    graph.add((member, RDF.type, PARL.Member))


def add_question(graph: Graph, value: dict[str, Any], source: str, line: int, labels: dict[str, str]) -> None:
    house_id, slug, house_label, house = HOUSES[value["house"]]
    tabled = value["dateTabled"][:10]
    iri = f"{ID}question/{slug}/{tabled}/{value['uin']}"
    q = URIRef(iri)
    html = (value["answerText"] or "").startswith("<")
    graph.add((q, RDF.type, PARL.WrittenParliamentaryQuestion))
    graph.add((q, PARL.uin, Literal(value["uin"])))
    graph.add((q, DCTERMS.date, day(tabled)))
    if value["heading"]:
        graph.add((q, PARL.hansardHeading, Literal(value["heading"])))
    graph.add((q, PARL.questionText, Literal(value["questionText"])))
    if len(value["questionText"]) == 255 and not html:
        graph.add((q, PQ.textClipped, Literal(True)))
    graph.add((q, PARL.registeredInterest, Literal(value["memberHasInterest"])))
    graph.add((q, PARL.houseId, Literal(house_id)))
    graph.add((q, PARL.legislature, house))
    graph.add((house, RDF.type, PQ.House))
    graph.add((house, SKOS.prefLabel, Literal(house_label)))
    body = URIRef(f"{ID}answering-body/{value['answeringBodyId']}")
    graph.add((q, PARL.AnsweringBody, Literal(value["answeringBodyName"])))
    graph.add((q, PARL.answeringDeptId, Literal(str(value["answeringBodyId"]))))
    graph.add((q, PQ.answeringBody, body))
    graph.add((body, RDF.type, PQ.AnsweringBody))
    label = labels.get(str(value["answeringBodyId"]), value["answeringBodyName"])
    graph.add((body, SKOS.prefLabel, Literal(label)))
    add_member(graph, q, PARL.tablingMember, value["askingMemberId"])
    kind = "NamedDay" if value["isNamedDay"] else "Ordinary"
    graph.add((q, PARL.writtenParliamentaryQuestionType, Literal(kind)))
    graph.add((q, PARL.AnswerDate, day(value["dateForAnswer"])))
    answered = bool(value["answerText"] or value["dateAnswered"])
    status = "Withdrawn" if value["isWithdrawn"] else "Tabled"
    if status == "Tabled" and answered:
        status = "Holding" if holds(value) else "Answered"
    graph.add((q, PARL.QuestionStatus, Literal(status)))
    if value["dateHoldingAnswer"]:
        graph.add((q, PARL.dateOfHoldingAnswer, day(value["dateHoldingAnswer"])))
    graph.add((q, PQ.apiIdentifier, Literal(str(value["id"]))))
    page = f"https://questions-statements.parliament.uk/written-questions/detail/{tabled}/{value['uin']}"
    graph.add((q, PARL.externalLocation, URIRef(page)))
    graph.add((q, PROV.wasDerivedFrom, URIRef(f"{ID}source/{source}#L{line}")))
    if answered:
        add_answer(graph, q, iri, value, slug, html)


def holds(value: dict[str, Any]) -> bool:
    """Whether the answer only holds the question; texts that were filled in later come without the flag."""
    if value["answerIsHolding"] is not None:
        return bool(value["answerIsHolding"])
    return "not be possible to answer this question within the usual time" in (value["answerText"] or "")


def add_answer(graph: Graph, q: URIRef, iri: str, value: dict[str, Any], slug: str, html: bool) -> None:
    for other in value["groupedQuestionsDates"]:
        other_iri = f"{ID}question/{slug}/{other['dateTabled'][:10]}/{other['questionUin']}"
        graph.add((q, PQ.groupedWith, URIRef(other_iri)))
    a = URIRef(f"{iri}/answer")
    graph.add((q, PARL.answer, a))
    graph.add((a, RDF.type, PARL.WrittenParliamentaryAnswer))
    correction, holding = value["answerIsCorrection"], holds(value)
    kind = PQ.CorrectingAnswer if correction else PQ.HoldingAnswer if holding else PQ.SubstantiveAnswer
    graph.add((a, RDF.type, kind))
    if value["answerText"]:
        graph.add((a, PARL.answerText, Literal(value["answerText"])))
        if len(value["answerText"]) == 258 and value["answerText"].endswith("...") and not html:
            graph.add((a, PQ.textClipped, Literal(True)))
    if value["dateAnswered"]:
        graph.add((a, PARL.dateOfAnswer, day(value["dateAnswered"])))
        if not holding:
            answered = dt.date.fromisoformat(value["dateAnswered"][:10])
            tabled = dt.date.fromisoformat(value["dateTabled"][:10])
            due = dt.date.fromisoformat(value["dateForAnswer"][:10])
            graph.add((q, PQ.daysToAnswer, Literal((answered - tabled).days)))
            graph.add((q, PQ.answeredLate, Literal(answered > due)))
    if value["answeringMemberId"]:
        add_member(graph, a, PARL.answeringMember, value["answeringMemberId"])
    if correction is not None:
        graph.add((a, PARL.isMinisterialCorrection, Literal(correction)))
    if value["dateAnswerCorrected"]:
        graph.add((a, PQ.dateCorrected, day(value["dateAnswerCorrected"])))
    if value["correctingMemberId"]:
        add_member(graph, a, PQ.correctingMember, value["correctingMemberId"])
    for uin in value["groupedQuestions"]:
        graph.add((a, PARL.groupedQuestionUIN, Literal(uin)))


def main(source: Path, target: Path) -> None:
    digest = hashlib.sha256(source.read_bytes()).hexdigest()[:16]
    reference = Graph().parse(Path(__file__).resolve().parent.parent / "ontology" / "bodies.ttl")
    labels = {str(s).rsplit("/", 1)[1]: str(o) for s, o in reference.subject_objects(SKOS.prefLabel)}
    with gzip.open(source, "rt", encoding="utf-8") as lines, target.open("wb") as out:
        graph = Graph()
        for number, line in enumerate(lines, start=1):
            add_question(graph, json.loads(line)["value"], digest, number, labels)
            if number % BATCH == 0:
                out.write(graph.serialize(format="nt", encoding="utf-8"))
                graph = Graph()
        out.write(graph.serialize(format="nt", encoding="utf-8"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
