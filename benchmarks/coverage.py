"""What becomes of every real record: converted, rejected, and how many names are resolved. Writes docs/coverage.md.

Each source is converted alone, with the registers of members to look names up in. Usage: python benchmarks/coverage.py
"""

from __future__ import annotations

import sys
from collections import Counter

import common

from pqgraph.pipeline import Pipeline
from pqgraph.terms import parl

SOURCES = (
    ("questions-statements API, lists", ("api/commons-list.jsonl.gz",)),
    ("questions-statements API, whole texts filled in", ("api/commons-full.jsonl.gz",)),
    ("questions-statements API, states by day", ("api/commons-states.jsonl.gz",)),
    ("questions-statements API, recorded answers", ("api/recorded-2021-03-09", "api/recorded-2021-03-18")),
    ("Linked Data API, JSON", ("lda/answeredquestions.json", "lda/answeredquestions_moj_update.json")),
    ("Linked Data API, CSV as R exported it", ("lda/answeredquestions.csv",)),
    (
        "TheyWorkForYou, Commons, newest versions",
        ("parlparse/wrans/answers2009-10-26f.xml", "parlparse/wrans/answers2009-10-27c.xml"),
    ),
    ("TheyWorkForYou, Lords", ("parlparse/lordswrans",)),
    ("Parliament's own triples", ("vocabularies/parl-triples",)),
    ("pages", ("seeds",)),
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

| source | records | converted | rejected | names | unresolved |
|---|---|---|---|---|---|
"""


def main() -> None:
    if common.real_file("api") is None:
        sys.stdout.write("real records are not here: nothing to report\n")
        return
    lines = [HEAD]
    members = [common.SHARED / register for register in REGISTERS]
    for title, names in SOURCES:
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
        lines.append(
            f"| {title} | {records:,} | {tally.questions / records:.2%} | {rejected} | {total:,} "
            f"| {open_names:,} ({open_names / max(total, 1):.2%}) |\n"
        )
    text = "".join(lines)
    (common.ROOT / "docs" / "coverage.md").write_text(text, "utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
