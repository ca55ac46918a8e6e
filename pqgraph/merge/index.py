"""Which questions there are, by number and by IRI: small rows on disk (SQLite), so that references can be resolved."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from pqgraph.model import House, Question

__all__ = ["Known", "QuestionIndex", "Undated"]

_SCHEMA = """
CREATE TABLE question (
    house TEXT, uin TEXT, tabled TEXT, answered TEXT, iri TEXT, api TEXT, part TEXT, heading TEXT, first TEXT,
    answers INTEGER
);
"""
_LOOKUPS = """
CREATE INDEX by_uin ON question (uin, house);
CREATE INDEX by_api ON question (api) WHERE api IS NOT NULL;
"""
_BATCH = 5000


class Known(NamedTuple):
    """What the index knows of a question with a UIN and a day of tabling."""

    tabled: dt.date
    answered: dt.date | None
    """The last day of an answer that any source gives."""
    iri: str | None
    """The official IRI, the first by text if sources disagree."""
    part: str
    """Where its records are spooled."""
    headings: str | None
    """The headings that sources give it, one behind the other."""
    has_answer: bool
    """Whether any source answers it."""


class Undated(NamedTuple):
    """What the index knows of a question of which no source tells the day of tabling."""

    first_answered: dt.date
    """The first day of an answer."""
    iri: str | None
    """The official IRI, the first by text if sources disagree."""


class QuestionIndex:
    """The index of a corpus. Add all questions, then :meth:`seal` it, then look up.

    Args:
        path: The file to make.
    """

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.executescript(_SCHEMA)
        self._rows: list[tuple[str | int | None, ...]] = []
        self._cache: dict[tuple[House, str], list[Known]] = {}
        self._has_undated = False

    def add(self, question: Question, house: House | None, answered: dt.date | None, part: str) -> None:
        """Note a record of a question.

        Args:
            question: The record.
            house: Its House.
            answered: The last day of its answers.
            part: Where it is spooled.
        """
        first = None
        if question.date_tabled is None and answered is not None:
            self._has_undated = True
            first = min(answer.date for answer in question.answers if answer.date is not None).isoformat()
        self._rows.append(
            (
                None if house is None else house.value,
                question.uin,
                None if question.date_tabled is None else question.date_tabled.isoformat(),
                None if answered is None else answered.isoformat(),
                question.iri,
                question.api_identifier,
                part,
                question.heading,
                first,
                bool(question.answers),
            )
        )
        if len(self._rows) >= _BATCH:
            self._flush()

    def seal(self) -> None:
        """Make it ready for looking up."""
        self._flush()
        self._db.executescript(_LOOKUPS)

    def add_answers(self, identifiers: Iterable[str]) -> None:
        """Note which questions, by their numbers in the questions-statements API, whole texts answer."""
        self._db.execute("BEGIN")
        self._db.executemany(
            "UPDATE question SET answers = 1 WHERE api = ? AND answers = 0", ((each,) for each in identifiers)
        )
        self._db.execute("COMMIT")
        self._cache.clear()

    def questions(self, house: House, uin: str) -> list[Known]:
        """The questions with this number, by day of tabling: one for each session that had one."""
        key = (house, uin)
        found = self._cache.get(key)
        if found is None:
            if len(self._cache) > 50_000:
                self._cache.clear()
            query = (
                "SELECT tabled, max(answered), min(iri), min(part), group_concat(DISTINCT heading), max(answers) "
                "FROM question WHERE uin = ? AND house = ? AND tabled IS NOT NULL GROUP BY tabled ORDER BY tabled"
            )
            with closing(self._db.execute(query, (uin, house.value))) as rows:
                found = [
                    Known(
                        dt.date.fromisoformat(tabled),
                        None if answered is None else dt.date.fromisoformat(answered),
                        iri,
                        part,
                        headings,
                        bool(answers),
                    )
                    for tabled, answered, iri, part, headings, answers in rows
                ]
            self._cache[key] = found
        return found

    def undated(self, house: House, uin: str, answered: dt.date) -> Undated | None:
        """The question with this number and last day of an answer, if no record of it tells when it was tabled."""
        if not self._has_undated:  # nearly always
            return None
        query = (
            "SELECT min(first), min(iri) FROM question "
            "WHERE uin = ? AND house = ? AND tabled IS NULL AND answered = ?"
        )
        with closing(self._db.execute(query, (uin, house.value, answered.isoformat()))) as rows:
            ((first, iri),) = rows
        return None if first is None else Undated(dt.date.fromisoformat(first), iri)

    def parts_of_api(self, identifier: str) -> list[str]:
        """Where records of the question with this number in the questions-statements API are spooled."""
        query = "SELECT DISTINCT part FROM question WHERE api = ? ORDER BY part"
        with closing(self._db.execute(query, (identifier,))) as rows:
            return [part for (part,) in rows]

    def redated(self) -> list[tuple[House, str, frozenset[dt.date]]]:
        """The days of questions that were tabled on several, as one number of the API or one official IRI shows.

        Returns:
            House, UIN and days, sorted.
        """
        found: dict[tuple[str, str], list[frozenset[dt.date]]] = {}
        for name in ("api", "iri"):
            query = (
                f"SELECT house, uin, group_concat(DISTINCT tabled) FROM question WHERE {name} IS NOT NULL "
                f"AND house IS NOT NULL AND uin IS NOT NULL GROUP BY house, uin, {name} "
                "HAVING count(DISTINCT tabled) > 1"
            )
            with closing(self._db.execute(query)) as rows:
                for house, uin, listed in rows:
                    days = frozenset(map(dt.date.fromisoformat, listed.split(",")))
                    sets = found.setdefault((house, uin), [])
                    days = days.union(*(other for other in sets if other & days))
                    found[house, uin] = [other for other in sets if not other & days] + [days]
        return sorted(
            ((House(house), uin, days) for (house, uin), sets in found.items() for days in sets),
            key=lambda row: (row[0].value, row[1], min(row[2])),
        )

    def parts_of(self, house: House, uin: str, day: dt.date) -> list[str]:
        """Where records of the question with this number and day are spooled."""
        query = "SELECT DISTINCT part FROM question WHERE uin = ? AND house = ? AND tabled = ? ORDER BY part"
        with closing(self._db.execute(query, (uin, house.value, day.isoformat()))) as rows:
            return [part for (part,) in rows]

    def move(self, house: House, uin: str, day: dt.date, to: dt.date, part: str) -> None:
        """Note that the records of a question with one day are of the question with another."""
        change = "UPDATE question SET tabled = ?, part = ? WHERE uin = ? AND house = ? AND tabled = ?"
        self._db.execute(change, (to.isoformat(), part, uin, house.value, day.isoformat()))
        self._cache.pop((house, uin), None)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _flush(self) -> None:
        self._db.execute("BEGIN")
        self._db.executemany("INSERT INTO question VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", self._rows)
        self._db.execute("COMMIT")
        self._rows.clear()

    def __enter__(self) -> QuestionIndex:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
