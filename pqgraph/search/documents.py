"""A question's triples to the document that the index holds of it.

The triples may come from the mapping or out of a store, in any order: the same triples give the same document.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

import orjson

from pqgraph import terms
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Term, Triple
from pqgraph.search.fields import FIELDS, Stored, bounds_of, day_number
from pqgraph.search.text import plain_text
from pqgraph.terms import dcterms, parl, pq

__all__ = ["ANSWER", "PREDICATES", "QUESTION", "TYPE", "Broader", "Document", "Documents"]

Document = dict[str, list[Stored]]
"""Values by field, each sorted and there once."""
Broader = Mapping[str, Iterable[str]]
"""The next broader topics of a topic, by slug."""

TYPE = t.iri(terms.rdf.type)
QUESTION = t.iri(parl.WrittenParliamentaryQuestion)
ANSWER = t.iri(parl.answer)
_CORRECTING = t.iri(pq.CorrectingAnswer)
_TEXT_OF_ANSWER = t.iri(parl.answerText)
_FIRST_GIVEN = t.iri(parl.questionFirstAnswered)
_FLAGS = ("isAnswered", "isWaiting", "isLate", "isWithdrawn", "isTransferred", "isCorrected", "isHeld")
_I64 = 1 << 63


Reader = Callable[[Term], Stored | None]


def _lexical(term: Term) -> str:
    """The text of a literal, with or without a datatype or language."""
    end = term.rindex('"')
    return str(orjson.loads(term[: end + 1])) if "\\" in term else term[1:end]


def _text(term: Term) -> Stored | None:
    return plain_text(_lexical(term)) or None if term[0] == '"' else None


def _name(term: Term) -> Stored | None:
    return _lexical(term) if term[0] == '"' else None


_common_name = lru_cache(maxsize=65536)(_name)
"""The same for names that recur by the thousand."""


def _node(name: str) -> Reader:
    local = FIELDS[name].local

    def read(term: Term) -> Stored | None:
        return local(term[1:-1]) if term[0] == "<" else None

    return lru_cache(maxsize=65536)(read)  # members and bodies recur by the thousand


@lru_cache(maxsize=65536)
def _day(term: Term) -> Stored | None:
    return day_number(_lexical(term)) if term[0] == '"' else None


def _number(term: Term) -> Stored | None:
    try:
        number = int(_lexical(term))
    except ValueError:
        return None
    return number if -_I64 <= number < _I64 else None


@lru_cache(maxsize=64)
def _true(term: Term) -> Stored | None:
    return True if term[0] == '"' and _lexical(term) in ("true", "1") else None


def _there(term: Term) -> Stored | None:
    return True


_OF_QUESTION: dict[Term, tuple[str, Reader]] = {
    t.iri(parl.hansardHeading): ("heading", _text),
    t.iri(parl.questionText): ("question", _text),
    t.iri(parl.uin): ("uin", _name),
    t.iri(parl.legislature): ("house", _node("house")),
    t.iri(pq.answeringBody): ("body", _node("body")),
    t.iri(parl.AnsweringBody): ("department", _common_name),
    t.iri(parl.answeringDeptId): ("departmentId", _common_name),
    t.iri(parl.answeringDeptShortName): ("departmentShort", _common_name),
    t.iri(parl.answeringDeptSortName): ("departmentSort", _common_name),
    t.iri(parl.tablingMemberConstituency): ("askerSeat", _common_name),
    t.iri(parl.houseId): ("houseId", _common_name),
    t.iri(parl.tablingMember): ("asker", _node("asker")),
    t.iri(parl.tablingMemberPrinted): ("askerPrinted", _common_name),
    t.iri(parl.registeredInterest): ("interest", _common_name),
    t.iri(pq.tablingMemberParty): ("party", _node("party")),
    t.iri(dcterms.subject): ("subject", _node("subject")),
    t.iri(parl.session): ("sessionName", _common_name),
    t.iri(pq.inSession): ("session", _node("session")),
    t.iri(parl.writtenParliamentaryQuestionType): ("type", _common_name),
    t.iri(parl.QuestionStatus): ("status", _common_name),
    t.iri(dcterms.date): ("tabled", _day),
    t.iri(pq.dateAnswered): ("answered", _day),
    t.iri(parl.AnswerDate): ("due", _day),
    t.iri(pq.daysToAnswer): ("days", lru_cache(maxsize=4096)(_number)),
    t.iri(pq.sortKey): ("order", _number),
    t.iri(pq.awaitsAnswer): ("isWaiting", _true),
    t.iri(pq.answeredLate): ("late", _common_name),
    t.iri(pq.transferred): ("isTransferred", _true),
    t.iri(pq.holdingAnswer): ("isHeld", _there),
}
_OF_ANSWER: dict[Term, tuple[str, Reader]] = {
    t.iri(parl.answeringMember): ("minister", _node("minister")),
    t.iri(parl.answeringMemberPrinted): ("ministerPrinted", _common_name),
    t.iri(parl.answeringMemberConstituency): ("ministerSeat", _common_name),
    t.iri(parl.isMinisterialCorrection): ("correction", _common_name),
    t.iri(parl.dateOfAnswer): ("replied", _day),
}
PREDICATES = (TYPE, ANSWER, *_OF_QUESTION, *_OF_ANSWER, _TEXT_OF_ANSWER, _FIRST_GIVEN)
"""All that documents are made of."""


class Documents:
    """Makes documents.

    Args:
        broader: The topics above each topic.
    """

    def __init__(self, broader: Broader) -> None:
        self._broader = broader
        self._above: dict[str, frozenset[str]] = {}
        self._with_broader = lru_cache(maxsize=16384)(self._union)

    def of(self, subject: str, triples: Iterable[Triple]) -> Document | None:
        """The document of a question; ``None`` if the subject is none.

        Args:
            subject: IRI of the question.
            triples: What is said of the question and its answers; what is said of anything else is passed over. What
                has no form that the graph allows, such as a day that does not exist, is not indexed.
        """
        node = t.iri(subject)
        document: Document = {}
        answers: list[Term] = []
        others: list[Triple] = []
        is_question = False
        for triple in triples:
            about, predicate, value = triple
            if about != node:
                others.append(triple)
            elif (rule := _OF_QUESTION.get(predicate)) is not None:
                name, read = rule
                stored = read(value)
                if stored is None:
                    pass
                elif name in document:
                    _put(document, name, stored)
                else:
                    document[name] = [stored]
                if name == "heading" and (whole := _name(value)) is not None:
                    _put(document, "headingWhole", whole)
            elif predicate == ANSWER:
                answers.append(value)
            elif value == QUESTION and predicate == TYPE:
                is_question = True
        if not is_question:
            return None
        if answers:
            _read_answers(answers, others, document)
        document["iri"] = [subject]
        if "late" in document:
            document["isLate"] = [not {"true", "1"}.isdisjoint(document["late"])]
        if "replied" in document:
            document["firstReplied"], document["lastReplied"] = (
                document["replied"][:1],
                document["replied"][-1:],
            )
        if "subject" in document:
            document["topic"] = [*self._with_broader(tuple(map(str, document["subject"])))]
        if "tabled" in document:
            months = sorted({int(day) // 100 for day in document["tabled"]})
            document["month"] = [_month(month) for month in months]
            document["year"] = sorted({month // 100 for month in months})
        document["hasAnswer"] = [bool(answers)]
        document["isAnswered"] = ["answered" in document]
        document["isWithdrawn"] = ["Withdrawn" in document.get("status", ())]
        for flag in _FLAGS:
            if flag not in document:
                document[flag] = [False]
        return document

    def _union(self, slugs: tuple[str, ...]) -> tuple[str, ...]:
        """Topics with all that are broader, sorted."""
        return tuple(sorted(frozenset[str]().union(*map(self._closure, slugs))))

    def _closure(self, slug: str) -> frozenset[str]:
        found = self._above.get(slug)
        if found is None:
            seen: set[str] = set()
            waiting = [slug]
            while waiting:
                if (next_slug := waiting.pop()) not in seen:
                    seen.add(next_slug)
                    waiting += self._broader.get(next_slug, ())
            found = self._above[slug] = frozenset(seen)
        return found


def _put(document: Document, name: str, value: Stored) -> None:
    values = document.get(name)
    if values is None:
        document[name] = [value]
    elif value not in values:
        insort(values, value)


@lru_cache(maxsize=4096)
def _month(number: int) -> str:
    return f"{number // 100:04}-{number % 100:02}"


def _read_answers(answers: list[Term], triples: list[Triple], document: Document) -> None:
    """Read what is said of the answers; their texts stand in the order of the answers' IRIs."""
    texts: list[tuple[Term, Stored]] = []
    for subject, predicate, value in triples:
        if subject not in answers:
            continue
        if predicate == _TEXT_OF_ANSWER:
            if (text := _text(value)) is not None:
                # Without its bracket, which would go after the slash of those that follow.
                texts.append((subject[:-1], text))
        elif (rule := _OF_ANSWER.get(predicate)) is not None:
            if (stored := rule[1](value)) is not None:
                _put(document, rule[0], stored)
        elif predicate == _FIRST_GIVEN:
            if value[0] == '"' and (bounds := bounds_of(_lexical(value))) is not None:
                _put(document, "firstGivenAfter", bounds[0])
                _put(document, "firstGivenBefore", bounds[1])
        elif value == _CORRECTING and predicate == TYPE:
            document["isCorrected"] = [True]
    if texts:
        document["answer"] = [text for _, text in sorted(set(texts))]
