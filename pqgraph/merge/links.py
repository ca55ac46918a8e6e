"""References between questions: numbers in texts and groups, and which question of the corpus each means.

A UIN alone may mean a question of any session, so a reference is resolved by number and day within a session; what
stays open or leads astray is told, never guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from pqgraph import iris
from pqgraph.life.references import pursued, refers_elsewhere
from pqgraph.merge.index import Known, QuestionIndex
from pqgraph.merge.sessions import session_of
from pqgraph.model import House, Notice, Question, ResolvedReference

__all__ = ["Linker"]

# What a question was about, behind its number: "on Hospitality Industry and Retail Trade: Business Rates, what". Where
# the text is cut off, the rest of it is not known.
_SUBJECT = re.compile(r",?\s+on\s+(?P<subject>[^\W\d].*?)(?:[.;?]|,\s+(?:and\s+)?[a-z(])", re.DOTALL)
_SUBJECT_LENGTH = 250
_WORD = re.compile(r"\w{2,}")
_EMPTY_WORDS = frozenset(("an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with"))


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
            day: The day it was tabled or, failing that, answered. Of others of which only the day of the answer is
                known, it is that of the question.

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
        answered = {answer.date for answer in question.answers if answer.date is not None}
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
            elif undated := [iri for on in sorted(answered) if (iri := self._undated(house, uin, on))]:
                found.update(undated)
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
                self._resolved(
                    reference.uin,
                    reference.answered_on,
                    house,
                    day,
                    said=text[reference.start : reference.end + _SUBJECT_LENGTH],
                )
                for reference in references
            )
        )

    def referred(
        self, text: str, house: House | None, day: dt.date | None, asked: dt.date | None
    ) -> tuple[ResolvedReference, ...]:
        """The earlier answers that an answer refers to.

        Args:
            text: The answer.
            house: The House of its question.
            day: The day of the answer; some sources do not tell it.
            asked: The day of its question, whose session then decides.
        """
        referral = refers_elsewhere(text, day)
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
        said: str = "",
    ) -> ResolvedReference:
        question, has_answer = None, True
        if uin is not None:
            # Members of one House pursue answers given in the other; only Lords numbers begin with letters.
            where = House.LORDS if uin.startswith("HL") else House.COMMONS
            candidates = [k for k in self._index.questions(where, uin) if day is None or k.tabled <= day]
            exact = [k for k in candidates if k.answered == answered_on] if answered_on is not None else []
            if len(exact) == 1:
                question = self.iri(where, uin, exact[0])
            elif answered_on is None or (question := self._undated(where, uin, answered_on)) is None:
                chosen = _meant(candidates, answered_on, day or asked)
                if chosen is not None and not _is_another(chosen, uin, answered_on, said):
                    question, has_answer = self.iri(where, uin, chosen), chosen.has_answer
        return ResolvedReference(uin=uin, answered_on=answered_on, question=question, has_answer=has_answer)

    def _undated(self, house: House, uin: str, answered: dt.date) -> str | None:
        """The IRI of the question of which nothing but the day of its answer is known."""
        known = self._index.undated(house, uin, answered)
        if known is None:
            return None
        # Its records are merged with those that tell when it was tabled, if there are any.
        dated = [k for k in self._index.questions(house, uin) if k.answered == answered]
        if len(dated) == 1:
            return self.iri(house, uin, dated[0])
        return known.iri or iris.question_answered(house, known.first_answered, uin)


def _meant(candidates: list[Known], answered_on: dt.date | None, day: dt.date | None) -> Known | None:
    """The one question of a number that a text can mean, if none was answered on the day that is named."""
    if answered_on is not None:
        # Days are mistyped, and a corrected or held answer has another day than the text names.
        candidates = [k for k in candidates if k.tabled <= answered_on]
    named = answered_on or day
    if named is None:
        return candidates[0] if len(candidates) == 1 else None
    same = [k for k in candidates if session_of(k.tabled) == session_of(named)]
    return same[0] if len(same) == 1 else None


def _is_another(known: Known, uin: str, answered_on: dt.date | None, said: str) -> bool:
    """Whether a text means another question than the one of the number that it names, since numbers are mistyped, too.

    So it is if it names another day as well as another subject. The day of tabling is often taken for that of the
    answer.
    """
    if answered_on is None or known.answered is None or answered_on == known.tabled or known.headings is None:
        return False
    number = re.search(rf"(?<!\d){uin.removeprefix('HL')}(?!\d)", said)
    match = None if number is None else _SUBJECT.match(said, number.end())
    return match is not None and not _words(match["subject"]) & _words(known.headings)


def _words(text: str) -> set[str]:
    """The words of substance, each by its beginning: "Tariff" and "Tariffs", "Pharmacy" and "Pharmacies" are alike."""
    return {word.rstrip("s")[:6] for word in _WORD.findall(text.casefold()) if word not in _EMPTY_WORDS}


def _nearest(known: Iterable[Known], day: dt.date) -> Known:
    return min(known, key=lambda k: (abs((k.tabled - day).days), k.tabled))
