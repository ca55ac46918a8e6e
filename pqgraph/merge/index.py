"""Which questions there are, by number and by IRI: small rows on disk (SQLite), so that references can be resolved."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from pqgraph.model import House, Question

__all__ = ["Known", "QuestionIndex"]

_SCHEMA = """
CREATE TABLE question (
    house TEXT, uin TEXT, tabled TEXT, answered TEXT, iri TEXT, api TEXT, part TEXT
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
        self._rows: list[tuple[str | None, ...]] = []
        self._cache: dict[tuple[House, str], list[Known]] = {}

    def add(self, question: Question, house: House | None, answered: dt.date | None, part: str) -> None:
        """Note a record of a question."""
        self._rows.append(
            (
                None if house is None else house.value,
                question.uin,
                None if question.date_tabled is None else question.date_tabled.isoformat(),
                None if answered is None else answered.isoformat(),
                question.iri,
                question.api_identifier,
                part,
            )
        )
        if len(self._rows) >= _BATCH:
            self._flush()

    def seal(self) -> None:
        """Make it ready for looking up."""
        self._flush()
        self._db.executescript(_LOOKUPS)

    def questions(self, house: House, uin: str) -> list[Known]:
        """The questions with this number, by day of tabling: one for each session that had one."""
        key = (house, uin)
        found = self._cache.get(key)
        if found is None:
            if len(self._cache) > 50_000:
                self._cache.clear()
            query = (
                "SELECT tabled, max(answered), min(iri), min(part) FROM question "
                "WHERE uin = ? AND house = ? AND tabled IS NOT NULL GROUP BY tabled ORDER BY tabled"
            )
            with closing(self._db.execute(query, (uin, house.value))) as rows:
                found = [
                    Known(
                        dt.date.fromisoformat(tabled),
                        None if answered is None else dt.date.fromisoformat(answered),
                        iri,
                        part,
                    )
                    for tabled, answered, iri, part in rows
                ]
            self._cache[key] = found
        return found

    def parts_of_api(self, identifier: str) -> list[str]:
        """Where records of the question with this number in the questions-statements API are spooled."""
        query = "SELECT DISTINCT part FROM question WHERE api = ? ORDER BY part"
        with closing(self._db.execute(query, (identifier,))) as rows:
            return [part for (part,) in rows]

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _flush(self) -> None:
        self._db.execute("BEGIN")
        self._db.executemany("INSERT INTO question VALUES (?, ?, ?, ?, ?, ?, ?)", self._rows)
        self._db.execute("COMMIT")
        self._rows.clear()

    def __enter__(self) -> QuestionIndex:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
