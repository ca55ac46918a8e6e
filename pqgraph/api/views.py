"""Which properties a client sees, under which keys and in which wrapping.

A view is a table of properties. Keys and wrapping are those of lda.data.parliament.uk, found in 510 of its items;
why Elda wraps one literal and leaves another plain was in a configuration that was never published.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Term
from pqgraph.terms import dcterms, foaf, parl, pq, rdf, rdfs, skos

__all__ = ["NOBODY", "QUESTION", "TABLES", "WRITTEN_QUESTION", "Otherwise", "Property", "View"]

NOBODY = "http://data.parliament.uk/members/0"
"""Whom the API names where prorogation ended the question; the graph has nobody there."""


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Where a value comes from if the property itself is not there.

    Attributes:
        predicate: Another property of the node, as a term.
        before: Text put before its value, if it is shown.
        equals: If given, the other property must have this value, and ``value`` is shown.
        value: The IRI that is shown then.
    """

    predicate: Term
    before: str = ""
    equals: Term | None = None
    value: str = ""


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a view.

    Attributes:
        key: Its name in JSON and XML.
        predicate: The property, as a term.
        wrapping: ``plain`` for a bare string, ``value`` for ``{"_value": …}``, ``resource`` for
            ``{"_about": …}`` with the properties of ``inner``.
        multiple: ``always`` gives a list even of one, ``many`` a list of several and else the value alone,
            ``never`` the first in order, whatever else the graph says.
        datatype: What the API says the datatype is, if that is not its name; days are ``dateTime``.
        inner: What is shown of a resource.
        otherwise: Where the value comes from if the property is not there.
        shared: Whether many items point to the same resource, so that what is shown of it is worth keeping.
    """

    key: str
    predicate: Term
    wrapping: Literal["plain", "value", "resource"] = "value"
    multiple: Literal["always", "many", "never"] = "many"
    datatype: str | None = None
    inner: tuple[Property, ...] = field(default=())
    otherwise: Otherwise | None = None
    shared: bool = False


View = tuple[Property, ...]
"""Properties in the order in which they are shown: that of their keys, capitals first, as Elda sorts them."""


def _view(*properties: Property) -> View:
    return tuple(sorted(properties, key=lambda each: each.key))


_DATE_TIME = "dateTime"

_MEMBER = _view(
    # Members who are known by name alone, or from other sources than the API, get the label that it would give.
    Property(
        "label",
        t.iri(rdfs.label),
        multiple="never",
        otherwise=Otherwise(t.iri(foaf.name), before="Biography information for "),
    )
)

_ATTACHMENT = _view(
    Property("fileName", t.iri(parl.fileName)),
    Property("title", t.iri(dcterms.title), wrapping="plain"),
)


def _of_answer(*, nobody: Otherwise | None) -> View:
    return (
        Property(
            "answeringMember",
            t.iri(parl.answeringMember),
            wrapping="resource",
            inner=_MEMBER,
            otherwise=nobody,
            shared=True,
        ),
        Property("answeringMemberConstituency", t.iri(parl.answeringMemberConstituency)),
        Property("answeringMemberPrinted", t.iri(parl.answeringMemberPrinted)),
        Property("attachment", t.iri(parl.attachment), wrapping="resource", inner=_ATTACHMENT),
    )


_VERSION = _view(*_of_answer(nobody=None))

_PROROGUED = Otherwise(
    t.iri(rdf.type),
    equals=t.iri(pq.ProrogationAnswer),
    value=NOBODY,
)

_ANSWER = _view(
    *_of_answer(nobody=_PROROGUED),
    Property("answerText", t.iri(parl.answerText)),
    Property("dateOfAnswer", t.iri(parl.dateOfAnswer), datatype=_DATE_TIME),
    Property("groupedQuestionUIN", t.iri(parl.groupedQuestionUIN)),
    Property("isMinisterialCorrection", t.iri(parl.isMinisterialCorrection)),
    Property("previousAnswerVersion", t.iri(parl.previousAnswerVersion), wrapping="resource", inner=_VERSION),
    Property("questionFirstAnswered", t.iri(parl.questionFirstAnswered), multiple="always"),
    Property(
        "questionFirstMinisteriallyCorrected",
        t.iri(parl.questionFirstMinisteriallyCorrected),
        multiple="always",
    ),
)

QUESTION = _view(
    Property("AnsweringBody", t.iri(parl.AnsweringBody), multiple="always"),
    Property("answer", t.iri(parl.answer), wrapping="resource", inner=_ANSWER),
    Property("answeringDeptId", t.iri(parl.answeringDeptId)),
    Property("answeringDeptShortName", t.iri(parl.answeringDeptShortName)),
    Property("answeringDeptSortName", t.iri(parl.answeringDeptSortName)),
    Property("date", t.iri(dcterms.date), datatype=_DATE_TIME),
    Property("hansardHeading", t.iri(parl.hansardHeading)),
    Property("houseId", t.iri(parl.houseId)),
    Property(
        "legislature",
        t.iri(parl.legislature),
        wrapping="resource",
        multiple="always",
        inner=_view(Property("prefLabel", t.iri(skos.prefLabel), multiple="never")),
        shared=True,
    ),
    Property("questionText", t.iri(parl.questionText), wrapping="plain"),
    Property("registeredInterest", t.iri(parl.registeredInterest)),
    Property("tablingMember", t.iri(parl.tablingMember), wrapping="resource", inner=_MEMBER, shared=True),
    Property("tablingMemberConstituency", t.iri(parl.tablingMemberConstituency)),
    Property("tablingMemberPrinted", t.iri(parl.tablingMemberPrinted), multiple="always"),
    Property("uin", t.iri(parl.uin), wrapping="plain"),
)
"""What ``answeredquestions`` shows of a question. Nothing of pqgraph's own."""

WRITTEN_QUESTION = _view(
    Property("AnswerDate", t.iri(parl.AnswerDate), datatype=_DATE_TIME),
    Property("AnsweringBody", t.iri(parl.AnsweringBody), multiple="always"),
    Property("dateTabled", t.iri(dcterms.date), datatype=_DATE_TIME),
    Property("questionText", t.iri(parl.questionText), wrapping="plain"),
    Property("tablingMember", t.iri(parl.tablingMember), wrapping="resource"),
    Property("tablingMemberPrinted", t.iri(parl.tablingMemberPrinted), multiple="always"),
    Property("title", t.iri(dcterms.title), wrapping="plain"),
    Property("uin", t.iri(parl.uin), wrapping="plain"),
)
"""What ``commonswrittenquestions`` and ``lordswrittenquestions`` show of a question."""

TABLES: dict[str, View] = {"question": QUESTION, "written-question": WRITTEN_QUESTION}
"""Views that an API description may name with ``pqapi:table``."""
