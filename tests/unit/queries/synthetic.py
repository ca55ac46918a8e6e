"""A graph of any size, shaped like docs/graph.md, to measure queries on: ``python synthetic.py 40000 > graph.nt``.

The same numbers give the same graph. Nobody's names or texts are in it.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from collections.abc import Iterator

from pqgraph import iris
from pqgraph.model import House
from pqgraph.rdf.terms import Term, Triple, boolean, date, integer, iri, lang_literal, literal
from pqgraph.rdf.writers import ntriples
from pqgraph.terms import dcterms, foaf, parl, pq, rdf, skos

SEND = "special-educational-needs-and-disabilities"
MEMBERS, BODIES, TOPICS = 1450, 25, 100
DAYS = 3000


def graph(questions: int, seed: int = 1) -> Iterator[list[Triple]]:
    """The triples, some at a time."""
    chance = random.Random(seed)
    type_ = iri(rdf.type)
    for number in range(1, MEMBERS + 1):
        member = iri(iris.member(str(number)))
        names = [f"Member {number}", f"Dame Member {number}"][: 1 + (number % 10 == 0)]
        yield [
            (member, type_, iri(parl.Member)),
            *((member, iri(foaf.name), literal(name)) for name in names),
        ]
    for number in range(1, BODIES + 1):
        body = iri(iris.answering_body(str(number)))
        yield [(body, type_, iri(pq.AnsweringBody)), (body, iri(skos.prefLabel), literal(f"Body {number}"))]
    slugs = [SEND, "education", *(f"topic-{n}" for n in range(TOPICS))]
    yield [(iri(iris.topic(s)), iri(skos.prefLabel), lang_literal(s, "en")) for s in slugs]
    yield [(iri(iris.topic(SEND)), iri(skos.broader), iri(iris.topic("education")))]
    for count in range(DAYS // 28 + 1):
        year, month = divmod(2014 * 12 + 5 + count, 12)
        node = iri(iris.month(year, month + 1))
        yield [
            (node, type_, iri(pq.Month)),
            (node, iri(skos.prefLabel), literal(f"{year}-{month + 1:02}")),
            (node, iri(pq.startDate), date(dt.date(year, month + 1, 1))),
        ]
    for number in range(questions):
        yield _question(number, questions, slugs, chance)


def _question(number: int, questions: int, slugs: list[str], chance: random.Random) -> list[Triple]:
    question = iri(f"http://data.parliament.uk/resources/{number}")
    answer = iri(f"http://data.parliament.uk/resources/{number}/answer")
    tabled = dt.date(2014, 6, 1) + dt.timedelta(days=number * DAYS // questions)
    body = chance.randint(1, BODIES)
    asking = iris.member(str(int(chance.random() ** 2 * (MEMBERS - 1)) + 1))
    house = House.COMMONS if number % 5 else House.LORDS
    said: list[tuple[str, Term]] = [
        (rdf.type, iri(parl.WrittenParliamentaryQuestion)),
        (dcterms.date, date(tabled)),
        (parl.uin, literal(str(number))),
        (parl.hansardHeading, literal(f"Heading {number % 5000}")),
        (parl.questionText, literal(f"To ask question {number}.")),
        (parl.legislature, iri(iris.house(house))),
        (pq.answeringBody, iri(iris.answering_body(str(body)))),
        (parl.tablingMember, iri(asking)),
        (parl.AnswerDate, date(tabled + dt.timedelta(days=7))),
        (parl.QuestionStatus, literal("Answered" if number % 20 else "Tabled")),
        (pq.monthTabled, iri(iris.month(tabled.year, tabled.month))),
        (pq.sortKey, integer(int(f"{tabled:%Y%m%d}{house is House.LORDS:d}{number:09}"))),
    ]
    if chance.random() < 0.02:
        said.append((dcterms.subject, iri(iris.topic(SEND))))
    if chance.random() < 0.5:
        said.append((dcterms.subject, iri(iris.topic(chance.choice(slugs[1:])))))
    answered: list[tuple[str, Term]] = []
    if number % 20:
        days = chance.randint(1, 30)
        is_holding = number % 50 == 1
        said.append((parl.answer, answer))
        answered = [
            (rdf.type, iri(parl.WrittenParliamentaryAnswer)),
            (rdf.type, iri(pq.HoldingAnswer if is_holding else pq.SubstantiveAnswer)),
            (parl.dateOfAnswer, date(tabled + dt.timedelta(days=days))),
            (parl.answeringMember, iri(iris.member(str(body * 10 + number % 4)))),
            (parl.answerText, literal(f"<p>Answer {number}.</p>")),
        ]
        if not is_holding:
            said += [
                (pq.daysToAnswer, integer(days)),
                (pq.answeredLate, boolean(days > 7)),
                (pq.dateAnswered, date(tabled + dt.timedelta(days=days))),
            ]
    if not number % 20 or number % 50 == 1:
        said.append((pq.awaitsAnswer, boolean(True)))
    return [
        *((question, iri(p), o) for p, o in said),
        *((answer, iri(p), o) for p, o in answered),
    ]


if __name__ == "__main__":
    for triples in graph(int(sys.argv[1])):
        sys.stdout.write(ntriples(triples))
