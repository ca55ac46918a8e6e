"""Which records of a month are of one question, and which questions of a day belong together."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence

from pqgraph import iris
from pqgraph.life.roundrobin import LEAST_BODIES, round_robin_key
from pqgraph.mapping import addressed_house
from pqgraph.members.names import fold
from pqgraph.merge.fuse import plain_text
from pqgraph.model import House, MemberReference, Question

__all__ = ["Moved", "grouped", "round_robins"]

_Key = tuple[str, ...]


Moved = Mapping[tuple[House, str, dt.date], dt.date]
"""By House, UIN and a day of tabling that was changed: the day that holds."""


def grouped(records: Sequence[Question], moved: Moved) -> list[list[Question]]:
    """The records by question.

    A question is known by House, day tabled and UIN. A record without a UIN (a page that does not print it) joins the
    one question of its day that has the same text; without such a question it stands alone.

    Args:
        records: Those of one part.
        moved: Days of tabling that were changed, so that records of either day are of one question.
    """
    groups: dict[_Key, list[Question]] = {}
    loose: dict[_Key, list[Question]] = {}
    for record in _distinct(records):
        key = _natural_key(record, moved)
        if key is not None:
            groups.setdefault(key, []).append(record)
        else:
            loose.setdefault(_loose_key(record), []).append(record)
    if loose:
        by_day: dict[dt.date | None, list[list[Question]]] = {}
        for group in groups.values():
            by_day.setdefault(group[0].date_tabled, []).append(group)
        for key in sorted(loose):
            one = loose[key]
            matching = [
                group for group in by_day.get(one[0].date_tabled, ()) if _same_question(one[0], group)
            ]
            if len(matching) == 1:
                matching[0].extend(one)
            else:
                groups[("loose", *key)] = one
    return list(groups.values())


def _distinct(records: Sequence[Question]) -> list[Question]:
    """The same record of the same file counts once, however often the file was given."""
    seen: dict[tuple[str | None, ...], Question] = {}
    for record in records:
        place = (record.locator.source.sha256, record.locator.fragment, record.uin, record.iri)
        seen.setdefault(place, record)
    return list(seen.values())


def _natural_key(record: Question, moved: Moved) -> _Key | None:
    house = record.house or addressed_house(record.text)
    if house is None or record.uin is None:
        return None
    if record.date_tabled is not None:
        day = moved.get((house, record.uin, record.date_tabled), record.date_tabled)
        return ("tabled", house.value, day.isoformat(), record.uin)
    answered = sorted(answer.date.isoformat() for answer in record.answers if answer.date is not None)
    return ("answered", house.value, *answered[-1:], record.uin)


def _loose_key(record: Question) -> _Key:
    if record.iri is not None:
        return ("iri", record.iri)
    day = record.date_tabled.isoformat() if record.date_tabled else ""
    return ("text", day, plain_text(record.text))


def _same_question(page: Question, group: Sequence[Question]) -> bool:
    text = plain_text(page.text)
    for record in group:
        other = plain_text(record.text)
        # A cut text of some length that the page goes on from is the same, as long as it is the only one.
        if other == text or (record.text_clipped and len(other) > 100 and text.startswith(other)):
            return True
    return False


def round_robins(questions: Sequence[Question]) -> list[str | None]:
    """The IRI of the round robin that each question is part of: one member's wording of one day to many bodies."""
    asked: dict[tuple[House, dt.date, str], list[int]] = {}
    for place, question in enumerate(questions):
        member = question.asking_member
        if question.house is not None and question.date_tabled is not None and member is not None:
            who = member.identifier or _name(member)
            if who:
                asked.setdefault((question.house, question.date_tabled, who), []).append(place)
    found: list[str | None] = [None] * len(questions)
    for (house, day, who), all_places in asked.items():
        # Few ask many bodies on one day, and comparing the wordings is what takes time.
        if not _are_to_many(questions, all_places):
            continue
        sets: dict[str, list[int]] = {}
        for place in all_places:
            sets.setdefault(round_robin_key(questions[place].text), []).append(place)
        for wording, places in sets.items():
            if not _are_to_many(questions, places):
                continue
            digest = hashlib.sha256(f"{who}\x1f{wording}".encode("utf-8", "replace")).hexdigest()[:16]
            for place in places:
                found[place] = iris.round_robin(house, day, digest)
    return found


def _name(member: MemberReference) -> str:
    """What stands for a member without a number: sources that give none write one name in one form."""
    printed = member.printed[0] if member.printed else None
    return fold(member.name or member.list_name or printed or "")


def _are_to_many(questions: Sequence[Question], places: Sequence[int]) -> bool:
    """Whether the questions at these places are put to as many bodies as a round robin."""
    if len(places) < LEAST_BODIES:
        return False
    bodies = {
        body.identifier or body.name for p in places if (body := questions[p].answering_body) is not None
    }
    return len(bodies) >= LEAST_BODIES
