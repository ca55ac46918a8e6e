"""What becomes of every real record: converted, rejected, and how many names are resolved. Writes docs/coverage.md.

Each source is converted alone, with the registers of members to look names up in. Usage: python benchmarks/coverage.py
"""

from __future__ import annotations

import sys
from collections import Counter
from typing import NamedTuple

import common

from pqgraph.pipeline import Pipeline
from pqgraph.terms import parl


class Target(NamedTuple):
    """What a source must reach."""

    converted: float
    """Least share of the records that is converted."""
    unresolved: float
    """Largest share of the names that leads to no certain member."""


NUMBERED = Target(0.999, 0)
"""Sources that give numbers of members; the few names without one are those of members who are known."""
NAMED = Target(0.999, 0.03)
"""Sources that give names alone."""
SOURCES = (
    ("questions-statements API, lists", ("api/commons-list.jsonl.gz",), NUMBERED),
    ("questions-statements API, whole texts filled in", ("api/commons-full.jsonl.gz",), NUMBERED),
    ("questions-statements API, states by day", ("api/commons-states.jsonl.gz",), NUMBERED),
    (
        "questions-statements API, recorded answers",
        ("api/recorded-2021-03-09", "api/recorded-2021-03-18"),
        NUMBERED,
    ),
    ("Linked Data API, JSON", ("lda/answeredquestions.json", "lda/answeredquestions_moj_update.json"), NUMBERED),
    ("Linked Data API, CSV as R exported it", ("lda/answeredquestions.csv",), NUMBERED),
    (
        "TheyWorkForYou, Commons, newest versions",
        ("parlparse/wrans/answers2009-10-26f.xml", "parlparse/wrans/answers2009-10-27c.xml"),
        NAMED,
    ),
    ("TheyWorkForYou, Lords", ("parlparse/lordswrans",), NAMED),
    ("Parliament's own triples", ("vocabularies/parl-triples",), NUMBERED),
    ("pages", ("seeds",), NAMED),
)  # fmt: skip
REGISTERS = ("members/mnis-2021", "members/members-api-2026/members_2026-05.jsonl")
ROLES = {f"<{parl.tablingMember}>", f"<{parl.answeringMember}>"}
PERSON = "<https://w3id.org/pqgraph/id/person/"
HEAD = """# Coverage

What becomes of every real record, source by source. Made by `make coverage` from a run over the records beside the
checkout; registers of members: MNIS of 2021 and the Members API of May 2026, with the names that ship.

"Names" are askers and answerers, each time one is named; "unresolved" those that lead to no certain member.
TheyWorkForYou, question pages and the askers of the CSV have names alone; elsewhere Parliament's number of the member
stands beside the name. That names lead to the right member was checked apart: [members](members.md#how-well-it-works).

| source | records | converted | rejected | names | unresolved | target | |
|---|---|---|---|---|---|---|---|
"""


def main() -> None:
    if common.real_file("api") is None:
        sys.stdout.write("real records are not here: nothing to report\n")
        return
    lines = [HEAD]
    members = [common.SHARED / register for register in REGISTERS]
    for title, names, target in SOURCES:
        pipeline = Pipeline([common.SHARED / name for name in names], members=members)
        people: Counter[bool] = Counter()
        # Problems of the registers themselves are not those of this source.
        for batch in pipeline.batches():
            for record in batch.records:
                people.update(o.startswith(PERSON) for _, p, o in record.triples if p in ROLES)
        tally = pipeline.tally
        rejected = ", ".join(f"{code} {count:,}" for code, count in sorted(tally.rejected.items())) or "none"
        total, open_names = people.total(), people[True]
        records = tally.questions + tally.rejections
        converted, unresolved = tally.questions / records, open_names / max(total, 1)
        is_met = converted >= target.converted and unresolved <= target.unresolved
        wanted = f"at most {target.unresolved:.0%}" if target.unresolved else "none"
        lines.append(
            f"| {title} | {records:,} | {converted:.2%} | {rejected} | {total:,} | {open_names:,} ({unresolved:.2%}) "
            f"| {target.converted:.1%} converted, {wanted} unresolved | {'met' if is_met else 'missed'} |\n"
        )
    text = "".join(lines)
    (common.ROOT / "docs" / "coverage.md").write_text(text, "utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
