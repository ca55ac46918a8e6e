"""Every IRI that pqgraph mints. No other module makes one.

Each pattern stands in ``docs/graph.md``. Keys are percent-encoded as one path segment, so that any key gives a
valid IRI and two keys never give the same one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote

from pqgraph.model import House, Locator, SourceFile

__all__ = [
    "BASE",
    "DATASET",
    "OPEN_PARLIAMENT_LICENCE",
    "PROVENANCE_GRAPH",
    "STATISTICS",
    "UNKNOWN_HOUSE",
    "UNKNOWN_PERIOD",
    "allocation",
    "answer",
    "answering_body",
    "attachment",
    "constituency",
    "correction_original",
    "detail_page",
    "earlier_state",
    "earlier_version",
    "holding_answer",
    "house",
    "is_iri",
    "member",
    "membership",
    "month",
    "observation",
    "partition",
    "party",
    "person",
    "question",
    "question_answered",
    "question_without_uin",
    "round_robin",
    "session",
    "source",
    "source_record",
    "statistics",
    "statistics_column",
    "topic",
    "topic_match",
    "year",
]

BASE = "https://w3id.org/pqgraph/"
_ID = BASE + "id/"
PROVENANCE_GRAPH = BASE + "graph/provenance"
DATASET = _ID + "dataset"
STATISTICS = _ID + "statistics"
UNKNOWN_HOUSE = _ID + "unknown/house"
UNKNOWN_PERIOD = _ID + "unknown/period"
OPEN_PARLIAMENT_LICENCE = (
    "https://www.parliament.uk/site-information/copyright-parliament/open-parliament-licence/"
)

# RFC 3987 as RDF 1.1 uses it: absolute, and none of the characters that N-Triples forbids inside < >.
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\\x7f\ud800-\udfff]+\Z")
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def is_iri(text: str) -> bool:
    """Whether ``text`` is an absolute IRI that every RDF serialisation can carry."""
    return _IRI.match(text) is not None and ("%" not in text or _BAD_PERCENT.search(text) is None)


def _segment(key: str) -> str:
    if key.isascii() and key.isalnum():  # nearly every UIN
        return key
    return quote(key, safe="", errors="replace")


# Days recur by the thousand, and printing one costs as much as all the rest of an IRI.
_day = lru_cache(maxsize=65536)(dt.date.isoformat)


def house(which: House) -> str:
    """A House, by its term in Parliament's thesaurus."""
    return "http://data.parliament.uk/terms/" + ("25259" if which is House.COMMONS else "25277")


def member(identifier: str) -> str:
    """A member, by MNIS number.

    Raises:
        ValueError: The number is not one, or is 0, which Parliament writes where nobody answered.
    """
    if not (identifier.isascii() and identifier.isdecimal()) or not int(identifier):
        raise ValueError(f"{identifier!r} is not the MNIS number of a member")
    return f"http://data.parliament.uk/members/{int(identifier)}"


def person(name: str) -> str:
    """A printed name that is not resolved to a member. It stands for the name, not for one certain person."""
    return _ID + "person/" + _segment(name).replace("_", "%5F").replace("%20", "_")


def membership(member_identifier: str, kind: str, key: str) -> str:
    """A member's time in a seat or a party.

    Args:
        member_identifier: MNIS number of the member.
        kind: ``commons``, ``lords`` or ``party``.
        key: What tells it from the member's others of that kind: the first day, mostly.
    """
    return f"{_ID}membership/{int(member_identifier)}/{kind}/{_segment(key)}"


def party(identifier: str | None, name: str | None) -> str:
    """A party: by MNIS number, else by name.

    Raises:
        ValueError: There is neither.
    """
    return f"{_ID}party/{_number_or_name(identifier, name)}"


def constituency(identifier: str | None, name: str | None) -> str:
    """A constituency: by MNIS number, else by name.

    Raises:
        ValueError: There is neither.
    """
    return f"{_ID}constituency/{_number_or_name(identifier, name)}"


def _number_or_name(identifier: str | None, name: str | None) -> str:
    if identifier:
        return _segment(identifier)
    if not name:
        raise ValueError("there is neither number nor name")
    return _segment(name).replace("_", "%5F").replace("%20", "_")


def question(which: House, date_tabled: dt.date, uin: str) -> str:
    """A question, by its natural key."""
    # An Enum's properties cost more than all the rest, and this runs several times for each question.
    slug = "commons" if which is House.COMMONS else "lords"
    return f"{_ID}question/{slug}/{_day(date_tabled)}/{_segment(uin)}"


def question_answered(which: House, date_of_answer: dt.date, uin: str) -> str:
    """A question whose source does not tell when it was tabled: the day of its answer takes that day's place."""
    return f"{_ID}question/{which.slug}/answered-{date_of_answer.isoformat()}/{_segment(uin)}"


def question_without_uin(
    which: House | None, date: dt.date, heading: str | None, text: str, *, answered: bool = False
) -> str:
    """A question whose source gives no UIN: a digest of day, heading and text takes the number's place.

    Args:
        which: The House.
        date: The day it was tabled.
        heading: Its heading.
        text: Its text.
        answered: The day is that of the answer, because the source does not tell when it was tabled.
    """
    day = f"answered-{date.isoformat()}" if answered else date.isoformat()
    key = "\x1f".join((day, heading or "", text)).encode("utf-8", "replace")
    place = which.slug if which else "unknown"
    return f"{_ID}question/{place}/{day}/x{hashlib.sha256(key).hexdigest()[:16]}"


def answer(question_iri: str, number: int = 1) -> str:
    """An answer of a question; the first, mostly the only one, needs no number."""
    return f"{question_iri}/answer" if number == 1 else f"{question_iri}/answer/{number}"


def holding_answer(question_iri: str) -> str:
    """The holding answer that another answer of the question has replaced."""
    return f"{question_iri}/answer/holding"


def allocation(question_iri: str, number: int) -> str:
    """A time of a question with one answering body; numbers start at 1, the oldest."""
    return f"{question_iri}/allocation/{number}"


def earlier_state(question_iri: str, number: int) -> str:
    """What a question said before a change; numbers start at 1, the oldest."""
    return f"{question_iri}/earlier-state/{number}"


def attachment(answer_iri: str, number: int) -> str:
    """An attachment of an answer or earlier version; numbers start at 1."""
    return f"{answer_iri}/attachment/{number}"


def earlier_version(answer_iri: str, number: int) -> str:
    """An answer as it stood before a correction, by its place among the earlier versions, from 1."""
    return f"{answer_iri}/previousversion/{number}"


def correction_original(answer_iri: str) -> str:
    """The answer before its correction, where the source gives the text but no number of the version."""
    return f"{answer_iri}/previousversion/original"


def answering_body(identifier: str) -> str:
    """An answering body, by Parliament's number."""
    return f"{_ID}answering-body/{_segment(identifier)}"


def session(label: str) -> str:
    """A session, by its label in the form ``2017-19``; a slash in the source becomes a hyphen."""
    return f"{_ID}session/{_segment(label.strip().replace('/', '-'))}"


def month(year: int, number: int) -> str:
    """A calendar month, as the United Kingdom's reference data names it."""
    return f"http://reference.data.gov.uk/id/month/{year:04}-{number:02}"


def year(number: int) -> str:
    """A calendar year, as the United Kingdom's reference data names it."""
    return f"http://reference.data.gov.uk/id/year/{number:04}"


def round_robin(which: House, date_tabled: dt.date, digest: str) -> str:
    """A set of questions of one wording, put by one member on one day to many bodies."""
    return f"{_ID}round-robin/{which.slug}/{date_tabled.isoformat()}/{digest}"


def topic(slug: str) -> str:
    """A topic of ``ontology/topics.ttl``."""
    return f"{_ID}topic/{_segment(slug)}"


def statistics(name: str) -> str:
    """A dataset of the statistics, by its name in ``ontology/statistics.ttl``."""
    return f"{STATISTICS}/{_segment(name)}"


def statistics_column(dataset: str, name: str) -> str:
    """The property of one dataset's observations alone that repeats a dimension or a measure."""
    return f"{statistics(dataset)}/{_segment(name)}"


def observation(dataset: str, values: Iterable[str]) -> str:
    """An observation of the statistics.

    Args:
        dataset: Name of its dataset.
        values: The values of its dimensions in the order of the dataset: IRIs, or the text of a literal.
    """
    return f"{_ID}observation/{_segment(dataset)}/{'/'.join([_short(value) for value in values])}"


# What the values of dimensions are called in the IRIs of observations: short, and never the same for two values.
_SHORT = {
    house(House.COMMONS): House.COMMONS.slug,
    house(House.LORDS): House.LORDS.slug,
    UNKNOWN_HOUSE: "unknown",
    UNKNOWN_PERIOD: "unknown",
}
_SHORT_FORMS = (
    (re.compile(r"http://data\.parliament\.uk/members/(\d+)\Z", re.ASCII), ""),
    (re.compile(r"http://reference\.data\.gov\.uk/id/(?:month|year)/([\d-]+)\Z", re.ASCII), ""),
    (re.compile(_ID + r"(?:answering-body|topic|party)/([^/]+)\Z"), ""),
    (re.compile(_ID + r"person/([^/]+)\Z"), "person:"),
)


@lru_cache(maxsize=65536)
def _short(value: str) -> str:
    if value in _SHORT:
        return _SHORT[value]
    for form, prefix in _SHORT_FORMS:
        if (match := form.match(value)) is not None:
            return prefix + match[1]
    return quote(value, safe="")


def partition(kind: str, name: str) -> str:
    """The part of the dataset that is of one class or has one property.

    Args:
        kind: ``class`` or ``property``.
        name: Its name, with prefix where there is one: ``parl:Member``.
    """
    return f"{DATASET}/{kind}/{quote(name, safe=':')}"


def topic_match(question_iri: str, number: int) -> str:
    """A place in a question where a label of a topic stands; numbers start at 1."""
    return f"{question_iri}/topic-match/{number}"


def source(file: SourceFile) -> str:
    """A source file, by its content."""
    return f"{_ID}source/{file.sha256[:16]}"


def source_record(locator: Locator) -> str:
    """A record in a source file: the file's IRI with the place as fragment."""
    fragment = quote(locator.fragment, safe="/:@!$&'()*+,;=~?", errors="replace")
    return f"{source(locator.source)}#{fragment}"


def detail_page(date_tabled: dt.date, uin: str) -> str:
    """Parliament's web page of a question."""
    return (
        "https://questions-statements.parliament.uk/written-questions/detail/"
        f"{_day(date_tabled)}/{_segment(uin)}"
    )
