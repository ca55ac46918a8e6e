"""Codes PQ261 to PQ269: who a name is, and what registers of members say."""

from __future__ import annotations

from pqgraph.errors.code import ErrorCode, Exit

__all__ = ["ROWS"]

ROWS = (
    ErrorCode(
        "PQ261",
        "name not resolved",
        "No member of that name is in the register, or none of them sat in that House on that day. "
        "The name stays in the graph as a pq:UnresolvedMember.",
        "Give registers with --members, or as inputs; docs/members.md tells where to get them.",
        Exit.DONE,
    ),
    ErrorCode(
        "PQ262",
        "ambiguous name",
        "Two or more members of that name sat in that House on that day, and nothing that is printed tells them "
        "apart. The name stays in the graph as a pq:UnresolvedMember.",
        "Build it together with a source that has the member's number.",
        Exit.DONE,
    ),
    ErrorCode(
        "PQ263",
        "name contradicted",
        "The only members of that name who sat then had another party or constituency than is printed. "
        "The name stays in the graph as a pq:UnresolvedMember.",
        "Look at the place named; some sources print the party of today.",
        Exit.DONE,
    ),
    ErrorCode(
        "PQ264",
        "impossible interval",
        "A membership ends before it begins. It is left out; what else the source says of the member is kept.",
        "Correct the days in the source.",
        Exit.FINDINGS,
    ),
    ErrorCode(
        "PQ265",
        "two parties or seats at once",
        "By the days given, a member belonged to two parties, or held two Commons seats, at the same time. Both are "
        "kept; on the days in question neither is taken for the member's party or seat.",
        "Correct the days in the source.",
        Exit.DONE,
    ),
    ErrorCode(
        "PQ266",
        "sources disagree about a member",
        "Two records of a member give different facts where there can be only one. The one named first is kept.",
        "Look at both places, and correct or leave out the wrong source.",
        Exit.DONE,
    ),
    ErrorCode(
        "PQ267",
        "person without MNIS number",
        "A register has people without Parliament's number for them, which the graph identifies members by. "
        "They are left out.",
        "Nothing, if they sat before the 1980s or in other legislatures.",
        Exit.DONE,
    ),
)
