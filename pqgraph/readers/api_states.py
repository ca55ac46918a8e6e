"""Reader ``api-states``: questions of the questions-statements API, each in every state it was seen in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from pqgraph.life.transfers import Snapshot, one_life
from pqgraph.model import Locator, Notice, Question, Rejected, SourceFile
from pqgraph.readers._api_lenient import known, unknown_fields, wrong_shape
from pqgraph.readers._api_records import question
from pqgraph.readers._api_shapes import ApiQuestion
from pqgraph.readers._json import (
    Chunk,
    FieldError,
    Foreign,
    Parser,
    genuine,
    glimpse,
    is_lines,
    replaced,
    scrub,
)
from pqgraph.readers._json_head import key_paths
from pqgraph.readers._json_ways import Part, nameless, parts, two_ways
from pqgraph.readers.base import Item, Source, UnknownFields

__all__ = ["READER", "ApiStates"]

_LONDON = ZoneInfo("Europe/London")


class _State(Struct, forbid_unknown_fields=True):
    value: ApiQuestion
    snapshot_date: str | None = None
    commit: Any = None


class _Watched(Struct, forbid_unknown_fields=True):
    states: list[_State]
    id: int | None = None


_OUTER = frozenset(_Watched.__struct_fields__)
_INNER = frozenset(_State.__struct_fields__)
_decode = msgspec.json.Decoder(_Watched).decode


class ApiStates:
    """Reads JSON Lines, or a list, of questions that were watched: ``{"id": …, "states": [{…}, …]}``.

    Each state is a ``snapshot_date`` and, as ``value``, the question as the API gave it then. A question becomes
    one record: its last state with what the earlier ones tell of its life (transfers with the day they were first
    seen, the holding answer, the answer before a correction, what it said before it was changed). Days of
    snapshots are days in London. States that are out of order are put in order.

    A record's locator is its line (``L5``), its place in the list (``/3``), or empty for a single question. If a
    state cannot be used it is rejected at its own place (``L5/states/0/value/dateTabled``) and the question is
    made of the others; without its last state, a question is rejected whole, because what it says now is not
    known.
    """

    name = "api-states"
    summary = "states of questions as the questions-statements API gave them on several days"
    description = (
        "What one gets by saving the answers of Parliament's API day after day: one question a line, with every "
        "state in which it was seen. Only such a series tells of transfers between departments, and keeps holding "
        "answers after the substantive one has replaced them."
    )

    def accepts(self, head: bytes) -> bool:
        """Whether this begins like such JSON, compressed or not."""
        paths = key_paths(head)
        return any(
            (*above, "states", "*", "value") in paths or (*above, "states", "*", "snapshot_date") in paths
            for above in ((), ("*",))
        )

    def by_lines(self, source: Source) -> bool:
        """Whether this is JSON Lines, so that its lines can be read one by one."""
        return is_lines(source)

    def read(self, source: Source, file: SourceFile) -> Iterator[Item]:
        """The questions in the order of the source.

        Raises:
            PqgraphError: PQ104, PQ105, PQ108, PQ110; PQ109 for other things than questions.
        """
        return genuine(two_ways(source, file, _record, _Reading(file).chunk), source, file)


def _record(data: bytes, locator: Locator) -> Question:
    """The question of a line that has nothing unusual, as nearly all.

    Raises:
        ValueError: It has; so it is for :class:`_Reading`.
        FieldError: A state cannot be used; likewise.
    """
    watched = _decode(data)
    states = watched.states
    if not states or any(state.value.id != watched.id for state in states):
        raise ValueError("unusual")
    last = states[-1]
    seen = None if last.snapshot_date is None else _day(_moment(last.snapshot_date))
    if all(_only_waited(state, last) for state in states[:-1]):
        record = question(last.value, locator)
        return record if seen is None else replace(record, seen=seen)
    return _life([(state.snapshot_date, question(state.value, locator)) for state in states])


def _only_waited(state: _State, last: _State) -> bool:
    """Whether a state tells nothing that the last one does not, as of most questions until they are answered."""
    old, new = state.value, last.value
    return (
        not old.answer_text
        and not old.date_answered
        and not old.attachments
        and old.date_holding_answer is None
        and (not old.heading or old.heading == new.heading)
        and old.question_text == new.question_text
        and old.answering_body_id == new.answering_body_id
        and old.answering_body_name == new.answering_body_name
        and old.date_for_answer == new.date_for_answer
        and old.date_tabled == new.date_tabled
        and old.house == new.house
        and state.snapshot_date is not None
        and last.snapshot_date is not None
        and _moment(state.snapshot_date) <= _moment(last.snapshot_date)
    )


def _life(states: list[tuple[str | None, Question]]) -> Question:
    moments = [None if date is None else _moment(date) for date, _ in states]
    snapshots = [
        (moment, Snapshot(record, None if moment is None else _day(moment)))
        for moment, (_, record) in zip(moments, states, strict=True)
    ]
    if None not in moments:
        snapshots.sort(key=lambda pair: pair[0] or dt.datetime.min)
    return one_life([snapshot for _, snapshot in snapshots])


@lru_cache(maxsize=4096)  # a file has few days and many records
def _moment(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=_LONDON)


@lru_cache(maxsize=4096)
def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(_LONDON).date()


class _Reading:
    """The way of everything else: documents, and what the typed decoder refuses."""

    def __init__(self, file: SourceFile) -> None:
        self._file = file
        self._parser = Parser(file)
        self._unknown = UnknownFields()

    def chunk(self, chunk: Chunk) -> Iterator[Item]:
        """The questions of a JSON text."""
        for part in parts(self._parser, chunk):
            if not isinstance(part, Part):
                yield part
                continue
            try:
                yield from self._part(part)
            except RecursionError:
                locator = Locator(self._file, part.fragment)
                yield Rejected(code="PQ206", locator=locator, found="nested too deep")

    def _part(self, part: Part) -> Iterator[Item]:
        fragment, tree, is_suspect = part
        locator = Locator(self._file, fragment)
        if not isinstance(tree, dict) or not isinstance(tree.get("states"), list):
            yield Foreign(code="PQ202", locator=locator, found=f"{glimpse(tree)} has no states")
            return
        if is_suspect:
            tree, count = scrub(tree)
            if count:
                yield replaced(count, locator)
        yield from self._unknown.check(set(tree), _OUTER, "", locator)
        found: list[tuple[str | None, Question]] = []
        last_moment: dt.datetime | None = None
        broken: list[tuple[dt.datetime | None, Rejected]] = []
        for number, state in enumerate(tree["states"]):
            place = f"{fragment}/states/{number}"
            moment = None
            try:
                moment = _moment_of(state)
                yield from self._unknown_in(state, Locator(self._file, place))
                found.append((state.get("snapshot_date"), _question(state, tree.get("id"), locator)))
                last_moment = max(last_moment, moment) if last_moment and moment else moment
            except FieldError as problem:
                broken.append((moment, problem.rejected(self._file, place)))
        yield from (rejected for _, rejected in broken)
        if not found:
            if not broken:
                yield Rejected(code="PQ201", locator=locator, found="the record has no state")
            return
        if any(moment is None or last_moment is None or moment > last_moment for moment, _ in broken):
            return  # what the question says now is not known
        record = _life(found)
        yield record
        if record.uin is None:
            yield nameless(record.locator)

    def _unknown_in(self, state: dict[str, Any], locator: Locator) -> Iterator[Notice]:
        yield from self._unknown.check(set(state), _INNER, "states.", locator)
        if isinstance(state.get("value"), dict):
            yield from unknown_fields(self._unknown, state["value"], locator)


def _moment_of(state: Any) -> dt.datetime | None:
    if not isinstance(state, dict) or not isinstance(state.get("value"), dict):
        raise FieldError("PQ202", "", f"{glimpse(state)} is not a state of a question")
    date = state.get("snapshot_date")
    if date is None:
        return None
    try:
        return _moment(date)
    except (TypeError, ValueError):
        raise FieldError("PQ203", "/snapshot_date", f"snapshot_date: {date!r:.40} is not a time") from None


def _question(state: dict[str, Any], identifier: Any, locator: Locator) -> Question:
    try:
        typed = msgspec.convert(known(state["value"]), ApiQuestion)
    except msgspec.ValidationError as problem:
        error = wrong_shape(problem)
        raise FieldError(error.code, "/value" + error.pointer, error.found) from None
    if identifier is not None and typed.id != identifier:
        found = f"the state is of question {typed.id}, the record of {identifier}"
        raise FieldError("PQ202", "/value/id", found)
    try:
        return question(typed, locator)
    except FieldError as problem:
        raise FieldError(problem.code, "/value" + problem.pointer, problem.found) from None


READER = ApiStates()
