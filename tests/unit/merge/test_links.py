"""Which question of the corpus a reference means."""

import datetime as dt
from pathlib import Path

import pytest

from pqgraph.merge.index import QuestionIndex
from pqgraph.merge.links import Linker
from pqgraph.model import House, Locator, Question, SourceFile

FILE = SourceFile(name="questions.jsonl", sha256="0" * 64, reader="api-json")
TEXT = "I refer the hon. Member to the answer I gave to Question 15550."


def linker(tmp_path: Path, *tabled: dt.date) -> Linker:
    index = QuestionIndex(tmp_path / "index.sqlite")
    for day in tabled:
        question = Question(
            locator=Locator(FILE, "L1"), text="x", uin="15550", date_tabled=day, house=House.COMMONS
        )
        index.add(question, House.COMMONS, None, "part")
    index.seal()
    return Linker(index)


@pytest.mark.parametrize(
    ("tabled", "answered", "found"),
    [
        # The only question of that number is of a later session, and so cannot be meant.
        ([dt.date(2026, 7, 2)], None, None),
        ([dt.date(2026, 7, 2)], dt.date(2024, 12, 19), None),
        ([dt.date(2024, 11, 21), dt.date(2026, 7, 2)], None, "2024-11-21"),
        ([dt.date(2024, 11, 21), dt.date(2026, 7, 2)], dt.date(2024, 12, 19), "2024-11-21"),
    ],
)
def test_an_answer_without_a_day_refers_within_the_session_of_its_question(
    tmp_path: Path, tabled: list[dt.date], answered: dt.date | None, found: str | None
) -> None:
    references = linker(tmp_path, *tabled).referred(TEXT, House.COMMONS, answered, dt.date(2024, 12, 12))
    expected = found and f"https://w3id.org/pqgraph/id/question/commons/{found}/15550"
    assert [(r.uin, r.question) for r in references] == [("15550", expected)]
