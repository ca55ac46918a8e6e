"""The life of one invented question, as ``examples/life-cycle`` tells it in numbered files.

The table of states below is the one place to edit. ``python tests/unit/life/life_cycle.py`` writes the files; a test
compares. What a source would give on five days goes through the same code as real records.
"""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

from msgspec import structs

from pqgraph.life.transfers import Snapshot, one_life
from pqgraph.mapping import Mapper
from pqgraph.model import (
    Answer,
    AnsweringBody,
    House,
    Locator,
    MemberReference,
    Question,
    SourceFile,
)
from pqgraph.rdf.formats import find_format
from pqgraph.rdf.writers import make_writer

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "examples" / "life-cycle"

SOURCE = SourceFile(name="life-cycle.jsonl", sha256="5e3e" * 16, reader="api-states")
TRANSPORT = AnsweringBody(identifier="27", name="Department for Transport")
ENERGY = AnsweringBody(identifier="215", name="Department for Energy Security and Net Zero")
ASKER = MemberReference(identifier="999901", name="Jo Bloggs", list_name="Bloggs, Jo", seat="Anytown North")
MINISTER = MemberReference(identifier="999902", name="Sam Sample", list_name="Sample, Sam", seat="Sampleford")

ASKED = (
    "pursuant to the Answer of 3 March 2025 to Question 998877 on Electric Vehicles: Charging Points, how many public "
    "charging points {} has funded in Anytown North in each of the last three years."
)
HELD = "<p>It has not been possible to answer this question within the usual time. An answer is being prepared.</p>"
ANSWERED = "<p>The Department has funded 14 public charging points in Anytown North since April 2022.</p>"
CORRECTED = (
    '<p>The Department has funded <del class="ministerial">14</del><ins class="ministerial">41</ins> public charging '
    "points in Anytown North since April 2022.</p>"
)

TABLED = Question(
    locator=Locator(SOURCE, "L1"),
    text="To ask the Secretary of State for Transport, " + ASKED.format("her Department"),
    date_tabled=dt.date(2025, 3, 10),
    house=House.COMMONS,
    uin="999001",
    asking_member=ASKER,
    registered_interest=False,
    answering_body=TRANSPORT,
    date_for_answer=dt.date(2025, 3, 13),
    question_type="NamedDay",
    status="Tabled",
)
TRANSFERRED = structs.replace(
    TABLED,
    text="To ask the Secretary of State for Energy Security and Net Zero, " + ASKED.format("his Department"),
    answering_body=ENERGY,
    date_for_answer=dt.date(2025, 3, 17),
)
HOLDING = structs.replace(
    TRANSFERRED,
    status="Holding",
    date_of_holding_answer=dt.date(2025, 3, 17),
    answers=(
        Answer(text=HELD, date=dt.date(2025, 3, 17), member=MINISTER, is_holding=True, is_correction=False),
    ),
)
FINAL = Answer(
    text=ANSWERED, date=dt.date(2025, 3, 24), member=MINISTER, is_holding=False, is_correction=False
)
SUBSTANTIVE = structs.replace(
    HOLDING, status="Answered", heading="Electric Vehicles: Charging Points", answers=(FINAL,)
)
CORRECTION = structs.replace(
    SUBSTANTIVE,
    answers=(
        structs.replace(
            FINAL,
            text=CORRECTED,
            is_correction=True,
            date_corrected=dt.date(2025, 3, 28),
            correcting_member=MINISTER,
        ),
    ),
)

STEPS: tuple[tuple[str, str, dt.date, Question], ...] = (
    ("1-tabled", "Tabled on Monday 10 March 2025 for answer on a named day.", dt.date(2025, 3, 11), TABLED),
    ("2-transferred", "Transferred to another department.", dt.date(2025, 3, 12), TRANSFERRED),
    ("3-held", "Held: the day named has come, and the answer is not ready.", dt.date(2025, 3, 18), HOLDING),
    ("4-answered", "Answered, a week later.", dt.date(2025, 3, 25), SUBSTANTIVE),
    ("5-corrected", "Corrected: it was 41, not 14.", dt.date(2025, 3, 29), CORRECTION),
)


def text(step: int) -> str:
    """The file of a step, from 1: the graph of the question as it stood then."""
    lived = one_life([Snapshot(question, seen) for _, _, seen, question in STEPS[:step]])
    mapped = Mapper().map(lived)
    stream = io.BytesIO()
    writer = make_writer(stream, find_format("turtle"))
    writer.write_text(mapped.text)
    for entity in dict.fromkeys(mapped.entities):
        writer.write_text(entity.text)
    writer.close()
    name, title, _, _ = STEPS[step - 1]
    return f"# Step {name[0]} of 5. {title}\n\n{stream.getvalue().decode()}"


def files() -> dict[Path, str]:
    """Every file with the text it should have."""
    return {FOLDER / f"{step[0]}.ttl": text(number) for number, step in enumerate(STEPS, start=1)}


def main() -> None:
    """Write the files."""
    for path, content in files().items():
        path.write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
