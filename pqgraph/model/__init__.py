"""The records that every reader makes and the one mapping takes: what Parliament published, and where it stood.

Words are those of Parliament's procedure. Nothing here knows a source format or RDF. Texts are as published;
days are :class:`datetime.date` in London; times stay text (``2018-11-27T17:29:33.427Z``) because Parliament
publishes up to seven fraction digits, more than :class:`datetime.datetime` can hold.
``None`` always means that the source does not say.
"""

from __future__ import annotations

from pqgraph.model.outcomes import Links, Notice, Record, Rejected, ResolvedReference
from pqgraph.model.people import (
    Constituency,
    Member,
    MemberReference,
    Party,
    PartyMembership,
    SeatIncumbency,
    Standing,
)
from pqgraph.model.places import AnsweringBody, House, Locator, Session, SourceFile
from pqgraph.model.questions import (
    Allocation,
    Answer,
    Attachment,
    EarlierState,
    EarlierVersion,
    Indexing,
    Question,
    QuestionReference,
    WholeText,
)

__all__ = [
    "Allocation",
    "Answer",
    "AnsweringBody",
    "Attachment",
    "Constituency",
    "EarlierState",
    "EarlierVersion",
    "House",
    "Indexing",
    "Links",
    "Locator",
    "Member",
    "MemberReference",
    "Notice",
    "Party",
    "PartyMembership",
    "Question",
    "QuestionReference",
    "Record",
    "Rejected",
    "ResolvedReference",
    "SeatIncumbency",
    "Session",
    "SourceFile",
    "Standing",
    "WholeText",
]
