"""A corpus of records, merged: everything in, one record of each question out, in the order of their days."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import cast

from msgspec import Struct, structs

from pqgraph import iris
from pqgraph.life.references import whole_numbers
from pqgraph.mapping import addressed_house, question_iri
from pqgraph.merge.fuse import Fused, furthest, fuse
from pqgraph.merge.groups import Moved, grouped, round_robins
from pqgraph.merge.index import Known, QuestionIndex
from pqgraph.merge.links import Linker
from pqgraph.merge.spool import Spool
from pqgraph.merge.whole_texts import with_whole_texts
from pqgraph.model import (
    Answer,
    House,
    Links,
    Locator,
    Member,
    Notice,
    Question,
    ResolvedReference,
    SourceFile,
    WholeText,
)

__all__ = ["Corpus", "MergedQuestion"]

_UNDATED = "-answered"


class MergedQuestion(Struct, frozen=True, kw_only=True):
    """One question of the corpus."""

    question: Question
    """What all sources say together."""
    links: Links
    """What it has to do with others, and where it comes from."""
    notices: tuple[Notice, ...]
    """What sources disagree on, and references that lead to no question or to more than one."""


class Corpus:
    """Takes records in any order, gives merged questions in one order.

    Args:
        folder: An empty folder for what is needed only until the end.
        records: A folder for the records, kept for a later build; records that are there belong to the corpus.
    """

    def __init__(self, folder: Path, records: Path) -> None:
        kept = (records / "questions", records / "texts", records / "members")
        for place in (*kept, folder / "placed", folder / "joined"):
            place.mkdir(parents=True, exist_ok=True)
        self._members = Spool(records / "members", Member)
        self._questions = Spool(records / "questions", Question)
        self._texts = Spool(records / "texts", WholeText)
        self._placed = Spool(folder / "placed", Question)
        self._joined = Spool(folder / "joined", WholeText)
        self._index = QuestionIndex(folder / "index.sqlite")
        self._files: set[SourceFile] = set()
        self._unmatched: Counter[SourceFile] = Counter()
        self._moved: dict[tuple[House, str, dt.date], dt.date] = {}

    def add(self, record: Question | WholeText) -> None:
        """Add a record."""
        if isinstance(record, WholeText):
            self._texts.put("texts", record)
        else:
            self._questions.put(_part(record), record)

    def registers(
        self, read: Sequence[tuple[SourceFile, list[Member]]]
    ) -> list[tuple[SourceFile, list[Member]]]:
        """Keep the members of registers, and give them together with those that were kept before, by file."""
        by_file: dict[SourceFile, list[Member]] = {}
        for part in self._members.parts():
            for member in cast(Iterator[Member], self._members.read(part)):
                by_file.setdefault(member.locator.source, []).append(member)
        for file, members in read:
            if file not in by_file:
                by_file[file] = members
                for member in members:
                    self._members.put("members", member)
        self._members.flush()
        self._files |= by_file.keys()
        return sorted(by_file.items(), key=lambda item: _file_key(item[0]))

    def files(self, read: Iterable[SourceFile]) -> list[SourceFile]:
        """The files of the whole corpus, in the order of their content, when :meth:`merged` has ended."""
        return sorted(self._files.union(read), key=_file_key)

    def notices(self) -> list[Notice]:
        """What :meth:`merged` found of whole files: whole texts whose questions are not in the corpus (PQ273)."""
        return [
            Notice(
                code="PQ273",
                locator=Locator(file, ""),
                found=f"{count:,} whole texts belong to no question of the inputs",
            )
            for file, count in sorted(self._unmatched.items(), key=lambda item: _file_key(item[0]))
        ]

    def merged(self) -> Iterator[MergedQuestion]:
        """Every question once, by month, House, day and number."""
        for part in self._questions.parts():
            for question in self._read(self._questions, part):
                self._files.add(question.locator.source)
                self._index.add(question, _house(question), _answered(question), part)
        self._index.seal()
        self._find_moved()
        self._join_texts()
        self._place()
        linker = Linker(self._index)
        for part in self._questions.parts():
            records = [record for record in self._read(self._questions, part) if self._home(record) == part]
            records += self._read(self._placed, part)
            texts: dict[str, list[WholeText]] = {}
            for text in cast(Iterator[WholeText], self._joined.read(part)):
                texts.setdefault(text.api_identifier, []).append(text)
            yield from _merged_part(records, texts, self._moved, linker)

    def close(self) -> None:
        """Let go of the index."""
        self._index.close()

    def _read(self, spool: Spool, part: str) -> Iterator[Question]:
        return cast(Iterator[Question], spool.read(part))

    def _join_texts(self) -> None:
        """Bring whole texts to the parts where their questions are."""
        answered: list[str] = []
        for part in self._texts.parts():
            for text in cast(Iterator[WholeText], self._texts.read(part)):
                homes = self._index.parts_of_api(text.api_identifier)
                self._files.add(text.locator.source)
                if not homes:
                    self._unmatched[text.locator.source] += 1
                elif text.answer_text is not None:
                    answered.append(text.api_identifier)
                for home in homes:
                    self._joined.put(home, text)
        self._joined.flush()
        self._index.add_answers(answered)

    def _known(self, record: Question) -> Known | None:
        """The dated question that a record without a day of tabling is of, by number and day of the answer."""
        house, answered = _house(record), _answered(record)
        if record.date_tabled is not None or record.uin is None or house is None or answered is None:
            return None
        matching = [k for k in self._index.questions(house, record.uin) if k.answered == answered]
        return matching[0] if len(matching) == 1 else None

    def _find_moved(self) -> None:
        """Find the questions whose day of tabling was changed; the day of the furthest record holds."""
        sets = {(house, uin, day): days for house, uin, days in self._index.redated() for day in days}
        records: dict[tuple[House, str, frozenset[dt.date]], list[Question]] = {}
        for part in sorted({part for key in sets for part in self._index.parts_of(*key)}):
            for record in self._read(self._questions, part):
                house, uin, day = _house(record), record.uin, record.date_tabled
                if house is not None and uin is not None and day is not None and (house, uin, day) in sets:
                    records.setdefault((house, uin, sets[house, uin, day]), []).append(record)
        for (house, uin, days), same in records.items():
            best = furthest(same)
            if best.date_tabled is not None:
                for day in days - {best.date_tabled}:
                    self._moved[house, uin, day] = best.date_tabled
                    self._index.move(house, uin, day, best.date_tabled, _part(best))

    def _home(self, record: Question) -> str:
        """The part to which a record belongs together with the others of its question."""
        if record.date_tabled is None:
            known = self._known(record)
            return _part(record) if known is None else known.part
        if self._moved and record.uin is not None and (house := _house(record)) is not None:
            day = self._moved.get((house, record.uin, record.date_tabled))
            return _part(record) if day is None else _month(day)
        return _part(record)

    def _place(self) -> None:
        """Bring records to the question they are of, if they stand in another part.

        These are records without a day of tabling, if a dated record tells it, and those of another day.
        """
        moved = {_month(day) for _, _, day in self._moved}
        for part in self._questions.parts():
            if part not in moved and not part.endswith(_UNDATED):
                continue
            for record in self._read(self._questions, part):
                home = self._home(record)
                if home == part:
                    continue
                if (known := self._known(record)) is not None:
                    record = structs.replace(record, date_tabled=known.tabled)
                self._placed.put(home, record)
        self._placed.flush()


def _file_key(file: SourceFile) -> tuple[str, str, str]:
    return (file.sha256, file.name, file.reader)


def _house(question: Question) -> House | None:
    return question.house or addressed_house(question.text)


def _answered(question: Question) -> dt.date | None:
    return max((answer.date for answer in question.answers if answer.date is not None), default=None)


def _month(day: dt.date) -> str:
    return day.isoformat()[:7]


def _part(question: Question) -> str:
    """The part a record belongs to: the month it was tabled, else the month of its answer."""
    if question.date_tabled is not None:
        return _month(question.date_tabled)
    answered = _answered(question)
    return f"{answered.isoformat()[:7]}{_UNDATED}" if answered is not None else f"0000-00{_UNDATED}"


def _merged_part(
    records: list[Question], texts: dict[str, list[WholeText]], moved: Moved, linker: Linker
) -> Iterator[MergedQuestion]:
    fused = [fuse(group) for group in grouped(records, moved)]
    fused = [with_whole_texts(one, texts) for one in fused]
    fused.sort(key=_order)
    robins = round_robins([one.question for one in fused])
    for one, robin in zip(fused, robins, strict=True):
        yield _linked(one, robin, linker)


def _order(one: Fused) -> tuple[str, str, str, str]:
    question, house = one.question, _house(one.question)
    day = question.date_tabled or _answered(question)
    return (
        day.isoformat() if day else "",
        house.value if house else "",
        question.uin or "",
        question_iri(question, house),
    )


def _referred(
    answer: Answer | None, house: House | None, asked: dt.date | None, linker: Linker
) -> tuple[ResolvedReference, ...]:
    if answer is None or answer.text is None:
        return ()
    text = whole_numbers(answer.text, clipped=answer.text_clipped)
    return linker.referred(text, house, answer.date, asked)


def _linked(one: Fused, robin: str | None, linker: Linker) -> MergedQuestion:
    question, house = one.question, _house(one.question)
    day = question.date_tabled or _answered(question)
    iri = question_iri(question, house)
    group, notices = linker.group(question, house, day)
    others = {*one.iris[1:]}
    if (
        one.without_iri
        and house is not None
        and question.uin is not None
        and question.date_tabled is not None
    ):
        others.add(iris.question(house, question.date_tabled, question.uin))
    current = next((answer for answer in question.answers if not answer.is_holding), None)
    links = Links(
        sources=one.sources,
        same_as=tuple(sorted(others - {iri})),
        grouped_with=tuple(other for other in group if other != iri),
        pursues=linker.pursued(whole_numbers(question.text, clipped=question.text_clipped), house, day),
        refers_to=_referred(current, house, day, linker),
        round_robin=robin,
    )
    return MergedQuestion(question=question, links=links, notices=(*one.conflicts, *notices))
