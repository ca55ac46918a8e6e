"""References between questions: numbers in texts and groups, and which question of the corpus each means.

A UIN alone may mean a question of any session, so a reference is resolved by number and day within a session; what
stays open or leads astray is told, never guessed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from pqgraph import iris
from pqgraph.life.references import pursued, refers_elsewhere
from pqgraph.merge.index import Known, QuestionIndex
from pqgraph.merge.sessions import session_of
from pqgraph.model import House, Notice, Question, ResolvedReference

__all__ = ["Linker"]


class Linker:
    """Resolves references with the index of a whole corpus.

    Args:
        index: All questions of the corpus.
    """

    def __init__(self, index: QuestionIndex) -> None:
        self._index = index

    def iri(self, house: House, uin: str, known: Known) -> str:
        """The IRI that a question of the index has in the graph."""
        return known.iri or iris.question(house, known.tabled, uin)

    def group(
        self, question: Question, house: House | None, day: dt.date | None
    ) -> tuple[tuple[str, ...], list[Notice]]:
        """The questions of the corpus that are answered together with a question.

        Args:
            question: The question, all sources merged.
            house: Its House.
            day: The day it was tabled or, failing that, answered.

        Returns:
            Their IRIs, sorted, and notices (PQ272) of references that cannot be right: Parliament's own API once
            listed questions of the same number from earlier sessions.
        """
        references = question.grouped_with
        for answer in question.answers:
            references += answer.grouped_with
        if house is None or day is None or not references:
            return (), []
        session = session_of(day)
        found: set[str] = set()
        notices = []
        for uin in sorted({reference.uin for reference in references}):
            named = {r.date_tabled for r in references if r.uin == uin and r.date_tabled is not None}
            here = {tabled for tabled in named if session_of(tabled) == session}
            if strangers := named - here:
                days = ", ".join(str(tabled) for tabled in sorted(strangers))
                text = f"grouped with question {uin} of {days}, which is of another session: not linked"
                notices.append(Notice(code="PQ272", locator=question.locator, found=text))
                if not here:
                    continue
            known = [k for k in self._index.questions(house, uin) if session_of(k.tabled) == session]
            chosen = [k for k in known if k.tabled in here] or known
            if chosen:
                found.add(self.iri(house, uin, _nearest(chosen, day)))
            elif here:
                # Not in this corpus, but number and day tell what its IRI would be.
                found.add(iris.question(house, min(here), uin))
        return tuple(sorted(found)), notices

    def pursued(self, text: str, house: House | None, day: dt.date | None) -> tuple[ResolvedReference, ...]:
        """The earlier answers that a question pursues."""
        references = pursued(text, day)
        if not references:  # nearly always
            return ()
        return tuple(
            dict.fromkeys(
                self._resolved(reference.uin, reference.answered_on, house, day) for reference in references
            )
        )

    def referred(
        self, text: str | None, house: House | None, day: dt.date | None, asked: dt.date | None
    ) -> tuple[ResolvedReference, ...]:
        """The earlier answers that an answer refers to.

        Args:
            text: The answer.
            house: The House of its question.
            day: The day of the answer; some sources do not tell it.
            asked: The day of its question, whose session then decides.
        """
        referral = refers_elsewhere(text, day) if text else None
        if referral is None:
            return ()
        return tuple(
            dict.fromkeys(
                self._resolved(reference.uin, reference.answered_on, house, day, asked)
                for reference in referral.references
            )
        )

    def _resolved(
        self,
        uin: str | None,
        answered_on: dt.date | None,
        house: House | None,
        day: dt.date | None,
        asked: dt.date | None = None,
    ) -> ResolvedReference:
        question = None
        if uin is not None:
            # Members of one House pursue answers given in the other; only Lords numbers begin with letters.
            where = House.LORDS if uin.startswith("HL") else House.COMMONS
            candidates = [k for k in self._index.questions(where, uin) if day is None or k.tabled <= day]
            chosen = _meant(candidates, answered_on, day or asked)
            question = None if chosen is None else self.iri(where, uin, chosen)
        return ResolvedReference(uin=uin, answered_on=answered_on, question=question)


def _meant(candidates: list[Known], answered_on: dt.date | None, day: dt.date | None) -> Known | None:
    """The one question of a number that a text can mean."""
    if answered_on is not None:
        exact = [k for k in candidates if k.answered == answered_on]
        if len(exact) == 1:
            return exact[0]
        # Days are mistyped, and a corrected or held answer has another day than the text names.
        candidates = [k for k in candidates if k.tabled <= answered_on]
    named = answered_on or day
    if named is None:
        return candidates[0] if len(candidates) == 1 else None
    same = [k for k in candidates if session_of(k.tabled) == session_of(named)]
    return same[0] if len(same) == 1 else None


def _nearest(known: Iterable[Known], day: dt.date) -> Known:
    return min(known, key=lambda k: (abs((k.tabled - day).days), k.tabled))
