"""Reader ``winning-candidacies``: who won each Commons election since 2010, from Parliament's election results."""

from __future__ import annotations

from collections.abc import Iterator

from pqgraph.model import House, Locator, Member, Party, SeatIncumbency, SourceFile
from pqgraph.readers._members_csv import RowError, constituency, day_of, headings, identifier, members, value
from pqgraph.readers.base import Item, Source

__all__ = ["READER", "WinningCandidacies"]

_HEADINGS = frozenset(
    (
        "mnis_id",
        "given",
        "family",
        "polling_on",
        "general_election",
        "constituency",
        "constituency_mnis_id",
        "constituency_gss",
        "parties",
        "parliament_period_id",
    )
)


class WinningCandidacies:
    """Reads ``derived_winning_candidacies.csv``: one seat for each row, from polling day on.

    The last day of a seat is not in the file; the register knows that a seat ends with its Parliament at the
    latest. The parties are those the seat was won for (``Labour|Co-operative Party``); which party the member
    belonged to on a later day the file does not tell.
    """

    name = "winning-candidacies"
    summary = "winners of Commons elections since 2010 as CSV (Parliament's election results, psephology)"
    description = (
        "Winners of general elections and by-elections since 2010 with their MNIS numbers and constituencies, from "
        "Parliament's election results service. Names are those of the ballot paper, which adds forms that MNIS lacks."
    )
    yields_members = True

    def accepts(self, head: bytes) -> bool:
        """Whether the first line has the headings of this file."""
        return {"mnis_id", "given", "family", "polling_on", "constituency"} <= set(headings(head))

    def read(self, source: Source, file: SourceFile) -> Iterator[Item]:
        """One record for each row; rows that cannot be used are rejected with their line.

        Raises:
            PqgraphError: PQ104, PQ105, PQ108, PQ110.
        """
        yield from members(source, file, _member, _HEADINGS)


def _member(row: dict[str, str], locator: Locator) -> Member:
    start = day_of(row, "polling_on")
    if start is None:
        raise RowError("PQ201", "polling_on is empty")
    names = [name.strip() for name in (value(row, "parties") or "").split("|")]
    seat = SeatIncumbency(
        house=House.COMMONS,
        constituency=constituency(row, "constituency_mnis_id", "constituency"),
        start=start,
        elected_for=tuple(Party(name=name) for name in names if name),
    )
    return Member(
        locator=locator,
        identifier=identifier(row, "mnis_id"),
        given_name=row.get("given") or None,
        family_name=row.get("family") or None,
        seats=(seat,),
    )


READER = WinningCandidacies()
